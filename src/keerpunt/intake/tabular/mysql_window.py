"""A moving window over a stream of any size: what was read is dropped, unless somebody holds on to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

from keerpunt.errors import SourceRefused
from keerpunt.intake.tabular.mysql_grammar import MARK, inside

CHUNK = 2**20
MAX_ROW = 16 * 2**20
"""Bytes of the longest row, and of the longest statement that is looked into (INTAKE.md section 6: a line)."""
SURE = 64
"""Bytes that are looked at together: no mark of the language is longer."""
_TAIL = 4096
_BLANK = b" \t\r\n\v\f\0"


class Cut(Exception):
    """The stream ends inside a statement, a string or a comment."""


@dataclass(slots=True)
class Window:
    """A piece of the stream: `buf[pos:]` is not read yet, `base` is where the piece begins in the stream.

    `held` is the place in the stream from which on nothing may be dropped, -1 for none; more than `MAX_ROW` is not
    held. `cut`: the stream is compressed and ends before it is complete.
    """

    stream: BinaryIO
    buf: bytes = b""
    pos: int = 0
    base: int = 0
    ended: bool = False
    cut: bool = False
    held: int = -1
    _tail: bytes = b""

    @property
    def offset(self) -> int:
        """Return where reading stands in the stream."""
        return self.base + self.pos

    @property
    def left(self) -> int:
        """Return how many bytes of the piece are not read yet."""
        return len(self.buf) - self.pos

    def more(self, size: int = CHUNK) -> bool:
        """Drop what was read and add a piece; False at the end of the stream."""
        try:
            piece = self.stream.read(size)
        except SourceRefused as refused:
            if refused.code != "truncated":
                raise
            piece, self.cut = b"", True
        except UnicodeError:
            raise SourceRefused("bad_encoding", "is no valid UTF-16", place=f"byte:{self.offset}") from None
        if not piece:
            self.ended = True
            return False
        if 0 <= self.held < self.offset - MAX_ROW:
            self.held = -1
        drop = self.pos if self.held < 0 else min(self.pos, self.held - self.base)
        self._tail = (self._tail + self.buf[max(0, drop - _TAIL) : drop])[-_TAIL:]
        self.buf = self.buf[drop:] + piece
        self.base += drop
        self.pos -= drop
        return True

    def sure(self, size: int = SURE) -> int:
        """Make sure that so many bytes are there, unless the stream ends; return how many are."""
        while len(self.buf) - self.pos < size and not self.ended:
            self.more()
        return len(self.buf) - self.pos

    def last(self) -> bytes:
        """Return the last bytes of the stream, once it has ended."""
        return (self._tail + self.buf)[-_TAIL:]

    def go_behind(self, mark: bytes, *, final: bool = False) -> None:
        """Go behind the next mark; `final`: the end of the stream does as well. Raises Cut where there is none."""
        while True:
            found = self.buf.find(mark, self.pos)
            if found >= 0:
                self.pos = found + len(mark)
                return
            if self.ended:
                if not final:
                    raise Cut
                self.pos = len(self.buf)
                return
            self.pos = max(self.pos, len(self.buf) - len(mark) + 1)
            self.more()

    def close(self, quote: bytes, *, backslash: bool) -> None:
        """Go behind the end of a string or name whose first quote was read; raises Cut where it has none."""
        rest = inside(quote, backslash=backslash)
        while True:
            match = rest.match(self.buf, self.pos)
            self.pos = match.end() if match else self.pos
            if self.left > 1 or (self.ended and self.buf[self.pos : self.pos + 1] == quote):
                # Two bytes are here and the pattern stopped: this is the quote, and no second one follows it.
                self.pos += 1
                return
            if self.ended:
                raise Cut
            self.more()

    def pass_comment(self, *, between: bool = False) -> bool:
        """Go behind a comment, or the mark of one that the server reads, if one begins here.

        `between`: this is between statements, where two hyphens begin a comment whatever follows them.
        """
        start = self.buf[self.pos : self.pos + 3]
        if match := MARK.match(self.buf, self.pos):
            self.pos = match.end()
        elif start[:2] == b"/*":
            self.pos += 2
            self.go_behind(b"*/")
        elif start[:1] == b"#" or (start[:2] == b"--" and (between or len(start) == 2 or start[2] in _BLANK)):
            self.go_behind(b"\n", final=True)
        else:
            return False
        return True

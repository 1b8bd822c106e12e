"""Entries taken out of a file before it becomes a tree: nearly all of a statement is entries of a handful of shapes.

An entry of plain markup is cut out of the bytes, its texts are looked up by its shape, and an empty `Ntry` with its
number goes on to the parser in its place. So libxml2 builds and serialises only what is not plain, which is half of the
time. That everything cut out is well-formed is known, since expat has read those bytes before. From the first byte on
that is in any way unusual (a comment, CDATA, an instruction, an encoding other than UTF-8, an error) all goes on
untouched, and libxml2 alone decides: both ways give equal events.
"""

from __future__ import annotations

import re
from typing import BinaryIO
from xml.parsers import expat

from keerpunt.intake.formats.camt.flat import XINCLUDE, Part, plain_part

MARK = "keerpunt"
"""The attribute of an entry that was cut out: its number in its piece. A file that holds the word is unusual."""
_ENCODINGS = ("utf-8", "ascii")
_PIECE = 65_536
_LONGEST = 1_000_000
"""Bytes of the longest entry that is looked at as a whole."""
_OPEN = re.compile(rb"<((?:[A-Za-z_][\w.-]*:)?)Ntry([\s/>])")


class _UnusualError(Exception):
    """Something stands in the file that only libxml2 is to read."""


class PlainEntries:
    """A stream for libxml2 in which plain entries are empty; `parts` holds what they said, by number, for one piece.

    Pieces must be worked off before the next is read, as `iterparse` does.
    """

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self.parts: dict[str, Part] = {}
        self._stream = stream
        self._left = self._before = b""
        self._usual = encoding in _ENCODINGS
        self._expat = expat.ParserCreate(namespace_separator=" ")
        self._root: int | None = None
        self._given = 0
        self._watch()

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes for libxml2, `b""` at the end of the file."""
        self.parts.clear()
        while self._usual:
            piece = self._stream.read(_PIECE)
            whole, self._left = self._left + piece, b""
            self._usual = bool(piece) and self._is_usual(piece)
            given = self._without_entries(whole) if self._usual else whole
            if given or not piece:
                return given
        return self._stream.read(size)

    def _is_usual(self, piece: bytes) -> bool:
        """Tell whether expat can read on, and whether everything from the root on is elements and text."""
        if MARK.encode() in self._before + piece:
            return False
        self._before = piece[-len(MARK) :]
        try:
            self._expat.Parse(piece, False)
        except (expat.ExpatError, LookupError, ValueError, _UnusualError):  # unknown encodings raise the two
            return False
        return True

    def _without_entries(self, whole: bytes) -> bytes:
        """Return bytes without their plain entries; what expat is not sure of yet waits for the next piece."""
        at, sure = self._known(whole)
        given: list[bytes] = [whole[:at]]
        while (found := _OPEN.search(whole, at, sure)) is not None:
            begin, close = found.start(), b"</" + found[1] + b"Ntry>"
            end = whole.find(close, found.end(), sure)
            if end < 0 and sure - begin < _LONGEST:
                sure = begin
                break
            entry = whole[begin : end + len(close)] if end >= 0 else b""
            part = plain_part(entry.decode()) if found[2] == b">" else None
            if not entry or found[2] != b">" or (part is None and _OPEN.search(entry, 1)):
                self._usual = False  # an endless entry, one with attributes, one in another: for libxml2 alone
                sure = len(whole)
                break
            given += (whole[at:begin], entry if part is None else self._empty(part, found[1], entry))
            at = begin + len(entry)
        self._left = whole[sure:]
        self._given -= len(self._left)
        given.append(whole[at:sure])
        return b"".join(given)

    def _known(self, whole: bytes) -> tuple[int, int]:
        """Return between which of these bytes entries may be: after the prolog, and before what expat waits to end."""
        first, self._given = self._given, self._given + len(whole)
        sure = max(self._expat.CurrentByteIndex - first, 0)
        return (sure if self._root is None else min(max(self._root - first, 0), sure)), sure

    def _empty(self, part: Part, prefix: bytes, entry: bytes) -> bytes:
        """Keep what an entry says and return an empty one of as many lines."""
        number = str(len(self.parts) + 1)
        self.parts[number] = part
        return b'<%sNtry %s="%s"/>%s' % (prefix, MARK.encode(), number.encode(), b"\n" * entry.count(b"\n"))

    def _watch(self) -> None:
        """Have expat stop at whatever is unusual, before it is carried out; comments before the root are not."""
        parser = self._expat

        def stop(*_: object) -> None:
            raise _UnusualError

        def root(*_: object) -> None:
            self._root = parser.CurrentByteIndex
            parser.StartElementHandler = None
            parser.CommentHandler = parser.ProcessingInstructionHandler = parser.StartCdataSectionHandler = stop

        def space(_prefix: str | None, uri: str | None) -> None:
            if uri == XINCLUDE:
                raise _UnusualError

        parser.StartDoctypeDeclHandler = stop
        parser.StartElementHandler = root
        parser.StartNamespaceDeclHandler = space

"""The part of a JSON text that is at hand while it is read as a stream: values are taken, more is read on need."""

from __future__ import annotations

import codecs
import re
from typing import Any, BinaryIO

from keerpunt.errors import SourceRefused
from keerpunt.intake.encoding import Encoding
from keerpunt.intake.json_text import has_odd_escape, scan_json, too_deep
from keerpunt.intake.lines import MAX_DEPTH

CHUNK = 1 << 20

_BLANK = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"[-+.0-9eE]*")
_BRACKET = re.compile(r'["\[\]{}]')
_IN_STRING = re.compile(r'["\\]')
_CUT_WORD = re.compile(r"[-+.0-9a-zA-Z]{0,16}")
_LONGEST_WORD = 16
"""More characters than any literal has, so that a literal is never judged by half of it."""


class Cut(Exception):
    """The text ends where more must follow."""


class TooLong(Exception):
    """A value has more characters than may be held."""


def too_much() -> SourceRefused:
    """Return the refusal of a document of which more would have to be held than may be."""
    return SourceRefused("too_long", "holds more than 16 MiB in one value, or outside its list of records")


def _too_deep() -> SourceRefused:
    return SourceRefused("too_deep", "is nested too deeply")


def malformed() -> SourceRefused:
    """Return the refusal of what is no JSON."""
    return SourceRefused("unknown_record", "is no JSON document that can be read")


class TextWindow:
    """The text of a stream from `_at` on; what was read is let go of."""

    def __init__(self, stream: BinaryIO, encoding: Encoding) -> None:
        stream.seek(encoding.skip)
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding.name.removesuffix("-sig"))("strict")
        self._buffer = ""
        self._at = 0
        self._gone = 0
        self._ended = False
        self._escapes = False
        self._found: Any = None

    @property
    def place(self) -> int:
        """Return how many characters were read."""
        return self._gone + self._at

    def peek(self, at_end: str = "") -> str:
        """Return the next character that is no blank; at the end `at_end`, or else the text is cut."""
        while True:
            self._at = _after(_BLANK, self._buffer, self._at)
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if not self._more():
                if at_end:
                    return at_end
                raise Cut

    def take(self, mark: str) -> None:
        """Pass a mark that must come next."""
        if self.peek() != mark:
            raise malformed()
        self._at += 1

    def goes_on(self, closing: str) -> bool:
        """Pass a comma (then more follows) or the closing bracket."""
        mark = self.peek()
        if mark not in (",", closing):
            raise malformed()
        self._at += 1
        return mark == ","

    def value(self, depth: int, room: int) -> tuple[Any, bool]:
        """Return the next value and whether it holds odd escapes; `depth` brackets are open around it.

        Raises:
            SourceRefused: it is no JSON, or nested too deeply.
            Cut, TooLong: the text ends inside; it has more than `room` characters.
        """
        self.peek()
        end = self._parsed_end()
        if end is None:
            self._complete(depth, room)
            end = self._parsed_end()
            if end is None:
                raise Cut if self._ended and _CUT_WORD.fullmatch(self._buffer, self._at) else malformed()
        if end - self._at > room:
            raise TooLong
        begin, self._at = self._at, end
        if self._deep(begin, end, MAX_DEPTH - depth):
            raise _too_deep()
        return self._found, self._escapes and has_odd_escape(self._buffer, begin, end)

    def skip(self) -> None:
        """Pass a value that is too long, without holding it; its brackets alone are looked at."""
        extent = _Extent()
        while not extent.closed:
            self._at = extent.feed(self._buffer, self._at)
            if not extent.closed and not self._more():
                raise Cut

    def _parsed_end(self) -> int | None:
        """Parse what stands at hand; None if it is no value, or more of it may follow."""
        try:
            self._found, end = scan_json(self._buffer, self._at)
        except (ValueError, RecursionError):
            return None
        if self._buffer[end - 1] in '"]}':
            return end
        if _after(_NUMBER, self._buffer, self._at) > end:
            return None
        return end if self._ended or end + _LONGEST_WORD < len(self._buffer) else None

    def _complete(self, depth: int, room: int) -> None:
        """Read on until the value that begins here is at hand as a whole."""
        if self._buffer[self._at] not in '"[{':
            self._complete_word(room)
            return
        extent, at = _Extent(), self._at
        while True:
            at = extent.feed(self._buffer, at)
            if extent.deepest + depth > MAX_DEPTH:
                raise _too_deep()
            if extent.closed:
                return
            if at - self._at > room:
                raise TooLong
            at -= self._at
            if not self._more():
                raise Cut
            at += self._at

    def _complete_word(self, room: int) -> None:
        while True:
            end = max(_after(_NUMBER, self._buffer, self._at), self._at)
            if self._ended or end + 2 * _LONGEST_WORD < len(self._buffer):
                return
            if end - self._at > room:
                raise too_much()
            self._more()

    def _deep(self, begin: int, end: int, limit: int) -> bool:
        brackets = self._buffer.count("{", begin, end) + self._buffer.count("[", begin, end)
        return brackets > limit and too_deep(self._buffer[begin:end], limit)

    def _more(self) -> bool:
        """Read on, at least as much again as is held, so that a long value costs time linear in its length."""
        if self._ended:
            return False
        self._gone += self._at
        self._buffer, self._at = self._buffer[self._at :], 0
        body = self._stream.read(max(CHUNK, len(self._buffer)))
        try:
            piece = self._decoder.decode(body, final=not body)
        except UnicodeDecodeError:
            raise SourceRefused("bad_encoding", "holds bytes that its encoding does not allow") from None
        if "\0" in piece:
            raise SourceRefused("bad_encoding", "holds NUL, which is no text")
        self._ended = not body
        self._buffer += piece
        self._escapes = "\\u" in self._buffer
        return bool(body)


class _Extent:
    """Finds the end of a string, list or object by its brackets, piece by piece and in constant memory."""

    def __init__(self) -> None:
        self.depth = 0
        self.deepest = 0
        self.closed = False
        self._in_string = False

    def feed(self, text: str, at: int) -> int:
        """Look at `text` from `at` on; return where to go on, which is behind the value once it is closed."""
        while not self.closed:
            mark = (_IN_STRING if self._in_string else _BRACKET).search(text, at)
            if mark is None:
                return len(text)
            if mark[0] == "\\":
                if mark.end() == len(text):
                    return mark.start()
                at = mark.end() + 1
                continue
            at = mark.end()
            self._pass(mark[0])
        return at

    def _pass(self, mark: str) -> None:
        if mark == '"':
            self._in_string = not self._in_string
        else:
            self.depth += 1 if mark in "[{" else -1
            self.deepest = max(self.deepest, self.depth)
        self.closed = not self._in_string and self.depth <= 0


def _after(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return at if match is None else match.end()

"""A JSON document of any size, one element at a time: never more of it in memory than one element.

The elements are the items of a top-level list, and of chosen members of a top-level object. What an element, or any
other member, means is decided by `json_text`, so that a document says the same whether it is read whole or as a stream.
Two things differ, both on purpose: an element of more than 16 MiB is left out and named instead of held, and a document
in which a chosen member stands twice is refused, since readers disagree about which of them counts.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from keerpunt.errors import SourceRefused
from keerpunt.intake.encoding import Encoding, detect_encoding
from keerpunt.intake.json_text import scan_json, too_deep
from keerpunt.intake.lines import MAX_DEPTH, MAX_LINE

CHUNK = 1 << 20

_BLANK = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"[-+.0-9eE]*")
_BRACKET = re.compile(r'["\[\]{}]')
_IN_STRING = re.compile(r'["\\]')
_CUT_WORD = re.compile(r"[-+.0-9a-zA-Z]{0,16}")
_LONGEST_WORD = 16
"""More characters than any literal has, so that a literal is never judged by half of it."""


@dataclass(frozen=True, slots=True)
class Element:
    """One item: in which member (`""` for the root), the how manieth, under which key if that member is an object.

    `found` is None and `fault` a reject code for an element that cannot be used: `too_long`, or `truncated` for the one
    at which a file that may be cut off ends. `escaped`: characters are written as escapes, so some may be impossible to
    store.
    """

    member: str
    position: int
    key: str | None
    found: Any
    escaped: bool = False
    fault: str = ""

    @property
    def pointer(self) -> str:
        """Return the place as `/3` or `/data/3`; a key is text of the source and therefore given by its position."""
        if self.position < 0:
            return "/"
        return f"/{self.member}/{self.position}" if self.member else f"/{self.position}"


def json_encoding(stream: BinaryIO) -> Encoding:
    """Return the encoding of a JSON file: UTF-8 or, with a mark, UTF-16, and never a code page (RFC 8259 section 8.1).

    Raises:
        SourceRefused: `bad_encoding` where the file begins with bytes that are no text.
    """
    encoding = detect_encoding(stream)
    if encoding.name == "cp1252":
        return Encoding("utf-8", "JSON is UTF-8 (RFC 8259); what is not is rejected")
    return encoding


class JsonStream:
    """One pass over a document; iterate over it, then ask what else it holds.

    `members` are the keys of a top-level object whose lists or objects are given item by item. With `may_be_cut`, a
    document that ends too early gives what stands before the cut, and last an element with the fault `truncated`.

    After the pass: `root` holds the other members of a top-level object (None for any other root), `streamed` the
    members that were given, `value` a root that is neither list nor object, `cut` whether the document ended early.
    """

    def __init__(
        self, stream: BinaryIO, encoding: Encoding, members: Collection[str] = (), *, may_be_cut: bool = False
    ) -> None:
        self.root: dict[str, Any] | None = None
        self.streamed: list[str] = []
        self.value: Any = None
        self.is_list = False
        self.cut = False
        self.escaped = False
        self._members = frozenset(members)
        self._may_be_cut = may_be_cut
        self._text = _Text(stream, encoding)
        self._room = MAX_LINE
        self._open = ("", -1)

    def __iter__(self) -> Iterator[Element]:
        """Yield the elements in the order of the file.

        Raises:
            SourceRefused: `truncated` (unless it may be), `too_deep`, `too_long` (the members that are not streamed
                have over 16 MiB together), `bad_encoding`, `unknown_record` (no JSON, or a member stands twice).
        """
        try:
            yield from self._document()
        except _Cut:
            if not self._may_be_cut:
                raise SourceRefused("truncated", "the JSON document ends before it is complete") from None
            self.cut = True
            yield Element(*self._open, None, None, fault="truncated")

    def _document(self) -> Iterator[Element]:
        first = self._text.peek()
        if first == "[":
            self.is_list = True
            yield from self._items("", depth=1)
        elif first == "{":
            self.root = {}
            yield from self._object(self.root)
        else:
            self.value = self._held(depth=0)
        if self._text.peek(at_end="\0") != "\0":
            raise _malformed()

    def _object(self, root: dict[str, Any]) -> Iterator[Element]:
        """Read the top-level object: chosen members are given, the others kept."""
        for key in self._keys():
            if key in self._members and (key in self.streamed or key in root):
                raise SourceRefused("unknown_record", "a member that holds the records stands twice")
            self._room -= len(key)
            opening = self._text.peek()
            if key not in self._members or opening not in "[{":
                root[key] = self._held(depth=1)
                continue
            self.streamed.append(key)
            yield from self._items(key, depth=2) if opening == "[" else self._entries(key)
            self._open = ("", -1)

    def _items(self, member: str, depth: int) -> Iterator[Element]:
        self._open = (member, 0)
        self._text.take("[")
        if self._text.peek() == "]":
            self._text.take("]")
            return
        goes_on = True
        while goes_on:
            yield self._element(None, depth)
            goes_on = self._text.goes_on("]")

    def _entries(self, member: str) -> Iterator[Element]:
        self._open = (member, 0)
        for key in self._keys():
            yield self._element(key, 2)

    def _keys(self) -> Iterator[str]:
        """Yield each key of an object; its value is to be read before the next key is asked for."""
        self._text.take("{")
        if self._text.peek() == "}":
            self._text.take("}")
            return
        while True:
            if self._text.peek() != '"':
                raise _malformed()
            try:
                key, _ = self._text.value(0, MAX_LINE)
            except _TooLong:
                raise _too_much() from None
            self._text.take(":")
            yield key
            if not self._text.goes_on("}"):
                return

    def _element(self, key: str | None, depth: int) -> Element:
        member, position = self._open
        try:
            found, escaped = self._text.value(depth, MAX_LINE)
        except _TooLong:
            self._text.skip()
            element = Element(member, position, key, None, fault="too_long")
        else:
            element = Element(member, position, key, found, escaped)
        self._open = (member, position + 1)
        return element

    def _held(self, depth: int) -> Any:
        """Return a value that stays in memory; all of them together are bounded."""
        begin = self._text.place
        try:
            found, escaped = self._text.value(depth, self._room)
        except _TooLong:
            raise _too_much() from None
        self._room -= self._text.place - begin
        self.escaped |= escaped
        return found


class _Cut(Exception):
    """The text ends where more must follow."""


class _TooLong(Exception):
    """A value has more characters than may be held."""


def _too_much() -> SourceRefused:
    return SourceRefused("too_long", "holds more than 16 MiB in one value, or outside its list of records")


def _too_deep() -> SourceRefused:
    return SourceRefused("too_deep", "is nested too deeply")


def _malformed() -> SourceRefused:
    return SourceRefused("unknown_record", "is no JSON document that can be read")


class _Text:
    """The text of a stream from `_at` on; what was read is let go of."""

    def __init__(self, stream: BinaryIO, encoding: Encoding) -> None:
        stream.seek(encoding.skip)
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding.name.removesuffix("-sig"))("strict")
        self._buffer = ""
        self._at = 0
        self._gone = 0
        self._ended = False
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
                raise _Cut

    def take(self, mark: str) -> None:
        """Pass a mark that must come next."""
        if self.peek() != mark:
            raise _malformed()
        self._at += 1

    def goes_on(self, closing: str) -> bool:
        """Pass a comma (then more follows) or the closing bracket."""
        mark = self.peek()
        if mark not in (",", closing):
            raise _malformed()
        self._at += 1
        return mark == ","

    def value(self, depth: int, room: int) -> tuple[Any, bool]:
        """Return the next value and whether it holds escapes; `depth` brackets are open around it.

        Raises:
            SourceRefused: it is no JSON, or nested too deeply.
            _Cut, _TooLong: the text ends inside; it has more than `room` characters.
        """
        self.peek()
        end = self._parsed_end()
        if end is None:
            self._complete(depth, room)
            end = self._parsed_end()
            if end is None:
                raise _Cut if self._ended and _CUT_WORD.fullmatch(self._buffer, self._at) else _malformed()
        if end - self._at > room:
            raise _TooLong
        begin, self._at = self._at, end
        if self._deep(begin, end, MAX_DEPTH - depth):
            raise _too_deep()
        return self._found, self._buffer.find("\\u", begin, end) >= 0

    def skip(self) -> None:
        """Pass a value that is too long, without holding it; its brackets alone are looked at."""
        extent = _Extent()
        while not extent.closed:
            self._at = extent.feed(self._buffer, self._at)
            if not extent.closed and not self._more():
                raise _Cut

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
                raise _TooLong
            at -= self._at
            if not self._more():
                raise _Cut
            at += self._at

    def _complete_word(self, room: int) -> None:
        while True:
            end = max(_after(_NUMBER, self._buffer, self._at), self._at)
            if self._ended or end + 2 * _LONGEST_WORD < len(self._buffer):
                return
            if end - self._at > room:
                raise _too_much()
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

"""A JSON document of any size, one element at a time: never more of it in memory than one element.

The elements are the items of a top-level list, and of chosen members of a top-level object. What an element, or any
other member, means is decided by `json_text`, so that a document says the same whether it is read whole or as a stream.
Two things differ, both on purpose: an element of more than 16 MiB is left out and named instead of held, and a document
in which a chosen member stands twice is refused, since readers disagree about which of them counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, NamedTuple

from keerpunt.errors import SourceRefused
from keerpunt.intake.encoding import Encoding, detect_encoding
from keerpunt.intake.json_window import Cut, TextWindow, TooLong, malformed, too_much
from keerpunt.intake.lines import MAX_LINE


class Element(NamedTuple):
    """One item: in which member (`""` for the root), the how manieth, under which key if that member is an object.

    `found` is None and `fault` a reject code for an element that cannot be used: `too_long`, or `truncated` for the one
    at which a file that may be cut off ends. `escaped`: NUL or halves of characters are written as escapes, so some
    may be impossible to store.
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

    `members` are keys of a top-level object, and the bracket with which their list or object begins, that are given
    item by item. With `may_be_cut`, a document that ends too early gives what stands before the cut, and last an
    element with the fault `truncated`.

    After the pass: `root` holds the other members of a top-level object (None for any other root), `streamed` the
    members that were given, `value` a root that is neither list nor object, `cut` whether the document ended early.
    """

    def __init__(
        self,
        stream: BinaryIO,
        encoding: Encoding,
        members: Mapping[str, str] | None = None,
        *,
        may_be_cut: bool = False,
    ) -> None:
        self.root: dict[str, Any] | None = None
        self.streamed: list[str] = []
        self.value: Any = None
        self.is_list = False
        self.cut = False
        self.escaped = False
        self._members = dict(members or {})
        self._may_be_cut = may_be_cut
        self._text = TextWindow(stream, encoding)
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
        except Cut:
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
            raise malformed()

    def _object(self, root: dict[str, Any]) -> Iterator[Element]:
        """Read the top-level object: chosen members are given, the others kept."""
        for key in self._keys():
            if key in self._members and (key in self.streamed or key in root):
                raise SourceRefused("unknown_record", "a member that holds the records stands twice")
            self._room -= len(key)
            opening = self._text.peek()
            if self._members.get(key) != opening:
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
                raise malformed()
            try:
                key, _ = self._text.value(0, MAX_LINE)
            except TooLong:
                raise too_much() from None
            self._text.take(":")
            yield key
            if not self._text.goes_on("}"):
                return

    def _element(self, key: str | None, depth: int) -> Element:
        member, position = self._open
        try:
            found, escaped = self._text.value(depth, MAX_LINE)
        except TooLong:
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
        except TooLong:
            raise too_much() from None
        self._room -= self._text.place - begin
        self.escaped |= escaped
        return found

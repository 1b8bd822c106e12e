"""The JSON of a file: as lines, each a value of its own, or as one document, read element by element."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, NamedTuple

from keerpunt.errors import SourceRefused, UnreadableValue
from keerpunt.intake.encoding import CHUNK, Encoding, byte_lines, decoded
from keerpunt.intake.formats.stripe.unwrap import key_or_position, names_page
from keerpunt.intake.formats.stripe.values import Object, text
from keerpunt.intake.formats.stripe.words import PAGES
from keerpunt.intake.json_stream import Element, JsonStream
from keerpunt.intake.json_text import has_odd_escape, parse_json
from keerpunt.intake.records import Rejected

MEMBERS = {"data": "[", "resources": "{"}
"""Members of a document that may hold its records, and how they begin."""

_LONGEST_PATTERN = 256
_LINE_NAMES = (".jsonl", ".ndjson")


class Value(NamedTuple):
    """A JSON value and its place; `escaped`: NUL or halves of characters may be in it, which cannot be stored."""

    locator: str
    found: Any
    escaped: bool


def is_lines(stream: BinaryIO, encoding: Encoding, name: str) -> bool:
    """Tell JSON lines from one document by the first two lines that are not blank, then by the file name.

    Raises:
        SourceRefused: `unknown_format` where they are no JSON at all but the rows of a table.
    """
    lines, now = byte_lines(stream, encoding)
    firsts: list[bytes | None] = []
    for line in lines:
        if line is None or line.strip():
            firsts.append(line)
        if len(firsts) == 2:
            break
    _refuse_table(firsts)
    named = name.lower().endswith(_LINE_NAMES)
    if len(firsts) < 2:
        return (named and firsts != [None]) or not firsts
    if (firsts[0] or b"").strip() in (b"[", b"{"):
        return False
    return named or any(_is_whole(line, now) for line in firsts)


def line_values(
    stream: BinaryIO, encoding: Encoding, wanted: Callable[[bytes], object] | None = None
) -> Iterator[Value | Rejected]:
    """Yield the value of each line, or why it has none; with `wanted`, those of the lines for which it holds."""
    lines, now = byte_lines(stream, encoding)
    for number, line in enumerate(lines, 1):
        locator = f"line:{number}"
        if line is None:
            yield Rejected(locator, "too_long")
        elif line.strip() and (wanted is None or wanted(line)):
            try:
                body = decoded(line, now)
                yield Value(locator, parse_json(body), has_odd_escape(body))
            except UnreadableValue as error:
                cut = error.code != "too_deep" and not line.endswith(b"\n")
                yield Rejected(locator, "truncated" if cut else error.code)


class Document:
    """One pass over a document: its records as values; afterwards, what else it says about itself.

    `member` names where the records stand, `""` for a list of them and None for a document that is one record. The
    first pass finds that out (`found_member`), the second one is told.
    """

    def __init__(self, stream: BinaryIO, encoding: Encoding, *, may_be_cut: bool = False) -> None:
        self._source = (stream, encoding)
        self._may_be_cut = may_be_cut
        self.root: Object | None = None
        self.count = 0
        self.cut = False

    def values(self, member: str | None) -> Iterator[Value | Rejected]:
        """Yield the records that stand in a member.

        Raises:
            SourceRefused: `truncated`, `too_deep`, `too_long`, `bad_encoding`, or `unknown_record` where it is no JSON.
        """
        if member is None:
            yield from self._as_one_record()
            return
        for element in self._pass(MEMBERS):
            if element.member == member or element.fault:
                yield self._value(element)

    def all_values(self) -> Iterator[Value]:
        """Yield what stands in any member that may hold records, in a first pass."""
        for element in self._pass(MEMBERS):
            value = self._value(element)
            if isinstance(value, Value):
                yield value

    def member_at_once(self) -> str | None:
        """Return where the records stand if the first bytes leave no doubt: a list, or a page that says so first."""
        first = next(iter(self._pass(MEMBERS)), None)
        if first is None or first.fault:
            return None
        page = text(self._found.root or {}, "object") in PAGES
        return first.member if self._found.is_list or (page and first.member == "data") else None

    def holds(self, pattern: re.Pattern[bytes]) -> bool:
        """Tell whether a pattern of at most 256 bytes occurs in the file; UTF-16 may hold anything."""
        stream, encoding = self._source
        if encoding.name.startswith("utf-16"):
            return True
        stream.seek(0)
        tail = b""
        while piece := stream.read(CHUNK):
            if pattern.search(tail + piece):
                return True
            tail = piece[-_LONGEST_PATTERN:]
        return False

    def found_member(self) -> str | None:
        """Return where the records stand, after a pass."""
        root = self._found.root
        if root is None:
            return "" if self._found.is_list else None
        for member in self._found.streamed:
            if member == "data" and names_page(root):
                return member
        return "resources" if "resources" in self._found.streamed and "object" not in root else None

    def _pass(self, members: dict[str, str]) -> Iterator[Element]:
        stream, encoding = self._source
        self._found = JsonStream(stream, encoding, members, may_be_cut=self._may_be_cut)
        for element in self._found:
            self.count += not element.fault
            yield element
        self.root, self.cut = self._found.root, self._found.cut

    def _value(self, element: Element) -> Value | Rejected:
        place = element.pointer
        if element.key is not None:
            place = f"/{element.member}/{key_or_position(element.key, element.position)}"
        if element.fault:
            return Rejected(place, element.fault)
        return Value(place, element.found, element.escaped)

    def _as_one_record(self) -> Iterator[Value | Rejected]:
        for element in self._pass({}):
            yield Rejected("/", element.fault)
        if not self.cut:
            found = self._found
            yield Value("", found.value if found.root is None else found.root, found.escaped)


def _refuse_table(firsts: list[bytes | None]) -> None:
    """Refuse rows of a table, such as the provider's own CSV exports: they have other columns than its objects."""
    texts = [line.lstrip(b"\xef\xbb\xbf \t\r\n") for line in firsts if line is not None]
    if len(texts) == len(firsts) and texts and not any(text.startswith((b"{", b"[")) for text in texts):
        separated = [len(re.findall(rb"[,;\t]", text)) for text in texts]
        if min(separated) >= 2:
            raise SourceRefused("unknown_format", "is no JSON; a CSV export is read by format `table` with a map")


def _is_whole(line: bytes | None, encoding: Encoding) -> bool:
    try:
        return line is not None and isinstance(parse_json(decoded(line, encoding)), dict | list)
    except UnreadableValue as error:
        return error.code == "too_deep"

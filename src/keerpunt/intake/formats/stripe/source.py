"""The JSON of a file: as lines, each a value of its own, or as one document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from keerpunt.errors import SourceRefused, UnreadableValue
from keerpunt.intake.encoding import Encoding, byte_lines, decoded, detect_encoding
from keerpunt.intake.json_text import parse_json
from keerpunt.intake.records import Rejected

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_LINE_NAMES = (".jsonl", ".ndjson")


@dataclass(frozen=True, slots=True)
class Value:
    """A JSON value and its place; `escaped`: characters are written as escapes, so some may be impossible to store."""

    locator: str
    found: Any
    escaped: bool


def json_encoding(stream: BinaryIO) -> Encoding:
    """Return the encoding of a JSON file: UTF-8 or, with a mark, UTF-16, and never a code page (RFC 8259 section 8.1).

    Raises:
        SourceRefused: `bad_encoding` where the file begins with bytes that are no text.
    """
    encoding = detect_encoding(stream)
    if encoding.name == "cp1252":
        return Encoding("utf-8", "JSON is UTF-8; lines that are not are rejected")
    return encoding


def is_lines(stream: BinaryIO, encoding: Encoding, name: str) -> bool:
    """Tell JSON lines from one document by the first two lines that are not blank, then by the file name."""
    lines, now = byte_lines(stream, encoding)
    firsts: list[bytes | None] = []
    for line in lines:
        if line is None or line.strip():
            firsts.append(line)
        if len(firsts) == 2:
            break
    named = name.lower().endswith(_LINE_NAMES)
    if len(firsts) < 2:
        return named or not firsts
    if (firsts[0] or b"").strip() in (b"[", b"{"):
        return False
    return named or any(_is_whole(line, now) for line in firsts)


def line_values(
    stream: BinaryIO, encoding: Encoding, only: re.Pattern[bytes] | None = None
) -> Iterator[Value | Rejected]:
    """Yield the value of each line, or why it has none; with `only`, those of the lines it is found in."""
    lines, now = byte_lines(stream, encoding)
    for number, line in enumerate(lines, 1):
        locator = f"line:{number}"
        if line is None:
            yield Rejected(locator, "too_long")
        elif line.strip() and (only is None or only.search(line)):
            try:
                yield Value(locator, parse_json(decoded(line, now)), escaped=b"\\u" in line)
            except UnreadableValue as error:
                cut = error.code != "too_deep" and not line.endswith(b"\n")
                yield Rejected(locator, "truncated" if cut else error.code)


def document(stream: BinaryIO, encoding: Encoding) -> Value:
    """Return the value of the whole file.

    Raises:
        SourceRefused: `truncated`, `too_deep`, `bad_encoding`, or `unknown_record` where it is no JSON.
    """
    stream.seek(encoding.skip)
    body = stream.read()
    try:
        text = decoded(body, Encoding(encoding.name.removesuffix("-sig"), encoding.evidence))
    except UnreadableValue as error:
        raise SourceRefused(error.code, "holds NUL or bytes that its encoding does not allow") from None
    try:
        return Value("", parse_json(text), escaped="\\u" in text)
    except UnreadableValue as error:
        if error.code == "unknown_record" and _is_cut(text):
            raise SourceRefused("truncated", "the JSON document ends before it is complete") from None
        raise SourceRefused(error.code, "is no JSON document that can be read") from None


def _is_whole(line: bytes | None, encoding: Encoding) -> bool:
    try:
        return line is not None and isinstance(parse_json(decoded(line, encoding)), dict | list)
    except UnreadableValue as error:
        return error.code == "too_deep"


def _is_cut(text: str) -> bool:
    """Tell whether a text that cannot be parsed ends inside a string, an object or a list."""
    rest = _STRING.sub("", text)
    return not rest.strip() or '"' in rest or rest.count("{") + rest.count("[") > rest.count("}") + rest.count("]")

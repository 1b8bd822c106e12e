"""Fields of a SWIFT text block out of lines: a field is what stands from its tag line `:NN[A]:` to the next one.

Lines that belong to no field are the envelope (`{1:…}{2:…}{4:`) or a bank's own header; a line `-`, `-}` or `-XXX`
ends a message, and what follows it until the next tag is the header of the next message. Two things that banks do to
long lines are undone here: a time of day broken before `:MM:SS` is no tag, and a tag whose colon was left behind on a
line of its own is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from keerpunt.errors import UnreadableValue
from keerpunt.intake.encoding import Encoding, byte_lines, decoded
from keerpunt.intake.lines import MAX_CELL

HEADER, END = "header", "end"

_TAG = re.compile(rb":([0-9]{2}[A-Z]?|NS|940):")
_END = re.compile(
    rb"[ \t]*-(?:[ \t]*|\}.*|XXX[ \t]*|\xe5.*|\xc3\xa5.*)", re.DOTALL
)  # `å` is `}` in Nordic seven-bit text
_TIME = re.compile(rb":[0-5][0-9]:[0-5][0-9](?![0-9])")
_HOUR = re.compile(r"(?<![0-9])(?:[01][0-9]|2[0-3])\Z")
_REST_OF_TAG = re.compile(rb"[0-9]{2}[A-Z]?:")
_CONTROLS = b"\x01\x02\x03\x04\x1a"
_BLOCK_4 = b"{4:"
_BLOCK_1 = b"{1:"
_INDENT = 8
_DETAILS = "86"
_RABOBANK = "940"


@dataclass(slots=True)
class Field:
    """A field: its tag, its lines without line ends, and what is wrong with it.

    `fault` is a reject reason: `bad_encoding`, `too_long`, or empty. `cut`: no line end follows it. `HEADER` and `END`
    stand in place of a tag for lines that are no field; those of an `END` are its own and what came after it.
    """

    tag: str
    lines: list[str] = field(default_factory=list)
    fault: str = ""
    cut: bool = False
    size: int = 0

    @property
    def first(self) -> str:
        """Return the first line, which is all of a balance or count; some files have remarks behind."""
        return self.lines[0] if self.lines else ""

    @property
    def text(self) -> str:
        """Return the lines joined without a separator, since banks break words; an empty line is a blank."""
        return "".join([line if line.strip() else " " for line in self.lines])

    def add(self, line: bytes, encoding: Encoding) -> None:
        """Take one more line."""
        self.size += len(line)
        if self.size > MAX_CELL:
            self.fault = "too_long"
            return
        try:
            self.lines.append(decoded(line, encoding))
        except UnreadableValue as error:
            self.fault = error.code


def fields(stream: BinaryIO, encoding: Encoding) -> Iterator[Field]:
    """Yield every field, header and end mark of a file in its order; no more than one of them is held."""
    lines, encoding = byte_lines(stream, encoding)
    current: Field | None = None
    colon = b""
    for raw in lines:
        if raw is None:
            current = _too_long(current)
            continue
        for part in _logical(raw):
            line = colon + part if _REST_OF_TAG.match(part) else part
            colon = b":" if part == b":" else b""
            if colon:
                continue
            found = _begin(line, current, encoding)
            if found is not None:
                if current is not None:
                    yield current
                current = found
            else:
                current = current or Field(HEADER)
                current.add(line, encoding)
        if current is not None:
            current.cut = not raw.endswith((b"\n", b"\r"))
    if current is not None:
        yield current


def _too_long(current: Field | None) -> Field:
    current = current or Field(HEADER)
    current.fault = "too_long"
    return current


def _logical(raw: bytes) -> Iterator[bytes]:
    """Split a physical line at single carriage returns, which some systems use as line ends."""
    body = raw.strip(b"\r\n").lstrip(_CONTROLS)
    if body.endswith(b"\x03"):
        body = body.rstrip(_CONTROLS)
    if b"\r" in body:
        yield from (part.lstrip(_CONTROLS) for part in body.split(b"\r"))
    elif body.startswith(b"{") and _BLOCK_4 + b":" in body:
        head, _, rest = body.partition(_BLOCK_4 + b":")
        yield head
        yield b":" + rest
    else:
        yield body


def _begin(line: bytes, current: Field | None, encoding: Encoding) -> Field | None:
    """Return what a line begins: a field, a header or an end; None if it goes on with what is open."""
    if line.startswith(b":"):
        tag = _TAG.match(line)
        if tag is None or _is_time(line, current):
            return None
        name = tag[1].decode("ascii")
        return _field(HEADER if name == _RABOBANK else name, line[tag.end() :], encoding)
    if b"-" in line[:_INDENT] and _END.fullmatch(line):
        return _field(END, line, encoding)
    if line.startswith(_BLOCK_1):
        return _field(HEADER, line, encoding)
    return None


def _field(tag: str, line: bytes, encoding: Encoding) -> Field:
    found = Field(tag)
    found.add(line, encoding)
    return found


def _is_time(line: bytes, current: Field | None) -> bool:
    if current is None or current.tag != _DETAILS or not current.lines or not _TIME.match(line):
        return False
    return _HOUR.search(current.lines[-1]) is not None

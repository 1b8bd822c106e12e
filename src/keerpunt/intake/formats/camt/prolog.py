"""What the bytes of a file say before and beside its XML: no XML at all, a DOCTYPE, a cut end, an entry without end."""

from __future__ import annotations

import codecs
import re
from typing import Any, BinaryIO, Protocol

from lxml import etree

from keerpunt.errors import SourceRefused

_PROLOG = 65_536
_HELD = 16 * 2**20
"""Bytes that may follow each other without any transaction, entry or statement that ends."""
_DECLARATION = 1_024
_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?\bencoding\s*=\s*[\"']([A-Za-z][A-Za-z0-9._-]{0,40})[\"']")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ROOT = re.compile(rb"<([A-Za-z_][\w.:-]*)")
_BLANK = b" \t\r\n"
_ARCHIVES = ((b"PK\x03\x04", "ZIP"), (b"\x1f\x8b", "gzip"), (b"7z\xbc\xaf", "7z"), (b"Rar!", "RAR"), (b"%PDF", "PDF"))
_BAD_BYTES = frozenset((9, 32, 81))
"""libxml2: invalid character, unsupported encoding, invalid bytes of the encoding."""
_LIMIT = 114


class Readable(Protocol):
    """Whatever gives bytes one piece after the other."""

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes, `b""` at the end."""


class Gauge:
    """A stream that refuses to go on when too much was read since something could be forgotten."""

    def __init__(self, stream: Readable) -> None:
        self._stream = stream
        self._held = 0

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes; raises SourceRefused `too_long`."""
        if self._held > _HELD:
            raise SourceRefused("too_long", f"{_HELD} bytes follow each other in which no entry and no statement ends")
        piece = self._stream.read(size)
        self._held += len(piece)
        return piece

    def reset(self) -> None:
        """Begin to count anew: something was forgotten."""
        self._held = 0


def look(stream: BinaryIO) -> bytes:
    """Return the name of the root element and leave the stream where the XML begins; blanks before it do no harm.

    Raises:
        SourceRefused: `hostile`, a document type; `unknown_record`, a container in place of the XML.
    """
    head = stream.read(_PROLOG)
    for mark, name in _ARCHIVES:
        if head.startswith(mark):
            message = f"is a {name} file, not XML: take the statements out of it and list those"
            raise SourceRefused("unknown_record", message, place="byte:0")
    stream.seek(len(head) - len(head.lstrip(_BLANK)))
    plain = head.replace(b"\0", b"")
    root = _ROOT.search(plain)
    prolog = plain[: root.start()] if root else plain
    if b"<!DOCTYPE" in prolog or b"<!ENTITY" in prolog:
        raise SourceRefused("hostile", "a document type or entity is declared", place="line 1")
    return root.group(1) if root else b""


def encoding_of(stream: BinaryIO) -> tuple[str, str]:
    """Return the encoding of a file and how it is known, and leave the stream at its begin."""
    head = stream.read(_DECLARATION)
    stream.seek(0)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name, "byte order mark"
    if head.startswith((b"<\0", b"\0<")):
        return ("utf-16-le" if head.startswith(b"<") else "utf-16-be"), "its first character takes two bytes"
    declared = _ENCODING.match(head.lstrip(_BLANK).replace(b"\0", b""))
    if declared is None:
        return "utf-8", "no XML declaration names another"
    try:
        return codecs.lookup(declared[1].decode("ascii")).name, "XML declaration"
    except LookupError:
        return "", "the XML declaration names none that is known here"


def refuse_declared(element: etree._Element) -> None:
    """Refuse a document type that stood behind a prolog too long, or in an encoding, for `look` to see."""
    if element.getroottree().docinfo.internalDTD is not None:
        raise SourceRefused("hostile", "a document type or entity is declared", place="line 1")


def refusal(stream: BinaryIO, root_name: bytes, error: etree.XMLSyntaxError) -> SourceRefused:
    """Return the refusal for an error of the parser, whose own message may quote the file and is not passed on."""
    place = f"line {error.lineno or 1}"
    code: Any = getattr(error, "code", None)
    if code == _LIMIT:
        return SourceRefused("too_long", "a text, a name or the nesting of elements passes the limit", place=place)
    if code in _BAD_BYTES:
        return SourceRefused("bad_encoding", "bytes that its encoding does not allow", place=place)
    if root_name and not _closes(stream, root_name):
        return SourceRefused("truncated", "the file ends before its root element is closed", place=place)
    return SourceRefused("unknown_record", "no well-formed XML", place=place)


def _closes(stream: BinaryIO, root_name: bytes) -> bool:
    stream.seek(0, 2)
    stream.seek(max(0, stream.tell() - _PROLOG))
    tail = stream.read().replace(b"\0", b"")
    return re.search(rb"</" + re.escape(root_name) + rb"\s*>", tail) is not None

"""A spreadsheet as it arrives: a zip of XML parts, inspected before the native reader sees any of it.

The reader is given a copy that holds the inspected parts and nothing else, so that it cannot understand the archive in
another way than the inspection did. What is refused stands in INTAKE.md section 6.
"""

from __future__ import annotations

import re
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, BinaryIO
from xml.parsers import expat

from keerpunt.errors import SourceRefused
from keerpunt.intake.tabular.sheet_child import MAX_COLUMNS, MAX_ROWS

MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0"
GIB = 2**30
MAX_RATIO = 200
MAX_PARTS = 10_000
MAX_DIRECTORY = 4 * 2**20
"""Bytes of the list of parts: it is held in memory."""

MAX_TOKEN = 10 * 2**20
"""Bytes of one XML tag."""

_FREE = 2**20
_CHUNK = 2**18
_END = struct.Struct("<4s4H2LH")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR_64 = struct.Struct("<4sLQL")
_ARCHIVES = (MAGIC, b"PK\x05\x06", b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!", b"BZh", b"\xfd7zXZ")
_ERROR_CELL = re.compile(rb"(<(?:[A-Za-z0-9_]+:)?c\b[^<>]*?\st=)([\"'])e\2")
_DATE_1904 = re.compile(rb"<(?:[A-Za-z0-9_]+:)?workbookPr\b[^<>]*\bdate1904=[\"'](?:1|true)[\"']")
_REPEATED = re.compile(rb"\bnumber-(rows|columns)-repeated\s*=\s*[\"']\s*\+?0*([0-9]+)")
_MANIFEST = "META-INF/manifest.xml"
_UNREAD = ("customXml/", "docProps/", "xl/media/", "xl/drawings/", "xl/charts/", "xl/theme/", "xl/printerSettings/")
_ODS_PARTS = ("mimetype", "content.xml", _MANIFEST)


@dataclass(frozen=True, slots=True)
class Package:
    """The inspected copy of a workbook, an unnamed file; `date_1904`: its serial days count from 1904."""

    copy: BinaryIO
    date_1904: bool


def inspected(stream: BinaryIO, max_unpacked: int = GIB) -> Package:
    """Return a copy of a workbook's XML parts; memory is bounded, the copy is on disk and has no name.

    Raises:
        SourceRefused: `hostile` (more than 1 GiB or 200 times its size unpacked, encrypted, an archive inside, odd
            names, DOCTYPE or entities), `unknown_format` for other workbooks, `unknown_record` for damaged ones.
    """
    stream.seek(0)
    if stream.read(4).startswith(OLE_MAGIC):
        raise _old_or_encrypted(stream)
    _check_directory(stream)
    try:
        with zipfile.ZipFile(stream) as archive:
            return _copied(archive, min(max_unpacked, GIB))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError, struct.error):
        raise SourceRefused("unknown_record", "is a damaged spreadsheet: its archive cannot be read") from None
    except RuntimeError:
        raise SourceRefused("hostile", "is encrypted: save it without a password") from None


def _copied(archive: zipfile.ZipFile, max_unpacked: int) -> Package:
    # The manifest comes first: it says whether the others are encrypted.
    parts = sorted(archive.infolist(), key=lambda part: _name(part) != _MANIFEST)
    _check_parts(parts, max_unpacked)
    wanted = _wanted([_name(part) for part in parts])
    copy: BinaryIO = tempfile.TemporaryFile(prefix="keerpunt-")  # noqa: SIM115 (closed by who reads it)
    try:
        date_1904 = _fill(copy, archive, parts, wanted)
    except BaseException:
        copy.close()
        raise
    copy.seek(0)
    return Package(copy, date_1904)


def _fill(copy: BinaryIO, archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], wanted: frozenset[str]) -> bool:
    """Write the wanted parts, checked, and tell whether the workbook counts its days from 1904."""
    date_1904 = False
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as into:
        for part in parts:
            name = _name(part)
            with archive.open(part) as packed:
                if name not in wanted:
                    _check_start(packed.read(8))
                    continue
                with into.open(name, "w", force_zip64=True) as out:
                    for piece in _checked(packed, xml=name != "mimetype"):
                        _check_repeats(piece)
                        if name == _MANIFEST and b"encryption-data" in piece:
                            raise SourceRefused("hostile", "is encrypted: save it without a password")
                        if name.endswith("workbook.xml"):
                            date_1904 |= _DATE_1904.search(piece) is not None
                        out.write(_ERROR_CELL.sub(rb'\1"str"', piece))
    return date_1904


def _check_repeats(piece: bytes) -> None:
    """Refuse an OpenDocument cell or row that is repeated more often than a sheet has columns or rows."""
    for what, times in _REPEATED.findall(piece):
        if len(times) > 7 or int(times) > (MAX_ROWS if what == b"rows" else MAX_COLUMNS):
            raise SourceRefused("hostile", "repeats a row or cell more often than a sheet can hold")


def _wanted(names: list[str]) -> frozenset[str]:
    """Return the parts that are read: XML of an Excel workbook, or the three of an OpenDocument one."""
    if "content.xml" in names and "mimetype" in names:
        return frozenset(_ODS_PARTS) & frozenset(names)
    if "_rels/.rels" in names and any(name.endswith("workbook.xml") for name in names):
        parts = (name for name in names if name.lower().endswith((".xml", ".rels")))
        return frozenset(name for name in parts if not name.startswith(_UNREAD))
    if "xl/workbook.bin" in names:
        raise SourceRefused("unknown_format", "binary workbooks (.xlsb) are not read: save it as .xlsx or as CSV")
    raise SourceRefused("unknown_format", "is an archive, but no spreadsheet: unpack it")


def _name(part: zipfile.ZipInfo) -> str:
    """Return the name of a part; some programs write backslashes."""
    return part.filename.replace("\\", "/")


def _check_parts(parts: list[zipfile.ZipInfo], max_unpacked: int) -> None:
    folded = {_name(part).casefold() for part in parts}
    if len(folded) != len(parts):
        raise SourceRefused("hostile", "holds two parts of one name")
    for part in parts:
        name = _name(part)
        if name.startswith("/") or "\0" in name or ".." in name.split("/") or ":" in name[:3]:
            raise SourceRefused("hostile", "holds a part whose name leads out of the archive")
        if part.flag_bits & 0x41:
            raise SourceRefused("hostile", "is encrypted: save it without a password")
        if part.file_size > _FREE + MAX_RATIO * part.compress_size:
            raise SourceRefused("hostile", f"unpacks to more than {MAX_RATIO} times its size")
    if sum(part.file_size for part in parts) > max_unpacked:
        raise SourceRefused("hostile", "unpacks to more than the size allowed")


def _checked(packed: IO[bytes], *, xml: bool) -> Iterator[bytes]:
    """Yield a part in pieces that end before a tag, each once the XML parser has accepted it."""
    check = _XmlCheck() if xml else None
    kept = b""
    first = True
    while piece := packed.read(_CHUNK):
        if first:
            _check_start(piece)
            first = False
        if check is not None:
            check.feed(piece)
        piece = kept + piece
        end = piece.rfind(b"<")
        kept = piece[end:] if end >= 0 else b""
        yield piece[:end] if end >= 0 else piece
    if check is not None:
        check.close()
    yield kept


class _XmlCheck:
    """Parses XML for its form alone: no DOCTYPE, no entities, UTF-8, no endless tag."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.EntityDeclHandler = self._refuse
        self._parser.XmlDeclHandler = self._declared
        self._fed = 0

    def feed(self, piece: bytes) -> None:
        """Parse the next bytes; raises SourceRefused."""
        if not self._fed and piece[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise SourceRefused("hostile", "holds a part that is no UTF-8")
        self._fed += len(piece)
        self._parse(piece, last=False)
        if self._fed - self._parser.CurrentByteIndex > MAX_TOKEN:
            raise SourceRefused("too_long", "holds an XML tag longer than allowed")

    def close(self) -> None:
        """Tell that the part is over; raises SourceRefused where it is not complete."""
        self._parse(b"", last=True)

    def _parse(self, piece: bytes, *, last: bool) -> None:
        try:
            self._parser.Parse(piece, last)
        except expat.ExpatError:
            raise SourceRefused("unknown_record", "is a damaged spreadsheet: a part is no well-formed XML") from None

    @staticmethod
    def _refuse(*_told: object) -> None:
        raise SourceRefused("hostile", "holds a document type or entities")

    @staticmethod
    def _declared(_version: str, encoding: str | None, _standalone: int) -> None:
        if (encoding or "utf-8").lower() not in ("utf-8", "us-ascii"):
            raise SourceRefused("hostile", "holds a part that is no UTF-8")


def _check_start(head: bytes) -> None:
    if head.startswith(_ARCHIVES):
        raise SourceRefused("hostile", "an archive stands inside the archive")


def _check_directory(stream: BinaryIO) -> None:
    """Look at the sizes that the archive states for its list of parts, before that list is read into memory."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - 2**16 - _END.size))
    tail = stream.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or at + _END.size > len(tail):
        raise SourceRefused("truncated", "is a spreadsheet that ends before it is complete")
    _, _, _, _, count, length, _, _ = _END.unpack_from(tail, at)
    sizes = [(0 if count == 0xFFFF else count, 0 if length == 0xFFFFFFFF else length)]
    if at >= _LOCATOR_64.size and tail[at - _LOCATOR_64.size :].startswith(b"PK\x06\x07"):
        _, _, where, _ = _LOCATOR_64.unpack_from(tail, at - _LOCATOR_64.size)
        if where > size:
            raise SourceRefused("unknown_record", "is a damaged spreadsheet: its archive cannot be read")
        stream.seek(where)
        more = stream.read(_END_64.size)
        if len(more) == _END_64.size:
            sizes.append((_END_64.unpack(more)[7], _END_64.unpack(more)[8]))
    elif sizes[0] != (count, length):
        raise SourceRefused("hostile", "holds more parts than a spreadsheet may")
    if any(count > MAX_PARTS or length > MAX_DIRECTORY for count, length in sizes):
        raise SourceRefused("hostile", "holds more parts than a spreadsheet may")
    stream.seek(0)


def _old_or_encrypted(stream: BinaryIO) -> SourceRefused:
    """Return the refusal of what has the envelope of old Office files, which encrypted new ones use too."""
    mark = "EncryptedPackage".encode("utf-16-le")
    stream.seek(0)
    end = b""
    while piece := stream.read(_CHUNK):
        if mark in end + piece:
            return SourceRefused("hostile", "is encrypted: save it without a password")
        end = piece[-len(mark) :]
    return SourceRefused(
        "unknown_format", "old spreadsheets (.xls) are not read: save it as .xlsx or .ods, or the sheet as CSV"
    )

"""Which encoding a text file has, by strict trial; a byte is never replaced and never guessed over.

The order of trial is that of INTAKE.md section 4: a byte order mark, UTF-8 throughout, then cp1252. A file in which
some lines hold proper UTF-8 characters and others are no UTF-8 is read as UTF-8: reading it as cp1252 would garble the
good lines without a word, so the bad ones are rejected instead.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from keerpunt.errors import SourceRefused, UnreadableValue
from keerpunt.intake.lines import bounded_lines

CHUNK = 1 << 20

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, ""),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Encoding:
    """The name of an encoding as Python knows it, and how it is known; `skip` bytes of a mark come first."""

    name: str
    evidence: str
    skip: int = 0


def detect_encoding(stream: BinaryIO) -> Encoding:
    """Try a whole file; the stream is left at its begin.

    Raises:
        SourceRefused: `bad_encoding`, neither UTF-8, nor UTF-16 with a mark, nor cp1252, or NUL in the first line.
    """
    stream.seek(0)
    head = stream.read(CHUNK)
    stream.seek(0)
    for mark, name in _MARKS:
        if head.startswith(mark):
            if not name:
                raise SourceRefused("bad_encoding", "is UTF-32, which is not read", place="byte:0")
            return Encoding(name, "byte order mark", len(mark))
    if b"\0" in head.split(b"\n", 1)[0]:
        raise SourceRefused("bad_encoding", "holds NUL bytes in its first line; is it text at all?", place="line:1")
    fault = _first_fault(stream, "utf-8")
    if fault is None:
        return Encoding("utf-8", "every byte is valid UTF-8")
    return _not_all_utf8(stream, fault)


def decoded(line: bytes, encoding: Encoding) -> str:
    """Return a line as text; raises UnreadableValue('bad_encoding') for bytes that are none, and for NUL."""
    try:
        text = line.decode(encoding.name)
    except UnicodeDecodeError:
        raise UnreadableValue("bad_encoding") from None
    if "\0" in text:
        raise UnreadableValue("bad_encoding")
    return text


def declared_encoding(stream: BinaryIO, name: str) -> Encoding:
    """Return the encoding that a map declares; a byte order mark of it is passed over, and no byte is tried."""
    stream.seek(0)
    head = stream.read(len(codecs.BOM_UTF8))
    stream.seek(0)
    skip = next((len(mark) for mark, of in _MARKS if of.removesuffix("-sig") == name and head.startswith(mark)), 0)
    return Encoding(name, "declared in the map", skip)


def carriage_returns_only(stream: BinaryIO, encoding: Encoding) -> bool:
    """Tell whether lines end with a carriage return alone, by the first mebibyte; the stream is left at its begin."""
    stream.seek(encoding.skip)
    head = stream.read(CHUNK)
    stream.seek(0)
    try:
        text = codecs.getincrementaldecoder(encoding.name)("strict").decode(head)
    except UnicodeError:
        return b"\r" in head and b"\n" not in head
    return "\r" in text and "\n" not in text


def byte_lines(
    stream: BinaryIO, encoding: Encoding, *, carriage_returns: bool = False
) -> tuple[Iterator[bytes | None], Encoding]:
    """Return the lines of a file as bytes and the encoding in which they now are (UTF-16 is recoded to UTF-8).

    `carriage_returns`: lines end with a carriage return alone, which is given as a line feed.
    """
    stream.seek(encoding.skip)
    now = Encoding(encoding.name.removesuffix("-sig"), encoding.evidence)
    if encoding.name.startswith("utf-16"):
        stream = io.BufferedReader(_Recoded(stream, encoding.name), CHUNK)
        now = Encoding("utf-8", encoding.evidence)
    if carriage_returns:
        stream = io.BufferedReader(_LineFeeds(stream), CHUNK)
    return bounded_lines(stream), now


def _not_all_utf8(stream: BinaryIO, fault: int) -> Encoding:
    stream.seek(0)
    good = sum(1 for line in bounded_lines(stream) if line is not None and not line.isascii() and _is_utf8(line))
    stream.seek(0)
    if good:
        return Encoding("utf-8", f"{good} lines hold UTF-8 characters; lines that are no UTF-8 are rejected")
    other = _first_fault(stream, "cp1252")
    if other is not None:
        raise SourceRefused("bad_encoding", "is neither UTF-8 nor cp1252", place=f"byte:{other}")
    return Encoding("cp1252", f"no UTF-8 from byte {fault} on; every byte is a character of cp1252")


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _first_fault(stream: BinaryIO, name: str) -> int | None:
    """Return the offset of the first byte that is no text in an encoding, None if all are; rewinds the stream."""
    decoder = codecs.getincrementaldecoder(name)("strict")
    read = 0
    try:
        while piece := stream.read(CHUNK):
            held = len(decoder.getstate()[0])
            decoder.decode(piece)
            read += len(piece)
        held = len(decoder.getstate()[0])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        return read - held + error.start
    finally:
        stream.seek(0)
    return None


class _Recoded(io.RawIOBase):
    """A UTF-16 stream read as UTF-8 bytes, piece by piece."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(name)("strict")
        self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        view = memoryview(into)
        while not self._ready:
            piece = self._stream.read(CHUNK)
            try:
                self._ready = self._decoder.decode(piece, final=not piece).encode("utf-8")
            except UnicodeError:
                raise SourceRefused("bad_encoding", "is no valid UTF-16", place=f"byte:{self._stream.tell()}") from None
            if not piece:
                break
        done = min(len(view), len(self._ready))
        view[:done] = self._ready[:done]
        self._ready = self._ready[done:]
        return done


class _LineFeeds(io.RawIOBase):
    """A stream whose carriage returns are given as line feeds; one byte stays one byte."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        piece = self._stream.read(len(into)).replace(b"\r", b"\n")
        into[: len(piece)] = piece
        return len(piece)

"""Compressed files of text, unpacked as a stream that can begin again, within the limits of INTAKE.md section 6."""

from __future__ import annotations

import io
import zlib
from typing import BinaryIO

from keerpunt.errors import SourceRefused

MAGIC = b"\x1f\x8b"
MAX_RATIO = 200
_CHUNK = 2**18
_FREE = 2**20
"""Bytes that may come out whatever the ratio: a short file of blanks is no bomb."""
_GZIP = 16 + zlib.MAX_WBITS


class Unpacked(io.RawIOBase):
    """The bytes inside a gzip file of one or more members; seeks to its begin only.

    Raises, when read:
        SourceRefused: `hostile` (ratio over 200, larger than allowed, an archive inside), `truncated`, or
            `unknown_record` where the bytes are no gzip.
    """

    def __init__(self, packed: BinaryIO, max_unpacked: int) -> None:
        """Wrap a seekable file; `max_unpacked` is in bytes."""
        self._packed = packed
        self._max = max_unpacked
        self._begin()

    def _begin(self) -> None:
        self._packed.seek(0)
        self._member = zlib.decompressobj(_GZIP)
        self._rest = b""
        self._ready = memoryview(b"")
        self._taken = 0
        self._given = 0

    def readable(self) -> bool:
        """Return True."""
        return True

    def seekable(self) -> bool:
        """Return True: the file can be read again from its begin."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go back to the begin; raises OSError for any other place."""
        if offset or whence != io.SEEK_SET:
            raise io.UnsupportedOperation("only the begin of a compressed file can be sought")
        self._begin()
        return 0

    def readinto(self, into: object) -> int:
        """Fill a buffer with the next bytes; 0 at the end."""
        view = memoryview(into)  # type: ignore[arg-type]
        if not self._ready:
            self._ready = memoryview(self._next())
        done = min(len(view), len(self._ready))
        view[:done] = self._ready[:done]
        self._ready = self._ready[done:]
        return done

    def _next(self) -> bytes:
        while True:
            packed = self._rest or self._packed.read(_CHUNK)
            if not packed:
                if self._taken and not self._member.eof:
                    raise SourceRefused("truncated", "the compressed file ends before it is complete")
                return b""
            if self._member.eof:
                packed = packed.lstrip(b"\0")  # padding between members is allowed
                if not packed:
                    self._rest = b""
                    continue
                self._member = zlib.decompressobj(_GZIP)
            out = self._unpack(packed)
            if out:
                return out

    def _unpack(self, packed: bytes) -> bytes:
        try:
            out = self._member.decompress(packed, _CHUNK * 4)
        except zlib.error:
            raise SourceRefused("unknown_record", "is no gzip file that can be read") from None
        self._rest = self._member.unused_data or self._member.unconsumed_tail
        self._taken += len(packed) - len(self._rest)
        if not self._given and out.startswith(MAGIC):
            raise SourceRefused("hostile", "an archive stands inside the archive")
        self._given += len(out)
        if self._given > self._max or self._given > _FREE + MAX_RATIO * self._taken:
            raise SourceRefused("hostile", f"unpacks to more than {MAX_RATIO} times its size or the size allowed")
        return out


def peek(head: bytes, size: int = 65_536) -> bytes:
    """Return the first bytes of a file, unpacked where it is compressed; `b''` where it cannot be."""
    if not head.startswith(MAGIC):
        return head
    try:
        return zlib.decompressobj(_GZIP).decompress(head, size)
    except zlib.error:
        return b""

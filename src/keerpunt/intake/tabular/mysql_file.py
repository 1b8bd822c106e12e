"""A dump as a stream of bytes that can be read again: plain, inside gzip, or UTF-16 as PowerShell redirects it."""

from __future__ import annotations

import codecs
import io
import re
from typing import BinaryIO, cast

from keerpunt.errors import SourceRefused
from keerpunt.intake.context import Context
from keerpunt.intake.encoding import detect_encoding
from keerpunt.intake.tabular.mysql_text import Charset, charset
from keerpunt.intake.tabular.mysql_window import Window
from keerpunt.intake.unpack import MAGIC, Unpacked, peek

_BUFFER = 2**20
_PROGRAM = re.compile(rb"\A(?:\s*/\*M?!999999[^\n]*\n|\s)*-- (?:MySQL|MariaDB) dump ")
_LOOKS = re.compile(
    rb"(?im)^\s*(?:/\*M?![0-9]{5,6}|-- (?:MySQL|MariaDB) dump |-- phpMyAdmin SQL Dump|-- Adminer [0-9]|# phpMyAdmin SQL"
    rb"|CREATE\s+TABLE\s+[`\w]|(?:INSERT|REPLACE)\s+(?:IGNORE\s+)?INTO\s+[`\w]|DROP\s+TABLE\s+(?:IF\s+EXISTS\s+)?[`\w]"
    rb"|SET\s+NAMES\s+['\w])"
)
_OTHERS = re.compile(
    rb"(?im)^\s*(?:-- PostgreSQL database dump|PRAGMA foreign_keys\s*=|SET\s+ANSI_NULLS|COPY\s+\S+\s+\(|GO$)"
)
_STATES_CHARSET = re.compile(rb"(?i)\bSET\s+(?:NAMES|CHARACTER\s+SET|CHARSET)\b")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def is_dump(head: bytes, path: str) -> bool:
    """Tell by its first bytes, unpacked if need be, or by its name whether a file is an SQL dump."""
    text = _plain_head(head)
    name = path.lower()
    return bool(_LOOKS.search(text)) or name.endswith((".sql", ".sql.gz"))


class DumpFile:
    """A dump as bytes that can be read again from any place: unpacked, and UTF-16 recoded as UTF-8."""

    def __init__(self, stream: BinaryIO, context: Context) -> None:
        head = stream.read(65_536)
        stream.seek(0)
        self._seeks = True
        self.stream = stream
        if head.startswith(MAGIC):
            self._seeks = False
            self.stream = cast("BinaryIO", io.BufferedReader(Unpacked(stream, context.settings.max_unpacked), _BUFFER))
            context.tell("compression", "gzip", "its first bytes; places count the unpacked bytes")
            head = peek(head)
        self._start = 3 if head.startswith(codecs.BOM_UTF8) else 0
        self.recoded = head.startswith(_UTF16)
        if self.recoded:
            self._seeks = False
            self.stream = cast("BinaryIO", codecs.EncodedFile(self.stream, "utf-8", "utf-16"))
            head = head.decode("utf-16", "ignore").encode()
        if _OTHERS.search(head) and not _PROGRAM.match(head):
            raise SourceRefused(
                "unknown_format", "is a dump of another database than MySQL or MariaDB, which is not read"
            )
        self.has_end_mark = bool(_PROGRAM.match(head[self._start :]))
        self.unstated, self.evidence = self._charset(head, stream)

    def window(self) -> Window:
        """Return a window at the begin of the dump."""
        self.go(0)
        return Window(self.stream, base=self._start)

    def go(self, offset: int) -> None:
        """Go on reading at a place, counted as `Window.base` counts; 0 is the begin."""
        self.stream.seek(max(offset, self._start) if self._seeks else 0)
        left = 0 if self._seeks else max(offset, self._start)
        while left and (piece := self.stream.read(min(left, _BUFFER))):
            left -= len(piece)

    def _charset(self, head: bytes, stream: BinaryIO) -> tuple[Charset, str]:
        """Return the character set of strings of which the dump does not say it."""
        if self.recoded:
            return charset("utf8mb4"), "byte order mark of UTF-16, recoded"
        if _STATES_CHARSET.search(head):
            return charset("utf8mb4"), "the character set of MySQL's programs where a dump states none"
        try:
            found = detect_encoding(self.stream)
        except SourceRefused:
            found = None  # bytes of images, say, are no text of any kind; values are tried one by one
        finally:
            stream.seek(0)
            self.stream.seek(0)
        if found is not None and found.name == "cp1252":
            return charset("latin1"), found.evidence
        return charset("utf8mb4"), found.evidence if found else "the dump states none, and is not text throughout"


def _plain_head(head: bytes) -> bytes:
    text = peek(head)
    return text.decode("utf-16", "ignore").encode() if text.startswith(_UTF16) else text

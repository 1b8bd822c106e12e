"""What the first bytes of a file show: the facts by which a person can follow what a reader recognised."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from keerpunt.intake.inspect.statement import Statement, fact

MAX_PEEK = 65_536

_MAGIC = (
    (b"SQLite format 3\0", "a SQLite database"),
    (b"PK\x03\x04", "a ZIP archive, as .xlsx, .ods and .docx files are"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (.xls, .doc)"),
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG\r\n\x1a\n", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"PAR1", "a Parquet file"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ\0", "an xz file"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x7fELF", "a program (ELF)"),
    (b"-- MySQL dump", "a MySQL dump"),
    (b"-- MariaDB dump", "a MariaDB dump"),
    (b"-- PostgreSQL database dump", "a PostgreSQL dump"),
    (b"{\\rtf", "a text document (RTF)"),
)
_TEXTUAL = frozenset(("a MySQL dump", "a MariaDB dump", "a PostgreSQL dump", "a text document (RTF)"))
_MARKS = ((b"\xef\xbb\xbf", "UTF-8"), (b"\xff\xfe", "UTF-16, low byte first"), (b"\xfe\xff", "UTF-16, high byte first"))
_CAMT = re.compile(rb"urn:iso:std:iso:20022:tech:xsd:(camt\.0[0-9]{2}\.[0-9]{3}\.[0-9]{2})\b")
_STRIPE = re.compile(
    rb'"object"\s*:\s*"(charge|customer|dispute|event|list|payment_intent|refund|review|radar\.early_fraud_warning)"'
)
_TAG = re.compile(rb"^:(20|25|28C?|60[FM]|61|62[FM]|86|940|942)[A-Z]?:", re.MULTILINE)
_LOG = re.compile(
    rb'^\S{1,64} \S{1,64} \S{1,256} \[[0-9]{2}/[A-Z][a-z]{2}/[0-9]{4}(?::[0-9]{2}){3} [+-][0-9]{4}\] "', re.MULTILINE
)
_ROOT = re.compile(rb"<(?:[A-Za-z_][\w.-]{0,63}:)?([A-Za-z_][\w.-]{0,63})[\s>/]")


def signs(head: bytes) -> list[Statement]:
    """Return what the first bytes show; only words of the formats themselves are named."""
    if not head:
        return [fact("empty", "the file has no byte")]
    return list(_signs(head))


def foreign_kind(head: bytes) -> str:
    """Return what a file is that holds no text and no tables of a kind that is read here, else an empty text."""
    for magic, words in _MAGIC:
        if head.startswith(magic) and magic != b"SQLite format 3\0" and words not in _TEXTUAL:
            return words
    return ""


def _signs(head: bytes) -> Iterator[Statement]:
    body = head
    if head.startswith(b"\x1f\x8b"):
        yield fact("first_bytes", "a gzip file", "its first 2 bytes")
        body = _unpacked(head)
    for mark, words in _MARKS:
        if body.startswith(mark):
            yield fact("byte_order_mark", f"a byte order mark: {words}", f"its first {len(mark)} bytes")
            body = _as_utf8(body.removeprefix(mark), words)
            break
    for magic, words in _MAGIC:
        if body.startswith(magic):
            yield fact("first_bytes", words, f"its first {len(magic)} bytes")
            return
    yield from _text_signs(body)


def _text_signs(body: bytes) -> Iterator[Statement]:
    start = body.lstrip()[:1]
    if start == b"<":
        yield from _xml(body)
    elif start in (b"{", b"["):
        yield fact("first_bytes", "JSON, by its first character", "an object" if start == b"{" else "a list")
        kinds = sorted({found.decode() for found in _STRIPE.findall(body)})
        if kinds:
            yield fact("object_key", f"objects that name themselves: {', '.join(kinds)}", "the key `object`")
    tags = sorted({found.decode() for found in _TAG.findall(body)})
    if len(tags) >= 3:
        yield fact(
            "tags", f"lines that begin with tags of SWIFT statements: {', '.join(tags)}", "`:NN:` at the begin of lines"
        )
    lines = len(_LOG.findall(body))
    if lines:
        yield fact(
            "log_lines",
            f"{lines:,} of the first lines have the form of a web server's log",
            "[day/month/year:time offset]",
        )


def _xml(body: bytes) -> Iterator[Statement]:
    text = re.sub(rb"<[?!][^>]{0,4096}>", b"", body[:8192])
    root = _ROOT.search(text)
    known = root is not None and root[1] in (b"Document", b"html", b"HTML", b"Envelope", b"BkToCstmrStmt")
    yield fact("first_bytes", "XML", f"root element `{root[1].decode()}`" if root and known else "its first character")
    for name in sorted({found.decode() for found in _CAMT.findall(body)}):
        yield fact("namespace", f"ISO 20022 {name}", "the namespace that it declares")
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        yield fact("doctype", "it declares a DOCTYPE or an entity, which no reader follows")


def _unpacked(head: bytes) -> bytes:
    """Return the begin of what a gzip file holds, at most MAX_PEEK bytes, empty where it cannot be unpacked."""
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(head, MAX_PEEK)
    except zlib.error:
        return b""


def _as_utf8(body: bytes, words: str) -> bytes:
    if not words.startswith("UTF-16"):
        return body
    name = "utf-16-le" if "low" in words else "utf-16-be"
    return body.decode(name, "ignore").encode("utf-8", "ignore")

"""Literals of a MySQL or MariaDB dump: strings with their escapes, numbers, hexadecimal and bit values, NULL.

Rules: https://dev.mysql.com/doc/refman/8.4/en/literals.html and https://mariadb.com/kb/en/literals/. A value is decoded
only where a map uses its column.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass

from keerpunt.errors import SourceRefused
from keerpunt.intake.json_text import NumberText
from keerpunt.intake.tabular.double_utf8 import undoubled
from keerpunt.intake.tabular.sqlite_rows import NOT_TEXT, Value

_UNDEFINED = "".join(chr(n) for n in (0x81, 0x8D, 0x8F, 0x90, 0x9D))
LATIN1 = "".join(bytes((n,)).decode("cp1252") if chr(n) not in _UNDEFINED else chr(n) for n in range(256))
"""MySQL's latin1: cp1252, and the control codes of ISO 8859-1 where cp1252 has nothing."""

_CODECS = {
    "utf8": "utf-8", "utf8mb3": "utf-8", "utf8mb4": "utf-8", "ascii": "ascii", "latin2": "iso8859_2",
    "latin5": "iso8859_9", "latin7": "iso8859_13", "cp1250": "cp1250", "cp1251": "cp1251", "cp1256": "cp1256",
    "cp1257": "cp1257", "cp850": "cp850", "cp852": "cp852", "cp866": "cp866", "koi8r": "koi8_r", "koi8u": "koi8_u",
    "greek": "iso8859_7", "hebrew": "iso8859_8", "tis620": "tis_620", "macroman": "mac_roman", "gb2312": "gb2312",
    "euckr": "cp949", "ujis": "euc_jp", "eucjpms": "euc_jp", "binary": "utf-8", "latin1": "latin1",
}  # fmt: skip
_BACKSLASH_INSIDE = frozenset(("gbk", "gb18030", "big5", "sjis", "cp932"))
"""Character sets whose characters may hold the byte of a backslash, so that strings cannot be told apart."""

_ESCAPED = re.compile(rb"\\([\s\S])|''|\"\"")
_MEANT = {b"0": b"\0", b"b": b"\b", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"Z": b"\x1a", b"%": b"\\%", b"_": b"\\_"}
_INTRODUCED = re.compile(rb"([A-Za-z0-9_]+)\s*(['\"][\s\S]*)")
_HEX = re.compile(rb"0x([0-9A-Fa-f]+)|[xX]'((?:[0-9A-Fa-f]{2})*)'")
_BITS = re.compile(rb"0b([01]+)|[bB]'([01]*)'")
_NUMBER = re.compile(rb"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
NO_DAY = re.compile(r"0000-00-00(?:[ T]00:00:00(?:\.0+)?)?")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True, slots=True)
class Charset:
    """A character set by MySQL's name; `decode` is strict and raises UnicodeDecodeError."""

    name: str
    decode: Callable[[bytes], str]


def charset(name: str) -> Charset:
    """Return a character set of MySQL.

    Raises:
        SourceRefused: `bad_encoding`, it is not known, or its characters may hold the byte of a backslash.
    """
    low = name.lower()
    if low == "latin1":
        return Charset("latin1", lambda body: codecs.charmap_decode(body, "strict", LATIN1)[0])
    codec = _CODECS.get(low)
    if codec is None:
        why = "may hold a backslash inside a character" if low in _BACKSLASH_INSIDE else "is not known"
        raise SourceRefused("bad_encoding", f"the dump names a character set that {why}: write it with utf8mb4")
    return Charset(low, lambda body: body.decode(codec))


@dataclass(slots=True)
class Doubled:
    """How many values of a column beyond ASCII are UTF-8 encoded twice, and how many are not."""

    twice: int = 0
    once: int = 0

    def look(self, text: str) -> None:
        """Count one value."""
        if undoubled(text) is None:
            self.once += 1
        else:
            self.twice += 1


Read = Callable[[bytes], Value]


def _meaning(decode: Callable[[bytes], str], kind: str, doubled: Doubled) -> Read:
    """Return what makes the value of the bytes of a string: a day of zeros is unknown, NUL is no text."""

    def meant(body: bytes) -> Value:
        if body.isascii():
            text = body.decode("ascii")
            if kind == "time" and text[:1] == "0" and NO_DAY.fullmatch(text):
                return None
        else:
            try:
                text = decode(body)
            except UnicodeDecodeError:
                return NOT_TEXT
            doubled.look(text)
        return NOT_TEXT if "\0" in text else text

    return meant


@dataclass(frozen=True, slots=True)
class Literals:
    """Reads the literals of a dump under its character set; `backslash` is False under NO_BACKSLASH_ESCAPES."""

    charset: Charset
    backslash: bool = True

    def reader(self, kind: str, doubled: Doubled) -> Read:
        """Return the function that reads the values of a column of one kind (`mysql_create.KIND`, or `""`).

        It gives text, a number as `NumberText`, None for NULL, and NOT_TEXT for what is no text: bytes, expressions.
        """
        others: dict[str, Read] = {
            "number": self._number,
            "bit": self._bit,
            "binary": self._binary,
            "uuid": self._uuid,
        }
        if kind in others:
            return others[kind]
        meant = _meaning(self.charset.decode, kind, doubled)

        def read(token: bytes) -> Value:
            if token[:1] != b"'":
                return self._other(token, kind, meant, doubled)
            body = token[1:-1]
            if body.isascii() and b"\\" not in body and b"''" not in body and b"\0" not in body and body[:4] != b"0000":
                return body.decode("ascii")  # the usual case, and most of the time of reading
            return meant(self.unescaped(body, b"'") if b"\\" in body or b"''" in body else body)

        return read

    def unescaped(self, body: bytes, quote: bytes) -> bytes:
        r"""Return the bytes that a string means; an escape of no meaning is its character, `\%` and `\_` stay."""

        def meant(match: re.Match[bytes]) -> bytes:
            escaped: bytes | None = match[1]
            if escaped is None:
                return quote if match[0][:1] == quote else match[0]
            return _MEANT.get(escaped, escaped)

        return _ESCAPED.sub(meant, body) if self.backslash else body.replace(quote * 2, quote)

    def octets(self, token: bytes) -> bytes | None:
        """Return the bytes of a string, hexadecimal or bit literal; None for anything else."""
        if token[:1] in (b"'", b'"'):
            return self.unescaped(token[1:-1], token[:1])
        if match := _HEX.fullmatch(token):
            digits = (match[1] if match[1] is not None else match[2]).decode()
            return bytes.fromhex(digits if len(digits) % 2 == 0 else f"0{digits}")
        if match := _BITS.fullmatch(token):
            bits = match[1] if match[1] is not None else match[2]
            return int(bits or b"0", 2).to_bytes((len(bits) + 7) // 8, "big")
        match = _INTRODUCED.fullmatch(token)
        return self.unescaped(match[2][1:-1], match[2][:1]) if match else None

    def _other(self, token: bytes, kind: str, meant: Read, doubled: Doubled) -> Value:
        """Read what is no string in single quotes, for a column of text, time or unknown kind."""
        if token.upper() == b"NULL":
            return None
        if token[:1] == b'"':
            return meant(self.unescaped(token[1:-1], b'"'))
        if _NUMBER.fullmatch(token):
            return token.decode() if kind == "text" else NumberText(token.decode())
        if token.upper() in (b"TRUE", b"FALSE"):
            return NumberText(int(token.upper() == b"TRUE"))
        match = _INTRODUCED.fullmatch(token)
        name = match[1].decode().lower() if match else ""
        if match and (name == "n" or (name[:1] == "_" and name[1:] in _CODECS and name != "_binary")):
            decode = charset(name[1:] or "utf8").decode
            return _meaning(decode, kind, doubled)(self.unescaped(match[2][1:-1], match[2][:1]))
        return self._binary(token)

    def _number(self, token: bytes) -> Value:
        if token.isdigit():
            return NumberText(token.decode())
        if token.upper() == b"NULL":
            return None
        if _NUMBER.fullmatch(token):
            return NumberText(token.decode())
        if token.upper() in (b"TRUE", b"FALSE"):
            return NumberText(int(token.upper() == b"TRUE"))
        body = self.octets(token)
        if body is None:
            return NOT_TEXT
        if token[:1] in (b"'", b'"'):
            return NumberText(body.decode()) if body.isascii() and b"\0" not in body else NOT_TEXT
        return NumberText(int.from_bytes(body, "big")) if len(body) <= 8 else NOT_TEXT

    def _bit(self, token: bytes) -> Value:
        """Read a BIT column, whose value stands as bits, as a number, or as raw bytes in a string."""
        if token.upper() == b"NULL":
            return None
        if _NUMBER.fullmatch(token):
            return NumberText(token.decode())
        if token.upper() in (b"TRUE", b"FALSE"):
            return NumberText(int(token.upper() == b"TRUE"))
        body = self.octets(token)
        return NOT_TEXT if body is None or len(body) > 8 else NumberText(int.from_bytes(body, "big"))

    def _binary(self, token: bytes) -> Value:
        """Read bytes: as text where they are UTF-8 without control characters, since software keeps text in them."""
        if token.upper() == b"NULL":
            return None
        body = self.octets(token)
        if body is None:
            return token.decode() if _NUMBER.fullmatch(token) else NOT_TEXT
        try:
            text = body.decode()
        except UnicodeDecodeError:
            return NOT_TEXT
        return NOT_TEXT if _CONTROL.search(text) else text

    def _uuid(self, token: bytes) -> Value:
        """Read BINARY(16), where software keeps identifiers: always 32 hexadecimal digits, whatever the bytes spell."""
        body = self.octets(token)
        return self._binary(token) if body is None or len(body) != 16 else body.hex()

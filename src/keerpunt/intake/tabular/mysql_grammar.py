"""Patterns of MySQL's language, on bytes: every repetition is possessive, so that time is linear."""

from __future__ import annotations

import re
from functools import lru_cache

_CONDITIONAL = rb"/\*M?!(?!999999)[0-9]{0,6}+(?=[\s\S])"
"""Begin of a comment that the server reads; version 999999 stands for none (MariaDB's sandbox mark)."""
COMMENT = rb"/\*(?!M?!(?!999999))(?:[^*]|\*(?!/))*+\*/"
_LINE = rb"(?:--(?=[\s\x00])|#)[^\n]*+\n"
PASSED = rb"\s++|" + COMMENT + rb"|" + _LINE + rb"|" + _CONDITIONAL + rb"|\*/"
"""What stands between words: blanks, comments, and the marks around text that only some servers read."""
GAP = rb"(?:" + PASSED + rb")*+"
NAME = rb"(?:`(?:[^`]|``)*+`|\"(?:[^\"]|\"\")*+\"|[\w$\x80-\xff]++)"

EXPRESSION = b""
"""Stands for a value that is no literal, such as a function: it is never computed."""

MISSING = b","
"""Stands for a value that is not there at all, as in `(1,,2)`."""

MARK = re.compile(_CONDITIONAL + rb"|\*/")
GAPS = re.compile(rb"(?:;++|--[^\n]*+\n|" + PASSED + rb")*+")
"""What stands between statements; the client takes two hyphens for a comment there, whatever follows them."""
GAP_ONLY = re.compile(GAP)
WORD = re.compile(rb"[A-Za-z_]++|\\[.!]")

_INTO = (
    rb"(?i:INSERT|REPLACE)" + GAP + rb"(?:(?i:LOW_PRIORITY|DELAYED|HIGH_PRIORITY|IGNORE)" + GAP + rb")*+"
    rb"(?:(?i:INTO)" + GAP + rb")?+(" + NAME + rb")" + GAP + rb"(?:\." + GAP + rb"(" + NAME + rb")" + GAP + rb")?+"
)  # fmt: skip
INTO = re.compile(_INTO)
VALUES = re.compile(
    _INTO + rb"(\((?:" + GAP + NAME + GAP + rb",?)*+" + GAP + rb"\))?+" + GAP + rb"(?i:VALUES?)(?![\w$])" + GAP
    + rb"(?=[(Rr])"
)  # fmt: skip
NAMES = re.compile(PASSED + rb"|(" + NAME + rb")")

_ESCAPING = {
    True: rb"%b[^%b\\]*+(?:(?:\\[\s\S]|%b%b)[^%b\\]*+)*+%b",
    False: rb"%b[^%b]*+(?:%b%b[^%b]*+)*+%b",
}


def _string(quote: bytes, *, backslash: bool) -> bytes:
    pattern = _ESCAPING[backslash]
    return pattern % ((quote,) * pattern.count(b"%b"))


def _strings(*, backslash: bool, ansi: bool) -> bytes:
    """Return what matches a whole string in either quotes; under ANSI_QUOTES the double ones stand around names."""
    return _string(b"'", backslash=backslash) + b"|" + _string(b'"', backslash=backslash and not ansi)


@lru_cache(maxsize=8)
def inside(quote: bytes, *, backslash: bool) -> re.Pattern[bytes]:
    """Return what matches the rest of a string or name up to its closing quote, or to the end of the piece."""
    whole = _string(quote, backslash=backslash)
    return re.compile(whole[len(quote) : -len(quote)])


@lru_cache(maxsize=64)
def row(width: int, used: tuple[int, ...], *, backslash: bool, ansi: bool) -> re.Pattern[bytes]:
    """Return what matches one row of `width` plain literals, with a group for each used place, and what ends it."""
    single = _string(b"'", backslash=backslash)
    value = rb"(?:" + single + rb"|[-+]?+[.\w]++(?:(?<=[eE])[-+][0-9]++)?+(?: ?" + single + rb")?+"
    value += rb")" if ansi else rb"|" + _string(b'"', backslash=backslash) + rb")"
    blank = rb"[ \t\r\n]*+"
    parts, skipped = [], 0
    for place in range(width):
        if place in used or place == width - 1:
            if skipped:
                parts.append(rb"(?:" + blank + value + blank + rb",){%d}" % skipped)
            skipped = 0
            item = rb"(" + value + rb")" if place in used else value
            parts.append(blank + item + blank + (b"," if place < width - 1 else b""))
        else:
            skipped += 1
    return re.compile(rb"(?>" + blank + rb"\(" + b"".join(parts) + rb"\)" + blank + rb"[,;])")


@lru_cache(maxsize=4)
def any_row(*, backslash: bool, ansi: bool) -> re.Pattern[bytes]:
    """Return what matches one row of whatever literals, and what ends it."""
    text = _strings(backslash=backslash, ansi=ansi)
    plain = rb"[^'\"()\\/#;`-]++|-(?!-)|/(?!\*)"
    return re.compile(rb"(?>[ \t\r\n]*+\((?:" + plain + rb"|" + text + rb")*+\)[ \t\r\n]*+[,;])")


@lru_cache(maxsize=4)
def token(*, backslash: bool, ansi: bool) -> re.Pattern[bytes]:
    """Return what matches the next token: groups `gap`, `string`, `word`, or `mark` for any other single byte."""
    text = _strings(backslash=backslash, ansi=ansi)
    return re.compile(
        rb"(?P<gap>(?:" + PASSED + rb")++)|(?P<string>" + text + rb")"
        rb"|(?P<word>[-+]?+[.\w$@\x80-\xff]++(?:(?<=[eE])[-+][0-9]++)?+|`(?:[^`]|``)*+`)|(?P<mark>[\s\S])"
    )


@lru_cache(maxsize=32)
def plain(marks: bytes) -> re.Pattern[bytes]:
    """Return what matches a run of bytes without meaning: no quote, no begin of a comment, none of these marks."""
    return re.compile(rb"[^'\"`/#*%b-]*+" % re.escape(marks))


def unquoted(name: bytes) -> str:
    """Return a name without its quotes; bytes that are no UTF-8 stand for one character each."""
    quote = name[:1]
    body = name[1:-1].replace(quote * 2, quote) if quote in (b"`", b'"') and len(name) > 1 else name
    try:
        return body.decode()
    except UnicodeDecodeError:
        return body.decode("latin-1")

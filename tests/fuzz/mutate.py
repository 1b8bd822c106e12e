"""Spoils files: bit flips, cuts, splices, repeated blocks, foreign tokens, other encodings, also inside containers."""

from __future__ import annotations

import gzip
import io
import random
import re
import zipfile
from collections.abc import Callable

TOKENS = (
    b"\0", b"\xff", b"\xc3", b"\xe2\x82", b"\r", b"\n", b"\r\n", b"\x1a", b"\x0b", b"\xef\xbb\xbf", b"\xff\xfe",
    b'"', b"'", b"''", b"\\", b"\\'", b"`", b"),(", b");", b"--", b"/*", b"*/", b"/*!40101 ", b"<!DOCTYPE x [", b"&x;",
    b"<!--", b"]]>", b"<![CDATA[", b"</", b"<x xmlns='y'>", b"{", b"}", b"[", b"]", b":", b",", b";", b"\t", b"|",
    b":86:", b":61:", b":62F:", b":60M:", b"-}", b"{4:", b"?20", b"?32", b"/NAME/", b"SVWZ+", b"-", b"+", b"%00",
       b"0", b"-1", b"1e400", b"NaN", b"1,23", b"1.234,56", b"99999999999999999999", b"0x41", b"4111111111111111",
    b"2024-02-30", b"0000-00-00", b"31.12.9999", b"2024-03-31 02:30:00", b"EUR", b"XXX", b"JPY", b"null", b"NULL",
    b"true", b"::1", b"999.1.1.1", b"PST", b"Europe/Nowhere", "\u202e".encode(), "\u0665".encode(), b"9" * 400,
    b"a" * 5000, b"[" * 100, b"<a>" * 100,
)  # fmt: skip
_NUMBER = re.compile(rb"[0-9]+")

Mutation = Callable[[bytearray, bytes, random.Random], None]


def mutated(body: bytes, other: bytes, chance: random.Random) -> bytes:
    """Return a spoilt file; one in four containers is spoilt inside, so that what it holds is reached."""
    if body.startswith(b"PK") and chance.random() < 0.75:
        return _in_zip(body, chance)
    if body.startswith(b"\x1f\x8b") and chance.random() < 0.75:
        return gzip.compress(_plain(gzip.decompress(body), other, chance), mtime=0)
    return _plain(body, other, chance)


def _plain(body: bytes, other: bytes, chance: random.Random) -> bytes:
    if chance.random() < 0.04:
        return _recoded(body, chance)
    out = bytearray(body)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        chance.choice(_MUTATIONS)(out, other, chance)
        if not out:
            break
    return bytes(out)


def _place(out: bytearray, chance: random.Random) -> int:
    return chance.randrange(len(out)) if out else 0


def _flip(out: bytearray, _other: bytes, chance: random.Random) -> None:
    for _ in range(chance.randrange(1, 9)):
        if out:
            out[_place(out, chance)] ^= 1 << chance.randrange(8)


def _cut(out: bytearray, _other: bytes, chance: random.Random) -> None:
    del out[_place(out, chance) :]


def _remove(out: bytearray, _other: bytes, chance: random.Random) -> None:
    place = _place(out, chance)
    del out[place : place + chance.choice((1, 2, 8, 60, 400))]


def _splice(out: bytearray, other: bytes, chance: random.Random) -> None:
    place = _place(out, chance)
    out[place:] = other[chance.randrange(len(other)) :]


def _repeat(out: bytearray, _other: bytes, chance: random.Random) -> None:
    begin = _place(out, chance)
    block = bytes(out[begin : begin + chance.randrange(1, 400)])
    out[begin:begin] = block * chance.choice((1, 2, 30))


def _token(out: bytearray, _other: bytes, chance: random.Random) -> None:
    place = _place(out, chance)
    out[place : place + chance.choice((0, 0, 1, 4))] = chance.choice(TOKENS)


def _number(out: bytearray, _other: bytes, chance: random.Random) -> None:
    found = list(_NUMBER.finditer(out))
    if found:
        match = chance.choice(found)
        out[match.start() : match.end()] = chance.choice((b"0", b"1" * 30, b"-1", b"99", b"00", b"1.5", b""))


def _lines(out: bytearray, _other: bytes, chance: random.Random) -> None:
    lines = bytes(out).splitlines(keepends=True)
    if len(lines) > 1:
        first, second = chance.randrange(len(lines)), chance.randrange(len(lines))
        lines[first], lines[second] = lines[second], lines[first]
        out[:] = b"".join(lines)


_MUTATIONS: tuple[Mutation, ...] = (_flip, _cut, _remove, _splice, _repeat, _token, _token, _token, _number, _lines)


def _recoded(body: bytes, chance: random.Random) -> bytes:
    text = body.decode("latin-1")
    kinds = ("utf-16", "utf-16-le", "utf-8-sig", "utf-32", "utf-7")
    choices = [lambda kind=kind: text.encode(kind) for kind in kinds]
    choices += [text.upper().encode, text.replace("\n", "\r\n").encode, text.replace("\n", "\r").encode]
    return chance.choice((*choices, lambda: gzip.compress(body, mtime=0), lambda: body + body))()


def _in_zip(body: bytes, chance: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    chosen = chance.choice(sorted(parts))
    parts[chosen] = _plain(parts[chosen] or b"<x/>", parts[chosen] or b"<x/>", chance)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    return out.getvalue()

"""The short code by which people name a lead: `L-` and eight signs, the last of which checks the others."""

from __future__ import annotations

import hashlib

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, so that a code read aloud or by hand is not mistaken."""
PREFIX = "L-"
SIGNS = 7
_LOOKALIKES = str.maketrans("OIL", "011")
_REDUCE = 0b100101  # x^5 + x^2 + 1, which has no factor over GF(2)


def lead_code(lead_id: str, attempt: int = 0) -> str:
    """Return the code of a lead; equal ids give equal codes, a higher `attempt` gives another where one is taken."""
    number = int.from_bytes(hashlib.sha256(f"lead code\0{lead_id}\0{attempt}".encode()).digest()[:5], "big")
    signs = "".join(ALPHABET[number >> (5 * place) & 31] for place in reversed(range(SIGNS)))
    return f"{PREFIX}{signs}{check_sign(signs)}"


def check_sign(signs: str) -> str:
    """Return the sign that finds every single wrong sign and every swap of neighbours (a code over GF(32))."""
    check = 0
    for sign in signs:
        check = _double(check ^ ALPHABET.index(sign))
    return ALPHABET[check]


def read_code(text: str) -> str:
    """Return the text as a code or part of one would be written: capitals, no blanks, look-alikes resolved."""
    bare = text.strip().upper().replace(" ", "").replace("-", "")
    has_prefix = len(bare) == SIGNS + 2 or text.strip().upper().startswith(PREFIX)
    return bare[1 if has_prefix and bare.startswith("L") else 0 :].translate(_LOOKALIKES)


def is_mistyped(signs: str) -> bool:
    """Tell whether a complete code fails its own check; a part of a code is never mistyped."""
    if len(signs) != SIGNS + 1 or any(sign not in ALPHABET for sign in signs):
        return False
    return check_sign(signs[:-1]) != signs[-1]


def _double(value: int) -> int:
    value <<= 1
    return value ^ _REDUCE if value & 32 else value

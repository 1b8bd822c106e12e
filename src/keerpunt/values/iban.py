"""Bank account numbers: upper case without blanks, checked by mod 97 and the country's length (ISO 13616)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import schwifty

_SHAPE = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{8,30}")
_NUMBERS = str.maketrans({letter: str(int(letter, 36)) for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"})


@dataclass(frozen=True, slots=True)
class Iban:
    """`key` compares; `valid` is false when checksum, length or form fail; `country` is where the account is held."""

    key: str
    valid: bool
    country: str


def has_form(account: str) -> bool:
    """Tell whether an account number, in capitals without blanks, has the form of an IBAN; no checksum is asked."""
    return _SHAPE.fullmatch(account) is not None


def checksum_holds(account: str) -> bool:
    """Tell whether the check digits of an account number of that form hold (ISO 7064, mod 97-10)."""
    return int((account[4:] + account[:4]).translate(_NUMBERS)) % 97 == 1


@lru_cache(maxsize=65536)
def normalise(text: str) -> Iban | None:
    """Return the account number, None where the text has not the form of one.

    An account number whose checksum fails is kept, since it may be a typing error worth showing, but `valid` is
    false and it identifies nobody (RESOLUTION.md section 3).
    """
    key = "".join(text.split()).replace("-", "").replace(".", "").upper()
    key = key.removeprefix("IBAN").removeprefix(":")
    if not _SHAPE.fullmatch(key):
        return None
    return Iban(key, schwifty.IBAN(key, allow_invalid=True).is_valid, key[:2])

"""Addresses as a key: country, postcode and the numbers of the house, never the spelling of a street."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from keerpunt.values.fold import strip_fold

_NUMBER_AND_LETTER = re.compile(r"\b([0-9]+) ([a-z])\b")


@dataclass(frozen=True, slots=True)
class AddressKey:
    """Equal keys are one house as far as postcode and numbers tell; neighbours in one flat may share it."""

    country: str
    postcode: str
    numbers: tuple[str, ...]


@lru_cache(maxsize=65536)
def normalise(line1: str, postcode: str, country: str) -> AddressKey | None:
    """Return the key, None where the postcode, the country or a house number is missing.

    Every word of the first line that begins with a digit counts, in any order, so that `Flat 2, 14 High Street`
    equals `14 High St, Flat 2` and `Kerkstraat 12 a` equals `Kerkstraat 12A`.
    """
    code = strip_fold(postcode).replace(" ", "").upper()
    folded = _NUMBER_AND_LETTER.sub(r"\1\2", strip_fold(line1))
    numbers = tuple(sorted(word for word in folded.split() if word[0].isdigit()))
    if not code or not numbers or country == "XX":
        return None
    return AddressKey(country, code, numbers)

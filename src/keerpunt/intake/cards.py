"""Card numbers in text: found by length, scheme and check digit, and never stored (INTAKE.md section 5).

Sources of prefixes and lengths: ISO/IEC 7812-1 and the schemes' public issuer ranges, read 2025-01. A run of digits may
hold single blanks or hyphens; only whole groups of digits count, so that part of a longer number is no card number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate

import phonenumbers
from schwifty import registry
from schwifty.exceptions import SchwiftyException

from keerpunt.values.iban import normalise

SEPARATORS = " -\u00a0\u2010\u2011\u2012\u2013\u202f"
"""Characters of which one may stand between two groups of digits."""
_SEPARATORS = re.escape(SEPARATORS)
_SUSPECT_ASCII = re.compile(r"[234568](?:[ -]?[0-9]){12}+")
_SUSPECT = re.compile(rf"\d(?:[{_SEPARATORS}]?\d){{12}}+")

_RUN = re.compile(rf"\d+(?:[{_SEPARATORS}]\d+)*")
_GROUP = re.compile(r"\d+")
_IBAN_START = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}[0-9]{2}")
_IBAN_REACH = 70
"""An IBAN with a blank between every two characters is no longer than this."""

LENGTHS = (16, 15, 14, 19, 18, 17, 13)
"""Lengths in the order of trial, the usual ones first: a card beside other digits then gives the same token."""

_SCHEMES: tuple[tuple[str, frozenset[int]], ...] = (
    (r"4", frozenset((13, 16, 19))),  # Visa
    (r"5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720", frozenset((16,))),  # Mastercard
    (r"3[47]", frozenset((15,))),  # American Express
    (r"50|5[6-8]|63|67", frozenset(range(13, 20))),  # Maestro
    (r"35(?:2[89]|[3-8])", frozenset(range(16, 20))),  # JCB
    (r"36", frozenset(range(14, 20))),  # Diners Club
    (r"30[0-5]|3095|3[89]", frozenset(range(14, 20))),  # Diners Club
    (r"6011|64[4-9]|65", frozenset(range(16, 20))),  # Discover
    (r"62|81", frozenset(range(16, 20))),  # UnionPay
)
_BY_LENGTH = {
    length: re.compile("|".join(prefix for prefix, lengths in _SCHEMES if length in lengths)) for length in LENGTHS
}
_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
_SHORTEST = min(LENGTHS)
_FIRST_DIGITS = frozenset("234568")


def suspect(text: str) -> bool:
    """Tell whether a text could hold a card number at all: a quick search that whole columns pass through."""
    return (_SUSPECT_ASCII if text.isascii() else _SUSPECT).search(text) is not None


def card_numbers(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, digits) of every card number in a text, from left to right and without overlap.

    Digits inside a valid IBAN are exempt, and so is a valid phone number written with `+`: thirteen-digit German and
    Austrian mobile numbers look like old Visa numbers, and one in ten has a fitting check digit. Time is linear in
    the text.
    """
    for run in _RUN.finditer(text):
        if run.end() - run.start() >= _SHORTEST:
            for start, end, digits in _in_run(text, run.start(), run.end()):
                if not _in_iban(text, start, end) and not _is_phone(text, start, digits):
                    yield start, end, digits


def has_prefix(digits: str, length: int) -> bool:
    """Tell whether a card scheme has numbers of a length that begin with these four digits or more."""
    return _BY_LENGTH[length].match(digits) is not None


def is_card_number(digits: str) -> bool:
    """Tell whether digits have the length and prefix of a card scheme and a valid check digit (Luhn)."""
    return any(found == digits for _, _, found in _in_run(digits, 0, len(digits)))


def _in_run(text: str, begin: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Find card numbers made of consecutive whole groups of one run, the usual lengths first."""
    groups = [(match.start(), match.end()) for match in _GROUP.finditer(text, begin, end)]
    digits = "".join(str(int(c)) for start, stop in groups for c in text[start:stop])
    offset, ends = 0, {}
    for start, stop in groups:
        ends[offset + stop - start] = stop
        offset += stop - start
    sums = _running_sums(digits)
    offset = free = 0
    for start, stop in groups:
        length = _length_at(digits, offset, ends, sums) if offset >= free else 0
        if length:
            free = offset + length
            yield start, ends[free], digits[offset:free]
        offset += stop - start


def _length_at(digits: str, offset: int, ends: dict[int, int], sums: tuple[list[int], list[int]]) -> int:
    """Return how many digits from an offset make a card number that ends with a group, 0 for none."""
    if offset + _SHORTEST > len(digits) or digits[offset] not in _FIRST_DIGITS:
        return 0
    for length in LENGTHS:
        stop = offset + length
        if stop in ends:
            total = sums[(stop - 1) % 2]
            if (total[stop] - total[offset]) % 10 == 0 and _BY_LENGTH[length].match(digits, offset):
                return length
    return 0


def _running_sums(digits: str) -> tuple[list[int], list[int]]:
    """Return the Luhn sums up to every place, for numbers whose last digit stands at an even or an odd place."""
    plain = [int(c) for c in digits]
    doubled = [_DOUBLED[value] for value in plain]
    even = [p if i % 2 == 0 else d for i, (p, d) in enumerate(zip(plain, doubled, strict=True))]
    odd = [p if i % 2 else d for i, (p, d) in enumerate(zip(plain, doubled, strict=True))]
    return list(accumulate(even, initial=0)), list(accumulate(odd, initial=0))


def _in_iban(text: str, start: int, end: int) -> bool:
    """Tell whether a place lies inside a valid IBAN: right length for its country, right check digits."""
    # The check digits may be the first digits of the run: LT64 9999 … is one run of eighteen.
    for match in _IBAN_START.finditer(text, max(0, start - _IBAN_REACH), start + 2):
        compact = ""
        wanted = _iban_length(match[0][:2].upper())
        for position in range(match.start(), min(len(text), match.start() + _IBAN_REACH)):
            compact += text[position] if text[position].isalnum() else ""
            if len(compact) >= wanted:
                break
        else:
            continue
        if wanted and position + 1 >= end:
            iban = normalise(compact)
            if iban is not None and iban.valid:
                return True
    return False


@lru_cache(maxsize=1024)
def _iban_length(country: str) -> int:
    try:
        return registry.get_iban_spec(country).iban_length
    except (KeyError, SchwiftyException):
        return 0


def _is_phone(text: str, start: int, digits: str) -> bool:
    if start == 0 or text[start - 1] != "+" or len(digits) > 15:
        return False
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(f"+{digits}"))
    except phonenumbers.NumberParseException:
        return False

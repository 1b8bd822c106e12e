"""Money: decimal text to whole minor units at the ISO 4217 exponent; no float anywhere (INTAKE.md section 3)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from keerpunt.errors import UnreadableValue
from keerpunt.values.currencies import ISO_EXPONENT, PROVIDER_EXPONENT

MAX_DIGITS = 18
"""Minor units are stored as 64-bit integers; more digits than this are no amount of money."""

_SIGN = "[-+\u2212]?"
_BLANKS = " \u00a0\u202f"
_MARKS = frozenset(".,'\u2019_" + _BLANKS)


class Money(NamedTuple):
    """An amount in minor units, never negative; `exponent` is the number of decimal digits of the unit."""

    minor: int
    currency: str
    exponent: int


def exponent_of(currency: str) -> int:
    """Return the decimal digits of an ISO 4217 currency; raises UnreadableValue('bad_currency') for any other word."""
    try:
        return ISO_EXPONENT[currency]
    except KeyError:
        raise UnreadableValue("bad_currency") from None


def parse_money(text: str, currency: str | None, *, decimal: str = ".", thousands: str = "") -> Money:
    """Read a decimal text as an amount; the sign is dropped, since direction is told by other columns.

    `decimal` is the mark before the fraction. `thousands` is the mark between groups of three digits, empty where
    none is allowed; a blank also stands for the no-break blanks. Digits beyond the exponent may only be zeros.

    Raises:
        UnreadableValue: `bad_currency`, `bad_amount` (no number of this notation) or `amount_not_exact`.
        ValueError: the two marks are no marks or are the same (an error of the map, not of the value).
    """
    code = (currency or "").strip().upper()
    exponent = exponent_of(code)
    match = _notation(decimal, thousands).fullmatch(text.strip())
    if match is None:
        raise UnreadableValue("bad_amount")
    whole = _digits(match["whole"])
    fraction = match["fraction"] or ""
    if not whole and not fraction:
        raise UnreadableValue("bad_amount")
    if fraction[exponent:].strip("0"):
        raise UnreadableValue("amount_not_exact")
    return Money(_whole_number(whole + fraction[:exponent].ljust(exponent, "0")), code, exponent)


def from_minor(minor: int, currency: str | None, *, provider: str = "iso") -> Money:
    """Read an amount that a provider states in its own minor units; the sign is dropped.

    `provider` is `iso` or `stripe`, whose minor units differ from ISO 4217 for ISK, UGX and MGA.

    Raises:
        UnreadableValue: `bad_currency`, `bad_amount` (not an integer of money's size) or `amount_not_exact`.
    """
    code = (currency or "").strip().upper()
    exponent = exponent_of(code)
    stated = PROVIDER_EXPONENT[provider].get(code)
    if stated is None:
        raise UnreadableValue("bad_currency")
    if isinstance(minor, bool) or not isinstance(minor, int) or abs(minor) >= 10**MAX_DIGITS:
        raise UnreadableValue("bad_amount")
    amount, rest = divmod(abs(minor) * 10**exponent, 10**stated)
    if rest:
        raise UnreadableValue("amount_not_exact")
    if amount >= 10**MAX_DIGITS:
        raise UnreadableValue("bad_amount")
    return Money(amount, code, exponent)


def check_marks(decimal: str, thousands: str) -> None:
    """Check that two marks can be told apart; raises ValueError, so that a map is refused before any row is read."""
    _notation(decimal, thousands)


@lru_cache(maxsize=64)
def _notation(decimal: str, thousands: str) -> re.Pattern[str]:
    if decimal not in (".", ",") or (thousands and thousands not in _MARKS) or decimal == thousands:
        raise ValueError("decimal is `.` or `,`; thousands is another mark")
    whole = r"[0-9]*"
    if thousands:
        mark = f"[{_BLANKS}]" if thousands in _BLANKS else re.escape(thousands)
        whole = rf"[0-9]{{1,3}}(?:{mark}[0-9]{{3}})+|[0-9]*"
    return re.compile(rf"{_SIGN}[ ]?(?P<whole>{whole})(?:{re.escape(decimal)}(?P<fraction>[0-9]*))?")


def _digits(whole: str) -> str:
    return whole if whole.isdigit() else re.sub(r"[^0-9]", "", whole)


def _whole_number(digits: str) -> int:
    significant = digits.lstrip("0")
    if len(significant) > MAX_DIGITS:
        raise UnreadableValue("bad_amount")
    return int(significant or "0")

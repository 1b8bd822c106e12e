"""The statement line `:61:`: value date, entry date, mark, funds letter, amount, type, references.

See INTAKE.md section 4. The grammar is SWIFT's with what banks make of it: blanks for an absent entry date, an amount
without comma or with a dot before at most two digits, a type of which a blank is part, or none at all, a bank reference
on the next line.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from keerpunt.errors import UnreadableValue
from keerpunt.intake.bank_references import stated
from keerpunt.values.instant import Instant, ZoneRule, in_zone

_LINE = re.compile(
    r"([0-9]{6})([0-9]{4}|[ ]{4})?[ ]{0,4}([RE]?[CD])([A-Z])?([0-9.,]*+)[ ]?(.*)",
    re.IGNORECASE | re.DOTALL,
)
_TYPE = re.compile(r"[A-Z][A-Z0-9 ]{3}")
_NUMBER = re.compile(r"0*+([0-9]{0,18}+)(?:,([0-9]{0,6}+)|\.([0-9]{0,2}+))?+")
_NO_TYPE = "NONREF"
_DIGIT = re.compile(r"[0-9]")
_COUNTER = re.compile(r"[0-9]{1,6}")
_REFERENCE = "//"
_NO_ZONE = ZoneRule("UTC", "assumed")
_CENTURY = 2000

EXPECTED = ("EC", "ED")
"""Marks of MT942 for movements that are only expected."""
REVERSED = ("RC", "RD")
"""A reversed credit takes money from the account, a reversed debit gives it back."""
SIGN = {"C": 1, "RD": 1, "D": -1, "RC": -1}


class Line(NamedTuple):
    """A statement line in its parts, as found; `kind` is the three characters behind `N`, `F` or `S`."""

    value: str
    entry: str
    mark: str
    number: str
    kind: str
    reference: str
    bank_reference: str
    supplementary: str

    @property
    def bank_key(self) -> str:
        """Return the bank reference where it can name a movement for good.

        A word without any digit is a text that ran over, and up to six digits alone are a counter that starts anew with
        every statement: two files would give two payments one key.
        """
        found = stated(self.bank_reference)
        return found if _DIGIT.search(found) and not _COUNTER.fullmatch(found) else ""


def parse_line(lines: list[str]) -> Line | None:
    """Read a `:61:` field, None where it has no dates, mark and number in their places.

    A first line that says too little is tried together with the next one, where a bank broke it.
    """
    first = lines[0].rstrip() if lines else ""
    match, rest = _LINE.fullmatch(first), lines[1:]
    if (match is None or not match[5]) and rest:
        match, rest = _LINE.fullmatch(first + rest[0].rstrip()), rest[1:]
    if match is None:
        return None
    value, entry, mark, _, number, tail = match.groups()
    kind, reference, bank = _tail(tail)
    if rest and not bank and rest[0].startswith(_REFERENCE):
        bank, rest = rest[0][len(_REFERENCE) :], rest[1:]
    more = "".join(rest).strip()
    return Line(value, (entry or "").strip(), mark.upper(), number, kind, reference.strip(), bank.strip(), more)


def _tail(tail: str) -> tuple[str, str, str]:
    """Split what follows the amount: type, reference, bank reference."""
    kind = ""
    if not tail.startswith((_REFERENCE, _NO_TYPE)) and _TYPE.match(tail):
        kind, tail = tail[1:4].strip(), tail[4:]
    reference, _, bank = tail.partition(_REFERENCE)
    return kind, reference, bank


@lru_cache(maxsize=4096)
def plain_number(text: str) -> str:
    """Return a SWIFT amount with a decimal point, `''` where the text is none; a dot holds at most two digits."""
    match = _NUMBER.fullmatch(text)
    if match is None or not _DIGIT.search(text):
        return ""
    whole, comma, dot = match.groups()
    return f"{whole or '0'}.{comma or dot or '0'}"


def decimal_of(text: str) -> Decimal | None:
    """Return a SWIFT amount, None where the text is none."""
    number = plain_number(text)
    return Decimal(number) if number else None


@lru_cache(maxsize=4096)
def booked(value: str, entry: str, rule: ZoneRule | None) -> Instant:
    """Return the day a line was booked: its entry date, in the year nearest to the value date, else the value date.

    Raises:
        UnreadableValue: `bad_time`, neither is a day (30 February is a value date at some banks, but no day).
    """
    day = _entry_day(value, entry) or _day(_CENTURY + int(value[:2]), int(value[2:4]), int(value[4:6]))
    if day is None:
        raise UnreadableValue("bad_time")
    return in_zone(dt.datetime.combine(day, dt.time()), value + entry, rule or _NO_ZONE, "day")


def _entry_day(value: str, entry: str) -> dt.date | None:
    if not entry:
        return None
    year, month, day = _CENTURY + int(value[:2]), int(entry[:2]), int(entry[2:])
    near = _day(year, int(value[2:4]), int(value[4:6])) or _day(year, int(value[2:4]), 28)
    found = [there for there in (_day(year + shift, month, day) for shift in (-1, 0, 1)) if there]
    if near is None or not found:
        return None
    anchor = near
    return min(found, key=lambda there: abs(there - anchor))


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None

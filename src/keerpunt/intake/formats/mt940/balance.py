"""Balances, counts and sums that a statement states, and what was found in it (INTAKE.md sections 1 and 4)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from keerpunt.intake.formats.mt940.line import SIGN, decimal_of
from keerpunt.intake.records import Total

_AMOUNT = r"([0-9]*+(?:[.,][0-9]*+)?+)\s*"
_BALANCE = re.compile(r"\s*([CD])([0-9]{6})([A-Z]{3})?[ ]?" + _AMOUNT)
_COUNT = re.compile(r"\s*([0-9]{1,9})([A-Z]{3})" + _AMOUNT)
_FLOOR = re.compile(r"\s*([A-Z]{3})([CD])?" + _AMOUNT)
_SUMMARY = re.compile(
    r"\s*(?:/SUM/(?P<d>[0-9]{1,9})/(?P<c>[0-9]{1,9})/(?P<ds>[0-9,.]{1,30})/(?P<cs>[0-9,.]{1,30})/"
    r"|D(?P<d2>[0-9]{6})C(?P<c2>[0-9]{6})D(?P<ds2>[0-9,.]{1,30})C(?P<cs2>[0-9,.]{1,30}))\s*"
)
"""What ING and Van Lanschot write behind the last balance: numbers and sums of debits and credits."""

CREDIT, DEBIT = "C", "D"


class Balance(NamedTuple):
    """A balance, negative when the account is overdrawn; `currency` may be missing, `day` is YYMMDD as found."""

    number: Decimal
    currency: str
    day: str


class Count(NamedTuple):
    """A number of entries with their sum, as `:90C:` and `:90D:` state them."""

    entries: int
    number: Decimal
    currency: str


def parse_balance(text: str) -> Balance | None:
    """Read `:60a:` or `:62a:`, None where it is no balance."""
    match = _BALANCE.fullmatch(text)
    number = decimal_of(match[4]) if match else None
    if match is None or number is None:
        return None
    return Balance(number if match[1] == CREDIT else -number, match[3] or "", match[2])


def parse_count(text: str) -> Count | None:
    """Read `:90C:` or `:90D:`, None where it is neither."""
    match = _COUNT.fullmatch(text)
    number = decimal_of(match[3]) if match else None
    return Count(int(match[1]), number, match[2]) if match and number is not None else None


def parse_floor(text: str) -> tuple[str, str, Decimal] | None:
    """Read `:34F:` as currency, marks it is about (`C`, `D` or both) and the amount below which nothing is reported."""
    match = _FLOOR.fullmatch(text)
    number = decimal_of(match[3]) if match else None
    return (match[1], match[2] or CREDIT + DEBIT, number) if match and number is not None else None


def plain(number: Decimal) -> str:
    """Write a decimal without exponent and without zeros that say nothing, so that equal numbers are equal text."""
    shown = f"{number:f}"
    shown = shown.rstrip("0").rstrip(".") if "." in shown else shown
    return "0" if shown in ("-0", "") else shown


def compared(name: str, stated: Balance, found: Balance, place: str, *, binding: bool, zero: bool = False) -> Total:
    """Return two balances side by side, with their currencies where they differ."""
    expected, seen = plain(stated.number), plain(found.number)
    if stated.currency and found.currency and stated.currency != found.currency:
        expected, seen = f"{expected} {stated.currency}", f"{seen} {found.currency}"
    return Total(place, name, expected, seen, binding, states_zero=zero and expected == seen)


@dataclass(slots=True)
class Sums:
    """Counts and sums of the entries of one message by their sign; `exact` until an entry's amount is unreadable."""

    counts: dict[str, int] = field(default_factory=lambda: {CREDIT: 0, DEBIT: 0})
    sums: dict[str, Decimal] = field(default_factory=lambda: {CREDIT: Decimal(0), DEBIT: Decimal(0)})
    exact: bool = True

    def add(self, mark: str, number: Decimal | None) -> None:
        """Count one booked entry."""
        if number is None or mark not in SIGN:
            self.exact = False
            return
        side = CREDIT if SIGN[mark] > 0 else DEBIT
        self.counts[side] += 1
        self.sums[side] += number

    @property
    def net(self) -> Decimal:
        """Return credits less debits."""
        return self.sums[CREDIT] - self.sums[DEBIT]

    @property
    def number(self) -> int:
        """Return how many entries were counted."""
        return self.counts[CREDIT] + self.counts[DEBIT]

    def closing(self, opening: Balance, closing: Balance, place: str, name: str) -> Total:
        """Compare opening + entries with closing; equal balances without any entry say that nothing happened.

        An entry whose amount could not be read is rejected and shown; the difference it makes does not refuse the file.
        """
        found = Balance(opening.number + self.net, opening.currency, closing.day)
        zero = self.exact and not self.number
        return compared(name, closing, found, place, binding=self.exact, zero=zero)

    def counted(self, stated: dict[str, Count], floors: dict[str, Decimal], place: str) -> Iterator[Total]:
        """Compare with `:90C:` and `:90D:`; below a floor amount entries are counted but not shown."""
        nothing = self.exact and not self.number and not any(count.entries for count in stated.values())
        for side, count in stated.items():
            binding = self.exact and not floors.get(side)
            numbers = (str(count.entries), str(self.counts[side]))
            sums = (plain(count.number), plain(self.sums[side]))
            yield Total(place, f"90{side}/number", *numbers, binding=binding, states_zero=nothing)
            yield Total(place, f"90{side}/sum", *sums, binding=binding)

    def summary(self, text: str, place: str) -> Iterator[Total]:
        """Compare with the numbers that a bank adds in its own words; they refuse nothing."""
        match = _SUMMARY.fullmatch(text)
        if match is None:
            return
        for side, plural in ((DEBIT, "debits"), (CREDIT, "credits")):
            name = side.lower()
            count, number = match[name] or match[f"{name}2"], decimal_of(match[f"{name}s"] or match[f"{name}s2"])
            yield Total(place, f"86/{plural}", str(int(count)), str(self.counts[side]), binding=False)
            if number is not None:
                yield Total(place, f"86/{plural}/sum", plain(number), plain(self.sums[side]), binding=False)

"""Amounts as a bank states them, and whether the parts of an entry give the whole (INTAKE.md section 4).

Sums are of plain decimals, since a bank adds up what it wrote. An amount of money is one element: number and currency
are never taken from two (INTAKE.md section 3).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

from keerpunt.intake.formats.camt.flat import Part
from keerpunt.intake.formats.camt.layout import Amount

CREDIT, DEBIT = "CRDT", "DBIT"
SIGN = {CREDIT: 1, DEBIT: -1}
TRUE = ("true", "1")

ZERO = Decimal(0)
_NUMBER = re.compile(r"[+-]?[0-9]{1,30}(?:\.[0-9]{0,20})?")


@lru_cache(maxsize=8192)
def decimal_of(number: str) -> Decimal | None:
    """Read a plain decimal, None where it is none; no exponents, no infinities."""
    return Decimal(number) if _NUMBER.fullmatch(number) else None


def plain(number: Decimal) -> str:
    """Write a decimal without exponent and without zeros that say nothing, so that equal numbers are equal text."""
    shown = f"{number:f}"
    shown = shown.rstrip("0").rstrip(".") if "." in shown else shown
    return "0" if shown == "-0" else shown


class Sum:
    """The transactions of one entry, added up in its currency as they are read."""

    __slots__ = ("_charges", "_currency", "_total", "_unknown")

    def __init__(self, currency: str) -> None:
        self._unknown = 0
        self._currency = currency
        self._total = self._charges = ZERO

    def add(self, texts: list[str], amounts: Iterable[Amount], charged: Decimal) -> None:
        """Add a transaction by the first of its amounts in the currency of the entry."""
        self._charges += charged
        for place, currency in amounts:
            if currency == self._currency and (number := decimal_of(texts[place])) is not None:
                self._total += number
                return
        self._unknown += 1

    def gives(self, stated: Decimal | None, sign: int, charged: Decimal) -> bool:
        """Tell whether the transactions give the amount of the entry, without or with its charges and theirs."""
        if stated is None or self._unknown:
            return False
        inner, outer = self._charges * sign, charged * sign
        return stated in (self._total, self._total + inner, self._total + outer, self._total + inner + outer)


def charges(part: Part, stem: str = "") -> Decimal:
    """Return the signed charges of an entry or transaction that are not in its amount already: debits reduce it."""
    total = ZERO
    name = f"{stem}/Chrgs" if stem else "Chrgs"
    for place in part.each(name):
        records = [path for path in part.each(f"{name}/Rcrd") if path.startswith(f"{place}/")]
        for record in records or [place]:
            if part.get(f"{record}/ChrgInclInd") in TRUE:
                continue
            number = decimal_of(part.get(f"{record}/Amt", f"{record}/TtlChrgsAndTaxAmt"))
            total += (number or 0) * SIGN.get(part.get(f"{record}/CdtDbtInd"), -1)
    return total

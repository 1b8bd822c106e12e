"""Control totals of a statement: what it states against what was found (INTAKE.md sections 1 and 4)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from keerpunt.intake.context import Context
from keerpunt.intake.formats.camt.tree import CURRENCY, Node, child, every, text
from keerpunt.intake.records import Total

_NUMBER = re.compile(r"[+-]?[0-9]{1,30}(?:\.[0-9]{0,20})?")
CREDIT, DEBIT = "CRDT", "DBIT"
SIGN = {CREDIT: 1, DEBIT: -1}


def decimal_of(number: str) -> Decimal | None:
    """Read a plain decimal, None where it is none; no exponents, no infinities."""
    return Decimal(number) if _NUMBER.fullmatch(number) else None


def plain(number: Decimal) -> str:
    """Write a decimal without exponent and without zeros that say nothing, so that equal numbers are equal text."""
    shown = f"{number:f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def amount_of(node: Node, name: str = "Amt") -> tuple[Decimal | None, str]:
    """Return number and currency of one amount element."""
    return decimal_of(text(node, name)), text(child(node, name), CURRENCY)


@dataclass(slots=True)
class Totals:
    """Counts and sums of the entries of one statement, booked or not; sums are without currency, as the format is."""

    count: Counter[str] = field(default_factory=Counter)
    sums: dict[str, Decimal] = field(default_factory=dict)
    booked: dict[str, Decimal] = field(default_factory=dict)

    def add(self, entry: Node, *, booked: bool) -> None:
        """Count one entry."""
        number, currency = amount_of(entry)
        indicator = text(entry, "CdtDbtInd")
        for name in {"", indicator}:
            self.count[name] += 1
            self.sums[name] = self.sums.get(name, Decimal(0)) + (number or 0)
        if booked:
            signed = (number or Decimal(0)) * SIGN.get(indicator, 0)
            self.booked[currency] = self.booked.get(currency, Decimal(0)) + signed

    def records(self, head: Node, place: str, context: Context, *, binding: bool) -> Iterator[Total]:
        """Yield every total the statement states, and for an account statement that its balances hold."""
        summary = child(head, "TxsSummry")
        where = f"{place}/TxsSummry"
        for group, indicator in (("TtlNtries", ""), ("TtlCdtNtries", CREDIT), ("TtlDbtNtries", DEBIT)):
            for name in ("NbOfNtries", "Sum"):
                stated = text(summary, group, name)
                if not stated:
                    continue
                expected = decimal_of(stated)
                if expected is None:
                    context.note("unreadable_value", name)
                    continue
                counts = name == "NbOfNtries"
                found = Decimal(self.count[indicator]) if counts else self.sums.get(indicator, Decimal(0))
                zero = counts and not indicator and not expected
                yield Total(where, f"{group}/{name}", plain(expected), plain(found), binding, states_zero=zero)

    def balance(self, head: Node, place: str) -> Iterator[Total]:
        """Yield opening + booked entries = closing, where both balances and all entries share one currency.

        Equal balances without any entry say themselves that nothing happened.
        """
        opening = _balance(head, "OPBD") or _balance(head, "PRCD")
        closing = _balance(head, "CLBD")
        if opening is None or closing is None or {opening[1], *self.booked} != {closing[1]}:
            return
        found = opening[0] + self.booked.get(closing[1], Decimal(0))
        zero = not self.count[""] and opening[0] == closing[0]
        yield Total(f"{place}/Bal", "CLBD", plain(closing[0]), plain(found), binding=False, states_zero=zero)


def _balance(head: Node, code: str) -> tuple[Decimal, str] | None:
    found = None
    for node in every(head, "Bal"):
        if not isinstance(node, dict):
            continue
        if (text(node, "Tp", "CdOrPrtry", "Cd") or text(node, "Tp", "Cd")) != code:
            continue
        number, currency = amount_of(node)
        sign = SIGN.get(text(node, "CdtDbtInd"))
        if number is None or sign is None:
            return None
        found = (number * sign, currency)
        if code != "CLBD":
            return found  # the first opening and the last closing balance bracket all pages
    return found

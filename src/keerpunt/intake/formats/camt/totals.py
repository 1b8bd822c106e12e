"""Control totals of a statement: what it states against what was found (INTAKE.md sections 1 and 4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from keerpunt.intake.context import Context
from keerpunt.intake.formats.camt.amounts import CREDIT, DEBIT, SIGN, ZERO, decimal_of, plain
from keerpunt.intake.formats.camt.entry import BOOKED, Entry
from keerpunt.intake.formats.camt.flat import Part
from keerpunt.intake.records import Total

_GROUPS = (("TtlNtries", ()), ("TtlCdtNtries", (CREDIT,)), ("TtlDbtNtries", (DEBIT,)))
_NET = ("TtlNetNtry/Amt", "TtlNetNtryAmt")
_CLOSING = "CLBD"
_OPENING = ("OPBD", "PRCD")


@dataclass(slots=True)
class Totals:
    """Counts and sums of the entries of one statement, booked or not; sums are without currency, as the format is."""

    _found: dict[tuple[str, str, bool], list[Any]] = field(default_factory=dict)
    """(indicator, currency, booked) -> number of entries and their sum"""

    def add(self, entry: Entry) -> None:
        """Count one entry; one that is cut is not whole and counts for nothing."""
        if entry.cut:
            return
        place, currency = entry.at.amount
        kind = (entry.side, currency, entry.status == BOOKED)
        found = self._found.get(kind)
        if found is None:
            found = self._found[kind] = [0, ZERO]
        found[0] += 1
        found[1] += decimal_of(entry.texts[place]) or ZERO

    def _count(self, *indicators: str) -> int:
        return sum(count for (side, _, _), (count, _) in self._found.items() if not indicators or side in indicators)

    def _sum(self, *indicators: str) -> Decimal:
        sums = (total for (side, _, _), (_, total) in self._found.items() if not indicators or side in indicators)
        return sum(sums, ZERO)

    def _booked(self) -> dict[str, Decimal]:
        """Return the signed sum of booked entries per currency."""
        booked: dict[str, Decimal] = {}
        for (side, currency, is_booked), (_, total) in self._found.items():
            if is_booked:
                booked[currency] = booked.get(currency, ZERO) + total * SIGN.get(side, 0)
        return booked

    def records(self, head: Part, place: str, context: Context, *, binding: bool) -> Iterator[Total]:
        """Yield every total the statement states."""
        where = f"{place}/TxsSummry"
        for group, indicators in _GROUPS:
            stated = _stated(head, f"TxsSummry/{group}/NbOfNtries", "NbOfNtries", context)
            if stated is not None:
                zero = not indicators and not stated
                found = str(self._count(*indicators))
                yield Total(where, f"{group}/NbOfNtries", plain(stated), found, binding, states_zero=zero)
            stated = _stated(head, f"TxsSummry/{group}/Sum", "Sum", context)
            if stated is not None:
                yield Total(where, f"{group}/Sum", plain(stated), plain(self._sum(*indicators)), binding)
        yield from self._net(head, where, context)

    def _net(self, head: Part, where: str, context: Context) -> Iterator[Total]:
        """Yield credits less debits where the statement states their amount, with or without a sign of its own.

        It never binds: banks count reversals and unbooked entries into it with either sign, or not at all.
        """
        for path in _NET:
            stated = _stated(head, f"TxsSummry/TtlNtries/{path}", path, context)
            if stated is None:
                continue
            side = head.get("TxsSummry/TtlNtries/TtlNetNtry/CdtDbtInd", "TxsSummry/TtlNtries/CdtDbtInd")
            net = self._sum(CREDIT) - self._sum(DEBIT)
            found = net * SIGN[side] if side in SIGN else abs(net)
            yield Total(where, f"TtlNtries/{path}", plain(stated), plain(found), binding=False)

    def balance(self, head: Part, place: str) -> Iterator[Total]:
        """Yield opening + booked entries = closing, where both balances and all entries share one currency.

        Equal balances without any entry say themselves that nothing happened.
        """
        opening = next((found for code in _OPENING if (found := _balance(head, code)) is not None), None)
        closing = _balance(head, _CLOSING)
        booked = self._booked()
        if opening is None or closing is None or {opening[1], *booked} != {closing[1]}:
            return
        total = opening[0] + booked.get(closing[1], ZERO)
        zero = not self._found and opening[0] == closing[0]
        yield Total(f"{place}/Bal", _CLOSING, plain(closing[0]), plain(total), binding=False, states_zero=zero)


def _stated(head: Part, path: str, name: str, context: Context) -> Decimal | None:
    text = head.get(path)
    number = decimal_of(text)
    if text and number is None:
        context.note("unreadable_value", name)
    return number


def _balance(head: Part, code: str) -> tuple[Decimal, str] | None:
    """Return the signed balance of a code: the first opening and the last closing one bracket all pages."""
    found = None
    for place in head.each("Bal"):
        if head.get(f"{place}/Tp/CdOrPrtry/Cd", f"{place}/Tp/Cd") != code:
            continue
        text, currency = head.money(f"{place}/Amt")
        number, sign = decimal_of(text), SIGN.get(head.get(f"{place}/CdtDbtInd"))
        if number is None or sign is None:
            return None
        found = (number * sign, currency)
        if code != _CLOSING:
            return found
    return found

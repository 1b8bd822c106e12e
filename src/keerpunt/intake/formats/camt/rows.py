"""A transaction as a row: amount, instant, direction, kind, keys and counterparty (INTAKE.md section 4)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from keerpunt.errors import UnreadableValue
from keerpunt.intake.bank_references import Ledger, find_order
from keerpunt.intake.context import Context
from keerpunt.intake.formats.camt.amounts import CREDIT, DEBIT, SIGN, Sum
from keerpunt.intake.formats.camt.entry import BOOKED, Entry, Transaction
from keerpunt.intake.formats.camt.layout import CREDITOR, Side
from keerpunt.intake.formats.camt.parties import IN, OUT, UNKNOWN, counterparty, owner_side, payer
from keerpunt.intake.formats.camt.references import called, names_of, parent_of
from keerpunt.intake.records import Excluded, Mapped, Record, Rejected, Row
from keerpunt.model.bank_codes import FEE_SUB_FAMILIES, RETURN_SUB_FAMILIES, scheme_of
from keerpunt.values.iban import has_form
from keerpunt.values.instant import Instant, ZoneRule, from_iso
from keerpunt.values.money import Money, parse_money

_DIRECTION = {CREDIT: IN, DEBIT: OUT}
_INITIATION = {"credit_transfer": "customer", "direct_debit": "merchant"}
_NO_ZONE = ZoneRule("UTC", "assumed")
_KEPT = 8_192
"""Days, instants and amounts that are remembered: a statement repeats them."""
_PAYMENT, _REVERSAL, _FEE = "payment", "reversal", "fee"


class Rows:
    """Makes rows of the transactions of one file; it knows the references met so far and the instants read."""

    __slots__ = ("_context", "_instants", "_ledger", "_orders")

    def __init__(self, context: Context) -> None:
        self._context = context
        self._ledger = Ledger()
        self._orders = bool(context.known.orders)
        self._instants: dict[str, Instant] = {}

    def records(self, entry: Entry) -> Iterator[Record]:
        """Yield every record of an entry: mapped if booked, else excluded; without status or unreadable, rejected."""
        if entry.status != BOOKED:
            yield from _unbooked(entry)
            return
        added: Sum | None = None
        for one in entry.read():
            if one.number and not entry.is_whole(one):
                added = added or Sum(entry.at.amount.currency)
                added.add(one.texts, one.at.amounts, one.charges())
            locator = entry.locator(one.number)
            try:
                row = Row("payment", self._values(entry, one))
            except UnreadableValue as unreadable:  # of amount or instant, which are essential
                yield Rejected(locator, unreadable.code)
            else:
                yield Mapped(locator, (row,))
        if entry.cut:
            yield Rejected(entry.rest(), "truncated")
        else:
            entry.check(added, self._context)

    def _values(self, entry: Entry, one: Transaction) -> dict[str, Any]:
        money = _money(entry, one)
        initiated = self._initiated(entry, one)
        sub_family, scheme = _code(entry, one)
        direction = _direction(entry, one)
        returned = one.at.returned or sub_family in RETURN_SUB_FAMILIES
        undone = returned or entry.reversed
        side, account = counterparty(one, direction, entry.statement.own, swapped=undone, returned=returned)
        kind = _kind(sub_family, direction, undone=undone)
        texts = one.texts
        statement, day = entry.statement, initiated.text[:10]
        what = (
            money.minor,
            money.currency,
            direction,
            kind,
            day,
            statement.own,
            one.number,
            account,
            *_names(one, side),
        )
        values: dict[str, Any] = {
            "psp": entry.statement.psp,
            "direction": direction,
            "row_kind": kind,
            "status": "reversed" if undone else "captured",
            "scheme": scheme,
            "initiated": initiated,
            "amount": money,
        }
        values["psp_ref"], parent = self._keys(entry, one, kind, money, what)
        if parent is not None:
            values["parent_psp_ref"] = parent
        if self._orders:
            values["order_id"] = find_order([texts[place] for place in one.at.order], self._context)
        if scheme == "card":
            values["instrument_kind"] = "card"
        elif side is not None:
            values["bic"] = texts[side.bic] or None
            if account:
                values["iban"] = account
                values["instrument_kind"] = "iban" if has_form(account) else "other"
        if side is not None and kind == _PAYMENT and direction == IN:
            payer(values, texts, side, self._context)
            values["initiation"] = _INITIATION.get(scheme, UNKNOWN)
        return values

    def _keys(
        self, entry: Entry, one: Transaction, kind: str, money: Money, what: tuple[object, ...]
    ) -> tuple[str, str | None]:
        """Return the key of a transaction and, of one that undoes another, the key of that one.

        `what` tells different transactions apart that bear one reference: the second has its place as key.
        """
        psp, ledger = entry.statement.psp, self._ledger
        names = names_of(entry, one, self._context)
        place = f"{entry.statement.ident}/{entry.number}/{one.number}"
        if kind == _REVERSAL:
            parent, own = parent_of(psp, names, money, ledger)
            return ledger.key(psp, own, place, what, entry.statement.whole), parent
        psp_ref = ledger.key(psp, names[0] or names[1] or names[2], place, what, entry.statement.whole)
        if kind == _PAYMENT:
            ledger.remember(psp, psp_ref, called(names, money))
        return psp_ref, None

    def _initiated(self, entry: Entry, one: Transaction) -> Instant:
        """Booking date, else value date, else what the transaction says: the first that can be read."""
        dates = entry.at.dates
        if dates and (known := self._instants.get(entry.texts[dates[0]])) is not None:
            return known
        found = [*(entry.texts[place] for place in dates), *(one.texts[place] for place in one.at.dates)]
        for date in found[:-1]:
            try:
                return self._instant(date)
            except UnreadableValue:
                self._context.note("unreadable_value", "initiated")
        return self._instant(found[-1] if found else "")

    def _instant(self, date: str) -> Instant:
        rule = self._context.zone or (_NO_ZONE if "T" not in date else None)
        if len(self._instants) >= _KEPT:
            self._instants.clear()
        instant = self._instants[date] = from_iso(date, rule)
        return instant


def _names(one: Transaction, side: Side | None) -> tuple[str, ...]:
    """Return how the other side is named, which tells two payers of one reference apart."""
    if side is None:
        return ()
    texts = one.texts
    return texts[side.party.name], texts[side.account_name], texts[side.ultimate.name]


def _unbooked(entry: Entry) -> Iterator[Record]:
    for one in entry.read():
        locator = entry.locator(one.number)
        yield Excluded(locator, "not_booked") if entry.status else Rejected(locator, "unknown_record")
    if entry.cut:
        yield Rejected(entry.rest(), "truncated")


def _money(entry: Entry, one: Transaction) -> Money:
    place, currency = one.at.amount
    number = one.texts[place]
    if not number and entry.alone:
        place, currency = entry.at.amount
        number = entry.texts[place]
    return _parsed(number, currency)


@lru_cache(maxsize=_KEPT)
def _parsed(number: str, currency: str) -> Money:
    if not number or number.startswith("-"):
        raise UnreadableValue("bad_amount")  # the sign of an amount is its indicator
    return parse_money(number, currency)


def _kind(sub_family: str, direction: str, *, undone: bool) -> str:
    if undone:
        return _REVERSAL
    return _FEE if sub_family in FEE_SUB_FAMILIES and direction == OUT else _PAYMENT


def _direction(entry: Entry, one: Transaction) -> str:
    """The entry's direction, unless the transaction's own indicator differs and there is evidence for it."""
    whole, own = entry.side, one.texts[one.at.side]
    if own == whole or own not in SIGN:
        return _DIRECTION.get(whole, UNKNOWN)
    role = owner_side(one, entry.statement.own)
    if role:
        undone = entry.reversed or one.at.returned
        return IN if (role == CREDITOR) is not undone else OUT
    return _DIRECTION[own] if entry.signs_add_up() else UNKNOWN


def _code(entry: Entry, one: Transaction) -> tuple[str, str]:
    """Return sub-family and rails by the bank transaction code of the transaction, else of the entry."""
    texts, code = (one.texts, one.at.code) if one.at.code.given else (entry.texts, entry.at.code)
    family = texts[code.family] if texts[code.domain] == "PMNT" else ""
    return texts[code.sub_family], scheme_of(family, texts[code.proprietary])

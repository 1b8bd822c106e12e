"""A transaction as a row: amount, instant, direction, kind, keys and counterparty (INTAKE.md section 4)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from keerpunt.errors import UnreadableValue
from keerpunt.intake.bank_references import Ledger, chosen_reference, find_order, stated
from keerpunt.intake.context import Context
from keerpunt.intake.formats.camt.amounts import CREDIT, DEBIT, SIGN, Sum
from keerpunt.intake.formats.camt.entry import BOOKED, Entry, Transaction
from keerpunt.intake.formats.camt.layout import CREDITOR
from keerpunt.intake.formats.camt.parties import IN, OUT, UNKNOWN, Party, counterparty, owner_side, payer
from keerpunt.intake.records import Excluded, Mapped, Record, Rejected, Row
from keerpunt.model.bank_codes import FEE_SUB_FAMILIES, RETURN_SUB_FAMILIES, scheme_of
from keerpunt.values.iban import has_form
from keerpunt.values.instant import Instant, ZoneRule, from_iso
from keerpunt.values.money import Money, parse_money

_DIRECTION = {CREDIT: IN, DEBIT: OUT}
_INITIATION = {"credit_transfer": "customer", "direct_debit": "merchant"}
_NO_ZONE = ZoneRule("UTC", "assumed")


class Movement(NamedTuple):
    """What kind of movement a transaction is: direction, row_kind, rails, and the side that is not ours."""

    direction: str
    kind: str
    scheme: str
    other: Party | None


def entry_records(entry: Entry, ledger: Ledger, context: Context) -> Iterator[Record]:
    """Yield every record of an entry: mapped if booked, else excluded; without status or unreadable, rejected."""
    if entry.status != BOOKED:
        yield from _unbooked(entry)
        return
    added = Sum(entry.at.amount.currency)
    for one in entry.read():
        if one.number and not entry.is_whole(one):
            added.add(one.texts, one.at.amounts, one.charges())
        locator = entry.locator(one.number)
        try:
            row = _row(entry, one, ledger, context)
        except UnreadableValue as unreadable:  # of amount or instant, which are essential
            yield Rejected(locator, unreadable.code)
        else:
            yield Mapped(locator, (row,))
    if entry.cut:
        yield Rejected(entry.rest(), "truncated")
    else:
        entry.check(added, context)


def _unbooked(entry: Entry) -> Iterator[Record]:
    for one in entry.read():
        locator = entry.locator(one.number)
        yield Excluded(locator, "not_booked") if entry.status else Rejected(locator, "unknown_record")
    if entry.cut:
        yield Rejected(entry.rest(), "truncated")


def _row(entry: Entry, one: Transaction, ledger: Ledger, context: Context) -> Row:
    money = _money(entry, one)
    initiated = _initiated(entry, one, context)
    movement = _movement(entry, one)
    psp_ref, parent = _keys(entry, one, (money, initiated, movement), ledger, context)
    texts, other = one.texts, movement.other
    values: dict[str, Any] = {
        "psp": entry.statement.psp,
        "psp_ref": psp_ref,
        "direction": movement.direction,
        "row_kind": movement.kind,
        "order_id": find_order([texts[place] for place in one.at.order], context) if context.known.orders else None,
        "instrument_kind": "card" if movement.scheme == "card" else "unknown",
        "status": "reversed" if movement.kind == "reversal" else "captured",
        "scheme": movement.scheme,
        "initiation": "unknown",
        "initiated": initiated,
        "amount": money,
        "parent_psp_ref": parent,
    }
    if other is not None and movement.scheme != "card":
        values["bic"] = texts[other.side.bic] or None
        if other.account:
            values["iban"] = other.account
            values["instrument_kind"] = "iban" if has_form(other.account) else "other"
    if other is not None and movement.kind == "payment" and movement.direction == IN:
        values |= payer(one, other, context)
        values["initiation"] = _INITIATION.get(movement.scheme, "unknown")
    return Row("payment", values)


def _money(entry: Entry, one: Transaction) -> Money:
    texts, amount = one.texts, one.at.amount
    if not texts[amount.place] and entry.alone:
        texts, amount = entry.texts, entry.at.amount
    return _parsed(texts[amount.place], amount.currency)


@lru_cache(maxsize=8192)
def _parsed(number: str, currency: str) -> Money:
    if not number or number.startswith("-"):
        raise UnreadableValue("bad_amount")  # the sign of an amount is its indicator
    return parse_money(number, currency)


def _initiated(entry: Entry, one: Transaction, context: Context) -> Instant:
    """Booking date, else value date, else what the transaction says: the first that can be read."""
    dates = entry.at.dates
    if dates:
        try:
            return _instant(entry.texts[dates[0]], context.zone)
        except UnreadableValue:
            pass  # counted below
    found = [*(entry.texts[place] for place in dates), *(one.texts[place] for place in one.at.dates)]
    for date in found[:-1]:
        try:
            return _instant(date, context.zone)
        except UnreadableValue:
            context.note("unreadable_value", "initiated")
    return _instant(found[-1] if found else "", context.zone)


@lru_cache(maxsize=8192)
def _instant(date: str, zone: ZoneRule | None) -> Instant:
    is_day = "T" not in date
    return from_iso(date, zone or (_NO_ZONE if is_day else None))


def _movement(entry: Entry, one: Transaction) -> Movement:
    direction = _direction(entry, one)
    sub_family, scheme = _code(entry, one)
    returned = one.at.returned or sub_family in RETURN_SUB_FAMILIES
    undone = returned or entry.reversed
    other = counterparty(one, direction, entry.statement.own, swapped=undone, returned=returned)
    kind = "payment"
    if undone:
        kind = "reversal"
    elif sub_family in FEE_SUB_FAMILIES and direction == OUT:
        kind = "fee"
    return Movement(direction, kind, scheme, other)


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


class _Names(NamedTuple):
    """The references of a transaction, `''` where the bank says that there is none."""

    bank: str
    transaction: str
    end_to_end: str
    mandate: str


def _names(entry: Entry, one: Transaction, context: Context) -> _Names:
    texts, at = one.texts, one.at
    bank = stated(texts[at.bank_reference]) or entry.reference
    chosen = stated(texts[at.end_to_end])
    return _Names(
        bank,
        stated(texts[at.transaction_id]),
        chosen_reference(chosen, context) if chosen else "",
        stated(texts[at.mandate]),
    )


def _keys(
    entry: Entry, one: Transaction, found: tuple[Money, Instant, Movement], ledger: Ledger, context: Context
) -> tuple[str, str | None]:
    """Return the key of the transaction and, of one that undoes another, the key of that one.

    TxId and EndToEndId of a return are those of the payment it undoes, which may stand in another file: by the order
    of keys (CONTRACT.md section 2) they then name it. A name that several payments of the file go by names none.
    """
    money, initiated, movement = found
    psp, names = entry.statement.psp, _names(entry, one, context)
    called = _called(names, money)
    undone = movement.kind == "reversal"
    parent = ledger.original(psp, called) if undone else None
    own = names.bank or names.transaction or names.end_to_end
    if undone:
        own = "" if names.bank == parent else names.bank
    statement, day = entry.statement, initiated.text[:10]
    what = (money.minor, money.currency, movement.direction, movement.kind, day, statement.own)
    signature = (*what, one.number, *_other(one, movement.other))
    psp_ref = ledger.key(psp, own, f"{statement.ident}/{entry.number}/{one.number}", signature, statement.whole)
    if movement.kind == "payment":
        ledger.remember(psp, psp_ref, called)
    if parent == "" or not undone:
        return psp_ref, None
    return psp_ref, parent or names.transaction or names.end_to_end or None


def _other(one: Transaction, other: Party | None) -> tuple[str, ...]:
    """Return who the other side is, as far as it is named."""
    if other is None:
        return ()
    side, texts = other.side, one.texts
    return other.account, texts[side.party.name], texts[side.account_name], texts[side.ultimate.name]


def _called(names: _Names, money: Money) -> list[tuple[str, ...]]:
    """Return the names a return may use: EndToEndId, TxId, AcctSvcrRef, else mandate and amount."""
    called: list[tuple[str, ...]] = []
    if names.end_to_end:
        called.append(("EndToEndId", names.end_to_end))
    if names.transaction:
        called.append(("TxId", names.transaction))
    if names.bank:
        called.append(("AcctSvcrRef", names.bank))
    if names.mandate:
        called.append(("MndtId", names.mandate, str(money.minor), money.currency))
    return called

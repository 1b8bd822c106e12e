"""One entry of a statement as a payment row (INTAKE.md section 4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from keerpunt.errors import UnreadableValue
from keerpunt.intake.bank_references import Ledger, find_order, stated
from keerpunt.intake.cards import card_numbers
from keerpunt.intake.context import Context, RowRejected
from keerpunt.intake.formats.mt940.details import Details, Side
from keerpunt.intake.formats.mt940.line import REVERSED, SIGN, Line, booked, plain_number
from keerpunt.intake.records import Row
from keerpunt.model.bank_codes import FEE_GVC, FEE_TYPES, RETURN_GVC, RETURN_TYPES, scheme_of_entry
from keerpunt.values.iban import has_form
from keerpunt.values.instant import Instant
from keerpunt.values.money import Money, parse_money

_IN, _OUT = "in", "out"
_INITIATION = {"credit_transfer": "customer", "direct_debit": "merchant"}


@dataclass(frozen=True, slots=True)
class Statement:
    """What the entries of a message share: its own name for keys, the servicing bank, the account, the currency.

    `whole` names the statement with all its pages.
    """

    ident: str
    psp: str
    own: str
    currency: str
    whole: str = ""


class Entry(NamedTuple):
    """An entry: its place in the message from 1, its statement line and what its text says."""

    number: int
    line: Line
    details: Details


class _Movement(NamedTuple):
    direction: str
    kind: str
    scheme: str
    other: Side


def entry_row(entry: Entry, statement: Statement, ledger: Ledger, context: Context) -> Row:
    """Return the row of an entry.

    Raises:
        RowRejected: its day, amount or currency cannot be read.
    """
    _, line, details = entry
    money = context.value("payment", "amount", lambda: _money(line, statement.currency))
    initiated = context.value("payment", "initiated", lambda: booked(line.value, line.entry, context.zone))
    if money is None or initiated is None:  # both are essential: a missing one has been raised
        raise RowRejected("missing_key")
    movement = _movement(line, details, statement.own)
    psp_ref, parent = _keys(entry, statement, (money, initiated, movement), ledger)
    values: dict[str, Any] = {
        "psp": statement.psp,
        "psp_ref": psp_ref,
        "direction": movement.direction,
        "row_kind": movement.kind,
        "order_id": find_order([details.end_to_end, *details.texts, stated(line.reference)], context),
        "status": "reversed" if movement.kind == "reversal" else "captured",
        "scheme": movement.scheme,
        "initiation": "unknown",
        "initiated": initiated,
        "amount": money,
        "parent_psp_ref": parent,
        **_instrument(movement),
    }
    if movement.kind == "payment" and movement.direction == _IN:
        values |= _payer(movement.other, details.ultimate)
        values["initiation"] = _INITIATION.get(movement.scheme, "unknown")
    return Row("payment", values)


def _money(line: Line, currency: str) -> Money:
    number = plain_number(line.number)
    if not number:
        raise UnreadableValue("bad_amount")
    return parse_money(number, currency)


def _movement(line: Line, details: Details, own: str) -> _Movement:
    direction = _IN if SIGN[line.mark] > 0 else _OUT
    undone = line.mark in REVERSED or details.returned or details.gvc in RETURN_GVC or line.kind in RETURN_TYPES
    fee = direction == _OUT and (details.gvc in FEE_GVC or line.kind in FEE_TYPES)
    kind = "reversal" if undone else "fee" if fee else "payment"
    scheme = scheme_of_entry(details.gvc, details.product, line.kind, collected=bool(details.creditor))
    return _Movement(direction, kind, scheme, _counterparty(details, direction, own, undone=undone))


def _counterparty(details: Details, direction: str, own: str, *, undone: bool) -> Side:
    """Return the side that is not ours: who orders what comes in, who receives what goes out.

    A return keeps the roles of the movement it undoes, so the sides swap. Where the text names one side without saying
    which, it is the other one; a side that is ours is never taken for it.
    """
    first = details.ordering if (direction == _IN) is not undone else details.beneficiary
    plain = details.other
    side = Side(first.name or plain.name, first.account or plain.account, first.bic or plain.bic, first.address)
    return Side() if side.account and side.account == own else side


def _instrument(movement: _Movement) -> dict[str, str | None]:
    if movement.scheme == "card":
        return {"instrument_kind": "card"}
    account, bic = movement.other.account, movement.other.bic or None
    if not account:
        return {"instrument_kind": "unknown", "bic": bic}
    return {"instrument_kind": "iban" if has_form(account) else "other", "iban": account, "bic": bic}


def _payer(other: Side, ultimate: str) -> dict[str, str | None]:
    """The ultimate payer overrides the name; the name on the account is then kept apart."""
    return {
        "payer_name": ultimate or other.name or None,
        "payer_account_name": other.name or None if ultimate else None,
        "billing_line1": other.address or None if not ultimate else None,
    }


def _keys(
    entry: Entry, statement: Statement, found: tuple[Money, Instant, _Movement], ledger: Ledger
) -> tuple[str, str | None]:
    """Return the key of the entry and, of one that undoes another, the key of that one.

    The end-to-end reference of a return is that of the payment it undoes, and so may be the bank's reference. A name
    that several payments of the file go by names none.
    """
    (number, line, details), (money, initiated, movement) = entry, found
    psp, place = statement.psp, f"{statement.ident}/{number}/0"
    end_to_end = "" if any(card_numbers(details.end_to_end)) else details.end_to_end  # a payer may write his card's
    bank = _own_reference(line.bank_key, details.batch)
    names: list[tuple[str, ...]] = [("EndToEndId", end_to_end)] if end_to_end else []
    names += [("AcctSvcrRef", bank)] if bank else []
    names += [("MndtId", details.mandate, str(money.minor), money.currency)] if details.mandate else []
    other = (movement.other.account, movement.other.name, details.ultimate)
    signature = (money, movement.direction, movement.kind, initiated.utc, statement.own, *other)
    if movement.kind != "reversal":
        psp_ref = ledger.key(psp, bank or end_to_end, place, signature, statement.whole)
        if movement.kind == "payment":
            ledger.remember(psp, psp_ref, names)
        return psp_ref, None
    parent = ledger.original(psp, names)
    own = bank if bank != parent else ""
    psp_ref = ledger.key(psp, own, place, signature, statement.whole)
    return psp_ref, None if parent == "" else parent or end_to_end or None


def _own_reference(bank: str, batch: str) -> str:
    """Return the bank's reference unless it only names the batch, as `97261/039` beside `?1097261` (Commerzbank)."""
    return "" if batch and bank.startswith(f"{batch}/") else bank

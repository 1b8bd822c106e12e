"""One row of an export to what it becomes: a payment with its fee and checks, or why it is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from keerpunt.errors import UnreadableValue
from keerpunt.intake.bank_references import find_order
from keerpunt.intake.context import Context, RowRejected
from keerpunt.intake.formats.paypal.amounts import Notation, signed_money
from keerpunt.intake.formats.paypal.headers import Cells, Columns
from keerpunt.intake.formats.paypal.kinds import RowKind, kind_of_code, kind_of_word
from keerpunt.intake.formats.paypal.spelling import plain
from keerpunt.intake.formats.paypal.times import ipn_instant, row_instant
from keerpunt.intake.formats.paypal.words import MEMO, address_check, payer_check, status_of
from keerpunt.intake.records import Excluded, Mapped, Record, Rejected, Row
from keerpunt.values.country import country_code
from keerpunt.values.instant import Instant
from keerpunt.values.money import Money

PSP = "paypal"
UNKNOWN = "unknown"

EXCLUDED: dict[RowKind, str] = {
    RowKind.HOLD: "balance_row",
    RowKind.CONVERSION: "own_account_side",
    RowKind.OWN: "own_account_side",
    RowKind.MEMO: "not_booked",
    RowKind.ITEM: "not_in_map",
    RowKind.SUBSCRIPTION: "not_in_map",
}
"""A conversion moves money between balances of one account: the sale stands in the buyer's currency in its own row."""

_ROW_KIND: dict[RowKind, str] = {
    RowKind.PAYMENT: "payment",
    RowKind.CHECKOUT: "payment",
    RowKind.RECURRING: "payment",
    RowKind.REFUND: "refund",
    RowKind.REVERSAL: "reversal",
    RowKind.CHARGEBACK: "reversal",
    RowKind.FEE: "fee",
    RowKind.OTHER: UNKNOWN,
}
_INITIATION = {RowKind.CHECKOUT: "customer", RowKind.RECURRING: "merchant"}
_DONE = {RowKind.REFUND: "refunded", RowKind.REVERSAL: "reversed", RowKind.CHARGEBACK: "charged_back"}
_IPN_KINDS = {"refunded": RowKind.REFUND, "reversed": RowKind.REVERSAL}
_DIRECTION = {1: "in", -1: "out", 0: UNKNOWN}
_STANDING = ("captured", "refunded", "reversed", "charged_back")

_ROUNDED = re.compile(r"[0-9](?:[.,][0-9]+E\+?|E\+)[0-9]{1,3}", re.IGNORECASE)
_IN_JSON = re.compile(r'"(order_number|order_id)"\s{0,9}:\s{0,9}(?:"([^"]{1,200})"|([0-9]{1,20}))')
_AGREEMENT = re.compile(r"[A-Z]{1,3}-.*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is known about a whole file: columns, decimal mark, order of days (empty where none is needed)."""

    columns: Columns
    notation: Notation
    order: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What one row says about itself before anything is read from it: kind, status, effect on the balance."""

    kind: RowKind
    status: str
    impact: str

    @property
    def memo(self) -> bool:
        """Whether the file says that the row left the balance as it was."""
        return self.impact in MEMO

    @property
    def settled(self) -> bool:
        """Whether the row changed the balance: as the file says, else by status; own transfers do when ordered."""
        if self.impact:
            return not self.memo
        if self.kind in (RowKind.MEMO, RowKind.ITEM, RowKind.SUBSCRIPTION):
            return False
        return self.status in (*_STANDING, UNKNOWN) or (self.status == "pending" and self.kind is RowKind.OWN)


def seen(cells: Cells, sheet: Sheet) -> Seen | None:
    """Return kind and status of a row, None where a word for either stands in no table."""
    columns = sheet.columns
    word, status = cells["kind"], cells["status"]
    state: str | None = UNKNOWN
    if status:
        state = status_of(status, columns.language)
    elif columns.statement:
        state = "captured"  # a statement lists what was booked
    kind = kind_of_code(cells["code"]) or kind_of_word(word, columns.language)
    if columns.language == "ipn" and state in _IPN_KINDS and cells["reference"]:
        kind = _IPN_KINDS[state]
    if kind is None or state is None:
        return None
    return Seen(kind, state, plain(cells["impact"]))


def row_record(place: str, cells: Cells, sheet: Sheet, context: Context) -> tuple[Record, Seen | None]:
    """Return what a row becomes, and what it said about itself."""
    found = seen(cells, sheet)
    if cells["test"] == "1":
        return Excluded(place, "test_mode"), None
    if found is None:
        return Rejected(place, "unknown_record"), None
    if found.kind in EXCLUDED:
        return Excluded(place, EXCLUDED[found.kind]), found
    if found.memo:
        return Excluded(place, "not_booked"), found
    try:
        return Mapped(place, tuple(_rows(cells, found, sheet, context))), found
    except RowRejected as rejected:
        return Rejected(place, rejected.code), found


def _rows(cells: Cells, found: Seen, sheet: Sheet, context: Context) -> Iterator[Row]:
    """Yield the payment, the fee that the same row states, and the checks of an incoming payment."""
    psp_ref = context.value("payment", "psp_ref", lambda: _identifier(cells["id"]))
    initiated = context.value("payment", "initiated", lambda: _initiated(cells, sheet, context))
    amount = context.value("payment", "amount", lambda: _amount(cells, sheet))
    if psp_ref is None or initiated is None or amount is None:  # all are essential: a missing one has been raised
        raise RowRejected("missing_key")
    money, sign = amount
    kind = _ROW_KIND[found.kind]
    values: dict[str, Any] = {
        "psp": PSP,
        "psp_ref": psp_ref,
        "direction": _DIRECTION[sign],
        "row_kind": kind,
        "order_id": _order(cells, context),
        "instrument_kind": "paypal" if kind == "payment" else UNKNOWN,
        "scheme": "wallet",
        "status": _status(found, kind),
        "initiated": initiated,
        "amount": money,
        "initiation": _INITIATION.get(found.kind, UNKNOWN) if sign > 0 else UNKNOWN,
    }
    if kind != "payment":
        values["parent_psp_ref"] = _parent(cells["reference"], psp_ref)
    payer = kind == "payment" and sign > 0
    if payer:
        values |= _payer(cells, context)
    yield Row("payment", values)
    yield from _fee(cells, sheet, values, context)
    if payer:
        yield from _checks(cells, psp_ref, context)


def _status(found: Seen, kind: str) -> str:
    """Return the state: what undoes a payment is done when it is completed."""
    return found.status if kind == "payment" or found.status not in _STANDING else _DONE.get(found.kind, "captured")


def _identifier(text: str) -> str:
    """Return a reference as found; a spreadsheet may have turned it into a rounded number."""
    if not text:
        raise UnreadableValue("missing_key")
    if _ROUNDED.fullmatch(text):
        raise UnreadableValue("bad_identifier")
    return text


def _initiated(cells: Cells, sheet: Sheet, context: Context) -> Instant:
    if sheet.columns.language == "ipn":
        return ipn_instant(cells["date"])
    return row_instant(cells["date"], cells["time"], cells["zone"], sheet.order, context.zone)


def _amount(cells: Cells, sheet: Sheet) -> tuple[Money, int]:
    return signed_money(cells["gross"], cells["currency"], sheet.notation)


def _parent(reference: str, own: str) -> str | None:
    """Return the transaction a row belongs to; `B-…`, `I-…` and `O-…` name agreements and orders, not transactions."""
    if not reference or reference == own or _AGREEMENT.fullmatch(reference):
        return None
    return reference


def _order(cells: Cells, context: Context) -> str | None:
    """Return the order: the one that a reference of the shop names among known ones, else its first reference."""
    stated = [text for text in (cells["invoice"], *_custom(cells["custom"])) if text]
    if not stated:
        return None
    orders = context.known.orders
    if orders:
        known = {text for text in stated if text in orders}
        if len(known) == 1:
            return known.pop()
        before = context.findings[("ambiguous_order", "order_id")]
        found = find_order(stated, context)
        if found is not None or context.findings[("ambiguous_order", "order_id")] > before:
            return found
    return stated[0]


def _custom(text: str) -> list[str]:
    """Return the order that a shop wrote into Custom: as it stands, or by its names inside JSON, the number first."""
    if not text.startswith("{"):
        return [text]
    found = {name: number or word for name, word, number in _IN_JSON.findall(text)}
    return [found[name] for name in ("order_number", "order_id") if name in found]


def _payer(cells: Cells, context: Context) -> dict[str, Any]:
    """Return who paid; the address is the one PayPal has for the payer, the e-mail address the log-in of that day."""
    full = " ".join(part for part in (cells["first_name"], cells["last_name"]) if part)
    land = cells["country_code"] or cells["country"]
    return {
        "payer_name": full or cells["name"] or None,
        "payer_email": cells["from_email"] or None,
        "payer_phone": cells["phone"] or None,
        "payer_id": cells["payer_id"] or None,
        "billing_line1": cells["line1"] or None,
        "billing_postcode": cells["postcode"] or None,
        "billing_city": cells["city"] or None,
        "billing_country": (context.value("payment", "billing_country", lambda: country_code(land)) if land else None)
        or "XX",
    }


def _fee(cells: Cells, sheet: Sheet, payment: dict[str, Any], context: Context) -> Iterator[Row]:
    """Yield the fee that PayPal took from a row, or gave back with it, as a row of its own.

    Gross is what the payer paid and stays whole; gross and fee together are the net amount, so nothing is lost and
    nothing counted twice. Its key is that of the payment with `/fee` behind.
    """
    text = cells["fee"]
    if not text:
        return
    try:
        money, sign = signed_money(text, payment["amount"].currency, sheet.notation)
    except UnreadableValue:
        context.note("unreadable_value", "fee")
        return
    if not sign:
        return
    values: dict[str, Any] = {
        "psp": PSP,
        "psp_ref": f"{payment['psp_ref']}/fee",
        "direction": _DIRECTION[sign],
        "row_kind": "fee",
        "order_id": payment["order_id"],
        "instrument_kind": UNKNOWN,
        "scheme": "wallet",
        "status": payment["status"] if payment["status"] in ("pending", "failed") else "captured",
        "initiated": payment["initiated"],
        "amount": money,
        "initiation": UNKNOWN,
        "parent_psp_ref": payment["psp_ref"],
    }
    yield Row("payment", values)


def _checks(cells: Cells, psp_ref: str, context: Context) -> Iterator[Row]:
    kinds = (("payer_verified", "payer_status", payer_check), ("address_confirmed", "address_status", address_check))
    for kind, field, read in kinds:
        raw = cells[field]
        if not raw:
            continue
        value = read(raw)
        if value is None:
            context.note("unknown_field", field)
        values = {"psp": PSP, "psp_ref": psp_ref, "check_kind": kind, "value": value or UNKNOWN, "value_raw": raw}
        yield Row("payment_check", values)

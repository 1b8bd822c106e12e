"""One row of an export to the payment and the order it speaks of."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from keerpunt.errors import UnreadableValue
from keerpunt.intake.context import Context, RowRejected
from keerpunt.intake.formats.btcpay.columns import OF_BUYER, OF_INVOICE, Cells, Columns
from keerpunt.intake.formats.btcpay.times import instant_of
from keerpunt.intake.records import Excluded, Mapped, Record, Rejected, Row
from keerpunt.values.country import country_code
from keerpunt.values.instant import Instant, ZoneRule
from keerpunt.values.money import Money, exponent_of, parse_money

PSP = "btcpay"
UNKNOWN = "unknown"

_CRYPTO = re.compile(r"(?P<number>[0-9]{1,18}(?:\.[0-9]{1,18})?)(?: [A-Za-z0-9]{2,10})?")
_ROUNDED = re.compile(r"[0-9](?:[.,][0-9]+E\+?|E\+)[0-9]{1,3}", re.IGNORECASE)
_WAITING = frozenset(("paid", "processing"))
_LIGHTNING = frozenset(("CHAIN", "LN", "LNURL", "LNURLPAY", "LIGHTNINGNETWORK", "BTCLIKE"))
_PAYMENT = ("payment", "address", "paid")
_NO = frozenset(("false", "no", "0"))


@dataclass(slots=True)
class Invoice:
    """The invoice of the row before: a report states its price once, and its order is given once (`ordered`)."""

    id: str = ""
    stated: dict[str, str] = field(default_factory=dict)
    payments: int = 0
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is known about a whole file: columns, order of days in digits, zone of times a browser wrote."""

    columns: Columns
    order: str
    browser: ZoneRule


def row_record(place: str, cells: Cells, before: Invoice, sheet: Sheet, context: Context) -> Record:
    """Return what a row becomes; `before` is brought up to date."""
    if not cells["invoice"] or cells["invoice"] != before.id:
        before.id, before.payments, before.ordered = cells["invoice"], 0, False
        before.stated = {name: cells[name] for name in (*OF_INVOICE, *OF_BUYER)}
    else:
        cells.update({name: text for name, text in before.stated.items() if text and not cells[name]})
    if not any(cells[name] for name in _PAYMENT):
        order = order_row(cells, before, sheet, context)
        return Mapped(place, (order,)) if order is not None else Excluded(place, "not_booked")
    before.payments += 1
    if cells["accounted"].lower() in _NO:
        return Excluded(place, "not_booked")
    try:
        payment = payment_row(cells, before.payments, sheet, context)
    except RowRejected as rejected:
        return Rejected(place, rejected.code)
    order = order_row(cells, before, sheet, context)
    return Mapped(place, (payment,) if order is None else (payment, order))


def payment_row(cells: Cells, number: int, sheet: Sheet, context: Context) -> Row:
    """Return the payment; raises RowRejected for one without key, time or amount."""
    psp_ref = context.value("payment", "psp_ref", lambda: _key(cells, number, sheet))
    initiated = context.value("payment", "initiated", lambda: _instant(cells["received"], sheet))
    amount = context.value("payment", "amount", lambda: _amount(cells, context))
    land = cells["country"]
    values: dict[str, Any] = {
        "psp": PSP,
        "psp_ref": psp_ref,
        "direction": "in",
        "row_kind": "payment",
        "order_id": cells["order"] or None,
        "instrument_kind": "crypto_address",
        "wallet_address": cells["address"] or None,
        "chain": _chain(cells),
        "status": _status(cells),
        "scheme": "crypto",
        "initiated": initiated,
        "amount": amount,
        "initiation": "customer",
        "channel": cells["store"] or None,
        "payer_name": cells["name"] or None,
        "payer_email": cells["email"] or None,
        "payer_phone": cells["phone"] or None,
        "billing_line1": cells["line1"] or None,
        "billing_postcode": cells["postcode"] or None,
        "billing_city": cells["city"] or None,
        "billing_country": (context.value("payment", "billing_country", lambda: country_code(land)) if land else None)
        or "XX",
    }
    return Row("payment", values)


def order_row(cells: Cells, before: Invoice, sheet: Sheet, context: Context) -> Row | None:
    """Return the order an invoice was made for, with the invoice as its reference; None without one, or once given."""
    if before.ordered or not cells["order"] or not cells["invoice"] or not cells["price"]:
        return None
    before.ordered = True
    values: dict[str, Any] = {
        "order_id": cells["order"],
        "psp": PSP,
        "psp_ref": cells["invoice"],
        "placed": context.value("purchase_order", "placed", lambda: _instant(cells["created"], sheet))
        if cells["created"]
        else None,
        "amount": context.value("purchase_order", "amount", lambda: parse_money(cells["price"], cells["currency"])),
        "product": cells["item"] or None,
        "channel": cells["store"] or None,
        "email": cells["email"] or None,
    }
    return Row("purchase_order", values)


def _key(cells: Cells, number: int, sheet: Sheet) -> str:
    """Return PaymentId; the report Payments has none since 2024: there it is the invoice and its payment's number."""
    if "payment" not in sheet.columns.at and cells["invoice"]:
        return f"{cells['invoice']}/{number}"
    if not cells["payment"]:
        raise UnreadableValue("missing_key")
    if _ROUNDED.fullmatch(cells["payment"]):
        raise UnreadableValue("bad_identifier")
    return cells["payment"]


def _instant(text: str, sheet: Sheet) -> Instant:
    return instant_of(text, sheet.order, sheet.browser)


def _amount(cells: Cells, context: Context) -> Money:
    """Return what a payment is worth in the currency of its invoice.

    A payment that covers its invoice has the price as its amount: what is above it is network fee. One of several, or
    one that was too small or too large, has what BTCPay says it was worth; so the price of an invoice, which stands in
    the row of each of its payments, is counted once.

    Raises:
        UnreadableValue: `bad_currency`, `bad_amount` or `amount_not_exact`.
    """
    currency = cells["currency"]
    worth = parse_money(cells["worth"], currency) if cells["worth"] else _derived(cells, context)
    if not cells["price"] or _overpaid(cells):
        return worth
    try:
        price = parse_money(cells["price"], currency)
    except UnreadableValue:
        return worth
    return price if 0 < price.minor <= worth.minor else worth


def _derived(cells: Cells, context: Context) -> Money:
    """Return `Paid` at the rate of the invoice, as later versions state it: rounded half to even.

    Source: BTCPay Server, `InvoiceExport.cs` of 2018-12-27, `PaidCurrency`.
    """
    exponent = exponent_of(cells["currency"].upper())
    paid, rate = _CRYPTO.fullmatch(cells["paid"]), _CRYPTO.fullmatch(cells["rate"])
    if paid is None or rate is None:
        raise UnreadableValue("bad_amount")
    exact = Decimal(paid["number"]) * Decimal(rate["number"])
    context.note("derived_amount", "amount")
    unit = Decimal(1).scaleb(-exponent)
    return parse_money(f"{exact.quantize(unit, rounding=ROUND_HALF_EVEN):f}", cells["currency"])


def _overpaid(cells: Cells) -> bool:
    said = cells["exception"] + cells["full_state"]
    return "paidover" in said.replace(" ", "").lower()


def _chain(cells: Cells) -> str | None:
    """Return the currency's own chain, or the one that the payment method names (`USDT-TRON`)."""
    _, _, network = cells["method"].upper().partition("-")
    own = not network or network in _LIGHTNING or not cells["method"].upper().startswith(cells["crypto"].upper())
    return (cells["crypto"] if own else network) or None


def _status(cells: Cells) -> str:
    """Return the state: accounted payments count as received, unless the file says that they wait or are invalid."""
    state = cells["state"].partition(" ")[0].lower()
    if cells["confirmed"].lower() in _NO or state in _WAITING:
        return "pending"
    return UNKNOWN if state == "invalid" else "captured"

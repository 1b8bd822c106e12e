"""Rows of a charge and of the objects that belong to one: refund, dispute, early fraud warning."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from keerpunt.intake.context import Context, RowRejected
from keerpunt.intake.formats.stripe.checks import check_rows
from keerpunt.intake.formats.stripe.index import Index
from keerpunt.intake.formats.stripe.instrument import Method, method_of
from keerpunt.intake.formats.stripe.payer import payer_of
from keerpunt.intake.formats.stripe.values import Object, amount, created, label, part, reference, text, true
from keerpunt.intake.formats.stripe.words import (
    BY_MERCHANT,
    DISPUTE_OUTCOME,
    DISPUTE_REASON,
    FRAUD_CODE,
    PUSHED,
    REFUND_STATUS,
)
from keerpunt.intake.records import Row
from keerpunt.model.card_codes import eci_says_merchant


def charge_rows(charge: Object, locator: str, index: Index, context: Context) -> Iterator[Row]:
    """Yield the payment, its checks, and the refunds and dispute an expanded charge carries.

    Where the customer or a review of the same file completed the row, its locator names both places.

    Raises:
        RowRejected: no id, no time or no amount.
    """
    psp_ref = _key(text(charge, "id"))
    method = method_of(charge, context)
    index.remember(psp_ref, method)
    customer, customer_place = index.customer_of(charge)
    payer = payer_of(charge, method, customer, context)
    ip, review_place = index.ip_of(charge)
    places = [locator]
    if payer.from_customer and customer_place:
        places.append(customer_place)
    if ip and review_place:
        places.append(review_place)
    values: dict[str, Any] = {
        "psp": "stripe",
        "psp_ref": psp_ref,
        "direction": "in",
        "row_kind": "payment",
        "order_id": label(charge, "metadata", "order_id"),
        "platform_account_id": label(charge, "metadata", "account_id"),
        **method.fields(context),
        "status": _status(charge),
        "initiated": context.value("payment", "initiated", lambda: created(charge)),
        "amount": context.value("payment", "amount", lambda: amount(charge)),
        "initiation": _initiation(charge, method),
        "channel": reference(charge, "on_behalf_of"),
        **payer.fields,
        "ip": ip,
    }
    yield Row("payment", values, "|".join(places) if len(places) > 1 else "")
    yield from check_rows(psp_ref, charge, method, verified=payer.verified, context=context)
    yield from _expanded(charge, locator, context)


def refund_row(refund: Object, context: Context, locator: str = "") -> Row:
    """Return a refund as a payment of its own that goes out; raises RowRejected."""
    values: dict[str, Any] = {
        "psp": "stripe",
        "psp_ref": _key(text(refund, "id")),
        "direction": "out",
        "row_kind": "refund",
        "order_id": label(refund, "metadata", "order_id"),
        "platform_account_id": label(refund, "metadata", "account_id"),
        "status": REFUND_STATUS.get(text(refund, "status") or "", "unknown"),
        "initiated": context.value("payment", "initiated", lambda: created(refund)),
        "amount": context.value("payment", "amount", lambda: amount(refund)),
        "parent_psp_ref": reference(refund, "charge"),
    }
    return Row("payment", values, locator)


def dispute_row(dispute: Object, context: Context, locator: str = "") -> Row:
    """Return the dispute of a charge; raises RowRejected('missing_key') where it names none."""
    reason = text(dispute, "reason") or ""
    if reason and reason not in DISPUTE_REASON:
        context.note("unknown_field", "reason")
    values: dict[str, Any] = {
        "psp": "stripe",
        "psp_ref": _key(reference(dispute, "charge")),
        "reason": DISPUTE_REASON.get(reason, "unknown"),
        "filed": context.value("dispute", "filed", lambda: created(dispute)) if "created" in dispute else None,
        "outcome": DISPUTE_OUTCOME.get(text(dispute, "status") or "", "unknown"),
    }
    return Row("dispute", values, locator)


def warning_row(warning: Object, index: Index, context: Context) -> Row:
    """Return an early fraud warning with the card of its charge.

    Raises:
        RowRejected: `missing_key` where it names no charge, `orphan_reference` where that charge is not in this file:
            without a card the report could be held against nobody and in favour of nobody.
    """
    charge = part(warning, "charge")
    psp_ref = _key(reference(warning, "charge"))
    method = method_of(charge, context) if len(charge) > 1 else index.methods.get(psp_ref)
    if method is None:
        raise RowRejected("orphan_reference")
    fraud_type = text(warning, "fraud_type") or ""
    if fraud_type not in FRAUD_CODE:
        context.note("unknown_field", "fraud_type")
    fields = method.fields(context)
    wanted = ("instrument_kind", "fingerprint", "fingerprint_scope", "last4")
    values: dict[str, Any] = {name: fields[name] for name in wanted}
    values["code"] = FRAUD_CODE.get(fraud_type, "other" if fraud_type else "unknown")
    values["reported"] = context.value("fraud_report", "reported", lambda: created(warning))
    return Row("fraud_report", values)


def _key(found: str | None) -> str:
    if found is None:
        raise RowRejected("missing_key")
    return found


def _expanded(charge: Object, locator: str, context: Context) -> Iterator[Row]:
    """Yield what stands inside the charge; one that cannot be read is a finding, the charge itself is not lost."""
    refunds = part(charge, "refunds").get("data")
    for number, refund in enumerate(refunds if isinstance(refunds, list) else []):
        if isinstance(refund, dict):
            try:
                yield refund_row({"charge": charge.get("id"), **refund}, context, f"{locator}/refunds/data/{number}")
            except RowRejected:
                context.note("unreadable_value", "refunds")
    dispute = part(charge, "dispute")
    if dispute:
        yield dispute_row({**dispute, "charge": charge.get("id")}, context, f"{locator}/dispute")


def _status(charge: Object) -> str:
    """Return the state by status, disputed, refunded, paid and captured, in this order of weight."""
    stated = text(charge, "status")
    if stated in ("failed", "pending"):
        return stated
    if true(charge, "disputed"):
        return "charged_back"
    if true(charge, "refunded"):
        return "refunded"
    if charge.get("paid") is False:
        return "failed"
    if not true(charge, "paid") and stated != "succeeded":
        return "unknown"
    captured = charge.get("captured")
    return "captured" if captured is True else "authorised" if captured is False else "unknown"


def _initiation(charge: Object, method: Method) -> str:
    """Tell who set the payment off: the merchant where it says so, the customer where he had to act, else unknown."""
    secure = part(method.details, "three_d_secure")
    off_session = part(charge, "payment_intent").get("off_session")
    cycle = text(charge, "invoice", "billing_reason") in BY_MERCHANT
    by_scheme = eci_says_merchant(method.brand, text(secure, "electronic_commerce_indicator") or "")
    if cycle or by_scheme or (off_session is not None and off_session is not False):
        return "merchant"
    if method.type in PUSHED or text(secure, "authentication_flow") == "challenge":
        return "customer"
    return "unknown"

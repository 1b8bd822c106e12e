"""Rows of a charge and of the objects that belong to one: refund, dispute, early fraud warning."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from keerpunt.errors import UnreadableValue
from keerpunt.intake.context import Context, RowRejected
from keerpunt.intake.formats.stripe.checks import check_rows
from keerpunt.intake.formats.stripe.index import Index, says_merchant
from keerpunt.intake.formats.stripe.instrument import Method, method_of
from keerpunt.intake.formats.stripe.payer import payer_of
from keerpunt.intake.formats.stripe.unwrap import Item, carried
from keerpunt.intake.formats.stripe.values import (
    Object,
    amount,
    created,
    label,
    number,
    part,
    reference,
    text,
    true,
)
from keerpunt.intake.formats.stripe.words import (
    DISPUTE_OUTCOME,
    DISPUTE_REASON,
    FRAUD_CODE,
    MONEY_STAYED,
    PUSHED,
    REFUND_STATUS,
)
from keerpunt.intake.records import Row
from keerpunt.model.card_codes import eci_says_merchant

REPORTED = ("instrument_kind", "fingerprint", "fingerprint_scope", "last4")
"""What a fraud report takes over from the charge."""


@dataclass(frozen=True, slots=True)
class Around:
    """What surrounds the objects of one record: what the other records say, the file, and the event if there is one."""

    index: Index
    context: Context
    account: str = ""
    stamp: int | None = None

    def stale(self, found: Object, locator: str) -> bool:
        """Tell whether a newer state of an object inside an event is known."""
        return self.index.superseded(text(found, "id"), locator, self.stamp)


def around(item: Item, index: Index, context: Context) -> Around:
    """Return what surrounds the objects of a record."""
    return Around(index, context, item.account, item.stamp)


def charge_rows(charge: Object, locator: str, near: Around) -> Iterator[Row]:
    """Yield the payment, its checks, and the refunds and dispute an expanded charge carries.

    Where other objects completed the row, its locator names their places too.

    Raises:
        RowRejected: no id, no time or no amount.
    """
    context, index = near.context, near.index
    psp_ref = _key(text(charge, "id"))
    method = method_of(charge, context)
    instrument = method.fields(context, near.account)
    if index.is_reported(psp_ref):
        index.remember(psp_ref, {name: instrument.get(name) for name in REPORTED}, locator)
    payer = payer_of(charge, method, index, context)
    ip, review_place = index.ip_of(charge)
    order_id, account_id, linked = _links(charge, near)
    initiation, invoice_place = _initiation(charge, method, index)
    helpers = dict.fromkeys((payer.place, review_place, linked, invoice_place))
    values: dict[str, Any] = {
        "psp": "stripe",
        "psp_ref": psp_ref,
        "direction": "in",
        "row_kind": "payment",
        "order_id": order_id,
        "platform_account_id": account_id,
        **instrument,
        "status": _status(charge),
        **_when_and_how_much(charge),
        "initiation": initiation,
        "channel": reference(charge, "on_behalf_of") or near.account or None,
        **payer.fields,
        "ip": ip,
    }
    _note_parts(charge, context)
    places = [locator, *filter(None, helpers)]
    yield Row("payment", values, "|".join(places) if len(places) > 1 else "")
    yield from check_rows(psp_ref, charge, method, verified=payer.verified, context=context)
    yield from _inside(charge, locator, near)


def refund_row(refund: Object, locator: str = "") -> Row:
    """Return a refund as a payment of its own that goes out; raises RowRejected.

    The oldest versions gave refunds no id; their balance transaction is unique to them.
    """
    values: dict[str, Any] = {
        "psp": "stripe",
        "psp_ref": _key(text(refund, "id") or reference(refund, "balance_transaction")),
        "direction": "out",
        "row_kind": "refund",
        "order_id": label(refund, "metadata", "order_id"),
        "platform_account_id": label(refund, "metadata", "account_id"),
        "status": REFUND_STATUS.get(text(refund, "status") or "", "unknown"),
        **_when_and_how_much(refund),
        "parent_psp_ref": reference(refund, "charge"),
    }
    return Row("payment", values, locator)


def dispute_row(dispute: Object, context: Context, locator: str = "") -> Row:
    """Return the dispute of a charge; raises RowRejected('missing_key') where it names none."""
    reason, status = text(dispute, "reason") or "", text(dispute, "status") or ""
    if reason and reason not in DISPUTE_REASON:
        context.note("unknown_field", "reason")
    if status and status not in DISPUTE_OUTCOME:
        context.note("unknown_field", "outcome")
    values: dict[str, Any] = {
        "psp": "stripe",
        "psp_ref": _key(reference(dispute, "charge")),
        "reason": DISPUTE_REASON.get(reason, "unknown"),
        "filed": context.value("dispute", "filed", lambda: created(dispute)) if "created" in dispute else None,
        "outcome": DISPUTE_OUTCOME.get(status, "unknown"),
    }
    return Row("dispute", values, locator)


def warning_row(warning: Object, instrument: dict[str, Any], context: Context, locator: str = "") -> Row:
    """Return an early fraud warning with the instrument of its charge."""
    fraud_type = text(warning, "fraud_type") or ""
    if fraud_type not in FRAUD_CODE:
        context.note("unknown_field", "fraud_type")
    values = {name: instrument.get(name) for name in (*REPORTED, "iban")}
    values["code"] = FRAUD_CODE.get(fraud_type, "other" if fraud_type else "unknown")
    values["reported"] = context.value("fraud_report", "reported", lambda: created(warning))
    return Row("fraud_report", values, locator)


def _when_and_how_much(found: Object) -> dict[str, Any]:
    """Return what no payment can lack; raises RowRejected."""
    try:
        return {"initiated": created(found), "amount": amount(found)}
    except UnreadableValue as error:
        raise RowRejected(error.code) from None


def _key(found: str | None) -> str:
    if found is None:
        raise RowRejected("missing_key")
    return found


def _inside(charge: Object, locator: str, near: Around) -> Iterator[Row]:
    """Yield what stands inside the charge; one that cannot be read is a finding, the charge itself is not lost."""
    ident = charge.get("id")
    for place, found in carried(charge, locator):
        if near.stale(found, place):
            continue
        try:
            if place == f"{locator}/dispute":
                yield dispute_row({**found, "charge": ident}, near.context, place)
            else:
                yield refund_row({"charge": ident, **found}, place)
        except RowRejected:
            near.context.note("unreadable_value", "dispute" if place.endswith("/dispute") else "refunds")


def _note_parts(charge: Object, context: Context) -> None:
    """Note what the charge states in sums that its rows cannot show: refunds elsewhere, a capture of less."""
    refunded, taken, whole = number(charge, "amount_refunded"), charge.get("amount_captured"), charge.get("amount")
    if taken != whole and 0 < (number(charge, "amount_captured") or 0) < (number(charge, "amount") or 0):
        context.note("partial_capture", "amount_captured")
    listed = charge.get("refunds")
    if not refunded and not (isinstance(listed, dict) and listed.get("has_more") is True):
        return
    rows = listed.get("data") if isinstance(listed, dict) else listed
    found = [refund for refund in rows if isinstance(refund, dict)] if isinstance(rows, list) else []
    lasting = (refund for refund in found if text(refund, "status") not in ("failed", "canceled"))
    more = isinstance(listed, dict) and true(listed, "has_more")
    if more or (refunded or 0) > sum(number(refund, "amount") or 0 for refund in lasting):
        context.note("refunds_elsewhere", "amount_refunded")


def _status(charge: Object) -> str:
    """Return the state by status, disputed, refunded, paid and captured, in this order of weight.

    A part that was refunded does not change the state of the charge: the refund is a row of its own.
    """
    stated = text(charge, "status")
    if stated in ("failed", "pending"):
        return stated
    if true(charge, "disputed") and text(charge, "dispute", "status") not in MONEY_STAYED:
        return "charged_back"
    if true(charge, "refunded"):
        return "refunded"
    if charge.get("paid") is False:
        return "failed"
    if not true(charge, "paid") and stated not in ("succeeded", "paid"):
        return "unknown"
    captured = charge.get("captured")
    return "captured" if captured is True else "authorised" if captured is False else "unknown"


def _links(charge: Object, near: Around) -> tuple[str | None, str | None, str]:
    """Return order and account by the charge's own words, else by what its intent, session or invoice states.

    Where those differ, none counts (finding).
    """
    order, account = label(charge, "metadata", "order_id"), label(charge, "metadata", "account_id")
    if order and account:
        return order, account, ""
    stated = [
        (label(expanded, "metadata", "order_id"), label(expanded, "metadata", "account_id"), "")
        for expanded in _expanded(charge)
    ]
    stated += near.index.links_of(charge)
    place = ""
    if order is None:
        order, place = _agreed([(link[0], link[2]) for link in stated], "order_id", near.context)
    if account is None:
        account, second = _agreed([(link[1], link[2]) for link in stated], "platform_account_id", near.context)
        place = place or second
    return order, account, place


def _agreed(stated: list[tuple[str | None, str]], column: str, context: Context) -> tuple[str | None, str]:
    said = {value: place for value, place in reversed(stated) if value}
    if len(said) > 1:
        context.note("link_conflict", column)
        return None, ""
    return next(iter(said.items()), (None, ""))


def _initiation(charge: Object, method: Method, index: Index) -> tuple[str, str]:
    """Tell who set the payment off: the merchant where it says so, the customer where he had to act, else unknown.

    With it comes the place of the invoice or intent that says so.
    """
    secure = part(method.details, "three_d_secure")
    by_scheme = bool(secure) and eci_says_merchant(method.brand, text(secure, "electronic_commerce_indicator") or "")
    if by_scheme or any(says_merchant(expanded) for expanded in _expanded(charge)):
        return "merchant", ""
    place = index.set_off_by_merchant(charge)
    if place is not None:
        return "merchant", place
    pushed = method.type in PUSHED and not reference(method.details, "mandate")
    if pushed or text(secure, "authentication_flow") == "challenge":
        return "customer", ""
    return "unknown", ""


def _expanded(charge: Object) -> list[Object]:
    """Return the intent and the invoice of a charge, as far as they are expanded."""
    return [found for name in ("payment_intent", "invoice") if isinstance(found := charge.get(name), dict)]

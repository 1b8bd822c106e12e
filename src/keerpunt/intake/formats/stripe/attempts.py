"""The attempts of a payment intent: one payment for each, also for one that only its error tells of."""

from __future__ import annotations

from typing import Any

from keerpunt.intake.context import RowRejected
from keerpunt.intake.formats.stripe.checks import check_rows
from keerpunt.intake.formats.stripe.instrument import paid_with
from keerpunt.intake.formats.stripe.payer import payer_of
from keerpunt.intake.formats.stripe.rows import Around, charge_rows
from keerpunt.intake.formats.stripe.unwrap import REFERENCE, carried
from keerpunt.intake.formats.stripe.values import Object, amount, created, label, part, reference, text
from keerpunt.intake.records import Excluded, Mapped, Record, Rejected, Row

ERROR = "last_payment_error"


def attempts(intent: Object, locator: str, near: Around) -> Record:
    """Return one payment per attempt: older versions list the charges, newer ones may expand the latest.

    An attempt that cannot be read is a finding, as long as another one can, and so is one of which the list has no more
    than the id. The metadata of the intent hold for its charges. An intent without any attempt moved nothing; one of
    whose attempts newer states are known is superseded.

    Raises:
        RowRejected: there are attempts and none can be read.
    """
    rows: list[Row] = []
    seen: set[str | None] = set()
    fault: RowRejected | None = None
    stale = False
    for place, charge in carried(intent, locator):
        if charge.get("livemode") is False:
            continue
        if near.stale(charge, place):
            stale = True
            continue
        if text(charge, "id") in seen:
            continue
        if charge.keys() <= REFERENCE:
            near.context.note("unreadable_value", _member(place, locator))
            continue
        seen.add(text(charge, "id"))
        try:
            found = list(charge_rows(_completed(charge, intent), place, near))
        except RowRejected as rejected:
            fault = rejected
            near.context.note("unreadable_value", _member(place, locator))
        else:
            rows += [Row(row.table, row.values, row.locator or place) for row in found]
    try:
        rows += _failed(intent, locator, near, seen)
    except RowRejected as rejected:
        fault = rejected
        near.context.note("unreadable_value", ERROR)
    if rows:
        return Mapped(locator, tuple(rows))
    if fault is not None:
        raise fault
    return Rejected(locator, "superseded") if stale else Excluded(locator, "not_in_map")


def _member(place: str, locator: str) -> str:
    return place.removeprefix(f"{locator}/").partition("/")[0]


def told_only(intent: Object, locator: str, near: Around) -> Record:
    """Return what an older state of an intent tells that no newer one does: an attempt that failed before others."""
    try:
        rows = _failed(intent, locator, near, set())
    except RowRejected as rejected:
        return Rejected(locator, rejected.code)
    return Mapped(locator, tuple(rows)) if rows else Rejected(locator, "superseded")


def _completed(charge: Object, intent: Object) -> Object:
    """Return a charge that knows its intent, where it only names it or not even that."""
    if part(charge, "payment_intent"):
        return charge
    known = {name: intent.get(name) for name in ("id", "object", "metadata", "off_session", "customer")}
    customer = charge.get("customer") or intent.get("customer")
    return {**charge, "payment_intent": known, "customer": customer}


def _failed(intent: Object, locator: str, near: Around, seen: set[str | None]) -> list[Row]:
    """Return the attempt that the last error tells of, unless its charge is at hand, here or in another file.

    The error has no time of its own: it counts as tried when the event reported it, else when the intent was created.

    Raises:
        RowRejected: no time or no amount.
    """
    error = part(intent, ERROR)
    psp_ref, place = text(error, "charge"), f"{locator}/{ERROR}"
    if psp_ref is None or psp_ref in seen or not near.index.is_only_told(psp_ref, locator):
        return []
    near.context.wanted.add(("stripe", psp_ref))
    if ("stripe", psp_ref) in near.context.known.payments:
        return []
    method = paid_with(part(error, "payment_method") or part(error, "source"))
    charge = {"billing_details": method.holder, "customer": intent.get("customer")}
    payer = payer_of(charge, method, near.index, near.context)
    moment = intent if near.stamp is None else {"created": str(near.stamp)}
    values: dict[str, Any] = {
        "psp": "stripe",
        "psp_ref": psp_ref,
        "direction": "in",
        "row_kind": "payment",
        "order_id": label(intent, "metadata", "order_id"),
        "platform_account_id": label(intent, "metadata", "account_id"),
        **method.fields(near.context, near.account),
        "status": "failed",
        "initiated": near.context.value("payment", "initiated", lambda: created(moment)),
        "amount": near.context.value("payment", "amount", lambda: amount(intent)),
        "channel": reference(intent, "on_behalf_of") or near.account or None,
        **payer.fields,
    }
    shown = f"{place}|{payer.place}" if payer.place else place
    checks = check_rows(psp_ref, charge, method, verified=payer.verified, context=near.context)
    return [Row("payment", values, shown), *(Row(row.table, row.values, place) for row in checks)]

"""The card processor's export: one object per line, in the order in which it was created."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from keerpunt.simulate.ledger import Card, Charge, Complaint, Ledger, Price
from keerpunt.simulate.people import Address
from keerpunt.values.currencies import PROVIDER_EXPONENT
from keerpunt.values.money import exponent_of

EXPORT = "psp/stripe.jsonl"

_FLOWS: dict[str, dict[str, str | None] | None] = {
    "challenge": {
        "authentication_flow": "challenge",
        "electronic_commerce_indicator": "05",
        "result": "authenticated",
        "result_reason": None,
        "version": "2.2.0",
    },
    "frictionless": {
        "authentication_flow": "frictionless",
        "electronic_commerce_indicator": "05",
        "result": "authenticated",
        "result_reason": None,
        "version": "2.2.0",
    },
    "attempted": {
        "authentication_flow": "frictionless",
        "electronic_commerce_indicator": "06",
        "result": "attempt_acknowledged",
        "result_reason": None,
        "version": "2.1.0",
    },
    "none": None,
}
_CHECKS_ADDRESS = frozenset(("GB", "AU", "NZ"))
_CVC = {"pass": "pass", "not_sent": "unchecked"}


def write_stripe(ledger: Ledger, out: Path) -> None:
    """Write every charge with what followed it as JSON lines."""
    path = out / EXPORT
    path.parent.mkdir(parents=True, exist_ok=True)
    objects = sorted((o for charge in ledger.charges for o in _objects(charge)), key=lambda o: (o["created"], o["id"]))
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for one in objects:
            file.write(json.dumps(one, ensure_ascii=False, separators=(",", ":")) + "\n")


def stripe_minor(price: Price) -> int:
    """Return an amount in the units the provider counts, which differ from ISO 4217 for ISK."""
    more = PROVIDER_EXPONENT["stripe"][price.currency] - exponent_of(price.currency)
    return price.minor * int(10**more)


def _objects(charge: Charge) -> Iterator[dict[str, Any]]:
    yield _charge(charge)
    if charge.review_ip:
        yield _review(charge)
    complaint = charge.complaint
    if complaint is None:
        return
    if complaint.kind == "refund":
        yield _refund(charge, complaint)
        return
    yield _dispute(charge, complaint)
    if complaint.early_warning:
        yield _warning(charge, complaint)


def _unix(instant: dt.datetime) -> int:
    return int(instant.timestamp())


def _id(prefix: str, charge: Charge) -> str:
    return f"{prefix}_{charge.charge_id.removeprefix('ch_')}"


def _charge(charge: Charge) -> dict[str, Any]:
    amount = stripe_minor(charge.price)
    refunded = charge.complaint is not None and charge.complaint.kind == "refund"
    disputed = charge.complaint is not None and charge.complaint.kind == "dispute"
    return {
        "id": charge.charge_id,
        "object": "charge",
        "amount": amount,
        "amount_captured": amount if charge.paid else 0,
        "amount_refunded": amount if refunded else 0,
        "billing_details": {
            "address": _address(charge.address),
            "email": charge.email or None,
            "name": charge.name,
            "phone": None,
        },
        "captured": charge.paid,
        "created": _unix(charge.created),
        "currency": charge.price.currency.lower(),
        "customer": None,
        "disputed": disputed,
        "failure_code": None if charge.paid else "card_declined",
        "livemode": charge.live,
        "metadata": {"order_id": charge.order_id},
        "outcome": _outcome(charge, disputed),
        "paid": charge.paid,
        "payment_intent": _id("pi", charge),
        "payment_method_details": {"card": _card(charge), "type": "card"},
        "refunded": refunded,
        "status": "succeeded" if charge.paid else "failed",
    }


def _outcome(charge: Charge, disputed: bool) -> dict[str, Any]:
    elevated = disputed and charge.auth == "none"
    return {
        "network_status": "approved_by_network" if charge.paid else "declined_by_network",
        "risk_level": "elevated" if elevated else "normal",
        "risk_score": 68 if elevated else 11 + int(charge.card.last4) % 30,
        "type": "authorized" if charge.paid else "issuer_declined",
    }


def _address(address: Address | None) -> dict[str, str | None]:
    return {
        "city": address.city if address else None,
        "country": address.country if address else None,
        "line1": address.line1 if address else None,
        "line2": None,
        "postal_code": address.postcode if address else None,
        "state": None,
    }


def _card(charge: Charge) -> dict[str, Any]:
    card: Card = charge.card
    address = charge.address
    checked = "pass" if card.country in _CHECKS_ADDRESS else "unavailable"
    return {
        "brand": card.brand,
        "checks": {
            "address_line1_check": checked if address else None,
            "address_postal_code_check": checked if address else None,
            "cvc_check": _CVC[charge.cvc],
        },
        "country": card.country,
        "exp_month": card.expires[1],
        "exp_year": card.expires[0],
        "fingerprint": card.fingerprint,
        "funding": card.funding,
        "last4": card.last4,
        "network": card.brand,
        "three_d_secure": _FLOWS[charge.auth],
        "wallet": None,
    }


def _refund(charge: Charge, complaint: Complaint) -> dict[str, Any]:
    return {
        "id": _id("re", charge),
        "object": "refund",
        "amount": stripe_minor(charge.price),
        "charge": charge.charge_id,
        "created": _unix(complaint.occurred),
        "currency": charge.price.currency.lower(),
        "livemode": charge.live,
        "payment_intent": _id("pi", charge),
        "reason": "requested_by_customer",
        "status": "succeeded",
    }


def _dispute(charge: Charge, complaint: Complaint) -> dict[str, Any]:
    return {
        "id": _id("dp", charge),
        "object": "dispute",
        "amount": stripe_minor(charge.price),
        "charge": charge.charge_id,
        "created": _unix(complaint.occurred),
        "currency": charge.price.currency.lower(),
        "livemode": charge.live,
        "payment_intent": _id("pi", charge),
        "reason": complaint.reason,
        "status": complaint.outcome,
    }


def _warning(charge: Charge, complaint: Complaint) -> dict[str, Any]:
    return {
        "id": _id("issfr", charge),
        "object": "radar.early_fraud_warning",
        "actionable": False,
        "charge": charge.charge_id,
        "created": _unix(complaint.occurred - dt.timedelta(days=2)),
        "fraud_type": complaint.early_warning,
        "livemode": charge.live,
        "payment_intent": _id("pi", charge),
    }


def _review(charge: Charge) -> dict[str, Any]:
    return {
        "id": _id("prv", charge),
        "object": "review",
        "charge": charge.charge_id,
        "closed_reason": "approved",
        "created": _unix(charge.created) + 2,
        "ip_address": charge.review_ip,
        "livemode": charge.live,
        "open": False,
        "payment_intent": _id("pi", charge),
        "reason": "approved",
    }

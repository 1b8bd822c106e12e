"""A slow, plain reading of Stripe objects, written from the rules and not from the reader: all of a file in memory."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

_NONE = {"bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf", "xof", "xpf"}
_THREE = {"bhd", "jod", "kwd", "omr", "tnd"}


def objects(body: bytes) -> list[tuple[int | None, dict[str, Any]]]:
    """Return (time of the event or None, object) for everything in a file of lines or a document."""
    text = body.decode("utf-8")
    try:
        roots = [json.loads(text)]
    except ValueError:
        roots = [json.loads(line) for line in text.splitlines() if line.strip()]
    found: list[tuple[int | None, dict[str, Any]]] = []
    while roots:
        root = roots.pop(0)
        if isinstance(root, list):
            roots = root + roots
        elif root.get("object") in ("list", None) and "data" in root:
            roots = root["data"] + roots
        elif root.get("object") == "event":
            found.append((root["created"], root["data"]["object"]))
        else:
            found.append((None, root))
    return found


def amount(found: dict[str, Any]) -> Decimal:
    """Return the sum in whole units of its currency."""
    digits = 0 if found["currency"] in _NONE else 3 if found["currency"] in _THREE else 2
    return Decimal(found["amount"]).scaleb(-digits)


def payments(body: bytes) -> dict[str, tuple[Any, ...]]:
    """Return by reference: kind, sum, status, parent, e-mail, address, fingerprint, last four digits.

    Of several states of an object the one as exported counts, else that of the latest event; of equal ones the last.
    """
    everything = objects(body)
    live = [(moment, found) for moment, found in everything if found.get("livemode", True)]
    customers = {found["id"]: found for _, found in live if found["object"] == "customer"}
    addresses = {found["charge"]: found["ip_address"] for _, found in live if found["object"] == "review"}
    newest: dict[str, dict[str, Any]] = {}
    for _, found in sorted(live, key=lambda pair: float("inf") if pair[0] is None else pair[0]):
        if found["object"] in ("charge", "refund"):
            newest[found["id"]] = found
    rows: dict[str, tuple[Any, ...]] = {}
    for ident, found in newest.items():
        if found["object"] == "refund":
            status = {"succeeded": "refunded", "pending": "pending", "failed": "failed"}[found["status"]]
            rows[ident] = ("refund", amount(found), status, found["charge"], None, None, None, None)
            continue
        details = found["billing_details"]
        stated = any(details[name] for name in ("name", "email", "phone"))
        person = details if stated else customers.get(found["customer"], {})
        email = person.get("email") or (None if person.get("name") else found.get("receipt_email"))
        card = found["payment_method_details"]["card"]
        rows[ident] = (
            "payment", amount(found), state(found), None, email, addresses.get(ident),
            card["fingerprint"], card["last4"],
        )  # fmt: skip
    return rows


def state(charge: dict[str, Any]) -> str:
    """Return the status of a charge in our words."""
    if charge["status"] != "succeeded":
        return str(charge["status"])
    if charge["disputed"]:
        return "charged_back"
    if charge["refunded"]:
        return "refunded"
    return "captured" if charge["captured"] else "authorised"


def reported(body: bytes) -> list[tuple[str, str]]:
    """Return (fingerprint, fraud type) of every early fraud warning whose charge is in the file."""
    live = [found for _, found in objects(body) if found.get("livemode", True)]
    cards = {
        found["id"]: found["payment_method_details"]["card"]["fingerprint"]
        for found in live
        if found["object"] == "charge"
    }
    warnings = [found for found in live if found["object"] == "radar.early_fraud_warning"]
    return [(cards[found["charge"]], found["fraud_type"]) for found in warnings if found["charge"] in cards]

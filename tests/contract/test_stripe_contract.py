"""Stripe objects as lines keep the contract of line formats; as documents they are in test_readers."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from keerpunt.intake.formats.stripe import READER
from tests.support.reader_contract import ReaderContract


def charge(number: int, **more: Any) -> dict[str, Any]:
    """Return a charge that needs no other object of its file."""
    method = {"type": "card", "card": {"brand": "visa", "last4": "4242", "checks": {"cvc_check": "pass"}}}
    base = {"object": "charge", "id": f"ch_{number}", "created": 1_700_000_000, "amount": 900, "currency": "eur"}
    return {**base, "status": "succeeded", "payment_method_details": method, **more}


OBJECTS = (
    charge(1, billing_details={"name": "Zoë Voorbeeld", "email": "zoe@example.org"}),
    charge(2, livemode=False),
    {"object": "refund", "id": "re_1", "charge": "ch_1", "created": 1_700_000_001, "amount": 900, "currency": "eur"},
    {"object": "dispute", "id": "dp_1", "charge": "ch_1", "reason": "fraudulent", "status": "won", "created": 1},
    {"object": "payout", "id": "po_1"},
    charge(3, amount="a lot"),
)


class TestStripeLines(ReaderContract):
    reader = READER
    line_format = True
    file_name = "stripe.jsonl"
    samples: ClassVar[dict[str, bytes]] = {
        "escaped": "".join(json.dumps(found) + "\n" for found in OBJECTS).encode(),
        "plain": "\n\n".join(json.dumps(found, ensure_ascii=False) for found in OBJECTS).encode(),
    }

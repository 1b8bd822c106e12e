"""Writes Stripe objects as an export has them: charges with all their fields, and what belongs to some of them.

As large as asked, streamed, the same number giving the same bytes. Names and references are invented; addresses are
reserved for documentation. Of a hundred objects 86 are charges, the others customers (who complete charges that state
no billing details), refunds, disputes, early fraud warnings and reviews.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_BEGIN = 1_704_067_200
_NAMES = ("Anna Voorbeeld", "Jörg Beispiel", "Chloé Exemple", "Lars Exempel", "Mia Esempio", "Noor Ejemplo")
_BRANDS = ("visa", "mastercard", "amex", "visa")
_COUNTRIES = ("NL", "DE", "FR", "DK", "IT", "ES")
_KIND = {7: "customer", 17: "refund", 27: "refund", 37: "dispute", 47: "warning", 57: "review"}
_CUSTOMERS = 8


def objects(records: int) -> Iterator[dict[str, Any]]:
    """Yield so many objects; each belongs to a charge that stands before or after it."""
    for n in range(records):
        kind = _KIND.get(n % 100, "customer" if n % 100 >= 100 - _CUSTOMERS else "charge")
        yield _MAKE[kind](n)


def stripe_lines(path: Path, records: int) -> None:
    """Write one object a line."""
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for found in objects(records):
            out.write(json.dumps(found, ensure_ascii=False) + "\n")


def stripe_list(path: Path, records: int) -> None:
    """Write one list of charges, indented as the API does."""
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write('{\n  "object": "list",\n  "url": "/v1/charges",\n  "has_more": false,\n  "data": [\n')
        for n in range(records):
            out.write((",\n" if n else "") + json.dumps(_charge(n), ensure_ascii=False, indent=2))
        out.write("\n  ]\n}\n")


def _charge_of(n: int) -> str:
    """Return the charge to which what stands at place n belongs."""
    return f"ch_3{n // 10 * 10 + n // 10 % 5:022d}"


def _customer(n: int) -> dict[str, Any]:
    return {
        "id": f"cus_{n % 100 + n // 100 * 100:014d}", "object": "customer", "address": _address(n), "balance": 0,
        "created": _BEGIN + n, "currency": "eur", "default_source": None, "delinquent": False, "description": None,
        "email": f"person{n}@mail.example.org", "invoice_prefix": f"{n:08X}", "livemode": True, "metadata": {},
        "name": _NAMES[n % 6], "phone": f"+3161{n % 10**7:07d}", "preferred_locales": [], "shipping": None,
        "tax_exempt": "none", "test_clock": None,
    }  # fmt: skip


def _refund(n: int) -> dict[str, Any]:
    return {
        "id": f"re_3{n:022d}", "object": "refund", "amount": 100 + n % 400, "balance_transaction": f"txn_3{n:022d}",
        "charge": _charge_of(n), "created": _BEGIN + n * 7 + 3600, "currency": "eur", "metadata": {},
        "destination_details": {"card": {"reference_status": "pending", "type": "refund"}, "type": "card"},
        "payment_intent": f"pi_3{n:022d}", "reason": "requested_by_customer", "receipt_number": None,
        "source_transfer_reversal": None, "status": "succeeded", "transfer_reversal": None,
    }  # fmt: skip


def _dispute(n: int) -> dict[str, Any]:
    return {
        "id": f"du_1{n:022d}", "object": "dispute", "amount": 1000 + n % 9000, "balance_transactions": [],
        "charge": _charge_of(n), "created": _BEGIN + n * 7 + 86_400, "currency": "eur", "evidence": {},
        "evidence_details": {"due_by": None, "has_evidence": False, "past_due": False, "submission_count": 0},
        "is_charge_refundable": False, "livemode": True, "metadata": {}, "payment_intent": f"pi_3{n:022d}",
        "reason": ("fraudulent", "unrecognized", "product_not_received")[n % 3],
        "status": ("lost", "won", "needs_response")[n % 3],
    }  # fmt: skip


def _warning(n: int) -> dict[str, Any]:
    return {
        "id": f"issfr_1{n:022d}", "object": "radar.early_fraud_warning", "actionable": True, "charge": _charge_of(n),
        "created": _BEGIN + n * 7 + 40_000, "fraud_type": "made_with_stolen_card", "livemode": True,
    }  # fmt: skip


def _review(n: int) -> dict[str, Any]:
    return {
        "id": f"prv_1{n:022d}", "object": "review", "billing_zip": None, "charge": _charge_of(n), "closed_reason": None,
        "created": _BEGIN + n * 7, "ip_address": f"203.0.113.{n % 254 + 1}", "ip_address_location": None,
        "livemode": True, "open": True, "opened_reason": "rule", "reason": "rule", "session": None,
    }  # fmt: skip


def _charge(n: int) -> dict[str, Any]:
    by_customer = n % 5 == 0
    return {
        "id": f"ch_3{n:022d}", "object": "charge", "amount": 1000 + n % 9000, "amount_captured": 1000 + n % 9000,
        "amount_refunded": 0, "application": None, "application_fee": None, "application_fee_amount": None,
        "balance_transaction": f"txn_3{n:022d}", "billing_details": _nobody() if by_customer else _billing(n),
        "calculated_statement_descriptor": "SHOP EXAMPLE", "captured": True, "created": _BEGIN + n * 7,
        "currency": "eur", "customer": f"cus_{n // 100 * 100 + 93 + n % 7:014d}", "description": f"Order O{n:08d}",
        "destination": None, "dispute": None, "disputed": False, "failure_balance_transaction": None,
        "failure_code": None, "failure_message": None, "fraud_details": {}, "invoice": None, "livemode": True,
        "metadata": {"order_id": f"O{n:08d}", "account_id": f"A{n % 500}"}, "on_behalf_of": None, "order": None,
        "outcome": {
            "network_status": "approved_by_network", "reason": None, "risk_level": "normal", "risk_score": n % 60,
            "seller_message": "Payment complete.", "type": "authorized",
        },
        "paid": True, "payment_intent": f"pi_3{n:022d}", "payment_method": f"pm_1{n % 7000:022d}",
        "payment_method_details": {"card": _card(n), "type": "card"}, "radar_options": {},
        "receipt_email": f"person{n % 7000}@mail.example.org", "receipt_number": None,
        "receipt_url": f"https://pay.example.org/receipts/payment/{n:080d}", "refunded": False,
        "refunds": {"object": "list", "data": [], "has_more": False, "url": f"/v1/charges/ch_3{n:022d}/refunds"},
        "review": None, "shipping": None, "source": None, "source_transfer": None, "statement_descriptor": None,
        "statement_descriptor_suffix": None, "status": "succeeded", "transfer_data": None, "transfer_group": None,
    }  # fmt: skip


def _card(n: int) -> dict[str, Any]:
    return {
        "amount_authorized": 1000 + n % 9000, "authorization_code": None, "brand": _BRANDS[n % 4],
        "checks": {"address_line1_check": "pass", "address_postal_code_check": "unchecked", "cvc_check": "pass"},
        "country": _COUNTRIES[n % 6], "exp_month": n % 12 + 1, "exp_year": 2027, "fingerprint": f"{n % 7000:016x}",
        "extended_authorization": {"status": "disabled"}, "funding": "credit",
        "incremental_authorization": {"status": "unavailable"}, "installments": None, "last4": f"{1000 + n % 9000}",
        "mandate": None, "multicapture": {"status": "unavailable"}, "network": _BRANDS[n % 4],
        "network_token": {"used": False}, "network_transaction_id": f"{n:015d}",
        "overcapture": {"maximum_amount_capturable": 1000 + n % 9000, "status": "unavailable"},
        "regulated_status": "unregulated",
        "three_d_secure": {
            "authentication_flow": "challenge", "electronic_commerce_indicator": "05", "exemption_indicator": None,
            "result": "authenticated", "result_reason": None, "transaction_id": f"{n:036d}", "version": "2.2.0",
        } if n % 3 == 0 else None,
        "wallet": None,
    }  # fmt: skip


def _billing(n: int) -> dict[str, Any]:
    return {
        "address": _address(n), "email": f"person{n % 7000}@mail.example.org", "name": _NAMES[n % 6],
        "phone": None, "tax_id": None,
    }  # fmt: skip


def _nobody() -> dict[str, Any]:
    address = dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state"))
    return {"address": address, "email": None, "name": None, "phone": None, "tax_id": None}


def _address(n: int) -> dict[str, Any]:
    return {
        "city": "Voorbeeldstad", "country": _COUNTRIES[n % 6], "line1": f"Dorpsstraat {n % 300}", "line2": None,
        "postal_code": f"{1000 + n % 9000} AB", "state": None,
    }  # fmt: skip


_MAKE = {
    "charge": _charge, "customer": _customer, "refund": _refund, "dispute": _dispute, "warning": _warning,
    "review": _review,
}  # fmt: skip

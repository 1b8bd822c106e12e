"""What follows for mapped and canonical rows from what they do state (CONTRACT.md section 2)."""

from __future__ import annotations

from typing import Any

from keerpunt.model.operation import Source
from keerpunt.model.schema import UNKNOWN

BANK = "bank:"
"""A bank is named by its BIC or bank code, in capitals (CONTRACT.md section 2, Keys)."""


_PAYER = (
    "payer_name", "payer_account_name", "payer_email", "payer_phone", "payer_id", "billing_line1", "billing_postcode",
    "billing_city", "billing_country",
)  # fmt: skip


_BACK = ("refund", "reversal", "fee")
_OPEN = (None, "", UNKNOWN)


def complete(table: str, values: dict[str, Any], source: Source, *, negative: bool) -> bool:
    """Fill in, in place, what CONTRACT.md says about rows that leave it open; `negative`: the amount had a minus sign.

    A payment without direction and row_kind came in as a payment if it names an order or account, has no parent and an
    amount above zero. A payment's fingerprint is of the source's own scope; a report of fraud that states none keeps
    none, so that it is held against every payment by that card (ADR 0010). Payment providers are named in lower case,
    banks as they are. An address assignment without answer is a match.

    A counterparty is a payer only when money came in, and not back (a returned transfer to a landlord comes in as
    well): else the payer's details are left out. Returns whether that happened because the direction is not known,
    which a better map could tell.
    """
    unknown = False
    if table == "payment":
        _payment(values, negative=negative)
        unknown = _payer(values)
    if table == "payment" and values.get("fingerprint") and not values.get("fingerprint_scope"):
        values["fingerprint_scope"] = source.origin
    if psp := values.get("psp"):
        values["psp"] = psp if psp.startswith(BANK) else psp.lower()
    if table == "ip_assignment" and not values.get("response"):
        values["response"] = "match"
    return unknown


def _payer(values: dict[str, Any]) -> bool:
    if values.get("direction") == "in" and values.get("row_kind") not in _BACK:
        return False
    found = [values.pop(name) for name in _PAYER if name in values]
    return any(found) and values.get("direction") not in ("in", "out")


def _payment(values: dict[str, Any], *, negative: bool) -> None:
    stated = any(values.get(name, UNKNOWN) not in _OPEN for name in ("direction", "row_kind"))
    amount = values.get("amount")
    names_something = values.get("order_id") or values.get("platform_account_id")
    if stated or negative or values.get("parent_psp_ref") or not names_something or amount is None or not amount.minor:
        return
    values["direction"], values["row_kind"] = "in", "payment"

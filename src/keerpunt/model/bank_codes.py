"""What a bank's transaction code says about the rails and the kind of a movement.

Sources: ISO 20022 external code sets, bank transaction codes (domain PMNT), edition 2Q2024; business transaction codes
(GVC) of the German banking industry, DFU agreement annex 3, version 3.7 (in camt as `Prtry/Cd`, `NTRF+166+…`). Only
codes whose meaning is certain are listed: any other leaves rails and kind unknown.
"""

from __future__ import annotations

AS_OF = "2024-06"

SCHEME_BY_FAMILY: dict[str, str] = {
    "RCDT": "credit_transfer",
    "ICDT": "credit_transfer",
    "RRCT": "credit_transfer",
    "IRCT": "credit_transfer",
    "RDDT": "direct_debit",
    "IDDT": "direct_debit",
    "CCRD": "card",
    "MCRD": "card",
    "RCHQ": "other",
    "ICHQ": "other",
    "CNTR": "other",
    "LBOX": "other",
    "DRFT": "other",
}
"""`BkTxCd/Domn/Fmly/Cd` of domain PMNT."""

SCHEME_BY_GVC: dict[str, str] = {
    **dict.fromkeys(("104", "105", "108", "109", "171", "174", "181", "184", "192"), "direct_debit"),
    **dict.fromkeys(("116", "117", "118", "152", "153", "159", "166", "168", "177", "191", "194"), "credit_transfer"),
    **dict.fromkeys(("008", "020", "051", "052", "053"), "credit_transfer"),  # until SEPA
    "106": "card",
}

FEE_SUB_FAMILIES = frozenset(("CHRG", "COMM", "COME", "COMI", "COMT", "FEES"))
"""Charges and commissions of any family."""

RETURN_SUB_FAMILIES = frozenset(("PRDD", "RPCR", "RRTN", "UPCT", "UPDD"))
"""Reversals, returns and unpaid items: the money of an earlier movement goes back."""


def scheme_of(family: str, proprietary: str) -> str:
    """Return the rails by ISO family, else by a German code within the bank's own code, else `unknown`."""
    if family in SCHEME_BY_FAMILY:
        return SCHEME_BY_FAMILY[family]
    parts = proprietary.split("+")
    return SCHEME_BY_GVC.get(parts[1], "unknown") if len(parts) > 1 else "unknown"


FEE_GVC = frozenset(("808", "809", "810"))
"""Charges, commissions and charges for reminders."""

RETURN_GVC = frozenset(("009", "108", "109", "159", "181", "184"))
"""Returned direct debits (009 until SEPA) and credit transfers, and direct debits given back to the payer."""

SCHEME_BY_TYPE: dict[str, str] = {"DDT": "direct_debit", "STO": "credit_transfer", "CHK": "other", "TCK": "other"}
"""Field 61 of MT940, transaction type: direct debit, standing order, cheque, travellers cheque. `TRF` and `MSC` stand
for anything at many banks. Source: SWIFT, Standards MT, category 9, field 61 subfield 6."""

FEE_TYPES = frozenset(("CHG", "COM"))
"""Charges and other expenses; commission."""

RETURN_TYPES = frozenset(("RTI",))
"""Returned item."""

_PRODUCTS = (
    ("INCASSO", "direct_debit"),
    ("OVERBOEKING", "credit_transfer"),
    ("OVERB.", "credit_transfer"),
    ("IDEAL", "credit_transfer"),
    ("ACCEPTGIRO", "credit_transfer"),
)
"""Words in the name of a Dutch bank's product (`/TRTP/`): collection, transfer, iDEAL and giro form, both transfers."""


def scheme_of_entry(gvc: str, product: str, kind: str, *, collected: bool) -> str:
    """Return the rails of an MT940 entry: by GVC, else the bank's product, a creditor id (`collected`), the type."""
    if gvc in SCHEME_BY_GVC:
        return SCHEME_BY_GVC[gvc]
    name = product.upper()
    found = next((scheme for word, scheme in _PRODUCTS if word in name), "")
    return found or ("direct_debit" if collected else SCHEME_BY_TYPE.get(kind, "unknown"))

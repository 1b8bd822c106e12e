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
    **dict.fromkeys(("104", "105", "171", "174", "192"), "direct_debit"),
    **dict.fromkeys(("116", "117", "152", "153", "166", "191", "194"), "credit_transfer"),
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

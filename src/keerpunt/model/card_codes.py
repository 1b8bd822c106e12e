"""What codes of the card schemes mean; only those a reader of today meets.

Sources: EMVCo 3-D Secure 2.3.1 and the schemes' own rules on the Electronic Commerce Indicator (Visa Core Rules,
Mastercard Identity Check Program Guide), as published in 2024.
"""

from __future__ import annotations

AS_OF = "2024-12"

_ECI_OF_MOST = {"05": "pass", "06": "attempted"}
_ECI_OF_MASTERCARD = {"02": "pass", "01": "attempted", "06": "exempted"}
MASTERCARD_MERCHANT_INITIATED = "07"


def eci_result(brand: str, eci: str) -> str:
    """Return the `threeds` value of an Electronic Commerce Indicator, `unknown` where it tells nothing.

    The same number means opposite things: 07 is "not authenticated" for Visa and others, and "set off by the merchant"
    for Mastercard. Without a brand it therefore means nothing. "Not authenticated" (07, Mastercard 00) is no failed
    attempt: it is `unknown`, since nobody may have been asked.
    """
    if not brand:
        return "unknown"
    table = _ECI_OF_MASTERCARD if brand == "mastercard" else _ECI_OF_MOST
    return table.get(eci.zfill(2), "unknown")


def eci_says_merchant(brand: str, eci: str) -> bool:
    """Tell whether the indicator itself says that the merchant set the payment off (Mastercard 07)."""
    return brand == "mastercard" and eci.zfill(2) == MASTERCARD_MERCHANT_INITIATED

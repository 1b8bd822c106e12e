"""Wallet addresses: lower case where the encoding ignores case, as found where it does not."""

from __future__ import annotations

import re

_EVM = re.compile(r"0[xX][0-9a-fA-F]{40}")
_BECH32 = re.compile(r"(?:bc|tb|ltc|bcrt)1[02-9ac-hj-np-z]{6,87}", re.IGNORECASE)


def normalise(text: str) -> str:
    """Return the address in the form that compares: bech32 (BIP 173) and EVM lower case, base58 as it stands."""
    address = "".join(text.split())
    if _EVM.fullmatch(address) or _BECH32.fullmatch(address):
        return address.lower()
    return address

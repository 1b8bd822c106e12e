"""PayPal activity and BTCPay exports keep the contract of line formats; their golden files are the samples."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from keerpunt.intake.formats import btcpay, paypal
from tests.support.reader_contract import ReaderContract

GOLDEN = Path(__file__).parents[1] / "golden"


def golden(name: str) -> dict[str, bytes]:
    """Return the golden files of a format."""
    return {p.name: p.read_bytes() for p in sorted((GOLDEN / name).iterdir()) if ".expected." not in p.name}


class TestPaypal(ReaderContract):
    reader = paypal.READER
    line_format = True
    samples: ClassVar[dict[str, bytes]] = golden("paypal")


class TestBtcpay(ReaderContract):
    reader = btcpay.READER
    line_format = True
    samples: ClassVar[dict[str, bytes]] = golden("btcpay")

"""BTCPay Server's exports of invoices and payments as CSV."""

from __future__ import annotations

from keerpunt.intake.formats.btcpay.reader import READER

__all__ = ["READER"]

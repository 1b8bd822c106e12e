"""The slow plain-Python twin of the BTCPay reader for the export of 2022: whole file in memory, no shared code."""

from __future__ import annotations

import csv
import io
from decimal import Decimal


def payments(body: bytes) -> dict[str, tuple[str, Decimal, str, str | None]]:
    """Return line, amount, currency and order of every accounted payment by its id."""
    found = {}
    for line, row in enumerate(csv.DictReader(io.StringIO(body.decode())), start=2):
        if not row["PaymentId"] or row["Accounted"] == "False":
            continue
        worth, price = Decimal(row["PaidCurrency"]), Decimal(row["InvoicePrice"])
        whole = worth >= price > 0 and "paidOver" not in row["InvoiceExceptionStatus"]
        amount = price if whole else worth
        found[row["PaymentId"]] = (f"line:{line}", amount, row["InvoiceCurrency"], row["OrderId"] or None)
    return found


def orders(body: bytes) -> dict[str, tuple[str, Decimal]]:
    """Return invoice and price of every order that is named beside a payment that counts, or without any payment."""
    found = {}
    for row in csv.DictReader(io.StringIO(body.decode())):
        counts = not row["PaymentId"] or row["Accounted"] != "False"
        if row["OrderId"] and counts:
            found.setdefault(row["OrderId"], (row["InvoiceId"], Decimal(row["InvoicePrice"])))
    return found

"""The columns of BTCPay Server's exports, version by version; the header decides which one a file is.

Source: BTCPay Server, source code of the invoice export (November 2018 to September 2023) and of the reports that took
its place (July 2023 on: Payments; February 2024 to July 2025: Legacy Invoice Export; from July 2025: Invoices), read
2026-09.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

AS_OF = "2026-09"

EXPORT: dict[str, tuple[str, ...]] = {
    "received": ("ReceivedDate",),
    "store": ("StoreId",),
    "order": ("OrderId",),
    "invoice": ("InvoiceId",),
    "created": ("InvoiceCreatedDate", "CreatedDate"),
    "payment": ("PaymentId",),
    "address": ("Destination",),
    "method": ("PaymentType",),
    "crypto": ("CryptoCode",),
    "paid": ("Paid", "PaymentPaid"),
    "rate": ("ConversionRate",),
    "worth": ("PaidCurrency",),
    "currency": ("InvoiceCurrency", "FiatCurrency"),
    "price": ("InvoicePrice", "FiatPrice"),
    "item": ("InvoiceItemCode", "ItemCode"),
    "state": ("InvoiceStatus", "InvoiceFullStatus", "Status"),
    "full_state": ("InvoiceFullStatus", "Status"),
    "exception": ("InvoiceExceptionStatus",),
    "email": ("BuyerEmail",),
    "accounted": ("Accounted",),
}

INVOICES: dict[str, tuple[str, ...]] = {
    "received": ("PaymentReceivedDate",),
    "store": ("StoreId",),
    "order": ("orderId",),
    "invoice": ("InvoiceId",),
    "created": ("InvoiceCreatedDate",),
    "payment": ("PaymentId",),
    "address": ("PaymentAddress",),
    "method": ("PaymentMethodId",),
    "crypto": ("PaymentCurrency",),
    "paid": ("PaymentAmount",),
    "rate": ("PaymentRate",),
    "worth": ("PaymentInvoiceAmount",),
    "currency": ("InvoiceCurrency",),
    "price": ("InvoicePrice",),
    "item": ("itemCode",),
    "state": ("InvoiceStatus",),
    "full_state": ("InvoiceFullStatus",),
    "exception": ("InvoiceExceptionStatus",),
    "name": ("buyerName",),
    "email": ("buyerEmail",),
    "phone": ("buyerPhone",),
    "line1": ("buyerAddress1",),
    "postcode": ("buyerZip",),
    "city": ("buyerCity",),
    "country": ("buyerCountry",),
}

PAYMENTS: dict[str, tuple[str, ...]] = {
    "received": ("Date",),
    "order": ("OrderId",),
    "invoice": ("InvoiceId",),
    "payment": ("PaymentId",),
    "address": ("Address",),
    "method": ("PaymentMethodId", "PaymentType"),
    "crypto": ("PaymentCurrency", "Crypto"),
    "paid": ("PaymentAmount", "CryptoAmount"),
    "rate": ("Rate",),
    "worth": ("InvoiceCurrencyAmount", "CurrencyAmount"),
    "currency": ("InvoiceCurrency", "Currency"),
    "confirmed": ("Confirmed",),
}

VERSIONS: dict[str, tuple[dict[str, tuple[str, ...]], tuple[str, ...]]] = {
    "invoice export": (EXPORT, ("received", "invoice", "payment", "address", "crypto", "currency", "price")),
    "report Invoices": (INVOICES, ("received", "invoice", "payment", "address", "crypto", "currency", "price")),
    "report Payments": (PAYMENTS, ("received", "invoice", "address", "crypto", "currency", "worth")),
}
"""Name of a version to its columns and to those that it cannot do without."""

OF_INVOICE = ("currency", "price", "state", "full_state", "exception", "order", "item", "store")
OF_BUYER = ("name", "email", "phone", "line1", "postcode", "city", "country")
"""What the report Invoices states in the first row of an invoice alone."""


class Cells(dict[str, str]):
    """The texts of one row by field; a field that the file has no column for is `''`."""

    def __missing__(self, field: str) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which cell of a row holds which field, in the version that the header tells."""

    version: str
    at: Mapping[str, int]

    def cells(self, row: Sequence[str]) -> Cells:
        """Return the texts of a row by field."""
        return Cells({field: row[place].strip() for field, place in self.at.items()})


def columns_of(header: Sequence[str]) -> Columns | None:
    """Return the columns of a header, None where it is that of no version."""
    places: dict[str, int] = {}
    for number, name in enumerate(header):
        if name:
            places.setdefault(name.lstrip("\ufeff").casefold(), number)
    for version, (table, needed) in VERSIONS.items():
        at = {field: place for field, names in table.items() if (place := _place(names, places)) is not None}
        if all(field in at for field in needed):
            return Columns(version, at)
    return None


def _place(names: Sequence[str], places: Mapping[str, int]) -> int | None:
    return next((places[name.casefold()] for name in names if name.casefold() in places), None)

"""Invoices with any number of payments: the reader agrees with its twin, and no price is counted more than once."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from keerpunt.intake.formats.btcpay import READER
from tests.support import btcpay_twin
from tests.support.reading import read

HEADER = (
    "ReceivedDate,OrderId,InvoiceId,InvoiceCreatedDate,PaymentId,Destination,PaymentType,CryptoCode,Paid,"
    "ConversionRate,PaidCurrency,InvoiceCurrency,InvoicePrice,InvoiceStatus,InvoiceExceptionStatus,Accounted\n"
)
CENTS = st.integers(1, 10**7)


class Invoice(NamedTuple):
    price: int
    parts: list[tuple[int, bool]]
    named: bool
    exception: str


@st.composite
def invoices(draw) -> Invoice:
    parts = draw(st.lists(st.tuples(CENTS, st.booleans()), max_size=3))
    return Invoice(draw(CENTS), parts, draw(st.booleans()), draw(st.sampled_from(("", "paidPartial", "paidOver"))))


def written(listed: list[Invoice]) -> bytes:
    text = HEADER
    for number, invoice in enumerate(listed):
        order = f"O{number}" if invoice.named else ""
        price = f"{invoice.price // 100}.{invoice.price % 100:02d}"
        for part, (cents, accounted) in enumerate(invoice.parts):
            text += (
                f"03/30/2022 10:0{part}:00,{order},I{number},03/30/2022 09:00:00,p{number}-{part},bc1q{number},"
                f"On-Chain,BTC,0.1,100,{cents // 100}.{cents % 100:02d},EUR,{price},complete,{invoice.exception},"
                f"{accounted}\n"
            )
        if not invoice.parts:
            text += f",{order},I{number},03/30/2022 09:00:00,,,,,,0,,EUR,{price},expired,,False\n"
    return text.encode()


@settings(max_examples=80, deadline=None)
@given(st.lists(invoices(), max_size=6))
def test_reader_and_twin_agree(listed):
    body = written(listed)
    reading = read(READER, body)
    found = {
        row["psp_ref"]: (row["at"], Decimal(row["amount"][0]).scaleb(-2), row["amount"][1], row.get("order_id"))
        for row in reading.rows
        if row["table"] == "payment"
    }
    assert found == btcpay_twin.payments(body)
    placed = [row for row in reading.rows if row["table"] == "purchase_order"]
    assert {r["order_id"]: (r["psp_ref"], Decimal(r["amount"][0]).scaleb(-2)) for r in placed} == btcpay_twin.orders(
        body
    )
    assert len({row["order_id"] for row in placed}) == len(placed)
    assert reading.read == body.count(b"\n") - 1
    assert all(row.get("parent_psp_ref") is None for row in reading.rows)


@settings(max_examples=60, deadline=None)
@given(CENTS, st.integers(1, 4))
def test_the_payments_of_an_invoice_paid_in_parts_add_up_to_its_price(price, count):
    parts = [price // count] * count
    parts[-1] += price - sum(parts)
    listed = [Invoice(price, [(cents, True) for cents in parts if cents], named=True, exception="")]
    rows = [row for row in read(READER, written(listed)).rows if row["table"] == "payment"]
    assert sum(row["amount"][0] for row in rows) == price

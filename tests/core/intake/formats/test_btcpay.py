"""BTCPay exports: versions by their headers, times by who wrote them, and what absence of a row does not say."""

from __future__ import annotations

import pytest

from keerpunt.errors import SourceRefused
from keerpunt.intake.formats.btcpay import READER
from keerpunt.intake.formats.btcpay.columns import VERSIONS, columns_of
from tests.support.reading import context, read

HEADER = "ReceivedDate,OrderId,InvoiceId,PaymentId,Destination,PaymentType,CryptoCode,Paid,ConversionRate,PaidCurrency,"
HEADER += "InvoiceCurrency,InvoicePrice,InvoiceExceptionStatus\n"


def line(received: str = "03/30/2022 10:00:00", **more: str) -> str:
    cells = {
        "order": "O1", "invoice": "I1", "payment": "p1", "address": "bc1qx", "method": "On-Chain", "crypto": "BTC",
        "paid": "0.01", "rate": "5000", "worth": "50.00", "currency": "EUR", "price": "50.0", "exception": "",
    } | more  # fmt: skip
    return ",".join([received, *cells.values()]) + "\n"


def file(*lines: str) -> bytes:
    return (HEADER + "".join(lines)).encode()


def test_every_version_is_told_by_its_own_header():
    for version, (table, _) in VERSIONS.items():
        found = columns_of([names[0] for names in table.values()])
        assert found is not None
        assert found.version == version


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"a,b\n",
        b"Date,Source,State,PaymentType,Currency,Amount\n",
        b"InvoiceId,Date,Currency,Completed,Awaiting\n",
    ],
)
def test_other_reports_are_not_taken_for_payments(body):
    assert READER.sniff(body, "x") is False
    with pytest.raises(SourceRefused) as caught:
        read(READER, body)
    assert caught.value.code == "unknown_record"


@pytest.mark.parametrize(
    ("received", "zone", "initiated"),
    [
        ("03/30/2022 10:00:00", "", ["2022-03-30T10:00:00Z", "second", "in_record"]),
        ("3/30/2022 10:00:00 PM", "Europe/Berlin", ["2022-03-30T22:00:00Z", "second", "in_record"]),
        ("03/30/2022 10:00", "", ["2022-03-30T10:00:00Z", "minute", "in_record"]),
        ("03/30/2022 10:00:00 +00:00", "", ["2022-03-30T10:00:00Z", "second", "in_record"]),
        ("2022-03-30T10:00:00Z", "", ["2022-03-30T10:00:00Z", "second", "in_record"]),
        ("2022-03-30T10:00:00.1234567+02:00", "", ["2022-03-30T08:00:00Z", "second", "in_record"]),
        ("2022-03-30 10:00:00", "", ["2022-03-30T10:00:00Z", "second", "assumed"]),
        ("2022-03-30 10:00:00", "Europe/Berlin", ["2022-03-30T08:00:00Z", "second", "source_setting"]),
        ("2022-10-30 02:30:00", "Europe/Berlin", ["2022-10-30T00:30:00Z", "ambiguous_hour", "source_setting"]),
    ],
)
def test_the_server_writes_utc_and_a_browser_its_own_zone(received, zone, initiated):
    around = context("file", time_zone=zone)
    assert read(READER, file(line(received)), around).rows[0]["initiated"] == initiated


def test_days_are_written_month_first_unless_the_file_proves_another_order():
    assert read(READER, file(line("03/04/2022 10:00:00"))).rows[0]["initiated"][0].startswith("2022-03-04")
    saved_again = file(line("30/03/2022 10:00:00"), line("03/04/2022 10:00:00", invoice="I2", payment="p2"))
    assert read(READER, saved_again).rows[2]["initiated"][0].startswith("2022-04-03")
    with pytest.raises(SourceRefused):
        read(READER, file(line("30/03/2022 10:00:00"), line("03/30/2022 10:00:00")))


def test_the_invoice_is_the_orders_reference_and_never_a_parent():
    payment, order = read(READER, file(line())).rows
    assert (payment["psp_ref"], payment["order_id"], payment.get("parent_psp_ref")) == ("p1", "O1", None)
    assert (order["table"], order["order_id"], order["psp_ref"]) == ("purchase_order", "O1", "I1")


@pytest.mark.parametrize(
    ("more", "amount"),
    [
        ({}, 5000), ({"worth": "50.50"}, 5000), ({"worth": "49.99"}, 4999), ({"worth": "20.00"}, 2000),
        ({"worth": "60.00", "exception": "paidOver"}, 6000), ({"price": ""}, 5000), ({"worth": ""}, 5000),
        ({"worth": "", "paid": "0.004"}, 2000), ({"worth": "", "paid": "0.00400 BTC"}, 2000),
    ],
)  # fmt: skip
def test_the_amount_is_the_price_where_the_payment_covers_it_else_what_the_payment_was_worth(more, amount):
    assert read(READER, file(line(**more))).rows[0]["amount"] == [amount, "EUR"]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"currency": "BTC"}, "bad_currency"), ({"worth": "x"}, "bad_amount"), ({"payment": ""}, "missing_key"),
        ({"payment": "1.23E+12"}, "bad_identifier"), ({"worth": "", "paid": "9" * 500}, "bad_amount"),
        ({"worth": "50.001"}, "amount_not_exact"), ({"worth": "", "price": "", "rate": ""}, "bad_amount"),
    ],
)  # fmt: skip
def test_what_makes_a_payment_unusable(more, code):
    reading = read(READER, file(line(**more)))
    assert reading.rejected == [["line:2", code]]


def test_the_order_of_an_invoice_is_given_once_with_its_first_payment_that_counts():
    body = file(line(payment=""), line(payment="p2", worth="20.00"), line(payment="p3", worth="30.00"))
    tables = [(row["table"], row["at"]) for row in read(READER, body).rows]
    assert tables == [("payment", "line:3"), ("purchase_order", "line:3"), ("payment", "line:4")]


def test_the_receipt_says_that_absence_proves_nothing():
    assert any("absence proves nothing" in said for said in READER.cannot_tell)


def test_a_header_alone_states_zero():
    assert read(READER, HEADER.encode()).totals == [["line:1", "records", "0", "0", False]]

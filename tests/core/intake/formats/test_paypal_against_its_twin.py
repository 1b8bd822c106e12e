"""Exports of any amounts, days and kinds: the reader agrees with its slow twin; nothing is counted twice or lost."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from keerpunt.intake.formats.paypal import READER
from tests.support import paypal_twin
from tests.support.reading import context, read

CENTS = st.integers(-(10**8), 10**8)
ENGLISH = (
    "Date", "Time", "TimeZone", "Name", "Type", "Status", "Currency", "Gross", "Fee", "Net", "Transaction ID",
    "Reference Txn ID", "Balance", "Balance Impact",
)  # fmt: skip
GERMAN = (
    "Datum", "Uhrzeit", "Zeitzone", "Name", "Typ", "Status", "Währung", "Brutto", "Gebühr", "Netto",
    "Transaktionscode", "Zugehöriger Transaktionscode", "Guthaben", "Auswirkung auf Guthaben",
)  # fmt: skip
TYPES = {
    "en": ("Website Payment", "Payment Refund", "Payment Fee", "Payment Hold", "General Currency Conversion"),
    "de": (
        "Website-Zahlung",
        "Rückzahlung",
        "Zahlungsgebühr",
        "Allgemeine Einbehaltung",
        "Allgemeine Währungsumrechnung",
    ),
}


class Movement(NamedTuple):
    kind: int
    gross: int
    fee: int
    currency: str
    day: int
    month: int
    zone: str
    parent: int
    memo: bool


@st.composite
def movement(draw) -> Movement:
    return Movement(
        draw(st.integers(0, 4)), draw(CENTS), draw(st.integers(-9_999, 9_999)), draw(st.sampled_from(("EUR", "USD"))),
        draw(st.integers(1, 28)), draw(st.integers(1, 12)), draw(st.sampled_from(sorted(paypal_twin.HOURS))),
        draw(st.integers(0, 5)), draw(st.booleans()),
    )  # fmt: skip


def amount(cents: int, comma: bool) -> str:
    text = f"{Decimal(cents) / 100:,.2f}"
    return text.translate(str.maketrans(".,", ",.")) if comma else text


def written(listed: list[Movement], language: str, day_first: bool) -> bytes:
    """Write an export whose first row proves how it is to be read."""
    comma = language == "de"
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if comma else ",")
    writer.writerow(GERMAN if comma else ENGLISH)
    balance = {"EUR": 0, "USD": 0}
    proof = Movement(0, 123_456, 0, "EUR", 28, 3, "CET", 0, memo=False)
    for number, row in enumerate([proof, *listed]):
        net = row.gross + row.fee
        balance[row.currency] += 0 if row.memo else net
        day = (row.day, row.month) if day_first else (row.month, row.day)
        mark = "." if comma else "/"
        writer.writerow((
            f"{day[0]:02d}{mark}{day[1]:02d}{mark}2023", "10:11:12", row.zone, "Somebody", TYPES[language][row.kind],
            "Abgeschlossen" if comma else "Completed", row.currency, amount(row.gross, comma), amount(row.fee, comma),
            amount(net, comma), f"TX{number}", f"TX{row.parent}" if row.parent != number else "",
            amount(balance[row.currency], comma), "Memo" if row.memo else "",
        ))  # fmt: skip
    return out.getvalue().encode()


@settings(max_examples=80, deadline=None)
@given(st.lists(movement(), max_size=8), st.sampled_from(("en", "de")), st.booleans())
def test_reader_and_twin_agree(listed, language, day_first):
    body = written(listed, language, day_first)
    reading = read(READER, body, context("file", zone=None))
    comma = language == "de"
    wanted = paypal_twin.movements(body, comma=comma, day_first=day_first)
    found = {
        row["psp_ref"]: (
            row["at"], row["row_kind"], row.get("direction"), Decimal(row["amount"][0]).scaleb(-2), row["amount"][1],
            row["initiated"][0], row.get("parent_psp_ref"),
        )
        for row in reading.rows
        if row["table"] == "payment"
    }  # fmt: skip
    assert found == wanted
    assert not reading.rejected
    assert reading.read == len(listed) + 1


@settings(max_examples=40, deadline=None)
@given(st.lists(movement(), min_size=1, max_size=8), st.sampled_from(("en", "de")))
def test_gross_and_fee_are_the_net_amount_of_every_mapped_row(listed, language):
    body = written(listed, language, day_first=True)
    sums: dict[str, int] = {}
    for row in read(READER, body).rows:
        if row["table"] == "payment":
            sign = {"in": 1, "out": -1}.get(row.get("direction"), 0)
            sums[row["at"]] = sums.get(row["at"], 0) + sign * row["amount"][0]
    for line, cells in paypal_twin.rows_of(body):
        if f"line:{line}" in sums:
            assert Decimal(sums[f"line:{line}"]).scaleb(-2) == paypal_twin.number(cells["Net"], language == "de")


@settings(max_examples=40, deadline=None)
@given(st.lists(movement(), max_size=8), st.booleans())
def test_the_balance_after_the_last_row_is_the_one_stated(listed, newest_first):
    lines = written(listed, "en", day_first=True).splitlines(keepends=True)
    body = b"".join([lines[0], *(reversed(lines[1:]) if newest_first else lines[1:])])
    totals = {name: (expected, found) for _, name, expected, found, _ in read(READER, body).totals}
    assert all(expected == found for expected, found in totals.values())
    stated = paypal_twin.closing_balances(b"".join(lines), comma=False)
    assert {name: Decimal(expected) for name, (expected, _) in totals.items()} == {
        f"balance {currency}": last for currency, (last, _) in stated.items()
    }


@settings(max_examples=40, deadline=None)
@given(st.lists(movement(), min_size=3, max_size=8), st.data())
def test_a_row_that_a_filter_left_out_shows_in_the_balance(listed, data):
    booked = [row._replace(currency="EUR", memo=False, gross=abs(row.gross) + 10_000) for row in listed]
    lines = written(booked, "en", day_first=True).splitlines(keepends=True)
    lost = data.draw(st.integers(2, len(lines) - 2))
    reading = read(READER, b"".join(lines[:lost] + lines[lost + 1 :]))
    ((_, name, expected, found, binding),) = reading.totals
    assert name == "balance EUR"
    assert expected != found
    assert not binding

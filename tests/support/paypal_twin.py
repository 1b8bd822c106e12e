"""The slow plain-Python twin of the PayPal reader, in English and German: whole file in memory, no shared code."""

from __future__ import annotations

import csv
import datetime as dt
import io
from decimal import Decimal

GERMAN = {
    "Datum": "Date", "Uhrzeit": "Time", "Zeitzone": "TimeZone", "Typ": "Type", "Währung": "Currency",
    "Brutto": "Gross", "Gebühr": "Fee", "Netto": "Net", "Transaktionscode": "Transaction ID", "Guthaben": "Balance",
    "Zugehöriger Transaktionscode": "Reference Txn ID", "Auswirkung auf Guthaben": "Balance Impact",
}  # fmt: skip
HOURS = {"CET": 1, "CEST": 2, "PST": -8, "PDT": -7, "GMT": 0, "BST": 1}
KINDS = {
    "Website Payment": "payment", "Website-Zahlung": "payment", "Payment Refund": "refund", "Rückzahlung": "refund",
    "Payment Fee": "fee", "Zahlungsgebühr": "fee", "Payment Hold": None, "Allgemeine Einbehaltung": None,
    "General Currency Conversion": None, "Allgemeine Währungsumrechnung": None,
}  # fmt: skip


def rows_of(body: bytes) -> list[tuple[int, dict[str, str]]]:
    """Return line number and cells, by English names."""
    text = body.decode("utf-8")
    mark = ";" if text.splitlines()[0].count(";") else ","
    rows = list(csv.DictReader(io.StringIO(text), delimiter=mark))
    return [(n, {GERMAN.get(name, name): cell for name, cell in row.items()}) for n, row in enumerate(rows, start=2)]


def number(text: str, comma: bool) -> Decimal:
    plain = text.replace(".", "").replace(",", ".") if comma else text.replace(",", "")
    return Decimal(plain)


def movements(body: bytes, *, comma: bool, day_first: bool) -> dict[str, tuple]:
    """Return every row of a payment by its key: line, kind, direction, amount, currency, UTC, key it belongs to."""
    found = {}
    for line, row in rows_of(body):
        kind = KINDS[row["Type"]]
        if kind is None or row["Balance Impact"] == "Memo":
            continue
        first, second, year = (int(part) for part in row["Date"].replace(".", "/").split("/"))
        day, month = (first, second) if day_first else (second, first)
        hour, minute, seconds = (int(part) for part in row["Time"].split(":"))
        local = dt.datetime(year, month, day, hour, minute, seconds, tzinfo=dt.UTC)
        utc = (local - dt.timedelta(hours=HOURS[row["TimeZone"]])).strftime("%Y-%m-%dT%H:%M:%SZ")
        for name, key in (("Gross", row["Transaction ID"]), ("Fee", row["Transaction ID"] + "/fee")):
            amount = number(row[name], comma)
            if name == "Fee" and not amount:
                continue
            direction = "in" if amount > 0 else "out" if amount else None
            parent = row["Transaction ID"] if name == "Fee" else row["Reference Txn ID"] if kind != "payment" else ""
            what = "fee" if name == "Fee" else kind
            found[key] = (f"line:{line}", what, direction, abs(amount), row["Currency"], utc, parent or None)
    return found


def closing_balances(body: bytes, *, comma: bool) -> dict[str, tuple[Decimal, Decimal]]:
    """Return per currency the last balance stated and the one that the first and all rows give."""
    chains: dict[str, list[tuple[Decimal, Decimal]]] = {}
    for _, row in rows_of(body):
        if row["Balance Impact"] != "Memo":
            pair = (number(row["Balance"], comma), number(row["Net"], comma))
            chains.setdefault(row["Currency"], []).append(pair)
    return {
        currency: (chain[-1][0], chain[0][0] + sum(net for _, net in chain[1:]))
        for currency, chain in chains.items()
        if len(chain) > 1
    }

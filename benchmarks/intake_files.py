"""Writes the files that intake is measured on: as large as asked, streamed, the same number giving the same bytes.

Names and references are invented; addresses are reserved for documentation. Each function takes a path and a number of
records and returns what else must lie beside the file (name to text).
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

_DAY = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
_AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0"
_NAMES = ("Anna Voorbeeld", "Jörg Beispiel", "Chloé Exemple", "Lars Exempel", "Mia Esempio", "Noor Ejemplo")
ACCOUNTS = 500
FOLDERS = 24


def at(number: int, seconds: int = 7) -> dt.datetime:
    """Return the instant of a record: they follow each other by a few seconds."""
    return _DAY + dt.timedelta(seconds=number * seconds)


def access_log(path: Path, records: int) -> None:
    """Write a combined log in which every line is a download of a known folder by a known account."""
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for n in range(records):
            moment = at(n, 2).strftime("%d/%b/%Y:%H:%M:%S +0000")
            target = f"/content/{100 + n % FOLDERS}/item{n % 900:04d}.bin?session={n:x}"
            out.write(f"198.51.100.{n % 254 + 1} - user{n % ACCOUNTS} [{moment}] ")
            out.write(f'"GET {target} HTTP/1.1" 200 {1000 + n % 9000} "-" "{_AGENT}"\n')


def mixed_log(path: Path, records: int) -> None:
    """Write a log as servers have it: one line in twenty is of a known folder, the others map to nothing."""
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for n in range(records):
            moment = at(n, 2).strftime("%d/%b/%Y:%H:%M:%S +0000")
            target = f"/content/{100 + n % FOLDERS}/item{n % 900}.bin" if n % 20 == 0 else f"/static/site{n % 90}.css"
            out.write(f'198.51.100.{n % 254 + 1} - - [{moment}] "GET {target} HTTP/1.1" 200 {n % 9000} ')
            out.write(f'"https://www.example.org/page/{n % 700}" "{_AGENT}"\n')


def wide_csv(path: Path, records: int) -> None:
    """Write a CSV of 20 columns, all of them mapped."""
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write(";".join(WIDE) + "\n")
        for n in range(records):
            name = _NAMES[n % len(_NAMES)]
            moment = at(n).strftime("%d-%m-%Y %H:%M:%S")
            out.write(
                f"T{n:08d};A{n % ACCOUNTS};O{n:08d};card;fp{n % 7000:016x};{1000 + n % 9000};visa;NL;captured;{moment};"
                f"{n % 90},{n % 100:02d};EUR;{name};person{n % 7000}@mail.example.org;+3161{n % 10**7:07d};"
                f"Dorpsstraat {n % 300};{1000 + n % 9000} AB;Voorbeeldstad;NL;203.0.113.{n % 254 + 1}\n"
            )


WIDE = (
    "id", "account", "order", "kind", "finger", "last", "brand", "issuer", "state", "created", "price", "cur", "name",
    "mail", "phone", "street", "zip", "town", "land", "addr",
)  # fmt: skip
WIDE_MAP = """[[table]]
to = "payment"
[table.columns]
psp = { const = "x" }
psp_ref = "id"
platform_account_id = "account"
order_id = "order"
instrument_kind = "kind"
fingerprint = "finger"
last4 = "last"
brand = "brand"
issuer_country = "issuer"
status = "state"
initiated = { column = "created", format = "%d-%m-%Y %H:%M:%S", zone = "Europe/Amsterdam" }
amount = { column = "price", decimal = "," }
currency = "cur"
payer_name = "name"
payer_email = "mail"
payer_phone = "phone"
billing_line1 = "street"
billing_postcode = "zip"
billing_city = "town"
billing_country = "land"
ip = "addr"
"""


def mysql_dump(path: Path, records: int) -> None:
    """Write a dump in extended inserts, as a shop has it: half the records are users, whom the map reads, half posts.

    A user has ten columns and about 260 bytes, a post about 400, with quotes, escapes and NULL in both.
    """
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write("-- MySQL dump 10.13  Distrib 8.0.36\n/*!40101 SET NAMES utf8mb4 */;\n")
        out.write("/*!40103 SET TIME_ZONE='+00:00' */;\nCREATE TABLE `users` (\n  `id` int NOT NULL,\n")
        out.write("  `name` varchar(60),\n  `pass` varchar(255),\n  `nice` varchar(50),\n  `mail` varchar(100),\n")
        out.write("  `url` varchar(100),\n  `created` timestamp NULL,\n  `state` int,\n  `shown` text,\n")
        out.write("  `note` text\n);\n")
        out.write("CREATE TABLE `posts` (\n  `id` int NOT NULL,\n  `author` int,\n  `title` text,\n  `body` text\n);\n")
        for begin in range(0, records, ROWS_AN_INSERT):
            numbers = range(begin, min(records, begin + ROWS_AN_INSERT))
            for name, row in (("users", _user), ("posts", _post)):
                rows = [row(n) for n in numbers if n % 2 == (name == "posts")]
                if rows:
                    out.write(f"INSERT INTO `{name}` VALUES {','.join(rows)};\n")
        out.write("-- Dump completed on 2024-12-31  0:00:00\n")


ROWS_AN_INSERT = 500
DUMP_MAP = """[[table]]
from = "users"
to = "account"
[table.columns]
platform_account_id = "id"
username = "name"
email = "mail"
registered = "created"
"""


def _user(n: int) -> str:
    note = "NULL" if n % 3 == 0 else f"'it\\'s ({n}),(\\n a note; with marks'"
    return (
        f"({n},'user {n}','$P$B{n:031d}','user-{n}','person{n}@mail.example.org','https://www.example.org/~{n}',"
        f"'{at(n):%Y-%m-%d %H:%M:%S}',{n % 3},'{_NAMES[n % 6]}',{note})"
    )


def _post(n: int) -> str:
    body = 'He said "no" and went on; nobody' + r"\'s fault, (1),(2).\n"
    body *= 6
    return f"({n},{n % ACCOUNTS},'About {n}','{body}')"


def mt940(path: Path, records: int) -> None:
    """Write statements of 100 lines each in the Dutch structured grammar, with balances that hold."""
    with path.open("w", encoding="utf-8", newline="\r\n") as out:
        balance = 0
        for begin in range(0, records, LINES_A_STATEMENT):
            day = at(begin).strftime("%y%m%d")
            out.write(f":20:BENCH{begin}\n:25:NL91ABNA0417164300 EUR\n:28C:{begin // LINES_A_STATEMENT + 1}/1\n")
            out.write(f":60F:C{day}EUR{_comma(balance)}\n")
            for n in range(begin, min(records, begin + LINES_A_STATEMENT)):
                minor = 100 + n % 9000
                balance += minor
                out.write(f":61:{day}{day[2:]}C{_comma(minor)}NTRFEREF//B{n:010d}\n")
                out.write(f":86:/TRTP/SEPA OVERBOEKING/IBAN/NL20INGB0001234567/BIC/INGBNL2A\n/NAME/{_NAMES[n % 6]}")
                out.write(f"/REMI/ORDER O{n:08d}/EREF/E{n:08d}\n")
            out.write(f":62F:C{day}EUR{_comma(balance)}\n-\n")


LINES_A_STATEMENT = 100


def _comma(minor: int) -> str:
    return f"{minor // 100},{minor % 100:02d}"


def paypal(path: Path, records: int) -> None:
    """Write an English activity download: one completed payment a row, balances that hold."""
    balance = 0
    with path.open("w", encoding="utf-8-sig", newline="\r\n") as out:
        out.write(",".join(f'"{name}"' for name in _PAYPAL) + "\n")
        for n in range(records):
            balance += 1000
            moment, name = at(n), _NAMES[n % 6]
            cells = (
                f"{moment:%m/%d/%Y}", f"{moment:%H:%M:%S}", "GMT", name, "Express Checkout Payment", "Completed", "EUR",
                "10.00", "0.00", "10.00", f"person{n % 7000}@mail.example.org", "shop@shop.example.org",
                f"{n:017X}", "Verified", "Confirmed", "", f"O{n:08d}", f"{balance / 100:,.2f}",
            )  # fmt: skip
            out.write(",".join(f'"{cell}"' for cell in cells) + "\n")


_PAYPAL = (
    "Date", "Time", "TimeZone", "Name", "Type", "Status", "Currency", "Gross", "Fee", "Net", "From Email Address",
    "To Email Address", "Transaction ID", "Counterparty Status", "Address Status", "Reference Txn ID", "Invoice Number",
    "Balance",
)  # fmt: skip


def btcpay(path: Path, records: int) -> None:
    """Write an invoice export of 2022: one payment a row."""
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write(",".join(_BTCPAY) + "\n")
        for n in range(records):
            moment = f"{at(n):%m/%d/%Y %H:%M:%S}"
            out.write(
                f"{moment},STORE1,O{n:08d},INV{n:016d},{moment},{moment},{moment},{n:064x}-0,bc1q{n:034x},On-Chain,BTC,"
                f"0.0004,0.0001,25000.0,10.00,EUR,0.00,10.0,plan-1,Item,complete,complete,,,True\n"
            )


_BTCPAY = (
    "ReceivedDate", "StoreId", "OrderId", "InvoiceId", "InvoiceCreatedDate", "InvoiceExpirationDate",
    "InvoiceMonitoringDate", "PaymentId", "Destination", "PaymentType", "CryptoCode", "Paid", "NetworkFee",
    "ConversionRate", "PaidCurrency", "InvoiceCurrency", "InvoiceDue", "InvoicePrice", "InvoiceItemCode",
    "InvoiceItemDesc", "InvoiceFullStatus", "InvoiceStatus", "InvoiceExceptionStatus", "BuyerEmail", "Accounted",
)  # fmt: skip

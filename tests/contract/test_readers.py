"""Every reader that ships keeps the contract of readers."""

from __future__ import annotations

import importlib
import sqlite3
from pathlib import Path
from typing import Any, ClassVar

from keerpunt.intake.formats import accesslog, camt, canonical, stripe, table
from keerpunt.intake.registry import load_readers
from tests.support.reader_contract import ReaderContract

GOLDEN = Path(__file__).parents[1] / "golden"


def golden(name: str) -> dict[str, bytes]:
    """Return the golden files of a format."""
    return {p.name: p.read_bytes() for p in sorted((GOLDEN / name).iterdir()) if ".expected." not in p.name}


ACCOUNT_MAP = b"""
[[table]]
to = "account"
[table.columns]
platform_account_id = "id"
username = "name"
registered = { column = "created", format = "%d-%m-%Y %H:%M", zone = "Europe/Copenhagen" }
[[table]]
to = "purchase_order"
[table.columns]
order_id = "order"
platform_account_id = "id"
amount = { column = "price", decimal = "," }
currency = { const = "EUR" }
"""
SQLITE_MAP = ACCOUNT_MAP.replace(b"[[table]]\n", b'[[table]]\nfrom = "users"\n').replace(
    b'decimal = ","', b'decimal = "."'
)


def small_database() -> bytes:
    """Return a SQLite file of three users and a table that no map reads."""
    connection = sqlite3.connect(":memory:")
    connection.execute('CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, created TEXT, "order" TEXT, price REAL)')
    rows = [
        (7, "ann", "01-02-2024 10:00", "o1", 12.5),
        (8, "bob", None, "o2", 3),
        (9, None, "02-02-2024 10:00", "o3", None),
    ]
    connection.executemany("INSERT INTO users VALUES (?, ?, ?, ?, ?)", rows)
    connection.execute("CREATE TABLE other (x)")
    connection.execute("INSERT INTO other VALUES (1)")
    connection.commit()
    return connection.serialize()


class TestCanonical(ReaderContract):
    reader = canonical.READER
    line_format = True
    sniffed = False
    declared: ClassVar[dict[str, Any]] = {"table": "payment"}
    samples: ClassVar[dict[str, bytes]] = {
        "plain": b"psp,psp_ref,initiated,amount,currency,payer_name\n"
        b"stripe,ch_1,2024-01-01T10:00:00Z,12.50,EUR,A. Nobody\n"
        b'stripe,ch_2,2024-01-02T10:00:00Z,1.00,EUR,"Nobody, B."\n'
        b"stripe,ch_3,yesterday,1.00,EUR,\n",
        "semicolon": "psp;psp_ref;initiated;amount;currency;payer_name\nx;1;2024-01-01;1;JPY;Zoë\n".encode("cp1252"),
    }


class TestTableCsv(ReaderContract):
    reader = table.READER
    line_format = True
    sniffed = False
    declared: ClassVar[dict[str, Any]] = {"map": "map.toml"}
    beside: ClassVar[dict[str, bytes]] = {"map.toml": ACCOUNT_MAP}
    samples: ClassVar[dict[str, bytes]] = {
        "plain": b"id;name;created;order;price\n1;ann;01-02-2024 10:00;o1;12,50\n2;bob;;o2;\n3;;2-2-2024 10:00;o3;1,0\n"
    }


class TestTableJsonl(ReaderContract):
    reader = table.READER
    line_format = True
    sniffed = False
    declared: ClassVar[dict[str, Any]] = {"map": "map.toml"}
    beside: ClassVar[dict[str, bytes]] = {"map.toml": ACCOUNT_MAP}
    samples: ClassVar[dict[str, bytes]] = {
        "plain": b'{"id": 1, "name": "ann", "created": "01-02-2024 10:00", "order": "o1", "price": 12.50}\n'
        b'{"id": 2, "name": null, "order": "o2"}\n{"id": "3", "name": "cat", "order": "o3", "price": "1,00"}\n'
    }


class TestTableSqlite(ReaderContract):
    reader = table.READER
    sniffed = False
    declared: ClassVar[dict[str, Any]] = {"map": "map.toml"}
    beside: ClassVar[dict[str, bytes]] = {"map.toml": SQLITE_MAP}
    samples: ClassVar[dict[str, bytes]] = {"plain": small_database()}


class TestStripe(ReaderContract):
    reader = stripe.READER
    samples: ClassVar[dict[str, bytes]] = golden("stripe")


class TestCamt(ReaderContract):
    reader = camt.READER
    samples: ClassVar[dict[str, bytes]] = golden("camt")


class TestAccesslog(ReaderContract):
    reader = accesslog.READER
    line_format = True
    samples: ClassVar[dict[str, bytes]] = golden("accesslog")


def test_every_shipped_reader_is_under_contract():
    for path in sorted(Path(__file__).parent.glob("test_*_contract.py")):
        importlib.import_module(f"tests.contract.{path.stem}")
    under = {kind.reader.name for kind in ReaderContract.__subclasses__()}
    assert under >= set(load_readers())

"""The seized database of the platform as a SQLite file, with its map; equal ledgers give equal bytes."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from keerpunt.simulate.days import in_platform_time
from keerpunt.simulate.ledger import Ledger, Price
from keerpunt.values.money import exponent_of

DATABASE = "platform/platform.sqlite"
MAP = "platform/platform.toml"

_SCHEMA = """
CREATE TABLE users (id INTEGER PRIMARY KEY, username TEXT, mail TEXT, name TEXT, born TEXT, country TEXT,
    created TEXT, created_ip TEXT, seen TEXT, state INTEGER, lang TEXT);
CREATE TABLE orders (no TEXT, user_id INTEGER, created TEXT, price TEXT, currency TEXT, item TEXT, site TEXT, ip TEXT,
    mail TEXT, provider TEXT, provider_ref TEXT);
CREATE TABLE access (user_id INTEGER, order_no TEXT, given TEXT, until TEXT, kind TEXT, scope TEXT);
CREATE TABLE folders (id TEXT, period TEXT, items INTEGER, size INTEGER);
"""
_PAGE_SIZE = 4096
_VERSION_OFFSET = 96
_VERSION = (3_040_000).to_bytes(4, "big")
"""The library writes its own version into the header, where nobody reads it; a fixed one keeps bytes equal."""

MAP_TEXT = """\
# How the tables of platform.sqlite are read. Times are local times of the platform's zone (operation.toml).
[[table]]
from = "users"
to = "account"
[table.columns]
platform_account_id = "id"
username = "username"
email = "mail"
self_name = "name"
self_birthdate = { column = "born", format = "%d-%m-%Y" }
self_country = "country"
registered = { column = "created", format = "%Y-%m-%d %H:%M:%S" }
register_ip = "created_ip"
last_seen = { column = "seen", format = "%Y-%m-%d %H:%M:%S" }
locale = "lang"
[table.columns.status]
column = "state"
values = { "1" = "active", "2" = "closed", "5" = "affiliate", "6" = "law_enforcement", "7" = "staff", "8" = "test" }

[[table]]
from = "orders"
to = "purchase_order"
[table.columns]
order_id = "no"
platform_account_id = "user_id"
placed = { column = "created", format = "%Y-%m-%d %H:%M:%S" }
amount = "price"
currency = "currency"
product = "item"
channel = "site"
ip = "ip"
email = "mail"
psp = "provider"
psp_ref = "provider_ref"

[[table]]
from = "access"
to = "access_grant"
[table.columns]
platform_account_id = "user_id"
order_id = "order_no"
granted = { column = "given", format = "%Y-%m-%d %H:%M:%S" }
expires = { column = "until", format = "%Y-%m-%d %H:%M:%S" }
credential_kind = "kind"
scope = "scope"

[[table]]
from = "folders"
to = "folder"
[table.columns]
folder_id = "id"
period = "period"
content_scope = { const = "illegal" }
item_count = "items"
bytes = "size"
"""


def write_platform(ledger: Ledger, out: Path) -> None:
    """Write the database and its map below the sources folder."""
    path = out / DATABASE
    path.parent.mkdir(parents=True, exist_ok=True)
    (out / MAP).write_text(MAP_TEXT, "utf-8")
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute(f"PRAGMA page_size = {_PAGE_SIZE}")
        connection.execute("PRAGMA journal_mode = OFF")
        connection.executescript(_SCHEMA)
        connection.execute("BEGIN")
        _insert(connection, "users", 11, _users(ledger))
        _insert(connection, "orders", 11, _orders(ledger))
        _insert(connection, "access", 6, _grants(ledger))
        _insert(connection, "folders", 4, ((f.folder_id, f.period, f.items, f.size) for f in ledger.folders))
        connection.execute("COMMIT")
    finally:
        connection.close()
    with path.open("r+b") as file:
        file.seek(_VERSION_OFFSET)
        file.write(_VERSION)


def decimal_text(price: Price) -> str:
    """Return an amount as a decimal text with the digits of its currency."""
    exponent = exponent_of(price.currency)
    whole, rest = divmod(price.minor, 10**exponent)
    return f"{whole}.{rest:0{exponent}d}" if exponent else str(whole)


def _insert(connection: sqlite3.Connection, name: str, width: int, rows: Iterable[tuple[object, ...]]) -> None:
    marks = ", ".join("?" * width)
    connection.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)


def _users(ledger: Ledger) -> Iterable[tuple[object, ...]]:
    for row in sorted(ledger.accounts, key=lambda row: int(row.account_id)):
        yield (
            int(row.account_id),
            row.username,
            row.email,
            row.self_name or None,
            _day(row.self_birthdate),
            row.self_country or None,
            in_platform_time(row.registered),
            row.register_ip,
            in_platform_time(row.last_seen) if row.last_seen else None,
            int(row.state),
            row.locale,
        )


def _day(day: dt.date | None) -> str | None:
    return day.strftime("%d-%m-%Y") if day else None


def _orders(ledger: Ledger) -> Iterable[tuple[object, ...]]:
    for row in sorted(ledger.orders, key=lambda row: (row.placed, row.order_id)):
        yield (
            row.order_id,
            int(row.account_id),
            in_platform_time(row.placed),
            decimal_text(row.price),
            row.price.currency,
            "monthly",
            row.channel,
            row.ip,
            row.email,
            "stripe" if row.charge_id else None,
            row.charge_id or None,
        )


def _grants(ledger: Ledger) -> Iterable[tuple[object, ...]]:
    for row in sorted(ledger.grants, key=lambda row: (row.granted, row.order_id)):
        given, until = in_platform_time(row.granted), in_platform_time(row.expires)
        yield int(row.account_id), row.order_id, given, until, "password", row.scope or f"period:{row.period}"

"""Small canonical tables for tests: name the columns that matter, the rest is unknown."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa

from keerpunt.model.tables import CANONICAL, table

COMMON: dict[str, Any] = {
    "source_sha256": "0" * 64,
    "source_locator": "1",
    "received_from": "unit",
    "received_on": dt.date(2025, 1, 1),
    "legal_basis": "law",
    "purpose": "test",
    "reader": "test/1",
}
NEEDED: dict[str, dict[str, Any]] = {
    "payment": {
        "initiated_utc": dt.datetime(2024, 1, 1, tzinfo=dt.UTC),
        "amount_minor": 1000,
        "currency": "EUR",
        "exponent": 2,
    },
}


def rows(name: str, *values: dict[str, Any]) -> pa.Table:
    """Build the table `name`; columns left out are NULL, `unknown` or `XX` as the schema says."""
    schema = table(name).arrow()
    missing = {c.name: f.missing for f in table(name).fields for c in f.columns()}
    blank = {f.name: None if f.nullable else missing.get(f.name) or "unknown" for f in schema}
    wide = [blank | COMMON | NEEDED.get(name, {}) | row for row in values]
    for row in wide:
        if unexpected := set(row) - set(schema.names):
            raise KeyError(f"{name} has no column {sorted(unexpected)}")
    return pa.Table.from_pylist(wide, schema=schema)


def operation(**tables: list[dict[str, Any]]) -> dict[str, pa.Table]:
    """Build every canonical table, those not named being empty."""
    if unexpected := set(tables) - set(CANONICAL):
        raise KeyError(f"no such tables: {sorted(unexpected)}")
    return {name: rows(name, *tables.get(name, [])) for name in CANONICAL}

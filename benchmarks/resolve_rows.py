"""Rows of canonical tables as a benchmark makes them: what is not named is unknown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from keerpunt.model.tables import CANONICAL, table

COMMON: dict[str, Any] = {
    "received_from": "benchmark", "legal_basis": "benchmark", "purpose": "benchmark", "handling": "unknown",
    "reader": "benchmark/1",
}  # fmt: skip


def filled(rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, pa.Table]:
    """Return every canonical table, those named filled with rows."""
    found = {name: table(name).arrow().empty_table() for name in CANONICAL}
    for name, given in rows.items():
        schema = table(name).arrow()
        missing = {c.name: f.missing for f in table(name).fields for c in f.columns()}
        blank = {f.name: None if f.nullable else missing.get(f.name) or "unknown" for f in schema}
        found[name] = pa.Table.from_pylist([blank | COMMON | dict(row) for row in given], schema=schema)
    return found

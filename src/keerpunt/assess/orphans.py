"""Replies that meet no record: counted as findings, since what speaks for a person must not vanish (ADR 0010)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from keerpunt.model.tables import table

if TYPE_CHECKING:
    from keerpunt.engine import Engine

CODE = "orphan_reference"
DETAIL = "rows speak about a payment, card or customer that no other record names; they count for nobody"


def orphans(engine: Engine) -> pa.Table:
    """Return findings (schema of `model.tables`), one per source and table; the canonical tables are registered."""
    found = engine.run("keerpunt.assess", "orphan").to_pylist()
    rows = [
        {
            "source_sha256": row["source_sha256"],
            "code": CODE,
            "column": row["table_name"],
            "count": row["n"],
            "detail": DETAIL,
        }
        for row in found
    ]
    return pa.Table.from_pylist(rows, schema=table("findings").arrow())

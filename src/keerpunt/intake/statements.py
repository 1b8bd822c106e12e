"""Statements are kept, however many there are; only a row that says again what is said already is left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from keerpunt.intake.arrow import compute as pc
from keerpunt.intake.keys import SHORT
from keerpunt.intake.merge import Lost, contested_rows
from keerpunt.model.content import content_texts
from keerpunt.model.schema import Table

STATEMENTS = (
    "subscriber", "ip_assignment", "register_extract", "payment_check", "dispute", "access_grant", "fraud_report",
)  # fmt: skip
"""Tables in which equal rows of one origin are one statement (INTAKE.md section 2)."""

DUPLICATE = "duplicate_row"


def without_repeats(table: Table, rows: pa.Table, positions: Mapping[str, int]) -> tuple[pa.Table, tuple[Lost, ...]]:
    """Keep one of the rows of one origin that are equal in every field, the one received first."""
    said = rows.select(["origin"]).append_column("said", content_texts(table, rows))
    contested = contested_rows(said, ["origin", "said"])
    if contested is None:
        return rows, ()
    numbered = said.append_column("number", pa.array(range(rows.num_rows))).filter(contested)
    places = rows.select(["source_sha256", "source_locator", "received_on"])
    groups: dict[tuple[str, str], list[tuple[Any, ...]]] = {}
    for entry in numbered.to_pylist():
        number = entry["number"]
        sha256, locator, received = (places.column(i)[number].as_py() for i in range(3))
        rank = (received, positions[sha256], sha256, len(locator), locator, number)
        groups.setdefault((entry["origin"], entry["said"]), []).append(rank)
    repeats = [rank for group in groups.values() for rank in sorted(group)[1:]]
    numbers = pa.array(sorted(rank[-1] for rank in repeats), pa.int64())
    kept = rows.filter(pc.invert(pc.is_in(pa.array(range(rows.num_rows), pa.int64()), value_set=numbers)))
    return kept, tuple(Lost(rank[2], rank[4], DUPLICATE) for rank in sorted(repeats))


def apart(rows: pa.Table) -> pa.Table:
    """Tell apart subscribers without customer_ref that stand at the same place of different files.

    Their key is `subscriber:<provider>:@<locator>`; where two files share it, the file's short digest is put in, so
    that two unknown customers never become one.
    """
    keys = rows.column("record_key")
    by_place = rows.filter(pc.match_substring(keys, ":@")).select(["record_key", "source_sha256"])
    files = by_place.group_by("record_key").aggregate([("source_sha256", "count_distinct")])
    clash = set(
        files.filter(pc.greater(files.column("source_sha256_count_distinct"), 1)).column("record_key").to_pylist()
    )
    if not clash:
        return rows
    pairs: list[tuple[Any, Any]] = list(zip(keys.to_pylist(), rows.column("source_sha256").to_pylist(), strict=True))
    renamed = [key.replace(":@", f":@{sha[:SHORT]}:", 1) if key in clash else key for key, sha in pairs]
    return rows.set_column(0, rows.schema.field(0), pa.array(renamed, pa.string()))

"""Origins side by side: rows of one thing from different origins are compared and never completed by each other."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pyarrow as pa

from keerpunt.intake.arrow import compute as pc
from keerpunt.intake.findings import Finding
from keerpunt.intake.keys import key_fields
from keerpunt.intake.merge import joined
from keerpunt.model.schema import UNKNOWN, UNKNOWN_COUNTRY, Field, Kind, Table

CONFLICT = "origin_conflict"


def origin_conflicts(table: Table, rows: pa.Table) -> list[Finding]:
    """Return per field how many things two origins describe differently (INTAKE.md section 2)."""
    keys = list(key_fields(table))
    origins = sorted(pc.unique(rows.column("origin")).to_pylist())
    parts = {origin: rows.filter(pc.equal(rows.column("origin"), origin)) for origin in origins}
    found: list[Finding] = []
    for left, right in combinations(origins, 2):
        pairs = _pairs(parts[left], parts[right], keys)
        if pairs is None:
            continue
        for field in table.fields:
            count = 0 if field.name in keys else _differ(field, *pairs)
            if count:
                found.append(Finding("", CONFLICT, f"{table.name}.{field.name}", count))
    return found


def _pairs(left: pa.Table, right: pa.Table, keys: list[str]) -> tuple[pa.Table, pa.Table] | None:
    """Return the rows of both sides that describe the same thing, in the same order."""
    where = pc.index_in(joined(left, keys), value_set=joined(right, keys).combine_chunks())
    known = pc.is_valid(where)
    both = left.filter(known)
    return (both, right.take(pc.drop_null(where))) if both.num_rows else None


def _differ(field: Field, left: pa.Table, right: pa.Table) -> int:
    names = [column.name for column in field.columns()]
    first = names[0]
    both = pc.and_(_known(left.column(first)), _known(right.column(first)))
    different: Any = pc.not_equal(left.column(first), right.column(first))
    if field.kind is Kind.MONEY:
        different = pc.or_kleene(different, pc.not_equal(left.column(names[1]), right.column(names[1])))
    if field.kind is Kind.INSTANT:
        both = pc.and_(both, pc.equal(left.column(names[4]), right.column(names[4])))
    return int(pc.sum(pc.and_(both, pc.fill_null(different, fill_value=False))).as_py() or 0)


def _known(column: Any) -> Any:
    """Return where a column holds more than unknown."""
    valid = pc.is_valid(column)
    if not pa.types.is_string(column.type):
        return valid
    said = pc.invert(pc.is_in(column, value_set=pa.array([UNKNOWN, UNKNOWN_COUNTRY])))
    return pc.and_(valid, said)

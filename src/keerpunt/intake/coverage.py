"""Which tables were examined, for which origin and period (CONTRACT.md section 1).

A table is covered when a source declares it, or yielded at least one row of it: then from its first to its last row.
That a reader could have yielded it is no coverage, and neither is a period that nobody knows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import pyarrow as pa

from keerpunt.intake.tally import Tally
from keerpunt.model.operation import Coverage, Source

OWN_TIME: dict[str, tuple[str, ...]] = {
    "account": ("registered", "last_seen"),
    "purchase_order": ("placed",),
    "payment": ("initiated",),
    "dispute": ("filed",),
    "fraud_report": ("reported",),
    "access_grant": ("granted",),
    "session": ("occurred",),
    "download": ("occurred",),
    "ip_assignment": ("valid_from", "valid_to"),
    "judgement": ("decided",),
    "hotline_report": ("submitted",),
}
"""The instants that say when what a table records happened; from the first to the last of them it is covered."""


FOLLOWS = {"payment_check": "payment"}
"""Tables without a time of their own happen when what they belong to happens."""

WITHOUT_PERIOD = "coverage_without_period"

_COLUMNS: dict[str, pa.DataType] = {
    "origin": pa.string(),
    "table_name": pa.string(),
    "covers_from": pa.date32(),
    "covers_to": pa.date32(),
    "basis": pa.string(),
    "reader": pa.string(),
}
SCHEMA = pa.schema(_COLUMNS)
"""`basis` is declared, rows or object; an end that is NULL is open. `reader` is empty but for objects."""


def file_coverage(
    source: Source, tally: Tally, object_complete: Iterable[str], reader: str
) -> tuple[list[Coverage], list[str]]:
    """Return what one file covers, and the tables that it declares without any known period.

    A declaration without days covers only what the file yielded, first row to last row (CONTRACT.md section 1). What
    the objects of a format answer by nature, they answer for payments that `reader` read of them.
    """
    found: list[Coverage] = []
    unknown: list[str] = []
    for table in source.covers:
        first, last = _days(tally, table) or _whole(tally)
        begin, end = source.covers_from or first, source.covers_to or last
        if begin is None and end is None:
            unknown.append(table)
        else:
            found.append(Coverage(source.origin, table, begin, end, "declared"))
    for table in sorted(tally.rows):
        days = _days(tally, table)
        if days is not None and tally.rows[table]:
            found.append(Coverage(source.origin, table, *days, "rows"))
    for table in object_complete:
        days = _days(tally, "payment")
        if days is not None:
            found.append(Coverage(source.origin, table, *days, "object", reader))
    return found, unknown


def coverage_table(entries: Iterable[Coverage]) -> pa.Table:
    """Return the coverage of all files, each line once, sorted."""
    unique = sorted(set(entries), key=_rank)
    return pa.Table.from_pylist(
        [
            {
                "origin": c.origin,
                "table_name": c.table,
                "covers_from": c.covers_from,
                "covers_to": c.covers_to,
                "basis": c.basis,
                "reader": c.reader,
            }
            for c in unique
        ],
        schema=SCHEMA,
    )


def _rank(entry: Coverage) -> tuple[str, str, str, str, dt.date, dt.date]:
    ends = entry.covers_from or dt.date.min, entry.covers_to or dt.date.max
    return (entry.origin, entry.table, entry.basis, entry.reader, *ends)


def _days(tally: Tally, table: str) -> tuple[dt.date, dt.date] | None:
    span = tally.spans.get(FOLLOWS.get(table, table))
    if span is None or span.first is None or span.last is None:
        return None
    return span.first.date(), span.last.date()


def _whole(tally: Tally) -> tuple[dt.date | None, dt.date | None]:
    span = tally.span()
    return (span.first.date() if span.first else None, span.last.date() if span.last else None)

"""Records of one file to typed Arrow batches: guards first, then keys, so that no key holds what a column may not."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pyarrow as pa

from keerpunt.errors import SourceRefused
from keerpunt.intake.arrow import compute as pc
from keerpunt.intake.columns import stored_columns, too_long
from keerpunt.intake.context import Context
from keerpunt.intake.coverage import OWN_TIME
from keerpunt.intake.findings import rejects_table
from keerpunt.intake.guards import Guards
from keerpunt.intake.keys import key_fields, record_keys
from keerpunt.intake.records import Excluded, Mapped, Record, Rejected, Row, Total
from keerpunt.intake.tally import Span, Tally
from keerpunt.model.operation import Source
from keerpunt.model.schema import UNKNOWN, Field, Kind, Table
from keerpunt.model.tables import CANONICAL

INCOMPLETE = "incomplete_row"
_MISSING_CODE = {Kind.INSTANT: "bad_time", Kind.MONEY: "bad_amount"}

REJECTS = "rejects"
Keep = Callable[[str, pa.RecordBatch], None]
"""Takes rows of a table, by its name, for good."""


def drop(_table: str, _rows: pa.RecordBatch) -> None:
    """Keep nothing: for whoever wants counts alone."""


class Collector:
    """Takes the records of one file, holds at most `batch_rows` rows of a table, and hands them to `keep` as Arrow."""

    def __init__(self, context: Context, reader: str, guards: Guards, keep: Keep = drop) -> None:
        self.tally = Tally()
        self._keep = keep
        self._rejects: list[tuple[str, str]] = []
        self._context = context
        self._guards = guards
        self._common = _common(context.source, reader, guards)
        self._waiting: dict[str, list[tuple[Mapping[str, Any], str, int]]] = defaultdict(list)
        self._limit = context.settings.batch_rows

    def add(self, record: Record) -> None:
        """Take one record.

        Raises:
            SourceRefused: `wrong_type` or `wrong_table`, the reader broke its contract.
        """
        if isinstance(record, Mapped):
            self._map(record)
        elif isinstance(record, Rejected):
            self._reject(record)
        elif isinstance(record, Excluded):
            self.tally.exclude(record)
        elif isinstance(record, Total):
            self.tally.total(self._guarded(record))
        else:
            raise SourceRefused("wrong_type", "the reader gave something that is no record")

    def finish(self) -> None:
        """Turn what is still waiting into batches."""
        for name in sorted(self._waiting):
            self._flush(name)
        self._flush_rejects()

    def _reject(self, record: Rejected) -> None:
        self.tally.rejected[record.reason] += 1
        self._rejects.append((self._guards.text(record.locator), record.reason))
        if len(self._rejects) >= self._limit:
            self._flush_rejects()

    def _flush_rejects(self) -> None:
        if self._rejects:
            rows = rejects_table((self._context.source.sha256, *reject) for reject in self._rejects)
            self._keep(REJECTS, rows.to_batches()[0])
            self._rejects = []

    def _guarded(self, total: Total) -> Total:
        """Return a total as it may stand in a receipt and in an error: its texts come from the file."""
        clean = self._guards.text
        return replace(
            total,
            locator=clean(total.locator),
            name=clean(total.name),
            expected=clean(total.expected),
            found=clean(total.found),
        )

    def _map(self, record: Mapped) -> None:
        """Keep the rows that have what is essential; a record without any such row is rejected."""
        missing = [_missing(row) for row in record.rows]
        if not record.rows:
            raise SourceRefused("wrong_type", "the reader mapped a record to no row", place=record.locator)
        if all(missing):
            self.add(Rejected(record.locator, _code(missing[0], record.rows[0])))
            return
        self.tally.mapped += 1
        seen: Counter[str] = Counter()
        for row, lacks in zip(record.rows, missing, strict=True):
            if lacks is not None:
                self._context.note(INCOMPLETE, f"{row.table}.{lacks.name}")
                continue
            seen[row.table] += 1
            waiting = self._waiting[row.table]
            waiting.append((row.values, row.locator or record.locator, seen[row.table]))
            if len(waiting) >= self._limit:
                self._flush(row.table)

    def _flush(self, name: str) -> None:
        rows, self._waiting[name] = self._waiting[name], []
        if not rows:
            return
        table = CANONICAL[name]
        values = [row[0] for row in rows]
        strange = set().union(*values) - {field.name for field in table.fields}
        if strange:
            raise SourceRefused(
                "wrong_type", f"the reader gave fields that {name} has not: {', '.join(sorted(strange))}"
            )
        notes = self._context.findings
        stored: dict[str, list[Any]] = {
            field.name: stored_columns(name, field, [v.get(field.name) for v in values], self._guards, notes)
            for field in table.fields
        }
        locators = self._guards.texts([row[1] for row in rows])
        keys = {field: stored[field][0].to_pylist() for field in key_fields(table)}
        arrays = [
            pa.array(record_keys(table, self._context.source, keys, locators, [row[2] for row in rows]), pa.string()),
            *self._common_arrays(locators),
            *(array for arrays in stored.values() for array in arrays),
        ]
        batch = pa.RecordBatch.from_arrays(arrays, schema=table.arrow())
        self._keep(name, batch)
        self.tally.rows[name] += len(rows)
        self._look(table, batch)

    def _common_arrays(self, locators: list[str]) -> list[Any]:
        columns: dict[str, Any] = {name: pa.repeat(value, len(locators)) for name, value in self._common.items()}
        columns["source_locator"] = pa.array(locators, pa.string())
        names = ("source_sha256", "source_locator", "origin", "received_from", "received_on", "legal_basis", "purpose")
        return [columns[name] for name in (*names, "handling", "reader")]

    def _look(self, table: Table, batch: Any) -> None:
        """Note first and last instants and the zones used, for coverage and receipt."""
        span = self.tally.spans.setdefault(table.name, Span())
        for field in table.fields:
            if field.kind is Kind.INSTANT:
                if field.name in OWN_TIME.get(table.name, ()):
                    ends = pc.min_max(batch.column(f"{field.name}_utc"))
                    span.add(ends["min"].as_py(), ends["max"].as_py())
                pairs = zip(
                    batch.column(f"{field.name}_zone").to_pylist(),
                    batch.column(f"{field.name}_zone_basis").to_pylist(),
                    strict=True,
                )
                self.tally.zones.update((zone, basis) for zone, basis in set(pairs) if basis != UNKNOWN)


def _common(source: Source, reader: str, guards: Guards) -> dict[str, Any]:
    return {
        "source_sha256": source.sha256,
        "origin": source.origin,
        "received_from": guards.text(source.received_from),
        "received_on": pa.scalar(source.received_on, pa.date32()),
        "legal_basis": guards.text(source.legal_basis),
        "purpose": guards.text(source.purpose),
        "handling": pa.scalar(source.handling or None, pa.string()),
        "reader": reader,
    }


_ESSENTIAL: dict[str, tuple[Field, ...]] = {
    name: tuple(field for field in table.fields if field.essential) for name, table in CANONICAL.items()
}


def _missing(row: Row) -> Field | None:
    """Return the first essential field that a row lacks, states by an unknown word or by more than can be stored."""
    try:
        essential = _ESSENTIAL[row.table]
    except KeyError:
        raise SourceRefused("wrong_type", "the reader gave a row for a table that is not canonical") from None
    for field in essential:
        value = row.values.get(field.name)
        if value is None or value == "" or (field.kind is Kind.ENUM and value not in field.values) or too_long(value):
            return field
    return None


def _code(field: Field | None, row: Row) -> str:
    if field is None:
        return "missing_key"
    if field.kind is Kind.ENUM and row.values.get(field.name):
        return "unknown_record"
    if too_long(row.values.get(field.name)):
        return "too_long"
    return _MISSING_CODE.get(field.kind, "missing_key")

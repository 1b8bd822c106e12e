"""Records of one file to typed Arrow batches: guards first, then keys, so that no key holds what a column may not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import repeat
from typing import Any

import pyarrow as pa

from keerpunt.errors import SourceRefused
from keerpunt.intake.account_numbers import note_failed_checksums
from keerpunt.intake.arrow import compute as pc
from keerpunt.intake.columns import stored_columns, too_long, unknown_columns
from keerpunt.intake.context import Context
from keerpunt.intake.coverage import OWN_TIME
from keerpunt.intake.findings import rejects_table
from keerpunt.intake.guards import Guards
from keerpunt.intake.keys import key_fields, record_keys
from keerpunt.intake.lines import MAX_CELL
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


class _Waiting:
    """Rows of one table that are not yet Arrow: a list for each field that any of them states, places and ranks.

    Nothing is kept of a row itself. A field that a row leaves out is filled up with None before the next value.
    """

    __slots__ = ("columns", "locators", "ordinals")

    def __init__(self) -> None:
        self.columns: dict[str, list[Any]] = {}
        self.locators: list[str] = []
        self.ordinals: list[int] = []

    def add(self, values: Mapping[str, Any], locator: str, ordinal: int) -> int:
        """Take one row, whose rank within its record is `ordinal`; return how many are waiting."""
        columns, count = self.columns, len(self.locators)
        for name, value in values.items():
            try:
                column = columns[name]
            except KeyError:
                column = columns[name] = []
            if len(column) != count:
                _fill(column, count)
            column.append(value)
        self.locators.append(locator)
        self.ordinals.append(ordinal)
        return count + 1

    def column(self, name: str) -> list[Any] | None:
        """Return the values of a field, None where no row states it."""
        column = self.columns.get(name)
        if column is not None:
            _fill(column, len(self.locators))
        return column


def _fill(column: list[Any], count: int) -> None:
    column.extend(repeat(None, count - len(column)))


class Collector:
    """Takes the records of one file, holds at most `batch_rows` rows of a table, and hands them to `keep` as Arrow."""

    def __init__(self, context: Context, reader: str, guards: Guards, keep: Keep = drop) -> None:
        self.tally = Tally()
        self._keep = keep
        self._rejects: list[tuple[str, str]] = []
        self._context = context
        self._guards = guards
        self._common = _common(context.source, reader, guards)
        self._waiting: dict[str, _Waiting] = defaultdict(_Waiting)
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
        rows = record.rows
        if not rows:
            raise SourceRefused("wrong_type", "the reader mapped a record to no row", place=record.locator)
        missing = [_missing(row) for row in rows]
        if None not in missing:
            self.add(Rejected(record.locator, _code(missing[0], rows[0])))
            return
        self.tally.mapped += 1
        seen: dict[str, int] = {}
        for row, lacks in zip(rows, missing, strict=True):
            if lacks is not None:
                self._context.note(INCOMPLETE, f"{row.table}.{lacks.name}")
                continue
            name = row.table
            seen[name] = rank = seen.get(name, 0) + 1
            if self._waiting[name].add(row.values, row.locator or record.locator, rank) >= self._limit:
                self._flush(name)

    def _flush(self, name: str) -> None:
        waiting, self._waiting[name] = self._waiting[name], _Waiting()
        count = len(waiting.locators)
        if not count:
            return
        table = CANONICAL[name]
        strange = set(waiting.columns) - {field.name for field in table.fields}
        if strange:
            raise SourceRefused(
                "wrong_type", f"the reader gave fields that {name} has not: {', '.join(sorted(strange))}"
            )
        notes = self._context.findings
        stored: dict[str, list[Any]] = {
            field.name: unknown_columns(field, count)
            if (values := waiting.column(field.name)) is None
            else stored_columns(name, field, values, self._guards, notes)
            for field in table.fields
        }
        note_failed_checksums(name, stored, notes)
        locators = self._guards.texts(waiting.locators)
        keys = {field: stored[field][0].to_pylist() for field in key_fields(table)}
        arrays = [
            pa.array(record_keys(table, self._context.source, keys, locators, waiting.ordinals), pa.string()),
            *self._common_arrays(locators),
            *(array for arrays in stored.values() for array in arrays),
        ]
        batch = pa.RecordBatch.from_arrays(arrays, schema=table.arrow())
        self._keep(name, batch)
        self.tally.rows[name] += count
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
                rules = pa.table({part: batch.column(f"{field.name}_{part}") for part in ("zone", "zone_basis")})
                for rule in rules.group_by(["zone", "zone_basis"]).aggregate([]).to_pylist():
                    if rule["zone_basis"] != UNKNOWN:
                        self.tally.zones.add((rule["zone"], rule["zone_basis"]))


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


_ESSENTIAL: dict[str, tuple[tuple[str, Field], ...]] = {
    name: tuple((field.name, field) for field in table.fields if field.essential) for name, table in CANONICAL.items()
}


def _missing(row: Row) -> Field | None:
    """Return the first essential field that a row lacks, states by an unknown word or by more than can be stored."""
    try:
        essential = _ESSENTIAL[row.table]
    except KeyError:
        raise SourceRefused("wrong_type", "the reader gave a row for a table that is not canonical") from None
    values = row.values
    for name, field in essential:
        value = values.get(name)
        if isinstance(value, str):
            if not value or len(value) > MAX_CELL or (field.values and value not in field.values):
                return field
        elif value is None or (isinstance(value, int) and too_long(value)):
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

"""Runs one reader over bytes and keeps what it gave, for tests of formats."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from keerpunt.intake.context import Context
from keerpunt.intake.reader import Reader
from keerpunt.intake.records import Excluded, Known, Mapped, Record, Rejected, Total
from keerpunt.model.operation import Source
from keerpunt.values.instant import Instant, ZoneRule
from keerpunt.values.money import Money
from keerpunt.values.token import TokenKey

KEY = TokenKey(bytes(32))
_UNKNOWN = (None, "unknown", "XX")


@dataclass
class Reading:
    """The records of one file by kind; `rows` in a short form without what is unknown."""

    records: list[Record]
    findings: dict[str, int]
    rows: list[dict[str, Any]] = field(default_factory=list)
    rejected: list[list[str]] = field(default_factory=list)
    excluded: list[list[str]] = field(default_factory=list)
    totals: list[list[Any]] = field(default_factory=list)

    @property
    def mapped(self) -> int:
        return sum(isinstance(record, Mapped) for record in self.records)

    @property
    def read(self) -> int:
        return self.mapped + len(self.rejected) + len(self.excluded)

    def only(self) -> dict[str, Any]:
        """Return the one row there is."""
        assert len(self.rows) == 1, self.records
        return self.rows[0]


def context(
    name: str = "file", *, zone: str | None = "Europe/Amsterdam", known: Known | None = None, **declared: Any
) -> Context:
    """Build the surroundings of a file of origin `psp:golden`."""
    source = Source(name, "psp:golden", "unit", dt.date(2025, 1, 1), "law", "test", sha256="ab" * 32, **declared)
    rule = ZoneRule(zone, "assumed") if zone else None
    return Context(source, Path(name), rule, KEY, known or Known())


def read(reader: Reader, body: bytes, around: Context | None = None) -> Reading:
    """Read bytes to the end; exceptions pass."""
    around = around or context()
    records = list(reader.read(io.BytesIO(body), around))
    reading = Reading(records, {f"{code} {column}": n for (code, column), n in sorted(around.findings.items())})
    for record in records:
        if isinstance(record, Mapped):
            reading.rows += [
                {"table": row.table, "at": row.locator or record.locator, **_short(row.values)} for row in record.rows
            ]
        elif isinstance(record, Rejected):
            reading.rejected.append([record.locator, record.reason])
        elif isinstance(record, Excluded):
            reading.excluded.append([record.locator, record.reason])
        elif isinstance(record, Total):
            reading.totals.append([record.locator, record.name, record.expected, record.found, record.binding])
    return reading


def _short(values: Any) -> dict[str, Any]:
    return {name: _value(value) for name, value in values.items() if value not in _UNKNOWN}


def _value(value: Any) -> Any:
    if isinstance(value, Instant):
        return [value.utc.strftime("%Y-%m-%dT%H:%M:%SZ"), value.precision, value.zone_basis]
    return [value.minor, value.currency] if isinstance(value, Money) else value

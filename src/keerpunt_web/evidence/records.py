"""Source rows for the screen: every column, the text as found, the zone rule, and where in which file it stands."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from keerpunt.model.schema import Field, Kind
from keerpunt.model.tables import table
from keerpunt.model.words import is_independent
from keerpunt_web.evidence.masking import Mask, Shown

REF_SIGNS = 16


def record_ref(record_key: str) -> str:
    """Return the name of a record in addresses and in the log: a digest, since keys may hold identifiers of people."""
    return hashlib.sha256(record_key.split("#", 1)[0].encode()).hexdigest()[:REF_SIGNS]


@dataclass(frozen=True, slots=True)
class Cell:
    """One known field of a row. `original` is the text as found where it differs from what is shown."""

    name: str
    meaning: str
    shown: tuple[Shown, ...]
    original: str = ""
    zone: str = ""
    zone_basis: str = ""
    precision: str = ""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One row of evidence with its way back to the file."""

    table: str
    meaning: str
    ref: str
    key: Shown
    cells: tuple[Cell, ...]
    unknown: tuple[str, ...]
    source_sha256: str
    source_locator: str
    origin: str
    independent: bool
    received_from: str
    received_on: dt.date
    legal_basis: str
    purpose: str
    handling: str | None
    reader: str


def source_row(row: Mapping[str, Any], mask: Mask) -> SourceRow:
    """Return a row of the reader (`table` beside its columns) as the screen shows it."""
    definition = table(row["table"])
    cells = [(field, _cell(field, row, mask)) for field in definition.fields]
    return SourceRow(
        table=definition.name,
        meaning=definition.meaning,
        ref=record_ref(row["record_key"]),
        key=mask.show("record_key", row["record_key"]),
        cells=tuple(cell for _, cell in cells if cell),
        unknown=tuple(field.name for field, cell in cells if cell is None),
        source_sha256=row["source_sha256"],
        source_locator=row["source_locator"],
        origin=row["origin"],
        independent=is_independent(row["origin"]),
        received_from=row["received_from"],
        received_on=row["received_on"],
        legal_basis=row["legal_basis"],
        purpose=row["purpose"],
        handling=row["handling"],
        reader=row["reader"],
    )


def _cell(field: Field, row: Mapping[str, Any], mask: Mask) -> Cell | None:
    """Return the cell of a field, None where it is unknown; an unknown is listed and never blank."""
    if field.kind is Kind.INSTANT:
        return _instant(field, row)
    if field.kind is Kind.MONEY:
        minor, currency, exponent = (row[column.name] for column in field.columns())
        found: Any = None if minor is None else f"{money_text(minor, exponent)} {currency}"
    else:
        found = row[field.name]
    if found is None or (field.missing is not None and found == field.missing):
        return None
    values = found if isinstance(found, list) else [found]
    return Cell(field.name, field.meaning, tuple(mask.show(field.name, str(value), row["table"]) for value in values))


def _instant(field: Field, row: Mapping[str, Any]) -> Cell | None:
    instant: dt.datetime | None = row[f"{field.name}_utc"]
    if instant is None:
        return None
    return Cell(
        field.name,
        field.meaning,
        (Shown(f"{instant:%Y-%m-%d %H:%M:%S} UTC", masked=False),),
        original=row[f"{field.name}_text"] or "",
        zone=row[f"{field.name}_zone"] or "",
        zone_basis=row[f"{field.name}_zone_basis"],
        precision=row[f"{field.name}_precision"],
    )


def money_text(minor: int, exponent: int) -> str:
    """Return minor units as a decimal text with exactly `exponent` digits after the point."""
    sign, digits = ("-" if minor < 0 else ""), str(abs(minor)).rjust(exponent + 1, "0")
    return f"{sign}{digits[:-exponent]}.{digits[-exponent:]}" if exponent else f"{sign}{digits}"

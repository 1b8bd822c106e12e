"""Values of one field to the Arrow columns that store it; what a vocabulary does not know becomes unknown, counted."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any

import pyarrow as pa

from keerpunt.errors import SourceRefused
from keerpunt.intake.guards import Guards
from keerpunt.intake.lines import MAX_CELL
from keerpunt.model.schema import UNKNOWN, UNKNOWN_COUNTRY, YES_NO_UNKNOWN, Field, Kind
from keerpunt.values.country import ASSIGNED

UNREADABLE = "unreadable_value"
NONEXISTENT = "nonexistent_time"

_COUNTRIES = ASSIGNED | {"XK", UNKNOWN_COUNTRY}
_LARGEST = 2**63 - 1

Notes = Counter[tuple[str, str]]


def stored_columns(
    table: str, field: Field, values: Sequence[Any], guards: Guards, notes: Notes
) -> list[pa.Array[pa.Scalar[pa.DataType]]]:
    """Return the arrays of one field, in the order of `field.columns()`.

    Raises:
        SourceRefused: `wrong_type`, a reader gave a value of another type than the field's (its error, not the file's).
    """
    try:
        return _BUILD[field.kind](table, field, values, guards, notes)
    except (AttributeError, TypeError, ValueError, pa.ArrowException):
        message = f"the reader gave a value that is no {field.kind} for {table}.{field.name}"
        raise SourceRefused("wrong_type", message) from None


def unknown_columns(field: Field, rows: int) -> list[Any]:
    """Return the arrays of a field that no row states: NULL, or the word for unknown where the column has one."""
    missing = field.missing or UNKNOWN
    return [pa.array([None if column.nullable else missing] * rows, column.type) for column in field.columns()]


def too_long(value: object) -> bool:
    """Tell whether a text or a number is too long to be stored and would become unknown."""
    return (isinstance(value, str) and len(value) > MAX_CELL) or (isinstance(value, int) and abs(value) > _LARGEST)


def _texts(values: Sequence[Any], column: str, notes: Notes) -> list[str | None]:
    """Check texts: blank is unknown, over-long is unknown and counted, lone surrogates are escaped and counted."""
    cells: list[str | None] = [value or None for value in values]
    text = "".join(filter(None, cells))
    if len(text) > MAX_CELL and any(len(cell) > MAX_CELL for cell in filter(None, cells)):
        notes[("too_long", column)] += sum(1 for cell in cells if cell and len(cell) > MAX_CELL)
        cells = [None if cell and len(cell) > MAX_CELL else cell for cell in cells]
    try:
        text.encode()
    except UnicodeEncodeError:
        escaped = [None if cell is None else cell.encode("utf-8", "backslashreplace").decode() for cell in cells]
        notes[("bad_encoding", column)] += sum(1 for old, new in zip(cells, escaped, strict=True) if old != new)
        cells = escaped
    return cells


def _text(table: str, field: Field, values: Sequence[Any], guards: Guards, notes: Notes) -> list[Any]:
    cells = guards.column(table, field, _texts(values, field.name, notes))
    return [pa.array(cells, pa.string())]


def _word(allowed: frozenset[str], missing: str, field: Field, values: Sequence[Any], notes: Notes) -> list[Any]:
    cells = [value or missing for value in values]
    strange = set(cells) - allowed
    if strange:
        notes[(UNREADABLE, field.name)] += sum(1 for cell in cells if cell in strange)
        cells = [missing if cell in strange else cell for cell in cells]
    return [pa.array(cells, pa.string())]


def _enum(_table: str, field: Field, values: Sequence[Any], _guards: Guards, notes: Notes) -> list[Any]:
    return _word(frozenset(field.values), UNKNOWN, field, values, notes)


def _yesno(_table: str, field: Field, values: Sequence[Any], _guards: Guards, notes: Notes) -> list[Any]:
    return _word(frozenset(YES_NO_UNKNOWN), UNKNOWN, field, values, notes)


def _country(_table: str, field: Field, values: Sequence[Any], _guards: Guards, notes: Notes) -> list[Any]:
    return _word(_COUNTRIES, UNKNOWN_COUNTRY, field, values, notes)


def _integer(_table: str, field: Field, values: Sequence[Any], _guards: Guards, notes: Notes) -> list[Any]:
    if any(isinstance(value, bool) for value in values):
        raise TypeError
    cells = [None if value is None or abs(value) > _LARGEST else value for value in values]
    lost = cells.count(None) - sum(1 for value in values if value is None)
    if lost:
        notes[(UNREADABLE, field.name)] += lost
    return [pa.array(cells, pa.int64())]


def _date(_table: str, _field: Field, values: Sequence[Any], _guards: Guards, _notes: Notes) -> list[Any]:
    if any(isinstance(value, dt.datetime) for value in values):
        raise TypeError
    return [pa.array(values, pa.date32())]


def _instant(_table: str, field: Field, values: Sequence[Any], _guards: Guards, notes: Notes) -> list[Any]:
    skipped = sum(1 for instant in set(values) if instant is not None and instant.nonexistent)
    if skipped:
        notes[(NONEXISTENT, field.name)] += sum(1 for i in values if i is not None and i.nonexistent)
    text = pa.string()
    found = [_NO_INSTANT if value is None else value for value in values]
    return [
        pa.array([i.utc for i in found], pa.timestamp("us", tz="UTC")),
        pa.array([i.text for i in found], text),
        pa.array([i.zone for i in found], text),
        pa.array([i.zone_basis for i in found], text),
        pa.array([i.precision for i in found], text),
    ]


def _money(_table: str, _field: Field, values: Sequence[Any], _guards: Guards, _notes: Notes) -> list[Any]:
    found = [_NO_MONEY if value is None else value for value in values]
    return [
        pa.array([m.minor for m in found], pa.int64()),
        pa.array([m.currency for m in found], pa.string()),
        pa.array([m.exponent for m in found], pa.int64()),
    ]


_NO_INSTANT = SimpleNamespace(utc=None, text=None, zone=None, zone_basis=UNKNOWN, precision=UNKNOWN)
_NO_MONEY = SimpleNamespace(minor=None, currency=None, exponent=None)
"""What is stored where a value is unknown."""


def _list(table: str, field: Field, values: Sequence[Any], guards: Guards, notes: Notes) -> list[Any]:
    """Guard the elements of all lists as one column; None stays unknown, an empty list known to be empty."""
    if any(isinstance(value, str) for value in values):
        raise TypeError
    flat = [cell for value in values if value is not None for cell in value]
    stored = iter(guards.column(table, field, _texts(flat, field.name, notes)))
    lists = [None if value is None else [cell for _ in value if (cell := next(stored))] for value in values]
    return [pa.array(lists, pa.list_(pa.string()))]


_BUILD: dict[Kind, Callable[[str, Field, Sequence[Any], Guards, Notes], list[Any]]] = {
    Kind.TEXT: _text,
    Kind.JSON: _text,
    Kind.ENUM: _enum,
    Kind.YESNO: _yesno,
    Kind.COUNTRY: _country,
    Kind.INTEGER: _integer,
    Kind.DATE: _date,
    Kind.INSTANT: _instant,
    Kind.MONEY: _money,
    Kind.TEXTS: _list,
}

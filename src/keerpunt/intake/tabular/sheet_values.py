"""Cells of a spreadsheet: text stays text, and what a spreadsheet computed, rounded or restyled is never guessed back.

A number is a binary fraction of about 16 digits. It is given as the shortest decimal text of the same value, whole ones
without a point. From 10^15 on digits may be lost, so no identifier is taken from there (INTAKE.md section 4).
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from keerpunt.errors import UnreadableValue
from keerpunt.intake.context import Context
from keerpunt.intake.json_text import NumberText
from keerpunt.intake.tabular.convert import IDENTIFIERS, Convert
from keerpunt.intake.tabular.date_order import ORDERS
from keerpunt.intake.tabular.rule import ColumnRule
from keerpunt.intake.tabular.sheet_child import EXACT
from keerpunt.model.schema import Field, Kind
from keerpunt.values.instant import ZoneRule, in_zone

Cell = str | None

ERRORS = frozenset(
    (
        "#REF!", "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#VALUE!", "#GETTING_DATA", "#SPILL!", "#CALC!",
        "#BLOCKED!", "#FIELD!", "#UNKNOWN!", "#CONNECT!",
    )
)  # fmt: skip
"""What stands in a cell whose formula failed; no text of a person or a system looks like that."""

_FIRST_DAY = dt.date(1900, 3, 1)
"""Before it Excel's calendar is wrong: it has a 29 February 1900."""

_EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001 (serial days are local by nature; the zone rule is applied later)
_EPOCH_1904 = dt.datetime(1904, 1, 1)  # noqa: DTZ001 (the same)
_MAX_SERIAL = 2_958_465
_NAMED = ("", "iso", *ORDERS)


class SheetNumber(NumberText):
    """A number of a spreadsheet as decimal text."""

    __slots__ = ()


class SheetTime(str):
    """A cell that is styled as a day or a time: ISO 8601 text, or empty for a time of day or a duration."""

    __slots__ = ()


class SheetError(str):
    """A cell whose formula failed."""

    __slots__ = ()


def read_cell(cell: str | None) -> Cell:
    """Return a cell as the reader's process wrote it (see `sheet_child`)."""
    if cell is None:
        return None
    kind, text = cell[0], cell[1:]
    if kind == "n":
        return SheetNumber(text)
    if kind in "dDt":
        return SheetTime(text or "-")
    return SheetError(text) if text in ERRORS else text


class SheetCells:
    """Fits converters of text to the cells of a workbook; `date_1904` tells from when its serial days count."""

    def __init__(self, context: Context, *, date_1904: bool) -> None:
        self._zone = context.zone
        self._epoch = _EPOCH_1904 if date_1904 else _EPOCH

    def __call__(self, field: Field, rule: ColumnRule, read: Convert) -> Convert:
        """Return what reads a cell of a column that fills a field."""
        if field.kind in (Kind.INSTANT, Kind.DATE):
            return self._time(field, rule, read)
        identifier = field.name in IDENTIFIERS

        def plain(cell: str) -> Any:
            if isinstance(cell, (SheetTime, SheetError)):
                raise UnreadableValue("bad_identifier")
            if isinstance(cell, SheetNumber) and not _exact(cell, identifier=identifier):
                raise UnreadableValue("bad_identifier")
            return read(cell)

        return plain

    def _time(self, field: Field, rule: ColumnRule, read: Convert) -> Convert:
        zone = ZoneRule(rule.zone, "source_setting") if rule.zone else self._zone
        unix = rule.format in ("unix", "unix_ms")
        serial = rule.format in _NAMED

        def time(cell: str) -> Any:
            if isinstance(cell, SheetError) or (isinstance(cell, SheetTime) and unix):
                raise UnreadableValue("bad_time")
            if isinstance(cell, SheetTime):
                local, day = _styled(cell)
            elif isinstance(cell, SheetNumber) and serial:
                local, day = self._serial(cell)
            else:
                return read(cell)
            if field.kind is Kind.DATE:
                return local.date()
            return in_zone(local, str(cell), zone, "day" if day else "second")

        return time

    def _serial(self, cell: str) -> tuple[dt.datetime, bool]:
        """Return the local time of serial days and whether it is a day alone."""
        number = float(cell)
        if not 0 < number < _MAX_SERIAL or (self._epoch is _EPOCH and number <= (_FIRST_DAY - _EPOCH.date()).days - 1):
            raise UnreadableValue("bad_time")
        return self._epoch + dt.timedelta(milliseconds=round(number * 86_400_000)), number.is_integer()


def _styled(cell: str) -> tuple[dt.datetime, bool]:
    try:
        local = dt.datetime.fromisoformat(cell)
    except ValueError:
        raise UnreadableValue("bad_time") from None
    if local.date() < _FIRST_DAY or local.tzinfo is not None:
        raise UnreadableValue("bad_time")
    return local, "T" not in cell


def _exact(cell: str, *, identifier: bool) -> bool:
    """Tell whether a number is surely what was typed; an identifier is a whole number that a fraction can hold."""
    if "e" in cell or "inf" in cell or "nan" in cell:
        return False
    return not identifier or ("." not in cell and abs(int(cell)) < EXACT)

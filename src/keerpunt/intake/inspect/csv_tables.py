"""A delimited text as one table, its header in the first line or below what banks print above it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from keerpunt.intake.inspect.names import is_header, is_known, shown_names
from keerpunt.intake.inspect.statement import Statement, assessment, counted, fact
from keerpunt.intake.inspect.tables import MAX_COLUMNS, Opened, Row, TableData, Tables
from keerpunt.intake.records import Excluded, Rejected
from keerpunt.intake.tabular.csv_rows import DELIMITERS, CsvFile, Dialect
from keerpunt.intake.tabular.header import HEADER_WITHIN, Wanted

LEAST_NAMES = 3
"""Names that a line below the first must have, for it to be taken for the header."""

_NAMED_BY_MAP = "it has every column that a shipped map wants"


@contextmanager
def csv_tables(file: Opened) -> Iterator[Tables | None]:
    """Yield a delimited text as one table; any text with a first line is one, so this opener comes last."""
    found, why = _file(file)
    names = tuple(found.header[:MAX_COLUMNS])
    trusted = bool(why) or file.header or is_header(found.header)
    shown = tuple(shown_names(names, trusted=trusted))

    def rows() -> Iterator[Row]:
        for row in found.rows():
            yield row if isinstance(row, (Rejected, Excluded)) else row[1][:MAX_COLUMNS]

    mark, width = DELIMITERS[found.delimiter], len(found.header)
    said = [
        fact("encoding", f"the encoding is {found.encoding.name}", found.encoding.evidence),
        assessment("delimiter", f"the delimiter is a {mark}", f"it splits the header into {width:,} cells"),
    ]
    if why and found.header_line > 1:
        above = counted(sum(1 for _ in found.preamble()), "line", "lines")
        text = f"the header stands in line {found.header_line:,}, below {above} of other text"
        said.append(assessment("header_line", text, why))
    if len(found.header) > MAX_COLUMNS:
        said.append(fact("more_columns", f"only the first {MAX_COLUMNS:,} columns are looked at"))
    if not trusted:
        said.append(no_header())
    yield Tables("csv", tuple(said), (TableData("", "", names, shown, rows, trusted=trusted),))


def headerless_tables(file: Opened, dialect: Dialect, name: str) -> Tables:
    """Return a text without a header as one table, under the names that a shipped map gives its columns.

    Raises:
        SourceRefused: its first line has another number of cells than the map names.
    """
    found = CsvFile(file.stream, lambda _names: False, dialect)

    def rows() -> Iterator[Row]:
        for row in found.rows():
            yield row if isinstance(row, (Rejected, Excluded)) else row[1]

    said = (
        fact("encoding", f"the encoding is {found.encoding.name}", found.encoding.evidence),
        assessment("delimiter", f"the delimiter is a {DELIMITERS[found.delimiter]}", f"the shipped map {name} says so"),
    )
    names = tuple(found.header)
    return Tables("csv", said, (TableData("", "", names, names, rows),))


def no_header() -> Statement:
    """Return the statement for a first line whose cells may be values."""
    text = "the first line may be a record and no header: its cells are not shown, and no map is drafted from them"
    basis = "cells of it look like values, or too few are words that columns are called by; --header overrules this"
    return assessment("header", text, basis)


def wanted_header(wanted: Sequence[Wanted], names: Sequence[str]) -> str:
    """Return why names are a header, by the maps that ship, empty where none wants it."""
    return _NAMED_BY_MAP if any(each.fits(names) for each in wanted) else ""


def later_header(names: Sequence[str]) -> str:
    """Return why a line below the first is taken for a header: most of its names are known; empty where they are not.

    Blank cells count against it, since lines above a table are filled in part.
    """
    filled = [name for name in names if name.strip()]
    enough = len(filled) >= LEAST_NAMES and 4 * len(filled) >= 3 * len(names)
    if enough and is_header(names) and 2 * sum(map(is_known, filled)) >= len(filled):
        return "the first line of which most cells are words that columns are called by"
    return ""


def _file(file: Opened) -> tuple[CsvFile, str]:
    """Return the file under its header, and why that line is the header where it need not be the first."""
    found = CsvFile(file.stream, lambda names: bool(wanted_header(file.wanted, names)), None, HEADER_WITHIN)
    if why := wanted_header(file.wanted, found.header):
        return found, why
    if found.header_line > 1 or not file.wanted:
        found = CsvFile(file.stream, lambda _names: False)
    if not file.header and not is_header(found.header):
        lower = CsvFile(file.stream, lambda names: bool(later_header(names)), None, HEADER_WITHIN)
        if why := later_header(lower.header):
            return lower, why
    return found, ""

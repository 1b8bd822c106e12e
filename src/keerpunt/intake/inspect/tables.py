"""The tables of a file, whatever its kind, as columns and rows: one opener per kind, and room for more of them.

An opener looks at the first bytes and yields the file's tables, or None where the file is of another kind. Spreadsheets
and dumps plug in here: they need `columns` and an iterator of rows that can be asked for again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from keerpunt.errors import UnreadableValue
from keerpunt.intake.encoding import Encoding, decoded
from keerpunt.intake.inspect.names import is_header, is_identifier, is_known, shown_names
from keerpunt.intake.inspect.statement import Statement, assessment, counted, fact
from keerpunt.intake.json_text import parse_json
from keerpunt.intake.lines import numbered_lines
from keerpunt.intake.records import Excluded, Rejected
from keerpunt.intake.tabular import sqlite_rows
from keerpunt.intake.tabular.csv_rows import DELIMITERS, CsvFile
from keerpunt.intake.tabular.jsonl_rows import jsonl_rows
from keerpunt.intake.tabular.sqlite_rows import NotText

Cell = str | NotText | None
Rows = Callable[[], Iterator[Sequence[Cell] | Rejected | Excluded]]

MAX_COLUMNS = 300
"""Columns of one table that are profiled; what further keys a JSON file has is counted."""
MAX_KEYS = 5_000
_USUAL_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class TableData:
    """One table. `name` is as found (empty where the file is the table), `shown` as it may be shown.

    `columns` as found, `shown_columns` as they may be shown, `trusted`: the names are names. `count`: how many rows
    there are where the file tells without reading them. `kind` is table, view or virtual table; only tables have rows.
    """

    name: str
    shown: str
    columns: tuple[str, ...]
    shown_columns: tuple[str, ...]
    rows: Rows
    trusted: bool = True
    kind: str = "table"
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Tables:
    """What a file of tables is (`kind`: csv, jsonl, sqlite), what is known about it as a whole, and its tables."""

    kind: str
    statements: tuple[Statement, ...]
    tables: tuple[TableData, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """What an opener may use: the stream, the first bytes, the path on disk, and the listed files beside it."""

    stream: BinaryIO
    head: bytes
    path: Path
    beside: Sequence[str]
    header: bool
    first_rows: int


Opener = Callable[[Opened], AbstractContextManager[Tables | None]]


@contextmanager
def sqlite_tables(file: Opened) -> Iterator[Tables | None]:
    """Yield the tables of a SQLite file; views and virtual tables are named and have no rows."""
    if not file.head.startswith(sqlite_rows.MAGIC):
        yield None
        return
    with sqlite_rows.opened(file.path, file.beside) as connection:
        kinds = sqlite_rows.ordinary_tables(connection)
        tables = tuple(_of_sqlite(connection, name, kind, n) for n, (name, kind) in enumerate(sorted(kinds.items()), 1))
        said = [fact("encoding", "the encoding of its text is utf-8", "SQLite hands its text over as UTF-8")]
        if "-wal" in file.beside:
            said.append(fact("wal", "read together with the write-ahead log beside it"))
        unread = [kind for kind in kinds.values() if kind != "table"]
        if unread:
            text = counted(len(unread), "view or virtual table", "views and virtual tables")
            said.append(fact("not_read", f"{text} not read"))
        yield Tables("sqlite", tuple(said), tables)


def _of_sqlite(connection: sqlite3.Connection, name: str, kind: str, number: int) -> TableData:
    shown = name if is_identifier(name) else f"table {number}"
    if kind != "table":
        return TableData(name, shown, (), (), lambda: iter(()), kind=kind)
    columns = tuple(sqlite_rows.columns_of(connection, name)[:MAX_COLUMNS])

    def rows() -> Iterator[Sequence[Cell] | Rejected | Excluded]:
        return (cells for _, cells in sqlite_rows.table_rows(connection, name, columns))

    names = tuple(shown_names(columns, trusted=True))
    return TableData(name, shown, columns, names, rows, count=sqlite_rows.count_rows(connection, name))


@contextmanager
def json_tables(file: Opened) -> Iterator[Tables | None]:
    """Yield JSON lines as one table whose columns are the keys of the first rows, nested ones with dots."""
    if not file.head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") or not _is_lines(file):
        yield None
        return
    found, more = _keys(file)
    columns = tuple(found)
    total = max(found.values(), default=0)
    names = tuple(
        name if _is_key(name, count, total) else f"column {n}" for n, (name, count) in enumerate(found.items(), 1)
    )

    def rows() -> Iterator[Sequence[Cell] | Rejected | Excluded]:
        for row in jsonl_rows(file.stream, columns):
            yield row if isinstance(row, Rejected) else row[1]

    said = [fact("container", "JSON lines, one object a line", "the first line is an object of its own")]
    said.append(fact("encoding", "the encoding is utf-8", "JSON is UTF-8 (RFC 8259)"))
    if more:
        said.append(fact("more_keys", f"{counted(more, 'further key')} not looked at"))
    yield Tables("jsonl", tuple(said), (TableData("", "", columns, names, rows),))


def _is_lines(file: Opened) -> bool:
    file.stream.seek(0)
    for number, line, _ in numbered_lines(file.stream):
        if line is not None and line.strip():
            return isinstance(_object(line, number), dict)
    return False


def _keys(file: Opened) -> tuple[dict[str, int], int]:
    """Return the keys of the first rows with how many objects have them, at most MAX_COLUMNS, and how many more."""
    file.stream.seek(0)
    counts: dict[str, int] = {}
    for number, line, _ in numbered_lines(file.stream):
        if number > file.first_rows:
            break
        found = _object(line, number) if line is not None else None
        for key in _flat(found) if isinstance(found, dict) else ():
            if key in counts or len(counts) < MAX_KEYS:
                counts[key] = counts.get(key, 0) + 1
    usual = sorted(counts, key=lambda key: -counts[key])[:MAX_COLUMNS]
    return {key: counts[key] for key in counts if key in frozenset(usual)}, len(counts) - len(usual)


def _object(line: bytes, number: int) -> object:
    try:
        return parse_json(decoded(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line, _UTF8))
    except UnreadableValue:
        return None


_UTF8 = Encoding("utf-8", "")


def _flat(found: Mapping[str, object], under: str = "", depth: int = 3) -> Iterator[str]:
    for key, value in found.items():
        name = f"{under}{key}"
        if isinstance(value, dict) and value and depth:
            yield from _flat(value, f"{name}.", depth - 1)
        else:
            yield name


def _is_key(name: str, count: int, total: int) -> bool:
    """Tell whether a key may be shown: written as programs write names, and usual in the file or of known words."""
    parts = name.split(".")
    return all(map(is_identifier, parts)) and (count >= _USUAL_SHARE * total or all(map(is_known, parts)))


@contextmanager
def csv_tables(file: Opened) -> Iterator[Tables | None]:
    """Yield a delimited text as one table; any text with a first line is one, so this opener comes last."""
    found = CsvFile(file.stream, lambda _header: False)
    names = tuple(found.header[:MAX_COLUMNS])
    trusted = file.header or is_header(found.header)
    shown = tuple(shown_names(names, trusted=trusted))

    def rows() -> Iterator[Sequence[Cell] | Rejected | Excluded]:
        for row in found.rows():
            yield row if isinstance(row, (Rejected, Excluded)) else row[1][:MAX_COLUMNS]

    mark, width = DELIMITERS[found.delimiter], len(found.header)
    said = [
        fact("encoding", f"the encoding is {found.encoding.name}", found.encoding.evidence),
        assessment("delimiter", f"the delimiter is a {mark}", f"it splits the first line into {width:,} cells"),
    ]
    if len(found.header) > MAX_COLUMNS:
        said.append(fact("more_columns", f"only the first {MAX_COLUMNS:,} columns are looked at"))
    if not trusted:
        text = "the first line may be a record and no header: its cells are not shown, and no map is drafted from them"
        basis = "cells of it look like values, or too few are words that columns are called by; --header overrules this"
        said.append(assessment("header", text, basis))
    yield Tables("csv", tuple(said), (TableData("", "", names, shown, rows, trusted=trusted),))


OPENERS: tuple[Opener, ...] = (sqlite_tables, json_tables)
"""Kinds of files with tables that are known by their first bytes, in the order of trial; then comes `csv_tables`."""

"""The tables of a file, whatever its kind, as columns and rows: what an opener gives, and what it may use.

An opener looks at the first bytes and yields the file's tables, or None where the file is of another kind. A further
kind is one more opener (`openers.OPENERS`): it needs `columns` and an iterator of rows that can be asked for again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from keerpunt.intake.context import Context
from keerpunt.intake.inspect.dry import Refused
from keerpunt.intake.inspect.statement import Statement
from keerpunt.intake.records import Excluded, Rejected
from keerpunt.intake.tabular.header import Wanted
from keerpunt.intake.tabular.sqlite_rows import NotText
from keerpunt.model.progress import Tick

Cell = str | NotText | None
Row = Sequence[Cell] | Rejected | Excluded
Rows = Callable[[], Iterator[Row]]

MAX_COLUMNS = 300
"""Columns of one table that are profiled; what further ones it has is counted."""


@dataclass(frozen=True, slots=True)
class TableData:
    """One table. `name` is as found (empty where the file is the table), `shown` as it may be shown.

    `columns` as found, `shown_columns` as they may be shown, `trusted`: the names are names. `count`: how many rows
    there are where the file tells without reading them, or where they were counted and `rows` gives only the first of
    them (`begin_only`). `kind` is table, view, virtual table or another; only tables have rows. `statements` are what
    the opener knows about it. `rejected` counts by code the rows that it could not read. `zones`: the zone that the
    file states for the times of a column.
    """

    name: str
    shown: str
    columns: tuple[str, ...]
    shown_columns: tuple[str, ...]
    rows: Rows
    trusted: bool = True
    kind: str = "table"
    count: int | None = None
    begin_only: bool = False
    statements: tuple[Statement, ...] = ()
    rejected: Mapping[str, int] = field(default_factory=dict)
    zones: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tables:
    """What a file of tables is (`kind`: csv, jsonl, json, sqlite, sheet, dump), what is known about it, its tables.

    `refused` is why `run` would refuse the file as a whole, although its tables can be told.
    """

    kind: str
    statements: tuple[Statement, ...]
    tables: tuple[TableData, ...]
    refused: Refused | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """What an opener may use: the stream, the first bytes, the path on disk, and the listed files beside it.

    `context` is that of a source of which nothing is declared. `header`: a human says that the first line is one.
    `first_rows` of a table are looked at in full. `wanted` are the headers that shipped maps look for.
    """

    stream: BinaryIO
    head: bytes
    path: Path
    beside: Sequence[str]
    header: bool
    first_rows: int
    context: Context
    wanted: Sequence[Wanted]
    tick: Tick


Opener = Callable[[Opened], AbstractContextManager[Tables | None]]

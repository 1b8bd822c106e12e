"""Tables of a dump in a private temporary SQLite database, so that the queries of a map can be asked of them.

Only the tables and columns are kept that a query names. The queries run in the same bounded way as over a seized SQLite
file (`sqlite_rows.query_rows`); the statements of the dump itself never run.
"""

from __future__ import annotations

import math
import re
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from keerpunt.errors import SourceRefused
from keerpunt.intake.json_text import NumberText
from keerpunt.intake.tabular.mysql_create import Column
from keerpunt.intake.tabular.mysql_dump import Key
from keerpunt.intake.tabular.sqlite_rows import NOT_TEXT, Value

_AT_ONCE = 500
_CACHE_KIB = 8_192
_INTEGERS = frozenset(
    ("tinyint", "smallint", "mediumint", "int", "integer", "bigint", "bool", "boolean", "year", "bit")
)
_REALS = frozenset(("float", "double", "real"))
_WHOLE = re.compile(r"[-+]?[0-9]{1,19}")
_DECIMAL = re.compile(r"[-+]?([0-9]*)\.?([0-9]*)")
_EXACT_DIGITS = 15
"""Decimal digits that a binary number of 64 bits keeps whatever they are."""
_TEXT = re.compile(r"'[^']*'")
_ALL = re.compile(r"count\s*\(\s*\*\s*\)", re.IGNORECASE)
_LOST = b"\0"
"""Stands in the database for a value that is no text: a blob, which comes back as one that is no text."""


class Asked:
    """What queries name: a table or column that does not occur in their text is not needed by them."""

    def __init__(self, queries: Sequence[str]) -> None:
        self._text = "\n".join(queries).lower()
        bare = _ALL.sub("", _TEXT.sub("", self._text))
        self._everything = "*" in bare or "natural" in bare

    def table(self, name: str) -> bool:
        """Tell whether a table may be asked for."""
        return name.lower() in self._text

    def columns(self, columns: Sequence[Column]) -> list[str]:
        """Return the columns that may be asked for."""
        return [column.name for column in columns if self._everything or column.name.lower() in self._text]


class Loading:
    """Fills a database with rows."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._made: dict[str, Key] = {}
        self._statements: dict[Key, str] = {}
        self._columns: dict[Key, list[Column]] = {}
        self._waiting: dict[Key, list[list[object]]] = {}

    def table(self, key: Key, columns: Sequence[Column]) -> None:
        """Make a table if it is not there yet.

        Raises:
            SourceRefused: the dump has two tables that a query could not tell apart.
        """
        if key in self._columns:
            return
        name = key[1]
        if name.lower() in self._made:
            message = "a query names a table that stands in the dump twice (several databases): dump them one by one"
            raise SourceRefused("unknown_record", message)
        self._made[name.lower()] = key
        said = ", ".join(f"{_quoted(column.name)} {_affinity(column)}" for column in columns) or "nothing"
        self.connection.execute(f"CREATE TABLE {_quoted(name)} ({said})")
        self._columns[key] = list(columns)
        marks = ", ".join("?" * max(1, len(columns)))
        self._statements[key] = f"INSERT INTO {_quoted(name)} VALUES ({marks})"
        self._waiting[key] = []

    def adder(self, key: Key, columns: Sequence[Column]) -> Callable[[Sequence[Value]], None]:
        """Return what adds rows whose cells stand for these columns; other columns of the table are NULL.

        Raises:
            SourceRefused: the table was made without one of these columns.
        """
        self.table(key, columns)
        given = {column.name.casefold(): place for place, column in enumerate(columns)}
        mine = self._columns[key]
        if not given.keys() <= {column.name.casefold() for column in mine}:
            message = "has no CREATE TABLE for a table that a query reads, and its INSERTs name other columns each time"
            raise SourceRefused("unknown_record", message)
        fields = [(given.get(column.name.casefold()), _keeper(column)) for column in mine] or [
            (None, _keeper(Column("")))
        ]
        waiting = self._waiting[key]

        def add(cells: Sequence[Value]) -> None:
            waiting.append([None if at is None else keep(cells[at]) for at, keep in fields])
            if len(waiting) >= _AT_ONCE:
                self._flush(key)

        return add

    def finish(self, tables: Mapping[Key, Sequence[Column]], asked: Asked) -> None:
        """Add what waits, and the tables that a query names and that have no rows."""
        for key in self._waiting:
            self._flush(key)
        for key, columns in tables.items():
            if asked.table(key[1]) and key[1].lower() not in self._made:
                self.table(key, columns)
        self.connection.execute("COMMIT")

    def _flush(self, key: Key) -> None:
        self.connection.executemany(self._statements[key], self._waiting[key])
        self._waiting[key].clear()


@contextmanager
def loading() -> Iterator[Loading]:
    """Open a database in a folder that nobody else can enter and that is gone afterwards.

    Raises:
        SourceRefused: `unreadable`, the database cannot take what the dump holds; nothing is quoted.
    """
    with tempfile.TemporaryDirectory(prefix="keerpunt-") as folder:
        connection = sqlite3.connect(Path(folder) / "dump.sqlite", isolation_level=None)
        try:
            for setting in ("journal_mode = OFF", "synchronous = OFF", "trusted_schema = OFF"):
                connection.execute(f"PRAGMA {setting}")
            connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
            connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
            connection.execute("BEGIN")
            yield Loading(connection)
        except sqlite3.Error as error:
            message = f"its tables cannot be laid out for a query ({type(error).__name__})"
            raise SourceRefused("unreadable", message) from None
        finally:
            connection.close()


def _affinity(column: Column) -> str:
    """Return the affinity under which SQLite compares a column as MySQL does; decimals keep the form they are given.

    https://www.sqlite.org/datatype3.html section 3.
    """
    if column.type in _INTEGERS:
        return "INTEGER"
    if column.type in _REALS:
        return "REAL"
    return "TEXT" if column.kind in ("text", "time", "binary", "uuid") else "BLOB"


def _keeper(column: Column) -> Callable[[Value], object]:
    """Return what makes of a cell what stands for it in the database, without loss."""
    if column.kind in ("text", "time", "binary", "uuid"):
        return lambda cell: _LOST if cell is NOT_TEXT else cell
    whole = column.type in _INTEGERS
    return lambda cell: (
        _number(cell, whole=whole) if isinstance(cell, NumberText) else _LOST if cell is NOT_TEXT else cell
    )


def _number(text: str, *, whole: bool) -> object:
    """Return a number that reads back as it was; what no number of SQLite holds stays text, in INTEGER it is lost."""
    if _WHOLE.fullmatch(text):
        number = int(text)
        if -(2**63) <= number < 2**63:
            return number
        return _LOST if whole else str(text)
    match = _DECIMAL.fullmatch(text)
    if match and len((match[1] + match[2].rstrip("0")).lstrip("0")) > _EXACT_DIGITS:
        return str(text)
    try:
        near = float(text)
    except ValueError:
        return str(text)
    return near if math.isfinite(near) else str(text)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'

"""Tables of a dump in a private temporary SQLite database, so that the queries of a map can be asked of them.

Only the tables and columns are kept that a query names. The queries run in the same bounded way as over a seized SQLite
file (`sqlite_rows.query_rows`); the statements of the dump itself never run.
"""

from __future__ import annotations

import math
import re
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from keerpunt.errors import SourceRefused
from keerpunt.intake.json_text import NumberText
from keerpunt.intake.tabular.mysql_create import Column
from keerpunt.intake.tabular.mysql_dump import Key
from keerpunt.intake.tabular.sqlite_rows import NotText, Value

_AT_ONCE = 500
_CACHE_KIB = 32_768
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

    def add(self, key: Key, columns: Sequence[Column], cells: Sequence[Value]) -> None:
        """Add a row; columns that the table was not made with are left out, those that are not given are NULL."""
        if key not in self._columns:
            self.table(key, columns)
        mine = self._columns[key]
        if len(mine) == len(columns):
            row = [_stored(cell, column) for cell, column in zip(cells, mine, strict=True)]
        else:
            given = {column.name: cell for column, cell in zip(columns, cells, strict=True)}
            row = [_stored(given.get(column.name), column) for column in mine]
        waiting = self._waiting[key]
        waiting.append(row or [None])
        if len(waiting) >= _AT_ONCE:
            self._flush(key)

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


def _stored(cell: Value, column: Column) -> object:
    """Return a value as it may stand in the database without loss: what no number of SQLite holds stays text."""
    if isinstance(cell, NotText):
        return _LOST
    if not isinstance(cell, NumberText) or column.kind in ("text", "time"):
        return cell
    if _WHOLE.fullmatch(cell):
        whole = int(cell)
        if -(2**63) <= whole < 2**63:
            return whole
        return _LOST if column.type in _INTEGERS else str(cell)
    match = _DECIMAL.fullmatch(cell)
    if match and len((match[1] + match[2].rstrip("0")).lstrip("0")) > _EXACT_DIGITS:
        return str(cell)
    try:
        number = float(cell)
    except ValueError:
        return str(cell)
    return number if math.isfinite(number) else str(cell)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'

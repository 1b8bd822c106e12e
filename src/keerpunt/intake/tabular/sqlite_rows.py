"""SQLite files from strangers: read-only, ordinary tables only, nothing of the file is ever run.

A write-ahead log beside the file holds rows that `immutable` would leave out without a word: where one is listed, both
are copied to a private folder and opened there. A rollback journal means that the file was cut off in the middle of a
change; it is refused, since undoing the change would let the journal name files of this machine.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from keerpunt.errors import InputRefused, SourceRefused
from keerpunt.intake.declare import COMPANIONS
from keerpunt.intake.json_text import NumberText

MAGIC = b"SQLite format 3\0"
MAX_VALUE = 64 << 20
STEPS = 100_000
"""Instructions of the database engine between two looks at the budget."""
MAX_LOOKS = 20_000
"""A query may take two thousand million instructions; a plain table is bounded by its size."""

_VIRTUAL = re.compile(r"\s*create\s+virtual\s+table", re.IGNORECASE)
_READING = frozenset((sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION))
_UNSTEADY = frozenset(("random", "randomblob", "load_extension", "sqlite_version", "current_timestamp", "changes"))
_ROW_NAMES = ("rowid", "_rowid_", "oid")


class NotText:
    """Stands for a value that is no text: a blob, or text whose bytes are no UTF-8."""


NOT_TEXT = NotText()
Value = str | None | NotText


@contextmanager
def opened(path: Path, listed: Sequence[str]) -> Iterator[sqlite3.Connection]:
    """Open a database; `listed` are the endings of the companions (`-wal`, …) that were listed with it.

    Raises:
        SourceRefused: `unreadable`, the file is damaged, no database, or has a rollback journal; nothing is quoted.
    """
    if "-journal" in listed and any(_head(Path(f"{path}-journal"))):
        message = "has a rollback journal: it was copied in the middle of a change; list a copy that was closed"
        raise SourceRefused("unreadable", message)
    try:
        if "-wal" in listed:
            with tempfile.TemporaryDirectory(prefix="keerpunt-") as folder:
                copy = Path(folder) / "copy.sqlite"
                for ending in ("", "-wal"):
                    shutil.copyfile(f"{path}{ending}", f"{copy}{ending}")
                with _connected(copy.as_uri()) as connection:
                    yield connection
        else:
            with _connected(f"{path.absolute().as_uri()}?mode=ro&immutable=1") as connection:
                yield connection
    except sqlite3.Error as error:
        raise SourceRefused("unreadable", f"the database cannot be read ({type(error).__name__})") from None


def endings_beside(path: str, listed: Collection[str]) -> list[str]:
    """Return which companions of a database are among the listed files."""
    return [ending for ending in COMPANIONS if path + ending in listed]


@contextmanager
def _connected(uri: str) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(uri, uri=True, isolation_level=None)
    try:
        connection.text_factory = _text
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_VALUE)
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        yield connection
    finally:
        connection.close()


def ordinary_tables(connection: sqlite3.Connection) -> dict[str, str]:
    """Return the name of every table and view to what it is: table, view or virtual table."""
    kinds = {}
    rows = connection.execute("SELECT name, type, sql FROM sqlite_schema WHERE type IN ('table', 'view')")
    for name, kind, sql in rows:
        if isinstance(name, str) and not name.startswith("sqlite_"):
            kinds[name] = "virtual table" if isinstance(sql, str) and _VIRTUAL.match(sql) else kind
    return kinds


def table_rows(connection: sqlite3.Connection, name: str, columns: Sequence[str]) -> Iterator[tuple[str, list[Value]]]:
    """Yield locator (`table/rowid`, or `table/#n` without rowid) and values of every row of an ordinary table."""
    present = columns_of(connection, name)
    row_name = next((word for word in _ROW_NAMES if word not in {column.lower() for column in present}), None)
    wanted = ", ".join(map(_quoted, columns))
    place = name.replace("|", "%7C")
    try:
        # Names are quoted identifiers of the file's own schema; values never enter a statement.
        rows = connection.execute(f"SELECT {row_name}, {wanted} FROM {_quoted(name)} ORDER BY {row_name}")
    except sqlite3.OperationalError:
        rows = connection.execute(f"SELECT 0, {wanted} FROM {_quoted(name)}")
        row_name = None
    for number, row in enumerate(rows, start=1):
        locator = f"{place}/{row[0]}" if row_name else f"{place}/#{number}"
        yield locator, [_value(value) for value in row[1:]]


def query_rows(
    connection: sqlite3.Connection, query: str, number: int, columns: Sequence[str], key: str
) -> Iterator[tuple[str, list[Value]]]:
    """Yield locator (`query:N/row`) and values of one read-only statement over ordinary tables.

    Raises:
        InputRefused: the statement fails, writes, or reads a view, a virtual table or a function that is not steady.
    """
    tables = {name for name, kind in ordinary_tables(connection).items() if kind == "table"}
    connection.set_authorizer(_authorizer(tables))
    connection.set_progress_handler(_budget(), STEPS)
    try:
        cursor = connection.execute(query)
        names = [described[0] for described in cursor.description or ()]
        places = [names.index(column) for column in columns]
        for row_number, row in enumerate(cursor, start=1):
            yield f"query:{number}/{row_number}", [_value(row[place]) for place in places]
    except ValueError:
        raise InputRefused("the query gives no column of a name that the map uses", place=key) from None
    except (sqlite3.Error, sqlite3.Warning):
        message = "the query is no single read-only statement over ordinary tables of this file, or takes too long"
        raise InputRefused(message, place=key) from None
    finally:
        connection.set_authorizer(None)
        connection.set_progress_handler(None, 0)


def columns_of(connection: sqlite3.Connection, name: str) -> list[str]:
    """Return the columns of a table."""
    rows = connection.execute(f"PRAGMA table_xinfo({_quoted(name)})")
    return [row[1] for row in rows if isinstance(row[1], str)]


def count_rows(connection: sqlite3.Connection, name: str) -> int:
    """Return how many rows a table has."""
    return int(connection.execute(f"SELECT count(*) FROM {_quoted(name)}").fetchone()[0])


def _authorizer(tables: set[str]) -> Callable[..., int]:
    def allow(action: int, first: str | None, second: str | None, _database: str | None, inside: str | None) -> int:
        if action not in _READING or inside is not None:
            return sqlite3.SQLITE_DENY
        if action == sqlite3.SQLITE_READ and first not in tables:
            return sqlite3.SQLITE_DENY
        if action == sqlite3.SQLITE_FUNCTION and (second or "").lower() in _UNSTEADY:
            return sqlite3.SQLITE_DENY
        return sqlite3.SQLITE_OK

    return allow


def _budget() -> Callable[[], int]:
    looks = 0

    def look() -> int:
        nonlocal looks
        looks += 1
        return 1 if looks > MAX_LOOKS else 0

    return look


def _head(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(len(MAGIC))


def _text(body: bytes) -> Any:
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return NOT_TEXT
    return NOT_TEXT if "\0" in text else text


def _value(value: Any) -> Value:
    """Return a value as text: integers exact, other numbers by their shortest form that reads back the same."""
    if isinstance(value, int):
        return NumberText(value)
    if isinstance(value, float):
        whole = value.is_integer() and abs(value) < 2**53
        return NumberText(int(value) if whole else repr(value))
    return NOT_TEXT if isinstance(value, bytes) else value


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'

"""SQLite files from strangers: read-only, ordinary tables only, nothing of the file is ever run.

A write-ahead log beside the file holds rows that `immutable` would leave out without a word: where one is listed, both
are copied to a private folder and opened there. A rollback journal means that the file was cut off in the middle of a
change; it is refused, since undoing the change would let the journal name files of this machine.

Reading always ends: the page trees are walked first, no table has more rows than the file has bytes, and a query has a
budget by the size of the file. A query may use steady functions only (`STEADY`): none that reads a clock, so not even
`date('2024-01-01')`, since the same function reads the clock when it is asked for `now`.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
import struct
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from keerpunt.errors import InputRefused, SourceRefused
from keerpunt.intake.declare import COMPANIONS
from keerpunt.intake.json_text import NumberText
from keerpunt.intake.tabular.sqlite_pages import SCHEMA, Pages

MAGIC = b"SQLite format 3\0"
MAX_VALUE = 64 << 20
MIN_VALUE = 1 << 20
STEPS = 100_000
"""Instructions of the database engine between two looks at the budget."""
MIN_LOOKS = 300
"""A query may take 30 million instructions whatever the size of its file: less than a second of work."""
BYTES_A_LOOK = 5_000
"""For every so many bytes of its file a query may take `STEPS` instructions more (20 a byte)."""
STEADY = frozenset(
    (
        "abs", "avg", "ceil", "ceiling", "char", "coalesce", "concat", "concat_ws", "count", "cume_dist",
        "dense_rank", "first_value", "floor", "format", "glob", "group_concat", "hex", "if", "ifnull", "iif", "instr",
        "json", "json_array", "json_array_length", "json_extract", "json_group_array", "json_group_object",
        "json_insert", "json_object", "json_patch", "json_quote", "json_remove", "json_replace", "json_set",
        "json_type", "json_valid", "lag", "last_value", "lead", "length", "like", "likelihood", "likely", "lower",
        "ltrim", "max", "min", "mod", "nth_value", "ntile", "nullif", "octet_length", "percent_rank", "printf",
        "quote", "rank", "replace", "round", "row_number", "rtrim", "sign", "sqrt", "string_agg", "substr",
        "substring", "sum", "total", "trim", "trunc", "typeof", "unhex", "unicode", "unlikely", "upper", "->", "->>",
    )
)  # fmt: skip
"""Functions whose answer follows from what they are given; those whose last digit the machine decides are not here."""

_VIRTUAL = re.compile(r"\s*create\s+virtual\s+table", re.IGNORECASE)
_READING = frozenset((sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION))
_WAL_MAGIC = (0x377F0682, 0x377F0683)
_WAL_HEADER = 32
_ROW_NAMES = ("rowid", "_rowid_", "oid")


class NotText:
    """Stands for a value that is no text: a blob, or text whose bytes are no UTF-8."""


NOT_TEXT = NotText()
Value = str | None | NotText


@contextmanager
def opened(path: Path, listed: Sequence[str]) -> Iterator[sqlite3.Connection]:
    """Open a database; `listed` are the endings of the companions (`-wal`, …) that were listed with it.

    Raises:
        SourceRefused: `unreadable`, the file is damaged, no database, or has a rollback journal; `damaged_wal`, its
            write-ahead log is none, and the engine would leave it out without a word. Nothing is quoted.
    """
    if "-journal" in listed and any(_head(Path(f"{path}-journal"))):
        message = "has a rollback journal: it was copied in the middle of a change; list a copy that was closed"
        raise SourceRefused("unreadable", message)
    try:
        if "-wal" in listed:
            _check_wal(Path(f"{path}-wal"))
            with tempfile.TemporaryDirectory(prefix="keerpunt-") as folder:
                copy = Path(folder) / "copy.sqlite"
                for ending in ("", "-wal"):
                    shutil.copyfile(f"{path}{ending}", f"{copy}{ending}")
                _fold_in(copy)
                with _connected(copy) as connection:
                    yield connection
        else:
            with _connected(path) as connection:
                yield connection
    except (sqlite3.Error, UnicodeDecodeError) as error:
        # The engine's own message may quote bytes of a damaged file that are no text.
        raise SourceRefused("unreadable", f"the database cannot be read ({type(error).__name__})") from None


def endings_beside(path: str, listed: Collection[str]) -> list[str]:
    """Return which companions of a database are among the listed files."""
    return [ending for ending in COMPANIONS if path + ending in listed]


@contextmanager
def _connected(path: Path) -> Iterator[sqlite3.Connection]:
    pages = Pages(path)
    pages.walk((SCHEMA,))
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)
    try:
        connection.text_factory = _text
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        # No value is longer than its file, or half as long again once UTF-16 is UTF-8: an endless value ends here.
        longest = min(MAX_VALUE, max(MIN_VALUE, 2 * path.stat().st_size))
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, longest)
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        roots = connection.execute("SELECT rootpage FROM sqlite_schema WHERE rootpage > 0")
        pages.walk([root for (root,) in roots if isinstance(root, int)])
        yield connection
    finally:
        connection.close()


def _fold_in(copy: Path) -> None:
    """Move the write-ahead log of a private copy into its database, so that one file holds every page."""
    connection = sqlite3.connect(copy, isolation_level=None)
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        with _bounded(connection):
            busy, pages, moved = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy or pages != moved:
            raise SourceRefused("unreadable", "the write-ahead log (-wal) cannot be read as a whole")
    finally:
        connection.close()


def _check_wal(path: Path) -> None:
    """Refuse a log whose header is none, since the engine passes over all of it; an empty log is sound.

    Header of 32 bytes and its checksum: https://www.sqlite.org/fileformat2.html section 4.2.
    """
    with path.open("rb") as stream:
        head = stream.read(_WAL_HEADER)
    magic = int.from_bytes(head[:4], "big")
    words = len(head) // 4
    numbers = struct.unpack(f"{'>' if magic & 1 else '<'}{words}I", head[: words * 4])
    first = second = 0
    for low, high in zip(numbers[0:6:2], numbers[1:6:2], strict=False):
        first = (first + low + second) & 0xFFFFFFFF
        second = (second + high + first) & 0xFFFFFFFF
    if head and (magic not in _WAL_MAGIC or head[24:] != struct.pack(">2I", first, second)):
        message = "the write-ahead log (-wal) is damaged or none: rows may be missing; list a copy that was closed"
        raise SourceRefused("damaged_wal", message)


@contextmanager
def _bounded(connection: sqlite3.Connection) -> Iterator[None]:
    """Stop statements that take more instructions than the size of the file explains."""
    connection.set_progress_handler(_budget(MIN_LOOKS + _size(connection) // BYTES_A_LOOK), STEPS)
    try:
        yield
    finally:
        connection.set_progress_handler(None, 0)


def _size(connection: sqlite3.Connection) -> int:
    """Return the bytes of the database."""
    sizes = [connection.execute(f"PRAGMA {name}").fetchone() for name in ("page_count", "page_size")]
    return int(sizes[0][0]) * int(sizes[1][0])


def ordinary_tables(connection: sqlite3.Connection) -> dict[str, str]:
    """Return the name of every table and view to what it is: table, view or virtual table."""
    kinds = {}
    rows = connection.execute("SELECT name, type, sql FROM sqlite_schema WHERE type IN ('table', 'view')")
    for name, kind, sql in rows:
        if isinstance(name, str) and not name.startswith("sqlite_"):
            kinds[name] = "virtual table" if isinstance(sql, str) and _VIRTUAL.match(sql) else kind
    return kinds


def table_rows(connection: sqlite3.Connection, name: str, columns: Sequence[str]) -> Iterator[tuple[str, list[Value]]]:
    """Yield locator (`table/rowid`, or `table/#n` without rowid) and values of every row of an ordinary table.

    Raises:
        SourceRefused: `unreadable`, the table has more rows than the file has bytes, or row numbers out of order.
    """
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
    most, before = _size(connection), None
    for number, row in enumerate(rows, start=1):
        if number > most or (row_name and before is not None and row[0] <= before):
            raise SourceRefused("unreadable", "the database is damaged: a table repeats its rows")
        before = row[0]
        locator = f"{place}/{row[0]}" if row_name else f"{place}/#{number}"
        yield locator, [_value(value) for value in row[1:]]


def query_rows(
    connection: sqlite3.Connection, query: str, number: int, columns: Sequence[str], key: str
) -> Iterator[tuple[str, list[Value]]]:
    """Yield locator (`query:N/row`) and values of one read-only statement over ordinary tables.

    Raises:
        InputRefused: the statement fails, writes, or reads a view, a virtual table or a function that is not steady.
    """
    looks = MIN_LOOKS + _size(connection) // BYTES_A_LOOK
    tables = {name for name, kind in ordinary_tables(connection).items() if kind == "table"}
    refused: list[str] = []
    connection.set_authorizer(_authorizer(tables, refused))
    connection.set_progress_handler(_budget(looks), STEPS)
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
        if refused:
            message = f"the query uses `{refused[0]}`, which is none of the steady functions that a query may use"
        raise InputRefused(message, place=key) from None
    finally:
        connection.set_authorizer(None)
        connection.set_progress_handler(None, 0)


def columns_of(connection: sqlite3.Connection, name: str) -> list[str]:
    """Return the columns of a table."""
    rows = connection.execute(f"PRAGMA table_xinfo({_quoted(name)})")
    return [row[1] for row in rows if isinstance(row[1], str)]


def count_rows(connection: sqlite3.Connection, name: str) -> int:
    """Return how many rows a table has; a table that takes more work than the size of the file explains is an error.

    Raises:
        sqlite3.OperationalError: the budget is used up; `opened` makes it a refusal of the file.
    """
    # A sum takes instructions for every row, so the budget holds; `count(*)` takes one for the whole table.
    with _bounded(connection):
        found = connection.execute(f"SELECT coalesce(sum(1), 0) FROM {_quoted(name)} NOT INDEXED").fetchone()
    return int(found[0])


def _authorizer(tables: set[str], refused: list[str]) -> Callable[..., int]:
    """Allow reading of these tables; the names of functions that are not steady are added to `refused`."""

    def allow(action: int, first: str | None, second: str | None, _database: str | None, inside: str | None) -> int:
        if action not in _READING or inside is not None:
            return sqlite3.SQLITE_DENY
        if action == sqlite3.SQLITE_READ and first not in tables:
            return sqlite3.SQLITE_DENY
        if action == sqlite3.SQLITE_FUNCTION and (second or "").lower() not in STEADY:
            refused.append(second or "")
            return sqlite3.SQLITE_DENY
        return sqlite3.SQLITE_OK

    return allow


def _budget(most: int) -> Callable[[], int]:
    looks = 0

    def look() -> int:
        nonlocal looks
        looks += 1
        return 1 if looks > most else 0

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

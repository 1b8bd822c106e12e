"""The tables of a SQLite file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from keerpunt.intake.inspect.names import is_table_name, shown_names
from keerpunt.intake.inspect.statement import counted, fact
from keerpunt.intake.inspect.tables import MAX_COLUMNS, Opened, Row, TableData, Tables
from keerpunt.intake.tabular import sqlite_rows


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
    shown = name if is_table_name(name) else f"table {number}"
    if kind != "table":
        return TableData(name, shown, (), (), lambda: iter(()), kind=kind)
    columns = tuple(sqlite_rows.columns_of(connection, name)[:MAX_COLUMNS])

    def rows() -> Iterator[Row]:
        return (cells for _, cells in sqlite_rows.table_rows(connection, name, columns))

    names = tuple(shown_names(columns, trusted=True))
    return TableData(name, shown, columns, names, rows, count=sqlite_rows.count_rows(connection, name))

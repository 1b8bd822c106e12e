"""The DuckDB engine: an in-memory database without network, extensions or files of its own."""

from __future__ import annotations

import os
from collections.abc import Mapping
from importlib.resources import files
from types import TracebackType
from typing import Self

import duckdb
import pyarrow as pa

from keerpunt.errors import KeerpuntError


class Engine:
    """Registers Arrow tables as views and runs named SQL files of a room over them.

    `threads` None means all cores. Results are Arrow tables; nothing is ordered unless the SQL orders it.
    Errors of the database are wrapped, since they quote data (HOUSE.md section 3).
    """

    def __init__(self, threads: int | None = None) -> None:
        self._connection = duckdb.connect(":memory:")
        settings = {
            "threads": threads or os.cpu_count() or 1,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "enable_external_access": False,
            "preserve_insertion_order": True,
        }
        for name, value in settings.items():
            self._connection.execute(f"SET {name} = {str(value).lower()}")
        self._connection.execute("SET TimeZone = 'UTC'")

    def register(self, name: str, table: pa.Table) -> None:
        """Make an Arrow table readable in SQL under `name`; an earlier one of that name is replaced."""
        self._connection.register(name, table)

    def register_all(self, tables: Mapping[str, pa.Table]) -> None:
        """Register several tables under their names."""
        for name, table in tables.items():
            self.register(name, table)

    def run(self, package: str, name: str, params: Mapping[str, object] | None = None) -> pa.Table:
        """Run `<package>/sql/<name>.sql` and return its last result; `params` fill `$named` places.

        Raises:
            KeerpuntError: the query failed; the message names the file, never data.
        """
        sql = files(package).joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")
        return self.query(sql, params, place=f"{package}/{name}.sql")

    def query(self, sql: str, params: Mapping[str, object] | None = None, *, place: str = "query") -> pa.Table:
        """Run SQL that code built from `model.tables` (never from values) and return its result."""
        used = {key: value for key, value in (params or {}).items() if f"${key}" in sql}
        try:
            result: pa.Table = self._connection.sql(sql, params=used or None).to_arrow_table()
        except duckdb.Error as error:
            raise KeerpuntError(f"the query failed ({type(error).__name__})", place=place) from None
        return result

    def close(self) -> None:
        """Free the database."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

"""The DuckDB engine: an in-memory database without network, extensions or files of its own."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import pyarrow as pa
from splink.internals.exceptions import SplinkException

from keerpunt.engine import duck_splink
from keerpunt.engine.text import sql_text
from keerpunt.errors import KeerpuntError


class Engine:
    """Registers Arrow tables as views and runs named SQL files of a room over them.

    `threads` None means all cores. Results are Arrow tables; nothing is ordered unless the SQL orders it.
    Errors of the database are wrapped, since they quote data (HOUSE.md section 3). The database takes half of the
    memory of the machine, or `memory_mb`; what does not fit goes to the folder `spill`, which has to be private, and
    nowhere without one.
    """

    def __init__(self, threads: int | None = None, *, spill: Path | None = None, memory_mb: int | None = None) -> None:
        self._connection = duckdb.connect(":memory:")
        self._kept: set[str] = set()
        self._views: set[str] = set()
        self._models = 0
        settings = {
            "temp_directory": "" if spill is None else str(spill),
            "memory_limit": f"{memory_mb or _half_of_memory()}MB",
            "threads": threads or os.cpu_count() or 1,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "enable_external_access": False,
            "preserve_insertion_order": True,
            "allocator_flush_threshold": "16MB",
            "allocator_bulk_deallocation_flush_threshold": "16MB",
        }
        for name, value in settings.items():
            shown = str(value).lower() if isinstance(value, bool) else value
            self._connection.execute(f"SET {name} = '{str(shown).replace(chr(39), chr(39) * 2)}'")
        self._connection.execute("SET TimeZone = 'UTC'")

    def register(self, name: str, table: pa.Table) -> None:
        """Make an Arrow table readable in SQL under `name`; an earlier one of that name is replaced."""
        self._drop(name)
        self._connection.register(name, table)

    def keep(self, name: str, package: str, sql_name: str, params: Mapping[str, object] | None = None) -> None:
        """Run a room's SQL file and keep its rows in the engine as table `name`, unordered; nothing reaches Python.

        Raises:
            KeerpuntError: the query failed; the message names the file, never data.
        """
        self._drop(name)
        self._define(f"CREATE TEMP TABLE {name} AS", package, sql_name, params)
        self._kept.add(name)

    def view(self, name: str, package: str, sql_name: str) -> None:
        """Make a room's SQL file readable under `name`; it runs each time it is read, so nothing is stored.

        Raises:
            KeerpuntError: the query is wrong; the message names the file, never data.
        """
        self._drop(name)
        self._define(f"CREATE TEMP VIEW {name} AS", package, sql_name, None)
        self._views.add(name)

    def _define(self, head: str, package: str, sql_name: str, params: Mapping[str, object] | None) -> None:
        sql = sql_text(package, sql_name)
        used = {key: value for key, value in (params or {}).items() if f"${key}" in sql}
        try:
            self._connection.execute(f"{head} {sql}", used or None)
        except duckdb.Error as error:
            raise KeerpuntError(
                f"the query failed ({type(error).__name__})", place=f"{package}/{sql_name}.sql"
            ) from None

    def _drop(self, name: str) -> None:
        for names, kind in ((self._kept, "TABLE"), (self._views, "VIEW")):
            if name in names:
                self._connection.execute(f"DROP {kind} {name}")
                names.discard(name)

    def register_all(self, tables: Mapping[str, pa.Table]) -> None:
        """Register several tables under their names."""
        for name, table in tables.items():
            self.register(name, table)

    def run(self, package: str, name: str, params: Mapping[str, object] | None = None) -> pa.Table:
        """Run `<package>/sql/<name>.sql` and return its last result; `params` fill `$named` places.

        Raises:
            KeerpuntError: the query failed; the message names the file, never data.
        """
        return self.query(sql_text(package, name), params, place=f"{package}/{name}.sql")

    def query(self, sql: str, params: Mapping[str, object] | None = None, *, place: str = "query") -> pa.Table:
        """Run SQL that code built from `model.tables` (never from values) and return its result."""
        used = {key: value for key, value in (params or {}).items() if f"${key}" in sql}
        try:
            result: pa.Table = self._connection.sql(sql, params=used or None).to_arrow_table()
        except duckdb.Error as error:
            raise KeerpuntError(f"the query failed ({type(error).__name__})", place=place) from None
        return result

    def predict(
        self,
        name: str,
        *tables: pa.Table,
        settings: Mapping[str, Any],
        rates: Mapping[str, pa.Table],
        floor: float,
        columns: Sequence[str],
    ) -> pa.Table:
        """Score the blocked pairs of a table by a trained Splink model; returns `columns` of pairs at or over `floor`.

        `tables`: one, or two whose rows are linked with each other only; ids are unique over both. `rates`: column ->
        its term frequencies. Unordered; weights as Splink computes them.

        Raises:
            KeerpuntError: the model failed; the message names the model, never data.
        """
        try:
            self._models += 1
            return duck_splink.predict(
                self._connection,
                name,
                tables,
                settings=settings,
                rates=rates,
                floor=floor,
                columns=columns,
                number=self._models,
            )
        except (duckdb.Error, SplinkException) as error:
            raise KeerpuntError(f"the model failed ({type(error).__name__})", place=name) from None

    def close(self) -> None:
        """Free the database."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _half_of_memory() -> int:
    """Return half of the machine's memory in MB."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2_000_000

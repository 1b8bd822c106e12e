"""Splink on the engine's own connection: deterministic table names, nothing logged, nothing written."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb
import pyarrow as pa
from splink import Linker
from splink.backends.duckdb import DuckDBAPI


class _Recording(DuckDBAPI):
    """Notes the statements that Splink makes of a model."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        super().__init__(connection)
        self.statements: list[str] = []

    def _execute_sql_against_backend(self, final_sql: str) -> Any:
        if final_sql.lstrip().startswith(("CREATE TABLE", "DROP TABLE")):
            self.statements.append(final_sql)
        return super()._execute_sql_against_backend(final_sql)


@dataclass(frozen=True, slots=True)
class _Plan:
    """The statements of a model, the names its tables are registered under, and the query of the result."""

    source: str
    rates: Mapping[str, str]
    statements: tuple[str, ...]
    result: str


@dataclass(slots=True)
class Models:
    """The models that ran on a connection: Splink writes the statements of each once, since that takes its time."""

    plans: dict[str, _Plan] = field(default_factory=dict)
    made: int = 0

    def predict(
        self,
        connection: duckdb.DuckDBPyConnection,
        name: str,
        table: pa.Table,
        *,
        settings: Mapping[str, Any],
        rates: Mapping[str, pa.Table],
        floor: float,
        columns: Sequence[str],
    ) -> pa.Table:
        """Score the blocked pairs of a table with a trained model; returns `columns` of those at or over `floor` bits.

        `rates` maps a column to its term frequencies (`column`, `tf_column`). All tables that Splink made are dropped
        again.
        """
        key = json.dumps([name, settings, sorted(rates), floor, list(columns), str(table.schema)], sort_keys=True)
        plan = self.plans.get(key)
        if plan is not None:
            return _again(connection, plan, table, rates)
        self.made += 1
        stem = f"{name}_{self.made}"
        api = _Recording(connection)
        source = api.register(table, dataset_display_name=name, table_name=stem)
        # The model is shipped and its digest known: what Splink checks of settings was checked when it was trained.
        linker = Linker(source, dict(settings), log_level=None, validate_settings=False)
        for column, rate in rates.items():
            lookup = api.register(rate, dataset_display_name=f"{name}_{column}", table_name=f"{stem}_{column}")
            linker.table_management.register_term_frequency_lookup(lookup, column)
        scored = linker.inference.predict(threshold_match_weight=floor)
        result = f"SELECT {', '.join(columns)} FROM {scored.physical_name}"
        found: pa.Table = connection.sql(result).to_arrow_table()
        linker.table_management.delete_tables_created_by_splink_from_db()  # type: ignore[no-untyped-call]
        self.plans[key] = _Plan(stem, {one: f"{stem}_{one}" for one in rates}, tuple(api.statements), result)
        return found


def _again(
    connection: duckdb.DuckDBPyConnection, plan: _Plan, table: pa.Table, rates: Mapping[str, pa.Table]
) -> pa.Table:
    """Run the statements of a model over other rows; the last one drops what they made."""
    connection.register(plan.source, table)
    for column, registered in plan.rates.items():
        connection.register(registered, rates[column])
    *before, last = plan.statements
    for statement in before:
        connection.execute(statement)
    found: pa.Table = connection.sql(plan.result).to_arrow_table()
    connection.execute(last)
    return found

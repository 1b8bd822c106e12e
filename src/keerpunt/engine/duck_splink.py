"""Splink on the engine's own connection: deterministic table names, nothing logged, nothing written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
from splink import Linker
from splink.backends.duckdb import DuckDBAPI

from keerpunt.engine.bounds import may_reach
from keerpunt.engine.looks import Looks

CHUNK = 250_000
"""Pairs that are scored at a time; far under the 20 million of RESOLUTION.md section 8, since each drags its texts."""
RULES = "blocking_rules_to_generate_predictions"


class _Recording(DuckDBAPI):
    """Notes the statements that Splink makes of a model."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        super().__init__(connection)
        self.connection, self.statements = connection, list[str]()

    def _execute_sql_against_backend(self, final_sql: str) -> Any:
        if final_sql.lstrip().startswith(("CREATE TABLE", "DROP TABLE")):
            self.statements.append(final_sql)
        return super()._execute_sql_against_backend(final_sql)


@dataclass(frozen=True, slots=True)
class _Plan:
    """The statements that score a chunk of pairs, the query of the result, and the names of what both read."""

    source: str
    rates: Mapping[str, str]
    pairs: str
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

        `rates` maps a column to its term frequencies (`column`, `tf_column`). Pairs that cannot reach the floor are
        left out before Splink sees them, the rest scored chunk by chunk; all tables that were made are dropped again.
        """
        looks = Looks(table)
        least = {column: pc.min(rate[f"tf_{column}"]).as_py() for column, rate in rates.items() if rate.num_rows}
        reach = may_reach(settings, least, floor, looks)
        chunks = _pairs(connection, f"{name}_blocked", looks, settings, reach)
        key = json.dumps([name, settings, sorted(rates), floor, list(columns), str(table.schema)], sort_keys=True)
        found: list[pa.Table] = []
        plan = self.plans.get(key)
        if plan is None:
            self.made += 1
            api, stem = _Recording(connection), f"{name}_{self.made}"
            linker = _linker(api, name, stem, table, settings=settings, rates=rates)
            plan, first = _planned(api, linker, stem, chunks.pop(0), rates=rates, asked=_asked(columns, floor))
            self.plans[key] = plan
            found.append(first)
        else:
            connection.register(plan.source, table)
            for column, registered in plan.rates.items():
                connection.register(registered, rates[column])
        found += [_again(connection, plan, chunk) for chunk in chunks]
        for registered in (plan.source, plan.pairs, *plan.rates.values()):
            connection.unregister(registered)
        return pa.concat_tables(found)


def _asked(columns: Sequence[str], floor: float) -> tuple[str, str]:
    """Return what a query of the result begins and ends with.

    Splink's own threshold would make the database work out every comparison once more to filter by it.
    """
    return f"SELECT {', '.join(columns)} FROM ", f" WHERE match_weight >= {floor:f}"


def _linker(
    api: _Recording,
    name: str,
    stem: str,
    table: pa.Table,
    *,
    settings: Mapping[str, Any],
    rates: Mapping[str, pa.Table],
) -> Linker:
    """Let Splink read a table; `stem` makes the table names, since Splink refuses one that is there already."""
    source = api.register(table, dataset_display_name=name, table_name=stem)
    # The model is shipped and its digest known: what Splink checks of settings was checked when it was trained.
    linker = Linker(source, dict(settings), log_level=None, validate_settings=False)
    for column, rate in rates.items():
        lookup = api.register(rate, dataset_display_name=f"{name}_{column}", table_name=f"{stem}_{column}")
        linker.table_management.register_term_frequency_lookup(lookup, column)
    return linker


def _planned(
    api: _Recording, linker: Linker, stem: str, chunk: pa.Table, *, rates: Iterable[str], asked: tuple[str, str]
) -> tuple[_Plan, pa.Table]:
    """Let Splink score a chunk of pairs; returns how it did so and what it found."""
    blocked = api.register(chunk, dataset_display_name=f"{stem}_pairs", table_name=f"{stem}_pairs")
    linker.table_management.register_blocked_pairs_for_predict(blocked)
    scored = linker.inference.predict(warning_mode="never")
    result = scored.physical_name.join(asked)
    found: pa.Table = api.connection.sql(result).to_arrow_table()
    linker.table_management.delete_tables_created_by_splink_from_db()  # type: ignore[no-untyped-call]
    named = {column: f"{stem}_{column}" for column in rates}
    return _Plan(stem, named, f"{stem}_pairs", tuple(api.statements), result), found


def _again(connection: duckdb.DuckDBPyConnection, plan: _Plan, chunk: pa.Table) -> pa.Table:
    """Run the statements of a model over other pairs; the last one drops what they made."""
    connection.register(plan.pairs, chunk)
    *before, last = plan.statements
    for statement in before:
        connection.execute(statement)
    found: pa.Table = connection.sql(plan.result).to_arrow_table()
    connection.execute(last)
    return found


def _pairs(
    connection: duckdb.DuckDBPyConnection, stem: str, looks: Looks, settings: Mapping[str, Any], reach: str
) -> list[pa.Table]:
    """Return the distinct pairs that the rules find and for which `reach` holds, as Splink wants them, in chunks."""
    key, look, near = settings["unique_id_column_name"], f"{stem}_look", f"{stem}_near"
    connection.register(f"{stem}_looks", looks.table)
    connection.execute(f"CREATE TEMP TABLE {look} AS SELECT * FROM {stem}_looks")
    connection.unregister(f"{stem}_looks")
    rules = (one if isinstance(one, str) else one["blocking_rule"] for one in settings[RULES])
    blocked = " UNION ALL ".join(
        f"SELECT l.{key} AS join_key_l, r.{key} AS join_key_r FROM {look} AS l JOIN {look} AS r"
        f" ON {rule} AND l.{key} < r.{key}"
        for rule in rules
    )
    connection.execute(f"CREATE TEMP TABLE {near} AS SELECT DISTINCT join_key_l, join_key_r FROM ({blocked})")
    pairs: pa.Table = connection.sql(
        f"SELECT '0' AS match_key, join_key_l, join_key_r FROM {near} JOIN {look} AS l ON l.{key} = join_key_l"
        f" JOIN {look} AS r ON r.{key} = join_key_r WHERE {reach} ORDER BY ALL"
    ).to_arrow_table()
    connection.execute(f"DROP TABLE {look}")
    connection.execute(f"DROP TABLE {near}")
    return [pairs.slice(begin, CHUNK) for begin in range(0, max(pairs.num_rows, 1), CHUNK)]

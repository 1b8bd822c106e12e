"""Splink on the engine's own connection: deterministic table names, nothing logged, nothing written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from splink import Linker
from splink.backends.duckdb import DuckDBAPI
from splink.internals.unique_id_concat import CONCAT_SEPARATOR

from keerpunt.engine.bounds import may_reach
from keerpunt.engine.looks import Looks

CHUNK = 250_000
"""Pairs that are scored at a time; far under the 20 million of RESOLUTION.md section 8, since each drags its texts."""
RULES = "blocking_rules_to_generate_predictions"


def display_name(name: str, place: int) -> str:
    """Return the fixed name of a table of a model, by which Splink tells records of two tables apart."""
    return f"{name}_{place}" if place else name


def predict(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    tables: Sequence[pa.Table],
    *,
    settings: Mapping[str, Any],
    rates: Mapping[str, pa.Table],
    floor: float,
    columns: Sequence[str],
    number: int,
) -> pa.Table:
    """Score the blocked pairs of one table, or between two, by a trained model; returns those from `floor` bits on.

    `columns`: what is returned of a pair. `rates` maps a column to its term frequencies (`column`, `tf_column`). `name`
    and `number` make the table names, since Splink refuses one that is there already; all tables it made are dropped.
    Pairs that cannot reach the floor are left out before Splink sees them, the rest are scored chunk by chunk.
    """
    api = DuckDBAPI(connection)
    stem = f"{name}_{number}"
    sources = [
        api.register(table, dataset_display_name=display_name(name, place), table_name=f"{stem}_{place}")
        for place, table in enumerate(tables)
    ]
    linker = Linker(sources, dict(settings), log_level=None)
    for column, rate in rates.items():
        lookup = api.register(rate, dataset_display_name=f"{name}_{column}", table_name=f"{stem}_{column}")
        linker.table_management.register_term_frequency_lookup(lookup, column)
    looks = Looks(pa.concat_tables(_sided(tables)))
    least = {column: pc.min(rate[f"tf_{column}"]).as_py() for column, rate in rates.items() if rate.num_rows}
    reach = may_reach(settings, least, floor, looks)
    found: list[pa.Table] = []
    for chunk in _pairs(connection, stem, looks, settings, reach, names=_names_of(name, tables)):
        blocked = api.register(chunk, dataset_display_name=f"{stem}_pairs", table_name=f"{stem}_pairs_{len(found)}")
        linker.table_management.register_blocked_pairs_for_predict(blocked)
        scored = linker.inference.predict(warning_mode="never")
        # Splink's own threshold would make the database work out every comparison once more to filter by it.
        reached = scored.as_duckdbpyrelation().filter(f"match_weight >= {floor:f}").select(", ".join(columns))
        found.append(reached.to_arrow_table())
        scored.drop_table_from_database_and_remove_from_cache()
    linker.table_management.delete_tables_created_by_splink_from_db()  # type: ignore[no-untyped-call]
    return pa.concat_tables(found)


def _sided(tables: Sequence[pa.Table]) -> list[pa.Table]:
    """Return the tables with the place of each in a column `side`."""
    return [
        table.append_column("side", pa.array(np.full(table.num_rows, place, dtype=np.int64)))
        for place, table in enumerate(tables)
    ]


def _names_of(name: str, tables: Sequence[pa.Table]) -> tuple[str, str]:
    """Return what stands before the keys of the left and the right records of pairs: nothing in one table."""
    if len(tables) == 1:
        return "", ""
    left, right = (f"{display_name(name, place)}{CONCAT_SEPARATOR}" for place in range(len(tables)))
    return left, right


def _pairs(
    connection: duckdb.DuckDBPyConnection,
    stem: str,
    looks: Looks,
    settings: Mapping[str, Any],
    reach: str,
    *,
    names: tuple[str, str],
) -> list[pa.Table]:
    """Return the distinct pairs that the rules find and for which `reach` holds, as Splink wants them, in chunks.

    Of one table all pairs, of two those between them; `names` tell their records apart.
    """
    key, look, near = settings["unique_id_column_name"], f"{stem}_look", f"{stem}_near"
    connection.register(f"{stem}_looks", looks.table)
    connection.execute(f"CREATE TEMP TABLE {look} AS SELECT * FROM {stem}_looks")
    connection.unregister(f"{stem}_looks")
    rules = (one if isinstance(one, str) else one["blocking_rule"] for one in settings[RULES])
    blocked = " UNION ALL ".join(
        f"SELECT l.{key} AS join_key_l, r.{key} AS join_key_r FROM {look} AS l JOIN {look} AS r"
        f" ON {rule} AND {'l.side < r.side' if any(names) else f'l.{key} < r.{key}'}"
        for rule in rules
    )
    keys = ", ".join(
        f"'{name}' || join_key_{one} AS join_key_{one}" if name else f"join_key_{one}"
        for one, name in zip("lr", names, strict=True)
    )
    connection.execute(f"CREATE TEMP TABLE {near} AS SELECT DISTINCT join_key_l, join_key_r FROM ({blocked})")
    pairs: pa.Table = connection.sql(
        f"SELECT '0' AS match_key, {keys} FROM {near} JOIN {look} AS l ON l.{key} = join_key_l"
        f" JOIN {look} AS r ON r.{key} = join_key_r WHERE {reach} ORDER BY ALL"
    ).to_arrow_table()
    connection.execute(f"DROP TABLE {look}")
    connection.execute(f"DROP TABLE {near}")
    return [pairs.slice(begin, CHUNK) for begin in range(0, max(pairs.num_rows, 1), CHUNK)]

"""Splink on the engine's own connection: deterministic table names, nothing logged, nothing written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb
import pyarrow as pa
from splink import Linker
from splink.backends.duckdb import DuckDBAPI


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
    scored = linker.inference.predict(threshold_match_weight=floor)
    found: pa.Table = scored.as_duckdbpyrelation().select(", ".join(columns)).to_arrow_table()
    linker.table_management.delete_tables_created_by_splink_from_db()  # type: ignore[no-untyped-call]
    return found

"""Splink on the engine's own connection: deterministic table names, nothing logged, nothing written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb
import pyarrow as pa
from splink import Linker
from splink.backends.duckdb import DuckDBAPI


def predict(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    table: pa.Table,
    *,
    settings: Mapping[str, Any],
    rates: Mapping[str, pa.Table],
    floor: float,
    columns: Sequence[str],
    number: int,
) -> pa.Table:
    """Score the blocked pairs of a table with a trained model; returns `columns` of those at or over `floor` bits.

    `rates` maps a column to its term frequencies (`column`, `tf_column`). `name` and `number` make the table names,
    since Splink refuses one that is there already; all tables it made are dropped again.
    """
    api = DuckDBAPI(connection)
    stem = f"{name}_{number}"
    source = api.register(table, dataset_display_name=name, table_name=stem)
    # The model is shipped and its digest known: what Splink checks of settings was checked when it was trained.
    linker = Linker(source, dict(settings), log_level=None, validate_settings=False)
    for column, rate in rates.items():
        lookup = api.register(rate, dataset_display_name=f"{name}_{column}", table_name=f"{stem}_{column}")
        linker.table_management.register_term_frequency_lookup(lookup, column)
    scored = linker.inference.predict(threshold_match_weight=floor)
    found: pa.Table = scored.as_duckdbpyrelation().select(", ".join(columns)).to_arrow_table()
    linker.table_management.delete_tables_created_by_splink_from_db()  # type: ignore[no-untyped-call]
    return found

"""The Spark engine: the same SQL files and the same models on Spark, for operations that one machine cannot hold.

SQL is written in DuckDB's dialect and transpiled by sqlglot as it is loaded; the files keep to functions that both
have (a test parses every one). Needs the extra `keerpunt[spark]` and a Java runtime.
"""

from __future__ import annotations

import importlib.util
import logging
import os
import shutil
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import pyarrow as pa
import sqlglot
from sqlglot import exp

from keerpunt.engine.duck import Engine
from keerpunt.engine.duck_splink import display_name
from keerpunt.engine.text import sql_text
from keerpunt.errors import KeerpuntError, UsageRefused


@lru_cache(maxsize=512)
def to_spark(sql: str) -> str:
    """Return a statement or an expression of DuckDB in Spark's dialect, with Splink's functions for Spark."""
    return str(sqlglot.parse_one(sql, read="duckdb").transform(_renamed).sql("spark", comments=False))


def _renamed(node: exp.Expr) -> exp.Expr:
    """Call what sqlglot has no word for in Spark by the name it has there."""
    if isinstance(node, exp.ArrayOverlaps):
        return exp.Anonymous(this="arrays_overlap", expressions=[node.this, node.expression])
    if isinstance(node, exp.JarowinklerSimilarity):
        return exp.Anonymous(this="jaro_winkler", expressions=[node.this, node.expression])
    if isinstance(node, exp.Anonymous) and node.name.lower() == "jaro_winkler_similarity":
        return exp.Anonymous(this="jaro_winkler", expressions=node.expressions)
    return node


class SparkEngine(Engine):
    """An engine whose statements run on a local or configured Spark; nothing of the database of `Engine` is there.

    Raises:
        UsageRefused: the extra or a Java runtime is missing (exit 2).
    """

    def __init__(self, threads: int | None = None) -> None:
        self._spark = _session(threads)
        self._models = 0

    def register(self, name: str, table: pa.Table) -> None:
        """Make an Arrow table readable in SQL under `name`; an earlier one of that name is replaced."""
        self._spark.createDataFrame(table).createOrReplaceTempView(name)

    def keep(self, name: str, package: str, sql_name: str, params: Mapping[str, object] | None = None) -> None:
        """Run a room's SQL file and keep its rows under `name`; nothing reaches Python.

        Raises:
            KeerpuntError: the query failed; the message names the file, never data.
        """
        found = self._frame(sql_text(package, sql_name), params, f"{package}/{sql_name}.sql")
        found.localCheckpoint().createOrReplaceTempView(name)

    def view(self, name: str, package: str, sql_name: str) -> None:
        """Make a room's SQL file readable under `name`; it runs each time it is read."""
        self._frame(sql_text(package, sql_name), None, f"{package}/{sql_name}.sql").createOrReplaceTempView(name)

    def query(self, sql: str, params: Mapping[str, object] | None = None, *, place: str = "query") -> pa.Table:
        """Run SQL in DuckDB's dialect and return its result."""
        try:
            result: pa.Table = self._frame(sql, params, place).toArrow()
        except _spark_error() as error:
            raise KeerpuntError(f"the query failed ({type(error).__name__})", place=place) from None
        return result

    def _frame(self, sql: str, params: Mapping[str, object] | None, place: str) -> Any:
        used = {key: value for key, value in (params or {}).items() if f"${key}" in sql}
        try:
            return self._spark.sql(to_spark(sql), args=used or None)
        except _spark_error() as error:
            raise KeerpuntError(f"the query failed ({type(error).__name__})", place=place) from None

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

        Raises:
            KeerpuntError: the model failed; the message names the model, never data.
        """
        from splink import Linker  # noqa: PLC0415 - its Spark side is there with the extra only
        from splink.backends.spark import SparkAPI  # noqa: PLC0415

        self._models += 1
        stem = f"{name}_{self._models}"
        try:
            make: Any = SparkAPI
            api = make(spark_session=self._spark, break_lineage_method="persist")
            frames = {column: self._spark.createDataFrame(rate) for column, rate in rates.items()}
            sources = [
                api.register(
                    self._spark.createDataFrame(table),
                    dataset_display_name=display_name(name, place),
                    table_name=f"{stem}_{place}",
                )
                for place, table in enumerate(tables)
            ]
            linker = Linker(sources, spark_settings(settings), log_level=None)
            for column, frame in frames.items():
                rate = api.register(frame, dataset_display_name=f"{name}_{column}", table_name=f"{stem}_{column}")
                linker.table_management.register_term_frequency_lookup(rate, column)
            scored = linker.inference.predict(threshold_match_weight=floor)
            found: pa.Table = scored.as_spark_dataframe().select(*columns).toArrow()
        except _spark_error() as error:
            raise KeerpuntError(f"the model failed ({type(error).__name__})", place=name) from None
        return found

    def close(self) -> None:
        """Stop Spark."""
        self._spark.stop()


def spark_settings(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return a model's settings with every condition in Spark's dialect."""
    comparisons = [
        {**one, "comparison_levels": [_level(level) for level in one["comparison_levels"]]}
        for one in settings["comparisons"]
    ]
    rules = [_rule(rule) for rule in settings["blocking_rules_to_generate_predictions"]]
    return {
        **settings,
        "sql_dialect": "spark",
        "comparisons": comparisons,
        "blocking_rules_to_generate_predictions": rules,
    }


def _level(level: Mapping[str, Any]) -> dict[str, Any]:
    condition = level["sql_condition"]
    return {**level, "sql_condition": condition if condition == "ELSE" else to_spark(condition)}


def _rule(rule: str | Mapping[str, Any]) -> dict[str, Any]:
    text = rule if isinstance(rule, str) else rule["blocking_rule"]
    return {"blocking_rule": to_spark(text), "sql_dialect": "spark"}


def _spark_error() -> tuple[type[Exception], ...]:
    from py4j.protocol import Py4JError  # noqa: PLC0415 - there with the extra only
    from pyspark.errors import PySparkException  # noqa: PLC0415
    from splink.internals.exceptions import SplinkException  # noqa: PLC0415

    return (PySparkException, Py4JError, SplinkException)


def spark_missing() -> str:
    """Return what Spark lacks on this machine, empty if it can start."""
    if importlib.util.find_spec("pyspark") is None:
        return "Spark is not installed: pip install 'keerpunt[spark]'"
    java = shutil.which("java") or os.environ.get("JAVA_HOME")
    return "" if java else "Spark needs a Java runtime, and none is installed"


def _session(threads: int | None) -> Any:
    """Start Spark on this machine, or where its configuration says; without a window on it and without talk."""
    try:
        from pyspark.errors import PySparkException, PySparkRuntimeError  # noqa: PLC0415 - the extra may be missing
        from pyspark.sql import SparkSession  # noqa: PLC0415
        from splink.backends.spark import similarity_jar_location  # noqa: PLC0415
    except ImportError:
        raise UsageRefused("Spark is not installed: pip install 'keerpunt[spark]'", place="--engine spark") from None
    for name in ("py4j", "SQLQueryContextLogger", "DataFrameQueryContextLogger"):
        logging.getLogger(name).disabled = True  # they quote statements and data
    settings = {
        "spark.jars": similarity_jar_location(),
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": str(threads or 2),
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.ansi.enabled": "true",
        "spark.sql.execution.arrow.pyspark.enabled": "true",
    }
    builder = SparkSession.builder.master(f"local[{threads or '*'}]").appName("keerpunt")
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
    except (PySparkException, PySparkRuntimeError, OSError):
        raise UsageRefused(
            "Spark needs a Java runtime (17 or later), and none was found", place="--engine spark"
        ) from None
    session.sparkContext.setLogLevel("OFF")
    return session

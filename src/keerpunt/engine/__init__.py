"""Runs the rooms' SQL: static `.sql` files with `$named` parameters, on DuckDB, or on Spark where it is installed."""

from __future__ import annotations

from keerpunt.engine.duck import Engine
from keerpunt.engine.spark import SparkEngine, spark_missing

__all__ = ["Engine", "SparkEngine", "spark_missing"]

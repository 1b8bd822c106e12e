"""Runs the rooms' SQL: static `.sql` files with `$named` parameters, on DuckDB."""

from __future__ import annotations

from keerpunt.engine.duck import Engine

__all__ = ["Engine"]

"""The text of a room's SQL file."""

from __future__ import annotations

from importlib.resources import files


def sql_text(package: str, name: str) -> str:
    """Return `<package>/sql/<name>.sql`."""
    return files(package).joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")

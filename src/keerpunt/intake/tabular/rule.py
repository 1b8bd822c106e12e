"""What a map says about one column, after it was checked."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """How one field is filled: from `column`, or by `const` where no column is named.

    `format` is iso, unix, unix_ms, a strptime pattern, or empty: ISO, or numeric days in the order of the file.
    `values` compares as text. `repair` is empty or `double_utf8`. `key` names the rule in error messages, as
    `table[1].columns.email`.
    """

    field: str
    column: str | None = None
    const: str | None = None
    format: str = ""
    zone: str = ""
    values: Mapping[str, str] = dataclasses.field(default_factory=dict)
    decimal: str = "."
    thousands: str = ""
    repair: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class TableRule:
    """One block of a map: rows of `source` (or of a query) become rows of the canonical table `to`."""

    to: str
    columns: tuple[ColumnRule, ...]
    source: str = ""
    query: str = ""
    key: str = ""


def columns_used(rules: tuple[TableRule, ...]) -> dict[str, str]:
    """Return the source columns that rules name, each with the key of the first rule that names it."""
    used: dict[str, str] = {}
    for rule in rules:
        for column in rule.columns:
            if column.column is not None:
                used.setdefault(column.column, column.key)
    return used

"""Which values a model may pair records by: one that too many records hold leaves its rule (RESOLUTION.md section 8).

A block of n records makes n (n - 1) / 2 pairs. So a value on more records than the cap is left out, and where a rule
would make more pairs a record than policy allows, its largest blocks leave as well: work then grows as the records do.
What one rule leaves out another may still find; what left is counted by rule.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import sqlglot
from sqlglot import exp

from keerpunt.resolve.columns import Column, bools, ints
from keerpunt.resolve.numbers import Bools
from keerpunt.resolve.settings import ResolveSettings

if TYPE_CHECKING:
    from keerpunt.engine import Engine

RULES = "blocking_rules_to_generate_predictions"
_TABLE = "blocked"


@dataclass(frozen=True, slots=True)
class Blocks:
    """A table and the rules to pair it by, without crowded values; `left_out`: rule by its keys -> values that left."""

    table: pa.Table
    rules: list[str]
    left_out: Mapping[str, int]


def blocks(engine: Engine, table: pa.Table, rules: Sequence[Any], settings: ResolveSettings) -> Blocks:
    """Take the values that too many records hold out of each rule.

    A rule gets a column of its own that tells which records it may still pair.
    """
    engine.register(_TABLE, table)
    found: list[str] = []
    left_out: dict[str, int] = {}
    columns: dict[str, Column] = {}
    for number, stated in enumerate(rules):
        rule = stated if isinstance(stated, str) else stated["blocking_rule"]
        sides = keys(rule)
        cap = _cap(engine, sides, table.num_rows, settings) if sides else None
        if cap is not None:
            column = f"open_{number}"
            columns[column] = pa.array(_open(engine, sides, cap))
            left_out[name_of(sides)] = left_out.get(name_of(sides), 0) + _crowded(engine, sides, cap)
            rule = f"({rule}) AND l.{column} AND r.{column}"
        found.append(rule)
    for column, values in columns.items():
        table = table.append_column(column, values)
    return Blocks(table, found, left_out)


def keys(rule: str) -> list[tuple[str, ...]]:
    """Return what a rule demands to be equal, as expressions over one record: one tuple, or two if the sides differ."""
    left, right = [], []
    for part in sqlglot.parse_one(rule, read="duckdb").flatten() if " AND " in rule else [sqlglot.parse_one(rule)]:
        tables = [{column.table for column in side.find_all(exp.Column)} for side in (part.this, part.expression)]
        if isinstance(part, exp.EQ) and sorted(map(sorted, tables)) == [["l"], ["r"]]:
            one, other = (part.this, part.expression) if tables[0] == {"l"} else (part.expression, part.this)
            left.append(_bare(one))
            right.append(_bare(other))
    return sorted({tuple(left), tuple(right)} - {()})


def name_of(sides: Sequence[tuple[str, ...]]) -> str:
    """Return the words for a rule: the columns that it goes by."""
    texts = (column.name for side in sides for key in side for column in sqlglot.parse_one(key).find_all(exp.Column))
    return "+".join(dict.fromkeys(texts))


def _bare(side: exp.Expr) -> str:
    return side.copy().transform(lambda n: exp.column(n.name) if isinstance(n, exp.Column) else n).sql("duckdb")


def _grouped(sides: Sequence[tuple[str, ...]]) -> str:
    """Return the SELECT of every value of a rule and how many records hold it, on either side."""
    names = ", ".join(f"k{number}" for number in range(len(sides[0])))
    held = " UNION ALL ".join(
        f"SELECT {', '.join(f'{key} AS k{number}' for number, key in enumerate(side))} FROM {_TABLE}"
        f" WHERE {' AND '.join(f'{key} IS NOT NULL' for key in side)}"
        for side in sides
    )
    return f"SELECT {names}, count(*) AS n FROM ({held}) AS held GROUP BY {names}"


def _cap(engine: Engine, sides: Sequence[tuple[str, ...]], size: int, settings: ResolveSettings) -> int | None:
    """Return the largest block that stays, None where all may."""
    sizes = engine.query(f"SELECT n, count(*) AS blocks FROM ({_grouped(sides)}) AS grouped GROUP BY n")
    n, count = ints(sizes["n"]), ints(sizes["blocks"])
    order = np.argsort(n)
    n, pairs = n[order], np.cumsum((n * (n - 1) // 2 * count)[order])
    stays = (n <= settings.block_cap) & (pairs <= max(settings.block_pairs * size, settings.block_pairs_least))
    return None if stays.all() else int(n[stays].max(initial=1))


def _crowded(engine: Engine, sides: Sequence[tuple[str, ...]], cap: int) -> int:
    found = engine.query(f"SELECT count(*) AS n FROM ({_grouped(sides)}) AS grouped WHERE n > {cap:d}")
    return int(ints(found["n"])[0])


def _open(engine: Engine, sides: Sequence[tuple[str, ...]], cap: int) -> Bools:
    """Tell of each record whether none of the values that the rule goes by is crowded."""
    crowded = f"(SELECT * FROM ({_grouped(sides)}) AS grouped WHERE n > {cap:d})"
    joins = [
        f"LEFT JOIN {crowded} AS c{place} ON "
        + " AND ".join(f"{_of(key)} = c{place}.k{number}" for number, key in enumerate(side))
        for place, side in enumerate(sides)
    ]
    clear = " AND ".join(f"c{place}.n IS NULL" for place in range(len(sides)))
    found = engine.query(f"SELECT t.part_key, {clear} AS clear FROM {_TABLE} AS t {' '.join(joins)}")
    told = np.ones(found.num_rows, dtype=np.bool_)
    told[ints(found["part_key"])] = bools(found["clear"])
    return told


def _of(key: str) -> str:
    named = sqlglot.parse_one(key, read="duckdb")
    return named.transform(lambda n: exp.column(n.name, table="t") if isinstance(n, exp.Column) else n).sql("duckdb")

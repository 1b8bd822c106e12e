"""Which values a model may pair records by: one that too many records hold leaves its rule (RESOLUTION.md section 8).

A block of n records makes n (n - 1) / 2 pairs. So a value on more records than the cap is left out, and where a rule
would make more pairs a record than policy allows, its largest blocks leave as well: work then grows as the records do.
What one rule leaves out another may still find; what left is counted by rule.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import sqlglot
from sqlglot import exp

from keerpunt.resolve.columns import Column, coded, ints
from keerpunt.resolve.numbers import Bools, Ints, distinct_rows
from keerpunt.resolve.settings import ResolveSettings

if TYPE_CHECKING:
    from keerpunt.engine import Engine

RULES = "blocking_rules_to_generate_predictions"
_TABLE = "blocked"
FEW, MANY = 100_000, 1_000_000
"""Pairs that any rule may make, and pairs from which policy looks closer."""


@dataclass(frozen=True, slots=True)
class Blocks:
    """A table and the rules to pair it by, without crowded values; `left_out`: rule by its keys -> values that left."""

    table: pa.Table
    rules: list[str]
    left_out: Mapping[str, int]


def blocks(engine: Engine, table: pa.Table, rules: Sequence[Any], settings: ResolveSettings) -> Blocks:
    """Take the values that too many records hold out of each rule.

    `table`: attributes, `part_key` the number of the row. A rule gets a column of its own that tells which records it
    may still pair. Of more than `oversize` records that state the same throughout, all hang on the first one.
    """
    first = twins(table, settings.oversize)
    alone = first == np.arange(len(first))
    engine.register(_TABLE, table if alone.all() else table.filter(pa.array(alone)))
    found: list[str] = []
    left_out: dict[str, int] = {}
    columns: dict[str, Bools | Ints] = {}
    for number, stated in enumerate(rules):
        rule = stated if isinstance(stated, str) else stated["blocking_rule"]
        sides = keys(rule)
        cap = _cap(engine, sides, table.num_rows, settings) if sides else None
        closed = alone
        if cap is not None:
            closed = alone & _open(engine, sides, cap, table.num_rows)
            left_out[name_of(sides)] = left_out.get(name_of(sides), 0) + _crowded(engine, sides, cap)
        if not closed.all():
            columns[f"open_{number}"] = closed
            rule = among_open(rule, number)
        found.append(rule)
    if not alone.all():
        columns |= {"twin_of": first, "twins": np.isin(first, first[~alone])}
        found.append("l.twin_of = r.twin_of AND l.twin_of = l.part_key AND l.twins")
    for column, values in columns.items():
        table = table.append_column(column, pa.array(values))
    return Blocks(table, found, left_out)


def among_open(rule: str, number: int) -> str:
    """Return a rule for those records only that its own column `open_<number>` leaves to it."""
    return f"({rule}) AND l.open_{number} AND r.open_{number}"


def twins(table: pa.Table, most: int) -> Ints:
    """Return per row the first row that states the same in every column, itself where few do."""
    codes = [_code(table[name]) for name in table.column_names if name != "part_key"]
    first, place = distinct_rows(*codes) if table.num_rows else (np.zeros(0, np.int64), np.zeros(0, np.int64))
    crowd = np.bincount(place, minlength=len(first)) > most
    return np.where(crowd[place], first[place], np.arange(table.num_rows))


def _code(column: Column) -> Ints:
    if pa.types.is_list(column.type):
        texts = pa.array(["\0".join(one) if one is not None else None for one in column.to_pylist()], pa.string())
        return coded(texts)[0]
    return coded(column)[0]


def keys(rule: str) -> list[tuple[str, ...]]:
    """Return what a rule demands to be equal, as expressions over one record: one tuple, or two if the sides differ."""
    return list(_keys(rule))


@lru_cache(maxsize=256)
def _keys(rule: str) -> tuple[tuple[str, ...], ...]:
    left, right = [], []
    stated = sqlglot.parse_one(rule, read="duckdb")
    for part in stated.flatten() if isinstance(stated, exp.And) else [stated]:
        tables = [{column.table for column in side.find_all(exp.Column)} for side in (part.this, part.expression)]
        if isinstance(part, exp.EQ) and sorted(map(sorted, tables)) == [["l"], ["r"]]:
            one, other = (part.this, part.expression) if tables[0] == {"l"} else (part.expression, part.this)
            left.append(_bare(one))
            right.append(_bare(other))
    return tuple(sorted({tuple(left), tuple(right)} - {()}))


def name_of(sides: Sequence[tuple[str, ...]]) -> str:
    """Return the words for a rule: the columns that it goes by."""
    texts = (
        column.name
        for side in sides
        for key in side
        for column in sqlglot.parse_one(key, read="duckdb").find_all(exp.Column)
    )
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
    sizes = engine.query(f"SELECT n, count(*) AS blocks FROM ({_grouped(sides)}) AS grouped GROUP BY n")
    n, count = ints(sizes["n"]), ints(sizes["blocks"])
    return cap_of(n, count, size, settings)


def cap_of(n: Ints, count: Ints, size: int, settings: ResolveSettings) -> int | None:
    """Return the largest block of a rule that stays, None where all may.

    `count`: number of blocks of `n` records each; `size`: all records.
    """
    order = np.argsort(n)
    n, pairs = n[order], np.cumsum((n * (n - 1) // 2 * count)[order])
    most = max(min(settings.block_pairs * size, MANY), settings.block_pairs_large * size, FEW)
    stays = (n <= settings.block_cap) & (pairs <= most)
    return None if stays.all() else int(n[stays].max(initial=1))


def _crowded(engine: Engine, sides: Sequence[tuple[str, ...]], cap: int) -> int:
    found = engine.query(f"SELECT count(*) AS n FROM ({_grouped(sides)}) AS grouped WHERE n > {cap:d}")
    return int(ints(found["n"])[0])


def _open(engine: Engine, sides: Sequence[tuple[str, ...]], cap: int, size: int) -> Bools:
    """Tell of each record whether none of the values that the rule goes by is crowded."""
    crowded = f"(SELECT * FROM ({_grouped(sides)}) AS grouped WHERE n > {cap:d})"
    told = np.ones(size, dtype=np.bool_)
    for side in sides:
        equal = " AND ".join(f"{_of(key)} = crowd.k{number}" for number, key in enumerate(side))
        found = engine.query(f"SELECT t.part_key FROM {_TABLE} AS t JOIN {crowded} AS crowd ON {equal}")
        told[ints(found["part_key"])] = False
    return told


def _of(key: str) -> str:
    named = sqlglot.parse_one(key, read="duckdb")
    return named.transform(lambda n: exp.column(n.name, table="t") if isinstance(n, exp.Column) else n).sql("duckdb")

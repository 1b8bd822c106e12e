"""Which records a model pairs, and by which values: one that too many records hold leaves its rule.

RESOLUTION.md sections 5 and 8.

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

from keerpunt.resolve.columns import Column, coded, equal, ints
from keerpunt.resolve.models import PAYER_SUBSCRIBER, PAYERS, SUBSCRIBERS
from keerpunt.resolve.numbers import Bools, Ints, distinct_rows
from keerpunt.resolve.settings import ResolveSettings

if TYPE_CHECKING:
    from keerpunt.engine import Engine

RULES = "blocking_rules_to_generate_predictions"
_TABLE = "blocked"
FEW, MANY = 100_000, 1_000_000
"""Pairs that any rule may make, and pairs from which policy looks closer."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """A model and the roles of its records: one role for pairs within it, two for pairs between them."""

    model: str
    roles: tuple[str, ...]

    @property
    def least(self) -> int:
        """How many records each role needs to make a pair."""
        return 2 if len(self.roles) == 1 else 1


PAIRINGS = (
    Pairing(SUBSCRIBERS, ("subscriber",)),
    Pairing(PAYER_SUBSCRIBER, ("payer", "subscriber")),
    Pairing(PAYERS, ("payer",)),
)
"""The models of persons. No two have a pair of roles in common, so every pair is of one model."""


@dataclass(frozen=True, slots=True)
class Blocks:
    """A table and the rules to pair it by, without crowded values; `left_out`: rule by its keys -> values that left."""

    table: pa.Table
    rules: list[str]
    left_out: Mapping[str, int]


def blocks(
    engine: Engine, table: pa.Table, rules: Sequence[Any], settings: ResolveSettings, roles: Sequence[str] = ()
) -> Blocks:
    """Take the values that too many records hold out of each rule.

    `table`: attributes, `part_key` the number of the row. `roles`: two where only pairs between them are made. A rule
    gets a column of its own that tells which records it may still pair. Of more than `oversize` records that state the
    same throughout, all hang on the first one.
    """
    first = _twins(table, settings.oversize)
    alone = first == np.arange(len(first))
    between = len(roles) > 1
    one_side = equal(table["role"], roles[0]) if between else np.zeros(table.num_rows, np.bool_)
    sided = table.append_column("one_side", pa.array(one_side.astype(np.int64)))
    engine.register(_TABLE, sided if alone.all() else sided.filter(pa.array(alone)))
    found: list[str] = []
    left_out: dict[str, int] = {}
    columns: dict[str, Bools | Ints] = {}
    for number, stated in enumerate(rules):
        rule = stated if isinstance(stated, str) else stated["blocking_rule"]
        sides = keys(rule)
        held = _grouped(sides, between=between) if sides else ""
        cap = _cap(engine, held, table.num_rows, settings) if sides else None
        closed = alone
        if cap is not None:
            closed = alone & _open(engine, sides, held, cap, table.num_rows)
            left_out[name_of(sides)] = left_out.get(name_of(sides), 0) + _crowded(engine, held, cap)
        if not closed.all():
            columns[f"open_{number}"] = closed
            rule = f"({rule}) AND l.open_{number} AND r.open_{number}"
        found.append(rule)
    if not alone.all():
        columns |= {"twin_of": first, "twins": np.isin(first, first[~alone])}
        found.append("l.twin_of = r.twin_of AND l.twin_of = l.part_key AND l.twins")
    for column, values in columns.items():
        table = table.append_column(column, pa.array(values))
    return Blocks(table, found, left_out)


def _twins(table: pa.Table, most: int) -> Ints:
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
    left, right = [], []
    stated = sqlglot.parse_one(rule, read="duckdb")
    for part in stated.flatten() if isinstance(stated, exp.And) else [stated]:
        tables = [{column.table for column in side.find_all(exp.Column)} for side in (part.this, part.expression)]
        if isinstance(part, exp.EQ) and sorted(map(sorted, tables)) == [["l"], ["r"]]:
            one, other = (part.this, part.expression) if tables[0] == {"l"} else (part.expression, part.this)
            left.append(_bare(one))
            right.append(_bare(other))
    return sorted({tuple(left), tuple(right)} - {()})


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


def _grouped(sides: Sequence[tuple[str, ...]], *, between: bool) -> str:
    """Return the SELECT of every value of a rule that makes pairs: its records `n` on either side, twice its pairs."""
    names = ", ".join(f"k{number}" for number in range(len(sides[0])))
    held = " UNION ALL ".join(
        f"SELECT {', '.join(f'{key} AS k{number}' for number, key in enumerate(side))}, one_side FROM {_TABLE}"
        f" WHERE {' AND '.join(f'{key} IS NOT NULL' for key in side)}"
        for side in sides
    )
    twice = "2 * sum(one_side) * (count(*) - sum(one_side))" if between else "count(*) * (count(*) - 1)"
    return (
        f"SELECT * FROM (SELECT {names}, count(*) AS n, {twice} AS twice"
        f" FROM ({held}) AS held GROUP BY {names}) AS grouped WHERE twice > 0"
    )


def _cap(engine: Engine, held: str, size: int, settings: ResolveSettings) -> int | None:
    """Return the largest block that stays, None where all may."""
    sizes = engine.query(f"SELECT n, CAST(sum(twice) AS BIGINT) AS twice FROM ({held}) AS held GROUP BY n ORDER BY n")
    n, pairs = ints(sizes["n"]), np.cumsum(ints(sizes["twice"]) // 2)
    most = max(min(settings.block_pairs * size, MANY), settings.block_pairs_large * size, FEW)
    stays = (n <= settings.block_cap) & (pairs <= most)
    return None if stays.all() else int(n[stays].max(initial=1))


def _crowded(engine: Engine, held: str, cap: int) -> int:
    found = engine.query(f"SELECT count(*) AS n FROM ({held}) AS held WHERE n > {cap:d}")
    return int(ints(found["n"])[0])


def _open(engine: Engine, sides: Sequence[tuple[str, ...]], held: str, cap: int, size: int) -> Bools:
    """Tell of each record whether none of the values that the rule goes by is crowded."""
    crowded = f"(SELECT * FROM ({held}) AS held WHERE n > {cap:d})"
    told = np.ones(size, dtype=np.bool_)
    for side in sides:
        fits = " AND ".join(f"{_of(key)} = crowd.k{number}" for number, key in enumerate(side))
        found = engine.query(f"SELECT t.part_key FROM {_TABLE} AS t JOIN {crowded} AS crowd ON {fits}")
        told[ints(found["part_key"])] = False
    return told


def _of(key: str) -> str:
    named = sqlglot.parse_one(key, read="duckdb")
    return named.transform(lambda n: exp.column(n.name, table="t") if isinstance(n, exp.Column) else n).sql("duckdb")

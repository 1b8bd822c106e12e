"""The most that a trained model can say of a pair, from whole numbers alone.

A model asks for distances of texts, which cost microseconds a pair, of pairs of which nearly all end far under the
floor. Letters counted once per record bound every distance from below, so they bound the weight from above; a pair
whose bound stays under the floor needs no distance. No pair that the model would return is lost.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlglot
from sqlglot import exp

from keerpunt.engine.looks import Looks

PLAIN = (
    exp.And, exp.Or, exp.Not, exp.Paren, exp.Is, exp.Null, exp.Boolean, exp.EQ, exp.NEQ, exp.Column, exp.Identifier,
    exp.Literal, exp.Coalesce, exp.Substring, exp.Like, exp.Bracket,
)  # fmt: skip
"""What a condition is made of that costs next to nothing."""
STROKES = frozenset(("damerau_levenshtein", "levenshtein"))
WINKLER = frozenset(("jaro_winkler_similarity", "jarowinkler_similarity"))
PREFIX = 0.4
"""What Winkler adds at most, for four letters alike at the beginning, of what Jaro leaves open."""
SLACK = 1e-6
"""Sums of bits differ by their order in the last places."""


def may_reach(settings: Mapping[str, Any], least: Mapping[str, float], floor: float, looks: Looks) -> str:
    """Return a condition on two rows `l` and `r` of `looks` that holds for every pair whose weight reaches the floor.

    `least`: column -> least rate of its values. The columns that the condition needs are added to `looks`.
    """
    chance = settings["probability_two_random_records_match"]
    needed = floor - math.log2(chance / (1 - chance)) - SLACK
    terms = sorted((_most(one["comparison_levels"], least, looks) for one in settings["comparisons"]), key=_length)
    *cheap, last = terms
    first = [*(one.sql for one in cheap), last.brief]
    whole = [*(one.sql for one in cheap), last.sql]
    exact = [*(one.exact for one in cheap), last.sql]
    # The branches of a CASE are asked in their order, each of what the ones before left open: the bounds alone, then
    # the distances of all comparisons but the longest, which Splink would measure again and again.
    refused = " ".join(f"WHEN {' + '.join(bounds)} < {needed!r} THEN FALSE" for bounds in (first, whole))
    return f"CASE {refused} ELSE {' + '.join(exact)} >= {needed!r} END"


@dataclass(frozen=True, slots=True)
class _Term:
    """The most bits of one comparison for two rows.

    `brief` asks only the levels before the first distance, `exact` measures distances.
    """

    sql: str
    brief: str
    exact: str


def _length(term: _Term) -> int:
    return len(term.sql)


def _most(levels: Sequence[Mapping[str, Any]], least: Mapping[str, float], looks: Looks) -> _Term:
    """Return the most bits of one comparison: of all levels that may hold, those of the one that says most."""
    asked = sorted(
        ((_bits(level, levels, least), _may_hold(level, looks)) for level in levels), key=lambda one: -one[0]
    )
    cases = [f"WHEN {condition} THEN {bits!r}" for bits, condition in asked]
    plain = next((place for place, (_, condition) in enumerate(asked) if "bit_count" in condition), len(asked) - 1)
    brief = " ".join([*cases[:plain], f"ELSE {asked[plain][0]!r}"])
    whole = f"(CASE {' '.join(cases)} END)"
    stated = [(_exact(level), _bits(level, levels, least)) for level in levels]
    exact = " ".join(f"WHEN {condition} THEN {bits!r}" for condition, bits in stated)
    return _Term(whole, f"(CASE {brief} END)", f"(CASE {exact} END)")


def _exact(level: Mapping[str, Any]) -> str:
    """Return the condition of a level as the model states it."""
    text = level["sql_condition"]
    return "TRUE" if text == "ELSE" else sqlglot.parse_one(text, read="duckdb").transform(_sided).sql("duckdb")


def _bits(level: Mapping[str, Any], levels: Sequence[Mapping[str, Any]], least: Mapping[str, float]) -> float:
    """Return the most bits of a level: for one that goes by how common its value is, those of the rarest value.

    Splink then puts the rate of the value in the place of the `u` of a level of plain equality on that column.
    """
    if level.get("is_null_level"):
        return 0.0
    bits = math.log2(level["m_probability"] / level["u_probability"])
    column = level.get("tf_adjustment_column", "")
    if column not in least:
        return bits
    plain = max(one["u_probability"] for one in levels if one.get("tf_adjustment_column") == column)
    weight: float = level.get("tf_adjustment_weight", 1.0)
    return bits + max(0.0, weight * math.log2(plain / least[column]))


def _may_hold(level: Mapping[str, Any], looks: Looks) -> str:
    text = level["sql_condition"]
    if text == "ELSE":
        return "TRUE"

    def bound(node: exp.Expr) -> exp.Expr:
        if isinstance(node, (exp.And, exp.Or, exp.Paren, exp.Coalesce)) or _plain(node):
            return node
        found = "TRUE"
        if isinstance(node, (exp.LTE, exp.GTE)) and isinstance(node.expression, exp.Literal):
            found = _distance(node, looks)
        elif isinstance(node, (exp.ArrayOverlaps, exp.ArrayContains)):
            found = _lists(node, looks)
        return sqlglot.parse_one(found, read="duckdb")

    return sqlglot.parse_one(text, read="duckdb").transform(bound).transform(_sided).sql("duckdb")


def _plain(node: exp.Expr) -> bool:
    return all(isinstance(part, PLAIN) for part in node.walk())


def _distance(node: exp.LTE | exp.GTE, looks: Looks) -> str:
    """Bound a distance by the letters that only one side has: each costs a stroke, and none of them can match."""
    name, sides = _call(node.this)
    if len(sides) != 2 or not all(map(_is_value, sides)):
        return "TRUE"
    one, other = (looks.letters(_column(side)[:-2], first=isinstance(side, exp.Bracket)) for side in sides)
    left, right = (_column(side)[-1] for side in sides)
    a, b = f"{left}.{one}", f"{right}.{other}"
    only = (f"bit_count({a} & ~{b})", f"bit_count({b} & ~{a})")
    bound = float(node.expression.this)
    if name in STROKES and isinstance(node, exp.LTE):
        return f"({only[0]} <= {bound:g} AND {only[1]} <= {bound:g})"
    if name in WINKLER and isinstance(node, exp.GTE):
        # Jaro is at most (m/a + m/b + 1) / 3 of m letters that match.
        jaro = (bound - PREFIX) / (1 - PREFIX)
        share = f"{only[0]} * {left}.share_{one} + {only[1]} * {right}.share_{other}"
        return f"({share} <= {3 - 3 * jaro + SLACK!r})"
    return "TRUE"


def _lists(node: exp.Expr, looks: Looks) -> str:
    """Two lists that share a value share its bit."""
    sides = (node.this, node.expression)
    if not all(isinstance(side, exp.Column) and side.name[-2:] in ("_l", "_r") for side in sides):
        return "TRUE"
    one, other = (f"{side.name[-1]}.{looks.values(side.name[:-2])}" for side in sides)
    return f"({one} & {other}) <> 0"


def _call(node: exp.Expr) -> tuple[str, list[exp.Expr]]:
    """Return the name of the function that a node calls and what it is given; nothing where it calls none."""
    if isinstance(node, exp.Anonymous):
        return node.name.lower(), list(node.expressions)
    if isinstance(node, (exp.Levenshtein, exp.JarowinklerSimilarity)):
        return node.sql_name().lower().replace("jarowinkler", "jaro_winkler"), [node.this, node.expression]
    return "", []


def _is_value(side: exp.Expr) -> bool:
    return _column(side)[-2:] in ("_l", "_r")


def _column(side: exp.Expr) -> str:
    """Return the column of a text or of the list whose first the text is, empty for anything else."""
    column = side.this if isinstance(side, exp.Bracket) else side
    return column.name if isinstance(column, exp.Column) else ""


def _sided(node: exp.Expr) -> exp.Expr:
    """Write `l.x` and `r.x` for `x_l` and `x_r`."""
    if isinstance(node, exp.Column) and not node.table and node.name[-2:] in ("_l", "_r"):
        return exp.column(node.name[:-2], table=node.name[-1])
    return node

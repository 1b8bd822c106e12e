"""Relations across the whole operation: who lives where somebody else lives, and who bears one name.

They never join. An agreeing name at one address is `possible_same` too; an identity known by initials only that fits
two different people of its address is ambiguous.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from keerpunt.resolve import explain
from keerpunt.resolve.columns import Column, among, bools, ints, place_in, result, same, take
from keerpunt.resolve.edges import LEVELS, POSSIBLE_SAME, Edge
from keerpunt.resolve.forms import ROOM
from keerpunt.resolve.guards import Guards
from keerpunt.resolve.numbers import Bools, Ints, distinct_rows
from keerpunt.resolve.parts import Parts, Spread, spread_all
from keerpunt.resolve.scored import Scored
from keerpunt.resolve.settings import ResolveSettings
from keerpunt.values import address

if TYPE_CHECKING:
    from keerpunt.engine import Engine

HOUSEHOLD, SHARED_ADDRESS, NAME_TWIN = "household", "shared_address", "name_twin"
Span = tuple[dt.date | None, dt.date | None]
_AGREES = np.array([level.agrees for level in LEVELS])
_CONTRADICTS = np.array([level.contradicts for level in LEVELS])


@dataclass(slots=True)
class Neighbours:
    """`edges` as rows of the table of that name, and the parties that could as well be either of two people."""

    edges: pa.Table
    ambiguous: set[str] = field(default_factory=set)


def likely_same(parts: Parts, scored: Scored, settings: ResolveSettings) -> pa.Table:
    """Return the pairs that a model holds for likely one person, where at least one side is quiet, by `possible_same`.

    Pairs of contested parties are weighed with what they share, record by record.
    """
    keys = scored.table["part_key"]
    part = place_in(keys, parts.keys)
    left, right = part[scored.left], part[scored.right]
    objects = among(parts.keys, pa.array(sorted(parts.objects), pa.string()))
    apart = parts.cluster[left] != parts.cluster[right]
    apart &= scored.total >= settings.likely_floor
    rows = np.flatnonzero(apart & (scored.beside_names > 0) & ~(objects[left] & objects[right]))
    level = parts.levels(left[rows], right[rows])
    rows, level = rows[~_CONTRADICTS[level]], level[~_CONTRADICTS[level]]
    none = np.zeros(len(left), np.int64)
    found = Spread(none, left, right, none, none, none > 0)
    return _rows(parts, found, rows, level, same(POSSIBLE_SAME, len(rows)), notes={})


def twins(parts: Parts, settings: ResolveSettings) -> pa.Table:
    """Return relations between identities that bear one full name and are not one identity."""
    found = spread_all(*parts.name_keys(), parts.cluster, settings)
    rows = _first_of_each(found.left, found.right, np.zeros(len(found.left), np.int64))
    level = parts.levels(found.left[rows], found.right[rows])
    return _rows(parts, found, rows, level, same(NAME_TWIN, len(rows)))


def neighbours(engine: Engine, parts: Parts, guards: Guards, settings: ResolveSettings) -> Neighbours:
    """Relate identities at one address.

    `household` where the names are of different persons, `shared_address` where they may be one. Tenants whose stated
    periods do not meet are not related. Of a crowd no names are told apart.
    """
    rows = _living(engine, parts)
    at, part = (ints(rows[name]) for name in ("address_no", "part_no"))
    found = spread_all(at, part, parts.cluster, settings)
    kept = _apart(parts, found) & _all_met(rows, at, part, found)
    found = Spread(*(getattr(found, name)[kept] for name in Spread.__slots__))
    level = parts.levels(found.left, found.right)
    persons = parts.persons()
    told = ~found.crowded & persons[found.left] & persons[found.right] & _CONTRADICTS[level]
    kind = np.where(told, 0, 1)
    first = _first_of_each(found.left, found.right, kind)
    alike = np.flatnonzero(_AGREES[level] & ~found.crowded)
    pairs = alike[_first_of_each(found.left[alike], found.right[alike], np.zeros(len(alike), np.int64))]
    edges = [
        _rows(parts, found, first, level[first], take(pa.array([HOUSEHOLD, SHARED_ADDRESS]), kind[first])),
        _rows(parts, found, pairs, level[pairs], same(POSSIBLE_SAME, len(pairs)), notes={"address": True}),
    ]
    return Neighbours(pa.concat_tables(edges), _ambiguous(parts, found, alike, guards))


def _living(engine: Engine, parts: Parts) -> pa.Table:
    numbers = pa.array(np.arange(len(parts.keys), dtype=np.int64))
    record = take(parts.folk.keys, parts.origin)
    engine.register("part", pa.table({"party_key": record, "part_key": numbers, "cluster": pa.array(parts.cluster)}))
    engine.keep("address_use", ROOM, "address_use")
    texts = engine.run(ROOM, "address_text").to_pylist()
    known = [
        (key, row)
        for row in texts
        if (key := address.normalise(row["line1"], row["postcode"], row["country"])) is not None
    ]
    distinct = sorted({key for key, _ in known}, key=lambda one: (one.country, one.postcode, one.numbers))
    number = {key: place for place, key in enumerate(distinct)}
    forms = {name: pa.array([row[name] for _, row in known], pa.string()) for name in ("line1", "postcode", "country")}
    engine.register(
        "address_form", pa.table({**forms, "address_no": pa.array([number[k] for k, _ in known], pa.int64())})
    )
    return engine.run(ROOM, "address_shared")


def _apart(parts: Parts, found: Spread) -> Bools:
    """Leave out the two holders of one joint name, who are related by that already."""
    return np.asarray(parts.origin[found.left] != parts.origin[found.right], dtype=np.bool_)


def _all_met(rows: pa.Table, at: Ints, part: Ints, found: Spread) -> Bools:
    """Tell of each pair whether two of its stays may have met; only addresses with a stated day need a look."""
    dated = bools(rows["day_from"].is_valid()) | bools(rows["day_to"].is_valid())
    met = np.ones(len(found.left), dtype=np.bool_)
    if not dated.any():
        return met
    spans: dict[tuple[int, int], list[Span]] = {}
    for row in np.flatnonzero(np.isin(at, at[dated])).tolist():
        span = (rows["day_from"][row].as_py(), rows["day_to"][row].as_py())
        spans.setdefault((int(at[row]), int(part[row])), []).append(span)
    for number in np.flatnonzero(np.isin(found.group, at[dated])).tolist():
        where = int(found.group[number])
        met[number] = _met(spans[where, int(found.left[number])], spans[where, int(found.right[number])])
    return met


def _met(left: Sequence[Span], right: Sequence[Span]) -> bool:
    """Whether any two stays may have met; an end that is not stated excludes nothing."""
    return any(
        not (a_to is not None and b_from is not None and a_to < b_from)
        and not (b_to is not None and a_from is not None and b_to < a_from)
        for a_from, a_to in left
        for b_from, b_to in right
    )


def _first_of_each(left: Ints, right: Ints, kind: Ints) -> Ints:
    """Return the rows of the first pair of each kind, in their order."""
    if not len(left):
        return np.zeros(0, np.int64)
    return np.sort(distinct_rows(left, right, kind)[0])


def _ambiguous(parts: Parts, found: Spread, alike: Ints, guards: Guards) -> set[str]:
    """Return the parts that agree with two people of one address whom a guard keeps apart."""
    others: dict[tuple[int, int], list[int]] = {}
    for row in alike.tolist():
        at, left, right = int(found.group[row]), int(found.left[row]), int(found.right[row])
        others.setdefault((at, left), []).append(right)
        others.setdefault((at, right), []).append(left)
    return {
        parts.key(one)
        for (_, one), near in others.items()
        if len(near) > 1 and _torn([parts.party(n) for n in near], guards) and not _told_fully(parts, one)
    }


def _torn(near: Sequence[Any], guards: Guards) -> bool:
    return any(hit.hard for a, b in combinations(near, 2) for hit in guards.hits(a, b))


def _told_fully(parts: Parts, one: int) -> bool:
    return any(name.full_given for mate in parts.mates(one) for name in mate.names)


def _rows(
    parts: Parts, found: Spread, rows: Ints, level: Ints, kind: Column, *, notes: Mapping[str, bool] | None = None
) -> pa.Table:
    """Return rows of `edges`; an explanation is made once per level and number of holders, or per level and `notes`."""
    told = (found.holders[rows], found.shown[rows]) if notes is None else ()
    columns = np.stack([level, *told], axis=1)
    first, place = distinct_rows(*columns.T)
    texts = [
        _reason(LEVELS[one], {"holders": rest[0], "shown": rest[1]} if notes is None else notes)
        for one, *rest in columns[first].tolist()
    ]
    return result(
        "edges",
        {
            "left_key": take(parts.keys, found.left[rows]),
            "right_key": take(parts.keys, found.right[rows]),
            "kind": kind,
            "match_weight": pa.nulls(len(rows), pa.float64()),
            "explanation": take(pa.array(texts, pa.string()), place),
            "refused_by": same("", len(rows)),
        },
    )


def _reason(level: Any, notes: Mapping[str, Any]) -> str:
    return explain.as_json(explain.of_relation(Edge("", "", NAME_TWIN, None, level, notes=dict(notes))))

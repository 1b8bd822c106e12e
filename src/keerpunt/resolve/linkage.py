"""Scores pairs of parties by a model and turns what it says into edges (RESOLUTION.md sections 5 and 7)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from keerpunt.resolve.attributes import attributes
from keerpunt.resolve.edges import LINKED, POSSIBLE_SAME, Edge, Ground, best_level
from keerpunt.resolve.guards import Guards, same_middle
from keerpunt.resolve.identifiers import SharedValue
from keerpunt.resolve.likeness import NAME, FieldWeight, Likeness
from keerpunt.resolve.models import SUBSCRIBERS, Model, load, name_rates
from keerpunt.resolve.parties import Party
from keerpunt.resolve.settings import ResolveSettings
from keerpunt.values.names import Given, given_relation

if TYPE_CHECKING:
    from keerpunt.engine import Engine

MOST_HOLDERS = 20
"""More holders of one number than this, and it is no person's."""
SHOWN = {"name": "name", "birth_date": "birthdate", "address": "line", "email": "emails", "phone": "phones"}


def subscriber_likeness(
    engine: Engine,
    parties: Mapping[str, Party],
    guards: Guards,
    values: Iterable[SharedValue],
    settings: ResolveSettings,
) -> dict[tuple[str, str], Likeness]:
    """Score every pair of subscribers that a blocking rule of the model finds, sorted by keys."""
    model = load(SUBSCRIBERS)
    table = attributes(engine, parties, guards, values, "subscriber")
    if table.num_rows < 2:
        return {}
    prior = -float(max(settings.prior_least, round(math.log2(table.num_rows))))
    trained = model.settings | {"probability_two_random_records_match": 2**prior / (1 + 2**prior)}
    columns = ["part_key_l", "part_key_r", "tf_name_key_l"]
    for name in model.levels:
        columns += [f"gamma_{name}", f"mw_{name}"]
    columns += ["mw_tf_adj_name"]
    rates = {"name_key": _rates(table)}
    found = engine.predict(
        model.name,
        table,
        settings=trained,
        rates=rates,
        floor=settings.likely_floor,
        columns=columns,
    )
    shown = {row["part_key"]: row for row in table.select(["part_key", *SHOWN.values()]).to_pylist()}
    likely = {}
    for row in found.sort_by([("part_key_l", "ascending"), ("part_key_r", "ascending")]).to_pylist():
        left, right = sorted((row["part_key_l"], row["part_key_r"]))
        likely[left, right] = _likeness(row, model, prior, shown[left], shown[right])
    return dict(sorted(likely.items()))


def _likeness(
    row: Mapping[str, Any], model: Model, prior: float, left: Mapping[str, Any], right: Mapping[str, Any]
) -> Likeness:
    fields = []
    for name, levels in model.levels.items():
        if row[f"gamma_{name}"] == -1:
            continue
        weight = row[f"mw_{name}"] + (row["mw_tf_adj_name"] if name == NAME else 0.0)
        level = levels[row[f"gamma_{name}"]]
        rate = row["tf_name_key_l"] if name == NAME and level.startswith("N1") else None
        pack = "" if rate is None else name_rates()["version"]
        shown = (_text(left[SHOWN[name]]), _text(right[SHOWN[name]]))
        fields.append(FieldWeight(name, *shown, level, round(weight, 4), rate, pack))
    return Likeness(model.name, model.version, prior, tuple(fields))


def _text(value: Any) -> str:
    return " | ".join(value) if isinstance(value, list) else value or ""


def _rates(table: pa.Table) -> pa.Table:
    """Return how common each full name is by the pack; a rate under the floor counts as the floor."""
    pack = name_rates()
    keys = sorted({key for key in table["name_key"].to_pylist() if key is not None})
    rates = []
    for key in keys:
        given, _, surname = key.partition("|")
        rate = pack["given"].get(given, pack["given_other"]) * pack["surname"].get(surname, pack["surname_other"])
        rates.append(max(rate, pack["floor"]))
    return pa.table({"name_key": pa.array(keys, pa.string()), "tf_name_key": pa.array(rates, pa.float64())})


def join_edges(
    known: Sequence[Edge],
    grounds: Mapping[tuple[str, str], Sequence[Ground]],
    *,
    likely: Mapping[tuple[str, str], Likeness],
    lent: Mapping[tuple[str, str], int],
    parties: Mapping[str, Party],
    settings: ResolveSettings,
) -> list[Edge]:
    """Return the identifier edges with what the model adds to them, and the model's own, one per pair, by weight.

    A pair that shares an identifier keeps its weight, the fields beside the name added: the identifier stands for the
    prior and the name had to agree. A pair without is linked where the model reaches the floor by more than the name,
    which can support but never identify. `grounds`: what the pairs share, whether or not it may join them.
    """
    edges = {(edge.left, edge.right): _with_fields(edge, likely.get((edge.left, edge.right))) for edge in known}
    for pair in sorted({*likely, *grounds}):
        if pair in edges and edges[pair].kind != POSSIBLE_SAME:
            continue
        left, right, found = parties[pair[0]], parties[pair[1]], likely.get(pair)
        edge = _numbered(left, right, grounds.get(pair, ()), found, settings)
        if edge is None and found is not None:
            edge = _linked(left, right, _supported(found, lent.get(pair, 0), settings), settings)
        if edge is not None:
            edges[pair] = edge
    return sorted(edges.values(), key=lambda edge: edge.order)


def _with_fields(edge: Edge, found: Likeness | None) -> Edge:
    if found is None or edge.weight is None:
        return edge
    beside = replace_prior(found, edge.grounds)
    return replace(edge, weight=round(edge.weight + beside.weight, 4), likeness=beside)


def _numbered(
    left: Party, right: Party, grounds: Sequence[Ground], found: Likeness | None, settings: ResolveSettings
) -> Edge | None:
    """Join two holders of one national number whose names are spelt apart but whose given names agree.

    A number is borrowed within a family, and relatives are told apart by their given names; a surname that was
    misspelt, left out or changed is not what tells them. The penalty is the price of the name that had to agree.
    """
    numbers = tuple(ground for ground in grounds if ground.class_name == "A+")
    agree = any(
        given_relation(a, b) <= Given.COMPATIBLE or (given_relation(a, b) is Given.NEAR and same_middle(a, b))
        for a in left.names
        for b in right.names
    ) or bool({date for date, _ in left.births} & {date for date, _ in right.births})
    if not numbers or not agree:
        return None
    level = best_level(left, right)
    beside = (
        Likeness(SUBSCRIBERS, load(SUBSCRIBERS).version, 0.0, ()) if found is None else replace_prior(found, numbers)
    )
    shown = (" | ".join(left.raw_names), " | ".join(right.raw_names))
    alike = FieldWeight(NAME, *shown, level.value, -settings.alike_penalty)
    likeness = replace(beside, fields=(alike, *beside.fields))
    weight = round(numbers[0].weight + likeness.weight, 4)
    if weight < settings.merge_floor:
        return None
    return Edge(left.key, right.key, LINKED, weight, level, numbers, likeness=likeness)


def _supported(found: Likeness, fan_out: int, settings: ResolveSettings) -> Likeness:
    """Let a number that was lent support two holders of one full name; it joins nobody by itself any more."""
    name = next((field for field in found.fields if field.field == NAME), None)
    if not fan_out or name is None or name.level not in ("N1", "N1 same middle name", "N2"):
        return found
    weight = round(settings.lent_support - math.log2(fan_out), 4)
    shared = FieldWeight("national_id", "", "", "equal, over its cap", weight)
    return replace(found, fields=(*found.fields, shared))


def lent_numbers(values: Iterable[SharedValue]) -> dict[tuple[str, str], int]:
    """Return the fan-out of numbers over their cap for each pair of their holders; crowded ones are left out."""
    found: dict[tuple[str, str], int] = {}
    for shared in values:
        if shared.rule.name == "A+" and shared.over_cap and len(shared.uses) <= MOST_HOLDERS:
            for left, right in combinations(sorted(shared.uses), 2):
                found[left, right] = shared.fan_out
    return found


def replace_prior(found: Likeness, grounds: Sequence[Ground]) -> Likeness:
    """Leave out what identifiers stand for: the prior, the name that had to agree, and the contacts among them."""
    stated = {NAME, *(ground.kind for ground in grounds)}
    return replace(found, prior=0.0, fields=tuple(field for field in found.fields if field.field not in stated))


def _linked(left: Party, right: Party, found: Likeness, settings: ResolveSettings) -> Edge | None:
    level = best_level(left, right)
    weight = found.weight
    if weight >= settings.merge_floor and found.supports:
        return Edge(left.key, right.key, LINKED, weight, level, likeness=found)
    if weight >= settings.likely_floor and not level.contradicts and found.supports:
        return Edge(left.key, right.key, POSSIBLE_SAME, None, level, likeness=found)
    return None

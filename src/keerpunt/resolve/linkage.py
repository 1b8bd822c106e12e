"""Scores pairs of parties by a model and turns what it says into edges (RESOLUTION.md sections 5 and 7)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from keerpunt.resolve.attributes import attributes
from keerpunt.resolve.edges import LINKED, POSSIBLE_SAME, Edge, Ground, best_level
from keerpunt.resolve.guards import Guards
from keerpunt.resolve.identifiers import SharedValue
from keerpunt.resolve.likeness import BIRTH_DATE, HOME, NAME, FieldWeight, Likeness
from keerpunt.resolve.models import SUBSCRIBERS, Model, calibration, load, name_rates
from keerpunt.resolve.parties import Party
from keerpunt.resolve.settings import NATIONAL_ID, ResolveSettings
from keerpunt.values.names import Level

if TYPE_CHECKING:
    from keerpunt.engine import Engine

SHOWN = {
    "name": "name", "birth_date": "birthdate", "birthplace": "birthplace", "address": "line", "postcode": "postcode",
    "city": "city", "email": "emails", "phone": "phones",
}  # fmt: skip


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
    rates = _rates(table)
    found = engine.predict(
        model.name,
        table,
        settings=trained,
        rates={"name_key": _rate_table(rates)},
        floor=settings.likely_floor,
        columns=columns,
    )
    shown = {row["part_key"]: row for row in table.select(["part_key", "name_key", *SHOWN.values()]).to_pylist()}
    likely = {}
    for row in found.sort_by([("part_key_l", "ascending"), ("part_key_r", "ascending")]).to_pylist():
        left, right = sorted((row["part_key_l"], row["part_key_r"]))
        pack = rates.get(shown[left]["name_key"], (0.0, ""))[1]
        likely[left, right] = _likeness(row, model, prior, (shown[left], shown[right]), pack)
    return dict(sorted(likely.items()))


def _likeness(
    row: Mapping[str, Any],
    model: Model,
    prior: float,
    sides: tuple[Mapping[str, Any], Mapping[str, Any]],
    pack: str,
) -> Likeness:
    fields = []
    for name, levels in model.levels.items():
        if row[f"gamma_{name}"] == -1:
            continue
        weight = row[f"mw_{name}"] + (row["mw_tf_adj_name"] if name == NAME else 0.0)
        level = levels[row[f"gamma_{name}"]]
        rate = row["tf_name_key_l"] if name == NAME and level.startswith("N1") else None
        left, right = (_text(side[SHOWN[name]]) if name in SHOWN else "" for side in sides)
        found = pack if rate is not None else ""
        fields.append(FieldWeight(name, left, right, level, round(weight, 4), rate, found))
    return Likeness(model.name, model.version, prior, tuple(fields))


def _text(value: Any) -> str:
    return " | ".join(value) if isinstance(value, list) else value or ""


def _rates(table: pa.Table) -> dict[str, tuple[float, str]]:
    """Return how common each full name is and the pack that says so: of its bearers' countries the most common."""
    found: dict[str, tuple[float, str]] = {}
    bearers = {(row["name_key"], row["country"]) for row in table.select(["name_key", "country"]).to_pylist()}
    for key, country in sorted((key, country) for key, country in bearers if key is not None):
        given, _, surname = key.partition("|")
        pack = name_rates(country)
        found[key] = max(found.get(key, (0.0, "")), (pack.rate(given, surname), pack.version))
    return found


def _rate_table(rates: Mapping[str, tuple[float, str]]) -> pa.Table:
    values = pa.array([rate for rate, _ in rates.values()], pa.float64())
    return pa.table({"name_key": pa.array(list(rates), pa.string()), "tf_name_key": values})


def join_edges(
    known: Sequence[Edge],
    grounds: Mapping[tuple[str, str], Sequence[Ground]],
    *,
    likely: Mapping[tuple[str, str], Likeness],
    parties: Mapping[str, Party],
    settings: ResolveSettings,
) -> list[Edge]:
    """Return the identifier edges with what the model adds to them, and the model's own, one per pair, by weight.

    A pair that shares an identifier keeps its weight, the fields beside the name added: the identifier stands for the
    prior and the name had to agree. A pair without is linked where the model reaches the floor by more than the name,
    which can support but never identify. `grounds`: what the pairs share, whether or not it may join them.
    """
    edges = {
        (edge.left, edge.right): _with_fields(edge, likely.get((edge.left, edge.right)), settings) for edge in known
    }
    for pair in sorted({*likely, *grounds}):
        if pair in edges and edges[pair].kind != POSSIBLE_SAME:
            continue
        left, right, found = parties[pair[0]], parties[pair[1]], likely.get(pair)
        edge = None if found is None else _linked(left, right, found, settings)
        if edge is not None:
            edges[pair] = edge
    return sorted(edges.values(), key=lambda edge: edge.order)


def _with_fields(edge: Edge, found: Likeness | None, settings: ResolveSettings) -> Edge:
    """Add the fields to an identifier's edge; one that they bring under the floor joins nobody any more."""
    if found is None or edge.weight is None:
        return edge
    beside = replace_prior(found, edge.grounds)
    weight = round(edge.weight + beside.weight, 4)
    if weight < settings.merge_floor:
        return replace(edge, kind=POSSIBLE_SAME, weight=None)
    return replace(edge, weight=weight, likeness=beside)


def replace_prior(found: Likeness, grounds: Sequence[Ground]) -> Likeness:
    """Leave out what identifiers stand for: the prior, the name that had to agree, and the contacts among them."""
    stated = {NAME, *(ground.kind for ground in grounds)}
    return replace(found, prior=0.0, fields=tuple(field for field in found.fields if field.field not in stated))


def _linked(left: Party, right: Party, found: Likeness, settings: ResolveSettings) -> Edge | None:
    level = best_level(left, right)
    weight = found.weight
    shipped = calibration(found.model)
    floor = settings.merge_floor if shipped is None else shipped.floor(settings.floor_bound)
    if weight >= floor and identifies(level, found.supports):
        return Edge(left.key, right.key, LINKED, weight, level, likeness=found)
    if weight >= settings.likely_floor and not level.contradicts and found.supports:
        return Edge(left.key, right.key, POSSIBLE_SAME, None, level, likeness=found)
    return None


def identifies(level: Level, supports: frozenset[str]) -> bool:
    """Tell whether what supports a name of this level is enough, since a household shares home and contacts.

    Full equal names need any support. Initials, which never identify, need a second one, and like a misspelt surname
    one that is not the home. Names that say less need what no household shares: a birth date or a national number.
    """
    if level in (Level.N1, Level.N2):
        return bool(supports)
    if level is Level.N3:
        return len(supports) > 1 and bool(supports - HOME)
    if level is Level.N4:
        return bool(supports - HOME)
    return not supports.isdisjoint({BIRTH_DATE, NATIONAL_ID})

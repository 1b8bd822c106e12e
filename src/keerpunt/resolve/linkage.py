"""Scores pairs of parties by a model and turns what it says into edges (RESOLUTION.md sections 5 and 7)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from keerpunt.resolve.attributes import attributes
from keerpunt.resolve.blocking import PAIRINGS, Pairing, blocks
from keerpunt.resolve.columns import equal, floats, ints
from keerpunt.resolve.edges import LEVELS, LINKED, POSSIBLE_SAME, Edge, Ground, best_level
from keerpunt.resolve.guards import Guards
from keerpunt.resolve.identifiers import SharedValue
from keerpunt.resolve.identifying import identifies, is_doubtful
from keerpunt.resolve.likeness import DEVICE, NAME, FieldWeight, Likeness, differs, supports
from keerpunt.resolve.models import Model, calibration, load, name_rates
from keerpunt.resolve.numbers import Bools, Floats, Ints, rounded
from keerpunt.resolve.parties import Party
from keerpunt.resolve.settings import ResolveSettings

if TYPE_CHECKING:
    from keerpunt.engine import Engine

SHOWN = {
    "name": "name", "birth_date": "birthdate", "birthplace": "birthplace", "address": "line", "postcode": "postcode",
    "city": "city", "email": "emails", "phone": "phones",
    "card": "cards", "username": "username", "device": "devices",
}  # fmt: skip


Codes = Mapping[str, tuple[str, ...]]
"""Comparison -> the codes of its levels over all models; the place of a code is its number."""


@dataclass(slots=True)
class Scored:
    """Pairs that models find, by the row numbers of `table` (attributes, sorted by part_key); `left` < `right`.

    Every pair is of one model: `model` holds its place in `models`, `priors` and `rates`. `level`: number of the code
    in `codes` per comparison, -1 where one side states nothing; `weight`: its bits, 0 there. `rates`: how common a
    full name is, and the pack that says so. `left_out`: values of blocking rules that stand in too many rows.
    """

    models: tuple[Model, ...]
    priors: tuple[float, ...]
    rates: tuple[Mapping[str, tuple[float, str]], ...]
    codes: Codes
    table: pa.Table
    model: Ints
    left: Ints
    right: Ints
    level: dict[str, Ints]
    weight: dict[str, Floats]
    left_out: int = 0

    @property
    def total(self) -> Floats:
        """Weight of each pair in bits."""
        return rounded(np.array(self.priors, dtype=np.float64)[self.model] + self.beside(()))

    @property
    def supports(self) -> Ints:
        """Which fields speak for one person, per pair: bit n stands for the n-th comparison of `codes`."""
        found = np.zeros(len(self.left), dtype=np.int64)
        for bit, (name, codes) in enumerate(self.codes.items()):
            for number, level in enumerate(codes):
                if supports(name, level, 1.0):
                    found |= ((self.level[name] == number) & (self.weight[name] > 0)).astype(np.int64) << bit
        return found

    def apart(self, rows: Ints) -> Ints:
        """Which contacts both sides of some pairs state and differ in, in the bits of `supports`."""
        found = np.zeros(len(rows), dtype=np.int64)
        for bit, (name, codes) in enumerate(self.codes.items()):
            unlike = [number for number, level in enumerate(codes) if differs(name, level)]
            if unlike:
                found |= np.isin(self.level[name][rows], unlike).astype(np.int64) << bit
        return found

    def identifies(self, rows: Ints, level: Ints) -> Bools:
        """Tell of some pairs, given the places in `LEVELS` of their names, whether what supports these is enough."""
        kinds = np.stack([self.model[rows], level, self.supports[rows], self.apart(rows)], axis=1)
        sets, place = np.unique(kinds, axis=0, return_inverse=True)
        enough = np.fromiter((self._enough(*one) for one in sets.tolist()), np.bool_, len(sets))
        return enough[place.reshape(-1)]

    def _enough(self, model: int, level: int, found: int, apart: int) -> bool:
        return identifies(self.models[model].name, LEVELS[level], self._names(found), self._names(apart))

    def _names(self, bits: int) -> frozenset[str]:
        return frozenset(name for bit, name in enumerate(self.codes) if bits >> bit & 1)

    def doubtful(self, rows: Ints, grounds: Sequence[Ground]) -> Bools:
        """Tell of some pairs that share these identifiers whether they may be what a household shares."""
        kinds = np.stack([self.model[rows], self.apart(rows)], axis=1)
        sets, place = np.unique(kinds, axis=0, return_inverse=True)
        found = [is_doubtful(self.models[one].name, grounds, self._names(apart)) for one, apart in sets.tolist()]
        return np.array(found, dtype=np.bool_)[place.reshape(-1)]

    def linked(self, settings: ResolveSettings) -> Bools:
        """Tell which pairs reach the floor of their model by a field that speaks for one person."""
        floors = np.array([link_floor(model.name, settings) for model in self.models], dtype=np.float64)
        return np.asarray((self.total >= floors[self.model]) & (self.supports > 0), dtype=np.bool_)

    def beside(self, stated: Iterable[str]) -> Floats:
        """Return the bits of each pair without the fields that are stated already."""
        left_out = set(stated)
        found = np.zeros(len(self.left), dtype=np.float64)
        for name, weight in self.weight.items():
            if name not in left_out:
                found = found + weight
        return found

    def field(self, name: str, row: int, sides: tuple[str, str]) -> FieldWeight:
        """Return what one comparison says of a pair; `sides`: the values shown."""
        level = self.codes[name][int(self.level[name][row])]
        rate, pack = None, ""
        if name == NAME and level.startswith("N1"):
            key = self.table["name_key"][int(self.left[row])].as_py()
            rate, pack = self.rates[int(self.model[row])][key]
        return FieldWeight(name, *sides, level, float(self.weight[name][row]), rate, pack)

    def shown(self, name: str) -> list[str]:
        """Return what each row of the table shows of a comparison."""
        if SHOWN.get(name) not in self.table.schema.names:
            return [""] * self.table.num_rows
        return [_text(value) for value in self.table[SHOWN[name]].to_pylist()]

    def likeness(self, rows: Ints) -> dict[tuple[str, str], Likeness]:
        """Return what the models say of some pairs, by their keys, sorted."""
        shown = {name: self.shown(name) for name in self.codes}
        keys = self.table["part_key"].to_pylist()
        found: dict[tuple[str, str], Likeness] = {}
        for row in rows.tolist():
            left, right = int(self.left[row]), int(self.right[row])
            fields = tuple(
                self.field(name, row, (shown[name][left], shown[name][right]))
                for name in self.codes
                if self.level[name][row] != -1
            )
            one = int(self.model[row])
            model = self.models[one]
            found[str(keys[left]), str(keys[right])] = Likeness(model.name, model.version, self.priors[one], fields)
        return dict(sorted(found.items()))


def score_table(
    engine: Engine, table: pa.Table, settings: ResolveSettings, pairings: Sequence[Pairing] = PAIRINGS
) -> Scored | None:
    """Score every pair that a blocking rule of the model for its two roles finds; None where there is no pair at all.

    `table`: rows of `attributes` with a column `role`; two roles have one model, so a pair has one weight.
    """
    models = tuple(load(pairing.model) for pairing in pairings)
    codes = _codes(models)
    found = [_Found.of(engine, table, pairing, settings) for pairing in pairings]
    if all(one is None for one in found):
        return None
    parts = [(place, one) for place, one in enumerate(found) if one is not None]
    ends = np.concatenate([one.ends for _, one in parts], axis=1)
    order = np.lexsort((ends.max(axis=0), ends.min(axis=0)))
    level, weight = {}, {}
    for name in codes:
        numbers = [one.numbers(name, codes[name]) for _, one in parts]
        level[name] = np.concatenate(numbers)[order]
        bits = rounded(np.concatenate([one.bits(name) for _, one in parts])[order])
        weight[name] = np.where(level[name] == -1, 0.0, bits)
    return Scored(
        models=models,
        priors=tuple(0.0 if one is None else one.prior for one in found),
        rates=tuple({} if one is None else one.rates for one in found),
        codes=codes,
        table=table,
        model=np.concatenate([np.full(one.ends.shape[1], place, dtype=np.int64) for place, one in parts])[order],
        left=ends.min(axis=0)[order],
        right=ends.max(axis=0)[order],
        level=level,
        weight=weight,
        left_out=sum(one.left_out for _, one in parts),
    )


def _codes(models: Sequence[Model]) -> Codes:
    """Return the comparisons of all models in the order of the first that has them, each with all its codes."""
    names = dict.fromkeys(chain.from_iterable(model.levels for model in models))
    return {
        name: tuple(
            dict.fromkeys(
                code for model in models for number, code in model.levels.get(name, {}).items() if number >= 0
            )
        )
        for name in names
    }


@dataclass(slots=True)
class _Found:
    """What one model found: `ends` are rows of the whole table, both sides of each pair."""

    model: Model
    prior: float
    rates: Mapping[str, tuple[float, str]]
    ends: Ints
    table: pa.Table
    left_out: int

    @classmethod
    def of(cls, engine: Engine, table: pa.Table, pairing: Pairing, settings: ResolveSettings) -> _Found | None:
        """Run the model on the rows of its roles; None where these make no pair."""
        sides = [np.flatnonzero(equal(table["role"], role)) for role in pairing.roles]
        if any(len(side) < pairing.least for side in sides):
            return None
        model = load(pairing.model)
        prior = -float(max(settings.prior_least, round(math.log2(max(len(side) for side in sides)))))
        trained = model.settings | {"probability_two_random_records_match": 2**prior / (1 + 2**prior)}
        columns, left_out = blocks(table, sides, pairing, settings.block_cap)
        rows = [_rows(columns, side) for side in sides]
        rates = _rates(pa.concat_tables(rows))
        found = engine.predict(
            model.name,
            *rows,
            settings=trained,
            rates={"name_key": _rate_table(rates)} if model.rated else {},
            floor=settings.likely_floor,
            columns=["part_key_l", "part_key_r", *(["mw_tf_adj_name"] if model.rated else []),
                     *(f"{kind}_{name}" for name in model.levels for kind in ("gamma", "mw"))],
        )  # fmt: skip
        ends = np.stack([ints(found["part_key_l"]), ints(found["part_key_r"])])
        return cls(model, prior, rates, ends, found, left_out)

    def numbers(self, name: str, codes: tuple[str, ...]) -> Ints:
        """Return the level of each pair at a comparison by the numbers of all models, -1 where it has none."""
        if name not in self.model.levels:
            return np.full(self.ends.shape[1], -1, dtype=np.int64)
        own = self.model.levels[name]
        number = np.full(len(own), -1, dtype=np.int64)
        number[[place for place in own if place >= 0]] = [codes.index(own[place]) for place in own if place >= 0]
        return number[ints(self.table[f"gamma_{name}"])]

    def bits(self, name: str) -> Floats:
        """Return the weight of each pair at a comparison, not yet rounded."""
        if name not in self.model.levels:
            return np.zeros(self.ends.shape[1], dtype=np.float64)
        found = floats(self.table[f"mw_{name}"])
        return found + floats(self.table["mw_tf_adj_name"]) if name == NAME and self.model.rated else found


def _rows(table: pa.Table, rows: Ints) -> pa.Table:
    """Return some rows of a table, of all of them the table itself."""
    return table if len(rows) == table.num_rows else table.take(pa.array(rows, pa.int64())).combine_chunks()


def likenesses(
    engine: Engine,
    parties: Mapping[str, Party],
    guards: Guards,
    values: Iterable[SharedValue],
    settings: ResolveSettings,
    *,
    pairings: Sequence[Pairing] = PAIRINGS,
) -> dict[tuple[str, str], Likeness]:
    """Score every pair of payers and subscribers that a blocking rule of a model finds, sorted by keys."""
    scored = score_table(engine, attributes(engine, parties, guards, values), settings, pairings)
    return {} if scored is None else scored.likeness(np.arange(len(scored.left)))


def _text(value: Any) -> str:
    return " | ".join(value) if isinstance(value, list) else value or ""


def _rates(table: pa.Table) -> dict[str, tuple[float, str]]:
    """Return how common each full name is and the pack that says so: of its bearers' countries the most common."""
    found: dict[str, tuple[float, str]] = {}
    bearers = table.select(["name_key", "country"]).group_by(["name_key", "country"]).aggregate([]).to_pylist()
    for key, country in sorted((row["name_key"], row["country"]) for row in bearers if row["name_key"] is not None):
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
    if weight < settings.merge_floor or is_doubtful(found.model, edge.grounds, found.apart):
        return replace(edge, kind=POSSIBLE_SAME, weight=None)
    return replace(edge, weight=weight, likeness=beside)


def replace_prior(found: Likeness, grounds: Sequence[Ground]) -> Likeness:
    """Leave out what identifiers stand for: the prior, the name that had to agree, and the contacts among them."""
    stated = {NAME, *(ground.kind for ground in grounds)}
    return replace(found, prior=0.0, fields=tuple(field for field in found.fields if field.field not in stated))


def link_floor(model: str, settings: ResolveSettings) -> float:
    """Return the weight from which a pair of a model is linked: the calibrated one, `merge_floor` without one."""
    shipped = calibration(model)
    return settings.merge_floor if shipped is None else shipped.floor(settings.floor_bound)


def _linked(left: Party, right: Party, found: Likeness, settings: ResolveSettings) -> Edge | None:
    level = best_level(left, right)
    weight = found.weight
    if weight >= link_floor(found.model, settings) and identifies(found.model, level, found.supports, found.apart):
        return Edge(left.key, right.key, LINKED, weight, level, likeness=found)
    if weight >= settings.likely_floor and not level.contradicts and found.supports - {DEVICE}:
        return Edge(left.key, right.key, POSSIBLE_SAME, None, level, likeness=found)
    return None

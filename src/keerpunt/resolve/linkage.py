"""Scores pairs of parties by a model and turns what it says into edges (RESOLUTION.md sections 5 and 7)."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from keerpunt.resolve.attributes import attributes
from keerpunt.resolve.blocking import RULES, Blocks, blocks
from keerpunt.resolve.columns import floats, ints, take
from keerpunt.resolve.edges import LEVELS, LINKED, POSSIBLE_SAME, Edge, Ground, best_level
from keerpunt.resolve.guards import Guards
from keerpunt.resolve.identifiers import SharedValue
from keerpunt.resolve.likeness import (
    CONTACT,
    GIVEN_AGREES,
    GIVEN_NAME,
    HOME,
    MIDDLE_NAME,
    NAME,
    RELATIVES,
    UNSHARED,
    FieldWeight,
    Likeness,
    supports,
)
from keerpunt.resolve.models import SUBSCRIBERS, Model, calibration, load, name_rates
from keerpunt.resolve.numbers import Bools, Floats, Ints, distinct_rows, rounded
from keerpunt.resolve.parties import Party
from keerpunt.resolve.settings import ResolveSettings
from keerpunt.values.names import Level

if TYPE_CHECKING:
    from keerpunt.engine import Engine

SHOWN = {
    "name": "name", "middle_name": "middle", "birth_date": "birthdate", "birthplace": "birthplace",
    "address": "line", "postcode": "postcode",
    "city": "city", "email": "emails", "phone": "phones",
}  # fmt: skip


@dataclass(slots=True)
class Scored:
    """Pairs that a model finds, by the row numbers of `table` (attributes, sorted by part_key); `left` < `right`.

    `level`: number of the level per comparison, -1 where one side states nothing; `weight`: its bits, 0 there.
    `rates`: how common a full name is, and the pack that says so. `left_out`: values on too many records by rule.
    """

    model: Model
    prior: float
    table: pa.Table
    left: Ints
    right: Ints
    level: dict[str, Ints]
    weight: dict[str, Floats]
    rates: Mapping[str, tuple[float, str]]
    left_out: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> Floats:
        """Weight of each pair in bits."""
        return rounded(self.prior + self.beside(()))

    @property
    def supports(self) -> Ints:
        """What speaks for one person beside the names, per pair: bit n stands for the n-th of `_words`."""
        found = np.zeros(len(self.left), dtype=np.int64)
        against = np.zeros(len(self.left), dtype=np.bool_)
        for name in UNSHARED & self.weight.keys():
            against |= self.weight[name] < 0
        for bit, name in enumerate(self._words):
            column = NAME if name == GIVEN_NAME else name
            said = [
                number
                for number, level in self.model.levels[column].items()
                if (level in GIVEN_AGREES if name == GIVEN_NAME else supports(name, level, 1.0))
            ]
            told = np.isin(self.level[column], said) & ((self.weight[column] > 0) | (name == GIVEN_NAME))
            found |= (told & ~against if name == MIDDLE_NAME else told).astype(np.int64) << bit
        return found

    @property
    def _words(self) -> tuple[str, ...]:
        return (*self.model.levels, GIVEN_NAME)

    def identifies(self, rows: Ints, level: Ints) -> Bools:
        """Tell of some pairs, given the places in `LEVELS` of their names, whether what supports these is enough."""
        bits = self.supports[rows]
        first, place = distinct_rows(level, bits)
        enough = np.fromiter(map(self._enough, level[first].tolist(), bits[first].tolist()), np.bool_, len(first))
        return enough[place]

    def _enough(self, level: int, bits: int) -> bool:
        return identifies(LEVELS[level], frozenset(n for bit, n in enumerate(self._words) if bits >> bit & 1))

    def beside(self, stated: Iterable[str]) -> Floats:
        """Return the bits of each pair without the fields that are stated already."""
        left_out = frozenset(stated)
        found = np.zeros(len(self.left), dtype=np.float64)
        for name, weight in self.weight.items():
            if name not in left_out:
                found = found + weight
        return found

    def only(self, rows: Ints) -> Scored:
        """Return these without all other pairs."""
        level = {name: column[rows] for name, column in self.level.items()}
        weight = {name: column[rows] for name, column in self.weight.items()}
        return replace(self, left=self.left[rows], right=self.right[rows], level=level, weight=weight)

    def field(self, name: str, row: int, sides: tuple[str, str]) -> FieldWeight:
        """Return what one comparison says of a pair; `sides`: the values shown."""
        level = self.model.levels[name][int(self.level[name][row])]
        rate, pack = None, ""
        if name == NAME and level.startswith("N1"):
            rate, pack = self.rates[self.table["name_key"][int(self.left[row])].as_py()]
        return FieldWeight(name, *sides, level, float(self.weight[name][row]), rate, pack)

    def shown(self, name: str, among: Ints) -> list[str]:
        """Return what some rows of the table show of a comparison."""
        if name not in SHOWN:
            return [""] * len(among)
        return [_text(value) for value in take(self.table[SHOWN[name]], among).to_pylist()]

    def likeness(self, rows: Ints) -> dict[tuple[str, str], Likeness]:
        """Return what the model says of some pairs, by their keys, sorted."""
        among, place = np.unique(np.stack([self.left[rows], self.right[rows]]), return_inverse=True)
        ends = place.reshape(2, -1).T.tolist()
        shown = {name: self.shown(name, among) for name in self.model.levels}
        keys = take(self.table["part_key"], among).to_pylist()
        level = {name: of[rows].tolist() for name, of in self.level.items()}
        found: dict[tuple[str, str], Likeness] = {}
        for number, (row, (left, right)) in enumerate(zip(rows.tolist(), ends, strict=True)):
            fields = tuple(
                self.field(name, row, (shown[name][left], shown[name][right]))
                for name in self.model.levels
                if level[name][number] != -1
            )
            found[str(keys[left]), str(keys[right])] = Likeness(self.model.name, self.model.version, self.prior, fields)
        return dict(sorted(found.items()))


Scorer = Callable[["Engine", pa.Table, ResolveSettings], Scored | None]
"""Scores the pairs of a table of attributes, sorted by part_key."""


def score_table(engine: Engine, table: pa.Table, settings: ResolveSettings) -> Scored | None:
    """Score every pair that a blocking rule of the subscribers' model finds; None where there is no pair at all."""
    if table.num_rows < 2:
        return None
    found = blocks(engine, numbered(table), load(SUBSCRIBERS).settings[RULES], settings)
    prior = prior_of(table.num_rows, settings)
    return score_pairs(engine, table, found, settings, prior=prior, rates=bearer_rates(table))


def prior_of(size: int, settings: ResolveSettings) -> float:
    """Return the bits against any two of so many records being one person."""
    return -float(max(settings.prior_least, round(math.log2(max(size, 1)))))


def numbered(table: pa.Table) -> pa.Table:
    """Return a table of attributes with the number of each row as its key."""
    numbers = pa.array(np.arange(table.num_rows, dtype=np.int64))
    return table.set_column(table.schema.get_field_index("part_key"), "part_key", numbers)


def score_pairs(
    engine: Engine,
    table: pa.Table,
    open_: Blocks,
    settings: ResolveSettings,
    *,
    prior: float,
    rates: Mapping[str, tuple[float, str]],
) -> Scored:
    """Score pairs at a prior and with rates of names that are known; `open_`: the table numbered, and what pairs it."""
    model = load(SUBSCRIBERS)
    trained = model.settings | {"probability_two_random_records_match": 2**prior / (1 + 2**prior)}
    found = engine.predict(
        model.name,
        open_.table,
        settings=trained | {RULES: open_.rules},
        rates={"name_key": _rate_table(rates)},
        floor=settings.likely_floor,
        columns=["part_key_l", "part_key_r", "mw_tf_adj_name",
                 *(f"{kind}_{name}" for name in model.relatives for kind in ("gamma", "mw"))],
    )  # fmt: skip
    ends = np.stack([ints(found["part_key_l"]), ints(found["part_key_r"])])
    order = np.lexsort((ends.max(axis=0), ends.min(axis=0)))
    level = {name: ints(found[f"gamma_{name}"])[order] for name in model.relatives}
    weight = {}
    for name in model.relatives:
        bits = floats(found[f"mw_{name}"]) + (floats(found["mw_tf_adj_name"]) if name == NAME else 0.0)
        weight[name] = np.where(level[name] == -1, 0.0, rounded(bits[order]))
    weight[RELATIVES] = _as_relatives(model, prior, level, weight)
    level[RELATIVES] = np.where(weight[RELATIVES] < 0, 0, -1)
    left, right = ends.min(axis=0)[order], ends.max(axis=0)[order]
    scored = Scored(model, prior, table, left, right, level, weight, rates, open_.left_out)
    return scored.only(np.flatnonzero(scored.total >= settings.likely_floor))


def _as_relatives(model: Model, prior: float, level: Mapping[str, Ints], weight: Mapping[str, Floats]) -> Floats:
    """Return what each pair loses because two relatives, too, may share what it shares; at most 0 bits.

    The odds against one person are those of two strangers and those of two relatives together.
    """
    strangers = np.full(len(level[NAME]), prior)
    for column in weight.values():
        strangers = strangers + column
    relatives = np.full(len(strangers), model.relatives_prior)
    for name, bits in model.relatives.items():
        relatives = relatives + np.array([bits[number] for number in range(-1, len(bits) - 1)])[level[name] + 1]
    return rounded(-np.logaddexp2(0.0, strangers - relatives))


def subscriber_likeness(
    engine: Engine,
    parties: Mapping[str, Party],
    guards: Guards,
    values: Iterable[SharedValue],
    settings: ResolveSettings,
) -> dict[tuple[str, str], Likeness]:
    """Score every pair of subscribers that a blocking rule of the model finds, sorted by keys."""
    scored = score_table(engine, attributes(engine, parties, guards, values, "subscriber"), settings)
    return {} if scored is None else scored.likeness(np.arange(len(scored.left)))


def _text(value: Any) -> str:
    return " | ".join(value) if isinstance(value, list) else value or ""


def bearer_rates(table: pa.Table) -> dict[str, tuple[float, str]]:
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
    if weight < settings.merge_floor:
        return replace(edge, kind=POSSIBLE_SAME, weight=None)
    return replace(edge, weight=weight, likeness=beside)


def replace_prior(found: Likeness, grounds: Sequence[Ground]) -> Likeness:
    """Leave out what identifiers stand for: prior, relatives, the name that had to agree, contacts among them."""
    stated = {NAME, RELATIVES, *(ground.kind for ground in grounds)}
    return replace(found, prior=0.0, fields=tuple(field for field in found.fields if field.field not in stated))


@lru_cache(maxsize=64)
def _floor(model: str, least: float) -> float | None:
    shipped = calibration(model)
    return None if shipped is None else shipped.floor(least)


def link_floor(model: str, settings: ResolveSettings) -> float:
    """Return the weight from which a pair of a model is linked: the calibrated one, `merge_floor` without one."""
    found = _floor(model, settings.floor_bound)
    return settings.merge_floor if found is None else found


def _linked(left: Party, right: Party, found: Likeness, settings: ResolveSettings) -> Edge | None:
    level = best_level(left, right)
    weight = found.weight
    if weight >= link_floor(found.model, settings) and identifies(level, found.supports):
        return Edge(left.key, right.key, LINKED, weight, level, likeness=found)
    if weight >= settings.likely_floor and not level.contradicts and found.supports:
        return Edge(left.key, right.key, POSSIBLE_SAME, None, level, likeness=found)
    return None


def identifies(level: Level, found: frozenset[str]) -> bool:
    """Tell whether the fields found to support a name of this level are enough.

    A household shares home and contacts. Full equal names need any support, be it a middle name that both state.
    Initials, which never identify, need two, of which one is neither home nor middle name; a misspelt surname one that
    is not the home, or the home and the middle name. Another surname or given name needs a birth date or a national
    number, which no household shares, and one thing more, such as the given name; relatives do lend each other numbers.
    No name, or one of one word, needs a birth date or a number, and where the word is the given name a contact will do.
    """
    beside = found - {GIVEN_NAME}
    if level in (Level.N1, Level.N2):
        return bool(beside)
    if level is Level.N3:
        return len(beside) > 1 and bool(beside - HOME - {MIDDLE_NAME})
    if level is Level.N4:
        return bool(beside - HOME - {MIDDLE_NAME}) or (MIDDLE_NAME in beside and len(beside) > 1)
    if level is Level.N5 or level.contradicts:
        return not found.isdisjoint(UNSHARED) and len(found) > 1
    return not found.isdisjoint(UNSHARED) or (GIVEN_NAME in found and not found.isdisjoint(CONTACT))

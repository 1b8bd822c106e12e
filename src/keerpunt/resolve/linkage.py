"""Scores pairs of parties by a model and turns what it says into edges (RESOLUTION.md sections 5 and 7)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from keerpunt.resolve.attributes import attributes
from keerpunt.resolve.blocking import PAIRINGS, RULES, Pairing, blocks
from keerpunt.resolve.columns import coded, equal, floats, ints, take
from keerpunt.resolve.edges import LEVELS
from keerpunt.resolve.guards import Guards
from keerpunt.resolve.identifiers import SharedValue
from keerpunt.resolve.identifying import identifies
from keerpunt.resolve.likeness import (
    GIVEN_AGREES,
    GIVEN_NAME,
    MIDDLE_NAME,
    NAME,
    NAMES,
    POOLED,
    RATED_NAME,
    RELATIVES,
    UNSHARED,
    FieldWeight,
    Likeness,
    differs,
    supports,
)
from keerpunt.resolve.models import Model, calibration, load, name_rates
from keerpunt.resolve.numbers import Bools, Floats, Ints, distinct_rows, rounded
from keerpunt.resolve.parties import Party
from keerpunt.resolve.settings import ResolveSettings

if TYPE_CHECKING:
    from keerpunt.engine import Engine

SHOWN = {
    "name": "name", "middle_name": "middle", "birth_date": "birthdate", "birthplace": "birthplace",
    "address": "line", "postcode": "postcode", "city": "city", "email": "emails", "phone": "phones",
    "card": "cards", "username": "username", "device": "devices",
}  # fmt: skip


Codes = Mapping[str, tuple[str, ...]]
"""Comparison -> the codes of its levels over all models; the place of a code is its number."""


@dataclass(slots=True)
class Scored:
    """Pairs that models find, by the row numbers of `table` (attributes, sorted by part_key); `left` < `right`.

    Every pair is of one model: `model` holds its place in `models`, `priors` and `rates`. `level`: number of the code
    in `codes` per comparison, -1 where one side states nothing; `weight`: its bits, 0 there. `rates`: how common a
    full name is, and the pack that says so. `left_out`: values on too many records by rule.
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
    left_out: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> Floats:
        """Weight of each pair in bits."""
        return rounded(np.array(self.priors, dtype=np.float64)[self.model] + self.beside(()))

    @property
    def supports(self) -> Ints:
        """What speaks for one person, per pair: bit n stands for the n-th of `_words`."""
        found = np.zeros(len(self.left), dtype=np.int64)
        against = np.zeros(len(self.left), dtype=np.bool_)
        for name in UNSHARED & self.weight.keys():
            against |= self.weight[name] < 0
        for bit, (name, codes) in enumerate(self.codes.items()):
            said = [number for number, level in enumerate(codes) if supports(name, level, 1.0)]
            told = np.isin(self.level[name], said) & (self.weight[name] > 0)
            found |= (told & ~against if name == MIDDLE_NAME else told).astype(np.int64) << bit
        given = np.isin(self.level[NAME], [n for n, level in enumerate(self.codes[NAME]) if level in GIVEN_AGREES])
        for word, holds in ((GIVEN_NAME, given), (RATED_NAME, self._rated)):
            found |= holds.astype(np.int64) << self._words.index(word)
        return found

    @property
    def _rated(self) -> Bools:
        """Whether a pack of the bearers' own country says how common the full name of a pair is."""
        first = [number for number, level in enumerate(self.codes[NAME]) if level.startswith("N1")]
        code, names = coded(self.table["name_key"])
        found = np.isin(self.level[NAME], first)
        for place, rates in enumerate(self.rates):
            packs = (rates.get(name, (0.0, POOLED))[1] for name in names.to_pylist())
            own = np.fromiter((not pack.startswith(POOLED) for pack in packs), np.bool_, len(names))
            rows = found & (self.model == place)
            found[rows] = own[code[self.left[rows]]] if len(own) else False
        return found

    @property
    def beside_names(self) -> Ints:
        """`supports` without the names, which alone make two namesakes and not likely one person."""
        return self.supports & ~sum(1 << self._words.index(word) for word in NAMES)

    @property
    def by_name_alone(self) -> Bools:
        """Whether nothing but a full name with its middle name speaks for one person, per pair."""
        if MIDDLE_NAME not in self.codes:
            return np.zeros(len(self.left), dtype=np.bool_)
        return np.asarray(self.beside_names == 1 << self._words.index(MIDDLE_NAME), dtype=np.bool_)

    @property
    def _words(self) -> tuple[str, ...]:
        return (*self.codes, GIVEN_NAME, RATED_NAME)

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
        kinds = (self.model[rows], level, self.supports[rows], self.apart(rows))
        first, place = distinct_rows(*kinds)
        enough = np.fromiter(map(self._enough, *(kind[first].tolist() for kind in kinds)), np.bool_, len(first))
        return enough[place]

    def _enough(self, model: int, level: int, found: int, apart: int) -> bool:
        return identifies(self.models[model].name, LEVELS[level], self._names(found), self._names(apart))

    def _names(self, bits: int) -> frozenset[str]:
        return frozenset(name for bit, name in enumerate(self._words) if bits >> bit & 1)

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

    def shown(self, name: str, among: Ints) -> list[str]:
        """Return what some rows of the table show of a comparison."""
        if SHOWN.get(name) not in self.table.schema.names:
            return [""] * len(among)
        return [_text(value) for value in take(self.table[SHOWN[name]], among).to_pylist()]

    def likeness(self, some: Ints | None = None) -> dict[tuple[str, str], Likeness]:
        """Return what the models say of all pairs, or of some, by their keys, sorted."""
        rows = np.arange(len(self.left)) if some is None else some
        among, place = np.unique(np.stack([self.left[rows], self.right[rows]]), return_inverse=True)
        ends = place.reshape(2, -1).T.tolist()
        shown = {name: self.shown(name, among) for name in self.codes}
        keys = take(self.table["part_key"], among).to_pylist()
        level = {name: of[rows].tolist() for name, of in self.level.items()}
        found: dict[tuple[str, str], Likeness] = {}
        for number, (row, (left, right)) in enumerate(zip(rows.tolist(), ends, strict=True)):
            fields = tuple(
                self.field(name, row, (shown[name][left], shown[name][right]))
                for name in self.codes
                if level[name][number] != -1
            )
            one = int(self.model[row])
            model = self.models[one]
            found[str(keys[left]), str(keys[right])] = Likeness(model.name, model.version, self.priors[one], fields)
        return dict(sorted(found.items()))


def score_table(
    engine: Engine, table: pa.Table, settings: ResolveSettings, pairings: Sequence[Pairing] = PAIRINGS
) -> Scored | None:
    """Score every pair that a blocking rule of the model for its two roles finds; None where there is no pair at all.

    Those from `likely_floor` on against two strangers; an identifier that a pair shares is weighed with its fields even
    where relatives explain these as well.
    `table`: rows of `attributes` with a column `role`; two roles have one model, so a pair has one weight.
    """
    models = tuple(load(pairing.model) for pairing in pairings)
    codes = _codes(models)
    found = [_Found.of(engine, table, pairing, settings) for pairing in pairings]
    parts = [(place, one) for place, one in enumerate(found) if one is not None]
    if not parts:
        return None
    ends = np.concatenate([one.ends for _, one in parts], axis=1)
    order = np.lexsort((ends.max(axis=0), ends.min(axis=0)))
    left_out: Counter[str] = Counter()
    for _, one in parts:
        left_out.update(one.left_out)
    return Scored(
        models=models,
        priors=tuple(0.0 if one is None else one.prior for one in found),
        rates=tuple({} if one is None else one.rates for one in found),
        codes=codes,
        table=table,
        model=np.concatenate([np.full(one.ends.shape[1], place, dtype=np.int64) for place, one in parts])[order],
        left=ends.min(axis=0)[order],
        right=ends.max(axis=0)[order],
        level={name: np.concatenate([one.places(name, codes[name]) for _, one in parts])[order] for name in codes},
        weight={name: np.concatenate([one.bits(name) for _, one in parts])[order] for name in codes},
        left_out=left_out,
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
    """What one model found: `ends` are rows of the whole table, both sides of each pair; `level` by its own numbers."""

    model: Model
    prior: float
    rates: Mapping[str, tuple[float, str]]
    ends: Ints
    level: dict[str, Ints]
    weight: dict[str, Floats]
    left_out: Mapping[str, int]

    @classmethod
    def of(cls, engine: Engine, table: pa.Table, pairing: Pairing, settings: ResolveSettings) -> _Found | None:
        """Run the model on the rows of its roles; None where these make no pair."""
        sides = [np.flatnonzero(equal(table["role"], role)) for role in pairing.roles]
        if any(len(side) < pairing.least for side in sides):
            return None
        model = load(pairing.model)
        prior = -float(max(settings.prior_least, round(math.log2(max(len(side) for side in sides)))))
        trained = model.settings | {"probability_two_random_records_match": 2**prior / (1 + 2**prior)}
        rows = np.sort(np.concatenate(sides))
        open_ = blocks(engine, _numbered(table, rows), trained[RULES], settings, pairing.roles)
        rates = _rates(open_.table)
        found = engine.predict(
            model.name,
            *(open_.table.filter(pa.array(equal(open_.table["role"], role))) for role in pairing.roles),
            settings=trained | {RULES: open_.rules},
            rates={"name_key": _rate_table(rates)} if model.rated else {},
            floor=settings.likely_floor,
            columns=["part_key_l", "part_key_r", *(["mw_tf_adj_name"] if model.rated else []),
                     *(f"{kind}_{name}" for name in model.compared for kind in ("gamma", "mw"))],
        )  # fmt: skip
        ends = rows[np.stack([ints(found["part_key_l"]), ints(found["part_key_r"])])]
        level = {name: ints(found[f"gamma_{name}"]) for name in model.compared}
        weight = {name: floats(found[f"mw_{name}"]) for name in model.compared}
        if model.rated:
            weight[NAME] = weight[NAME] + floats(found["mw_tf_adj_name"])
        weight = {name: np.where(level[name] == -1, 0.0, rounded(bits)) for name, bits in weight.items()}
        if model.relatives:
            weight[RELATIVES] = _as_relatives(model, prior, level, weight)
            level[RELATIVES] = np.where(weight[RELATIVES] < 0, 0, -1)
        return cls(model, prior, rates, ends, level, weight, open_.left_out)

    def places(self, name: str, codes: tuple[str, ...]) -> Ints:
        """Return the level of each pair at a comparison by the numbers of all models, -1 where it has none."""
        if name not in self.level:
            return np.full(self.ends.shape[1], -1, dtype=np.int64)
        own = self.model.levels[name]
        number = np.full(len(own), -1, dtype=np.int64)
        number[[place for place in own if place >= 0]] = [codes.index(own[place]) for place in own if place >= 0]
        return number[self.level[name]]

    def bits(self, name: str) -> Floats:
        """Return the weight of each pair at a comparison, 0 where the model has none such."""
        return self.weight.get(name, np.zeros(self.ends.shape[1], dtype=np.float64))


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


def _numbered(table: pa.Table, rows: Ints) -> pa.Table:
    """Return some rows of a table with their number for their key."""
    found = table if len(rows) == table.num_rows else table.take(pa.array(rows, pa.int64())).combine_chunks()
    numbers = pa.array(np.arange(len(rows), dtype=np.int64))
    return found.set_column(found.schema.get_field_index("part_key"), "part_key", numbers)


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
    return {} if scored is None else scored.likeness()


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


@lru_cache(maxsize=64)
def _floor(model: str, least: float) -> float | None:
    shipped = calibration(model)
    return None if shipped is None else shipped.floor(least)


def link_floor(model: str, settings: ResolveSettings) -> float:
    """Return the weight from which a pair of a model is linked: the calibrated one, `merge_floor` without one.

    What the model holds for less likely than `likely_floor` is no link, however few such pairs a calibration has seen.
    """
    found = _floor(model, settings.floor_bound)
    return settings.merge_floor if found is None else max(found, settings.likely_floor)

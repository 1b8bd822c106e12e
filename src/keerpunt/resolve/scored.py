"""Pairs that models found, and what is told of them: support, weight and whether that is enough."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa

from keerpunt.resolve.columns import coded, take
from keerpunt.resolve.edges import LEVELS, Ground
from keerpunt.resolve.identifying import identifies, is_doubtful
from keerpunt.resolve.likeness import (
    BIRTH_DATE,
    GIVEN_AGREES,
    GIVEN_NAME,
    MIDDLE_NAME,
    NAME,
    NAMES,
    NEAR_DATES,
    POOLED,
    RATED_NAME,
    UNSHARED,
    FieldWeight,
    Likeness,
    differs,
    near_date,
    supports,
)
from keerpunt.resolve.models import Model, calibration, name_rates
from keerpunt.resolve.numbers import Bools, Floats, Ints, distinct_rows, rounded
from keerpunt.resolve.settings import ResolveSettings

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
            found |= (told & ~against & self._own if name == MIDDLE_NAME else told).astype(np.int64) << bit
        given = np.isin(self.level[NAME], [n for n, level in enumerate(self.codes[NAME]) if level in GIVEN_AGREES])
        for word, holds in (*self._near_dates(), (GIVEN_NAME, given), (RATED_NAME, self._rated)):
            found |= holds.astype(np.int64) << self._words.index(word)
        return found

    @property
    def _own(self) -> Bools:
        """Whether the names of the countries of both sides of a pair are known."""
        if "country" not in self.table.schema.names:
            return np.zeros(len(self.left), dtype=np.bool_)
        code, countries = coded(self.table["country"])
        known = np.fromiter((name_rates(one).knows for one in countries.to_pylist()), np.bool_, len(countries))
        return np.asarray(known[code[self.left]] & known[code[self.right]], dtype=np.bool_)

    def _near_dates(self) -> list[tuple[str, Bools]]:
        """Return which pairs show each of `NEAR_DATES`."""
        codes = self.codes.get(BIRTH_DATE, ())
        return [
            (word, np.isin(self.level[BIRTH_DATE], shown) & (self.weight[BIRTH_DATE] > 0))
            for word in sorted(NEAR_DATES)
            if (shown := [number for number, code in enumerate(codes) if near_date(BIRTH_DATE, code, 1.0) == word])
        ]

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
        return (*self.codes, *sorted(NEAR_DATES), GIVEN_NAME, RATED_NAME)

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

    def doubtful(self, rows: Ints, grounds: Sequence[Ground]) -> Bools:
        """Tell of some pairs that share these identifiers whether they may be what a household shares."""
        kinds = (self.model[rows], self.supports[rows], self.apart(rows))
        first, place = distinct_rows(*kinds)
        found = [
            is_doubtful(self.models[one].name, grounds, self._names(found), self._names(apart))
            for one, found, apart in zip(*(kind[first].tolist() for kind in kinds), strict=True)
        ]
        return np.array(found, dtype=np.bool_)[place]

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
        own = self._own[rows].tolist()
        found: dict[tuple[str, str], Likeness] = {}
        for number, (row, (left, right)) in enumerate(zip(rows.tolist(), ends, strict=True)):
            fields = tuple(
                self.field(name, row, (shown[name][left], shown[name][right]))
                for name in self.codes
                if level[name][number] != -1
            )
            one = int(self.model[row])
            model = self.models[one]
            found[str(keys[left]), str(keys[right])] = Likeness(
                model.name, model.version, self.priors[one], fields, own[number]
            )
        return dict(sorted(found.items()))


def _text(value: Any) -> str:
    return " | ".join(value) if isinstance(value, list) else value or ""


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

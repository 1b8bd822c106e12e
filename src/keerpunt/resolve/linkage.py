"""Scores pairs of parties by a model and turns what it says into edges (RESOLUTION.md sections 5 and 7)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from keerpunt.resolve.attributes import attributes
from keerpunt.resolve.bearers import OPERATION, rates_here
from keerpunt.resolve.blocking import PAIRINGS, RULES, Pairing, blocks
from keerpunt.resolve.columns import equal, floats, ints
from keerpunt.resolve.crowds import without_crowds
from keerpunt.resolve.guards import Guards
from keerpunt.resolve.identifiers import SharedValue
from keerpunt.resolve.likeness import (
    BIRTH_DATE,
    NAME,
    POOLED,
    RELATIVES,
    Likeness,
)
from keerpunt.resolve.models import Model, load, name_rates
from keerpunt.resolve.numbers import Floats, Ints, rounded
from keerpunt.resolve.parties import Party
from keerpunt.resolve.scored import Codes, Scored
from keerpunt.resolve.settings import ResolveSettings

if TYPE_CHECKING:
    from keerpunt.engine import Engine


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
    table = without_crowds(table, settings.home_names)
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

    The odds against one person are those of two strangers and those of two relatives together. What speaks against one
    person, such as another home, never speaks for him because relatives would share it.
    """
    strangers = np.full(len(level[NAME]), prior)
    for column in weight.values():
        strangers = strangers + column
    relatives = np.full(len(strangers), model.relatives_prior)
    for name, bits in model.relatives.items():
        said = np.array([bits[number] for number in range(-1, len(bits) - 1)])[level[name] + 1]
        relatives = relatives + np.where(weight[name] < 0, np.minimum(said, 0.0), said)
    if (kin := model.namesakes) is not None:
        one_name, one_generation = np.isin(level[NAME], kin.names), np.isin(level[BIRTH_DATE], kin.births)
        relatives = relatives + np.where(one_name & one_generation, kin.weight, 0.0)
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


def _rates(table: pa.Table) -> dict[str, tuple[float, str]]:
    """Return how common each full name is and what says so: of its bearers' countries and the operation the most."""
    found: dict[str, tuple[float, str]] = {}
    here = rates_here(table)
    bearers = table.select(["name_key", "country"]).group_by(["name_key", "country"]).aggregate([]).to_pylist()
    for key, country in sorted((row["name_key"], row["country"]) for row in bearers if row["name_key"] is not None):
        given, _, surname = key.partition("|")
        pack = name_rates(country)
        found[key] = max(found.get(key, (0.0, "")), (pack.rate(given, surname), pack.source(given, surname)))
    for key, rate in here.items():
        if rate > found[key][0] and found[key][1].startswith(POOLED):
            found[key] = rate, f"{found[key][1]} {OPERATION}"
    return found


def _rate_table(rates: Mapping[str, tuple[float, str]]) -> pa.Table:
    values = pa.array([rate for rate, _ in rates.values()], pa.float64())
    return pa.table({"name_key": pa.array(list(rates), pa.string()), "tf_name_key": values})

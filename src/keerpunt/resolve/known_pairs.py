"""What a model said of pairs in the last build, and the few pairs that a changed record adds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from keerpunt.resolve.attributes import ATTRIBUTE
from keerpunt.resolve.block_keys import block_keys, content
from keerpunt.resolve.blocking import RULES
from keerpunt.resolve.columns import order_of, place_in, rows_at, take, texts
from keerpunt.resolve.crowding import Crowding, Exchange, count_blocks
from keerpunt.resolve.linkage import Scored, bearer_rates, prior_of, score_pairs
from keerpunt.resolve.linking_keys import hashed
from keerpunt.resolve.lookup import Lookup
from keerpunt.resolve.models import SUBSCRIBERS, Model, load
from keerpunt.resolve.numbers import Floats, Ints
from keerpunt.resolve.row_store import RowStore
from keerpunt.resolve.settings import ResolveSettings

if TYPE_CHECKING:
    from keerpunt.engine import Engine

Rates = dict[str, tuple[float, str]]
Row = tuple[Any, ...]


class Disagreement(Exception):
    """What was kept of the last build is not what looking again gives; a full run is due."""


@dataclass(slots=True)
class Pairs:
    """Pairs by two numbers each, with the number of the level and the weight of every comparison."""

    left: Ints
    right: Ints
    level: Ints
    weight: Floats

    @classmethod
    def of(cls, scored: Scored | None, model: Model) -> Pairs:
        """Take the pairs of a scored table."""
        if scored is None:
            none, wide = np.zeros(0, dtype=np.int64), np.zeros((0, len(model.levels)))
            return cls(none, none, wide.astype(np.int64), wide)
        level, weight = ([one[name] for name in model.levels] for one in (scored.level, scored.weight))
        return cls(scored.left, scored.right, np.stack(level, axis=1), np.stack(weight, axis=1))

    def at(self, rows: Ints) -> Pairs:
        """Return some of the pairs."""
        return Pairs(self.left[rows], self.right[rows], self.level[rows], self.weight[rows])

    def numbered(self, left: Ints, right: Ints) -> Pairs:
        """Return the pairs under other numbers."""
        return Pairs(left, right, self.level, self.weight)

    def with_more(self, other: Pairs) -> Pairs:
        """Return these and others."""
        both = ((getattr(self, name), getattr(other, name)) for name in self.__slots__)
        return Pairs(*(np.concatenate(one) for one in both))


class PairStore:
    """Every scored pair by the numbers of its rows in a store of attributes; a pair goes with either row."""

    def __init__(self, pairs: Pairs) -> None:
        self._base, self._later = pairs, pairs.at(np.zeros(0, dtype=np.int64))
        self._at = self._lookup(pairs)

    @staticmethod
    def _lookup(pairs: Pairs) -> Lookup:
        rows = np.arange(len(pairs.left))
        return Lookup(np.concatenate([pairs.left, pairs.right]).astype(np.uint64), np.concatenate([rows, rows]))

    def add(self, pairs: Pairs) -> None:
        """Add pairs."""
        self._later = self._later.with_more(pairs)

    def touching(self, rows: Ints, attributes: RowStore) -> Pairs:
        """Return the pairs that have one of the rows, as long as both rows are there."""
        later = np.flatnonzero(np.isin(self._later.left, rows) | np.isin(self._later.right, rows))
        found = self._base.at(self._at.find(rows)).with_more(self._later.at(later))
        return found.at(np.flatnonzero(attributes.alive[found.left] & attributes.alive[found.right]))

    def all(self, attributes: RowStore) -> Pairs:
        """Return every pair whose rows are both there."""
        found = self._base.with_more(self._later)
        return found.at(np.flatnonzero(attributes.alive[found.left] & attributes.alive[found.right]))


@dataclass(slots=True)
class Known:
    """What stays of the scoring of a build: rows of attributes, who they are, their pairs, the rates of their names.

    `party`: number of the party of each row. `at`: hash of a row's key to the row; `of_party`: party to rows;
    `blocks`: keys of blocking to rows; `same`: hash of what a row states to rows; `named`: hash of `name_key` to rows.
    """

    attributes: RowStore
    party: Ints
    at: Lookup
    of_party: Lookup
    blocks: Lookup
    same: Lookup
    named: Lookup
    pairs: PairStore
    rates: Rates
    prior: float
    model: Model
    crowding: Crowding

    @classmethod
    def build(
        cls, engine: Engine, table: pa.Table, party: Ints, scored: Scored | None, settings: ResolveSettings
    ) -> Known:
        """Keep what a full run scored."""
        model = load(SUBSCRIBERS)
        rows = np.arange(table.num_rows)
        counted = count_blocks(engine, table, model, settings)
        named = np.flatnonzero(np.asarray(table["name_key"].is_valid()))
        return cls(
            attributes=RowStore(table),
            party=party,
            at=Lookup(hashed(engine, table["part_key"]), rows),
            of_party=Lookup(party.astype(np.uint64), rows),
            blocks=Lookup(counted.keys.hash, counted.keys.row),
            same=Lookup(counted.same, rows),
            named=Lookup(hashed(engine, take(table["name_key"], named)), named),
            pairs=PairStore(Pairs.of(scored, model)),
            rates={} if scored is None else dict(scored.rates),
            prior=prior_of(table.num_rows, settings),
            model=model,
            crowding=counted.crowding,
        )

    def rows_of(self, parties: Ints) -> Ints:
        """Return the rows of parties that are there."""
        return self.attributes.living(self.of_party.find(parties))

    def partners(self, parties: Ints) -> Ints:
        """Return the parties that a model found likely to be one with any of these."""
        found = self.pairs.touching(self.rows_of(parties), self.attributes)
        return np.unique(self.party[np.concatenate([found.left, found.right])])

    def crowded(self, engine: Engine, gone: Ints, added: pa.Table, settings: ResolveSettings) -> Crowding | None:
        """Return what is left out once rows take the place of those of parties, None where it is not what was."""
        rows = self.rows_of(gone)
        exchange = Exchange(self.attributes.take(rows), added, self.blocks, self.same, self.attributes.alive)
        size = self.attributes.size - len(rows) + added.num_rows
        return exchange.crowding(engine, self.crowding, self.model, size=size, settings=settings)

    def replace(
        self,
        engine: Engine,
        gone: Ints,
        added: pa.Table,
        *,
        party: Ints,
        pairs: Pairs,
        rates: Rates,
        crowding: Crowding,
    ) -> None:
        """Let rows take the place of those of parties that are gone.

        `pairs` have numbers of the added rows as -1 - place, of others as they stand here.
        """
        self.attributes.drop(self.rows_of(gone))
        rows = self.attributes.add(added)
        self.party = np.concatenate([self.party, party])
        self.at.add(hashed(engine, added["part_key"]).tolist(), rows.tolist())
        self.of_party.add(party.tolist(), rows.tolist())
        keys = block_keys(engine, added, self.model)
        self.blocks.add(keys.hash.tolist(), rows[keys.row].tolist())
        self.same.add(content(engine, added).tolist(), rows.tolist())
        self.crowding = crowding
        named = np.flatnonzero(np.asarray(added["name_key"].is_valid()))
        self.named.add(hashed(engine, take(added["name_key"], named)).tolist(), rows[named].tolist())
        both = [np.where(one < 0, rows[np.clip(-1 - one, 0, len(rows) - 1)] if len(rows) else one, one)
                for one in (pairs.left, pairs.right)]  # fmt: skip
        self.pairs.add(pairs.numbered(both[0], both[1]))
        self.rates |= rates


def as_rows(table: pa.Table) -> list[Row]:
    """Return rows that can be compared and counted."""
    columns = [column.to_pylist() for column in table.columns]
    return [tuple(tuple(v) if isinstance(v, list) else v for v in row) for row in zip(*columns, strict=True)]


@dataclass(slots=True)
class PartScorer:
    """Scores the pairs of a part of the operation by what is known of it.

    `region`: rows of `known` that the part held before. With `changes` a row that is not known is compared with all
    others of the operation; without, every row has to be known. `changed`: keys of rows that are new or another;
    `outside`: parties outside the part whom they meet; `moved`: rows of others whose names count otherwise now.
    """

    known: Known
    region: Ints
    changes: bool
    changed: frozenset[str] = frozenset()
    outside: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    moved: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    rates: Rates = field(default_factory=dict)
    table: pa.Table = field(default_factory=ATTRIBUTE.empty_table)

    def __call__(self, engine: Engine, table: pa.Table, settings: ResolveSettings) -> Scored | None:
        """Return the pairs of the part as a full run over the operation scores them."""
        known, self.table = self.known, table
        before = known.attributes.take(self.region)
        old = dict(zip(texts(before["part_key"]), as_rows(before), strict=True))
        new = dict(zip(texts(table["part_key"]), as_rows(table), strict=True))
        changed = {key for key, row in new.items() if old.get(key) != row}
        gone = old.keys() - new.keys()
        if (changed or gone) and not self.changes:
            raise Disagreement("attributes")
        self._look_at_rates(engine, table, before, changed | gone)
        changed |= self._bearers(table)
        self.changed = frozenset(changed)
        self.outside = np.zeros(0, dtype=np.int64)
        pairs = self._standing(table, changed | gone)
        if changed:
            pairs = pairs.with_more(self._new(engine, table, changed | gone, settings))
        order = np.lexsort((pairs.right, pairs.left))
        return self._scored(table, pairs.at(order))

    def _look_at_rates(self, engine: Engine, table: pa.Table, before: pa.Table, touched: set[str]) -> None:
        """Tell anew how common the names of touched rows are; `moved`: rows of others whose name counts otherwise."""
        known = self.known
        names = {
            name
            for rows in (table, before)
            for key, name in zip(texts(rows["part_key"]), rows["name_key"].to_pylist(), strict=True)
            if key in touched and name is not None
        }
        self.rates, self.moved = {}, np.zeros(0, dtype=np.int64)
        if not names:
            return
        asked = pa.array(sorted(names), pa.string())
        rows = known.attributes.living(known.named.find(hashed(engine, asked)))
        keys = pa.array(sorted(touched), pa.string())
        there = known.attributes.take(rows)
        kept = np.flatnonzero((place_in(there["part_key"], keys) < 0) & (place_in(there["name_key"], asked) >= 0))
        own = np.flatnonzero((place_in(table["part_key"], keys) >= 0) & (place_in(table["name_key"], asked) >= 0))
        bearers = pa.concat_tables([rows_at(there, kept), rows_at(table, own)])
        self.rates = bearer_rates(bearers)
        moved = [name for name, rate in self.rates.items() if known.rates.get(name, rate) != rate]
        if moved:
            at = place_in(there["name_key"], pa.array(moved, pa.string()))
            self.moved = rows[np.flatnonzero((at >= 0) & (place_in(there["part_key"], keys) < 0))]

    def _bearers(self, table: pa.Table) -> set[str]:
        return set(texts(self.known.attributes.take(self.moved)["part_key"])) & set(texts(table["part_key"]))

    def _standing(self, table: pa.Table, touched: set[str]) -> Pairs:
        """Return the pairs of the part that nothing touched, by the rows of its table."""
        known = self.known
        found = known.pairs.touching(self.region, known.attributes)
        keys = known.attributes.take(self.region)["part_key"]
        place = np.full(len(known.attributes.alive), -1, dtype=np.int64)
        place[np.sort(self.region)] = place_in(keys, table["part_key"])
        lost = place_in(keys, pa.array(sorted(touched), pa.string())) >= 0
        place[np.sort(self.region)[lost]] = -1
        left, right = place[found.left], place[found.right]
        inside = np.flatnonzero((left >= 0) & (right >= 0))
        return _upward(found.at(inside), left[inside], right[inside])

    def _new(self, engine: Engine, table: pa.Table, touched: set[str], settings: ResolveSettings) -> Pairs:
        """Score the touched rows with each other and with all rows of the operation that a blocking rule may find."""
        known = self.known
        keys = pa.array(sorted(touched), pa.string())
        probes = rows_at(table, np.flatnonzero(place_in(table["part_key"], keys) >= 0))
        sought = np.setdiff1d(block_keys(engine, probes, known.model).hash, known.crowding.values)
        rows = known.attributes.living(known.blocks.find(sought))
        others = known.attributes.take(rows)
        kept = np.flatnonzero(place_in(others["part_key"], keys) < 0)
        rows, others = rows[kept], rows_at(others, kept)
        both = pa.concat_tables([_probing(probes, probe=True), _probing(others, probe=False)]).combine_chunks()
        order = order_of(both["part_key"])
        both = rows_at(both, order)
        if both.num_rows < 2:
            return Pairs.of(None, known.model)
        rates = bearer_rates(both)
        rates = {name: self.rates.get(name, known.rates.get(name, rate)) for name, rate in rates.items()}
        by = known.crowding.pairs_by(block_keys(engine, both, known.model), both, known.model.settings[RULES])
        scored = score_pairs(engine, both, by, settings, prior=known.prior, rates=rates)
        pairs = Pairs.of(scored, known.model)
        place = place_in(both["part_key"], table["part_key"])
        left, right = place[pairs.left], place[pairs.right]
        met = order[np.concatenate([pairs.left[left < 0], pairs.right[right < 0]])] - probes.num_rows
        self.outside = np.unique(known.party[rows[met]])
        inside = np.flatnonzero((left >= 0) & (right >= 0))
        return _upward(pairs.at(inside), left[inside], right[inside])

    def _scored(self, table: pa.Table, pairs: Pairs) -> Scored:
        known = self.known
        rates = bearer_rates(table)
        rates = {name: self.rates.get(name, known.rates.get(name, rate)) for name, rate in rates.items()}
        names = list(known.model.levels)
        return Scored(
            known.model,
            known.prior,
            table,
            pairs.left,
            pairs.right,
            {name: pairs.level[:, place] for place, name in enumerate(names)},
            {name: pairs.weight[:, place] for place, name in enumerate(names)},
            rates,
        )


def _probing(table: pa.Table, *, probe: bool) -> pa.Table:
    return table.append_column("probe", pa.array([probe] * table.num_rows, pa.bool_()))


def _upward(pairs: Pairs, left: Ints, right: Ints) -> Pairs:
    return pairs.numbered(np.minimum(left, right), np.maximum(left, right))

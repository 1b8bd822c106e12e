"""Who the parties of a build are and by what they hang together, so that a changed record finds whom it touches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from keerpunt.resolve.columns import Column, flat, joined, place_in, texts
from keerpunt.resolve.linking_keys import (
    TOUCHING,
    Keys,
    hashed,
    home_keys,
    name_keys,
    party_keys,
)  # fmt: skip
from keerpunt.resolve.lookup import Hashes, Lookup, TwoWay
from keerpunt.resolve.numbers import Bools, Ints, components
from keerpunt.resolve.people import Everybody

if TYPE_CHECKING:
    from keerpunt.engine import Engine


@dataclass(slots=True)
class Seen:
    """What a run saw of its parties, by their numbers in it.

    `label`: component by values, ties of a model, judgements and customers. `touch`: keys by kind of `linking_key.sql`.
    """

    keys: Column
    record: Column
    owner: Ints
    label: Ints
    touch: dict[str, Keys]
    names: Keys
    homes: Keys

    @classmethod
    def of(cls, engine: Engine, found: Everybody) -> Seen:
        """Read it off a run, whose tables are still registered."""
        folk = found.folk
        members = engine.query("SELECT record_key, party_key FROM member ORDER BY record_key")
        record, owner = flat(members["record_key"]), place_in(members["party_key"], folk.keys)
        touch = party_keys(engine, folk)
        left, right = _ties(engine, record, owner, touch["customer"])
        numbers = np.arange(folk.size)
        label = components(folk.size, np.concatenate([numbers, left]), np.concatenate([found.quiet.label, right]))
        homes = home_keys(engine, folk)
        return cls(folk.keys, record, owner, label, touch, name_keys(engine, found.parts), homes)


def record_of(key: str) -> str:
    """Return the key of the record of which a party is the whole or one of two holders."""
    return key.removesuffix("#1").removesuffix("#2")


def party_of_rows(attributes: pa.Table, keys: Column) -> Ints:
    """Return the party of each row of attributes, by its place among the keys of parties."""
    return place_in(pa.array([record_of(key) for key in texts(attributes["part_key"])], pa.string()), keys)


def _ties(engine: Engine, record: Column, owner: Ints, customers: Keys) -> tuple[Ints, Ints]:
    """Return pairs of parties that one judgement names, and of those that are one customer."""
    said = engine.query(
        "SELECT row_number() OVER () AS row_no, unnest(list_concat(left_keys, right_keys)) AS key FROM judgement"
    )
    keys = [record_of(key) for key in said["key"].to_pylist() if key is not None]
    row = [row for row, key in zip(*said.to_pydict().values(), strict=True) if key is not None]
    at = place_in(pa.array(keys, pa.string()), record)
    known = np.flatnonzero(at >= 0)
    group = np.concatenate([np.array(row, dtype=np.int64)[known], _grouped(customers[0]) + len(said) + 1])
    party = np.concatenate([owner[at[known]], customers[1]])
    order = np.argsort(group, kind="stable")
    group, party = group[order], party[order]
    next_to = np.flatnonzero(group[1:] == group[:-1])
    return party[next_to], party[next_to + 1]


def _grouped(hashes: Hashes) -> Ints:
    return np.unique(hashes, return_inverse=True)[1].astype(np.int64) if len(hashes) else np.zeros(0, np.int64)


def record_hashes(engine: Engine, keys: Column) -> Hashes:
    """Return the hashes of keys of records as `row_key.sql` makes them."""
    return hashed(engine, joined("record|", keys))


class Population:
    """All parties of the last build; a number is never given twice."""

    def __init__(self, *, label: Ints, record: Keys, touch: dict[str, Keys], names: Keys, homes: Keys) -> None:
        size = len(label)
        self.alive: Bools = np.ones(size, dtype=np.bool_)
        self.labels = label
        self._next_label = int(label.max(initial=-1)) + 1
        self._by_label = Lookup(label.astype(np.uint64), np.arange(size))
        self._record = TwoWay(*record)
        self._touch = {kind: Lookup(*keys) for kind, keys in touch.items()}
        self.names, self.homes = TwoWay(*names), TwoWay(*homes)

    @classmethod
    def build(cls, engine: Engine, seen: Seen) -> Population:
        """Keep whom a full run saw."""
        record = record_hashes(engine, seen.record), seen.owner
        return cls(label=seen.label, record=record, touch=seen.touch, names=seen.names, homes=seen.homes)

    def lookups(self) -> dict[str, Lookup]:
        """Return what parties are found by, by name."""
        ways = {"record": self._record, "names": self.names, "homes": self.homes}
        return self._touch | {name: way.owners for name, way in ways.items()}

    def living(self, parties: Ints) -> Ints:
        """Return those parties that are there."""
        return parties[self.alive[parties]]

    def closed(self, parties: Ints) -> Ints:
        """Return the parties and everybody in their components."""
        return self.living(self._by_label.find(np.unique(self.labels[parties])))

    def holding(self, records: Hashes) -> Ints:
        """Return the parties of records, by their hashes."""
        return self.living(self._record.owners.find(records))

    def records_of(self, parties: Ints) -> Hashes:
        """Return the hashes of the records of parties."""
        return self._record.keys_of(parties)

    def touched_by(self, touch: dict[str, Keys], parties: Ints | None = None) -> Ints:
        """Return whom the holders of such keys may change; `parties`: of these holders only."""
        found = []
        for kind, (hashes, holder) in touch.items():
            asked = hashes if parties is None else hashes[np.isin(holder, parties)]
            found.append(self._touch[TOUCHING[kind]].find(asked))
        return self.living(np.unique(np.concatenate(found)))

    def bearing(self, names: Hashes) -> Ints:
        """Return the parties that bear any of the names."""
        return self.living(self.names.owners.find(names))

    def at_home(self, homes: Hashes) -> Ints:
        """Return the parties at any of the addresses."""
        return self.living(self.homes.owners.find(homes))

    def replace(self, engine: Engine, gone: Ints, seen: Seen, chosen: Ints) -> Ints:
        """Let the chosen parties of a run take the place of those that are gone; returns their numbers."""
        self.alive[gone] = False
        first = len(self.alive)
        number = np.full(len(seen.keys), -1, dtype=np.int64)
        number[chosen] = np.arange(first, first + len(chosen))
        self.alive = np.concatenate([self.alive, np.ones(len(chosen), dtype=np.bool_)])
        label = self._next_label + seen.label[chosen]
        self._next_label += len(seen.keys)
        self.labels = np.concatenate([self.labels, label])
        self._by_label.add(label.tolist(), number[chosen].tolist())
        records = number[seen.owner] >= 0
        self._record.add(record_hashes(engine, seen.record)[records], number[seen.owner][records])
        for kind, keys in seen.touch.items():
            self._touch[kind].add(*(column.tolist() for column in _renumbered(keys, number)))
        self.names.add(*_renumbered(seen.names, number))
        self.homes.add(*_renumbered(seen.homes, number))
        return number[chosen]


def _renumbered(keys: Keys, number: Ints) -> Keys:
    hashes, holder = keys
    kept = number[holder] >= 0
    return hashes[kept], number[holder][kept]

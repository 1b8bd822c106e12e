"""Persons of records across the whole operation, quiet and contested, under one numbering for rules between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from keerpunt.resolve.columns import Column, order_of, place_in, take
from keerpunt.resolve.edges import LEVELS, best_level
from keerpunt.resolve.folk import KINDS, NONE, UNKNOWN, Folk
from keerpunt.resolve.numbers import Bools, Ints
from keerpunt.resolve.parties import Party
from keerpunt.resolve.quiet import Quiet
from keerpunt.resolve.relations import Grouping
from keerpunt.resolve.settings import ResolveSettings
from keerpunt.values.names import Kind


@dataclass(slots=True)
class Parts:
    """Every person of a record, sorted by key; the place is the number.

    `cluster`: number of the identity. `origin`: number of the party in `folk`. `simple`: the columns of `folk` say all
    there is to compare; every other part is an object in `objects`, which holds all contested ones by key.
    """

    folk: Folk
    keys: Column
    cluster: Ints
    origin: Ints
    simple: Bools
    objects: Mapping[str, Party]
    grouping: Grouping

    @classmethod
    def build(cls, folk: Folk, quiet: Quiet, parties: Mapping[str, Party], grouping: Grouping) -> Parts:
        """Number the parts: quiet parties as they are, contested ones as they were taken apart."""
        calm = np.flatnonzero(quiet.quiet)
        others = sorted(parties)
        records = pa.array([parties[key].record for key in others], pa.string())
        at = place_in(records, folk.keys)
        keys = pa.concat_arrays([take(folk.keys, calm), pa.array(others, pa.string())])
        origin = np.concatenate([calm, at])
        cluster = np.concatenate([quiet.label[calm], [folk.size + grouping.of[key] for key in others]]).astype(np.int64)
        whole = np.array([not parties[key].is_part for key in others], dtype=np.bool_)
        simple = np.concatenate([np.ones(len(calm), np.bool_), folk.plain[at] & whole])
        order = np.argsort(origin) if whole.all() else order_of(keys)
        return cls(folk, take(keys, order), cluster[order], origin[order], simple[order], parties, grouping)

    def key(self, number: int) -> str:
        """Return the key of a part."""
        return str(self.keys[number].as_py())

    def party(self, number: int) -> Party:
        """Return a part as an object."""
        found = self.objects.get(self.key(number))
        return self.folk.party(int(self.origin[number])) if found is None else found

    def mates(self, number: int) -> list[Party]:
        """Return every party of the identity a part stands in."""
        if self.key(number) in self.objects:
            return [self.objects[key] for key in self.grouping.mates(self.key(number))]
        return [self.party(int(other)) for other in np.flatnonzero(self.cluster == self.cluster[number])]

    def persons(self) -> Bools:
        """Tell of each part whether its name is of a person."""
        found = np.asarray(self.folk.kind()[self.origin] == KINDS.index(Kind.PERSON), dtype=np.bool_)
        for number in np.flatnonzero(~self.simple).tolist():
            found[number] = self.party(number).kind is Kind.PERSON
        return found

    def name_keys(self) -> tuple[Ints, Ints]:
        """Return (rank of the key, part) for every full name of every part; equal ranks are name twins."""
        ranks, parts, _ = self.ranked_names()
        return ranks, parts

    def ranked_names(self) -> tuple[Ints, Ints, list[str]]:
        """Return rank and part as `name_keys`, and the sorted keys, whose places are the ranks."""
        book = self.folk.book
        name = self.folk.name[self.origin]
        named = np.flatnonzero(self.simple & (name >= 0) & (self.folk.kind()[self.origin] != NONE))
        extra = [
            (one.key, number)
            for number in np.flatnonzero(~self.simple).tolist()
            for one in self.party(number).names
            if one.key
        ]
        distinct = sorted({key for key in book.keys if key} | {key for key, _ in extra})
        rank = {key: place for place, key in enumerate(distinct)}
        ranks = np.array([rank.get(key, -1) for key in book.keys], dtype=np.int64)
        own = ranks[name[named]] if len(named) else np.zeros(0, np.int64)
        keys = np.concatenate([own, [rank[key] for key, _ in extra]]).astype(np.int64)
        parts = np.concatenate([named, [number for _, number in extra]]).astype(np.int64)
        return keys[keys >= 0], parts[keys >= 0], distinct

    def levels(self, left: Ints, right: Ints) -> Ints:
        """Return the place in `LEVELS` of each pair's best level."""
        found = np.full(len(left), UNKNOWN, dtype=np.int64)
        both = self.simple[left] & self.simple[right]
        found[both] = self.folk.levels(self.origin[left[both]], self.origin[right[both]])
        for row in np.flatnonzero(~both).tolist():
            found[row] = LEVELS.index(best_level(self.party(int(left[row])), self.party(int(right[row]))))
        return found


@dataclass(slots=True)
class Spread:
    """Pairs to show of identities that share something: `group` is what they share, `holders` how many do.

    `shown`: how many of them the pairs of the group reach. `crowded`: more than all pairs are shown of.
    """

    group: Ints
    left: Ints
    right: Ints
    holders: Ints
    shown: Ints
    crowded: Bools


def spread_all(group: Ints, part: Ints, cluster: Ints, settings: ResolveSettings) -> Spread:
    """Do for all groups at once what `relations.spread` does for one: one part per identity, the one of least key."""
    order = np.lexsort((part, cluster[part], group))
    group, part = group[order], part[order]
    first = np.r_[True, (group[1:] != group[:-1]) | (cluster[part[1:]] != cluster[part[:-1]])] if len(part) else []
    group, part = group[np.asarray(first, bool)], part[np.asarray(first, bool)]
    order = np.lexsort((part, group))
    group, part = group[order], part[order]
    starts = np.flatnonzero(np.r_[True, group[1:] != group[:-1]]) if len(group) else np.zeros(0, np.int64)
    count = np.diff(np.r_[starts, len(group)])
    place, size = np.arange(len(group)) - np.repeat(starts, count), np.repeat(count, count)
    head = np.repeat(part[starts] if len(starts) else part, count)
    crowd = size > settings.relation_pairs
    star = np.flatnonzero(crowd & (place > 0) & (place <= settings.relation_cap))
    found = [(star, head[star], part[star])]
    for step in range(1, settings.relation_pairs):
        near = np.flatnonzero(~crowd & (place >= step))
        found.append((near, part[near - step], part[near]))
    rows, left, right = (np.concatenate(column) for column in zip(*found, strict=True))
    shown = np.where(crowd, np.minimum(size - 1, settings.relation_cap) + 1, size)
    order = np.lexsort((right, left, group[rows]))
    rows, left, right = rows[order], left[order], right[order]
    return Spread(group[rows], left, right, size[rows], shown[rows], crowd[rows])

"""Which values left a blocking rule of a build, for whoever scores a few rows of it: counted over all its records.

An increment pairs by the values that a full run would pair by. So a change that moves a value over a bound, or back,
asks for a full run, as does one that touches a crowd of records that state the same throughout (`blocking.twins`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from keerpunt.resolve.block_keys import BlockKeys, block_keys, content
from keerpunt.resolve.blocking import Blocks, among_open, cap_of, twins
from keerpunt.resolve.linkage import numbered
from keerpunt.resolve.linking_keys import hashed
from keerpunt.resolve.lookup import Hashes, Lookup
from keerpunt.resolve.models import Model
from keerpunt.resolve.numbers import Bools, Ints
from keerpunt.resolve.settings import ResolveSettings

if TYPE_CHECKING:
    from keerpunt.engine import Engine

Sizes = Mapping[tuple[int, int], int]
"""Number of a rule and of records in a block -> how many such blocks there are."""
_Blocks = tuple[Ints, Ints]


@dataclass(frozen=True, slots=True)
class Crowding:
    """`caps`: rule that leaves values out -> largest block that stays; `left_out`: rule -> hashes of those values.

    `twins`: hashes of the keys of records that are one of a crowd.
    """

    sizes: Sizes
    caps: Mapping[int, int]
    left_out: Mapping[int, Hashes]
    twins: Hashes

    @property
    def values(self) -> Hashes:
        """Hashes of all values that left a rule."""
        return np.concatenate(
            [np.zeros(0, dtype=np.uint64), *(self.left_out[number] for number in sorted(self.left_out))]
        )

    def pairs_by(self, keys: BlockKeys, table: pa.Table, rules: Sequence[Any]) -> Blocks:
        """Return some rows and the rules to pair them by; a pair has a row for which the column `probe` is true.

        `keys`: those of the rows.
        """
        table, found = numbered(table), []
        for number, stated in enumerate(rules):
            rule = stated if isinstance(stated, str) else stated["blocking_rule"]
            if number in self.left_out:
                closed = keys.row[np.isin(keys.hash, self.left_out[number])]
                table = table.append_column(f"open_{number}", pa.array(~np.isin(np.arange(table.num_rows), closed)))
                rule = among_open(rule, number)
            found.append(f"({rule}) AND (l.probe OR r.probe)")
        return Blocks(table, found, {})


@dataclass(frozen=True, slots=True)
class Counted:
    """Keys of rows by which they are found, and what left a rule; `same`: hash of all that a row states."""

    crowding: Crowding
    keys: BlockKeys
    same: Hashes


def count_blocks(engine: Engine, table: pa.Table, model: Model, settings: ResolveSettings) -> Counted:
    """Count over all attributes of an operation, as `blocking.blocks` does."""
    first = twins(table, settings.oversize)
    alone = first == np.arange(len(first))
    crowd = np.isin(first, first[~alone])
    # What hangs on the first of its crowd is found by no value.
    keys = block_keys(engine, table, model).of_rows(alone)
    hashes, place, count = np.unique(keys.hash, return_index=True, return_counts=True)
    rule = keys.rule[place]
    sizes = _changed({}, more=(rule, count))
    caps = caps_of(sizes, table.num_rows, settings)
    left_out = {number: hashes[(rule == number) & (count > cap)] for number, cap in caps.items()}
    crowds = np.sort(hashed(engine, table["part_key"].filter(pa.array(crowd))))
    return Counted(Crowding(sizes, caps, left_out, crowds), keys, content(engine, table))


@dataclass(frozen=True, slots=True)
class Exchange:
    """Rows of attributes that take the place of others; `blocks` and `same`: lookups of the rows that are there."""

    gone: pa.Table
    added: pa.Table
    blocks: Lookup
    same: Lookup
    alive: Bools

    def crowding(
        self, engine: Engine, known: Crowding, model: Model, *, size: int, settings: ResolveSettings
    ) -> Crowding | None:
        """Return what is left out afterwards, None where that is not what was left out; `size`: records afterwards."""
        if np.isin(hashed(engine, self.gone["part_key"]), known.twins).any() or self._crowd(engine, settings):
            return None
        less, more = (block_keys(engine, rows, model) for rows in (self.gone, self.added))
        hashes, place = np.unique(np.concatenate([less.hash, more.hash]), return_index=True)
        rule = np.concatenate([less.rule, more.rule])[place]
        before = self.blocks.count(hashes, self.alive)
        after = before + _times(more.hash, hashes) - _times(less.hash, hashes)
        untouched = _changed(known.sizes, less=(rule, before))
        sizes = _changed(untouched, more=(rule, after))
        caps = caps_of(sizes, size, settings)
        cap = np.array([caps.get(number, size + size) for number in rule.tolist()], dtype=np.int64)
        if (np.isin(hashes, known.values) != (after > cap)).any():
            return None
        for number, n in untouched:
            if (n > known.caps.get(number, n)) != (n > caps.get(number, n)):
                return None
        return replace(known, sizes=sizes, caps=caps)

    def _crowd(self, engine: Engine, settings: ResolveSettings) -> bool:
        """Tell whether an added row states the same as a crowd of others."""
        come, go = content(engine, self.added), content(engine, self.gone)
        hashes = np.unique(come)
        after = self.same.count(hashes, self.alive) + _times(come, hashes) - _times(go, hashes)
        return bool((after > settings.oversize).any())


def _times(found: Hashes, hashes: Hashes) -> Ints:
    """Return how often each of sorted hashes is found."""
    if not len(hashes):
        return np.zeros(0, dtype=np.int64)
    kept = found[np.isin(found, hashes)]
    return np.bincount(np.searchsorted(hashes, kept), minlength=len(hashes)).astype(np.int64)


def _changed(sizes: Sizes, *, less: _Blocks | None = None, more: _Blocks | None = None) -> Sizes:
    found = Counter(dict(sizes))
    if less is not None:
        found.subtract(zip(*(column.tolist() for column in less), strict=True))
    if more is not None:
        found.update(zip(*(column.tolist() for column in more), strict=True))
    return {one: count for one, count in sorted(found.items()) if count > 0 and one[1] > 0}


def caps_of(sizes: Sizes, size: int, settings: ResolveSettings) -> dict[int, int]:
    """Return the largest block that stays in each rule that leaves any out."""
    found = {}
    for number in sorted({number for number, _ in sizes}):
        own = [(n, blocks) for (rule, n), blocks in sizes.items() if rule == number]
        n, blocks = np.array(own, dtype=np.int64).T
        cap = cap_of(n, blocks, size, settings)
        if cap is not None:
            found[number] = cap
    return found

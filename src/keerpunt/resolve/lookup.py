"""Finds by a number, usually the hash of a key, what holds it: sorted arrays, and what came since beside them."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from keerpunt.resolve.numbers import Bools, Ints

Hashes = npt.NDArray[np.uint64]


class Lookup:
    """Keys to owners, both numbers; an owner may hold many keys and a key have many owners.

    Two keys of one hash look alike, so that what is found may be too much, never too little.
    """

    def __init__(self, keys: Hashes, owners: Ints) -> None:
        order = np.argsort(keys, kind="stable")
        self.keys, self.owners = keys[order], owners[order].astype(np.int32)
        self._added: dict[int, list[int]] = {}

    def find(self, keys: Hashes | Ints) -> Ints:
        """Return the owners of any of the keys, each once, sorted."""
        asked = np.unique(np.asarray(keys, dtype=np.uint64))
        begin, end = np.searchsorted(self.keys, asked, "left"), np.searchsorted(self.keys, asked, "right")
        count = end - begin
        place = np.repeat(begin - np.r_[0, np.cumsum(count)[:-1]], count) + np.arange(count.sum())
        later = [owner for key in asked.tolist() for owner in self._added.get(key, ())] if self._added else []
        return np.unique(np.concatenate([self.owners[place].astype(np.int64), np.array(later, dtype=np.int64)]))

    def count(self, keys: Hashes, chosen: Bools) -> Ints:
        """Return how many entries of each key have an owner that is chosen; `chosen`: by the number of the owner."""
        begin, end = np.searchsorted(self.keys, keys, "left"), np.searchsorted(self.keys, keys, "right")
        size = end - begin
        place = np.repeat(begin - np.r_[0, np.cumsum(size)[:-1]], size) + np.arange(size.sum())
        held = np.repeat(np.arange(len(keys)), size)[chosen[self.owners[place]]]
        found = np.bincount(held, minlength=len(keys)).astype(np.int64)
        if self._added:
            later = [sum(1 for owner in self._added.get(key, ()) if chosen[owner]) for key in keys.tolist()]
            found += np.array(later, dtype=np.int64)
        return found

    def add(self, keys: Iterable[int], owners: Iterable[int]) -> None:
        """Add pairs of a key and an owner."""
        for key, owner in zip(keys, owners, strict=True):
            self._added.setdefault(key, []).append(owner)

    def pairs(self) -> tuple[Hashes, Ints]:
        """Return every key and its owner."""
        later = [(key, owner) for key, owners in self._added.items() for owner in owners]
        return (
            np.concatenate([self.keys, np.array([key for key, _ in later], dtype=np.uint64)]),
            np.concatenate([self.owners.astype(np.int64), np.array([owner for _, owner in later], dtype=np.int64)]),
        )


class TwoWay:
    """Keys of owners, found from either side."""

    def __init__(self, keys: Hashes, owners: Ints) -> None:
        self.owners = Lookup(keys, owners)
        order = np.argsort(owners, kind="stable")
        self._keys, self._by = keys[order], owners[order].astype(np.int32)
        self._added: dict[int, list[int]] = {}

    def keys_of(self, owners: Ints) -> Hashes:
        """Return the keys of any of the owners, each once."""
        begin, end = np.searchsorted(self._by, owners, "left"), np.searchsorted(self._by, owners, "right")
        count = end - begin
        place = np.repeat(begin - np.r_[0, np.cumsum(count)[:-1]], count) + np.arange(count.sum())
        later = [key for owner in owners.tolist() for key in self._added.get(owner, ())] if self._added else []
        return np.unique(np.concatenate([self._keys[place], np.array(later, dtype=np.uint64)]))

    def add(self, keys: Hashes, owners: Ints) -> None:
        """Add pairs of a key and an owner."""
        found = list(zip(keys.tolist(), owners.tolist(), strict=True))
        self.owners.add((key for key, _ in found), (owner for _, owner in found))
        for key, owner in found:
            self._added.setdefault(owner, []).append(key)

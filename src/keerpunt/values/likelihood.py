"""How good likelihood ratios are: the cost Cllr, its part that no other scale would mend, and the best monotone scale.

Cllr is the mean cost in bits of log-likelihood ratios where truth is known; 1 is what saying nothing costs. Cllr_min is
what is left after the best monotone map of the same values (pool adjacent violators). Source: N. Brümmer and J. du
Preez, Application-independent evaluation of speaker detection, Computer Speech and Language 20 (2006).
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Block:
    """Values from `first` to `last` that share one value after pooling: `share` of them true."""

    first: float
    last: float
    n: int
    n_true: int

    @property
    def share(self) -> float:
        """Return the share of true ones."""
        return self.n_true / self.n


def cllr(true: Sequence[float], false: Sequence[float]) -> float:
    """Return the cost of log10 likelihood ratios of true and of false claims, each side weighing one half.

    Raises:
        ValueError: one side is empty.
    """
    if not true or not false:
        raise ValueError("needs true and false claims")
    lost = sum(_bits(-value) for value in true) / len(true)
    given = sum(_bits(value) for value in false) / len(false)
    return (lost + given) / 2


def _bits(value: float) -> float:
    """Return log2(1 + 10**value) without overflow."""
    if value > 300:
        return value * math.log2(10)
    return math.log2(1 + 10**value)


def pooled(true: Sequence[float], false: Sequence[float]) -> list[Block]:
    """Return the values in ascending blocks whose share of true ones never falls (pool adjacent violators)."""
    counts: dict[float, list[int]] = {}
    for values, is_true in ((true, 1), (false, 0)):
        for value in values:
            held = counts.setdefault(value, [0, 0])
            held[0] += 1
            held[1] += is_true
    return pool((value, n, n_true) for value, (n, n_true) in counts.items())


def pool(counts: Iterable[tuple[float, int, int]]) -> list[Block]:
    """Pool adjacent violators over (value, how many, how many of them true), each value once, in any order.

    Source: M. Ayer et al., An empirical distribution function for sampling with incomplete information (1955).
    """
    blocks: list[Block] = []
    for value, n, n_true in sorted(counts):
        block = Block(value, value, n, n_true)
        while blocks and blocks[-1].n_true * block.n >= block.n_true * blocks[-1].n:
            before = blocks.pop()
            block = Block(before.first, block.last, before.n + block.n, before.n_true + block.n_true)
        blocks.append(block)
    return blocks


def cllr_min(true: Sequence[float], false: Sequence[float]) -> float:
    """Return the cost that is left on the best monotone scale.

    Raises:
        ValueError: one side is empty.
    """
    if not true or not false:
        raise ValueError("needs true and false claims")
    lost = given = 0.0
    for block in pooled(true, false):
        n_false = block.n - block.n_true
        # A block of one side only costs nothing: its ratio is zero or infinite, and right.
        if block.n_true and n_false:
            ratio = block.n_true * len(false) / (n_false * len(true))
            lost += block.n_true * math.log2(1 + 1 / ratio)
            given += n_false * math.log2(1 + ratio)
    return (lost / len(true) + given / len(false)) / 2


def wilson(k: int, n: int, z: float = 1.959964) -> tuple[float, float]:
    """Return the Wilson 95 % interval of a share of k in n; of nothing it is everything."""
    if n == 0:
        return 0.0, 1.0
    share = k / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True, slots=True)
class Scale:
    """A monotone map from a value to log10 of a likelihood ratio, flat within each block it was fitted on."""

    starts: tuple[float, ...]
    ratios: tuple[float, ...]

    def at(self, value: float) -> float:
        """Return the log10 likelihood ratio of a value; below the first block that of the first."""
        return self.ratios[max(0, bisect_right(self.starts, value) - 1)]


def fitted(true: Sequence[float], false: Sequence[float]) -> Scale:
    """Fit a scale to claims whose truth is known (isotonic; half a claim of each kind is added to every block).

    The added halves keep a block of one side alone from being called certain: it is as sure as its size allows.

    Raises:
        ValueError: one side is empty.
    """
    if not true or not false:
        raise ValueError("needs true and false claims")
    prior = math.log10((len(true) + 1) / (len(false) + 1))
    starts, ratios = [], []
    highest = -math.inf
    for block in pooled(true, false):
        highest = max(highest, math.log10((block.n_true + 0.5) / (block.n - block.n_true + 0.5)) - prior)
        starts.append(block.first)
        ratios.append(highest)
    return Scale(tuple(starts), tuple(ratios))

"""Chance with a seed: one stream per topic, so that a new topic shifts no other."""

from __future__ import annotations

import datetime as dt
import random
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

BASE62 = string.ascii_letters + string.digits


@dataclass(frozen=True, slots=True)
class Chance:
    """The source of all randomness of one operation; it holds no state itself."""

    seed: int

    def stream(self, *topic: str | int) -> random.Random:
        """Return a fresh stream for a topic, such as ("person", 17); equal seed and topic give equal draws."""
        return random.Random("/".join(map(str, (self.seed, *topic))))


def weighted(rng: random.Random, weights: Mapping[str, int]) -> str:
    """Draw a key with its weight."""
    return rng.choices(list(weights), weights=list(weights.values()))[0]


def token(rng: random.Random, length: int, alphabet: str = BASE62) -> str:
    """Draw `length` characters."""
    return "".join(rng.choices(alphabet, k=length))


def chance_of(rng: random.Random, percent: int) -> bool:
    """Return True in `percent` of 100 draws."""
    return rng.randrange(100) < percent


def seconds(rng: random.Random, low: int, high: int) -> dt.timedelta:
    """Draw a duration between `low` and `high` seconds, both included."""
    return dt.timedelta(seconds=rng.randint(low, high))


def days_before(rng: random.Random, day: dt.date, low: int, high: int) -> dt.date:
    """Draw a day that lies `low` to `high` days before `day`."""
    return day - dt.timedelta(days=rng.randint(low, high))


def apportion(weights: Sequence[int], total: int) -> list[int]:
    """Share `total` in proportion to `weights` by largest remainder; ties go to the earlier entry."""
    whole = sum(weights)
    counts = [weight * total // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(weights[i] * total % whole), i))
    for i in by_remainder[: total - sum(counts)]:
        counts[i] += 1
    return counts

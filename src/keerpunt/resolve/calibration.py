"""From a weight to how often such pairs were one person: isotonic rates, lower bounds, bands (RESOLUTION.md section 7).

Rates rise with the weight by pooling adjacent violators. The bound is Wilson's lower 95 % bound (Wilson 1927, Probable
inference) over all pairs at or above a weight, made monotone. A band needs its number: 381 flawless pairs for `strong`.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from keerpunt.values.likelihood import pool, wilson

STEP = 0.5
"""Width of a step of the table in bits."""
BANDS = (("very_strong", 0.999), ("strong", 0.99), ("moderate", 0.9), ("weak", 0.5))
AGAINST = "against"


@dataclass(frozen=True, slots=True)
class Step:
    """Pairs from `weight` bits on: how many in this step, how many of them one person, calibrated rate, lower bound.

    `above` and `above_one` count all pairs at or above the weight; `lower` is the bound over them.
    """

    weight: float
    n: int
    one: int
    rate: float
    lower: float
    above: int
    above_one: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """The calibration of one model: `basis` is `reviewed` or `generated`, `steps` rise by weight."""

    basis: str
    date: str
    n: int
    steps: tuple[Step, ...]

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Calibration:
        """Read the stored form."""
        return cls(stored["basis"], stored["date"], stored["n"], tuple(Step(**step) for step in stored["steps"]))

    def step(self, weight: float) -> Step | None:
        """Return the step of a weight, None below the lowest."""
        place = bisect_right([step.weight for step in self.steps], weight)
        return self.steps[place - 1] if place else None

    def rate(self, weight: float) -> float:
        """Return the share of such pairs that are one person."""
        found = self.step(weight)
        return found.rate if found is not None else 0.0

    def explain(self, weight: float) -> dict[str, Any]:
        """Return what an explanation shows: band, basis, and of how many pairs how many were one person."""
        found = self.step(weight)
        return {
            "band": band(min(found.lower, found.rate) if found is not None else 0.0),
            "basis": self.basis,
            "n": found.above if found is not None else 0,
            "one_person": found.above_one if found is not None else 0,
        }

    def floor(self, least: float) -> float:
        """Return the lowest weight whose rate and lower bound reach `least`; infinite where none does.

        The bound alone would not do: it is over all pairs at or above, of which the sure ones are the most.
        """
        return min((step.weight for step in self.steps if min(step.lower, step.rate) >= least), default=math.inf)


def band(lower: float) -> str:
    """Return the word for a lower bound."""
    return next((name for name, least in BANDS if lower >= least), AGAINST)


def fit(pairs: Iterable[tuple[float, bool]], basis: str, date: str) -> Calibration:
    """Fit the calibration of weights from pairs of (weight, whether they are one person)."""
    counts: dict[float, list[int]] = {}
    for weight, one in pairs:
        found = counts.setdefault(math.floor(weight / STEP) * STEP, [0, 0])
        found[0] += 1
        found[1] += int(one)
    weights = sorted(counts)
    blocks = pool((weight, counts[weight][0], counts[weight][1]) for weight in weights)
    rates = [block.share for weight in weights for block in blocks if block.first <= weight <= block.last]
    above = above_one = 0
    steps: list[Step] = []
    for weight, rate in zip(reversed(weights), reversed(rates), strict=True):
        n, hits = counts[weight]
        above, above_one = above + n, above_one + hits
        steps.append(Step(weight, n, hits, round(rate, 6), round(wilson(above_one, above)[0], 6), above, above_one))
    return Calibration(basis, date, above, tuple(_monotone(steps)))


def _monotone(falling: Sequence[Step]) -> list[Step]:
    """Return the steps by rising weight, each with the best bound of any step at or below it."""
    best = 0.0
    found: list[Step] = []
    for step in reversed(falling):
        best = max(best, step.lower)
        found.append(Step(step.weight, step.n, step.one, step.rate, best, step.above, step.above_one))
    return found


def calibration_error(calibration: Calibration, pairs: Iterable[tuple[float, bool]], bins: int = 10) -> float:
    """Return the expected calibration error over equal bins of the calibrated rate (Naeini et al. 2015)."""
    found: dict[int, list[float]] = {}
    for weight, one in pairs:
        rate = calibration.rate(weight)
        cell = found.setdefault(min(int(rate * bins), bins - 1), [0.0, 0.0, 0.0])
        cell[0] += 1
        cell[1] += rate
        cell[2] += one
    total = sum(cell[0] for cell in found.values())
    return sum(abs(cell[1] - cell[2]) for cell in found.values()) / total if total else 0.0

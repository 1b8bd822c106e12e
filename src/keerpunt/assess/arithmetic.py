"""The sums of section 3: families, origins, caps, contradictions. Whole thousandths of log10, so that engines agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from keerpunt.assess.catalogue import BY_CODE
from keerpunt.assess.policy import Caps
from keerpunt.assess.scales import Interval
from keerpunt.model.words import RIVALS, original_origin

GRADE_STEPS = (
    (301, "none"), (1000, "weak"), (2000, "moderate"), (3000, "moderately_strong"), (4000, "strong"),
    (6000, "very_strong"),
)  # fmt: skip
HIGHEST_UNCALIBRATED = "strong"
"""No published error rates stand behind the weights, so no word above this one is used before calibration."""


@dataclass(frozen=True, slots=True)
class Weight:
    """One indicator row that says something: `low` and `high` in thousandths of log10 against one rival.

    `origins`: of all records it rests on. `independent`: of `origin`. `closed`: a human answered the contradiction.
    """

    code: str
    rival: str
    low: int
    high: int
    origin: str
    origins: tuple[str, ...]
    independent: bool
    contradicts: bool
    closed: bool = False

    @property
    def open_contradiction(self) -> bool:
        """Whether it speaks against the lead and nobody has answered it."""
        return self.contradicts and not self.closed


def sums(weights: Iterable[Weight], caps: Caps) -> dict[str, Interval]:
    """Return rival -> (low, high) for all rivals; a rival about which nothing speaks stands at (0, 0)."""
    rows = list(weights)
    return {rival: _against([row for row in rows if row.rival == rival], caps) for rival in RIVALS}


def _against(rows: list[Weight], caps: Caps) -> Interval:
    low, high = _support([row for row in rows if not row.contradicts], caps)
    for row in rows:
        if row.open_contradiction:
            low += row.low
            high += row.high
    return low, high


def _support(rows: list[Weight], caps: Caps) -> Interval:
    """Add up support: the best of each family and origin, under the caps of an origin and of the rival.

    Rows of one original origin count once however they arrived: a copy that is not independent adds nothing to a
    family that the origin itself already speaks for.
    """
    best: dict[tuple[str, str, bool], Interval] = {}
    for row in rows:
        key = (BY_CODE[row.code].family, original_origin(row.origin), row.independent)
        low, high = best.get(key, (0, 0))
        best[key] = (max(low, row.low), max(high, row.high))
    by_origin: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    dependent = [0, 0]
    for (family, origin, independent), (low, high) in best.items():
        if not independent and (family, origin, True) in best:
            continue
        held = by_origin[origin] if independent else dependent
        held[0] += low
        held[1] += high
    low = min(dependent[0], caps.dependent_low) + sum(min(each[0], caps.origin_low) for each in by_origin.values())
    high = min(dependent[1], caps.dependent_high) + sum(min(each[1], caps.origin_high) for each in by_origin.values())
    return min(low, caps.rival_low), min(high, caps.rival_high)


def support(by_rival: Mapping[str, Interval]) -> Interval:
    """Return the lead's support: the lowest low and the lowest high over the rivals."""
    return min(low for low, _ in by_rival.values()), min(high for _, high in by_rival.values())


def deciding_rival(by_rival: Mapping[str, Interval]) -> str:
    """Return the rival the lead is weakest against; of equals, the one listed first in the method."""
    return min(RIVALS, key=lambda rival: (by_rival[rival][0], by_rival[rival][1], RIVALS.index(rival)))


def grade(low: int, high: int, *, calibrated: bool) -> str:
    """Return the verbal grade (ENFSI 2015) of a support interval, `against_…` where its upper end is below zero."""
    if high <= -301:
        return f"against_{_word(-high, calibrated=calibrated)}"
    return _word(low, calibrated=calibrated)


def _word(value: int, *, calibrated: bool) -> str:
    for bound, word in GRADE_STEPS:
        if value < bound and (calibrated or word != "very_strong"):
            return word
    return "extremely_strong" if calibrated else HIGHEST_UNCALIBRATED

"""Fitted scales: from what the weights come to against a rival to how often such leads were right (section 11).

A scale is the user's own, written by `keerpunt calibrate` into a policy; none ships. It speaks about leads like those
it was fitted to. It changes `support_low`, `support_high` and the grade, and nothing else: the gate and the states of
the rivals are of the raw weights, so no scale can open a gate that they keep shut.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from keerpunt.model.words import RIVALS
from keerpunt.values.likelihood import Scale

NOT_EXAMINED = "not_examined"

Interval = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Scales:
    """The two scales of one rival, thousandths of log10: for the low ends of the sums and for the high ends."""

    low: Scale
    high: Scale

    def of(self, interval: Interval) -> Interval:
        """Return an interval on the scales; its upper end is never below its lower one.

        Both ends never fall where the raw ones rise, and the lower one looks at the raw lower end alone: a
        contradiction raises neither, and a wider interval raises no lower end.
        """
        low = _on(self.low, interval[0])
        return low, max(low, _on(self.high, interval[1]))


def _on(scale: Scale, value: int) -> int:
    """Return a value on a scale; below its first step, where nothing was seen, never more than the raw sum."""
    found = int(scale.at(value))
    return found if value >= scale.starts[0] else min(found, value)


@dataclass(frozen=True, slots=True)
class Calibration:
    """What a policy says of its scales. `basis`: `generated` or `adjudicated`; `n`: leads they were fitted to.

    `date`: the last day of what they were fitted to. `maps`: rival -> scales; a rival without them keeps its raw sums.
    """

    basis: str
    date: str
    n: int
    maps: Mapping[str, Scales]

    @property
    def whole(self) -> bool:
        """Whether every rival has scales: only then is a grade above `strong` no uncalibrated judgement."""
        return all(rival in self.maps for rival in RIVALS)


def examined_rivals(states: Mapping[str, str]) -> frozenset[str]:
    """Return the rivals that were examined, or that the findings tell apart anyhow, by the states of a lead."""
    return frozenset(rival for rival in RIVALS if states[rival] != NOT_EXAMINED)


def on_scales(
    by_rival: Mapping[str, Interval], states: Mapping[str, str], calibration: Calibration | None
) -> dict[str, Interval]:
    """Return the sums per rival on the scales of a calibration, as they were where there is none.

    `states`: of the lead's hypotheses. A rival that was not examined keeps its raw sums: scales are fitted where
    something was looked at, and what nobody looked at stays nothing.
    """
    maps = calibration.maps if calibration else {}
    examined = examined_rivals(states)
    return {
        rival: maps[rival].of(interval) if rival in maps and rival in examined else interval
        for rival, interval in by_rival.items()
    }

"""Whether two uses of a contact fall into one holder's interval (RESOLUTION.md section 4, validity).

A number or address is handed on. A provider's reply that states from when to when it was the holder's decides; what no
reply bounds stays open and costs weight; a use outside every stated interval is another holder's (`recycled`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

INSIDE, NO_INTERVAL, RECYCLED = "inside", "no_interval", "recycled"
TOLERANCE = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """A stated interval of a holder; an end that is not stated is None. `party` is the holder, `provider` says so."""

    party: str
    provider: str
    start: dt.datetime | None
    end: dt.datetime | None

    def overlaps(self, other: Interval) -> bool:
        """Tell whether both intervals surely share an instant: all four ends stated, and they meet."""
        ends = (self.start, self.end, other.start, other.end)
        if any(end is None for end in ends):
            return False
        return _before(self.start, other.end) and _before(other.start, self.end)


@dataclass(frozen=True, slots=True)
class Use:
    """When a party used or held a value: a span of uses, or stated intervals, or neither (unknown)."""

    first: dt.datetime | None = None
    last: dt.datetime | None = None
    intervals: tuple[Interval, ...] = ()


def _before(left: dt.datetime | None, right: dt.datetime | None) -> bool:
    return left is not None and right is not None and left <= right


def standing(use: Use, interval: Interval) -> str:
    """Return how a use stands to a stated interval: `i` inside, `o` outside, `u` unknown; one day of tolerance."""
    if interval in use.intervals:
        return "i"
    spans = [(one.start, one.end) for one in use.intervals] or [(use.first, use.last)]
    found = {_span(first, last, interval, part=bool(use.intervals)) for first, last in spans}
    return "i" if "i" in found else "u" if "u" in found else "o"


def _span(first: dt.datetime | None, last: dt.datetime | None, interval: Interval, *, part: bool) -> str:
    """`part`: an interval needs to overlap only, a span of uses must lie inside as a whole."""
    early, late = (last, first) if part else (first, last)
    if interval.start is not None and early is not None and early < interval.start - TOLERANCE:
        return "o"
    if interval.end is not None and late is not None and late > interval.end + TOLERANCE:
        return "o"
    return "u" if None in (first, last, interval.start, interval.end) else "i"


def slot(use: Use, intervals: Sequence[Interval]) -> str:
    """Return how a use stands to every stated interval of a value, one letter each; equal slots behave alike."""
    return "".join(standing(use, interval) for interval in intervals)


def validity(left: str, right: str) -> str:
    """Return what two slots of one value allow: inside, no_interval or recycled; empty slots are no_interval."""
    if not left and not right:
        return NO_INTERVAL
    pairs = list(zip(left, right, strict=True))
    if ("i", "i") in pairs:
        return INSIDE
    return NO_INTERVAL if any("o" not in pair for pair in pairs) else RECYCLED


def overlapping(intervals: Sequence[Interval]) -> bool:
    """Tell whether two providers give one value to two customers at one time."""
    return any(
        a.provider != b.provider and a.party != b.party and a.overlaps(b)
        for index, a in enumerate(intervals)
        for b in intervals[index + 1 :]
    )

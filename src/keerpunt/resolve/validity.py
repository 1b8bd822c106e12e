"""Whether two uses of a contact fall into one holder's interval (RESOLUTION.md section 4, validity).

A number or address is handed on. A provider's reply that states from when to when it was the holder's decides; what no
reply bounds stays open and costs weight; a use outside every stated interval is another holder's (`recycled`).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

INSIDE, NO_INTERVAL, RECYCLED = "inside", "no_interval", "recycled"
TOLERANCE = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """A stated interval of a holder; an end that is not stated is None. `party` is the holder, `provider` says so."""

    party: str
    provider: str
    start: dt.datetime | None
    end: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Use:
    """When a party used or held a value: a span of uses, or stated intervals, or neither (unknown)."""

    first: dt.datetime | None = None
    last: dt.datetime | None = None
    intervals: tuple[Interval, ...] = ()


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


def overlapping(intervals: Iterable[Interval]) -> bool:
    """Tell whether two providers give one value to two customers at one time: all four ends stated, and they meet.

    One sweep over the starts counts what stands by provider and by party, so that many intervals do not meet in pairs.
    """
    stated = [(one.start, one.end, one) for one in intervals if one.start is not None and one.end is not None]
    going = sorted(stated, key=lambda row: row[1])
    standing: Counter[tuple[str, str]] = Counter()
    gone = 0
    for start, _, one in sorted(stated, key=lambda row: row[0]):
        while going[gone][1] < start:
            _count(standing, going[gone][2], -1)
            gone += 1
        others = standing["", ""] - standing[one.provider, ""] - standing["", one.party]
        if others + standing[one.provider, one.party] > 0:
            return True
        _count(standing, one, 1)
    return False


def _count(standing: Counter[tuple[str, str]], one: Interval, by: int) -> None:
    for key in product((one.provider, ""), (one.party, "")):
        standing[key] += by

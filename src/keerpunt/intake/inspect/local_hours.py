"""Local times in hours that a zone skips or repeats: the one trace that a column without offset has of its zone."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from keerpunt.intake.inspect.statement import Statement, assessment, counted, fact
from keerpunt.values.instant import zone

USUAL = ("Europe/London", "Europe/Amsterdam", "Europe/Helsinki", "America/New_York", "America/Los_Angeles")
"""Zones that stand for the hours at which Europe and North America change their clocks."""

_LAST_HOUR = 4
_CHANGES = frozenset((3, 4, 10, 11))
"""Months in which these zones change their clocks; other zones are looked at in every month."""

MAX_WAITING = 20_000


class LocalHours:
    """Counts local times, per candidate zone, in hours that the zone skips (a sign against it) or has twice."""

    def __init__(self, declared: Sequence[str] = ()) -> None:
        self._declared = frozenset(declared)
        self._zones: dict[str, ZoneInfo] = {name: zone(name) for name in dict.fromkeys((*declared, *USUAL))}
        self.skipped: Counter[str] = Counter()
        self.doubled: Counter[str] = Counter()
        self._waiting: Counter[tuple[str, int]] = Counter()

    def add(self, local: dt.datetime, count: int = 1) -> None:
        """Look at one local time, `count` times."""
        if not self._declared and (local.hour > _LAST_HOUR or local.month not in _CHANGES):
            return
        for name, there in self._zones.items():
            first = local.replace(tzinfo=there)
            before, after = first.utcoffset(), first.replace(fold=1).utcoffset()
            if before is None or after is None or before == after:
                continue
            (self.skipped if before < after else self.doubled)[name] += count

    def wait(self, day: str, hour: int) -> None:
        """Keep the hour of a day whose order of parts is not known yet; at most `MAX_WAITING` different ones."""
        if hour <= _LAST_HOUR and ((day, hour) in self._waiting or len(self._waiting) < MAX_WAITING):
            self._waiting[day, hour] += 1

    def waiting(self) -> Iterator[tuple[str, int, int]]:
        """Yield day, hour and count of what waited, and forget it."""
        held, self._waiting = self._waiting, Counter()
        for (day, hour), count in held.items():
            yield day, hour, count

    def told(self) -> tuple[Statement, ...]:
        """Return what the hours say, if anything: a skipped hour speaks against a zone, none speaks for one."""
        said = [
            assessment(
                "zone_against",
                f"the times are hardly local times of {name}"
                + (", although it is declared" if name in self._declared else ""),
                f"{counted(self.skipped[name], 'time lies', 'times lie')} in hours that this zone skips",
            )
            for name in self._zones
            if self.skipped[name]
        ]
        if said:
            return tuple(said)
        doubled = [f"{self.doubled[name]:,} in {name}" for name in self._zones if self.doubled[name]]
        if not doubled:
            return ()
        text = f"times lie in hours that a zone has twice: {', '.join(doubled)}"
        return (fact("zone_hours", text, "none lies in an hour that one of them skips; this proves no zone"),)

"""Times of a log: quick whole seconds for every line, to notice silence, and instants for the lines that matter."""

from __future__ import annotations

import datetime as dt

from keerpunt.errors import UnreadableValue
from keerpunt.values.instant import Instant, from_pattern

_PATTERN = "%d/%b/%Y:%H:%M:%S %z"
_MAX_HOURS = 100_000


class Clock:
    """Turns the time of a line into seconds since 1970, and tells a silence longer than `gap`."""

    def __init__(self, gap: dt.timedelta) -> None:
        self._gap = int(gap.total_seconds())
        self._hours: dict[tuple[str, str, str], int | None] = {}
        self._latest: int | None = None

    def seconds(self, day: str, hour: str, minute: str, second: str, offset: str) -> int | None:
        """Return whole seconds since 1970, None for a day or hour that does not exist."""
        key = (day, hour, offset)
        if key not in self._hours:
            if len(self._hours) > _MAX_HOURS:
                self._hours.clear()
            self._hours[key] = _begin_of_hour(*key)
        begin = self._hours[key]
        return None if begin is None else begin + 60 * int(minute) + int(second)

    def is_gap(self, seconds: int) -> bool:
        """Tell whether nothing was logged for longer than allowed before this instant, the log being in order."""
        latest, self._latest = self._latest, max(seconds, self._latest or seconds)
        return latest is not None and seconds - latest > self._gap


def occurred(day: str, hour: str, minute: str, second: str, offset: str) -> Instant:
    """Return the instant of a line; its own offset is trusted. Raises UnreadableValue('bad_time')."""
    return from_pattern(f"{day}:{hour}:{minute}:{second} {offset}", _PATTERN, None)


def _begin_of_hour(day: str, hour: str, offset: str) -> int | None:
    try:
        return int(occurred(day, hour, "00", "00", offset).utc.timestamp())
    except UnreadableValue:
        return None

"""Times of a log: whole seconds for every line, to notice silence, and instants for the lines that matter."""

from __future__ import annotations

import datetime as dt

from keerpunt.errors import UnreadableValue
from keerpunt.values.instant import Instant, from_pattern

_PATTERN = "%d/%b/%Y:%H:%M:%S %z"
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MAX_HOURS = 100_000
_HOUR = 14
"""Characters of a time up to its hour: `01/May/2024:10`."""


class Clock:
    """Reads the times of a log, remembers first and last, and counts silences longer than `gap`."""

    def __init__(self, gap: dt.timedelta) -> None:
        self._gap = int(gap.total_seconds())
        self._hours: dict[str, tuple[Instant, int] | None] = {}
        self._text = ""
        self._seconds: int | None = None
        self._instant: Instant | None = None
        self.first: int | None = None
        self.last: int | None = None
        self.gaps = 0

    def tick(self, text: str) -> bool:
        """Take the time of a line as `line.HEAD` finds it; False for a day or time that is none."""
        if text == self._text:
            return self._seconds is not None
        self._text, self._instant = text, None
        hour = self._hour(text)
        if hour is None or text[18:20] > "59":
            self._seconds = None
            return False
        self._seconds = seconds = hour[1] + 60 * int(text[15:17]) + int(text[18:20])
        last = self.last
        if last is None:
            self.first = self.last = seconds
        elif seconds > last:
            self.last = seconds
            if seconds - last > self._gap:
                self.gaps += 1
        elif self.first is not None and seconds < self.first:
            self.first = seconds
        return True

    def occurred(self) -> Instant:
        """Return the instant of the line whose time was taken last; its own offset is trusted."""
        if self._instant is None:
            hour = self._hour(self._text)
            if hour is None or self._seconds is None:
                raise UnreadableValue("bad_time")
            begin = hour[0]
            utc = _EPOCH + dt.timedelta(seconds=self._seconds)
            self._instant = Instant(utc, self._text, begin.zone, begin.zone_basis, "second")
        return self._instant

    def _hour(self, text: str) -> tuple[Instant, int] | None:
        """Return the instant at which the hour of a time begins, None where there is no such hour."""
        key = text[:_HOUR] + text[20:]
        if key not in self._hours:
            if len(self._hours) > _MAX_HOURS:
                self._hours.clear()
            try:
                begin = from_pattern(f"{text[:_HOUR]}:00:00{text[20:]}", _PATTERN, None)
                self._hours[key] = begin, (begin.utc - _EPOCH) // dt.timedelta(seconds=1)
            except UnreadableValue:
                self._hours[key] = None
        return self._hours[key]


def iso(seconds: int) -> str:
    """Return seconds since 1970 in ISO 8601, UTC."""
    return (_EPOCH + dt.timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")

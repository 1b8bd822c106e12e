"""How a column writes its times: which format, in which order its days stand, and whether a zone must be declared."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass, field

from keerpunt.errors import SourceRefused, UnreadableValue
from keerpunt.intake.inspect.cells import compact_pattern
from keerpunt.intake.inspect.local_hours import LocalHours
from keerpunt.intake.inspect.statement import Statement, assessment, counted, fact
from keerpunt.intake.inspect.worded_days import pattern_of
from keerpunt.intake.tabular.date_order import ORDERS, Order, decide_order, read_day
from keerpunt.values.instant import ZoneRule, from_iso, from_pattern

MAX_DAYS = 50_000
"""Distinct days in digits that are kept to decide their order: more than a century of them."""

_PARTS = re.compile(r"([0-9]{1,4})([./-])([0-9]{1,2})\2([0-9]{1,4})(?:([ T])([0-9]{1,2}):[0-9]{2}(:[0-9]{2})?)?")
_LETTER = {"d": "%d", "m": "%m"}
_LOCAL = ("iso_local", "digits_day", "worded_day", "compact_day")
_LOCAL_RULE = ZoneRule("UTC", "assumed")


@dataclass(frozen=True, slots=True)
class TimeDecision:
    """How a map reads the column: `format`, empty with `decided` where ISO or the order of the file says it.

    `alternatives` are the formats that the values leave open. `zone`: record (the values or the notation state it),
    declare (local times), day (days alone) or mixed.
    """

    format: str
    decided: bool
    alternatives: tuple[str, ...]
    zone: str
    statements: tuple[Statement, ...]


@dataclass(slots=True)
class TimeEvidence:
    """What the times of one column show; days are kept apart from their times and from everything else."""

    today: dt.date
    hours: LocalHours
    kinds: Counter[str] = field(default_factory=Counter)
    forms: Counter[tuple[str, int, str, str, str]] = field(default_factory=Counter)
    patterns: Counter[str] = field(default_factory=Counter)
    days: set[str] = field(default_factory=set)
    unread: int = 0

    def add(self, text: str, kind: str) -> None:
        """Look at one value of a time kind of `cells.kinds_of`."""
        self.kinds[kind] += 1
        if kind == "iso_local":
            self.hours.add(from_iso(text, _LOCAL_RULE).utc.replace(tzinfo=None))
        elif kind == "digits_day":
            self._digits(text)
        elif kind in ("worded_day", "compact_day"):
            self._patterned(text, pattern_of(text) if kind == "worded_day" else compact_pattern(text))

    def order(self) -> str:
        """Return the order that the days in digits of this column prove, empty where they prove none."""
        try:
            found = decide_order(self.days, self.today)
        except SourceRefused:
            return ""
        return found.name if found is not None else ""

    def decide(self, beside: str = "") -> TimeDecision:
        """Return the decision with its evidence; what the values leave open is never chosen.

        `beside` is the order that the other columns of the file stand in, if it is one and the same, since `run`
        decides it for a file as a whole.
        """
        found = [kind for kind in self.kinds if self.kinds[kind]]
        if set(found) <= {"iso_offset", "iso_local", "iso_day"}:
            return self._iso()
        if found in (["unix"], ["unix_ms"]):
            return self._unix(found[0])
        if found == ["digits_day"]:
            return self._in_digits(beside)
        if found in (["worded_day"], ["compact_day"]) and len(self.patterns) == 1 and not self.unread:
            (pattern,) = self.patterns
            return self._one_pattern(pattern, fact("time_format", f"every value is read by `{pattern}`"))
        why = assessment(
            "time_format",
            "the column writes its times in several ways: a map reads one of them",
            ", ".join(f"{self.kinds[k]:,} {_WORDS[k]}" for k in sorted(found)),
        )
        return TimeDecision("", False, ("iso", "unix"), "mixed", (why,))

    def _digits(self, text: str) -> None:
        match = _PARTS.fullmatch(text)
        if match is None:
            self.unread += 1
            return
        first, mark, second, third, gap, hour, seconds = match.groups()
        time = "" if gap is None else "%H:%M:%S" if seconds else "%H:%M"
        year = len(third) if len(first) < 3 else len(first)
        self.forms[(mark, year, gap or "", time, "ymd" if len(first) > 2 else "")] += 1
        day = f"{first}{mark}{second}{mark}{third}"
        if len(self.days) < MAX_DAYS:
            self.days.add(day)
        if hour is not None:
            self.hours.wait(day, int(hour))

    def _patterned(self, text: str, pattern: str | None) -> None:
        if not pattern:
            self.unread += 1
            return
        self.patterns[pattern] += 1
        if "%z" not in pattern and "%H" in pattern:
            self.hours.add(from_pattern(text, pattern, _LOCAL_RULE).utc.replace(tzinfo=None))

    def _iso(self) -> TimeDecision:
        offsets, local, days = (self.kinds[kind] for kind in ("iso_offset", "iso_local", "iso_day"))
        told = [fact("time_format", "every value is ISO 8601", _split(self.kinds))]
        if local:
            return TimeDecision("iso", True, (), "declare", (*told, _declare(local), *self.hours.told()))
        if offsets:
            told.append(fact("zone", "the zone stands in the record", f"{counted(offsets, 'value')} with an offset"))
        if days:
            told.append(fact("precision", f"{counted(days, 'value')} without a time of day", "precision `day`"))
        return TimeDecision("iso", True, (), "record" if offsets and not days else "day", tuple(told))

    def _unix(self, kind: str) -> TimeDecision:
        unit = "milliseconds" if kind == "unix_ms" else "seconds"
        text = f"{unit} since 1970, which are UTC"
        basis = f"{counted(self.kinds[kind], 'whole number')} between 2000 and 2040 if read so"
        return TimeDecision(kind, True, (), "record", (assessment("time_format", text, basis),))

    def _in_digits(self, beside: str) -> TimeDecision:
        try:
            order = decide_order(self.days, self.today)
        except SourceRefused as refused:
            if beside and self._fits(beside):
                return self._ordered(Order(beside, "other columns of the file prove it for theirs"))
            why = refused.message.partition(";")[0]
            text = "the order of day and month is not known: a human must say"
            basis = f"{why}; {counted(len(self.days), 'distinct day')}"
            both = tuple(p for p in (self._pattern(name) for name in ORDERS[:2]) if p)
            told = (assessment("date_order", text, basis), *self._zone_told("%H" in "".join(both)))
            return TimeDecision("", False, both, "declare", told)
        if order is None:
            return TimeDecision("", False, (), "declare", ())
        return self._ordered(order)

    def _fits(self, order: str) -> bool:
        """Tell whether every day of the column can be read in an order."""
        try:
            return all(read_day(day, order) for day in self.days)
        except UnreadableValue:
            return False

    def _ordered(self, order: Order) -> TimeDecision:
        said = assessment("date_order", f"days stand in the order {order.name}", order.evidence)
        pattern = self._pattern(order.name)
        if not pattern:
            more = fact(
                "time_format", "the values differ in their marks, years or times; `run` reads them by their order"
            )
            return TimeDecision("", True, (), "declare", (said, more, *self._zone_told(timed=True)))
        self._place_hours(order.name)
        return self._one_pattern(pattern, said)

    def _pattern(self, order: str) -> str:
        """Return the pattern that reads every value in an order, empty where they differ too much for one."""
        if len(self.forms) != 1 or self.unread:
            return ""
        ((mark, year, gap, time, first),) = self.forms
        if (first == "ymd") != (order == "ymd"):
            return ""
        letters = {**_LETTER, "y": "%Y" if year == 4 else "%y"}
        return mark.join(letters[part] for part in order) + gap + time

    def _place_hours(self, order: str) -> None:
        """Take up the local hours that waited for the order of their days."""
        for text, hour, count in self.hours.waiting():
            try:
                day = read_day(text, order)
            except UnreadableValue:
                continue
            self.hours.add(dt.datetime.combine(day, dt.time(hour)), count)

    def _one_pattern(self, pattern: str, said: Statement) -> TimeDecision:
        if "%z" in pattern:
            zone = fact("zone", "the zone stands in the record", "an offset in every value")
            return TimeDecision(pattern, True, (), "record", (said, zone))
        timed = "%H" in pattern or "%I" in pattern
        return TimeDecision(pattern, True, (), "declare" if timed else "day", (said, *self._zone_told(timed=timed)))

    def _zone_told(self, timed: bool) -> tuple[Statement, ...]:
        if not timed:
            days = sum(self.kinds[kind] for kind in _LOCAL)
            return (fact("precision", f"{counted(days, 'value')} without a time of day", "precision `day`"),)
        return (_declare(sum(self.kinds[kind] for kind in _LOCAL)), *self.hours.told())


_WORDS = {
    "iso_offset": "ISO with offset", "iso_local": "ISO without offset", "iso_day": "ISO days",
    "digits_day": "days in digits", "compact_day": "days of eight digits", "worded_day": "days with a month in words",
    "unix": "seconds since 1970", "unix_ms": "milliseconds since 1970",
}  # fmt: skip
TIME_KINDS = tuple(_WORDS)
"""Kinds of `cells.kinds_of` that are times."""


def _split(kinds: Counter[str]) -> str:
    return ", ".join(f"{count:,} {_WORDS[kind]}" for kind, count in sorted(kinds.items()) if count)


def _declare(count: int) -> Statement:
    text = "the zone must be declared: `time_zone` of the source or platform, or `zone` in the map"
    return fact("zone", text, f"{counted(count, 'local time')} without offset")

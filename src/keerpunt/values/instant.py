"""Instants: the text as found, the zone rule that was applied, and what it means in UTC (INTAKE.md section 3)."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from keerpunt.errors import UnreadableValue
from keerpunt.values.time_pattern import Parts, compile_pattern

MAX_FRACTION = 6
"""Digits of a second that are stored; further ones stand in the text only."""

_ISO = re.compile(
    r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
    r"(?:[T ](?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,](?P<fraction>[0-9]{1,12}))?)?)?"
    r"[ ]?(?P<offset>Z|[+-][0-9]{2}(?::?[0-9]{2})?)?"
)
_OFFSET = re.compile(r"([+-])([0-9]{2}):?([0-9]{2})?(?::?[0-9]{2})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_UNIX = re.compile(r"-?[0-9]{1,15}")


@dataclass(frozen=True, slots=True)
class ZoneRule:
    """A zone for local times and how it is known: `in_record`, `source_setting` or `assumed`."""

    name: str
    basis: str


class Instant(NamedTuple):
    """An instant with its provenance.

    `precision` is second, minute, day or ambiguous_hour; `nonexistent` marks a local time that the zone skips.
    """

    utc: dt.datetime
    text: str
    zone: str
    zone_basis: str
    precision: str
    nonexistent: bool = False


@lru_cache(maxsize=256)
def zone(name: str) -> ZoneInfo:
    """Return the IANA zone; raises UnreadableValue('bad_time') for an unknown name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UnreadableValue("bad_time") from None


def from_unix(text: str | int, *, milliseconds: bool = False) -> Instant:
    """Read seconds (or milliseconds) since 1970 in UTC, a whole number as text or integer.

    Raises:
        UnreadableValue: `bad_time`, no whole number or beyond the calendar.
    """
    found = str(text).strip()
    if isinstance(text, bool) or not _UNIX.fullmatch(found):
        raise UnreadableValue("bad_time")
    whole = int(found)
    try:
        utc = _EPOCH + (dt.timedelta(milliseconds=whole) if milliseconds else dt.timedelta(seconds=whole))
    except OverflowError:
        raise UnreadableValue("bad_time") from None
    return Instant(utc, found, "UTC", "in_record", "second")


def from_iso(text: str, rule: ZoneRule | None) -> Instant:
    """Read ISO 8601: a day, or a day and a time to the minute or second, with or without offset.

    An offset in the text wins over `rule`. A day alone has precision `day` at 00:00 of its zone.

    Raises:
        UnreadableValue: `bad_time`, another notation, no such day or time, or neither offset nor rule.
    """
    found = text.strip()
    match = _ISO.fullmatch(found)
    if match is None:
        raise UnreadableValue("bad_time")
    year, month, day, hour, minute, second, fraction, offset = match.groups()
    precision = "day" if hour is None else "minute" if second is None else "second"
    micros = int(fraction[:MAX_FRACTION].ljust(MAX_FRACTION, "0")) if fraction else 0
    try:
        local = dt.datetime(  # noqa: DTZ001 (local by nature; the zone rule is applied next)
            int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0), micros
        )
    except ValueError:
        raise UnreadableValue("bad_time") from None
    return _with_offset(local, found, offset, precision) if offset else in_zone(local, found, rule, precision)


def from_pattern(text: str, pattern: str, rule: ZoneRule | None) -> Instant:
    """Read a time by a strptime pattern; `%z` in it wins over `rule`, two-digit years are 2000 + yy.

    Precision follows from the pattern: `day` without hour, `minute` without second.

    Raises:
        UnreadableValue: `bad_time`, the text does not follow the pattern, no such time, or neither offset nor rule.
        ValueError: the pattern itself is no usable pattern (an error of the map, not of the value).
    """
    found = text.strip()
    parts: Parts = compile_pattern(pattern)(found)
    if parts.offset:
        return _with_offset(parts.local, found, parts.offset, parts.precision)
    return in_zone(parts.local, found, rule, parts.precision)


def day_from_iso(text: str) -> dt.date:
    """Read a calendar day, `YYYY-MM-DD`; raises UnreadableValue('bad_time') for anything else."""
    found = text.strip()
    if not _DAY.fullmatch(found):
        raise UnreadableValue("bad_time")
    try:
        return dt.date.fromisoformat(found)
    except ValueError:
        raise UnreadableValue("bad_time") from None


def day_from_pattern(text: str, pattern: str) -> dt.date:
    """Read a calendar day by a strptime pattern; errors as in `from_pattern`."""
    return compile_pattern(pattern)(text.strip()).local.date()


def in_zone(local: dt.datetime, text: str, rule: ZoneRule | None, precision: str) -> Instant:
    """Place a local time in a zone: an hour that occurs twice or never is `ambiguous_hour`, at its first offset.

    Raises:
        UnreadableValue: `bad_time`, no rule, an unknown zone, or beyond the calendar.
    """
    if rule is None:
        raise UnreadableValue("bad_time")
    there = _there(rule.name)
    first = local.replace(tzinfo=there)
    before, after = first.utcoffset(), first.replace(fold=1).utcoffset()
    if before is None or after is None:
        raise UnreadableValue("bad_time")
    try:
        utc = (local - before).replace(tzinfo=dt.UTC)
    except OverflowError:
        raise UnreadableValue("bad_time") from None
    if before == after or precision == "day":
        return Instant(utc, text, rule.name, rule.basis, precision)
    return Instant(utc, text, rule.name, rule.basis, "ambiguous_hour", nonexistent=before < after)


def _there(name: str) -> dt.tzinfo:
    """Return the zone of a rule: an IANA name, or an offset such as `+02:00` that a record states for its times."""
    return dt.timezone(_offset(name)[0]) if _OFFSET.fullmatch(name) else zone(name)


_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def _with_offset(local: dt.datetime, text: str, offset: str, precision: str) -> Instant:
    shift, name = _offset(offset)
    try:
        utc = (local - shift).replace(tzinfo=dt.UTC)
    except OverflowError:
        raise UnreadableValue("bad_time") from None
    return Instant(utc, text, name, "in_record", precision)


@lru_cache(maxsize=1024)
def _offset(text: str) -> tuple[dt.timedelta, str]:
    if text == "Z":
        return dt.timedelta(0), "UTC"
    match = _OFFSET.fullmatch(text)
    if match is None:
        raise UnreadableValue("bad_time")
    sign, hours, minutes = match.groups()
    if int(hours) > 18 or int(minutes or 0) > 59:
        raise UnreadableValue("bad_time")
    shift = dt.timedelta(hours=int(hours), minutes=int(minutes or 0))
    return (-shift if sign == "-" else shift), f"{sign}{hours}:{minutes or '00'}"

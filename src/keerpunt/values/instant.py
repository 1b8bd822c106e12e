"""Instants: the text as found, the zone rule that was applied, and what it means in UTC (INTAKE.md section 3)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from keerpunt.errors import UnreadableValue


@dataclass(frozen=True, slots=True)
class ZoneRule:
    """A zone for local times and how it is known: `source_setting` or `assumed`."""

    name: str
    basis: str


@dataclass(frozen=True, slots=True)
class Instant:
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

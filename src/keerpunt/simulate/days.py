"""The setting of the generated operation: its days, its clocks, and where the unit sits."""

from __future__ import annotations

import datetime as dt
import random
from zoneinfo import ZoneInfo

FIRST_DAY = dt.date(2023, 10, 1)
LAST_DAY = dt.date(2024, 11, 17)
"""The last day with payments; the platform is seized three days later."""

PORTS_LOGGED_FROM = dt.date(2024, 2, 1)
"""From this day the web server also writes the source port."""

PLATFORM_ZONE = ZoneInfo("Europe/Copenhagen")
PUBLIC_ON = dt.date(2025, 2, 26)

UNIT_COUNTRY = "NL"
"""The country of the unit that works on the operation."""

SEIZED_ON = dt.date(2024, 11, 20)
PSP_EXPORT_ON = dt.date(2024, 12, 3)
STATEMENTS_ON = dt.date(2024, 12, 16)
MAIL_REPLIES_ON = dt.date(2025, 1, 8)
LINE_REPLIES_ON = dt.date(2025, 1, 14)
BANK_REPLIES_ON = dt.date(2025, 1, 20)
ISSUER_REPLY_ON = dt.date(2025, 1, 28)
REGISTER_REPLIES_ON = dt.date(2025, 2, 19)
REGISTER_VALID_ON = dt.date(2025, 2, 17)

MONTHS = tuple((2023 + (9 + i) // 12, (9 + i) % 12 + 1) for i in range(14))
"""The months of the operation as (year, month), October 2023 to November 2024."""


def period(month: tuple[int, int]) -> str:
    """Return a month as YYYY-MM."""
    return f"{month[0]}-{month[1]:02d}"


def midnight(day: dt.date) -> dt.datetime:
    """Return 00:00 UTC of a day."""
    return dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)


def platform_midnight(day: dt.date) -> dt.datetime:
    """Return 00:00 of a day in the platform's zone, in UTC."""
    return dt.datetime(day.year, day.month, day.day, tzinfo=PLATFORM_ZONE).astimezone(dt.UTC)


def evening(rng: random.Random, day: dt.date, zone: str) -> dt.datetime:
    """Draw an instant between 17:00 and 22:59 local time of a zone, in UTC.

    Nobody acts between 02:00 and 04:00 UTC, whatever the zone: that window belongs to the fabricated burst.
    """
    local = dt.datetime(day.year, day.month, day.day, rng.randint(17, 22), rng.randrange(60), tzinfo=ZoneInfo(zone))
    return (local + dt.timedelta(seconds=rng.randrange(60))).astimezone(dt.UTC)


def in_platform_time(instant: dt.datetime) -> str:
    """Return an instant as the platform's database wrote it: local time without offset."""
    return instant.astimezone(PLATFORM_ZONE).strftime("%Y-%m-%d %H:%M:%S")


def iso(instant: dt.datetime) -> str:
    """Return an instant as ISO 8601 in UTC, to the second."""
    return instant.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def next_banking_day(day: dt.date) -> dt.date:
    """Return the first weekday after a day."""
    following = day + dt.timedelta(days=1)
    while following.weekday() >= 5:
        following += dt.timedelta(days=1)
    return following

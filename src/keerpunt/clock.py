"""Time is an argument: the one place that may ask what day it is, used by shells and never by rooms."""

from __future__ import annotations

import datetime as dt


def now_utc() -> dt.datetime:
    """Return the present instant, aware, in UTC, whole seconds."""
    return dt.datetime.now(dt.UTC).replace(microsecond=0)


def today_utc() -> dt.date:
    """Return the present day in UTC."""
    return now_utc().date()

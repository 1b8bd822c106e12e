"""The instant of a row: its day and time in the zone it states, else in the zone declared for the source."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from keerpunt.errors import UnreadableValue
from keerpunt.intake.formats.paypal.words import PACIFIC, offset_of
from keerpunt.intake.tabular.date_order import in_digits, read_day
from keerpunt.values.instant import Instant, ZoneRule, day_from_iso, in_zone, zone
from keerpunt.values.time_pattern import compile_pattern

_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?(?: ?([ap])\.?m\.?)?", re.IGNORECASE)
_IPN = re.compile(r"([0-9:]{7,8} [A-Za-z]{3}\.? [0-9]{1,2}, [0-9]{4})(?: ([A-Z]{3}))?")
_IPN_TIME = compile_pattern("%H:%M:%S %b %d, %Y")


def row_instant(day: str, time: str, word: str, order: str, rule: ZoneRule | None) -> Instant:
    """Return the instant of a row; `rule` counts only where the row states no zone.

    A zone word of the table, or an offset, states an offset; an IANA name states a zone with its double hours. Another
    word is read only where it is the very word of the declared zone at that time (`IST` of Europe/Dublin in summer).

    Raises:
        UnreadableValue: `bad_time`, a day, time or zone that is none, or no zone anywhere.
    """
    clock, precision = _clock(time)
    local = dt.datetime.combine(_day(day, order), clock)
    return _placed(local, " ".join(part for part in (day, time, word) if part), word, precision, rule)


def ipn_instant(text: str) -> Instant:
    """Return `payment_date` of an IPN message, `20:12:59 Jan 13, 2009 PST`; Pacific time where it names no zone.

    Raises:
        UnreadableValue: `bad_time`.
    """
    match = _IPN.fullmatch(text)
    if match is None:
        raise UnreadableValue("bad_time")
    local = _IPN_TIME(match[1].replace(".", "")).local
    return _placed(local, text, match[2] or "", "second", ZoneRule(PACIFIC, "in_record"))


def _placed(local: dt.datetime, text: str, word: str, precision: str, rule: ZoneRule | None) -> Instant:
    if not word:
        return in_zone(local, text, rule, precision)
    offset = offset_of(word)
    if offset is not None:
        try:
            return Instant((local - _shift(offset)).replace(tzinfo=dt.UTC), text, offset, "in_record", precision)
        except OverflowError:
            raise UnreadableValue("bad_time") from None
    if "/" in word:
        return in_zone(local, text, ZoneRule(word, "in_record"), precision)
    if rule is None or zone(rule.name).tzname(local) != word.upper():
        raise UnreadableValue("bad_time")
    return in_zone(local, text, rule, precision)


@lru_cache(maxsize=16384)
def _day(text: str, order: str) -> dt.date:
    return read_day(text, order) if order and in_digits(text) else day_from_iso(text)


@lru_cache(maxsize=16384)
def _clock(text: str) -> tuple[dt.time, str]:
    if not text:
        return dt.time(0), "day"
    match = _TIME.fullmatch(text)
    if match is None:
        raise UnreadableValue("bad_time")
    hour, half = int(match[1]), (match[4] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            raise UnreadableValue("bad_time")
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return dt.time(hour, int(match[2]), int(match[3] or 0)), "minute" if match[3] is None else "second"
    except ValueError:
        raise UnreadableValue("bad_time") from None


@lru_cache(maxsize=256)
def _shift(offset: str) -> dt.timedelta:
    shift = dt.timedelta(hours=int(offset[1:3]), minutes=int(offset[4:6]))
    return -shift if offset[0] == "-" else shift

"""When a payment came in: the server writes UTC; what a browser saved from a report is in the browser's own zone.

Source: BTCPay Server, `InvoiceExport.cs` (`UtcDateTime`, invariant culture: month, day, year) and `store-reports.js`
(`moment(v).format("YYYY-MM-DD HH:mm:ss")`, local by default), read 2026-09. A report says nothing of that zone, so it
is the one declared for the source, else UTC, and then assumed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from keerpunt.errors import SourceRefused, UnreadableValue
from keerpunt.intake.context import Context
from keerpunt.intake.tabular.date_order import Order, decide_order, in_digits, read_day
from keerpunt.values.instant import Instant, ZoneRule, from_iso, in_zone

SERVER = ZoneRule("UTC", "in_record")

_BY_SERVER = re.compile(
    r"(?P<day>[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{1,4}) (?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})"
    r"(?::(?P<second>[0-9]{2}))?(?: ?(?P<half>[AaPp])[Mm])?(?: ?(?:Z|\+00:00))?"
)


def browser_rule(context: Context) -> ZoneRule:
    """Return the zone of times that a browser wrote: the declared one, else UTC as an assumption."""
    declared = context.source.time_zone
    return ZoneRule(declared, "source_setting") if declared else ZoneRule("UTC", "assumed")


def day_order(texts: Iterable[str], context: Context) -> Order | None:
    """Return the order of days in digits, None where the file has none; month first unless the file proves another.

    Raises:
        SourceRefused: `ambiguous_dates`, the days contradict each other.
    """
    seen = {text.partition(" ")[0] for text in texts if _BY_SERVER.fullmatch(text)}
    try:
        return decide_order(seen, context.source.received_on, context.source.date_order)
    except SourceRefused:
        try:
            for text in seen:
                read_day(text, "mdy")
        except UnreadableValue:
            pass
        else:
            return Order("mdy", "BTCPay Server writes the month first, and nothing in the file says otherwise")
        raise


def instant_of(text: str, order: str, browser: ZoneRule) -> Instant:
    """Read a time of any version; raises UnreadableValue('bad_time')."""
    match = _BY_SERVER.fullmatch(text) if order else None
    if match is None or not in_digits(match["day"]):
        return from_iso(text, browser)
    hour, half = int(match["hour"]), (match["half"] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            raise UnreadableValue("bad_time")
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        clock = dt.time(hour, int(match["minute"]), int(match["second"] or 0))
    except ValueError:
        raise UnreadableValue("bad_time") from None
    precision = "second" if match["second"] else "minute"
    return in_zone(dt.datetime.combine(read_day(match["day"], order), clock), text, SERVER, precision)

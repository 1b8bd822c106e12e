"""The order of day, month and year in a file that writes days in digits: declared, proven, or asked for.

`03/04/2024` alone proves nothing. Evidence in this order: a part above 12, then that no date lies after the day the
file was received (INTAKE.md section 3). Without either the file is refused, naming the setting.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from keerpunt.errors import SourceRefused, UnreadableValue
from keerpunt.values.instant import Instant, ZoneRule, in_zone

ORDERS = ("dmy", "mdy", "ymd")

_DIGITS = re.compile(
    r"(?P<a>[0-9]{1,4})(?P<mark>[./-])(?P<b>[0-9]{1,2})(?P=mark)(?P<c>[0-9]{1,4})"
    r"(?:[ T](?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?)?"
)


@dataclass(frozen=True, slots=True)
class Order:
    """An order of day, month, year (`dmy`, `mdy`, `ymd`) and how it is known."""

    name: str
    evidence: str


def in_digits(text: str) -> bool:
    """Tell whether a text is a day in digits that is not ISO 8601, such as `3-4-24` or `03/04/2024 10:00`."""
    match = _DIGITS.fullmatch(text.strip())
    return match is not None and not (len(match["a"]) == 4 and match["mark"] == "-" and len(match["b"]) == 2)


def decide_order(texts: Iterable[str], received_on: dt.date, declared: str = "") -> Order | None:
    """Return the order in which a file writes its days, None if it writes none in digits.

    Raises:
        SourceRefused: `ambiguous_dates`, the evidence contradicts itself or the declared order, or decides nothing.
    """
    seen = {text.strip() for text in texts if in_digits(text)}
    if not seen:
        return None
    first = sum(1 for text in seen if 12 < _part(text, "a") <= 31)
    second = sum(1 for text in seen if _part(text, "b") > 12)
    year_first = sum(1 for text in seen if _part(text, "a") > 31)
    proofs = {"dmy": first, "mdy": second, "ymd": year_first}
    proven = [name for name, count in proofs.items() if count]
    if declared:
        return Order(declared, "declared in operation.toml")
    if len(proven) > 1:
        raise _refused("its days in digits contradict each other")
    if proven:
        return Order(proven[0], f"{proofs[proven[0]]} distinct values fit no other order")
    past = [name for name in ("dmy", "mdy") if all(_not_after(text, name, received_on) for text in seen)]
    if len(past) == 1:
        return Order(past[0], "otherwise days would lie after the day the file was received")
    raise _refused("its days in digits can be read in two ways")


def read_instant(text: str, order: str, rule: ZoneRule | None) -> Instant:
    """Read a day in digits, with or without time; raises UnreadableValue('bad_time')."""
    found = text.strip()
    match = _DIGITS.fullmatch(found)
    if match is None:
        raise UnreadableValue("bad_time")
    day = read_day(found, order)
    hour, minute, second = match["hour"], match["minute"], match["second"]
    precision = "day" if hour is None else "minute" if second is None else "second"
    try:
        time = dt.time(int(hour or 0), int(minute or 0), int(second or 0))
    except ValueError:
        raise UnreadableValue("bad_time") from None
    return in_zone(dt.datetime.combine(day, time), found, rule, precision)


def read_day(text: str, order: str) -> dt.date:
    """Read the day of a text in digits; two-digit years are 2000 + yy. Raises UnreadableValue('bad_time')."""
    match = _DIGITS.fullmatch(text.strip())
    if match is None:
        raise UnreadableValue("bad_time")
    parts = dict(zip(order, (match["a"], match["b"], match["c"]), strict=True))
    year = int(parts["y"]) + (2000 if len(parts["y"]) <= 2 else 0)
    try:
        return dt.date(year, int(parts["m"]), int(parts["d"]))
    except ValueError:
        raise UnreadableValue("bad_time") from None


def _part(text: str, name: str) -> int:
    match = _DIGITS.fullmatch(text)
    return int(match[name]) if match else 0


def _not_after(text: str, order: str, limit: dt.date) -> bool:
    try:
        return read_day(text, order) <= limit
    except UnreadableValue:
        return False


def _refused(why: str) -> SourceRefused:
    return SourceRefused(
        "ambiguous_dates", f"{why}; name `date_order` for it in operation.toml (or a format in its map)"
    )

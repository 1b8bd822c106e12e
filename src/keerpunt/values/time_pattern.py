"""Times by strptime patterns, read the same on every machine.

The standard library's `strptime` depends on the locale for month names, turns `69` into 1969 and is slow. This reader
knows the directives that records use, English month names, and the rule of INTAKE.md section 3: two digits are
2000 + yy.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from keerpunt.errors import UnreadableValue

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_MONTH_NUMBER = {name: i + 1 for i, name in enumerate(_MONTHS)} | {name[:3]: i + 1 for i, name in enumerate(_MONTHS)}

_DIRECTIVES = {
    "Y": r"(?P<Y>[0-9]{4})",
    "y": r"(?P<y>[0-9]{2})",
    "m": r"(?P<m>[0-9]{1,2})",
    "b": rf"(?P<b>{'|'.join(name[:3] for name in _MONTHS)})",
    "B": rf"(?P<B>{'|'.join(_MONTHS)})",
    "d": r"(?P<d>[0-9]{1,2})",
    "H": r"(?P<H>[0-9]{1,2})",
    "I": r"(?P<I>[0-9]{1,2})",
    "p": r"(?P<p>am|pm)",
    "M": r"(?P<M>[0-9]{1,2})",
    "S": r"(?P<S>[0-9]{1,2})",
    "f": r"(?P<f>[0-9]{1,6})",
    "z": r"(?P<z>z|[+-][0-9]{2}:?[0-9]{2})",
    "%": "%",
}
_SHORTHANDS = {"%F": "%Y-%m-%d", "%T": "%H:%M:%S", "%R": "%H:%M"}


@dataclass(frozen=True, slots=True)
class Parts:
    """A local time without zone, its precision (second, minute, day) and the offset text of `%z`, else empty."""

    local: dt.datetime
    precision: str
    offset: str


@lru_cache(maxsize=256)
def compile_pattern(pattern: str) -> Callable[[str], Parts]:
    """Return a reader for a pattern; it raises UnreadableValue('bad_time') for a text of another shape.

    Known directives: %Y %y %m %b %B %d %H %I %p %M %S %f %z %% and the shorthands %F %T %R.

    Raises:
        ValueError: an unknown or repeated directive, or a pattern that gives no full day.
    """
    for short, full in _SHORTHANDS.items():
        pattern = pattern.replace(short, full)
    letters = re.findall(r"%(.?)", pattern)
    _check(letters)
    source = re.sub(r"%(.)|(\s+)|([^%\s]+)", _piece, pattern)
    shape = re.compile(source, re.IGNORECASE | re.ASCII)
    precision = "second" if "S" in letters else "minute" if {"H", "I"} & set(letters) else "day"

    def read(text: str) -> Parts:
        match = shape.fullmatch(text)
        if match is None:
            raise UnreadableValue("bad_time")
        return _parts(match.groupdict(), precision)

    return read


def _piece(match: re.Match[str]) -> str:
    directive, blank, literal = match.groups()
    if directive:
        return _DIRECTIVES[directive]
    return r"\s+" if blank else re.escape(literal)


def _check(letters: list[str]) -> None:
    unknown = sorted({letter for letter in letters if letter not in _DIRECTIVES})
    if unknown:
        raise ValueError(f"unknown directive %{unknown[0]}")
    used = [letter for letter in letters if letter != "%"]
    if len(used) != len(set(used)):
        raise ValueError("a directive occurs twice")
    have = set(used)
    if not (have & {"Y", "y"} and have & {"m", "b", "B"} and "d" in have):
        raise ValueError("a pattern needs year, month and day")
    if ("I" in have) != ("p" in have) or {"H", "I"} <= have:
        raise ValueError("%I goes with %p, and never with %H")


def _parts(found: dict[str, str | None], precision: str) -> Parts:
    year = found.get("Y")
    month = found.get("m") or _MONTH_NUMBER[(found.get("b") or found.get("B") or "").lower()]
    try:
        local = dt.datetime(  # noqa: DTZ001 (local by nature; the caller applies the zone rule)
            int(year) if year else 2000 + int(found.get("y") or 0),
            int(month),
            int(found["d"] or 0),
            _hour(found),
            int(found.get("M") or 0),
            int(found.get("S") or 0),
            int((found.get("f") or "0").ljust(6, "0")),
        )
    except ValueError:
        raise UnreadableValue("bad_time") from None
    return Parts(local, precision, (found.get("z") or "").upper())


def _hour(found: dict[str, str | None]) -> int:
    if found.get("I") is None:
        return int(found.get("H") or 0)
    hour = int(found["I"] or 0)
    if not 1 <= hour <= 12:
        raise ValueError("hour of a twelve-hour clock")
    return hour % 12 + (12 if (found["p"] or "").lower() == "pm" else 0)

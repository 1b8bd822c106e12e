"""Days with the month as an English word, such as `3 Apr 2024 10:00`: which pattern of a map reads them."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product

from keerpunt.errors import UnreadableValue
from keerpunt.values.time_pattern import compile_pattern

_MONTH = re.compile(
    r"(?<![a-z])(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:tember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"[0-9]")
LONGEST = 48
_DAYS = (
    "%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%d/%b/%Y", "%d-%b-%y", "%d %b %y", "%b %d, %Y", "%B %d, %Y", "%b %d %Y",
    "%Y-%b-%d", "%d. %B %Y", "%d. %b %Y",
)  # fmt: skip
_TIMES = ("", " %H:%M:%S", " %H:%M", " %I:%M:%S %p", " %I:%M %p", ":%H:%M:%S", ", %H:%M:%S", ", %H:%M")
_ZONES = ("", " %z")
PATTERNS = tuple(day + time + zone for day, time, zone in product(_DAYS, _TIMES, _ZONES) if time or not zone)
"""Every pattern that is tried, shortest first among those of one kind of day."""


def is_worded_day(text: str) -> bool:
    """Tell whether some pattern reads the text."""
    return pattern_of(text) is not None


@lru_cache(maxsize=4096)
def pattern_of(text: str) -> str | None:
    """Return the first pattern that reads a text, None where none does."""
    if len(text) > LONGEST or not _DIGIT.search(text) or not _MONTH.search(text):
        return None
    for pattern in PATTERNS:
        try:
            compile_pattern(pattern)(text)
        except UnreadableValue:
            continue
        return pattern
    return None

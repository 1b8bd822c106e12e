"""How many people plainly bear one full name in an operation, beside what a pack of names says (section 5).

A pack knows the names of its own country. Kim Min-jun, Nguyễn Thị Hoa or Mohamed Ahmed are rare in the pooled one and
common at home; taken for rare, the name alone would make one person of two. Birth dates that contradict each other are
the proof: who bears a name of several people has said little by it. One person whose date is miswritten, or whose rows
are many, counts once, so that a heavy buyer's own name does not become common.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pyarrow as pa

from keerpunt.resolve.columns import coded
from keerpunt.resolve.guards import is_near_date
from keerpunt.resolve.numbers import distinct_rows

LOOKED_AT = 64
"""Dates of a name that are compared with each other; what they show stands for the rest."""
OPERATION = "and this operation"
"""What the version of a pack ends with where an operation shows that a name is more common than the pack says."""


def rates_here(table: pa.Table) -> dict[str, float]:
    """Return the rate of each full name that several people bear, by the birth dates of a table of attributes.

    The rate is that of somebody else with the name: the bearers but one, of all people with a name and a date.
    """
    name, names = coded(table["name_key"])
    date, birthdates = coded(table["birthdate"])
    first, _ = distinct_rows(name, date)
    first = first[(name[first] >= 0) & (date[first] >= 0)]
    several = np.bincount(name[first], minlength=len(names)) > 1
    dates: dict[str, list[str]] = {}
    for row in first[several[name[first]]].tolist():
        dates.setdefault(names[int(name[row])].as_py(), []).append(birthdates[int(date[row])].as_py())
    found = {name: bearers(of) for name, of in sorted(dates.items())}
    return {name: (number - 1) / len(first) for name, number in found.items() if number > 1}


def bearers(dates: Iterable[str]) -> int:
    """Return how many people bear a name by the dates it stands with: of dates a stroke or two apart one counts."""
    ordered = sorted(set(dates))
    some = ordered[:: max(1, -(-len(ordered) // LOOKED_AT))]
    apart: list[str] = []
    for date in some:
        if not any(is_near_date(date, other) for other in apart):
            apart.append(date)
    return round(len(apart) * len(ordered) / max(1, len(some)))

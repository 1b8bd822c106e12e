"""The section `calibration` of a policy: checked line by line, and read into scales.

    [calibration]
    basis = "generated"              # or "adjudicated"
    date = "2026-11-25"
    n = 2400                         # leads the scales were fitted to
    weights = "<SHA-256>"            # of the weights they were fitted to; they fit no others
    [calibration.maps.household]
    low = [[-2000, -900], [0, 150]]  # from a sum of so much on, it counts so much; thousandths of log10
    high = [[-700, -900], [0, 200]]

A sum below the first step was never seen: it counts as itself, or as the first step where that is less.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from itertools import pairwise
from typing import Any, NoReturn, Protocol

from keerpunt.assess.scales import Calibration, Scales
from keerpunt.model.words import RIVALS
from keerpunt.values.likelihood import Scale

SECTION = "calibration"
BASES = ("generated", "adjudicated")
ENDS = ("low", "high")
KINDS = {"basis": str, "date": str, "n": int, "weights": str, "maps": dict}
WEIGHING = ("indicators", "caps", "tests", "distrusted_origins")
"""Keys of a policy that what the weights come to depends on."""

Tree = dict[str, Any]


class Refuse(Protocol):
    """Refuses a key of a section, naming its line."""

    def __call__(self, message: str, key: str, section: str = "") -> NoReturn:
        """Raise PolicyRefused."""


def check_calibration(value: Any, refuse: Refuse) -> None:
    """Refuse what is no calibration: a key too many or too few, an unknown rival, steps that do not rise.

    Raises:
        PolicyRefused: by `refuse`, with the line.
    """
    if not isinstance(value, dict):
        refuse(f"{SECTION} must be a table", SECTION)
    for key, kind in KINDS.items():
        if key not in value:
            refuse(f"{SECTION} needs {key}", SECTION)
        if type(value[key]) is not kind:
            refuse(f"{key} must be of type {kind.__name__}", key, SECTION)
    for key in value:
        if key not in KINDS:
            refuse(f"no such policy key: {SECTION}.{key}", key, SECTION)
    _about(value, refuse)
    for rival, ends in value["maps"].items():
        if rival not in RIVALS:
            refuse(f"unknown rival: {rival}", rival)
        _ends(rival, ends, refuse)


def _about(value: Tree, refuse: Refuse) -> None:
    if value["basis"] not in BASES:
        refuse(f"basis is one of {' and '.join(BASES)}", "basis", SECTION)
    try:
        dt.date.fromisoformat(value["date"])
    except ValueError:
        refuse("date must be a day, as 2026-11-25", "date", SECTION)
    if value["n"] < 1:
        refuse("n must be at least 1", "n", SECTION)
    if not value["maps"]:
        refuse("no rival has a map", SECTION)


def _ends(rival: str, ends: Any, refuse: Refuse) -> None:
    section = f"maps.{rival}"
    if not isinstance(ends, dict) or set(ends) != set(ENDS):
        refuse(f"{rival} needs the maps low and high, and no other", rival)
    for end in ENDS:
        _steps(ends[end], f"{rival}.{end}", lambda message, at=end: refuse(message, at, section))
    low, high = ends["low"], ends["high"]
    if low[0][1] > high[0][1] or low[-1][1] > high[-1][1]:
        refuse(f"{rival}: low is above high at an end", "low", section)


def _steps(steps: Any, name: str, refuse: Any) -> None:
    whole = isinstance(steps, list) and all(
        isinstance(step, list) and len(step) == 2 and all(type(each) is int for each in step) for step in steps
    )
    if not whole or not steps:
        refuse(f"{name}: steps are [from, counts] in whole thousandths, at least one")
    if any(after[0] <= before[0] for before, after in pairwise(steps)):
        refuse(f"{name}: steps must rise from one to the next")
    if any(after[1] < before[1] for before, after in pairwise(steps)):
        refuse(f"{name}: is not monotone, a larger sum counts less")
    if any(start <= 0 < counts for start, counts in steps):
        refuse(f"{name}: a sum of zero or less counts for the lead")


def weights_digest(tree: Mapping[str, Any]) -> str:
    """Return the digest of what the raw sums depend on, of a whole policy."""
    held = {key: tree[key] for key in WEIGHING}
    return hashlib.sha256(json.dumps(held, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def calibration_of(tree: Mapping[str, Any]) -> Calibration | None:
    """Read the checked section of a whole policy, None where it has none."""
    if SECTION not in tree:
        return None
    held = tree[SECTION]
    maps = {
        rival: Scales(*(_scale(held["maps"][rival][end]) for end in ENDS)) for rival in RIVALS if rival in held["maps"]
    }
    return Calibration(held["basis"], held["date"], held["n"], maps)


def _scale(steps: list[list[int]]) -> Scale:
    return Scale(tuple(start for start, _ in steps), tuple(counts for _, counts in steps))

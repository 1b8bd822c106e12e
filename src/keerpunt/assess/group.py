"""Group statistics over all payments, before any identity is joined (ASSESSMENT.md section 5).

The tables that come out name payments, never persons: `holder_group` and `burst` (payment_key, origin, record_keys),
`channel_rate` (channel, finding).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby, pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import pyarrow as pa

if TYPE_CHECKING:
    from keerpunt.engine import Engine

ROOM = "keerpunt.assess"
GROUP = pa.schema(
    (
        ("payment_key", pa.string()),
        ("origin", pa.string()),
        ("record_keys", pa.list_(pa.string())),
    )
)
KEYS_SHOWN = 50
"""A burst of thousands is proven by fifty of its records; the payment itself is always among them."""

Row = dict[str, Any]
Payment = tuple[str, str]


def group_statistics(engine: Engine, tests: Mapping[str, int]) -> dict[str, pa.Table]:
    """Compute holders per key, bursts and channel rates over the registered `paid`; `tests` as in the policy."""
    shares: dict[tuple[str, str | None], tuple[int, int]] = {
        (row["channel"], row["bin"]): (int(row["n"]), int(row["n_channel"]))
        for row in engine.run(ROOM, "bin_share").to_pylist()
    }
    first_seen = engine.run(ROOM, "first_seen", tests).to_pylist()
    by_instrument: dict[str, list[Row]] = defaultdict(list)
    if first_seen:
        for row in engine.run(ROOM, "instrument_payment").to_pylist():
            by_instrument[row["instrument_key"]].append(row)
    bursts = find_bursts(first_seen, by_instrument, shares, tests)
    crowds = find_crowds(engine.run(ROOM, "key_holder", tests).to_pylist(), tests)
    return {
        "holder_group": _table(crowds),
        "burst": _table(bursts),
        "channel_rate": engine.run(ROOM, "channel_rate", tests),
    }


def _table(found: Mapping[Payment, set[str]]) -> pa.Table:
    rows = []
    for (key, origin), keys in sorted(found.items()):
        shown = sorted({key, *sorted(keys)[:KEYS_SHOWN]})
        rows.append({"payment_key": key, "origin": origin, "record_keys": shown})
    return pa.Table.from_pylist(rows, schema=GROUP)


def find_crowds(rows: Iterable[Row], tests: Mapping[str, int]) -> dict[Payment, set[str]]:
    """Find payments within `holders_days` of others on one key that together bear `holders_surnames` surnames or more.

    `rows`: key, surname, paid_utc, payment_key, origin, sorted by key and time. A surname that begins with another
    counts as one with it, so that a truncated name and a family do not count twice.
    """
    span = dt.timedelta(days=tests["holders_days"])
    found: dict[Payment, set[str]] = defaultdict(set)
    for _, group in groupby(rows, key=itemgetter("key")):
        held = list(group)
        start = 0
        for end, row in enumerate(held):
            while held[start]["paid_utc"] < row["paid_utc"] - span:
                start += 1
            window = held[start : end + 1]
            if distinct_surnames({each["surname"] for each in window}) >= tests["holders_surnames"]:
                keys = {each["payment_key"] for each in window[-KEYS_SHOWN:]}
                for each in window:
                    found[each["payment_key"], each["origin"]] |= keys
    return found


def distinct_surnames(surnames: Iterable[str]) -> int:
    """Count surnames, one that begins with another (without blanks) being the same."""
    kept: list[str] = []
    for surname in sorted({name.replace(" ", "") for name in surnames}):
        if not kept or not surname.startswith(kept[-1]):
            kept.append(surname)
    return len(kept)


def find_bursts(
    first_seen: Sequence[Row],
    by_instrument: Mapping[str, Sequence[Row]],
    shares: Mapping[tuple[str, str | None], tuple[int, int]],
    tests: Mapping[str, int],
) -> dict[Payment, set[str]]:
    """Find payments made with instruments first seen in a window that no crowd of people makes.

    `first_seen`: rows of first_seen.sql in order of channel and time. A window of `burst_minutes` with
    `burst_instruments` new instruments counts when their gaps are too even, their order is that of the payers' names,
    or one BIN fills it that is rare on the channel.
    """
    span = dt.timedelta(minutes=tests["burst_minutes"])
    found: dict[Payment, set[str]] = defaultdict(set)
    for channel, group in groupby(first_seen, key=itemgetter("channel")):
        rows = list(group)
        for start, row in enumerate(rows):
            # Payments of one instant open one window, counted from the first of them.
            again = start > 0 and rows[start - 1]["paid_utc"] == row["paid_utc"]
            if again or row["in_window"] < tests["burst_instruments"]:
                continue
            window = rows[start : start + row["in_window"]]
            if even(window, tests) or alphabetical(window, tests) or one_bin(channel, window, shares, tests):
                _mark(window, row["paid_utc"] + span, by_instrument, found)
    return found


def _mark(
    window: Sequence[Row], end: dt.datetime, by_instrument: Mapping[str, Sequence[Row]], found: dict[Payment, set[str]]
) -> None:
    keys = {each["payment_key"] for each in window[:KEYS_SHOWN]}
    for each in window:
        for payment in by_instrument[each["instrument_key"]]:
            if payment["paid_utc"] <= end:
                found[payment["payment_key"], payment["origin"]] |= keys


def even(window: Sequence[Row], tests: Mapping[str, int]) -> bool:
    """Tell whether the gaps between payments vary too little for people (coefficient of variation)."""
    if len(window) < 2:
        return False
    times = [row["paid_utc"] for row in window]
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(times)]
    mean: float = sum(gaps) / len(gaps)
    if mean == 0:
        return True
    deviation: float = (sum((gap - mean) ** 2 for gap in gaps) / len(gaps)) ** 0.5
    return deviation * 1000 < mean * tests["burst_gap_variation"]


def alphabetical(window: Sequence[Row], tests: Mapping[str, int]) -> bool:
    """Tell whether time follows the payers' names, up or down (Spearman's rank correlation)."""
    named = [row for row in window if row["payer_name"] is not None]
    if len(named) < tests["burst_instruments"]:
        return False
    left = _ranks([row["paid_utc"] for row in named])
    right = _ranks([row["payer_name"].casefold() for row in named])
    mean = (len(named) + 1) / 2
    spread: float = (sum((a - mean) ** 2 for a in left) * sum((b - mean) ** 2 for b in right)) ** 0.5
    if spread == 0:
        return False
    joint = sum((a - mean) * (b - mean) for a, b in zip(left, right, strict=True))
    return abs(joint) * 1000 >= tests["burst_rank"] * spread


def _ranks(values: Sequence[Any]) -> list[float]:
    """Return ranks from 1, equal values sharing their mean rank."""
    places: dict[Any, list[int]] = defaultdict(list)
    for place, value in enumerate(sorted(values), start=1):
        places[value].append(place)
    return [sum(places[value]) / len(places[value]) for value in values]


def one_bin(
    channel: str,
    window: Sequence[Row],
    shares: Mapping[tuple[str, str | None], tuple[int, int]],
    tests: Mapping[str, int],
) -> bool:
    """Tell whether one BIN fills the window while it is rare on the channel."""
    counts: dict[str, int] = defaultdict(int)
    for row in window:
        if row["bin"] is not None:
            counts[row["bin"]] += 1
    for name, count in counts.items():
        held, total = shares[channel, name]
        if count * 1000 >= tests["burst_bin_share"] * len(window) and held * 1000 < tests["burst_bin_base"] * total:
            return True
    return False

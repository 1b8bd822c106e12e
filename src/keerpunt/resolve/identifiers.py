"""Shared identifiers: who holds a value, on how many persons it looks to be, and what it may still join.

Everything here is computed before any person is looked at (RESOLUTION.md section 4, fan-out).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import pyarrow as pa

from keerpunt.resolve.fan_out import fan_out, look_of
from keerpunt.resolve.guards import Guards
from keerpunt.resolve.identifying import HOUSEHOLD_KINDS
from keerpunt.resolve.parties import Party
from keerpunt.resolve.settings import CLASSES, PHONE, IdentifierClass, ResolveSettings
from keerpunt.resolve.validity import Interval, Use, overlapping, slot
from keerpunt.values.names import Kind

_HOLDING_TYPES: dict[str, pa.DataType] = {
    "kind": pa.string(),
    "scope": pa.string(),
    "value": pa.string(),
    "part_key": pa.string(),
    "likeness": pa.int64(),
}
HOLDING = pa.schema(_HOLDING_TYPES)
ValueKey = tuple[str, str, str]


@dataclass(slots=True)
class SharedValue:
    """One value that several parties hold.

    `fan_out`: most mutually incompatible names or birth dates in one window. `over_cap`: too many for its class, so it
    joins nobody. `torn`: two providers give it to two customers at one time. `slots`: standing of each holder to the
    stated intervals.
    """

    kind: str
    scope: str
    value: str
    uses: dict[str, Use]
    fan_out: int = 1
    over_cap: bool = False
    torn: bool = False
    slots: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> ValueKey:
        """Kind, scope and value."""
        return (self.kind, self.scope, self.value)

    @property
    def rule(self) -> IdentifierClass:
        """The class of its kind."""
        return CLASSES[self.kind]

    @property
    def joins(self) -> bool:
        """Whether the value may join anybody at all."""
        return not (self.over_cap or self.torn)


def shared_values(
    rows: Iterable[Mapping[str, Any]], parties: Mapping[str, Party], guards: Guards, settings: ResolveSettings
) -> list[SharedValue]:
    """Build every shared value from the sorted rows of `shared_use`."""
    found: list[SharedValue] = []
    for (kind, scope, value), group in groupby(rows, key=lambda row: (row["kind"], row["scope"], row["value"])):
        shared = SharedValue(kind, scope, value, _uses(group))
        shared.fan_out = fan_out(kind, shared.uses, parties, guards, settings)
        shared.over_cap = shared.fan_out > shared.rule.cap
        if shared.rule.name == "B":
            intervals = sorted({one for use in shared.uses.values() for one in use.intervals}, key=_interval_key)
            shared.torn = kind == PHONE and overlapping(intervals)
            if shared.joins:
                shared.slots = {key: slot(use, intervals) for key, use in shared.uses.items()}
        found.append(shared)
    return found


def _interval_key(interval: Interval) -> tuple[str, str, str, str]:
    return (interval.party, interval.provider, str(interval.start), str(interval.end))


def _uses(rows: Iterable[Mapping[str, Any]]) -> dict[str, Use]:
    spans: dict[str, list[dt.datetime]] = {}
    intervals: dict[str, list[Interval]] = {}
    for row in rows:
        part = row["part_key"]
        spans.setdefault(part, []).extend(t for t in (row["first_utc"], row["last_utc"]) if t is not None)
        if row["told"] and (row["from_utc"] is not None or row["to_utc"] is not None):
            interval = Interval(part, row["provider"], row["from_utc"], row["to_utc"])
            intervals.setdefault(part, []).append(interval)
    return {
        part: Use(min(times, default=None), max(times, default=None), tuple(intervals.get(part, ())))
        for part, times in spans.items()
    }


def profile_of(party: Party) -> tuple[object, ...]:
    """Return what guards see of a party; parties with equal profiles are alike to all of them.

    A judged party, a part of a joint record, one that contradicts itself, and one of a source with one row per person
    have a profile of their own.
    """
    if party.judged or party.is_part or party.broken or party.sources:
        return (party.key,)
    shapes = tuple(look_of(name) for name in party.names)
    firms = party.raw_names if party.kind is Kind.ORGANISATION else ()
    held = tuple(tuple(sorted(values)) for values in (party.births, party.nationals, party.contacts))
    return (party.kind, shapes, firms, *held)


def holdings(values: Iterable[SharedValue], likeness: Mapping[str, int]) -> pa.Table:
    """Return the holders of every value that may join: kind, scope, value, part_key, likeness."""
    rows = [
        {"kind": shared.kind, "scope": shared.scope, "value": shared.value, "part_key": key, "likeness": likeness[key]}
        for shared in values
        if shared.joins
        for key in sorted(shared.uses)
    ]
    return pa.Table.from_pylist(rows, schema=HOLDING)


def number_likeness(
    values: Iterable[SharedValue], profiles: Mapping[str, int], parties: Mapping[str, Party]
) -> dict[str, int]:
    """Number the parties that are alike to all guards and hold the same shared values in the same standing.

    Such parties are interchangeable: every pair of one of them has the weight of every pair of another. Payers are
    weighed by rules of their own, and what a household shares by the mailboxes as well, so these count too.
    """
    held: dict[str, list[tuple[int, str]]] = {}
    homely: set[str] = set()
    for number, shared in enumerate(values):
        for key in shared.uses:
            held.setdefault(key, []).append((number, shared.slots.get(key, "")))
        if shared.kind in HOUSEHOLD_KINDS:
            homely.update(shared.uses)
    numbers: dict[tuple[object, ...], int] = {}
    found: dict[str, int] = {}
    for key, own in held.items():
        boxes = parties[key].mailboxes if key in homely else frozenset()
        look = (profiles[key], parties[key].role, boxes, tuple(sorted(own)))
        found[key] = numbers.setdefault(look, len(numbers))
    return found


def number_profiles(parties: Iterable[Party]) -> dict[str, int]:
    """Number the profiles of parties: party key -> number. The numbers mean nothing but equality."""
    numbers: dict[tuple[object, ...], int] = {}
    return {party.key: numbers.setdefault(profile_of(party), len(numbers)) for party in parties}

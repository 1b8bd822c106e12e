"""Shared identifiers: who holds a value, on how many persons it looks to be, and what it may still join.

Everything here is computed before any person is looked at (RESOLUTION.md section 4, fan-out).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import pyarrow as pa

from keerpunt.resolve.excuses import alike, fits, one_slip
from keerpunt.resolve.guards import BIRTH_DATE, GENERATION, GENERATION_YEARS, GIVEN_NAME, Guards, years_apart
from keerpunt.resolve.parties import Party
from keerpunt.resolve.settings import CLASSES, PHONE, IdentifierClass, ResolveSettings
from keerpunt.resolve.validity import Interval, Use, overlapping, slot
from keerpunt.values import names
from keerpunt.values.names import Kind, ParsedName

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
        shared.fan_out = fan_out(shared, parties, guards, settings)
        shared.over_cap = shared.fan_out > shared.rule.cap
        if shared.rule.name == "B":
            intervals = sorted({one for use in shared.uses.values() for one in use.intervals}, key=_interval_key)
            shared.torn = kind == PHONE and overlapping(intervals)
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


def fan_out(shared: SharedValue, parties: Mapping[str, Party], guards: Guards, settings: ResolveSettings) -> int:
    """Count the most mutually incompatible persons on a value inside a sliding window; at least 1.

    The parts of one joint record count as one person on a key that its issuer gives to one holder (class A), since the
    issuer knows both. Counting stops at `fan_out_stop`: no cap is that high.
    """
    holders = [parties[key] for key in sorted(shared.uses)]
    if shared.rule.name == "A":
        holders = [party for party in holders if not party.is_part] or holders[:1]
    if len({profile_of(party) for party in holders}) < 2:
        return 1
    ordered = sorted(holders, key=_specific_first)
    clash = lends if shared.rule.name == "A+" else incompatible
    days = dt.timedelta(days=settings.fan_out_days)
    starts = sorted({start for party in ordered if (start := _start(shared.uses[party.key])) is not None})
    ends = [end for party in ordered if (end := _end(shared.uses[party.key])) is not None]
    if not starts or max(ends, default=starts[-1]) - starts[0] <= days:
        return _incompatible(ordered, guards, settings.fan_out_stop, clash)
    windows = ([p for p in ordered if _within(shared.uses[p.key], start, start + days)] for start in starts)
    return max(_incompatible(holders, guards, settings.fan_out_stop, clash) for holders in windows)


def _specific_first(party: Party) -> tuple[int, int, str, str]:
    """Full names before initials, so that an initial never hides two full names; then by name, never by key alone."""
    full = sum(len(name.full_given) for name in party.names)
    return (-full, -len(party.births), " ".join(party.raw_names), party.key)


def _start(use: Use) -> dt.datetime | None:
    return min((one.start for one in use.intervals if one.start is not None), default=use.first)


def _end(use: Use) -> dt.datetime | None:
    return max((one.end for one in use.intervals if one.end is not None), default=use.last)


def _within(use: Use, begin: dt.datetime, end: dt.datetime) -> bool:
    """An undated use stands in every window."""
    first, last = _start(use), _end(use)
    return (first is None or first <= end) and (last is None or last >= begin)


def _incompatible(
    ordered: Sequence[Party], guards: Guards, stop: int, clash: Callable[[Party, Party, Guards], bool]
) -> int:
    """Greedily collect parties of which no two are compatible; each new one contradicts all before it."""
    chosen: list[Party] = []
    seen: set[object] = set()
    for party in ordered:
        if (profile := profile_of(party)) in seen:
            continue
        seen.add(profile)
        if all(clash(party, other, guards) for other in chosen):
            chosen.append(party)
            if len(chosen) >= stop:
                break
    return max(len(chosen), 1)


def incompatible(left: Party, right: Party, guards: Guards) -> bool:
    """Tell whether names or birth dates of two parties speak against one person.

    A misspelt name or, under one name, a birth date less than a generation away is an error before it is a relative.
    """
    if any(names.compare(a, b).contradicts and not fits(a, b) for a in left.names for b in right.names):
        return True
    if {left.kind, right.kind} == {Kind.ORGANISATION, Kind.PERSON}:
        return True
    hits = [hit for hit in guards.hits(left, right) if hit.hard and hit.code == BIRTH_DATE]
    one = any(alike(a, b) for a in left.names for b in right.names)
    return any(hit.verified or not one or years_apart(hit.left, hit.right) >= GENERATION_YEARS for hit in hits)


def lends(left: Party, right: Party, guards: Guards) -> bool:
    """Tell whether two holders of one national number are two persons, of whom one lent it.

    Another given name or generation says so, and another birth date unless the names agree or documents vouch for both
    dates. Another middle name does not, since brothers are called by two first ones, nor does another surname alone,
    since people marry and clerks misspell; nor does anything beside an equal birth date.
    """
    if {date for date, _ in left.births} & {date for date, _ in right.births}:
        return False
    if {left.kind, right.kind} == {Kind.ORGANISATION, Kind.PERSON}:
        return True
    pairs = [(a, b) for a in left.names for b in right.names]
    called = any(_called_alike(a, b) for a, b in pairs)
    agree = called or any(names.compare(a, b).agrees or one_slip(a, b) for a, b in pairs)
    codes = (GENERATION,) if called else (GIVEN_NAME, GENERATION) if agree else (GIVEN_NAME, GENERATION, BIRTH_DATE)
    return any((hit.hard and hit.code in codes) or hit.verified for hit in guards.hits(left, right))


def _called_alike(left: ParsedName, right: ParsedName) -> bool:
    """Tell whether two names have one first given name and one surname, whatever stands between."""
    if not (left.full_given and right.full_given and left.cores and right.cores):
        return False
    return left.given[0].equals(right.given[0]) and left.cores[-1].equals(right.cores[-1])


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


def look_of(name: ParsedName) -> tuple[object, ...]:
    """Return what guards see of a name; names that look equal are alike to all of them."""
    return (name.kind, name.given, name.particles, name.cores, name.generation, name.script, name.case_lost)


def holdings(values: Iterable[SharedValue], likeness: Mapping[str, int]) -> pa.Table:
    """Return the holders of every value that may join: kind, scope, value, part_key, likeness."""
    rows = [
        {"kind": shared.kind, "scope": shared.scope, "value": shared.value, "part_key": key, "likeness": likeness[key]}
        for shared in values
        if shared.joins
        for key in sorted(shared.uses)
    ]
    return pa.Table.from_pylist(rows, schema=HOLDING)


def number_likeness(values: Iterable[SharedValue], profiles: Mapping[str, int]) -> dict[str, int]:
    """Number the parties that are alike to all guards and hold the same shared values in the same standing.

    Such parties are interchangeable: every pair of one of them has the weight of every pair of another.
    """
    held: dict[str, list[tuple[int, str]]] = {}
    for number, shared in enumerate(values):
        for key in shared.uses:
            held.setdefault(key, []).append((number, shared.slots.get(key, "")))
    numbers: dict[tuple[int, tuple[tuple[int, str], ...]], int] = {}
    return {key: numbers.setdefault((profiles[key], tuple(sorted(own))), len(numbers)) for key, own in held.items()}


def number_profiles(parties: Iterable[Party]) -> dict[str, int]:
    """Number the profiles of parties: party key -> number. The numbers mean nothing but equality."""
    numbers: dict[tuple[object, ...], int] = {}
    return {party.key: numbers.setdefault(profile_of(party), len(numbers)) for party in parties}

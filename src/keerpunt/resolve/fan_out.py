"""On how many persons a shared value looks to be, before any person is looked at (RESOLUTION.md section 4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence

from keerpunt.resolve.excuses import alike, fits, one_slip
from keerpunt.resolve.guards import BIRTH_DATE, GENERATION, GENERATION_YEARS, GIVEN_NAME, Guards, years_apart
from keerpunt.resolve.parties import Party
from keerpunt.resolve.settings import CLASSES, ResolveSettings
from keerpunt.resolve.validity import Use
from keerpunt.values import names
from keerpunt.values.names import Kind, ParsedName

_FIRST, _LAST = dt.datetime.min.replace(tzinfo=dt.UTC), dt.datetime.max.replace(tzinfo=dt.UTC)


def fan_out(
    kind: str, uses: Mapping[str, Use], parties: Mapping[str, Party], guards: Guards, settings: ResolveSettings
) -> int:
    """Count the most mutually incompatible persons on a value inside a sliding window; at least 1.

    The parts of one joint record count as one person on a key that its issuer gives to one holder (class A), since the
    issuer knows both. Counting stops at `fan_out_stop`: no cap is that high, and a window in which so many different
    names and birth dates stand is over every cap, however alike they are. Holders who state the same count once, and
    only windows into which somebody new comes are counted, so work grows as the holders do.
    """
    holders = [parties[key] for key in sorted(uses)]
    name = CLASSES[kind].name
    if name == "A":
        holders = [party for party in holders if not party.is_part] or holders[:1]
    claims: dict[tuple[object, ...], Party] = {}
    for party in sorted(holders, key=_specific_first):
        claims.setdefault(_claim(party), party)
    if len(claims) < 2:
        return 1
    place = {claim: number for number, claim in enumerate(claims)}
    spans = [(place[_claim(party)], *_span(uses[party.key])) for party in holders]
    count = _Count(list(claims.values()), lends if name == "A+" else incompatible, guards, settings.fan_out_stop)
    found = 1
    for window in _windows(spans, dt.timedelta(days=settings.fan_out_days)):
        found = max(found, count.of(window))
        if found >= settings.fan_out_stop:
            break
    return found


def _claim(party: Party) -> tuple[object, ...]:
    """Return what counting looks at: kind, names and birth dates."""
    firms = party.raw_names if party.kind is Kind.ORGANISATION else ()
    return (party.kind, tuple(map(look_of, party.names)), firms, tuple(sorted(party.births)))


def look_of(name: ParsedName) -> tuple[object, ...]:
    """Return what guards see of a name; names that look equal are alike to all of them."""
    return (name.kind, name.given, name.particles, name.cores, name.generation, name.script, name.case_lost)


def _specific_first(party: Party) -> tuple[int, int, str, str]:
    """Full names before initials, so that an initial never hides two full names; then by name, never by key alone."""
    full = sum(len(name.full_given) for name in party.names)
    return (-full, -len(party.births), " ".join(party.raw_names), party.key)


def _span(use: Use) -> tuple[dt.datetime, dt.datetime]:
    """Return from when to when a use stands; an undated one stands in every window."""
    first = min((one.start for one in use.intervals if one.start is not None), default=use.first)
    last = max((one.end for one in use.intervals if one.end is not None), default=use.last)
    return (_FIRST if first is None else first, _LAST if last is None else last)


def _windows(spans: Sequence[tuple[int, dt.datetime, dt.datetime]], days: dt.timedelta) -> Iterator[list[int]]:
    """Return the claims that stand in each window into which a new one came, in order.

    A window begins at an instant from which somebody used the value; one sweep over starts and ends finds them all.
    """
    coming = sorted(spans, key=lambda span: span[1])
    going = sorted(spans, key=lambda span: span[2])
    begins = sorted({start for _, start, _ in spans if start != _FIRST}) or [_FIRST]
    standing: dict[int, int] = {}
    come = gone = 0
    for begin in begins:
        grown = False
        end = begin + days if begin != _FIRST else _LAST
        while come < len(coming) and coming[come][1] <= end:
            claim = coming[come][0]
            grown |= claim not in standing
            standing[claim] = standing.get(claim, 0) + 1
            come += 1
        while gone < len(going) and going[gone][2] < begin:
            claim = going[gone][0]
            standing[claim] -= 1
            if not standing[claim]:
                del standing[claim]
            gone += 1
        if grown:
            yield sorted(standing)


class _Count:
    """Counts the persons of windows; every two claims are compared once."""

    def __init__(
        self, claims: Sequence[Party], clash: Callable[[Party, Party, Guards], bool], guards: Guards, stop: int
    ) -> None:
        self._claims, self._clash, self._guards, self._stop = claims, clash, guards, stop
        self._known: dict[tuple[int, int], bool] = {}

    def of(self, window: Sequence[int]) -> int:
        """Greedily collect claims of which no two are compatible; each new one contradicts all before it."""
        if len(window) > self._stop:
            return self._stop
        chosen: list[int] = []
        for claim in window:
            if all(self._apart(claim, other) for other in chosen):
                chosen.append(claim)
        return max(len(chosen), 1)

    def _apart(self, left: int, right: int) -> bool:
        if (left, right) not in self._known:
            self._known[left, right] = self._clash(self._claims[left], self._claims[right], self._guards)
        return self._known[left, right]


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

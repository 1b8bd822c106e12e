"""Ambiguity: a party tied as well to two sides that exclude each other joins neither (RESOLUTION.md section 6.3).

The tie of a party to a side is the width of its widest path there: the weight of the weakest edge of the path, over
parties that the side does not forbid. This is what climbing the merge tree compares, written so that no order of
edges can matter: `J. de Vries` who shares a card with Jan and with Johanna stays alone, whichever edge comes first.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from keerpunt.resolve.edges import Edge
from keerpunt.resolve.guards import BIRTH_DATE, GENERATION_YEARS, GIVEN_NAME_NEAR, whole_given, years_apart

if TYPE_CHECKING:
    from keerpunt.resolve.cluster import Clash

Neighbours = list[dict[int, float]]


def torn_units(
    units: Sequence[frozenset[str]],
    unit_of: Mapping[str, int],
    edges: Sequence[Edge],
    clash: Clash,
    margin: float,
) -> dict[int, frozenset[int]]:
    """Return, per ambiguous unit, the units it may not join.

    A unit is one party, or several that a human joined. For every two units that a hard guard keeps apart, a third one
    that either would take is barred from both when its widths to them differ by less than `margin` bits.
    """
    kinds = kinds_of(units, clash)
    members: dict[int, list[int]] = {}
    for number, kind in enumerate(kinds):
        members.setdefault(kind, []).append(number)
    forbidden, miswritten = _forbidden(units, members, clash)
    given, dates = ([_stated(unit, clash, births=births) for unit in units] for births in (False, True))
    numbers = [frozenset(token for key in unit for token, _ in clash.parties[key].nationals) for unit in units]
    stated = [one | two | three for one, two, three in zip(given, dates, numbers, strict=True)]
    around = _neighbours(len(units), unit_of, edges)
    widths = {kind: _widths(members[kind], around, others, kinds) for kind, others in sorted(forbidden.items())}
    bars: dict[int, set[int]] = {}

    @cache
    def meets(one: int, two: int, third: int) -> bool:
        """Whether the third one shows that what keeps two sides apart is an error of writing."""
        left, right, between = (units[members[kind][0]] for kind in (one, two, third))
        found = clash.between(left | between, right), clash.between(left, right | between)
        return not any(hits and hits[0].hard for hits in found)

    for kind, others in forbidden.items():
        for other in others:
            for number in _tied(widths[kind], widths[other], margin) if kind < other else ():
                # Neither side forbids the third one; units that look like a side are that side. One that states its
                # own birth date, or given name, is not torn between two of which either may be a miswriting of it.
                own = {BIRTH_DATE: dates, GIVEN_NAME_NEAR: given}.get(miswritten.get((kind, other), ""))
                if (own and own[number]) or kinds[number] in others | forbidden[other]:
                    continue
                if meets(kind, other, kinds[number]):
                    continue
                for side in _not_its_own(stated[number], kind, other, members, stated):
                    bars.setdefault(number, set()).update(members[side])
    return {number: frozenset(barred) for number, barred in sorted(bars.items())}


def _stated(unit: Iterable[str], clash: Clash, *, births: bool) -> frozenset[str]:
    """Return the birth dates, or the full given names, of a unit."""
    parties = [clash.parties[key] for key in unit]
    if births:
        return frozenset(date for party in parties for date, _ in party.births)
    return frozenset(given for party in parties for name in party.names if (given := whole_given(name)))


def _not_its_own(
    own: frozenset[str], kind: int, other: int, members: Mapping[int, Sequence[int]], stated: Sequence[frozenset[str]]
) -> tuple[int, ...]:
    """Return the sides that a third one may not join: both, unless it states what sets one side apart from the other.

    `Jan de Vries` is not torn between Jan and Johanna; `J. de Vries` is. Nor is one with the national number of a side.
    """
    left, right = stated[members[kind][0]], stated[members[other][0]]
    with_left, with_right = bool(own & (left - right)), bool(own & (right - left))
    if with_left == with_right:
        return (kind, other)
    return (other,) if with_left else (kind,)


def kinds_of(units: Sequence[frozenset[str]], clash: Clash) -> list[int]:
    """Number units so that equal numbers look alike to every guard."""
    numbers: dict[frozenset[int], int] = {}
    return [numbers.setdefault(frozenset(clash.profiles[key] for key in unit), len(numbers)) for unit in units]


def _forbidden(
    units: Sequence[frozenset[str]], members: Mapping[int, Sequence[int]], clash: Clash
) -> tuple[dict[int, frozenset[int]], dict[tuple[int, int], str]]:
    """Return the kinds that each kind may not meet, and the guard of pairs that an error of writing may keep apart."""
    found: dict[int, set[int]] = {}
    miswritten: dict[tuple[int, int], str] = {}
    kinds = sorted(members)
    for index, kind in enumerate(kinds):
        for other in kinds[index + 1 :]:
            hits = clash.between(units[members[kind][0]], units[members[other][0]])
            if hits and hits[0].hard:
                found.setdefault(kind, set()).add(other)
                found.setdefault(other, set()).add(kind)
                code = hits[0].code
                near = code == BIRTH_DATE and years_apart(hits[0].left, hits[0].right) < GENERATION_YEARS
                if near or code == GIVEN_NAME_NEAR:
                    miswritten[kind, other] = code
    return {kind: frozenset(others) for kind, others in found.items()}, miswritten


def _neighbours(size: int, unit_of: Mapping[str, int], edges: Sequence[Edge]) -> Neighbours:
    around: Neighbours = [{} for _ in range(size)]
    for edge in edges:
        left, right = unit_of[edge.left], unit_of[edge.right]
        weight = edge.weight or 0.0
        if left != right:
            around[left][right] = max(around[left].get(right, 0.0), weight)
            around[right][left] = max(around[right].get(left, 0.0), weight)
    return around


def _widths(
    sources: Sequence[int], around: Neighbours, forbidden: frozenset[int], kinds: Sequence[int]
) -> dict[int, float]:
    """Return the width of the widest path from any source to each unit, over units the sources do not forbid."""
    width: dict[int, float] = {}
    queue = [(-float("inf"), number) for number in sources]
    heapq.heapify(queue)
    while queue:
        negative, number = heapq.heappop(queue)
        if number in width:
            continue
        width[number] = -negative
        for neighbour, weight in around[number].items():
            if neighbour not in width and kinds[neighbour] not in forbidden:
                heapq.heappush(queue, (max(negative, -weight), neighbour))
    return width


def _tied(left: Mapping[int, float], right: Mapping[int, float], margin: float) -> list[int]:
    return sorted(number for number in left.keys() & right.keys() if abs(left[number] - right[number]) < margin)

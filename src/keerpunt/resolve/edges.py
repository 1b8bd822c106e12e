"""Edges: what two parties share, whether their names agree, and the weight that follows (RESOLUTION.md section 4)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from keerpunt.resolve.identifiers import SharedValue, ValueKey
from keerpunt.resolve.identifying import is_household
from keerpunt.resolve.likeness import Likeness
from keerpunt.resolve.parties import Party
from keerpunt.resolve.settings import ResolveSettings
from keerpunt.resolve.validity import INSIDE, NO_INTERVAL, RECYCLED, validity
from keerpunt.values import names
from keerpunt.values.names import Level

KEY_EQUAL, LINKED, HUMAN, POSSIBLE_SAME = "key_equal", "linked", "human", "possible_same"
PAYER = "payer"
"""Role of a party whose payments state no birth date."""
LEVELS = tuple(sorted(Level, key=lambda level: level.rank))
"""Levels of names, the surest first."""


@dataclass(frozen=True, slots=True)
class Ground:
    """One shared identifier of a pair: its class, fan-out, validity and the weight it adds."""

    kind: str
    class_name: str
    fan_out: int
    validity: str
    weight: float


@dataclass(slots=True)
class Edge:
    """An edge between two parties; `weight` is the sum of its grounds, rounded to 4 decimals.

    `refused_by` names the guard that kept it from joining, `clash` the values that clashed.
    """

    left: str
    right: str
    kind: str
    weight: float | None
    level: Level = Level.UNKNOWN
    grounds: tuple[Ground, ...] = ()
    refused_by: str = ""
    clash: tuple[str, str] = ("", "")
    notes: dict[str, Any] = field(default_factory=dict)
    likeness: Likeness | None = None

    @property
    def weighed(self) -> frozenset[str]:
        """Fields that the weight counts already, so that a soft guard on the same field does not count them again."""
        return frozenset() if self.likeness is None else self.likeness.weighed

    @property
    def order(self) -> tuple[float, str, str, str]:
        """Heaviest first, then by kind and keys."""
        return (-(self.weight or 0.0), self.kind, self.left, self.right)


def best_level(left: Party, right: Party) -> Level:
    """Return the best level at which any name of one agrees with any name of the other."""
    births = bool({date for date, _ in left.births} & {date for date, _ in right.births})
    found = [names.compare(a, b, births_equal=births) for a in left.names for b in right.names]
    return min(found, key=lambda level: level.rank, default=Level.UNKNOWN)


def ground(shared: SharedValue, left: str, right: str, settings: ResolveSettings) -> Ground | None:
    """Return what a shared value adds to a pair, None where the value was handed on between the two uses."""
    weight = shared.rule.weight - math.log2(max(1, shared.fan_out))
    state = ""
    if shared.rule.name == "B":
        state = validity(shared.slots.get(left, ""), shared.slots.get(right, ""))
        if state == RECYCLED:
            return None
        if state == NO_INTERVAL:
            weight -= settings.no_interval_penalty
    return Ground(shared.kind, shared.rule.name, shared.fan_out, state, round(weight, 4))


def pair_grounds(
    pairs: Iterable[Mapping[str, Any]], values: Mapping[ValueKey, SharedValue], settings: ResolveSettings
) -> dict[tuple[str, str], list[Ground]]:
    """Return what each candidate pair shares, the strongest of each kind, strongest kind first."""
    grounds: dict[tuple[str, str], dict[str, Ground]] = {}
    for row in pairs:
        left, right = row["left_key"], row["right_key"]
        found = ground(values[(row["kind"], row["scope"], row["value"])], left, right, settings)
        if found is not None:
            best = grounds.setdefault((left, right), {})
            if found.kind not in best or best[found.kind].weight < found.weight:
                best[found.kind] = found
    return {pair: sorted(kinds.values(), key=strongest_first) for pair, kinds in sorted(grounds.items())}


def score(
    grounds: Mapping[tuple[str, str], Sequence[Ground]], parties: Mapping[str, Party], settings: ResolveSettings
) -> list[Edge]:
    """Turn what pairs share into edges, one per pair, sorted; pairs whose names do not allow it give none.

    An edge under `merge_floor`, and one whose names are merely alike (N4, N5), is `possible_same` without weight.
    """
    edges = [
        edge
        for (left, right), found in grounds.items()
        if (edge := weigh(parties[left], parties[right], found, settings)) is not None
    ]
    return sorted(edges, key=lambda edge: edge.order)


def strongest_first(found: Ground) -> tuple[float, str]:
    """Return what the grounds of a pair are sorted by."""
    return (-found.weight, found.kind)


def weigh(left: Party, right: Party, grounds: Iterable[Ground], settings: ResolveSettings) -> Edge | None:
    """Return the edge of a pair from its grounds, strongest kind first, None where nothing may join them."""
    level, shared = best_level(left, right), tuple(grounds)
    payer = PAYER in (left.role, right.role)
    if payer and is_household(shared, left.mailboxes, right.mailboxes):
        return None if level.contradicts else Edge(left.key, right.key, POSSIBLE_SAME, None, level, shared)
    part = left.is_part or right.is_part
    return weigh_at(level, left.key, right.key, shared, settings, part=part, payer=payer)


def weigh_at(
    level: Level,
    left: str,
    right: str,
    grounds: tuple[Ground, ...],
    settings: ResolveSettings,
    *,
    part: bool,
    payer: bool = False,
) -> Edge | None:
    """Return the edge of a pair whose names agree at a level.

    `part`: one of them is one holder of a joint name; `payer`: one of them is a payer.
    """
    allowed = tuple(found for found in grounds if allows(found, level, grounds, part=part, payer=payer))
    if not allowed:
        likely = level in (Level.N3, Level.N4, Level.N5) and bool(grounds)
        return Edge(left, right, POSSIBLE_SAME, None, level, grounds) if likely else None
    weight = round(sum(found.weight for found in allowed), 4)
    if weight < settings.merge_floor:
        return Edge(left, right, POSSIBLE_SAME, None, level, allowed)
    kind = KEY_EQUAL if any(found.class_name == "A" for found in allowed) else LINKED
    return Edge(left, right, kind, weight, level, allowed)


def allows(found: Ground, level: Level, grounds: tuple[Ground, ...], *, part: bool, payer: bool = False) -> bool:
    """Tell whether a shared identifier may join at this level of name agreement.

    Class A is its issuer's word for one holder. Everything else needs names that agree; a contact inside its holder's
    interval also joins where the names say nothing or are merely alike and a second contact says the same. One holder
    of a joint name is always told by name. Initials of a payer agree too little with a contact that no provider bounds:
    spouses share telephone, mailbox and device, and often the initial (ADR 0020). A joint name states both spouses.
    """
    if level.agrees:
        bare = payer and not part and level is Level.N3
        return not (bare and found.class_name == "B" and found.validity == NO_INTERVAL)
    if level.contradicts or part:
        return False
    if found.class_name == "A":
        return True
    seconds = {other.kind for other in grounds if other.class_name == "B" and other.validity == INSIDE}
    return found.class_name == "B" and found.validity == INSIDE and len(seconds) > 1

"""Relations by address: who lives where somebody else lives, told apart from who may be the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from keerpunt.resolve.edges import POSSIBLE_SAME, Edge, best_level
from keerpunt.resolve.guards import Guards
from keerpunt.resolve.parties import Party
from keerpunt.resolve.relations import Grouping, spread
from keerpunt.resolve.settings import ResolveSettings
from keerpunt.values import address
from keerpunt.values.address import AddressKey
from keerpunt.values.names import Kind, Level

HOUSEHOLD, SHARED_ADDRESS = "household", "shared_address"
Span = tuple[dt.date | None, dt.date | None]


@dataclass(slots=True)
class AddressRelations:
    """Edges, and the parties that could as well be either of two different people at their address."""

    edges: list[Edge]
    ambiguous: set[str] = field(default_factory=set)


def address_relations(
    rows: Iterable[Mapping[str, Any]],
    parties: Mapping[str, Party],
    grouping: Grouping,
    guards: Guards,
    settings: ResolveSettings,
) -> AddressRelations:
    """Relate identities at one address.

    `household` where the names are of different persons, `shared_address` where they may be one; an agreeing name at
    one address is `possible_same` too, never a reason to join. An identity known by initials only that fits two
    different people of its address is ambiguous. Tenants whose stated periods do not meet are not related.
    """
    living: dict[AddressKey, dict[str, list[Span]]] = {}
    for row in rows:
        key = address.normalise(row["line1"], row["postcode"], row["country"])
        if key is not None:
            living.setdefault(key, {}).setdefault(row["part_key"], []).append((row["day_from"], row["day_to"]))
    found: dict[tuple[str, str, str], Edge] = {}
    result = AddressRelations([])
    for key in sorted(living, key=lambda one: (one.country, one.postcode, one.numbers)):
        spans = living[key]
        keys = grouping.one_each(spans)
        pairs, shown = spread(keys, settings)
        crowded = len(keys) > settings.relation_pairs
        alike: dict[str, list[str]] = {}
        for left, right in pairs:
            if parties[left].record == parties[right].record or not _met(spans[left], spans[right]):
                continue
            level = best_level(parties[left], parties[right])
            kind = HOUSEHOLD if not crowded and _different(parties[left], parties[right], level) else SHARED_ADDRESS
            notes = {"holders": len(keys), "shown": shown}
            found.setdefault((left, right, kind), Edge(left, right, kind, None, level, notes=notes))
            if level.agrees and not crowded:
                same = Edge(left, right, POSSIBLE_SAME, None, level, notes={"address": True})
                found.setdefault((left, right, POSSIBLE_SAME), same)
                alike.setdefault(left, []).append(right)
                alike.setdefault(right, []).append(left)
        result.ambiguous |= {one for one, others in alike.items() if _torn(parties, grouping, one, others, guards)}
    result.edges = [found[name] for name in sorted(found)]
    return result


def _met(left: list[Span], right: list[Span]) -> bool:
    """Whether any two stays may have met; an end that is not stated excludes nothing."""
    return any(
        not (a_to is not None and b_from is not None and a_to < b_from)
        and not (b_to is not None and a_from is not None and b_to < a_from)
        for a_from, a_to in left
        for b_from, b_to in right
    )


def _different(left: Party, right: Party, level: Level) -> bool:
    return left.kind is right.kind is Kind.PERSON and level.contradicts


def _torn(parties: Mapping[str, Party], grouping: Grouping, key: str, others: list[str], guards: Guards) -> bool:
    if any(name.full_given for mate in grouping.mates(key) for name in parties[mate].names):
        return False
    return any(hit.hard for a, b in combinations(others, 2) for hit in guards.hits(parties[a], parties[b]))


def household_relations(
    references: Mapping[str, set[tuple[str, str]]], parties: Mapping[str, Party], grouping: Grouping
) -> list[Edge]:
    """Relate customers that a register names as one household, where the reference is a customer that answered."""
    found: set[tuple[str, str]] = set()
    for key, named in references.items():
        for provider, reference in named:
            for other in (f"subscriber:{provider}:{reference}{suffix}" for suffix in ("", "#1", "#2")):
                if other in parties and grouping.of[other] != grouping.of[key]:
                    found.add((min(key, other), max(key, other)))
    notes = {"register": True}
    return [Edge(left, right, HOUSEHOLD, None, notes=dict(notes)) for left, right in sorted(found)]

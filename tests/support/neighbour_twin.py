"""Relations by address and name, worked out one address and one name at a time: the slow twin of `neighbours`."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import Any

from keerpunt.resolve.edges import best_level
from keerpunt.resolve.guards import Guards
from keerpunt.resolve.parties import Party
from keerpunt.resolve.relations import Grouping, spread
from keerpunt.resolve.settings import ResolveSettings
from keerpunt.values import address
from keerpunt.values.names import Kind

Relation = tuple[str, str, str]


def by_address(
    rows: list[dict[str, Any]],
    parties: Mapping[str, Party],
    grouping: Grouping,
    guards: Guards,
    settings: ResolveSettings,
) -> tuple[dict[Relation, dict[str, Any]], set[str]]:
    """`rows` of address_use; returns notes and level per relation, and the ambiguous parties."""
    living: dict[Any, dict[str, list[Any]]] = {}
    for row in rows:
        key = address.normalise(row["line1"], row["postcode"], row["country"])
        if key is not None:
            living.setdefault(key, {}).setdefault(row["part_key"], []).append((row["day_from"], row["day_to"]))
    found: dict[Relation, dict[str, Any]] = {}
    ambiguous: set[str] = set()
    for key in sorted(living, key=lambda one: (one.country, one.postcode, one.numbers)):
        spans = living[key]
        keys = grouping.one_each(spans)
        pairs, shown = spread(keys, settings)
        crowded = len(keys) > settings.relation_pairs
        alike: dict[str, list[str]] = {}
        for left, right in pairs:
            one, other = parties[left], parties[right]
            if one.record == other.record or not met(spans[left], spans[right]):
                continue
            level = best_level(one, other)
            different = one.kind is other.kind is Kind.PERSON and level.contradicts
            kind = "household" if not crowded and different else "shared_address"
            notes = {"holders": len(keys), "shown": shown, "name_level": level.value}
            found.setdefault((left, right, kind), notes)
            if level.agrees and not crowded:
                found.setdefault((left, right, "possible_same"), {"address": True, "name_level": level.value})
                alike.setdefault(left, []).append(right)
                alike.setdefault(right, []).append(left)
        ambiguous |= {one for one, others in alike.items() if torn(parties, grouping, one, others, guards)}
    return found, ambiguous


def met(left: list[Any], right: list[Any]) -> bool:
    return any(
        (a_to is None or b_from is None or a_to >= b_from) and (b_to is None or a_from is None or b_to >= a_from)
        for a_from, a_to in left
        for b_from, b_to in right
    )


def torn(parties: Mapping[str, Party], grouping: Grouping, key: str, others: list[str], guards: Guards) -> bool:
    if any(name.full_given for mate in grouping.mates(key) for name in parties[mate].names):
        return False
    return any(hit.hard for a, b in combinations(others, 2) for hit in guards.hits(parties[a], parties[b]))


def by_name(
    parties: Mapping[str, Party], grouping: Grouping, settings: ResolveSettings
) -> dict[Relation, dict[str, Any]]:
    bearers: dict[str, set[str]] = {}
    for key, party in parties.items():
        for name in party.names:
            if name.key:
                bearers.setdefault(name.key, set()).add(key)
    found: dict[Relation, dict[str, Any]] = {}
    for name_key in sorted(bearers):
        keys = grouping.one_each(bearers[name_key])
        pairs, shown = spread(keys, settings)
        for left, right in pairs:
            level = best_level(parties[left], parties[right])
            notes = {"holders": len(keys), "shown": shown, "name_level": level.value}
            found.setdefault((left, right, "name_twin"), notes)
    return found

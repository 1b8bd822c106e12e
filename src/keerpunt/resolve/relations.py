"""Relations between identities: what they share without being one person (RESOLUTION.md section 5).

Relations never join. A value shared by many gives a star with a stated count, never all pairs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from keerpunt.resolve.edges import Edge, Ground, best_level
from keerpunt.resolve.identifiers import SharedValue
from keerpunt.resolve.parties import Party
from keerpunt.resolve.settings import ResolveSettings

JOINT_HOLDER = "joint_holder"


@dataclass(frozen=True, slots=True)
class Grouping:
    """Which parties are one identity: `clusters` of party keys, and the cluster number `of` each party."""

    clusters: Sequence[tuple[str, ...]]
    of: Mapping[str, int]

    @classmethod
    def build(cls, clusters: Sequence[tuple[str, ...]]) -> Grouping:
        """Number the clusters in their order."""
        return cls(clusters, {key: number for number, keys in enumerate(clusters) for key in keys})

    def one_each(self, keys: Iterable[str]) -> list[str]:
        """Return the smallest key of each cluster among the keys, sorted."""
        first: dict[int, str] = {}
        for key in sorted(keys):
            first.setdefault(self.of[key], key)
        return sorted(first.values())

    def mates(self, key: str) -> tuple[str, ...]:
        """Return every party of the cluster a party stands in."""
        return self.clusters[self.of[key]]


def spread(keys: Sequence[str], settings: ResolveSettings) -> tuple[Iterator[tuple[str, str]], int]:
    """Return the pairs to show for keys that share something, and how many keys they reach.

    All pairs up to `relation_pairs` keys, then a star on the first one, at most `relation_cap` edges.
    """
    if len(keys) <= settings.relation_pairs:
        return combinations(keys, 2), len(keys)
    shown = keys[1 : settings.relation_cap + 1]
    return ((keys[0], key) for key in shown), len(shown) + 1


def shared_relations(
    values: Iterable[SharedValue],
    parties: Mapping[str, Party],
    grouping: Grouping,
    settings: ResolveSettings,
) -> list[Edge]:
    """Return one relation per pair and kind for identifiers that stand in more than one identity."""
    found: dict[tuple[str, str, str], Edge] = {}
    for shared in values:
        keys = grouping.one_each(shared.uses)
        pairs, shown = spread(keys, settings)
        reason = Ground(shared.kind, shared.rule.name, shared.fan_out, "", 0.0)
        for left, right in pairs:
            if parties[left].record == parties[right].record:
                continue
            name = (left, right, shared.rule.relation)
            edge = found.get(name)
            if edge is None:
                level = best_level(parties[left], parties[right])
                edge = found[name] = Edge(left, right, shared.rule.relation, None, level)
            edge.grounds = (*edge.grounds, reason)
            known = edge.notes.get("holders", 0)
            if len(keys) > known:
                edge.notes.update({"holders": len(keys), "shown": shown})
            edge.notes["over_cap"] = edge.notes.get("over_cap", False) or shared.over_cap
    return [found[name] for name in sorted(found)]


def joint_relations(parties: Mapping[str, Party]) -> list[Edge]:
    """Return the relation between the two parts of each joint record."""
    keys = sorted(key for key, party in parties.items() if party.suffix == "#1")
    return [Edge(key, f"{key[:-1]}2", JOINT_HOLDER, None) for key in keys]

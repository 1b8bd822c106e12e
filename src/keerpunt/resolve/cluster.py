"""Guarded clustering: edges join parties unless a guard or an ambiguity forbids it (RESOLUTION.md section 6).

Order plays no part: edges of one weight are looked at together, and a party that is tied as well to two sides that
exclude each other joins neither. A component without any clash joins as a whole; only contested ones are taken apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from keerpunt.resolve.ambiguity import kinds_of, torn_units
from keerpunt.resolve.crowd import crowded_edges
from keerpunt.resolve.edges import Edge
from keerpunt.resolve.excuses import EXCUSABLE, Common
from keerpunt.resolve.guards import AMBIGUOUS, HUMAN_NEGATIVE, HUMAN_UNSURE, Guards, Hit
from keerpunt.resolve.judgements import NEGATIVE, UNSURE, Constraints, Pair, components
from keerpunt.resolve.parties import Party
from keerpunt.resolve.scored import link_floor
from keerpunt.resolve.settings import ResolveSettings


@dataclass(slots=True)
class Clustering:
    """`clusters`: every party key once, in sorted tuples, sorted. `ambiguous`: parties that stay alone for ambiguity.

    `overrides`: guards that a human positive overrode, per pair. `n_contested`: components that had to be taken apart.
    """

    clusters: list[tuple[str, ...]]
    ambiguous: frozenset[str]
    overrides: dict[tuple[str, str], tuple[str, ...]]
    n_components: int
    n_contested: int


@dataclass(slots=True)
class Clash:
    """Looks up what forbids two parties to meet; every pair of profiles is examined once."""

    parties: Mapping[str, Party]
    profiles: Mapping[str, int]
    guards: Guards
    constraints: Constraints
    _seen: dict[tuple[int, int], tuple[Hit, ...]] = field(default_factory=dict)

    def hits(self, left: str, right: str) -> tuple[Hit, ...]:
        """Return the guards between two parties, a human negative before all others."""
        if left in self.constraints.judged and self.constraints.of(left, right) == NEGATIVE:
            return (Hit(HUMAN_NEGATIVE),)
        key = (self.profiles[left], self.profiles[right])
        if key not in self._seen:
            self._seen[key] = self.guards.hits(self.parties[left], self.parties[right])
        return self._seen[key]

    def between(self, left: Iterable[str], right: Iterable[str]) -> tuple[Hit, ...]:
        """Return the guards between two clusters: the first hard one alone, else every soft one once."""
        soft: dict[str, Hit] = {}
        ones, others = self.distinct(left), self.distinct(right)
        common: Common | None = None
        for a in ones:
            for b in others:
                for found in self.hits(a, b):
                    hit: Hit | None = found
                    if found.code in EXCUSABLE:
                        common = common or Common.of(self._of(ones), self._of(others))
                        hit = common.excuse(found)
                    if hit is not None and hit.hard:
                        return (hit,)
                    if hit is not None:
                        soft.setdefault(hit.code, hit)
        return tuple(soft[code] for code in sorted(soft))

    def _of(self, keys: Iterable[str]) -> list[Party]:
        return [self.parties[key] for key in keys]

    def distinct(self, keys: Iterable[str]) -> list[str]:
        """Return one key per profile, sorted."""
        first: dict[int, str] = {}
        for key in sorted(keys):
            first.setdefault(self.profiles[key], key)
        return sorted(first.values())


def cluster(clash: Clash, edges: Sequence[Edge], settings: ResolveSettings) -> Clustering:
    """Cluster the parties of `clash` by edges; sets `refused_by` and `clash` on edges that did not join.

    `edges`: those with weight at or over the floor, any order. Human positives that are honoured join first.
    """
    constraints = clash.constraints
    links = {(edge.left, edge.right) for edge in edges} | set(constraints.honoured)
    found: list[tuple[str, ...]] = []
    ambiguous: set[str] = set()
    contested = 0
    parts = components(links)
    by_component = _edges_of(parts, edges)
    honoured = _pairs_of(parts, constraints.honoured)
    for component, inner, positives in zip(parts, by_component, honoured, strict=True):
        if _peaceful(component, clash, constraints):
            found.append(tuple(sorted(component)))
            continue
        contested += 1
        split, torn = take_apart(component, inner, positives, clash, settings)
        found.extend(split)
        ambiguous |= torn
    linked = {key for group in found for key in group}
    found.extend((key,) for key in clash.parties if key not in linked)
    overrides = _overrides(constraints, clash)
    return Clustering(sorted(found), frozenset(ambiguous), overrides, len(parts), contested)


def _edges_of(parts: Sequence[set[str]], edges: Iterable[Edge]) -> list[list[Edge]]:
    place = {key: index for index, component in enumerate(parts) for key in component}
    found: list[list[Edge]] = [[] for _ in parts]
    for edge in edges:
        found[place[edge.left]].append(edge)
    return found


def _pairs_of(parts: Sequence[set[str]], pairs: Iterable[Pair]) -> list[list[Pair]]:
    place = {key: index for index, component in enumerate(parts) for key in component}
    found: list[list[Pair]] = [[] for _ in parts]
    for keys in pairs:
        found[place[keys[0]]].append(keys)
    return found


def _peaceful(component: set[str], clash: Clash, constraints: Constraints) -> bool:
    """Whether no guard and no judgement speaks against the component as a whole."""
    if not constraints.judged.isdisjoint(component):
        return False
    distinct = clash.distinct(component)
    return not any(clash.hits(a, b) for index, a in enumerate(distinct) for b in distinct[index + 1 :])


def _overrides(constraints: Constraints, clash: Clash) -> dict[tuple[str, str], tuple[str, ...]]:
    found = {keys: tuple(sorted({hit.code for hit in clash.hits(*keys)})) for keys in sorted(constraints.honoured)}
    return {keys: codes for keys, codes in found.items() if codes}


def take_apart(
    component: set[str],
    edges: Sequence[Edge],
    positives: Sequence[Pair],
    clash: Clash,
    settings: ResolveSettings,
) -> tuple[list[tuple[str, ...]], set[str]]:
    """Cluster one contested component; returns its clusters and the parties that are ambiguous.

    `positives`: the honoured ones of its parties. A crowd falls apart at its weakest edges first, whose ends are
    ambiguous.
    """
    units = [frozenset(unit) for unit in components(positives)]
    joined = {key for unit in units for key in unit}
    units += [frozenset((key,)) for key in sorted(component - joined)]
    unit_of = {key: number for number, unit in enumerate(units) for key in unit}
    open_edges = [edge for edge in edges if not _unsure(edge, clash.constraints)]
    crowded = crowded_edges(kinds_of(units, clash), unit_of, open_edges, settings.contested_kinds)
    if crowded:
        return _part_by_part(component, open_edges, (positives, crowded), clash, settings)
    bars = torn_units(units, unit_of, open_edges, clash, settings.ambiguity_margin)
    state = _State(units, unit_of, bars, clash, settings)
    for _, batch in groupby(sorted(open_edges, key=lambda edge: edge.order), key=lambda edge: edge.weight):
        state.join_batch(list(batch))
    ambiguous = {key for number in bars for key in units[number]} | state.ambiguous
    return [tuple(sorted(keys)) for keys in state.clusters()], ambiguous


def _part_by_part(
    component: set[str],
    edges: Sequence[Edge],
    ties: tuple[Sequence[Pair], frozenset[Pair]],
    clash: Clash,
    settings: ResolveSettings,
) -> tuple[list[tuple[str, ...]], set[str]]:
    """Cluster what is left of a crowd; `ties`: the positives, and the pairs whose edges are left out."""
    positives, crowded = ties
    kept = [edge for edge in edges if (edge.left, edge.right) not in crowded]
    for edge in edges:
        if (edge.left, edge.right) in crowded:
            edge.refused_by = AMBIGUOUS
    ambiguous = {key for keys in crowded for key in keys}
    parts = components([*((edge.left, edge.right) for edge in kept), *positives])
    found: list[tuple[str, ...]] = [(key,) for key in sorted(component.difference(*parts))]
    for part, inner, own in zip(parts, _edges_of(parts, kept), _pairs_of(parts, positives), strict=True):
        split, torn = take_apart(part, inner, own, clash, settings)
        found.extend(split)
        ambiguous |= torn
    return found, ambiguous


def _unsure(edge: Edge, constraints: Constraints) -> bool:
    if constraints.of(edge.left, edge.right) != UNSURE:
        return False
    edge.refused_by = HUMAN_UNSURE
    return True


class _State:
    """The clusters of one component while its edges are looked at, heaviest first."""

    def __init__(
        self,
        units: Sequence[frozenset[str]],
        unit_of: Mapping[str, int],
        bars: Mapping[int, frozenset[int]],
        clash: Clash,
        settings: ResolveSettings,
    ) -> None:
        self._units, self._unit_of, self._bars = units, unit_of, dict(bars)
        self._clash, self._settings = clash, settings
        self._root = list(range(len(units)))
        self._members: dict[int, set[int]] = {number: {number} for number in range(len(units))}
        self.ambiguous: set[str] = set()

    def clusters(self) -> list[set[str]]:
        """Return the parties of each cluster."""
        return [self._parties(root) for root in sorted(self._members)]

    def join_batch(self, batch: Sequence[Edge]) -> None:
        """Look at all edges of one weight: join what may join as a whole, refuse the rest."""
        open_edges: list[tuple[Edge, tuple[int, int]]] = []
        for edge in batch:
            left, right = self._root[self._unit_of[edge.left]], self._root[self._unit_of[edge.right]]
            if left != right and not self._refused(edge, left, right):
                open_edges.append((edge, (left, right)))
        for group in components(roots for _, roots in open_edges):
            if len(group) == 2 or self._whole(sorted(group), batch):
                self._join(sorted(group))
                continue
            self._bar(group)
            for edge, (left, _) in open_edges:
                if left in group:
                    edge.refused_by = AMBIGUOUS

    def _bar(self, roots: set[int]) -> None:
        """Clusters that one weight ties together though not all may meet: nothing says which of them belong."""
        for root in roots:
            self.ambiguous |= self._parties(root)
            others = frozenset(number for other in roots - {root} for number in self._members[other])
            for number in self._members[root]:
                self._bars[number] = self._bars.get(number, frozenset()) | others

    def _parties(self, root: int) -> set[str]:
        return {key for number in self._members[root] for key in self._units[number]}

    def _refused(self, edge: Edge, left: int, right: int) -> bool:
        code, clash = self._forbids(left, right, self._surplus(edge), edge.weighed)
        edge.refused_by, edge.clash = code, clash
        return bool(code)

    def _surplus(self, edge: Edge) -> float:
        """Return what an edge has over the floor from which its like are edges at all."""
        by_model = None if edge.likeness is None or edge.grounds else edge.likeness.model
        floor = self._settings.merge_floor if by_model is None else link_floor(by_model, self._settings)
        return (edge.weight or 0.0) - floor

    def _forbids(self, left: int, right: int, surplus: float, weighed: frozenset[str]) -> tuple[str, tuple[str, str]]:
        """Return the guard between two clusters that an edge would join, empty if none; `weighed` are in its weight."""
        hits = self._clash.between(self._parties(left), self._parties(right))
        if hits and hits[0].hard:
            return hits[0].code, (hits[0].left, hits[0].right)
        if self._barred(left, right) or self._barred(right, left):
            return AMBIGUOUS, ("", "")
        # Opposed soft guards add up: each takes its penalty from what the edge has over the floor.
        counted = [hit for hit in hits if hit.code not in weighed]
        if counted and len(counted) * self._settings.soft_penalty > surplus:
            return counted[0].code, (counted[0].left, counted[0].right)
        return "", ("", "")

    def _barred(self, left: int, right: int) -> bool:
        return any(not self._bars[n].isdisjoint(self._members[right]) for n in self._members[left] if n in self._bars)

    def _whole(self, roots: Sequence[int], batch: Sequence[Edge]) -> bool:
        """Whether the clusters may all become one at this weight."""
        surplus = min(map(self._surplus, batch))
        weighed = frozenset.intersection(*(edge.weighed for edge in batch))
        return not any(
            self._forbids(a, b, surplus, weighed)[0] for index, a in enumerate(roots) for b in roots[index + 1 :]
        )

    def _join(self, roots: Sequence[int]) -> None:
        first = roots[0]
        for root in roots[1:]:
            moved = self._members.pop(root)
            self._members[first] |= moved
            for number in moved:
                self._root[number] = first

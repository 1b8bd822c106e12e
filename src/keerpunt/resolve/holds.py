"""What holds a cluster together: the strongest tree of its edges, and the weakest edge that holds each party in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from keerpunt.resolve.edges import HUMAN, KEY_EQUAL, LINKED, Edge

STATED = "stated_in_record"
_BASIS_RANK = {STATED: 0, KEY_EQUAL: 1, LINKED: 2, HUMAN: 3}


@dataclass(frozen=True, slots=True)
class Hold:
    """How a party hangs on the senior one: the weakest weight on the way, and the least certain kind of edge."""

    basis: str
    weight: float | None

    def then(self, basis: str, weight: float | None) -> Hold:
        """Go one edge further."""
        known = [w for w in (self.weight, weight) if w is not None]
        return Hold(max(self.basis, basis, key=_BASIS_RANK.__getitem__), min(known, default=None))


def strongest_tree(keys: Sequence[str], edges: Sequence[Edge]) -> dict[str, list[Edge]]:
    """Return the edges of a maximum spanning tree per party; human edges count before all others."""
    root = {key: key for key in keys}

    def find(key: str) -> str:
        while root[key] != key:
            root[key] = root[root[key]]
            key = root[key]
        return key

    tree: dict[str, list[Edge]] = {key: [] for key in keys}
    for edge in sorted(edges, key=lambda one: (one.kind != HUMAN, *one.order)):
        left, right = find(edge.left), find(edge.right)
        if left != right:
            root[right] = left
            tree[edge.left].append(edge)
            tree[edge.right].append(edge)
    return tree


def holds(senior: str, tree: Mapping[str, Sequence[Edge]]) -> dict[str, Hold]:
    """Return how each party hangs on the senior one.

    The senior party itself is held by its strongest edge; alone it has no weight.
    """
    weights = [edge.weight for edge in tree[senior] if edge.weight is not None]
    found = {senior: Hold(STATED, None)}
    queue = [senior]
    while queue:
        key = queue.pop()
        for edge in tree[key]:
            other = edge.right if edge.left == key else edge.left
            if other not in found:
                found[other] = found[key].then(edge.kind, edge.weight)
                queue.append(other)
    found[senior] = Hold(STATED, max(weights, default=None))
    return found


def mark_bridges(keys: Sequence[str], edges: Sequence[Edge]) -> None:
    """Note on each edge whether it alone joins two parts of its cluster (`bridge`), by depth-first low links."""
    around: dict[str, list[int]] = {key: [] for key in keys}
    for number, edge in enumerate(edges):
        around[edge.left].append(number)
        around[edge.right].append(number)
        edge.notes["bridge"] = False
    depth: dict[str, int] = {}
    low: dict[str, int] = {}
    for start in keys:
        if start in depth:
            continue
        depth[start] = low[start] = 0
        stack = [(start, -1, iter(around[start]))]
        while stack:
            key, came_by, rest = stack[-1]
            for number in rest:
                edge = edges[number]
                other = edge.right if edge.left == key else edge.left
                if number == came_by:
                    continue
                if other in depth:
                    low[key] = min(low[key], depth[other])
                    continue
                depth[other] = low[other] = depth[key] + 1
                stack.append((other, number, iter(around[other])))
                break
            else:
                stack.pop()
                if stack:
                    above = stack[-1][0]
                    low[above] = min(low[above], low[key])
                    edges[came_by].notes["bridge"] = low[key] > depth[above]

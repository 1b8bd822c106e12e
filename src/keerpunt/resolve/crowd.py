"""Bounds the work on a crowd: a contested component of very many different records falls apart at its weakest edges.

Who may not meet whom is asked of every two kinds of records of a component. A mailbox chain of thousands of made-up
names or birth dates would make millions of such questions, and nothing to be found there would be evidence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from keerpunt.resolve.edges import Edge
from keerpunt.resolve.judgements import components


def crowded_edges(
    kinds: Sequence[int], unit_of: Mapping[str, int], edges: Sequence[Edge], most: int
) -> frozenset[tuple[str, str]]:
    """Return the pairs whose edges would tie more than `most` kinds of units together.

    `kinds`: per unit, equal numbers look alike to every guard. Heaviest edges first; edges of one weight are looked at
    together, and where they would make a crowd all of them are left out, so that order plays no part.
    """
    if len(set(kinds)) <= most:
        return frozenset()
    root = list(range(len(kinds)))
    members = {number: [number] for number in root}
    held = {number: {kind} for number, kind in enumerate(kinds)}
    left_out: set[tuple[str, str]] = set()
    for _, same in groupby(sorted(edges, key=lambda edge: edge.order), key=lambda edge: edge.weight):
        batch = [(edge, root[unit_of[edge.left]], root[unit_of[edge.right]]) for edge in same]
        crowd: set[int] = set()
        for group in components((left, right) for _, left, right in batch if left != right):
            found = set().union(*(held[one] for one in group))
            if len(found) > most:
                crowd |= group
                continue
            first = max(group, key=lambda one: (len(members[one]), -one))
            for other in group - {first}:
                for unit in members[other]:
                    root[unit] = first
                members[first] += members.pop(other)
                del held[other]
            held[first] = found
        left_out.update((edge.left, edge.right) for edge, left, right in batch if left != right and left in crowd)
    return frozenset(left_out)

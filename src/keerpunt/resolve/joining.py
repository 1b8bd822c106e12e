"""Turns what identifiers and models say of pairs into edges, one per pair (RESOLUTION.md sections 4 to 6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from keerpunt.resolve.edges import LINKED, POSSIBLE_SAME, Edge, Ground, best_level
from keerpunt.resolve.identifying import identifies
from keerpunt.resolve.likeness import DEVICE, NAME, NAMES, RELATIVES, Likeness
from keerpunt.resolve.linkage import link_floor
from keerpunt.resolve.parties import Party
from keerpunt.resolve.settings import ResolveSettings


def join_edges(
    known: Sequence[Edge],
    grounds: Mapping[tuple[str, str], Sequence[Ground]],
    *,
    likely: Mapping[tuple[str, str], Likeness],
    parties: Mapping[str, Party],
    settings: ResolveSettings,
) -> list[Edge]:
    """Return the identifier edges with what the model adds to them, and the model's own, one per pair, by weight.

    A pair that shares an identifier keeps its weight, the fields beside the name added: the identifier stands for the
    prior and the name had to agree. A pair without is linked where the model reaches the floor by more than the name,
    which can support but never identify. `grounds`: what the pairs share, whether or not it may join them.
    """
    edges = {
        (edge.left, edge.right): _with_fields(edge, likely.get((edge.left, edge.right)), settings) for edge in known
    }
    for pair in sorted({*likely, *grounds}):
        if pair in edges and edges[pair].kind != POSSIBLE_SAME:
            continue
        left, right, found = parties[pair[0]], parties[pair[1]], likely.get(pair)
        edge = None if found is None else _linked(left, right, found, settings)
        if edge is not None:
            edges[pair] = edge
    return sorted(edges.values(), key=lambda edge: edge.order)


def _with_fields(edge: Edge, found: Likeness | None, settings: ResolveSettings) -> Edge:
    """Add the fields to an identifier's edge; one that they bring under the floor joins nobody any more."""
    if found is None or edge.weight is None:
        return edge
    beside = replace_prior(found, edge.grounds)
    weight = round(edge.weight + beside.weight, 4)
    if weight < settings.merge_floor:
        return replace(edge, kind=POSSIBLE_SAME, weight=None)
    return replace(edge, weight=weight, likeness=beside)


def replace_prior(found: Likeness, grounds: Sequence[Ground]) -> Likeness:
    """Leave out what identifiers stand for: prior, relatives, the name that had to agree, contacts among them."""
    stated = {NAME, RELATIVES, *(ground.kind for ground in grounds)}
    return replace(found, prior=0.0, fields=tuple(field for field in found.fields if field.field not in stated))


def _linked(left: Party, right: Party, found: Likeness, settings: ResolveSettings) -> Edge | None:
    level = best_level(left, right)
    weight = found.weight
    if weight >= link_floor(found.model, settings) and identifies(found.model, level, found.supports, found.apart):
        return Edge(left.key, right.key, LINKED, weight, level, likeness=found)
    if weight >= settings.likely_floor and not level.contradicts and found.supports - NAMES - {DEVICE}:
        return Edge(left.key, right.key, POSSIBLE_SAME, None, level, likeness=found)
    return None

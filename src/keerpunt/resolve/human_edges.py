"""Human judgements as edges: all stay visible, also those that lost to a negative."""

from __future__ import annotations

from collections.abc import Mapping

from keerpunt.resolve.edges import HUMAN, Edge
from keerpunt.resolve.guards import HUMAN_NEGATIVE, HUMAN_UNSURE, JOINT_PART
from keerpunt.resolve.judgements import NEGATIVE, UNSURE, Constraints, Pair
from keerpunt.resolve.parties import Party


def human_edges(
    constraints: Constraints, parties: Mapping[str, Party], overrides: Mapping[Pair, tuple[str, ...]]
) -> list[Edge]:
    """Return one edge per judged pair, with the judgements behind it and the guards a positive overrode."""
    found: list[Edge] = []
    for (left, right), verdict in sorted(constraints.verdicts.items()):
        refused = ""
        if verdict.value == NEGATIVE or (left, right) in constraints.dropped:
            same_record = parties[left].record == parties[right].record
            refused = JOINT_PART if same_record and verdict.value != NEGATIVE else HUMAN_NEGATIVE
        elif verdict.value == UNSURE:
            refused = HUMAN_UNSURE
        notes = {
            "value": verdict.value,
            "judgement_ids": list(verdict.judgement_ids),
            "overrides": list(overrides.get((left, right), ())),
        }
        found.append(Edge(left, right, HUMAN, None, refused_by=refused, notes=notes))
    return found

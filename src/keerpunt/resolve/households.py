"""Households by a register's word: customers that it names as members of one."""

from __future__ import annotations

from collections.abc import Mapping

from keerpunt.resolve.edges import Edge
from keerpunt.resolve.neighbours import HOUSEHOLD
from keerpunt.resolve.parties import Party
from keerpunt.resolve.relations import Grouping


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

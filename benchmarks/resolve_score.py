"""Scores a grouping of records against the truth, in persons before anything else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Score:
    """What a grouping is worth.

    `persons_wrongly_merged`: true persons who share a group with somebody else. `persons_split`: true persons in more
    than one group. Precision and recall are over pairs of records in one group.
    """

    records: int
    persons: int
    precision: float
    recall: float
    f1: float
    persons_wrongly_merged: int
    persons_split: int
    largest_cluster: int


def score(group_of: Mapping[str, str], truth_of: Mapping[str, str]) -> Score:
    """Compare groups with the truth; a record without a group stands alone."""
    placed = {record: group_of.get(record, f"alone {record}") for record in truth_of}
    sizes = Counter(placed.values())
    true_sizes = Counter(truth_of.values())
    cells = Counter((placed[record], truth) for record, truth in truth_of.items())
    right = _pairs(cells.values())
    claimed, real = _pairs(sizes.values()), _pairs(true_sizes.values())
    precision = right / claimed if claimed else 1.0
    recall = right / real if real else 1.0
    truths: dict[str, set[str]] = {}
    groups: dict[str, set[str]] = {}
    for group, truth in cells:
        truths.setdefault(group, set()).add(truth)
        groups.setdefault(truth, set()).add(group)
    merged = {truth for found in truths.values() if len(found) > 1 for truth in found}
    return Score(
        records=len(truth_of),
        persons=len(true_sizes),
        precision=precision,
        recall=recall,
        f1=2 * precision * recall / (precision + recall) if precision + recall else 0.0,
        persons_wrongly_merged=len(merged),
        persons_split=sum(len(found) > 1 for found in groups.values()),
        largest_cluster=max(sizes.values(), default=0),
    )


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)

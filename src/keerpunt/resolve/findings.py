"""What the resolution found about its sources: counts, never values (RESOLUTION.md sections 1, 4 and 9)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from keerpunt.resolve.actors import Actors
from keerpunt.resolve.forms import ROOM
from keerpunt.resolve.identifiers import SharedValue
from keerpunt.resolve.people import Everybody

if TYPE_CHECKING:
    from keerpunt.engine import Engine

Row = dict[str, Any]

DETAIL = {
    "reply_without_identity": "replies of this kind name nobody, so they make no identity",
    "no_evidential_value": "values of this kind that identify nobody: role, throw-away, prepaid or fiction",
    "iban_check": "account numbers whose checksum fails; kept, they identify nobody",
    "register_mismatch": "register answers whose name or birth date disagrees with the customer; they joined nothing",
    "origin_conflict": "records that two origins describe differently; each keeps its own",
    "orphan_judgement": "judgements on records that are no longer there",
    "link_conflict": "payments or orders with two different accounts; they lead to no account",
    "over_cap": "values on more incompatible persons than their class allows; they join nobody",
    "overlapping_intervals": "numbers that two providers give to two customers at one time; ask who had it then",
    "block_left_out": "values on too many records for a model to pair these by; they left the rule of these columns",
    "block_cap": "values with too many kinds of holders; only stars were compared",
}


Counts = Counter[tuple[str, str]]
"""Code and column to number; those of records that share nothing add up."""


def people_counts(engine: Engine, everybody: Everybody) -> Counts:
    """Return what was found of the records and of the persons' side."""
    people = everybody.contested
    counts: Counts = Counter(
        {(row["code"], row["column"]): row["n"] for row in engine.run(ROOM, "finding").to_pylist()}
    )
    _add_values(counts, people.values)
    counts["register_mismatch", ""] += len(people.registers.mismatches)
    counts["block_cap", ""] += people.crowded
    for rule, count in everybody.left_out.items():
        counts["block_left_out", rule] += count
    return counts


def actor_counts(actors: Actors) -> Counts:
    """Return what was found of the platform's side."""
    counts: Counts = Counter({("link_conflict", ""): actors.n_link_conflicts})
    _add_values(counts, actors.values)
    return counts


def _add_values(counts: Counts, values: Iterable[SharedValue]) -> None:
    for shared in values:
        counts["over_cap", shared.kind] += shared.over_cap
        counts["overlapping_intervals", shared.kind] += shared.torn


def finding_rows(found: Counts, orphans: Collection[str]) -> list[Row]:
    """Return the findings with a count above zero, sorted; `orphans`: judgements on records that are gone."""
    counts = found + Counter({("orphan_judgement", ""): len(orphans)})
    return [
        {"source_sha256": "", "code": code, "column": column, "count": count, "detail": DETAIL[code]}
        for (code, column), count in sorted(counts.items())
        if count
    ]

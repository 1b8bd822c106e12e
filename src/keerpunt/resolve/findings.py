"""What the resolution found about its sources: counts, never values (RESOLUTION.md sections 1, 4 and 9)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from keerpunt.resolve.actors import Actors
from keerpunt.resolve.forms import ROOM
from keerpunt.resolve.identities import People

if TYPE_CHECKING:
    from keerpunt.engine import Engine

Row = dict[str, Any]

DETAIL = {
    "reply_without_identity": "replies of this kind name nobody, so they make no identity",
    "no_evidential_value": "values of this kind that identify nobody: role, throw-away, prepaid, fiction or service",
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


def findings(engine: Engine, people: People, actors: Actors, left_out: Mapping[str, int]) -> list[Row]:
    """Return the findings with a count above zero, sorted by code and column; `left_out`: values by blocking rule."""
    counts = {("block_left_out", rule): count for rule, count in left_out.items()}
    for row in engine.run(ROOM, "finding").to_pylist():
        counts[(row["code"], row["column"])] = row["n"]
    for shared in (*people.values, *actors.values):
        for code, holds in (("over_cap", shared.over_cap), ("overlapping_intervals", shared.torn)):
            counts[(code, shared.kind)] = counts.get((code, shared.kind), 0) + holds
    counts[("register_mismatch", "")] = len(people.registers.mismatches)
    counts[("orphan_judgement", "")] = len(people.orphans | actors.orphans)
    counts[("link_conflict", "")] = actors.n_link_conflicts
    counts[("block_cap", "")] = people.crowded
    return [
        {"source_sha256": "", "code": code, "column": column, "count": count, "detail": DETAIL[code]}
        for (code, column), count in sorted(counts.items())
        if count
    ]

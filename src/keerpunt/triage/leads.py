"""Suggestions for all leads: facts gathered in SQL, rules applied one lead at a time.

In: `leads` and `lead_context` of `assess.judge`, `lead` and `register_of` of the rooms before. Out: `leads` with
suggestion and suggestion_reasons filled.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from keerpunt.triage.suggest import CaseFacts, Criterion, Suggestion, suggest

if TYPE_CHECKING:
    from keerpunt.engine import Engine

ROOM = "keerpunt.triage"


@dataclass(frozen=True, slots=True)
class TriageSettings:
    """The country of the unit that works here, the day of the run, and how many days an answer stays fresh."""

    unit_country: str
    as_of: dt.date
    stale_days: int


def suggest_all(
    engine: Engine, weighed: Mapping[str, pa.Table], judged: Mapping[str, pa.Table], settings: TriageSettings
) -> pa.Table:
    """Return `leads` with the suggestion of each; nothing else of a lead changes."""
    engine.register_all({"lead": weighed["lead"], "register_of": weighed["register_of"]})
    criteria: dict[str, dict[str, Criterion]] = defaultdict(dict)
    for row in engine.run(ROOM, "criterion").to_pylist():
        criteria[row["lead_id"]][row["criterion"]] = Criterion(row["value"], row["answered"])
    context = {row["lead_id"]: row for row in judged["lead_context"].to_pylist()}
    found: list[Suggestion] = []
    for lead in judged["leads"].to_pylist():
        about = context[lead["lead_id"]]
        facts = CaseFacts(
            gate=lead["gate"],
            country=lead["country"],
            unit_country=settings.unit_country,
            law_status=lead["law_status"],
            law_unreviewed=about["law_unreviewed"],
            minor=about["minor"],
            special=about["special"],
            **criteria[lead["lead_id"]],
        )
        found.append(suggest(facts, settings.as_of, settings.stale_days))
    return _filled(judged["leads"], found)


def _filled(leads: pa.Table, found: list[Suggestion]) -> pa.Table:
    columns = {
        "suggestion": pa.array([each.suggestion for each in found], pa.string()),
        "suggestion_reasons": pa.array([list(each.reasons) for each in found], pa.list_(pa.string())),
    }
    for name, values in columns.items():
        place = leads.schema.get_field_index(name)
        leads = leads.set_column(place, leads.schema.field(place), values)
    return leads

"""The rooms from evidence to leads in the order of `pipeline`, for tests on canonical and resolved tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

from keerpunt import assess, jurisdiction, triage
from keerpunt.engine import Engine


@dataclass(frozen=True)
class ChainSettings:
    assess: assess.AssessSettings
    jurisdiction: jurisdiction.JurisdictionSettings
    triage: triage.TriageSettings


def leads_of(
    engine: Engine, tables: Mapping[str, pa.Table], resolved: Mapping[str, pa.Table], settings: ChainSettings
) -> dict[str, pa.Table]:
    """Return `leads` and `indicators`, as the pipeline stores them."""
    found = assess.candidates(engine, tables, resolved, settings.assess)
    weighed = {**found, **assess.weigh(engine, tables, found, settings.assess)}
    decided = jurisdiction.decide(engine, weighed, settings.jurisdiction)
    judged = assess.judge(engine, weighed, decided, settings.assess)
    return {
        "leads": triage.suggest_all(engine, weighed, judged, settings.triage),
        "indicators": weighed["indicators"],
    }

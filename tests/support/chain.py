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
    """Return `leads`, `indicators` and `requests`, as the pipeline stores them."""
    found = assess.candidates(engine, tables, resolved, settings.assess)
    weighed = {**found, **assess.weigh(engine, tables, found, settings.assess)}
    decided = jurisdiction.decide(engine, weighed, settings.jurisdiction)
    known = assess.known_leads(engine, weighed, decided, settings.assess)
    leads = triage.suggest_all(engine, weighed, assess.lead_tables(known, settings.assess), settings.triage)
    return {
        "leads": leads,
        "indicators": weighed["indicators"],
        "requests": assess.requests(engine, weighed, known, leads, settings.assess),
    }

"""The story of the data, from evidence to leads. Each line is a room; what they hand on are tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from keerpunt import assess, jurisdiction, resolve, triage
from keerpunt.engine import Engine
from keerpunt.model.operation import Operation
from keerpunt.pipeline.references import (
    address_ranges,
    corporate_bins,
    law_profiles,
    shared_owners,
    special_accounts,
    unread_kinds,
)

STEPS = ("resolve", "candidates", "weigh", "country", "judge", "suggest", "requests")
"""The steps of the chain, in order, for whoever counts them."""

Step = Callable[[str], AbstractContextManager[None]]


@dataclass(frozen=True, slots=True)
class Given:
    """What the rooms need beside the evidence: the declaration, the policy, the day of the run, what was examined."""

    operation: Operation
    policy: assess.Policy
    as_of: dt.date
    coverage: pa.Table
    root: Path


def chain(
    engine: Engine, evidence: Mapping[str, pa.Table], given: Given, step: Step, *, resolver: Engine | None = None
) -> dict[str, pa.Table]:
    """Return every result table but rejects; `evidence` holds every canonical table, `step` shows and times a room.

    `resolver`: the engine of the resolution where it is another one.
    """
    with step("resolve"):
        # Which records are one person, which accounts one actor. Nothing here joins an account to a payer.
        resolved = resolve.resolve(resolver or engine, evidence, _for_resolve(given))
    with step("candidates"):
        # Every identity that a payment or contact of an actor points at is a candidate, never an answer.
        settings = _for_assess(given)
        found = assess.candidates(engine, evidence, resolved, settings)
    with step("weigh"):
        # What speaks for and against each candidate, per rival explanation; what was not there counts nothing.
        weighed = {**found, **assess.weigh(engine, evidence, found, settings)}
    with step("country"):
        # Which country is competent, and whether the acts were an offence there at that date.
        decided = jurisdiction.decide(engine, weighed, _for_jurisdiction(given))
    with step("judge"):
        # Each rival gets its state, the gate its conditions, every failure its code.
        known = assess.known_leads(engine, weighed, decided, settings)
        judged = assess.lead_tables(known, settings)
    with step("suggest"):
        # A fixed rule table says what a human may consider next; nothing acts on it.
        leads = triage.suggest_all(engine, weighed, judged, _for_triage(given))
    with step("requests"):
        # Which questions could settle what is missing, the one that decides most first.
        requests = assess.requests(engine, weighed, known, leads, settings)
    return {
        "identities": resolved["identities"],
        "actors": resolved["actors"],
        "links": resolved["links"],
        "edges": resolved["edges"],
        "findings": pa.concat_tables([resolved["findings"], assess.orphans(engine)]),
        "leads": leads,
        "indicators": weighed["indicators"],
        "requests": requests,
    }


def _for_resolve(given: Given) -> resolve.ResolveSettings:
    single = tuple(sorted({source.origin for source in given.operation.sources if source.one_row_per_person}))
    return resolve.ResolveSettings(
        given.operation.code,
        one_per_source=single,
        corporate_bins=corporate_bins(given.operation, given.root),
    )


def _for_assess(given: Given) -> assess.AssessSettings:
    operation = given.operation
    held = {name for expected in operation.expected if expected.state == "held" for name in expected.tables}
    held |= unread_kinds(operation)
    return assess.AssessSettings(
        operation_code=operation.code,
        policy=given.policy,
        coverage=given.coverage,
        as_of=given.as_of,
        public_on=operation.public_on,
        content_scope=operation.platform.content_scope,
        lawful_products=operation.platform.lawful_products,
        lawful_scopes=operation.platform.lawful_scopes,
        held_tables=tuple(sorted(held)),
        special_accounts=special_accounts(operation, given.root),
        unit_country=operation.unit_country,
        platform=operation.platform.name,
        held_sources=tuple(
            assess.HeldSource(each.what, each.tables, each.origin)
            for each in operation.expected
            if each.state == "held"
        ),
        time_zone=operation.platform.time_zone or "UTC",
        address_ranges=address_ranges(operation, given.root),
        shared_owners=shared_owners(operation, given.root),
    )


def _for_jurisdiction(given: Given) -> jurisdiction.JurisdictionSettings:
    profiles = jurisdiction.load_profiles(law_profiles(given.operation, given.root))
    if given.operation.code.startswith(jurisdiction.DEMO_PREFIX):
        profiles = jurisdiction.demo_profiles(profiles, given.operation.code, given.as_of)
    return jurisdiction.JurisdictionSettings(profiles, given.policy.tests["ip_max_age_days"])


def _for_triage(given: Given) -> triage.TriageSettings:
    return triage.TriageSettings(given.operation.unit_country, given.as_of, given.policy.stale_days)

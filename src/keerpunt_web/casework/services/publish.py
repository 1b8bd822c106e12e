"""Publish: a build becomes leads, again and again, without touching what people decided (HOUSE.md section 1)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from keerpunt.clock import now_utc
from keerpunt.errors import PolicyRefused
from keerpunt.store import Build, open_build
from keerpunt_web.accounts.models import Operation
from keerpunt_web.audit.models import Verb
from keerpunt_web.casework.codes import lead_code
from keerpunt_web.casework.models import SNAPSHOT, Lead
from keerpunt_web.casework.states import BY_GATE, NOBODY_WORKED_ON, State, state_after_publish
from keerpunt_web.evidence.builds import check, is_intact, take_over
from keerpunt_web.evidence.door import Announced, reader_for
from keerpunt_web.evidence.models import BuildRef
from keerpunt_web.evidence.run_facts import OperationFacts, operation_facts

SYSTEM = "system:publish"
ROWS_AT_ONCE = 500
CODES_TRIED = 100


@dataclass(frozen=True, slots=True)
class PublishReport:
    """What publishing did, in counts of leads. `changed` False: this very build is published already."""

    operation: str
    build_digest: str
    changed: bool
    leads: int
    new: int = 0
    updated: int = 0
    moved: int = 0
    stale: int = 0
    gone: int = 0


def publish(folder: Path) -> PublishReport:
    """Check a build, take a copy, and bring the leads of its operation up to it in one transaction.

    Leads in review or later keep their state; where the build under them changed they are marked stale. Leads that the
    new build no longer holds are marked gone, never deleted.

    Raises:
        InputRefused: the folder holds no finished build.
        PolicyRefused: the digest does not hold, or the code belongs to an operation of another ground, purpose or unit.
        AuditUnavailable: the log cannot be written.
    """
    build = open_build(folder)
    check(build)
    facts = operation_facts(build.run)
    known = Operation.objects.for_system().filter(code=facts.code).first()
    if known:
        _refuse_other_operation(known, facts)
    current = BuildRef.objects.for_system().filter(operation=known, digest=build.digest, is_current=True).first()
    if current and is_intact(build.digest):
        total = Lead.objects.for_system().filter(operation=known, is_gone=False).count()
        return PublishReport(facts.code, build.digest, changed=False, leads=total)
    take_over(build)
    rows = _read_leads(build)
    with transaction.atomic():
        return _bring_up_to(build, facts, rows)


def _read_leads(build: Build) -> list[dict[str, Any]]:
    sink = Announced(actor=SYSTEM, verb=Verb.COLLECTION, what="publish", build_digest=build.digest)
    return reader_for(build.digest, sink, actor=SYSTEM, countries=None, reason="publish").leads()


def _refuse_other_operation(known: Operation, facts: OperationFacts) -> None:
    for name in ("unit_country", "purpose", "legal_basis"):
        if getattr(known, name) != getattr(facts, name):
            raise PolicyRefused(
                f"this code belongs to an operation with another {name}; nothing was published", place=facts.code
            )


def _bring_up_to(build: Build, facts: OperationFacts, rows: list[dict[str, Any]]) -> PublishReport:
    operation, _ = Operation.objects.for_system().get_or_create(
        code=facts.code,
        defaults={
            "unit_country": facts.unit_country,
            "purpose": facts.purpose,
            "legal_basis": facts.legal_basis,
            "opened_on": now_utc().date(),
        },
    )
    known = {lead.lead_id: lead for lead in Lead.objects.for_system().filter(operation=operation)}
    before = {lead.lead_id: (lead.state, lead.is_stale) for lead in known.values()}
    leads = [_snapshot(known.get(row["lead_id"]), operation, build.digest, row) for row in rows]
    _give_codes([lead for lead in leads if not lead.code])
    _write(leads)
    present = {lead.lead_id for lead in leads}
    gone = [lead.pk for lead in known.values() if lead.lead_id not in present and not lead.is_gone]
    Lead.objects.for_system().filter(pk__in=gone).update(is_gone=True)
    report = PublishReport(
        operation=operation.code,
        build_digest=build.digest,
        changed=True,
        leads=len(leads),
        new=len(present - before.keys()),
        updated=len(present & before.keys()),
        moved=sum(lead.state != before[lead.lead_id][0] for lead in leads if lead.lead_id in before),
        stale=sum(lead.is_stale and not before[lead.lead_id][1] for lead in leads if lead.lead_id in before),
        gone=len(gone),
    )
    _make_current(operation, build, facts, report)
    return report


def _snapshot(lead: Lead | None, operation: Operation, digest: str, row: Mapping[str, Any]) -> Lead:
    """Return the lead as the build states it; state and category of a known one are people's and follow the rules."""
    fresh = lead is None
    lead = lead or Lead(lead_id=row["lead_id"], operation=operation, state=BY_GATE[row["gate"]], code="")
    if not fresh:
        lead.is_stale = lead.is_stale or (lead.build_digest != digest and State(lead.state) not in NOBODY_WORKED_ON)
        lead.state = state_after_publish(lead.state, row["gate"])
        lead.version += 1
    for name in SNAPSHOT:
        setattr(lead, name, row[name])
    lead.amounts = json.loads(row["amounts"])
    lead.n_missing = len(row["missing"])
    lead.build_digest = digest
    lead.is_gone = False
    return lead


def _give_codes(leads: list[Lead]) -> None:
    """Give each new lead a code that no other lead of this installation has."""
    taken = set(Lead.objects.for_system().values_list("code", flat=True)) if leads else set()
    for lead in sorted(leads, key=lambda lead: lead.lead_id):
        lead.code = next(
            code for attempt in range(CODES_TRIED) if (code := lead_code(lead.lead_id, attempt)) not in taken
        )
        taken.add(lead.code)


def _write(leads: list[Lead]) -> None:
    manager = Lead.objects.for_system()
    manager.bulk_create([lead for lead in leads if lead.pk is None], batch_size=ROWS_AT_ONCE)
    manager.bulk_create(
        [lead for lead in leads if lead.pk is not None],
        batch_size=ROWS_AT_ONCE,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[*SNAPSHOT, "n_missing", "build_digest", "state", "is_stale", "is_gone", "version"],
    )


def _make_current(operation: Operation, build: Build, facts: OperationFacts, report: PublishReport) -> None:
    builds = BuildRef.objects.for_system().filter(operation=operation)
    builds.update(is_current=False)
    BuildRef.objects.for_system().update_or_create(
        operation=operation,
        digest=build.digest,
        defaults={
            "as_of": facts.as_of,
            "policy_digest": facts.policy_digest,
            "published_at": now_utc(),
            "is_current": True,
            "counts": {"leads": report.leads, "new": report.new, "gone": report.gone},
        },
    )

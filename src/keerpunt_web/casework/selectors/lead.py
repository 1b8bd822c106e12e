"""One lead: within the user's memberships, or it does not exist."""

from __future__ import annotations

from dataclasses import dataclass

from keerpunt_web.accounts.models import User
from keerpunt_web.casework.models import Lead
from keerpunt_web.casework.permissions import OPEN, UNMASK, countries_within
from keerpunt_web.evidence.lead_evidence import LeadEvidence, Subject, read_lead, read_rows
from keerpunt_web.evidence.masking import Mask
from keerpunt_web.evidence.records import SourceRow


@dataclass(frozen=True, slots=True)
class LeadView:
    """A lead as it was published, and what its build says about it."""

    lead: Lead
    evidence: LeadEvidence


def find_lead(*, user: User, operation_code: str, code: str, action: str = OPEN) -> Lead | None:
    """Return the lead if the user may do `action` with it. Outside and absent are one query and one answer."""
    leads = Lead.objects.for_user(user, action).select_related("operation")
    return leads.filter(operation__code=operation_code, code=code).first()


def may_unmask(*, user: User, lead: Lead) -> bool:
    """Tell whether the user may unmask this lead; costs no further query."""
    countries = countries_within(user, lead.operation_id, UNMASK)
    return countries is None or lead.country in countries


def view_lead(*, user: User, lead: Lead, mask: Mask) -> LeadView | None:
    """Return the lead with its evidence; the log is written first.

    Raises:
        AuditUnavailable: the log cannot be written.
    """
    evidence = read_lead(_subject(user, lead), mask)
    return LeadView(lead, evidence) if evidence else None


def view_rows(*, user: User, lead: Lead, of: str, mask: Mask) -> tuple[SourceRow, ...]:
    """Return the source rows behind a statement or a linked record of the lead; the log is written first.

    Raises:
        AuditUnavailable: the log cannot be written.
    """
    return read_rows(_subject(user, lead), of, mask)


def _subject(user: User, lead: Lead) -> Subject:
    countries = countries_within(user, lead.operation_id, OPEN)
    return Subject(user=user, lead_id=lead.lead_id, build_digest=lead.build_digest, countries=countries)

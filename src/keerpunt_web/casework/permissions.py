"""Who may do what with leads (CASEWORK.md section 4). `-` in the matrix is never, a superuser included.

Counsel see named leads only once privileged rows can be withheld, and liaison officers open a lead only once it was
decided; until the pages for that exist, the answer is no.
"""

from __future__ import annotations

from django.db.models import Q

from keerpunt_web.accounts.models import Grant, Role, User
from keerpunt_web.casework.states import DECIDED_OR_LATER

SEE_LIST = "see_list"
OPEN = "open"
UNMASK = "unmask"

MATRIX: dict[str, frozenset[Role]] = {
    SEE_LIST: frozenset((Role.ANALYST, Role.CASE_OFFICER, Role.APPROVER, Role.LIAISON)),
    OPEN: frozenset((Role.ANALYST, Role.CASE_OFFICER, Role.APPROVER, Role.LIAISON)),
    UNMASK: frozenset((Role.ANALYST, Role.CASE_OFFICER, Role.APPROVER)),
}
NOTHING = Q(pk__in=())


def leads_within(user: User, action: str) -> Q:
    """Return the condition that a lead lies within the user's memberships for the action."""
    condition = NOTHING
    for grant in user.grants:
        if grant.role in MATRIX[action]:
            condition |= _within(grant, action)
    return condition


def may_see_leads(user: User, operation_code: str) -> bool:
    """Tell whether any membership lets the user see the list of leads of the operation."""
    return any(g.operation.code == operation_code and g.role in MATRIX[SEE_LIST] for g in user.grants)


def countries_within(user: User, operation_id: int, action: str) -> frozenset[str] | None:
    """Return the countries the user may see in the operation for the action, None for all of them."""
    grants = [g for g in user.grants if g.operation.pk == operation_id and g.role in MATRIX[action]]
    if any(grant.countries is None for grant in grants):
        return None
    return frozenset(country for grant in grants for country in grant.countries or ())


def may_open(user: User, operation_id: int, country: str, state: str) -> bool:
    """Tell whether a lead that the user sees in the list also opens for them; costs no query."""
    return any(
        grant.operation.pk == operation_id
        and grant.role in MATRIX[OPEN]
        and (grant.countries is None or country in grant.countries)
        and (grant.role != Role.LIAISON or state in DECIDED_OR_LATER)
        for grant in user.grants
    )


def _within(grant: Grant, action: str) -> Q:
    condition = Q(operation=grant.operation)
    if grant.countries is not None:
        condition &= Q(country__in=grant.countries)
    if grant.role == Role.LIAISON and action == OPEN:
        condition &= Q(state__in=DECIDED_OR_LATER)
    return condition

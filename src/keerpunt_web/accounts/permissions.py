"""Who may see an operation. Django's own permissions are not asked: a superuser would pass them all."""

from __future__ import annotations

from keerpunt_web.accounts.models import Operation, Role, User

OVERVIEW = frozenset((Role.ANALYST, Role.CASE_OFFICER, Role.APPROVER, Role.LIAISON, Role.STATISTICIAN))
"""The overview shows no person; auditor, administrator and counsel have no work on the case itself."""


def visible_operations(user: User) -> list[Operation]:
    """Return the operations whose overview the user may see, by code; costs no query beyond the memberships."""
    found = {grant.operation.code: grant.operation for grant in user.grants if grant.role in OVERVIEW}
    return [found[code] for code in sorted(found)]


def find_operation(user: User, code: str) -> Operation | None:
    """Return the operation if the user may see it; outside and absent look the same."""
    return next((operation for operation in visible_operations(user) if operation.code == code), None)


def sees_whole_operation(user: User, operation: Operation) -> bool:
    """Tell whether a membership covers all countries, so that totals of the operation show nothing outside it."""
    return any(g.operation == operation and g.role in OVERVIEW and g.countries is None for g in user.grants)

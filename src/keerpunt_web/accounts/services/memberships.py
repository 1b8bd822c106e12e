"""Give a person a role in an operation: an act of administration, in the log first."""

from __future__ import annotations

import datetime as dt

from keerpunt_web.accounts.models import ALL_COUNTRIES, Membership, Operation, Role, User
from keerpunt_web.audit.chain import append
from keerpunt_web.audit.models import Verb

LONGEST_DAYS = 366


def grant_membership(
    *,
    user: User,
    operation: Operation,
    role: Role,
    ground: str,
    granted_by: User,
    valid_from: dt.date,
    countries: tuple[str, ...] = (ALL_COUNTRIES,),
) -> Membership:
    """Grant or renew a role for twelve months; the database refuses longer, and mixed or self-given roles.

    Raises:
        IntegrityError: a constraint or trigger refuses.
        AuditUnavailable: the log cannot be written; nothing was granted.
    """
    append(
        actor=granted_by.actor,
        verb=Verb.ADMINISTRATION,
        what="grant_membership",
        object_ids=[user.actor],
        justification=f"{role.value} in {operation.code} for {', '.join(countries)} on {ground}",
    )
    membership, _ = Membership.objects.for_system().update_or_create(
        user=user,
        operation=operation,
        role=role,
        defaults={
            "countries": list(countries),
            "ground": ground,
            "valid_from": valid_from,
            "valid_until": valid_from + dt.timedelta(days=LONGEST_DAYS - 1),
            "granted_by": granted_by,
        },
    )
    return membership

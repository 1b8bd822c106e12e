"""Rules that the database itself holds, tried by raw SQL: no page, shell or job goes round them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from keerpunt.clock import today_utc
from keerpunt_web.accounts.models import Membership, Operation, Role, User
from keerpunt_web.accounts.services.memberships import grant_membership
from keerpunt_web.audit.models import AuditEntry
from keerpunt_web.casework.models import Lead
from tests.web.conftest import Member

pytestmark = pytest.mark.django_db


def run(sql: str, *values: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_a_membership_lasts_at_most_twelve_months(member: Member) -> None:
    held = Membership.objects.get(user=member())
    run("UPDATE accounts_membership SET valid_until = %s", str(held.valid_from + dt.timedelta(days=366)))
    with pytest.raises(DatabaseError, match="twelve months"):
        run("UPDATE accounts_membership SET valid_until = %s", str(held.valid_from + dt.timedelta(days=367)))
    with pytest.raises(IntegrityError):
        run("UPDATE accounts_membership SET valid_until = %s", str(held.valid_from - dt.timedelta(days=1)))


def test_nobody_grants_to_themselves(member: Member) -> None:
    member()
    with pytest.raises(IntegrityError):
        run("UPDATE accounts_membership SET granted_by_id = user_id")


@pytest.mark.parametrize("first", [Role.ADMINISTRATOR, Role.AUDITOR])
@pytest.mark.parametrize("second", [Role.ANALYST, Role.APPROVER, Role.STATISTICIAN])
def test_administrators_and_auditors_do_no_casework(member: Member, first: Role, second: Role) -> None:
    user = member(first)
    held = Membership.objects.get(user=user)
    facts = (
        user.pk,
        held.operation_id,
        second,
        "[]",
        "9",
        str(held.valid_from),
        str(held.valid_until),
        held.granted_by_id,
    )
    sql = (
        "INSERT INTO accounts_membership (user_id, operation_id, role, countries, ground, valid_from, valid_until,"
        " granted_by_id) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"
    )
    with pytest.raises(DatabaseError, match="does not go together"):
        run(sql, *facts)
    other = Operation.objects.create(
        code="OP-2", unit_country="NL", purpose="p", legal_basis="l", opened_on=today_utc()
    )
    run(sql, facts[0], other.pk, *facts[2:])


def test_two_roles_of_casework_go_together(member: Member) -> None:
    user = member(Role.ANALYST)
    setter = User.objects.get(username="setter")
    operation = Operation.objects.get()
    grant_membership(
        user=user, operation=operation, role=Role.APPROVER, ground="9", granted_by=setter, valid_from=today_utc()
    )
    assert {grant.role for grant in User.objects.get(pk=user.pk).grants} == {"analyst", "approver"}
    assert AuditEntry.objects.get().what == "grant_membership"


@pytest.mark.parametrize("column", ["code", "unit_country", "purpose", "legal_basis"])
def test_an_operation_states_ground_and_purpose(member: Member, column: str) -> None:
    member()
    with pytest.raises(IntegrityError):
        run(f"UPDATE accounts_operation SET {column} = ''")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("state", "cleared"),
        ("category", "perpetrator"),
        ("gate", "open"),
        ("grade", "certain"),
        ("suggestion", "arrest"),
    ],
)
def test_a_lead_knows_only_the_words_of_the_method(leads: list[Lead], column: str, value: str) -> None:
    with pytest.raises(IntegrityError):
        run(f"UPDATE casework_lead SET {column} = %s", value)


def test_one_build_of_an_operation_is_current(leads: list[Lead]) -> None:
    with pytest.raises(IntegrityError):
        run(
            "INSERT INTO evidence_buildref (operation_id, digest, policy_digest, published_at, is_current, counts)"
            " SELECT operation_id, 'x', '', published_at, 1, '{}' FROM evidence_buildref"
        )

"""The matrix of who sees what, and that what is outside does not exist: not as a row, count, choice or text."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client

from keerpunt.clock import today_utc
from keerpunt_web.accounts.models import Operation, Role, User
from keerpunt_web.casework.models import Lead
from tests.web.conftest import CODE, Browser, Member, lead_url, leads_url

pytestmark = pytest.mark.django_db

OVERVIEW = f"/operations/{CODE}/"
PAGES = {
    # role: overview, list, lead, source, unmask
    Role.ANALYST: (200, 200, 200, 200, 302),
    Role.CASE_OFFICER: (200, 200, 200, 200, 302),
    Role.APPROVER: (200, 200, 200, 200, 302),
    Role.LIAISON: (200, 200, 404, 404, 404),
    Role.STATISTICIAN: (200, 404, 404, 404, 404),
    Role.AUDITOR: (404, 404, 404, 404, 404),
    Role.ADMINISTRATOR: (404, 404, 404, 404, 404),
    Role.COUNSEL: (404, 404, 404, 404, 404),
}


def answers(client: Client, lead: Lead) -> tuple[int, ...]:
    return (
        client.get(OVERVIEW).status_code,
        client.get(leads_url()).status_code,
        client.get(lead_url(lead)).status_code,
        client.get(lead_url(lead, "source", "I09_repeated")).status_code,
        client.post(lead_url(lead, "unmask"), {"reason": "to compare with the file"}).status_code,
    )


@pytest.mark.parametrize("role", list(Role))
def test_each_role_sees_what_the_matrix_says(leads: list[Lead], browser: Browser, role: Role) -> None:
    assert answers(browser(role), leads[0]) == PAGES[role]


def test_a_superuser_without_membership_sees_nothing(leads: list[Lead], member: Member, browser: Browser) -> None:
    client = browser(Role.AUDITOR)
    User.objects.update(is_superuser=True, is_staff=True)
    assert answers(client, leads[0]) == (404,) * 5


def test_a_liaison_officer_opens_a_lead_once_it_was_decided(leads: list[Lead], browser: Browser) -> None:
    Lead.objects.filter(pk=leads[0].pk).update(state="decided")
    client = browser(Role.LIAISON)
    assert client.get(lead_url(leads[0])).status_code == 200
    assert client.get(lead_url(leads[1])).status_code == 404
    page = client.get(leads_url()).text
    assert lead_url(leads[0]) in page
    assert lead_url(leads[1]) not in page, "a code that does not open is no link"
    assert leads[1].code in page
    assert "does not unmask" in client.get(lead_url(leads[0])).text


@pytest.mark.parametrize(
    "changes",
    [
        {"valid_from": today_utc() - dt.timedelta(days=90), "valid_until": today_utc() - dt.timedelta(days=1)},
        {"valid_from": today_utc() + dt.timedelta(days=1), "valid_until": today_utc() + dt.timedelta(days=9)},
        {"operation": "DEMO-OTHER"},
    ],
    ids=["expired", "not begun", "another operation"],
)
def test_a_membership_that_does_not_hold_opens_nothing(leads: list[Lead], browser: Browser, changes: dict) -> None:
    assert answers(browser(Role.ANALYST, **changes), leads[0]) == (404,) * 5


def test_a_user_who_was_made_inactive_is_out(leads: list[Lead], browser: Browser) -> None:
    client = browser()
    User.objects.update(is_active=False)
    assert client.get(leads_url()).status_code == 302


def test_leads_of_other_countries_do_not_exist(leads: list[Lead], browser: Browser) -> None:
    client = browser(Role.ANALYST, ("NL",))
    mine = [lead for lead in leads if lead.country == "NL"]
    other = [lead for lead in leads if lead.country != "NL"]
    page = client.get(leads_url()).text
    assert all(lead.code in page for lead in mine)
    assert not any(lead.code in page for lead in other)
    assert f"1–{len(mine)} of {len(mine)}" in page
    for value in ("DE", "FR", "BE", "SE", "XX"):
        assert f'<option value="{value}"' not in page, "a choice would tell that there are some"
    assert client.get(lead_url(other[0])).status_code == 404
    assert client.get(lead_url(other[0], "source", "I09_repeated")).status_code == 404
    assert client.post(lead_url(other[0], "unmask"), {"reason": "a good reason"}).status_code == 404


def test_the_unknown_country_is_a_country_of_its_own(leads: list[Lead], browser: Browser) -> None:
    codes = {lead.code for lead in leads if lead.country == "XX"}
    assert codes
    page = browser(Role.ANALYST, ("XX",)).get(leads_url()).text
    assert all(code in page for code in codes)


def test_search_and_filters_find_nothing_outside(leads: list[Lead], browser: Browser) -> None:
    client = browser(Role.ANALYST, ("NL",))
    other = next(lead for lead in leads if lead.country == "DE")
    for query in (f"q={other.code}", "country=DE"):
        page = client.get(leads_url(query)).text
        assert "No lead fits" in page
        assert f'/leads/{other.code}/"' not in page


def test_totals_of_the_operation_are_for_members_of_all_countries(leads: list[Lead], browser: Browser) -> None:
    narrow = browser(Role.ANALYST, ("NL",)).get(OVERVIEW).text
    wide = browser(Role.ANALYST).get(OVERVIEW).text
    assert "psp/stripe.jsonl" in wide
    assert "accounts on the platform" in wide
    assert "psp/stripe.jsonl" not in narrow
    assert "accounts on the platform" not in narrow
    assert ">DE<" in wide
    assert ">DE<" not in narrow


def test_outside_and_absent_are_one_answer(leads: list[Lead], browser: Browser) -> None:
    client = browser(Role.ANALYST, ("NL",))
    outside = next(lead for lead in leads if lead.country != "NL")
    answers = [
        client.get(address)
        for address in (
            lead_url(outside),
            f"/operations/{CODE}/leads/L-00000000/",
            lead_url(outside, "source", "I09_repeated"),
            "/operations/DEMO-NONE/",
            "/no/such/page/",
        )
    ]
    assert {answer.status_code for answer in answers} == {404}
    own_address_and_token = re.compile(r'name="(next|csrfmiddlewaretoken)" value="[^"]*"')
    assert len({own_address_and_token.sub("", answer.text) for answer in answers}) == 1


def test_outside_and_absent_cost_the_same_queries(
    leads: list[Lead], browser: Browser, django_assert_num_queries: object
) -> None:
    client = browser(Role.ANALYST, ("NL",))
    outside = next(lead for lead in leads if lead.country != "NL")
    client.get(leads_url())
    counts = []
    for address in (lead_url(outside), f"/operations/{CODE}/leads/L-00000000/"):
        with django_assert_num_queries(4) as seen:  # type: ignore[operator]
            client.get(address)
        counts.append([query["sql"].split(" WHERE ")[0] for query in seen.captured_queries])
    assert counts[0] == counts[1]


def test_rows_of_another_lead_are_not_among_a_leads_sources(leads: list[Lead], browser: Browser) -> None:
    from keerpunt_web.evidence.records import record_ref

    client = browser()
    own, other = record_ref("account:0"), record_ref("account:1")
    assert client.get(lead_url(leads[0], "source", own)).status_code == 200
    assert client.get(lead_url(leads[0], "source", other)).status_code == 404
    assert client.get(lead_url(leads[0], "source", "I99_none")).status_code == 404


def test_two_operations_are_kept_apart(leads: list[Lead], browser: Browser, member: Member) -> None:
    client = browser(operation="DEMO-OTHER")
    assert Operation.objects.count() == 2
    assert client.get("/").url == "/operations/DEMO-OTHER/"
    assert "There are no leads here yet" in client.get("/operations/DEMO-OTHER/leads/").text
    assert client.get(f"/operations/DEMO-OTHER/leads/{leads[0].code}/").status_code == 404

"""The list: the address is its whole state, unknown is counted and sorted, and a cut list says so."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from keerpunt_web.casework.list_query import SORTS, Cursor, read_query
from keerpunt_web.casework.models import Lead
from tests.web.conftest import CODE, Browser, leads_url

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

ROW = re.compile(r'<td><a class="mono" href="[^"]+">(L-\w{8})</a>')
NEXT = re.compile(r'<a rel="next" href="\?([^"]+)">')
PREVIOUS = re.compile(r'<a rel="prev" href="\?([^"]+)">')


def codes(page: str) -> list[str]:
    return ROW.findall(page)


def link(pattern: re.Pattern[str], page: str) -> str:
    found = pattern.search(page)
    return found.group(1).replace("&amp;", "&") if found else ""


def walk(client: Client, query: str) -> list[list[str]]:
    """Follow `next` from the first page to the last and return the codes of each."""
    pages = []
    while True:
        page = client.get(leads_url(query)).text
        pages.append(codes(page))
        query = link(NEXT, page)
        if not query:
            return pages


def test_a_cut_list_says_so(many: list[Lead], browser: Browser) -> None:
    page = browser().get(leads_url()).text
    assert len(codes(page)) == 100
    assert "1–100 of 312" in page
    assert "The list is cut here: 100 of 312." in page


SORTED = {
    "code": lambda lead: lead.code,
    "missing": lambda lead: lead.n_missing,
    "country": lambda lead: None if lead.country == "XX" else lead.country,
    "support": lambda lead: lead.support_low,
    "payments": lambda lead: lead.n_covered_payments,
    "last": lambda lead: lead.last_act_utc,
}


@pytest.mark.parametrize("sort", [*SORTS, *(f"-{name}" for name in SORTS)])
def test_paging_forth_and_back_shows_every_lead_once_in_order(many: list[Lead], browser: Browser, sort: str) -> None:
    client = browser()
    pages = walk(client, f"sort={sort}")
    assert [len(page) for page in pages] == [100, 100, 100, 12]
    key = SORTED[sort.removeprefix("-")]
    by_code = sorted(many, key=lambda lead: lead.code)
    known = [lead for lead in by_code if key(lead) is not None]
    unknown = [lead for lead in by_code if key(lead) is None]
    expected = sorted(known, key=key, reverse=sort.startswith("-")) + unknown  # sorted is stable: codes stay ascending
    assert [code for page in pages for code in page] == [lead.code for lead in expected], "unknown comes last"
    last = client.get(leads_url(f"sort={sort}")).text
    for number in range(3):
        last = client.get(leads_url(link(NEXT, last))).text
        assert f"{number + 1}01–" in last
    for page in reversed(pages[:3]):
        last = client.get(leads_url(link(PREVIOUS, last))).text
        assert codes(last) == page
    assert not link(PREVIOUS, last)


FILTERS: dict[str, Any] = {
    "country=XX": lambda lead: lead.country == "XX",
    "gate=review_ready": lambda lead: lead.gate == "review_ready",
    "grade=against_weak": lambda lead: lead.grade == "against_weak",
    "suggestion=enquire_first": lambda lead: lead.suggestion == "enquire_first",
    "state=ready": lambda lead: lead.state == "ready",
    "missing=contradiction_i07": lambda lead: "contradiction_i07" in lead.missing,
    "missing=household": lambda _: False,
    "mark=stale": lambda lead: lead.is_stale,
    "mark=gone": lambda lead: lead.is_gone,
    "mark=rubbish": lambda _: False,
    "gate=rubbish": lambda _: False,
    "country=NL&gate=unresolved": lambda lead: lead.country == "NL" and lead.gate == "unresolved",
}


@pytest.mark.parametrize("query", FILTERS)
def test_each_filter_leaves_what_it_says(many: list[Lead], browser: Browser, query: str) -> None:
    Lead.objects.filter(pk__in=[lead.pk for lead in many[:3]]).update(is_stale=True)
    Lead.objects.filter(pk=many[5].pk).update(is_gone=True)
    expected = {lead.code for lead in Lead.objects.all() if FILTERS[query](lead)}
    client = browser()
    assert {code for page in walk(client, query) for code in page} == expected
    page = client.get(leads_url(query)).text
    shown = f"of {len(expected)}<" if expected else "<strong>0</strong>"
    assert shown in page


def test_choices_count_what_the_user_may_see_unknown_among_it(many: list[Lead], browser: Browser) -> None:
    page = browser().get(leads_url()).text
    unknown = sum(lead.country == "XX" for lead in many)
    assert f'<option value="XX">unknown ({unknown})</option>' in page
    assert f'<option value="age_unknown">no verified birth date ({78})</option>' in page


def test_search_finds_codes_as_people_write_them(many: list[Lead], browser: Browser) -> None:
    client, lead = browser(), many[17]
    for text in (lead.code, lead.code.lower(), lead.code[2:6], lead.code.replace("-", " ")):
        assert lead.code in codes(client.get(leads_url(f"q={text}")).text)
    wrong = lead.code[:-1] + ("0" if lead.code[-1] != "0" else "1")
    assert "fails its own check" in client.get(leads_url(f"q={wrong}")).text


@pytest.mark.parametrize(
    "query",
    ["after=rubbish", "after=W10", "before=%00", "sort=-password", "after=WyJ4IiwgWyJ5Il1d", "q=%25&country='--"],
)
def test_an_address_nobody_made_is_no_error(leads: list[Lead], browser: Browser, query: str) -> None:
    assert browser().get(leads_url(query)).status_code == 200


def test_a_place_of_another_order_is_no_error(leads: list[Lead], browser: Browser) -> None:
    place = Cursor("DE", "L-00000000").text()
    assert read_query({"after": place, "sort": "country"}).after == Cursor("DE", "L-00000000")
    for sort in ("payments", "last", "-support"):
        assert read_query({"after": place, "sort": sort}).after is None
        assert "1–12 of 12" in browser().get(leads_url(f"sort={sort}&after={place}")).text


def test_queries_are_few_and_do_not_grow_with_the_rows(
    leads: list[Lead], browser: Browser, large_build: Any, django_assert_max_num_queries: Any
) -> None:
    from keerpunt_web.casework.services.publish import publish

    client = browser()
    lead = f"/operations/{CODE}/leads/{leads[0].code}/"
    client.get(leads_url())
    counts = []
    for _ in range(2):
        for address in (f"/operations/{CODE}/", leads_url(), lead, f"{lead}source/I09_repeated/"):
            with django_assert_max_num_queries(12) as seen:
                assert client.get(address).status_code == 200
            counts.append(len(seen))
        publish(large_build)
    assert counts[:4] == counts[4:]
    cursor = link(NEXT, client.get(leads_url("sort=country")).text)
    with django_assert_max_num_queries(12):
        client.get(leads_url(cursor))


def test_reading_a_list_writes_the_session_at_most_once_a_minute(leads: list[Lead], browser: Browser) -> None:
    client = browser()
    client.get(leads_url())
    with CaptureQueriesContext(connection) as seen:
        client.get(leads_url())
    assert not [query for query in seen.captured_queries if "UPDATE" in query["sql"]]


def test_an_empty_list_says_what_would_fill_it(db: None, browser: Browser) -> None:
    assert "keerpunt publish" in browser().get(leads_url()).text

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keerpunt.jurisdiction import competent
from tests.support.cases import Case, g_c, g_d, month, t1

pytestmark = pytest.mark.slow

RANKS = {"residence": 1, "residence_undated": 2, "installation": 3, "billing": 4, "issuer": 5, "phone": 6}
DAY = dt.date(2024, 1, 10)


def stated(*values: tuple[str, str] | tuple[str, str, dt.date]) -> list[dict[str, Any]]:
    return [
        {"class": name, "rank": RANKS[name], "country": country, "day": rest[0] if rest else None}
        for name, country, *rest in values
    ]


@pytest.mark.parametrize(
    ("values", "country", "basis", "conflict"),
    [
        ([], "XX", "unknown", []),
        ([("phone", "NL")], "NL", "phone", []),
        ([("billing", "BE"), ("phone", "NL")], "BE", "billing", ["lower:phone=NL"]),
        ([("residence", "NL", DAY), ("issuer", "LT")], "NL", "residence", ["lower:issuer=LT"]),
        ([("residence", "NL", DAY), ("residence_undated", "BE")], "NL", "residence", ["lower:residence_undated=BE"]),
        ([("residence_undated", "NL"), ("billing", "NL")], "NL", "residence_undated", []),
        ([("billing", "NL"), ("billing", "BE"), ("issuer", "NL")], "XX", "billing", ["same_class"]),
        ([("residence", "NL", DAY), ("residence", "BE", DAY)], "XX", "residence", ["same_class"]),
        ([("residence", "BE", DAY), ("residence", "NL", DAY + dt.timedelta(days=1))], "NL", "residence", ["moved:BE"]),
        ([("issuer", "GB"), ("phone", "GG")], "GB", "issuer", ["lower:phone=GG"]),
    ],
)
def test_the_first_class_with_a_value_decides_if_it_agrees(
    values: list[Any], country: str, basis: str, conflict: list[str]
) -> None:
    assert competent(stated(*values)) == {
        "country": country, "country_basis": basis, "country_conflict": conflict,
    }  # fmt: skip


@given(st.lists(st.tuples(st.sampled_from(sorted(RANKS)), st.sampled_from(["NL", "BE", "GG"])), max_size=8))
def test_the_order_of_facts_decides_nothing_and_a_lower_class_never_wins(values: list[tuple[str, str]]) -> None:
    rows = stated(*sorted(set(values)))
    found = competent(rows)
    assert found == competent(list(reversed(rows)))
    best = min((RANKS[name] for name, _ in values), default=None)
    if found["country"] != "XX":
        assert {(name, found["country"]) for name in RANKS if RANKS[name] == best} & set(values)


def country_of(case: Case) -> tuple[str, str, list[str]]:
    lead = case.lead()
    return lead["country"], lead["country_basis"], lead["country_conflict"]


def test_a_verified_residence_at_the_acts_decides() -> None:
    assert country_of(t1()) == ("NL", "residence", [])


def test_a_residence_without_dates_stands_after_a_dated_one() -> None:
    case = t1()
    case.tables["subscriber"][0]["address_from"] = None
    assert country_of(case) == ("NL", "residence_undated", [])


def test_a_residence_that_nobody_verified_decides_nothing() -> None:
    case = t1()
    case.tables["subscriber"][0]["verification"] = "none"
    for row in case.tables["payment"]:
        row["billing_country"] = "BE"
    assert country_of(case) == ("BE", "billing", [])


def test_a_move_during_the_acts_leaves_the_residence_at_the_last_one() -> None:
    case = t1()
    case.tables["subscriber"][0]["address_to"] = month(3).date()
    case.verified(address_from=month(3).date() + dt.timedelta(days=1), country="BE", line1="Laan 3", postcode="1000")
    assert country_of(case) == ("BE", "residence", ["moved:NL"])


def test_two_verified_residences_at_the_last_act_leave_the_country_unknown_and_the_gate_shut() -> None:
    case = t1()
    case.verified(country="BE", line1="Laan 3", postcode="1000")
    lead = case.lead()
    assert (lead["country"], lead["country_conflict"]) == ("XX", ["same_class"])
    assert {"country_unknown", "country_conflict", "law_unknown"} <= set(lead["missing"])


def test_a_foreign_card_is_listed_and_blocks_nothing() -> None:
    case = t1()
    for row in case.tables["payment"]:
        row["issuer_country"] = "LT"
    assert country_of(case) == ("NL", "residence", ["lower:issuer=LT"])
    assert case.lead()["gate"] == "review_ready"


def test_the_country_of_an_account_number_is_the_last_but_one_to_ask() -> None:
    case = g_c()
    case.tables["subscriber"][0] |= {"verification": "none"}
    assert country_of(case) == ("NL", "issuer", [])


def test_the_installation_of_the_line_stands_above_billing_unless_an_error_struck_the_line() -> None:
    case = g_d()
    case.tables["subscriber"][-1]["verification"] = "none"
    case.tables["payment"][0]["billing_country"] = "BE"
    for lease in case.tables["ip_assignment"]:
        lease.update(installation_line1="Dorpsstraat 1", installation_postcode="1234 AB", installation_country="NL")
    assert country_of(case) == ("NL", "installation", ["lower:billing=BE"])
    for session in case.tables["session"]:
        session["ip_basis"] = "untrusted_header"
    assert country_of(case) == ("BE", "billing", [])


@pytest.mark.parametrize(("number", "country"), [("+31 6 12345678", "NL"), ("+44 1481 701234", "GG")])
def test_a_phone_number_decides_last_and_guernsey_is_not_britain(number: str, country: str) -> None:
    case = t1()
    case.tables["subscriber"][0]["country"] = "XX"
    case.tables["account"][0]["phone"] = number
    assert country_of(case)[:2] == (country, "phone")


def test_where_nothing_states_a_country_it_is_unknown() -> None:
    case = t1()
    case.tables["subscriber"][0]["country"] = "XX"
    assert country_of(case) == ("XX", "unknown", [])

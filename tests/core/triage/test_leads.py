from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.support.cases import REGISTER, Case, t1

pytestmark = pytest.mark.slow

FRESH, OLD = dt.date(2025, 5, 20), dt.date(2025, 3, 1)


def asked(case: Case, register: str, result: str = "hit", **values: Any) -> Case:
    case.add(
        "register_extract", origin=REGISTER, provider="b1", customer_ref="c1", register=register, result=result,
        **{"answered": FRESH, **values},
    )  # fmt: skip
    return case


def all_asked(prior: str = "no", minors: str = "no", trust: str = "no_hit") -> Case:
    case = asked(t1(), "criminal", similar_prior=prior)
    asked(case, "household", household_size=2, minors_in_household=minors)
    return asked(case, "position_of_trust", trust)


@pytest.mark.parametrize(
    ("case", "word"),
    [
        (all_asked(), "warning_talk"),
        (all_asked(prior="yes"), "investigation"),
        (all_asked(minors="yes"), "investigation"),
        (all_asked(trust="hit"), "investigation"),
        (all_asked(prior="unknown"), "enquire_first"),
        (all_asked(minors="unknown"), "enquire_first"),
        (all_asked(trust="not_asked"), "warning_talk"),
        (t1(), "enquire_first"),
    ],
)
def test_the_registers_answers_decide_the_suggestion(case: Case, word: str) -> None:
    assert case.lead()["suggestion"] == word


@pytest.mark.parametrize("result", ["not_asked", "not_permitted", "unclear", "unknown"])
def test_a_register_that_was_not_answered_says_nothing_whatever_its_fields_hold(result: str) -> None:
    case = all_asked()
    case.tables["register_extract"][0] |= {"result": result}
    lead = case.lead()
    assert lead["suggestion"] == "enquire_first"
    assert "similar_prior_unknown" in lead["suggestion_reasons"]


def test_a_yes_of_any_date_counts_and_the_newest_answer_otherwise() -> None:
    case = asked(all_asked(), "criminal", similar_prior="yes", answered=OLD)
    assert case.lead()["suggestion"] == "investigation"
    newer = asked(all_asked(), "criminal", similar_prior="unknown", answered=FRESH + dt.timedelta(days=1))
    assert newer.lead()["suggestion"] == "enquire_first"
    older = asked(all_asked(), "criminal", similar_prior="unknown", answered=OLD)
    assert older.lead()["suggestion"] == "warning_talk"


def test_two_answers_of_one_day_that_differ_are_unknown() -> None:
    case = asked(all_asked(), "criminal", similar_prior="unknown")
    assert case.lead()["suggestion"] == "enquire_first"


def test_an_old_answer_is_called_stale() -> None:
    case = all_asked()
    for row in case.tables["register_extract"]:
        row["answered"] = OLD
    assert "criterion_stale" in case.lead()["suggestion_reasons"]


def test_an_extract_about_somebody_else_answers_nothing() -> None:
    case = all_asked()
    for row in case.tables["register_extract"]:
        row["birthdate"] = dt.date(1975, 2, 2)
    assert case.lead()["suggestion"] == "enquire_first"


def test_a_lead_of_another_country_is_referred() -> None:
    case = all_asked()
    case.tables["subscriber"][0]["country"] = "BE"
    lead = case.lead()
    assert (lead["gate"], lead["suggestion"]) == ("review_ready", "refer_abroad")

"""P8 and P9: who somebody is called and in which years something happened decides nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.apart import judged_apart
from tests.support.cases import GOLDEN, OTHER, Case, g_d, t1

pytestmark = pytest.mark.slow

Row = dict[str, Any]
TOLD = (
    "gate", "missing", "support_low", "support_high", "states", "country", "country_conflict", "law_status", "grade",
    "n_covered_payments", "n_months", "n_independent_origins", "amounts", "suggestion", "suggestion_reasons",
)  # fmt: skip
ONE_CLASS = ("Robin Example", "Kim Muster", "Sam Sample", "Alex Modell", "Chris Beispiel", "Toni Voorbeeld")
"""Given name and surname, none of them in a list of common names: one class with equal frequency."""
FEW = settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def told(lead: Row) -> Row:
    return {name: lead[name] for name in TOLD}


def doubted() -> Case:
    """A lead with a namesake's mailbox, two birth dates and a register's answer: much that names and dates decide."""
    case = t1()
    case.contact_at("email:m1", who=OTHER, full_name="Sam Sample")
    case.answer("p1", origin="telecom:t1", full_name="Robin Example", birthdate=dt.date(1979, 5, 17))
    case.civil()
    return case


BUILDS: list[Callable[[], Case]] = [*GOLDEN.values(), doubted]


def changed(case: Case, change: Callable[[Any], Any]) -> Case:
    """Return the case with every value of every row changed."""
    for rows in case.tables.values():
        for row in rows:
            row.update({name: change(value) for name, value in row.items()})
    return case


@pytest.fixture(scope="module")
def before() -> list[Row]:
    return [told(outcome.lead) for outcome in judged_apart([build() for build in BUILDS])]


@FEW
@given(names=st.permutations(ONE_CLASS))
def test_p8_other_names_of_one_class_give_the_same_leads(before: list[Row], names: list[str]) -> None:
    renamed = dict(zip(ONE_CLASS, names, strict=True))
    cases = [changed(build(), lambda value: renamed.get(value, value) if isinstance(value, str) else value)
             for build in BUILDS]  # fmt: skip
    assert [told(outcome.lead) for outcome in judged_apart(cases)] == before


@FEW
@given(shift=st.integers(1, 9))
def test_p8_other_numbers_of_records_give_the_same_leads(before: list[Row], shift: int) -> None:
    cases = []
    for build in BUILDS:
        case = build()
        for rows in case.tables.values():
            for row in rows:
                for name in ("psp_ref", "customer_ref", "fingerprint"):
                    if row.get(name):
                        row[name] = f"{row[name]}x{shift}"
                if row.get("linked_kind") == "card":
                    row["linked_value"] = f"{row['linked_value']}x{shift}"
        cases.append(case)
    assert [told(outcome.lead) for outcome in judged_apart(cases)] == before


@FEW
@given(years=st.sampled_from((-56, -28, 28)))
def test_p9_the_same_28_years_earlier_or_later_gives_the_same_leads(before: list[Row], years: int) -> None:
    def moved(value: Any) -> Any:
        return value.replace(year=value.year + years) if isinstance(value, dt.date) else value

    cases = []
    for build in BUILDS:
        case = changed(build(), moved)
        case.coverage = [(origin, name, moved(first), moved(last)) for origin, name, first, last in case.coverage]
        cases.append(case)
    assert [told(outcome.lead) for outcome in judged_apart(cases)] == before


def test_the_doubted_case_is_one_that_names_and_dates_decide(before: list[Row]) -> None:
    assert {"e02_year", "rival_identity", "contradiction_i17"} <= set(before[-1]["missing"])
    assert g_d().tables["register_extract"]

"""What else may stand in the way of a lead: death, unread sources, human judgements, answers that differ."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.support.cases import (
    ACTOR,
    BANK,
    CARD,
    FIRST,
    HOLDER,
    LINE,
    OTHER,
    PLATFORM,
    PSP,
    Case,
    g_b,
    instant,
    month,
    t1,
)  # fmt: skip

pytestmark = pytest.mark.slow


def missing(case: Case) -> set[str]:
    return set(case.lead()["missing"])


def test_an_act_after_death_is_nobodys_of_that_name() -> None:
    case = t1()
    case.civil(died_on=dt.date(2023, 6, 1))
    assert {"deceased", "contradiction_i23", "no_settled_payment"} <= missing(case)


def test_a_source_that_is_held_and_unread_closes_the_gate() -> None:
    case = t1()
    case.settings = {"held_tables": ("payment_check",)}
    assert missing(case) == {"unread_payment_check"}


def test_another_candidates_line_does_not_speak_for_the_holder() -> None:
    case = t1()
    for day in (2, 3):
        at = FIRST + dt.timedelta(days=day)
        case.login(at, ip=LINE, src_port=40000)
        case.lease(at, customer="l9", who=OTHER)
    lead = case.lead()
    assert case.rows("I20")["stolen_data"] == ("contradicts", -800, -100)
    assert lead["gate"] == "unresolved"


def test_a_contradiction_that_a_human_closed_stays_visible_and_blocks_no_more() -> None:
    case = t1()
    case.add(
        "dispute", origin=PSP, psp="stripe", psp_ref="ch_3", reason="fraud", outcome="won",
        **instant("filed", month(3) + dt.timedelta(days=9)),
    )  # fmt: skip
    lead = case.lead()
    assert "contradiction_i06" in lead["missing"]
    case.add(
        "judgement", record_key="judgement:1", origin="register:unit", judgement_id="j1", kind="contradiction_closed",
        lead_id=lead["lead_id"], code="I06_dispute", value="yes", author="u1", reason="the bank withdrew it",
        **instant("decided", dt.datetime(2025, 5, 1, tzinfo=dt.UTC)),
    )  # fmt: skip
    assert case.lead()["gate"] == "review_ready"
    row = case.rows("I06")["stolen_data"]
    assert row == ("contradicts", -1000, -300)
    case.tables["judgement"][0]["reason"] = None
    assert "contradiction_i06" in case.lead()["missing"]


def test_the_bank_that_answers_both_ways_contradicts_itself() -> None:
    case = t1()
    case.add(
        "subscriber", record_key="subscriber:b1:@2", origin=BANK, provider="b1", provider_kind="bank",
        response="no_match", linked_kind="card", linked_value=CARD, linked_scope=PSP,
    )  # fmt: skip
    assert case.rows("I24")["data_error"][0] == "contradicts"
    assert case.lead(HOLDER, ACTOR)["gate"] == "unresolved"


def test_an_independent_line_carries_a_lead_without_any_card_check() -> None:
    assert g_b().lead()["gate"] == "review_ready"


def test_s12_a_scope_of_which_no_folder_is_known_is_judged_by_its_own_name() -> None:
    case = t1()
    case.settings = {"content_scope": "mixed", "lawful_scopes": ("folder:f1",)}
    case.add("folder", record_key="folder:f1", origin=PLATFORM, folder_id="f1", content_scope="unknown")
    case.tables["access_grant"][0]["scope"] = "folder:f1"
    assert "scope_mixed" in missing(case)
    case.add(
        "access_grant", origin=PLATFORM, platform_account_id="7", scope="period:2024-02",
        **instant("granted", FIRST + dt.timedelta(days=20)),
    )  # fmt: skip
    assert case.lead()["gate"] == "review_ready"

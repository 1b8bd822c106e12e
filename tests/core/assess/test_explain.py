from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from keerpunt.assess import Explanation, explain, lead_id
from keerpunt.assess.explain import is_closed
from tests.support.cases import ACTOR, FIRST, HOLDER, MAIL, OPERATION, OTHER, PSP, Case, instant, month, t1

pytestmark = pytest.mark.slow


def explained(case: Case, language: str = "en") -> Explanation:
    judged = case.judged()
    wanted = lead_id(OPERATION, ACTOR, HOLDER)
    (lead,) = [row for row in judged["leads"].to_pylist() if row["lead_id"] == wanted]
    rows = [row for row in judged["indicators"].to_pylist() if row["lead_id"] == wanted]
    return explain(lead, rows, language=language)


def disputed() -> Case:
    case = t1()
    case.add("dispute", origin=PSP, psp="stripe", psp_ref="ch_1", reason="fraud", **instant("filed", month(1)))
    return case


def test_the_sentence_names_the_rival_that_is_told_apart_least() -> None:
    found = explained(t1())
    assert found.sentence == (
        "The findings are weakly more to be expected if the holder acted than if a member of the household or an "
        "authorised user acted."
    )
    assert found.deciding_rival == "household"
    dutch = explained(t1(), "nl")
    assert dutch.sentence.startswith("De bevindingen zijn in geringe mate eerder te verwachten als de houder zelf")


def test_findings_that_tell_nothing_apart_say_so() -> None:
    found = explained(disputed())
    assert found.grade == "none"
    assert "do not tell the two apart" in found.sentence


def test_findings_against_a_lead_are_said_the_other_way_round() -> None:
    case = t1()
    for number in range(3):
        case.contact_at(MAIL, who=OTHER, customer=f"m{number}")
    case.challenged("ch_0", value="fail")
    case.tables["account"][0]["self_name"] = "Sam Other"
    lead = case.lead()
    found = explained(case)
    assert (lead["grade"].startswith("against_")) == ("more to be expected if the holder acted" not in found.sentence)
    rows: list[dict[str, Any]] = [
        {"code": "I07_issuer_fraud_report", "hypothesis": "stolen_data", "value": "contradicts", "low": -3000,
         "high": -1000, "origin": "bank:b", "record_keys": ["x:1"], "rule_version": "r"}
    ]  # fmt: skip
    against = explain({**lead, "grade": "against_moderate", "missing": []}, rows)
    assert against.sentence == (
        "The findings are moderately more to be expected if a thief used the card or account data than if the holder "
        "acted."
    )


def test_for_and_against_are_shown_with_their_records_and_weights() -> None:
    found = explained(disputed())
    assert (found.n_for, found.n_against) == (5, 1)
    assert [each.code[:3] for each in found.strongest_for] == ["I01", "I24", "I17", "I19", "I09"]
    (against,) = found.strongest_against
    assert against.record_keys == ("dispute:0023", "payment:psp:stripe/stripe:ch_1")
    assert {effect.hypothesis for effect in against.effects} == {"stolen_data", "fabricated"}
    assert against.kind == "assessment"
    assert against.rule_version


def test_every_record_behind_a_statement_is_a_fact_of_its_own() -> None:
    found = explained(t1())
    keys = {fact.record_key for fact in found.facts}
    assert {fact.kind for fact in found.facts} == {"fact"}
    for statement in (*found.strongest_for, *found.strongest_against):
        assert set(statement.record_keys) <= keys
    assert {"account:7", "subscriber:b1:c1", "payment:psp:stripe/stripe:ch_0"} <= keys


def test_what_is_missing_comes_with_what_could_settle_it() -> None:
    missing = {each.code: each for each in explained(disputed()).missing}
    assert "payment:psp:stripe/stripe:ch_1" in missing["contradiction_i06"].record_keys
    assert [ask.ask for ask in missing["contradiction_i06"].asks] == ["human_judgement"]
    assert "psp_checks" in [ask.ask for ask in missing["stolen_data_open"].asks]
    assert all(each.text and each.asks for each in missing.values())


def test_what_was_not_available_is_listed_as_such() -> None:
    unknown = {each.code[:3] for each in explained(t1()).unknown}
    assert {"I20", "I27", "I12", "I25"} <= unknown
    assert "I01" not in unknown


def test_each_rival_stands_with_its_state_and_what_the_gate_asks() -> None:
    rivals = {each.hypothesis: each for each in explained(t1()).rivals}
    assert (rivals["household"].low, rivals["household"].min_low, rivals["household"].state) == (350, 310, "against")
    assert len(rivals) == 6


def test_a_contradiction_that_a_human_answered_is_shown_and_weighs_nothing() -> None:
    case = disputed()
    case.add(
        "judgement", record_key="judgement:1", origin="register:unit", judgement_id="j1", kind="contradiction_closed",
        lead_id=lead_id(OPERATION, ACTOR, HOLDER), code="i06", value="yes", author="u1", reason="withdrawn",
        **instant("decided", dt.datetime(2025, 5, 1, tzinfo=dt.UTC)),
    )  # fmt: skip
    found = explained(case)
    (against,) = found.strongest_against
    assert against.closed
    assert against.text.startswith("answered by a human")
    assert found.grade == "weak"
    assert next(each for each in found.rivals if each.hypothesis == "stolen_data").low == 1400


def test_an_absence_rests_on_a_judgement_and_is_closed_by_another() -> None:
    row = {"value": "contradicts", "code": "I21_hours_absence", "record_keys": ["judgement:1", "payment:x"]}
    assert not is_closed(row)
    assert is_closed({**row, "record_keys": ["judgement:1", "judgement:2"]})
    assert not is_closed({**row, "code": "I06_dispute", "record_keys": ["dispute:1"]})


@pytest.mark.parametrize("language", ["en", "nl"])
def test_an_explanation_is_plain_data_without_any_probability(language: str) -> None:
    text = json.dumps(explained(t1(), language).as_dict(), ensure_ascii=False)
    assert "%" not in text
    assert str(FIRST.year) not in text


def test_an_unknown_language_is_an_error() -> None:
    with pytest.raises(KeyError):
        explained(t1(), "xx")

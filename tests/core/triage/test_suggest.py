from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import replace
from typing import Any

import pytest

from keerpunt.model.words import SUGGESTIONS
from keerpunt.triage import CaseFacts, Criterion, Suggestion, suggest

AS_OF = dt.date(2025, 6, 2)
FRESH = dt.date(2025, 5, 20)
NO, YES = Criterion("no", FRESH), Criterion("yes", FRESH)
READY = CaseFacts(
    gate="review_ready", country="NL", unit_country="NL", law_status="offence", minor="no", similar_prior=NO,
    minors_in_household=NO, position_of_trust=NO,
)  # fmt: skip


def told(facts: CaseFacts) -> Suggestion:
    return suggest(facts, AS_OF, 30)


@pytest.mark.parametrize(
    ("change", "word", "reason"),
    [
        ({"minor": "yes"}, "minor_route", "minor_at_act"),
        ({"minor": "yes", "gate": "unresolved", "country": "BE"}, "minor_route", "minor_at_act"),
        ({"law_status": "no_offence"}, "none", "law_no_offence"),
        ({"special": True}, "none", "special_account"),
        ({"special": True, "gate": "unresolved"}, "none", "special_account"),
        ({"country": "BE"}, "refer_abroad", "country_abroad"),
        ({"country": "BE", "similar_prior": YES}, "refer_abroad", "country_abroad"),
        ({"gate": "unresolved"}, "enquire_first", "gate_unresolved"),
        ({"gate": "unresolved", "country": "BE", "law_status": "unknown"}, "enquire_first", "law_unknown"),
        ({"similar_prior": YES}, "investigation", "similar_prior"),
        ({"minors_in_household": YES}, "investigation", "minors_in_household"),
        ({"position_of_trust": YES}, "investigation", "position_of_trust"),
        ({"similar_prior": YES, "minors_in_household": Criterion()}, "investigation", "similar_prior"),
        ({"similar_prior": Criterion()}, "enquire_first", "similar_prior_unknown"),
        ({"minors_in_household": Criterion()}, "enquire_first", "minors_in_household_unknown"),
        ({}, "warning_talk", "criteria_answered_no"),
        ({"position_of_trust": Criterion()}, "warning_talk", "position_of_trust_unknown"),
        ({"similar_prior": Criterion("no", dt.date(2025, 5, 2))}, "warning_talk", "criterion_stale"),
        ({"similar_prior": Criterion("no", None)}, "warning_talk", "criterion_stale"),
        ({"law_unreviewed": True}, "warning_talk", "law_unreviewed"),
    ],
)
def test_the_first_rule_that_matches_gives_the_word_and_the_reasons(
    change: dict[str, Any], word: str, reason: str
) -> None:
    found = told(replace(READY, **change))
    assert found.suggestion == word
    assert reason in found.reasons


def test_an_answer_of_thirty_days_is_fresh() -> None:
    day = AS_OF - dt.timedelta(days=30)
    facts = replace(READY, similar_prior=Criterion("no", day))
    assert "criterion_stale" not in told(facts).reasons


def every_case() -> list[CaseFacts]:
    """Return every combination of what the rules may look at."""
    values = [Criterion(), NO, YES]
    return [
        CaseFacts(gate, country, "NL", law, False, minor, special, prior, minors, trust)
        for gate, country, law, minor, special, prior, minors, trust in itertools.product(
            ("review_ready", "unresolved"), ("NL", "BE", "XX"), ("offence", "no_offence", "unknown"),
            ("yes", "no", "unknown"), (True, False), values, values, values,
        )
    ]  # fmt: skip


def test_every_case_gets_a_word_of_the_contract_with_reasons() -> None:
    for facts in every_case():
        found = told(facts)
        assert found.suggestion in SUGGESTIONS
        assert found.reasons == tuple(sorted(set(found.reasons)))
        assert found.reasons


def test_p13_from_no_to_unknown_never_leads_to_a_warning_talk() -> None:
    for facts in every_case():
        for name in ("similar_prior", "minors_in_household"):
            if getattr(facts, name).value == "no":
                assert told(replace(facts, **{name: Criterion()})).suggestion != "warning_talk"


def test_p15_without_any_fact_of_the_case_nothing_but_enquiry_is_suggested() -> None:
    for unit in ("NL", "BE", "XX"):
        assert told(CaseFacts(unit_country=unit)).suggestion in ("enquire_first", "none")


def test_only_a_lead_that_may_be_reviewed_leads_to_a_measure() -> None:
    for facts in every_case():
        if facts.gate == "unresolved":
            assert told(facts).suggestion in ("enquire_first", "none", "minor_route")


def test_a_special_account_or_a_lawful_act_suggests_nothing() -> None:
    for facts in every_case():
        if facts.minor != "yes" and (facts.special or facts.law_status == "no_offence"):
            assert told(facts).suggestion == "none"

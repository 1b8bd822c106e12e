from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from keerpunt.assess.catalogue import ERRORS, INDICATORS
from keerpunt.assess.settles import EXACT, asks_for
from keerpunt.assess.wording import LANGUAGES, describe, words
from keerpunt.model.tables import CANONICAL
from keerpunt.model.words import GATES, GRADE_WORDS, HYPOTHESES, LAW_STATUSES, RIVALS, STATES, SUGGESTIONS

GROUPS = sorted(name for name in vars(LANGUAGES["en"]) if name.isupper())


def missing_codes() -> Iterator[str]:
    yield from words("MISSING")
    for rival in RIVALS:
        yield f"{rival}_open"
        yield f"{rival}_not_examined"
    yield from (f"contradiction_{entry.short.lower()}" for entry in INDICATORS)
    yield from (f"unread_{name}" for name in CANONICAL)
    yield from (f"unread_{name}" for name in words("REFERENCES"))
    yield from (entry.code.lower() for entry in ERRORS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("group", GROUPS)
def test_both_languages_say_the_same_things(language: str, group: str) -> None:
    assert set(words(group, language)) == set(words(group))
    assert all(text.strip() for text in words(group, language).values())


@pytest.mark.parametrize("group", GROUPS)
def test_placeholders_are_the_same_in_both_languages(group: str) -> None:
    for code, text in words(group, "nl").items():
        assert sorted(re.findall(r"\{\w+\}", text)) == sorted(re.findall(r"\{\w+\}", words(group)[code])), code


def test_every_word_of_the_results_has_a_text() -> None:
    assert set(words("HYPOTHESES")) == set(HYPOTHESES)
    assert set(words("STATES")) == set(STATES)
    assert set(words("GRADES")) == {"none", *GRADE_WORDS}
    assert set(words("GATES")) == set(GATES)
    assert set(words("SUGGESTIONS")) == {*SUGGESTIONS, "unknown"}
    assert set(words("LAW")) == set(LAW_STATUSES)
    assert {entry.short for entry in INDICATORS} == set(words("INDICATORS"))
    assert {entry.short for entry in ERRORS} == set(words("ERRORS"))
    assert set(words("TABLES")) == set(CANONICAL)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_that_may_be_missing_has_a_text_and_a_question(language: str) -> None:
    for code in missing_codes():
        assert describe(code, language)
        assert "{" not in describe(code, language)
        assert set(asks_for(code)) <= set(words("ASKS", language)), code
        assert asks_for(code)


@pytest.mark.parametrize("language", LANGUAGES)
def test_indicators_conflicts_and_reasons_have_a_text(language: str) -> None:
    for code in ("I07_issuer_fraud_report", "i07", "E07", "e07_outside_validity", *words("REASONS")):
        assert describe(code, language)
    assert "LT" in describe("lower:issuer=LT", language)
    assert "BE" in describe("moved:BE", language)
    assert describe("same_class", language)


def test_a_code_that_no_rule_emits_has_no_text() -> None:
    for code in ("contradiction_i99", "unread_nothing", "guilty", "lower", "neighbour_open"):
        with pytest.raises(KeyError):
            describe(code)


def test_no_word_calls_a_person_anything_or_speaks_of_guilt() -> None:
    accusing = r"suspect|verdacht|guilt|schuld|offender|dader|perpetrator|probably|waarschijnlijk"
    forbidden = re.compile(accusing, re.IGNORECASE)
    for language in LANGUAGES:
        for group in GROUPS:
            for text in words(group, language).values():
                assert not forbidden.search(text), text


def test_no_question_is_settled_by_something_that_is_no_question() -> None:
    assert {ask for asks in EXACT.values() for ask in asks} <= set(words("ASKS"))

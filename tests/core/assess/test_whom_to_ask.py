"""Whom to ask next, in sentences: what either answer makes of the lead, and whether the records are still there."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from keerpunt.assess.whom_to_ask import NextAsk, whom_to_ask
from keerpunt.assess.wording import LANGUAGES, words

MISSING = ["household_open", "no_verified_record"]


def told(language: str = "en", missing: list[str] | None = None, **changes: Any) -> NextAsk:
    row = {
        "request_id": "ask:1", "ask": "email_holder", "of_whom": "email:m1", "about_kind": "email",
        "about_value": "a@example.org", "would_change": ["household_open"], "log_expires": "2025-01-31", "rank": 1,
        "best_missing": [], "worst_missing": [*MISSING, "contradiction_i17", "rival_identity"], **changes,
    }  # fmt: skip
    (found,) = whom_to_ask(MISSING if missing is None else missing, [row], dt.date(2025, 2, 1), language)
    return found


def test_both_ends_are_said_as_the_method_says_them() -> None:
    found = told()
    assert found.if_best == "If the e-mail provider names this person, this lead moves to review."
    assert found.if_worst.startswith(
        "If the e-mail provider names somebody else, the lead falls: an open contradiction"
    )
    assert (found.moves_to_review, found.falls) == (True, True)


def test_what_stays_open_is_counted_and_what_is_settled_is_named() -> None:
    found = told(best_missing=["no_verified_record"], worst_missing=MISSING)
    assert found.if_best.endswith(
        "this is settled: not enough speaks against: a member of the household or an authorised user acted; "
        "still open: 1."
    )
    assert found.if_worst.endswith("the lead stays where it is.")
    assert (found.moves_to_review, found.falls) == (False, False)


def test_an_ask_that_can_only_close_says_so() -> None:
    found = told(ask="issuer_fraud", best_missing=MISSING, worst_missing=[*MISSING, "contradiction_i07"])
    assert found.if_best == "If the bank says that nothing was reported, the lead stays where it is."
    assert found.falls


def test_a_criterion_moves_no_rival() -> None:
    found = told(
        missing=[], ask="register_criminal", would_change=["similar_prior_unknown"], worst_missing=[], log_expires=None
    )
    assert "whether a similar offence is on record" in found.if_best
    assert (found.if_worst, found.log_note, found.moves_to_review) == ("", "", False)


@pytest.mark.parametrize(("day", "part"), [("2025-01-31", "may be gone"), ("2025-02-01", "kept until")])
def test_records_that_are_gone_are_said_to_be(day: str, part: str) -> None:
    assert part in told(log_expires=day).log_note


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_ask_has_words_for_both_answers(language: str) -> None:
    asks = set(words("ASKS", language)) - {"human_judgement"}
    assert set(words("BEST_ANSWERS", language)) == asks
    assert set(words("WORST_ANSWERS", language)) == asks
    for ask in asks:
        assert told(language, ask=ask).if_worst.endswith(".")

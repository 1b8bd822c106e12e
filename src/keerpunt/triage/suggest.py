"""The triage suggestion: a published table of rules, first match, three-valued (ASSESSMENT.md section 10).

It has no score and no default, is never preselected and never acted on. Criteria are those of the Dutch release on
Operation Cumberland; unknown stays unknown: no rule takes the absence of an answer for `no`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

YES, NO, UNKNOWN = "yes", "no", "unknown"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One register's answer: yes, no or unknown, and the day it was given."""

    value: str = UNKNOWN
    answered: dt.date | None = None


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What the rules may look at; every field left out is unknown, and unknown suggests enquiry.

    `minor`: by a verified birth date, at any act. `gate`, `country`, `law_status`: as in `leads`.
    """

    gate: str = "unresolved"
    country: str = "XX"
    unit_country: str = "XX"
    law_status: str = UNKNOWN
    law_unreviewed: bool = False
    minor: str = UNKNOWN
    special: bool = False
    similar_prior: Criterion = Criterion()
    minors_in_household: Criterion = Criterion()
    position_of_trust: Criterion = Criterion()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A word and the reasons for it, all of them codes."""

    suggestion: str
    reasons: tuple[str, ...]


def suggest(facts: CaseFacts, as_of: dt.date, stale_days: int) -> Suggestion:
    """Apply the rules, first match; `as_of` is the day of the run, `stale_days` how long an answer is fresh."""
    word, reason = _first_match(facts)
    reasons = {reason, *_notes(facts, as_of, stale_days)}
    if word == "enquire_first" and facts.gate == "review_ready":
        reasons |= set(_unknown_criteria(facts))
    return Suggestion(word, tuple(sorted(reasons)))


def _first_match(facts: CaseFacts) -> tuple[str, str]:
    if facts.minor == YES:
        return "minor_route", "minor_at_act"
    if facts.law_status == "no_offence":
        return "none", "law_no_offence"
    if facts.special:
        return "none", "special_account"
    if facts.gate != "review_ready":
        return "enquire_first", "gate_unresolved"
    if facts.country != facts.unit_country:
        return "refer_abroad", "country_abroad"
    for name, criterion in (
        ("similar_prior", facts.similar_prior),
        ("minors_in_household", facts.minors_in_household),
        ("position_of_trust", facts.position_of_trust),
    ):
        if criterion.value == YES:
            return "investigation", name
    if facts.similar_prior.value != NO or facts.minors_in_household.value != NO:
        return "enquire_first", "criterion_unknown"
    return "warning_talk", "criteria_answered_no"


def _unknown_criteria(facts: CaseFacts) -> list[str]:
    named = (("similar_prior", facts.similar_prior), ("minors_in_household", facts.minors_in_household))
    return [f"{name}_unknown" for name, criterion in named if criterion.value not in (YES, NO)]


def _notes(facts: CaseFacts, as_of: dt.date, stale_days: int) -> list[str]:
    """Return what the reader must know beside the rule that matched."""
    notes = []
    if facts.law_unreviewed:
        notes.append("law_unreviewed")
    if facts.law_status == UNKNOWN:
        notes.append("law_unknown")
    if facts.position_of_trust.value not in (YES, NO):
        notes.append("position_of_trust_unknown")
    answers = (facts.similar_prior, facts.minors_in_household, facts.position_of_trust)
    # An answer without a day cannot be shown to be fresh.
    given = [each.answered for each in answers if each.value in (YES, NO)]
    if any(day is None or (as_of - day).days > stale_days for day in given):
        notes.append("criterion_stale")
    return notes

"""The catalogue of asks (ASSESSMENT.md section 8): what can be asked, who has its answer, what its answers could do.

The numbers of the answers are policy (`requests.effects`, `requests.retention_days`); what has to be true of a lead
before an answer of that kind can count at all stands here, as marks of a subject.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

BEST, WORST = "best", "worst"
ENDS = (BEST, WORST)

CRITERIA = {
    "similar_prior_unknown": "register_criminal",
    "minors_in_household_unknown": "register_household",
    "position_of_trust_unknown": "register_position_of_trust",
}
"""Which register answers an unknown criterion of the triage."""

OWN = frozenset(("read_source", "sealed_comparison", "law_profile"))
"""What the unit does itself; no provider gets a letter about it."""

CARRIES: dict[str, frozenset[str]] = {
    "payment_check": frozenset(("I01_threeds_challenge", "I04_cvc", "I05_avs")),
    "dispute": frozenset(("I06_dispute",)),
    "fraud_report": frozenset(("I07_issuer_fraud_report", "I31_on_stolen_list")),
    "session": frozenset(("I19_access_used", "I20_line_is_holders")),
    "download": frozenset(("I19_access_used", "I20_line_is_holders")),
    "subscriber": frozenset(("I17_contact_is_holders", "I03_bank_push")),
    "ip_assignment": frozenset(("I20_line_is_holders",)),
    "register_extract": frozenset(("I23_instrument_dead",)),
    "account": frozenset(("I17_contact_is_holders",)),
}
"""Which indicators a row of a table can turn against a lead."""

NEEDS: dict[tuple[str, str], str] = {
    ("psp_checks", "I01_threeds_challenge.challenge"): "matched",
    ("psp_checks", "I01_threeds_challenge.fail"): "card",
    ("psp_checks", "I04_cvc.fail"): "card",
    ("psp_checks", "I05_avs.fail"): "card",
    ("psp_disputes", "I08_no_dispute.none"): "quiet",
    ("bank_holder", "I01_threeds_challenge.challenge"): "challenge",
    ("bank_holder", "I03_bank_push.agrees"): "push",
    ("bank_holder", "I03_bank_push.differs"): "push",
    ("bank_holder", "I17_contact_is_holders.holder"): "contact",
    ("isp_assignment", "I20_line_is_holders.holder"): "several_days",
}
"""Marks that a subject must bear before an answer can come to that test: a challenge speaks only for the holder of the
very card, months of silence need months, one day of use is one point."""

OF_THE_PAYMENT = frozenset(("I01_threeds_challenge", "I03_bank_push", "I04_cvc", "I05_avs"))
"""Indicators whose origin is that of the payment's own record, whoever answered."""


@dataclass(frozen=True, slots=True)
class Subject:
    """One ask about one value for one lead.

    `of_whom`: who is asked, written as the origin its answer will have. `country`: of the one asked, `XX` unknown.
    `payment_origin`: of the payments it is about. `marks`: what is true of the lead and decides which answers can
    count (the columns of `ask_instrument.sql`). `tables`: what a source that lies unread holds. `found_by`: columns by
    which the one asked finds the value.
    """

    lead_id: str
    ask: str
    of_whom: str
    about_kind: str
    about_value: str
    about_from: dt.datetime | None = None
    about_to: dt.datetime | None = None
    country: str = "XX"
    payment_origin: str = ""
    marks: frozenset[str] = field(default_factory=frozenset)
    tables: tuple[str, ...] = ()
    found_by: tuple[tuple[str, str], ...] = ()

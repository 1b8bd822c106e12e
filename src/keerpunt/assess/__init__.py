"""Who acted: candidates, what speaks for and against each, what is missing, and whether a human may now review.

Composed by `pipeline` in this order: `candidates`, `weigh`, (the jurisdiction room), `judge`. Each hands on tables;
which they are stands at the head of its module. `requests` comes last, after the suggestions.
"""

from __future__ import annotations

from keerpunt.assess.addresses import ADDRESS_LISTS, AddressRange
from keerpunt.assess.candidates import candidates, lead_id
from keerpunt.assess.explain import Explanation, Statement, explain
from keerpunt.assess.judge import Known, judge, known_leads, lead_tables
from keerpunt.assess.orphans import orphans
from keerpunt.assess.policy import Policy, load_policy
from keerpunt.assess.requests import requests
from keerpunt.assess.settings import COVERAGE, AssessSettings, HeldSource
from keerpunt.assess.weigh import weigh

__all__ = [
    "ADDRESS_LISTS",
    "COVERAGE",
    "AddressRange",
    "AssessSettings",
    "Explanation",
    "HeldSource",
    "Known",
    "Policy",
    "Statement",
    "candidates",
    "explain",
    "judge",
    "known_leads",
    "lead_id",
    "lead_tables",
    "load_policy",
    "orphans",
    "requests",
    "weigh",
]

"""Codes in words. What the core concludes is worded by the core; this is the one place of the web app that asks it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from keerpunt.assess import Explanation, Policy, load_policy
from keerpunt.assess import explain as explain_lead
from keerpunt.assess.settles import asks_for
from keerpunt.assess.wording import LANGUAGES, describe
from keerpunt.assess.wording import words as core_words
from keerpunt_web.evidence import words as own

OWN: dict[str, Mapping[str, str | Promise]] = {
    "hypothesis": own.HYPOTHESES,
    "state": own.SHORT_STATES,
    "short": own.SHORT_HYPOTHESES,
    "gate": own.SHORT_GATES,
    "short_ask": own.SHORT_ASKS,
    "short_suggestion": own.SHORT_SUGGESTIONS,
    "lead_state": own.LEAD_STATES,
    "category": own.CATEGORIES,
    "basis": own.LINK_BASES,
    "yes_no": own.YES_NO,
    "zone_basis": own.ZONE_BASES,
    "precision": own.PRECISIONS,
}
CORE = {
    "suggestion": "SUGGESTIONS",
    "ask": "ASKS",
    "country_basis": "BASES",
    "law": "LAW",
    "table": "TABLES",
}
DESCRIBED = frozenset(("missing", "indicator", "reason", "conflict"))
FIRST_NAMED = (
    "contradiction_", "minor_indicated", "deceased", "special_account", "law_no_offence", "rival_identity",
    "identity_conflict", "e0", "e1", "no_settled_payment", "no_verified_record", "no_independent_party",
    "one_origin_only", "stolen_data_", "fabricated_", "taken_over_", "identity_theft_", "household_", "data_error_",
)  # fmt: skip
"""Which missing thing is named first: what speaks against the lead before what was not looked at."""


def caveat_of_another_policy() -> str:
    """Return what is to be said of a lead whose build was made under a policy that did not ship."""
    return core_words("SENTENCES", language())["caveat_other"]


def words(family: str, code: str) -> str:
    """Return a code in words of the page's language; one that has none is shown as it is, honest and findable."""
    try:
        if family in DESCRIBED:
            return describe(code, language())
        if family in CORE:
            return core_words(CORE[family], language())[code]
    except KeyError:
        return code
    return grade(code) if family == "grade" else str(OWN[family].get(code, code))


def about(code: str) -> str:
    """Return what an indicator looks at, empty for anything else."""
    text = words("indicator", code)
    return text if text != code else ""


def grade(code: str) -> str:
    """Return a verbal grade in short; `against_…` says that the findings speak against the lead."""
    word = str(own.SHORT_GRADES.get(code.removeprefix("against_"), code))
    return _("against: %(grade)s") % {"grade": word} if code.startswith("against_") else word


def language() -> str:
    """Return the page's language, if the core speaks it, else English."""
    wanted = (get_language() or "en").split("-")[0]
    return wanted if wanted in LANGUAGES else "en"


def explained(lead: Mapping[str, Any], indicators: Iterable[Mapping[str, Any]]) -> Explanation:
    """Return the core's explanation of a lead in the page's language, with every statement."""
    return explain_lead(lead, indicators, policy=shipped_policy(), language=language(), strongest=None)


def what_would_change(rival: str) -> list[str]:
    """Return whom or what to ask to settle a rival, in short."""
    return [words("short_ask", ask) for ask in asks_for(f"{rival}_open")]


def in_order(codes: Iterable[str]) -> list[str]:
    """Return missing codes by what decides most: a contradiction, then the person, then what was not examined."""
    return sorted(codes, key=lambda code: (_rank(code), code))


@lru_cache(maxsize=1)
def shipped_policy() -> Policy:
    """Return the policy that keerpunt ships, read once."""
    return load_policy()


def _rank(code: str) -> int:
    for place, start in enumerate(FIRST_NAMED):
        if code.startswith(start):
            return place
    return len(FIRST_NAMED)

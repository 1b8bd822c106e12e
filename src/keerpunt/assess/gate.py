"""The gate of section 7: may a human now review this lead. Pure; every condition that fails yields its code.

It fails closed: a fact that is not known counts as a failure of the condition that needs it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from keerpunt.assess.arithmetic import Weight, sums
from keerpunt.assess.candidates import is_trusted
from keerpunt.assess.catalogue import ABOUT_THE_PERSON, BY_CODE, ERROR_BY_CODE, IP_FLOORS, OF_THE_MEANS
from keerpunt.assess.policy import Policy
from keerpunt.assess.scales import Interval
from keerpunt.model.words import RIVALS, original_origin

REVIEW_READY, UNRESOLVED = "review_ready", "unresolved"
SINGLE_POINT = "E09_single_ip_point"


@dataclass(frozen=True, slots=True)
class Withheld:
    """Support that an error code took away: the row it would have been, and the codes."""

    weight: Weight
    voids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the gate must know of a lead beside its weights; nothing here is a default that opens it.

    `examined`: rivals whose examination list is met. `unread`: tables not examined. `birthdates`: of anybody's word;
    `verified_birthdates`: of a document or civil register. `first_day`: day of the earliest act, contradicted ones
    included. `country_conflict`: codes of the jurisdiction.
    """

    examined: frozenset[str] = frozenset()
    unread: tuple[str, ...] = ()
    n_covered: int = 0
    scope_proven: bool = False
    special: bool = True
    verified_record: bool = False
    identity_conflict: bool = True
    rival_identity: bool = True
    birthdates: tuple[dt.date, ...] = ()
    verified_birthdates: tuple[dt.date, ...] = ()
    first_day: dt.date | None = None
    dead: bool = False
    country: str = "XX"
    country_conflict: tuple[str, ...] = ()
    law_status: str = "unknown"
    errors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the weighing comes to: states per hypothesis, sums per rival, failed conditions."""

    by_rival: Mapping[str, Interval]
    states: Mapping[str, str]
    missing: tuple[str, ...]
    n_independent_origins: int

    @property
    def gate(self) -> str:
        """Return `review_ready` only where nothing is missing."""
        return UNRESOLVED if self.missing else REVIEW_READY


def judge_lead(weights: Sequence[Weight], withheld: Sequence[Withheld], facts: Facts, policy: Policy) -> Verdict:
    """Weigh one lead and try every condition of the gate."""
    by_rival = sums(weights, policy.caps)
    states = rival_states(weights, by_rival, facts, policy)
    missing = set(evidence_codes(weights, by_rival, withheld, policy))
    missing |= set(contradiction_codes(weights, policy))
    missing |= {f"{rival}_not_examined" for rival in RIVALS if states[rival] == "not_examined"}
    missing |= set(person_codes(facts, policy)) | set(case_codes(facts)) | set(error_codes(facts))
    missing |= set(decisive_voids(weights, withheld, policy))
    return Verdict(by_rival, states, tuple(sorted(missing)), len(independent_origins(weights, policy)))


def rival_states(
    weights: Iterable[Weight], by_rival: Mapping[str, Interval], facts: Facts, policy: Policy
) -> dict[str, str]:
    """Return the state of every hypothesis (section 2); the holder's follows from those of its rivals."""
    rows = list(weights)
    bound = policy.tests["supports_rival_high"]
    states: dict[str, str] = {}
    for rival in RIVALS:
        if any(row.rival == rival and row.open_contradiction and row.high <= bound for row in rows):
            states[rival] = "supports"
        elif by_rival[rival][0] >= policy.min_low[rival]:
            states[rival] = "against"
        else:
            states[rival] = "unknown" if rival in facts.examined else "not_examined"
    found = set(states.values())
    states["holder"] = "supports" if found == {"against"} else "against" if "supports" in found else "unknown"
    return states


def evidence_codes(
    weights: Sequence[Weight], by_rival: Mapping[str, Interval], withheld: Sequence[Withheld], policy: Policy
) -> list[str]:
    """Return the failed conditions on what speaks for the lead: origins, floor, margin over each rival."""
    codes = [f"{rival}_open" for rival in RIVALS if by_rival[rival][0] < policy.min_low[rival]]
    if len(independent_origins(weights, policy)) < policy.min_origins:
        codes.append("one_origin_only")
    if not any(_is_floor(row) for row in weights):
        codes.append("no_independent_party")
        if any(SINGLE_POINT in each.voids and each.weight.code in IP_FLOORS for each in withheld):
            codes.append("ip_single_point")
    return codes


def _is_floor(row: Weight) -> bool:
    named = BY_CODE[row.code].floor and row.code not in OF_THE_MEANS
    return named and row.independent and not row.contradicts and row.low > 0


def independent_origins(weights: Iterable[Weight], policy: Policy) -> set[str]:
    """Return the independent origins among the records of supporting rows; facts about the person do not count."""
    return {
        original_origin(origin)
        for row in weights
        if not row.contradicts and row.low > 0 and row.code not in ABOUT_THE_PERSON
        for origin in row.origins
        if is_trusted(origin, policy.distrusted_origins)
    }


def contradiction_codes(weights: Iterable[Weight], policy: Policy) -> list[str]:
    """Return a code for every open contradiction that is strong or makes its rival `supports`."""
    bound = policy.tests["supports_rival_high"]
    return [
        f"contradiction_{BY_CODE[row.code].short.lower()}"
        for row in weights
        if row.open_contradiction and (row.high <= bound or (BY_CODE[row.code].strong and row.high < 0))
    ]


def person_codes(facts: Facts, policy: Policy) -> list[str]:
    """Return the failed conditions on the person: verified, undisputed, adult at the first act, alive."""
    codes = []
    if not facts.verified_record:
        codes.append("no_verified_record")
    if facts.identity_conflict:
        codes.append("identity_conflict")
    if facts.rival_identity:
        codes.append("rival_identity")
    if facts.dead:
        codes.append("deceased")
    if not facts.verified_birthdates or facts.first_day is None:
        codes.append("age_unknown")
    elif any(not is_adult(born, facts.first_day, policy.adult_age) for born in facts.verified_birthdates):
        codes.append("minor_indicated")
    if facts.first_day and any(not is_adult(born, facts.first_day, policy.adult_age) for born in facts.birthdates):
        codes.append("minor_indicated")
    return codes


def is_adult(born: dt.date, day: dt.date, age: int) -> bool:
    """Tell whether somebody born then has that age on the day; who is born on 29 February reaches it on 1 March."""
    years = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    return years >= age


def case_codes(facts: Facts) -> list[str]:
    """Return the failed conditions on country, law, payments, scope, account and unread sources."""
    codes = [f"unread_{table}" for table in facts.unread]
    if facts.country == "XX":
        codes.append("country_unknown")
    if "same_class" in facts.country_conflict:
        codes.append("country_conflict")
    if facts.law_status != "offence":
        codes.append("law_no_offence" if facts.law_status == "no_offence" else "law_unknown")
    if facts.n_covered < 1:
        codes.append("no_settled_payment")
    if not facts.scope_proven:
        codes.append("scope_mixed")
    if facts.special:
        codes.append("special_account")
    return codes


def error_codes(facts: Facts) -> list[str]:
    """Return the hard error codes that stand open."""
    return [code.lower() for code in facts.errors if ERROR_BY_CODE[code].hard]


def decisive_voids(weights: Sequence[Weight], withheld: Sequence[Withheld], policy: Policy) -> list[str]:
    """Return the error codes whose removal of evidence made a condition fail.

    Each code is tried by giving back what it took; a row that a contradiction won stays with the contradiction.
    """
    if not withheld:
        return []
    failed = set(evidence_codes(weights, sums(weights, policy.caps), withheld, policy)) - {"ip_single_point"}
    codes = []
    for code in sorted({void for each in withheld for void in each.voids}):
        given_back = [each.weight for each in withheld if code in each.voids]
        restored = with_more(weights, given_back)
        if failed - set(evidence_codes(restored, sums(restored, policy.caps), (), policy)):
            codes.append(code.lower())
    return codes


def with_more(weights: Sequence[Weight], more: Iterable[Weight]) -> list[Weight]:
    """Return the weights as if `more` had counted too: one row per indicator and rival, a contradiction winning it."""
    best = {(row.code, row.rival): row for row in weights}
    for row in sorted(more, key=_strength, reverse=True):
        held = best.get((row.code, row.rival))
        if held is None:
            best[row.code, row.rival] = row
        elif not held.contradicts:
            stronger = max(held, row, key=_strength)
            best[row.code, row.rival] = replace(stronger, origins=tuple(sorted({*held.origins, *row.origins})))
    return list(best.values())


def _strength(row: Weight) -> tuple[bool, int, int, str]:
    return row.independent, row.low, row.high, row.origin

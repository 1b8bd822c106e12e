"""What the best and the worst admissible answer to an ask would make of a lead (ASSESSMENT.md section 8). Pure.

The gate itself is tried on the changed lead: there is no second copy of its rules here. Leads that are alike but for
the names of their sources come to the same answer, so each kind of lead is tried once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from keerpunt.assess.arithmetic import Weight
from keerpunt.assess.asks import BEST, CARRIES, NEEDS, OF_THE_PAYMENT, Subject
from keerpunt.assess.candidates import is_trusted
from keerpunt.assess.gate import Facts, Verdict, Withheld, is_adult, judge_lead, with_more
from keerpunt.assess.policy import Policy
from keerpunt.model.words import original_origin

FIRST_DAY = dt.date(2000, 1, 1)
ADULT_BORN, MINOR_BORN = dt.date(1900, 1, 1), FIRST_DAY
KNOWN = "known"
"""Stands for whichever country a lead has; only whether it is known matters to the gate."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A lead without its names: what the gate weighs, sources numbered by class, dates reduced to adult or minor."""

    weights: tuple[Weight, ...]
    withheld: tuple[Withheld, ...]
    facts: Facts


@dataclass(slots=True)
class Numbering:
    """Numbers the sources of one lead by class, so that leads compare; a distrusted one keeps its name."""

    distrusted: frozenset[str]
    numbers: dict[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def of(self, origin: str) -> str:
        """Return the numbered name of an origin; a parcel keeps being one, of the numbered original."""
        original = original_origin(origin)
        if original != origin:
            return f"parcel:0/{self.of(original)}"
        kind, _, name = origin.partition(":")
        if not name or origin in self.distrusted:
            return origin
        if origin not in self.numbers:
            self.counts[kind] = self.counts.get(kind, 0) + 1
            self.numbers[origin] = f"{kind}:{self.counts[kind]}"
        return self.numbers[origin]


def profile_of(
    weights: Iterable[Weight], withheld: Iterable[Withheld], facts: Facts, policy: Policy
) -> tuple[Profile, Numbering]:
    """Return what is left of a lead once its names are taken away, and how its sources were numbered."""
    names = Numbering(policy.distrusted_origins)
    rows = sorted(weights, key=_order)
    held = sorted(withheld, key=lambda each: (_order(each.weight), each.voids))
    numbered = tuple(_numbered(row, names) for row in rows)
    return Profile(
        numbered, tuple(Withheld(_numbered(each.weight, names), each.voids) for each in held), _reduced(facts, policy)
    ), names


def _order(row: Weight) -> tuple[str, str, bool, int, int, bool, bool, str]:
    return row.code, row.rival, row.contradicts, row.low, row.high, row.independent, row.closed, row.origin


def _numbered(row: Weight, names: Numbering) -> Weight:
    origins = tuple(sorted([names.of(each) for each in row.origins]))
    return Weight(
        row.code,
        row.rival,
        row.low,
        row.high,
        names.of(row.origin),
        origins,
        row.independent,
        row.contradicts,
        row.closed,
    )


def _reduced(facts: Facts, policy: Policy) -> Facts:
    def born(dates: Iterable[dt.date]) -> tuple[dt.date, ...]:
        first = facts.first_day
        if first is None:
            return (ADULT_BORN,) if tuple(dates) else ()
        return tuple(sorted({ADULT_BORN if _adult(each, first, policy) else MINOR_BORN for each in dates}))

    return replace(
        facts,
        n_covered=min(facts.n_covered, 1),
        birthdates=born(facts.birthdates),
        verified_birthdates=born(facts.verified_birthdates),
        first_day=FIRST_DAY if facts.first_day else None,
        country="XX" if facts.country == "XX" else KNOWN,
        country_conflict=("same_class",) if "same_class" in facts.country_conflict else (),
    )


def _adult(born: dt.date, first: dt.date, policy: Policy) -> bool:
    return is_adult(born, first, policy.adult_age)


@dataclass(slots=True)
class Trial:
    """Tries answers on leads; alike leads and answers are tried once."""

    policy: Policy
    profiles: dict[Profile, int] = field(default_factory=dict)
    tried: dict[tuple[int, Subject, str], Verdict] = field(default_factory=dict)

    def number(self, profile: Profile) -> int:
        """Return the number of a profile."""
        return self.profiles.setdefault(profile, len(self.profiles))

    def answered(self, number: int, profile: Profile, asked: Subject, end: str) -> Verdict:
        """Return the verdict on a lead after an answer to a `nameless` subject, `end` being best or worst."""
        key = (number, asked, end)
        if key not in self.tried:
            self.tried[key] = verdict_after(profile, asked, end, self.policy)
        return self.tried[key]


def nameless(subject: Subject, names: Numbering) -> Subject:
    """Return a subject without what it is about, its sources numbered as those of its lead."""
    payment_origin = names.of(subject.payment_origin) if subject.payment_origin else ""
    return Subject(
        "", subject.ask, names.of(subject.of_whom), "", "",
        payment_origin=payment_origin, marks=subject.marks, tables=subject.tables,
    )  # fmt: skip


def verdict_after(profile: Profile, subject: Subject, end: str, policy: Policy) -> Verdict:
    """Judge a lead as if the best or the worst admissible answer to the subject had come."""
    rows = rows_of(subject, end, policy)
    weights = with_contradictions(
        with_more(profile.weights, [row for row in rows if not row.contradicts]),
        [row for row in rows if row.contradicts],
    )
    return judge_lead(weights, profile.withheld, facts_after(subject, profile.facts, end), policy)


def rows_of(subject: Subject, end: str, policy: Policy) -> list[Weight]:
    """Return the rows an answer would add: the policy's tests of the ask that its marks admit."""
    effects = policy.request_effects.get(subject.ask, {})
    named = [name for name in effects.get(end, ()) if _admitted(name, subject)]
    if subject.ask == "read_source":
        named = _strongest(named, policy)
    return [row for name in named for row in _rows(name, subject, policy)]


def _admitted(name: str, subject: Subject) -> bool:
    if subject.ask == "read_source":
        return any(name.partition(".")[0] in CARRIES.get(each, ()) for each in subject.tables)
    return NEEDS.get((subject.ask, name), "") in {"", *subject.marks}


def _strongest(names: Sequence[str], policy: Policy) -> list[str]:
    """Return the test that speaks most against a lead, of those a table can carry."""

    def lowest(name: str) -> tuple[int, int, str]:
        code, _, test = name.partition(".")
        ends = policy.effects.get((code, test), {}).values()
        return min((high for _, high in ends), default=0), min((low for low, _ in ends), default=0), name

    return [min(names, key=lowest)] if names else []


def _rows(name: str, subject: Subject, policy: Policy) -> list[Weight]:
    code, _, test = name.partition(".")
    origin = subject.payment_origin if code in OF_THE_PAYMENT and subject.payment_origin else subject.of_whom
    return [
        Weight(
            code=code,
            rival=rival,
            low=low,
            high=high,
            origin=origin,
            origins=tuple(sorted({origin, subject.of_whom})),
            independent=is_trusted(origin, policy.distrusted_origins),
            contradicts=high <= 0 and low < 0,
        )
        for rival, (low, high) in sorted(policy.effects.get((code, test), {}).items())
    ]


def with_contradictions(weights: Iterable[Weight], more: Iterable[Weight]) -> list[Weight]:
    """Return the weights as if contradictions had come: each wins the row of its code and rival, the worst of two."""
    best = {(row.code, row.rival): row for row in weights}
    for row in more:
        held = best.get((row.code, row.rival))
        if held is None or not held.open_contradiction or (row.high, row.low) < (held.high, held.low):
            best[row.code, row.rival] = row
    return list(best.values())


def facts_after(subject: Subject, facts: Facts, end: str) -> Facts:
    """Return the facts of the gate after an answer; what an answer does not touch stays as it was."""
    change = _CHANGES.get(subject.ask)
    return facts if change is None else change(subject, facts, end == BEST)


def _examining(facts: Facts, *rivals: str) -> Facts:
    return replace(facts, examined=facts.examined | set(rivals))


def _checks(subject: Subject, facts: Facts, best: bool) -> Facts:
    marks = subject.marks
    unread = tuple(name for name in facts.unread if name != "payment_check" or "only_check" not in marks)
    facts = replace(facts, unread=unread)
    if "disputable" in marks:
        facts = _examining(facts, "stolen_data")
    return _examining(facts, "taken_over") if best and {"matched", "several"} <= marks else facts


def _disputes(subject: Subject, facts: Facts, best: bool) -> Facts:
    del best
    marks = subject.marks
    unread = tuple(name for name in facts.unread if name != "dispute" or "only_dispute" not in marks)
    facts = replace(facts, unread=unread)
    return _examining(facts, "stolen_data") if marks & {"checked", "pull"} else facts


def _identified(facts: Facts) -> Facts:
    """Return the facts once somebody who saw a document has named the person, with birth date and address."""
    return replace(
        facts,
        verified_record=True,
        verified_birthdates=facts.verified_birthdates or (ADULT_BORN,),
        country=facts.country if facts.country != "XX" else KNOWN,
        law_status="offence" if facts.country == "XX" and facts.law_status == "unknown" else facts.law_status,
    )


def _bank(subject: Subject, facts: Facts, best: bool) -> Facts:
    if not best:
        return facts
    facts = _examining(_identified(facts), "identity_theft", "data_error")
    if {"unpaid", "settled"} <= subject.marks:
        facts = replace(facts, n_covered=1, first_day=facts.first_day or FIRST_DAY)
    if {"challenge", "several"} <= subject.marks:
        facts = _examining(facts, "taken_over")
    return _examining(facts, "stolen_data") if "push" in subject.marks else facts


def _contact(subject: Subject, facts: Facts, best: bool) -> Facts:
    del subject
    facts = _examining(facts, "household")
    return _examining(facts, "data_error") if best else replace(facts, rival_identity=True)


def _exchange(subject: Subject, facts: Facts, best: bool) -> Facts:
    facts = _examining(facts, "stolen_data")
    return _examining(_bank(subject, facts, best), "identity_theft") if best else facts


def _civil(subject: Subject, facts: Facts, best: bool) -> Facts:
    del subject
    if not best:
        return replace(facts, verified_birthdates=(*facts.verified_birthdates, MINOR_BORN), dead=True)
    known = replace(_identified(facts), verified_record=facts.verified_record)
    return replace(known, country_conflict=())


def _household(subject: Subject, facts: Facts, best: bool) -> Facts:
    del subject, best
    return _examining(facts, "household")


def _law(subject: Subject, facts: Facts, best: bool) -> Facts:
    del subject
    return replace(facts, law_status="offence" if best else "no_offence")


def _source(subject: Subject, facts: Facts, best: bool) -> Facts:
    del best
    found = set(subject.tables)
    facts = replace(facts, unread=tuple(name for name in facts.unread if name not in found))
    if "session" in found:
        facts = _examining(facts, "taken_over", "fabricated")
    if "download" in found:
        facts = _examining(facts, "fabricated")
    unread = {"payment_check", "dispute"} & set(facts.unread)
    return _examining(facts, "stolen_data") if found & {"payment_check", "dispute"} and not unread else facts


_CHANGES = {
    "psp_checks": _checks,
    "psp_disputes": _disputes,
    "bank_holder": _bank,
    "email_holder": _contact,
    "phone_holder": _contact,
    "exchange_holder": _exchange,
    "register_civil": _civil,
    "register_household": _household,
    "sealed_comparison": _household,
    "law_profile": _law,
    "read_source": _source,
}


def settled(before: Verdict, best: Verdict, worst: Verdict) -> tuple[str, ...]:
    """Return the codes an ask could settle: gone after the best answer, or decided against the lead by the worst."""
    gone = set(before.missing) - set(best.missing)
    rivals = {rival for rival, state in worst.states.items() if state == "supports" and before.states[rival] != state}
    decided = {f"{rival}_{ending}" for rival in rivals for ending in ("open", "not_examined")}
    return tuple(sorted(gone | (decided & set(before.missing))))


FALLS = frozenset(("rival_identity", "minor_indicated", "deceased", "law_no_offence"))
"""Codes beside contradictions with which a lead falls."""


def falls(before: Iterable[str], after: Iterable[str]) -> bool:
    """Tell whether an answer closes a lead or contradicts it: a code of that kind that was not there before."""
    return any(code in FALLS or code.startswith("contradiction_") for code in set(after) - set(before))

"""What is true of a case, fixed while it is generated and before anything is assessed."""

from __future__ import annotations

from keerpunt.simulate.answers import MATCHED, mailbox_holder
from keerpunt.simulate.casting import Case
from keerpunt.simulate.countries import countries
from keerpunt.simulate.ledger import Ledger, TruthLead
from keerpunt.simulate.people import Person


def note_truth(case: Case, ledger: Ledger) -> None:
    """Write who used the account of a case, and every person whom some record connects with it."""
    ledger.truth_actors[case.account_id] = case.actor.person_id
    if _actor_is_named(case):
        ledger.truth_leads.append(_lead(case, case.actor, innocent=False))
    innocents = [case.holder] if case.holder is not case.actor else []
    if case.other and case.story.also in ("taken_over", "recycled_mail"):
        innocents.append(case.other)
    ledger.truth_leads.extend(_lead(case, person, innocent=True) for person in innocents)


def _actor_is_named(case: Case) -> bool:
    if case.story.pay in ("crypto", "voucher"):
        return case.story.holder in MATCHED
    pays = case.holder is case.actor or case.story.payer == "joint"
    return pays or mailbox_holder(case) is case.actor or case.story.line_of == "thief"


def _lead(case: Case, person: Person, *, innocent: bool) -> TruthLead:
    missing = case.story.other_missing if innocent else case.story.missing
    if not countries()[person.home.country].law and "no_settled_payment" not in missing:
        missing = (*missing, "law_unknown")
    return TruthLead(
        account_id=case.account_id,
        person_id=person.person_id,
        innocent=innocent,
        scenario=case.story.name,
        # A golden set is one where the law is known too.
        sufficient=bool(case.story.evidence) and not innocent and countries()[person.home.country].law,
        expected_missing=tuple(sorted(set(missing))),
        country=person.home.country,
    )

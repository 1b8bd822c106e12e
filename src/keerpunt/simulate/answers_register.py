"""What public registers answer about a customer whom a bank has named; much is not asked or not permitted."""

from __future__ import annotations

import random

from keerpunt.simulate.answers import MATCHED, Columns, customer_ref
from keerpunt.simulate.casting import Case
from keerpunt.simulate.chance import chance_of, weighted
from keerpunt.simulate.days import REGISTER_REPLIES_ON, REGISTER_VALID_ON, UNIT_COUNTRY
from keerpunt.simulate.people import Person
from keerpunt.simulate.providers import register
from keerpunt.simulate.scene import Scene

_ANY_HOUSEHOLD = {"alone": 35, "others": 35, "not_asked": 15, "not_permitted": 15}
_PRIORS = {"no_hit": 80, "hit": 4, "not_asked": 10, "unclear": 2, "not_permitted": 4}
_TRUST = {"no_hit": 60, "hit": 3, "not_asked": 37}

# The unit asks the registers of its own country itself, and mostly gets an answer.
_ANY_HOUSEHOLD_AT_HOME = {"alone": 30, "others": 64, "not_asked": 6}
_PRIORS_AT_HOME = {"no_hit": 86, "hit": 8, "not_asked": 4, "unclear": 2}
_TRUST_AT_HOME = {"no_hit": 85, "hit": 6, "not_asked": 9}


def answer_of_registers(scene: Scene) -> None:
    """Let the registers of the holder's country answer; nobody asks about a holder whom no bank has named."""
    case, rng = scene.case, scene.rng
    if case.story.holder not in MATCHED:
        return
    _household(scene, case.holder, "")
    if case.story.payer == "joint":
        _household(scene, case.actor, "-2")
    if case.story.civil:
        _reply(scene, "civil", "", {"result": "hit", "birthdate": case.holder.birthdate.isoformat()})
    home = case.holder.country == UNIT_COUNTRY
    if home or chance_of(rng, 80):
        result = weighted(rng, _PRIORS_AT_HOME if home else _PRIORS)
        _reply(scene, "criminal", "", {"result": result, "similar_prior": _yes_no(result)})
    if home or chance_of(rng, 70):
        _reply(scene, "position_of_trust", "", {"result": weighted(rng, _TRUST_AT_HOME if home else _TRUST)})


def _household(scene: Scene, person: Person, suffix: str) -> None:
    case, rng = scene.case, scene.rng
    kind = case.story.household
    if kind == "any":
        kind = weighted(rng, _ANY_HOUSEHOLD_AT_HOME if person.country == UNIT_COUNTRY else _ANY_HOUSEHOLD)
    if kind == "alone":
        row: Columns = {"result": "hit", "household_size": "1", "minors_in_household": "no"}
    elif kind == "others":
        row = {"result": "hit", **_others(case, rng, person)}
    else:
        row = {"result": kind, "minors_in_household": "unknown"}
    _reply(scene, "household", suffix, row)


def _others(case: Case, rng: random.Random, person: Person) -> Columns:
    if case.story.payer in ("housemate", "joint"):
        other = case.actor if person is case.holder else case.holder
        gap = other.birthdate.year - person.birthdate.year
        members = [f"{'child' if gap > 15 else 'partner'}:{other.birthdate.year}"]
    else:
        members = [f"partner:{person.birthdate.year + rng.randint(-6, 6)}"]
    grown = 1995 > person.birthdate.year > 1970
    if grown and chance_of(rng, 50):
        members += [f"child:{rng.randint(2008, 2020)}" for _ in range(rng.randint(1, 2))]
    minors = any(member.startswith("child:") and int(member[6:]) > 2007 for member in members)
    return {
        "household_size": str(1 + len(members)),
        "household_refs": "|".join(sorted(members)),
        "minors_in_household": "yes" if minors else "no",
    }


def _yes_no(result: str) -> str:
    return {"hit": "yes", "no_hit": "no"}.get(result, "unknown")


def _reply(scene: Scene, which: str, suffix: str, row: Columns) -> None:
    """Add a register's row about the bank's customer; what was not asked has no day for which it is true."""
    case = scene.case
    answered = row["result"] in ("hit", "no_hit", "unclear")
    scene.ledger.reply(
        register(case.holder.country).origin,
        "register_extract",
        {
            "provider": case.bank.name,
            "customer_ref": f"{customer_ref(case)}{suffix}",
            "full_name": case.holder.name if not suffix else case.actor.name,
            "register": which,
            "valid_on": REGISTER_VALID_ON.isoformat() if answered else None,
            "answered": REGISTER_REPLIES_ON.isoformat(),
            "request_id": f"REQ-R-{case.number:05d}",
        }
        | row,
    )

"""Accounts of a generated platform, several of one person among them, and what brothers and flatmates share.

A second account of one person may keep the mailbox, the device, the user name of another site, or only a habit of
making user names. A household shares a device and sometimes a mailbox, brothers count through one stem, and what an
account says of its name and birth date is true, a pseudonym, or another person's. Equal seeds give equal rows.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

from benchmarks.instrument_people import INSTANT, RECEIVED, Operation, Row
from keerpunt.simulate.chance import Chance, chance_of, token
from keerpunt.simulate.countries import countries
from keerpunt.simulate.people import People, Person, plain
from keerpunt.simulate.words import WORDS

HOUSEHOLDS = 1500


@dataclass(frozen=True, slots=True)
class _User:
    """A person and the habits of his accounts."""

    person: Person
    stem: str
    email: str
    phone: str
    device: str
    shared_device: str
    shared_email: str
    honest: bool


def accounts(seed: int, households: int = HOUSEHOLDS) -> Operation:
    """Return the rows of a platform and the person behind each account."""
    chance = Chance(seed)
    dice, people = chance.stream("accounts"), People(chance)
    found = Operation({"account": [], "session": []})
    codes = [code for code, there in countries().items() if there.law]
    number = 0
    for _ in range(households):
        for user in _household(dice, people, dice.choice(codes)):
            first: Row | None = None
            for _ in range(dice.choices((1, 2, 3), weights=(72, 20, 8))[0]):
                number += 1
                row = _account(dice, user, number, first)
                first = first or row
                found.add("account", row, user.person.person_id)
                _sessions(dice, user, number, found)
    return found


def _household(dice: random.Random, people: People, code: str) -> list[_User]:
    one = people.stranger(code)
    members = [one]
    if chance_of(dice, 30):
        members.append(people.housemate(one, born=(one.birthdate.year, min(2004, one.birthdate.year + 5))))
    shared = f"d{token(dice, 12)}" if chance_of(dice, 40) else ""
    mail = f"{plain(one.surname)}.{token(dice, 5, 'abcdefgh')}@home.example.org" if chance_of(dice, 10) else ""
    stem = f"{dice.choice(WORDS)}{dice.choice(WORDS)}" if chance_of(dice, 70) else plain(one.surname)
    brothers = chance_of(dice, 20)
    return [
        _User(
            person=person,
            stem=stem if brothers or person is one else f"{dice.choice(WORDS)}_{dice.choice(WORDS)}",
            email=f"{token(dice, 9, 'abcdefghkmnp')}@mail.example.org",
            phone=f"+3161{token(dice, 1, '1234')}{token(dice, 6, '0123456789')}",
            device=f"d{token(dice, 12)}",
            shared_device=shared,
            shared_email=mail,
            honest=chance_of(dice, 35),
        )
        for person in members
    ]


def _account(dice: random.Random, user: _User, number: int, first: Row | None) -> Row:
    fresh = f"{token(dice, 9, 'abcdefghkmnp')}@mail.example.org"
    kinds = (user.email, fresh, user.shared_email or fresh)
    email = dice.choices(kinds, weights=(45, 50, 5) if first else (85, 10, 5))[0]
    return {
        "record_key": f"account:{number}", "origin": "platform:p", "platform_account_id": str(number),
        "username": _username(dice, user, number, first), "email": email if chance_of(dice, 95) else None,
        "phone": user.phone if chance_of(dice, 12) else None, "locale": countries()[user.person.country].locale,
        "self_country": user.person.country, "registered_utc": INSTANT, **_self(dice, user),
    }  # fmt: skip


def _username(dice: random.Random, user: _User, number: int, first: Row | None) -> str:
    if first and chance_of(dice, 20):
        return str(first["username"]).upper() if chance_of(dice, 30) else str(first["username"])
    if not first or chance_of(dice, 45):
        return f"{user.stem}{dice.randint(1, 99)}"
    return f"{dice.choice(WORDS)}_{dice.choice(WORDS)}{number}"


def _self(dice: random.Random, user: _User) -> dict[str, Any]:
    """What it says of itself: the truth, a pseudonym, the first of January, or nothing."""
    found: dict[str, Any] = {"self_name": None, "self_birthdate": None}
    if user.honest and chance_of(dice, 70):
        found["self_name"] = user.person.name if chance_of(dice, 70) else user.person.initialled
    elif chance_of(dice, 15):
        there = countries()[user.person.country]
        found["self_name"] = f"{dice.choice(there.male)} {dice.choice(there.surnames)[0]}"
    if chance_of(dice, 50):
        born = user.person.birthdate
        found["self_birthdate"] = born if user.honest or chance_of(dice, 25) else born.replace(month=1, day=1)
    return found


def _sessions(dice: random.Random, user: _User, number: int, found: Operation) -> None:
    devices = [user.device] if chance_of(dice, 70) else []
    if user.shared_device and chance_of(dice, 50):
        devices.append(user.shared_device)
    for device in devices:
        found.tables["session"].append({
            "record_key": f"session:{number}/{device}", "origin": "platform:p", "platform_account_id": str(number),
            "event": "login_ok", "occurred_utc": INSTANT, "device_id": device, "received_on": RECEIVED,
        })  # fmt: skip

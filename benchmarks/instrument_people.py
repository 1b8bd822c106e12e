"""Payers and customers of a generated operation, with what a merge by name, home or contact gets wrong.

The people are those of `keerpunt.simulate`, who live in 19 countries. Around each lives what shares his data without
being him: a father of the same name in the same house, a spouse with the same initial, a namesake in the same city, a
family mailbox, a joint account, a thief who pays with stolen cards and has everything sent to one address, made-up
payers on one mailbox. Truth is whom a record names: of a stolen card its holder. Equal seeds give equal rows.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from keerpunt.simulate.chance import Chance, chance_of, token
from keerpunt.simulate.countries import countries
from keerpunt.simulate.instruments import make_iban
from keerpunt.simulate.people import Address, People, Person, ascii_letters, plain

Row = dict[str, Any]
RECEIVED = dt.date(2025, 1, 1)
INSTANT = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
HOUSEHOLDS = 700
BINS = 300
BANK_WIDTH = 27
"""Letters that a bank keeps of a name in an old statement."""


@dataclass(slots=True)
class Payer:
    """A person with the contacts, cards and account that he pays with. A card is (number, BIN, last four, expiry)."""

    person: Person
    emails: list[str]
    phone: str
    family_email: str
    family_phone: str
    cards: list[tuple[int, str, str, str]]
    iban: str
    before: Address | None = None


@dataclass(slots=True)
class Operation:
    """Rows of canonical tables by name, and the person that each record names; parts of joint names with `#1`, `#2`."""

    tables: dict[str, list[Row]] = field(default_factory=lambda: {"payment": [], "subscriber": []})
    truth: dict[str, str] = field(default_factory=dict)

    def add(self, table: str, row: Row, *persons: str) -> None:
        """Add a row that names one person, or the two of a joint name in their order."""
        self.tables[table].append(row | {"received_on": RECEIVED})
        key = row["record_key"]
        ends = [""] if len(persons) == 1 else [f"#{place}" for place in range(1, len(persons) + 1)]
        self.truth |= {f"{key}{end}": person for end, person in zip(ends, persons, strict=True)}


class _World:
    """Draws everything from one seed."""

    def __init__(self, seed: int) -> None:
        chance = Chance(seed)
        self.dice = chance.stream("instruments")
        self.people = People(chance)
        self.found = Operation()
        self.count = 0
        bins = chance.stream("bins")
        self._bins = [f"{bins.randint(400000, 559999)}" for _ in range(BINS)]

    def number(self) -> int:
        self.count += 1
        return self.count

    def card(self) -> tuple[int, str, str, str]:
        expiry = f"{self.dice.randint(2024, 2029)}-{self.dice.randint(1, 12):02d}"
        return self.number(), self.dice.choice(self._bins), token(self.dice, 4, "0123456789"), expiry

    def phone(self) -> str:
        return f"+3161{token(self.dice, 1, '1234')}{token(self.dice, 6, '0123456789')}"

    def payer(self, person: Person, family_email: str, family_phone: str) -> Payer:
        there = countries()[person.country]
        iban = make_iban(self.dice, there.code, there.bank_code) if there.bank_code else ""
        emails = [person.private_email]
        if chance_of(self.dice, 35):
            emails.append(f"{plain(person.given)[:1]}{plain(person.surname)}{self.number()}@mail.example.org")
        cards = [self.card() for _ in range(self.dice.choice((1, 1, 2, 3)))]
        before = self.people.home_in(person.country) if chance_of(self.dice, 10) else None
        return Payer(person, emails, self.phone(), family_email, family_phone, cards, iban, before)


def payers(seed: int, households: int = HOUSEHOLDS) -> Operation:
    """Return the rows of an operation and their truth."""
    world = _World(seed)
    codes = [code for code, there in countries().items() if there.law]
    known: list[Payer] = []
    for _ in range(households):
        known += _household(world, world.dice.choice(codes))
    for payer in known:
        for _ in range(world.dice.choices((1, 2, 3, 4), weights=(45, 30, 15, 10))[0]):
            _pay(world, payer)
        _answers(world, payer)
    _thieves(world, known)
    _made_up(world, codes)
    return world.found


def _household(world: _World, code: str) -> list[Payer]:
    """Return somebody and whoever lives with him or bears his name."""
    dice, people = world.dice, world.people
    one = people.stranger(code)
    born = (max(1945, one.birthdate.year - 6), min(2004, one.birthdate.year + 6))
    family = f"family.{plain(one.surname)}{world.number()}@home.example.org" if chance_of(dice, 25) else ""
    phone = world.phone() if chance_of(dice, 25) else ""
    members = [one]
    if chance_of(dice, 45):
        members.append(people.housemate(one, born=born))
    if chance_of(dice, 6):
        members.append(_same_initial(people.housemate(one, born=born), one))
    if chance_of(dice, 5):
        members.append(people.namesake_before(one))
    found = [world.payer(person, family, phone) for person in members]
    if chance_of(dice, 6):
        found.append(world.payer(people.twin(one), "", ""))
    if chance_of(dice, 4):
        twin = people.twin(one)
        near = replace(twin.home, postcode=one.home.postcode, city=one.home.city)
        found.append(world.payer(replace(twin, home=near), "", ""))
    if len(members) > 1 and found[0].iban and chance_of(dice, 20):
        _joint(world, found[0], found[1])
    return found


def _same_initial(person: Person, other: Person) -> Person:
    """Give a housemate a given name that begins like the other's, where the country has one."""
    there = countries()[person.country]
    alike = [name for name in (*there.female, *there.male) if name[0] == other.given[0] and name != other.given]
    return replace(person, given=min(alike), surname=other.surname) if alike else person


def _joint(world: _World, one: Payer, other: Payer) -> None:
    """Two holders of one account, named together by their bank."""
    ref = f"j{world.number()}"
    name = f"{one.person.name} e/o {other.person.name}"
    row = _transfer(ref, name, one.iban)
    world.found.add("payment", row, one.person.person_id, other.person.person_id)
    other.iban = one.iban


def _pay(world: _World, payer: Payer) -> None:
    """One payment, by whatever means, as it comes out of the books of one of three providers."""
    dice, person = world.dice, payer.person
    ref = f"p{world.number()}"
    if payer.iban and chance_of(dice, 20):
        name = _written(dice, person, bank=True)
        world.found.add("payment", _transfer(ref, name, payer.iban), person.person_id)
        return
    origin = dice.choice(("psp:stripe", "psp:other"))
    row = _card(ref, origin, dice.choice(payer.cards), shows_bin=origin == "psp:other" or chance_of(dice, 50))
    row |= {"payer_name": _written(dice, person, bank=False), "payer_email": _mail(world, payer)}
    row["payer_phone"] = dice.choices((payer.phone, payer.family_phone or None, None), weights=(25, 10, 65))[0]
    world.found.add("payment", row | _billing(dice, payer), person.person_id)


def _transfer(ref: str, name: str, iban: str) -> Row:
    return {
        "record_key": f"payment:bank:b/bank:KPTXLT21:{ref}", "origin": "bank:b", "psp": "bank:KPTXLT21", "psp_ref": ref,
        "direction": "in", "row_kind": "payment", "instrument_kind": "iban", "iban": iban, "payer_name": name,
        "initiated_utc": INSTANT, "amount_minor": 1000, "currency": "EUR", "exponent": 2,
    }  # fmt: skip


def _card(ref: str, origin: str, card: tuple[int, str, str, str], *, shows_bin: bool) -> Row:
    number, issuer, last4, expiry = card
    psp = origin.partition(":")[2]
    return {
        "record_key": f"payment:{origin}/{psp}:{ref}", "origin": origin, "psp": psp, "psp_ref": ref, "direction": "in",
        "row_kind": "payment", "instrument_kind": "card", "last4": last4, "expiry": expiry,
        "bin": issuer if shows_bin else None, "fingerprint": f"f{number}" if psp == "stripe" else None,
        "fingerprint_scope": origin if psp == "stripe" else None,
        "initiated_utc": INSTANT, "amount_minor": 1000, "currency": "EUR", "exponent": 2,
    }  # fmt: skip


def _written(dice: random.Random, person: Person, *, bank: bool) -> str:
    """Return a name as a payer types it or as a bank prints it."""
    kind = dice.choices(("full", "initial", "slip", "plain"), weights=(80, 10, 4, 6))[0]
    name = person.initialled if kind == "initial" else person.name
    if kind == "slip":
        name = _slip(dice, name)
    if kind == "plain" or (bank and chance_of(dice, 50)):
        name = ascii_letters(name).upper()
    return name[:BANK_WIDTH].strip() if bank else name


def _slip(dice: random.Random, text: str) -> str:
    place = dice.randrange(1, len(text))
    swapped = text[: place - 1] + text[place] + text[place - 1] + text[place + 1 :]
    return dice.choice((text[:place] + text[place + 1 :], swapped))


def _mail(world: _World, payer: Payer) -> str | None:
    kind = world.dice.choices(("own", "family", "fresh", "none"), weights=(70, 8, 14, 8))[0]
    if kind == "own":
        return world.dice.choice(payer.emails)
    if kind == "fresh":
        return f"{token(world.dice, 8, 'abcdefghkmnp')}{world.number()}@mail.example.org"
    return (payer.family_email or None) if kind == "family" else None


def _billing(dice: random.Random, payer: Payer) -> Row:
    """Return the address: all of it, its postcode, or nothing; of the home or of the one before."""
    home = payer.before if payer.before and chance_of(dice, 50) else payer.person.home
    country = {"billing_country": home.country}
    kind = dice.choices(("all", "postcode", "none"), weights=(70, 15, 15))[0]
    if kind == "none":
        return country
    found = country | {"billing_postcode": home.postcode}
    line = ascii_letters(home.line1).upper() if chance_of(dice, 10) else home.line1
    return found | ({"billing_line1": line, "billing_city": home.city} if kind == "all" else {})


def _answers(world: _World, payer: Payer) -> None:
    """What a bank and a mail provider know of the person."""
    dice, person = world.dice, payer.person
    if chance_of(dice, 40):
        card = dice.choice(payer.cards)
        linked = {"linked_kind": "card", "linked_value": f"f{card[0]}", "linked_scope": "psp:stripe"}
        if payer.iban and chance_of(dice, 40):
            linked = {"linked_kind": "iban", "linked_value": payer.iban}
        _subscriber(world, payer, "bank", linked | {"birthdate": person.birthdate, "verification": "document"})
    if chance_of(dice, 25):
        linked = {"linked_kind": "email", "linked_value": payer.emails[0]}
        born = person.birthdate if chance_of(dice, 70) else None
        _subscriber(world, payer, "mail", linked | {"birthdate": born, "verification": "none"})


def _subscriber(world: _World, payer: Payer, provider: str, said: Row) -> None:
    person = payer.person
    home = payer.before if payer.before and chance_of(world.dice, 25) else person.home
    ref = f"k{world.number()}"
    row = {
        "record_key": f"subscriber:{provider}:{ref}", "origin": f"{'email' if provider == 'mail' else provider}:one",
        "provider": provider, "provider_kind": "email" if provider == "mail" else "bank", "customer_ref": ref,
        "response": "match", "full_name": person.name, "line1": home.line1, "postcode": home.postcode,
        "city": home.city, "country": home.country, "emails": payer.emails[:1],
        "phones": [payer.phone] if chance_of(world.dice, 40) else None,
    }  # fmt: skip
    world.found.add("subscriber", row | said, person.person_id)


def _thieves(world: _World, known: list[Payer]) -> None:
    """A thief pays by the cards of several victims, in their names, from one mailbox, to one address."""
    dice = world.dice
    for _ in range(max(1, len(known) // 150)):
        drop = world.people.home_in(known[0].person.country)
        mails = [f"drop{world.number()}@mail.example.org" for _ in range(2)]
        for victim in dice.sample(known, k=min(dice.randint(2, 6), len(known))):
            row = _card(f"s{world.number()}", "psp:other", dice.choice(victim.cards), shows_bin=chance_of(dice, 70))
            row |= {"payer_name": victim.person.name, "payer_email": dice.choice(mails), "billing_line1": drop.line1}
            row |= {"billing_postcode": drop.postcode, "billing_city": drop.city, "billing_country": drop.country}
            world.found.add("payment", row, victim.person.person_id)


def _made_up(world: _World, codes: list[str]) -> None:
    """Payers that nobody is: names from a list on one mailbox, on cards out of one series."""
    dice = world.dice
    for _ in range(6):
        mail = f"made{world.number()}@mail.example.org"
        for _ in range(dice.randint(2, 12)):
            person = world.people.stranger(dice.choice(codes))
            row = _card(f"m{world.number()}", "psp:stripe", world.card(), shows_bin=True)
            row |= {"payer_name": person.name, "payer_email": mail, "billing_postcode": person.home.postcode}
            world.found.add("payment", row | {"billing_country": person.country}, person.person_id)


Make = Callable[[int], Operation]

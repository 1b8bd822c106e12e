"""Made persons of twenty-five name origins, all with the same lives: the set of the parity of resolution.

Everything but the name is drawn alike for every origin: families that share surname and address, a son with his
father's whole name, twins, moves, new surnames, people of no fixed address, errors in dates and postcodes. A name is
written as `benchmarks/names_parity.py` knows it to be written: other letters, marks lost, another romanisation, upper
case, cut, in another order. So what differs between two origins is what the resolution makes of their names.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from benchmarks.heavy_people import ENDS, STARTS
from benchmarks.names_origins import Origin
from benchmarks.names_parity import Person as Name
from benchmarks.names_parity import writings
from benchmarks.resolve_people import Person

PERSONS, OPERATIONS = 100, 8
"""Persons of an operation, and operations of an origin: in all about 1,700 pairs of records of one person."""
GIVEN, SURNAMES = 12, 6
"""Names in use, the same number for every origin: each full name has namesakes, as the common names of a country do."""
COUNTRIES = {
    "dutch": "NL", "german": "DE", "french": "FR", "spanish": "ES", "portuguese": "PT", "italian": "IT", "polish": "PL",
    "turkish": "TR", "arabic": "EG", "russian": "RU", "ukrainian": "UA", "greek": "GR", "chinese": "CN", "korean": "KR",
    "vietnamese": "VN", "indian": "IN", "hebrew": "IL", "yoruba": "NG", "igbo": "NG", "hungarian": "HU",
    "serbian": "RS", "georgian": "GE", "armenian": "AM", "persian": "IR", "swedish": "SE",
}  # fmt: skip
OTHERWISE, NATIVE = 0.3, 0.1
"""Chance that a record has the name in another writing; in the letters of the country where that has its own."""


@dataclass(frozen=True, slots=True)
class Life:
    """One true person: the name, the name before a change, homes in the order of time, contacts, what sets it apart."""

    truth: str
    name: Name
    former: Name
    homes: tuple[tuple[str, str, str], ...]
    birth: dt.date
    email: str
    phone: str
    groups: frozenset[str]


def people(origin: Origin, seed: int, persons: int = PERSONS) -> tuple[list[Person], dict[str, frozenset[str]]]:
    """Return the records of one operation, and the groups of each person: its origin, and what its life is like."""
    records: list[Person] = []
    groups: dict[str, frozenset[str]] = {}
    dice = random.Random(f"lives {seed}")  # noqa: S311 - made lives, the same for every origin
    names = random.Random(f"names {origin.code} {seed}")  # noqa: S311 - made names
    given = names.sample((*origin.men, *origin.women), GIVEN)
    origin = replace(origin, men=tuple(given), women=(), surnames=tuple(names.sample(origin.surnames, SURNAMES)))
    for life in _lives(origin, persons, dice, names):
        groups[life.truth] = life.groups
        records += _records(life, origin, dice, names)
    return records, groups


def _lives(origin: Origin, persons: int, dice: random.Random, names: random.Random) -> Iterator[Life]:
    number = 0
    while number < persons:
        size = dice.choice((1, 1, 2, 2, 3, 4, 5))
        surname, second = names.sample(origin.surnames, 2)
        home, roofless = _home(dice), dice.random() < 0.03
        twin = dice.random() < 0.05
        born: dt.date | None = None
        pool = names.sample(origin.men, size)
        for place in range(size):
            number += 1
            given = pool[0 if place == 2 and dice.random() < 0.12 else place]
            if place < 2 or born is None or not twin:
                born = _day(dice, *((1945, 1975) if place < 2 else (1980, 2004)))
            moved, changed = dice.random() < 0.2, dice.random() < 0.06
            married = names.choice([each for each in origin.surnames if each != surname])
            groups = {
                f"origin {origin.code}": True, "moved": moved, "surname changed": changed,
                "no fixed address": roofless, "shared address": size > 1,
            }  # fmt: skip
            now = _named(origin, given, surname, second)
            yield Life(
                truth=f"{origin.code}{number}",
                name=now,
                former=_named(origin, given, married, "") if changed else now,
                homes=() if roofless else (home, *([_home(dice)] if moved else [])),
                birth=born,
                email=f"{_letters(dice)}{dice.randint(1, 999)}@example.org",
                phone=f"+4420794{dice.randint(60000, 99999)}",
                groups=frozenset(name for name, holds in groups.items() if holds),
            )


def _named(origin: Origin, given: str, surname: str, second: str) -> Name:
    def parts(entry: str) -> tuple[tuple[str, ...], str]:
        latin, _, native = entry.partition("=")
        return tuple(latin.split("|")), native

    return Name(*parts(given), *parts(surname), parts(second)[0][0] if origin.double and second else "", origin)


def _home(dice: random.Random) -> tuple[str, str, str]:
    city = f"{dice.choice(STARTS)}{dice.choice(ENDS)}"
    street = f"{dice.randint(1, 180)} {dice.choice(STARTS)}{dice.choice(STARTS)}{dice.choice(ENDS)} street"
    return street, f"{dice.randint(10000, 99999)}", city


def _letters(dice: random.Random) -> str:
    return "".join(dice.choice("abcdefghijklmnoprstuvwyz") for _ in range(9))


def _day(dice: random.Random, first: int, last: int) -> dt.date:
    return dt.date(first, 1, 1) + dt.timedelta(days=dice.randrange(365 * (last - first)))


def _records(life: Life, origin: Origin, dice: random.Random, names: random.Random) -> Iterator[Person]:
    """A bank has name, date and address; a telecom's date is often missing; a mail provider has no address."""
    stated = {"bank": (1.0, 1.0, 0.4, 0.3), "telecom": (0.6, 0.9, 0.2, 1.0), "mail": (0.5, 0.0, 1.0, 0.2)}
    for source, (date, home, mail, phone) in stated.items():
        if source != "bank" and dice.random() < 0.25:
            continue
        one = Person(
            record=f"{life.truth}{source}", source=f"{source}{origin.code}", truth=life.truth,
            surname=_written(life, dice, names), country=COUNTRIES[origin.code],
            birthdate=_misdated(life.birth, dice) if dice.random() < date else None,
            email=life.email if dice.random() < mail else None,
            phone=life.phone if dice.random() < phone else None,
        )  # fmt: skip
        where = dice.choice(life.homes) if life.homes else None
        if dice.random() < home and where is not None:
            street, postcode, city = where
            one = replace(one, street=street, postcode=postcode if dice.random() < 0.95 else None, city=city)
        yield one


def _written(life: Life, dice: random.Random, names: random.Random) -> str:
    name = life.former if dice.random() < 0.4 else life.name
    kind = dice.random()
    if kind < NATIVE and name.native:
        return name.native
    if kind > 1 - OTHERWISE:
        return names.choice([text for _, text in writings(name)])
    return name.latin()


def _misdated(day: dt.date, dice: random.Random) -> str:
    kind = dice.random()
    if kind < 0.015 and day.day <= 12:
        day = day.replace(month=day.day, day=day.month)
    elif kind < 0.03:
        day = day.replace(day=dice.randint(1, 28))
    elif kind < 0.04:
        day = day.replace(year=day.year + dice.choice((-1, 1)), day=min(day.day, 28))
    return day.isoformat()

"""Made persons with heavy errors of writing, up to 21 records each: the set `heavy`, and a ground of training.

Families share surname and address, a son may bear his father's whole name, twins share the birth date. Each record has
a quality of its own; every field of it may be left out, mistyped, exchanged or of another time (moved, married). The
names are drawn by the rates of the shipped pack, rare ones and places are put together from syllables.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate

from benchmarks.resolve_people import Person
from keerpunt.resolve.models import name_rates
from keerpunt.values.names_nicknames import calling_names

MOST_RECORDS = 21
QUALITIES = (0.04, 0.15, 0.35)
"""Chance of an error per field of a record: careful, usual, careless."""
STARTS = ("bar", "bel", "cal", "dor", "fen", "gar", "hol", "kel", "lan", "mar", "nor", "pel", "ros")
ENDS = ("berg", "den", "feld", "ford", "ham", "ley", "man", "mond", "sen", "stad", "ton", "wick", "worth")
"""Syllables of which made names and places are put together."""


@dataclass(frozen=True, slots=True)
class _Home:
    street: str
    postcode: str
    city: str


class _World:
    """Draws names, places and errors from one seed."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)  # noqa: S311 - made data, equal for equal seeds
        pack = name_rates("XX")
        self._given = list(pack.given), list(accumulate(pack.given.values()))
        self._surname = list(pack.surname), list(accumulate(pack.surname.values()))
        self._towns = [f"{a}{b}" for a in STARTS for b in ENDS]
        self.dice.shuffle(self._towns)
        self._size = list(accumulate(1 / (rank + 2) for rank in range(len(self._towns))))

    def given(self) -> str:
        return self.dice.choices(self._given[0], cum_weights=self._given[1])[0]

    def surname(self) -> str:
        if self.dice.random() < 0.3:
            return "".join(self.dice.choice(part) for part in (STARTS, STARTS, ENDS))
        return self.dice.choices(self._surname[0], cum_weights=self._surname[1])[0]

    def town(self) -> str:
        return self.dice.choices(self._towns, cum_weights=self._size)[0]

    def home(self, city: str) -> _Home:
        road = f"{self.dice.randint(1, 180)} {self.surname()} {self.dice.choice(('street', 'road', 'lane', 'close'))}"
        code = f"{city[:2]}{self.dice.randint(1, 40)} {self.dice.randint(1, 9)}{self.dice.choice('abdefgh')}"
        return _Home(road, f"{code}{self.dice.choice('jlnpqrst')}", city)

    def birth(self, first: int = 1930, last: int = 2004) -> dt.date:
        return dt.date(first, 1, 1) + dt.timedelta(days=self.dice.randrange(365 * (last - first)))

    def mistyped(self, word: str) -> str:
        """One or two strokes wrong: left out, put in, replaced, exchanged."""
        letters = list(word)
        for _ in range(1 + (self.dice.random() < 0.25)):
            place = self.dice.randrange(len(letters))
            match self.dice.randrange(4):
                case 0 if len(letters) > 2:
                    del letters[place]
                case 1:
                    letters.insert(place, self.dice.choice("abcdefghijklmnoprstuvwyz"))
                case 2:
                    letters[place] = self.dice.choice("abcdefghijklmnoprstuvwyz")
                case _ if place + 1 < len(letters):
                    letters[place : place + 2] = letters[place + 1], letters[place]
        return "".join(letters)

    def misdated(self, text: str) -> str | None:
        """A digit wrong, day and month exchanged, a year, month or decade off, the first of January, or left out."""
        date = dt.date.fromisoformat(text)
        match self.dice.randrange(8):
            case 0 if date.day <= 12:
                return date.replace(month=date.day, day=date.month).isoformat()
            case 1 | 2:
                return _moved(date, years=self.dice.choice((-10, -1, 1, 10)))
            case 3:
                return (date + dt.timedelta(days=self.dice.randint(-31, 31))).isoformat()
            case 4:
                return date.replace(month=1, day=1).isoformat()
            case 5 | 6:
                return None
            case _:
                return (date.replace(day=self.dice.randint(1, 28))).isoformat()


def _moved(date: dt.date, years: int) -> str:
    return date.replace(year=date.year + years, day=min(date.day, 28)).isoformat()


def heavy(seed: int, persons: int = 4000) -> list[Person]:
    """Return the records of about `persons` persons in four sources."""
    world = _World(seed)
    found: list[Person] = []
    number = 0
    while number < persons:
        for one, homes, maiden in _family(world):
            number += 1
            amount = min(MOST_RECORDS, 1 + int(world.dice.expovariate(0.25)))
            for _ in range(amount):
                base = replace(one, record=f"h{len(found)}", source=f"list{world.dice.randrange(4)}", truth=str(number))
                found.append(_record(world, base, homes, maiden))
    return found


def _family(world: _World) -> Iterator[tuple[Person, list[_Home], str | None]]:
    """One household: parents, children, now and then a namesake or twins."""
    surname, city = world.surname(), world.town()
    shared, size = world.home(city), world.dice.choice((1, 1, 2, 2, 3, 4, 5))
    parent = ""
    twin: dt.date | None = None
    for place in range(size):
        given = parent if place == 2 and world.dice.random() < 0.12 else world.given()
        parent = parent or given
        born = world.birth(1930, 1975) if place < 2 else twin or world.birth(1978, 2004)
        twin = born if place >= 2 and twin is None and world.dice.random() < 0.05 else None
        middle = world.given() if world.dice.random() < 0.35 else None
        stem = f"{given[: world.dice.choice((1, 9))]}{world.dice.choice(('.', '', '_'))}{surname}"
        person = Person(
            record="", source="", truth="", given=given, middle=middle, surname=surname, birthdate=born.isoformat(),
            birthplace=city if world.dice.random() < 0.6 else world.town(), country="GB",
            email=f"{stem}{world.dice.randint(1, 99)}@example.org" if world.dice.random() < 0.35 else None,
            phone=f"+4420794{world.dice.randint(60000, 99999)}" if world.dice.random() < 0.2 else None,
        )  # fmt: skip
        homes = [shared, *(world.home(world.town()) for _ in range(world.dice.choice((0, 0, 1, 2))))]
        yield person, homes, world.surname() if place == 1 and world.dice.random() < 0.3 else None


def _record(world: _World, one: Person, homes: list[_Home], maiden: str | None) -> Person:
    dice, chance = world.dice, world.dice.choice(QUALITIES)
    home = dice.choice((homes[0], *homes))
    known = dice.random()
    values: dict[str, str | None] = {
        "street": home.street if known < 0.5 else None,
        "postcode": home.postcode if known < 0.8 else None,
        "city": home.city,
        "surname": maiden if maiden and dice.random() < 0.3 else one.surname,
        "middle": one.middle and dice.choice((one.middle, one.middle[:1], None)),
    }
    one = replace(one, **values)
    for field in ("given", "surname", "street", "postcode", "city", "birthplace", "email", "phone"):
        text = getattr(one, field)
        if text and dice.random() < chance:
            one = replace(one, **{field: None if dice.random() < 0.4 else world.mistyped(text)})
    if one.birthdate and dice.random() < chance:
        one = replace(one, birthdate=world.misdated(one.birthdate))
    if one.given and dice.random() < chance / 3:
        other = [name for name in calling_names(one.given) if name != one.given]
        one = replace(one, given=dice.choice(other) if other else one.given[:1])
    if dice.random() < chance / 6:
        one = replace(one, given=one.surname, surname=one.given)
    return one

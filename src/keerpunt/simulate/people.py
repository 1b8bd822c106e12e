"""Invented people: a name of their country, a birth date, a home. Nobody here is anybody."""

from __future__ import annotations

import datetime as dt
import random
import unicodedata
from dataclasses import dataclass, field, replace

from keerpunt.simulate.chance import Chance, chance_of
from keerpunt.simulate.countries import Country, countries

YEARS_OF_BIRTH = (1950, 2003)
_NATIONAL_ID = frozenset(("DK", "FI", "NO", "SE"))
_FOLD = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "Ø": "O", "Ł": "L", "Đ": "D", "Þ": "Th"}
)


@dataclass(frozen=True, slots=True)
class Address:
    """Where somebody lives; `country` is ISO 3166-1 alpha-2."""

    line1: str
    postcode: str
    city: str
    country: str


@dataclass(frozen=True, slots=True)
class Person:
    """A person of the generated world, the unit of truth. `national_id` is empty where providers hold none."""

    person_id: str
    country: str
    given: str
    surname: str
    female: bool
    birthdate: dt.date
    home: Address
    private_email: str
    national_id: str

    @property
    def name(self) -> str:
        """Return given name and surname, in the order of the country."""
        return self.named(self.given)

    @property
    def initialled(self) -> str:
        """Return the name with the given name cut to its initial."""
        return self.named(f"{self.given[0]}.")

    def named(self, given: str) -> str:
        """Return the name with `given` in the place of the given name: Hungarians put the family first."""
        return f"{self.surname} {given}" if self.country == "HU" else f"{given} {self.surname}"


def ascii_letters(text: str) -> str:
    """Return a text without marks, as a system writes it that knows the letters of English only."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.translate(_FOLD)) if c.isascii())


def plain(text: str) -> str:
    """Return lower-case ASCII letters and digits of a text, for user names and mail addresses."""
    return "".join(letter for letter in ascii_letters(text.lower()) if letter.isalnum())


@dataclass(slots=True)
class People:
    """Everybody drawn so far. No two people share a full name or a home unless a story says so."""

    chance: Chance
    names: set[str] = field(default_factory=set)
    homes: set[Address] = field(default_factory=set)
    count: int = 0

    def stranger(self, country: str, *, born: tuple[int, int] = YEARS_OF_BIRTH) -> Person:
        """Draw a person with a home of their own, born in one of the years `born`."""
        rng = self._next()
        there = countries()[country]
        female = chance_of(rng, 12)
        given, surname = self._name(rng, there, female)
        return self._person(rng, given, surname, female=female, born=born, home=self._home(rng, there))

    def housemate(self, other: Person, *, born: tuple[int, int], shared_surname: bool = True) -> Person:
        """Draw somebody who lives at the home of `other`; the surname follows the country's custom."""
        rng = self._next()
        there = countries()[other.home.country]
        female = chance_of(rng, 60)
        shared = shared_surname and there.surname_rule != "patronymic"
        given, surname = self._name(rng, there, female, family=other.surname if shared else "")
        return self._person(rng, given, surname, female=female, born=born, home=other.home)

    def twin(self, other: Person) -> Person:
        """Draw somebody of the same name with another birth date and another home."""
        rng = self._next()
        home = self._home(rng, countries()[other.home.country])
        year = other.birthdate.year
        born = (year + 7, year + 12) if year + 12 <= YEARS_OF_BIRTH[1] else (year - 12, year - 7)
        return self._person(rng, other.given, other.surname, female=other.female, born=born, home=home)

    def namesake_before(self, other: Person) -> Person:
        """Draw an older person of the same name who lived at the same home before."""
        rng = self._next()
        born = (other.birthdate.year - 31, other.birthdate.year - 24)
        return self._person(rng, other.given, other.surname, female=other.female, born=born, home=other.home)

    def home_in(self, country: str) -> Address:
        """Draw a home that nobody else has."""
        return self._home(self._next(), countries()[country])

    def _next(self) -> random.Random:
        self.count += 1
        return self.chance.stream("person", self.count)

    def _person(
        self, rng: random.Random, given: str, surname: str, *, female: bool, born: tuple[int, int], home: Address
    ) -> Person:
        number = self.count
        # 2 January to 28 December: the first of January is a placeholder in many registers.
        birthdate = dt.date(rng.randint(*born), 1, 2) + dt.timedelta(days=rng.randrange(360))
        local = f"{plain(given)}.{plain(surname)}{number}"
        country = home.country
        national_id = f"DEMO-{country}-{number:06d}" if country in _NATIONAL_ID else ""
        return Person(
            f"P{number:06d}", country, given, surname, female, birthdate, home, f"{local}@home.example.org", national_id
        )

    def _name(self, rng: random.Random, there: Country, female: bool, *, family: str = "") -> tuple[str, str]:
        while True:
            given = rng.choice(there.female if female else there.male)
            surname = _inflect(there, family, female) if family else _surname(rng, there, female)
            folded = plain(given + surname)
            if folded not in self.names:
                self.names.add(folded)
                return given, surname

    def _home(self, rng: random.Random, there: Country) -> Address:
        while True:
            street, number = rng.choice(there.streets), rng.randint(1, 189)
            postcode, city = rng.choice(there.cities)
            line1 = f"{number} {street}" if there.number_first else f"{street} {number}"
            home = Address(line1, postcode, city, there.code)
            if home not in self.homes:
                self.homes.add(home)
                return home


def with_home(person: Person, home: Address) -> Person:
    """Return the same person living elsewhere; the country follows the home."""
    return replace(person, home=home, country=home.country)


def _surname(rng: random.Random, there: Country, female: bool) -> str:
    surname = rng.choice(there.surnames)[female]
    if there.surname_rule != "double":
        return surname
    second = rng.choice([form for form, _ in there.surnames if form != surname])
    return f"{surname} {second}"


def _inflect(there: Country, family: str, female: bool) -> str:
    for forms in there.surnames:
        if family in forms:
            return forms[female]
    return family

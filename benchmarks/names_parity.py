"""Makes the parity set: pairs of one person written in two realistic ways, and of two people easily taken for one.

Truth is known since the persons are made: a pair is true where both writings come from one person. The false pairs are
relatives (same surname, other given name, brother or sister) and holders of one given name with another surname.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.names_origins import ORIGINS, Origin

WITH_PARTICLE = " "
BANK_LENGTH = 22


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names and whether they are one person's; `slice` says how they differ, `group` the origin."""

    left: str
    right: str
    same: bool
    slice: str
    group: str
    scripts: str = "one"


@dataclass(frozen=True, slots=True)
class Person:
    """A made person: every writing of the given name and of the surnames, common one first; native may be empty."""

    given: tuple[str, ...]
    given_native: str
    surname: tuple[str, ...]
    surname_native: str
    second: str
    origin: Origin

    def latin(self, given: int = 0, surname: int = 0) -> str:
        """Return the name in Latin letters in the order of its origin."""
        last = " ".join(filter(None, (self.surname[surname], self.second)))
        parts = (last, self.given[given]) if self.origin.order == "surname" else (self.given[given], last)
        return " ".join(parts)

    @property
    def last(self) -> str:
        """The surnames in their common writing."""
        return " ".join(filter(None, (self.surname[0], self.second)))

    @property
    def native(self) -> str:
        """The name in the letters of its country, empty where those are Latin."""
        if not self.given_native:
            return ""
        if self.origin.order == "surname":
            return self.surname_native + self.given_native
        return f"{self.given_native} {self.surname_native}"


def _writings(entry: str) -> tuple[tuple[str, ...], str]:
    latin, _, native = entry.partition("=")
    return tuple(latin.split("|")), native


def persons(origin: Origin, seed: int) -> list[tuple[Person, Person, Person]]:
    """Return persons with a relative (same surname, other given name) and a namesake (same given name)."""
    rng = random.Random(f"{origin.code} {seed}")  # noqa: S311 (made persons, no secrets)
    found = []
    for given in (*origin.men, *origin.women):
        surname, other_surname, third = rng.sample(origin.surnames, 3)
        second = _writings(third)[0][0] if origin.double else ""
        same = origin.men if given in origin.men else origin.women
        sibling = rng.choice([each for each in (same if rng.random() < 0.7 else _all(origin)) if each != given])
        found.append((
            _person(given, surname, second, origin),
            _person(sibling, surname, second, origin),
            _person(given, other_surname, "", origin),
        ))  # fmt: skip
    return found


def _all(origin: Origin) -> tuple[str, ...]:
    return (*origin.men, *origin.women)


def _person(given: str, surname: str, second: str, origin: Origin) -> Person:
    return Person(*_writings(given), *_writings(surname), second, origin)


def writings(person: Person) -> Iterator[tuple[str, str]]:
    """Yield (slice, another writing) of a person's common writing."""
    plain = person.latin()
    yield "upper", plain.upper()
    yield "marks lost", _without_marks(plain)
    yield "upper, marks lost", _without_marks(plain).upper()
    given, surname = person.given[0], person.last
    yield "comma", f"{surname}, {given}"
    yield "swapped", f"{given} {surname}" if person.origin.order == "surname" else f"{surname} {given}"
    yield "initial", f"{given[0]}. {surname}"
    yield "middle name", f"{given} {_middle(person)} {surname}"
    if person.origin.order == "given" and len(plain) > BANK_LENGTH:
        yield "truncated", _without_marks(plain).upper()[:BANK_LENGTH]
    for index in range(1, len(person.given)):
        yield "given name written otherwise", person.latin(given=index)
    for index in range(1, len(person.surname)):
        yield "surname written otherwise", person.latin(surname=index)
    if person.second:
        yield "one surname", f"{given} {person.surname[0]}"
    if " " in person.surname[0] and not person.second:
        yield "particle lost", f"{given} {person.surname[0].split()[-1]}"
    longest = max(person.surname[0].split(), key=len)
    if len(longest) >= 7:
        yield "slip", plain.replace(longest, longest[:4] + longest[5] + longest[4] + longest[6:])


def _middle(person: Person) -> str:
    names = person.origin.men if any(each.startswith(person.given[0]) for each in person.origin.men) else ()
    pool = [_writings(each)[0][0] for each in (names or person.origin.women)]
    return next(each for each in pool if each != person.given[0])


def _without_marks(text: str) -> str:
    import unicodedata  # noqa: PLC0415 (one use)

    text = text.translate(str.maketrans("ŁłØøĐđıß", "LlOoDdis"))
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))


def pairs(seed: int = 1) -> list[Pair]:
    """Return the whole set in a fixed order."""
    return [pair for origin in ORIGINS for trio in persons(origin, seed) for pair in _of(*trio)]


def _of(person: Person, relative: Person, namesake: Person) -> Iterator[Pair]:
    code = person.origin.code
    plain = person.latin()
    surname_first = person.origin.order == "surname"
    for kind, text in writings(person):
        if text != plain and not (surname_first and kind in ("initial", "middle name")):
            yield Pair(plain, text, True, kind, code)
    if person.native:
        yield Pair(plain, person.native, True, "native letters", code, "two")
        yield Pair(person.native, relative.native, False, "relative, native letters", code)
        yield Pair(relative.latin(), person.native, False, "relative, two scripts", code, "two")
        yield Pair(namesake.latin(), person.native, False, "namesake, two scripts", code, "two")
    for other, kind in ((relative, "relative"), (namesake, "namesake")):
        text = other.latin()
        yield Pair(plain, text, False, kind, code)
        yield Pair(plain, _without_marks(text).upper(), False, f"{kind}, upper", code)
    initial = relative.given[0][0]
    own = {_without_marks(each[0]) for each in person.given}
    if not surname_first and _without_marks(initial) not in own:
        yield Pair(plain, f"{initial}. {person.last}", False, "relative, initial", code)

"""Given names that one person commonly bears side by side: full name and short or calling names, per language.

Each line is one circle of names, folded, the full name first; two names agree when some circle holds both. Circles are
kept apart by gender, so that a short name common to both (`alex`) agrees with either full name without joining the two.
Deliberately small: common names of the languages at hand, collected from general knowledge. A name that is missing
costs a link and never makes one. A line that begins with `=` holds forms of two languages or of home, of which nobody
writes the initial: Nikolai is Mykola, but never `M.`.
"""

from __future__ import annotations

from functools import lru_cache

from nicknames import NickNamer

from keerpunt.values.names_attested import lines_of
from keerpunt.values.names_circles import CIRCLES

_SHORTEST_FULL = 3
_DIMINUTIVES = {"os": "inhos itos", "a": "inha ita", "o": "inho ito", "e": "inho ito", "": "inho zinho ito cito cita"}
"""By the end of the full name."""


@lru_cache(maxsize=1)
def _circles_of() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, line in enumerate(CIRCLES.splitlines()):
        for name in () if line.startswith("#") else line.removeprefix("=").split():
            found.setdefault(name, set()).add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


@lru_cache(maxsize=1)
def _full_names() -> dict[int, str]:
    lines = enumerate(CIRCLES.splitlines())
    return {number: line.split()[0] for number, line in lines if line and line[0] not in "#="}


def nickname_equal(left: str, right: str) -> bool:
    """Tell whether one circle holds both folded given names, or one is the other's Iberian diminutive."""
    circles = _circles_of()
    if not circles.get(left, frozenset()).isdisjoint(circles.get(right, frozenset())):
        return True
    return left in diminutives(right) or right in diminutives(left)


@lru_cache(maxsize=8192)
def diminutives(name: str) -> frozenset[str]:
    """Return the regular Portuguese and Spanish diminutives of a folded given name (`pedro`: `pedrinho`, `pedrito`).

    They keep the gender: Juanita is Juana's, never Juan's. Source: Real Academia Española, Nueva gramática, 9.1; Cunha
    and Cintra, Nova gramática do português contemporâneo, chapter 5.
    """
    if len(name) < _SHORTEST_FULL:
        return frozenset()
    ending, stem = next(((end, name.removesuffix(end)) for end in _DIMINUTIVES if name.endswith(end)), ("", name))
    return frozenset(stem + new for new in _DIMINUTIVES[ending].split())


@lru_cache(maxsize=8192)
def calling_names(name: str) -> tuple[str, ...]:
    """Return every name whose initial may stand for this one, sorted: itself and the full name of each of its circles.

    Records write the initial of the full name (`W.` for Willem, called Pim); Cornelia, called Lia, is hardly ever `L.`.
    """
    full = _full_names()
    return tuple(sorted({name, *(full[number] for number in _circles_of().get(name, ()) if number in full)}))


@lru_cache(maxsize=65536)
def two_given_names(left: str, right: str) -> bool:
    """Tell whether one language knows two folded given names and no circle holds both, nor one further on.

    Of names of two languages (Mikhail, Michail) that cannot be said.
    """
    circles, languages = _circles_of(), _languages_of()
    if languages.get(left, frozenset()).isdisjoint(languages.get(right, frozenset())):
        return False
    names = _members()
    near = {name for number in circles[left] for name in names[number]}
    return near.isdisjoint(name for number in circles[right] for name in names[number])


@lru_cache(maxsize=1)
def _languages_of() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    language = 0
    for line in CIRCLES.splitlines():
        language += line.startswith("#")
        for name in () if line.startswith("#") else line.removeprefix("=").split():
            found.setdefault(name, set()).add(language)
    return {name: frozenset(numbers) for name, numbers in found.items()}


@lru_cache(maxsize=1)
def _members() -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = {}
    for name, numbers in _circles_of().items():
        for number in numbers:
            found.setdefault(number, set()).add(name)
    return {number: frozenset(names) for number, names in found.items()}


def is_listed(name: str) -> bool:
    """Tell whether a folded word stands in any circle, and so is a given name."""
    return name in _circles_of()


@lru_cache(maxsize=1)
def _english() -> dict[str, frozenset[str]]:
    """Return the English full names of each name, by the hand-kept table of the package `nicknames`."""
    table = NickNamer().canonical_lookup
    return {name: frozenset(full) for name, full in table.items()}


@lru_cache(maxsize=8192)
def full_names(name: str) -> frozenset[str]:
    """Return the English given names that a folded one may be short for, itself left out (`crissy`: `christine`).

    The table is wide and knows no gender, so being in it makes two names compatible and never equal.
    """
    return _english().get(name, frozenset()) - {name}


def short_form(left: str, right: str) -> bool:
    """Tell whether one folded given name is an English short form of the other."""
    return left in full_names(right) or right in full_names(left)


@lru_cache(maxsize=8192)
def is_given_name(word: str) -> bool:
    """Tell whether a folded word is known as a given name, by a circle or by the table of `names_attested`."""
    return is_listed(word) or bool(lines_of(word))


@lru_cache(maxsize=1)
def _english_full() -> frozenset[str]:
    return frozenset().union(*_english().values())


def is_full_name(word: str) -> bool:
    """Tell whether a folded word is a given name that has English short forms (`louis`, not `dani`)."""
    return word in _english_full()


def is_borne(word: str) -> bool:
    """Tell whether a folded word is known as a given name by any table at hand."""
    return is_given_name(word) or word in _english() or is_full_name(word)

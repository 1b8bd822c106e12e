"""When a contradiction between two clusters is an error of writing and not a second person (RESOLUTION.md section 6).

A guard is tested on the summaries of two clusters. A birth date or a given name that contradicts stays a hard refusal
unless both clusters show, beside it, something that two relatives do not have in common. Father and son bear one name
and share an address, an e-mail and sometimes a number: their birth dates are a generation apart, so such dates are
never excused. Twins share the birth date: their given names are never excused by it alone. ADR 0017 has the figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from keerpunt.resolve.bearers import bearers
from keerpunt.resolve.guards import (
    BIRTH_DATE,
    BIRTH_DATE_NEAR,
    GENERATION_YEARS,
    GIVEN_NAME,
    GIVEN_NAME_NEAR,
    NATIONAL_ID,
    Hit,
    given_hit,
    turned,
    whole_given,
    years_apart,
)
from keerpunt.resolve.models import name_rates
from keerpunt.resolve.parties import Party
from keerpunt.values.distance import jaro_winkler
from keerpunt.values.names import Given, Level, ParsedName, compare, given_relation
from keerpunt.values.names_nicknames import is_borne

ALIKE = 0.85
MOST_DATES = 2
"""Birth dates far from each other that one person may have, the right one and a wrong one."""
EXCUSABLE = (BIRTH_DATE, BIRTH_DATE_NEAR, GIVEN_NAME, GIVEN_NAME_NEAR, NATIONAL_ID)
FULL = (Level.N1, Level.N2)
"""Levels of two names with full given names; an initial fits brothers, and husband and wife."""


@dataclass(frozen=True, slots=True)
class Common:
    """What two clusters both hold: birth dates, full given names, the first of them, and national numbers.

    `own_middle_names`: the names of all their countries are known. `many_dates`: together they would hold more birth
    dates far from each other than one person has.
    `names_full`: N1 or N2, full given names, or only the surname misspelt; `names_alike`: or misspelt (N4), turned, or
    the given name alone; `names_fit`: or initials, one word of the other, or unknown. `names`: every name of both by
    its text.
    """

    dates: frozenset[str]
    given: frozenset[str]
    first_given: frozenset[str]
    numbers: frozenset[str]
    own_middle_names: bool
    many_dates: bool
    names_full: bool
    names_alike: bool
    names_fit: bool
    names: Mapping[str, ParsedName]

    @classmethod
    def of(cls, left: Iterable[Party], right: Iterable[Party]) -> Common:
        """Summarise two clusters."""
        one, other = list(left), list(right)
        return cls(
            _dates(one) & _dates(other),
            _given(_names(one)) & _given(_names(other)),
            _first_given(_names(one)) & _first_given(_names(other)),
            _numbers(one) & _numbers(other),
            all(name_rates(country).knows for party in (*one, *other) for country in party.countries or ("XX",)),
            bearers(_dates(one) | _dates(other)) > MOST_DATES,
            any(compare(a, b) in FULL or one_slip(a, b) for a in _names(one) for b in _names(other)),
            any(alike(a, b) for a in _names(one) for b in _names(other)),
            _fit(_names(one), _names(other)),
            {name.raw: name for name in (*_names(one), *_names(other))},
        )

    def excuse(self, hit: Hit) -> Hit | None:
        """Return the hit as it counts between the clusters: hard, soft, or None where it is a miswriting of a value.

        A value that both clusters hold shows that the odd one beside it is a miswriting. A key that they share shows
        that they may be one person; the contradiction then costs weight.
        """
        if hit.verified or hit.code not in EXCUSABLE:
            return hit
        if hit.code == NATIONAL_ID:
            return None if self.numbers else hit
        if hit.code in (BIRTH_DATE, BIRTH_DATE_NEAR):
            return self._misdated(hit)
        if self.given or self._reconciled(hit) or (self.first_given and not self._brothers(hit)):
            return None
        if self.dates and (self.numbers or hit.code == GIVEN_NAME_NEAR):
            return replace(hit, code=GIVEN_NAME_NEAR, hard=False)
        return hit

    def _brothers(self, hit: Hit) -> bool:
        """Whether two names that contradict begin alike, as Jan Pieter and Jan Willem: what they share says nothing.

        Where middle names are one's own and brothers are called by the first, another middle name is an error before.
        """
        if self.own_middle_names:
            return False
        left, right = ([name] if (name := self.names.get(raw)) else [] for raw in (hit.left, hit.right))
        return not _first_given(left).isdisjoint(_first_given(right))

    def _reconciled(self, hit: Hit) -> bool:
        """Whether a third name is both of two that contradict: `M. Adams` and `Oniyca Adams`, once Monica is there."""
        left, right = self.names.get(hit.left), self.names.get(hit.right)
        if left is None or right is None:
            return False
        return any(reconciles(name, left, right) for name in self.names.values())

    def _misdated(self, hit: Hit) -> Hit | None:
        """Dates a generation apart are excused by a national number under one name and by nothing else.

        Nobody has a brother of his own full name, so closer dates of one name are an error before they are a relative;
        what they cost, the weight of the date says. A household shares one telephone, an uncle and a nephew of one name
        among it: that alone excuses nothing.
        """
        apart = years_apart(hit.left, hit.right)
        if self.many_dates:
            return hit
        near = apart < GENERATION_YEARS or not hit.hard
        if near and self.names_fit and self.dates:
            return None
        if not hit.hard:
            return hit
        keyed = self.numbers and self.names_full
        return replace(hit, code=BIRTH_DATE_NEAR, hard=False) if keyed or (near and self.names_alike) else hit


@lru_cache(maxsize=65536)
def reconciles(name: ParsedName, left: ParsedName, right: ParsedName) -> bool:
    """Tell whether a known given name fits two names that contradict each other, of which one is none of its own.

    Initials, and words that no table knows, are no names of their own: one is judged as the name it stands for. Two
    given names that are known, such as those of two sisters, are reconciled by nothing.
    """
    if not owns(name) or (owns(left) and owns(right)):
        return False
    return all(given_hit(name, one) is None and fits(name, one) for one in (left, right))


def owns(name: ParsedName) -> bool:
    """Tell whether the first given name is written in full and known as one by a table."""
    return bool(name.given) and not name.given[0].initial and is_borne(name.given[0].strip)


def one_slip(left: ParsedName, right: ParsedName) -> bool:
    """Tell whether only the surnames of two names are written differently, and alike."""
    return compare(left, right) is Level.N4 and given_relation(left, right) <= Given.ALIKE


def alike(left: ParsedName, right: ParsedName) -> bool:
    """Tell whether two names have full given names that agree, are misspelt or turned; initials are not alike.

    One that is nothing but the given name of the other is: brothers bear two.
    """
    return compare(left, right) in (*FULL, Level.N4) or turned(left, right) or _called(left, right)


def _called(left: ParsedName, right: ParsedName) -> bool:
    short, long = sorted((left.words, right.words), key=len)
    if len(short) != 1 or short[0].initial:
        return False
    whole = right if len(left.words) == 1 else left
    return any(short[0].equals(word) for word in whole.full_given[:1]) if len(long) > 1 else short[0].equals(long[0])


def fits(left: ParsedName, right: ParsedName) -> bool:
    """Tell whether two names may be one, misspelt, turned or one word of the other; relatives' names do not fit."""
    level = compare(left, right)
    if level.agrees or level in (Level.N4, Level.UNKNOWN) or turned(left, right):
        return True
    short, long = sorted((left.words, right.words), key=len)
    return len(short) == 1 and any(jaro_winkler(short[0].strip, word.strip) >= ALIKE for word in long)


def _fit(one: Iterable[ParsedName], other: Sequence[ParsedName]) -> bool:
    """Tell whether some name of one side fits one of the other; what states no name contradicts none."""
    left = list(one)
    return not left or not other or any(fits(a, b) for a in left for b in other)


def _names(parties: Iterable[Party]) -> list[ParsedName]:
    return [name for party in parties for name in party.names]


def _dates(parties: Iterable[Party]) -> frozenset[str]:
    return frozenset(date for party in parties for date, _ in party.births)


def _given(names: Iterable[ParsedName]) -> frozenset[str]:
    return frozenset(given for name in names if (given := whole_given(name)))


def _first_given(names: Iterable[ParsedName]) -> frozenset[str]:
    return frozenset(name.full_given[0].strip for name in names if name.full_given)


def _numbers(parties: Iterable[Party]) -> frozenset[str]:
    return frozenset(token for party in parties for token, _ in party.nationals)

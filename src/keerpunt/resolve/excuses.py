"""When a contradiction between two clusters is an error of writing and not a second person (RESOLUTION.md section 6).

A guard is tested on the summaries of two clusters. A birth date or a given name that contradicts stays a hard refusal
unless both clusters show, beside it, something that two relatives do not have in common. Father and son bear one name
and share an address, an e-mail and sometimes a number: their birth dates are a generation apart, so such dates are
never excused. Twins share the birth date: their given names are never excused by it alone. ADR 0017 has the figures.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from keerpunt.resolve.bearers import bearers
from keerpunt.resolve.guards import (
    BIRTH_DATE,
    BIRTH_DATE_NEAR,
    GENERATION_YEARS,
    GIVEN_NAME,
    GIVEN_NAME_NEAR,
    NATIONAL_ID,
    Hit,
    turned,
    whole_given,
    years_apart,
)
from keerpunt.resolve.parties import Party
from keerpunt.values.distance import jaro_winkler
from keerpunt.values.names import Level, ParsedName, compare

ALIKE = 0.85
MOST_DATES = 2
"""Birth dates far from each other that one person may have, the right one and a wrong one."""
EXCUSABLE = (BIRTH_DATE, BIRTH_DATE_NEAR, GIVEN_NAME, GIVEN_NAME_NEAR, NATIONAL_ID)
FULL = (Level.N1, Level.N2)
"""Levels of two names with full given names; an initial fits brothers, and husband and wife."""


@dataclass(frozen=True, slots=True)
class Common:
    """What two clusters both hold: birth dates, full given names and national numbers.

    `many_dates`: together they would hold more birth dates far from each other than one person has.
    `names_full`: N1 or N2, full given names; `names_alike`: or misspelt (N4) or turned; `names_fit`: or initials, one
    word of the other, or unknown.
    """

    dates: frozenset[str]
    given: frozenset[str]
    numbers: frozenset[str]
    many_dates: bool
    names_full: bool
    names_alike: bool
    names_fit: bool

    @classmethod
    def of(cls, left: Iterable[Party], right: Iterable[Party]) -> Common:
        """Summarise two clusters."""
        one, other = list(left), list(right)
        return cls(
            _dates(one) & _dates(other),
            _given(one) & _given(other),
            _numbers(one) & _numbers(other),
            bearers(_dates(one) | _dates(other)) > MOST_DATES,
            any(compare(a, b) in FULL for a in _names(one) for b in _names(other)),
            any(alike(a, b) for a in _names(one) for b in _names(other)),
            any(fits(a, b) for a in _names(one) for b in _names(other)),
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
        if self.given:
            return None
        if self.dates and (self.numbers or hit.code == GIVEN_NAME_NEAR):
            return replace(hit, code=GIVEN_NAME_NEAR, hard=False)
        return hit

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


def alike(left: ParsedName, right: ParsedName) -> bool:
    """Tell whether two names have full given names that agree, are misspelt or turned; initials are not alike."""
    return compare(left, right) in (*FULL, Level.N4) or turned(left, right)


def fits(left: ParsedName, right: ParsedName) -> bool:
    """Tell whether two names may be one, misspelt, turned or one word of the other; relatives' names do not fit."""
    level = compare(left, right)
    if level.agrees or level in (Level.N4, Level.UNKNOWN) or turned(left, right):
        return True
    short, long = sorted((left.words, right.words), key=len)
    return len(short) == 1 and any(jaro_winkler(short[0].strip, word.strip) >= ALIKE for word in long)


def _names(parties: Iterable[Party]) -> list[ParsedName]:
    return [name for party in parties for name in party.names]


def _dates(parties: Iterable[Party]) -> frozenset[str]:
    return frozenset(date for party in parties for date, _ in party.births)


def _given(parties: Iterable[Party]) -> frozenset[str]:
    return frozenset(given for party in parties for name in party.names if (given := whole_given(name)))


def _numbers(parties: Iterable[Party]) -> frozenset[str]:
    return frozenset(token for party in parties for token, _ in party.nationals)

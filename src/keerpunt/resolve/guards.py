"""The guards: what forbids that two parties be one person (RESOLUTION.md section 6).

A guard looks at two parties; a cluster is forbidden as soon as any two of its parties are, so every member has to be
compatible with every other. Unknown never forbids.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from keerpunt.resolve.parties import Birth, Party
from keerpunt.values.distance import jaro_winkler, levenshtein
from keerpunt.values.names import Given, Kind, ParsedName, compare, given_relation
from keerpunt.values.names_attested import is_chain_name

HUMAN_NEGATIVE = "human_negative"
HUMAN_UNSURE = "human_unsure"
JOINT_PART = "joint_part"
ONE_PER_SOURCE = "one_per_source"
ISSUER_CONFLICT = "issuer_conflict"
ORGANISATION = "organisation"
BIRTH_DATE = "birth_date"
BIRTH_DATE_NEAR = "birth_date_near"
GIVEN_NAME = "given_name"
GIVEN_NAME_NEAR = "given_name_near"
GENERATION = "generation"
NATIONAL_ID = "national_id"
AMBIGUOUS = "ambiguous"

NEAR_DATE = 2
GENERATION_YEARS = 13
"""Nobody is a parent before this age: dates closer than that are not those of parent and child."""
LIFETIME_YEARS = 100
"""Dates one stroke apart that lie further from each other are one miswritten century, not two lives."""
TURNED = 0.78


@dataclass(frozen=True, slots=True)
class Hit:
    """A guard that fires; `left` and `right` are the values that clash, in the order of the parties.

    `verified`: documents vouch for both values, so that neither is an error of writing.
    """

    code: str
    left: str = ""
    right: str = ""
    hard: bool = True
    verified: bool = False


@dataclass(frozen=True, slots=True)
class Guards:
    """The guards of one run. `placeholders`: birth dates that stand for not known."""

    placeholders: frozenset[str] = frozenset()

    def hits(self, left: Party, right: Party) -> tuple[Hit, ...]:
        """Return every guard that fires between two parties, hard ones first; judgements are not looked at here."""
        found = [
            *self._records(left, right),
            *self._births(left.births, right.births),
            *self._names(left, right),
            *self._nationals(left, right),
        ]
        return tuple(sorted(found, key=lambda hit: (not hit.hard, _ORDER.index(hit.code), hit.left, hit.right)))

    @staticmethod
    def _records(left: Party, right: Party) -> list[Hit]:
        found: list[Hit] = []
        if left.record == right.record:
            found.append(Hit(JOINT_PART))
        if left.sources & right.sources and left.record != right.record:
            found.append(Hit(ONE_PER_SOURCE))
        if left.broken or right.broken:
            found.append(Hit(ISSUER_CONFLICT))
        if (
            Kind.ORGANISATION in (left.kind, right.kind)
            and left.kind is not right.kind
            and Kind.NONE not in (left.kind, right.kind)
        ):
            found.append(Hit(ORGANISATION, _first(left), _first(right)))
        return found

    def _births(self, left: frozenset[Birth], right: frozenset[Birth]) -> list[Hit]:
        if not left or not right or {date for date, _ in left} & {date for date, _ in right}:
            return []
        found = [hit for a in sorted(left) for b in sorted(right) if (hit := self._birth_pair(a, b)) is not None]
        return sorted(found, key=lambda hit: (not hit.hard, hit.left, hit.right))[:1]

    def _birth_pair(self, left: Birth, right: Birth) -> Hit | None:
        (a, a_verified), (b, b_verified) = left, right
        if a_verified and b_verified:
            return Hit(BIRTH_DATE, a, b, verified=True)
        a_life_apart = GENERATION_YEARS <= years_apart(a, b) < LIFETIME_YEARS
        if self.is_placeholder(a) or self.is_placeholder(b):
            return Hit(BIRTH_DATE, a, b) if a_life_apart and self._states_year(a) and self._states_year(b) else None
        if is_near_date(a, b) and not a_life_apart:
            return Hit(BIRTH_DATE_NEAR, a, b, hard=False)
        return Hit(BIRTH_DATE, a, b)

    def is_placeholder(self, date: str) -> bool:
        """Tell whether a birth date stands for not known: any 1 January, or the most common date of a source."""
        return date.endswith("-01-01") or date in self.placeholders

    def _states_year(self, date: str) -> bool:
        """Tell whether the year of a date counts: 1 January of most years stands for an unknown day alone."""
        return date not in self.placeholders and not date.startswith("1900")

    @staticmethod
    def _names(left: Party, right: Party) -> list[Hit]:
        found: list[Hit] = []
        same_birth = bool({date for date, _ in left.births} & {date for date, _ in right.births})
        for a in left.names:
            for b in right.names:
                hit = given_hit(a, b)
                if hit is not None:
                    # A near name never has an edge of its own here, so nothing could outweigh it but a birth date.
                    found.append(Hit(hit.code, hit.left, hit.right, hard=hit.hard or not same_birth))
        return sorted(found, key=lambda hit: (not hit.hard, _ORDER.index(hit.code), hit.left, hit.right))[:1]

    @staticmethod
    def _nationals(left: Party, right: Party) -> list[Hit]:
        tokens = {token for token, _ in left.nationals} & {token for token, _ in right.nationals}
        if not left.nationals or not right.nationals or tokens:
            return []
        verified = any(v for _, v in left.nationals) and any(v for _, v in right.nationals)
        return [Hit(NATIONAL_ID, hard=verified)]


_ORDER = (
    HUMAN_NEGATIVE, JOINT_PART, ONE_PER_SOURCE, ISSUER_CONFLICT, ORGANISATION, BIRTH_DATE, GIVEN_NAME, GENERATION,
    NATIONAL_ID, GIVEN_NAME_NEAR, BIRTH_DATE_NEAR,
)  # fmt: skip


def _first(party: Party) -> str:
    return party.raw_names[0] if party.raw_names else ""


@lru_cache(maxsize=65536)
def given_hit(left: ParsedName, right: ParsedName) -> Hit | None:
    """Return the guard that two names fire: contradicting or near given names, or two generations."""
    if left.kind is not Kind.PERSON or right.kind is not Kind.PERSON or left.script != right.script:
        return None
    if left.generation and right.generation and left.generation != right.generation:
        return Hit(GENERATION, left.raw, right.raw)
    relation = given_relation(left, right)
    if relation not in (Given.NEAR, Given.CONTRADICT) or compare(left, right).agrees or turned(left, right):
        return None
    if alone(left, right) or alone(right, left):
        return None
    if relation is Given.NEAR:
        return Hit(GIVEN_NAME_NEAR, left.raw, right.raw, hard=False)
    return Hit(GIVEN_NAME, left.raw, right.raw)


def alone(name: ParsedName, other: ParsedName) -> bool:
    """Tell whether a name is one full word beside initials, and that word a given name of the other (`Mark D F`)."""
    full = [word for word in name.words if not word.initial]
    return len(full) == 1 and len(name.words) > 1 and any(full[0].equals(word) for word in other.full_given)


def whole_given(name: ParsedName) -> str:
    """Return all full given names of a name as one, since brothers called Jan Pieter and Jan Willem share the first."""
    return " ".join(word.strip for word in name.full_given)


def turned(left: ParsedName, right: ParsedName) -> bool:
    """Tell whether two names are one with given name and surname exchanged, strokes wrong in either.

    A relative shares the surname and has a given name of his own; he does not bear the other's given name for a
    surname and the surname for a given name. In chains of fathers the order is the descent: Ali Hassan is the son of
    Hassan, and Hassan Ali perhaps his father.
    """
    if not (left.full_given and right.full_given and left.cores and right.cores):
        return False
    crossed = (
        (left.full_given[0].strip, right.cores[-1].strip),
        (right.full_given[0].strip, left.cores[-1].strip),
    )
    if all(is_chain_name(word) for pair in crossed for word in pair):
        return False
    return all(jaro_winkler(a, b) >= TURNED for a, b in crossed) and left.cores[-1] != right.cores[-1]


def years_apart(left: str, right: str) -> float:
    """Return the years between two ISO dates, in months."""
    return abs((int(left[:4]) - int(right[:4])) * 12 + int(left[5:7]) - int(right[5:7])) / 12


@lru_cache(maxsize=65536)
def is_near_date(left: str, right: str) -> bool:
    """Tell whether two ISO dates lie within two strokes of each other or have day and month swapped."""
    a, b = left.replace("-", ""), right.replace("-", "")
    swapped = a[:4] == b[:4] and a[4:6] == b[6:] and a[6:] == b[4:6]
    return swapped or levenshtein(a, b) <= NEAR_DATE

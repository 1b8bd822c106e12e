"""Compares two parsed names (RESOLUTION.md section 5) and, for the guards, their given names (section 6)."""

from __future__ import annotations

import enum
from dataclasses import replace
from functools import lru_cache
from itertools import permutations

from keerpunt.values import names_lists as lists
from keerpunt.values.distance import jaro_winkler
from keerpunt.values.fold import strip_fold
from keerpunt.values.names_nicknames import calling_names, nickname_equal
from keerpunt.values.names_types import Kind, Level, ParsedName, Word

SURNAME_ALIKE = 0.92
GIVEN_CLOSE = 0.85
GIVEN_NEAR = 0.75
_MIN_PREFIX = 3
_MIN_FUSED = 4
_MAX_ALIGNED = 4


class Given(enum.IntEnum):
    """How two lists of given names relate, from equal to contradicting; UNKNOWN where one is empty."""

    EQUAL = 0
    ALIKE = 1
    INITIAL = 2
    COMPATIBLE = 3
    NEAR = 4
    CONTRADICT = 5
    UNKNOWN = 6


_LEVELS = {Given.EQUAL: 1, Given.ALIKE: 2, Given.INITIAL: 3, Given.COMPATIBLE: 4, Given.NEAR: 6, Given.CONTRADICT: 6}
_LEVEL_OF = {1: Level.N1, 2: Level.N2, 3: Level.N3, 4: Level.N4, 6: Level.N6}


def compare(left: ParsedName, right: ParsedName, *, births_equal: bool = False) -> Level:
    """Return the level of agreement of two names; symmetric. `births_equal`: both birth dates known and equal (N5).

    Two scripts never contradict each other; other scripts than Latin only agree or say nothing.
    """
    return _compare(left, right, births_equal)


@lru_cache(maxsize=131072)
def _compare(left: ParsedName, right: ParsedName, births_equal: bool) -> Level:
    kinds = {left.kind, right.kind}
    if Kind.NONE in kinds:
        return Level.UNKNOWN
    if Kind.ORGANISATION in kinds:
        same = len(kinds) == 1 and strip_fold(left.raw) == strip_fold(right.raw)
        return Level.N1 if same else Level.N7
    if kinds != {Kind.PERSON} or left.script != right.script or left.script == "mixed":
        return Level.UNKNOWN
    swapped = _same_words(left, right)
    if left.script != "latin":
        return Level.N2 if swapped else Level.UNKNOWN
    level = _by_parts(left, right, births_equal=births_equal)
    if level.agrees:
        return level
    return Level.N2 if swapped else _other_order(left, right) or level


def _by_parts(left: ParsedName, right: ParsedName, *, births_equal: bool) -> Level:
    surname = _surname_level(left, right)
    given = given_relation(left, right)
    if given is Given.UNKNOWN or surname is None:
        return _without_given(left, right, alike=surname is not None and surname < 7)
    if surname <= 4:
        rank = max(surname, _LEVELS[given])
        if surname == 4 and rank > 4:
            return Level.N7
        return _LEVEL_OF[rank if given >= Given.NEAR else _with_particles(rank, left, right)]
    if births_equal and given <= Given.ALIKE:
        return Level.N5
    return Level.N7


def _without_given(left: ParsedName, right: ParsedName, *, alike: bool) -> Level:
    """A name of one word may be either half of the other; only a word found nowhere contradicts."""
    found = alike or any(a.equals(b) for a in left.words for b in right.words)
    return Level.UNKNOWN if found or not left.words or not right.words else Level.N7


def _same_words(left: ParsedName, right: ParsedName) -> bool:
    """Tell whether both names hold the same full words, whatever their order (`Nagy János`, `János Nagy`)."""
    for side in (left, right):
        if len(side.words) < 2 or any(word.initial for word in side.words):
            return False
    strips = sorted(w.strip for w in left.words) == sorted(w.strip for w in right.words)
    return strips or sorted(w.expand for w in left.words) == sorted(w.expand for w in right.words)


def _other_order(left: ParsedName, right: ParsedName) -> Level | None:
    """Return the level at which the names agree if one of them is read surname first (`Pintér János`, `Pintér J.`)."""
    turned = [(_turned(left), right), (left, _turned(right))]
    found = [_by_parts(a, b, births_equal=False) for a, b in turned if a is not None and b is not None]
    agreeing = sorted(level for level in found if level.agrees)
    return max(agreeing[0], Level.N2) if agreeing else None


def _turned(name: ParsedName) -> ParsedName | None:
    """Swap given name and surname of a name of two full words; None for any other."""
    plain = len(name.given) == len(name.cores) == 1 and not name.particles
    if not plain or any(word.initial for word in name.words):
        return None
    return replace(name, given=name.cores, cores=name.given)


def _surname_level(left: ParsedName, right: ParsedName) -> int | None:
    """Return 1 equal, 2 equal by a known variation, 4 alike, 7 different; None where one has no surname."""
    if not left.cores or not right.cores:
        return None
    pairs = list(zip(left.cores, right.cores, strict=False))
    if len(left.cores) == len(right.cores) and all(a.equals(b) for a, b in pairs):
        return 1 if all(a == b for a, b in pairs) else 2
    if _joined(left) & _joined(right) or _double(left, right) or _cut_off(left, right) or _cut_off(right, left):
        return 2
    ratio = max(jaro_winkler(a, b) for a, b in zip(_plain(left), _plain(right), strict=True))
    return 4 if ratio >= SURNAME_ALIKE else 7


def _plain(name: ParsedName) -> tuple[str, str]:
    return " ".join(word.strip for word in name.cores), " ".join(word.expand for word in name.cores)


@lru_cache(maxsize=65536)
def _joined(name: ParsedName) -> frozenset[str]:
    """Surname without blanks, with and without particles; a fused form also without what looks like its particle."""
    found: set[str] = set()
    for words in ([w.strip for w in name.cores], [w.expand for w in name.cores]):
        core = "".join(words)
        found |= {core, "".join(name.particles) + core}
        if name.case_lost and len(name.cores) == 1 and not name.particles:
            found |= {
                core.removeprefix(particle)
                for particle in lists.FUSED_PARTICLES
                if core.startswith(particle) and len(core) - len(particle) >= _MIN_FUSED
            }
    return frozenset(found)


def _double(left: ParsedName, right: ParsedName) -> bool:
    """One half of a double surname, or both halves in the other order."""
    short, long = sorted((left.cores, right.cores), key=len)
    if len(long) < 2:
        return False
    if len(short) == 1:
        return len(short[0].strip) >= _MIN_PREFIX and any(short[0].equals(word) for word in long)
    return len(short) == len(long) and all(
        any(a.equals(b) for b in other) for one, other in ((short, long), (long, short)) for a in one
    )


def _cut_off(short: ParsedName, long: ParsedName) -> bool:
    """A truncated surname whose last word begins the other's."""
    last = short.cores[-1]
    if not last.cut or len(short.cores) > len(long.cores) or len(last.strip) < _MIN_PREFIX:
        return False
    before = zip(short.cores[:-1], long.cores, strict=False)
    peer = long.cores[len(short.cores) - 1]
    return all(a.equals(b) for a, b in before) and peer.strip.startswith(last.strip)


def _with_particles(rank: int, left: ParsedName, right: ParsedName) -> int:
    """An absent particle is a known variation, a different one costs a level; `vd` is any of van de, den, der."""
    a, b = "".join(left.particles), "".join(right.particles)
    if a == b:
        return rank
    either = {a, b}
    if "" in either or ("vd" in either and not lists.ANY_VAN_DE.isdisjoint(either)):
        return max(rank, 2)
    return min(rank + 1, 4)


@lru_cache(maxsize=131072)
def given_relation(left: ParsedName, right: ParsedName) -> Given:
    """Relate the given names of two persons.

    The shorter list must find each of its names in the longer one; where the first names meet too, the lists agree.
    Two full names relate by equality, nickname, prefix or Jaro-Winkler; forms of the other gender (Jan and Jana,
    Louis and Louise) contradict however near they look.
    """
    short, long = sorted((left.given, right.given), key=lambda words: (len(words), [w.strip for w in words]))
    if not short:
        return Given.UNKNOWN
    long = long[:_MAX_ALIGNED]
    short = short[:_MAX_ALIGNED]
    best = min((_aligned(short, order) for order in permutations(long, len(short))), default=Given.CONTRADICT)
    if best <= Given.INITIAL and _word_relation(left.given[0], right.given[0]) > Given.INITIAL:
        return Given.COMPATIBLE
    if best is Given.EQUAL and len(left.given) != len(right.given):
        return Given.ALIKE
    if best is Given.INITIAL and _word_relation(left.given[0], right.given[0]) <= Given.ALIKE:
        return Given.ALIKE
    return best


def _aligned(short: tuple[Word, ...], order: tuple[Word, ...]) -> Given:
    return max(_word_relation(a, b) for a, b in zip(short, order, strict=True))


@lru_cache(maxsize=131072)
def _word_relation(left: Word, right: Word) -> Given:
    if left.initial or right.initial:
        return Given.INITIAL if _initial_fits(left, right) else Given.CONTRADICT
    a, b = left.strip, right.strip
    if left == right:
        return Given.EQUAL
    if left.equals(right) or nickname_equal(a, b):
        return Given.ALIKE
    if any(
        x.cut and len(x.strip) >= _MIN_PREFIX and y.strip.startswith(x.strip) for x, y in ((left, right), (right, left))
    ):
        return Given.ALIKE
    if _other_gender(a, b):
        return Given.CONTRADICT
    short, long = sorted((a, b), key=len)
    likeness = max(jaro_winkler(a, b), jaro_winkler(left.expand, right.expand))
    if (len(short) >= _MIN_PREFIX and long.startswith(short)) or likeness >= GIVEN_CLOSE:
        return Given.COMPATIBLE
    return Given.NEAR if likeness >= GIVEN_NEAR else Given.CONTRADICT


def _initial_fits(left: Word, right: Word) -> bool:
    if left.initial and right.initial:
        return left.strip.startswith(right.strip) or right.strip.startswith(left.strip)
    initial, full = (left, right) if left.initial else (right, left)
    return any(name.startswith(initial.strip) for name in (*calling_names(full.strip), full.expand))


def _other_gender(left: str, right: str) -> bool:
    """Tell whether two given names look like forms of different gender, by the endings common in Europe."""
    short, long = sorted((left, right), key=len)
    if long.startswith(short) and long.removeprefix(short) in lists.FEMININE_ENDINGS:
        return True
    return left.endswith("a") != right.endswith("a")

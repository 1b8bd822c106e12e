"""Compares two parsed names (RESOLUTION.md section 5): levels N1 to N7 and the answer of the second pass."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from keerpunt.values import names_lists as lists
from keerpunt.values.names_align import across_scripts, same_words, written_apart
from keerpunt.values.names_east import one_family
from keerpunt.values.names_firms import compare_firms
from keerpunt.values.names_given import Given, given_relation
from keerpunt.values.names_han import two_spellings
from keerpunt.values.names_near import one_habit, surname_close, variant
from keerpunt.values.names_nicknames import is_given_name
from keerpunt.values.names_types import Kind, Level, ParsedName, Word

_MIN_PREFIX = 3
_MIN_FUSED = 4
_FAR = 7
"""Level of two surnames that differ."""
_LEVELS = {Given.EQUAL: 1, Given.ALIKE: 2, Given.INITIAL: 3, Given.COMPATIBLE: 4, Given.NEAR: 6, Given.CONTRADICT: 6}
_LEVEL_OF = {1: Level.N1, 2: Level.N2, 3: Level.N3, 4: Level.N4, 6: Level.N6}


def compare(left: ParsedName, right: ParsedName, *, births_equal: bool = False) -> Level:
    """Return the level of agreement of two names; symmetric. `births_equal`: both birth dates known and equal (N5).

    Two scripts never contradict each other: Latin, Cyrillic and Greek agree by table transliteration or say nothing;
    Arabic and Latin are at most alike, by the table of names; any other two scripts say nothing.
    """
    return _compare(left, right, births_equal)


@lru_cache(maxsize=131072)
def _compare(left: ParsedName, right: ParsedName, births_equal: bool) -> Level:
    kinds = {left.kind, right.kind}
    if Kind.NONE in kinds:
        return Level.UNKNOWN
    if left.script != right.script:
        return across_scripts(left, right) if kinds == {Kind.PERSON} else Level.UNKNOWN
    if Kind.ORGANISATION in kinds:
        same_kind = len(kinds) == 1 or kinds == {Kind.ORGANISATION, Kind.PERSON}
        return compare_firms(left.raw, right.raw, one_firm=len(kinds) == 1) if same_kind else Level.N7
    if kinds != {Kind.PERSON} or left.script == "mixed":
        return Level.UNKNOWN
    level = _by_parts(left, right, births_equal=births_equal)
    if level.agrees:
        return level
    found = [each for each in (same_words(left, right), _other_order(left, right), level) if each is not None]
    best = min(found, key=lambda each: each.rank)
    return best if not best.contradicts else written_apart(left, right, relatives=best is Level.N6) or best


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


def _other_order(left: ParsedName, right: ParsedName) -> Level | None:
    """Return the level at which the names agree if one of them is read surname first (`Pintér János`, `Pintér J.`)."""
    turned = [(_turned(left), right), (left, _turned(right)), (_doubled(left), right), (left, _doubled(right))]
    if _surname_stands_first(left) and _surname_stands_first(right):
        turned.append((_turned(left), _turned(right)))
    # Names whose surnames differ do not agree, and nine of ten strangers' do: given names are not looked at then.
    found = [
        _by_parts(a, b, births_equal=False)
        for a, b in turned
        if a is not None and b is not None and (_surname_level(a, b) or _FAR) < _FAR
    ]
    whole = left.whole_given or right.whole_given
    agreeing = sorted(level for level in found if level.agrees or (whole and level is Level.N4))
    return max(agreeing[0], Level.N2) if agreeing else None


@lru_cache(maxsize=16384)
def _turned(name: ParsedName) -> ParsedName | None:
    """Swap given name and surname of a name of two full words; None for any other and where both are given names.

    Of Chinese and other names whose surname may stand at either end, the word at the other end.
    """
    if name.whole_given and name.script == "latin" and len(name.given) > 1 and len(name.cores) == 1:
        return replace(name, given=(*name.cores, *name.given[:-1]), cores=name.given[-1:])
    plain = len(name.given) == len(name.cores) == 1 and not name.particles
    if not plain or any(word.initial for word in name.words) or all(is_given_name(w.strip) for w in name.words):
        return None
    return replace(name, given=name.cores, cores=name.given)


def _surname_stands_first(name: ParsedName) -> bool:
    """Tell whether only the last of two words is known as a given name (`Kovács György`)."""
    words = [word.strip for word in name.words]
    return len(words) == 2 and is_given_name(words[1]) and not is_given_name(words[0])


def _doubled(name: ParsedName) -> ParsedName | None:
    """Read the last given name as the first of two surnames (`José Castro Molina`, `Rui Brandão de Sousa`), or None."""
    if name.script != "latin" or len(name.given) != 2 or len(name.cores) != 1 or name.whole_given:
        return None
    first, last = name.given
    iberian = first.strip in lists.IBERIAN_GIVEN or not lists.IBERIAN_PARTICLES.isdisjoint(name.particles)
    if not iberian or last.initial or is_given_name(last.strip) or last.strip in lists.IBERIAN_GIVEN:
        return None
    return replace(name, given=(first,), cores=(last, *name.cores), particles=())


@lru_cache(maxsize=1024)
def _surname_level(left: ParsedName, right: ParsedName) -> int | None:
    """Return 1 equal, 2 equal by a known variation, 4 alike, 7 different; None where one has no surname."""
    if not left.cores or not right.cores:
        return None
    if left.cores == right.cores:
        return 1
    same_length = len(left.cores) == len(right.cores)
    if same_length and all(a.equals(b) or one_habit(a.strip, b.strip) for a, b in _pairs(left, right)):
        return 2
    if _one_joined(left, right) or _double(left, right) or _cut_off(left, right) or _cut_off(right, left):
        return 2
    if left.whole_given and right.whole_given:
        met = same_length and all(
            variant(a.strip, b.strip) or one_family(a.strip, b.strip) or two_spellings(a.strip, b.strip)
            for a, b in _pairs(left, right)
        )
        return 4 if met else 7
    if same_length and all(_alike(a, b) for a, b in _pairs(left, right)):
        return 4
    if not same_length and surname_close(*("".join(word.strip for word in side.cores) for side in (left, right))):
        return 4
    return 7


def _pairs(left: ParsedName, right: ParsedName) -> zip[tuple[Word, Word]]:
    return zip(left.cores, right.cores, strict=True)


def _alike(left: Word, right: Word) -> bool:
    return left.equals(right) or surname_close(left.strip, right.strip) or surname_close(left.expand, right.expand)


def _one_joined(left: ParsedName, right: ParsedName) -> bool:
    """Tell whether two surnames are one without their blanks; of two plain words that is soon told."""
    if all(len(name.cores) == 1 and not name.particles and not name.case_lost for name in (left, right)):
        one, other = left.cores[0], right.cores[0]
        return one.strip in (other.strip, other.expand) or one.expand in (other.strip, other.expand)
    return not _joined(left).isdisjoint(_joined(right))


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
    known = any({a, b} <= group for group in lists.ONE_PARTICLE)
    if known or "" in either or ("vd" in either and not lists.ANY_VAN_DE.isdisjoint(either)):
        return max(rank, 2)
    return min(rank + 1, 4)

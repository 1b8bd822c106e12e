"""Relates the given names of two persons, word by word (RESOLUTION.md sections 5 and 6)."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from functools import lru_cache
from itertools import permutations

from keerpunt.values import names_lists as lists
from keerpunt.values.distance import edits, jaro_winkler, may_be_like, within
from keerpunt.values.names_attested import is_chain_name, same_name, servant, two_names
from keerpunt.values.names_han import two_spellings
from keerpunt.values.names_near import abjad, close, ideographic, variant
from keerpunt.values.names_nicknames import (
    calling_names,
    is_borne,
    is_full_name,
    nickname_equal,
    short_form,
    two_given_names,
)
from keerpunt.values.names_types import ParsedName, Word

GIVEN_CLOSE = 0.85
GIVEN_NEAR = 0.75
_SLIP_CLOSE = 0.8
_SLIP_LENGTH = 5
_SLIPS = 2
_SLIP_LEAST = 4
_MIN_PREFIX = 3
_MAX_PERMUTED = 4
_MAX_WORDS = 12


class Given(enum.IntEnum):
    """How two lists of given names relate, from equal to contradicting; UNKNOWN where one is empty."""

    EQUAL = 0
    ALIKE = 1
    INITIAL = 2
    COMPATIBLE = 3
    NEAR = 4
    CONTRADICT = 5
    UNKNOWN = 6


@lru_cache(maxsize=131072)
def given_relation(left: ParsedName, right: ParsedName) -> Given:
    """Relate the given names of two persons.

    The shorter list must find each of its names in the longer one; where the first names meet too, the lists agree.
    Two full names relate by equality, nickname, prefix or Jaro-Winkler; forms of the other gender (Jan and Jana,
    Louis and Louise) contradict however near they look. Where given names count whole (Chinese, Korean, Vietnamese),
    nothing but equality, romanisation and initials counts.
    """
    if not left.given or not right.given:
        return Given.UNKNOWN
    if left.given == right.given:
        return Given.INITIAL if all(word.initial for word in left.given) else Given.EQUAL
    one, other = _written_together(left), _written_together(right)
    if one == other != "":
        return Given.ALIKE
    if (left.whole_given or right.whole_given) and one and other and two_spellings(one, other):
        return Given.COMPATIBLE
    short, long = sorted((left.given, right.given), key=lambda words: (len(words), [w.strip for w in words]))
    best = _best(short[:_MAX_WORDS], long[:_MAX_WORDS])
    if best > Given.COMPATIBLE and len(short) == len(long) > 1 and _one_is_bare(short, long):
        return Given.COMPATIBLE  # `Mohammad Abdul Karim`, `Mohammad Karim`
    if left.whole_given or right.whole_given:
        return _whole(best, short, long)
    missing = len(long) - len(short)
    if best <= Given.INITIAL and missing > 1 and any(is_chain_name(word.strip) for word in long):
        # A chain of fathers of whom two are missing is shared by cousins; of whom more are, by half a town.
        return Given.COMPATIBLE if missing == 2 else Given.UNKNOWN
    first = word_relation(left.given[0], right.given[0])
    if best <= Given.INITIAL < first:
        return Given.CONTRADICT if _other_son(left.given, right.given) else Given.COMPATIBLE
    if (best is Given.EQUAL and len(short) != len(long)) or (best is Given.INITIAL and first <= Given.ALIKE):
        return Given.ALIKE
    return best


def _other_son(left: tuple[Word, ...], right: tuple[Word, ...]) -> bool:
    """Tell whether two chains of fathers begin with another son (Hasan Ahmad, Omar Ahmad Hasan).

    Mohammed in front of a chain is a blessing that bearers leave out.
    """
    sons = left[0].strip, right[0].strip
    return all(map(is_chain_name, sons)) and not any(same_name(son, "mohammed") for son in sons)


def _one_is_bare(one: tuple[Word, ...], other: tuple[Word, ...]) -> bool:
    return _best(_bare(one)[:_MAX_WORDS], _bare(other)[:_MAX_WORDS]) <= Given.ALIKE


def _bare(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Read every `servant of X` as X: bearers leave `Abd al-` out, and clerks put it in."""
    served = (servant(word.strip) for word in words)
    return tuple(Word(rest, rest) if rest else word for word, rest in zip(words, served, strict=True))


def _written_together(name: ParsedName) -> str:
    """`Jean-Pierre`, `Jeanpierre`; `Xiao Ming`, `Xiaoming`."""
    return "" if any(word.initial for word in name.given) else "".join(word.strip for word in name.given)


def _whole(best: Given, short: tuple[Word, ...], long: tuple[Word, ...]) -> Given:
    if best > Given.INITIAL:
        return Given.CONTRADICT
    if len(short) == len(long) or best is Given.INITIAL:
        return best
    lost = {word.strip for word in long} - {word.strip for word in short}
    middle = short[-1].equals(long[-1]) and lost <= lists.VIETNAMESE_MIDDLE
    return Given.ALIKE if middle else Given.COMPATIBLE


def _best(short: tuple[Word, ...], long: tuple[Word, ...]) -> Given:
    """Return the worst relation of the best way to give each name of `short` a name of `long` of its own."""
    if len(long) > _MAX_PERMUTED:
        return _greedy(short, long)
    return min(max(map(word_relation, short, order)) for order in permutations(long, len(short)))


def _greedy(short: Sequence[Word], long: Sequence[Word]) -> Given:
    pairs = sorted((word_relation(a, b), abs(i - j), i, j) for i, a in enumerate(short) for j, b in enumerate(long))
    taken: tuple[set[int], set[int]] = (set(), set())
    worst = Given.EQUAL
    for relation, _, i, j in pairs:
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            worst = max(worst, relation)
    return worst


@lru_cache(maxsize=131072)
def word_relation(left: Word, right: Word) -> Given:
    """Relate two given names or initials; symmetric."""
    if left.initial or right.initial:
        return Given.INITIAL if _initial_fits(left, right) else Given.CONTRADICT
    if left == right:
        return Given.EQUAL
    a, b = left.strip, right.strip
    if a.endswith(lists.PATRONYMIC_ENDINGS) != b.endswith(lists.PATRONYMIC_ENDINGS):
        return Given.CONTRADICT  # Oleksandr is not the son of Oleksandr
    if left.equals(right) or nickname_equal(a, b) or variant(a, b):
        return Given.ALIKE
    if _begins(left, b) or _begins(right, a):
        return Given.ALIKE
    if _exchanged(a, b) or slipped(a, b) or (short_form(a, b) and not _feminine_of(a, b)):
        return Given.COMPATIBLE
    if ideographic(a) or two_names(a, b) or two_given_names(a, b) or _other_gender(a, b):
        return Given.CONTRADICT
    if abjad(a) or abjad(b):
        return Given.COMPATIBLE if close(a, b) else Given.CONTRADICT
    if a[:1] != b[:1] and is_borne(a) and is_borne(b):
        return Given.CONTRADICT  # Anna and Hanna, Emma and Gemma: nobody mistypes the first letter into another name
    return _likeness(left, right)


def _exchanged(left: str, right: str) -> bool:
    """Two neighbouring letters exchanged (`Anna`, `Anan`), a slip even where an ending would tell the gender."""
    if len(left) != len(right) or len(left) < _MIN_PREFIX + 1:
        return False
    wrong = [place for place, (a, b) in enumerate(zip(left, right, strict=True)) if a != b]
    first = wrong[0] if wrong else 0
    return wrong == [first, first + 1] and left[first : first + 2] == right[first : first + 2][::-1] and first > 0


@lru_cache(maxsize=65536)
def slipped(left: str, right: str) -> bool:
    """Tell whether one folded word is a given name and the other, one stroke off, is none (`Opal`, `Opa`; `Cpal`).

    The stroke may not be what tells the genders apart: Andrej is not Andrea, and Amira not Amir.
    """
    short, long = sorted((left, right), key=len)
    if len(long) < _SLIP_LEAST or is_borne(left) == is_borne(right) or not within(left, right, 1):
        return False
    ending = long.removeprefix(short) if long.startswith(short) else long[-1] if short[:-1] == long[:-1] else ""
    return not (ending and (ending in lists.FEMININE_ENDINGS or short.endswith(lists.FEMININE_VOWELS)))


def _likeness(left: Word, right: Word) -> Given:
    a, b = left.strip, right.strip
    short, long = sorted((a, b), key=len)
    if len(short) >= _MIN_PREFIX and long.startswith(short):
        return Given.COMPATIBLE
    spelt_out = left.expand != a or right.expand != b
    if not spelt_out and not may_be_like(a, b, GIVEN_NEAR):
        return Given.CONTRADICT
    likeness = jaro_winkler(a, b)
    if spelt_out:
        likeness = max(likeness, jaro_winkler(left.expand, right.expand))
    if likeness >= GIVEN_CLOSE and edits(a, b) <= max(_SLIPS, len(long) // 4):
        return Given.COMPATIBLE
    if likeness >= _SLIP_CLOSE and len(short) >= _SLIP_LENGTH and close(a, b):
        return Given.COMPATIBLE
    return Given.NEAR if likeness >= GIVEN_NEAR else Given.CONTRADICT


def _begins(cut: Word, whole: str) -> bool:
    return cut.cut and len(cut.strip) >= _MIN_PREFIX and whole.startswith(cut.strip)


def _initial_fits(left: Word, right: Word) -> bool:
    if left.initial and right.initial:
        return left.strip.startswith(right.strip) or right.strip.startswith(left.strip)
    initial, full = (left, right) if left.initial else (right, left)
    return any(name.startswith(initial.strip) for name in (*calling_names(full.strip), full.expand))


def _feminine_of(left: str, right: str) -> bool:
    """Tell whether one given name is another with the ending of a woman's (`Louis`, `Louise`)."""
    short, long = sorted((left, right), key=len)
    ending = long.removeprefix(short)
    return long.startswith(short) and ending in lists.FEMININE_ENDINGS and is_full_name(short)


def _other_gender(left: str, right: str) -> bool:
    """Tell whether two given names look like forms of different gender, by the endings common in Europe."""
    short, long = sorted((left, right), key=len)
    if long.startswith(short) and long.removeprefix(short) in lists.FEMININE_ENDINGS:
        return True
    return left.endswith(lists.FEMININE_VOWELS) != right.endswith(lists.FEMININE_VOWELS)

"""How near two words of a name are: another writing of one name, or a slip of the pen."""

from __future__ import annotations

from functools import lru_cache

from keerpunt.values.distance import edits, jaro_winkler, may_be_like, within
from keerpunt.values.names_attested import same_name, two_names
from keerpunt.values.names_sound import coarse, sound

SURNAME_ALIKE = 0.92
_LONGEST = 40
_SHORT = 4
_LONG = 7
_SLAVIC = ("ski", "cki", "ov", "ev", "enko", "Cuk", "uk", "Cenko", "ic", "iC")
"""Ends of surnames (in fine form) that come from Cyrillic or Polish, so that a variant is a habit of romanisation."""
_ONE_START = ("jy", "ckq", "fp", "vw", "hkgx", "td", "uo", "sz")
"""First letters that romanisations exchange; `i` and `j` are left out, since Ian and Jan are two names."""


def abjad(word: str) -> bool:
    """Tell whether a word is written without short vowels (Arabic, Hebrew, Syriac), so that few letters say much."""
    return "\u0590" <= word[:1] <= "\u07bf"


def ideographic(word: str) -> bool:
    """Tell whether a letter of the word is a syllable or a word (Han, Kana, Hangul)."""
    return word[:1] >= "\u2e80"


@lru_cache(maxsize=131072)
def variant(left: str, right: str) -> bool:
    """Tell whether two folded words are writings of one name by the tables or by a habit of romanisation."""
    if two_names(left, right):
        return False
    if same_name(left, right):
        return True
    starts = _one_start(left, right) or (
        left[:1] in "ijy" and right[:1] in "ijy" and "a" not in (left[1:2], right[1:2])
    )
    return starts and sound(left) == sound(right)


def _one_start(left: str, right: str) -> bool:
    """Tell whether two words begin with one letter, or with two that romanisations exchange."""
    return left[:1] == right[:1] or any(left[:1] in group and right[:1] in group for group in _ONE_START)


def one_habit(left: str, right: str) -> bool:
    """Tell whether two surnames differ by romanisation only (`Zelensky`, `Zelenskyy`); `Meier` and `Meyer` do not."""
    if same_name(left, right):
        return True
    fine = sound(left)
    return fine == sound(right) and fine.endswith(_SLAVIC)


def allowance(length: int) -> int:
    """Return how many strokes a word of this length may be off and still be a slip: none under 4 letters."""
    return 0 if length < _SHORT else 1 if length < _LONG else 2


@lru_cache(maxsize=131072)
def close(left: str, right: str) -> bool:
    """Tell whether two folded words may be one, by a slip or by sound; known different names never are.

    Two strokes are a slip only behind an equal first letter, which writers seldom miss (Yannakoudakis and Fawthrop,
    1983, The Rules of Spelling Errors): Öberg is not Sjöberg.
    """
    longest = max(len(left), len(right))
    if longest > _LONGEST or ideographic(left) or two_names(left, right):
        return False
    if abjad(left) or abjad(right):
        return longest > _SHORT and edits(left, right) <= 1
    allowed = allowance(longest)
    if abs(len(left) - len(right)) > allowed + 1 or (longest <= _SHORT and left[:1] != right[:1]):
        return False
    if _few_strokes(left, right, allowed):
        return True
    spoken = coarse(left), coarse(right)
    if longest <= _LONG - 2 and spoken[0][:1] != spoken[1][:1]:
        return False
    return _few_strokes(*spoken, allowance(min(map(len, spoken))))


def _few_strokes(left: str, right: str, allowed: int) -> bool:
    if not within(left, right, allowed):
        return False
    return edits(left, right) <= 1 or _one_start(left, right)


@lru_cache(maxsize=131072)
def surname_close(left: str, right: str) -> bool:
    """Tell whether two folded surnames may be one: close, or Jaro-Winkler >= 0.92 within a quarter of the letters."""
    if close(left, right):
        return True
    longest = max(len(left), len(right))
    if longest > _LONGEST or abjad(left) or ideographic(left) or two_names(left, right):
        return False
    if not may_be_like(left, right, SURNAME_ALIKE) or not within(left, right, max(allowance(longest), longest // 4)):
        return False
    return jaro_winkler(left, right) >= SURNAME_ALIKE

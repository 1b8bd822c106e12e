"""Whether a Korean name in Hangul and one in Latin letters may be one: Hangul writes every vowel, so this can be told.

Romanisations differ in which letters they take for one sound (`Seong`, `Sung`; `Hyeon`, `Hyun`; `Park`, `Bak`), so
what they confuse falls together here and a match is no more than alike.

Source: Unicode standard, section 3.12 (composition of Hangul syllables); Revised Romanization of Korean, 2000.
"""

from __future__ import annotations

import re
from functools import lru_cache

from keerpunt.values.names_east import one_family, orders


def _letters(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_FIRST = _letters("g kk n d tt r m b pp s ss _ j jj ch k t p h")
_VOWEL = _letters("a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i")
_LAST = _letters("_ k k k n n n t l k m p l l p l m p p t t ng t t k t p t")
_BASE, _END = 0xAC00, 0xD7A3
_LOOSE = (
    ("shi?(?=[aeou])|sh", "s"), ("ph", "p"), ("th", "t"), ("kh", "k"), ("ch|jj?", "c"), ("kk|gg?", "k"),
    ("tt|dd?", "t"), ("pp|bb?", "p"), ("ss", "s"), ("r", "l"), ("ee|[uw]i|ie?", "i"), ("ae|ay|ai|e(?![uo])", "e"),
    ("[yw]", ""), ("eo|eu|oo|ou|oe|u", "o"), (r"(.)\1+", r"\1"),
)  # fmt: skip
_RULES = tuple((re.compile(pattern), new) for pattern, new in _LOOSE)


def romanised(text: str) -> str:
    """Return a text of Hangul syllables in Latin letters, syllable by syllable; other letters stay."""
    found = []
    for char in text:
        if not _BASE <= ord(char) <= _END:
            found.append(char)
            continue
        first, rest = divmod(ord(char) - _BASE, 588)
        vowel, last = divmod(rest, 28)
        found.append(f"{_FIRST[first]}{_VOWEL[vowel]}{_LAST[last]}".replace("_", ""))
    return "".join(found)


@lru_cache(maxsize=16384)
def _loose(latin: str) -> str:
    for pattern, new in _RULES:
        latin = pattern.sub(new, latin)
    return latin


def may_be_one(surname: str, given: str, latin: list[str]) -> bool:
    """Tell whether the words of a folded Latin name read as this surname and given name in Hangul, in either order."""
    family, own = romanised(surname), _loose(romanised(given))
    return any(
        (one_family(family, last) or _loose(family) == _loose(last)) and _loose("".join(rest)) == own
        for last, rest in orders(latin)
    )

"""Folds: what is left of a text when case, marks and punctuation do not count (RESOLUTION.md section 3, names 8).

Two folds exist because two habits do: some writers drop a mark (`Müller` as `MULLER`), others spell it out
(`MUELLER`). Equality on either fold counts. The same folds serve search, so there is one letter table.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans({
    "ł": "l", "đ": "d", "ð": "d", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "ĳ": "ij",
    "ħ": "h", "ŋ": "n", "ŧ": "t", "ə": "a",
    # Arabic: Persian and Urdu shapes, alif maqsura, ta marbuta and the stretching stroke; Hebrew: final letters.
    "ک": "ك", "ی": "ي", "ى": "ي", "ې": "ي", "ة": "ه", "ہ": "ه", "ھ": "ه", "ۀ": "ه", "ٱ": "ا", "ـ": "",
    "ך": "כ", "ם": "מ", "ן": "נ", "ף": "פ", "ץ": "צ",
})  # fmt: skip
_EXPANDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_LETTER_MARKS = re.compile("[\u0780-\u1aaf\u1b00-\u1dbf\u2e80-\ufe1f]")
"""Marks of these blocks are vowels or change the sound (`राम` and `रमा`, `ハ` and `バ`): they are letters, no ornament.

Those of Latin, Greek, Cyrillic, Hebrew and Arabic (below) and the combining diacritical marks (between) are left out.
"""
_APOSTROPHES = "'’‘`´ʼ′"


def strip_fold(text: str) -> str:
    """Return the text in lower case without marks: `Łukasz Müller-Ångström` is `lukasz muller angstrom`.

    Letters and digits of every script stay, with the marks that are vowels in India, Thailand or Japan; apostrophes vanish, all other punctuation parts words.
    """
    return _letters_only(text.casefold())


def expand_fold(text: str) -> str:
    """Return the fold that spells marks out: `Müller` is `mueller`, `Ångström` is `aangstroem`."""
    return _letters_only(unicodedata.normalize("NFC", text).casefold().translate(_EXPANDED))


@lru_cache(maxsize=65536)
def _letters_only(lowered: str) -> str:
    if lowered.isascii() and lowered.isalpha():
        return lowered
    found: list[str] = []
    for char in unicodedata.normalize("NFKD", lowered).translate(_LETTERS).casefold():
        if char.isalnum() or (unicodedata.category(char)[0] == "M" and _LETTER_MARKS.match(char)):
            found.append(char)
        elif not unicodedata.combining(char) and char not in _APOSTROPHES:
            found.append(" ")
    return " ".join("".join(found).split())

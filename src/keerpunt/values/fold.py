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
_APOSTROPHES = "'’‘`´ʼ′"
_ASCII = {code: None if chr(code) in _APOSTROPHES else " " for code in range(128) if not chr(code).isalnum()}
"""What parts words and what vanishes of the letters that have no marks."""
_EXPANDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_LETTER_MARKS = re.compile("[\u0780-\u1aaf\u1b00-\u1dbf\u2e80-\ufe1f]")
"""Marks of these blocks are vowels or change the sound (`राम` and `रमा`, `ハ` and `バ`): they are letters, no ornament.

Those of Latin, Greek, Cyrillic, Hebrew and Arabic (below) and the combining diacritical marks (between) are left out.
"""
_LONG_TEXT, _MOST_MARKS = 1000, 30


def strip_fold(text: str) -> str:
    """Return the text in lower case without marks: `Łukasz Müller-Ångström` is `lukasz muller angstrom`.

    Letters and digits of every script stay, with the marks that are vowels in India, Thailand or Japan; apostrophes
    vanish, all other punctuation parts words.
    """
    return _folded(text.casefold())


def expand_fold(text: str) -> str:
    """Return the fold that spells marks out: `Müller` is `mueller`, `Ångström` is `aangstroem`."""
    return _folded(composed(text).casefold().translate(_EXPANDED))


def composed(text: str) -> str:
    """Return the text in NFC, in time that grows with its length whatever marks it piles up.

    Sorting a run of marks takes the square of its length; no writing has more than 30 on a letter, so that the rest of
    a run is left out of a long text (Unicode Standard Annex #15, stream-safe text format).
    """
    return unicodedata.normalize("NFC", _stream_safe(text))


def _stream_safe(text: str) -> str:
    if len(text) <= _LONG_TEXT or text.isascii():
        return text
    found: list[str] = []
    run = 0
    for char in text:
        run = run + 1 if unicodedata.combining(char) else 0
        if run <= _MOST_MARKS:
            found.append(char)
    return "".join(found)


def _folded(lowered: str) -> str:
    """A long text is not kept, since whoever sends many could fill the memory."""
    return _letters_only(lowered) if len(lowered) <= _LONG_TEXT else _letters_only.__wrapped__(lowered)


@lru_cache(maxsize=65536)
def _letters_only(lowered: str) -> str:
    if lowered.isascii():
        return lowered if lowered.isalpha() else " ".join(lowered.translate(_ASCII).split())
    found: list[str] = []
    for char in unicodedata.normalize("NFKD", _stream_safe(lowered)).translate(_LETTERS).casefold():
        if char.isalnum() or (unicodedata.category(char)[0] == "M" and _LETTER_MARKS.match(char)):
            found.append(char)
        elif not unicodedata.combining(char) and char not in _APOSTROPHES:
            found.append(" ")
    return " ".join("".join(found).split())

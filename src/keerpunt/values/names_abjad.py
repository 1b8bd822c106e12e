"""Whether a Latin word may be read into a word of Arabic or Hebrew letters, of which the short vowels are not written.

Such a fit is weak (`محمد` fits Mohammed as well as Mahmud) and never a comparison of its own: it is asked for the
surname only where the given name is attested by the table of names (RESOLUTION.md section 3, names 9).

Source: ALA-LC and BGN/PCGN tables of Arabic and Hebrew, French and English habits, read 2026-08.
"""

from __future__ import annotations

import re
from functools import lru_cache

_SOUNDS = {
    "ب": "[bp]", "ت": "t", "ث": "(?:th|[ts])", "ج": "(?:dj|[jg])",
    "ح": "h", "خ": "(?:[kc]?h|x|j)", "د": "d",
    "ذ": "(?:dh|[dz])",
    "ر": "r", "ز": "z", "س": "(?:ss|[sc])", "ش": "(?:sch|[sc]h)", "ص": "s", "ض": "(?:dh|[dz])", "ط": "t",
    "ظ": "(?:[dz]h|[zd])",
    "غ": "(?:gh|g|r)", "ف": "(?:ph|[fv])", "ق": "(?:gh|[qkgc])", "ك": "[kc]",
    "ل": "l", "م": "m", "ن": "n", "ه": "h?",
    "ב": "[bv]", "ג": "g", "ד": "d", "ז": "z", "ח": "(?:[ck]?h)", "ט": "t", "כ": "(?:[ck]h|[kc])", "ל": "l", "מ": "m",
    "נ": "n", "ס": "s", "פ": "(?:ph|[pf])", "צ": "(?:t[sz]|[zcs])", "ק": "[kcq]", "ר": "r", "ש": "(?:s[ch]?h?)",
    "ת": "th?", "ה": "h?",
}  # fmt: skip
_WEAK = frozenset("اوييעאויעء")
_VOWELS = "[aeiouywv]*"
_STRONG_NEEDED = 3


@lru_cache(maxsize=16384)
def _pattern(word: str) -> re.Pattern[str] | None:
    strong = [_SOUNDS[char] for char in word if char in _SOUNDS]
    if len(strong) < _STRONG_NEEDED or any(char not in _SOUNDS and char not in _WEAK for char in word):
        return None
    return re.compile(_VOWELS + _VOWELS.join(f"(?:{sound}){{1,2}}" for sound in strong) + _VOWELS)


def fits(letters: str, latin: str) -> bool:
    """Tell whether a folded Latin word may be a reading of a word in Arabic or Hebrew letters of three consonants."""
    pattern = _pattern(letters) if len(letters) < 16 else None
    return pattern is not None and len(latin) < 32 and pattern.fullmatch(latin) is not None

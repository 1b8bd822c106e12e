"""What a word of a name sounds like, roughly, so that its writings in different alphabets can meet.

Alphabets: Latin, Cyrillic, Greek, Armenian and Georgian.

`sound` is the fine form: habits of romanisation fall together (`Sergey`, `Sergei`, `Сергей`; `Mikhail`, `Mihail`,
`Михаил`; `Nooristani`, `Nuristani`). `coarse` also drops what only marks tell apart (`sh` and `s`, `ch` and `c`), for
writers who lose marks (`Vučić`, `Vucic`, `Вучић`). Neither is an identity: equal sounds are a variant, never proof.

Sources, read 2026-08: ICAO Doc 9303 part 3 (transliteration of Cyrillic), ISO 9:1995, BGN/PCGN 1947 (Russian) and
1965 (Ukrainian), Cabinet of Ukraine resolution 55 of 2010, ISO 843 and ELOT 743 (Greek), BGN/PCGN 1981 (Armenian), the
national system of Georgia of 2002, and the French, German,
Polish and English habits they compete with (RESOLUTION.md section 3, names 9: kh/h/ch, y/i/j, w/v, zh/j). Arabic,
Hebrew and Han have no table here, since their writings lose vowels or sounds.
"""

from __future__ import annotations

import re
from functools import lru_cache

# One capital stands for a sound of its own: S sh, C ch, Z zh, H kh or h. `casefold` of a fine form is the coarse one.
_LATIN = {
    "schtsch": "S", "shch": "S", "szcz": "S", "stsch": "S", "chtch": "S",
    "tsch": "C", "tch": "C", "dzh": "j", "dsch": "j", "sch": "S", "ch": "C", "cz": "C", "sh": "S", "zh": "Z",
    "kh": "H", "gh": "g", "ph": "f", "th": "t", "dh": "d", "bh": "b", "dj": "j",
    "tz": "c", "ts": "c", "ck": "k", "qu": "k", "q": "k", "x": "ks", "w": "v", "y": "i", "j": "i", "h": "H",
    "ou": "u", "oo": "u", "ee": "i",
}  # fmt: skip
_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "ғ": "g", "д": "d", "е": "e", "є": "ie", "ж": "Z", "з": "z",
    "и": "i", "і": "i", "к": "k", "қ": "k", "л": "l", "м": "m", "н": "n", "ң": "n", "о": "o", "ө": "o", "п": "p",
    "р": "r", "с": "s", "т": "t", "у": "u", "ү": "u", "ұ": "u", "ф": "f", "х": "H", "һ": "H", "ц": "c", "ч": "C",
    "ш": "S", "щ": "S", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "iu", "я": "ia", "ә": "a", "ј": "i", "љ": "li",
    "њ": "ni", "џ": "j", "ђ": "d", "ћ": "c", "ѓ": "g", "ќ": "k", "ѕ": "z",
}  # fmt: skip
_GREEK = {
    "ου": "u", "αι": "e", "ει": "i", "οι": "i", "υι": "i", "αυ": "av", "ευ": "ev", "ηυ": "iv", "μπ": "b", "ντ": "nt",
    "γκ": "g", "γγ": "ng", "τσ": "c", "τζ": "c", "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i",
    "θ": "t", "ι": "i", "κ": "k", "λ": "l", "μ": "m", "ν": "n", "ξ": "ks", "ο": "o", "π": "p", "ρ": "r", "σ": "s",
    "ς": "s", "τ": "t", "υ": "i", "φ": "f", "χ": "H", "ψ": "ps", "ω": "o",
}  # fmt: skip
_ARMENIAN_GEORGIAN = {
    "ու": "u", "ա": "a", "բ": "b", "գ": "g", "դ": "d", "ե": "e", "զ": "z", "է": "e", "ը": "y", "թ": "t", "ժ": "zh",
    "ի": "i", "լ": "l", "խ": "kh", "ծ": "ts", "կ": "k", "հ": "h", "ձ": "dz", "ղ": "gh", "ճ": "ch", "մ": "m", "յ": "y",
    "ն": "n", "շ": "sh", "ո": "o", "չ": "ch", "պ": "p", "ջ": "j", "ռ": "r", "ս": "s", "վ": "v", "տ": "t", "ր": "r",
    "ց": "ts", "ւ": "v", "փ": "p", "ք": "k", "օ": "o", "ֆ": "f",
    "ა": "a", "ბ": "b", "გ": "g", "დ": "d", "ე": "e", "ვ": "v", "ზ": "z", "თ": "t", "ი": "i", "კ": "k", "ლ": "l",
    "მ": "m", "ნ": "n", "ო": "o", "პ": "p", "ჟ": "zh", "რ": "r", "ს": "s", "ტ": "t", "უ": "u", "ფ": "p", "ქ": "k",
    "ღ": "gh", "ყ": "q", "შ": "sh", "ჩ": "ch", "ც": "ts", "ძ": "dz", "წ": "ts", "ჭ": "ch", "ხ": "kh", "ჯ": "j",
    "ჰ": "h",
}  # fmt: skip
_CAUCASIAN = re.compile("|".join(map(re.escape, _ARMENIAN_GEORGIAN)))
_TABLE = {**_LATIN, **_CYRILLIC, **_GREEK}
_UNITS = re.compile("|".join(sorted(map(re.escape, _TABLE), key=lambda unit: (-len(unit), unit))))
_HARD_C = re.compile(r"c(?=[aou]|[b-df-hj-np-tv-xz])|(?<=[b-df-hj-np-tv-z])c$")
_INITIAL_E = re.compile(r"^[jy]e|^є")
_INITIAL_OI = re.compile(r"^oi(?=[cdkn])")  # Oikonomou, Economou
_INITIAL_I = re.compile(r"^(?:[jyј]|i(?=[aou])|(?=[юя]))")
_RUNS = re.compile(r"(.)\1+(?!e$)")
_OF_FAITH = re.compile(r"(?:[aeu]|ou)dd(?:i|ee)ne?$")
_SCHWA = re.compile(r"(?<=eS)a$|(?<=[ei]nd)(?:ra|ar)$")
_FINAL_H = re.compile(r"(?<=[aeiou])H$")


@lru_cache(maxsize=131072)
def sound(word: str) -> str:
    """Return the fine form of a folded word of these alphabets; letters of other scripts stay as they are."""
    word, start = _CAUCASIAN.sub(lambda unit: _ARMENIAN_GEORGIAN[unit.group()], word), ""
    word = _INITIAL_OI.sub("e", _INITIAL_E.sub("e", word))
    if _INITIAL_I.match(word):
        start, word = "j", _INITIAL_I.sub("", word)
        word = word.replace("ю", "u", 1).replace("я", "a", 1) if word[:1] in ("ю", "я") else word
    word = _OF_FAITH.sub("udin", word)
    if "c" in word:
        word = _HARD_C.sub("k", word.replace("ch", "\0").replace("ck", "k").replace("cz", "\1"))
        word = word.replace("\0", "ch").replace("\1", "cz")
    spoken = start + _UNITS.sub(lambda unit: _TABLE[unit.group()], word)
    spoken = _SCHWA.sub(lambda end: "er" if len(end.group()) > 1 else "", spoken)
    return _FINAL_H.sub("", _RUNS.sub(r"\1", spoken))


@lru_cache(maxsize=131072)
def coarse(word: str) -> str:
    """Return the coarse form of a folded word."""
    return _RUNS.sub(r"\1", sound(word).casefold())


def readings(word: str) -> tuple[str, ...]:
    """Return the coarse forms of a folded word that may be Ukrainian, where `г` is written h; else just one."""
    plain = coarse(word)
    return (plain, coarse(word.replace("г", "х"))) if "г" in word else (plain,)

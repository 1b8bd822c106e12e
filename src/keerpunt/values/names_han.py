"""Chinese names in Han and in Latin letters: short and long forms, Mandarin readings, Pinyin beside Wade-Giles.

A character has one usual reading, a reading has many characters: so `王晓明` may be Wang Xiaoming, and that is never
more than alike. What a Cantonese, Korean or Japanese bearer of the same characters is called cannot be told from them.

Sources: `data/han_readings.csv` (common characters of GB 2312 and Big5; see `data/LICENCES.md`); readings of surnames
from the report on names of the Ministry of Public Security, 2021; Library of Congress, New Chinese Romanization
Guidelines, 1998 (Wade-Giles and Pinyin).
"""

from __future__ import annotations

import csv
import re
from functools import lru_cache
from importlib.resources import files

from keerpunt.values.names_east import is_surname, one_family, orders

_SURNAME_READINGS = {
    "曾": "zeng", "单": "shan", "查": "zha", "朴": "piao", "仇": "qiu", "解": "xie", "翟": "zhai", "盖": "ge",
    "区": "ou", "覃": "qin", "乐": "yue", "缪": "miao", "洗": "xian", "纪": "ji",
    "尉迟": "yuchi", "长孙": "zhangsun", "万俟": "moqi", "单于": "chanyu",
}  # fmt: skip
_OTHER_READINGS = {
    "乐": "yue",
    "长": "chang",
    "行": "hang",
    "朝": "chao",
    "重": "chong",
    "茜": "xi",
    "娜": "nuo",
    "单": "shan",
}
"""Characters of given names that are commonly read in two ways: the second one."""
_LONGEST_GIVEN = 4
_LONGEST_LATIN = 24
_INITIALS = (
    ("zh", "ch"), ("ch", "ch"), ("sh", "sh"), ("b", "p"), ("d", "t"), ("g", "k"), ("j", "ch"), ("q", "ch"), ("x", "hs"),
    ("z", "ts"), ("c", "ts"), ("r", "j"),
)  # fmt: skip
_FINALS = (
    (r"ong$", "ung"), (r"ian$", "ien"), (r"ie$", "ieh"), (r"(?<=[jqxyln])ue$", "ueh"), (r"^yan$", "yen"),
    (r"^ye$", "yeh"), (r"^you$", "yu"), (r"^yi$", "i"), (r"^er$", "erh"), (r"(?<=[gk])ui$", "uei"),
    (r"(?<=[dtnlzcsr])uo$", "o"), (r"(?<=[zc]h)uo$", "o"), (r"^([gkh])e$", r"\1o"),
    (r"^([zcs]h|r)i$", r"\1ih"), (r"^si$", "ssu"), (r"^([zc])i$", r"\1u"),
)  # fmt: skip


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[str, str]]:
    text = files("keerpunt.values").joinpath("data", "han_readings.csv").read_text(encoding="utf-8")
    return {row["character"]: (row["simplified"], row["reading"]) for row in csv.DictReader(text.splitlines())}


@lru_cache(maxsize=1)
def _syllables() -> frozenset[str]:
    return frozenset(reading for _, reading in _table().values() if len(reading) > 1 or reading in "aeo")


def simplified(text: str) -> str:
    """Return a text with every common Han character in the form of the People's Republic (`張偉` is `张伟`)."""
    table = _table()
    return "".join(table[char][0] if char in table else char for char in text)


def may_be_one(surname: str, given: str, latin: list[str]) -> bool:
    """Tell whether the words of a folded Latin name read as this surname and given name, in either order.

    The given name is read in Pinyin or Wade-Giles, the surname in any spelling of `names_east`; a surname that is not
    among the common ones of that table is not read, since letters alone never suffice.
    """
    if not 0 < len(given) <= _LONGEST_GIVEN or any(char not in _table() for char in surname + given):
        return False
    family, readings = _surname(surname), _readings(given)
    if not is_surname(family):
        return False
    whole = {"".join(each) for each in readings} | {wade_giles(each) for each in readings}
    return any(
        "".join(rest).replace("lv", "lu").replace("nv", "nu") in whole
        for last, rest in orders(latin)
        if last in (family, wade_giles((family,))) or one_family(family, last)
    )


def _surname(surname: str) -> str:
    return _SURNAME_READINGS.get(surname) or "".join(_table()[char][1] for char in surname)


def _readings(given: str) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = [()]
    for char in given:
        ways = {_table()[char][1], _OTHER_READINGS.get(char, _table()[char][1])}
        found = [(*before, way) for before in found for way in sorted(ways)]
    return found


@lru_cache(maxsize=16384)
def two_spellings(left: str, right: str) -> bool:
    """Tell whether one folded given name is Pinyin and the other Wade-Giles for it (`zedong`, `tsetung`).

    What can be read as Pinyin is Pinyin: `ping` and `bing` are two names, though Wade-Giles writes both `ping`.
    """
    if max(len(left), len(right)) > _LONGEST_LATIN:
        return False
    one, other = _cut(left), _cut(right)
    if bool(one) == bool(other):
        return False
    return (right if one else left) in {wade_giles(syllables) for syllables in one or other}


@lru_cache(maxsize=16384)
def _cut(word: str) -> tuple[tuple[str, ...], ...]:
    """Return every way to cut a word into at most three syllables of Pinyin."""
    found: list[tuple[str, ...]] = []
    open_: list[tuple[tuple[str, ...], str]] = [((), word)] if word.isascii() else []
    while open_:
        before, rest = open_.pop()
        if not rest:
            found.append(before)
        elif len(before) < 3:
            open_.extend(
                ((*before, rest[:end]), rest[end:])
                for end in range(1, min(len(rest), 6) + 1)
                if rest[:end] in _syllables()
            )
    return tuple(sorted(found))


def wade_giles(syllables: tuple[str, ...]) -> str:
    """Return Pinyin syllables in Wade-Giles, without marks, hyphens and apostrophes."""
    return "".join(map(_one_wade_giles, syllables))


@lru_cache(maxsize=1024)
def _one_wade_giles(syllable: str) -> str:
    start, end = next((pair for pair in _INITIALS if syllable.startswith(pair[0])), ("", ""))
    for pattern, new in _FINALS:
        syllable, met = re.subn(pattern, new, syllable)
        if met:
            break
    if end == "ts" and syllable.endswith("u") and len(syllable) == 2:
        end = "tz"
    return end + syllable.removeprefix(start)

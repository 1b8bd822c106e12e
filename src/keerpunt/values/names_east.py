"""Chinese, Korean and Vietnamese names: the family name comes first and siblings share a syllable of the given name.

So the given name counts whole: one syllable that differs is another person, never a slip of the pen. Names in Han or
Hangul letters are parted here; in Latin letters a first word from the list below parts them, since nothing else does.

Sources: the most common surnames of China (Ministry of Public Security, report on names 2021), of Korea (Statistics
Korea, census 2015) and of Vietnam (Nguyễn et al. 2005, share of surnames), in Pinyin, Wade-Giles, Revised and
McCune-Reischauer spelling; collected 2026-08.
"""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_CLEAR = _words("""
    wang zhang chen zhao huang zhou xu zhu guo zheng xie feng dong deng cao peng zeng xiao tian pan yuan cai jiang
    jiang wei xue yan yuan lu shen luo tang liang liu yang li xi hu lin ye deng fang cheng shi tsai chang cheung wong
    chiang chou hsu hsieh hsi hsiao hsueh tsao teng tung tien chien kuo tseng leung kwok yeung ouyang situ zhuge
    pak bak choe choi jeong jung cho yoon yun jang lim shin kwon hwang ahn oh seo kang ryu hyon son hong
    nguyen tran pham huynh phan vu vo dang bui ngo duong ly truong dinh trinh doan
    """)  # fmt: skip
"""Hardly ever a given name of other languages; `vu`, `oh` and the like need the rest to look the same."""
_UNSURE = _words(
    "kim lee ri ma ho han sun gao he le do dao mao mun ra chu tan gu park sin im "
    "rhee chung gim gang jo yu moon suh yi roh ku ko yon pyon paek"
)
VIETNAMESE = _words("nguyen tran pham huynh phan vu vo dang bui ngo duong ly truong dinh trinh doan le ho do")
"""With these a `van` is a middle name and no particle."""
_COMPOUND_HAN = ("欧阳", "歐陽", "司马", "司馬", "诸葛", "諸葛", "上官", "司徒", "夏侯", "皇甫", "东方", "東方")
_TITLES_BEHIND = ("先生", "女士", "小姐", "教授", "博士", "老师", "씨", "님")
_SHORTEST = {"씨": 3, "님": 3}
"""So many letters have to be left, since the title may be a syllable of a name."""
_COMPOUND_HANGUL = ("남궁", "황보", "제갈", "사공", "선우", "독고")
_SYLLABLE = (
    r"(?:zh|ch|sh|kh|gh|nh|ngh?|ph|th|tr|ts|hs|kw|hw|gi|kk|[bpmfdtnlgkhjqxrzcsyvw])?"
    r"(?:[iuy]?[aeou]{1,2}|[iuyw]?[aeiou]|iao|uai|ieu|uye|yeo)(?:ng|nh|ch|[nmklptcir])?"
)
_GIVEN = re.compile(rf"(?:{_SYLLABLE}){{1,2}}")
EAST_COUNTRIES = _words("CN TW HK MO KR KP VN")


_ONE_FAMILY = tuple(
    frozenset(line.split())
    for line in """
    park pak bak
    lee yi ri rhee i
    kim gim
    choi choe
    jung jeong chung
    shin sin
    yoon yun
    lim im rim
    kang gang
    cho jo
    ryu yoo yu
    jang chang
    seo suh
    noh roh no
    moon mun
    oh o
    ahn an
    son sohn
    huang wong hwang
    zhang chang cheung
    zhou chou chow
    zhao chao chiu
    chen chan tan
    liu lau liou
    xu hsu
    xie hsieh tse
    guo kuo kwok
    cai tsai choi
    zeng tseng tsang
    liang leung
    jiang chiang
    ye yeh yip
    li lee
    wu ng
    lin lam lim
    zheng cheng tay
    huynh hoang
    vu vo
    """.splitlines()
    if line.strip()
)
"""Writings of one surname; alike only, since several share a writing with another surname."""


def one_family(left: str, right: str) -> bool:
    """Tell whether two folded surnames may be writings of one Chinese, Korean or Vietnamese surname."""
    return any(left in group and right in group for group in _ONE_FAMILY)


def orders(words: list[str]) -> tuple[tuple[str, list[str]], ...]:
    """Return (surname, given name words) of a Latin name read surname first and surname last; none of a single word."""
    return ((words[0], words[1:]), (words[-1], words[:-1])) if len(words) > 1 else ()


def part_letters(text: str) -> tuple[str, str] | None:
    """Return (surname, given name) of a name in Han or Hangul letters without blanks, None where it is too long.

    A title behind the name is left out; what is left may be a surname alone (`王先生`).
    """
    text = _without_title(text)
    compounds = _COMPOUND_HAN if text[0] >= "一" and text[0] < "가" else _COMPOUND_HANGUL
    size = 2 if text.startswith(compounds) and len(text) > 2 else 1
    return (text[:size], text[size:]) if len(text) <= 5 else None


def _without_title(text: str) -> str:
    title = next((title for title in _TITLES_BEHIND if text.endswith(title)), "")
    return text.removesuffix(title) if len(text) - len(title) >= _SHORTEST.get(title, 1) else text


def is_surname(word: str) -> bool:
    """Tell whether a folded Latin word is a common surname of these countries."""
    return word in _CLEAR or word in _UNSURE


def surname_first(words: list[str], *, hyphened: bool, country: str = "XX") -> bool:
    """Tell whether folded Latin words are such a name with its surname first (`Kim Yong-chol`, `Nguyen Van An`)."""
    if not 2 <= len(words) <= 4 or not is_surname(words[0]) or not all(map(_GIVEN.fullmatch, words[1:])):
        return False
    if country in EAST_COUNTRIES:
        return True
    if len(words) == 2:
        return words[0] in _CLEAR and words[1] not in _CLEAR
    return words[0] in _CLEAR or hyphened or (not is_surname(words[-1]) and max(map(len, words[1:])) <= 5)


def surname_last(words: list[str]) -> bool:
    """Tell whether folded Latin words are such a name in western order (`Xiaoming Wang`, `Van An Nguyen`)."""
    return 2 <= len(words) <= 4 and words[-1] in _CLEAR and all(map(_GIVEN.fullmatch, words[:-1]))

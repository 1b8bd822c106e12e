"""Compares the names of firms: legal forms in any language of the list, abbreviations and numbers, slips of the pen.

Source of the forms: ISO 20275 entity legal forms (list of 2023-09), their abbreviations and long forms in the
countries at hand; of the abbreviations: ISO 4 (list of title word abbreviations) and common use. A number or a place
that differs is another firm (`Fund V` and `Fund VI`, `Bank (Hong Kong)`). A slash parts two names of one firm.
"""

from __future__ import annotations

import re
from functools import lru_cache

from keerpunt.values.distance import edits
from keerpunt.values.fold import strip_fold
from keerpunt.values.names_near import allowance, close
from keerpunt.values.names_sound import coarse
from keerpunt.values.names_types import Level

_FORMS = {
    "ltd": "ltd limited", "inc": "inc incorporated", "corp": "corp corporation", "co": "co company compagnie",
    "llc": "llc|limited liability company|ооо|ooo|общество с ограниченнои ответственностью|тоо",
    "plc": "plc|public limited company", "llp": "llp|limited liability partnership", "lp": "lp|limited partnership",
    "ag": "ag|aktiengesellschaft", "gmbh": "gmbh|gesellschaft mit beschrankter haftung", "kg": "kg",
    "jsc": "jsc ojsc cjsc pjsc oao zao pao ao|joint stock company|open joint stock company|closed joint stock company|"
    "public joint stock company|оао|зао|пао|ао|публичное акционерное общество|открытое акционерное общество|"
    "закрытое акционерное общество|акционерное общество",
    "sadecv": "sadecv|sa de cv|s a de c v|sab de cv", "bhd": "bhd|sdn bhd",
    "sa": "sa|societe anonyme|sociedad anonima|sociedade anonima|spolka akcyjna", "sarl": "sarl",
    "srl": "srl|societa a responsabilita limitata|societatea cu raspundere limitata", "sas": "sas",
    "spa": "spa|societa per azioni", "sl": "sl|sociedad limitada", "bv": "bv|besloten vennootschap",
    "nv": "nv|naamloze vennootschap", "vof": "vof|vennootschap onder firma", "ab": "ab aktiebolag",
    "as": "as aktieselskab aksjeselskap", "oy": "oy osakeyhtio", "sro": "sro|spolecnost s rucenim omezenym",
    "spzoo": "spzoo|sp zoo|sp z oo|sp z o o|spolka z ograniczona odpowiedzialnoscia", "kft": "kft",
    "pt": "pt", "pte": "pte", "pty": "pty", "se": "se",
}  # fmt: skip
_ONE_WORD = {
    "intl": "international", "natl": "national", "govt": "government", "dept": "department", "univ": "university",
    "inst": "institute", "assn": "association", "assoc": "association", "bros": "brothers", "mfg": "manufacturing",
    "mgmt": "management", "svcs": "services", "svc": "service", "tech": "technology", "ctr": "center",
    "centre": "center", "grp": "group", "hldg": "holding", "hldgs": "holdings", "usa": "us", "bk": "bank",
    "first": "1", "second": "2", "third": "3", "1st": "1", "2nd": "2", "3rd": "3",
}  # fmt: skip
_UNITS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_COUNTRIES = re.compile(r"\bunited states(?: of america)?\b")
_GLUED_FORM = re.compile(r"(?<=[^\W\d_A-Z]{2})(?=(?:AG|AB|AS|BV|NV|SA|SE|KG|LLC|GmbH|Ltd|Inc)$)")
_LONG_WORD, _LONG_SHARE = 10, 8
_SILENT = frozenset(("the", "and", "und", "et", "en", "de", "of", "co"))
_DOTTED = re.compile(r"(?<![^\W\d_])((?:[^\W\d_]\s?[./]\s?){1,4}[^\W\d_]\b\.?)")
_ONE_STROKE, _TWO_STROKES, _LONGEST, _SHORTEST_SLIP = 10, 20, 200, 5
_TEN = 10
_ROUND = frozenset(str(tens * _TEN) for tens in range(2, _TEN))
_MOST_NAMES, _SHORT_NAME = 4, 3
_NUMBER = re.compile(r"[ivxl]+|\d+|.*\d.*")


@lru_cache(maxsize=1)
def _form_of() -> tuple[dict[str, str], re.Pattern[str]]:
    found = {}
    for code, text in _FORMS.items():
        for part in text.split("|"):
            found.update(dict.fromkeys(part.split() if "|" not in text or part == text.split("|")[0] else [part], code))
    longest = sorted(map(re.escape, found), key=lambda form: (-len(form), form))
    return found, re.compile(rf"(?<!\S)(?:{'|'.join(longest)})(?!\S)")


@lru_cache(maxsize=65536)
def take_apart(raw: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return (words without legal form, legal forms as codes) of a firm's name, folded."""
    tight = _DOTTED.sub(lambda found: re.sub(r"[\s./]", "", found.group()) + " ", unglued(raw))
    folded = " ".join(long_form(word) or word for word in _COUNTRIES.sub("us", strip_fold(tight)).split())
    form_of, pattern = _form_of()
    forms = frozenset(form_of[form] for form in pattern.findall(folded))
    words = _in_figures([word for word in pattern.sub(" ", folded).split() if word not in _SILENT])
    return tuple(words or folded.split()), forms


def unglued(raw: str) -> str:
    """Return a name with a blank before a legal form that lost it (`ExampleAG`)."""
    return _GLUED_FORM.sub(" ", raw)


def _in_figures(words: list[str]) -> list[str]:
    """Write abbreviations out and numbers in figures: `int l` … `forty four` is 44."""
    found: list[str] = []
    for word in words:
        if word in _UNITS:
            number = _UNITS.index(word) + 1
            tens = found and found[-1].isdecimal() and found[-1] in _ROUND and number < _TEN
            found[-1 if tens else len(found) :] = [str(number + (int(found[-1]) if tens else 0))]
        elif word in _TENS:
            found.append(str((_TENS.index(word) + 2) * _TEN))
        else:
            found.append(_ONE_WORD.get(word, word))
    return found


@lru_cache(maxsize=16384)
def long_form(word: str) -> str:
    """Return the legal form that a long folded word is, with a slip or without (`aktiengeselschaft`), else nothing."""
    if len(word) < _LONG_WORD:
        return ""
    forms = (form for form in _form_of()[0] if len(form) >= _LONG_WORD and " " not in form)
    return next((form for form in forms if edits(form, word[:_LONGEST]) <= len(form) // _LONG_SHARE), "")


def has_long_form(folded: str) -> bool:
    """Tell whether a folded name holds a legal form of several words, or a long one, written out."""
    _, pattern = _form_of()
    return any(" " in form for form in pattern.findall(folded)) or any(map(long_form, folded.split()))


def compare_firms(left: str, right: str, *, one_firm: bool = True) -> Level:
    """Return N1 equal, N2 equal but for legal form, blanks or order, N4 a slip in one word, N7 another firm.

    Not `one_firm`: only one side is written as a firm; then names that agree are alike (N4), since a person may have
    given the firm the name; of one equal word nothing can be said, and all else is N7.
    """
    found = (_one_pair(a, b) for a in _names_of(left) for b in _names_of(right))
    best = min(found, key=lambda each: each.rank)
    if one_firm or best is Level.N7:
        return best
    return Level.UNKNOWN if min(len(take_apart(side)[0]) for side in (left, right)) == 1 else Level.N4


def _names_of(raw: str) -> list[str]:
    """`Example Trading/Muster Handel` are two names of one firm; `A/S` and `c/o` part nothing."""
    names = raw.split("/")
    parted = 1 < len(names) <= _MOST_NAMES and all(len(strip_fold(name)) > _SHORT_NAME for name in names)
    return names if parted else [raw]


def _one_pair(left: str, right: str) -> Level:
    if strip_fold(left) == strip_fold(right):
        return Level.N1
    if _tight(left) == _tight(right):
        return Level.N2
    (one, one_forms), (other, other_forms) = take_apart(left), take_apart(right)
    apart = bool(one_forms) and bool(other_forms) and one_forms.isdisjoint(other_forms)
    if "".join(one) == "".join(other) or sorted(one) == sorted(other):
        return Level.N4 if apart else Level.N2
    if _numbers(one) != _numbers(other):
        return Level.N7
    own = min(len("".join(one)), len("".join(other)))
    if own >= _ONE_STROKE and _slips_as_a_whole(_tight(left), _tight(right)):
        return Level.N4
    if apart or len(one) != len(other):
        return Level.N4 if not apart and _joined_close(one, other) else Level.N7
    off = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return Level.N4 if len(off) == 1 and _slip(*off[0]) else Level.N7


def _tight(raw: str) -> str:
    return strip_fold(raw).replace(" ", "")


def _numbers(words: tuple[str, ...]) -> list[str]:
    return [word for word in words if _NUMBER.fullmatch(word)]


def _slips_as_a_whole(left: str, right: str) -> bool:
    """Tell whether the names written without blanks are one stroke apart, or two if long."""
    allowed = 1 if min(len(left), len(right)) < _TWO_STROKES else 2
    return abs(len(left) - len(right)) <= allowed and edits(left[:_LONGEST], right[:_LONGEST]) <= allowed


def _slip(left: str, right: str) -> bool:
    """Tell whether two words of a firm's name are one; short words allow no slip, long ones two strokes."""
    if _NUMBER.fullmatch(left) or _NUMBER.fullmatch(right) or min(len(left), len(right)) < _SHORTEST_SLIP:
        return False
    allowed = 1 if max(len(left), len(right)) < _ONE_STROKE else 2
    return abs(len(left) - len(right)) <= allowed and (
        edits(left[:_LONGEST], right[:_LONGEST]) <= allowed or edits(coarse(left), coarse(right)) <= allowed
    )


def _joined_close(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    left, right = "".join(one), "".join(other)
    return allowance(min(len(left), len(right))) == 2 and abs(len(left) - len(right)) <= 1 and close(left, right)

"""Compares the names of firms: legal forms in any language of the list, one word more or less, slips of the pen.

Source of the forms: ISO 20275 entity legal forms (list of 2023-09), their abbreviations and long forms in the
countries at hand. A number or a place that differs is another firm (`Fund V` and `Fund VI`, `Bank (Hong Kong)`).
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
    "sa": "sa|societe anonyme|sociedad anonima|sociedade anonima|spolka akcyjna", "sarl": "sarl",
    "srl": "srl|societa a responsabilita limitata|societatea cu raspundere limitata", "sas": "sas",
    "spa": "spa|societa per azioni", "sl": "sl|sociedad limitada", "bv": "bv|besloten vennootschap",
    "nv": "nv|naamloze vennootschap", "vof": "vof|vennootschap onder firma", "ab": "ab aktiebolag",
    "as": "as aktieselskab aksjeselskap", "oy": "oy osakeyhtio", "sro": "sro|spolecnost s rucenim omezenym",
    "spzoo": "spzoo|sp zoo|sp z oo|spolka z ograniczona odpowiedzialnoscia", "kft": "kft",
    "pt": "pt", "pte": "pte", "pty": "pty", "se": "se",
}  # fmt: skip
_SILENT = frozenset(("the", "and", "und", "et", "en", "de", "of", "co"))
_DOTTED = re.compile(r"(?<![^\W\d_])((?:[^\W\d_]\s?[./]\s?){1,4}[^\W\d_]\b\.?)")
_ONE_STROKE, _TWO_STROKES, _LONGEST = 10, 20, 200
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
    tight = _DOTTED.sub(lambda found: re.sub(r"[\s./]", "", found.group()) + " ", raw)
    folded = strip_fold(tight)
    form_of, pattern = _form_of()
    forms = frozenset(form_of[form] for form in pattern.findall(folded))
    words = [word for word in pattern.sub(" ", folded).split() if word not in _SILENT]
    return tuple(words or folded.split()), forms


def has_long_form(folded: str) -> bool:
    """Tell whether a folded name holds a legal form of several words, written out."""
    _, pattern = _form_of()
    return any(" " in form for form in pattern.findall(folded))


def compare_firms(left: str, right: str, *, one_firm: bool = True) -> Level:
    """Return N1 equal, N2 equal but for legal form, blanks or order, N4 a slip in one word, N7 another firm.

    Not `one_firm`: only one side is written as a firm; then equal words are alike (N4), since a person may have given
    the firm the name, and all else is N7.
    """
    if not one_firm:
        words = take_apart(left)[0], take_apart(right)[0]
        return Level.N4 if len(words[0]) > 1 and words[0] == words[1] else Level.N7
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
    if _slips_as_a_whole(_tight(left), _tight(right)):
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
    shortest = min(len(left), len(right))
    allowed = 0 if shortest < _ONE_STROKE else 1 if shortest < _TWO_STROKES else 2
    return abs(len(left) - len(right)) <= allowed and edits(left[:_LONGEST], right[:_LONGEST]) <= allowed


def _slip(left: str, right: str) -> bool:
    if _NUMBER.fullmatch(left) or _NUMBER.fullmatch(right):
        return False
    return close(left, right) and (left[0] == right[0] or coarse(left)[0] == coarse(right)[0] or len(left) > 5)


def _joined_close(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    left, right = "".join(one), "".join(other)
    return allowance(min(len(left), len(right))) == 2 and abs(len(left) - len(right)) <= 1 and close(left, right)

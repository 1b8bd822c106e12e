"""Cuts a name into words: dots, hyphens, initials, particles and scripts (RESOLUTION.md section 3, names 4 to 7)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from keerpunt.values import names_lists as lists
from keerpunt.values.fold import expand_fold, strip_fold
from keerpunt.values.names_han import simplified
from keerpunt.values.names_types import Word

_VAN_DE = re.compile(r"(?i)(?<![^\s-])v(?:\s?[./]\s?d\b\.?|\.? d\b\.?)(?=\s|[^\W\d_])")
_MC = re.compile(r"(?i)\bmc (?=[^\W\d_]{3})")
_ASSIMILATED = re.compile(r"(?i)\ba(sh|dh|th|[dnrstz])[-‐‑](?=\1)")
_SERVANT = re.compile(r"(?i)(?<![^\s'’‘`-])abd(?:[aeou]l)?[ -](?:(?:[aeu]l|a[rsznd]|ash)[ -])?(?=[^\W\d_]{3})")
_OF_FAITH = re.compile(r"(?i)(?<=[^\W\d_]{3})[ -](?:[aeu][ld]|ud)[ -](d(?:i|ee)ne?)(?![^\W\d_])")
_ARABIC_SERVANT = re.compile(r"(?<!\S)عبد (?=ال\w{3})")
_GROWN_TOGETHER = re.compile(r"(?<=[^\W\d_A-Z]{2})(?=[A-ZÀ-ÖØ-Þ][^\W\d_A-Z]{2})")
_ARTICLE = "ال"
_HAN_FIRST, _HAN_LAST = "\u3400", "\u9fff"
_VOWELS = frozenset("aeiouy")
_MAX_RUN = 4
_CUT_AFTER = 2


@dataclass(frozen=True, slots=True)
class Item:
    """A word in its place: `glued` follows a hyphen, `caps` is upper case while the name is not."""

    word: Word
    glued: bool = False
    caps: bool = False
    particle: bool = False

    @property
    def full(self) -> bool:
        """Whether the word is neither an initial nor a particle."""
        return not (self.word.initial or self.particle)


def cut(text: str, country: str, *, truncated: bool = False) -> list[Item]:
    """Cut a text without commas into items; the last one is `cut` where the text may be truncated."""
    upper, lower = text.isupper(), text.islower()
    pieces = _pieces(_rewritten(text))
    items: list[Item] = []
    for index, (piece, dotted, glued) in enumerate(pieces):
        last = index == len(pieces) - 1
        if truncated and last and index > _CUT_AFTER and len(piece) == 2 and not dotted:
            items.append(Item(Word(_folded(piece), _folded(piece)), glued))  # the start of a word, no initials
            continue
        items.extend(
            _items(
                piece,
                dotted=dotted or (lower and _is_letter(piece, first=not items)),
                glued=glued,
                upper=upper,
                first=not items,
                last=last,
                country=country,
            )
        )
    items = _mark_particles(items, upper=upper)
    if truncated and items and items[-1].full:
        tail = items[-1]
        word = Word(tail.word.strip, tail.word.expand, cut=True)
        items[-1] = Item(word, tail.glued, tail.caps)
    return items


def _is_letter(piece: str, *, first: bool) -> bool:
    """Tell whether a letter in a text without capitals is an initial and not the `and` of Spanish or Portuguese."""
    return len(piece) == 1 and (first or piece not in lists.ONE_LETTER_WORDS)


def _rewritten(text: str) -> str:
    """Bring habits of writing into one form: `v.d.`, `Mc Donald`, `JanDaniel`, `ash-Shami`, `Abd al-Aziz`."""
    text = _MC.sub("mc", _VAN_DE.sub("vd ", text)).replace("・", " ")
    if not text.isupper():
        text = " ".join(_grown_apart(token) for token in text.split())
    return _ASSIMILATED.sub("al-", text)


def join_servants(text: str) -> str:
    """`Abd al-Aziz X`, `Abdul Aziz X` are one given name; alone it stays two words, else no surname would be left.

    So are `Saif al-Din X`, `Nur ud-Din X`.
    """
    text = _ARABIC_SERVANT.sub("عبد", text)
    if len(_OF_FAITH.sub("", text).split()) > 1:
        text = _OF_FAITH.sub(lambda found: "UDDIN" if found.group().isupper() else "uddin", text)
    if len(_SERVANT.sub("", text).split()) < 2:
        return text
    return _SERVANT.sub(lambda found: "ABDUL" if found.group().isupper() else "Abdul", text)


def _grown_apart(token: str) -> str:
    """`SergeiLavrov` lost a blank; `McDonald` and `DeVries` did not."""
    begin = _GROWN_TOGETHER.search(token)
    if begin is None or strip_fold(token[: begin.start()]) in lists.FUSED_BEGINNINGS:
        return token
    return _GROWN_TOGETHER.sub(" ", token)


def _pieces(text: str) -> list[tuple[str, bool, bool]]:
    """Return (piece, followed by a dot, glued to the one before by a hyphen)."""
    found: list[tuple[str, bool, bool]] = []
    glue = False
    for token in text.split():
        for number, part in enumerate(re.split(r"[-‐‑–]", token)):
            glue = glue or number > 0
            dotted = part.split(".")
            for position, piece in enumerate(dotted):
                if strip_fold(piece):
                    found.append((piece, position < len(dotted) - 1, glue and bool(found)))
                    glue = False
    return found


@lru_cache(maxsize=65536)
def _items(
    piece: str, *, dotted: bool, glued: bool, upper: bool, first: bool, last: bool, country: str
) -> tuple[Item, ...]:
    """Read one piece; names share their words, and equal words are then one object."""
    folded = _folded(piece)
    if is_run_of_initials(piece, folded, upper=upper, first=first, last=last, country=country):
        return tuple(Item(Word(letter, letter, initial=True), glued) for letter in _letters(folded))
    single = len(folded) == 1 and folded.isalpha()
    initial = (single and (piece[:1].isupper() or dotted)) or (dotted and folded in lists.INITIAL_DIGRAPHS)
    caps = not upper and len(folded) > 1 and piece.isupper()
    expanded = folded if not folded.isascii() or piece.isascii() else expand_fold(piece).replace(" ", "")
    return (Item(Word(folded, expanded, initial), glued, caps),)


def _folded(piece: str) -> str:
    folded = strip_fold(piece).replace(" ", "")
    if folded.isascii():
        return folded
    folded = unicodedata.normalize("NFC", folded)  # a syllable of Hangul is one letter again
    if _HAN_FIRST <= folded[:1] <= _HAN_LAST:
        return simplified(folded)
    return folded[2:] if folded.startswith(_ARTICLE) and len(folded) > 4 else folded


def is_run_of_initials(piece: str, folded: str, *, upper: bool, first: bool, last: bool, country: str) -> bool:
    """Tell whether an upper-case piece is a run of initials (`JW`, `PJM`) rather than a name without vowels."""
    if not piece.isupper() or not folded.isascii() or not 1 < len(folded) <= _MAX_RUN:
        return False
    if folded in lists.VOWELLESS_WORDS or folded in lists.SHORT_WORDS or folded in lists.INITIAL_DIGRAPHS - {"ij"}:
        return False
    if _VOWELS.isdisjoint(folded):
        syllabic = len(folded) > 2 and not {"r", "l"}.isdisjoint(folded[1:-1])
        return not (syllabic and (country in lists.SYLLABIC_COUNTRIES or last))
    return len(folded) == 2 and first and not last and not (upper and folded in lists.PARTICLES)


def _letters(folded: str) -> list[str]:
    return ["ij"] if folded == "ij" else list(folded)


def _mark_particles(items: list[Item], *, upper: bool) -> list[Item]:
    marked: list[Item] = []
    for index, item in enumerate(items):
        word = item.word.strip
        after_particle = bool(marked) and marked[-1].particle
        lone = len(word) == 1
        particle = word in lists.PARTICLES and not item.caps
        if particle and item.glued and index == len(items) - 1:
            particle = False  # `Jae-in`
        if lone and particle:
            particle = (after_particle or not upper or word == "y") and 0 < index < len(items) - 1
            particle = particle and (not item.word.initial or upper)
        if particle and index == 0 and word in lists.PARTICLES_NEVER_FIRST and len(items) > 1:
            particle = items[1].word.strip in lists.PARTICLES and word != "ben"
        text = Word(item.word.strip, item.word.expand) if particle else item.word
        marked.append(Item(text, item.glued, item.caps, particle) if particle != item.particle else item)
    return marked


@lru_cache(maxsize=4096)
def _script_of(char: str) -> str:
    name = unicodedata.name(unicodedata.normalize("NFKC", char)[0], "").split(" ", 1)[0].lower()
    return "han" if name in ("cjk", "hiragana", "katakana", "ideographic") else name or "other"


def script(text: str) -> str:
    """Return the script of a text's letters in lower case (latin, cyrillic, greek, arabic, han …), or mixed."""
    if text.isascii():
        return "latin"
    found = {_script_of(char) for char in text if char.isalpha() and unicodedata.category(char) != "Lm"}
    return found.pop() if len(found) == 1 else "mixed" if found else "latin"

"""Cuts a name into words: dots, hyphens, initials, particles and scripts (RESOLUTION.md section 3, names 4 to 7)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from keerpunt.values import names_lists as lists
from keerpunt.values.fold import expand_fold, strip_fold
from keerpunt.values.names_types import Word

_VAN_DE = re.compile(r"(?i)(?<![^\s-])v(?:\s?[./]\s?d\b\.?|\.? d\b\.?)(?=\s|[^\W\d_])")
_MC = re.compile(r"(?i)\bmc (?=[^\W\d_]{3})")
_VOWELS = frozenset("aeiouy")
_MAX_RUN = 4


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
    upper = text.isupper()
    pieces = _pieces(_MC.sub("mc", _VAN_DE.sub("vd ", text)))
    items: list[Item] = []
    for index, (piece, dotted, glued) in enumerate(pieces):
        last = index == len(pieces) - 1
        items.extend(
            _items(piece, dotted=dotted, glued=glued, upper=upper, first=not items, last=last, country=country)
        )
    items = _mark_particles(items, upper=upper)
    if truncated and items and items[-1].full:
        tail = items[-1]
        word = Word(tail.word.strip, tail.word.expand, cut=True)
        items[-1] = Item(word, tail.glued, tail.caps)
    return items


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


def _items(piece: str, *, dotted: bool, glued: bool, upper: bool, first: bool, last: bool, country: str) -> list[Item]:
    folded = strip_fold(piece).replace(" ", "")
    if is_run_of_initials(piece, folded, upper=upper, first=first, last=last, country=country):
        return [Item(Word(letter, letter, initial=True), glued) for letter in _letters(folded)]
    single = len(folded) == 1 and folded.isalpha()
    initial = (single and (piece[:1].isupper() or dotted)) or (dotted and folded in lists.INITIAL_DIGRAPHS)
    caps = not upper and len(folded) > 1 and piece.isupper()
    return [Item(Word(folded, expand_fold(piece).replace(" ", ""), initial), glued, caps)]


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
        if lone and particle:
            particle = (after_particle or not upper or word == "y") and 0 < index < len(items) - 1
            particle = particle and (not item.word.initial or upper)
        if particle and index == 0 and word in lists.PARTICLES_NEVER_FIRST and len(items) > 1:
            particle = items[1].word.strip in lists.PARTICLES and word != "ben"
        text = Word(item.word.strip, item.word.expand) if particle else item.word
        marked.append(Item(text, item.glued, item.caps, particle))
    return marked


@lru_cache(maxsize=4096)
def _script_of(char: str) -> str:
    name = unicodedata.name(char, "").split(" ", 1)[0].lower()
    return name if name in ("latin", "cyrillic", "greek") else "other"


def script(text: str) -> str:
    """Return latin, cyrillic, greek, other or mixed by the letters of a text."""
    if text.isascii():
        return "latin"
    found = {_script_of(char) for char in text if char.isalpha()}
    return found.pop() if len(found) == 1 else "mixed" if found else "latin"

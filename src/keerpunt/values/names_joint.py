"""Splits the name of several holders into its sides (RESOLUTION.md section 3, names 2)."""

from __future__ import annotations

import re
from functools import lru_cache

from keerpunt.values import names_lists as lists
from keerpunt.values.fold import strip_fold
from keerpunt.values.names_nicknames import is_given_name

_LIST = re.compile(r"[^\W\d_]\.?\s*,")


@lru_cache(maxsize=4)
def _pattern(*, weak: bool, of_place: bool = False) -> re.Pattern[str]:
    words: tuple[str, ...] = lists.WEAK_SEPARATORS if weak else lists.STRONG_SEPARATORS
    if of_place:
        words = tuple(word for word in words if word != "of")
    ordered = sorted(words, key=lambda word: (-len(word), word))
    symbols = [re.escape(word) for word in ordered if not word.isalpha() and len(word) == 1]
    spaced = [re.escape(word).replace("/", r"\s?/\s?") for word in ordered if word.isalpha() or len(word) > 1]
    parts = [rf"(?<=\s)(?:{'|'.join(spaced)})(?=\s)"] if spaced else []
    parts += [rf"\s*(?:{'|'.join(symbols)})\s*"] if symbols else []
    return re.compile("|".join(parts), re.IGNORECASE)


def split_joint(text: str, *, weak: bool, country: str = "XX") -> list[str]:
    """Return the sides of a joint name: one where it names one holder, none where a bare word parts it unlawfully.

    Strong separators (`e/o`, `en/of`) always part. Weak ones part only with `weak`; without it such a name is a
    group, since `Jan en Maria de Vries` on a card is not one person either. A comma parts two whole persons only.
    """
    strong = [side.strip() for side in _pattern(weak=False).split(f" {text} ")]
    if len(strong) > 1:
        return [] if any(map(_lists_holders, strong)) else [side for side in strong if side]
    sides = [side.strip() for side in _pattern(weak=True, of_place=country in lists.ENGLISH_COUNTRIES).split(text)]
    if len(sides) > 1:
        return [side for side in sides if side] if weak and not any(map(_lists_holders, sides)) else []
    return _by_comma(text) if weak else [text]


def _lists_holders(side: str) -> bool:
    """Tell whether a side names several holders itself: `J., P.` or `Jan, Piet`, but not `Bakker, Piet`.

    Given names on both sides of the comma: then the first is no surname put in front.
    """
    if _LIST.match(side):
        return True
    parts = [part.strip() for part in side.split(",")]
    words = [strip_fold(part) for part in parts]
    return len(parts) > 1 and all(is_given_name(word) for word in words)


def _by_comma(text: str) -> list[str]:
    """`J. de Vries, M. Jansen` is two persons; `García López, Juan Luis` and `Vries, J. de` are one."""
    sides = [side.strip() for side in text.split(",")]
    begins = re.compile(r"(?:[^\W\d_]{1,3}\.\s?)+\s?[^\W\d_]{2,}")
    return sides if len(sides) == 2 and all(begins.match(side) for side in sides) else [text]

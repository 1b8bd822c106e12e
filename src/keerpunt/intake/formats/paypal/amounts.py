"""Amounts as PayPal writes them: which mark is the decimal one is proven by the file itself, else by its language.

`1.234` alone proves nothing (INTAKE.md section 3). A language proves little more: the exports of a Swiss account are
French and have a decimal point. So every amount of the file is looked at first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from keerpunt.values.money import Money, parse_money

MINUS = ("-", "\u2212")
POINT_LANGUAGES = frozenset(("en", "ipn"))

_SIGN = r"[-+\u2212]?"
_PLAIN = re.compile(rf"{_SIGN}(?P<whole>[0-9]*)(?:(?P<mark>[.,])(?P<fraction>[0-9]+))?")
_GROUPED = re.compile(
    rf"{_SIGN}[0-9]{{1,3}}(?P<between>[.,])[0-9]{{3}}(?:(?P=between)[0-9]{{3}})*(?P<mark>[.,]?)[0-9]*"
)
_GROUPING = " \u00a0\u202f'\u2019"
_BLANKS = dict.fromkeys(map(ord, _GROUPING))
_SIGNS = "+-\u2212 "


@dataclass(frozen=True, slots=True)
class Notation:
    """The decimal mark of a file; `bare`: whether a mark before three digits may be taken for one between thousands."""

    decimal: str
    bare: bool = True


@dataclass(slots=True)
class Marks:
    """How many amounts of a file prove which decimal mark."""

    proofs: Counter[str] = field(default_factory=Counter)

    def look_at(self, texts: Iterable[str]) -> None:
        """Count what amounts prove."""
        for text in texts:
            self.proofs[decimal_mark(text)] += 1

    def decide(self, language: str) -> tuple[Notation, str]:
        """Return the notation and how it is known.

        Where amounts contradict each other the more frequent mark counts; the others do not follow the notation and
        are rejected, and so is every amount that could be read both ways.
        """
        point, comma = self.proofs["."], self.proofs[","]
        if not point and not comma:
            mark = "." if language in POINT_LANGUAGES else ","
            return Notation(mark), f"no amount proves it; the header is in {language}"
        mark, against = (".", comma) if point > comma else (",", point)
        if against:
            return Notation(mark, bare=False), f"{max(point, comma)} amounts prove it, {against} contradict it"
        return Notation(mark), f"{max(point, comma)} amounts fit no other"


@lru_cache(maxsize=65536)
def decimal_mark(text: str) -> str:
    """Return the decimal mark that an amount proves, `''` where it proves none."""
    number = text.translate(_BLANKS)
    match = _PLAIN.fullmatch(number)
    if match is not None:
        whole, mark, fraction = match["whole"], match["mark"] or "", match["fraction"] or ""
        certain = len(fraction) != 3 or not whole or len(whole) > 3 or whole.startswith("0")
        return mark if certain else ""
    match = _GROUPED.fullmatch(number)
    if match is None:
        return ""
    between, mark = match["between"], match["mark"]
    if not mark:
        return "," if between == "." else "."  # a mark that occurs twice stands between thousands
    return mark if mark != between else ""


@lru_cache(maxsize=65536)
def signed_money(text: str, currency: str, notation: Notation) -> tuple[Money, int]:
    """Return an amount and its sign, -1, 0 or 1.

    Raises:
        UnreadableValue: `bad_currency`, `bad_amount` or `amount_not_exact`.
    """
    money = parse_money(text, currency, decimal=notation.decimal, thousands=_thousands(text, notation))
    return money, (-1 if text.startswith(MINUS) else 1) if money.minor else 0


def _thousands(text: str, notation: Notation) -> str:
    """Return the mark between thousands of one amount: the blank or apostrophe in it, else the other mark."""
    inner = text.strip(_SIGNS)
    for mark in _GROUPING:
        if mark in inner:
            return mark
    other = "," if notation.decimal == "." else "."
    if not notation.bare and notation.decimal not in inner:
        return ""
    return other


def as_text(minor: int, exponent: int) -> str:
    """Return minor units as a decimal text, for totals."""
    digits = f"{abs(minor):0{exponent + 1}d}"
    whole, fraction = (digits[:-exponent], f".{digits[-exponent:]}") if exponent else (digits, "")
    return f"{'-' if minor < 0 else ''}{whole}{fraction}"

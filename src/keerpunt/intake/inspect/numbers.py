"""The decimal mark of a column of amounts, with the evidence: `1.234` alone proves nothing (INTAKE.md section 3)."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache

from keerpunt.intake.inspect.statement import Statement, assessment, counted, fact

_BLANKS = " \u00a0\u202f"
_NUMBER = re.compile(
    rf"[-+\u2212]?[ ]?(?:(?P<before>[A-Z]{{3}}|[€$£])[ ]?)?(?P<body>[0-9](?:[0-9.,'\u2019_{_BLANKS}]*[0-9])?)"
    rf"(?:(?P<gap>[{_BLANKS}]?)(?P<after>[A-Z]{{3}}|[€$£]))?"
)
_MARK = re.compile(rf"[.,'\u2019_{_BLANKS}]")
_OTHER = {".": ",", ",": "."}
_NAMES = {".": "a point", ",": "a comma", "'": "an apostrophe", "\u2019": "an apostrophe", " ": "a blank", "_": "`_`"}


@dataclass(frozen=True, slots=True)
class Marks:
    """What one number shows: a proven decimal mark, a proven mark of thousands, or a mark that could be either.

    `currency`: it carries a currency code; `splits`: as a map reads it, code last after a blank.
    """

    decimal: str = ""
    thousands: str = ""
    either: str = ""
    currency: bool = False
    splits: bool = False


@dataclass(frozen=True, slots=True)
class AmountDecision:
    """How a column of amounts is written: `decimal` is empty where the values do not tell; `thousands` may be."""

    decimal: str
    thousands: str
    currency: bool
    splits: bool
    statements: tuple[Statement, ...]

    @property
    def decided(self) -> bool:
        """Whether the values tell how they are to be read."""
        return self.decimal != ""


@lru_cache(maxsize=16_384)
def marks_of(text: str) -> Marks | None:
    """Return what a number shows about its marks, None where the text is no number of any notation."""
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    body = "".join(" " if c in _BLANKS else c for c in match["body"])
    marks = _MARK.findall(body)
    parts = _MARK.split(body)
    found = _read(marks, parts)
    if found is None:
        return None
    code = match["before"] or match["after"]
    splits = bool(match["after"] and match["after"].isalpha() and match["gap"] == " " and not match["before"])
    return Marks(*found, currency=bool(code), splits=splits)


def _read(marks: list[str], parts: list[str]) -> tuple[str, str, str] | None:
    """Return decimal, thousands and either for the marks and the digits between them."""
    kinds = list(dict.fromkeys(marks))
    if not marks:
        return "", "", ""
    grouped = all(len(part) == 3 for part in parts[1:-1]) and 1 <= len(parts[0]) <= 3
    if len(kinds) == 1 and len(marks) == 1:
        return _one(marks[0], parts)
    if len(kinds) == 1:
        return ("", kinds[0], "") if grouped and len(parts[-1]) == 3 else None
    if len(kinds) == 2 and marks.count(marks[-1]) == 1 and marks[-1] in _OTHER and grouped:
        return marks[-1], kinds[0], ""
    return None


def _one(mark: str, parts: list[str]) -> tuple[str, str, str] | None:
    """Read a number with a single mark."""
    whole, rest = parts
    groups = len(rest) == 3 and 1 <= len(whole) <= 3 and whole[0] != "0"
    if mark not in _OTHER:
        return ("", mark, "") if groups else None
    return ("", "", mark) if groups else (mark, "", "")


@dataclass(slots=True)
class AmountEvidence:
    """Counts over the values of one column; no value is kept."""

    decimal: Counter[str] = field(default_factory=Counter)
    thousands: Counter[str] = field(default_factory=Counter)
    either: Counter[str] = field(default_factory=Counter)
    plain: int = 0
    typed: int = 0
    currency: int = 0
    splits: int = 0

    def add(self, text: str, *, typed: bool) -> None:
        """Look at one value; `typed` says that it was a number already, which always has a decimal point."""
        if typed:
            self.typed += 1
            return
        found = marks_of(text)
        if found is None:
            return
        self.currency += found.currency
        self.splits += found.splits
        for counter, mark in (
            (self.decimal, found.decimal),
            (self.thousands, found.thousands),
            (self.either, found.either),
        ):
            if mark:
                counter[mark] += 1
        if not (found.decimal or found.thousands or found.either):
            self.plain += 1

    def decide(self) -> AmountDecision:
        """Return the marks of the column, or that the values do not tell them."""
        proven = sorted(self.decimal)
        grouping = sorted(self.thousands)
        told = tuple(self._told())
        seen = sum(sum(c.values()) for c in (self.decimal, self.thousands, self.either)) + self.plain
        splits = bool(seen) and self.splits == seen
        if len(proven) > 1 or len(grouping) > 1 or set(proven) & set(grouping):
            why = assessment(
                "decimal_mark", "the marks contradict each other: a human must say", "the values themselves"
            )
            return AmountDecision("", "", self.currency > 0, splits, (*told, why))
        decimal = proven[0] if proven else _OTHER.get(grouping[0], "") if grouping else ""
        if not decimal and self.either:
            why = assessment(
                "decimal_mark",
                "the decimal mark is not known: a human must say",
                "one mark before three digits alone proves nothing, `1.234` could be either",
            )
            return AmountDecision("", "", self.currency > 0, splits, (*told, why))
        thousands = grouping[0] if grouping else next((m for m in sorted(self.either) if m != decimal), "")
        if not decimal:
            why = self._markless()
            return AmountDecision(".", thousands, self.currency > 0, splits, (*told, why))
        if self.either[decimal]:
            told = (*told, _doubtful(decimal, self.either[decimal]))
        basis = "; ".join(s.text for s in told) or "the values themselves"
        why = assessment("decimal_mark", f"the decimal mark is {_NAMES[decimal]}", basis)
        return AmountDecision(decimal, thousands, self.currency > 0, splits, (*told, why))

    def _told(self) -> list[Statement]:
        said = [
            fact(
                "decimal_evidence",
                f"{counted(n, 'value has', 'values have')} digits after `{mark}` that are no group of three",
            )
            for mark, n in sorted(self.decimal.items())
        ]
        said += [
            fact("thousands_evidence", f"{counted(n, 'value has', 'values have')} groups of three after `{mark}`")
            for mark, n in sorted(self.thousands.items())
        ]
        said += [
            fact("either_evidence", f"{counted(n, 'value has', 'values have')} one `{mark}` before three digits")
            for mark, n in sorted(self.either.items())
        ]
        return said

    def _markless(self) -> Statement:
        if self.typed and not self.plain:
            basis = f"{counted(self.typed, 'value')} stored as numbers"
            return fact("decimal_mark", "the decimal mark is a point, as stored numbers have", basis)
        basis = counted(self.plain + self.typed, "value")
        return fact("decimal_mark", "no value has a decimal mark: every reading is the same", basis)


def _doubtful(mark: str, count: int) -> Statement:
    text = f"{counted(count, 'value is', 'values are')} read with three digits after the decimal mark `{mark}`"
    return assessment("decimal_doubt", text, "the mark is proven by other values of the column")

"""Sub-fields of German banks: a code of three digits, then numbered sub-fields behind a mark.

`?00` is the posting text, `?10` the batch, `?20` to `?29` and `?60` to `?63` the purpose, `?30` the bank, `?31` the
account, `?32` and `?33` the name. Source: German banking industry, DFU agreement annex 3, chapter 8. The mark is the
bank's choice. A sub-field of the purpose or the name holds 27 characters: a full one goes on in the next without a
separator, a shorter one lost the blank at its end.
"""

from __future__ import annotations

import itertools
import re

from keerpunt.intake.bank_references import stated
from keerpunt.intake.formats.mt940.account import bic_of
from keerpunt.intake.formats.mt940.details import GERMAN, Details, Side
from keerpunt.values.iban import has_form

_BEGIN = re.compile(r"([0-9]{3})?([?><~^@|])(?=[0-7][0-9])")
_NUMBERS = r"0[0]|1[01]|2[0-9]|3[0-9]|6[0-9]|7[0-9]"
_SPLIT = {mark: re.compile(re.escape(mark) + f"({_NUMBERS})") for mark in "?><~^@|"}
_WIDTH = 27
_PURPOSE = tuple(f"{number}" for number in (*range(20, 30), *range(60, 64)))
_NAME = ("32", "33")
_WORDS = (
    "EREF", "KREF", "MREF", "CRED", "DEBT", "SVWZ", "ABWA", "ABWE", "IBAN", "BIC", "COAM", "OAMT", "RREF", "BREF",
    "PURP", "RTRN",
)  # fmt: skip
_WORD = re.compile("(" + "|".join(_WORDS) + r")\+")
_REMITTANCE, _ULTIMATE = "SVWZ", "ABWA"
_TEXTS = (_REMITTANCE, _ULTIMATE)


def matches(text: str) -> bool:
    """Tell whether a text begins with a code or a mark and a number of a sub-field."""
    return _BEGIN.match(text.lstrip()) is not None


def parse(text: str) -> Details:
    """Read a text of sub-fields."""
    text = text.lstrip()
    begin = _BEGIN.match(text)
    if begin is None:
        raise ValueError("no sub-fields")
    parts: dict[str, str] = {}
    pieces = _SPLIT[begin[2]].split(text[begin.end() - 1 :])
    for number, value in zip(pieces[1::2], pieces[2::2], strict=True):
        parts.setdefault(number, value)
    words, free = _purpose([parts[number] for number in _PURPOSE if number in parts])
    account, bank = "".join(parts.get("31", "").split()), parts.get("30", "").strip()
    if not has_form(account) and has_form("".join(parts.get("38", "").split())):
        account = "".join(parts["38"].split())
    return Details(
        GERMAN,
        end_to_end=stated(words.get("EREF", "")),
        mandate=stated(words.get("MREF", "")),
        creditor=words.get("CRED", ""),
        other=Side(_joined([parts[n] for n in _NAME if n in parts]), account, bank if bic_of(bank) else ""),
        ultimate=words.get(_ULTIMATE, ""),
        texts=(words.get(_REMITTANCE, ""), free),
        gvc=begin[1] or "",
        batch=parts.get("10", "").strip(),
    )


def _joined(parts: list[str]) -> str:
    """Join sub-fields and give the shorter ones back the blank at their end."""
    text, blanks = _laid_out(parts)
    return _stretch(text, 0, len(text), blanks)


def _laid_out(parts: list[str]) -> tuple[str, list[int]]:
    """Return sub-fields as one text without separators, and the places in it where a blank was lost."""
    text, short = "", False
    blanks: list[int] = []
    for part in parts:
        if text and not text.endswith(" ") and not part.startswith(" ") and short:
            blanks.append(len(text))
        text += part
        short = len(part) < _WIDTH
    return text, blanks


def _stretch(text: str, start: int, end: int, blanks: list[int]) -> str:
    cuts = [start, *(place for place in blanks if start < place < end), end]
    return " ".join(text[a:b] for a, b in itertools.pairwise(cuts)).strip()


def _purpose(parts: list[str]) -> tuple[dict[str, str], str]:
    """Return the codewords of a purpose with their values, and what stands in front of the first.

    A codeword begins a sub-field or follows a blank or another codeword; behind `SVWZ+`, where a payer writes, it must
    begin one. Only texts get lost blanks back: a reference is what its pieces make without a separator.
    """
    text, blanks = _laid_out(parts)
    starts = set(itertools.accumulate((len(part) for part in parts), initial=0))
    marks: list[re.Match[str]] = []
    behind = False
    for mark in _WORD.finditer(text):
        follows = text[mark.start() - 1] == " " or bool(marks and mark.start() == marks[-1].end())
        if mark.start() in starts or (follows and not behind):
            marks.append(mark)
            behind = behind or mark[1] == _REMITTANCE
    found: dict[str, str] = {}
    for mark, after in itertools.zip_longest(marks, marks[1:]):
        end = after.start() if after else len(text)
        found.setdefault(mark[1], _stretch(text, mark.end(), end, blanks if mark[1] in _TEXTS else []))
    return found, _stretch(text, 0, marks[0].start() if marks else len(text), blanks)

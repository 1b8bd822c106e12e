"""Whose account a statement is of and which bank keeps it: `:25:`, the SWIFT envelope, a bank's own header."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from keerpunt.intake.bank_references import bank_code
from keerpunt.values.country import ASSIGNED
from keerpunt.values.currencies import ISO_EXPONENT
from keerpunt.values.iban import has_form

_BIC = re.compile(r"[A-Z]{4}([A-Z]{2})[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
_TERMINAL = r"([A-Z]{6}[A-Z0-9]{2})[A-Z0-9]([A-Z0-9]{3})"
_BLOCK_1 = re.compile(r"\{1:F?[0-9]{2}" + _TERMINAL)
_FROM = re.compile(r"\{2:O94[0-9][0-9]{10}" + _TERMINAL)
_OWN_HEADER = re.compile(r"0000 01" + _TERMINAL + r"[0-9]{5}\s*")
_MESSAGE_TYPES = ("940", "942")
_GERMAN_BANK = re.compile(r"[0-9]{8}")
_CURRENCY = re.compile(r"(.*[0-9])[ /]?([A-Z]{3})", re.DOTALL)
_HEAD_OFFICE = "XXX"
_WORDS = {"TRIODOSBANK": "TRIONL2U"}
"""What a bank wrote in place of its BIC (Triodos Bank until 2014)."""

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Account:
    """An account: its number without blanks, the bank as `:25:` names it, and the currency where it names one."""

    number: str = ""
    bic: str = ""
    code: str = ""
    currency: str = ""

    def bank(self, header: str) -> str:
        """Return the servicing bank: the BIC of `:25:` or of the header, else the code in the account number.

        The header of another country than the IBAN is that of a go-between and does not count.
        """
        if has_form(self.number) and header[4:6] not in ("", self.number[:2]):
            header = ""
        return self.bic or header or self.code or UNKNOWN


def parse_account(lines: list[str], tag: str) -> Account:
    """Read `:25:` (`IBAN`, `BIC/account`, `bank code/account`, perhaps with currency) or `:25P:` (BIC on line two)."""
    text = "".join(lines[:1] if tag == "25P" else lines).strip()
    bic = bic_of(lines[1]) if tag == "25P" and len(lines) > 1 else ""
    bank, slash, number = text.partition("/")
    if slash:
        bic = bic or _WORDS.get(bank, "") or bic_of(bank)
    else:
        bank, number = "", text
    currency = ""
    match = _CURRENCY.fullmatch(number.strip())
    if match and match[2] in ISO_EXPONENT:
        number, currency = match.groups()
    number = "".join(number.split())
    code = bank_code(number) or (bank if _GERMAN_BANK.fullmatch(bank) else "")
    return Account(number, bic, code, currency)


def bic_of(text: str) -> str:
    """Return a BIC, eight characters for a head office, `''` where the text is none."""
    text = text.strip().upper()
    match = _BIC.fullmatch(text)
    if match is None or match[1] not in ASSIGNED:
        return ""
    return text[:8] if text.endswith(_HEAD_OFFICE) and len(text) > 8 else text


def header_bic(lines: Iterable[str]) -> str:
    """Return the sending bank that a header names, `''` where it names none.

    In an input message that is the terminal of block 1, in an output message the one of block 2. Headers of banks are
    `BIC`, `940`, `BIC` on three lines, or `0000 01` with the terminal.
    """
    found, last = "", ""
    for line in lines:
        text = line.strip()
        match = _FROM.search(text) or _BLOCK_1.search(text) or _OWN_HEADER.fullmatch(text)
        if match and not (found and match.re is _BLOCK_1):
            found = bic_of(match[1] + match[2])
        elif text in _MESSAGE_TYPES and bic_of(last):
            found = bic_of(last)
        last = text
    return found

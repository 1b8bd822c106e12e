"""Codewords of Dutch banks: `/EREF/…/ORDP//NAME/…/REMI/…`.

Sources: descriptions of MT940 structured by ABN AMRO (2013), ING (2014) and Rabobank (2013). A slash inside a value
does not end it unless a known codeword follows. The first value of a codeword counts, since a payer writes what stands
in `/REMI/` himself.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from keerpunt.intake.bank_references import stated
from keerpunt.intake.formats.mt940.details import CODEWORDS, Details, Side

_BEGIN = (
    "TRTP", "RTYP", "CSID", "NAME", "REMI", "EREF", "IBAN", "BIC", "MARF", "CNTP", "ORDP", "BENM", "ULTD", "ULTC",
    "ULTB", "RTRN", "PREF", "IREF", "CREF", "TRCD", "PURP", "ISDT",
)  # fmt: skip
_ALSO = ("CDTRREFTP", "CDTRREF", "ISSR", "ADDR", "ID", "INIT", "CHGS", "OCMT", "EXCH", "NRTX", "SVCL")
_FIRST = re.compile(r"\s*/(?:" + "|".join(_BEGIN) + ")/")
_WORD = re.compile(r"/(" + "|".join((*_BEGIN, *_ALSO)) + ")/")
_SIDES = {"ORDP": "ordering", "BENM": "beneficiary", "ULTD": "ultimate", "ULTC": "", "ULTB": "", "INIT": ""}
_REMITTANCE = re.compile(r"(?:USTD|STRD)/+")
_FIELDS = {"NAME": "name", "IBAN": "account", "BIC": "bic", "ADDR": "address"}
_OF_SIDE = (*_FIELDS, "ID")


def matches(text: str) -> bool:
    """Tell whether a text begins with a codeword."""
    return _FIRST.match(text) is not None


def parse(text: str) -> Details:
    """Read a text of codewords."""
    found = Details(CODEWORDS)
    first: dict[str, str] = {}
    ultimate = Side()
    sides = {"": found.other, "ordering": found.ordering, "beneficiary": found.beneficiary, "ultimate": ultimate}
    side = found.other
    for word, value in _pairs(text):
        if word in _SIDES:
            side = sides[_SIDES[word]] if _SIDES[word] else Side()
            if word == "ULTD" and value and not ultimate.name:
                ultimate.name = value
        elif word not in _OF_SIDE:
            side = found.other
            first.setdefault(word, value)
        elif word in _FIELDS and not getattr(side, _FIELDS[word]):
            setattr(side, _FIELDS[word], value)
    if "CNTP" in first:
        _counterparty(first["CNTP"], found.other)
    for each in (found.other, found.ordering, found.beneficiary):
        each.account = "".join(each.account.split())
        each.bic = "".join(each.bic.split())
    found.ultimate = ultimate.name
    found.end_to_end, found.mandate = stated(first.get("EREF", "")), stated(first.get("MARF", ""))
    found.creditor, found.product = first.get("CSID", ""), first.get("TRTP", "") or first.get("RTYP", "")
    found.returned = "RTRN" in first
    remittance = _REMITTANCE.sub("", first.get("REMI", ""), count=1) if "REMI" in first else ""
    found.texts = (first.get("CDTRREF", ""), remittance)
    return found


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    """Yield codewords with their values, without the slash that ends a value at some banks."""
    marks = list(_WORD.finditer(text))
    for mark, after in itertools.zip_longest(marks, marks[1:]):
        value = text[mark.end() : after.start() if after else len(text)]
        yield mark[1], value if mark[1] == "CNTP" else value.strip().removesuffix("/").strip()


def _counterparty(value: str, other: Side) -> None:
    """Read `/CNTP/account/BIC/name/city/`; a slash in the name is part of it."""
    account, _, rest = value.strip().partition("/")
    bic, _, rest = rest.partition("/")
    name, _, _city = rest.removesuffix("/").rpartition("/")
    other.account, other.bic = account or other.account, bic or other.bic
    other.name = (name or _city).strip() or other.name

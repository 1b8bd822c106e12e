"""Where the texts that rules ask for stand in all entries, or all transactions, of one shape.

Found out once per shape under the names of all versions; a row then reads its texts by their place. -1 leads to `''`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from keerpunt.intake.formats.camt.flat import Shape, View

DEBTOR, CREDITOR = "Dbtr", "Cdtr"

_OWN_AMOUNT = ("AmtDtls/TxAmt/Amt", "Amt")
"""The amount of the transaction itself comes before the one it adds to the entry."""
_OTHER_AMOUNTS = ("AmtDtls/CntrValAmt/Amt", "AmtDtls/InstdAmt/Amt", "AmtDtls/AnncdPstngAmt/Amt")
_ACCOUNT = ("Id/IBAN", "Id/Othr/Id", "Id/BBAN", "Id/PrtryAcct/Id")
"""Version 1 says BBAN or PrtryAcct for what is `Othr` later."""
_BIC = ("FinInstnId/BICFI", "FinInstnId/BIC", "FinInstnId/CmbndId/BIC")
_STATUS = ("Sts", "Sts/Cd", "Sts/Prtry")
"""A text up to version 6, a code or the bank's own word inside later."""
_TRANSACTION = ("NtryDtls/TxDtls", "TxDtls")
"""Version 1 has its transactions directly in the entry."""
_DATES = ("BookgDt/DtTm", "BookgDt/Dt", "ValDt/DtTm", "ValDt/Dt")
_OTHER_DATES = ("RltdDts/TxDtTm", "RltdDts/AccptncDtTm", "RltdDts/IntrBkSttlmDt")
_ORDER = (
    "Refs/EndToEndId",
    "RmtInf/Strd/CdtrRefInf/Ref",
    "RmtInf/Strd/CdtrRefInf/CdtrRef",
    "RmtInf/Strd/RfrdDocInf/Nb",
    "RmtInf/Strd/RfrdDocInf/RfrdDocNb",
    "RmtInf/Strd/AddtlRmtInf",
    "RmtInf/Ustrd",
)
"""Where a payer names an order: EndToEndId, then structured, then free remittance."""


class Code(NamedTuple):
    """Where a bank transaction code stands; `given`: anything of it is there."""

    given: bool
    domain: int
    family: int
    sub_family: int
    proprietary: int


class Amount(NamedTuple):
    """Where the number of one amount element stands, and the currency that the same element names."""

    place: int = -1
    currency: str = ""


class Person(NamedTuple):
    """Where a party stands; tuples hold what is there, in order."""

    name: int = -1
    email: int = -1
    phone: int = -1
    street: tuple[int, ...] = ()
    lines: tuple[int, ...] = ()
    postcode: int = -1
    city: int = -1
    country: int = -1
    reachable: bool = False
    placed: bool = False


class Side(NamedTuple):
    """Where one side stands: party, ultimate party, account and bank; `named`: anything but the bank is there."""

    party: Person
    ultimate: Person
    account: int
    account_name: int
    bic: int
    named: bool


class EntryLayout(NamedTuple):
    """Where an entry says what holds for all its transactions; `stem` is the path of the one that stands in it."""

    stem: str
    amount: Amount
    side: int
    status: int
    reversal: int
    dates: tuple[int, ...]
    reference: int
    code: Code
    counts: tuple[int, ...]
    charges: bool


class TransactionLayout(NamedTuple):
    """Where a transaction says what a row needs; `amounts` are all it states, its own first."""

    amount: Amount
    amounts: tuple[Amount, ...]
    side: int
    bank_reference: int
    transaction_id: int
    end_to_end: int
    mandate: int
    order: tuple[int, ...]
    dates: tuple[int, ...]
    code: Code
    returned: bool
    debtor: Side
    creditor: Side
    charges: bool


@lru_cache(maxsize=2048)
def entry_layout(whole: Shape) -> EntryLayout:
    """Find out where everything stands in the entries of one shape."""
    shape = View(whole, "")
    return EntryLayout(
        stem=next((path for path in _TRANSACTION if path in whole.found), ""),
        amount=_amount(shape, "Amt"),
        side=shape.at("CdtDbtInd"),
        status=shape.at(*_STATUS),
        reversal=shape.at("RvslInd"),
        dates=shape.all_at(*_DATES),
        reference=shape.at("AcctSvcrRef"),
        code=_code(shape),
        counts=shape.all_at("NtryDtls/Btch/NbOfTxs"),
        charges=shape.has("Chrgs"),
    )


@lru_cache(maxsize=2048)
def transaction_layout(whole: Shape, stem: str = "") -> TransactionLayout:
    """Find out where everything stands in the transactions of one shape, or below `stem` in its entries."""
    shape = View(whole, stem)
    amounts = [_amount(shape, path) for path in (*_OWN_AMOUNT, *_OTHER_AMOUNTS)]
    return TransactionLayout(
        amount=next((amount for amount in amounts[: len(_OWN_AMOUNT)] if amount.place >= 0), Amount()),
        amounts=tuple(amount for amount in amounts if amount.place >= 0),
        side=shape.at("CdtDbtInd"),
        bank_reference=shape.at("Refs/AcctSvcrRef"),
        transaction_id=shape.at("Refs/TxId"),
        end_to_end=shape.at("Refs/EndToEndId"),
        mandate=shape.at("Refs/MndtId"),
        order=shape.all_at(*_ORDER),
        dates=shape.all_at(*_OTHER_DATES),
        code=_code(shape),
        returned=shape.has("RtrInf"),
        debtor=_side(shape, DEBTOR),
        creditor=_side(shape, CREDITOR),
        charges=shape.has("Chrgs"),
    )


def account_paths(path: str) -> tuple[str, ...]:
    """Return where the number of an account may stand: IBAN, else `Othr/Id`, else the names of version 1."""
    return tuple(f"{path}/{name}" for name in _ACCOUNT)


def bank_paths(path: str) -> tuple[str, ...]:
    """Return where the BIC of an agent may stand under its names of all versions."""
    return tuple(f"{path}/{name}" for name in _BIC)


def _amount(shape: View, path: str) -> Amount:
    return Amount(shape.at(path), shape.currency(path))


def _code(shape: View) -> Code:
    code, family = "BkTxCd/Domn/Cd", "BkTxCd/Domn/Fmly"
    return Code(
        shape.has("BkTxCd"),
        shape.at(code),
        shape.at(f"{family}/Cd"),
        shape.at(f"{family}/SubFmlyCd"),
        shape.at("BkTxCd/Prtry/Cd"),
    )


def _side(shape: View, role: str) -> Side:
    account = f"RltdPties/{role}Acct"
    party = _party(shape, f"RltdPties/{role}")
    ultimate = _party(shape, f"RltdPties/Ultmt{role}")
    number, name = shape.at(*account_paths(account)), shape.at(f"{account}/Nm")
    return Side(
        party=_person(shape, party),
        ultimate=_person(shape, ultimate),
        account=number,
        account_name=name,
        bic=shape.at(*bank_paths(f"RltdAgts/{role}Agt")),
        named=max(number, name) >= 0 or bool(party or ultimate),
    )


def _party(shape: View, path: str) -> str:
    """Version 7 and later wrap a party in `Pty`, a bank that is a party itself in `Agt`; `''` where there is none."""
    return next((p for p in (f"{path}/Pty", f"{path}/Agt/FinInstnId", path) if shape.has(p)), "")


def _person(shape: View, path: str) -> Person:
    if not path:
        return Person()
    address, contact = f"{path}/PstlAdr", f"{path}/CtctDtls"
    street = tuple(place for name in ("StrtNm", "BldgNb") if (place := shape.at(f"{address}/{name}")) >= 0)
    return Person(
        name=shape.at(f"{path}/Nm"),
        email=shape.at(f"{contact}/EmailAdr"),
        phone=shape.at(f"{contact}/MobNb", f"{contact}/PhneNb"),
        street=street or shape.all_at(f"{address}/BldgNm", f"{address}/PstBx"),
        lines=shape.all_at(f"{address}/AdrLine"),
        postcode=shape.at(f"{address}/PstCd"),
        city=shape.at(f"{address}/TwnNm"),
        country=shape.at(f"{address}/Ctry"),
        reachable=shape.has(contact),
        placed=shape.has(address),
    )

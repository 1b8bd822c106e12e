"""Statements of the collecting account: camt.053 version 8, one file per quarter, one statement per month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

from keerpunt.simulate.days import PLATFORM_ZONE, period
from keerpunt.simulate.ledger import COLLECTING_BIC, Ledger, Transfer

FOLDER = "bank"
NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"
COLLECTING_IBAN = "LT689999971872446700"
"""An account with valid check digits and a bank code that no bank holds."""

_CREDIT, _DEBIT = "CRDT", "DBIT"


@dataclass(frozen=True, slots=True)
class _Entry:
    """What the bank books as one line: a single transfer, or the transfers of one day in a batch."""

    day: dt.date
    rows: tuple[Transfer, ...]

    @property
    def minor(self) -> int:
        return sum(row.minor for row in self.rows)

    @property
    def side(self) -> str:
        return _CREDIT if self.rows[0].incoming else _DEBIT


def write_camt(ledger: Ledger, out: Path) -> list[str]:
    """Write the statements; return the paths relative to the sources folder, in order of time."""
    (out / FOLDER).mkdir(parents=True, exist_ok=True)
    paths, opening, number = [], 50_000, 0
    for quarter, entries in groupby(_entries(ledger.transfers), key=lambda entry: _quarter(entry.day)):
        statements = []
        for month, rows in groupby(entries, key=lambda entry: (entry.day.year, entry.day.month)):
            number += 1
            booked = list(rows)
            closing = opening + sum(_signed(entry) for entry in booked)
            statements.append("".join(_statement(number, month, booked, opening, closing)))
            opening = closing
        path = f"{FOLDER}/camt053-{quarter}.xml"
        (out / path).write_text(_document(quarter, statements), "utf-8", newline="\n")
        paths.append(path)
    return paths


def _entries(transfers: Iterable[Transfer]) -> Iterator[_Entry]:
    """Yield entries in order; incoming transfers of one banking day that carry no time are one batch."""
    rows = sorted(transfers, key=lambda row: (_day(row), row.instant, row.incoming, row.order_id == "", row.ref))
    for _, group in groupby(
        rows, key=lambda row: row.ref if row.instant or not row.order_id else _day(row).isoformat()
    ):
        members = tuple(group)
        yield _Entry(_day(members[0]), members)


def _day(row: Transfer) -> dt.date:
    return row.booked.astimezone(PLATFORM_ZONE).date()


def _quarter(day: dt.date) -> str:
    return f"{day.year}Q{(day.month + 2) // 3}"


def _signed(entry: _Entry) -> int:
    return entry.minor if entry.side == _CREDIT else -entry.minor


def _amount(minor: int) -> str:
    return f"{minor // 100}.{minor % 100:02d}"


def _document(quarter: str, statements: list[str]) -> str:
    head = f"<GrpHdr><MsgId>STMT-{quarter}</MsgId><CreDtTm>2024-12-13T09:00:00+01:00</CreDtTm></GrpHdr>\n"
    body = "".join(statements)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<Document xmlns="{NAMESPACE}">\n<BkToCstmrStmt>\n{head}{body}</BkToCstmrStmt>\n</Document>\n'
    )


def _statement(number: int, month: tuple[int, int], entries: list[_Entry], opening: int, closing: int) -> Iterator[str]:
    first = dt.date(*month, 1)
    last = (first + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)
    yield f"<Stmt><Id>{period(month)}</Id><ElctrncSeqNb>{number}</ElctrncSeqNb>"
    yield f"<CreDtTm>{last.isoformat()}T23:30:00+01:00</CreDtTm>"
    yield f"<FrToDt><FrDtTm>{first}T00:00:00+01:00</FrDtTm><ToDtTm>{last}T23:59:59+01:00</ToDtTm></FrToDt>\n"
    yield f"<Acct><Id><IBAN>{COLLECTING_IBAN}</IBAN></Id><Ccy>EUR</Ccy>"
    yield f"<Svcr><FinInstnId><BICFI>{COLLECTING_BIC}</BICFI></FinInstnId></Svcr></Acct>\n"
    yield _balance("OPBD", opening, first)
    yield _balance("CLBD", closing, last)
    yield _summary(entries)
    for entry in entries:
        yield from _entry(entry)
    yield "</Stmt>\n"


def _balance(code: str, minor: int, day: dt.date) -> str:
    side = _CREDIT if minor >= 0 else _DEBIT
    return (
        f'<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{_amount(abs(minor))}</Amt>'
        f"<CdtDbtInd>{side}</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>\n"
    )


def _summary(entries: list[_Entry]) -> str:
    parts = ["<TxsSummry>", f"<TtlNtries><NbOfNtries>{len(entries)}</NbOfNtries>"]
    parts.append(f"<Sum>{_amount(sum(entry.minor for entry in entries))}</Sum></TtlNtries>")
    for name, side in (("TtlCdtNtries", _CREDIT), ("TtlDbtNtries", _DEBIT)):
        of_side = [entry.minor for entry in entries if entry.side == side]
        parts.append(f"<{name}><NbOfNtries>{len(of_side)}</NbOfNtries><Sum>{_amount(sum(of_side))}</Sum></{name}>")
    return "".join([*parts, "</TxsSummry>\n"])


def _entry(entry: _Entry) -> Iterator[str]:
    first = entry.rows[0]
    when = (
        f"<DtTm>{first.booked.astimezone(PLATFORM_ZONE).isoformat(timespec='seconds')}</DtTm>"
        if first.instant
        else f"<Dt>{entry.day}</Dt>"
    )
    family = "RCDT" if entry.side == _CREDIT else "ICDT"
    yield f'<Ntry><Amt Ccy="EUR">{_amount(entry.minor)}</Amt><CdtDbtInd>{entry.side}</CdtDbtInd>'
    yield f"<Sts><Cd>BOOK</Cd></Sts><BookgDt>{when}</BookgDt><ValDt><Dt>{entry.day}</Dt></ValDt>"
    yield f"<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>{family}</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>"
    yield "<NtryDtls>"
    if len(entry.rows) > 1:
        yield f"<Btch><NbOfTxs>{len(entry.rows)}</NbOfTxs></Btch>"
    for row in entry.rows:
        yield _transaction(row, entry.side)
    yield "</NtryDtls></Ntry>\n"


def _transaction(row: Transfer, side: str) -> str:
    role = "Dbtr" if side == _CREDIT else "Cdtr"
    return (
        f"<TxDtls><Refs><AcctSvcrRef>{row.ref}</AcctSvcrRef><EndToEndId>NOTPROVIDED</EndToEndId></Refs>"
        f'<Amt Ccy="EUR">{_amount(row.minor)}</Amt><CdtDbtInd>{side}</CdtDbtInd>'
        f"<RltdPties><{role}><Pty><Nm>{escape(row.name)}</Nm></Pty></{role}>"
        f"<{role}Acct><Id><IBAN>{row.iban}</IBAN></Id></{role}Acct></RltdPties>"
        f"<RltdAgts><{role}Agt><FinInstnId><BICFI>{row.bic}</BICFI></FinInstnId></{role}Agt></RltdAgts>"
        f"<RmtInf><Ustrd>{escape(row.purpose)}</Ustrd></RmtInf></TxDtls>\n"
    )

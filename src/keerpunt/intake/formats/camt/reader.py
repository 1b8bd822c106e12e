"""The camt reader: statements, their entries as payment rows, their control totals."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

from keerpunt.intake.bank_references import Ledger, bank_code
from keerpunt.intake.context import Context
from keerpunt.intake.formats.camt.document import STATEMENTS, events
from keerpunt.intake.formats.camt.entry import Entry, Statement, entry_records
from keerpunt.intake.formats.camt.parties import account_number, bank_bic
from keerpunt.intake.formats.camt.totals import Totals
from keerpunt.intake.formats.camt.tree import Node, child, text
from keerpunt.intake.reader import Reader
from keerpunt.intake.records import Record

_MESSAGE = re.compile(rb"camt\.05[234]\.|<(?:[\w.-]+:)?BkToCstmr(?:AcctRpt|Stmt|DbtCdtNtfctn)")
_ACCOUNT_STATEMENT = "Stmt"
_PAGES = ("StmtPgntn", "RptPgntn", "NtfctnPgntn")


def sniff(head: bytes, name: str) -> bool:  # noqa: ARG001 (the name proves nothing)
    """Tell a camt.052, 053 or 054 message by its namespace or its message element, in any encoding of XML."""
    return _MESSAGE.search(head.replace(b"\0", b"")) is not None


def read(stream: BinaryIO, context: Context) -> Iterator[Record]:
    """Yield one record per TxDtls, or per entry without, then the totals of each statement.

    Raises:
        SourceRefused: see `document.events`.
    """
    ledger = Ledger()
    names: Counter[str] = Counter()
    positions = dict.fromkeys(STATEMENTS, 0)
    statement, totals, number = Statement("", "", "", ""), Totals(), 0
    for event in events(stream):
        if event.kind == "open":
            positions[event.statement] += 1
            place = f"{event.statement}[{positions[event.statement]}]"
            statement, totals, number = _statement(event.node, place, names, context), Totals(), 0
        elif event.kind == "entry":
            number += 1
            entry = Entry(event.node, statement, number)
            totals.add(entry.node, booked=entry.booked)
            yield from entry_records(entry, ledger, context)
        else:
            yield from totals.records(event.node, statement.place, context, binding=_whole(event.node))
            if event.statement == _ACCOUNT_STATEMENT:
                yield from totals.balance(event.node, statement.place)


def _statement(head: Node, place: str, names: Counter[str], context: Context) -> Statement:
    account = child(head, "Acct")
    own = account_number(account)
    ident = _name(head, place, context)
    names[ident] += 1
    if names[ident] > 1:
        ident = f"{ident}#{names[ident]}"
    return Statement(place, ident, f"bank:{_bank(child(account, 'Svcr'), own)}", own)


def _name(head: Node, place: str, context: Context) -> str:
    """Return the name of a statement for keys that are places: no two places of one bank may share a key.

    Pages of one statement, in one file or several, are told apart by their number; a statement without a name of its
    own is named by its file.
    """
    page = next((number for name in _PAGES if (number := text(head, name, "PgNb"))), "")
    ident = text(head, "Id") or f"{context.source.sha256[:12]}:{place}"
    return f"{ident}.{page}" if page not in ("", "1") else ident


def _bank(servicer: Node, own: str) -> str:
    """Return the servicing bank: BIC, else the bank code in its IBAN, else its clearing number, else `unknown`."""
    return (
        bank_bic(servicer).upper()
        or bank_code(own)
        or text(servicer, "FinInstnId", "ClrSysMmbId", "MmbId")
        or "unknown"
    )


def _whole(head: Node) -> bool:
    """Whether the statement is whole: a page of several need not hold all the entries its totals count."""
    for pages in (child(head, name) for name in _PAGES):
        if pages:
            return text(pages, "PgNb") in ("", "1") and text(pages, "LastPgInd") in ("", "true", "1")
    return True


READER = Reader(
    name="camt",
    version="1",
    tables=("payment",),
    sniff=sniff,
    read=read,
    needs_known=True,
    cannot_tell=(
        "who typed the payment: a bank knows the account and its holder",
        "IP addresses and devices",
        "the time of day where the bank states a date alone",
    ),
)

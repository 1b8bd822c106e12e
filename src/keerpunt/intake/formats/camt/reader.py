"""The camt reader: statements, their entries as payment rows, their control totals."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

from keerpunt.intake.bank_references import bank_code, chosen_reference
from keerpunt.intake.context import Context
from keerpunt.intake.formats.camt.amounts import TRUE
from keerpunt.intake.formats.camt.document import STATEMENTS, events
from keerpunt.intake.formats.camt.entry import Entry, Statement
from keerpunt.intake.formats.camt.flat import Part
from keerpunt.intake.formats.camt.layout import account_paths, bank_paths
from keerpunt.intake.formats.camt.prolog import encoding_of
from keerpunt.intake.formats.camt.rows import Rows
from keerpunt.intake.formats.camt.totals import Totals
from keerpunt.intake.reader import Reader
from keerpunt.intake.records import Record

_MESSAGE = re.compile(rb"camt\.05[234]\.|<(?:[\w.-]+:)?BkToCstmr(?:AcctRpt|Stmt|DbtCdtNtfctn)")
_SPACE = re.compile(r"camt\.(05[234])\.\d{3}\.(\d{2})")
_NEWEST = 14
_NUMBER_OF = {"BkToCstmrAcctRpt": "052", "BkToCstmrStmt": "053", "BkToCstmrDbtCdtNtfctn": "054"}
_ACCOUNT_STATEMENT = "Stmt"
_PAGES = ("StmtPgntn", "RptPgntn", "NtfctnPgntn", "GrpHdr/MsgPgntn")


def sniff(head: bytes, name: str) -> bool:  # noqa: ARG001 (the name proves nothing)
    """Tell a camt.052, 053 or 054 message by its namespace or its message element, in any encoding of XML."""
    return _MESSAGE.search(head.replace(b"\0", b"")) is not None


def read(stream: BinaryIO, context: Context) -> Iterator[Record]:
    """Yield one record per TxDtls, or per entry without, then the totals of each statement.

    Raises:
        SourceRefused: see `document.events`.
    """
    encoding, evidence = encoding_of(stream)
    context.tell("encoding", encoding, evidence)
    rows = Rows(context)
    names: Counter[str] = Counter()
    positions = dict.fromkeys(STATEMENTS, 0)
    statement, totals, number = Statement("", "", "", ""), Totals(), 0
    was_cut = False
    for event in events(stream, encoding, allow_cut=context.source.sha256 in context.settings.allow_truncated):
        if event.kind == "open":
            positions[event.statement] += 1
            place = f"{event.statement}[{positions[event.statement]}]"
            statement, totals, number = _statement(event.part, place, names, context), Totals(), 0
            _tell(context, *event.message)
        elif event.kind == "close":
            yield from totals.records(event.part, statement.place, context, binding=not was_cut and _whole(event.part))
            if event.statement == _ACCOUNT_STATEMENT:
                yield from totals.balance(event.part, statement.place)
        elif event.kind == "cut":
            was_cut = True
            context.note("truncated")
        else:
            number += 1
            entry = Entry(event.part, event.transactions, statement, number, cut=event.kind == "rest")
            totals.add(entry)
            yield from rows.records(entry)


def _tell(context: Context, space: str, message: str) -> None:
    """State which message and version a statement is: by its namespace, else by its structure alone."""
    stated = _SPACE.search(space)
    if stated is None:
        known = next((number for name, number in _NUMBER_OF.items() if message.startswith(name)), "")
        context.tell("message", f"camt.{known}" if known else "camt", "by its elements; no namespace states a version")
        return
    context.tell("message", f"camt.{stated[1]}, version {int(stated[2])}", "namespace")
    if not 1 <= int(stated[2]) <= _NEWEST:
        context.note("unknown_version")


def _statement(head: Part, place: str, names: Counter[str], context: Context) -> Statement:
    own = "".join(head.get(*account_paths("Acct")).split())
    name = _name(head, own, place, context)
    page = head.get(*(f"{pages}/PgNb" for pages in _PAGES))
    ident = f"{name}.{page}" if page not in ("", "1") else name
    names[ident] += 1
    again = f"#{names[ident]}" if names[ident] > 1 else ""
    return Statement(place, f"{ident}{again}", f"bank:{_bank(head, own)}", own, f"{name}{again}")


def _name(head: Part, own: str, place: str, context: Context) -> str:
    """Return the name of a statement for keys that are places: no two places of one bank may share a key.

    Banks number the statements of every account alike, so that the account is part of it. Pages of one statement, in
    one file or several, are told apart by their number; a statement without a name of its own is named by its file.
    """
    ident = head.get("Id")
    if not ident:
        return f"{context.source.sha256[:12]}:{place}"
    return chosen_reference(f"{own}.{ident}" if own else ident, context)


def _bank(head: Part, own: str) -> str:
    """Return the servicing bank: BIC, else the bank code in its IBAN, else its clearing number, else `unknown`."""
    return (
        head.get(*bank_paths("Acct/Svcr")).upper()
        or bank_code(own)
        or head.get("Acct/Svcr/FinInstnId/ClrSysMmbId/MmbId", "Acct/Svcr/FinInstnId/ClrSysMmbId/Id")
        or "unknown"
    )


def _whole(head: Part) -> bool:
    """Whether the statement is whole: a page of several need not hold all the entries its totals count."""
    return all(
        head.get(f"{pages}/PgNb") in ("", "1") and head.get(f"{pages}/LastPgInd") in ("", *TRUE) for pages in _PAGES
    )


READER = Reader(
    name="camt",
    version="3",
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

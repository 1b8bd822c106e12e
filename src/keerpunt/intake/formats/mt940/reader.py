"""The MT940 and MT942 reader: statements, their entries as payment rows, their balances and counts as totals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from keerpunt.intake.context import Context
from keerpunt.intake.encoding import detect_encoding
from keerpunt.intake.formats.mt940.statements import Statements
from keerpunt.intake.formats.mt940.tokens import fields
from keerpunt.intake.reader import Reader
from keerpunt.intake.records import Record

_BALANCE = re.compile(rb"(?:^|[\r\n\x01]):6[02][FM]:[CD][0-9]{6}")
_LINE = re.compile(rb"(?:^|[\r\n\x01]):61:[0-9]{6}(?:[0-9]{4}|[ ]{4})?[ ]{0,2}[RE]?[CD][A-Z]?[0-9,]")
_REPORT = re.compile(rb"(?:^|[\r\n\x01]):34F:[A-Z]{3}[CD]?[0-9,]")
_MOMENT = re.compile(rb"(?:^|[\r\n\x01]):13D?:[0-9]{10}")


def sniff(head: bytes, name: str) -> bool:  # noqa: ARG001 (the name proves nothing)
    """Tell a statement by a balance or statement line of its grammar at the begin of a line, a report by its floor."""
    text = head.removeprefix(b"\xef\xbb\xbf")
    if text.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = text[2:].replace(b"\0", b"")
    if _BALANCE.search(text) or _LINE.search(text):
        return True
    return _REPORT.search(text) is not None and _MOMENT.search(text) is not None


def read(stream: BinaryIO, context: Context) -> Iterator[Record]:
    """Yield one record per `:61:`, and the totals of each message.

    Raises:
        SourceRefused: `bad_encoding`, see `encoding.detect_encoding`.
    """
    encoding = detect_encoding(stream)
    context.tell("encoding", encoding.name, encoding.evidence)
    yield from Statements(context).records(fields(stream, encoding))


READER = Reader(
    name="mt940",
    version="2",
    tables=("payment",),
    sniff=sniff,
    read=read,
    needs_known=True,
    cannot_tell=(
        "who typed the payment: a bank knows the account and its holder",
        "IP addresses and devices",
        "the time of day: a line has a date alone",
        "names longer than the bank's field: they are cut, often at 27, 35 or 70 characters",
        "counterparties in free text: nothing is taken from it",
        "whether an interim report (MT942) was booked as it stands",
    ),
)

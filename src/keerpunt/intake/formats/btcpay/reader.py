"""The BTCPay reader: header to version, a look at the dates, then every row."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import BinaryIO

from keerpunt.errors import SourceRefused
from keerpunt.intake.context import Context
from keerpunt.intake.formats.btcpay.columns import Columns, columns_of
from keerpunt.intake.formats.btcpay.rows import Invoice, Sheet, row_record
from keerpunt.intake.formats.btcpay.times import browser_rule, day_order
from keerpunt.intake.reader import Reader
from keerpunt.intake.records import Excluded, Record, Rejected, Total
from keerpunt.intake.tabular.csv_rows import DELIMITERS, CsvFile

_UTF16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_LONGEST_HEADER = 16_384


def sniff(head: bytes, name: str) -> bool:  # noqa: ARG001 (the name proves nothing)
    """Recognise an export by its header."""
    text = head.decode(_UTF16.get(head[:2], "utf-8"), "ignore").lstrip("\ufeff")
    lines = text[:_LONGEST_HEADER].splitlines()
    first = lines[1] if len(lines) > 1 and lines[0].lower().startswith("sep=") else lines[0] if lines else ""
    return any(_is_header(first, mark) for mark in DELIMITERS)


def _is_header(line: str, delimiter: str) -> bool:
    try:
        names = next(csv.reader([line], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return False
    return columns_of([name.strip() for name in names]) is not None


def read(stream: BinaryIO, context: Context) -> Iterator[Record]:
    """Yield every row of the file once; only the invoice of the row before is held.

    Raises:
        SourceRefused: `unknown_record`, a header of no version; `ambiguous_dates`; `bad_encoding`.
    """
    file = CsvFile(stream, lambda header: columns_of(header) is not None)
    columns = columns_of(file.header)
    if columns is None:
        raise SourceRefused("unknown_record", "has a header of no version of this export", place="line:1")
    sheet = _sheet(file, columns, context)
    before = Invoice()
    empty = True
    for found in file.rows():
        empty = False
        if isinstance(found, (Rejected, Excluded)):
            yield found
        else:
            yield row_record(found[0], columns.cells(found[1]), before, sheet, context)
    if file.unended and not empty:
        context.note("no_final_newline")
    if empty:
        yield Total("line:1", "records", "0", "0", binding=False, states_zero=True)


def _sheet(file: CsvFile, columns: Columns, context: Context) -> Sheet:
    """Look at the dates of every row and tell what was found out."""
    places = [columns.at[name] for name in ("received", "created") if name in columns.at]
    rows = (found[1] for found in file.rows() if not isinstance(found, (Rejected, Excluded)))
    order = day_order((row[place].strip() for row in rows for place in places), context)
    context.tell("encoding", file.encoding.name, file.encoding.evidence)
    context.tell("delimiter", DELIMITERS[file.delimiter], "the header is that of the version")
    context.tell("version", columns.version, f"{len(columns.at)} columns of the header are its own")
    if order is not None:
        context.tell("date_order", order.name, order.evidence)
    if "payment" not in columns.at:
        context.tell("payment_key", "invoice and number", "this version has no PaymentId")
    if columns.version == "report Payments":
        context.tell("payment_time", "invoice", "this report states when an invoice was made, not when it was paid")
    return Sheet(columns, order.name if order else "", browser_rule(context))


READER = Reader(
    name="btcpay",
    version="1",
    tables=("payment", "purchase_order"),
    sniff=sniff,
    read=read,
    cannot_tell=(
        "who is not in it: only paid and accounted rows exist in this export, so absence proves nothing",
        "from which wallet or account a payment came: the address is the one it was sent to",
        "IP addresses and devices of payers",
        "the amount in crypto units, for which the payment has no column",
        "the zone of times saved from a report in a browser, unless the source declares it",
    ),
)

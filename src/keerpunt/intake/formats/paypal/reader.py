"""The PayPal reader: header to columns, a first pass for what the whole file proves, a second one for the records."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import BinaryIO

from keerpunt.errors import SourceRefused, UnreadableValue
from keerpunt.intake.context import Context
from keerpunt.intake.formats.paypal.amounts import Marks, signed_money
from keerpunt.intake.formats.paypal.balances import Balances
from keerpunt.intake.formats.paypal.days import Days
from keerpunt.intake.formats.paypal.headers import Cells, Columns, columns_of
from keerpunt.intake.formats.paypal.rows import Sheet, row_record
from keerpunt.intake.reader import Reader
from keerpunt.intake.records import Excluded, Record, Rejected, Total
from keerpunt.intake.tabular.csv_rows import DELIMITERS, CsvFile

_UTF16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_AMOUNTS = ("gross", "fee", "net", "balance")
_LONGEST_HEADER = 16_384


def sniff(head: bytes, name: str) -> bool:  # noqa: ARG001 (the name proves nothing)
    """Recognise an export by a header whose columns are PayPal's in one of the languages."""
    encoding = _UTF16.get(head[:2], "utf-8")
    text = head.decode(encoding, "ignore").lstrip("\ufeff")
    if encoding == "utf-8" and "\ufffd" in head.decode("utf-8", "replace"):
        text = head.decode("cp1252", "ignore")
    lines = text[:_LONGEST_HEADER].splitlines()
    first = lines[1] if len(lines) > 1 and lines[0].lower().startswith("sep=") else lines[0] if lines else ""
    return any(_is_header(first, mark) for mark in DELIMITERS)


def _is_header(line: str, delimiter: str) -> bool:
    try:
        names = next(csv.reader([line], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return False
    columns = columns_of([name.strip() for name in names])
    return columns is not None and columns.recognised


def read(stream: BinaryIO, context: Context) -> Iterator[Record]:
    """Yield every row of the file once.

    The file is read twice: first for its decimal mark and the order of its days, then for the records; nothing grows
    with its rows.

    Raises:
        SourceRefused: `unknown_record`, a header of no known language; `ambiguous_dates`; `bad_encoding`.
    """
    file = CsvFile(stream, lambda header: columns_of(header) is not None)
    columns = columns_of(file.header)
    if columns is None:
        message = "has a header in which no known language names a date, a currency, an amount and a type"
        raise SourceRefused("unknown_record", message, place="line:1")
    sheet = _sheet(file, columns, context)
    balances = Balances()
    empty = True
    for found in file.rows():
        empty = False
        if isinstance(found, (Rejected, Excluded)):
            yield found
            continue
        cells = columns.cells(found[1])
        record, seen = row_record(found[0], cells, sheet, context)
        yield record
        if seen is not None and seen.settled and cells["balance"]:
            _follow(balances, cells, sheet)
    if file.unended and not empty:
        context.note("no_final_newline")
    yield from balances.totals(context)
    if empty:
        yield Total("line:1", "records", "0", "0", binding=False, states_zero=True)


def _sheet(file: CsvFile, columns: Columns, context: Context) -> Sheet:
    """Look at every row for what proves the notation of amounts and days, and tell it."""
    marks, days = Marks(), Days()
    amounts = [columns.at[name] for name in _AMOUNTS if name in columns.at]
    day, currency = columns.at["date"], columns.at["currency"]
    zone = columns.at.get("zone")
    for found in file.rows():
        if isinstance(found, (Rejected, Excluded)):
            continue
        row = found[1]
        marks.look_at([row[place].strip() for place in amounts])
        if columns.language != "ipn":
            days.look_at(row[day].strip(), "" if zone is None else row[zone].strip(), row[currency])
    notation, why = marks.decide(columns.language)
    context.tell("encoding", file.encoding.name, file.encoding.evidence)
    context.tell("delimiter", DELIMITERS[file.delimiter], "the header has PayPal's columns")
    context.tell("language", columns.language, f"{len(columns.at)} columns of the header fit this table best")
    context.tell("decimal_mark", notation.decimal, why)
    order = days.decide(columns, context)
    if order is None:
        return Sheet(columns, notation, "")
    context.tell("date_order", order.name, order.evidence)
    return Sheet(columns, notation, order.name)


def _follow(balances: Balances, cells: Cells, sheet: Sheet) -> None:
    """Take the balance after a row along, where the row also states how much it moved."""
    moved = cells["net"] or cells["gross"]
    try:
        stated = signed_money(cells["balance"], cells["currency"], sheet.notation)
        balances.add(stated, signed_money(moved, cells["currency"], sheet.notation))
    except UnreadableValue:
        return  # the amount itself is judged where the row is read


READER = Reader(
    name="paypal",
    version="1",
    tables=("payment", "payment_check"),
    sniff=sniff,
    read=read,
    needs_known=True,
    cannot_tell=(
        "the card or bank account behind a PayPal account",
        "IP addresses and devices of payers",
        "the stable id of a payer, unless the file has a column for it: an e-mail address may change hands",
        "what a filter of the export left out; the running balance shows that something is missing, not what",
        "disputes that never moved money",
    ),
)

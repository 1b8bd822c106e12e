"""CSV of one canonical table, as reply templates and `feedback export` write it (CONTRACT.md sections 1 and 2).

The header is a subset of the table's fields. An absent column is unknown, an unknown one refuses the file. Columns that
every canonical row has are allowed and passed over: what operation.toml declares for the file counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from keerpunt.errors import SourceRefused
from keerpunt.intake.context import Context
from keerpunt.intake.reader import Reader
from keerpunt.intake.records import Excluded, Record, Rejected, Total
from keerpunt.intake.tabular.csv_rows import DELIMITERS, CsvFile
from keerpunt.intake.tabular.header import Wanted
from keerpunt.intake.tabular.row_maker import RowMaker, currency_name, record
from keerpunt.intake.tabular.rule import ColumnRule, TableRule
from keerpunt.model.schema import COMMON, Kind
from keerpunt.model.tables import CANONICAL, table


def read(stream: BinaryIO, context: Context) -> Iterator[Record]:
    """Yield every row of the file; times are ISO 8601, lists are joined by `|`, amounts have their currency beside.

    Raises:
        SourceRefused: `unknown_column`, or the file is no text or has no header.
    """
    name = context.source.table
    if name not in CANONICAL:
        raise SourceRefused("unknown_format", "needs `table` in operation.toml: the canonical table it holds")
    known = _columns(name)
    common = {field.name for field in COMMON}
    file = CsvFile(stream, Wanted((known | common,), only=True), header_within=1)
    _check_header(file.header, known | common, name)
    for column in sorted(common & set(file.header)):
        context.note("common_column_ignored", column)
    context.tell("encoding", file.encoding.name, file.encoding.evidence)
    context.tell("delimiter", DELIMITERS[file.notation.delimiter], "the header consists of known columns")
    rules = tuple(ColumnRule(c, column=c, format=_format(name, c)) for c in file.header if c in known)
    maker = RowMaker(TableRule(name, rules), file.header, context)
    seen = False
    for row in file.rows():
        seen = True
        yield row if isinstance(row, (Rejected, Excluded)) else record(row[0], (maker,), row[1], context)
    if file.unended and seen:
        context.note("no_final_newline")
    if not seen:
        yield Total("line:1", "records", "0", "0", binding=False, states_zero=True)


def _columns(name: str) -> frozenset[str]:
    fields = table(name).fields
    names = {field.name for field in fields}
    return frozenset(names | {currency_name(field) for field in fields if field.kind is Kind.MONEY})


def _check_header(header: list[str], allowed: frozenset[str], name: str) -> None:
    """Refuse unknown and repeated columns by their number: a file without header would otherwise show its first row."""
    strange = [number for number, column in enumerate(header, start=1) if column not in allowed]
    if strange:
        message = f"column {strange[0]} of the header is no column of table {name}"
        raise SourceRefused("unknown_column", message, place="line:1")
    twice = [number for number, column in enumerate(header, start=1) if column in header[: number - 1]]
    if twice:
        message = f"column {twice[0]} of the header repeats another one"
        raise SourceRefused("unknown_column", message, place="line:1")


def _format(name: str, column: str) -> str:
    times = {field.name for field in table(name).fields if field.kind in (Kind.INSTANT, Kind.DATE)}
    return "iso" if column in times else ""


def sniff(head: bytes, name: str) -> bool:
    """Return False: only operation.toml can say which table a canonical file holds."""
    del head, name
    return False


READER = Reader(
    name="canonical",
    version="1",
    tables=tuple(CANONICAL),
    sniff=sniff,
    read=read,
    cannot_tell=("what its columns leave out: an absent column is unknown, never no",),
)

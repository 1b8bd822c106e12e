"""A CSV file by the rules of a map."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from keerpunt.errors import InputRefused
from keerpunt.intake.context import Context
from keerpunt.intake.records import Record
from keerpunt.intake.tabular.csv_rows import DELIMITERS, CsvFile, Dialect
from keerpunt.intake.tabular.header import check_columns, wanted_by
from keerpunt.intake.tabular.made import made
from keerpunt.intake.tabular.rule import TableRule, applicable


def csv_records(stream: BinaryIO, rules: tuple[TableRule, ...], dialect: Dialect, context: Context) -> Iterator[Record]:
    """Yield the records of a CSV file, after what stands above its header.

    Raises:
        InputRefused: the map names a column that the file has not, or a table inside it.
        SourceRefused: the file is no text, has no header, or its days can be read in two ways.
    """
    for rule in rules:
        if rule.source or rule.query:
            raise InputRefused("`from` and `query` go with files that hold several tables", place=rule.key)
    file = CsvFile(stream, wanted_by(rules), dialect)
    rules = applicable(rules, file.header)
    check_columns(rules, file.header)
    context.tell("encoding", file.encoding.name, file.encoding.evidence)
    context.tell("delimiter", DELIMITERS[file.notation.delimiter], "every mapped column is in the header")
    context.tell("quoting", file.notation.name, file.quoting)
    if dialect.header:
        context.tell("header", "none in the file", "declared in the map")
    elif file.header_line > 1:
        context.tell("header", f"line {file.header_line}", "the first line that has every mapped column")
    yield from file.preamble()
    yield from made(rules, file.header, file.rows, context)
    if file.unended:
        context.note("no_final_newline")

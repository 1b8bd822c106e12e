"""A file of JSON lines by the rules of a map."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from keerpunt.errors import InputRefused
from keerpunt.intake.context import Context
from keerpunt.intake.records import Record
from keerpunt.intake.tabular.jsonl_rows import jsonl_rows
from keerpunt.intake.tabular.made import made
from keerpunt.intake.tabular.rule import TableRule, columns_used


def jsonl_records(stream: BinaryIO, rules: tuple[TableRule, ...], context: Context) -> Iterator[Record]:
    """Yield the records of a file with one JSON object a line; raises InputRefused for a map that names tables."""
    for rule in rules:
        if rule.source or rule.query:
            raise InputRefused("`from` and `query` go with files that hold several tables", place=rule.key)
    columns = list(columns_used(rules))
    context.tell("encoding", "utf-8", "JSON is UTF-8 (RFC 8259)")
    yield from made(rules, columns, lambda: jsonl_rows(stream, columns), context)

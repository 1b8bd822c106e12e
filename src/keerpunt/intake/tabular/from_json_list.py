"""A JSON list of objects by the rules of a map."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from keerpunt.errors import InputRefused
from keerpunt.intake.context import Context
from keerpunt.intake.json_stream import json_encoding
from keerpunt.intake.records import Record
from keerpunt.intake.tabular.json_list_rows import json_list_rows
from keerpunt.intake.tabular.made import made
from keerpunt.intake.tabular.rule import TableRule, columns_used


def json_list_records(stream: BinaryIO, rules: tuple[TableRule, ...], context: Context) -> Iterator[Record]:
    """Yield the records of a file that is one JSON list of objects; raises InputRefused for a map that names tables."""
    for rule in rules:
        if rule.source or rule.query:
            raise InputRefused("`from` and `query` go with files that hold several tables", place=rule.key)
    columns = list(columns_used(rules))
    encoding = json_encoding(stream)
    context.tell("encoding", encoding.name, encoding.evidence)
    yield from made(rules, columns, lambda: json_list_rows(stream, encoding, columns, context), context)

"""Any table by a map that says which column is which field (CONTRACT.md section 1).

What kind of file it is shows in its first bytes; each kind is one function in `tabular/`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from keerpunt.errors import SourceRefused
from keerpunt.intake.context import Context
from keerpunt.intake.reader import HEAD_BYTES, Reader
from keerpunt.intake.records import Record
from keerpunt.intake.tabular import sheet_package, sqlite_rows
from keerpunt.intake.tabular.from_csv import csv_records
from keerpunt.intake.tabular.from_json_list import json_list_records
from keerpunt.intake.tabular.from_jsonl import jsonl_records
from keerpunt.intake.tabular.from_sheet import sheet_records
from keerpunt.intake.tabular.from_sqlite import sqlite_records
from keerpunt.intake.tabular.json_list_rows import begins_as_list
from keerpunt.intake.tabular.map_file import asks_known, read_dialect, read_map
from keerpunt.intake.tabular.mysql_file import is_dump
from keerpunt.intake.tabular.mysql_records import dump_records
from keerpunt.model.tables import CANONICAL

_LATER = ((b"\x1f\x8b", "compressed tables are not read: unpack the file"),)


def read(stream: BinaryIO, context: Context) -> Iterator[Record]:
    """Yield every row by the source's map.

    Raises:
        InputRefused: the map is wrong, or names what the file has not; the message names map and key.
        SourceRefused: the file is of a kind that is not read, damaged, or its days can be read in two ways.
    """
    source = context.source
    if not source.map:
        raise SourceRefused("unknown_format", "needs `map` in operation.toml")
    body = context.beside(source.map)
    rules = read_map(body, source.map)
    head = stream.read(HEAD_BYTES)
    stream.seek(0)
    if head.startswith(sqlite_rows.MAGIC):
        return sqlite_records(rules, context)
    if head.startswith((sheet_package.MAGIC, sheet_package.OLE_MAGIC)):
        return sheet_records(stream, rules, context)
    if is_dump(head, source.path):
        return dump_records(stream, rules, context)
    _refuse_later(head)
    if begins_as_list(head):
        return json_list_records(stream, rules, context)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return jsonl_records(stream, rules, context)
    return csv_records(stream, rules, read_dialect(body, source.map), context)


def _refuse_later(head: bytes) -> None:
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    for start, why in _LATER:
        if text.startswith(start):
            raise SourceRefused("unknown_format", why)


def sniff(head: bytes, name: str) -> bool:
    """Return False: only a map can say what the columns of a table mean."""
    del head, name
    return False


READER = Reader(
    name="table",
    version="2",
    tables=tuple(CANONICAL),
    sniff=sniff,
    read=read,
    asks_known=asks_known,
    cannot_tell=("what its map leaves out",),
)

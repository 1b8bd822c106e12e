"""Any CSV, JSON lines, SQLite file or MySQL dump by a map of its columns to fields (CONTRACT.md section 1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any, BinaryIO

from keerpunt.errors import InputRefused, SourceRefused
from keerpunt.intake.context import Context
from keerpunt.intake.reader import HEAD_BYTES, Reader
from keerpunt.intake.records import Excluded, Record
from keerpunt.intake.tabular import sqlite_rows
from keerpunt.intake.tabular.csv_rows import DELIMITERS, CsvFile
from keerpunt.intake.tabular.jsonl_rows import jsonl_rows
from keerpunt.intake.tabular.made import Cells, made, texts_only
from keerpunt.intake.tabular.map_file import read_map
from keerpunt.intake.tabular.mysql_file import is_dump
from keerpunt.intake.tabular.mysql_records import dump_records
from keerpunt.intake.tabular.rule import TableRule, columns_used
from keerpunt.model.tables import CANONICAL

_LATER = (
    (b"PK\x03\x04", "spreadsheets (.xlsx, .ods) are not read yet: save the sheet as CSV"),
    (b"\xd0\xcf\x11\xe0", "spreadsheets (.xls) are not read: save the sheet as CSV"),
    (b"\x1f\x8b", "compressed tables are not read: unpack the file"),
    (b"[", "a JSON list is not read: write one object a line"),
)


def read(stream: BinaryIO, context: Context) -> Iterator[Record]:
    """Yield every row by the source's map.

    Raises:
        InputRefused: the map is wrong, or names what the file has not; the message names map and key.
        SourceRefused: the file is of a kind that is not read, damaged, or its days can be read in two ways.
    """
    source = context.source
    if not source.map:
        raise SourceRefused("unknown_format", "needs `map` in operation.toml")
    rules = read_map(context.beside(source.map), source.map)
    head = stream.read(HEAD_BYTES)
    stream.seek(0)
    if head.startswith(sqlite_rows.MAGIC):
        return _sqlite(rules, context)
    if is_dump(head, source.path):
        return dump_records(stream, rules, context)
    _refuse_later(head)
    for rule in rules:
        if rule.source or rule.query:
            raise InputRefused("`from` and `query` go with SQLite files and MySQL dumps only", place=rule.key)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _jsonl(stream, rules, context)
    return _csv(stream, rules, context)


def _csv(stream: BinaryIO, rules: tuple[TableRule, ...], context: Context) -> Iterator[Record]:
    used = columns_used(rules)
    file = CsvFile(stream, lambda header: set(used) <= set(header))
    _check_columns(used, file.header)
    context.tell("encoding", file.encoding.name, file.encoding.evidence)
    context.tell("delimiter", DELIMITERS[file.delimiter], "every mapped column is in the header")
    yield from made(rules, file.header, file.rows, context)
    if file.unended:
        context.note("no_final_newline")


def _jsonl(stream: BinaryIO, rules: tuple[TableRule, ...], context: Context) -> Iterator[Record]:
    columns = list(columns_used(rules))
    context.tell("encoding", "utf-8", "JSON is UTF-8 (RFC 8259)")
    yield from made(rules, columns, lambda: jsonl_rows(stream, columns), context)


def _sqlite(rules: tuple[TableRule, ...], context: Context) -> Iterator[Record]:
    beside = sqlite_rows.endings_beside(context.source.path, context.digests)
    for ending in beside:
        context.beside(context.source.path + ending)
    with sqlite_rows.opened(context.path, beside) as connection:
        kinds = sqlite_rows.ordinary_tables(connection)
        for rule in rules:
            _check_table(rule, kinds)
        context.tell("encoding", "utf-8", "SQLite hands its text over as UTF-8")
        for name in sorted({rule.source for rule in rules if rule.source}):
            mine = tuple(rule for rule in rules if rule.source == name)
            used = columns_used(mine)
            _check_columns(used, sqlite_rows.columns_of(connection, name))
            columns = list(used)
            found = _Table(connection, name, columns)
            yield from made(mine, columns, found, context, clean=texts_only(mine, columns, context))
        for number, rule in enumerate((rule for rule in rules if rule.query), start=1):
            columns = list(columns_used((rule,)))
            asked = _Query(connection, rule, number, columns)
            yield from made((rule,), columns, asked, context, clean=texts_only((rule,), columns, context))
        yield from _left_out(connection, kinds, rules)


class _Table:
    """The rows of one SQLite table, which may be asked for more than once."""

    def __init__(self, connection: Any, name: str, columns: list[str]) -> None:
        self._arguments = (connection, name, columns)

    def __call__(self) -> Iterator[tuple[str, Cells]]:
        return sqlite_rows.table_rows(*self._arguments)


class _Query:
    """The rows of one query."""

    def __init__(self, connection: Any, rule: TableRule, number: int, columns: list[str]) -> None:
        self._arguments = (connection, rule.query, number, columns, rule.key)

    def __call__(self) -> Iterator[tuple[str, Cells]]:
        return sqlite_rows.query_rows(*self._arguments)


def _check_columns(used: dict[str, str], present: Collection[str]) -> None:
    """Refuse a map that names a column which the file has not, or has twice."""
    counts = Counter(present)
    for column, key in used.items():
        if not counts[column]:
            raise InputRefused("names a column that the file has not", place=key)
        if counts[column] > 1:
            raise InputRefused("names a column that the file has more than once", place=key)


def _check_table(rule: TableRule, kinds: dict[str, str]) -> None:
    if rule.query:
        return
    if not rule.source:
        raise InputRefused("needs `from` (a table of the SQLite file) or `query`", place=rule.key)
    kind = kinds.get(rule.source)
    if kind is None:
        raise InputRefused("`from` names a table that the file has not", place=rule.key)
    if kind != "table":
        raise InputRefused(f"`from` names a {kind}; only ordinary tables are read", place=rule.key)


def _left_out(connection: Any, kinds: dict[str, str], rules: tuple[TableRule, ...]) -> Iterator[Record]:
    """Count the rows of tables that no rule reads; with a query nobody knows which it read."""
    if any(rule.query for rule in rules):
        return
    read_tables = {rule.source for rule in rules}
    for name, kind in sorted(kinds.items()):
        if kind == "table" and name not in read_tables:
            yield replace(Excluded(name, "not_in_map"), count=sqlite_rows.count_rows(connection, name))


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
    version="1",
    tables=tuple(CANONICAL),
    sniff=sniff,
    read=read,
    cannot_tell=("what its map leaves out",),
)

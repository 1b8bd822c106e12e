"""A SQLite file by the rules of a map."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from keerpunt.errors import InputRefused
from keerpunt.intake.context import Context
from keerpunt.intake.records import Excluded, Record
from keerpunt.intake.tabular import sqlite_rows
from keerpunt.intake.tabular.header import check_columns
from keerpunt.intake.tabular.made import Cells, made, texts_only
from keerpunt.intake.tabular.rule import TableRule, applicable, columns_used


def sqlite_records(rules: tuple[TableRule, ...], context: Context) -> Iterator[Record]:
    """Yield the records of the tables and queries that the rules name, then how many rows no rule reads.

    Raises:
        InputRefused: the map names a table or column that the file has not.
        SourceRefused: the file is damaged or hostile.
    """
    beside = sqlite_rows.endings_beside(context.source.path, context.digests)
    for ending in beside:
        context.unchanged_beside(context.source.path + ending)
    with sqlite_rows.opened(context.path, beside) as connection:
        kinds = sqlite_rows.ordinary_tables(connection)
        for rule in rules:
            _check_table(rule, kinds)
        context.tell("encoding", "utf-8", "SQLite hands its text over as UTF-8")
        for name in sorted({rule.source for rule in rules if rule.source}):
            mine = tuple(rule for rule in rules if rule.source == name)
            present = sqlite_rows.columns_of(connection, name)
            mine = applicable(mine, present)
            check_columns(mine, present)
            columns = [column for column in columns_used(mine) if column in present]
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

"""The profile of a table: the first rows in full, the rest of the file only for what is counted over all of it."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from keerpunt.intake.inspect.column import Column, Profile
from keerpunt.intake.inspect.statement import Statement, counted, fact
from keerpunt.intake.inspect.tables import Cell, TableData
from keerpunt.intake.records import Excluded, Rejected
from keerpunt.model.progress import Tick

PROFILED_ROWS = 20_000
"""Rows whose every cell is looked at; marks, orders and formats are watched to the end of the file."""
TICK_EVERY = 1_000


@dataclass(frozen=True, slots=True)
class Scope:
    """How much is looked at: `limit` rows of a table (None: all), `first` of them in full; `today` bounds days."""

    today: dt.date
    limit: int | None = None
    first: int = PROFILED_ROWS
    zones: tuple[str, ...] = ()
    header: bool = False

    @property
    def in_full(self) -> int:
        """Return how many rows are looked at in full."""
        return self.first if self.limit is None else min(self.first, self.limit)


@dataclass(frozen=True, slots=True)
class TableProfile:
    """A table with its columns: `rows` read, `profiled` of them in full, `rejected` by code, `whole` if to its end.

    `to` is the canonical table that it could feed, empty where none is proposed.
    """

    table: TableData
    rows: int
    profiled: int
    rejected: dict[str, int]
    whole: bool
    columns: tuple[Column, ...]
    statements: tuple[Statement, ...]
    to: str = ""


def profile_table(table: TableData, scope: Scope, tick: Tick) -> TableProfile:
    """Read a table once, in bounded memory."""
    profiles = [
        Profile(name, shown, n, scope.today, scope.zones)
        for n, (name, shown) in enumerate(zip(table.columns, table.shown_columns, strict=True), start=1)
    ]
    rejected: Counter[str] = Counter(table.rejected)
    found = _rows(table, scope, rejected)
    profiled = 0
    for cells in itertools.islice(found, scope.in_full):
        profiled += 1
        for profile, cell in zip(profiles, cells, strict=True):
            profile.add(cell)
    tick(profiled)
    rest = _watch(profiles, found, tick)
    rows = profiled + rest
    whole = not table.begin_only and (scope.limit is None or rows + rejected.total() < scope.limit)
    orders = {order for profile in profiles if (order := profile.order())}
    beside = orders.pop() if len(orders) == 1 else ""
    columns = tuple(_zoned(profile.column(beside), table.zones) for profile in profiles)
    said = (*_said(table, rows, profiled, rejected, whole=whole), *table.statements)
    return TableProfile(table, rows, profiled, dict(sorted(rejected.items())), whole, columns, said)


def _zoned(column: Column, zones: Mapping[str, str]) -> Column:
    """Return a column whose zone need not be declared, where the file states it."""
    zone = zones.get(column.name)
    if zone is None or column.time is None or column.time.zone != "declare":
        return column
    stated = fact("zone", f"its zone is {zone}", "stated in the file")
    said = tuple(stated if each.code == "zone" else each for each in column.statements)
    return replace(column, statements=said, time=replace(column.time, zone="record"))


def _rows(table: TableData, scope: Scope, rejected: Counter[str]) -> Iterator[Sequence[Cell]]:
    for row in itertools.islice(table.rows(), scope.limit):
        if isinstance(row, Rejected):
            rejected[row.reason] += 1
        elif not isinstance(row, Excluded):
            yield row


def _watch(profiles: Sequence[Profile], found: Iterator[Sequence[Cell]], tick: Tick) -> int:
    watched = [(n, profile) for n, profile in enumerate(profiles) if profile.watched]
    rest = 0
    for cells in found:
        rest += 1
        for place, profile in watched:
            profile.watch(cells[place])
        if rest % TICK_EVERY == 0:
            tick(TICK_EVERY)
    tick(rest % TICK_EVERY)
    return rest


def _said(table: TableData, rows: int, profiled: int, rejected: Counter[str], *, whole: bool) -> list[Statement]:
    if table.kind != "table":
        return [fact("not_read", f"a {table.kind}; only ordinary tables are read")]
    begin = "only its begin; the other rows were counted" if table.begin_only else "only its begin, by --limit"
    where = "the whole table" if whole else begin
    said = [fact("rows", f"{counted(len(table.columns), 'column')}, {counted(rows, 'row')} read", where)]
    if table.count is not None and not whole:
        said.append(fact("row_count", f"{counted(table.count, 'row')} in all"))
    if profiled < rows:
        text = f"columns are described by the first {profiled:,} rows; marks, orders and formats by all {rows:,}"
        said.append(fact("profiled", text))
    for code, count in sorted(rejected.items()):
        said.append(fact("rejected", f"{counted(count, 'line')} that `run` would reject as {code}", _WHY.get(code, "")))
    return said


_WHY = {
    "unknown_record": "another number of cells than the first line, or no object",
    "truncated": "the last line is cut off",
    "bad_encoding": "bytes that are no text of this encoding",
    "too_long": "longer than is read",
    "too_deep": "nested too deeply",
}

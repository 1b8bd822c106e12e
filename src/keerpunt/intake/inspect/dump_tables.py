"""The tables of a MySQL or MariaDB dump: the first rows of each are kept for a look, all of them are counted.

A dump is read once, however many tables it has, since reading one of hundreds of gigabytes once per table would never
end. The first rows of each table wait in an unnamed file until they are profiled.
"""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import BinaryIO

from keerpunt.intake.inspect.dry import Refused
from keerpunt.intake.inspect.names import is_table_name, shown_names
from keerpunt.intake.inspect.statement import Statement, assessment, counted, fact
from keerpunt.intake.inspect.tables import MAX_COLUMNS, Cell, Opened, Row, TableData, Tables
from keerpunt.intake.json_text import NumberText
from keerpunt.intake.tabular.mysql_create import Column
from keerpunt.intake.tabular.mysql_dump import Batch, Cut, Dump, Key
from keerpunt.intake.tabular.mysql_file import DumpFile, is_dump
from keerpunt.intake.tabular.sqlite_rows import NOT_TEXT, Value
from keerpunt.model.progress import Tick

MAX_TABLES = 5_000
"""Tables that are looked at; of further ones the rows are counted together."""

MAX_SPOOLED = 2**30
"""Bytes of the unnamed file; tables of which no row fits any more are counted only."""

_MAX_RUNS = 1_000
"""How often the rows of one table may be broken off by those of others, for them to be kept; programs never do it."""

_TICK_EVERY = 10_000


@contextmanager
def dump_tables(file: Opened) -> Iterator[Tables | None]:
    """Yield the tables of a dump, plain or inside gzip; one that ends too early is told up to there, and refused."""
    if not is_dump(file.head, file.path.name):
        yield None
        return
    source = DumpFile(file.stream, file.context)
    with tempfile.TemporaryFile(prefix="keerpunt-") as spool:
        reading = _Reading(source, spool, file.first_rows)
        refused = reading.run(file.tick)
        tables = tuple(reading.tables())
        if refused is None and not tables:
            refused = Refused("no_record", "an SQL dump without a table whose columns it tells", "")
        yield Tables("dump", tuple(reading.statements(file)), tables, refused)


@dataclass(slots=True)
class _Kept:
    """One table: its columns by the names that its rows are kept under, where its rows stand, and how many there are.

    `runs` are (place, rows) of pieces of the spool, `kept` the rows in them, `more` the rows that were only counted.
    """

    columns: tuple[Column, ...]
    runs: list[tuple[int, int]] = field(default_factory=list)
    kept: int = 0
    more: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    zones: set[str] = field(default_factory=set)
    batches: dict[Batch, None] = field(default_factory=dict)

    def stated_zones(self) -> dict[str, str]:
        """Return the zone of each TIMESTAMP column, where the dump states one and keeps to it."""
        zone = next(iter(self.zones)) if len(self.zones) == 1 else ""
        return {column.name: zone for column in self.columns if column.timestamp and zone}


@dataclass(slots=True)
class _Reading:
    """One pass over a dump."""

    file: DumpFile
    spool: BinaryIO
    first: int
    dump: Dump = field(init=False)
    found: dict[Key, _Kept] = field(default_factory=dict)
    cut: bool = False
    unread: int = 0
    _end: int = 0
    _last: _Kept | None = None

    def __post_init__(self) -> None:
        file = self.file
        self.dump = Dump(file.window(), self._wanted, file.unstated, file.has_end_mark, max_batches=2 * MAX_TABLES)

    def run(self, tick: Tick) -> Refused | None:
        """Read the dump to its end; return why `run` would refuse it as cut off."""
        done = 0
        try:
            for batch, _, cells in self.dump.rows():
                self._take(batch, cells)
                done += 1
                if done % _TICK_EVERY == 0:
                    tick(_TICK_EVERY)
            self.cut = self.dump.missing_end()
        except Cut:
            self.cut = True
        tick(done % _TICK_EVERY)
        place = f"byte:{self.dump.window.offset}"
        return Refused("truncated", "the dump ends before it is complete", place) if self.cut else None

    def tables(self) -> Iterator[TableData]:
        """Yield the tables in the order of their names."""
        keys = self._keys()
        databases = Counter(name for _, name in keys)
        for number, key in enumerate(keys, start=1):
            of = self.found.get(key) or _Kept(self.dump.tables[key][:MAX_COLUMNS])
            database, table = key
            parts = (database, table) if databases[table] > 1 and database else (table,)
            name = ".".join(parts)
            shown = name if all(map(is_table_name, parts)) else f"table {number}"
            yield self._table(name, shown, key, of)

    def statements(self, file: Opened) -> Iterator[Statement]:
        """Yield what is known about the dump as a whole."""
        dump = self.dump
        if "compression" in file.context.told:
            yield fact("compression", "compressed with gzip", file.context.told["compression_evidence"])
        stated = sorted(name for name in dump.charsets if name)
        if stated:
            yield fact("encoding", f"the encoding of its text is {', '.join(stated)}", "SET NAMES in the dump")
        else:
            yield fact("encoding", f"the encoding of its text is {self.file.unstated.name}", self.file.evidence)
        passed = {kind: count for kind, count in dump.kinds.items() if kind != "CREATE"}
        text = f"{counted(sum(passed.values()), 'statement')} passed over, beside rows and CREATE"
        kinds = ", ".join(f"{kind.lower()} {count:,}" for kind, count in sorted(passed.items()))
        yield fact("statements_passed", text, kinds)
        if dump.changed:
            kinds = ", ".join(f"{word.lower()} {count:,}" for word, count in sorted(dump.changed.items()))
            yield fact("changes_not_followed", "statements that change rows, which are not followed", kinds)
        told = frozenset(self._keys())
        unnamed = [each.rows for key, each in dump.passed.items() if key not in told]
        if unnamed:
            where = f"{counted(len(unnamed), 'further table')}, of which only the rows are counted"
            basis = f"their columns are not told, or they are beyond the first {MAX_TABLES:,}"
            yield fact("not_read", f"{counted(sum(unnamed), 'row')} of {where}", basis)
        if self.cut:
            yield fact(
                "truncated", "the dump ends before it is complete", "its last statement, or its missing end mark"
            )

    def _keys(self) -> list[Key]:
        """Return the tables that are told: those with rows, then those of which only the columns are known."""
        others = sorted(self.dump.tables.keys() - self.found.keys())
        return sorted([*self.found, *others[: MAX_TABLES - len(self.found)]])

    def _wanted(self, key: Key, columns: tuple[Column, ...]) -> Sequence[str] | None:
        if not columns or (key not in self.found and len(self.found) >= MAX_TABLES):
            return None
        of = self.found.setdefault(key, _Kept(_once(columns)[:MAX_COLUMNS]))
        return [column.name for column in of.columns]

    def _take(self, batch: Batch | None, cells: list[Value] | str) -> None:
        """Keep or count one row."""
        if batch is None:
            self.unread += 1
            return
        of = self.found[batch.key]
        if isinstance(cells, str):
            of.rejected[cells] += 1
            return
        of.batches[batch] = None
        of.zones.add(batch.time_zone)
        if of.kept >= self.first or not self._keep(of, cells):
            of.more += 1
            if batch.key not in self.dump.passed:
                self.dump.pass_over(batch.key)

    def _keep(self, of: _Kept, cells: list[Value]) -> bool:
        """Write a row to the spool, unless that is full or the table is too scattered."""
        goes_on = self._last is of
        if self._end >= MAX_SPOOLED or (not goes_on and len(of.runs) >= _MAX_RUNS):
            return False
        line = json.dumps([_packed(cell) for cell in cells]).encode() + b"\n"
        if goes_on:
            place, rows = of.runs[-1]
            of.runs[-1] = (place, rows + 1)
        else:
            of.runs.append((self._end, 1))
        self._last = of
        self.spool.write(line)
        self._end += len(line)
        of.kept += 1
        return True

    def _table(self, name: str, shown: str, key: Key, of: _Kept) -> TableData:
        passed = self.dump.passed.get(key)
        total = of.kept + of.more + (passed.rows if passed else 0)
        names = tuple(column.name for column in of.columns)

        def rows() -> Iterator[Row]:
            for place, count in of.runs:
                self.spool.seek(place)
                for _ in range(count):
                    yield [_unpacked(cell) for cell in json.loads(self.spool.readline())]

        return TableData(
            name, shown, names, tuple(shown_names(names, trusted=True)), rows, count=total,
            begin_only=total > of.kept, statements=tuple(_said(of)), rejected=dict(of.rejected),
            zones=of.stated_zones(),
        )  # fmt: skip


def _said(of: _Kept) -> Iterator[Statement]:
    """Yield what the dump states about the times of a table, and what its text shows."""
    stamps = [column for column in of.columns if column.timestamp]
    zones = sorted(of.zones)
    if stamps and zones:
        text = f"{counted(len(stamps), 'column')} of type TIMESTAMP"
        if zones == [""]:
            yield fact("timestamp", f"{text}, in the zone of the server", "the dump states no TIME_ZONE")
        else:
            yield fact("timestamp", f"{text}, in {', '.join(zone or 'an unstated zone' for zone in zones)}",
                       "TIME_ZONE in the dump")  # fmt: skip
    twice = sum(each.twice for batch in of.batches for each in batch.doubled)
    if twice:
        text = f"{counted(twice, 'value is', 'values are')} UTF-8 that was encoded twice"
        yield assessment("double_utf8", text, 'decoding once more gives text; `repair = "double_utf8"` mends it')


def _once(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Return each column once, whatever the case of its name."""
    return tuple({column.name.casefold(): column for column in reversed(columns)}.values())[::-1]


def _packed(cell: Value) -> str | int | None:
    """Return a cell as the spool holds it: text after `s`, a number after `n`, 0 for what is no text."""
    if cell is None:
        return None
    if not isinstance(cell, str):
        return 0
    return f"n{cell}" if isinstance(cell, NumberText) else f"s{cell}"


def _unpacked(cell: str | int | None) -> Cell:
    if cell is None:
        return None
    if isinstance(cell, int):
        return NOT_TEXT
    return NumberText(cell[1:]) if cell[0] == "n" else cell[1:]

"""MySQL and MariaDB dumps by a map: mysqldump, phpMyAdmin, Adminer, HeidiSQL, plain or inside gzip.

TIMESTAMP values follow the time zone that the dump states, else that of its server (`server_time_zone`), else the
source's; DATETIME values were written by the software and follow the source's zone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO, cast

from keerpunt.errors import InputRefused, SourceRefused
from keerpunt.intake.context import Context
from keerpunt.intake.records import Excluded, Record, Rejected, Total
from keerpunt.intake.tabular.double_utf8 import DOUBLE_UTF8, undoubled
from keerpunt.intake.tabular.from_row import RowDigest
from keerpunt.intake.tabular.made import Cells, Clean, is_time, made, order_of_days, texts_only
from keerpunt.intake.tabular.mysql_create import Column
from keerpunt.intake.tabular.mysql_dump import Batch, Cut, Dump, Key
from keerpunt.intake.tabular.mysql_file import DumpFile
from keerpunt.intake.tabular.mysql_sqlite import Asked, Loading, loading
from keerpunt.intake.tabular.mysql_text import NO_DAY
from keerpunt.intake.tabular.row_maker import RowMaker, record
from keerpunt.intake.tabular.rule import TableRule, applicable, columns_used, needed
from keerpunt.intake.tabular.sqlite_rows import NOT_TEXT, query_rows
from keerpunt.values.instant import ZoneRule


def dump_records(stream: BinaryIO, rules: tuple[TableRule, ...], context: Context) -> Iterator[Record]:
    """Yield every row of the mapped tables, what the queries of the map give, and counts of all other rows.

    Raises:
        InputRefused: the map names what the dump has not, or a query cannot be asked; the message names map and key.
        SourceRefused: `truncated`, the dump ends before it is complete; `unknown_format`, it is of another database;
            `bad_encoding`, its character set is not read.
    """
    for rule in rules:
        if not (rule.source or rule.query):
            raise InputRefused("needs `from` (a table of the dump) or `query`", place=rule.key)
    file = DumpFile(stream, context)
    if any(rule.query for rule in rules):
        with loading() as database:
            reading = _Reading(file, rules, context, database)
            yield from reading.records()
            yield from reading.answers()
    else:
        yield from _Reading(file, rules, context, None).records()


@dataclass(slots=True)
class _Plan:
    """How rows of one batch become records, and are kept for queries."""

    makers: tuple[RowMaker, ...]
    clean: Clean
    kept: bool
    days: tuple[int, ...]


@dataclass(slots=True)
class _Reading:
    """One dump and one map."""

    file: DumpFile
    rules: tuple[TableRule, ...]
    context: Context
    database: Loading | None
    asked: Asked = field(init=False)
    dump: Dump = field(init=False)
    _plans: dict[Batch, _Plan] = field(default_factory=dict)
    _doubled: Counter[tuple[str, str]] = field(default_factory=Counter)
    _orders: dict[Key, str] = field(default_factory=dict)
    _found: dict[str, Key] = field(default_factory=dict)
    _batches: list[Batch] = field(default_factory=list)
    _digest: RowDigest = field(default_factory=RowDigest)

    def __post_init__(self) -> None:
        self.asked = Asked([rule.query for rule in self.rules if rule.query])
        self.dump = Dump(self.file.window(), self._wanted, self.file.unstated, self.file.has_end_mark)

    def records(self) -> Iterator[Record]:
        """Yield the records of the mapped tables, then the counts of the others."""
        try:
            yield from self._rows()
            cut = self.dump.missing_end()
        except Cut:
            cut = True
        if cut:
            place = f"byte:{self.dump.window.offset}"
            if self.context.source.sha256 not in self.context.settings.allow_truncated:
                raise SourceRefused("truncated", "the dump ends before it is complete", place=place)
            yield Rejected(place, "truncated")
        self._check_tables()
        for passed in self.dump.passed.values():
            yield Excluded(f"byte:{passed.offset}", "not_in_map", passed.rows)
        if not self.dump.read:
            yield Total("dump", "records", "0", "0", binding=False, states_zero=True)
        self._tell()

    def answers(self) -> Iterator[Record]:
        """Yield the records of the queries."""
        if self.database is None:
            return
        self.database.finish(self.dump.tables, self.asked)
        connection = self.database.connection
        for number, rule in enumerate((rule for rule in self.rules if rule.query), start=1):
            columns = list(columns_used((rule,)))

            def rows(rule: TableRule = rule, number: int = number, columns: list[str] = columns) -> Any:
                return query_rows(connection, rule.query, number, columns, rule.key)

            zones = self._zones_of_query(rule)
            yield from made((rule,), columns, rows, self.context, clean=self._look(rule, columns), zones=zones)

    def _rows(self) -> Iterator[Record]:
        context, database = self.context, self.database
        batch: Batch | None = None
        plan: _Plan | None = None
        for now, place, cells in self.dump.rows():
            if isinstance(cells, str):
                yield Rejected(place, cells)
                continue
            if now is not batch and now is not None:
                batch, plan = now, self._plan(now)
            if plan is None or batch is None:
                continue
            if plan.kept and database is not None:
                database.add(batch.key, batch.columns, cells)
            if not plan.makers:
                continue
            for at in plan.days:
                cell = cells[at]
                if isinstance(cell, str) and cell[:5] == "0000-" and NO_DAY.fullmatch(cell):
                    cells[at] = None
            if NOT_TEXT in cells:
                found = plan.clean(place, cells)
                yield found if isinstance(found, Rejected) else record(place, plan.makers, found[1], context)
            else:
                yield record(place, plan.makers, cast("Cells", cells), context)

    def _wanted(self, key: Key, columns: tuple[Column, ...]) -> Sequence[str] | None:
        """Return the columns of a table that the map uses; refuses one that the table has not."""
        rules = self._rules_of(key)
        used = columns_used(rules)
        if columns:
            used = _present(used, columns)
            rules = applicable(rules, list(used))
            for group, place in needed(rules):
                if used.keys().isdisjoint(group):
                    raise InputRefused("names a column that the table has not", place=place)
        names = dict.fromkeys(used)
        if self.database is not None and self.asked.table(key[1]):
            have = {name.casefold() for name in names}
            names |= dict.fromkeys(name for name in self.asked.columns(columns) if name.casefold() not in have)
            return list(names)
        return list(names) if rules else None

    def _rules_of(self, key: Key) -> tuple[TableRule, ...]:
        rules = tuple(rule for rule in self.rules if rule.source and rule.source in (key[1], f"{key[0]}.{key[1]}"))
        for rule in rules:
            if self._found.setdefault(rule.source, key) != key:
                message = "`from` names a table that stands in several databases of the dump: write `database.table`"
                raise InputRefused(message, place=rule.key)
        return rules

    def _plan(self, batch: Batch) -> _Plan:
        if batch not in self._plans:
            self._plans[batch] = self._new_plan(batch)
            self._batches.append(batch)
        return self._plans[batch]

    def _new_plan(self, batch: Batch) -> _Plan:
        used = _present(columns_used(self._rules_of(batch.key)), batch.columns)
        rules = applicable(self._rules_of(batch.key), list(used))
        kinds = {column.name.casefold(): column for column in batch.columns}
        names = [*used, *(column.name for column in batch.columns[len(used) :])]
        zones = {}
        for name in used:
            if kinds[name.casefold()].timestamp and (zone := self._zone(batch.time_zone)):
                zones[name] = zone
        rules = tuple(self._without_zone(rule, zones) if batch.time_zone else rule for rule in rules)
        order = self._order(batch, rules, names)
        makers = tuple(RowMaker(rule, names, self.context, order, digest=self._digest, zones=zones) for rule in rules)
        times = {
            name for rule in rules for column in rule.columns if is_time(rule.to, column.field) for name in column.names
        }
        days = tuple(at for at, name in enumerate(names) if name in times and kinds[name.casefold()].kind != "time")
        kept = self.database is not None and self.asked.table(batch.key[1])
        return _Plan(makers, texts_only(rules, names, self.context), kept, days)

    def _zone(self, stated: str) -> ZoneRule | None:
        """Return the rule of TIMESTAMP values: the zone that the dump states, else that of its server."""
        if stated:
            return ZoneRule(stated, "in_record")
        server = self.context.source.server_time_zone
        return ZoneRule(server, "source_setting") if server else None

    def _without_zone(self, rule: TableRule, zones: dict[str, ZoneRule]) -> TableRule:
        """Return a rule whose zone does not contradict what the dump states for a TIMESTAMP column."""
        columns = []
        for column in rule.columns:
            stated = zones.get(column.column or "")
            if stated is None or not column.zone:
                columns.append(column)
                continue
            if column.zone != stated.name:
                self.context.note("timestamp_zone", f"{rule.to}.{column.field}")
            columns.append(replace(column, zone=""))
        return replace(rule, columns=tuple(columns))

    def _order(self, batch: Batch, rules: tuple[TableRule, ...], names: list[str]) -> str:
        """Return the order of days in digits, which only columns without a type for days can hold."""
        kinds = {column.name.casefold(): column.kind for column in batch.columns}
        open_days = any(
            not column.format and is_time(rule.to, column.field) and kinds.get(name.casefold(), "time") != "time"
            for rule in rules
            for column in rule.columns
            for name in column.names
        )
        if not open_days:
            return ""
        if batch.key not in self._orders:
            self._orders[batch.key] = self._order_by_reading(batch, rules, names)
        return self._orders[batch.key]

    def _order_by_reading(self, batch: Batch, rules: tuple[TableRule, ...], names: list[str]) -> str:
        """Read the rows of one table from the begin of the dump, and come back to this place."""
        window = self.dump.window
        place = window.base + len(window.buf)

        def rows() -> Iterator[tuple[str, Cells] | Rejected | Excluded]:
            again = Dump(self.file.window(), lambda key, _: names if key == batch.key else None, self.file.unstated)
            try:
                for _, where, cells in again.rows():
                    if not isinstance(cells, str):
                        yield where, cells
            except Cut:
                return

        try:
            return order_of_days(rules, names, rows, self.context)
        finally:
            self.file.go(place)

    def _zones_of_query(self, rule: TableRule) -> dict[str, ZoneRule]:
        """Return the zones of what a query gives: it follows the dump where it can only come from TIMESTAMP columns."""
        read = [batch for batch in self._batches if self._plans[batch].kept]
        columns = [column for batch in read for column in batch.columns if column.kind == "time"]
        stamps = [column for column in columns if column.timestamp]
        text = rule.query.lower()
        if not any(_names(text, column) for column in stamps):
            return {}
        unstated = [c for c in rule.columns if c.column and is_time(rule.to, c.field) and not c.zone]
        if unstated and any(_names(text, column) for column in columns if not column.timestamp):
            message = "reads TIMESTAMP and other times: name the `zone` of what it gives"
            raise InputRefused(message, place=unstated[0].key)
        zones = {self._zone(batch.time_zone) for batch in read for column in batch.columns if column.timestamp}
        zone = zones.pop() if len(zones) == 1 else None
        return {column.column: zone for column in unstated if column.column and zone}

    def _look(self, rule: TableRule, columns: list[str]) -> Clean:
        """Return what cleans the cells of a query and counts texts that were encoded twice."""
        clean = texts_only((rule,), columns, self.context)

        def look(place: str, cells: Cells) -> Any:
            for column, cell in zip(columns, cells, strict=True):
                if isinstance(cell, str) and not cell.isascii() and undoubled(cell) is not None:
                    self._tell_doubled((rule,), column, 1)
            return clean(place, cells)

        return look

    def _check_tables(self) -> None:
        """Refuse a map that names a table or column which the dump has not."""
        for key, columns in self.dump.tables.items():
            self._wanted(key, columns)
        for rule in self.rules:
            if rule.source and rule.source not in self._found:
                raise InputRefused("`from` names a table that the dump has not", place=rule.key)

    def _tell(self) -> None:
        """State what is known about the dump once it was read."""
        context, dump = self.context, self.dump
        stated = sorted(name for name in dump.charsets if name)
        if stated:
            context.tell("encoding", ", ".join(stated), "SET NAMES in the dump")
        else:
            context.tell("encoding", self.file.unstated.name, self.file.evidence)
        kinds = ", ".join(
            f"{kind.lower()} {count}" for kind, count in sorted(dump.kinds.items(), key=lambda item: item[0].lower())
        )
        context.tell("statements_passed", kinds)
        for word, count in dump.changed.items():
            context.findings["changes_not_followed", word.lower()] += count
        for batch in self._batches:
            for column, doubled in zip(batch.columns, batch.doubled, strict=True):
                if doubled.twice:
                    self._tell_doubled(self._rules_of(batch.key), column.name, doubled.twice)

    def _tell_doubled(self, rules: tuple[TableRule, ...], name: str, count: int) -> None:
        for rule in rules:
            for column in rule.columns:
                if column.column is not None and column.column.casefold() == name.casefold():
                    code = "repaired_double_utf8" if column.repair == DOUBLE_UTF8 else "double_utf8"
                    self.context.findings[code, f"{rule.to}.{column.field}"] += count


def _present(used: Mapping[str, str], columns: Sequence[Column]) -> dict[str, str]:
    """Return those of the columns that rules name which a table has, whatever their case."""
    there = {column.name.casefold() for column in columns}
    return {name: key for name, key in used.items() if name.casefold() in there}


def _names(query: str, column: Column) -> bool:
    """Tell whether a query in small letters names a column."""
    return re.search(rf"(?<!\w){re.escape(column.name.lower())}(?!\w)", query) is not None

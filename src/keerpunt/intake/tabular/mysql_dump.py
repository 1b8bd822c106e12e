"""The rows of those tables of a dump that somebody wants; all else is passed over and counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from keerpunt.errors import SourceRefused
from keerpunt.intake.tabular import mysql_grammar as grammar
from keerpunt.intake.tabular.mysql_create import Column, created
from keerpunt.intake.tabular.mysql_scan import Insert, Scanner
from keerpunt.intake.tabular.mysql_settings import DumpSettings
from keerpunt.intake.tabular.mysql_text import Charset, Doubled, Literals, Read, charset
from keerpunt.intake.tabular.mysql_window import Cut, Window
from keerpunt.intake.tabular.sqlite_rows import Value

KINDS = frozenset(
    (
        "ALTER", "ANALYZE", "BEGIN", "CALL", "CHANGE", "COMMIT", "CONNECT", "CREATE", "DELETE", "DO", "DROP", "EXECUTE",
        "FLUSH", "GRANT", "HANDLER", "INSERT", "KILL", "LOAD", "LOCK", "OPTIMIZE", "PREPARE", "PURGE", "RENAME",
        "REPAIR", "REPLACE", "RESET", "REVOKE", "ROLLBACK", "SAVEPOINT", "SELECT", "SET", "SHOW", "SOURCE", "START",
        "STOP", "SYSTEM", "TRUNCATE", "UNLOCK", "UPDATE", "USE", "WITH", "XA",
    )
)  # fmt: skip
"""First words of statements that are counted by name; any other word counts as `other`, since it is of the file."""

_CHANGING = frozenset(("UPDATE", "LOAD", "CALL", "RENAME"))
_EMPTYING = re.compile(
    rb"(?i:DELETE\s+FROM|TRUNCATE(?:\s+TABLE)?|DROP\s+TABLE(?:\s+IF\s+EXISTS)?)\s+(?:" + grammar.NAME + rb"\s*\.\s*)?("
    + grammar.NAME + rb")"
)  # fmt: skip
_USE = re.compile(rb"(?i:USE)\s+(" + grammar.NAME + rb")")
MAX_BATCHES = 1_000
_MAX_TABLES = 100_000

Key = tuple[str, str]
"""A table: its database (empty where the dump names none) and its name."""
Wanted = Callable[[Key, tuple[Column, ...]], Sequence[str] | None]


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Rows that are written alike: their table, the wanted columns, and the zone of TIMESTAMP values (or empty)."""

    key: Key
    columns: tuple[Column, ...]
    time_zone: str
    doubled: tuple[Doubled, ...]
    width: int
    used: tuple[int, ...]
    readers: tuple[tuple[Read, int], ...]


@dataclass(slots=True)
class Passed:
    """Rows that nobody wanted: where their first statement begins, and how many there are."""

    offset: int
    rows: int = 0


@dataclass(slots=True)
class Dump:
    """Reads one dump once. `wanted(key, columns)` says which columns of a table are wanted, None for none of it.

    `unstated` is the character set of strings where the dump states none, `has_end_mark`: it is of a program that ends
    its dumps with a mark. `max_batches`: in how many ways the wanted tables may be written.

    After reading: `tables` with what is known of their columns, `passed`, `kinds` of statements with their counts,
    `changed` by the first word of statements that change rows and were not followed.
    """

    window: Window
    wanted: Wanted
    unstated: Charset
    has_end_mark: bool = False
    max_batches: int = MAX_BATCHES
    settings: DumpSettings = field(default_factory=DumpSettings)
    tables: dict[Key, tuple[Column, ...]] = field(default_factory=dict)
    read: set[Key] = field(default_factory=set)
    passed: dict[Key, Passed] = field(default_factory=dict)
    kinds: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    charsets: set[str] = field(default_factory=set)
    open_transaction: bool = False
    _database: str = ""
    _batches: dict[object, Batch] = field(default_factory=dict)

    def rows(self) -> Iterator[tuple[Batch | None, str, list[Value] | str]]:
        """Yield batch, place and cells of each wanted row; instead of cells the reason why it cannot be read.

        Raises:
            Cut: the dump ends inside a statement.
            SourceRefused: it is written in a character set that is not read, or names no columns.
        """
        scanner = Scanner(self.window)
        for offset, word in scanner.statements():
            if word in ("INSERT", "REPLACE"):
                yield from self._insert(scanner, offset, word)
                continue
            self.kinds[word if word in KINDS else "other"] += 1
            if word == "SET":
                self.settings.apply(scanner.take() or b"")
                scanner.ansi, scanner.backslash = self.settings.ansi_quotes, self.settings.backslash
            elif word == "CREATE":
                self._create(scanner.take() or b"")
            elif word == "USE":
                self._use(scanner)
            elif word in ("DELETE", "TRUNCATE", "DROP"):
                self._emptied(scanner.take() or b"", word)
            elif word in _CHANGING:
                self.changed[word] += 1
            self.open_transaction = word == "START" or (self.open_transaction and word not in ("COMMIT", "ROLLBACK"))

    def pass_over(self, key: Key) -> None:
        """Count the rows of a table from the next INSERT on: whoever wanted them has seen enough."""
        self._batches = {known: batch for known, batch in self._batches.items() if batch.key != key}
        self.passed.setdefault(key, Passed(self.window.offset))

    def _insert(
        self, scanner: Scanner, offset: int, word: str
    ) -> Iterator[tuple[Batch | None, str, list[Value] | str]]:
        insert = scanner.insert()
        if insert is None:
            self.kinds[word] += 1
            self.changed[word] += 1
            target = scanner.target()
            if target is not None and self._wants((target[0] or self._database, target[1])) is not None:
                yield None, f"byte:{offset}", "unknown_record"
            return
        batch = self._batch(insert, offset)
        if batch is None:
            key = insert.database or self._database, insert.table
            self.passed.setdefault(key, Passed(offset)).rows += scanner.count()
            return
        self.read.add(batch.key)
        readers = batch.readers
        for number, found in scanner.rows(batch.width, batch.used):
            place = f"byte:{offset}/row:{number}"
            yield batch, place, found if isinstance(found, str) else [read(found[at]) for read, at in readers]

    def _batch(self, insert: Insert, offset: int) -> Batch | None:
        """Return how the rows of an INSERT are to be read, None if nobody wants them."""
        key = insert.database or self._database, insert.table
        mode = self.settings.charset, self.settings.time_zone, self.settings.backslash
        known = key, insert.columns, mode
        if known in self._batches:
            return self._batches[known]
        batch = None if key in self.passed else self._new_batch(key, insert.columns, offset)
        if batch is not None:
            self._batches[known] = batch
            if len(self._batches) > self.max_batches:
                raise SourceRefused(
                    "hostile", "writes the columns of its tables in too many ways", place=f"byte:{offset}"
                )
        elif len(self.passed) > _MAX_TABLES:
            raise SourceRefused("hostile", "has too many tables", place=f"byte:{offset}")
        return batch

    def _new_batch(self, key: Key, names: tuple[str, ...] | None, offset: int) -> Batch | None:
        columns = self._columns(key, names)
        whole = (*columns, *(column for column in self.tables.get(key, ()) if column not in columns))
        wanted = self.wanted(key, whole)
        if wanted is None:
            return None
        if not columns:
            message = "an INSERT names no columns, and the dump has no CREATE TABLE that tells them"
            raise SourceRefused("unknown_record", message, place=f"byte:{offset}")
        stated = self.settings.charset
        literals = Literals(charset(stated) if stated else self.unstated, self.settings.backslash)
        self.charsets.add(stated)
        places = {column.name.casefold(): place for place, column in reversed(list(enumerate(columns)))}
        by_name = {column.name.casefold(): column for column in reversed(whole)}
        chosen = tuple(by_name.get(name.casefold(), Column(name)) for name in wanted)
        doubled = tuple(Doubled() for _ in chosen)
        at = [places.get(column.name.casefold()) for column in chosen]
        used = tuple(sorted({place for place in at if place is not None} or {0}))
        readers = tuple(
            (_unknown, 0) if place is None else (literals.reader(column.kind, count), used.index(place))
            for column, count, place in zip(chosen, doubled, at, strict=True)
        )
        return Batch(key, chosen, self.settings.time_zone, doubled, len(columns), used, readers)

    def _columns(self, key: Key, names: tuple[str, ...] | None) -> tuple[Column, ...]:
        """Return the columns that the values of an INSERT stand for, in their order."""
        known = self.tables.get(key, ())
        if names is None:
            return known
        by_name = {column.name.casefold(): column for column in known}
        return tuple(by_name.get(name.casefold(), Column(name)) for name in names)

    def _wants(self, key: Key) -> Sequence[str] | None:
        return self.wanted(key, self.tables.get(key, ()))

    def _create(self, statement: bytes) -> None:
        table = created(statement)
        if table is None:
            return
        key = table.database or self._database, table.name
        columns = self.tables.get((key[0], table.like), ()) if table.like else table.columns
        if columns != self.tables.get(key) and len(self.tables) <= _MAX_TABLES:
            self.tables[key] = columns
            if key in self.read:
                self._batches = {known: batch for known, batch in self._batches.items() if batch.key != key}

    def _use(self, scanner: Scanner) -> None:
        window = scanner.window
        window.sure(4096)
        match = _USE.match(window.buf, window.pos)
        if match:
            self._database = grammar.unquoted(match[1])
        end, sign = window.buf.find(b"\n", window.pos), window.buf.find(b";", window.pos)
        if match and end >= 0 and not 0 <= sign < end:
            scanner.leave_line()  # the client takes USE without a delimiter

    def _emptied(self, statement: bytes, word: str) -> None:
        """Count a statement that empties a table whose rows were read already."""
        match = _EMPTYING.match(statement)
        if match and any(grammar.unquoted(match[1]) == name for _, name in self.read):
            self.changed[word] += 1

    def missing_end(self) -> bool:
        """Tell whether the program that dumped begins as it does and never came to its end; asked after reading."""
        if self.window.cut or self.open_transaction:
            return True
        last = self.window.last()
        return self.has_end_mark and b"-- Dump completed" not in last and b"@OLD_SQL_NOTES" not in last


def _unknown(_token: bytes) -> Value:
    """Stand for a column that an INSERT leaves to its default, which a dump does not compute."""
    return None


__all__ = ["KINDS", "Batch", "Cut", "Dump", "Key", "Passed"]

"""What a map says about one column, after it was checked."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

SIGN = "sign"
"""`format` of a direction that is told by the sign of an amount."""

BANK = "bank"
"""`format` of a psp that is a bank: its BIC, or an IBAN that names it."""

ACCOUNT = "account"
"""`format` of an iban whose column also holds other words, such as a kind of payment or a masked card."""


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """How one field is filled: from `column`, or by `const` where no column is named.

    `others` are names that stand in for `column`: the first that the file has and that is not blank counts. `incoming`
    and `outgoing` are the two columns of an amount that is split by direction. `format` is iso, unix, unix_ms, dmy,
    mdy, ymd, a strptime pattern, `sign`, `bank`, `account`, or empty: ISO, or numeric days in the order of the file.
    `zone_column` names the zone of each row. `values` compares as text; `otherwise` stands for every other text and
    `blank` for none. A file may lack the columns of an `optional` rule. `search`, `digest` and
    `repair` are told in `map_file`.
    `key` names the rule in error messages, as `table[1].columns.email`.
    """

    field: str
    column: str | None = None
    const: str | None = None
    format: str = ""
    zone: str = ""
    values: Mapping[str, str] = dataclasses.field(default_factory=dict)
    decimal: str = "."
    thousands: str = ""
    repair: str = ""
    key: str = ""
    others: tuple[str, ...] = ()
    incoming: str = ""
    outgoing: str = ""
    zone_column: str = ""
    otherwise: str = ""
    blank: str = ""
    optional: bool = False
    search: str = ""
    digest: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Return the columns of which at least one must be there, the preferred one first."""
        return (self.column, *self.others) if self.column is not None else ()


@dataclass(frozen=True, slots=True)
class Choice:
    """Which rows a table takes (`reason` empty) or leaves out: those whose cell is one of `values`, as text."""

    column: str
    values: frozenset[str]
    reason: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class TableRule:
    """One block of a map: rows of `source` (or of a query) become rows of the canonical table `to`.

    A row that a choice of `only` does not name is none of this block; one that a choice of `without` names is left out.
    A file may lack what an `optional` block needs; it is then passed over.
    """

    to: str
    columns: tuple[ColumnRule, ...]
    source: str = ""
    query: str = ""
    key: str = ""
    only: tuple[Choice, ...] = ()
    without: tuple[Choice, ...] = ()
    optional: bool = False


def needed(rules: Sequence[TableRule]) -> list[tuple[tuple[str, ...], str]]:
    """Return what a file must have: names of which one is enough, and the key of the rule that needs it."""
    return [(names, key) for rule in rules if not rule.optional for names, key in _named(rule, optional=False)]


def applicable(rules: Sequence[TableRule], present: Sequence[str]) -> tuple[TableRule, ...]:
    """Return the blocks that a file with these columns can feed: all but optional ones that lack one."""
    there = set(present)
    return tuple(
        rule
        for rule in rules
        if not rule.optional or all(there & set(names) for names, _ in _named(rule, optional=False))
    )


def columns_used(rules: Sequence[TableRule]) -> dict[str, str]:
    """Return every source column that rules name, each with the key of the first rule that names it."""
    used: dict[str, str] = {}
    for rule in rules:
        for names, key in _named(rule, optional=True):
            for name in names:
                used.setdefault(name, key)
    return used


def _named(rule: TableRule, *, optional: bool) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the groups of columns that a block names, those of optional rules if asked for."""
    for column in rule.columns:
        if column.optional and not optional:
            continue
        if column.names:
            yield column.names, column.key
        for name in (column.incoming, column.outgoing, column.zone_column):
            if name:
                yield (name,), column.key
    for choice in (*rule.only, *rule.without):
        yield (choice.column,), choice.key

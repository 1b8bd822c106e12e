"""What a reader yields: every record of a file ends as mapped, rejected or excluded, and is counted once.

A reader never drops a record silently and never dies for one record (INTAKE.md section 1).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Row(NamedTuple):
    """One row for a canonical table: field names of `model.tables` to typed values.

    Values are `str`, `int`, `datetime.date`, `values.instant.Instant`, `values.money.Money`, `list[str]` or None
    (unknown). Fields left out are unknown. `record_key` is set by intake, never by a reader. `locator` is needed only
    where a row comes from another place than its record.
    """

    table: str
    values: Mapping[str, Any]
    locator: str = ""


class Mapped(NamedTuple):
    """A record that became one or more rows."""

    locator: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Rejected:
    """A record that could not be used; `reason` is one of `model.words.REJECT_REASONS`, never a value."""

    locator: str
    reason: str


@dataclass(frozen=True, slots=True)
class Excluded:
    """A record that was understood and left out; `reason` is one of `model.words.EXCLUDE_REASONS`.

    `count` stands for many records of one place, such as a table that a map leaves out.
    """

    locator: str
    reason: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class Total:
    """A total that the file itself states, beside the one that was found; both as exact text.

    `binding` totals that differ refuse the file (`intake.totals = refuse`); others become a finding.
    `states_zero` marks a file that says itself that it holds no record.
    """

    locator: str
    name: str
    expected: str
    found: str
    binding: bool = True
    states_zero: bool = False


Record = Mapped | Rejected | Excluded | Total


@dataclass(frozen=True, slots=True)
class FolderSize:
    """Size of all files of a folder in bytes, and how many there are; None where that is not said."""

    total: int
    items: int | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What earlier files said about the platform, for formats that can only name it (logs, bank statements)."""

    accounts: frozenset[str] = frozenset()
    account_by_username: Mapping[str, str] = field(default_factory=dict)
    orders: frozenset[str] = frozenset()
    folders: Mapping[str, str] = field(default_factory=dict)
    """path segment as it stands in a log -> folder_id as stored (a token where the id is text)"""
    payments: Mapping[tuple[str, str], Mapping[str, Any]] = field(default_factory=dict)
    """(psp, psp_ref) that a file asked for -> instrument and `place` in another file of the same origin"""
    folder_sizes: Mapping[str, FolderSize] = field(default_factory=dict)
    """folder_id as stored -> its size, where exactly one is stated"""

    def content(self) -> tuple[object, ...]:
        """Return everything that is known, in an order of its own: equal knowledge gives equal text."""
        return (
            sorted(self.accounts),
            sorted(self.account_by_username.items()),
            sorted(self.orders),
            sorted(self.folders.items()),
            sorted((key, sorted(found.items(), key=str)) for key, found in self.payments.items()),
            sorted((name, size.total, size.items or 0) for name, size in self.folder_sizes.items()),
        )

"""What a reader may use while it reads: the declared source, its zone rules, tokens and a place for findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from keerpunt.errors import UnreadableValue
from keerpunt.intake.records import Known
from keerpunt.model.operation import Source
from keerpunt.model.tables import table
from keerpunt.values.instant import ZoneRule
from keerpunt.values.token import TokenKey

T = TypeVar("T")


class RowRejected(Exception):
    """An essential value of a record cannot be read; the reader answers with `Rejected(locator, code)`."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(slots=True)
class Context:
    """The surroundings of one file while it is read.

    `findings` counts (code, column); it never holds a value. `zone` is the zone rule for local times of this source
    (its own `time_zone`, else the platform's), None when neither states one.
    """

    source: Source
    path: Path
    zone: ZoneRule | None
    key: TokenKey
    known: Known = field(default_factory=Known)
    findings: Counter[tuple[str, str]] = field(default_factory=Counter)

    def note(self, code: str, column: str = "") -> None:
        """Count a finding about this file."""
        self.findings[(code, column)] += 1

    def value(self, table_name: str, column: str, read: Callable[[], T]) -> T | None:
        """Read one value by its rule; an unreadable one is unknown and counted, or rejects an essential column.

        Raises:
            RowRejected: the column is essential in `model.tables` and cannot be read.
        """
        try:
            return read()
        except UnreadableValue as error:
            if table(table_name).field(column).essential:
                raise RowRejected(error.code) from None
            self.note("unreadable_value", column)
            return None

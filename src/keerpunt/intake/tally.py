"""What became of the records of one file: read = mapped + excluded + rejected, always (INTAKE.md section 1)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

from keerpunt.intake.records import Excluded, Total


@dataclass(slots=True)
class Span:
    """First and last instant or day of something, None when none was seen."""

    first: dt.datetime | None = None
    last: dt.datetime | None = None

    def add(self, first: dt.datetime | None, last: dt.datetime | None) -> None:
        """Widen the span; None adds nothing."""
        if first is not None and (self.first is None or first < self.first):
            self.first = first
        if last is not None and (self.last is None or last > self.last):
            self.last = last


@dataclass(slots=True)
class Tally:
    """Counts of one file. `spans` holds first and last instant per table, `zones` every zone rule that was applied."""

    mapped: int = 0
    excluded: Counter[str] = field(default_factory=Counter)
    rejected: Counter[str] = field(default_factory=Counter)
    rows: Counter[str] = field(default_factory=Counter)
    totals: list[Total] = field(default_factory=list)
    spans: dict[str, Span] = field(default_factory=dict)
    zones: set[tuple[str, str]] = field(default_factory=set)
    states_zero: bool = False

    @property
    def read(self) -> int:
        """Return how many records the file held."""
        return self.mapped + self.excluded.total() + self.rejected.total()

    def exclude(self, record: Excluded) -> None:
        """Count what was understood and left out."""
        if record.count:
            self.excluded[record.reason] += record.count

    def total(self, record: Total) -> None:
        """Keep a total that the file states."""
        self.totals.append(record)
        self.states_zero |= record.states_zero

    def lost(self, reason: str, *, excluded: bool) -> None:
        """Count a mapped record anew whose last row gave way to another delivery or repeats another row."""
        self.mapped -= 1
        if excluded:
            self.excluded[reason] += 1
        else:
            self.rejected[reason] += 1

    def span(self) -> Span:
        """Return first and last instant over all tables."""
        whole = Span()
        for span in self.spans.values():
            whole.add(span.first, span.last)
        return whole

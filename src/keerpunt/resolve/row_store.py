"""Rows of a table that are taken, added and dropped by number, without writing the table anew."""

from __future__ import annotations

from itertools import compress

import numpy as np
import pyarrow as pa

from keerpunt.resolve.columns import rows_at
from keerpunt.resolve.numbers import Bools, Ints


class RowStore:
    """A table and what came since; a number is the place of a row and stays its own."""

    def __init__(self, table: pa.Table) -> None:
        self._base = table.combine_chunks()
        self._later = self._base.slice(0, 0)
        self.alive: Bools = np.ones(table.num_rows, dtype=np.bool_)

    @property
    def size(self) -> int:
        """How many rows there are that are not dropped."""
        return int(np.count_nonzero(self.alive))

    @property
    def schema(self) -> pa.Schema:
        """The columns."""
        return self._base.schema

    def add(self, rows: pa.Table) -> Ints:
        """Add rows; returns their numbers."""
        first = len(self.alive)
        self._later = pa.concat_tables([self._later, rows.select(self.schema.names).cast(self.schema)]).combine_chunks()
        self.alive = np.concatenate([self.alive, np.ones(rows.num_rows, dtype=np.bool_)])
        return np.arange(first, first + rows.num_rows)

    def drop(self, numbers: Ints) -> None:
        """Drop rows."""
        self.alive[numbers] = False

    def living(self, numbers: Ints) -> Ints:
        """Return those of the numbers whose rows are not dropped."""
        return numbers[self.alive[numbers]]

    def take(self, numbers: Ints) -> pa.Table:
        """Return rows, dropped or not, in the order of their numbers."""
        size = self._base.num_rows
        numbers = np.sort(numbers)
        early, late = numbers[numbers < size], numbers[numbers >= size] - size
        return pa.concat_tables([rows_at(self._base, early), rows_at(self._later, late)]).combine_chunks()

    def current(self) -> pa.Table:
        """Return every row that is not dropped."""
        size = self._base.num_rows
        parts = [(self._base, self.alive[:size]), (self._later, self.alive[size:])]
        kept = [table if alive.all() else _without_few(table, alive) for table, alive in parts]
        return pa.concat_tables(kept)


def _without_few(table: pa.Table, alive: Bools) -> pa.Table:
    """Leave out rows by slices, since what is dropped is little and a copy of all the rest is dear."""
    gaps = np.flatnonzero(~alive)
    begins, ends = np.r_[0, gaps + 1], np.r_[gaps, table.num_rows]
    slices = [table.slice(begin, end - begin) for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)]
    return pa.concat_tables(list(compress(slices, (piece.num_rows for piece in slices))) or [table.slice(0, 0)])

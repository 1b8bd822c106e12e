"""The result tables of a build, in which rows are exchanged without writing the rest anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from keerpunt.resolve.known_pairs import Disagreement, Row, as_rows
from keerpunt.resolve.linking_keys import hashed
from keerpunt.resolve.lookup import Lookup
from keerpunt.resolve.numbers import Ints
from keerpunt.resolve.row_store import RowStore

if TYPE_CHECKING:
    from keerpunt.engine import Engine

FOUND_BY = {"identities": "identity_id", "links": "record_key", "edges": "left_key"}
"""Tables of the persons' side and the column by which their rows are found."""


@dataclass(frozen=True, slots=True)
class Changed:
    """Rows of a result table that are no longer there, and those that are new."""

    removed: pa.Table
    added: pa.Table

    def with_more(self, other: Changed) -> Changed:
        """Return these rows and others."""
        both = (pa.concat_tables([getattr(self, name), getattr(other, name)]) for name in ("removed", "added"))
        return Changed(*both)


def difference(before: pa.Table, after: pa.Table) -> Changed:
    """Return how two tables differ; rows that both hold as often do not count."""
    one, other = as_rows(before), as_rows(after)
    return Changed(_beyond(before, one, Counter(other)), _beyond(after, other, Counter(one)))


def _beyond(table: pa.Table, rows: list[Row], others: Counter[Row]) -> pa.Table:
    kept = []
    for place, row in enumerate(rows):
        if others[row] > 0:
            others[row] -= 1
        else:
            kept.append(place)
    return table.take(pa.array(kept, pa.int64()))


class Outputs:
    """The tables of the persons' side."""

    def __init__(self, engine: Engine, tables: Mapping[str, pa.Table]) -> None:
        self._stores = {name: RowStore(tables[name]) for name in FOUND_BY}
        self._at = {
            name: Lookup(hashed(engine, tables[name][column]), np.arange(tables[name].num_rows))
            for name, column in FOUND_BY.items()
        }

    def exchange(self, engine: Engine, changed: Mapping[str, Changed]) -> None:
        """Exchange rows.

        Raises:
            Disagreement: a row to remove is not there; nothing is changed then.
        """
        gone = {name: self._places(engine, name, changed[name].removed) for name in FOUND_BY}
        for name, column in FOUND_BY.items():
            self._stores[name].drop(gone[name])
            added = changed[name].added
            rows = self._stores[name].add(added)
            self._at[name].add(hashed(engine, added[column]).tolist(), rows.tolist())

    def _places(self, engine: Engine, name: str, rows: pa.Table) -> Ints:
        store = self._stores[name]
        near = store.living(self._at[name].find(hashed(engine, rows[FOUND_BY[name]])))
        places: dict[Row, list[int]] = {}
        for number, row in zip(near.tolist(), as_rows(store.take(near)), strict=True):
            places.setdefault(row, []).append(number)
        found = []
        for row in as_rows(rows):
            if not places.get(row):
                raise Disagreement(name)
            found.append(places[row].pop())
        return np.array(found, dtype=np.int64)

    def current(self) -> dict[str, pa.Table]:
        """Return every row, unsorted."""
        return {name: store.current() for name, store in self._stores.items()}

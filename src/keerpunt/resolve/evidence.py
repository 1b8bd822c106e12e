"""The canonical rows of a build by the keys they hang together by, so that those of a few parties are found at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from keerpunt.resolve.columns import coded, ints, rows_at
from keerpunt.resolve.forms import value_forms
from keerpunt.resolve.known_pairs import as_rows
from keerpunt.resolve.linking_keys import ROWS, hashed, hashes_of, row_keys
from keerpunt.resolve.lookup import Hashes, TwoWay
from keerpunt.resolve.numbers import Ints
from keerpunt.resolve.row_store import RowStore

if TYPE_CHECKING:
    from keerpunt.engine import Engine

Numbers = dict[str, Ints]
Tables = dict[str, pa.Table]
RECORD, CUSTOMER, EXTRACT, IP, JUDGEMENT, PREPAID, NOBODY = (
    "record", "customer", "extract", "ip", "judgement", "prepaid", "nobody",
)  # fmt: skip
"""Kinds of keys of rows (`row_key.sql`, `nobody_key.sql`)."""
FEW = 2
"""Other rows that are enough to know that a counted value is there without the changed ones."""
UNREAD = ("source_sha256", "received_from", "legal_basis", "purpose", "reader")
"""Columns that no rule of resolution reads: where a row came from, and on what ground."""
_STEP = np.uint64(0x9E3779B97F4A7C15)
_NO_KEYS = np.zeros(0, dtype=np.uint64)
_NO_ROWS = np.zeros(0, dtype=np.int64)


class Evidence:
    """Stores of the tables that resolution reads; rows are named by table and number."""

    def __init__(self, engine: Engine, tables: Mapping[str, pa.Table]) -> None:
        self.stores = {name: RowStore(table) for name, table in tables.items()}
        self._keys: dict[tuple[str, str], TwoWay] = {}
        self._index(engine, tables, {name: np.arange(tables[name].num_rows) for name in ROWS})

    def _index(self, engine: Engine, tables: Mapping[str, pa.Table], numbers: Numbers) -> None:
        found = row_keys(engine, tables, numbers)
        code, kinds = coded(found["kind"])
        hashes, row = hashes_of(found), ints(found["row_no"])
        for place, kind in enumerate(kinds.to_pylist()):
            at = np.flatnonzero(code == place)
            name = tuple(kind.split(" "))
            if name in self._keys:
                self._keys[name].add(hashes[at], row[at])
            else:
                self._keys[name] = TwoWay(hashes[at], row[at])

    def add(self, engine: Engine, rows: Mapping[str, pa.Table]) -> Numbers:
        """Add rows; returns their numbers."""
        numbers = {name: self.stores[name].add(table) for name, table in rows.items()}
        full = {name: rows.get(name, self.stores[name].schema.empty_table()) for name in ROWS}
        engine.register_all({name: full[name] for name in ("payment", "subscriber")})
        engine.register("value_form", value_forms(engine))
        self._index(engine, full, {name: numbers.get(name, _NO_ROWS) for name in ROWS})
        return numbers

    def drop(self, numbers: Numbers) -> None:
        """Drop rows."""
        for name, rows in numbers.items():
            self.stores[name].drop(rows)

    def numbers(self, engine: Engine, rows: Mapping[str, pa.Table]) -> Numbers:
        """Return the numbers of rows given in full.

        Raises:
            KeyError: there is no such row.
        """
        return {name: self._numbers(engine, name, table) for name, table in rows.items() if table.num_rows}

    def _numbers(self, engine: Engine, name: str, rows: pa.Table) -> Ints:
        store = self.stores[name]
        rows = rows.select(store.schema.names).cast(store.schema)
        kind = EXTRACT if name == "register_extract" else RECORD
        if name in ("subscriber", "payment", "register_extract", "account", "purchase_order"):
            keys = pa.array([f"{kind}|{key}" for key in rows["record_key"].to_pylist()], pa.string())
            near = self.find(name, kind, hashed(engine, keys))
        else:
            near = np.flatnonzero(store.alive)
        places: dict[object, list[int]] = {}
        for number, row in zip(near.tolist(), as_rows(store.take(near)), strict=True):
            places.setdefault(row, []).append(number)
        return np.array(sorted(places[row].pop() for row in as_rows(rows)), dtype=np.int64)

    def compare(self, engine: Engine, tables: Mapping[str, pa.Table]) -> tuple[Numbers, Tables]:
        """Return the rows that other tables do not have, and the rows that only they have."""
        gone, come = {}, {}
        for name, store in self.stores.items():
            here = np.flatnonzero(store.alive)
            others = tables[name].select(store.schema.names)
            mine, theirs = _prints(engine, store.current()), _prints(engine, others)
            gone[name] = here[~np.isin(mine, theirs)]
            come[name] = rows_at(others, np.flatnonzero(~np.isin(theirs, mine)))
        return {name: rows for name, rows in gone.items() if len(rows)}, come

    def take(self, numbers: Mapping[str, Ints]) -> Tables:
        """Return rows; tables without any are empty."""
        return {name: store.take(numbers.get(name, _NO_ROWS)) for name, store in self.stores.items()}

    def current(self) -> Tables:
        """Return every table as it is now."""
        return {name: store.current() for name, store in self.stores.items()}

    def keys(self, kind: str, numbers: Mapping[str, Ints], *names: str) -> Hashes:
        """Return the keys of a kind of rows, of all tables or of those named."""
        found = [
            self._keys[name, kind].keys_of(rows)
            for name, rows in numbers.items()
            if (name in names or not names) and (name, kind) in self._keys
        ]
        return np.unique(np.concatenate([*found, _NO_KEYS]))

    def find(self, name: str, kind: str, keys: Hashes) -> Ints:
        """Return the rows of a table with any of the keys of a kind."""
        held = self._keys.get((name, kind))
        return _NO_ROWS if held is None or not len(keys) else self.stores[name].living(held.owners.find(keys))

    def around(self, records: Hashes) -> Numbers:
        """Return every row that says something of the records, by their keys.

        Rows of customers and payments, register answers about them or naming them, leases of theirs, judgements.
        """
        named = ("subscriber", "payment", "register_extract", "judgement")
        found = {name: self.find(name, RECORD, records) for name in named}
        customers, places = self.keys(CUSTOMER, found, "subscriber"), self.keys(IP, found, "payment")
        answers = self.find("register_extract", CUSTOMER, customers)
        found["register_extract"] = np.union1d(found["register_extract"], answers)
        leases = [self.find("ip_assignment", CUSTOMER, customers), self.find("ip_assignment", IP, places)]
        found["ip_assignment"] = np.unique(np.concatenate(leases))
        return found

    def witnesses(self, changed: Numbers) -> Numbers:
        """Return rows that share with changed ones what is counted once over the operation.

        That is a payment with a prepaid card, a record of two origins, a value that identifies nobody.
        """
        found = {"payment": self.find("payment", PREPAID, self.keys(PREPAID, changed))}
        for name in ("subscriber", "account", "purchase_order"):
            found[name] = self.find(name, RECORD, self.keys(RECORD, changed, name))
        for name in ("subscriber", "payment"):
            own = changed.get(name, _NO_ROWS)
            nobody = self.keys(NOBODY, changed).reshape(-1, 1)
            some = [np.setdiff1d(self.find(name, NOBODY, key), own)[:FEW] for key in nobody]
            found[name] = np.unique(np.concatenate([found[name], *some]))
        return found


def _prints(engine: Engine, table: pa.Table) -> Hashes:
    """Return a number per row that is equal where the rows are; the n-th of equal rows has its own."""
    columns = ", ".join(name for name in table.column_names if name not in UNREAD)
    engine.register("compared", table)
    found = hashes_of(engine.query(f"SELECT hash({columns}) AS hash FROM compared"))
    order = np.argsort(found, kind="stable")
    ordered = found[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]]) if len(ordered) else np.zeros(0, np.int64)
    turn = np.zeros(len(found), dtype=np.uint64)
    turn[order] = np.arange(len(ordered)) - np.repeat(starts, np.diff(np.r_[starts, len(ordered)]))
    return found + turn * _STEP


def joined_numbers(*several: Mapping[str, Ints]) -> Numbers:
    """Return the rows of all."""
    names = sorted({name for one in several for name in one})
    return {name: np.unique(np.concatenate([one[name] for one in several if name in one])) for name in names}


def without(numbers: Mapping[str, Ints], others: Mapping[str, Ints]) -> Numbers:
    """Return the rows that are not among the others."""
    return {name: np.setdiff1d(rows, others.get(name, _NO_ROWS)) for name, rows in numbers.items()}

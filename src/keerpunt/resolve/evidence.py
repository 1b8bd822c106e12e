"""The canonical rows of a build by the keys they hang together by, so that those of a few parties are found at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from keerpunt.resolve.columns import equal, ints
from keerpunt.resolve.forms import value_forms
from keerpunt.resolve.known_pairs import as_rows
from keerpunt.resolve.linking_keys import ROWS, hashed, row_keys
from keerpunt.resolve.lookup import Hashes, Lookup
from keerpunt.resolve.numbers import Ints
from keerpunt.resolve.row_store import RowStore

if TYPE_CHECKING:
    from keerpunt.engine import Engine

Numbers = dict[str, Ints]
Tables = dict[str, pa.Table]
FEW = 2
"""Other rows that are enough to know that a counted value is there without the changed ones."""


class Evidence:
    """Stores of the tables that resolution reads; rows are named by table and number."""

    def __init__(self, engine: Engine, tables: Mapping[str, pa.Table]) -> None:
        self.stores = {name: RowStore(table) for name, table in tables.items()}
        every = {name: np.arange(tables[name].num_rows) for name in ROWS}
        found = row_keys(engine, tables, every)
        self._rows = {name: Lookup(*_of(found, name)) for name in ROWS}

    def add(self, engine: Engine, rows: Mapping[str, pa.Table]) -> Numbers:
        """Add rows; returns their numbers."""
        numbers = {name: self.stores[name].add(table) for name, table in rows.items()}
        full = {name: rows.get(name, self.stores[name].schema.empty_table()) for name in ROWS}
        engine.register_all({name: full[name] for name in ("payment", "subscriber")})
        engine.register("value_form", value_forms(engine))
        found = row_keys(engine, full, {name: numbers.get(name, np.zeros(0, np.int64)) for name in ROWS})
        for name in ROWS:
            keys, row = _of(found, name)
            self._rows[name].add(keys.tolist(), row.tolist())
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
        if name in ROWS:
            keys = pa.array([_record_key(name, key) for key in rows["record_key"].to_pylist()], pa.string())
            near = store.living(self._rows[name].find(hashed(engine, keys)))
            if name in ("judgement", "ip_assignment"):
                near = np.flatnonzero(store.alive)
        else:
            near = np.flatnonzero(store.alive)
        places: dict[object, list[int]] = {}
        for number, row in zip(near.tolist(), as_rows(store.take(near)), strict=True):
            places.setdefault(row, []).append(number)
        return np.array(sorted(places[row].pop() for row in as_rows(rows)), dtype=np.int64)

    def take(self, numbers: Mapping[str, Ints]) -> Tables:
        """Return rows; tables without any are empty."""
        none = np.zeros(0, dtype=np.int64)
        return {name: store.take(numbers.get(name, none)) for name, store in self.stores.items()}

    def current(self) -> Tables:
        """Return every table as it is now."""
        return {name: store.current() for name, store in self.stores.items()}

    def keys(self, engine: Engine, numbers: Mapping[str, Ints], *, counted: bool) -> pa.Table:
        """Return source, row_no, key and hash of rows; `counted`: their `value_form` is registered."""
        none = np.zeros(0, dtype=np.int64)
        rows = {name: np.sort(numbers.get(name, none)) for name in ROWS}
        return row_keys(engine, self.take(numbers), rows, counted=counted)

    def find(self, name: str, keys: Hashes) -> Ints:
        """Return the rows of a table with any of the keys."""
        return self.stores[name].living(self._rows[name].find(keys))

    def around(self, engine: Engine, records: Hashes) -> Numbers:
        """Return every row that says something of the records, by their keys as `record|...`.

        Rows of customers and payments, register answers about them or naming them, leases of theirs, judgements.
        """
        found = {name: self.find(name, records) for name in ("subscriber", "payment", "register_extract", "judgement")}
        own = self.keys(engine, {name: found[name] for name in ("subscriber", "payment")}, counted=False)
        customers, places = with_prefix(own, "customer|", "subscriber"), with_prefix(own, "ip|", "payment")
        found["register_extract"] = np.union1d(found["register_extract"], self.find("register_extract", customers))
        found["ip_assignment"] = self.find("ip_assignment", np.concatenate([customers, places]))
        return found

    def witnesses(self, keys: pa.Table) -> Numbers:
        """Return rows that share with some what is counted once: a payment, a record of two origins, a nobody's value.

        `keys`: those of the rows, as `keys` gives them.
        """
        found: Numbers = {}
        for name in ("payment", "subscriber", "account", "purchase_order"):
            shared = with_prefix(keys, "prepaid|") if name == "payment" else with_prefix(keys, "record|", name)
            found[name] = self.find(name, shared)
            if name in ("payment", "subscriber"):
                found[name] = np.union1d(found[name], self._some_with(name, keys))
        return found

    def _some_with(self, name: str, keys: pa.Table) -> Ints:
        """Return of each value that identifies nobody a few rows that hold it beside the asked ones."""
        own = ints(keys["row_no"].filter(pa.compute.equal(keys["source"], name)))
        found = [np.setdiff1d(self.find(name, one), own)[:FEW] for one in with_prefix(keys, "nobody|").reshape(-1, 1)]
        return np.concatenate([*found, np.zeros(0, dtype=np.int64)])


def _record_key(name: str, key: str) -> str:
    return f"extract|{key}" if name == "register_extract" else f"record|{key}"


def _of(found: pa.Table, name: str) -> tuple[Hashes, Ints]:
    rows = found.filter(pa.array(equal(found["source"], name)))
    return np.asarray(rows["hash"].combine_chunks().to_numpy(zero_copy_only=False), np.uint64), ints(rows["row_no"])


def with_prefix(keys: pa.Table, prefix: str, source: str = "") -> Hashes:
    """Return the hashes of the keys of a kind, of one table or of all."""
    held = pa.compute.starts_with(keys["key"], prefix)
    if source:
        held = pa.compute.and_(held, pa.compute.equal(keys["source"], source))
    return np.unique(np.asarray(keys["hash"].filter(held).combine_chunks().to_numpy(zero_copy_only=False), np.uint64))


def joined_numbers(*several: Mapping[str, Ints]) -> Numbers:
    """Return the rows of all."""
    names = sorted({name for one in several for name in one})
    return {name: np.unique(np.concatenate([one[name] for one in several if name in one])) for name in names}


def without(numbers: Mapping[str, Ints], others: Mapping[str, Ints]) -> Numbers:
    """Return the rows that are not among the others."""
    none = np.zeros(0, dtype=np.int64)
    return {name: np.setdiff1d(rows, others.get(name, none)) for name, rows in numbers.items()}

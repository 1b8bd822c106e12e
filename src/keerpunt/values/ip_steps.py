"""Addresses as numbers, and the step tables that say something about ranges of them.

A step table holds where something changes: row n is true from its start up to the start of row n + 1.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from socket import AF_INET, AF_INET6, inet_pton
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

Rows = NDArray[np.intp]

_MAPPED = bytes(10) + b"\xff\xff"


@dataclass(frozen=True, slots=True)
class Numbers:
    """Addresses as numbers: the places of those of each family in the input, and their values.

    `v6` has two columns of 64 bits each, the high one first. An IPv4 address inside IPv6 (`::ffff:192.0.2.1`) is IPv4.
    What is no address stands in neither.
    """

    v4_places: Rows
    v4: NDArray[np.uint32]
    v6_places: Rows
    v6: NDArray[np.uint64]


def numbers_of(addresses: Sequence[str | None]) -> Numbers:
    """Return addresses as numbers; host names, `-`, zone indexes and None are no addresses."""
    try:
        packed = b"".join([inet_pton(AF_INET, address) for address in addresses])  # type: ignore[arg-type]
    except (OSError, ValueError, TypeError):
        return _mixed(addresses)
    v4 = np.frombuffer(packed, dtype=">u4").astype(np.uint32)
    return Numbers(np.arange(len(v4)), v4, np.empty(0, np.intp), np.empty((0, 2), np.uint64))


def _mixed(addresses: Sequence[str | None]) -> Numbers:
    places: tuple[list[int], list[int]] = ([], [])
    packed: tuple[list[bytes], list[bytes]] = ([], [])
    for place, address in enumerate(addresses):
        found = packed_of(address)
        if found is not None:
            family = len(found) > 4
            places[family].append(place)
            packed[family].append(found)
    return Numbers(
        np.array(places[0], np.intp),
        np.frombuffer(b"".join(packed[0]), ">u4").astype(np.uint32),
        np.array(places[1], np.intp),
        np.frombuffer(b"".join(packed[1]), ">u8").astype(np.uint64).reshape(-1, 2),
    )


def packed_of(address: str | None) -> bytes | None:
    """Return the 4 or 16 bytes of an address, None for what is none; IPv4 inside IPv6 is IPv4."""
    if not address:
        return None
    try:
        if ":" not in address:
            return inet_pton(AF_INET, address)
        found = inet_pton(AF_INET6, address)
    except (OSError, ValueError):
        return None
    return found[12:] if found.startswith(_MAPPED) else found


@dataclass(frozen=True, slots=True)
class Steps:
    """Where something changes: `starts` ascending from address 0; for IPv6 `low` holds the low halves."""

    starts: NDArray[Any]
    low: NDArray[np.uint64] | None = None

    def rows_of(self, numbers: NDArray[Any]) -> Rows:
        """Return the row that holds for each address; numbers are of the family of the table."""
        if self.low is None:
            return np.searchsorted(self.starts, numbers, side="right") - 1
        high, low = np.ascontiguousarray(numbers[:, 0]), numbers[:, 1]
        rows = np.searchsorted(self.starts, high, side="right") - 1
        # Few tables change inside one /64; there the low half decides.
        inside = np.flatnonzero((self.starts[rows] == high) & (self.low[rows] > 0))
        for place in inside:
            first = int(np.searchsorted(self.starts, high[place], side="left"))
            last = int(rows[place]) + 1
            rows[place] = first - 1 + int(np.searchsorted(self.low[first:last], low[place], side="right"))
        return rows


@dataclass(frozen=True, slots=True)
class About:
    """One source of a table: package, version, the licence that it states, the day it was made."""

    package: str
    version: str
    stated_licence: str
    snapshot: dt.date


@lru_cache(maxsize=8)
def shipped(name: str) -> tuple[pa.Table, tuple[About, ...]]:
    """Return a table of `values/data` and what it was made from; read once per process."""
    with files("keerpunt.values").joinpath("data", f"{name}.parquet").open("rb") as stream:
        schema = pq.ParquetFile(stream).schema_arrow
        texts = [field.name for field in schema if field.type == pa.string()]
        stream.seek(0)
        table = pq.read_table(stream, read_dictionary=texts).combine_chunks()
    stated = json.loads((schema.metadata or {})[b"sources"])
    about = tuple(
        About(s["package"], s["version"], s["stated_licence"], dt.date.fromisoformat(s["snapshot"])) for s in stated
    )
    return table, about


def steps_of(table: pa.Table) -> Steps:
    """Return the starts of a shipped table."""
    if "start" in table.column_names:
        return Steps(table.column("start").to_numpy())
    return Steps(table.column("start_high").to_numpy(), table.column("start_low").to_numpy())

"""The network that announces an internet address: its AS number and name, and whether it is a CDN or hosts servers.

Whoever comes from a CDN or a hosting network came through somebody else's machine: such an address is no line of a
person's. Which networks those are is a dated list, `values/data/network_roles.csv`; it is not complete, and an address
that it does not flag proves nothing. A CDN that shares its AS with rented servers (CloudFront in Amazon's, Google's and
Microsoft's front ends, G-Core) counts as hosting. Sources and licences: `values/data/LICENCES.md`.
"""

from __future__ import annotations

import csv
import datetime as dt
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Self

import numpy as np
from numpy.typing import NDArray

from keerpunt.values.ip_steps import Steps, numbers_of, packed_of, shipped, steps_of

CDN = "cdn"
HOSTING = "hosting"


@dataclass(frozen=True, slots=True)
class IpNetwork:
    """The network of one address; number 0 and no name where none announces it."""

    number: int
    name: str
    cdn: bool
    hosting: bool


@dataclass(frozen=True, slots=True)
class Networks:
    """The same for many addresses, one array each in the order they were asked for."""

    number: NDArray[np.uint32]
    cdn: NDArray[np.bool_]
    hosting: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Role:
    """Why a network is a CDN or hosts servers: `source` is a public list or the name it is registered under."""

    number: int
    role: str
    holder: str
    source: str
    as_of: dt.date


@dataclass(frozen=True, slots=True)
class _Family:
    steps: Steps
    number: NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class IpNetworks:
    """The table of networks for IPv4 and IPv6; `snapshot` is its day."""

    snapshot: dt.date
    _v4: _Family
    _v6: _Family

    @classmethod
    def load(cls) -> Self:
        """Return the table that ships, read when first asked for (about a tenth of a second)."""
        return cls(shipped("ip_network_v4")[1][0].snapshot, _family(4), _family(6))

    def look_up(self, addresses: Sequence[str | None]) -> Networks:
        """Return the networks of many addresses; what is no address has none."""
        numbers = numbers_of(addresses)
        found = np.zeros(len(addresses), np.uint32)
        found[numbers.v4_places] = self._v4.number[self._v4.steps.rows_of(numbers.v4)]
        found[numbers.v6_places] = self._v6.number[self._v6.steps.rows_of(numbers.v6)]
        return Networks(found, *(np.isin(found, _numbers(role)) for role in (CDN, HOSTING)))

    def network_of(self, address: str | None) -> IpNetwork:
        """Return the network of one address."""
        number = int(self.look_up([address]).number[0])
        return IpNetwork(number, name_of(number), *(number in _members(role) for role in (CDN, HOSTING)))


def name_of(number: int) -> str:
    """Return the name of a network, `''` where none is known."""
    table, _ = shipped("network_names")
    numbers = table.column("number").to_numpy()
    row = int(np.searchsorted(numbers, number))
    return str(table.column("name")[row]) if row < len(numbers) and numbers[row] == number else ""


def is_cdn(address: str) -> bool:
    """Tell whether an address belongs to the edge of a CDN; for one at a time, as a log names them."""
    packed = packed_of(address)
    if packed is None:
        return False
    starts, ends = _edges(4 if len(packed) == 4 else 6)
    number = int.from_bytes(packed)
    place = bisect_right(starts, number) - 1
    return place >= 0 and number <= ends[place]


@lru_cache(maxsize=1)
def roles() -> tuple[Role, ...]:
    """Return the list of networks that are CDNs or host servers, by number."""
    text = files("keerpunt.values").joinpath("data", "network_roles.csv").read_text(encoding="utf-8")
    return tuple(
        Role(int(row["number"]), row["role"], row["holder"], row["source"], dt.date.fromisoformat(row["as_of"]))
        for row in csv.DictReader(text.splitlines())
    )


@lru_cache(maxsize=2)
def _members(role: str) -> frozenset[int]:
    return frozenset(entry.number for entry in roles() if entry.role == role)


@lru_cache(maxsize=2)
def _numbers(role: str) -> NDArray[np.uint32]:
    return np.array(sorted(_members(role)), np.uint32)


@lru_cache(maxsize=2)
def _family(version: int) -> _Family:
    table, _ = shipped(f"ip_network_v{version}")
    return _Family(steps_of(table), table.column("number").to_numpy())


@lru_cache(maxsize=2)
def _edges(version: int) -> tuple[list[int], list[int]]:
    """Return first and last addresses of the ranges of CDNs, ascending."""
    family = _family(version)
    rows = np.flatnonzero(np.isin(family.number, _numbers(CDN)))
    last = 2 ** (32 if version == 4 else 128)
    starts = [_start(family.steps, int(row)) for row in rows]
    ends = [_start(family.steps, int(row) + 1) if row + 1 < len(family.number) else last for row in rows]
    return starts, [end - 1 for end in ends]


def _start(steps: Steps, row: int) -> int:
    start = int(steps.starts[row])
    return start if steps.low is None else start << 64 | int(steps.low[row])

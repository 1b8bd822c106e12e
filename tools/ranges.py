"""Ranges of addresses as steps: from this address on, this value, until the next step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from ipaddress import ip_network

NONE = ""
"""Value of an address about which a table says nothing."""

RESERVED = "--"
"""Value of an address that is never a host of the internet."""

SPECIAL = {
    4: (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/3",
    ),
    6: ("::/3", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "4000::/2", "8000::/1"),
}  # fmt: skip
"""Blocks of special use: IANA's IPv4 and IPv6 special-purpose address registries, as of 2024-10. For IPv6 also all that
is no global unicast (RFC 4291), Teredo and 6to4, which hold an IPv4 address of somebody else."""

LAST = {4: 2**32 - 1, 6: 2**128 - 1}

Step = tuple[int, str]
Row = tuple[int, int, str]


@dataclass(frozen=True)
class Stepped:
    """Steps from address 0 on, and how many rows of the table stood inside or across another one."""

    steps: list[Step]
    overlapping: int


def steps(rows: Iterable[Row]) -> Stepped:
    """Return rows of (first, last, value) as steps; rows may overlap and come in any order.

    The shortest row that holds an address counts, as in geofeeds the most specific prefix does (RFC 8805); two of the
    same length that disagree say nothing.
    """
    found: list[Step] = [(0, NONE)]
    overlapping = 0
    for cluster in _clusters(sorted(rows)):
        overlapping += len(cluster) - 1
        for start, value in _flattened(cluster):
            _put(found, start, value)
    return Stepped(found, overlapping)


def reserved(version: int) -> list[Step]:
    """Return the steps of addresses of special use."""
    rows = []
    for text in SPECIAL[version]:
        block = ip_network(text)
        rows.append((int(block.network_address), int(block.broadcast_address), RESERVED))
    return steps(rows).steps


def joined(
    version: int, parts: list[list[Step]], read: Callable[..., tuple[str, ...]]
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield (start, what `read` makes of the values of all parts) wherever that changes, up to the last address."""
    starts = sorted({start for part in parts for start, _ in part if start <= LAST[version]})
    places = [0] * len(parts)
    before: tuple[str, ...] | None = None
    for start in starts:
        for n, part in enumerate(parts):
            while places[n] + 1 < len(part) and part[places[n] + 1][0] <= start:
                places[n] += 1
        now = read(*(part[place][1] for part, place in zip(parts, places, strict=True)))
        if now != before:
            yield start, now
            before = now


def _clusters(rows: list[Row]) -> Iterator[list[Row]]:
    """Yield rows that touch each other together; the usual row is alone."""
    cluster: list[Row] = []
    reach = -1
    for row in rows:
        if cluster and row[0] > reach:
            yield cluster
            cluster = []
        cluster.append(row)
        reach = max(reach, row[1])
    if cluster:
        yield cluster


def _flattened(cluster: list[Row]) -> Iterator[Step]:
    bounds = sorted({first for first, _, _ in cluster} | {last + 1 for _, last, _ in cluster})
    for bound in bounds[:-1]:
        holding = [(last - first, value) for first, last, value in cluster if first <= bound <= last]
        shortest = min((length for length, _ in holding), default=0)
        values = {value for length, value in holding if length == shortest}
        yield bound, values.pop() if len(values) == 1 else NONE
    yield bounds[-1], NONE


def _put(found: list[Step], start: int, value: str) -> None:
    if found[-1][0] == start:
        found.pop()
    if not found or found[-1][1] != value:
        found.append((start, value))

"""What is known of internet addresses: the country where two dated tables agree, and which are no line of a person.

An address of a hosting network, a CDN, a VPN or a Tor exit is somebody else's machine (I13); one that a provider uses
for many customers at once is nobody's. Both come from the tables that ship (`values.ip_network`) and from the lists an
operation brings along (`[[reference]]` of kind hosting_ranges, tor_exits, cgnat_ranges).
"""

from __future__ import annotations

import ipaddress
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from keerpunt.values.ip_country import IpCountries
from keerpunt.values.ip_network import IpNetworks

HOSTING_KINDS = frozenset(("hosting_ranges", "tor_exits"))
SHARED_KINDS = frozenset(("cgnat_ranges",))
ADDRESS_LISTS = HOSTING_KINDS | SHARED_KINDS
IP_ABOUT = pa.schema(
    (
        ("ip", pa.string()),
        ("country", pa.string()),
        ("snapshot", pa.date32()),
        ("hosting", pa.bool_()),
        ("shared", pa.bool_()),
    )
)
"""`country` is XX unless both tables agree; it is about the day `snapshot`. `hosting`, `shared`: as the lists say."""

ADDRESS_COLUMNS = (
    ("session", "ip"), ("download", "ip"), ("payment", "ip"), ("purchase_order", "ip"), ("account", "register_ip"),
    ("ip_assignment", "ip"),
)  # fmt: skip

Span = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class AddressRange:
    """One line of a list of ranges: its kind and the range (`192.0.2.0/24`, or one address)."""

    kind: str
    network: str


def about_addresses(addresses: Iterable[str], listed: Sequence[AddressRange]) -> pa.Table:
    """Return one row of `IP_ABOUT` per distinct address, sorted.

    A range counts whatever the day of a use: an address that was a server's once is not relied on as a line.
    """
    ips = sorted(set(addresses))
    tables = IpCountries.load()
    networks = IpNetworks.load().look_up(ips)
    servers = _Ranges(each.network for each in listed if each.kind in HOSTING_KINDS)
    crowds = _Ranges(each.network for each in listed if each.kind in SHARED_KINDS)
    hosting = [
        bool(rents or edge) or ip in servers
        for ip, rents, edge in zip(ips, networks.hosting, networks.cdn, strict=True)
    ]
    return pa.table(
        [
            pa.array(ips, pa.string()),
            pa.array([str(code) for code in tables.look_up(ips).country], pa.string()),
            pa.array([tables.snapshot] * len(ips), pa.date32()),
            pa.array(hosting, pa.bool_()),
            pa.array([ip in crowds for ip in ips], pa.bool_()),
        ],
        schema=IP_ABOUT,
    )


def one_spelling(address: str) -> str:
    """Return an address as it compares: IPv6 in its short form, an IPv4 address mapped into IPv6 as itself."""
    try:
        found = ipaddress.ip_address(address.strip())
    except ValueError:
        return address
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return str(mapped or found)


def spelled_as_one(tables: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    """Return the canonical tables with each address in the spelling in which it compares.

    Two logs, or a log and an answer, may write one IPv6 address in several ways.
    """
    found = dict(tables)
    for name, column in ADDRESS_COLUMNS:
        place = found[name].schema.get_field_index(column)
        whole = found[name].column(place).combine_chunks().dictionary_encode()
        spelled = [None if text is None else one_spelling(text) if ":" in text else text for text in
                   whole.dictionary.to_pylist()]  # fmt: skip
        changed = pa.array(spelled, pa.string()).take(whole.indices)
        found[name] = found[name].set_column(place, found[name].schema.field(place), changed)
    return found


class _Ranges:
    """Ranges of addresses in order, overlapping ones merged; what is no address lies in none."""

    def __init__(self, networks: Iterable[str]) -> None:
        self._starts: list[tuple[int, int]] = []
        self._ends: list[int] = []
        for version, first, last in sorted(_span(text) for text in networks):
            if self._starts and self._starts[-1][0] == version and first <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], last)
            else:
                self._starts.append((version, first))
                self._ends.append(last)

    def __contains__(self, address: str) -> bool:
        try:
            found = ipaddress.ip_address(address)
        except ValueError:
            return False
        place = bisect_right(self._starts, (found.version, int(found))) - 1
        return place >= 0 and self._starts[place][0] == found.version and int(found) <= self._ends[place]


def _span(text: str) -> Span:
    network = ipaddress.ip_network(text, strict=False)
    return network.version, int(network.network_address), int(network.broadcast_address)

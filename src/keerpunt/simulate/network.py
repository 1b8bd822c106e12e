"""Lines to the internet: who has which reserved address when, and through which ports."""

from __future__ import annotations

import bisect
import datetime as dt
import ipaddress
import random
from dataclasses import dataclass

from keerpunt.simulate.chance import Chance, chance_of
from keerpunt.simulate.days import FIRST_DAY, LAST_DAY, midnight
from keerpunt.simulate.people import Address, Person
from keerpunt.simulate.providers import Provider, access_provider

HOSTING_IP = "192.0.2.77"
MONITOR_IP = "192.0.2.10"
_SHARED = ipaddress.ip_network("203.0.113.0/24")
_PLAIN = ipaddress.ip_network("198.18.0.0/15")
_SIX = ipaddress.ip_network("2001:db8::/32")
_PORTS_EACH = 4000
_FIRST_SHARED_PORT = 4096
_SHARERS = 2
"""Customers of this operation behind one shared address: fewer than the three surnames that make a group."""


@dataclass(frozen=True, slots=True)
class Lease:
    """One address of one line from `start` until `end` (UTC); the ports are 0 where the address is not shared."""

    ip: str
    start: dt.datetime
    end: dt.datetime
    port_from: int = 0
    port_to: int = 0

    @property
    def shared(self) -> bool:
        """Whether other customers use the address at the same time."""
        return self.port_from > 0


@dataclass(frozen=True, slots=True)
class Line:
    """A customer's line; `installation` is where it ends, `leases` follow each other without a gap."""

    provider: Provider
    customer: Person
    customer_ref: str
    installation: Address
    leases: tuple[Lease, ...]

    def lease_at(self, instant: dt.datetime) -> Lease:
        """Return the lease that covers an instant of the operation."""
        return self.leases[bisect.bisect_right(self.leases, instant, key=lambda lease: lease.start) - 1]


@dataclass(slots=True)
class Lines:
    """All lines drawn so far; an address belongs to one line, a shared one to `_SHARERS` of them."""

    chance: Chance
    count: int = 0
    plain_used: int = 0
    shared_used: int = 0

    def draw(self, customer: Person, *, shared: bool = False, installation: Address | None = None) -> Line:
        """Draw a line for a customer, at home unless `installation` says otherwise."""
        self.count += 1
        rng = self.chance.stream("line", self.count)
        leases = self._shared_leases() if shared else self._own_leases(rng)
        home = installation or customer.home
        ref = f"L{self.count:06d}"
        return Line(access_provider(rng, home.country), customer, ref, home, leases)

    def _own_leases(self, rng: random.Random) -> tuple[Lease, ...]:
        leases: list[Lease] = []
        start, end = midnight(FIRST_DAY - dt.timedelta(days=60)), midnight(LAST_DAY + dt.timedelta(days=30))
        six = chance_of(rng, 8)
        while start < end:
            until = min(end, start + dt.timedelta(days=rng.randint(35, 140), seconds=rng.randrange(86_400)))
            leases.append(Lease(self._next_ip(six), start, until))
            start = until
        return tuple(leases)

    def _next_ip(self, six: bool) -> str:
        self.plain_used += 1
        if six:
            return str(_SIX[(self.plain_used << 64) + 0x1F])
        # A step that shares no factor with the size of the block visits each address once before any comes back.
        size = _PLAIN.num_addresses
        return str(_PLAIN[self.plain_used * 40_503 % size])

    def _shared_leases(self) -> tuple[Lease, ...]:
        block, place = divmod(self.shared_used, _SHARERS)
        self.shared_used += 1
        first = _FIRST_SHARED_PORT + place * _PORTS_EACH
        ip = str(_SHARED[1 + block % (_SHARED.num_addresses - 2)])
        start, end = midnight(FIRST_DAY - dt.timedelta(days=60)), midnight(LAST_DAY + dt.timedelta(days=30))
        return (Lease(ip, start, end, first, first + _PORTS_EACH - 1),)


def port(rng: random.Random, lease: Lease) -> int:
    """Draw a source port that the lease allows."""
    return rng.randint(lease.port_from, lease.port_to) if lease.shared else rng.randint(20_000, 60_999)

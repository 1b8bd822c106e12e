"""Lines to the internet: who has which reserved address when, and through which ports."""

from __future__ import annotations

import bisect
import datetime as dt
import ipaddress
import random
from collections.abc import Iterator
from dataclasses import dataclass, field

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

OWN, SHARED, NEIGHBOURS = "own", "shared", "neighbours"


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
    """All lines drawn so far. An address belongs to one line, or to neighbours behind it who differ by their ports."""

    chance: Chance
    count: int = 0
    plain_used: int = 0
    shared_used: int = 0
    neighbours: dict[str, tuple[str, int]] = field(default_factory=dict)

    def draw(self, customer: Person, *, kind: str = OWN, installation: Address | None = None) -> Line:
        """Draw a line for a customer, at home unless `installation` says otherwise.

        `kind`: own (an address of its own), shared (behind one address with people who are not in the operation), or
        neighbours (behind one address with another customer of the operation, told apart by port alone).
        """
        self.count += 1
        rng = self.chance.stream("line", self.count)
        home = installation or customer.home
        provider = access_provider(rng, home.country)
        if kind == OWN:
            leases = tuple(self._own_leases(rng))
        else:
            leases = tuple(self._shared_leases(rng, provider.name if kind == NEIGHBOURS else ""))
        return Line(provider, customer, f"L{self.count:06d}", home, leases)

    def _own_leases(self, rng: random.Random) -> Iterator[Lease]:
        six = chance_of(rng, 8)
        for start, end in _spans(rng):
            yield Lease(self._next_ip(six), start, end)

    def _next_ip(self, six: bool) -> str:
        self.plain_used += 1
        if six:
            return str(_SIX[(self.plain_used << 64) + 0x1F])
        # A step that shares no factor with the size of the block visits each address once before any comes back.
        return str(_PLAIN[self.plain_used * 40_503 % _PLAIN.num_addresses])

    def _shared_leases(self, rng: random.Random, provider: str) -> Iterator[Lease]:
        ip, place = self.neighbours.get(provider, ("", 0))
        if not ip:
            self.shared_used += 1
            ip = str(_SHARED[1 + self.shared_used % (_SHARED.num_addresses - 2)])
        if provider:
            # One address per provider: nine neighbours fit behind it, more than a generated operation draws.
            self.neighbours[provider] = (ip, place + 1)
        first = _FIRST_SHARED_PORT + place * _PORTS_EACH
        for start, end in _spans(rng):
            yield Lease(ip, start, end, first, first + _PORTS_EACH - 1)


def _spans(rng: random.Random) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """Yield the times of leases that follow each other; two payments of two months never lie in one of them."""
    start, end = midnight(FIRST_DAY - dt.timedelta(days=60)), midnight(LAST_DAY + dt.timedelta(days=30))
    while start < end:
        until = min(end, start + dt.timedelta(days=rng.randint(7, 23), seconds=rng.randrange(86_400)))
        yield start, until
        start = until


def port(rng: random.Random, lease: Lease) -> int:
    """Draw a source port that the lease allows."""
    return rng.randint(lease.port_from, lease.port_to) if lease.shared else rng.randint(20_000, 60_999)

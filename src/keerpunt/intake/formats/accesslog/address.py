"""Which address was the client's, and how the log knows (INTAKE.md section 4)."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network
from socket import AF_INET, inet_pton
from typing import NamedTuple

from keerpunt.errors import SourceRefused, UnreadableValue
from keerpunt.values.ip_network import is_cdn

UNKNOWN = "unknown"
_NO_ADDRESS = ("", "-", "unknown")
_MAX_PORT = 65_535
_CACHED = 65_536
_LONGEST = 120
"""More characters than an address with brackets, zone index and port has."""
MAX_KEPT = 256
"""Characters of the longest header that is remembered."""


class Client(NamedTuple):
    """An address, how the line knows it, and the port that a proxy stated with it, as text."""

    ip: str | None
    basis: str
    port: str = ""


NOBODY = Client(None, UNKNOWN)


def address_of(text: str) -> str | None:
    """Return an address in its usual form, None for a host name, `-` and everything else.

    A port, brackets and an IPv4 address inside IPv6 are taken off; zone indexes name no address of the internet.
    """
    return _split(text)[0]


def _split(text: str) -> tuple[str | None, str]:
    """Return the address in a text and the port beside it; what is longer than any address is none."""
    return _remembered(text) if len(text) <= _LONGEST else (None, "")


@lru_cache(maxsize=_CACHED)
def _remembered(text: str) -> tuple[str | None, str]:
    try:
        inet_pton(AF_INET, text)
    except (OSError, ValueError):
        return _unusual(text)
    return text, ""


def _unusual(text: str) -> tuple[str | None, str]:
    bare, port = text.strip(), ""
    if bare.startswith("["):
        bare, _, port = bare[1:].partition("]")
        port = port.removeprefix(":")
    elif bare.count(":") == 1:
        bare, _, port = bare.partition(":")
    try:
        found = ip_address(bare)
    except ValueError:
        return None, ""
    if isinstance(found, IPv6Address):
        if found.scope_id:
            return None, ""
        if found.ipv4_mapped:
            return str(found.ipv4_mapped), port
    return str(found), port


class Proxies:
    """The proxies of the platform whose X-Forwarded-For may be believed, addresses or networks."""

    def __init__(self, declared: tuple[str, ...]) -> None:
        """Read the declaration; raises SourceRefused for an entry that is neither address nor network."""
        try:
            self._networks = tuple(ip_network(entry.strip(), strict=False) for entry in declared)
        except ValueError:
            raise SourceRefused("bad_identifier", "`trusted_proxies` names no address or network") from None
        self._known: dict[str, bool] = {}

    def __bool__(self) -> bool:
        return bool(self._networks)

    def __contains__(self, address: str) -> bool:
        if address not in self._known:
            if len(self._known) > _CACHED:
                self._known.clear()
            found = ip_address(address)
            self._known[address] = any(found.version == n.version and found in n for n in self._networks)
        return self._known[address]


def is_forwarded(text: str) -> bool:
    """Tell whether a field can be X-Forwarded-For: some part of it is an address, or a word for none."""
    return any(part.strip() in _NO_ADDRESS or address_of(part) for part in text.split(","))


def finder(proxies: Proxies) -> Callable[[str, str], Client]:
    """Return `client_of` for one list of proxies, which remembers: a log names few peers many times."""

    def find(host: str, forwarded: str) -> Client:
        return client_of(host, forwarded, proxies)

    remembered = lru_cache(maxsize=_CACHED)(find)
    # A header may be as long as a line; such ones are not kept.
    return lambda host, forwarded: (remembered if len(forwarded) <= MAX_KEPT else find)(host, forwarded)


def client_listed(listed: str, proxies: Proxies) -> Client:
    """Return the client of a line that names a list of addresses and no peer: who sent that list, nobody knows.

    So even the right-most address that is no trusted proxy is untrusted.
    """
    for part in reversed(listed.split(",")):
        found, port = _split(part)
        if found is None:
            return NOBODY
        if found not in proxies:
            return Client(found, "untrusted_header", port)
    return NOBODY


def client_of(host: str, forwarded: str, proxies: Proxies) -> Client:
    """Return the client's address and its basis, None and `unknown` where the line does not tell.

    Without a header it is the peer, unless the peer is a trusted proxy: then the client is not known. With a header
    and a list of trusted proxies it is the right-most address that is no trusted proxy, the peer being the last of the
    chain: so a header is worth nothing where the peer is no trusted proxy. Without a list it is the right-most one,
    untrusted. What stands further left is the client's own text and never used.

    An address that belongs to a CDN is its edge, not a client, however the line knows it: `cdn_edge`.
    """
    peer = address_of(host)
    chain = [part for part in forwarded.split(",") if part.strip()] if forwarded not in ("", "-") else []
    if not chain:
        return NOBODY if peer is None or (proxies and peer in proxies) else _direct(peer)
    if not proxies:
        last, port = _split(chain[-1])
        return Client(last, "untrusted_header", port) if last else NOBODY
    if peer is None:
        return NOBODY
    if peer not in proxies:
        return _direct(peer)
    for part in reversed(chain):
        found, port = _split(part)
        if found is None:
            return NOBODY
        if found not in proxies:
            return Client(found, "cdn_edge" if is_cdn(found) else "trusted_proxy_header", port)
    return NOBODY


def _direct(peer: str) -> Client:
    return Client(peer, "cdn_edge" if is_cdn(peer) else "direct")


def port_of(text: str) -> int | None:
    """Return a source port; 0, absent and `-` are none.

    Raises:
        UnreadableValue: `bad_identifier` for a number that is no port.
    """
    if text in ("", "-", "0"):
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 5 or int(text) > _MAX_PORT:
        raise UnreadableValue("bad_identifier")
    return int(text)

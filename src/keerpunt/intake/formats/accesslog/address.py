"""Which address was the client's, and how the log knows (INTAKE.md section 4)."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network

from keerpunt.errors import SourceRefused, UnreadableValue

UNKNOWN = "unknown"
_NO_ADDRESS = ("", "-", "unknown")
_MAX_PORT = 65_535


@lru_cache(maxsize=65_536)
def address_of(text: str) -> str | None:
    """Return an address in its usual form, None for a host name, `-` and everything else.

    A port, brackets and an IPv4 address inside IPv6 are taken off; zone indexes name no address of the internet.
    """
    bare = text.strip()
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        found = ip_address(bare)
    except ValueError:
        return None
    if isinstance(found, IPv6Address):
        if found.scope_id:
            return None
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
    return str(found)


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
            if len(self._known) > 100_000:
                self._known.clear()
            found = ip_address(address)
            self._known[address] = any(found.version == n.version and found in n for n in self._networks)
        return self._known[address]


def is_forwarded(text: str) -> bool:
    """Tell whether a field can be X-Forwarded-For: some part of it is an address, or a word for none."""
    return any(part.strip() in _NO_ADDRESS or address_of(part) for part in text.split(","))


def client_of(host: str, forwarded: str, proxies: Proxies) -> tuple[str | None, str]:
    """Return the client's address and its basis, None and `unknown` where the line does not tell.

    Without a header it is the peer, unless the peer is a trusted proxy: then the client is not known. With a header
    and a list of trusted proxies it is the right-most address that is no trusted proxy, the peer being the last of the
    chain: so a header is worth nothing where the peer is no trusted proxy. Without a list it is the right-most one,
    untrusted. What stands further left is the client's own text and never used.
    """
    peer = address_of(host)
    chain = [part for part in forwarded.split(",") if part.strip()] if forwarded not in ("", "-") else []
    if not chain:
        if peer is None or (proxies and peer in proxies):
            return None, UNKNOWN
        return peer, "direct"
    if not proxies:
        last = address_of(chain[-1])
        return (last, "untrusted_header") if last else (None, UNKNOWN)
    if peer is None or peer not in proxies:
        return (peer, "direct") if peer else (None, UNKNOWN)
    for part in reversed(chain):
        found = address_of(part)
        if found is None:
            return None, UNKNOWN
        if found not in proxies:
            return found, "trusted_proxy_header"
    return None, UNKNOWN


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

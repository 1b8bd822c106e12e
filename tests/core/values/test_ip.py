"""Countries and networks of addresses: both answers kept, a country only where they agree, CDNs known."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from ipaddress import IPv4Address, IPv6Address, ip_address

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from keerpunt.values.ip_country import BASES, FAR, IpCountries
from keerpunt.values.ip_network import IpNetworks, is_cdn, name_of, roles
from keerpunt.values.ip_steps import Steps, numbers_of, shipped

COUNTRIES = IpCountries.load()
NETWORKS = IpNetworks.load()

addresses = st.one_of(
    st.integers(0, 2**32 - 1).map(lambda n: str(IPv4Address(n))),
    st.integers(0x2000 << 112, 0x3FFF << 112).map(lambda n: str(IPv6Address(n))),
    st.integers(0, 2**128 - 1).map(lambda n: str(IPv6Address(n))),
    st.sampled_from(("", "-", "host.example.org", "192.0.2.01", "1.2.3", "fe80::1%eth0", "1.2.3.4\0", "é", None)),
)


def slowly(address):
    """Walk the shipped rows: the slow twin of the search."""
    try:
        found = ip_address(address)
    except ValueError:
        return "", "", "XX", "no_address"
    found = getattr(found, "ipv4_mapped", None) or found
    if getattr(found, "scope_id", None):
        return "", "", "XX", "no_address"
    table, _ = shipped(f"ip_country_v{found.version}")
    if found.version == 4:
        starts = table.column("start").to_pylist()
    else:
        halves = zip(table.column("start_high").to_pylist(), table.column("start_low").to_pylist(), strict=True)
        starts = [high << 64 | low for high, low in halves]
    row = sum(start <= int(found) for start in starts) - 1
    geo, asn = table.column("geo_whois")[row].as_py(), table.column("asn")[row].as_py()
    if geo == "--":
        return "", "", "XX", "reserved"
    if geo == asn:
        return geo, asn, geo or "XX", "agree" if geo else "no_answer"
    return geo, asn, "XX", "conflict" if geo and asn else "one_table"


def found_for(asked):
    found = COUNTRIES.look_up(asked)
    return list(
        zip(*(column.tolist() for column in (found.geo_whois, found.asn, found.country, found.basis)), strict=True)
    )


def edges(version):
    """Return addresses on and around places where something changes."""
    table, _ = shipped(f"ip_country_v{version}")
    rows = range(0, table.num_rows, table.num_rows // 5)
    for row in rows:
        if version == 4:
            start, make, last = table.column("start")[row].as_py(), IPv4Address, 2**32 - 1
        else:
            start = table.column("start_high")[row].as_py() << 64 | table.column("start_low")[row].as_py()
            make, last = IPv6Address, 2**128 - 1
        yield from (str(make(n)) for n in (start - 1, start, start + 1) if 0 <= n <= last)


@pytest.mark.slow
def test_the_search_agrees_with_a_walk_over_all_rows():
    inside_a_64 = [
        str(IPv6Address((high << 64 | low) + step))
        for high, low in _fine(6)
        for step in (-1, 0, 1)
    ]  # fmt: skip
    asked = [*edges(4), *edges(6), *inside_a_64, "255.255.255.255", "ffff::", "0.0.0.1", "::", "x", None]
    assert found_for(asked) == [slowly(address) for address in asked]


def _fine(version):
    table, _ = shipped(f"ip_country_v{version}")
    high, low = table.column("start_high").to_numpy(), table.column("start_low").to_numpy()
    return [(int(high[row]), int(low[row])) for row in np.flatnonzero(low)[::2500]]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4)), unique=True), st.integers(0, 3), st.integers(0, 4))
def test_halves_of_ipv6_are_searched_as_one_number(starts, high, low):
    starts = sorted({(0, 0), *starts})
    table = Steps(*(np.array([start[half] for start in starts], np.uint64) for half in (0, 1)))
    row = table.rows_of(np.array([[high, low]], np.uint64))[0]
    assert row == sum(start <= (high, low) for start in starts) - 1


@given(st.lists(addresses, max_size=8))
def test_many_together_are_found_as_each_alone(asked):
    together = found_for(asked)
    assert together == [row for address in asked for row in found_for([address])]
    numbers = NETWORKS.look_up(asked).number.tolist()
    assert numbers == [NETWORKS.network_of(address).number for address in asked]


@given(addresses)
def test_a_country_is_named_only_where_both_tables_give_it(address):
    found = COUNTRIES.country_of(address)
    assert (found.country != "XX") == (found.basis == "agree")
    assert found.basis in BASES
    if found.basis == "agree":
        assert found.geo_whois == found.asn == found.country
    if found.basis == "conflict":
        assert found.geo_whois
        assert found.asn
        assert found.geo_whois != found.asn


SPECIAL = (
    "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.1.1", "192.0.2.1", "198.51.100.1", "203.0.113.1", "224.0.0.1",
    "255.255.255.255", "::1", "fe80::1", "fc00::1", "2001:db8::1", "2002:808:808::1", "2001::1", "::ffff:10.0.0.1",
)  # fmt: skip


@pytest.mark.parametrize("address", SPECIAL)
def test_private_and_reserved_addresses_are_in_no_country(address):
    found = COUNTRIES.country_of(address)
    assert (found.country, found.basis, found.geo_whois, found.asn) == ("XX", "reserved", "", "")


def test_an_ipv4_address_inside_ipv6_is_found_as_itself():
    assert COUNTRIES.country_of("::ffff:8.8.8.8") == COUNTRIES.country_of("8.8.8.8")


def test_namibia_is_found():
    table, _ = shipped("ip_country_v4")
    row = next(row for row in table.to_pylist() if row["geo_whois"] == row["asn"] == "NA")
    found = COUNTRIES.country_of(str(IPv4Address(row["start"])))
    assert (found.country, found.basis) == ("NA", "agree")


def test_the_day_of_the_tables_is_known_and_a_far_event_is_said():
    day = COUNTRIES.snapshot
    assert day == dt.date(2026, 6, 17)
    assert COUNTRIES.country_of("8.8.8.8").snapshot == day
    assert COUNTRIES.older_than(day) == ""
    assert [COUNTRIES.older_than(day + dt.timedelta(days=n)) for n in (-181, -180, 180, 181)] == [FAR, "", "", FAR]
    assert COUNTRIES.older_than(day + dt.timedelta(days=10), max_age_days=9) == FAR
    assert COUNTRIES.older_than(None) == FAR
    zone = dt.timezone(dt.timedelta(hours=-5))
    late = dt.datetime.combine(day + dt.timedelta(days=180), dt.time(22), zone)
    assert COUNTRIES.older_than(late) == FAR


def test_the_sources_are_named_with_licence_and_day():
    assert [source.package.partition("/")[2] for source in COUNTRIES.sources] == [
        "geo-whois-asn-country",
        "asn-country",
    ]
    assert {source.stated_licence for source in COUNTRIES.sources} == {"CC0-1.0"}


def test_networks_say_who_announces_an_address():
    found = NETWORKS.network_of("1.1.1.1")
    assert (found.number, found.name, found.cdn, found.hosting) == (13335, "Cloudflare, Inc.", True, False)
    assert NETWORKS.network_of("10.0.0.1").number == 0
    assert NETWORKS.network_of("host.example.org").name == ""
    assert name_of(2**32 - 1) == ""


def test_every_listed_role_is_that_of_its_registrant():
    assert len({entry.number for entry in roles()}) == len(roles())
    for entry in roles():
        assert entry.role in ("cdn", "hosting")
        assert entry.holder.lower() in name_of(entry.number).lower()
        assert entry.source
        assert entry.as_of <= NETWORKS.snapshot


@given(addresses)
def test_the_quick_test_for_a_cdn_agrees_with_the_table(address):
    assert is_cdn(address or "") == NETWORKS.network_of(address).cdn


def test_the_quick_test_agrees_at_the_edges_of_cdn_ranges():
    table, _ = shipped("ip_network_v4")
    starts, numbers = table.column("start").to_numpy(), table.column("number").to_numpy()
    cdn = np.flatnonzero(np.isin(numbers, [entry.number for entry in roles() if entry.role == "cdn"]))[::200]
    asked = [str(IPv4Address(int(starts[row + end]) + step)) for row in cdn for end in (0, 1) for step in (-1, 0)]
    assert [is_cdn(address) for address in asked] == NETWORKS.look_up(asked).cdn.tolist()
    assert is_cdn("2606:4700::1")
    assert not is_cdn("2001:db8::1")


def test_numbers_keep_their_places():
    found = numbers_of(["-", "192.0.2.1", "2001:db8::1", None, "192.0.2.2"])
    assert found.v4_places.tolist() == [1, 4]
    assert found.v6_places.tolist() == [2]
    assert found.v6.tolist() == [[0x20010DB800000000, 1]]


def test_importing_reads_no_table():
    code = "from keerpunt.values import ip_country, ip_network, ip_steps; print(ip_steps.shipped.cache_info().misses)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "0\n"

"""Internet addresses: their country (I12, and where nothing else states one), and hosts, nobody's line (I13)."""

from __future__ import annotations

import datetime as dt
import sys

import pyarrow as pa
import pytest

from keerpunt.assess import AddressRange
from keerpunt.assess.addresses import IP_ABOUT, about_addresses, one_spelling
from tests.support.cases import FIRST, LINE, Case, buyer, g_d, t1

pytestmark = pytest.mark.slow

RANGES = (
    AddressRange("hosting_ranges", "198.51.100.0/25"),
    AddressRange("hosting_ranges", "198.51.100.64/26"),
    AddressRange("tor_exits", "203.0.113.9"),
    AddressRange("cgnat_ranges", "2001:db8:1::/48"),
)


@pytest.mark.parametrize(
    ("address", "hosting", "shared"),
    [
        ("198.51.100.0", True, False),
        ("198.51.100.127", True, False),
        ("198.51.100.128", False, False),
        ("203.0.113.9", True, False),
        ("203.0.113.10", False, False),
        ("2001:db8:1::7", False, True),
        ("2001:db8:2::7", False, False),
        ("no address", False, False),
    ],
)
def test_an_address_is_looked_up_in_every_list(address: str, *, hosting: bool, shared: bool) -> None:
    (row,) = about_addresses([address, address], RANGES).to_pylist()
    assert (row["hosting"], row["shared"], row["country"]) == (hosting, shared, "XX")


def placed(monkeypatch: pytest.MonkeyPatch, country: str, *, days: int = 0, hosting: bool = False) -> None:
    """Let every address be of one country by tables made `days` after the first payment."""

    def about(addresses: list[str], listed: object) -> pa.Table:
        del listed
        day = FIRST.date() + dt.timedelta(days=days)
        rows = [
            {"ip": ip, "country": country, "snapshot": day, "hosting": hosting, "shared": False} for ip in addresses
        ]
        return pa.Table.from_pylist(rows, schema=IP_ABOUT)

    monkeypatch.setattr(sys.modules["keerpunt.assess.weigh"], "about_addresses", about)


def paid_from(issuer: str = "NL", billing: str = "NL") -> Case:
    case = t1()
    case.tables["payment"][0] |= {"ip": "192.0.2.80", "issuer_country": issuer, "billing_country": billing}
    return case


@pytest.mark.parametrize(
    ("country", "days", "hosting", "expected"),
    [
        ("NL", 0, False, ("supports", 0, 200)),
        ("BE", 0, False, ("contradicts", -400, 0)),
        ("BE", 180, False, ("contradicts", -400, 0)),
        ("BE", 181, False, ("neutral", 0, 0)),
        ("BE", 0, True, ("neutral", 0, 0)),
        ("XX", 0, False, ("not_available", 0, 0)),
    ],
)
def test_the_country_of_an_address_weighs_near_its_tables_only(
    monkeypatch: pytest.MonkeyPatch, country: str, days: int, expected: tuple[str, int, int], *, hosting: bool
) -> None:
    placed(monkeypatch, country, days=days, hosting=hosting)
    assert paid_from().rows("I12")["stolen_data"] == expected


def test_an_address_in_another_country_than_the_bill_and_equal_to_the_card_is_neutral(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    placed(monkeypatch, "BE")
    assert paid_from("BE", "NL").rows("I12")["stolen_data"] == ("neutral", 0, 0)


def homeless() -> Case:
    """Nothing but the address of a payment states a country."""
    case = buyer(1)
    case.verified(country="XX", line1=None, postcode=None, address_from=None)
    case.tables["payment"][0]["ip"] = "192.0.2.80"
    return case


def test_the_country_of_an_address_decides_where_nothing_else_does(monkeypatch: pytest.MonkeyPatch) -> None:
    placed(monkeypatch, "BE")
    lead = homeless().lead()
    assert (lead["country"], lead["country_basis"]) == ("BE", "ip")


@pytest.mark.parametrize(("days", "hosting"), [(200, False), (0, True)])
def test_a_far_day_or_a_host_leaves_the_country_unknown(
    monkeypatch: pytest.MonkeyPatch, days: int, *, hosting: bool
) -> None:
    placed(monkeypatch, "BE", days=days, hosting=hosting)
    assert "country_unknown" in homeless().lead()["missing"]


def test_what_comes_from_a_host_is_nobodys_line() -> None:
    case = g_d()
    assert case.rows("I13")["data_error"][0] == "neutral"
    case.settings = {"address_ranges": (AddressRange("tor_exits", LINE),)}
    lead = case.lead()
    assert {"stolen_data_open", "e10_ip_basis"} <= set(lead["missing"])
    assert case.rows("I20")["stolen_data"] == ("neutral", 0, 0)
    assert case.rows("I13")["data_error"] == ("neutral", 0, 0)


def test_one_address_in_two_spellings_is_one_line() -> None:
    case = g_d()
    for row in case.tables["session"]:
        if row.get("ip"):
            row["ip"] = "2001:db8::7"
    for row in case.tables["ip_assignment"]:
        row["ip"] = "2001:0DB8:0000:0000:0000:0000:0000:0007"
    assert case.lead()["gate"] == "review_ready"


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("2001:DB8:0:0::1", "2001:db8::1"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("192.0.2.7", "192.0.2.7"),
        ("not:an:address", "not:an:address"),
    ],
)
def test_an_address_has_one_spelling(written: str, compared: str) -> None:
    assert one_spelling(written) == compared

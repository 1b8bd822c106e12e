"""The tables that ship are built the same way every time, and say what the packages say."""

from __future__ import annotations

import io
import itertools
import json
import tarfile

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from keerpunt.values.country import ASSIGNED
from tools.ranges import NONE, RESERVED, joined, reserved, steps
from tools.reference_data import TARGET, build, main

rows_of_a_table = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 20), st.sampled_from("ABC")).map(lambda r: (r[0], r[0] + r[1], r[2])),
    max_size=12,
)


def value_at(found, address):
    return next(value for start, value in reversed(found) if start <= address)


def slowly(rows, address):
    holding = sorted((last - first, value) for first, last, value in rows if first <= address <= last)
    values = {value for length, value in holding if length == holding[0][0]}
    return values.pop() if len(values) == 1 else NONE


@given(rows_of_a_table)
def test_the_shortest_row_that_holds_an_address_counts(rows):
    found = steps(rows).steps
    assert [value_at(found, n) for n in range(90)] == [slowly(rows, n) for n in range(90)]
    assert found == steps(reversed(rows)).steps
    assert found[0][0] == 0
    assert all(one[0] < two[0] and one[1] != two[1] for one, two in itertools.pairwise(found))


@given(rows_of_a_table, rows_of_a_table)
def test_tables_are_joined_where_either_changes(left, right):
    one, two = steps(left).steps, steps(right).steps
    found = list(joined(4, [one, two], lambda a, b: (a, b)))
    for n in range(90):
        assert value_at(found, n) == (value_at(one, n), value_at(two, n))


@pytest.mark.parametrize("version", [4, 6])
def test_special_blocks_are_reserved_and_the_rest_is_not(version):
    found = reserved(version)
    special = {4: (0, 10 << 24, 127 << 24, 255 << 24), 6: (1, 0x20010DB8 << 96, 0xFE80 << 112)}[version]
    assert all(value_at(found, address) == RESERVED for address in special)
    common = {4: (8 << 24, 193 << 24), 6: (0x2606 << 112, 0x2A00 << 112)}[version]
    assert all(value_at(found, address) == NONE for address in common)


HERE = 0x2606 << 112
FILES = {
    "geo-whois-asn-country": {
        4: "16777216,16777471,NA\n16777280,16777280,DE\n167772160,167772415,US\n16777472,16777727,AN\n",
        6: f"{HERE},{HERE + 20},NA\n",
    },
    "asn-country": {4: "16777216,16777727,NA\n", 6: f"{HERE},{HERE + 2**96 - 1},NA\n"},
    "asn": {4: '16777216,16777471,64500,"Example, Inc."\n16777472,16777727,64500,Example\n', 6: ""},
}


@pytest.fixture
def packages(tmp_path):
    for name, tables in FILES.items():
        stated = {"name": f"@ip-location-db/{name}", "version": "2.3.2026061719", "license": "CC0-1.0"}
        members = {"package.json": json.dumps(stated)} | {
            f"{name}-ipv{version}-num.csv": text for version, text in tables.items()
        }
        with tarfile.open(tmp_path / f"ip-location-db-{name}-2.3.2026061719.tgz", "w:gz") as packed:
            for member, text in members.items():
                about = tarfile.TarInfo(f"package/{member}")
                about.size = len(text)
                packed.addfile(about, io.BytesIO(text.encode()))
    return tmp_path


def test_the_same_packages_give_the_same_bytes(packages, tmp_path):
    first, second = tmp_path / "1", tmp_path / "2"
    first.mkdir()
    second.mkdir()
    assert [p.read_bytes() for p in build(packages, first)] == [p.read_bytes() for p in build(packages, second)]


def test_namibia_is_a_country_and_overlaps_blocks_and_old_codes_are_set_right(packages, tmp_path):
    table = {path.name: pq.read_table(path) for path in build(packages, tmp_path)}
    found = table["ip_country_v4.parquet"].to_pylist()
    begin = 16777216
    assert [row for row in found if begin <= row["start"] < begin + 600] == [
        {"start": begin, "geo_whois": "NA", "asn": "NA"},
        {"start": begin + 64, "geo_whois": "DE", "asn": "NA"},
        {"start": begin + 65, "geo_whois": "NA", "asn": "NA"},
        {"start": begin + 256, "geo_whois": "", "asn": "NA"},
        {"start": begin + 512, "geo_whois": "", "asn": ""},
    ]
    sixth = table["ip_country_v6.parquet"].to_pylist()
    assert [(row["start_low"], row["geo_whois"], row["asn"]) for row in sixth if row["start_high"] == HERE >> 64] == [
        (0, "NA", "NA"),
        (21, "", "NA"),
    ]
    assert {"start": 10 << 24, "geo_whois": RESERVED, "asn": RESERVED} in found
    sources = json.loads(table["ip_country_v4.parquet"].schema.metadata[b"sources"])
    assert sources[0]["withdrawn_codes"] == ["AN"]
    assert sources[0]["snapshot"] == "2026-06-17"
    networks = table["ip_network_v4.parquet"].to_pylist()
    assert networks == [
        {"start": 0, "number": 0}, {"start": begin, "number": 64500}, {"start": begin + 512, "number": 0},
    ]  # fmt: skip
    assert table["network_names.parquet"].to_pylist() == [{"number": 64500, "name": "Example"}]


def test_it_asks_for_the_folder_of_the_packages(capsys):
    assert main([]) == 2
    assert "npm pack" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["ip_country_v4", "ip_country_v6", "ip_network_v4", "ip_network_v6", "network_names"])
def test_what_ships_names_its_sources_and_the_licences_name_them_too(name):
    sources = json.loads(pq.read_schema(TARGET / f"{name}.parquet").metadata[b"sources"])
    text = (TARGET / "LICENCES.md").read_text(encoding="utf-8")
    for source in sources:
        assert f"`{source['package']}` {source['version']}" in text
    assert f"{name}.parquet" in text


@pytest.mark.parametrize("version", [4, 6])
def test_no_shipped_country_is_null_and_every_one_is_assigned(version):
    table = pq.read_table(TARGET / f"ip_country_v{version}.parquet")
    for column in ("geo_whois", "asn"):
        assert not table.column(column).null_count
        assert set(table.column(column).unique().to_pylist()) <= ASSIGNED | {"XK", NONE, RESERVED}
        assert "NA" in table.column(column).unique().to_pylist()


def test_what_ships_is_small():
    assert sum(path.stat().st_size for path in TARGET.iterdir()) < 5_000_000

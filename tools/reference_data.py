"""Builds the tables of `keerpunt.values.data` from the packages in which their data is published.

    npm pack @ip-location-db/geo-whois-asn-country @ip-location-db/asn-country @ip-location-db/asn
    python -m tools.reference_data FOLDER_WITH_THE_PACKAGES

The same packages give the same bytes (under one version of pyarrow). What a table has to say about itself stands in the
metadata of its file: packages with version, stated licence, day of the snapshot, rows, and what was set right.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import sys
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from keerpunt.values.country import ASSIGNED
from tools.ranges import NONE, joined, reserved, steps

TARGET = Path(__file__).parents[1] / "src" / "keerpunt" / "values" / "data"
GEO, ASN, NETWORKS = "geo-whois-asn-country", "asn-country", "asn"
COUNTRIES = ASSIGNED | {"XK"}
VERSIONS = (4, 6)
_LOW = 2**64 - 1


@dataclass(frozen=True)
class Package:
    """One published package: its name, version and stated licence, and its files by name."""

    name: str
    version: str
    licence: str
    files: dict[str, str]

    @property
    def snapshot(self) -> dt.date:
        """The day on which it was made: its version ends in year, month, day and hour."""
        return dt.datetime.strptime(self.version.rpartition(".")[2], "%Y%m%d%H").replace(tzinfo=dt.UTC).date()

    def rows(self, version: int) -> Iterator[list[str]]:
        """Yield the rows of its table for IPv4 or IPv6; every cell is text, so that Namibia's `NA` is no NULL."""
        return csv.reader(io.StringIO(self.files[f"{self.name}-ipv{version}-num.csv"]))

    def about(self, rows: int) -> dict[str, Any]:
        """Return what the metadata says about it."""
        return {
            "package": f"@ip-location-db/{self.name}",
            "version": self.version,
            "stated_licence": self.licence,
            "snapshot": self.snapshot.isoformat(),
            "rows": rows,
        }


def package(folder: Path, name: str) -> Package:
    """Read a package from the one archive of it that lies in a folder."""
    [archive] = sorted(folder.glob(f"ip-location-db-{name}-[0-9]*.tgz"))
    files = {}
    with tarfile.open(archive) as packed:
        for member in packed.getmembers():
            held = packed.extractfile(member) if member.isfile() else None
            if held is not None and member.name.endswith(("-num.csv", "package.json")):
                files[Path(member.name).name] = held.read().decode("utf-8")
    stated = json.loads(files["package.json"])
    return Package(name, stated["version"], stated["license"], files)


def country_table(packages: tuple[Package, Package], version: int) -> pa.Table:
    """Return where countries change: start, geo_whois, asn (`''` no answer, `--` reserved)."""
    parts, about = [reserved(version)], []
    for one in packages:
        rows = [(int(first), int(last), code) for first, last, code in one.rows(version)]
        found = steps((first, last, code if code in COUNTRIES else NONE) for first, last, code in rows)
        parts.append(found.steps)
        withdrawn = sorted({code for *_, code in rows} - COUNTRIES)
        about.append({**one.about(len(rows)), "overlapping_rows": found.overlapping, "withdrawn_codes": withdrawn})
    changes = list(joined(version, parts, lambda special, geo, asn: (special or geo, special or asn)))
    columns = {"geo_whois": [c[0] for _, c in changes], "asn": [c[1] for _, c in changes]}
    return _table(version, [start for start, _ in changes], columns, about)


def network_table(networks: Package, version: int) -> pa.Table:
    """Return where networks change: start, number (0: no network announces the address)."""
    rows = [(int(row[0]), int(row[1]), row[2]) for row in networks.rows(version)]
    found = steps(rows)
    about = {**networks.about(len(rows)), "overlapping_rows": found.overlapping}
    changes = list(joined(version, [found.steps], lambda number: (number,)))
    return _table(
        version,
        [start for start, _ in changes],
        {"number": pa.array([int(value[0] or 0) for _, value in changes], pa.uint32())},
        [about],
    )


def name_table(networks: Package) -> pa.Table:
    """Return number and name of every network; of several names the first in the alphabet, so that order is nothing."""
    names: dict[int, str] = {}
    rows = 0
    for version in VERSIONS:
        for row in networks.rows(version):
            rows += 1
            number, name = int(row[2]), row[3].strip()
            names[number] = min(names.get(number, name), name)
    columns = {"number": pa.array(sorted(names), pa.uint32()), "name": [names[number] for number in sorted(names)]}
    return _described(pa.table(columns), [networks.about(rows)])


def _table(version: int, starts: list[int], columns: dict[str, Any], about: list[dict[str, Any]]) -> pa.Table:
    if version == 4:
        begin = {"start": pa.array(starts, pa.uint32())}
    else:
        begin = {
            "start_high": pa.array([start >> 64 for start in starts], pa.uint64()),
            "start_low": pa.array([start & _LOW for start in starts], pa.uint64()),
        }
    return _described(pa.table({**begin, **columns}), about)


def _described(table: pa.Table, about: list[dict[str, Any]]) -> pa.Table:
    return table.replace_schema_metadata({"sources": json.dumps(about, sort_keys=True)})


def write(table: pa.Table, path: Path) -> None:
    """Write a table as small as it gets: numbers by their differences, texts by their dictionary."""
    numbers = [field.name for field in table.schema if field.type in (pa.uint32(), pa.uint64())]
    texts = [field.name for field in table.schema if field.name not in numbers]
    pq.write_table(
        table,
        path,
        compression="zstd",
        compression_level=19,
        use_dictionary=texts,
        column_encoding=dict.fromkeys(numbers, "DELTA_BINARY_PACKED"),
        write_statistics=False,
        store_schema=True,
        row_group_size=max(table.num_rows, 1),
        data_page_size=2**20,
    )


def build(folder: Path, target: Path) -> Iterable[Path]:
    """Write all tables and yield their paths."""
    countries = package(folder, GEO), package(folder, ASN)
    networks = package(folder, NETWORKS)
    for version in VERSIONS:
        path = target / f"ip_country_v{version}.parquet"
        write(country_table(countries, version), path)
        yield path
        path = target / f"ip_network_v{version}.parquet"
        write(network_table(networks, version), path)
        yield path
    path = target / "network_names.parquet"
    write(name_table(networks), path)
    yield path


def main(arguments: list[str]) -> int:
    """Build the tables from the packages in the folder that was named, and say how large each one is."""
    if len(arguments) != 1:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    for path in build(Path(arguments[0]), TARGET):
        found = pq.read_metadata(path)
        sys.stdout.write(f"{path.name}: {found.num_rows} rows, {path.stat().st_size} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Times the country of addresses, beside its bound and its peers, over the same addresses in one process.

    python -m benchmarks.ip_lookup [--addresses 500000] [--out FILE]

`ours` takes text and gives both answers, the country and the basis. `numpy` is the search alone, over numbers: no
look-up by search in these tables can be faster. DuckDB joins the numbers with the table by ASOF. geoip2fast has its own
data, one answer and one address at a time; it is left out where it is not installed.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from keerpunt.values.ip_country import IpCountries
from keerpunt.values.ip_network import IpNetworks
from keerpunt.values.ip_steps import shipped

FLOOR = 800_000
FIRST, LAST = 1 << 24, 224 << 24
PEER_SHARE = 10
RUNS = 3


def rate(work: Callable[[], Any], count: int) -> int:
    """Return look-ups per second, the best of a few runs."""
    seconds = []
    for _ in range(RUNS):
        begin = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - begin)
    return round(count / min(seconds))


def geoip2fast_rate(addresses: list[str]) -> int | None:
    """Return the peer's rate over a share of the addresses, None where it is not installed."""
    if find_spec("geoip2fast") is None:
        return None
    from geoip2fast import GeoIP2Fast  # noqa: PLC0415 (a peer that may not be there)

    peer = GeoIP2Fast()
    share = addresses[: len(addresses) // PEER_SHARE]
    return rate(lambda: [peer.lookup(address).country_code for address in share], len(share))


def asof_rate(numbers: np.ndarray[Any, Any]) -> int:
    """Return the rate of DuckDB on one thread."""
    connection = duckdb.connect(config={"threads": 1})
    table = shipped("ip_country_v4")[0]
    starts = pa.table({name: table.column(name).cast(pa.string() if name != "start" else pa.uint32())
                       for name in table.column_names})  # fmt: skip
    connection.register("step", starts)
    connection.register("asked", pa.table({"number": numbers}))
    sql = "SELECT count(step.geo_whois) FROM asked ASOF JOIN step ON asked.number >= step.start"
    return rate(lambda: connection.execute(sql).fetchall(), len(numbers))


def measure(count: int) -> dict[str, int | None]:
    """Return every rate, and how many steps the table has."""
    numbers = np.random.default_rng(1).integers(FIRST, LAST, count).astype(np.uint32)
    addresses = [str(IPv4Address(int(number))) for number in numbers]
    countries, networks = IpCountries.load(), IpNetworks.load()
    starts = shipped("ip_country_v4")[0].column("start").to_numpy()
    return {
        "steps": len(starts),
        "ours": rate(lambda: countries.look_up(addresses), count),
        "ours_network": rate(lambda: networks.look_up(addresses), count),
        "ours_one_by_one": rate(
            lambda: [countries.country_of(address) for address in addresses[: count // PEER_SHARE]], count // PEER_SHARE
        ),
        "numpy": rate(lambda: np.searchsorted(starts, numbers, side="right"), count),
        "duckdb_asof": asof_rate(numbers),
        "geoip2fast": geoip2fast_rate(addresses),
    }


def main() -> int:
    """Print the rates; exit 1 where ours is under its floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--addresses", type=int, default=500_000)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    found = measure(arguments.addresses)
    for name, value in found.items():
        unit = "" if name == "steps" else " look-ups/s"
        print(f"{name:16} {'not installed' if value is None else f'{value:,}{unit}'}")
    print(f"{'floor':16} {FLOOR:,} look-ups/s")
    if arguments.out:
        arguments.out.write_text(json.dumps({**found, "floor": FLOOR}, indent=2) + "\n", encoding="utf-8")
    return 0 if (found["ours"] or 0) >= FLOOR else 1


if __name__ == "__main__":
    sys.exit(main())

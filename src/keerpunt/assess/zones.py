"""The clock of a country, where it has only one: the zone by which the hour of an act is read (I21).

Source: `zone.tab` of the time zone database, as `tzdata` ships it. A country of several zones has no row, so nothing is
said about the hours of its residents.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from importlib.resources import files

import pyarrow as pa

TOWNS_ABROAD = frozenset((
    "Africa/Ceuta", "Asia/Nicosia", "Asia/Famagusta", "Atlantic/Azores", "Atlantic/Canary", "Atlantic/Madeira",
    "Europe/Busingen", "Pacific/Chatham",
))  # fmt: skip
"""Zones of places with few residents beside the clock of the rest of their country."""


@cache
def country_zones() -> pa.Table:
    """Return country (ISO 3166-1 alpha-2) and zone, for countries with one clock."""
    found: dict[str, set[str]] = defaultdict(set)
    for line in files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            country, _, zone, *_ = line.split("\t")
            if zone not in TOWNS_ABROAD:
                found[country].add(zone)
    single = {country: next(iter(zones)) for country, zones in sorted(found.items()) if len(zones) == 1}
    return pa.table(
        {
            "country": pa.array(list(single), pa.string()),
            "zone": pa.array(list(single.values()), pa.string()),
        }
    )

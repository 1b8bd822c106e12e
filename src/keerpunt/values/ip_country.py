"""The country of an internet address, by two dated tables that must agree.

It is where a network is registered or says it is used, not where a person was. Both answers are kept. A country is
named only where they are equal: conflict, one answer alone, and addresses of special use give `XX` (INTAKE.md section
7; the tables agree on 95.7 % of the addresses that both know). An answer is about the day of the snapshot, and says
little about a day far from it. Sources and licences: `values/data/LICENCES.md`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from keerpunt.values.ip_steps import About, Steps, numbers_of, shipped, steps_of

UNKNOWN_COUNTRY = "XX"
MAX_AGE_DAYS = 180
"""`ip.max_age_days`: how far the snapshot may be from an event before its answer counts as less sure."""

FAR = "ip_snapshot_far"
"""Code of that lower confidence."""

BASES = ("no_address", "reserved", "no_answer", "one_table", "conflict", "agree")
"""How a country was found; only `agree` names one. `one_table`: the other one has no answer."""

_RESERVED = "--"
_WORD = np.dtype("U2")

Words = NDArray[np.str_]


@dataclass(frozen=True, slots=True)
class IpCountry:
    """What is known of one address: both answers (`''` for none), the country both name, the day, and the basis."""

    geo_whois: str
    asn: str
    country: str
    snapshot: dt.date
    basis: str


@dataclass(frozen=True, slots=True)
class Countries:
    """The same for many addresses, one array each in the order they were asked for; `basis_code` indexes `BASES`."""

    geo_whois: Words
    asn: Words
    country: Words
    basis_code: NDArray[np.uint8]

    @property
    def basis(self) -> Words:
        """Return the bases as words."""
        return np.array(BASES)[self.basis_code]


@dataclass(frozen=True, slots=True)
class _Family:
    steps: Steps
    answers: Countries


@dataclass(frozen=True, slots=True)
class IpCountries:
    """Both tables, for IPv4 and IPv6; `sources` names the packages they were made from."""

    sources: tuple[About, ...]
    _v4: _Family
    _v6: _Family

    @classmethod
    def load(cls) -> Self:
        """Return the tables that ship, read when first asked for (about a tenth of a second)."""
        return cls(shipped("ip_country_v4")[1], _family(4), _family(6))

    @property
    def snapshot(self) -> dt.date:
        """The day of the tables, of the older one if they differ."""
        return min(source.snapshot for source in self.sources)

    def look_up(self, addresses: Sequence[str | None]) -> Countries:
        """Return what is known of many addresses; what is no address has basis `no_address`."""
        numbers = numbers_of(addresses)
        if len(numbers.v4) == len(addresses):
            return _taken(self._v4.answers, self._v4.steps.rows_of(numbers.v4))
        found = Countries(
            np.zeros(len(addresses), _WORD),
            np.zeros(len(addresses), _WORD),
            np.full(len(addresses), UNKNOWN_COUNTRY, _WORD),
            np.zeros(len(addresses), np.uint8),
        )
        for family, places, values in (
            (self._v4, numbers.v4_places, numbers.v4),
            (self._v6, numbers.v6_places, numbers.v6),
        ):
            rows = family.steps.rows_of(values)
            found.geo_whois[places] = family.answers.geo_whois[rows]
            found.asn[places] = family.answers.asn[rows]
            found.country[places] = family.answers.country[rows]
            found.basis_code[places] = family.answers.basis_code[rows]
        return found

    def country_of(self, address: str | None) -> IpCountry:
        """Return what is known of one address."""
        found = self.look_up([address])
        return IpCountry(
            str(found.geo_whois[0]),
            str(found.asn[0]),
            str(found.country[0]),
            self.snapshot,
            BASES[int(found.basis_code[0])],
        )

    def older_than(self, event: dt.date | dt.datetime | None, max_age_days: int = MAX_AGE_DAYS) -> str:
        """Return `ip_snapshot_far` where the tables are further from the event than that, before or after; else `''`.

        An event at an unknown time is far.
        """
        if event is None:
            return FAR
        day = event.astimezone(dt.UTC).date() if isinstance(event, dt.datetime) else event
        return FAR if abs((day - self.snapshot).days) > max_age_days else ""


@lru_cache(maxsize=2)
def _family(version: int) -> _Family:
    table, _ = shipped(f"ip_country_v{version}")
    geo, asn = _words(table.column("geo_whois")), _words(table.column("asn"))
    has_geo, has_asn = geo != "", asn != ""
    basis = np.select(
        [geo == _RESERVED, ~has_geo & ~has_asn, ~has_geo | ~has_asn, geo != asn],
        [BASES.index(word) for word in ("reserved", "no_answer", "one_table", "conflict")],
        BASES.index("agree"),
    ).astype(np.uint8)
    country = np.where(basis == BASES.index("agree"), geo, UNKNOWN_COUNTRY).astype(_WORD)
    nothing = np.zeros((), _WORD)
    geo, asn = (np.where(column == _RESERVED, nothing, column) for column in (geo, asn))
    return _Family(steps_of(table), Countries(geo, asn, country, basis))


def _words(column: Any) -> Words:
    whole: Any = column.combine_chunks()
    words: Words = np.array(whole.dictionary.to_pylist(), _WORD)
    places: NDArray[np.intp] = whole.indices.to_numpy()
    return words[places]


def _taken(answers: Countries, rows: NDArray[np.intp]) -> Countries:
    return Countries(answers.geo_whois[rows], answers.asn[rows], answers.country[rows], answers.basis_code[rows])

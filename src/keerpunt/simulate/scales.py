"""How large a generated operation is, and in which countries its buyers live."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from keerpunt.errors import UsageRefused


@dataclass(frozen=True, slots=True)
class Scale:
    """A size: accounts in all, buyers per country, and how the accounts that nobody real paid for come about.

    `burst` accounts are opened and charged by a machine within an hour, `cluster` accounts by an insider from one
    address; `staff` and `test` accounts are the operator's own. What remains up to `accounts` never paid.
    """

    name: str
    accounts: int
    buyers: Mapping[str, int]
    burst: int
    cluster: int
    staff: int
    test: int


SMALL = Scale(
    "small",
    60,
    {"NL": 8, "DE": 8, "BE": 4, "FR": 5, "GB": 5, "ES": 4, "DK": 4, "PL": 3, "SE": 3, "CH": 2, "BA": 1, "IS": 1},
    burst=0,
    cluster=4,
    staff=1,
    test=1,
)
CUMBERLAND = Scale(
    "cumberland",
    320,
    {
        "AT": 10, "AU": 14, "BE": 14, "BA": 3, "CZ": 10, "DK": 12, "FI": 9, "FR": 26, "DE": 36, "HU": 8, "IS": 3,
        "NL": 23, "NZ": 6, "NO": 11, "PL": 13, "ES": 24, "SE": 12, "CH": 11, "GB": 28,
    },
    burst=22,
    cluster=5,
    staff=2,
    test=2,
)  # fmt: skip

_BY_NAME = {scale.name: scale for scale in (SMALL, CUMBERLAND)}
SCALES = (*_BY_NAME, "kidflix")


def scale_named(name: str) -> Scale:
    """Return a scale by its name.

    Raises:
        UsageRefused: an unknown name, or `kidflix`, which this version cannot make yet.
    """
    if name == "kidflix":
        raise UsageRefused("scale kidflix (2,000,000 accounts) is not built yet; use small or cumberland")
    if name not in _BY_NAME:
        raise UsageRefused(f"unknown scale; use one of {', '.join(_BY_NAME)}")
    return _BY_NAME[name]

"""The operation and its sources as `operation.toml` declares them (CONTRACT.md section 1)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """One listed file. `path` is relative to the sources folder; days are calendar days; `handling` H0 to H3 or ''."""

    path: str
    origin: str
    received_from: str
    received_on: dt.date
    legal_basis: str
    purpose: str
    format: str = ""
    covers: tuple[str, ...] = ()
    covers_from: dt.date | None = None
    covers_to: dt.date | None = None
    handling: str = ""
    time_zone: str = ""
    map: str = ""
    table: str = ""
    date_order: str = ""
    trusted_proxies: tuple[str, ...] = ()
    one_row_per_person: bool = False
    server_time_zone: str = ""
    sha256: str = ""
    size: int = 0
    position: int = 0
    """rank in operation.toml, used only to settle two rows of one key received on one day"""


@dataclass(frozen=True, slots=True)
class Permission:
    """A provider's consent to hand on material with a handling code."""

    provider: str
    granted_on: dt.date
    reference: str
    countries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Expected:
    """A source known to exist: `held` but not yet read, or `awaited`."""

    what: str
    tables: tuple[str, ...]
    origin: str
    state: str


@dataclass(frozen=True, slots=True)
class Reference:
    """An import slot for reference data, dated by its own columns."""

    kind: str
    path: str


@dataclass(frozen=True, slots=True)
class Platform:
    """The seized platform. `time_zone_basis` is documented or assumed; `content_scope` illegal_only or mixed."""

    name: str
    time_zone: str = ""
    time_zone_basis: str = "assumed"
    time_zone_reference: str = ""
    content_scope: str = "illegal_only"
    lawful_products: tuple[str, ...] = ()
    lawful_scopes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Operation:
    """The whole declaration; `sources` in the order of the file."""

    code: str
    unit_country: str
    legal_basis: str
    purpose: str
    platform: Platform
    sources: tuple[Source, ...]
    public_on: dt.date | None = None
    permissions: tuple[Permission, ...] = ()
    expected: tuple[Expected, ...] = ()
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """A table that was examined for an origin and period; open ends are None.

    `basis`: `declared` (covers), `rows` (first to last row yielded) or `object` (each object is complete by nature).
    `reader` names who read those objects: nobody else's payments are covered by them. Empty for any other basis.
    """

    origin: str
    table: str
    covers_from: dt.date | None
    covers_to: dt.date | None
    basis: str
    reader: str = ""

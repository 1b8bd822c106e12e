"""What the assessment is told about the operation; nothing here is read from a file or a clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

import pyarrow as pa

from keerpunt.assess.addresses import AddressRange
from keerpunt.assess.policy import Policy

COVERAGE = pa.schema(
    (
        ("origin", pa.string()),
        ("table_name", pa.string()),
        ("covers_from", pa.date32()),
        ("covers_to", pa.date32()),
        ("basis", pa.string()),
        ("reader", pa.string()),
    )
)
"""What was examined (CONTRACT.md section 1); open ends are NULL."""


@dataclass(frozen=True, slots=True)
class HeldSource:
    """A source that is at hand and unread (`[[expected]] state = "held"`): what it is, its tables, its origin."""

    what: str
    tables: tuple[str, ...]
    origin: str


@dataclass(frozen=True, slots=True)
class AssessSettings:
    """The operation as the assessment needs it.

    `coverage` has the columns of `COVERAGE`. `held_tables`: tables of sources that are at hand and unread
    (`[[expected]] state = "held"`); each closes the gate for every lead. `special_accounts`: accounts of a reference
    list beside those of the policy. `public_on`: first day on which a payer could know of the investigation.
    `unit_country`, `platform` and `held_sources` say whom a question goes to: a provider of that country is at
    home, and what is unread lies with the unit itself.
    `time_zone`: of the platform's local times. `address_ranges`: of hosts, Tor exits and shared addresses.
    `shared_owners`: channel -> who owns it.
    """

    operation_code: str
    policy: Policy
    coverage: pa.Table
    as_of: dt.date
    public_on: dt.date | None = None
    content_scope: str = "illegal_only"
    lawful_products: tuple[str, ...] = ()
    lawful_scopes: tuple[str, ...] = ()
    held_tables: tuple[str, ...] = ()
    special_accounts: tuple[str, ...] = ()
    unit_country: str = "XX"
    platform: str = "platform"
    held_sources: tuple[HeldSource, ...] = ()
    time_zone: str = "UTC"
    address_ranges: tuple[AddressRange, ...] = ()
    shared_owners: Mapping[str, str] = field(default_factory=dict)

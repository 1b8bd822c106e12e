"""What happened, before any file format: plain events that the writers turn into files, and the truth beside them.

All instants are aware UTC. The ledger of one operation is held in memory and each writer walks it once, in order; a
scale that does not fit needs one ledger per month, which the writers of logs and statements already go by.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from keerpunt.simulate.people import Address

CARD_ORIGIN = "psp:stripe"
COLLECTING_BANK = "bank:example-collecting-bank"
COLLECTING_BIC = "KPTXLT21XXX"
COIN_ORIGIN = "platform:btcpay"
"""A payment server of the operator's own: its records are the platform's."""
LAWFUL_SCOPE = "folder:album-1"


@dataclass(frozen=True, slots=True)
class Price:
    """An amount in minor units as ISO 4217 counts them."""

    minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class Card:
    """A card as the payment provider knows it; there is no card number anywhere. `expires` is (year, month)."""

    fingerprint: str
    last4: str
    brand: str
    funding: str
    country: str
    expires: tuple[int, int]


@dataclass(frozen=True, slots=True)
class BankAccount:
    """An account that pays by credit transfer; its bank code belongs to no bank."""

    iban: str
    bic: str


@dataclass(frozen=True, slots=True)
class Coin:
    """What pays without a bank: an address of a chain (`kind` crypto_address) or a bought code (`voucher`)."""

    kind: str
    address: str


@dataclass(frozen=True, slots=True)
class AccountRow:
    """A user of the platform as its database had it; `state` is the platform's own code."""

    account_id: str
    username: str
    email: str
    self_name: str
    self_birthdate: dt.date | None
    self_country: str
    registered: dt.datetime
    register_ip: str
    last_seen: dt.datetime | None
    state: str
    locale: str


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order; `charge_id` is empty where the platform kept no reference of the payment."""

    order_id: str
    account_id: str
    placed: dt.datetime
    price: Price
    channel: str
    ip: str
    email: str
    charge_id: str


@dataclass(frozen=True, slots=True)
class GrantRow:
    """A password granted for the folder of one period (YYYY-MM), or for another `scope` where one is given."""

    account_id: str
    order_id: str
    granted: dt.datetime
    expires: dt.datetime
    period: str
    scope: str = ""


@dataclass(frozen=True, slots=True)
class FolderRow:
    """A monthly folder, only counted."""

    folder_id: str
    period: str
    items: int
    size: int


@dataclass(frozen=True, slots=True)
class Complaint:
    """What followed a charge: a `dispute` with the provider's reason and outcome, or a `refund`; and its instant."""

    kind: str
    occurred: dt.datetime
    reason: str = ""
    outcome: str = ""
    early_warning: str = ""


@dataclass(frozen=True, slots=True)
class Charge:
    """A card charge. `auth` is challenge, frictionless, attempted or none; `paid` False is a declined attempt."""

    charge_id: str
    order_id: str
    created: dt.datetime
    price: Price
    card: Card
    name: str
    email: str
    address: Address | None
    auth: str
    cvc: str = "pass"
    paid: bool = True
    complaint: Complaint | None = None
    review_ip: str = ""
    live: bool = True


@dataclass(frozen=True, slots=True)
class Transfer:
    """A row of the collecting account; `name` and `iban` are the counterparty's. `instant` rows carry a time."""

    ref: str
    booked: dt.datetime
    instant: bool
    incoming: bool
    minor: int
    name: str
    iban: str
    bic: str
    purpose: str
    order_id: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A line of the web server's log; `user` is empty where nobody was logged in."""

    occurred: dt.datetime
    ip: str
    port: int
    user: str
    request: str
    status: int
    size: int
    agent: str


@dataclass(frozen=True, slots=True)
class TruthLead:
    """What is true of an account and a person some record names; see CONTRACT.md section 5."""

    account_id: str
    person_id: str
    innocent: bool
    scenario: str
    sufficient: bool
    expected_missing: tuple[str, ...]
    country: str


@dataclass(slots=True)
class Ledger:
    """Everything that happened in one operation."""

    accounts: list[AccountRow] = field(default_factory=list)
    orders: list[OrderRow] = field(default_factory=list)
    grants: list[GrantRow] = field(default_factory=list)
    folders: list[FolderRow] = field(default_factory=list)
    charges: list[Charge] = field(default_factory=list)
    transfers: list[Transfer] = field(default_factory=list)
    hits: list[Hit] = field(default_factory=list)
    replies: dict[tuple[str, str], list[dict[str, str]]] = field(default_factory=lambda: defaultdict(list))
    truth_records: dict[str, str] = field(default_factory=dict)
    truth_actors: dict[str, str] = field(default_factory=dict)
    truth_leads: list[TruthLead] = field(default_factory=list)

    def reply(self, origin: str, table: str, values: Mapping[str, str | None]) -> None:
        """Add a row of an answer; what is None or empty is not stated."""
        self.replies[(origin, table)].append({column: value for column, value in values.items() if value})

    def charge_names(self, charge_id: str, person_id: str) -> None:
        """Note whom the payer details of a charge name."""
        self.truth_records[f"payment:{CARD_ORIGIN}/stripe:{charge_id}"] = person_id

    def transfer_names(self, ref: str, person_id: str, part: str = "") -> None:
        """Note whom the payer of a transfer is; `part` is #1 or #2 of a joint name."""
        self.truth_records[f"payment:{COLLECTING_BANK}/bank:{COLLECTING_BIC}:{ref}{part}"] = person_id

    def customer_is(self, provider: str, customer_ref: str, person_id: str) -> None:
        """Note who a provider's customer is."""
        self.truth_records[f"subscriber:{provider}:{customer_ref}"] = person_id

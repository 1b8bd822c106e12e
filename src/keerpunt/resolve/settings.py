"""Policy of the resolution: every number of RESOLUTION.md sections 4, 6 and 10 in one place."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

RULE_VERSION = "resolve/1"

PAYER_ID = "payer_id"
NATIONAL_ID = "national_id"
IBAN = "iban"
CARD = "card"
WALLET = "wallet"
PAYPAL = "paypal_login"
EMAIL = "email"
PHONE = "phone"
IP_LEASE = "ip_lease"
DEVICE = "device_id"


@dataclass(frozen=True, slots=True)
class IdentifierClass:
    """A class of RESOLUTION.md section 4: weight in log2, cap on the fan-out, and the relation that is left."""

    name: str
    weight: float
    cap: int
    relation: str


CLASS_A = IdentifierClass("A", 30.0, 1, "shared_identifier")
CLASS_A_PLUS = IdentifierClass("A+", 20.0, 1, "shared_identifier")
CLASS_A_STAR = IdentifierClass("A*", 20.0, 2, "shared_instrument")
CLASS_B = IdentifierClass("B", 12.0, 3, "shared_contact")
CLASS_B_DEVICE = IdentifierClass("B", 12.0, 3, "shared_device")

CLASSES: dict[str, IdentifierClass] = {
    PAYER_ID: CLASS_A,
    NATIONAL_ID: CLASS_A_PLUS,
    IBAN: CLASS_A_STAR,
    CARD: CLASS_A_STAR,
    WALLET: CLASS_A_STAR,
    PAYPAL: CLASS_A_STAR,
    EMAIL: CLASS_B,
    PHONE: CLASS_B,
    IP_LEASE: CLASS_B,
    DEVICE: CLASS_B_DEVICE,
}

FOLD_WEIGHTS: dict[str, float] = {"payer_id": 30.0, "instrument": 20.0, "payer_email": 12.0, "card_remainder": 8.0}
"""Weight of the key by which payments fold into one party record, strongest key only; log2."""


@dataclass(frozen=True, slots=True)
class ResolveSettings:
    """What a run may set; defaults are the policy of RESOLUTION.md section 10.

    `one_per_source`: origins that guarantee one row per person. Weights, floor and margin are bits (log2).
    `floor_bound`: lower bound of the calibrated rate from which a pair of a model is an edge (else `merge_floor`).
    `relation_cap`: relation edges kept per shared value; `relation_pairs`: identities up to which all pairs are shown.
    `device_share`, `device_least`: a device id above that share of an origin's events, and at least that many, is a
    constant. `birthdate_share`, `birthdate_least`: the same for a birth date that stands for "not known".
    `corporate_bins`: BINs of corporate and prepaid cards, which identify nobody. `likely_floor`: bits from which a pair
    of a model is `possible_same`. `prior_least`: least bits against any two records being one person, so that a small
    operation is not taken for a small world.
    `home_names`: surnames at one address from beyond which it is nobody's home.
    `block_pairs`: pairs a record that one rule of a model may make, `block_pairs_large` of more than a million in all.
    `contested_kinds`: different records that a contested component may hold before it falls apart at its weakest edges.
    """

    operation_code: str
    one_per_source: tuple[str, ...] = ()
    merge_floor: float = 4.25
    floor_bound: float = 0.9
    ambiguity_margin: float = 3.0
    no_interval_penalty: float = 6.0
    soft_penalty: float = 6.0
    fan_out_days: int = 731
    fan_out_stop: int = 64
    oversize: int = 50
    home_names: int = 8
    block_cap: int = 500
    contested_kinds: int = 250
    block_pairs: int = 20
    block_pairs_large: int = 3
    relation_pairs: int = 6
    relation_cap: int = 50
    device_share: float = 0.01
    device_least: int = 100
    birthdate_share: float = 0.02
    birthdate_least: int = 5
    corporate_bins: tuple[str, ...] = ()
    likely_floor: float = 0.0
    prior_least: int = 10


def stable_id(prefix: str, operation_code: str, senior_key: str) -> str:
    """Return `<prefix>:` and 16 hex of SHA-256(operation code, NUL, key of the senior record)."""
    return f"{prefix}:{hashlib.sha256(f'{operation_code}{chr(0)}{senior_key}'.encode()).hexdigest()[:16]}"

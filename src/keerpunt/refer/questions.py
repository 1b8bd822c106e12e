"""The questions that go to somebody else: which canonical table answers them, and what the reply template holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]

SUBSCRIBER = (
    "request_id", "provider", "provider_kind", "provider_country", "linked_kind", "linked_value", "linked_scope",
    "response", "customer_ref", "full_name", "birthdate", "line1", "postcode", "city", "country", "address_from",
    "address_to", "emails", "phones", "verification", "verified_on", "customer_since", "valid_from", "valid_to",
)  # fmt: skip
EXCHANGE = (*SUBSCRIBER, "linked_amount", "linked_currency", "linked_at")
ASSIGNMENT = (
    "request_id", "provider", "ip", "response", "customer_ref", "port_from", "port_to", "valid_from", "valid_to",
    "cgnat",
    "installation_line1", "installation_postcode", "installation_city", "installation_country",
)  # fmt: skip
REGISTER = (
    "request_id", "provider", "customer_ref", "register", "result", "full_name", "valid_on", "birthdate", "died_on",
    "household_size", "household_refs", "minors_in_household", "similar_prior", "answered",
)  # fmt: skip
CHECK = ("request_id", "psp", "psp_ref", "check_kind", "value", "value_raw")
DISPUTE = ("request_id", "psp", "psp_ref", "reason", "filed", "outcome")
FRAUD = (
    "request_id", "issuer", "instrument_kind", "fingerprint", "fingerprint_scope", "iban", "last4", "code", "reported",
    "blocked",
)  # fmt: skip
CHECK_KINDS = ("cvc", "avs_street", "avs_postcode", "threeds", "sca_flow")
BY_NUMBER = ("issuer-of-", "network-of-", "carrier-of-", "holder-of-")
"""Names of whom is asked where only a card, an address or a number points at them."""
PROVIDER_KINDS = {"bank", "psp", "isp", "email", "telecom", "exchange"}
REGISTERS = {
    "register_civil": "civil",
    "register_household": "household",
    "register_criminal": "criminal",
    "register_position_of_trust": "position_of_trust",
}


@dataclass(frozen=True, slots=True)
class Template:
    """A reply template of one table: its columns and the rows that are filled in already."""

    table: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def templates(request: Row, details: Row) -> list[Template]:
    """Return what the one who is asked fills in to answer a request; `details` is the request's JSON, read."""
    ask = request["ask"]
    if ask == "psp_checks":
        return [Template("payment_check", CHECK, _checks(request, details))]
    if ask == "psp_disputes":
        return [Template("dispute", DISPUTE, tuple(_of_payments(request, details)))]
    if ask == "issuer_fraud":
        return [Template("fraud_report", FRAUD, (_fraud(request, details),))]
    if ask in REGISTERS:
        found = {name: details.get(name) for name in ("provider", "customer_ref")}
        return [
            Template("register_extract", REGISTER, ({**_id(request), **found, "register": REGISTERS[ask]},)),
        ]
    if ask == "isp_assignment":
        line = {**_id(request), "provider": provider_name(request["of_whom"]), "ip": request["about_value"]}
        customer = {**_provider(request, details), "linked_kind": None, "linked_value": None}
        return [Template("ip_assignment", ASSIGNMENT, (line,)), Template("subscriber", SUBSCRIBER, (customer,))]
    columns = EXCHANGE if ask == "exchange_holder" else SUBSCRIBER
    return [Template("subscriber", columns, (_provider(request, details),))]


def name_of(of_whom: str) -> str:
    """Return the name part of who is asked."""
    return of_whom.partition(":")[2]


def provider_name(of_whom: str) -> str | None:
    """Return the name under which the one asked answers, None where it is known by a number of its own alone."""
    name = name_of(of_whom)
    by_number = name.startswith(BY_NUMBER) or (of_whom.startswith("isp:as") and name[2:].isdigit())
    return None if by_number or name == "unknown" else name


def _id(request: Row) -> dict[str, Any]:
    return {"request_id": request["request_id"]}


def _provider(request: Row, details: Row) -> dict[str, Any]:
    kind = request["of_whom"].partition(":")[0]
    country = details.get("country")
    return {
        **_id(request),
        "provider": provider_name(request["of_whom"]),
        "provider_kind": kind if kind in PROVIDER_KINDS else None,
        "provider_country": None if country == "XX" else country,
        "linked_kind": request["about_kind"],
        "linked_value": request["about_value"],
        "linked_scope": details.get("scope"),
    }


def _of_payments(request: Row, details: Row) -> list[dict[str, Any]]:
    pairs = {(each.get("psp"), each["reference"]) for each in details.get("events", ()) if each.get("reference")}
    return [{**_id(request), "psp": psp, "psp_ref": reference} for psp, reference in sorted(pairs)]


def _checks(request: Row, details: Row) -> tuple[Row, ...]:
    return tuple({**row, "check_kind": kind} for row in _of_payments(request, details) for kind in CHECK_KINDS)


def _fraud(request: Row, details: Row) -> Row:
    kind, value = request["about_kind"], request["about_value"]
    return {
        **_id(request),
        "issuer": provider_name(request["of_whom"]),
        "instrument_kind": kind,
        "fingerprint": value if kind == "card" else None,
        "fingerprint_scope": details.get("scope"),
        "iban": value if kind == "iban" else None,
        "last4": details.get("last4"),
    }

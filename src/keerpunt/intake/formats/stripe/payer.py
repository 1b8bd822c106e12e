"""Who paid, as the charge or else its customer says; one person's details are never completed by another's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from keerpunt.intake.context import Context
from keerpunt.intake.formats.stripe.instrument import Method
from keerpunt.intake.formats.stripe.values import Object, country, part, text

_ADDRESS = ("line1", "postal_code", "city", "country")
_PERSON = ("name", "email", "phone")
_ON_ACCOUNT = ("account_holder_name", "cardholder_name")
_PAYER_ID = ("payer_id", "buyer_id")


@dataclass(frozen=True, slots=True)
class Payer:
    """Payer columns of a payment; `verified`: `payer_name` is a name the bank confirmed."""

    fields: dict[str, Any]
    verified: bool
    from_customer: bool


def payer_of(charge: Object, method: Method, customer: Object, context: Context) -> Payer:
    """Read person and address, each as a whole from the first that has any of it.

    The order is billing_details, what an older version kept with the card, the customer. A bank-verified name stands in
    for a missing one, and so does the name on the account or card; beside another name it is kept as that.
    """
    places = (part(charge, "billing_details"), method.holder, customer)
    person = next((place for place in places if any(text(place, name) for name in _PERSON)), {})
    owner = next((place for place in places if any(text(place, "address", name) for name in _ADDRESS)), {})
    address = part(owner, "address")
    bank_name = text(method.details, "verified_name") or text(method.holder, "verified_name")
    on_account = bank_name or _first(method.details, _ON_ACCOUNT)
    name = text(person, "name") or on_account or text(method.details, "payer_name")
    verified = bool(bank_name and name and _plain(bank_name) == _plain(name))
    same = bool(on_account and name and _plain(on_account) == _plain(name))
    fields = {
        "payer_name": name,
        "payer_account_name": None if same else on_account,
        "payer_email": text(person, "email") or text(method.details, "payer_email") or _receipt(charge, person),
        "payer_phone": text(person, "phone"),
        "payer_id": _first(method.details, _PAYER_ID),
        "billing_line1": text(address, "line1"),
        "billing_postcode": text(address, "postal_code"),
        "billing_city": text(address, "city"),
        "billing_country": country(address, "country", "billing_country", context),
    }
    used = bool(customer) and (person is customer or owner is customer)
    return Payer(fields, verified, used)


def _first(details: Object, names: tuple[str, ...]) -> str | None:
    return next(filter(None, (text(details, name) for name in names)), None)


def _receipt(charge: Object, person: Object) -> str | None:
    """The address for the receipt is the payer's own word, so it completes nobody else's details."""
    return None if text(person, "name") else text(charge, "receipt_email")


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())

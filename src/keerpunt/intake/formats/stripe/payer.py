"""Who paid, as the charge or else its customer says; one person's details are never completed by another's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from keerpunt.intake.context import Context
from keerpunt.intake.formats.stripe.index import Index
from keerpunt.intake.formats.stripe.instrument import Method
from keerpunt.intake.formats.stripe.values import Object, country, part, text

_ADDRESS = ("line1", "postal_code", "city", "country")
_PERSON = ("name", "email", "phone")
_ON_ACCOUNT = ("account_holder_name", "cardholder_name")
_PAYER_ID = ("payer_id", "buyer_id")


class Payer(NamedTuple):
    """Payer columns of a payment; `verified`: `payer_name` is a name the bank confirmed.

    `place` is where a customer stands that completed them, empty where the charge itself says everything.
    """

    fields: dict[str, Any]
    verified: bool
    place: str


def payer_of(charge: Object, method: Method, index: Index, context: Context) -> Payer:
    """Read person and address, each as a whole from the first that has any of it.

    The order is billing_details, what an older version kept with the card, the customer; where a later one names
    another person, its address is that person's and is left out. A bank-verified name stands in
    for a missing one, and so does the name on the account or card; beside another name it is kept as that.
    """
    person: Object = {}
    address: Object = {}
    place = ""
    for found, where in _sources(charge, method, index):
        if not person and _any(found, _PERSON):
            person, place = found, place or where
        if not address and _any(part(found, "address"), _ADDRESS) and not _another(found, person):
            address, place = part(found, "address"), place or where
        if person and address:
            break
    bank_name = text(method.details, "verified_name") or text(method.holder, "verified_name")
    on_account = bank_name or _first(method.details, _ON_ACCOUNT)
    name = text(person, "name") or on_account or text(method.details, "payer_name")
    same = bool(on_account and name and _plain(on_account) == _plain(name))
    verified = same and bool(bank_name)
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
    return Payer(fields, verified, place)


def _another(found: Object, person: Object) -> bool:
    """Tell whether two descriptions are of two persons: by their names, else by their e-mail addresses."""
    for name in ("name", "email"):
        one, other = text(found, name), text(person, name)
        if one and other:
            return _plain(one) != _plain(other)
    return False


def _sources(charge: Object, method: Method, index: Index) -> Iterator[tuple[Object, str]]:
    """Yield who may have paid and where that stands, the customer last and only if it comes to that."""
    yield part(charge, "billing_details"), ""
    yield method.holder, ""
    yield index.customer_of(charge)


def _any(found: Object, names: tuple[str, ...]) -> bool:
    return any([text(found, name) for name in names]) if found else False  # noqa: C419 (a list is faster than a generator)


def _first(details: Object, names: tuple[str, ...]) -> str | None:
    for name in names:
        found = text(details, name)
        if found:
            return found
    return None


def _receipt(charge: Object, person: Object) -> str | None:
    """The address for the receipt is the payer's own word, so it completes nobody else's details."""
    return None if text(person, "name") else text(charge, "receipt_email")


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())

"""What a charge was paid with: details of today's API, and the `source` and `card` objects of older versions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from keerpunt.intake.context import Context
from keerpunt.intake.formats.stripe.values import Object, country, number, part, text
from keerpunt.intake.formats.stripe.words import BRAND, INSTRUMENT


@dataclass(frozen=True, slots=True)
class Method:
    """The type of payment method, its details, and the billing details an older version kept with it."""

    type: str
    details: Object
    holder: Object

    @property
    def brand(self) -> str:
        """Return the card brand in the words of today, `''` for none."""
        found = (text(self.details, "brand") or "").lower()
        return BRAND.get(found, found)

    @property
    def scheme(self) -> str:
        """Return the rails."""
        return INSTRUMENT.get(self.type, ("unknown", "unknown"))[1]

    def fields(self, context: Context) -> dict[str, Any]:
        """Return the instrument columns of a payment; the account of the payer is never whole in these objects."""
        details = self.details
        kind = INSTRUMENT.get(self.type, ("unknown", "unknown"))[0]
        fingerprint = text(details, "fingerprint")
        return {
            "instrument_kind": kind,
            "scheme": self.scheme,
            "fingerprint": fingerprint,
            "fingerprint_scope": context.source.origin if fingerprint else None,
            "bin": text(details, "iin"),
            "last4": text(details, "last4") or text(details, "iban_last4"),
            "expiry": _expiry(details),
            "brand": self.brand or None,
            "funding": text(details, "funding"),
            "issuer_country": country(details, "country", "issuer_country", context),
            "bic": text(details, "bic"),
            "wallet_address": text(details, "buyer_address"),
            "chain": text(details, "network") if kind == "crypto_address" else None,
        }


def method_of(charge: Object, context: Context) -> Method:
    """Return the payment method of a charge; a type that is not known is a finding, none at all is not."""
    method = _method(charge)
    if method.type and method.type not in INSTRUMENT:
        context.note("unknown_field", "payment_method_details.type")
    return method


def _method(charge: Object) -> Method:
    details = part(charge, "payment_method_details")
    kind = text(details, "type")
    if kind:
        return Method(kind, part(details, kind), {})
    source = part(charge, "source") or part(charge, "card")
    kind = text(source, "object") or ("card" if source else "")
    if kind == "card":
        return Method("card", source, _holder_of_card(source))
    if kind == "source":
        kind = text(source, "type") or ""
        return Method(kind, part(source, kind), part(source, "owner"))
    return Method("ach_debit" if kind == "bank_account" else kind, source, {})


def _holder_of_card(card: Object) -> Object:
    address = {
        "line1": card.get("address_line1"),
        "postal_code": card.get("address_zip"),
        "city": card.get("address_city"),
        "country": card.get("address_country"),
    }
    return {"name": card.get("name"), "address": address}


def _expiry(details: Object) -> str | None:
    year, month = number(details, "exp_year"), number(details, "exp_month")
    if year is None or month is None or not 1 <= month <= 12 or not 1980 <= year <= 9999:
        return None
    return f"{year:04d}-{month:02d}"

"""What a charge was paid with: details of today's API, and the `source` and `card` objects of older versions."""

from __future__ import annotations

from typing import Any, NamedTuple

from keerpunt.intake.context import Context
from keerpunt.intake.formats.stripe.values import Object, country, number, part, text
from keerpunt.intake.formats.stripe.words import (
    BRAND,
    DEVICE_WALLETS,
    IDEAL_BIC,
    INSTRUMENT,
    NO_BANK,
    PAID_TO,
)


class Method(NamedTuple):
    """The type of payment method, its details, and the billing details an older version kept with it.

    `card` are the details of a card, also of one behind a wallet of another kind; empty where no card paid. `brand` is
    the card brand in the words of today, `''` for none.
    """

    type: str
    details: Object
    holder: Object
    card: Object
    brand: str

    @property
    def wallet(self) -> str:
        """Return the wallet that a card was used through, `''` for none."""
        return text(self.card, "wallet", "type") or text(self.card, "tokenization_method") or ""

    def kind_and_scheme(self) -> tuple[str, str]:
        """Return instrument kind and rails; a card in a wallet stays a card."""
        kind, scheme = INSTRUMENT.get(self.type, ("unknown", "unknown"))
        if self.card and kind != "card":
            return "card", scheme
        return kind, "wallet" if self.wallet else scheme

    def fields(self, context: Context, account: str = "") -> dict[str, Any]:
        """Return the instrument columns of a payment; the account of the payer is never whole in these objects.

        `account` is the connected account that a record names: tokens of another merchant account are other tokens.
        """
        kind, scheme = self.kind_and_scheme()
        found: dict[str, Any] = {"instrument_kind": kind, "scheme": scheme}
        if self.type in PAID_TO:
            return found
        details = self.details
        fingerprint = text(details, "fingerprint")
        if fingerprint:
            origin = context.source.origin
            found["fingerprint"] = fingerprint
            found["fingerprint_scope"] = f"{origin}/{account}" if account else origin
        found["last4"] = self._last4(context)
        if self.card:
            found["bin"] = text(self.card, "iin")
            found["expiry"] = _expiry(self.card)
            found["brand"] = self.brand or None
            found["funding"] = text(self.card, "funding")
        else:
            found["bic"] = _bic(details)
        if self.card or self.type not in NO_BANK:
            found["issuer_country"] = country(self.card or details, "country", "issuer_country", context)
        if kind == "crypto_address":
            found["wallet_address"] = text(details, "buyer_address")
            found["chain"] = text(details, "network")
        return found

    def _last4(self, context: Context) -> str | None:
        """Return the last four digits of the card or account, never those of a device (a finding)."""
        last4 = text(self.card or self.details, "last4") or text(self.details, "iban_last4")
        device = text(self.card, "wallet", "dynamic_last4") or text(self.card, "dynamic_last4")
        if last4 is not None and (last4 == device or (device is None and self.wallet in DEVICE_WALLETS)):
            context.note("device_last4", "last4")
            return None
        return last4


def method_of(charge: Object, context: Context) -> Method:
    """Return the payment method of a charge; a type that is not known is a finding, none at all is not."""
    method = _method(charge)
    if method.type and method.type not in INSTRUMENT:
        context.note("unknown_field", "payment_method_details.type")
    return method


def paid_with(found: Object) -> Method:
    """Return the payment method that a `payment_method` object, or older `source` or `card`, describes."""
    kind = text(found, "type")
    if text(found, "object") == "payment_method" and kind:
        return _made(kind, part(found, kind), part(found, "billing_details"))
    return _of_source(found)


def _method(charge: Object) -> Method:
    details = part(charge, "payment_method_details")
    kind = text(details, "type")
    if kind:
        return _made(kind, part(details, kind), {})
    return _of_source(part(charge, "source") or part(charge, "card"))


def _of_source(source: Object) -> Method:
    kind = text(source, "object") or ("card" if source else "")
    if kind == "card":
        return _made("card", source, _holder_of_card(source))
    if kind == "source":
        kind = text(source, "type") or ""
        return _made(kind, part(source, kind), part(source, "owner"))
    return _made("ach_debit" if kind == "bank_account" else kind, source, {})


def _made(kind: str, details: Object, holder: Object) -> Method:
    card = details
    if INSTRUMENT.get(kind, ("", ""))[0] != "card":
        card = part(details, "funding", "card") or part(details, "card")
    brand = (text(card, "brand") or "").lower()
    return Method(kind, details, holder, card, BRAND.get(brand, brand))


def _holder_of_card(card: Object) -> Object:
    address = {
        "line1": card.get("address_line1"),
        "postal_code": card.get("address_zip"),
        "city": card.get("address_city"),
        "country": card.get("address_country"),
    }
    return {"name": card.get("name"), "address": address}


def _bic(details: Object) -> str | None:
    return text(details, "bic") or IDEAL_BIC.get(text(details, "bank") or "")


def _expiry(details: Object) -> str | None:
    year, month = number(details, "exp_year"), number(details, "exp_month")
    if year is None or month is None or not 1 <= month <= 12 or not 1980 <= year <= 9999:
        return None
    return f"{year:04d}-{month:02d}"

"""Means of payment: cards as a provider's fingerprint, and accounts at banks that do not exist."""

from __future__ import annotations

import random

from schwifty import IBAN

from keerpunt.simulate.chance import chance_of, token, weighted
from keerpunt.simulate.countries import Country
from keerpunt.simulate.ledger import BankAccount, Card, Coin

_ACCOUNT_DIGITS = {"BE": 7, "FI": 8, "DE": 10, "NL": 10, "AT": 11, "FR": 11, "ES": 10, "LT": 11, "DK": 9}


def draw_card(rng: random.Random, country: str) -> Card:
    """Draw a card issued in a country; it expires after the operation has ended."""
    return Card(
        fingerprint=token(rng, 16),
        last4=token(rng, 4, "0123456789"),
        brand=weighted(rng, {"visa": 55, "mastercard": 45}),
        funding="debit" if chance_of(rng, 70) else "credit",
        country=country,
        expires=(rng.randint(2025, 2028), rng.randint(1, 12)),
    )


def draw_account(rng: random.Random, country: Country) -> BankAccount:
    """Draw an account with valid check digits and a bank code that no bank holds."""
    return BankAccount(make_iban(rng, country.code, country.bank_code), f"KPTX{country.code}2XXXX")


def make_iban(rng: random.Random, country: str, bank_code: str) -> str:
    """Return an IBAN with its national and its mod-97 check digits."""
    account = token(rng, _ACCOUNT_DIGITS[country] - 1, "0123456789")
    return str(IBAN.generate(country, bank_code=bank_code, account_code=f"{rng.randint(1, 9)}{account}"))


def draw_coin(rng: random.Random, kind: str) -> Coin:
    """Draw an address of a chain that was made for one customer, or a voucher, which has none."""
    if kind == "voucher":
        return Coin("voucher", "")
    return Coin("crypto_address", f"bc1qexample{token(rng, 30, '023456789acdefghjklmnpqrstuvwxyz')}")

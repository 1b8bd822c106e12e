"""The platform's own money: what the card processor pays out each month, and the bills of its landlord."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter

from keerpunt.simulate.chance import token
from keerpunt.simulate.days import MONTHS, PLATFORM_ZONE, next_banking_day
from keerpunt.simulate.instruments import make_iban
from keerpunt.simulate.ledger import Ledger, Transfer

_PROCESSOR = "Example Card Processing Ltd"
_LANDLORD = "Example Hosting ApS"
_EUR_PER_MAJOR = {
    "EUR": 100, "GBP": 117, "CHF": 105, "DKK": 13, "NOK": 9, "SEK": 9, "PLN": 23, "CZK": 4, "AUD": 60, "NZD": 55,
}  # fmt: skip
"""Rough cents of a euro per unit, enough for a plausible payout."""


def keep_house(rng: random.Random, ledger: Ledger) -> None:
    """Add a payout and a hosting bill per month to the collecting account."""
    processor, landlord = make_iban(rng, "DK", "9999"), make_iban(rng, "DK", "9998")
    earned: Counter[tuple[int, int]] = Counter()
    for charge in ledger.charges:
        if charge.paid and charge.live:
            month = (charge.created.year, charge.created.month)
            earned[month] += 25 * _EUR_PER_MAJOR.get(charge.price.currency, 1)
    for month in MONTHS:
        first = dt.date(*month, 1)
        if earned[month]:
            row = _row(rng, first + dt.timedelta(days=14), earned[month], _PROCESSOR, processor, incoming=True)
            ledger.transfers.append(row)
        ledger.transfers.append(_row(rng, first + dt.timedelta(days=4), 24_900, _LANDLORD, landlord, incoming=False))


def _row(rng: random.Random, day: dt.date, minor: int, name: str, iban: str, *, incoming: bool) -> Transfer:
    day = next_banking_day(day)
    booked = dt.datetime(day.year, day.month, day.day, 10, 15, rng.randrange(60), tzinfo=PLATFORM_ZONE)
    ref = f"{booked:%y%m%d}{token(rng, 6, '0123456789')}H{rng.randrange(100_000):05d}"
    purpose = f"Payout {day:%Y-%m}" if incoming else f"Invoice {day:%Y-%m}"
    return Transfer(ref, booked.astimezone(dt.UTC), False, incoming, minor, name, iban, "KPTXDK2XXXX", purpose)

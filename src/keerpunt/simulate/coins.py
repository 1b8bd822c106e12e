"""Payments without a bank: the operator's own payment server, whose records nobody else vouches for."""

from __future__ import annotations

import datetime as dt

from keerpunt.simulate.chance import token
from keerpunt.simulate.countries import countries
from keerpunt.simulate.days import iso
from keerpunt.simulate.ledger import COIN_ORIGIN, Coin
from keerpunt.simulate.scene import Scene
from keerpunt.values.money import exponent_of


def pay_by_coin(scene: Scene, coin: Coin, order_id: str, paid: dt.datetime) -> None:
    """Write a payment by coin or voucher as the payment server exports it."""
    there = countries()[scene.case.actor.country]
    crypto = coin.kind == "crypto_address"
    exponent = exponent_of(there.currency)
    scene.ledger.reply(
        COIN_ORIGIN,
        "payment",
        {
            "psp": "btcpay",
            "psp_ref": f"{order_id}-{token(scene.rng, 12)}",
            "direction": "in",
            "row_kind": "payment",
            "order_id": order_id,
            "platform_account_id": scene.case.account_id,
            "instrument_kind": coin.kind,
            "wallet_address": coin.address,
            "chain": "bitcoin" if crypto else None,
            "status": "captured",
            "scheme": "crypto" if crypto else "voucher",
            "initiated": iso(paid),
            "amount": f"{there.price / 10**exponent:.{exponent}f}",
            "currency": there.currency,
        },
    )

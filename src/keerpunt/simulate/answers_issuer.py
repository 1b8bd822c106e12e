"""What issuing banks report through the card scheme about cards that were used by others."""

from __future__ import annotations

import datetime as dt
import random

from keerpunt.simulate.days import ISSUER_REPLY_ON, iso, midnight
from keerpunt.simulate.ledger import CARD_ORIGIN, Card, Ledger
from keerpunt.simulate.providers import ISSUER_NAME, ISSUER_ORIGIN
from keerpunt.simulate.scene import Scene


def report_fraud(scene: Scene, last_used: dt.datetime) -> None:
    """Let the issuer report the card of a case after its last use, if its story holds such a complaint."""
    if scene.case.story.complaint == "fraud" and isinstance(scene.case.means, Card):
        report_card(scene.case.means, scene.rng, last_used, scene.ledger)


def report_card(card: Card, rng: random.Random, used: dt.datetime, ledger: Ledger) -> None:
    """Report a card some days after its use; it is blocked at once."""
    reported = min(
        used + dt.timedelta(days=rng.randint(3, 45), seconds=rng.randrange(86_400)),
        midnight(ISSUER_REPLY_ON) - dt.timedelta(days=2),
    )
    ledger.reply(
        ISSUER_ORIGIN,
        "fraud_report",
        {
            "issuer": ISSUER_NAME,
            "instrument_kind": "card",
            "fingerprint": card.fingerprint,
            "fingerprint_scope": CARD_ORIGIN,
            "last4": card.last4,
            "code": rng.choice(("stolen", "card_not_present", "card_not_present")),
            "reported": iso(reported),
            "blocked": iso(reported),
        },
    )

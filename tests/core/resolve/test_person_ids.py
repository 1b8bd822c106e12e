"""Ids that stay, and the identifiers that name a person for certain."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from keerpunt.resolve import ResolveSettings
from tests.support.persons import (
    CARD_SCOPE,
    account,
    card,
    customer,
    holds_card,
    resolved,
)

pytestmark = pytest.mark.slow

BORN, SON_BORN = dt.date(1960, 3, 14), dt.date(1990, 7, 2)


def test_ids_come_from_the_senior_record_and_a_later_source_renames_nobody() -> None:
    paid = card("c1", "Jan de Vries", "f1")
    before = resolved(payment=[paid])
    told = customer("a0", "Jan de Vries", **holds_card("f1"), received_on=dt.date(2025, 6, 1))
    after = resolved(payment=[paid], subscriber=[told])
    assert after.same(paid, told)
    assert after.entity(paid["record_key"]) == before.entity(paid["record_key"])
    other = resolved(ResolveSettings("TEST-2"), payment=[paid])
    assert other.entity(paid["record_key"]) != before.entity(paid["record_key"])


def test_no_joining_edge_ever_leads_from_an_account_to_a_person() -> None:
    shared = {
        "payer_email": "jan@example.org",
        "payer_phone": "+31612345678",
        "platform_account_id": "7",
        "device_id": "d1",
    }
    paid = card("c1", "Jan de Vries", "f1", **shared)
    own = account("7", email="jan@example.org", phone="+31612345678", self_name="Jan de Vries")
    found = resolved(
        payment=[paid], account=[own], subscriber=[customer("k1", "Jan de Vries", emails=["jan@example.org"])]
    )
    for row in found.edges():
        assert row["left_key"].startswith("account:") == row["right_key"].startswith("account:")


def test_a_paypal_customer_is_joined_by_id_or_log_in() -> None:
    base = {
        "psp": "paypal",
        "instrument_kind": "paypal",
        "record_key": "payment:psp:paypal/paypal:p1",
        "origin": "psp:paypal",
    }
    paid = card("p1", "Jan de Vries", None, payer_id="PAYER1", payer_email="jan@example.org", **base)
    by_id = customer("k1", "Jan de Vries", linked_kind="paypal", linked_value="PAYER1")
    by_mail = customer("k2", "J. de Vries", linked_kind="paypal", linked_value="Jan@Example.org")
    assert resolved(payment=[paid], subscriber=[by_id, by_mail]).same(paid, by_id, by_mail)


def test_a_wallet_counts_once_an_exchange_names_its_holder() -> None:
    def paid(ref: str, name: str) -> dict[str, Any]:
        return card(ref, name, None, instrument_kind="crypto_address", wallet_address="bc1qexample00000000")

    told = customer(
        "k1", "Jan de Vries", provider_kind="exchange", linked_kind="wallet", linked_value="bc1qexample00000000"
    )
    one, two = paid("w1", "Jan de Vries"), paid("w2", "J. de Vries")
    assert resolved(payment=[one, two], subscriber=[told]).same(one, two, told)
    assert not resolved(payment=[one, two]).same(one, two)


def test_scope_of_a_fingerprint_without_word_is_its_origin() -> None:
    paid = card("c1", "Jan de Vries", "f1", fingerprint_scope=None)
    told = customer("k1", "Jan de Vries", **holds_card("f1"))
    assert paid["origin"] == CARD_SCOPE
    assert resolved(payment=[paid], subscriber=[told]).same(paid, told)

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.support.persons import Resolved, Row, account, card, day, judged, order, resolved

pytestmark = pytest.mark.slow


def actor(found: Resolved, row: Row) -> Row:
    entity = found.entity(row["record_key"])
    return next(one for one in found.rows("actors") if one["actor_id"] == entity)


def test_each_account_and_order_has_one_actor() -> None:
    one, two = account("1"), account("2")
    orders = [order("a", "1"), order("b", "2"), order("c", None), order("d", "9")]
    found = resolved(account=[one, two], purchase_order=orders)
    assert len(found.rows("links")) == 6
    assert found.same(one, orders[0])
    assert not found.same(one, two)
    assert actor(found, orders[2])["platform_account_ids"] == []
    assert actor(found, orders[3])["platform_account_ids"] == ["9"]


def test_an_account_that_only_a_log_names_is_an_actor_without_record() -> None:
    event = {
        "record_key": "session:1",
        "origin": "platform:p",
        "platform_account_id": "5",
        "event": "login_ok",
        "occurred_utc": day("2024-01-01"),
    }
    found = resolved(session=[event])
    assert found.rows("links") == []
    assert [row["platform_account_ids"] for row in found.rows("actors")] == [["5"]]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"email": "J.an+x@gmail.com"}, {"email": "jan@googlemail.com"}),
        ({"phone": "06 12345678", "self_country": "NL"}, {"phone": "+31 6 1234 5678"}),
        (
            {"email": "jan@example.org", "self_name": "Jan de Vries"},
            {"email": "JAN@example.org", "self_name": "J. de Vries"},
        ),
    ],
)
def test_accounts_with_one_contact_are_one_actor(first: Row, second: Row) -> None:
    rows = [account("1", **first), account("2", **second)]
    found = resolved(account=rows)
    assert found.same(*rows)
    assert actor(found, rows[0])["platform_account_ids"] == ["1", "2"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"email": "info@example.org"}, {"email": "info@example.org"}),
        ({"email": "jan@example.org"}, {"email": "jan@example.com"}),
        (
            {"email": "jan@example.org", "self_name": "Jan de Vries"},
            {"email": "jan@example.org", "self_name": "Maria Bakker"},
        ),
        (
            {"email": "jan@example.org", "self_birthdate": dt.date(1960, 2, 3)},
            {"email": "jan@example.org", "self_birthdate": dt.date(1990, 7, 8)},
        ),
        ({"username": "jan"}, {"username": "jan"}),
        ({"register_ip": "192.0.2.1"}, {"register_ip": "192.0.2.1"}),
    ],
)
def test_accounts_without_a_common_contact_of_one_person_stay_apart(first: Row, second: Row) -> None:
    rows = [account("1", **first), account("2", **second)]
    assert not resolved(account=rows).same(*rows)


def test_a_contact_of_many_accounts_is_a_relation() -> None:
    rows = [account(str(n), email="all@example.org") for n in range(10, 16)]
    found = resolved(account=rows)
    assert len(found.groups("actor")) == 6
    assert len(found.edges("shared_contact")) == 15
    assert found.findings() == {("over_cap", "email"): 1}


def test_a_shared_device_or_card_is_a_relation_only() -> None:
    rows = [account("1"), account("2"), account("3")]
    events = [
        {
            "record_key": f"session:{n}",
            "origin": "platform:p",
            "platform_account_id": n,
            "event": "login_ok",
            "occurred_utc": day("2024-01-01"),
            "device_id": "d1",
        }
        for n in ("1", "2")
    ]
    paid = [card(f"c{n}", "Jan de Vries", "f1", platform_account_id=n) for n in ("2", "3")]
    found = resolved(account=rows, session=events, payment=paid)
    assert len(found.groups("actor")) == 3
    assert set(found.between(rows[0], rows[1])) == {"shared_device"}
    assert set(found.between(rows[1], rows[2])) == {"shared_instrument"}


def test_judgements_on_actors_bind_accounts_and_orders() -> None:
    rows = [account("1", email="jan@example.org"), account("2", email="jan@example.org"), account("3")]
    bought = order("a", "3")
    apart = judged("1", ["account:1"], ["account:2"], "not_same", kind="same_actor")
    joined = judged("2", ["account:1"], ["order:a"], "same", kind="same_actor")
    found = resolved(account=rows, purchase_order=[bought], judgement=[apart, joined])
    assert not found.same(rows[0], rows[1])
    assert found.same(rows[0], rows[2], bought)
    assert found.link("account:3")["basis"] == "human"


def test_payments_are_counted_once_over_all_origins_and_routes() -> None:
    own = account("1", registered_utc=day("2023-05-01"), last_seen_utc=day("2024-03-01"))
    bought = order("a", "1", psp="stripe", psp_ref="c2", placed_utc=day("2024-02-01"))
    paid = [
        card("c1", "Jan de Vries", "f1", platform_account_id="1", initiated_utc=day("2024-01-01")),
        card("c1", "Jan de Vries", "f1", origin="platform:p", record_key="payment:platform:p/stripe:c1"),
        card("c2", "Jan de Vries", "f1", initiated_utc=day("2024-06-01")),
        card(
            "r1",
            None,
            "f1",
            platform_account_id="1",
            direction="out",
            row_kind="refund",
            initiated_utc=day("2024-05-01"),
        ),
    ]
    found = resolved(account=[own], purchase_order=[bought], payment=paid)
    row = actor(found, own)
    assert row["n_payments"] == 2
    assert (row["first_seen_utc"], row["last_seen_utc"]) == (day("2023-05-01"), day("2024-06-01"))


def test_a_payment_with_two_accounts_counts_for_neither_and_is_told() -> None:
    rows: list[dict[str, Any]] = [account("1"), account("2")]
    paid = card("c1", "Jan de Vries", "f1", platform_account_id="1", order_id="a")
    found = resolved(account=rows, purchase_order=[order("a", "2")], payment=[paid])
    assert [row["n_payments"] for row in found.rows("actors")] == [0, 0]
    assert found.findings() == {("link_conflict", ""): 1}


def test_an_order_that_two_sources_give_to_two_accounts_stands_alone() -> None:
    orders = [order("a", "1"), order("a", "2", origin="psp:stripe")]
    found = resolved(account=[account("1"), account("2")], purchase_order=orders)
    assert len({found.entity(key) for key in ("account:1", "account:2", "order:a")}) == 3
    assert found.findings()[("link_conflict", "")] == 1


def test_the_senior_account_names_the_actor() -> None:
    old, new = (
        account("9", email="jan@example.org", received_on=dt.date(2024, 1, 1)),
        account("1", email="jan@example.org"),
    )
    assert resolved(account=[old, new]).entity("account:1") == resolved(account=[old]).entity("account:9")

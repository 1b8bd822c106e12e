"""Accounts that a model makes one actor, and people of one household who must not become one."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from keerpunt.resolve.models import ACCOUNTS, load
from tests.support.persons import Row, account, card, customer, day, holds_card, resolved

BORN = dt.date(1971, 6, 24)
NAME = {"self_name": "Jan de Vries"}


def login(number: str, device: str) -> Row:
    return {
        "record_key": f"session:{number}/{device}", "origin": "platform:p", "platform_account_id": number,
        "event": "login_ok", "occurred_utc": day("2024-01-01"), "device_id": device,
    }  # fmt: skip


def both(first: Row, second: Row, device: str | None = None) -> tuple[Any, Row, Row]:
    one, two = account("1", **first), account("2", **second)
    events = [login(number, device) for number in ("1", "2")] if device else []
    return resolved(account=[one, two], session=events), one, two


@pytest.mark.parametrize(
    ("first", "second", "device"),
    [
        ({"username": "river_lark7"}, {"username": "River_Lark7"}, "d1"),
        (
            {"username": "river_lark7", "self_birthdate": BORN} | NAME,
            {"username": "river_lark7", "self_birthdate": BORN} | NAME,
            None,
        ),
        ({"self_birthdate": BORN} | NAME, {"self_birthdate": BORN} | NAME, "d1"),
    ],
)
def test_two_traits_that_agree_make_one_actor(first: Row, second: Row, device: str | None) -> None:
    found, one, two = both(first, second, device)
    assert found.same(one, two)
    edge = found.between(one, two)["linked"]
    why = json.loads(edge["explanation"])
    assert (why["model"], why["model_version"]) == (ACCOUNTS, load(ACCOUNTS).version)
    assert round(why["prior"] + sum(field["weight"] for field in why["fields"]), 4) == edge["match_weight"]
    assert why["calibrated"]["basis"] == "generated"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({}, {}),
        ({"username": "smit_1"}, {"username": "smit_2"}),
        ({"self_birthdate": BORN}, {"self_birthdate": BORN}),
        ({"self_birthdate": BORN} | NAME, {"self_birthdate": BORN, "self_name": "J. de Vries"}),
        (
            {"username": "smit1", "self_name": "Jan Smit", "self_birthdate": BORN},
            {"username": "smit2", "self_name": "Piet Smit", "self_birthdate": BORN},
        ),
        (
            {"username": "smits", "self_name": "Jan Smit"},
            {"username": "smits", "self_name": "Maria Smit"},
        ),
        ({"username": "smits", "self_birthdate": BORN}, {"username": "smits", "self_birthdate": dt.date(1990, 9, 3)}),
    ],
)
def test_brothers_and_twins_on_one_device_stay_apart(first: Row, second: Row) -> None:
    found, one, two = both(first, second, "d1")
    assert not found.same(one, two)
    assert "shared_device" in found.between(one, two)


@pytest.mark.parametrize("said", [{"username": "river_lark7"}, {"self_birthdate": BORN} | NAME])
def test_one_trait_alone_never_joins(said: Row) -> None:
    found, one, two = both(said, dict(said))
    assert not found.same(one, two)


def test_a_device_of_many_joins_nobody() -> None:
    rows = [account(str(n), username="river_lark7") for n in range(1, 7)]
    found = resolved(account=rows, session=[login(str(n), "cafe") for n in range(1, 7)])
    assert len(found.groups("actor")) == 6


def test_no_column_of_a_payer_or_customer_moves_an_account() -> None:
    rows = [account(str(n), username=f"user{n}", email=f"u{n}@example.org") for n in (1, 2)]
    alone = resolved(account=rows)
    paid = [
        card(f"c{n}", "Jan de Vries", "f1", payer_email="jan@example.org", platform_account_id=str(n)) for n in (1, 2)
    ]
    known = customer("k", "Jan de Vries", emails=["jan@example.org"], **holds_card("f1"))
    full = resolved(account=rows, payment=paid, subscriber=[known])
    assert full.groups("actor") == alone.groups("actor")
    joins = full.edges("linked", "key_equal")
    assert not any({edge["left_key"].split(":")[0], edge["right_key"].split(":")[0]} & {"account"} for edge in joins)


def test_an_account_tied_to_two_that_exclude_each_other_joins_neither() -> None:
    rows = [
        account("1", username="smits", self_name="Jan Smit"),
        account("2", username="smits", self_name="Maria Smit"),
        account("3", username="smits"),
    ]
    found = resolved(account=rows, session=[login(str(n), "d1") for n in (1, 2, 3)])
    assert len(found.groups("actor")) == 3
    assert {edge["refused_by"] for edge in found.edges("linked")} == {"ambiguous"}

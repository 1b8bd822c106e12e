"""People whom a payment names, seen from those whom a wrong merge would give another's payments."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from keerpunt.resolve.identifying import of_payers
from keerpunt.resolve.likeness import CARD, EMAIL, PHONE
from keerpunt.resolve.models import PAYER_SUBSCRIBER, PAYERS, load
from keerpunt.values.names import Level
from tests.support.persons import IBAN_1, Row, card, customer, holds_card, holds_iban, resolved, transfer

pytestmark = pytest.mark.slow

LINE, POSTCODE, CITY = "Kerkstraat 12", "1017 GC", "Amsterdam"
HOME = {"billing_line1": LINE, "billing_postcode": POSTCODE, "billing_city": CITY, "billing_country": "NL"}
LIVES = {"line1": LINE, "postcode": POSTCODE, "city": CITY, "country": "NL"}
TOWN = {"billing_city": CITY, "billing_country": "NL"}
FAMILY_PHONE = {"payer_phone": "+31201234567"}
PLASTIC = {"bin": "411111", "last4": "4242", "expiry": "2027-05"}


def other_shop(ref: str, name: str, **values: Any) -> Row:
    """A card payment at a provider that shares no fingerprints."""
    row = card(ref, name, None, **values)
    return row | {"record_key": f"payment:psp:other/other:{ref}", "origin": "psp:other", "psp": "other"}


def why(found: Any, left: Row, right: Row) -> Row:
    explained: Row = json.loads(found.between(left, right)["linked"]["explanation"])
    return explained


@pytest.mark.parametrize("shared", [HOME, HOME | FAMILY_PHONE, FAMILY_PHONE])
def test_father_and_son_of_one_name_share_house_and_telephone_and_no_payments(shared: Row) -> None:
    father = card("f", "Jan de Vries", "f1", payer_email="jan1950@example.org", **shared)
    son = card("s", "Jan de Vries", "f2", payer_email="jan1980@example.org", **shared)
    found = resolved(payment=[father, son])
    assert not found.same(father, son)
    assert "possible_same" in found.between(father, son)


def test_a_sons_payment_is_not_his_fathers_for_the_bank_that_knows_the_father_at_that_address() -> None:
    son = card("s", "Jan de Vries", "f2", payer_email="jan1980@example.org", **HOME)
    father = customer("k", "Jan de Vries", birthdate=dt.date(1950, 2, 3), emails=["jan1950@example.org"], **LIVES)
    found = resolved(payment=[son], subscriber=[father])
    assert not found.same(son, father)
    assert "possible_same" in found.between(father, son)


def test_a_payment_that_is_as_much_the_fathers_as_the_sons_is_neithers() -> None:
    paid = card("s", "Jan de Vries", "f9", payer_email="family@example.org", **HOME)
    known: Row = {"emails": ["family@example.org"], "provider": "isp", **LIVES}
    father = customer("k1", "Jan de Vries", birthdate=dt.date(1950, 2, 3), **known)
    son = customer("k2", "Jan de Vries", birthdate=dt.date(1980, 9, 14), **known)
    found = resolved(payment=[paid], subscriber=[father, son])
    assert len({found.entity(row["record_key"]) for row in (paid, father, son)}) == 3
    assert "ambiguous" in found.codes(paid)


@pytest.mark.parametrize("name", ["Mohamed Ahmed", "Maria García López"])
def test_namesakes_of_one_city_stay_apart(name: str) -> None:
    one, other = card("a", name, "f1", **TOWN), card("b", name, "f2", **TOWN)
    assert not resolved(payment=[one, other]).same(one, other)
    known = customer("k", name, city=CITY, country="NL")
    assert not resolved(payment=[one], subscriber=[known]).same(one, known)


@pytest.mark.parametrize("hers", ["J. de Vries", "Johanna de Vries", "J.M. de Vries"])
def test_spouses_with_one_initial_share_house_and_contacts_and_no_payments(hers: str) -> None:
    his = card("a", "Jan de Vries", "f1", payer_email="jan@example.org", **HOME | FAMILY_PHONE)
    her = card("b", hers, "f2", payer_email="joke@example.org", **HOME | FAMILY_PHONE)
    assert not resolved(payment=[his, her]).same(his, her)


def test_victims_of_one_thief_share_his_address_and_mailbox_and_nothing_else() -> None:
    drop = {"payer_email": "drop@example.org", **HOME}
    names = ("Jan de Vries", "Jan de Vries", "Maria Bakker", "Piet Smit", "Anna Visser")
    stolen = [card(f"v{n}", name, f"f{n}", **drop) for n, name in enumerate(names)]
    banks = [
        customer(f"k{n}", name, birthdate=dt.date(1950 + 7 * n, 2, 3), **holds_card(f"f{n}"))
        for n, name in enumerate(names)
    ]
    thief = customer("t", "Klaas Mulder", **LIVES)
    found = resolved(payment=stolen, subscriber=[*banks, thief])
    assert all(found.same(paid, bank) for paid, bank in zip(stolen, banks, strict=True))
    assert len({found.entity(bank["record_key"]) for bank in (*banks, thief)}) == 6


def test_made_up_payers_on_one_mailbox_are_nobody_twice() -> None:
    names = ("Jan de Vries", "Maria Bakker", "Piet Smit", "Anna Visser", "Klaas Mulder", "Jan de Vriess")
    made = [card(f"m{n}", name, f"f{n}", payer_email="made@example.org", **TOWN) for n, name in enumerate(names)]
    real = customer("k", "Jan de Vries", emails=["jan@example.org"], birthdate=dt.date(1960, 5, 6), **LIVES)
    found = resolved(payment=made, subscriber=[real])
    assert len(found.groups()) == len(names) + 1


def test_holders_of_a_joint_account_stay_two_and_neither_is_given_the_others_card() -> None:
    joint = transfer("j", "J. de Vries e/o M. Bakker", IBAN_1)
    his = card("a", "Jan de Vries", "f1", payer_email="jan@example.org", **HOME)
    her = card("b", "Maria Bakker", "f2", payer_email="maria@example.org", **HOME)
    known = customer("k", "Jan de Vries", birthdate=dt.date(1970, 2, 3), **holds_iban())
    found = resolved(payment=[joint, his, her], subscriber=[known])
    key = joint["record_key"]
    assert found.same(f"{key}#1", known)
    assert not found.same(f"{key}#1", f"{key}#2")
    assert not found.same(his, her)


def test_one_card_at_two_shops_is_one_holder_without_a_common_fingerprint() -> None:
    one = card("a", "Jan de Vries", "f1", **PLASTIC, **HOME)
    two = other_shop("b", "Jan de Vries", **PLASTIC, **HOME)
    found = resolved(payment=[one, two])
    assert found.same(one, two)
    told = why(found, one, two)
    assert told["model"] == PAYERS
    assert told["model_version"] == load(PAYERS).version
    assert (
        round(told["prior"] + sum(field["weight"] for field in told["fields"]), 4)
        == (found.between(one, two)["linked"]["match_weight"])
    )
    assert told["calibrated"]["n"] > 381


@pytest.mark.parametrize("unlike", [{"last4": "4243"}, {"expiry": "2028-05"}, {"bin": None}, {"funding": "prepaid"}])
def test_a_card_that_is_not_wholly_the_same_says_nothing(unlike: Row) -> None:
    one = card("a", "Jan de Vries", "f1", **PLASTIC)
    two = other_shop("b", "Jan de Vries", **PLASTIC | unlike)
    assert not resolved(payment=[one, two]).same(one, two)


def test_a_spouse_on_ones_card_number_by_initial_alone_stays_another() -> None:
    one = card("a", "Jan de Vries", "f1", **PLASTIC)
    two = other_shop("b", "J. de Vries", **PLASTIC)
    assert not resolved(payment=[one, two]).same(one, two)


def test_mailbox_and_house_make_a_misspelt_payer_the_customer() -> None:
    paid = card("a", "Jan Jansen", "f1", payer_email="jan@example.org", **HOME)
    known = customer("k", "Jan Janssen", emails=["jan@example.org"], **LIVES)
    found = resolved(payment=[paid], subscriber=[known])
    assert found.same(paid, known)
    assert why(found, known, paid)["model"] == PAYER_SUBSCRIBER


@pytest.mark.parametrize("level", list(Level))
def test_what_a_household_shares_never_identifies_a_payer(level: Level) -> None:
    home = frozenset({"address", "postcode", PHONE})
    assert not of_payers(level, home)
    assert of_payers(level, home | {EMAIL}) == (level in {Level.N1, Level.N2, Level.N4})
    assert of_payers(level, home | {CARD}) == (level in {Level.N1, Level.N2, Level.N3, Level.N4})


def test_ten_thousand_orders_in_one_name_do_not_meet_in_pairs() -> None:
    made = [other_shop(f"m{n}", "Jan de Vries", payer_email=f"m{n}@example.org") for n in range(1200)]
    found = resolved(payment=made)
    assert len(found.groups()) == 1200
    assert found.findings()[("block_left_out", "name_key")] == 1

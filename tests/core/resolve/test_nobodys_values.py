"""Values and words that stand for nobody: they join no namesakes, whoever typed them."""

from __future__ import annotations

import pytest

from keerpunt.resolve.settings import ResolveSettings
from tests.core.resolve.test_wronged_payers import HOME, PLASTIC, other_shop
from tests.support.persons import Row, card, customer, judged, resolved, transfer

pytestmark = pytest.mark.slow

COIN = {"instrument_kind": "crypto_address", "wallet_address": "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"}


def exchange(ref: str, name: str) -> Row:
    """An exchange's answer about the customer of that address."""
    linked = {"linked_kind": "wallet", "linked_value": COIN["wallet_address"]}
    return customer(ref, name, provider_kind="exchange", **linked)


@pytest.mark.parametrize("iban", ["NL00BANK0000000000", "0", "NOTPROVIDED"])
def test_an_account_number_that_fails_its_checksum_folds_no_namesakes(iban: str) -> None:
    one, two = transfer("a", "Mohamed Ahmed", iban), transfer("b", "Mohamed Ahmed", iban, billing_city="Groningen")
    assert not resolved(payment=[one, two]).same(one, two)


def test_a_wallet_that_no_exchange_answers_for_folds_no_namesakes() -> None:
    one, two = card("a", "Jan de Vries", **COIN), card("b", "Jan de Vries", **COIN, billing_city="Groningen")
    assert not resolved(payment=[one, two]).same(one, two)


def test_a_wallet_is_its_customers_by_the_word_of_an_exchange() -> None:
    one, told = card("a", "Jan de Vries", **COIN), exchange("k", "Jan de Vries")
    assert resolved(payment=[one], subscriber=[told]).same(one, told)


def test_an_address_that_two_customers_of_exchanges_pay_to_is_neithers() -> None:
    paid = [card(ref, "Jan de Vries", **COIN, payer_phone=phone) for ref, phone in (("a", None), ("b", "+31612345678"))]
    told = [exchange("k1", "Jan de Vries"), exchange("k2", "Maria Bakker")]
    assert len(resolved(payment=paid, subscriber=told).groups()) == 4


def test_one_card_remainder_in_two_countries_is_two_cards() -> None:
    one = card("a", "Jan de Vries", **PLASTIC, billing_country="NL", payer_phone="+31612345678")
    two = card("b", "Jan de Vries", **PLASTIC, billing_country="US", payer_phone="+16174960123")
    assert not resolved(payment=[one, two]).same(one, two)


@pytest.mark.parametrize("mails", [(None, None), ("a@example.org", "b@example.org")])
def test_two_fingerprints_in_one_scope_are_two_cards_whatever_their_last_digits(mails: tuple[str, str]) -> None:
    one = card("a", "Jan de Vries", "f1", **PLASTIC, payer_email=mails[0])
    two = card("b", "Jan de Vries", "f2", **PLASTIC, payer_email=mails[1])
    assert not resolved(payment=[one, two]).same(one, two)


def test_a_card_of_another_shop_does_not_bridge_two_fingerprints() -> None:
    rows = [card("a", "Jan de Vries", "f1", **PLASTIC), card("b", "Jan de Vries", "f2", **PLASTIC)]
    rows.append(other_shop("c", "Jan de Vries", **PLASTIC))
    assert len(resolved(payment=rows).groups()) == 3


def test_twelve_charges_on_one_card_without_a_fingerprint_are_one_party() -> None:
    rows = [other_shop(f"c{n}", "Jan de Vries", **PLASTIC, **HOME) for n in range(12)]
    found = resolved(payment=rows)
    assert found.same(*rows)
    assert not found.edges("linked")


def test_a_card_of_a_firm_says_nothing_of_a_person() -> None:
    rows = [other_shop(ref, "Jan de Vries", **PLASTIC) for ref in "ab"]
    assert resolved(payment=rows).same(*rows)
    assert not resolved(ResolveSettings("TEST-1", corporate_bins=("411111",)), payment=rows).same(*rows)


@pytest.mark.parametrize("mail", ["test@example.org", "noemail@example.org", "none@none.com", "null1@example.org"])
def test_a_mailbox_that_stands_for_none_joins_no_namesakes(mail: str) -> None:
    one, two = (card(ref, "Mohamed Ahmed", f"f{ref}", payer_email=mail) for ref in "ab")
    assert not resolved(payment=[one, two]).same(one, two)


@pytest.mark.parametrize("phone", ["+31800123456", "+3190012345"])
def test_a_service_number_is_nobodys_telephone(phone: str) -> None:
    one, two = (card(ref, "Mohamed Ahmed", f"f{ref}", payer_phone=phone, billing_country="NL") for ref in "ab")
    found = resolved(payment=[one, two])
    assert not found.same(one, two)
    assert found.findings()["no_evidential_value", "phone"] == 1


@pytest.mark.parametrize("name", ["Guest User", "PayPal User", "Account Holder", "未知", "غير معروف"])
def test_words_for_no_name_are_no_party(name: str) -> None:
    rows = [card(ref, name, f"f{ref}", payer_email="desk77@example.org") for ref in "ab"]
    assert not resolved(payment=rows).groups()


def test_three_holders_of_one_account_are_a_group() -> None:
    one = transfer("a", "Jan, Piet en Klaas de Vries")
    found = resolved(payment=[one])
    assert found.codes(one) == ["joint_holders"]


def test_a_judgement_on_values_of_nobody_still_counts() -> None:
    rows = [transfer(ref, "Mohamed Ahmed", "NOTPROVIDED") for ref in "ab"]
    keys = [row["record_key"] for row in rows]
    assert resolved(payment=rows, judgement=[judged("1", keys[:1], keys[1:], "same")]).same(*rows)

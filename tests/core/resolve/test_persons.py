from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from keerpunt.model.tables import table
from keerpunt.resolve import ResolveSettings
from tests.support.persons import (
    IBAN_1,
    IBAN_2,
    card,
    customer,
    day,
    holds_card,
    holds_iban,
    resolved,
    transfer,
)

pytestmark = pytest.mark.slow

BORN, SON_BORN = dt.date(1960, 3, 14), dt.date(1990, 7, 2)


def test_empty_tables_give_empty_results_of_the_right_shape() -> None:
    found = resolved()
    assert set(found.tables) == {"identities", "actors", "links", "edges", "findings"}
    for name, result in found.tables.items():
        assert result.schema.equals(table(name).arrow())
        assert result.num_rows == 0


def test_twelve_monthly_charges_are_one_party_and_one_identity() -> None:
    charges = [card(f"c{n:02d}", "Jan de Vries", "f1") for n in range(12)]
    found = resolved(payment=charges)
    assert found.same(*charges)
    assert found.identity(charges[0])["n_records"] == 12
    assert len(found.edges("key_equal")) == 11
    assert {row["basis"] for row in found.rows("links")} == {"stated_in_record", "key_equal"}


def test_the_customer_a_bank_names_for_a_card_is_the_payer_of_that_name() -> None:
    paid, told = card("c1", "Jan de Vries", "f1"), customer("k1", "J. de Vries", **holds_card("f1"))
    found = resolved(payment=[paid], subscriber=[told])
    assert found.same(paid, told)
    assert found.identity(paid)["has_verified_record"] == "yes"
    assert found.between(paid, told)["linked"]["match_weight"] == 20.0
    assert found.link(told["record_key"])["basis"] == "linked"
    assert found.link(told["record_key"])["match_weight"] == 20.0


def test_a_fingerprint_of_another_scope_joins_nobody() -> None:
    paid = card("c1", "Jan de Vries", "f1")
    told = customer("k1", "Jan de Vries", **(holds_card("f1") | {"linked_scope": "psp:other"}))
    assert not resolved(payment=[paid], subscriber=[told]).same(paid, told)


@pytest.mark.parametrize("kind", ["card", "iban"])
@pytest.mark.parametrize(
    ("his", "hers"), [("Jan", "Maria"), ("Jan", "Johanna"), ("Mario", "Maria"), ("Jan", "Jana"), ("J.", "M.")]
)
def test_husband_and_wife_on_one_instrument_never_merge(kind: str, his: str, hers: str) -> None:
    make: Any = card if kind == "card" else transfer
    value = "f1" if kind == "card" else IBAN_1
    holds = holds_card("f1") if kind == "card" else holds_iban()
    one, two = make("c1", f"{his} de Vries", value), make("c2", f"{hers} de Vries", value)
    told = [customer("k1", f"{his} de Vries", **holds), customer("k2", f"{hers} de Vries", **holds)]
    found = resolved(payment=[one, two], subscriber=told)
    assert found.same(one, told[0])
    assert found.same(two, told[1])
    assert not found.same(one, two)
    assert "shared_instrument" in found.between(one, two)


def test_an_initial_that_fits_two_holders_of_a_card_stays_alone_and_says_so() -> None:
    jan, johanna, initial = (
        card("c1", "Jan de Vries", "f1"),
        card("c2", "Johanna de Vries", "f1"),
        card("c3", "J. de Vries", "f1"),
    )
    found = resolved(payment=[jan, johanna, initial])
    assert len(found.groups()) == 3
    assert found.codes(initial) == ["ambiguous"]
    assert found.codes(jan) == found.codes(johanna) == []
    refused = [row["refused_by"] for row in found.edges("linked")]
    assert refused == ["ambiguous", "ambiguous"]


def test_a_second_key_settles_whose_initial_it_is() -> None:
    jan = card("c1", "Jan de Vries", "f1", payer_email="jan@example.org")
    johanna = card("c2", "Johanna de Vries", "f1")
    initial = card("c3", "J. de Vries", "f1", payer_email="jan@example.org")
    found = resolved(payment=[jan, johanna, initial])
    assert found.same(jan, initial)
    assert not found.same(johanna, initial)
    assert found.codes(initial) == []


def test_an_initial_at_the_address_of_two_fitting_people_is_ambiguous() -> None:
    home = {"country": "NL", "postcode": "1234AB", "line1": "Kerkstraat 12"}
    jan = customer("k1", "Jan de Vries", **holds_card("f1"), **home)
    johanna = customer("k2", "Johanna de Vries", **holds_card("f2"), **home)
    billed = {"billing_country": "NL", "billing_postcode": "1234 ab", "billing_line1": "Kerkstr. 12"}
    initial = card("c3", "J. de Vries", "f3", **billed)
    found = resolved(payment=[initial], subscriber=[jan, johanna])
    assert len(found.groups()) == 3
    assert found.codes(initial) == ["ambiguous"]
    assert found.codes(jan) == []
    assert "household" in found.between(jan, johanna)
    assert set(found.between(initial, jan)) == {"shared_address", "possible_same"}


def test_father_and_son_of_one_name_and_two_verified_birth_dates_never_merge() -> None:
    father = customer("k1", "Jan de Vries", birthdate=BORN, **holds_iban())
    son = customer("k2", "Jan de Vries", birthdate=SON_BORN, **holds_iban())
    paid = transfer("t1", "Jan de Vries")
    found = resolved(subscriber=[father, son], payment=[paid])
    assert not found.same(father, son)
    assert found.between(father, son)["linked"]["refused_by"] == "birth_date"
    assert "name_twin" in found.between(father, son)
    assert found.codes(paid) == ["ambiguous"]


def test_senior_and_junior_never_merge() -> None:
    found = resolved(payment=[card("c1", "John Smith Sr", "f1"), card("c2", "John Smith Jr", "f1")])
    assert len(found.groups()) == 2
    assert {row["refused_by"] for row in found.edges("linked")} == {"generation"}


def test_name_twins_at_different_addresses_without_a_common_key_stay_apart() -> None:
    one = customer("k1", "Jan de Vries", country="NL", postcode="1234AB", line1="Kerkstraat 12", **holds_iban(IBAN_1))
    two = customer("k2", "Jan de Vries", country="NL", postcode="9999ZZ", line1="Dorpsweg 1", **holds_iban(IBAN_2))
    found = resolved(subscriber=[one, two])
    assert not found.same(one, two)
    assert set(found.between(one, two)) == {"name_twin"}
    assert found.codes(one) == found.codes(two) == []


def test_records_without_any_identifier_stay_alone() -> None:
    one, two = card("c1", "Jan de Vries"), card("c2", "Jan de Vries")
    nameless = customer("k1", None)
    found = resolved(payment=[one, two], subscriber=[nameless])
    assert len(found.groups()) == 3
    assert found.identity(nameless)["names"] == []


def test_a_name_alone_never_folds_but_a_full_card_remainder_does() -> None:
    rest = {"bin": "400000", "last4": "0002", "expiry": "2026-01"}
    paid = [
        card("c1", "Jan de Vries", **rest),
        card("c2", "JAN DE VRIES", **rest),
        card("c3", "Jan de Vries", last4="0002"),
    ]
    found = resolved(payment=paid)
    assert found.same(paid[0], paid[1])
    assert not found.same(paid[0], paid[2])
    assert found.edges("key_equal")[0]["match_weight"] == 8.0


@pytest.mark.parametrize("name", ["UNKNOWN", "NOTPROVIDED", None])
def test_a_payment_without_a_name_is_no_party(name: str | None) -> None:
    assert resolved(payment=[card("c1", name, "f1")]).groups() == set()


@pytest.mark.parametrize(
    "change", [{"direction": "out"}, {"row_kind": "refund"}, {"row_kind": "fee"}, {"direction": "unknown"}]
)
def test_money_that_went_out_makes_no_party(change: dict[str, str]) -> None:
    assert resolved(payment=[card("c1", "Jan de Vries", "f1", **change)]).groups() == set()


@pytest.mark.parametrize("response", ["no_match", "multiple", "refused", "expired"])
def test_a_reply_that_names_nobody_is_counted_and_makes_no_identity(response: str) -> None:
    found = resolved(subscriber=[customer("k1", "Jan de Vries", response=response)])
    assert found.groups() == set()
    assert found.findings()[("reply_without_identity", response)] == 1


def test_a_firm_has_its_own_identity_and_never_merges_with_a_person() -> None:
    firm, person, again = transfer("t1", "Jansen B.V."), transfer("t2", "Jan Jansen"), transfer("t3", "JANSEN BV")
    found = resolved(payment=[firm, person, again])
    assert found.codes(firm) == ["organisation"]
    assert not found.same(firm, person)
    assert found.codes(person) == []


def test_prepaid_cards_and_role_addresses_have_no_evidential_value_and_that_is_named() -> None:
    one = card("c1", "Jan de Vries", "f1", funding="prepaid", payer_email="info@example.org")
    two = card("c2", "J. de Vries", "f1", funding="prepaid", payer_email="info@example.org")
    found = resolved(payment=[one, two])
    assert not found.same(one, two)
    assert found.findings() == {("no_evidential_value", "email"): 1, ("no_evidential_value", "funding"): 2}


def test_an_account_number_whose_checksum_fails_joins_nobody() -> None:
    wrong = "NL91ABNA0417164301"
    one, two = transfer("t1", "Jan de Vries", wrong), transfer("t2", "J. de Vries", wrong)
    found = resolved(payment=[one, two])
    assert not found.same(one, two)
    assert found.findings()[("iban_check", "iban")] == 1


def test_an_instrument_of_three_people_joins_nobody_and_remains_a_relation() -> None:
    paid = [card(f"c{n}", f"{name} de Vries", "f1") for n, name in enumerate(("Jan", "Maria", "Pieter"))]
    told = customer("k1", "Jan de Vries", **holds_card("f1"))
    found = resolved(payment=paid, subscriber=[told])
    assert len(found.groups()) == 4
    assert found.edges("linked") == []
    shared = found.between(paid[0], told)["shared_instrument"]["why"]
    assert shared["over_cap"] is True
    assert shared["identifiers"] == [{"class": "A*", "fan_out": 3, "kind": "card"}]
    assert found.findings()[("over_cap", "card")] == 1


def test_the_same_three_people_years_apart_are_not_over_the_cap() -> None:
    years = ("2015-01-01", "2019-01-01", "2023-01-01")
    paid = [
        card(f"c{n}", f"{name} de Vries", "f1", initiated_utc=day(year))
        for n, (name, year) in enumerate(zip(("Jan", "Maria", "Pieter"), years, strict=True))
    ]
    initials = [
        card(f"i{n}", f"{name}. de Vries", "f1", initiated_utc=day(year))
        for n, (name, year) in enumerate(zip("JMP", years, strict=True))
    ]
    found = resolved(payment=[*paid, *initials])
    assert [found.same(one, two) for one, two in zip(paid, initials, strict=True)] == [True, True, True]


@pytest.mark.slow
def test_a_value_shared_by_thousands_gives_a_star_with_the_count_stated() -> None:
    paid = [card(f"c{n:04d}", f"Name{n} Surname{n}", f"f{n}", payer_email="shared@example.org") for n in range(3000)]
    found = resolved(payment=paid)
    shared = found.edges("shared_contact")
    assert len(shared) == ResolveSettings("X").relation_cap
    assert shared[0]["why"]["holders"] == 3000
    assert shared[0]["why"]["shown"] == 51
    assert len(found.groups()) == 3000


def test_many_cards_of_one_name_and_address_hang_together_like_a_star() -> None:
    paid = [card(f"c{n:04d}", "Jan de Vries", f"f{n}", payer_email="jan@example.org") for n in range(1000)]
    found = resolved(payment=paid)
    assert len(found.groups()) == 1
    assert len(found.edges("linked")) == 999
    assert found.codes(paid[0]) == ["oversize"]


def test_one_customer_number_with_two_birth_dates_contradicts_itself_and_joins_nobody() -> None:
    first, second = (
        customer("k1", "Jan de Vries", birthdate=BORN, **holds_iban()),
        customer("k1", "Jan de Vries", birthdate=SON_BORN),
    )
    paid = transfer("t1", "Jan de Vries")
    found = resolved(payment=[paid], subscriber=[first, second])
    assert not found.same(paid, first)
    assert found.codes(first) == ["issuer_conflict"]
    assert found.identity(first)["birthdates"] == ["1960-03-14", "1990-07-02"]
    assert found.between(paid, first)["linked"]["refused_by"] == "issuer_conflict"


def test_one_payer_id_of_two_people_joins_neither_and_both_say_so() -> None:
    one = card("c1", "Jan de Vries", "f1", payer_id="cus_1")
    two = card("c2", "Maria Bakker", "f2", payer_id="cus_1")
    found = resolved(payment=[one, two])
    assert found.codes(one) == found.codes(two) == ["issuer_conflict"]
    assert set(found.between(one, two)) == {"shared_identifier"}


def test_one_payer_id_joins_on_its_issuers_word() -> None:
    one = card("c1", "Jan de Vries", "f1", payer_id="cus_1")
    two = card("c2", "J. de Vries", "f2", payer_id="cus_1")
    found = resolved(payment=[one, two])
    assert found.same(one, two)
    assert found.between(one, two)["key_equal"]["match_weight"] == 30.0


def test_a_national_number_joins_equal_names_only_and_two_numbers_keep_apart() -> None:
    token = {"national_id": "national_id:00aa"}
    one, two = (
        customer("k1", "Jan de Vries", **token),
        customer("k2", "Jan de Vries", **token, provider="isp", record_key="subscriber:isp:k2"),
    )
    other = customer("k3", "Maria Bakker", **token)
    assert resolved(subscriber=[one, two]).same(one, two)
    found = resolved(subscriber=[one, other])
    assert not found.same(one, other)
    assert "shared_identifier" in found.between(one, other)
    apart = [customer(f"k{n}", "Jan de Vries", national_id=f"national_id:{n}", **holds_iban()) for n in (1, 2)]
    kept = resolved(subscriber=apart)
    assert not kept.same(*apart)
    assert kept.between(*apart)["linked"]["refused_by"] == "national_id"


def test_two_rows_of_a_source_with_one_row_per_person_never_merge() -> None:
    rows = [customer(f"k{n}", "Jan de Vries", **holds_iban()) for n in (1, 2)]
    assert resolved(subscriber=rows).same(*rows)
    strict = ResolveSettings("TEST-1", one_per_source=("bank:b",))
    found = resolved(strict, subscriber=rows)
    assert not found.same(*rows)
    assert found.between(*rows)["linked"]["refused_by"] == "one_per_source"


@pytest.mark.parametrize(
    ("second", "verification", "merged"),
    [
        (dt.date(1960, 3, 14), "none", True),
        (dt.date(1960, 3, 15), "none", True),
        (dt.date(1990, 7, 2), "none", False),
        (dt.date(1960, 1, 1), "none", True),
        (dt.date(1960, 3, 15), "document", False),
    ],
)
def test_unverified_birth_dates_may_be_near_verified_ones_may_not(
    second: dt.date, verification: str, merged: bool
) -> None:
    rows = [
        customer("k1", "Jan de Vries", birthdate=BORN, **holds_iban()),
        customer("k2", "Jan de Vries", birthdate=second, **holds_iban()) | {"verification": verification},
    ]
    assert resolved(subscriber=rows).same(*rows) is merged


def test_a_swapped_day_and_month_is_near() -> None:
    rows = [
        customer("k1", "Jan de Vries", birthdate=dt.date(1960, 3, 11), **holds_iban()),
        customer("k2", "Jan de Vries", birthdate=dt.date(1960, 11, 3), verification="none", **holds_iban()),
    ]
    assert resolved(subscriber=rows).same(*[row | {"verification": "none"} for row in rows])


def test_a_register_adds_its_birth_date_unless_it_disagrees() -> None:
    told = customer("k1", "Jan de Vries", **holds_iban())
    extract = {
        "record_key": "register:1", "origin": "register:civil", "provider": "bank", "customer_ref": "k1",
        "register": "civil", "result": "hit", "birthdate": BORN, "full_name": "Jan de Vries",
    }  # fmt: skip
    found = resolved(subscriber=[told], register_extract=[extract])
    assert found.identity(told)["birthdates"] == ["1960-03-14"]
    assert found.findings() == {}
    wrong = resolved(subscriber=[told], register_extract=[extract | {"full_name": "Piet Bakker"}])
    assert wrong.identity(told)["birthdates"] == []
    assert wrong.findings()[("register_mismatch", "")] == 1


def test_a_household_named_by_the_register_is_a_relation() -> None:
    rows = [customer("k1", "Jan de Vries"), customer("k2", "Maria Bakker")]
    extract = {
        "record_key": "register:1", "origin": "register:civil", "provider": "bank", "customer_ref": "k1",
        "register": "household", "result": "hit", "household_size": 2, "household_refs": ["k2"],
    }  # fmt: skip
    found = resolved(subscriber=rows, register_extract=[extract])
    assert set(found.between(*rows)) == {"household"}
    assert not found.same(*rows)


def test_tenants_who_never_met_are_not_related() -> None:
    home = {"country": "NL", "postcode": "1234AB", "line1": "Kerkstraat 12"}
    one = customer("k1", "Jan de Vries", **home, address_to=dt.date(2019, 1, 1))
    two = customer("k2", "Maria Bakker", **home, address_from=dt.date(2020, 1, 1))
    assert resolved(subscriber=[one, two]).between(one, two) == {}


def test_two_origins_that_describe_one_customer_differently_are_told() -> None:
    one = customer("k1", "Jan de Vries")
    found = resolved(subscriber=[one, one | {"origin": "parcel:p1/bank:b", "full_name": "Piet Bakker"}])
    assert found.findings()[("origin_conflict", "")] == 1
    assert found.codes(one) == ["issuer_conflict"]

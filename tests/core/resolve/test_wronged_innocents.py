"""Two people who must never share an identity, and errors of one person that must not be taken for two."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.core.resolve.test_models import BORN, HOUSE, of
from tests.support.persons import Row, resolved

pytestmark = pytest.mark.slow

EMAIL, PHONE = ("email", "vries@example.org"), ("phone", "+31612345678")
CITY = {"city": "Amsterdam", "country": "NL"}


def person(
    provider: str, name: str | None, born: dt.date | None, *contacts: tuple[str, str], **values: Any
) -> list[Row]:
    row = of(provider, provider, name or "", birthdate=born, **values) | {"full_name": name}
    return [row | {"linked_kind": kind, "linked_value": value} for kind, value in contacts] or [row]


def one_identity(left: list[Row], right: list[Row]) -> bool:
    found = resolved(subscriber=[*left, *right])
    entities: dict[str, str] = {link["record_key"]: link["entity_id"] for link in found.rows("links")}
    return entities[left[0]["record_key"]] == entities[right[0]["record_key"]]


@pytest.mark.parametrize("years", [13, 20, 29, 40])
@pytest.mark.parametrize("contacts", [(), (EMAIL, PHONE)])
def test_father_and_son_born_on_one_day_of_the_year_stay_apart(
    years: int, contacts: tuple[tuple[str, str], ...]
) -> None:
    father = person("bank", "Jan de Vries", dt.date(1950, 2, 3), *contacts, **HOUSE)
    son = person("isp", "Jan de Vries", dt.date(1950 + years, 2, 3), *contacts, **HOUSE)
    assert not one_identity(father, son)


def test_an_uncle_of_ones_name_on_the_family_telephone_stays_another() -> None:
    one = person("bank", "Jan de Vries", BORN, PHONE)
    assert not one_identity(one, person("isp", "Jan de Vries", dt.date(1981, 2, 20), PHONE))


def test_a_cousin_of_ones_name_born_eight_months_apart_in_one_city_stays_another() -> None:
    one = person("bank", "Jan de Vries", BORN, **CITY)
    assert not one_identity(one, person("isp", "Jan de Vries", dt.date(1972, 2, 20), **CITY))


@pytest.mark.parametrize("born", [None, dt.date(1971, 1, 1)])
def test_namesakes_of_one_city_without_a_known_birth_date_stay_apart(born: dt.date | None) -> None:
    one = person("bank", "Mohamed Ahmed", born, **CITY)
    assert not one_identity(one, person("isp", "Mohamed Ahmed", born, **CITY))


@pytest.mark.parametrize("hers", ["Bakker", "Maria", None, "J. Bakker", "Petra Jansen"])
def test_a_couple_shares_home_and_contacts_and_no_identity(hers: str | None) -> None:
    one = person("bank", "Jan Peters", None, EMAIL, PHONE, **HOUSE)
    assert not one_identity(one, person("isp", hers, None, EMAIL, PHONE, **HOUSE))


def test_a_wife_of_ones_initial_and_name_is_not_excused_her_birth_date() -> None:
    one = person("bank", "Jan de Vries", dt.date(1970, 3, 4), EMAIL, PHONE, **HOUSE)
    assert not one_identity(one, person("isp", "J. de Vries-Bakker", dt.date(1972, 8, 19), EMAIL, PHONE, **HOUSE))


def test_a_brother_of_ones_initial_on_a_borrowed_number_stays_another() -> None:
    one = person("bank", "Jan Jansen", BORN, national_id="t1", **HOUSE)
    assert not one_identity(one, person("isp", "J. Jansen", dt.date(1990, 3, 3), national_id="t1", **HOUSE))


@pytest.mark.parametrize(("his", "hers"), [("J. de Vries", "J. de Vries"), ("Jan Jansen", "Jan Janssen")])
def test_one_house_alone_joins_neither_initials_nor_surnames_that_are_alike(his: str, hers: str) -> None:
    assert not one_identity(person("bank", his, None, **HOUSE), person("isp", hers, None, **HOUSE))


def test_initials_and_a_birth_date_alone_never_identify() -> None:
    assert not one_identity(person("bank", "J. de Vries", BORN), person("isp", "J. de Vries", BORN))


def test_a_misspelt_surname_with_the_birth_date_is_still_one_person() -> None:
    assert one_identity(person("bank", "Jan Jansen", BORN, **HOUSE), person("isp", "Jan Janssen", BORN, **HOUSE))


def test_a_misdated_record_with_ones_own_email_is_still_one_person() -> None:
    one = person("bank", "Jan de Vries", BORN, EMAIL, **HOUSE)
    assert one_identity(one, person("isp", "Jan de Vries", dt.date(1976, 2, 20), EMAIL, **HOUSE))


def test_a_full_name_alone_is_marked_as_proving_nothing() -> None:
    one = person("bank", "Quentin Paul Wexford", None, country="US")
    two = person("isp", "Quentin P. Wexford", BORN, country="US")
    found = resolved(subscriber=[*one, *two])
    assert found.same(one[0], two[0])
    assert found.codes(one[0]) == ["name_alone"]


def test_a_full_name_and_a_birth_date_need_no_mark() -> None:
    one, two = person("bank", "Jan Pieter Wesselink", BORN), person("isp", "Jan P. Wesselink", BORN)
    assert resolved(subscriber=[*one, *two]).codes(one[0]) == []


@pytest.mark.parametrize("values", [{"national_id": "t2"}, {"birthdate": dt.date(1990, 3, 3)}])
def test_a_full_name_alone_is_nothing_against_a_number_or_a_date(values: Row) -> None:
    one = person("bank", "Quentin Paul Wexford", BORN, national_id="t1", country="US")
    two = of("isp", "isp", "Quentin P. Wexford", country="US", **values)
    assert not one_identity(one, [two])


def test_brother_and_sister_in_one_house_are_not_joined_by_a_table_of_short_names() -> None:
    assert not one_identity(person("bank", "Aaron Bakker", None, **HOUSE), person("isp", "Erin Bakker", None, **HOUSE))


def test_brothers_on_one_number_and_address_stay_two() -> None:
    one = person("bank", "Peter Bakker", dt.date(1980, 3, 4), national_id="t1", **HOUSE)
    assert not one_identity(one, person("isp", "Paul Bakker", dt.date(1983, 8, 9), national_id="t1", **HOUSE))


def test_a_miswritten_century_is_no_second_life() -> None:
    one = person("bank", "Jan de Vries", BORN, **HOUSE)
    assert one_identity(one, person("isp", "Jan de Vries", BORN.replace(year=BORN.year - 100), **HOUSE))


def test_a_full_name_alone_is_nothing_where_nobody_knows_how_common_it_is() -> None:
    one, two = person("bank", "Mohamed Ali Ahmed", None, **CITY), person("isp", "Mohamed A. Ahmed", BORN, **CITY)
    assert not one_identity(one, two)


def test_namesakes_with_counted_mailboxes_stay_apart() -> None:
    mails = ("email", "jansmit1@example.org"), ("email", "jansmit2@example.org")
    one, two = (person(f"bank{n}", "Jan Smit", None, mail, emails=[mail[1]]) for n, mail in enumerate(mails))
    assert not one_identity(one, two)

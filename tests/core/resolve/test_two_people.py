"""Subscribers who are two people: relatives, namesakes and neighbours who must not end in one identity."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.core.resolve.test_models import HOUSE, of
from tests.core.resolve.test_wronged_innocents import one_identity, person
from tests.support.persons import Row, resolved

pytestmark = pytest.mark.slow

BORN = dt.date(1985, 5, 17)
OLDER = dt.date(1988, 5, 17)
LANDLINE = ("phone", "+31201234567")
SIBLINGS = [
    ("Mohammed Amin Bakkali", "Mohammed Yassin Bakkali"),
    ("Anne-Marie Bakker", "Anne-Sophie Bakker"),
    ("Jan Pieter de Vries", "Jan Willem de Vries"),
    ("Maria Isabel García López", "Maria Teresa García López"),
    ("Nguyễn Thị Lan", "Nguyễn Thị Linh"),
    ("Kim Min-jun", "Kim Min-ji"),
]


def verified(rows: list[Row]) -> list[Row]:
    return [row | {"verification": "document"} for row in rows]


@pytest.mark.parametrize(("one", "other"), SIBLINGS)
def test_twins_whose_first_given_word_is_equal_stay_two(one: str, other: str) -> None:
    assert not one_identity(person("bank", one, BORN, **HOUSE), person("isp", other, BORN, **HOUSE))


@pytest.mark.parametrize(("one", "other"), SIBLINGS)
def test_siblings_of_one_first_word_three_years_apart_stay_two(one: str, other: str) -> None:
    assert not one_identity(person("bank", one, BORN, **HOUSE), person("isp", other, OLDER, **HOUSE))


def test_document_verified_twins_stay_two() -> None:
    left, right = (verified(person(p, n, BORN, **HOUSE)) for p, n in zip(("bank", "isp"), SIBLINGS[5], strict=True))
    assert not one_identity(left, right)


def test_two_national_numbers_keep_such_twins_apart() -> None:
    left = person("bank", SIBLINGS[0][0], BORN, national_id="t1", **HOUSE)
    assert not one_identity(left, person("isp", SIBLINGS[0][1], BORN, national_id="t2", **HOUSE))


def test_unrelated_koreans_of_one_birth_date_in_one_city_stay_two() -> None:
    city = {"city": "Seoul", "country": "KR"}
    assert not one_identity(person("bank", "Kim Min-jun", BORN, **city), person("isp", "Kim Min-ji", BORN, **city))


def test_brothers_are_not_bridged_by_the_name_they_share() -> None:
    names = ("Jan Pieter Bakker", "Jan Bakker", "Jan Willem Bakker")
    rows = [of(f"p{n}", f"k{n}", name, **HOUSE) for n, name in enumerate(names)]
    found = resolved(subscriber=rows)
    assert not found.same(rows[0], rows[2])


@pytest.mark.parametrize(("one", "other"), [("Anna", "Hanna"), ("Marta", "Greta")])
def test_twins_of_two_attested_given_names_one_stroke_apart_stay_two(one: str, other: str) -> None:
    left = person("bank", f"{one} Bakker", BORN, **HOUSE)
    assert not one_identity(left, person("isp", f"{other} Bakker", BORN, **HOUSE))


@pytest.mark.parametrize(("one", "other"), [("Anna", "Hanna")])
def test_sisters_whose_years_differ_by_one_stroke_stay_two(one: str, other: str) -> None:
    left = person("bank", f"{one} Bakker", BORN, **HOUSE)
    assert not one_identity(left, person("isp", f"{other} Bakker", OLDER, **HOUSE))


@pytest.mark.parametrize("son", ["John Michael Smith", "John M. Smith"])
def test_a_middle_name_does_not_make_father_and_son_one_where_mailbox_and_telephone_differ(son: str) -> None:
    home = {"line1": "12 Main Street", "postcode": "02139", "city": "Cambridge", "country": "US"}
    his = {"emails": ["john55@example.org"], "phones": ["+16174960123"]}
    sons = {"emails": ["jsmith@example.org"], "phones": ["+16174960188"]}
    left = person("bank", "John Michael Smith", None, **home, **his)
    assert not one_identity(left, person("isp", son, None, **home, **sons))


def test_the_landline_does_not_make_a_son_without_a_birth_date_his_father() -> None:
    """As `is_doubtful` has it for payers: one unbounded telephone of the house beside two mailboxes."""
    father = person(
        "bank", "Jan de Vries", dt.date(1950, 2, 3), emails=["jan50@example.org"], phones=[LANDLINE[1]], **HOUSE
    )
    son = person("isp", "Jan de Vries", None, emails=["jansen@example.org"], phones=[LANDLINE[1]], **HOUSE)
    assert not one_identity(father, son)


@pytest.mark.parametrize("born", [dt.date(1962, 1, 1), dt.date(1962, 6, 1)])
def test_a_first_of_january_still_states_its_year(born: dt.date) -> None:
    """Day and month are unknown, the year is stated: 1985 and 1962 are father and son."""
    son = person("bank", "Mohamed Ahmed", dt.date(1985, 1, 1), **HOUSE)
    assert not one_identity(son, person("isp", "Mohamed Ahmed", born, **HOUSE))


def test_namesakes_in_one_centre_with_january_dates_stay_three() -> None:
    home = {"line1": "Centrum 1", "postcode": "9561 AA", "city": "Ter Apel", "country": "NL"}
    rows = [
        of(f"p{n}", f"k{n}", "Mohamed Ahmed", birthdate=dt.date(year, 1, 1), **home)
        for n, year in enumerate((1985, 1962, 1999))
    ]
    crowd = [
        of(f"q{n}", f"k{n}", f"Person{n} Surname{n}", birthdate=dt.date(1980 + n, 3, 4), **home) for n in range(12)
    ]
    found = resolved(subscriber=[*rows, *crowd])
    assert len({found.entity(row["record_key"]) for row in rows}) == 3


def test_a_house_of_many_families_joins_no_namesakes() -> None:
    home = {"line1": "Campus 1", "postcode": "2628 AA", "city": "Delft", "country": "NL"}
    one, two = (of(f"p{n}", f"k{n}", "Wang Wei", **home) for n in range(2))
    crowd = [of(f"q{n}", f"k{n}", f"Person{n} Surname{n}", **home) for n in range(15)]
    assert not resolved(subscriber=[one, two, *crowd]).same(one, two)


@pytest.mark.parametrize("chained", [True, False])
def test_eight_birth_dates_on_mailboxes_of_one_common_name_are_not_silently_one(chained: bool) -> None:
    rows = [
        of(f"p{n}", f"k{n}", "Jan de Vries", birthdate=dt.date(1970 + n, n * 5 % 12 + 1, n * 7 % 28 + 2),
           emails=[f"m{n}@example.org", f"m{n + 1}@example.org"] if chained else ["m@example.org"])
        for n in range(8)
    ]  # fmt: skip
    found = resolved(subscriber=rows)
    assert not found.same(*rows) or found.codes(rows[0])


def test_ali_hassan_is_not_his_father_hassan_ali() -> None:
    contacts = ("email", "family@example.org"), LANDLINE
    left = person("bank", "Hassan Ali", None, *contacts, **HOUSE)
    assert not one_identity(left, person("isp", "Ali Hassan", None, *contacts, **HOUSE))


def test_what_differs_never_adds_weight() -> None:
    """Other city, mailbox and telephone make two namesakes likelier, never one person."""

    def weight(left: Row, right: Row) -> float:
        rows = [
            of(p, p, "Jan de Vries", birthdate=BORN, country="NL", **v) for p, v in (("bank", left), ("isp", right))
        ]
        return float(resolved(subscriber=rows).between(*rows)["linked"]["match_weight"])

    one = {"city": "Aaa", "postcode": "1000 AA", "emails": ["frost@example.org"], "phones": ["+31612345678"]}
    two = {"city": "Bbb", "postcode": "9000 BB", "emails": ["melon@example.org"], "phones": ["+31687654321"]}
    assert weight(one, two) <= weight({}, {})


def test_one_given_name_and_birth_date_are_two_people_where_surname_mailbox_and_telephone_differ() -> None:
    left = {"emails": ["marc@example.org"], "phones": ["+31612345678"], "line1": "Laan 9", "postcode": "1001 AA"}
    right = {"emails": ["mh@example.org"], "phones": ["+31687654321"], "line1": "Laan 18", "postcode": "1116 AA"}
    one = person("bank", "Marc Barakamp", BORN, country="NL", **left)
    assert not one_identity(one, person("isp", "Marc Habeund", BORN, country="NL", **right))

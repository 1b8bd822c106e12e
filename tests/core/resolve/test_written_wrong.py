"""Errors of writing that one person's records contradict each other by, and people who look like such errors."""

from __future__ import annotations

import datetime as dt

import pytest

from keerpunt.resolve.excuses import alike, reconciles
from keerpunt.resolve.fan_out import lends
from keerpunt.resolve.guards import Guards
from keerpunt.resolve.identifying import of_subscribers
from keerpunt.resolve.likeness import differs, supports
from keerpunt.resolve.models import SUBSCRIBERS, load
from keerpunt.resolve.parties import Party, read_name, take_apart
from keerpunt.values.names import Kind, Level, parse
from tests.core.resolve.test_models import BORN, HOUSE
from tests.core.resolve.test_wronged_innocents import EMAIL, PHONE, one_identity, person
from tests.support.persons import resolved

pytestmark = pytest.mark.slow


def named(text: str) -> Party:
    """A party that states a name and nothing else."""
    nobody: frozenset[str] = frozenset()
    party = Party(
        key=text, record=text, role="subscriber", received_on=BORN, kind=Kind.NONE, names=(), raw_names=(),
        births=frozenset(), nationals=frozenset(), sources=nobody, countries=(), verification=nobody, members=(),
    )  # fmt: skip
    return take_apart(party, [(text, "US", False)])[0]


def test_a_third_record_shows_that_an_initial_and_a_misspelt_name_are_one() -> None:
    initial = person("bank", "M. Adamsen", BORN, EMAIL, **HOUSE)
    misspelt = person("isp", "Oniyca Adamsen", BORN, EMAIL, **HOUSE)
    assert not one_identity(initial, misspelt)
    whole = person("shop", "Monica Adamsen", BORN, EMAIL, **HOUSE)
    found = resolved(subscriber=[*initial, *misspelt, *whole])
    assert found.same(initial[0], whole[0])
    assert found.same(misspelt[0], whole[0])


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0)])
def test_an_initial_reconciles_no_two_known_names(order: tuple[int, int, int]) -> None:
    rows = [
        person(f"bank{name}", name, BORN, EMAIL, **HOUSE) for name in ("Mark Adamsen", "Maria Adamsen", "M. Adamsen")
    ]
    found = resolved(subscriber=[row for place in order for row in rows[place]])
    assert not found.same(rows[0][0], rows[1][0])


def test_twin_sisters_are_not_joined_by_a_record_that_bears_both_names() -> None:
    anna, maria = (person(name, f"{name} Garcia", BORN, **HOUSE) for name in ("Anna", "Maria"))
    both = person("bank", "Anna Maria Garcia", BORN, **HOUSE)
    found = resolved(subscriber=[*anna, *maria, *both])
    assert not found.same(anna[0], maria[0])


@pytest.mark.parametrize(
    ("third", "left", "right", "holds"),
    [
        ("Monica Adams", "M. Adams", "Oniyca Aams", True),
        ("Oscar Moore", "Osacar Moore", "Oscra Moore", True),
        ("Monica Adams", "Mark Adams", "M. Adams", False),
        ("Anna Maria Garcia", "Anna Garcia", "Maria Garcia", False),
        ("M. Adams", "Mark Adams", "Maria Adams", False),
    ],
)
def test_what_a_third_name_reconciles(third: str, left: str, right: str, holds: bool) -> None:
    names = [parse(text, country="GB") for text in (third, left, right)]
    assert reconciles(*names) is holds


def test_a_given_name_alone_is_alike_and_a_surname_alone_is_not() -> None:
    whole = parse("Dylan Roberts", country="GB")
    assert alike(parse("Dylan", country="GB"), whole)
    assert not alike(parse("Roberts", country="GB"), whole)


@pytest.mark.parametrize("contacts", [(), (PHONE,)])
def test_an_uncle_of_ones_name_in_ones_house_stays_another(contacts: tuple[tuple[str, str], ...]) -> None:
    one = person("bank", "Jan de Vries", BORN, *contacts, **HOUSE)
    assert not one_identity(one, person("isp", "Jan de Vries", dt.date(1980, 1, 9), *contacts, **HOUSE))


def test_two_birth_dates_need_a_mailbox_or_a_number_that_is_ones_own() -> None:
    found = frozenset({"address", "phone", "given_name"})
    assert of_subscribers(Level.N1, found, frozenset())
    assert not of_subscribers(Level.N1, found, frozenset({"birth_date"}))
    assert of_subscribers(Level.N1, found | {"email"}, frozenset({"birth_date"}))


@pytest.mark.parametrize("level", [code for code in load(SUBSCRIBERS).levels["birth_date"].values() if "apart" in code])
def test_dates_a_generation_apart_support_nobody_however_few_strokes_they_are_off(level: str) -> None:
    assert not supports("birth_date", level, 5.0)
    assert differs("birth_date", level)


def test_relatives_of_one_given_name_and_generation_are_rare() -> None:
    kin = load(SUBSCRIBERS).namesakes
    assert kin is not None
    assert kin.weight > 0
    names, births = (load(SUBSCRIBERS).levels[field] for field in ("name", "birth_date"))
    assert {names[number] for number in kin.names} >= {"N1", "N2"}
    assert not any("apart" in births[number] or births[number] == "other" for number in kin.births)


def test_a_middle_name_of_another_writing_lends_no_number_and_another_given_name_does() -> None:
    guards = Guards()
    one, other, brother = (named(text) for text in ("Brandon M Escobar", "Brandon Youngest Escobar", "Peter M Escobar"))
    assert not lends(one, other, guards)
    assert lends(one, brother, guards)


@pytest.mark.parametrize(
    ("text", "given"),
    [("Nephew V Leach", ["v"]), ("Wife Wilkerson", []), ("Megan V Leach", ["megan", "v"]), ("Girl", [])],
)
def test_a_word_for_a_relation_is_nobodys_given_name(text: str, given: list[str]) -> None:
    assert [word.strip for word in read_name(text, weak=False, country="US").given] == given


def test_a_nephew_of_the_house_with_ones_birth_date_and_second_initial_is_not_kept_apart_by_his_name() -> None:
    assert not [hit for hit in Guards().hits(named("Nephew V Leach"), named("Megan V Leach")) if hit.hard]

"""Chance: streams that do not shift each other, shares that add up, people who are all different."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keerpunt.simulate.casting import set_stories
from keerpunt.simulate.chance import Chance, apportion
from keerpunt.simulate.countries import countries
from keerpunt.simulate.people import People, plain
from keerpunt.simulate.scales import CUMBERLAND, SMALL, Scale
from keerpunt.simulate.stories import ABROAD, BY_NAME, GENERAL, SUFFICIENT


def test_a_stream_depends_on_seed_and_topic_alone() -> None:
    first = Chance(1).stream("person", 7)
    Chance(1).stream("line", 7).random()
    assert first.random() == Chance(1).stream("person", 7).random()
    assert Chance(1).stream("person", 7).random() != Chance(2).stream("person", 7).random()


@given(st.lists(st.integers(0, 50), min_size=1, max_size=40).filter(any), st.integers(0, 500))
def test_shares_add_up_and_are_off_by_less_than_one(weights: list[int], total: int) -> None:
    counts = apportion(weights, total)
    assert sum(counts) == total
    assert all(abs(n - w * total / sum(weights)) < 1 for n, w in zip(counts, weights, strict=True))


@pytest.mark.parametrize("scale", [SMALL, CUMBERLAND])
def test_every_buyer_gets_a_story_that_can_happen_in_the_country(scale: Scale) -> None:
    placed = set_stories(Chance(5), scale)
    assert Counter(code for _, code in placed) == Counter(scale.buyers)
    assert all(countries()[code].bank_code for story, code in placed if story.pay == "transfer")
    assert all(countries()[code].law for story, code in placed if story.evidence)


def test_cumberland_plays_every_story() -> None:
    assert {story.name for story, _ in set_stories(Chance(1), CUMBERLAND)} == {
        story.name for story in (*GENERAL, *ABROAD)
    }


def test_only_stories_with_an_evidence_set_are_sufficient_and_they_expect_nothing_missing() -> None:
    assert {story.evidence for story in SUFFICIENT} == {"T1", "G-A", "G-B", "G-C", "G-D"}
    assert all(bool(story.evidence) != bool(story.missing or story.other_missing) for story in BY_NAME.values()
               if story.also != "recycled_mail")  # fmt: skip


def test_nobody_shares_a_full_name_or_a_home_unless_a_story_says_so() -> None:
    people = People(Chance(3))
    drawn = [people.stranger("NL") for _ in range(300)]
    assert len({plain(person.name) for person in drawn}) == 300
    assert len({person.home for person in drawn}) == 300
    twin = people.twin(drawn[0])
    assert twin.name == drawn[0].name
    assert twin.birthdate != drawn[0].birthdate
    assert twin.home != drawn[0].home
    partner = people.housemate(drawn[1], born=(1980, 1990))
    assert partner.home == drawn[1].home
    assert partner.surname == drawn[1].surname


def test_names_follow_the_custom_of_the_country() -> None:
    people = People(Chance(4))
    icelanders = [people.stranger("IS") for _ in range(80)]
    assert all(p.surname.endswith("dóttir" if p.female else "son") for p in icelanders)
    spaniards = [people.stranger("ES") for _ in range(40)]
    assert all(len(p.surname.split()) >= 2 for p in spaniards)
    czechs = [people.stranger("CZ") for _ in range(120)]
    assert {p.surname.endswith("á") for p in czechs if p.female and p.surname != "Krejčí"} == {True}
    assert any(" " in p.surname for p in (people.stranger("NL") for _ in range(60)))

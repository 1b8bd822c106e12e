from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keerpunt.values import names
from keerpunt.values.distance import jaro_winkler, levenshtein
from keerpunt.values.names import Given


def level(left: str, right: str, *, births_equal: bool = False) -> str:
    a, b = names.parse(left), names.parse(right)
    found = names.compare(a, b, births_equal=births_equal)
    assert found is names.compare(b, a, births_equal=births_equal)
    return found.value


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("Jan de Vries", "JAN DE VRIES", "N1"),
        ("Jan McDonald", "JAN MC DONALD", "N1"),
        ("O'Brien, Sean", "Sean OBrien", "N1"),
        ("Jan de Vries", "JAN VRIES", "N2"),
        ("Jan de Vries", "Jan van Vries", "N2"),
        ("Jan v.d. Berg", "Jan van den Berg", "N2"),
        ("Jan van den Berg", "JAN VANDENBERG", "N2"),
        ("Hans Müller", "HANS MUELLER", "N2"),
        ("Hans Müller", "HANS MULLER", "N2"),
        ("Bob Smith", "Robert Smith", "N2"),
        ("Jan Willem de Vries", "Jan de Vries", "N2"),
        ("Jan W. de Vries", "Jan Willem de Vries", "N2"),
        ("Maria Jansen", "Maria Jansen-de Vries", "N2"),
        ("Maria de Vries", "Maria Jansen-de Vries", "N2"),
        ("Juan García López", "Juan López García", "N2"),
        ("Juan García López", "Juan García", "N2"),
        ("Nagy János", "János Nagy", "N2"),
        ("Pintér János", "Pintér J.", "N3"),
        ("Smith Bob", "Robert Smith", "N2"),
        ("CHRISTOPHER MONTGOMERY-FITZ", "Christopher Montgomery-Fitzgerald", "N2"),
        ("Jan de Vries", "J. de Vries", "N3"),
        ("J.W. de Vries", "Jan de Vries", "N3"),
        ("J. de Vries", "J. de Vries", "N3"),
        ("W. Jansen", "Pim Jansen", "N3"),
        ("P. van den Berg", "P VANDENBERG", "N3"),
        ("Jan Jansen", "Jan Janssen", "N4"),
        ("Jonh Smith", "John Smith", "N4"),
        ("Jan Willem de Vries", "Willem de Vries", "N4"),
        ("Jan de Vries", "Johanna de Vries", "N6"),
        ("Jan Novák", "Jana Novák", "N6"),
        ("Mario Rossi", "Maria Rossi", "N6"),
        ("Peter Klein", "Petra Klein", "N6"),
        ("Louis Martin", "Louise Martin", "N6"),
        ("Marcus Bakker", "Maria Bakker", "N6"),
        ("J.W. de Vries", "J.P. de Vries", "N6"),
        ("Jan Willem de Vries", "Jan Pieter de Vries", "N6"),
        ("J. de Vries", "M. de Vries", "N6"),
        ("Jan Jansen", "Piet Bakker", "N7"),
        ("Juan García López", "Juan García Ruiz", "N7"),
        ("Jansen BV", "Jan Jansen", "N7"),
        ("Jansen BV", "JANSEN BV", "N1"),
        ("Jansen BV", "Bakker BV", "N7"),
        ("Jansen", "Jan Jansen", "unknown"),
        ("Jansen", "Jansen", "unknown"),
        ("Bakker", "Jan Jansen", "N7"),
        ("UNKNOWN", "Jan Jansen", "unknown"),
        ("Fam. de Vries", "Jan de Vries", "unknown"),
    ],
)
def test_two_names_agree_at_their_level(left: str, right: str, expected: str) -> None:
    assert level(left, right) == expected


def test_a_changed_surname_needs_an_equal_birth_date() -> None:
    assert level("Maria Jansen", "Maria Bakker", births_equal=True) == "N5"
    assert level("Maria Jansen", "Maria Bakker") == "N7"
    assert level("Maria Jansen", "Petra Bakker", births_equal=True) == "N7"


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("Jan Jansen", "Ян Янсен", "N2"),
        ("Jan Jansen", "Пётр Янсен", "unknown"),
        ("Ольга Иванова", "Иванова Ольга", "N2"),
        ("Γιώργος Παπαδόπουλος", "Giorgos Papadopoulos", "N2"),
        ("Γιώργος Παπαδόπουλος", "Maria Papadopoulou", "unknown"),
        ("محمد حسن", "Mohamed Hassan", "N4"),
        ("محمد حسن", "Mohamed Hussein", "unknown"),
        ("王伟", "Jan Jansen", "unknown"),
    ],
)
def test_two_scripts_agree_or_say_nothing(left: str, right: str, expected: str) -> None:
    assert level(left, right) == expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("Jan de Vries", "Jan Bakker", Given.EQUAL),
        ("Robert Klein", "Bob Kamp", Given.ALIKE),
        ("J. de Vries", "Jan Bakker", Given.INITIAL),
        ("Alexandr Novak", "Alexander Novak", Given.COMPATIBLE),
        ("Marten Bakker", "Martijn Bakker", Given.COMPATIBLE),
        ("Jan Bakker", "Johanna Bakker", Given.CONTRADICT),
        ("Bakker", "Jan Bakker", Given.UNKNOWN),
    ],
)
def test_given_names_relate(left: str, right: str, expected: Given) -> None:
    assert names.given_relation(names.parse(left), names.parse(right)) is expected


def test_short_names_common_to_both_genders_do_not_join_the_full_ones() -> None:
    assert level("Alex Klein", "Alexander Klein") == "N2"
    assert level("Alex Klein", "Alexandra Klein") == "N2"
    assert level("Alexander Klein", "Alexandra Klein") == "N6"


WORDS = st.sampled_from(
    [
        "Jan",
        "J.",
        "de",
        "van",
        "Vries",
        "Maria",
        "Jansen-de",
        "GARCÍA",
        "López",
        "e/o",
        "en",
        "BV",
        ",",
        "Иван",
        "jr",
        "Mr",
        "'t",
    ]
)


@given(st.lists(WORDS, max_size=6), st.lists(WORDS, max_size=6))
def test_comparing_is_symmetric_and_a_person_never_contradicts_himself(left: list[str], right: list[str]) -> None:
    level(" ".join(left), " ".join(right))
    itself = names.parse(" ".join(left))
    assert not names.compare(itself, itself).contradicts


def test_distances_are_those_of_the_literature() -> None:
    assert round(jaro_winkler("martha", "marhta"), 4) == 0.9611
    assert round(jaro_winkler("dixon", "dicksonx"), 4) == 0.8133
    assert round(jaro_winkler("dwayne", "duane"), 4) == 0.84
    assert jaro_winkler("", "") == 1.0
    assert jaro_winkler("", "a") == 0.0
    assert levenshtein("kitten", "sitting") == 3
    assert levenshtein("", "abc") == 3

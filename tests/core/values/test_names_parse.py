from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keerpunt.values import names
from keerpunt.values.fold import expand_fold, strip_fold


def shape(raw: str, **hints: object) -> tuple[str, str, str]:
    parsed = names.parse(raw, **hints)  # type: ignore[arg-type]
    given_names = " ".join(f"{word.strip}{'.' * word.initial}" for word in parsed.given)
    return given_names, " ".join(parsed.particles), " ".join(word.strip for word in parsed.cores)


@pytest.mark.parametrize(
    ("raw", "given_names", "particles", "cores"),
    [
        ("Jan de Vries", "jan", "de", "vries"),
        ("J.W. van den Berg", "j. w.", "van den", "berg"),
        ("dhr. J. de Vries", "j.", "de", "vries"),
        ("de heer J. de Vries", "j.", "de", "vries"),
        ("Frau Dr. Anna von der Leyen", "anna", "von der", "leyen"),
        ("Vries, Jan de", "jan", "de", "vries"),
        ("de Vries, J.", "j.", "de", "vries"),
        ("VRIES J DE", "j.", "de", "vries"),
        ("DE VRIES J", "j.", "de", "vries"),
        ("Jansen P.J.", "p. j.", "", "jansen"),
        ("Jan v.d. Berg", "jan", "vd", "berg"),
        ("J v/d Berg", "j.", "vd", "berg"),
        ("Jan van 't Hof", "jan", "van t", "hof"),
        ("JAN VAN T HOF", "jan", "van t", "hof"),
        ("In 't Veld, Piet", "piet", "in t", "veld"),
        ("Jan de Heer", "jan", "de", "heer"),
        ("Ben Smith", "ben", "", "smith"),
        ("Maria Jansen-de Vries", "maria", "", "jansen vries"),
        ("Willem van Oranje-Nassau", "willem", "van", "oranje nassau"),
        ("JW Jansen", "j. w.", "", "jansen"),
        ("JA de Vries", "j. a.", "de", "vries"),
        ("AB Jansen", "ab", "", "jansen"),
        ("IJ. Bakker", "ij.", "", "bakker"),
        ("Th. de Boer", "th.", "de", "boer"),
        ("Chr. Jansen", "chr.", "", "jansen"),
        ("J.-P. Dupont", "j. p.", "", "dupont"),
        ("Jean-Pierre Dupont", "jean pierre", "", "dupont"),
        ("DUPONT Jean", "jean", "", "dupont"),
        ("Jean DUPONT", "jean", "", "dupont"),
        ("SMITH/JOHN", "john", "", "smith"),
        ("Juan García López", "juan", "", "garcia lopez"),
        ("José Luis García", "jose luis", "", "garcia"),
        ("José Ortega y Gasset", "jose", "", "ortega gasset"),
        ("María del Carmen García López", "maria carmen", "", "garcia lopez"),
        ("PAVEL VLK", "pavel", "", "vlk"),
        ("Łukasz Wiśniewski", "lukasz", "", "wisniewski"),
        ("Jan", "", "", "jan"),
        ("J.W.", "j. w.", "", ""),
    ],
)
def test_a_name_is_taken_apart(raw: str, given_names: str, particles: str, cores: str) -> None:
    assert names.parse(raw).kind is names.Kind.PERSON
    assert shape(raw) == (given_names, particles, cores)


def test_the_country_settles_what_the_string_cannot() -> None:
    assert shape("M. Dupont", country="FR") == ("", "", "dupont")
    assert shape("M. de Vries", country="NL") == ("m.", "de", "vries")
    assert shape("M. Jean Dupont") == ("jean", "", "dupont")
    assert shape("M. Jean Dupont", country="NL") == ("m. jean", "", "dupont")
    assert shape("M. Dupont") == ("m.", "", "dupont")
    assert shape("Nagy János", country="HU") == ("janos", "", "nagy")
    assert shape("Juan García Pons", country="ES") == ("juan", "", "garcia pons")
    assert shape("Juan García Pons") == ("juan garcia", "", "pons")


def test_generations_and_flags_are_kept() -> None:
    assert names.parse("John Smith Jr").generation == "jr"
    assert names.parse("Hans Müller Sr.").generation == "sr"
    assert names.parse("Jan Novák ml.").generation == "jr"
    upper = names.parse("HANS MUELLER")
    assert upper.case_lost
    assert upper.marks_lost
    assert not names.parse("Hans Müller").case_lost
    assert names.parse("Christopher Montgomerys").maybe_truncated is False
    assert names.parse("CHRISTOPHER MONTGOMERY").maybe_truncated


@pytest.mark.parametrize("raw", ["", "  ", "UNKNOWN", "n/a", "NOTPROVIDED", "-", "12345", "Visa Cardholder"])
def test_a_placeholder_is_no_name(raw: str) -> None:
    assert names.parse(raw).kind is names.Kind.NONE


@pytest.mark.parametrize(
    "raw",
    [
        "Jansen B.V.",
        "JANSEN BV",
        "Müller GmbH",
        "Smith & Sons Ltd",
        "Stichting Example",
        "Jansen & Zn BV",
        "Novák s.r.o.",
    ],
)
def test_a_firm_is_no_person(raw: str) -> None:
    assert names.parse(raw, weak_joint=True).kind is names.Kind.ORGANISATION


def holders(raw: str, *, weak: bool) -> list[tuple[str, str]]:
    parsed = names.parse(raw, weak_joint=weak)
    return [(person.given[0].strip, " ".join(w.strip for w in person.cores)) for person in parsed.persons]


@pytest.mark.parametrize(
    ("raw", "weak", "expected"),
    [
        ("J. en M. de Vries", True, [("j", "vries"), ("m", "vries")]),
        ("Jan en Maria de Vries", True, [("jan", "vries"), ("maria", "vries")]),
        ("J. de Vries e/o M. de Vries", False, [("j", "vries"), ("m", "vries")]),
        ("J. de Vries en/of M.", False, [("j", "vries"), ("m", "vries")]),
        ("dhr J de Vries en/of mw M de Vries-Jansen", False, [("j", "vries"), ("m", "vries jansen")]),
        ("Hans und Anna Müller", True, [("hans", "muller"), ("anna", "muller")]),
        ("Hans Müller und/oder Anna Schmidt", False, [("hans", "muller"), ("anna", "schmidt")]),
        ("DE VRIES J EN JANSEN M", True, [("j", "vries"), ("m", "jansen")]),
        ("J. & M. Smith", True, [("j", "smith"), ("m", "smith")]),
        ("J. de Vries, M. Jansen", True, [("j", "vries"), ("m", "jansen")]),
    ],
)
def test_two_holders_are_told_apart_and_share_the_surname(
    raw: str, weak: bool, expected: list[tuple[str, str]]
) -> None:
    assert names.parse(raw, weak_joint=weak).kind is names.Kind.JOINT
    assert holders(raw, weak=weak) == expected


@pytest.mark.parametrize("raw", ["José Ortega y Gasset", "Maria Jansen-de Vries", "García López, Juan Luis"])
def test_a_lone_y_a_hyphen_and_a_reordering_comma_part_nobody(raw: str) -> None:
    assert names.parse(raw, weak_joint=True).kind is names.Kind.PERSON


@pytest.mark.parametrize(
    ("raw", "weak"),
    [
        ("J. en M. de Vries", False),
        ("Fam. de Vries", True),
        ("M. OU MME DUPONT", True),
        ("Jansen en de Vries", True),
        ("A, B en C de Vries", True),
    ],
)
def test_several_holders_who_cannot_be_told_apart_are_a_group(raw: str, weak: bool) -> None:
    assert names.parse(raw, weak_joint=weak).kind is names.Kind.GROUP


@given(st.text(max_size=60), st.booleans())
def test_any_text_parses(raw: str, weak: bool) -> None:
    parsed = names.parse(raw, weak_joint=weak)
    assert parsed.raw == raw
    assert (parsed.kind is names.Kind.JOINT) == (len(parsed.persons) == 2)


def test_folds_drop_marks_or_spell_them_out() -> None:
    assert strip_fold("Łukasz Müller-Ångström O’Brien ĳs ẞ") == "lukasz muller angstrom obrien ijs ss"
    assert expand_fold("Müller Ångström Øre") == "mueller aangstroem oere"
    assert strip_fold("ОЛЬГА") == "ольга"


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert strip_fold(strip_fold(text)) == strip_fold(text)

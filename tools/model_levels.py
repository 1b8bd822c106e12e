"""The comparisons of the models as Splink levels: SQL on the columns of `attributes` (RESOLUTION.md section 5).

Each level has a code that stands in explanations. m and u come from the shipped parameters of a model. SQL is DuckDB
dialect; no condition sees an empty string, since an empty value is NULL. What stands where is one thing compared once:
`address` where both state a street, else `postcode` where both state one, else `city`.
"""

from __future__ import annotations

from dataclasses import dataclass

from keerpunt.resolve.guards import GENERATION_YEARS, LIFETIME_YEARS


@dataclass(frozen=True, slots=True)
class LevelRule:
    """One level: code, when it holds (first match counts, empty for `else`), whether a name's rate adjusts it."""

    code: str
    condition: str
    by_rate: bool = False


def _alike(left: str, right: str, least: float) -> str:
    """Alike by Jaro-Winkler, or one stroke apart where the words have at least four letters."""
    return (
        f"(jaro_winkler_similarity({left}, {right}) >= {least} "
        f"OR (damerau_levenshtein({left}, {right}) <= 1 AND least(length({left}), length({right})) > 3))"
    )


def unknown(*columns: str) -> str:
    """Return the condition that a side states none of some columns."""
    return " OR ".join(f"{column}_{side} IS NULL" for column in columns for side in "lr")


_CALLED = "(list_contains(calling_l, given_r) OR list_contains(calling_r, given_l))"
_SURNAME = "(surname_l = surname_r OR list_has_any(surnames_l, surnames_r))"
_SURNAME_ALIKE = f"({_SURNAME} OR {_alike('surname_l', 'surname_r', 0.9)})"
_GIVEN_ALIKE = f"(given_l = given_r OR {_CALLED} OR {_alike('given_l', 'given_r', 0.87)})"
_NEAR = "jaro_winkler_similarity(given_l, given_r) >= 0.75"
_ONE_WORD = f"({unknown('initial', 'surname')})"
_TURNED = f"({_alike('given_l', 'surname_r', 0.87)} AND {_alike('surname_l', 'given_r', 0.87)})"
_ALONE_GIVEN = "coalesce(surname_l = given_r OR given_l = surname_r, FALSE)"
_ALONE = "coalesce(surname_l = surname_r OR given_l = given_r, FALSE)"
_BOTH_ALONE = "(initial_l IS NULL OR surname_l IS NULL) AND (initial_r IS NULL OR surname_r IS NULL)"
_ALONE_ALIKE = " OR ".join(
    f"coalesce({_alike(left, right, 0.9)}, FALSE)"
    for left, right in (("surname_l", "surname_r"), ("surname_l", "given_r"), ("given_l", "surname_r"))
)
_INITIAL_FITS = (
    "(given_l IS NULL AND (initial_l = initial_r OR initial_l = middle_r)) "
    "OR (given_r IS NULL AND (initial_r = initial_l OR initial_r = middle_l))"
)
_BY_MIDDLE = (
    f"{_SURNAME_ALIKE} AND ((middle_l IS NULL AND initial_l = middle_r) OR (middle_r IS NULL AND initial_r = middle_l))"
)
_NO_SURNAME = (
    "(given_l IS NULL AND surname_l = given_r AND (initial_l IS NULL OR initial_l = middle_r)) "
    "OR (given_r IS NULL AND surname_r = given_l AND (initial_r IS NULL OR initial_r = middle_l))"
)

NAME = (
    LevelRule("unknown", "coalesce(surname_l, initial_l) IS NULL OR coalesce(surname_r, initial_r) IS NULL"),
    LevelRule("N1", "name_key_l = name_key_r", by_rate=True),
    LevelRule("both one word", f"{_BOTH_ALONE} AND {_ALONE}"),
    LevelRule("one word, the given name", f"{_ONE_WORD} AND {_ALONE_GIVEN}"),
    LevelRule("one word, the surname", f"{_ONE_WORD} AND {_ALONE}"),
    LevelRule("one word alike", f"{_ONE_WORD} AND ({_ALONE_ALIKE})"),
    LevelRule("one word differs", _ONE_WORD),
    LevelRule("N2", f"({_SURNAME} AND {_CALLED}) OR words_l = words_r"),
    LevelRule("N3", f"{_SURNAME_ALIKE} AND ({_INITIAL_FITS})"),
    LevelRule("N4 surname misspelt", f"{_SURNAME_ALIKE} AND given_l = given_r"),
    LevelRule("N4", f"{_SURNAME_ALIKE} AND {_GIVEN_ALIKE}"),
    LevelRule("N4 turned", _TURNED),
    LevelRule("N3 by middle name", _BY_MIDDLE),
    LevelRule("N5 surname left out", _NO_SURNAME),
    LevelRule("N5", f"given_l = given_r OR {_CALLED}"),
    LevelRule("N6 near", f"{_SURNAME_ALIKE} AND {_NEAR}"),
    LevelRule("N6", _SURNAME_ALIKE),
    LevelRule("N7 given name alike", _GIVEN_ALIKE),
    LevelRule("N7", ""),
)
MIDDLE = (
    LevelRule("unknown", f"{unknown('middle')} OR {_NO_SURNAME}"),
    LevelRule("equal", "middle_l = middle_r"),
    LevelRule("other", ""),
)
_MONTHS = "(CAST(birth_year_{0} AS INTEGER) * 12 + CAST(substr(birthdate_{0}, 6, 2) AS INTEGER))"
_APART = f"abs({_MONTHS.format('l')} - {_MONTHS.format('r')})"
_ONE_LIFE = f"({_APART} < {GENERATION_YEARS * 12} OR {_APART} >= {LIFETIME_YEARS * 12})"
_SWAPPED = (
    "(birth_year_l = birth_year_r AND substr(birthdate_l, 6, 2) = substr(birthdate_r, 9, 2) "
    "AND substr(birthdate_l, 9, 2) = substr(birthdate_r, 6, 2))"
)
BIRTH = (
    LevelRule("unknown", unknown("birthdate")),
    LevelRule("first of January of one year", "birthdate_l = birthdate_r AND birthdate_l LIKE '%-01-01'"),
    LevelRule(
        "first of January, one year",
        "(birthdate_l LIKE '%-01-01' OR birthdate_r LIKE '%-01-01') AND birth_year_l = birth_year_r",
    ),
    LevelRule("unlike first of January", "birthdate_l LIKE '%-01-01' OR birthdate_r LIKE '%-01-01'"),
    LevelRule("equal", "birthdate_l = birthdate_r"),
    LevelRule(
        "one stroke or day and month swapped",
        f"(damerau_levenshtein(birthdate_l, birthdate_r) <= 1 OR {_SWAPPED}) AND {_ONE_LIFE}",
    ),
    LevelRule("another year", f"substr(birthdate_l, 6) = substr(birthdate_r, 6) AND {_ONE_LIFE}"),
    LevelRule("two strokes", f"damerau_levenshtein(birthdate_l, birthdate_r) <= 2 AND {_ONE_LIFE}"),
    LevelRule("within thirteen months", f"{_APART} <= 13"),
    LevelRule("within a generation", f"{_APART} < {GENERATION_YEARS * 12}"),
    LevelRule("one stroke, a generation apart", "damerau_levenshtein(birthdate_l, birthdate_r) <= 1"),
    LevelRule("another year, a generation apart", "substr(birthdate_l, 6) = substr(birthdate_r, 6)"),
    LevelRule("two strokes, a generation apart", "damerau_levenshtein(birthdate_l, birthdate_r) <= 2"),
    LevelRule("other", ""),
)
SAME_GENERATION = (
    "equal", "one stroke or day and month swapped", "another year", "two strokes", "within thirteen months",
    "within a generation",
)  # fmt: skip
"""Levels of birth dates too close for parent and child, of whom alone one bears the other's given name."""
SAME_GIVEN = ("N1", "N2", "N4 surname misspelt", "N5 surname left out", "one word, the given name")
"""Levels of names of which the given name is one."""
_ONE_PLACE = (
    "(coalesce(damerau_levenshtein(postcode_l, postcode_r) <= 1, FALSE) OR coalesce(city_l = city_r, FALSE) "
    "OR ((postcode_l IS NULL OR postcode_r IS NULL) AND (city_l IS NULL OR city_r IS NULL)))"
)
_HOUSE = f"(coalesce(house_l = house_r, FALSE) AND {_alike('street_l', 'street_r', 0.85)} AND {_ONE_PLACE})"
_NEARLY = (
    f"((coalesce(house_l = house_r, FALSE) AND {_alike('street_l', 'street_r', 0.8)}) OR street_l = street_r "
    f"OR (coalesce(postcode_l = postcode_r, FALSE) AND {_alike('street_l', 'street_r', 0.88)}) "
    "OR coalesce(postcode_l = postcode_r AND house_l = house_r, FALSE))"
)
ADDRESS = (
    LevelRule("unknown", unknown("street")),
    LevelRule("same house", _HOUSE),
    LevelRule("nearly", _NEARLY),
    LevelRule("other", ""),
)
_NO_STREET = f"({unknown('street')})"
POSTCODE = (
    LevelRule("unknown", f"NOT {_NO_STREET} OR {unknown('postcode')}"),
    LevelRule("equal", "postcode_l = postcode_r"),
    LevelRule(
        "alike",
        "damerau_levenshtein(postcode_l, postcode_r) <= 1 OR substr(postcode_l, 1, 4) = substr(postcode_r, 1, 4)",
    ),
    LevelRule("other", ""),
)
CITY = (
    LevelRule("unknown", f"NOT {_NO_STREET} OR NOT ({unknown('postcode')}) OR {unknown('city')}"),
    LevelRule("equal", "city_l = city_r"),
    LevelRule("alike", _alike("city_l", "city_r", 0.88)),
    LevelRule("other", ""),
)
BIRTHPLACE = (
    LevelRule("unknown", unknown("birthplace")),
    LevelRule("equal", "birthplace_l = birthplace_r"),
    LevelRule("alike", _alike("birthplace_l", "birthplace_r", 0.88)),
    LevelRule("other", ""),
)
EMAIL = (
    LevelRule("unknown", unknown("emails")),
    LevelRule("equal", "list_has_any(emails_l, emails_r)"),
    LevelRule("alike", "damerau_levenshtein(emails_l[1], emails_r[1]) <= 2"),
    LevelRule("other", ""),
)
PHONE = (
    LevelRule("unknown", unknown("phones")),
    LevelRule("equal", "list_has_any(phones_l, phones_r)"),
    LevelRule("other", ""),
)
NATIONAL_ID = (
    LevelRule("unknown", unknown("token")),
    LevelRule("equal", "token_l = token_r"),
    LevelRule("other", ""),
)
COMPARISONS: dict[str, tuple[LevelRule, ...]] = {
    "name": NAME, "middle_name": MIDDLE, "birth_date": BIRTH,
    "birthplace": BIRTHPLACE, "address": ADDRESS, "postcode": POSTCODE, "city": CITY,
    "email": EMAIL, "phone": PHONE, "national_id": NATIONAL_ID,
}  # fmt: skip
BLOCKING = (
    "l.birthdate = r.birthdate AND list_has_any(l.letters, r.letters)",
    "l.surname = r.surname AND l.birth_year = r.birth_year",
    "l.given = r.given AND l.birth_year = r.birth_year",
    "l.surname = r.given AND l.birth_year = r.birth_year",
    "l.given = r.surname AND l.birth_year = r.birth_year",
    "l.name_key = r.name_key",
    (
        "substr(l.surname, 1, 3) = substr(r.surname, 1, 3) AND substr(l.given, 1, 3) = substr(r.given, 1, 3) "
        "AND l.birth_year = r.birth_year"
    ),
    "l.words = r.words",
    (
        "substr(l.surname, 1, 3) = substr(r.surname, 1, 3) AND substr(l.given, 1, 3) = substr(r.given, 1, 3) "
        "AND substr(l.birthdate, 6) = substr(r.birthdate, 6)"
    ),
    (
        "substr(l.surname, 1, 4) = substr(r.surname, 1, 4) AND substr(l.given, 1, 3) = substr(r.given, 1, 3) "
        "AND l.city = r.city"
    ),
    "l.token = r.token",
    "l.surname = r.surname AND l.postcode = r.postcode",
    "l.given = r.given AND l.postcode = r.postcode",
    "l.birth_year = r.birth_year AND l.postcode = r.postcode",
    "l.surname = r.surname AND l.house = r.house AND l.street = r.street",
    "l.given = r.given AND l.house = r.house AND l.street = r.street",
    "l.emails[1] = r.emails[1]",
    "l.phones[1] = r.phones[1]",
    "split_part(l.emails[1], '@', 1) = split_part(r.emails[1], '@', 1)",
    "l.birthdate = r.birthdate AND l.city = r.city",
    "l.surname = r.surname AND substr(l.birthdate, 6) = substr(r.birthdate, 6)",
    "l.given = r.given AND substr(l.birthdate, 6) = substr(r.birthdate, 6)",
)

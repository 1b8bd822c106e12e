"""The comparisons of the models as Splink levels: SQL on the columns of `attributes` (RESOLUTION.md section 5).

Each level has a code that stands in explanations. m and u come from the shipped parameters of a model. SQL is DuckDB
dialect; no condition sees an empty string, since an empty value is NULL.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LevelRule:
    """One level: code, when it holds (first match counts, empty for `else`), whether a name's rate adjusts it."""

    code: str
    condition: str
    by_rate: bool = False


def _alike(left: str, right: str, least: float) -> str:
    return f"jaro_winkler_similarity({left}, {right}) >= {least}"


_NO_MIDDLE = "(middle_l IS NULL OR middle_r IS NULL OR middle_l = middle_r)"
_CALLED = "(list_contains(calling_l, given_r) OR list_contains(calling_r, given_l))"
_SURNAME = "(surname_l = surname_r OR list_has_any(surnames_l, surnames_r))"
_SURNAME_ALIKE = f"({_SURNAME} OR {_alike('surname_l', 'surname_r', 0.88)})"
_GIVEN_ALIKE = f"(given_l = given_r OR {_CALLED} OR {_alike('given_l', 'given_r', 0.85)})"
_ONE_WORD = "(initial_l IS NULL OR initial_r IS NULL OR surname_l IS NULL OR surname_r IS NULL)"
_TURNED = f"({_alike('given_l', 'surname_r', 0.85)} AND {_alike('surname_l', 'given_r', 0.85)})"
_WORD_FOUND = (
    f"(coalesce(surname_l = given_r OR {_alike('surname_l', 'given_r', 0.88)}, FALSE) "
    f"OR coalesce(surname_r = given_l OR {_alike('surname_r', 'given_l', 0.88)}, FALSE) "
    f"OR coalesce({_SURNAME_ALIKE}, FALSE) OR coalesce(given_l = given_r, FALSE))"
)
_GIVEN = f"(given_l = given_r OR {_CALLED})"
_MIDDLE_FOR_SURNAME = f"{_GIVEN} AND (substr(surname_l, 1, 1) = middle_r OR substr(surname_r, 1, 1) = middle_l)"
_NO_SURNAME = (
    "(given_l IS NULL AND surname_l = given_r AND (initial_l = middle_r OR middle_r IS NULL)) "
    "OR (given_r IS NULL AND surname_r = given_l AND (initial_r = middle_l OR middle_l IS NULL))"
)
_INITIAL_FITS = (
    "(given_l IS NULL AND (initial_l = initial_r OR initial_l = middle_r)) "
    "OR (given_r IS NULL AND (initial_r = initial_l OR initial_r = middle_l))"
)

NAME = (
    LevelRule("unknown", "coalesce(surname_l, initial_l) IS NULL OR coalesce(surname_r, initial_r) IS NULL"),
    LevelRule("N1 same middle name", "name_key_l = name_key_r AND middle_l = middle_r", by_rate=True),
    LevelRule("N1", f"name_key_l = name_key_r AND {_NO_MIDDLE}", by_rate=True),
    LevelRule("N1 other middle name", "name_key_l = name_key_r", by_rate=True),
    LevelRule("one word fits", f"{_ONE_WORD} AND {_WORD_FOUND}"),
    LevelRule("one word differs", _ONE_WORD),
    LevelRule("N2", f"({_SURNAME} AND {_CALLED}) OR words_l = words_r"),
    LevelRule("N3", f"{_SURNAME} AND ({_INITIAL_FITS})"),
    LevelRule("N4", f"{_SURNAME_ALIKE} AND {_GIVEN_ALIKE}"),
    LevelRule("N4 turned", _TURNED),
    LevelRule("N5 surname left out", _NO_SURNAME),
    LevelRule("N5 middle name for surname", _MIDDLE_FOR_SURNAME),
    LevelRule("N5 same middle name", f"{_GIVEN} AND middle_l = middle_r"),
    LevelRule("N5", "given_l = given_r"),
    LevelRule(
        "N6 near, same middle name", f"{_SURNAME_ALIKE} AND middle_l = middle_r AND {_alike('given_l', 'given_r', 0.7)}"
    ),
    LevelRule("N6 near", f"{_SURNAME_ALIKE} AND {_alike('given_l', 'given_r', 0.7)}"),
    LevelRule("N6", _SURNAME),
    LevelRule("N7", ""),
)
_MONTHS = "(CAST(birth_year_{0} AS INTEGER) * 12 + CAST(substr(birthdate_{0}, 6, 2) AS INTEGER))"
_SWAPPED = (
    "(birth_year_l = birth_year_r AND substr(birthdate_l, 6, 2) = substr(birthdate_r, 9, 2) "
    "AND substr(birthdate_l, 9, 2) = substr(birthdate_r, 6, 2))"
)
BIRTH = (
    LevelRule("unknown", "birthdate_l IS NULL OR birthdate_r IS NULL"),
    LevelRule("first of January of one year", "birthdate_l = birthdate_r AND birthdate_l LIKE '%-01-01'"),
    LevelRule("unlike first of January", "birthdate_l LIKE '%-01-01' OR birthdate_r LIKE '%-01-01'"),
    LevelRule("equal", "birthdate_l = birthdate_r"),
    LevelRule(
        "one stroke or day and month swapped",
        f"damerau_levenshtein(birthdate_l, birthdate_r) <= 1 OR {_SWAPPED}",
    ),
    LevelRule(
        "two strokes or another year",
        "damerau_levenshtein(birthdate_l, birthdate_r) <= 2 OR substr(birthdate_l, 6) = substr(birthdate_r, 6)",
    ),
    LevelRule("within thirteen months", f"abs({_MONTHS.format('l')} - {_MONTHS.format('r')}) <= 13"),
    LevelRule("other", ""),
)
_HOUSE = (
    "(house_l = house_r AND postcode_l = postcode_r AND (street_l = street_r OR "
    + _alike("street_l", "street_r", 0.85)
    + "))"
)
_NEARLY = (
    f"((house_l = house_r AND {_alike('street_l', 'street_r', 0.8)}) OR street_l = street_r "
    f"OR (postcode_l = postcode_r AND {_alike('street_l', 'street_r', 0.88)}))"
)
ADDRESS = (
    LevelRule("unknown", "street_l IS NULL OR street_r IS NULL"),
    LevelRule("same house, name alike", f"{_HOUSE} AND {_SURNAME_ALIKE} AND {_GIVEN_ALIKE}"),
    LevelRule("same house, surname alike", f"{_HOUSE} AND {_SURNAME_ALIKE}"),
    LevelRule("same house", _HOUSE),
    LevelRule("nearly, surname alike", f"{_NEARLY} AND {_SURNAME_ALIKE}"),
    LevelRule("nearly", _NEARLY),
    LevelRule("other", ""),
)
EMAIL = (
    LevelRule("unknown", "emails_l IS NULL OR emails_r IS NULL"),
    LevelRule("equal", "list_has_any(emails_l, emails_r)"),
    LevelRule("alike", _alike("emails_l[1]", "emails_r[1]", 0.9)),
    LevelRule("other", ""),
)
PHONE = (
    LevelRule("unknown", "phones_l IS NULL OR phones_r IS NULL"),
    LevelRule("equal", "list_has_any(phones_l, phones_r)"),
    LevelRule("other", ""),
)
COMPARISONS: dict[str, tuple[LevelRule, ...]] = {
    "name": NAME, "birth_date": BIRTH, "address": ADDRESS, "email": EMAIL, "phone": PHONE,
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
    "l.token = r.token",
    "l.surname = r.surname AND l.house = r.house AND l.street = r.street",
    "l.given = r.given AND l.house = r.house AND l.street = r.street",
    "l.emails[1] = r.emails[1]",
    "l.phones[1] = r.phones[1]",
)

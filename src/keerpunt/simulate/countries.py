"""What is typical of a country: names, places, money and clock, from `names.toml` and `places.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from keerpunt.values.money import exponent_of


@dataclass(frozen=True, slots=True)
class Country:
    """One country of the operation.

    `cities` are (postcode, city); `surnames` are (form of men, form of women); `price` is in minor units of `currency`
    as ISO 4217 counts them; `bank_code` is empty where buyers do not pay by credit transfer; `law` says whether the
    shipped law profiles state an offence.
    """

    code: str
    female: tuple[str, ...]
    male: tuple[str, ...]
    surnames: tuple[tuple[str, str], ...]
    surname_rule: str
    streets: tuple[str, ...]
    cities: tuple[tuple[str, str], ...]
    number_first: bool
    zone: str
    locale: str
    currency: str
    price: int
    bank_code: str
    law: bool


@cache
def countries() -> dict[str, Country]:
    """Return every country by its ISO 3166-1 alpha-2 code."""
    names, places = _load("names.toml"), _load("places.toml")
    return {code: _country(code, names[code], places[code]) for code in sorted(places)}


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads(files("keerpunt.simulate").joinpath(name).read_text("utf-8"))


def _country(code: str, names: dict[str, Any], place: dict[str, Any]) -> Country:
    currency = place["currency"]
    return Country(
        code=code,
        female=tuple(names["female"].split()),
        male=tuple(names["male"].split()),
        surnames=_surnames(names),
        surname_rule=names.get("surname_rule", ""),
        streets=tuple(place["streets"].split(", ")),
        cities=tuple(_city(text) for text in place["cities"]),
        number_first=place.get("number_first", False),
        zone=place["zone"],
        locale=place["locale"],
        currency=currency,
        price=place["price"] * 10 ** exponent_of(currency),
        bank_code=place.get("bank_code", ""),
        law=place.get("law", True),
    )


def _surnames(names: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    if names.get("surname_rule") == "patronymic":
        return tuple((f"{stem}son", f"{stem}dóttir") for stem in names["patronyms"].split(", "))
    pairs = (entry.partition("|") for entry in names["surnames"].split(", "))
    return tuple((male, female or male) for male, _, female in pairs)


def _city(text: str) -> tuple[str, str]:
    postcode, _, city = text.partition(", ")
    return postcode, city

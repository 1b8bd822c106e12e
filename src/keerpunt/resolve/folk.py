"""Every party record as a row of columns, so that the many that need no second look never become objects."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from keerpunt.resolve.columns import Column, bools, chosen, coded, equal, flat, ints, joined
from keerpunt.resolve.edges import LEVELS, PAYER
from keerpunt.resolve.forms import ROOM
from keerpunt.resolve.guards import given_hit
from keerpunt.resolve.numbers import Bools, Ints, distinct_rows
from keerpunt.resolve.parties import Party, parse_names, read_name, take_apart
from keerpunt.values import names
from keerpunt.values.names import Kind, Level, ParsedName

if TYPE_CHECKING:
    from keerpunt.engine import Engine

KINDS = tuple(Kind)
JOINT, NONE, PERSON = KINDS.index(Kind.JOINT), KINDS.index(Kind.NONE), KINDS.index(Kind.PERSON)
UNKNOWN = LEVELS.index(Level.UNKNOWN)
_PART = "\0"


@dataclass(slots=True)
class NameBook:
    """The distinct names of plain parties, read by the country and instrument they stand with.

    `rows`: (raw, country, weak) as the parser wants them. `kinds`: place in `KINDS`. `keys`: key of name twins or "".
    `scripts`: empty where the text is no name.
    """

    rows: list[tuple[str, str, bool]]
    kinds: Ints
    keys: list[str]
    scripts: list[str]

    @classmethod
    def build(cls, rows: Sequence[tuple[str, str, bool]]) -> NameBook:
        """Parse every name once."""
        kinds = np.full(len(rows), NONE, dtype=np.int64)
        keys, scripts = [""] * len(rows), [""] * len(rows)
        for number, row in enumerate(rows):
            for one in parse_names([row]):
                # The words are let go again: of a million names they are more than all else there is.
                kinds[number], keys[number], scripts[number] = KINDS.index(one.kind), one.key, sys.intern(one.script)
        return cls(list(rows), kinds, keys, scripts)

    def parsed(self, number: int) -> ParsedName:
        """Return a name that is one, parsed."""
        raw, country, weak = self.rows[number]
        return read_name(raw, weak=weak, country=country)

    def level(self, left: int, right: int, *, births_equal: bool) -> int:
        """Return the place in `LEVELS` of the level at which two names agree; names that are none say nothing."""
        if NONE in (self.kinds[left], self.kinds[right]):
            return LEVELS.index(Level.UNKNOWN)
        return LEVELS.index(names.compare(self.parsed(left), self.parsed(right), births_equal=births_equal))

    def meet(self, left: int, right: int) -> bool:
        """Tell whether no guard on names keeps two names apart."""
        return given_hit(self.parsed(left), self.parsed(right)) is None

    def agree(self, left: int, right: int) -> bool:
        """Tell whether two names agree and no guard on names speaks against them."""
        a, b = self.parsed(left), self.parsed(right)
        return names.compare(a, b).agrees and given_hit(a, b) is None

    def full(self, left: int, right: int) -> bool:
        """Tell whether two names agree by more than initials."""
        return names.compare(self.parsed(left), self.parsed(right)) is not Level.N3


@dataclass(slots=True)
class Folk:
    """All party records, sorted by key; the place of a row is the number of the party.

    `table` has the columns of `party.sql`. `name`, `birth`, `national`: codes, -1 for none; a birth date or number
    that was verified has a code of its own in `birth_look` and `national_look`. `dates`: the birth dates by code.
    `plain`: one name, one birth date, one holder; of any other party no column but the key counts.
    """

    table: pa.Table
    book: NameBook
    plain: Bools
    name: Ints
    birth: Ints
    national: Ints
    birth_look: Ints
    national_look: Ints
    dates: Sequence[str]

    @property
    def size(self) -> int:
        """How many parties there are."""
        return int(self.table.num_rows)

    @property
    def keys(self) -> Column:
        """The keys of the parties."""
        return flat(self.table["party_key"])

    def kind(self) -> Ints:
        """Return the place in `KINDS` of each plain party's name; a party without a name has none."""
        return np.where(self.name >= 0, self.book.kinds[np.maximum(self.name, 0)] if self.book.rows else NONE, NONE)

    def payers(self) -> Bools:
        """Tell of each party whether it is a payer."""
        return equal(self.table["role"], PAYER)

    def levels(self, left: Ints, right: Ints) -> Ints:
        """Return the place in `LEVELS` at which the names of each pair of plain parties agree."""
        found = np.full(len(left), UNKNOWN, dtype=np.int64)
        one, other = self.name[left], self.name[right]
        equal = (self.birth[left] >= 0) & (self.birth[left] == self.birth[right])
        known = np.flatnonzero((one >= 0) & (other >= 0))
        if len(known):
            rows = np.stack([one[known], other[known], equal[known]], axis=1)
            first, place = distinct_rows(one[known], other[known], equal[known].astype(np.int64))
            level = [self.book.level(a, b, births_equal=bool(born)) for a, b, born in rows[first].tolist()]
            found[known] = np.array(level, dtype=np.int64)[place]
        return found

    def party(self, number: int) -> Party:
        """Make a plain party an object, for rules that look at parties one by one; its members are left out."""
        row: dict[str, Any] = self.table.slice(number, 1).to_pylist()[0]
        born, token = row["birthdate"], row["national_id"]
        party = Party(
            key=row["party_key"],
            record=row["party_key"],
            role=row["role"],
            received_on=row["received_on"],
            kind=Kind.NONE,
            names=(),
            raw_names=(),
            births=frozenset() if born is None else frozenset({(born, row["birth_verified"])}),
            nationals=frozenset() if token is None else frozenset({(token, row["national_verified"])}),
            sources=frozenset(),
            countries=() if row["country"] is None else (row["country"],),
            verification=frozenset(),
            members=(),
        )
        stated = [] if row["name"] is None else [(row["name"], row["name_country"], row["weak"])]
        return take_apart(party, stated)[0]


def read_folk(engine: Engine) -> Folk:
    """Read the parties that `records.set_up` made ready."""
    table = engine.run(ROOM, "party").combine_chunks()
    plain = bools(table["plain"])
    name, book = _names(table, plain)
    (birth, dates), (national, _) = (coded(table[column]) for column in ("birthdate", "national_id"))
    folk = Folk(
        table=table,
        book=book,
        plain=plain,
        name=name,
        birth=birth,
        national=national,
        birth_look=birth * 2 + ints(table["birth_verified"], missing=0),
        national_look=national * 2 + ints(table["national_verified"], missing=0),
        dates=dates.to_pylist(),
    )
    folk.plain = plain & (folk.kind() != JOINT)
    return folk


def _names(table: pa.Table, plain: Bools) -> tuple[Ints, NameBook]:
    """Number the distinct (name, country, weak) of plain parties and parse each once."""
    weak = chosen(flat(table["weak"]), pa.scalar("1"), pa.scalar("0"))
    shown = joined(flat(table["name"]), _PART, flat(table["name_country"]), _PART, weak)
    code, distinct = coded(chosen(pa.array(plain), shown, pa.scalar(None, pa.string())))
    rows = []
    for text in distinct.to_pylist():
        raw, country, sign = text.rsplit(_PART, 2)
        rows.append((raw, country, sign == "1"))
    return code, NameBook.build(rows)

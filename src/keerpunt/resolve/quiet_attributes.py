"""The attributes that models compare, of the many parties that are rows only; `attributes` says them of objects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from keerpunt.resolve.attributes import (
    ATTRIBUTE,
    CONTACT_COLUMN,
    NAMELESS,
    NO_PERSON,
    folded,
    home_columns,
    name_columns,
)
from keerpunt.resolve.columns import Column, chosen, coded, equal, ints, take
from keerpunt.resolve.folk import KINDS, NONE, Folk
from keerpunt.resolve.forms import ROOM
from keerpunt.resolve.guards import Guards
from keerpunt.resolve.numbers import Bools, Ints, distinct_rows

if TYPE_CHECKING:
    from keerpunt.engine import Engine

_NAME = ("name", "name_key", "given", "initial", "middle", "surname", "words", "calling", "letters", "surnames")
_HOME = ("house", "street", "postcode", "city", "line")


def quiet_attributes(engine: Engine, folk: Folk, among: Bools, guards: Guards) -> pa.Table:
    """Return the rows of `attributes` for plain parties, sorted by key.

    All their contacts may join somebody: a value that may not, or that a provider bounds, makes its holders contested.
    """
    named = folk.name >= 0
    latin = np.array([one == "latin" for one in folk.book.scripts] + [False], dtype=np.bool_)
    kinds = folk.kind()
    person = ~np.isin(kinds, [KINDS.index(kind) for kind in NO_PERSON])
    read = latin[folk.name] | ~named | (kinds == NONE)
    rows = np.flatnonzero(among & person & read)
    engine.register("part", pa.table({"party_key": take(folk.keys, rows), "part_key": pa.array(np.arange(len(rows)))}))
    engine.keep("identifier_use", ROOM, "identifier_use")
    names = np.where(kinds[rows] == NONE, len(folk.book.rows), folk.name[rows])
    columns: dict[str, Column] = {"part_key": take(folk.keys, rows), "role": take(folk.table["role"], rows)}
    for column, values in _name_table(folk, np.unique(names)).items():
        columns[column] = take(values, np.searchsorted(np.unique(names), names))
    columns |= _homes(engine, len(rows)) | _contacts(engine, len(rows))
    birth = take(folk.table["birthdate"], rows)
    known = pa.array(~np.isin(folk.birth[rows], _placeholder_codes(folk, guards)))
    columns["birthdate"] = chosen(known, birth, pa.scalar(None, pa.string()))
    columns["birth_year"] = pa.compute.utf8_slice_codeunits(columns["birthdate"], 0, 4)
    columns["token"] = take(folk.table["national_id"], rows)
    columns["country"] = pa.compute.fill_null(take(folk.table["country"], rows), "XX")
    return pa.table({field.name: columns[field.name] for field in ATTRIBUTE}).cast(ATTRIBUTE)


def _placeholder_codes(folk: Folk, guards: Guards) -> list[int]:
    _, dates = coded(folk.table["birthdate"])
    return [place for place, date in enumerate(dates.to_pylist()) if date in guards.placeholders]


def _name_table(folk: Folk, numbers: Ints) -> dict[str, Column]:
    """Return the name columns of some names of the book; the number behind the last stands for no name."""
    blank: dict[str, Any] = dict.fromkeys(_NAME) | NAMELESS
    rows = [blank if one == len(folk.book.rows) else name_columns(folk.book.parsed(one)) for one in numbers.tolist()]
    return {name: pa.array([row[name] for row in rows], ATTRIBUTE.field(name).type) for name in _NAME}


def _homes(engine: Engine, size: int) -> dict[str, Column]:
    """Return the fullest address of each part, which stands first, and the first birthplace it states."""
    found = engine.run(ROOM, "party_home")
    part = ints(found["part_key"])
    first = np.full(size, -1, dtype=np.int64)
    first[part[::-1]] = np.arange(len(part))[::-1]
    texts, place = _distinct(found.select(["line1", "postcode", "city", "country"]))
    homes = [home_columns(row) for row in texts]
    at = np.where(first >= 0, place[first] if len(place) else -1, len(homes))
    columns = {name: _with_none([home[name] for home in homes], at) for name in _HOME}
    born, births = coded(found["birthplace"])
    known = np.array([folded(text) is not None for text in births.to_pylist()] + [False], dtype=np.bool_)[born]
    stated = np.full(size, -1, dtype=np.int64)
    stated[part[known][::-1]] = born[known][::-1]
    columns["birthplace"] = _with_none([folded(text) for text in births.to_pylist()], stated)
    return columns


def _distinct(table: pa.Table) -> tuple[list[dict[str, Any]], Ints]:
    codes = [coded(table[name]) for name in table.column_names]
    first, place = distinct_rows(*(code for code, _ in codes))
    rows = np.stack([code[first] for code, _ in codes], axis=1)
    values = [[*texts.to_pylist(), None] for _, texts in codes]
    return [
        dict(zip(table.column_names, (v[n] for v, n in zip(values, row, strict=True)), strict=True))
        for row in rows.tolist()
    ], place


def _with_none(values: list[str | None], at: Ints) -> Column:
    return take(pa.array([*values, None], pa.string()), np.where(at < 0, len(values), at))


def _contacts(engine: Engine, size: int) -> dict[str, Column]:
    found = engine.run(ROOM, "party_contact")
    part = ints(found["part_key"])
    columns = {}
    for kind, name in CONTACT_COLUMN.items():
        rows = np.flatnonzero(equal(found["kind"], kind))
        count = np.bincount(part[rows], minlength=size)
        ends = np.concatenate([[0], np.cumsum(count)])
        held = pa.ListArray.from_arrays(pa.array(ends, pa.int32()), take(found["value"], rows))
        columns[name] = chosen(pa.array(count > 0), held, pa.scalar(None, held.type))
    return columns


def all_attributes(quiet: pa.Table, contested: pa.Table) -> pa.Table:
    """Return the rows of both, sorted by key."""
    return pa.concat_tables([quiet, contested]).sort_by("part_key").combine_chunks()

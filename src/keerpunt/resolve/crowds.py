"""Houses of many families: an address that says of nobody that he is one with his namesake there."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from keerpunt.resolve.columns import chosen, coded, take
from keerpunt.resolve.likeness import POOLED
from keerpunt.resolve.models import name_rates
from keerpunt.resolve.numbers import distinct_rows

_HOUSE = ("postcode", "street", "house")
_HOME = (*_HOUSE, "line")
_NAMESAKES = 0.01
"""Namesakes to be expected in a crowd below which a full name stands for one of it."""


def without_crowds(table: pa.Table, most: int) -> pa.Table:
    """Return attributes with no address where more than `most` surnames live at it.

    A campus, a hostel or a block of flats without numbers of the flats is no home: two Wang Wei there are two. Who
    bears a name that a pack of the country knows for so rare that hardly anybody else there bears it keeps the address.
    Tables of accounts have no address and stay as they are.
    """
    if not set(_HOUSE) <= set(table.column_names) or not table.num_rows:
        return table
    codes = [coded(table[name])[0] for name in _HOUSE]
    _, home = distinct_rows(*codes)
    surname, _ = coded(table["surname"])
    first, _ = distinct_rows(home, surname)
    counted = first[(surname[first] >= 0) & (codes[1][first] >= 0)]
    names = np.bincount(home[counted], minlength=len(home))[home]
    crowded = np.flatnonzero((names > most) & (codes[1] >= 0))
    keys, countries = (take(table[name], crowded).to_pylist() for name in ("name_key", "country"))
    bearers = zip(keys, countries, names[crowded].tolist(), strict=True)
    common = [not _is_rare(*bearer) for bearer in bearers]
    at_no_home = np.zeros(table.num_rows, dtype=np.bool_)
    at_no_home[crowded[np.array(common, dtype=np.bool_)]] = True
    if not at_no_home.any():
        return table
    blank = pa.array(at_no_home)
    for name in _HOME:
        column = chosen(blank, pa.scalar(None, pa.string()), table[name].combine_chunks())
        table = table.set_column(table.schema.get_field_index(name), name, column)
    return table


def _is_rare(name_key: str | None, country: str, crowd: int) -> bool:
    given, _, surname = (name_key or "").partition("|")
    pack = name_rates(country)
    known = bool(name_key) and not pack.source(given, surname).startswith(POOLED)
    return known and pack.rate(given, surname) * crowd < _NAMESAKES

"""Houses of many families: an address that says of nobody that he is one with his namesake there."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from keerpunt.resolve.columns import chosen, coded
from keerpunt.resolve.numbers import distinct_rows

_HOUSE = ("postcode", "street", "house")
_HOME = (*_HOUSE, "line")


def without_crowds(table: pa.Table, most: int) -> pa.Table:
    """Return attributes with no address where more than `most` surnames live at it.

    A campus, a hostel or a block of flats without numbers of the flats is no home: two Wang Wei there are two. Tables
    of accounts have no address and stay as they are.
    """
    if not set(_HOUSE) <= set(table.column_names) or not table.num_rows:
        return table
    codes = [coded(table[name])[0] for name in _HOUSE]
    _, home = distinct_rows(*codes)
    surname, _ = coded(table["surname"])
    first, _ = distinct_rows(home, surname)
    counted = first[(surname[first] >= 0) & (codes[1][first] >= 0)]
    crowded = (np.bincount(home[counted], minlength=len(home))[home] > most) & (codes[1] >= 0)
    if not crowded.any():
        return table
    blank = pa.array(crowded)
    for name in _HOME:
        column = chosen(blank, pa.scalar(None, pa.string()), table[name].combine_chunks())
        table = table.set_column(table.schema.get_field_index(name), name, column)
    return table

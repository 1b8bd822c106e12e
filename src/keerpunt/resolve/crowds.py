"""Houses of many families: an address that says of nobody that he is one with his namesake there."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

_HOUSE = ("postcode", "street", "house")
_HOME = (*_HOUSE, "line")


def without_crowds(table: pa.Table, most: int) -> pa.Table:
    """Return attributes with no address where more than `most` surnames live at it.

    A campus, a hostel or a block of flats without numbers of the flats is no home: two Wang Wei there are two. The
    models' tables of accounts have no address and stay as they are.
    """
    if not set(_HOUSE) <= set(table.column_names):
        return table
    stated = table.select([*_HOUSE, "surname"]).filter(pc.is_valid(table["street"]))
    names = stated.group_by([*_HOUSE, "surname"]).aggregate([]).group_by(list(_HOUSE)).aggregate([("surname", "count")])
    crowded = names.filter(pc.greater(names["surname_count"], most)).select(list(_HOUSE))
    if not crowded.num_rows:
        return table
    at_home = pa.compute.is_in(_places(table), _places(crowded).combine_chunks())
    for name in _HOME:
        column = table[name]
        blank = pc.if_else(at_home, pa.scalar(None, column.type), column)
        table = table.set_column(table.schema.get_field_index(name), name, blank)
    return table


def _places(table: pa.Table) -> pa.ChunkedArray:
    parts = [pc.fill_null(table[name], "") for name in _HOUSE]
    return pc.binary_join_element_wise(*parts, "\0")

"""Arrow columns to numbers and back: the few steps that the set-based side takes again and again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from keerpunt.model.tables import table
from keerpunt.resolve.numbers import Bools, Floats, Ints, distinct_rows

_COMPUTE: Any = pc
Column = Any
"""An Arrow array or chunked array; the stubs of Arrow know no one type of both."""


def flat(column: Column) -> Column:
    """Return a column as one array."""
    found = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if isinstance(found, pa.ChunkedArray):
        found = found.chunk(0) if found.num_chunks else pa.array([], found.type)
    return found


def take(column: Column, rows: Ints) -> Column:
    """Return the rows of a column, as one array."""
    return flat(flat(column).take(pa.array(rows, pa.int64())))


def ints(column: Column, missing: int = -1) -> Ints:
    """Return a column of numbers, dates (days) or truth values as integers, `missing` for NULL."""
    found = flat(column)
    if pa.types.is_date32(found.type):
        found = found.cast(pa.int32())
    found = _COMPUTE.fill_null(found.cast(pa.int64()), missing)
    return np.asarray(found.to_numpy(zero_copy_only=False), dtype=np.int64)


def floats(column: Column) -> Floats:
    """Return a column of numbers as they are, NaN for NULL."""
    return np.asarray(flat(column).to_numpy(zero_copy_only=False), dtype=np.float64)


def bools(column: Column) -> Bools:
    """Return a column of truth values without NULL."""
    return np.asarray(flat(column).to_numpy(zero_copy_only=False), dtype=np.bool_)


def coded(column: Column) -> tuple[Ints, Column]:
    """Number the distinct values of a column: the number of each row, -1 for NULL, and the values."""
    found = flat(flat(column).dictionary_encode())
    return ints(found.indices), found.dictionary


def ranked(column: Column) -> tuple[Ints, Column]:
    """Number texts by their order: the number of each row, -1 for NULL, and the sorted distinct texts."""
    code, distinct = coded(column)
    order = ints(_COMPUTE.sort_indices(distinct))
    place = np.full(len(order) + 1, -1, dtype=np.int64)
    place[order] = np.arange(len(order))
    return place[code], take(distinct, order)


def lists(owner: Ints, code: Ints, texts: Column, size: int) -> Column:
    """Return per owner the distinct texts of its codes in the order of the codes, -1 left out."""
    owner, code = owner[code >= 0], code[code >= 0]
    first, _ = distinct_rows(owner, code)
    ends = np.concatenate([[0], np.cumsum(np.bincount(owner[first], minlength=size))])
    return pa.ListArray.from_arrays(pa.array(ends, pa.int32()), take(texts, code[first]))


def same(text: str, size: int) -> Column:
    """Return a column of one text."""
    return take(pa.array([text], pa.string()), np.zeros(size, dtype=np.int64))


def joined(*parts: Column) -> Column:
    """Return the texts of several columns put together row by row; parts may be plain strings."""
    return flat(_COMPUTE.binary_join_element_wise(*parts, ""))


def filled(texts: Sequence[Sequence[str]], place: Ints, *names: Column) -> Column:
    """Put names between the parts of the text at each place."""
    parts = [pa.array([text[number] for text in texts], pa.string()) for number in range(len(names) + 1)]
    woven = [take(parts[0], place)]
    for part, name in zip(parts[1:], names, strict=True):
        woven += [name, take(part, place)]
    return joined(*woven)


def chosen(condition: Column, one: Column, other: Column) -> Column:
    """Return `one` where the condition holds, else `other`."""
    return flat(_COMPUTE.if_else(condition, one, other))


def among(column: Column, values: Column) -> Bools:
    """Tell of each text whether it is one of the values."""
    return bools(_COMPUTE.is_in(flat(column), value_set=flat(values)))


def place_in(column: Column, values: Column) -> Ints:
    """Return where each text stands in the values, -1 where it does not."""
    return ints(_COMPUTE.index_in(flat(column), value_set=flat(values)))


def smaller(left: Column, right: Column) -> Bools:
    """Tell of each row whether the left text comes before the right one."""
    return bools(_COMPUTE.less(left, right))


def equal(left: Column, right: Column) -> Bools:
    """Tell of each row whether both texts are one."""
    return bools(_COMPUTE.equal(left, right))


def order_of(column: Column) -> Ints:
    """Return the rows of a column of texts in their order."""
    return ints(_COMPUTE.sort_indices(flat(column)))


def sort_indices(rows: pa.Table, keys: Sequence[tuple[str, str]]) -> Column:
    """Return the rows of a table in the order of some columns."""
    return _COMPUTE.sort_indices(rows, sort_keys=keys)


def is_sorted(rows: pa.Table, columns: Sequence[str]) -> bool:
    """Tell whether the rows of a table stand in the order of some columns of texts, none of which is NULL."""
    alike = np.ones(max(rows.num_rows - 1, 0), dtype=np.bool_)
    for column in columns:
        before, after = flat(rows[column].slice(0, len(alike))), flat(rows[column].slice(1))
        if (alike & smaller(after, before)).any():
            return False
        alike &= equal(before, after)
    return True


def result(name: str, columns: Mapping[str, Column]) -> pa.Table:
    """Return rows of a result table in its schema."""
    schema = table(name).arrow()
    return pa.table({field.name: columns[field.name] for field in schema}).cast(schema)

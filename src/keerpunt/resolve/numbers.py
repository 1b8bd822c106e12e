"""Sets and graphs over numbers instead of objects: what numpy does for a million parties in a second."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


def components(size: int, left: Ints, right: Ints) -> Ints:
    """Return per node the smallest node it is connected with by the pairs (left, right)."""
    label = np.arange(size, dtype=np.int64)
    while True:
        low = np.minimum(label[left], label[right])
        found = label.copy()
        for side in (left, right):
            np.minimum.at(found, label[side], low)
        while True:
            jumped = found[found]
            if np.array_equal(jumped, found):
                break
            found = jumped
        if np.array_equal(found, label):
            return label
        label = found


def fold_codes(*columns: Ints) -> Ints:
    """Number equal rows of several columns alike, from 0, in the order of the rows' values."""
    code = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        _, dense = np.unique(column, return_inverse=True)
        span = int(dense.max(initial=0)) + 1
        _, code = np.unique(code * span + dense, return_inverse=True)
    return code.astype(np.int64)


def distinct_rows(*columns: Ints) -> tuple[Ints, Ints]:
    """Return where each distinct row of several columns stands first, by the rows' values, and the number of each row.

    What `numpy.unique` does of rows, many times as fast.
    """
    _, first, place = np.unique(fold_codes(*columns), return_index=True, return_inverse=True)
    return first.astype(np.int64), place.reshape(-1).astype(np.int64)


def set_codes(owner: Ints, value: Ints, size: int) -> Ints:
    """Number owners that hold the same set of values alike; an owner without a value has the code 0."""
    order = np.lexsort((value, owner))
    owner, value = owner[order], value[order]
    starts = np.flatnonzero(np.r_[True, owner[1:] != owner[:-1]]) if len(owner) else np.zeros(0, np.int64)
    place = np.arange(len(owner)) - np.repeat(starts, np.diff(np.r_[starts, len(owner)]))
    code = np.zeros(size, dtype=np.int64)
    for turn in range(int(place.max(initial=-1)) + 1):
        at = place == turn
        # A set that goes on gets a number of its own, larger than that of every set that has ended.
        code[owner[at]] = fold_codes(code[owner[at]], value[at]) + int(code.max(initial=0)) + 1
    return code


def least(label: Ints, value: Ints, size: int) -> Ints:
    """Return the smallest value per label; labels without a row get the largest number there is."""
    found = np.full(size, np.iinfo(np.int64).max, dtype=np.int64)
    np.minimum.at(found, label, value)
    return found


def most(label: Ints, value: Ints, size: int) -> Ints:
    """Return the largest value per label; labels without a row get the smallest number there is."""
    found = np.full(size, np.iinfo(np.int64).min, dtype=np.int64)
    np.maximum.at(found, label, value)
    return found


def one_value(label: Ints, value: Ints, size: int) -> Bools:
    """Tell per label whether its rows hold at most one value; -1 stands for none."""
    known = value >= 0
    low, high = least(label[known], value[known], size), most(label[known], value[known], size)
    return low >= high


def pairs_within(label: Ints, value: Ints) -> tuple[Ints, Ints, Ints]:
    """Return label and both values of every pair of distinct values of one label; smaller value left."""
    first, _ = distinct_rows(label, value)
    rows = np.stack([label[first], value[first]], axis=1)
    found: list[tuple[Ints, Ints, Ints]] = []
    step = 1
    while step < len(rows):
        same = rows[step:, 0] == rows[:-step, 0]
        if not same.any():
            break
        found.append((rows[:-step][same, 0], rows[:-step][same, 1], rows[step:][same, 1]))
        step += 1
    if not found:
        none = np.zeros(0, np.int64)
        return none, none, none
    a, b, c = (np.concatenate(part) for part in zip(*found, strict=True))
    return a, b, c


def rounded(values: Floats) -> Floats:
    """Round as Python does, to 4 decimals; numpy rounds what stands between two numbers another way."""
    distinct, place = np.unique(values, return_inverse=True)
    return np.array([round(value, 4) for value in distinct.tolist()], dtype=np.float64)[place]


def widest(left: Ints, right: Ints, weight: Floats, source: Bools) -> Floats:
    """Return per node the weakest weight on its widest way from a source: infinite at a source, -inf out of reach."""
    width = np.where(source, np.inf, -np.inf)
    while True:
        found = width.copy()
        np.maximum.at(found, right, np.minimum(width[left], weight))
        np.maximum.at(found, left, np.minimum(width[right], weight))
        if np.array_equal(found, width):
            return width
        width = found

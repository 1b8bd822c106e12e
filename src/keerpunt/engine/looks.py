"""What texts look like, as whole numbers that are compared at once: their letters counted, their values as bits."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

CLASSES, MOST = 21, 3
"""Letters fall into classes, each counted up to a number: three bits each of 64."""
BITS = 64
_COMPUTE: Any = pc
Column = Any
"""An Arrow array or chunked array; the stubs of Arrow know no one type of both."""


@dataclass(slots=True)
class Looks:
    """A table with columns added as a condition asks for them."""

    table: pa.Table
    _known: dict[tuple[str, str], str] = field(default_factory=dict)

    def letters(self, column: str, *, first: bool) -> str:
        """Add `letters_n` (letters counted) and `share_letters_n` (1 / length) of a text, or of the first of a list."""
        name = self._known.get((column, f"letters {first}"))
        if name is None:
            name = self._known[column, f"letters {first}"] = f"letters_{len(self._known)}"
            texts = _flat(self.table[column])
            texts = _first(texts) if first else texts
            code, distinct = _coded(texts)
            counted, share = letter_bits(distinct)
            self._add(name, pa.array(counted, pa.uint64()).take(code))
            self._add(f"share_{name}", pa.array(share, pa.float32()).take(code))
        return name

    def values(self, column: str) -> str:
        """Add `values_n`: a bit for each value of a list, or for the one value of a text; 0 for none."""
        name = self._known.get((column, "values"))
        if name is None:
            name = self._known[column, "values"] = f"values_{len(self._known)}"
            self._add(name, pa.array(value_bits(_flat(self.table[column])), pa.uint64()))
        return name

    def _add(self, name: str, column: Column) -> None:
        self.table = self.table.append_column(name, column)


def letter_bits(texts: Column) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.float32]]:
    """Count the letters of each text by class: bit k of a class stands for at least k + 1 of it; and 1 / length.

    The bits that one text has and another has not are at most the letters that it has and the other has not. Of a
    letter of several bytes the first one counts, and lengths are in bytes: this holds for distances over either.
    """
    size = len(texts)
    lengths = np.asarray(_COMPUTE.binary_length(texts), dtype=np.int64)
    owner, content = np.repeat(np.arange(size), lengths), _bytes(texts)
    begins = (content & 0xC0) != 0x80
    place = np.bincount((owner * CLASSES + content % CLASSES)[begins], minlength=size * CLASSES)
    counted = np.minimum(place.reshape(size, CLASSES), MOST)
    found = np.zeros(size, dtype=np.uint64)
    for number in range(CLASSES):
        unary = (np.uint64(1) << counted[:, number].astype(np.uint64)) - np.uint64(1)
        found |= unary << np.uint64(number * MOST)
    return found, (1.0 / np.maximum(lengths, 1)).astype(np.float32)


def value_bits(column: Column) -> npt.NDArray[np.uint64]:
    """Return a bit for each value of a list or text, equal values by equal bits whatever column they stand in."""
    listed = pa.types.is_list(column.type)
    owner = np.asarray(_COMPUTE.list_parent_indices(column)) if listed else np.arange(len(column))
    code, distinct = _coded(_COMPUTE.list_flatten(column) if listed else column)
    known = np.asarray(_COMPUTE.is_valid(code), dtype=np.bool_)
    bit = np.uint64(1) << (_checksum(distinct) % np.uint64(BITS))
    found = np.zeros(len(column), dtype=np.uint64)
    np.bitwise_or.at(found, owner[known], bit[np.asarray(code.drop_null(), dtype=np.int64)])
    return found


def _checksum(texts: Column) -> npt.NDArray[np.uint64]:
    """Return a number of each text that equal texts have in common: its bytes, each weighed by its place."""
    lengths = np.asarray(_COMPUTE.binary_length(texts), dtype=np.int64)
    owner = np.repeat(np.arange(len(texts)), lengths)
    place = np.arange(len(owner)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    found = np.zeros(len(texts), dtype=np.uint64)
    np.add.at(
        found,
        owner,
        (_bytes(texts).astype(np.uint64) * (place.astype(np.uint64) * np.uint64(2654435761) + np.uint64(40503)))
        >> np.uint64(3),
    )
    return found


def _first(lists: Column) -> Column:
    """Return the first of each list, NULL where there is none."""
    filled = np.asarray(_COMPUTE.fill_null(_COMPUTE.list_value_length(lists), 0)) > 0
    return _COMPUTE.list_element(_COMPUTE.if_else(pa.array(filled), lists, pa.scalar([None], lists.type)), 0)


def _bytes(texts: Column) -> npt.NDArray[np.int64]:
    _, offsets, content = texts.cast(pa.binary()).buffers()
    ends = np.frombuffer(offsets, dtype=np.int32)[texts.offset : texts.offset + len(texts) + 1]
    if content is None or not len(ends):
        return np.zeros(0, dtype=np.int64)
    return np.frombuffer(content, dtype=np.uint8)[ends[0] : ends[-1]].astype(np.int64)


def _coded(texts: Column) -> tuple[Column, Column]:
    found = _flat(texts).dictionary_encode()
    return found.indices, found.dictionary


def _flat(column: Column) -> Column:
    found = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if isinstance(found, pa.ChunkedArray):
        found = found.chunk(0) if found.num_chunks else pa.array([], found.type)
    return found

"""Which cells of a column could hold a card number: whole columns at once, by arithmetic on all their digits.

The rules are those of `cards`: consecutive whole groups of one run, 13 to 19 digits, prefix of a scheme, check digit.
What this search passes over, `cards.card_numbers` finds nothing in; what it names, that one looks at cell by cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from keerpunt.intake.cards import LENGTHS, SEPARATORS, has_prefix

_CHUNK = 2**17
"""Characters that are searched at once; arrays of a few times as many numbers bound the memory."""
_SEPARATOR, _OTHER = 10, 11
_SHORTEST, _LONGEST = min(LENGTHS), max(LENGTHS)
_PLACES = np.array((1000, 100, 10, 1), np.int64)
_DOUBLED = np.array((0, 2, 4, 6, 8, 1, 3, 5, 7, 9), np.int64)

Numbers = NDArray[Any]


def suspicious_cells(cells: Sequence[str], text: str | None = None) -> list[int]:
    """Return the places of the cells that hold digits of a card number, exempt or not, in ascending order.

    `text` is the cells joined by line ends, where the caller has it already.
    """
    text = "\n".join(cells) if text is None else text
    ends = np.cumsum(np.fromiter(map(len, cells), np.int64, len(cells)) + 1)
    found: list[int] = []
    for begin, end in _chunks(ends):
        offset = int(ends[begin - 1]) if begin else 0
        places = _starts(_kinds(text[offset : int(ends[end - 1])]))
        if places.size:
            found += np.unique(np.searchsorted(ends, places + offset, side="right")).tolist()
    return found


def _chunks(ends: Numbers) -> Iterator[tuple[int, int]]:
    """Yield begin and end of stretches of cells; a cell is never cut, and one that is long stands alone."""
    begin = 0
    while begin < ends.size:
        limit = (int(ends[begin - 1]) if begin else 0) + _CHUNK
        end = max(begin + 1, int(np.searchsorted(ends, limit, side="right")))
        yield begin, end
        begin = end


def _kinds(text: str) -> Numbers:
    """Return for every character its digit, or that it separates groups, or that it is anything else."""
    if text.isascii():
        return _ASCII[np.frombuffer(text.encode("ascii"), np.uint8)]
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    kinds = _ASCII[np.minimum(codes, 127)]
    beyond = np.flatnonzero(codes > 127)
    different, which = np.unique(codes[beyond], return_inverse=True)
    kinds[beyond] = np.array([_kind(code) for code in different.tolist()], np.uint8)[which]
    return kinds


@lru_cache(maxsize=4096)
def _kind(code: int) -> int:
    character = chr(code)
    if character.isdecimal():
        return int(character)
    return _SEPARATOR if character in SEPARATORS else _OTHER


_ASCII = np.array([_kind(code) for code in range(128)], np.uint8)


def _starts(kinds: Numbers) -> Numbers:
    """Return where in a text card numbers begin."""
    at = np.flatnonzero(kinds < _SEPARATOR)
    if at.size < _SHORTEST:
        return at[:0]
    gaps = np.diff(at)
    begins = np.concatenate(([True], gaps != 1))
    apart = (gaps > 2) | ((gaps == 2) & (kinds[at[1:] - 1] != _SEPARATOR))
    runs = np.flatnonzero(np.concatenate(([True], apart)))
    sizes = np.diff(np.append(runs, at.size))
    wanted = sizes >= _SHORTEST
    runs, sizes = runs[wanted], sizes[wanted]
    if not runs.size:
        return at[:0]
    wanted = _could_be(kinds, at, runs, sizes, np.add.reduceat(begins, _ends(runs, sizes, at.size))[::2])
    runs, sizes = runs[wanted], sizes[wanted]
    if not runs.size:
        return at[:0]
    # Only the digits of these runs are looked at any further; a run is told by its number.
    run = np.repeat(np.arange(runs.size), sizes)
    digit = np.arange(run.size) - np.repeat(np.cumsum(sizes) - sizes - runs, sizes)
    return at[digit][_numbers(kinds[at[digit]].astype(np.int64), run, begins[digit])]


def _ends(runs: Numbers, sizes: Numbers, count: int) -> Numbers:
    """Return begin and end of every run in turn, as `reduceat` takes them; the very last end is left out."""
    pairs = np.column_stack((runs, runs + sizes)).ravel()
    return pairs[:-1] if pairs[-1] >= count else pairs


def _could_be(kinds: Numbers, at: Numbers, runs: Numbers, sizes: Numbers, groups: Numbers) -> Numbers:
    """Return which runs could hold a card number: of several groups, or of one with length and prefix of a scheme."""
    lone = groups == 1
    first = kinds[at[runs[:, None] + np.arange(4)]].astype(np.int64) @ _PLACES
    fits = np.zeros(runs.size, bool)
    for length in LENGTHS:
        fits |= (sizes == length) & _prefixes(length)[first]
    wanted: Numbers = np.logical_or(~lone, fits)
    return wanted


def _numbers(digits: Numbers, run: Numbers, begins: Numbers) -> Numbers:
    """Return at which digits a card number begins; `begins` marks the first digit of every group."""
    starts = np.flatnonzero(begins)
    ends = np.zeros(digits.size + _LONGEST + 1, bool)
    ends[np.append(starts[1:], digits.size)] = True
    sums = _running_sums(digits)
    first = np.concatenate((digits, np.zeros(_LONGEST, np.int64)))
    prefix = first[starts] * 1000 + first[starts + 1] * 100 + first[starts + 2] * 10 + first[starts + 3]
    found = np.zeros(starts.size, bool)
    for length in LENGTHS:
        stops = starts + length
        whole = np.flatnonzero(ends[stops] & _prefixes(length)[prefix])
        one, stop = starts[whole], stops[whole]
        right = run[one] == run[stop - 1]
        one, stop, whole = one[right], stop[right], whole[right]
        parity = (stop - 1) % 2
        found[whole[(sums[parity, stop] - sums[parity, one]) % 10 == 0]] = True
    return starts[found]


def _running_sums(digits: Numbers) -> Numbers:
    """Return the Luhn sums up to every place, for numbers whose last digit stands at an even or an odd place."""
    even = np.arange(digits.size) % 2 == 0
    doubled = _DOUBLED[digits]
    sums = np.zeros((2, digits.size + 1), np.int64)
    np.cumsum(np.where(even, digits, doubled), out=sums[0, 1:])
    np.cumsum(np.where(even, doubled, digits), out=sums[1, 1:])
    return sums


@lru_cache(maxsize=len(LENGTHS))
def _prefixes(length: int) -> Numbers:
    """Return for every four first digits whether a scheme has numbers of this length that begin so."""
    return np.array([has_prefix(f"{first:04d}", length) for first in range(10_000)])

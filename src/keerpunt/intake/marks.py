"""Very many 64-bit marks with a small number each, in sixteen bytes a mark: what a statement of any length must recall.

The latest stand in a dictionary; once they are many they move into sorted arrays, which are searched by halves.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left

import numpy as np

RECENT = 100_000
"""Marks kept in the dictionary."""

_KIND = "q"


class Marks:
    """Numbers by mark. A mark is what `hash` gives: two different things share one by a chance of one in 2**64."""

    def __init__(self) -> None:
        self._recent: dict[int, int] = {}
        self._marks = array(_KIND)
        self._numbers = array(_KIND)

    def get(self, mark: int) -> int | None:
        """Return the number of a mark, None where it was never set."""
        found = self._recent.get(mark)
        if found is not None or not self._marks:
            return found
        place = self._place(mark)
        return None if place is None else self._numbers[place]

    def set(self, mark: int, number: int) -> None:
        """Set the number of a mark."""
        place = self._place(mark) if self._marks and mark not in self._recent else None
        if place is not None:
            self._numbers[place] = number
            return
        self._recent[mark] = number
        if len(self._recent) >= RECENT:
            self._settle()

    def keep_first(self, mark: int, number: int) -> int:
        """Set the number of a mark that has none, and return the one it has now."""
        found = self.get(mark)
        if found is not None:
            return found
        self.set(mark, number)
        return number

    def count(self, mark: int) -> int:
        """Count a mark up by one and return how often it was counted."""
        number = (self.get(mark) or 0) + 1
        self.set(mark, number)
        return number

    def clear(self) -> None:
        """Forget every mark."""
        self._recent.clear()
        if self._marks:
            self._marks, self._numbers = array(_KIND), array(_KIND)

    def _place(self, mark: int) -> int | None:
        place = bisect_left(self._marks, mark)
        return place if place < len(self._marks) and self._marks[place] == mark else None

    def _settle(self) -> None:
        """Move the dictionary into the arrays; no mark stands in both."""
        size = len(self._recent)
        marks = np.concatenate([np.array(self._marks), np.fromiter(self._recent.keys(), np.int64, size)])
        numbers = np.concatenate([np.array(self._numbers), np.fromiter(self._recent.values(), np.int64, size)])
        order = np.argsort(marks, kind="stable")
        self._marks = array(_KIND, marks[order].astype(np.int64).tobytes())
        self._numbers = array(_KIND, numbers[order].astype(np.int64).tobytes())
        self._recent.clear()

"""Very many 64-bit marks with a small number each, and texts, in bounded memory: what a long statement must recall.

The latest stand in a dictionary. Once they are many they move to an unnamed file of SQLite, which is gone with the
process; a bit filter in memory says of nearly every mark that was never set that it need not be looked for there.
"""

from __future__ import annotations

import sqlite3

import numpy as np

RECENT = 100_000
"""Marks kept in the dictionary."""
FILTER_BITS = 1 << 25
"""Bits of the filter (4 MiB): of four million marks it takes three in a hundred for known that are not."""

_MASK = FILTER_BITS - 1
_SHIFTS = (0, 20, 39)
_UNSIGNED = (1 << 64) - 1
_CACHE_KIB = 4_096


class Marks:
    """Numbers by mark. A mark is what `hash` gives: two different things share one by a chance of one in 2**64."""

    def __init__(self) -> None:
        self._recent: dict[int, int] = {}
        self._filter = bytearray()
        self._file: sqlite3.Connection | None = None

    def get(self, mark: int) -> int | None:
        """Return the number of a mark, None where it was never set."""
        found = self._recent.get(mark)
        return self._filed(mark) if found is None and self._file is not None else found

    def set(self, mark: int, number: int) -> None:
        """Set the number of a mark; what stands in the dictionary counts before what was filed."""
        self._recent[mark] = number
        if len(self._recent) >= RECENT:
            self._move()

    def keep_first(self, mark: int, number: int) -> int:
        """Set the number of a mark that has none, and return the one it has now."""
        recent = self._recent
        found = recent.get(mark)
        if found is None:
            found = None if self._file is None else self._filed(mark)
            if found is None:
                recent[mark] = found = number
                if len(recent) >= RECENT:
                    self._move()
        return found

    def count(self, mark: int) -> int:
        """Count a mark up by one and return how often it was counted."""
        recent = self._recent
        found = recent.get(mark)
        if found is None and self._file is not None:
            found = self._filed(mark)
        recent[mark] = number = (found or 0) + 1
        if len(recent) >= RECENT:
            self._move()
        return number

    def clear(self) -> None:
        """Forget every mark."""
        self._recent.clear()
        if self._file is not None:
            self._file.close()
            self._file, self._filter = None, bytearray()

    def _filed(self, mark: int) -> int | None:
        """Return the number of a mark that was moved to the file."""
        if self._file is None or not self._may_be_filed(mark):
            return None
        row = self._file.execute("SELECT number FROM mark WHERE mark = ?", (mark,)).fetchone()
        return None if row is None else int(row[0])

    def _may_be_filed(self, mark: int) -> bool:
        unsigned, bits = mark & _UNSIGNED, self._filter
        for shift in _SHIFTS:
            place = (unsigned >> shift) & _MASK
            if not bits[place >> 3] >> (place & 7) & 1:
                return False
        return True

    def _move(self) -> None:
        """Move the dictionary to the file, in order, and its marks into the filter."""
        if self._file is None:
            self._file, self._filter = _unnamed(), bytearray(FILTER_BITS >> 3)
        self._file.execute("BEGIN")
        self._file.executemany("INSERT OR REPLACE INTO mark VALUES (?, ?)", sorted(self._recent.items()))
        self._file.execute("COMMIT")
        marks = np.fromiter(self._recent, np.int64, len(self._recent)).view(np.uint64)
        bits = np.frombuffer(self._filter, np.uint8)
        for shift in _SHIFTS:
            places = (marks >> np.uint64(shift)) & np.uint64(_MASK)
            np.bitwise_or.at(bits, places >> np.uint64(3), (1 << (places & np.uint64(7))).astype(np.uint8))
        self._recent.clear()


class Texts:
    """Texts by their number, counted from 1; those that are not of the latest stand in a file."""

    def __init__(self) -> None:
        self._recent: list[str] = []
        self._filed = 0
        self._file: sqlite3.Connection | None = None

    def add(self, text: str) -> int:
        """Keep a text and return its number."""
        self._recent.append(text)
        number = self._filed + len(self._recent)
        if len(self._recent) >= RECENT:
            self._move()
        return number

    def get(self, number: int) -> str:
        """Return the text of a number that `add` gave."""
        if number > self._filed or self._file is None:
            return self._recent[number - self._filed - 1]
        return str(self._file.execute("SELECT text FROM text WHERE number = ?", (number,)).fetchone()[0])

    def _move(self) -> None:
        if self._file is None:
            self._file = _unnamed()
        self._file.execute("BEGIN")
        self._file.executemany("INSERT INTO text VALUES (?, ?)", enumerate(self._recent, self._filed + 1))
        self._file.execute("COMMIT")
        self._filed += len(self._recent)
        self._recent.clear()


def _unnamed() -> sqlite3.Connection:
    """Return a database in a file without a name, which nobody else can open and which is gone with the process."""
    connection = sqlite3.connect("", isolation_level=None)
    for pragma in (f"cache_size = -{_CACHE_KIB}", "journal_mode = OFF", "synchronous = OFF", "temp_store = FILE"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE mark (mark INTEGER PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID")
    connection.execute("CREATE TABLE text (number INTEGER PRIMARY KEY, text TEXT NOT NULL)")
    return connection

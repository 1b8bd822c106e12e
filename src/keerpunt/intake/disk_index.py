"""What one record says about another, kept by key: in memory while it is little, on disk once it is much.

On disk is SQLite's own temporary database: it has no name, nobody else can open it, and the system frees it when it is
closed or the process ends. Like swapped memory it is no copy of the evidence; what is stored goes through the guards.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

HELD = 50_000
"""Entries that are held in memory."""

HELD_CHARACTERS = 16 << 20
"""Characters of keys and values that are held in memory."""

_CACHE_KIB = 16 << 10
_SCHEMA = (
    "PRAGMA journal_mode = OFF",
    "PRAGMA synchronous = OFF",
    f"PRAGMA cache_size = -{_CACHE_KIB}",
    "CREATE TABLE entry (kind TEXT, key TEXT, rank INTEGER, value TEXT, PRIMARY KEY (kind, key)) WITHOUT ROWID",
)
_PUT = (
    "INSERT INTO entry VALUES (?, ?, ?, ?) ON CONFLICT (kind, key)"
    " DO UPDATE SET rank = excluded.rank, value = excluded.value WHERE excluded.rank >= entry.rank"
)
_GET = "SELECT value FROM entry WHERE kind = ? AND key = ?"


class DiskIndex:
    """A mapping of (kind, key) to a plain JSON value, of bounded memory whatever is put in."""

    def __init__(self) -> None:
        self._held: dict[tuple[str, str], tuple[int, str]] = {}
        self._characters = 0
        self._kinds: set[str] = set()
        self._disk: sqlite3.Connection | None = None

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Let go of everything."""
        self.close()

    def put(self, kind: str, key: str, value: Any, rank: int = 0) -> None:
        """Keep a value unless one of higher rank is there; of equal ranks the later one stays."""
        self._kinds.add(kind)
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        if self._disk is not None:
            self._disk.execute(_PUT, (kind, key, rank, text))
            return
        there = self._held.get((kind, key))
        if there is None or rank >= there[0]:
            self._held[kind, key] = (rank, text)
            self._characters += len(text) + len(key)
        if len(self._held) > HELD or self._characters > HELD_CHARACTERS:
            self._spill()

    def get(self, kind: str, key: str | None) -> Any:
        """Return the value, None where there is none."""
        if key is None or kind not in self._kinds:
            return None
        if self._disk is None:
            there = self._held.get((kind, key))
            return None if there is None else json.loads(there[1])
        found = self._disk.execute(_GET, (kind, key)).fetchone()
        return None if found is None else json.loads(found[0])

    def has(self, kind: str) -> bool:
        """Tell whether anything of this kind was ever put in."""
        return kind in self._kinds

    def close(self) -> None:
        """Let go of everything; what is on disk is gone."""
        self._held.clear()
        self._kinds.clear()
        if self._disk is not None:
            self._disk.close()
            self._disk = None

    def _spill(self) -> None:
        self._disk = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        for statement in _SCHEMA:
            self._disk.execute(statement)
        self._disk.execute("BEGIN")
        rows = ((kind, key, rank, text) for (kind, key), (rank, text) in self._held.items())
        self._disk.executemany(_PUT, rows)
        self._held.clear()


@dataclass(frozen=True, slots=True)
class Aside:
    """What the files of one format and origin say about one another, and the rank of this file among them.

    A file that was received later, or listed first of those received on one day, has a higher rank and wins.
    """

    index: DiskIndex
    rank: int = 0

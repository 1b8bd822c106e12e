"""The page trees of a SQLite file, walked before the database engine walks them.

A tree that leads to one page in many ways makes a small file that holds more rows than anything can read (seven levels
of 60 branches: 10^12 pages), and the engine counts such pages without ever looking at its budget. In a sound file every
page has one parent. Layout: https://www.sqlite.org/fileformat2.html section 1.6.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from keerpunt.errors import SourceRefused

_INTERIOR = (2, 5)
_FILE_HEADER = 100
_TREE_HEADER = 12
SCHEMA = 1
"""The page where the list of tables begins."""


class Pages:
    """The tree pages of one file that were reached so far."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: set[int] = set()

    def walk(self, roots: Iterable[int]) -> None:
        """Follow the trees that begin at these pages; every page may be reached once, over all calls.

        Raises:
            SourceRefused: `unreadable`, a page is reached twice.
        """
        with self._path.open("rb") as stream:
            size = int.from_bytes(stream.read(18)[16:], "big")
            size = 65536 if size == 1 else size
            waiting = list(roots)
            while waiting:
                number = waiting.pop()
                if number in self._seen:
                    raise SourceRefused("unreadable", "the database is damaged: its pages lead to one page twice")
                self._seen.add(number)
                waiting += _children(stream, number, size)


def _children(stream: BinaryIO, number: int, size: int) -> list[int]:
    """Return the pages below one; a page that is no inner page of a tree, or not there, is left to the engine."""
    stream.seek((number - 1) * size)
    page = stream.read(size)
    start = _FILE_HEADER if number == SCHEMA else 0
    if len(page) < size or size < 512 or page[start] not in _INTERIOR:
        return []
    count = int.from_bytes(page[start + 3 : start + 5], "big")
    first = start + _TREE_HEADER
    places = [int.from_bytes(page[at : at + 2], "big") for at in range(first, min(first + 2 * count, size - 1), 2)]
    found = [int.from_bytes(page[at : at + 4], "big") for at in [*places, start + 8]]
    return [child for child in found if child]

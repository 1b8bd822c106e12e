"""Progress with true counts: rooms tell what they did, shells decide how to show it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol


class Tick(Protocol):
    """Called with the number of units done since the last call."""

    def __call__(self, done: int, /) -> None:
        """Count `done` more units."""


class Progress(Protocol):
    """Shows steps; `total` None means the total is not known."""

    def step(self, name: str, total: int | None, unit: str) -> AbstractContextManager[Tick]:
        """Open a step of `total` units (None: not known beforehand)."""
        ...


class Silent:
    """Shows nothing."""

    @contextmanager
    def step(self, name: str, total: int | None, unit: str) -> Iterator[Tick]:
        """Run a step without showing it."""
        del name, total, unit
        yield ignore


def ignore(_done: int, /) -> None:
    """Count nothing."""

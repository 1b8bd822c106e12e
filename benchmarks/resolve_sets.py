"""The sets of people that `benchmarks/resolve.py` measures, by name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from benchmarks.heavy_people import heavy
from benchmarks.resolve_people import Person, fake_1000, febrl, households

SETS: dict[str, Callable[[int, Path], list[Person]]] = {
    "households": lambda seed, _: households(seed),
    "heavy": lambda seed, _: heavy(seed),
    "fake_1000": lambda _, folder: fake_1000(folder / "fake_1000.csv"),
    "febrl3": lambda _, __: febrl(3),
    "febrl4": lambda _, __: febrl(4),
}
CASES = ("instruments",)
"""Sets that are whole operations; `benchmarks/resolve_instruments.py` measures them more closely."""
SEEDED = frozenset({"households", "heavy", *CASES})

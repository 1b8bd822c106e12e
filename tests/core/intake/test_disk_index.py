"""The index says the same in memory and on disk, and is bounded whatever is put in."""

from __future__ import annotations

import tracemalloc
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keerpunt.intake import disk_index
from keerpunt.intake.disk_index import DiskIndex

pytestmark = pytest.mark.slow

kinds = st.sampled_from(("customer", "state"))
keys = st.text(min_size=1, max_size=3).filter(lambda key: key.isprintable())
values = st.none() | st.integers(-5, 5) | st.lists(st.text(max_size=3) | st.none(), max_size=2)
puts = st.lists(st.tuples(kinds, keys, values, st.integers(-2, 2)), max_size=40)


def slow(entries: list[tuple[str, str, Any, int]]) -> dict[tuple[str, str], Any]:
    """The twin: a plain dict of the highest rank, the later one among equals."""
    best: dict[tuple[str, str], tuple[int, Any]] = {}
    for kind, key, value, rank in entries:
        if (kind, key) not in best or rank >= best[kind, key][0]:
            best[kind, key] = (rank, value)
    return {place: value for place, (_, value) in best.items()}


@pytest.mark.parametrize("held", [0, 3, 1_000])
@settings(max_examples=150, deadline=None)
@given(puts)
def test_the_highest_rank_stays_in_memory_and_on_disk(held, entries):
    before, disk_index.HELD = disk_index.HELD, held
    try:
        with DiskIndex() as index:
            for kind, key, value, rank in entries:
                index.put(kind, key, value, rank)
            expected = slow(entries)
            assert {place: index.get(*place) for place in expected} == expected
            assert index.get("customer", None) is None
            assert index.get("nothing", "x") is None
            assert index.has("state") is any(kind == "state" for kind, *_ in entries)
    finally:
        disk_index.HELD = before


def test_long_values_move_to_the_disk_before_they_fill_the_memory():
    tracemalloc.start()
    try:
        with DiskIndex() as index:
            for number in range(300):
                index.put("x", str(number), "y" * (1 << 20))
            assert tracemalloc.get_traced_memory()[1] < 64 << 20
            assert index.get("x", "299") == "y" * (1 << 20)
    finally:
        tracemalloc.stop()


def test_nothing_is_left_after_closing(monkeypatch, tmp_path):
    monkeypatch.setenv("SQLITE_TMPDIR", str(tmp_path))
    monkeypatch.setattr(disk_index, "HELD", 10)
    index = DiskIndex()
    for number in range(20_000):
        index.put("x", str(number), "z" * 2_000)
    assert list(tmp_path.iterdir()) == []
    index.close()
    assert index.get("x", "1") is None

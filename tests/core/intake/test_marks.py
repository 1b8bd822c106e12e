"""Marks in a dictionary, a filter and a file say what a dictionary would say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keerpunt.intake import marks
from keerpunt.intake.marks import Marks, Texts

KEYS = st.integers(-(2**63), 2**63 - 1) | st.integers(0, 9)


@pytest.fixture(autouse=True, scope="module")
def _few():
    patch = pytest.MonkeyPatch()
    patch.setattr(marks, "RECENT", 3)
    yield
    patch.undo()


@given(st.lists(st.tuples(st.sampled_from(("set", "first", "count", "get", "clear")), KEYS, st.integers(-5, 5))))
def test_they_are_a_dictionary(steps):
    twin: dict[int, int] = {}
    found = Marks()
    for what, key, number in steps:
        if what == "set":
            found.set(key, number)
            twin[key] = number
        elif what == "first":
            assert found.keep_first(key, number) == twin.setdefault(key, number)
        elif what == "count":
            twin[key] = twin.get(key, 0) + 1
            assert found.count(key) == twin[key]
        elif what == "clear":
            found.clear()
            twin.clear()
        assert found.get(key) == twin.get(key)
    assert all(found.get(key) == number for key, number in twin.items())


@given(st.lists(st.text(st.characters(exclude_categories=("Cs",)), max_size=9), max_size=40), st.data())
def test_texts_are_a_list(texts, data):
    found = Texts()
    numbers = [found.add(text) for text in texts]
    assert numbers == list(range(1, len(texts) + 1))
    for number in data.draw(st.permutations(numbers)):
        assert found.get(number) == texts[number - 1]

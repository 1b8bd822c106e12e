"""The search over whole columns names exactly the cells in which a card number's digits stand."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keerpunt.intake import card_search
from keerpunt.intake.card_search import suspicious_cells
from keerpunt.intake.cards import _RUN, _in_run, card_numbers
from tests.core.intake.test_cards import PUBLIC_TEST_NUMBERS

PIECES = st.one_of(
    st.sampled_from(sorted(PUBLIC_TEST_NUMBERS.values())),
    st.integers(0, 10**20).map(str),
    st.integers(0, 9_999).map(str),
    st.text("0123456789 -", max_size=24),
    st.text("ab:\n/\u00a0\u2011\u00e9\uff14\u0664\U0001d7d8", max_size=4),
)
CELLS = st.lists(st.lists(PIECES, max_size=5).map("".join), max_size=8)


def slow(cells: list[str]) -> list[int]:
    """Return the same run by run."""
    return [n for n, cell in enumerate(cells) if any(any(_in_run(cell, *run.span())) for run in _RUN.finditer(cell))]


@settings(max_examples=400, deadline=None)
@given(CELLS)
@pytest.mark.slow
def test_it_agrees_with_the_slow_way(cells):
    assert suspicious_cells(cells) == slow(cells)


@pytest.mark.parametrize("chunk", [1, 7, 40, 1_000])
def test_where_a_column_is_cut_into_pieces_changes_nothing(chunk, monkeypatch):
    rng = random.Random(chunk)
    numbers = sorted(PUBLIC_TEST_NUMBERS.values())
    cells = [f"{rng.choice(numbers)[rng.randrange(2) :]} {rng.randrange(10**6)}" for _ in range(200)]
    monkeypatch.setattr(card_search, "_CHUNK", chunk)
    assert suspicious_cells(cells) == slow(cells)


def test_cells_do_not_run_into_each_other():
    assert suspicious_cells(["41111111", "11111111", "", "4111111111111111"]) == [3]


@pytest.mark.parametrize(
    "text", ["1 " * 400_000, "4 1 1 1 " * 100_000, "4" * 800_000, "4111 " * 160_000, "\uff14" * 500_000]
)
def test_hostile_cells_end_soon(text):
    suspicious_cells([text, text])


@pytest.mark.parametrize(
    "iban",
    ["LT649999900649279443", "BE68539007547034", "NO9386011117947", "AT611904300234573201", "DE89370400440532013000"],
)
def test_an_iban_of_digits_alone_is_no_card_number_even_from_its_check_digits_on(iban):
    for text in (iban, f"{iban[:4]} {iban[4:8]} {iban[8:]}", iban.lower(), f"to {iban}."):
        assert list(card_numbers(text)) == []

"""Which order a payment's texts name."""

from __future__ import annotations

import pytest

from keerpunt.intake.bank_references import find_order
from keerpunt.intake.records import Known
from tests.support.reading import context


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("Rent May 2024", None), ("2024", "2024"), ("order 12", None), ("12", "12"), ("order 2124", "2124"),
        ("ORD-7/x", "ORD-7"),
    ],
)  # fmt: skip
def test_a_year_or_small_number_in_a_text_names_no_order(text, order):
    around = context(known=Known(orders=frozenset(("2024", "12", "2124", "ORD-7"))))
    assert find_order([text], around) == order

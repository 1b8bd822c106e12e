from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keerpunt.errors import UnreadableValue
from keerpunt.intake.inspect.numbers import AmountEvidence, marks_of
from keerpunt.values.money import parse_money
from tests.support.inspecting import codes, column


def decide(*texts: str):
    evidence = AmountEvidence()
    for text in texts:
        evidence.add(text, typed=False)
    return evidence.decide()


@pytest.mark.parametrize(
    ("text", "decimal", "thousands", "either"),
    [
        ("12", "", "", ""),
        ("12.50", ".", "", ""),
        ("12,5", ",", "", ""),
        ("1.234", "", "", "."),
        ("1,234", "", "", ","),
        ("0.123", ".", "", ""),
        ("1234.567", ".", "", ""),
        ("1.234,56", ",", ".", ""),
        ("1,234.56", ".", ",", ""),
        ("1.234.567", "", ".", ""),
        ("1'234.50", ".", "'", ""),
        ("1 234", "", " ", ""),
        ("-1.234,56", ",", ".", ""),
        ("12.50 EUR", ".", "", ""),
        ("€ 12,50", ",", "", ""),
    ],
)
def test_what_one_number_shows(text, decimal, thousands, either):
    found = marks_of(text)
    assert (found.decimal, found.thousands, found.either) == (decimal, thousands, either)


@pytest.mark.parametrize("text", ["12.05.2024", "192.0.2.1", "1.23.4", "a12", "12-50", "1,23.456,7", "", ".", "1..2"])
def test_what_is_no_number(text):
    assert marks_of(text) is None


def test_one_mark_before_three_digits_proves_nothing_and_is_asked():
    found = decide("1.234", "2.345", "12")
    assert not found.decided
    assert "a human must say" in found.statements[-1].text


def test_values_with_two_digits_prove_the_mark_and_are_counted():
    found = decide("12,50", "1.234", "7,25")
    assert (found.decimal, found.thousands) == (",", ".")
    assert "2 values have digits after `,`" in found.statements[-1].basis
    assert found.statements[-1].kind == "assessment"


def test_groups_of_three_prove_the_other_mark():
    assert (decide("1.234.567", "1.234").decimal, decide("1,234,567").decimal) == (",", ".")


def test_marks_that_contradict_each_other_are_asked():
    assert not decide("12,50", "12.50").decided
    assert not decide("1.234.567", "12.50").decided


def test_a_doubt_is_told_where_the_proven_mark_stands_before_three_digits():
    assert [s.code for s in decide("12.50", "1.234").statements].count("decimal_doubt") == 1


def test_whole_numbers_need_no_mark():
    assert decide("12", "13").decided


def test_stored_numbers_have_a_point():
    found = column(12, 13, 13, name="amount")
    assert found.amount.decided
    assert found.amount.decimal == "."


@given(st.integers(0, 10**9), st.sampled_from([".", ","]), st.booleans())
def test_what_is_decided_reads_back_the_amount(cents, decimal, grouped):
    thousands = {".": ",", ",": "."}[decimal] if grouped else ""
    whole = f"{cents // 100:,}".replace(",", thousands)
    text = f"{whole}{decimal}{cents % 100:02d}"
    found = decide(text)
    assert found.decimal == decimal
    assert parse_money(text, "EUR", decimal=found.decimal, thousands=found.thousands).minor == cents


@given(st.text("0123456789.,' €EUR-", max_size=20))
def test_a_decided_single_value_is_never_read_in_two_ways(text):
    found = marks_of(text)
    if found is None or not found.decimal:
        return
    other = {".": ",", ",": "."}[found.decimal]
    try:
        parse_money(text, "BHD", decimal=other)
    except (UnreadableValue, ValueError):
        return
    raise AssertionError


def test_the_share_of_filled_values_must_be_large():
    assert column("12.50", "abc", "x", name="amount").kind == "text"
    assert codes(column("12.50", "13.10"))["kind"] == "amount"

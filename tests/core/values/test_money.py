from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keerpunt.errors import UnreadableValue
from keerpunt.values.currencies import ISO_EXPONENT, STRIPE_EXPONENT
from keerpunt.values.money import Money, check_marks, from_minor, parse_money

COMMA = {"decimal": ",", "thousands": "."}


@pytest.mark.parametrize(
    ("text", "currency", "options", "minor"),
    [
        ("12.50", "EUR", {}, 1250),
        ("12.5", "eur", {}, 1250),
        ("12", "EUR", {}, 1200),
        ("12.", "EUR", {}, 1200),
        (".5", "EUR", {}, 50),
        ("-12.50", "EUR", {}, 1250),
        ("\u221212.50", "EUR", {}, 1250),
        ("+ 12.50", "EUR", {}, 1250),
        ("0012.500000", "EUR", {}, 1250),
        ("1.234,50", "EUR", COMMA, 123450),
        ("1.234.567", "EUR", COMMA, 123456700),
        ("1234,5", "EUR", COMMA, 123450),
        ("1\u00a0234,50", "SEK", {"decimal": ",", "thousands": " "}, 123450),
        ("1'234.50", "CHF", {"thousands": "'"}, 123450),
        ("1500", "JPY", {}, 1500),
        ("1500.00", "JPY", {}, 1500),
        ("1.234", "KWD", {}, 1234),
        ("0", "EUR", {}, 0),
        ("8.85", "EUR", {}, 885),
        ("999999999999999.99", "EUR", {}, 99999999999999999),
    ],
)
def test_amounts_become_whole_minor_units(text, currency, options, minor):
    assert parse_money(text, currency, **options).minor == minor


@pytest.mark.parametrize(
    ("text", "currency", "options", "code"),
    [
        ("12.505", "EUR", {}, "amount_not_exact"),
        ("1500.5", "JPY", {}, "amount_not_exact"),
        ("1.234", "EUR", {}, "amount_not_exact"),
        ("1,234.50", "EUR", {}, "bad_amount"),
        ("1.2345,00", "EUR", COMMA, "bad_amount"),
        ("12.34.567", "EUR", COMMA, "bad_amount"),
        ("", "EUR", {}, "bad_amount"),
        (".", "EUR", {}, "bad_amount"),
        ("-", "EUR", {}, "bad_amount"),
        ("--5", "EUR", {}, "bad_amount"),
        ("1e3", "EUR", {}, "bad_amount"),
        ("NaN", "EUR", {}, "bad_amount"),
        ("１２", "EUR", {}, "bad_amount"),
        ("12.50 EUR", "EUR", {}, "bad_amount"),
        ("9" * 19, "JPY", {}, "bad_amount"),
        ("12.50", "", {}, "bad_currency"),
        ("12.50", None, {}, "bad_currency"),
        ("12.50", "XXX", {}, "bad_currency"),
        ("12.50", "EURO", {}, "bad_currency"),
        ("12.50", "BTC", {}, "bad_currency"),
    ],
)
def test_what_is_no_exact_amount_is_told_by_code_only(text, currency, options, code):
    with pytest.raises(UnreadableValue) as raised:
        parse_money(text, currency, **options)
    assert str(raised.value) == code


@pytest.mark.parametrize(
    ("decimal", "thousands"), [(".", "."), (";", ""), ("", ""), (".", "x"), (",", ","), (".", "..")]
)
def test_marks_that_cannot_be_told_apart_are_an_error_of_the_map(decimal, thousands):
    with pytest.raises(ValueError):
        check_marks(decimal, thousands)


@pytest.mark.parametrize(
    ("minor", "currency", "expected"),
    [
        (1250, "eur", Money(1250, "EUR", 2)),
        (-1250, "EUR", Money(1250, "EUR", 2)),
        (500000, "isk", Money(5000, "ISK", 0)),
        (12300, "ugx", Money(123, "UGX", 0)),
        (5, "mga", Money(500, "MGA", 2)),
        (1500, "jpy", Money(1500, "JPY", 0)),
        (1234, "kwd", Money(1234, "KWD", 3)),
    ],
)
def test_stripe_counts_three_currencies_in_its_own_way(minor, currency, expected):
    assert from_minor(minor, currency, provider="stripe") == expected


def test_minor_units_are_iso_unless_a_provider_is_named():
    assert from_minor(5000, "ISK") == Money(5000, "ISK", 0)
    assert from_minor(500, "MGA") == Money(500, "MGA", 2)


@pytest.mark.parametrize(
    ("minor", "currency", "code"),
    [
        (150, "ISK", "amount_not_exact"),
        (10**18, "EUR", "bad_amount"),
        (10**17, "MGA", "bad_amount"),
        (True, "EUR", "bad_amount"),
        (1, "IQD", "bad_currency"),
        (1, "XAU", "bad_currency"),
    ],
)
def test_minor_units_that_cannot_be_stated_exactly_are_refused(minor, currency, code):
    with pytest.raises(UnreadableValue) as raised:
        from_minor(minor, currency, provider="stripe")
    assert raised.value.code == code


def test_the_tables_differ_exactly_where_stripe_says_so():
    differ = {code for code, digits in STRIPE_EXPONENT.items() if ISO_EXPONENT[code] != digits}
    assert differ == {"ISK", "UGX", "MGA"}


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10**15), st.sampled_from(sorted(ISO_EXPONENT)))
def test_an_amount_survives_being_written_and_read(minor, currency):
    digits = ISO_EXPONENT[currency]
    text = f"{Decimal(minor).scaleb(-digits):f}"
    assert parse_money(text, currency) == Money(minor, currency, digits)
    assert parse_money(text.replace(".", ","), currency, decimal=",") == Money(minor, currency, digits)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=20))
def test_any_text_is_an_amount_or_a_code(text):
    assert outcome(text) in ("amount", "bad_amount", "amount_not_exact")


def outcome(text):
    try:
        return "amount" if parse_money(text, "EUR").minor >= 0 else "negative"
    except UnreadableValue as error:
        return error.code

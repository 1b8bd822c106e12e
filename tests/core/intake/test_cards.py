from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keerpunt.intake.cards import card_numbers, is_card_number, suspect

pytestmark = pytest.mark.slow

PUBLIC_TEST_NUMBERS = {
    "visa": "4111111111111111",
    "visa of 13": "4222222222222",
    "mastercard": "5555555555554444",
    "mastercard 2-series": "2223003122003222",
    "amex": "378282246310005",
    "maestro": "6759649826438453",
    "jcb": "3530111333300000",
    "diners": "30569309025904",
    "discover": "6011111111111117",
    "unionpay": "6240008631401148",
}


def numbers(text: str) -> list[str]:
    return [digits for _, _, digits in card_numbers(text)]


@pytest.mark.parametrize("number", PUBLIC_TEST_NUMBERS.values(), ids=PUBLIC_TEST_NUMBERS)
@pytest.mark.parametrize(
    "form", ["{}", "pay {} now", "x{}y", "{}.", "#{}\n", "nr:{};", "{}\t{}", "12 {} 03/27", "a-{}-b"]
)
def test_a_card_number_is_found_wherever_it_stands(number, form):
    text = form.format(number, number)
    assert set(numbers(text)) == {number}
    assert suspect(text)


@pytest.mark.parametrize(
    "text",
    [
        "4111 1111 1111 1111", "4111-1111-1111-1111", "4111\u00a01111\u00a01111\u00a01111", "41 11 11 11 11 11 11 11",
        "4111 1111-1111 1111", "\uff14\uff11\uff11\uff11 1111 1111 1111", "4111\u20131111\u20131111\u20131111",
    ],
)  # fmt: skip
def test_separators_and_other_digits_do_not_hide_it(text):
    assert numbers(text) == ["4111111111111111"]
    assert suspect(text)


@pytest.mark.parametrize(
    "text",
    [
        "4111111111111112",  # wrong check digit
        "41111111111111111111",  # part of a longer run
        "14111111111111111",
        "9999999999999995",  # no scheme
        "1234567890123456",
        "4111  1111  1111  1111",  # two blanks
        "4111/1111/1111/1111",
        "1700000000000",  # milliseconds since 1970
        "2024-01-01 10:00:00",
        "411111111111111",  # Visa has no 15 digits
    ],
)
def test_what_is_no_card_number_stays(text):
    assert numbers(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "NL91ABNA0417164300", "DE89370400440532013000", "DE89 3704 0044 0532 0130 00", "gb29nwbk60161331926819",
        "IBAN: SE4550000000058398257466", "FR1420041010050500013M02606", "NO9386011117947",
    ],
)  # fmt: skip
def test_digits_inside_a_valid_iban_are_exempt(text):
    assert numbers(text) == []


def test_an_iban_that_is_invalid_hides_nothing():
    assert numbers("XX00 4111111111111111") == ["4111111111111111"]
    assert numbers("DE89370400440532013000 4111111111111111") == ["4111111111111111"]
    assert numbers("AA00 4111111111111111 0000") == ["4111111111111111"]


def test_a_valid_phone_number_with_plus_is_no_old_card_number():
    number = next(f"491512345678{n}" for n in range(10) if luhn(f"491512345678{n}"))
    assert is_card_number(number)
    assert numbers(f"+{number}") == []
    assert numbers(f"+{number[:2]} {number[2:6]} {number[6:]}") == []
    assert numbers(number) == [number]
    assert numbers("+4111111111111111") == ["4111111111111111"]


def test_several_numbers_in_one_text_are_all_found():
    text = "4111111111111111 5555 5555 5555 4444,378282246310005"
    assert numbers(text) == ["4111111111111111", "5555555555554444", "378282246310005"]


def slow_card_numbers(text: str) -> set[str]:
    """Find card numbers of digits alone, one length after the other, straight from the definition."""
    found = set()
    for start in range(len(text)):
        for length in range(13, 20):
            piece = text[start : start + length]
            whole = len(piece) == length and piece.isdigit()
            alone = not text[start - 1 : start].isdigit() and not text[start + length : start + length + 1].isdigit()
            if whole and alone and luhn(piece) and scheme(piece):
                found.add(piece)
    return found


def luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def scheme(digits: str) -> bool:
    first = {n: int(digits[:n]) for n in (1, 2, 3, 4)}
    long = len(digits) >= 16
    return (
        (first[1] == 4 and len(digits) in (13, 16, 19))
        or ((51 <= first[2] <= 55 or 2221 <= first[4] <= 2720) and len(digits) == 16)
        or (first[2] in (34, 37) and len(digits) == 15)
        or first[2] in (50, 56, 57, 58, 63, 67)
        or (3528 <= first[4] <= 3589 and long)
        or ((first[2] in (36, 38, 39) or 300 <= first[3] <= 305 or first[4] == 3095) and len(digits) >= 14)
        or ((first[4] == 6011 or 644 <= first[3] <= 649 or first[2] == 65) and long)
        or (first[2] in (62, 81) and long)
    )


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(2 * 10**12, 7 * 10**19), min_size=1, max_size=6))
def test_the_quick_way_agrees_with_the_definition(runs):
    ends = [f"{run // 10}{digit}" for run in runs for digit in range(10)]
    text = ",".join(ends)
    assert set(numbers(text)) == slow_card_numbers(text)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(PUBLIC_TEST_NUMBERS.values())), st.text("abc :;,.", max_size=10), st.data())
def test_no_text_around_hides_a_number(number, around, data):
    cut = data.draw(st.integers(1, len(number) - 1))
    text = f"{around}{number[:cut]}{data.draw(st.sampled_from(['', ' ', '-']))}{number[cut:]}{around}"
    assert any(digits == number for digits in numbers(text))


@pytest.mark.parametrize(
    "text", ["1 " * 400_000, "4 1 1 1 " * 100_000, "AA11 " * 150_000, "4" * 800_000, "NL91 4111111111111111 " * 30_000]
)
def test_a_hostile_megabyte_takes_linear_time(text):
    begin = time.process_time()
    list(card_numbers(text))
    assert time.process_time() - begin < 8

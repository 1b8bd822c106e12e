from __future__ import annotations

import datetime as dt
import statistics
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keerpunt.assess.group import alphabetical, distinct_surnames, even, find_bursts, find_crowds, one_bin
from tests.support.cases import FIRST, POLICY, buyer

pytestmark = pytest.mark.slow

TESTS = POLICY.tests
MINUTE = dt.timedelta(minutes=1)

Row = dict[str, Any]


def seen(minutes: list[float], names: list[str] | None = None, bins: list[str] | None = None) -> list[Row]:
    """Return first payments of new cards at these minutes, with the size of the window that begins at each."""
    rows = []
    for index, minute in enumerate(minutes):
        in_window = sum(minute <= other <= minute + 60 for other in minutes)
        rows.append({
            "channel": "shop", "instrument_key": f"card|fp_{index}", "bin": bins[index] if bins else None,
            "payer_name": names[index] if names else None, "paid_utc": FIRST + minute * MINUTE,
            "payment_key": f"p{index:02d}", "origin": "psp:a", "in_window": in_window,
        })  # fmt: skip
    return rows


def bursts(rows: list[Row], shares: dict[tuple[str, str | None], tuple[int, int]] | None = None) -> set[str]:
    payments = {row["instrument_key"]: [row] for row in rows}
    return {key for key, _ in find_bursts(rows, payments, shares or {}, TESTS)}


IRREGULAR = [n * n * 59 / 400 for n in range(20)]
EVEN = [n * 3.0 for n in range(20)]
BINS = {("shop", "4"): (38, 38)}


def test_twenty_new_cards_at_even_intervals_are_a_burst() -> None:
    assert len(bursts(seen(EVEN))) == 20


def test_cards_of_one_instant_are_one_window_counted_once() -> None:
    assert len(bursts(seen([0.0] * 20))) == 20
    assert bursts(seen([*IRREGULAR[:-3], 59.0, 59.0, 59.0])) == set()
    assert bursts(seen([*(n * n * 40 / 361 for n in range(19)), *([59.9] * 19)], bins=["4"] * 38), BINS) == set()


def test_twenty_new_cards_as_people_come_are_none() -> None:
    assert bursts(seen(IRREGULAR)) == set()


def test_nineteen_new_cards_are_too_few_to_tell() -> None:
    assert bursts(seen(EVEN[:19])) == set()


def test_twenty_new_cards_in_more_than_an_hour_are_none() -> None:
    assert bursts(seen([n * 3.2 for n in range(20)])) == set()


@pytest.mark.parametrize("step", [1, -1])
def test_payers_in_alphabetical_order_are_a_burst(step: int) -> None:
    names = [f"{chr(ord('a') + n)} Example" for n in range(20)][::step]
    assert len(bursts(seen(IRREGULAR, names))) == 20


def test_payers_in_mixed_order_are_none() -> None:
    names = [f"{chr(ord('a') + n * 7 % 20)} Example" for n in range(20)]
    assert bursts(seen(IRREGULAR, names)) == set()


@pytest.mark.parametrize(("share", "found"), [((16, 100), 20), ((20, 100), 0)])
def test_one_bin_fills_a_burst_only_if_it_is_rare_on_the_channel(share: tuple[int, int], found: int) -> None:
    bins = ["400000"] * 16 + ["510000"] * 4
    shares = {("shop", "400000"): share, ("shop", "510000"): (4, 100)}
    assert len(bursts(seen(IRREGULAR, bins=bins), shares)) == found


def test_a_bin_that_is_not_stated_says_nothing() -> None:
    assert not one_bin("shop", seen(EVEN), {("shop", None): (20, 20)}, TESTS)


def test_another_payment_with_a_card_of_the_burst_lies_in_it_while_it_lasts() -> None:
    rows = seen(EVEN)
    again = {**rows[0], "payment_key": "again", "paid_utc": FIRST + 30 * MINUTE}
    later = {**rows[0], "payment_key": "later", "paid_utc": FIRST + 61 * MINUTE}
    payments = {row["instrument_key"]: [row] for row in rows}
    payments[rows[0]["instrument_key"]] += [again, later]
    found = {key for key, _ in find_bursts(rows, payments, {}, TESTS)}
    assert "again" in found
    assert "later" not in found


@given(st.lists(st.integers(0, 3600), min_size=2, max_size=40).map(sorted))
def test_evenness_is_the_coefficient_of_variation(seconds: list[int]) -> None:
    rows = [{"paid_utc": FIRST + dt.timedelta(seconds=each)} for each in seconds]
    gaps = [float(later - earlier) for earlier, later in pairwise(seconds)]
    mean = statistics.fmean(gaps)
    slow = mean == 0 or statistics.pstdev(gaps) / mean < 0.3 - 1e-9
    near = mean != 0 and abs(statistics.pstdev(gaps) / mean - 0.3) < 1e-6
    assert near or even(rows, TESTS) is slow


@given(st.permutations(list(range(25))))
def test_order_is_spearmans_rank_correlation(order: list[int]) -> None:
    rows = [{"paid_utc": FIRST + n * MINUTE, "payer_name": f"{place:02d}"} for n, place in enumerate(order)]
    slow = 1 - 6 * sum((n - place) ** 2 for n, place in enumerate(order)) / (25 * (25**2 - 1))
    assert alphabetical(rows, TESTS) is (abs(slow) >= 0.9)


def crowd(*people: tuple[str, int]) -> list[Row]:
    return [
        {"key": "device|d1", "surname": name, "paid_utc": FIRST + dt.timedelta(days=day), "payment_key": f"p{n}",
         "origin": "psp:a"}
        for n, (name, day) in enumerate(people)
    ]  # fmt: skip


def test_three_surnames_on_one_key_within_thirty_days_are_a_crowd() -> None:
    rows = crowd(("example", 0), ("sample", 10), ("muster", 30))
    assert {key for key, _ in find_crowds(rows, TESTS)} == {"p0", "p1", "p2"}


@pytest.mark.parametrize(
    "people",
    [
        [("example", 0), ("sample", 10)],
        [("example", 0), ("sample", 10), ("muster", 31)],
        [("exam", 0), ("example", 1), ("sample", 2)],
        [("example", 0), ("example", 1), ("example", 2)],
    ],
)
def test_two_surnames_or_a_truncated_one_or_another_month_are_no_crowd(people: list[tuple[str, int]]) -> None:
    assert find_crowds(crowd(*people), TESTS) == {}


def test_a_surname_that_begins_with_another_is_one_with_it() -> None:
    assert distinct_surnames(["de vries", "devrie", "jansen"]) == 2
    assert distinct_surnames([]) == 0


@given(st.lists(st.tuples(st.sampled_from(["aa", "bb", "cc", "aab"]), st.integers(0, 90)), max_size=12))
def test_crowds_agree_with_trying_every_window(people: list[tuple[str, int]]) -> None:
    rows = crowd(*sorted(people, key=lambda each: each[1]))
    slow = set()
    for start in rows:
        window = [
            row for row in rows
            if start["paid_utc"] <= row["paid_utc"] <= start["paid_utc"] + dt.timedelta(days=TESTS["holders_days"])
        ]  # fmt: skip
        if distinct_surnames(row["surname"] for row in window) >= TESTS["holders_surnames"]:
            slow |= {row["payment_key"] for row in window}
    assert {key for key, _ in find_crowds(rows, TESTS)} == slow


def test_an_address_that_many_accounts_share_groups_nobody() -> None:
    case = buyer(1)
    case.tables["payment"][0] |= {"ip": "203.0.113.5", "payer_name": "Robin Example"}
    case.verified()
    for number, name in enumerate(("Sam Sample", "Kim Model", "Alex Muster")):
        case.payment(
            f"ch_i{number}", FIRST, ip="203.0.113.5", payer_name=name, fingerprint=f"fp_i{number}",
            platform_account_id=f"i{number}",
        )  # fmt: skip
    assert case.rows("I14")["stolen_data"][0] == "contradicts"
    for number in range(30):
        case.login(FIRST, account=f"i{number}", ip="203.0.113.5")
    assert case.rows("I14")["stolen_data"][0] == "neutral"


def channel(captured: int, disputed: int, accounts_used: int = 0, accounts: int = 0) -> str:
    case = buyer(1)
    case.verified()
    for number in range(1, captured):
        account = f"x{number}" if number < accounts else "other"
        case.payment(
            f"ch_x{number}", FIRST + number * dt.timedelta(hours=7), fingerprint=f"fp_x{number}",
            platform_account_id=account,
        )  # fmt: skip
    for number in range(disputed):
        case.add("dispute", origin="psp:stripe", psp="stripe", psp_ref=f"ch_x{number + 1}", reason="fraud")
    for number in range(1, accounts):
        case.used(account=f"x{number}")
        if number > accounts_used:
            del case.tables["session"][-1]
    return case.rows("I26")["fabricated"][0]


def test_a_channel_with_too_few_payments_says_nothing() -> None:
    assert channel(29, 10) == "not_available"


def test_a_channel_with_many_complaints_speaks_against_a_lead_a_little() -> None:
    assert channel(30, 6) == "contradicts"
    assert channel(30, 2) == "neutral"


def test_a_channel_whose_accounts_are_never_used_speaks_against_a_lead_a_little() -> None:
    assert channel(60, 0, accounts_used=5, accounts=40) == "contradicts"
    assert channel(60, 0, accounts_used=39, accounts=40) == "neutral"

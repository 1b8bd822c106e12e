from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keerpunt.assess.arithmetic import Weight, deciding_rival, grade, sums, support
from keerpunt.assess.catalogue import BY_CODE, INDICATORS
from keerpunt.model.words import RIVALS
from tests.support.cases import POLICY

CAPS = POLICY.caps


def weight(
    code: str, rival: str, low: int, high: int, origin: str = "psp:a", *, independent: bool = True, **other: bool
) -> Weight:
    code = next(known for known in BY_CODE if known.startswith(code))
    return Weight(code, rival, low, high, origin, (origin,), independent, low < 0, **other)


def low_of(*weights: Weight, rival: str = "stolen_data") -> tuple[int, int]:
    return sums(weights, CAPS)[rival]


def test_nothing_said_is_zero_for_every_rival() -> None:
    assert sums([], CAPS) == dict.fromkeys(RIVALS, (0, 0))


def test_one_family_of_one_origin_counts_once_with_the_best_of_both_ends() -> None:
    rows = [weight("I08", "stolen_data", 0, 300), weight("I06", "stolen_data", 100, 200)]
    assert low_of(*rows) == (100, 300)


def test_families_and_origins_add_up() -> None:
    rows = [
        weight("I01", "stolen_data", 1000, 2000),
        weight("I09", "stolen_data", 100, 500),
        weight("I17", "stolen_data", 300, 1500, "bank:b"),
    ]
    assert low_of(*rows) == (1400, 4000)


def test_an_origin_is_capped() -> None:
    rows = [weight("I01", "stolen_data", 1500, 2500), weight("I20", "stolen_data", 1000, 2500)]
    assert low_of(*rows) == (CAPS.origin_low, CAPS.origin_high)


def test_all_origins_that_are_not_independent_share_one_cap() -> None:
    rows = [
        weight("I01", "stolen_data", 1000, 2000, "platform:p", independent=False),
        weight("I20", "stolen_data", 1000, 2000, "affiliate:q", independent=False),
    ]
    assert low_of(*rows) == (CAPS.dependent_low, CAPS.dependent_high)


def test_a_rival_is_capped_so_that_no_uncalibrated_word_goes_above_strong() -> None:
    rows = [weight("I01", "stolen_data", 2000, 3000, f"psp:{name}") for name in "abc"]
    assert low_of(*rows) == (CAPS.rival_low, CAPS.rival_high)


def test_contradictions_add_up_beyond_every_cap() -> None:
    rows = [
        weight("I01", "stolen_data", 2000, 3000, "psp:a"),
        weight("I03", "stolen_data", 2000, 3000, "bank:b"),
        weight("I07", "stolen_data", -3000, -1000, "psp:a"),
        weight("I31", "stolen_data", -3000, -1000, "psp:a"),
    ]
    assert low_of(*rows) == (3990 - 6000, 5000 - 2000)


def test_a_contradiction_that_a_human_answered_weighs_nothing() -> None:
    assert low_of(weight("I07", "stolen_data", -3000, -1000, closed=True)) == (0, 0)


def test_a_copy_in_a_parcel_adds_nothing_to_what_its_origin_says_itself() -> None:
    own = weight("I01", "stolen_data", 1000, 2000, "psp:a")
    copy = weight("I01", "stolen_data", 1000, 2000, "parcel:9/psp:a", independent=False)
    assert low_of(own, copy) == low_of(own)
    assert low_of(copy) == (CAPS.dependent_low, CAPS.dependent_high)


def test_the_lead_is_as_strong_as_against_its_best_rival() -> None:
    by_rival = dict.fromkeys(RIVALS, (900, 2000)) | {"taken_over": (350, 3000), "household": (400, 1000)}
    assert support(by_rival) == (350, 1000)
    assert deciding_rival(by_rival) == "taken_over"


@pytest.mark.parametrize(
    ("low", "high", "word"),
    [
        (0, 0, "none"), (300, 900, "none"), (301, 900, "weak"), (999, 2000, "weak"), (1000, 2000, "moderate"),
        (2000, 3000, "moderately_strong"), (3000, 4000, "strong"), (3990, 5000, "strong"), (9000, 9000, "strong"),
        (-2000, -300, "none"), (-2000, -301, "against_weak"), (-5000, -1000, "against_moderate"),
        (-9000, -9000, "against_strong"),
    ],
)  # fmt: skip
def test_the_grade_follows_the_lower_end_and_stays_below_what_only_calibration_may_say(
    low: int, high: int, word: str
) -> None:
    assert grade(low, high, calibrated=False) == word


def test_after_calibration_the_strongest_words_exist() -> None:
    assert grade(4000, 5000, calibrated=True) == "very_strong"
    assert grade(6000, 7000, calibrated=True) == "extremely_strong"


ROWS = st.lists(
    st.builds(
        lambda entry, rival, ends, origin, against: Weight(
            entry.code, rival, *(sorted(-end for end in ends) if against else sorted(ends)), origin, (origin,),
            origin != "platform:p", against,
        ),
        st.sampled_from(INDICATORS),
        st.sampled_from(RIVALS),
        st.tuples(st.integers(0, 3000), st.integers(0, 3000)),
        st.sampled_from(["psp:a", "bank:b", "isp:i", "platform:p"]),
        st.booleans(),
    ),
    max_size=12,
)  # fmt: skip


@given(ROWS, st.integers(1, 3000), st.sampled_from(RIVALS))
def test_p1_one_more_contradiction_raises_nothing(rows: list[Weight], size: int, rival: str) -> None:
    more = Weight("I07_issuer_fraud_report", rival, -size, -size, "bank:b", ("bank:b",), True, True)
    before, after = sums(rows, CAPS), sums([*rows, more], CAPS)
    assert all(after[each] <= before[each] for each in RIVALS)
    assert support(after) <= support(before)


@given(ROWS, st.data())
def test_p10_a_wider_interval_never_raises_support(rows: list[Weight], data: st.DataObject) -> None:
    wider = [
        replace(
            row, low=min(row.low, max(0, row.low - data.draw(st.integers(0, 500))) if not row.contradicts else -5000)
        )
        for row in rows
    ]
    assert support(sums(wider, CAPS))[0] <= support(sums(rows, CAPS))[0]


@given(ROWS)
def test_p2_the_order_of_rows_changes_no_sum(rows: list[Weight]) -> None:
    assert sums(rows, CAPS) == sums(list(reversed(rows)), CAPS)


@given(ROWS, st.sampled_from(["psp:a", "bank:b", "isp:i", "platform:p"]))
def test_the_same_row_twice_counts_once_on_the_supporting_side(rows: list[Weight], origin: str) -> None:
    supporting = [replace(row, origin=origin) for row in rows if not row.contradicts]
    assert sums([*supporting, *supporting], CAPS) == sums(supporting, CAPS)

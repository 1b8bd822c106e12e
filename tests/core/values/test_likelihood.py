from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keerpunt.values.likelihood import cllr, cllr_min, fitted, pooled, wilson

VALUES = st.lists(st.integers(-40, 40).map(lambda tenth: tenth / 10), min_size=1, max_size=30)


def test_saying_nothing_costs_one_bit() -> None:
    assert cllr([0.0], [0.0, 0.0]) == 1.0


def test_the_cost_is_the_mean_of_both_sides() -> None:
    # A true claim at 10, a false one at 1/10 and one at 1000.
    expected = (math.log2(1.1) + (math.log2(1.1) + math.log2(1001)) / 2) / 2
    assert cllr([1.0], [-1.0, 3.0]) == pytest.approx(expected, abs=1e-12)


def test_a_huge_value_on_the_wrong_side_costs_much_and_does_not_overflow() -> None:
    assert cllr([-1000.0], [0.0]) == pytest.approx((1000 * math.log2(10) + 1) / 2)


def test_what_is_told_apart_perfectly_costs_nothing_on_the_best_scale() -> None:
    assert cllr_min([0.2, 0.3], [-0.1, 0.1]) == 0.0


def test_what_is_never_told_apart_costs_one_bit_on_any_scale() -> None:
    assert cllr_min([0.5, 0.5], [0.5]) == pytest.approx(1.0)


def test_one_side_alone_has_no_cost() -> None:
    for true, false in (([], [1.0]), ([1.0], [])):
        with pytest.raises(ValueError, match="true and false"):
            cllr(true, false)
        with pytest.raises(ValueError, match="true and false"):
            cllr_min(true, false)


@given(VALUES, VALUES)
def test_the_best_scale_costs_no_more_than_any_other_and_no_more_than_silence(
    true: list[float], false: list[float]
) -> None:
    least = cllr_min(true, false)
    assert -1e-12 <= least <= min(1.0, cllr(true, false)) + 1e-9


@given(VALUES, VALUES)
def test_pooled_blocks_ascend_and_hold_everything(true: list[float], false: list[float]) -> None:
    blocks = pooled(true, false)
    shares = [block.share for block in blocks]
    assert shares == sorted(shares)
    assert len(set(shares)) == len(shares)
    assert sum(block.n for block in blocks) == len(true) + len(false)
    assert sum(block.n_true for block in blocks) == len(true)


def test_the_interval_of_a_share_is_wilsons() -> None:
    lower, upper = wilson(0, 30_000)
    assert (lower, upper) == (0.0, pytest.approx(0.000128, abs=1e-6))
    assert wilson(5, 10) == (pytest.approx(0.2366, abs=1e-4), pytest.approx(0.7634, abs=1e-4))
    assert wilson(0, 0) == (0.0, 1.0)


def test_the_costs_are_those_of_the_package_of_the_netherlands_forensic_institute() -> None:
    # lir 1.8.0, `lir.metrics.cllr` and `cllr_min`, on these very values.
    rng = random.Random(1)
    true = [round(rng.gauss(1, 1), 2) for _ in range(200)]
    false = [round(rng.gauss(-1, 1), 2) for _ in range(300)]
    assert cllr(true, false) == pytest.approx(0.5000627861057393, abs=1e-9)
    assert cllr_min(true, false) == pytest.approx(0.4621564702471291, abs=1e-9)


def test_a_fitted_scale_is_flat_in_blocks_and_never_certain() -> None:
    scale = fitted([1.0, 2.0, 2.0], [-1.0, 0.0, 0.0])
    assert scale.at(-9.0) == scale.at(-1.0) == scale.at(0.5) < 0 < scale.at(1.0) == scale.at(99.0)
    assert scale.at(1.0) == pytest.approx(math.log10(3.5 / 0.5))


@given(VALUES, VALUES)
def test_a_fitted_scale_ascends(true: list[float], false: list[float]) -> None:
    scale = fitted(true, false)
    told = [scale.at(value / 10) for value in range(-60, 60)]
    assert told == sorted(told)

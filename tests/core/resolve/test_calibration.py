from __future__ import annotations

import math

import pytest

from keerpunt.resolve.calibration import AGAINST, band, calibration_error, fit
from keerpunt.resolve.models import ACCOUNTS, PAYER_SUBSCRIBER, PAYERS, SUBSCRIBERS, calibration
from keerpunt.values.likelihood import wilson


def test_a_band_needs_its_number_of_flawless_pairs() -> None:
    assert wilson(72, 72)[0] < 0.95 < wilson(73, 73)[0] + 1e-3
    assert band(wilson(380, 380)[0]) == "moderate"
    assert band(wilson(381, 381)[0]) == "strong"
    assert band(wilson(0, 5)[0]) == AGAINST


def test_rates_and_bounds_never_fall_with_the_weight() -> None:
    pairs = [(float(weight), (weight * 7 + n) % 11 < weight) for weight in range(12) for n in range(40)]
    found = fit(pairs, "generated", "2026-11-25")
    assert [step.rate for step in found.steps] == sorted(step.rate for step in found.steps)
    assert [step.lower for step in found.steps] == sorted(step.lower for step in found.steps)
    assert sum(step.n for step in found.steps) == len(pairs)
    assert calibration_error(found, pairs) < 0.02


def test_the_floor_asks_for_the_rate_at_the_weight_and_not_only_above_it() -> None:
    pairs = [(10.0, True)] * 9000 + [(1.0, n % 4 == 0) for n in range(100)]
    found = fit(pairs, "generated", "2026-11-25")
    assert found.floor(0.95) == 10.0
    assert found.explain(1.0)["band"] == AGAINST
    assert fit([(0.0, False)], "generated", "2026-11-25").floor(0.95) == math.inf


@pytest.mark.parametrize(
    ("model", "least", "highest"),
    [(SUBSCRIBERS, 50_000, 6), (PAYERS, 4_000, 6), (PAYER_SUBSCRIBER, 4_000, 8), (ACCOUNTS, 1_500, 12)],
)
def test_the_shipped_calibrations_state_basis_number_and_date(model: str, least: int, highest: float) -> None:
    shipped = calibration(model)
    assert shipped is not None
    assert shipped.basis == "generated"
    assert shipped.n == sum(step.n for step in shipped.steps) > least
    assert -8 < shipped.floor(0.95) < highest

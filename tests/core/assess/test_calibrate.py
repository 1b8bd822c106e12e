from __future__ import annotations

import dataclasses
import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keerpunt.assess import load_policy
from keerpunt.assess.arithmetic import Weight
from keerpunt.assess.calibrate import Judged, fit, halves
from keerpunt.assess.gate import Facts, judge_lead
from keerpunt.assess.nested import nested_scales
from keerpunt.assess.scales import Calibration, Scales, on_scales
from keerpunt.errors import InputRefused
from keerpunt.model.words import RIVALS
from keerpunt.values.likelihood import Scale

pytestmark = pytest.mark.slow

POINTS = st.lists(
    st.tuples(st.tuples(*[st.integers(-3, 3).map(lambda each: each * 500)] * 3), st.booleans()), min_size=2, max_size=40
).filter(lambda points: {right for _, right in points} == {True, False})
SUMS = st.tuples(st.integers(-5000, 4000), st.integers(0, 3000)).map(lambda each: (each[0], each[0] + each[1]))


def known_points(n: int, seed: int) -> list[tuple[tuple[int, int], bool]]:
    """Make points whose likelihood ratio is known: normal at +1 and -1, so log10 LR = 2 x / ln 10; one idle."""
    rng = random.Random(seed)
    return [
        ((round(rng.gauss(1 if right else -1, 1), 1) * 1000, 3000), right) for right in (True, False) for _ in range(n)
    ]


def test_a_known_likelihood_ratio_is_found_again() -> None:
    points = [((round(point[0]), point[1]), right) for point, right in known_points(4000, 7)]
    told, idle = nested_scales(points)
    for tenth in range(-15, 16):
        value = tenth * 100
        true = 2 * value / 1000 / math.log(10)
        found = told.at(value) / 1000
        assert abs(found - (min(true, 0) if value <= 0 else true)) < 0.4, value
    # What tells nothing never decides.
    assert idle.at(3000) == max(told.ratios)


@given(POINTS)
def test_scales_never_fall_nothing_counts_for_a_lead_at_zero_and_order_is_nothing(
    points: list[tuple[tuple[int, int, int], bool]],
) -> None:
    scales = nested_scales(points)
    assert scales == nested_scales(list(reversed(points)))
    for scale in scales:
        assert list(scale.starts) == sorted(set(scale.starts))
        assert list(scale.ratios) == sorted(scale.ratios)
        assert all(counts <= 0 for start, counts in zip(scale.starts, scale.ratios, strict=True) if start <= 0)


def test_points_of_one_side_have_no_scale() -> None:
    with pytest.raises(ValueError, match="right and wrong"):
        nested_scales([((1,), True)])


def made(n: int, *, operations: int = 1, unexamined: tuple[str, ...] = ()) -> list[Judged]:
    rng = random.Random(3)
    states = {rival: "not_examined" if rival in unexamined else "unknown" for rival in RIVALS}
    leads = []
    for number in range(n):
        right = number % 3 == 0
        low = {rival: rng.choice((300, 1000, 1500) if right else (-2000, 0, 300)) for rival in RIVALS}
        by_rival = {rival: (each, each + 700) for rival, each in low.items()}
        leads.append(Judged(f"DEMO-{number % operations}", f"actor:{number // 2}", right, by_rival, states))
    return leads


def test_too_few_leads_are_refused_with_how_many_are_needed() -> None:
    with pytest.raises(InputRefused, match="399 leads of known truth; at least 400") as refused:
        fit(made(399), "generated", "2026-11-25")
    assert refused.value.exit_code == 3


def test_leads_of_one_kind_are_refused_with_how_many_of_each() -> None:
    leads = [dataclasses.replace(lead, right=True) for lead in made(500)]
    with pytest.raises(InputRefused, match=r"no rival can be fitted: \d+ right and 0 wrong"):
        fit(leads, "generated", "2026-11-25")


def test_a_rival_that_was_never_examined_keeps_its_raw_sums_and_is_named() -> None:
    found = fit(made(600, unexamined=("household",)), "adjudicated", "2026-11-25")
    assert "household" not in found.calibration.maps
    assert found.unmapped["household"].startswith("0 right and 0 wrong leads where it was examined")
    assert not found.calibration.whole
    sums = dict.fromkeys(RIVALS, (310, 900))
    assert on_scales(sums, dict.fromkeys(RIVALS, "unknown"), found.calibration)["household"] == (310, 900)


def test_a_fit_costs_less_on_leads_it_never_saw_and_depends_on_no_order() -> None:
    leads = made(1200, operations=4)
    found = fit(leads, "generated", "2026-11-25")
    key = ("every rival examined", "low")
    before, after = found.before[key].cllr, found.after[key].cllr
    assert before is not None
    assert after is not None
    assert after < min(before, 1.0)
    assert found.calibration.whole
    shuffled = leads.copy()
    random.Random(5).shuffle(shuffled)
    again = fit(shuffled, "generated", "2026-11-25")
    assert again.calibration == found.calibration
    assert again.after[key].cllr == pytest.approx(after)


def test_no_operation_and_no_actor_stands_on_both_sides() -> None:
    fits, apart, by = halves(made(600, operations=3))
    assert by == "operation"
    assert not {lead.operation for lead in fits} & {lead.operation for lead in apart}
    fits, apart, by = halves(made(600))
    assert by == "actor"
    assert not {lead.actor_id for lead in fits} & {lead.actor_id for lead in apart}
    assert abs(len(fits) - len(apart)) <= 2


EVERY = Calibration(
    "generated",
    "2026-11-25",
    500,
    {rival: Scales(Scale((-500, 1, 900), (-200, 2000, 6500)), Scale((0, 800), (0, 6500))) for rival in RIVALS},
)


@given(SUMS, SUMS)
def test_a_contradiction_raises_no_end_and_a_wider_interval_no_lower_end(
    a: tuple[int, int], b: tuple[int, int]
) -> None:
    scales = EVERY.maps["household"]
    low, high = scales.of(a)
    assert low <= high
    less = (min(a[0], b[0]), min(a[1], b[1]))
    assert scales.of(less)[0] <= low
    assert scales.of(less)[1] <= high
    assert scales.of((less[0], max(a[1], b[1])))[0] <= low


def test_below_what_was_seen_a_sum_never_counts_better_than_itself() -> None:
    assert EVERY.maps["household"].of((-4000, -3000)) == (-4000, -3000)


WEIGHTS = st.lists(
    st.builds(
        Weight,
        code=st.sampled_from(("I01_threeds_challenge", "I17_contact_is_holders", "I24_kyc", "I06_dispute")),
        rival=st.sampled_from(RIVALS),
        low=st.integers(-3000, 0),
        high=st.just(0),
        origin=st.sampled_from(("bank:a", "psp:b", "email:c", "platform:d")),
        origins=st.just(("bank:a",)),
        independent=st.booleans(),
        contradicts=st.booleans(),
    ).map(lambda row: row if row.contradicts else dataclasses.replace(row, low=-row.low, high=-row.low + 500)),
    max_size=12,
)


@given(WEIGHTS, st.sets(st.sampled_from(RIVALS)))
def test_no_scale_opens_a_gate_or_changes_what_is_missing(weights: list[Weight], examined: set[str]) -> None:
    raw = load_policy()
    fitted = dataclasses.replace(raw, calibration=EVERY)
    facts = Facts(examined=frozenset(examined))
    assert judge_lead(weights, (), facts, fitted) == judge_lead(weights, (), facts, raw)


def test_what_nobody_examined_stays_as_it_was() -> None:
    sums = dict.fromkeys(RIVALS, (0, 0))
    assert on_scales(sums, dict.fromkeys(RIVALS, "not_examined"), EVERY) == sums

"""S1 to S16, alone and in pairs, from files to leads: nobody innocent at the gate, and the rest misses what it must."""

from __future__ import annotations

import pytest

from keerpunt.model.progress import Silent
from keerpunt.pipeline.run import Options, run_operation
from keerpunt.simulate import SCENARIOS, Score, score, simulate

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Score:
    place = tmp_path_factory.mktemp("scenarios")
    simulate("small", 7, place / "sources", Silent(), scenarios=SCENARIOS)
    run_operation(place / "sources", place / "build", Options(threads=2), key=None, progress=Silent())
    return score(place / "build", place / "sources.truth")


def test_no_innocent_is_at_the_gate_and_every_sufficient_lead_is(found: Score) -> None:
    assert found.innocents_ready == 0
    assert found.sufficient > 10
    assert (found.sufficient_ready, found.blocked_by) == (found.sufficient, {})


def test_every_other_lead_misses_what_its_scenario_leaves_open(found: Score) -> None:
    wrong = [row.scenario for row in found.scenarios if row.missing_as_expected < row.leads]
    assert wrong == []
    assert {f"s{number}_" for number in range(2, 17)} <= {row.scenario.split("_")[0] + "_" for row in found.scenarios}


def test_no_country_is_wrong(found: Score) -> None:
    assert found.country_wrong == 0

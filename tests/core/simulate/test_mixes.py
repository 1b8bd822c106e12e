"""Scenarios, mixes and errors: what they put on stage, fixed before anything is assessed."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from keerpunt.errors import UsageRefused
from keerpunt.intake.declare import read_operation
from keerpunt.model.progress import Silent
from keerpunt.simulate import MIXES, SCENARIOS, simulate
from keerpunt.simulate.mutations import KINDS
from keerpunt.simulate.scales import mix_named, scenario_scale
from keerpunt.simulate.scenarios import BY_CODE, stories_of


def leads(sources: Path) -> list[dict[str, str]]:
    with sources.with_name(sources.name + ".truth").joinpath("truth_leads.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_there_are_sixteen_scenarios_and_each_has_its_stories() -> None:
    assert tuple(f"S{number}" for number in range(1, 17)) == SCENARIOS
    assert [code for code, stories in BY_CODE.items() if not stories] == ["S1"]
    names = [story.name for stories in BY_CODE.values() for story in stories]
    assert len(set(names)) == len(names)
    assert all(name.startswith(f"s{code[1:]}_") for code, stories in BY_CODE.items() for name in
               (story.name for story in stories))  # fmt: skip


def test_two_scenarios_meet_in_one_case_where_they_go_together() -> None:
    names = {story.name for story in stories_of(("S5", "S15"))}
    assert {"s5_never_used", "s15_police", "s5_never_used+s15_police"} <= names
    (both,) = [story for story in stories_of(("S5", "S15")) if story.name == "s5_never_used+s15_police"]
    assert (both.used, both.status) == (False, "6")
    assert set(both.missing) == {"contradiction_i19", "special_account"}


def test_two_scenarios_that_decide_one_thing_differently_stay_apart() -> None:
    assert not [story for story in stories_of(("S7", "S10")) if "+" in story.name and "swapped" in story.mail]
    assert all("+" not in story.name for story in stories_of(("S3", "S16")))


def test_no_story_is_sufficient_and_expects_something_missing() -> None:
    for story in stories_of(SCENARIOS):
        assert not (story.evidence and story.missing), story.name


def test_bulk_and_special_accounts_come_with_their_scenarios_alone() -> None:
    assert (scenario_scale(["S1"]).burst, scenario_scale(["S2"]).burst) == (24, 0)
    assert (scenario_scale(["S15"]).staff, scenario_scale(["S2"]).staff) == (1, 0)


def test_a_scenario_operation_plays_every_story_and_is_the_same_for_the_same_seed(tmp_path: Path) -> None:
    summary = simulate("small", 4, tmp_path / "one", Silent(), scenarios=("S12", "S13"))
    simulate("small", 4, tmp_path / "two", Silent(), scenarios=("S12", "S13"))
    assert summary["code"] == "DEMO-S12-S13-4"
    named = {story.name for story in stories_of(("S12", "S13"))} - {"s13_voucher", "s13_crypto_unanswered"}
    assert named <= {row["scenario"] for row in leads(tmp_path / "one")}
    files = [path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*") if path.is_file()]
    assert files
    assert all((tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes() for name in files)
    operation = read_operation(tmp_path / "one")
    assert (operation.platform.content_scope, operation.platform.lawful_scopes) == ("mixed", ("folder:album-1",))
    assert "platform:btcpay" in {source.origin for source in operation.sources}


@pytest.mark.parametrize("mix", MIXES)
def test_each_mix_has_room_for_its_people(mix: str) -> None:
    scale = mix_named(mix)
    own = scale.burst + scale.cluster + scale.fabricated + scale.staff + scale.test
    assert sum(scale.buyers.values()) + own <= scale.accounts


def test_chargeback_makes_thousands_for_every_buyer(tmp_path: Path) -> None:
    simulate("small", 1, tmp_path / "sources", Silent(), mix="chargeback")
    counted = Counter(row["innocent"] for row in leads(tmp_path / "sources"))
    assert counted["yes"] == 3000
    assert sum(row["sufficient"] == "yes" for row in leads(tmp_path / "sources")) == 1


def test_each_buyer_of_errors_has_one_and_every_kind_occurs(tmp_path: Path) -> None:
    simulate("small", 1, tmp_path / "sources", Silent(), mix="errors")
    counted = Counter(row["scenario"] for row in leads(tmp_path / "sources"))
    assert {f"error_{kind}" for kind in KINDS} | {"error_keys_exchanged"} <= set(counted)
    assert counted["error_none"] == 0
    assert all(row["sufficient"] == "no" for row in leads(tmp_path / "sources") if row["scenario"][:6] == "error_")


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ({"mix": "huge"}, "unknown mix"),
        ({"scenarios": ("S1", "S17")}, "unknown scenario S17"),
        ({"mix": "fraud", "scenarios": ("S1",)}, "exclude each other"),
    ],
)
def test_an_unknown_mix_or_scenario_is_refused(wanted: dict[str, str], words: str, tmp_path: Path) -> None:
    with pytest.raises(UsageRefused, match=words):
        simulate("small", 1, tmp_path / "sources", Silent(), **wanted)
    assert list(tmp_path.iterdir()) == []


def test_what_a_bank_knows_of_the_user_it_does_not_know_of_the_victim() -> None:
    (both,) = [s for s in stories_of(("S3", "S15")) if s.name == "s3_household_card+s15_police"]
    assert (both.payer, both.status, both.bank_knows_mail) == ("housemate", "6", False)
    assert set(both.other_missing) == {"household_open", "special_account"}

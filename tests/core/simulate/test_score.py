"""The score, on results small enough to count by hand."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from keerpunt.errors import InputRefused
from keerpunt.simulate import Score, score

RECORDS = [("payment:1", "P1"), ("subscriber:1", "P1"), ("payment:2", "P2"), ("payment:3", "P3")]
ACTORS = [("1001", "P1"), ("1002", "P9"), ("1003", ""), ("1004", "P1")]
LEADS = [
    ("1001", "P1", "no", "complete", "yes", "", "NL"),
    ("1002", "P2", "yes", "housemate", "no", "household_open", "DE"),
    ("1003", "P3", "yes", "burst", "no", "contradiction_i16", "FR"),
]


class Folder:
    """A build and its truth, right in every respect until a test changes it."""

    def __init__(self, root: Path) -> None:
        self.build, self.truth = root / "build", root / "truth"
        self.links = [(key, f"identity:{person}") for key, person in RECORDS]
        self.actors = {"actor:1": ["1001", "1004"], "actor:2": ["1002"], "actor:3": ["1003"]}
        self.leads = [
            ("actor:1", "identity:P1", "review_ready", [], "NL"),
            ("actor:2", "identity:P2", "unresolved", ["household_open", "one_origin_only"], "DE"),
            ("actor:3", "identity:P3", "unresolved", ["contradiction_i16"], "FR"),
        ]
        self.heads: dict[str, str] = {}

    def score(self) -> Score:
        results = self.build / "results"
        results.mkdir(parents=True, exist_ok=True)
        links = [{"record_key": key, "entity_kind": "identity", "entity_id": entity} for key, entity in self.links]
        links.append({"record_key": "account:1001", "entity_kind": "actor", "entity_id": "actor:1"})
        _parquet(results / "links.parquet", links)
        actors = [{"actor_id": actor, "platform_account_ids": ids} for actor, ids in self.actors.items()]
        _parquet(results / "actors.parquet", actors)
        names = ("actor_id", "identity_id", "gate", "missing", "country")
        leads = [dict(zip(names, lead, strict=True)) | {"lead_id": f"lead:{i}", "n_covered_payments": i}
                 for i, lead in enumerate(self.leads)]  # fmt: skip
        _parquet(results / "leads.parquet", leads)
        self.truth.mkdir(exist_ok=True)
        self._csv("truth_records", "record_key,person_id", RECORDS)
        self._csv("truth_actors", "platform_account_id,person_id", ACTORS)
        head = "platform_account_id,person_id,innocent,scenario,sufficient,expected_missing,country"
        self._csv("truth_leads", head, LEADS)
        return score(self.build, self.truth)

    def _csv(self, name: str, head: str, rows: Sequence[tuple[str, ...]]) -> None:
        with (self.truth / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(self.heads.get(name, head).split(","))
            writer.writerows(rows)


def _parquet(path: Path, rows: list[dict[str, Any]]) -> None:
    pq.write_table(pa.Table.from_pylist(rows), path)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_results_that_are_right_score_full_marks(folder: Folder) -> None:
    found = folder.score()
    assert (found.persons, found.persons_wrongly_merged, found.persons_split, found.persons_unlinked) == (3, 0, 0, 0)
    assert (found.accounts, found.accounts_right) == (4, 4)
    assert (found.leads, found.leads_ready, found.innocents_ready) == (3, 1, 0)
    assert (found.sufficient, found.sufficient_ready, found.blocked_by) == (1, 1, {})
    assert (found.country_right, found.country_unknown, found.country_wrong) == (3, 0, 0)
    assert (found.found, found.missing_as_expected) == (3, 3)


def test_two_persons_in_one_identity_are_both_wrongly_merged(folder: Folder) -> None:
    folder.links[2] = ("payment:2", "identity:P1")
    found = folder.score()
    assert found.persons_wrongly_merged == 2
    assert found.innocents_ready == 1, "the identity at review is also somebody who did not use the account"


def test_a_person_in_two_identities_is_split_and_one_in_none_is_unlinked(folder: Folder) -> None:
    folder.links[1] = ("subscriber:1", "identity:other")
    del folder.links[3]
    found = folder.score()
    assert (found.persons_split, found.persons_unlinked) == (1, 1)


@pytest.mark.parametrize("lead", [1, 2])
def test_an_innocent_at_review_is_counted_also_where_nobody_real_used_the_account(folder: Folder, lead: int) -> None:
    actor, identity, _, _, country = folder.leads[lead]
    folder.leads[lead] = (actor, identity, "review_ready", [], country)
    found = folder.score()
    assert (found.leads_ready, found.innocents_ready) == (2, 1)
    assert sum(row.innocent_ready for row in found.scenarios) == 1
    assert found.missing_as_expected == 2


def test_an_identity_at_review_that_the_truth_does_not_know_counts_as_innocent(folder: Folder) -> None:
    folder.leads[0] = ("actor:1", "identity:unheard", "review_ready", [], "NL")
    found = folder.score()
    assert found.innocents_ready == 1
    assert (found.sufficient_ready, found.blocked_by) == (0, {"no_lead": 1})


def test_a_sufficient_lead_that_is_held_back_names_what_blocked_it(folder: Folder) -> None:
    folder.leads[0] = ("actor:1", "identity:P1", "unresolved", ["age_unknown", "household_open"], "NL")
    found = folder.score()
    assert (found.sufficient_ready, found.blocked_by) == (0, {"age_unknown": 1, "household_open": 1})
    assert found.missing_as_expected == 2


def test_accounts_merged_with_those_of_others_or_torn_apart_are_not_right(folder: Folder) -> None:
    folder.actors = {"actor:1": ["1001"], "actor:2": ["1002", "1003"], "actor:4": ["1004"]}
    assert folder.score().accounts_right == 0


def test_countries_are_right_unknown_or_wrong(folder: Folder) -> None:
    folder.leads[0] = (*folder.leads[0][:4], "XX")
    folder.leads[1] = (*folder.leads[1][:4], "AT")
    found = folder.score()
    assert (found.country_right, found.country_unknown, found.country_wrong) == (1, 1, 1)


def test_an_expected_code_that_is_not_missing_is_no_agreement(folder: Folder) -> None:
    folder.leads[2] = ("actor:3", "identity:P3", "unresolved", ["one_origin_only"], "FR")
    assert folder.score().missing_as_expected == 2


def test_of_two_leads_on_one_person_the_one_that_got_furthest_counts(folder: Folder) -> None:
    folder.links[1] = ("subscriber:1", "identity:second")
    folder.leads.append(("actor:1", "identity:second", "unresolved", ["no_settled_payment"], "XX"))
    found = folder.score()
    assert found.sufficient_ready == 1
    assert found.country_unknown == 0


def test_the_score_can_be_printed_as_json_headline_and_table(folder: Folder) -> None:
    found = folder.score()
    assert found.as_dict()["scenarios"][1]["scenario"] == "complete"
    assert ("innocents at review", "0") in found.headline()
    assert {len(row) for row in found.scenario_rows()} == {len(found.SCENARIO_COLUMNS)}


def test_a_truth_file_with_other_columns_is_refused_by_name(folder: Folder) -> None:
    folder.heads["truth_actors"] = "account,person"
    with pytest.raises(InputRefused, match=r"truth_actors\.csv: has other columns"):
        folder.score()


def test_an_absent_table_is_refused_by_name(folder: Folder, tmp_path: Path) -> None:
    folder.score()
    (folder.build / "results" / "links.parquet").unlink()
    with pytest.raises(InputRefused, match=r"links\.parquet"):
        score(folder.build, folder.truth)
    with pytest.raises(InputRefused, match=r"truth_records\.csv"):
        score(folder.build, tmp_path / "nowhere")

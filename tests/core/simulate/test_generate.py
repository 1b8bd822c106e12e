"""A generated operation: equal seeds give equal bytes, and the counts are those that were promised."""

from __future__ import annotations

import csv
import hashlib
import sqlite3
from collections import Counter
from pathlib import Path

import pytest

from keerpunt.errors import UsageRefused
from keerpunt.intake.declare import read_operation
from keerpunt.model.progress import Silent
from keerpunt.simulate import simulate

COUNTRIES = "AT AU BA BE CH CZ DE DK ES FI FR GB HU IS NL NO NZ PL SE"


def digests(*folders: Path) -> dict[str, str]:
    return {
        f"{folder.suffix}/{path.relative_to(folder)}": hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def truth_of(sources: Path) -> Path:
    return sources.with_name(sources.name + ".truth")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def query(sources: Path, sql: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(f"file:{sources}/platform/platform.sqlite?mode=ro&immutable=1", uri=True)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def test_the_same_seed_gives_the_same_bytes_in_sources_and_truth(small: Path, tmp_path: Path) -> None:
    simulate("small", 1, tmp_path / "sources", Silent())
    again = digests(tmp_path / "sources", truth_of(tmp_path / "sources"))
    assert again == digests(small, truth_of(small))
    assert len(again) > 60


def test_another_seed_gives_other_people_and_another_code(small: Path, tmp_path: Path) -> None:
    summary = simulate("small", 2, tmp_path / "sources", Silent())
    assert summary["code"] == "DEMO-SMALL-2"
    ours, theirs = digests(small), digests(tmp_path / "sources")
    same = {path for path in ours.keys() & theirs.keys() if ours[path] == theirs[path]}
    assert same == {"/platform/platform.toml"}


def test_cumberland_has_320_accounts_of_which_273_have_a_buyer_in_19_countries(cumberland: Path) -> None:
    accounts = query(cumberland, "SELECT id FROM users")
    actors = rows(truth_of(cumberland) / "truth_actors.csv")
    leads = rows(truth_of(cumberland) / "truth_leads.csv")
    assert len(accounts) == 320
    assert sorted(str(account) for (account,) in accounts) == sorted(row["platform_account_id"] for row in actors)
    by_scenario = Counter(row["scenario"] for row in leads)
    assert by_scenario["fabricated_burst"] == 22
    bystanders = {"fabricated_burst", "fabricated_cluster", "staff"}
    buying = {row["platform_account_id"] for row in leads if row["scenario"] not in bystanders}
    people = {row["person_id"] for row in actors if row["platform_account_id"] in buying}
    assert len(people) == 273
    assert "" not in people
    assert sorted({row["country"] for row in leads}) == COUNTRIES.split()


def test_small_has_60_accounts(small: Path) -> None:
    assert query(small, "SELECT count(*) FROM users") == [(60,)]


def test_every_month_has_one_folder_of_500_to_1500_items(cumberland: Path) -> None:
    folders = query(cumberland, "SELECT id, period, items, size FROM folders ORDER BY period")
    assert [str(period) for _, period, _, _ in folders][::13] == ["2023-10", "2024-11"]
    assert len(folders) == 14
    assert all(500 <= int(str(items)) <= 1500 and int(str(size)) > 0 for _, _, items, size in folders)
    assert all(folder == f"folder-{period}" for folder, period, _, _ in folders)


def test_a_password_is_granted_within_ten_minutes_of_a_card_payment(cumberland: Path) -> None:
    waits = query(
        cumberland,
        "SELECT strftime('%s', given) - strftime('%s', created) FROM access JOIN orders ON no = order_no "
        "WHERE provider = 'stripe'",
    )
    assert len(waits) > 700
    assert all(60 <= int(str(wait)) <= 840 for (wait,) in waits)


@pytest.mark.parametrize("scale", ["small", "cumberland"])
def test_between_35_and_50_percent_of_the_buyers_are_sufficient_by_every_evidence_set(
    scale: str, request: pytest.FixtureRequest
) -> None:
    leads = rows(truth_of(request.getfixturevalue(scale)) / "truth_leads.csv")
    sufficient = {row["person_id"] for row in leads if row["sufficient"] == "yes"}
    actors = rows(truth_of(request.getfixturevalue(scale)) / "truth_actors.csv")
    buyers = {row["person_id"] for row in leads if row["innocent"] == "no"} & {row["person_id"] for row in actors}
    assert 0.35 <= len(sufficient) / len(buyers) <= 0.50
    scenarios = {row["scenario"] for row in leads if row["sufficient"] == "yes"}
    assert {
        "bank_knows_mail", "mail_names_buyer", "lives_alone_own_line", "transfer_lives_alone", "own_line_no_challenge",
    } <= scenarios  # fmt: skip


def test_no_innocent_is_called_sufficient_and_sufficient_leads_miss_nothing(cumberland: Path) -> None:
    leads = rows(truth_of(cumberland) / "truth_leads.csv")
    sufficient = [row for row in leads if row["sufficient"] == "yes"]
    assert {row["innocent"] for row in sufficient} == {"no"}
    assert {row["expected_missing"] for row in sufficient} == {""}
    assert not {row["country"] for row in sufficient} & {"HU", "IS", "BA"}


def test_the_truth_lies_beside_the_sources_with_the_columns_of_the_contract(small: Path) -> None:
    heads = {path.name: path.read_text("utf-8").splitlines()[0] for path in truth_of(small).iterdir()}
    assert heads == {
        "truth_records.csv": "record_key,person_id",
        "truth_actors.csv": "platform_account_id,person_id",
        "truth_leads.csv": "platform_account_id,person_id,innocent,scenario,sufficient,expected_missing,country",
    }
    assert not list(small.rglob("truth*"))


def test_each_pair_of_account_and_person_stands_once_in_the_truth(cumberland: Path) -> None:
    leads = rows(truth_of(cumberland) / "truth_leads.csv")
    pairs = Counter((row["platform_account_id"], row["person_id"]) for row in leads)
    assert max(pairs.values()) == 1


@pytest.mark.parametrize("scale", ["small", "cumberland"])
def test_the_declaration_is_accepted_and_lists_every_file(scale: str, request: pytest.FixtureRequest) -> None:
    sources = request.getfixturevalue(scale)
    operation = read_operation(sources)
    assert operation.code == f"DEMO-{scale.upper()}-1"
    assert operation.unit_country == "NL"
    assert str(operation.public_on) == "2025-02-26"
    assert operation.platform.time_zone == "Europe/Copenhagen"
    assert operation.platform.time_zone_basis == "documented"
    listed = {source.path for source in operation.sources} | {source.map for source in operation.sources if source.map}
    present = {str(path.relative_to(sources)) for path in sources.rglob("*") if path.is_file()}
    assert listed == present - {"operation.toml"}
    assert all(source.covers and source.covers_from and source.covers_to for source in operation.sources)
    assert len(operation.expected) == 1


def test_independent_providers_are_origins_of_their_own(cumberland: Path) -> None:
    operation = read_operation(cumberland)
    classes = Counter(source.origin.partition(":")[0] for source in operation.sources)
    assert set(classes) == {"platform", "psp", "bank", "isp", "email", "register", "issuer"}
    assert len({source.origin for source in operation.sources if source.origin.startswith("bank:")}) > 30


def test_an_existing_folder_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "sources.truth").mkdir()
    with pytest.raises(UsageRefused, match="exists already"):
        simulate("small", 1, tmp_path / "sources", Silent())
    assert not (tmp_path / "sources").exists()


def test_a_run_that_was_killed_leaves_nothing_in_the_way(tmp_path: Path) -> None:
    left = tmp_path / "sources.unfinished" / "platform"
    left.mkdir(parents=True)
    (left / "half").write_text("x")
    simulate("small", 1, tmp_path / "sources", Silent())
    assert not (tmp_path / "sources.unfinished").exists()
    assert not (tmp_path / "sources" / "platform" / "half").exists()


@pytest.mark.parametrize(("scale", "words"), [("kidflix", "not built yet"), ("huge", "unknown scale")])
def test_a_scale_that_cannot_be_made_is_refused_and_nothing_is_written(scale: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(UsageRefused, match=words):
        simulate(scale, 1, tmp_path / "sources", Silent())
    assert list(tmp_path.iterdir()) == []

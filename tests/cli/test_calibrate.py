"""`keerpunt calibrate` from a generated operation to a policy that the next run reads."""

from __future__ import annotations

import csv
import json
import tomllib
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from keerpunt.assess import load_policy
from keerpunt.assess.arithmetic import sums, support
from keerpunt.assess.explain import weights_of
from keerpunt.assess.scales import on_scales
from keerpunt.model.progress import Silent
from keerpunt.simulate import paired, simulate
from tests.support.cli import keerpunt

pytestmark = pytest.mark.slow

SCALED = {"support_low", "support_high", "grade"}


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with sources, their truth, a build, and the policy fitted to it; no test may write into them."""
    place = tmp_path_factory.mktemp("played")
    simulate("small", 1, place / "sources", Silent(), mix="fraud")
    assert keerpunt("run", place / "sources", "--out", place / "build", "--progress", "none").code == 0
    fitted = keerpunt("calibrate", place / "build", "--truth", place / "sources.truth", "--out", place / "fitted.toml")
    assert fitted.code == 0, fitted.err
    assert "not an error rate for real people" in fitted.out
    assert "Cllr before" in fitted.out
    return place


def told_apart(scaled: dict[str, dict[str, Any]], out: Path, policy: Path) -> None:
    """Check that an explanation, which knows the stored rows alone, comes to the support that the run came to."""
    rules = load_policy(policy)
    rows: dict[str, list[dict[str, Any]]] = {lead_id: [] for lead_id in scaled}
    for row in pq.read_table(out / "results" / "indicators.parquet").to_pylist():
        rows[row["lead_id"]].append(row)
    for lead_id, lead in scaled.items():
        by_rival = sums(weights_of(rows[lead_id], rules), rules.caps)
        low_high = support(on_scales(by_rival, json.loads(lead["hypotheses"]), rules.calibration))
        assert low_high == (lead["support_low"], lead["support_high"]), lead_id


def leads(build: Path) -> dict[str, dict[str, Any]]:
    return {row["lead_id"]: row for row in pq.read_table(build / "results" / "leads.parquet").to_pylist()}


def test_a_run_reads_the_policy_and_changes_support_and_grade_and_nothing_else(played: Path, tmp_path: Path) -> None:
    out = tmp_path / "build"
    policy = played / "fitted.toml"
    assert keerpunt("run", played / "sources", "--out", out, "--policy", policy, "--progress", "none").code == 0
    raw, scaled = leads(played / "build"), leads(out)
    assert raw.keys() == scaled.keys()
    changed = {name for lead_id, row in raw.items() for name in row if row[name] != scaled[lead_id][name]}
    assert "support_low" in changed
    assert changed <= SCALED
    digests = [json.loads((build / "run.json").read_text())["inputs"]["policy"] for build in (played / "build", out)]
    assert digests[0] != digests[1]
    told_apart(scaled, out, policy)
    told = keerpunt("explain", out, next(iter(scaled)), "--policy", policy)
    assert told.code == 0, told.err
    assert "on a scale fitted to" in told.out
    again = keerpunt("calibrate", out, "--truth", played / "sources.truth", "--policy", policy, "--out", tmp_path / "p")
    assert again.code == 2
    assert "raw weights" in again.err


def test_the_same_leads_give_the_same_bytes_and_figures(played: Path, tmp_path: Path) -> None:
    out = tmp_path / "again.toml"
    told = keerpunt("calibrate", played / "build", "--truth", played / "sources.truth", "--out", out, "--json")
    assert told.code == 0, told.err
    for suffix in (".toml", ".svg"):
        assert out.with_suffix(suffix).read_bytes() == (played / "fitted.toml").with_suffix(suffix).read_bytes()
    figures = json.loads(told.out)
    assert figures["basis"] == "generated"
    assert set(figures["maps"]) | set(figures["unmapped"]) == set(tomllib.loads(out.read_text())["calibration"]["maps"])
    assert figures["before"]["every rival examined"]["low"]["cllr"] > 0
    assert not {"prior", "posterior"} & set(told.out.lower().split())


def test_closed_cases_are_a_truth_too(played: Path, tmp_path: Path) -> None:
    path, out = tmp_path / "judgement.csv", tmp_path / "closed.toml"
    found = paired(played / "build", played / "sources.truth")[0]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("kind", "lead_id", "value", "decided", "withdrawn_by"))
        for lead in found:
            # A judgement that was withdrawn, and one that a later one replaced, count for nothing.
            wrong, right = ("yes", "no") if lead.wrong else ("no", "yes")
            writer.writerow(("lead", lead.lead_id, wrong, "2025-12-01T00:00:00Z", "judgement:9"))
            writer.writerow(("lead", lead.lead_id, wrong, "2025-03-01T10:00:00Z", ""))
            writer.writerow(("lead", lead.lead_id, right, "2025-03-01T13:00:00+02:00", ""))
            writer.writerow(("same_person", lead.lead_id, wrong, "2025-12-01T00:00:00Z", ""))
    told = keerpunt("calibrate", played / "build", "--judgements", path, "--out", out)
    assert told.code == 0, told.err
    closed, generated = (tomllib.loads(each.read_text()) for each in (out, played / "fitted.toml"))
    assert closed["calibration"]["basis"] == "adjudicated"
    assert closed["calibration"]["date"] == "2025-03-01"
    assert closed["calibration"]["maps"] == generated["calibration"]["maps"]


def test_what_does_not_go_together_is_refused_and_nothing_is_written(played: Path, tmp_path: Path) -> None:
    build, truth, out = played / "build", played / "sources.truth", tmp_path / "fitted.toml"
    few = tmp_path / "few.csv"
    few.write_text("kind,lead_id,value,decided,withdrawn_by\nlead,lead:0,yes,2025-03-01T10:00:00Z,\n")
    spoilt = tmp_path / "spoilt.csv"
    spoilt.write_text("kind,lead_id\n")
    refused = [
        (("calibrate", build, "--out", out), 2, "truth folder for each"),
        (("calibrate", build, "--truth", truth, "--judgements", few, "--out", out), 2, "truth folder for each"),
        (("calibrate", build, "--truth", truth, "--truth", truth, "--out", out), 2, "once for each"),
        (("calibrate", build, build, "--truth", truth, "--truth", truth, "--out", out), 2, "named twice"),
        (("calibrate", build, "--truth", truth, "--out", played / "fitted.toml"), 2, "already"),
        (("calibrate", build, "--truth", truth, "--out", tmp_path / "fitted.svg"), 2, "the policy"),
        (("calibrate", build, "--judgements", few, "--out", out), 3, "0 leads of known truth; at least 400"),
        (("calibrate", build, "--judgements", spoilt, "--out", out), 3, "lacks the columns"),
        (("calibrate", tmp_path, "--truth", truth, "--out", out), 3, "no finished build"),
    ]
    for command, code, why in refused:
        answer = keerpunt(*command)
        assert (answer.code, why in " ".join(answer.err.split())) == (code, True), (command, answer.err)
    assert not out.exists()

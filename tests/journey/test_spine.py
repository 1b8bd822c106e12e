"""The main job as a person does it: simulate, run, verify, explain, score."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from keerpunt.errors import VerificationFailed
from keerpunt.pipeline import verify_build
from keerpunt.store import file_digests
from tests.support.cli import keerpunt

pytestmark = pytest.mark.slow


def leads_of(out: Path) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = pq.read_table(out / "results/leads.parquet").to_pylist()
    return rows


def shuffled_sources(sources: Path, target: Path, seed: int) -> Path:
    """Copy a sources folder with the blocks of operation.toml in another order."""
    subprocess.run(["cp", "-r", str(sources), str(target)], check=True)
    text = (target / "operation.toml").read_text()
    head, *blocks = re.split(r"(?m)^(?=\[\[source\]\])", text)
    last, tail = re.split(r"(?m)^(?=\[\[(?!source\]\]))", blocks[-1] + "[[", maxsplit=1)
    blocks[-1] = last.removesuffix("[[")
    random.Random(seed).shuffle(blocks)
    (target / "operation.toml").write_text(head + "\n".join(blocks) + "\n" + tail.removesuffix("[["))
    return target


def test_a_run_counts_every_record_and_its_summary_is_json(operation: Path) -> None:
    answer = keerpunt("run", operation / "sources", "--out", operation / "out", "--json")
    summary = json.loads(answer.out)
    assert summary["unchanged"] is True
    for receipt in summary["files"]:
        parts = receipt["mapped"] + sum(receipt["excluded"].values()) + sum(receipt["rejected"].values())
        assert receipt["read"] == parts, receipt["path"]
    assert summary["results"]["leads"] == len(leads_of(operation / "out"))


def test_order_of_files_and_number_of_threads_change_no_byte(operation: Path, tmp_path: Path) -> None:
    sources = shuffled_sources(operation / "sources", tmp_path / "shuffled", seed=3)
    assert (sources / "operation.toml").read_text() != (operation / "sources/operation.toml").read_text()
    for threads in ("1", "2"):
        out = tmp_path / f"out{threads}"
        assert keerpunt("run", sources, "--out", out, "--threads", threads).code == 0
        assert file_digests(out) == file_digests(operation / "out")


def test_order_of_rows_inside_the_files_changes_no_lead(operation: Path, tmp_path: Path) -> None:
    sources = tmp_path / "rows"
    shutil.copytree(operation / "sources", sources)
    rng = random.Random(11)
    for path in [sources / "psp/stripe.jsonl", *sorted((sources / "replies").rglob("*.csv"))]:
        lines = path.read_text().splitlines()
        head = lines[:1] if path.suffix == ".csv" else []
        body = lines[len(head) :]
        rng.shuffle(body)
        path.write_text("\n".join([*head, *body]) + "\n")
    assert keerpunt("run", sources, "--out", tmp_path / "out").code == 0
    for name in ("leads", "identities", "actors"):
        first, second = (
            pq.read_table(out / f"results/{name}.parquet") for out in (operation / "out", tmp_path / "out")
        )
        assert first.num_rows > 0
        assert first.equals(second), name


def test_the_gate_lets_no_innocent_through_and_the_sufficient_pass(operation: Path) -> None:
    answer = keerpunt("score", operation / "out", "--truth", operation / "sources.truth", "--json")
    score = json.loads(answer.out)
    assert score["innocents_ready"] == 0
    assert score["sufficient_ready"] >= 0.95 * score["sufficient"]
    assert score["sufficient"] > 0


def test_verify_finds_each_kind_of_damage(operation: Path, tmp_path: Path) -> None:
    assert keerpunt("verify", operation / "out", "--sources", operation / "sources").code == 0
    for damage in ("results/leads.parquet", "evidence/payment.parquet", "custody.jsonl"):
        copy = tmp_path / damage.replace("/", "-")
        subprocess.run(["cp", "-r", str(operation / "out"), str(copy)], check=True)
        body = bytearray((copy / damage).read_bytes())
        body[len(body) // 2] ^= 1
        (copy / damage).write_bytes(body)
        answer = keerpunt("verify", copy)
        assert answer.code == 5, damage
        assert damage in answer.err
    (tmp_path / "extra").mkdir()
    subprocess.run(["cp", "-r", str(operation / "out"), str(tmp_path / "extra/out")], check=True)
    (tmp_path / "extra/out/results/more.parquet").write_bytes(b"x")
    assert keerpunt("verify", tmp_path / "extra/out").code == 5


def tampered_run(out: Path, **values: object) -> None:
    body = json.loads((out / "run.json").read_text())
    (out / "run.json").write_text(json.dumps(body | values))


def test_verify_finds_a_changed_run_record_and_a_cut_log(operation: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    for spoil in (
        lambda: tampered_run(out, operation="OTHER-1"),
        lambda: tampered_run(out, receipts=[]),
        lambda: tampered_run(out, files=[1]),
        lambda: (out / "run.json").write_text("no json"),
        (out / "run.json").unlink,
        (out / "custody.jsonl").unlink,
        lambda: (out / "audit.jsonl").write_text(""),
        lambda: (out / "audit.jsonl").write_bytes(b"\xff\n"),
        (out / "audit.jsonl").unlink,
        (out / "results/folder").mkdir,
    ):
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(operation / "out", out)
        spoil()
        with pytest.raises(VerificationFailed):
            verify_build(out)


def test_a_run_that_was_killed_before_its_log_entry_is_logged_by_the_next(operation: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(operation / "out", out)
    (out / "audit.jsonl").unlink()
    assert keerpunt("run", operation / "sources", "--out", out).code == 0
    assert keerpunt("verify", out).code == 0


def test_two_runs_into_one_folder_leave_one_whole_build(operation: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = [sys.executable, "-m", "keerpunt_cli", "run", str(operation / "sources"), "--out", str(out)]
    runs = [
        subprocess.Popen([*command, "--as-of", day], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for day in ("2030-01-01", "2031-01-01")
    ]
    assert [run.wait() for run in runs] == [0, 0]
    assert json.loads((out / "run.json").read_text())["files"] == file_digests(out)


def test_sources_are_never_where_a_build_would_replace_them(operation: Path, tmp_path: Path) -> None:
    shutil.copytree(operation / "sources", tmp_path / "evidence")
    before = {p: p.read_bytes() for p in (tmp_path / "evidence").rglob("*") if p.is_file()}
    assert keerpunt("run", tmp_path / "evidence", "--out", tmp_path).code == 2
    assert {p: p.read_bytes() for p in (tmp_path / "evidence").rglob("*") if p.is_file()} == before


def test_verify_finds_a_source_that_changed(operation: Path, tmp_path: Path) -> None:
    copy = tmp_path / "sources"
    subprocess.run(["cp", "-r", str(operation / "sources"), str(copy)], check=True)
    victim = next(p for p in sorted(copy.rglob("*.csv")))
    victim.write_bytes(victim.read_bytes() + b"\n")
    answer = keerpunt("verify", operation / "out", "--sources", copy)
    assert answer.code == 5
    assert victim.name in answer.err


def test_explain_says_why_and_why_not_and_every_value_has_a_source_row(operation: Path) -> None:
    for gate in ("review_ready", "unresolved"):
        lead = next(row for row in leads_of(operation / "out") if row["gate"] == gate)
        told = keerpunt("explain", operation / "out", str(lead["lead_id"]), "--reason", "test")
        assert told.code == 0, told.err
        for heading in ("for", "against", "unknown"):
            assert heading in told.out.lower()
        assert "%" not in told.out
        assert not re.search(r"\b(guilty|suspect|offender)\b", told.out, re.IGNORECASE)
        as_json = keerpunt("explain", operation / "out", str(lead["lead_id"]), "--json", "--reason", "test")
        assert json.loads(as_json.out)["lead_id"] == lead["lead_id"]
    log = (operation / "out/audit.jsonl").read_text()
    assert str(lead["lead_id"]) in log
    assert '"justification":"test"' in log


def test_every_record_an_indicator_names_is_a_source_row(operation: Path) -> None:
    rows = pq.read_table(operation / "out/results/indicators.parquet").to_pylist()
    wanted = {key.split("#", 1)[0] for row in rows for key in row["record_keys"]}
    held = {
        key
        for path in (operation / "out/evidence").glob("*.parquet")
        for key in pq.read_table(path, columns=["record_key"])["record_key"].to_pylist()
    }
    assert wanted
    assert wanted <= held


def test_explain_names_an_unknown_lead(operation: Path) -> None:
    answer = keerpunt("explain", operation / "out", "lead:0000000000000000")
    assert answer.code == 2
    assert "lead:0000000000000000" in answer.err


def test_a_killed_run_leaves_the_earlier_results_and_a_rerun_completes(operation: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert keerpunt("run", operation / "sources", "--out", out).code == 0
    before = file_digests(out)
    command = [sys.executable, "-m", "keerpunt_cli", "run", str(operation / "sources"), "--out", str(out)]
    for wait in (0.3, 0.9, 1.5):
        run = subprocess.Popen(
            [*command, "--as-of", "2030-01-01"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=dict(os.environ),
        )
        time.sleep(wait)
        run.send_signal(signal.SIGKILL)
        run.wait()
        if not (out / ".commit").exists() and run.returncode == -signal.SIGKILL:
            assert json.loads((out / "run.json").read_text())["files"] == file_digests(out)
    assert keerpunt("run", operation / "sources", "--out", out).code == 0
    assert file_digests(out) == before


def test_a_run_with_another_day_reads_no_file_again_and_gives_the_same_evidence(
    operation: Path, tmp_path: Path
) -> None:
    key = {"KEERPUNT_TOKEN_KEY_FILE": str(tmp_path / "key")}
    assert keerpunt("make-key", "--out", tmp_path / "key").code == 0
    out = tmp_path / "out"
    assert keerpunt("run", operation / "sources", "--out", out, env=key).code == 0
    before = {name: sha for name, sha in file_digests(out).items() if name.startswith("evidence/")}
    answer = keerpunt("run", operation / "sources", "--out", out, "--as-of", "2025-06-01", "--json", env=key)
    summary = json.loads(answer.out)
    named = sum(receipt["status"] == "read" for receipt in summary["files"])
    assert 0 < named - summary["taken_over"] <= 1  # only the file that names folders is read again
    assert {name: sha for name, sha in file_digests(out).items() if name.startswith("evidence/")} == before
    assert keerpunt("verify", out).code == 0

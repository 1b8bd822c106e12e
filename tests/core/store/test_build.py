from __future__ import annotations

import json
import stat
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from keerpunt.engine import Engine
from keerpunt.errors import InputRefused, KeerpuntError, UsageRefused
from keerpunt.model.tables import TABLES
from keerpunt.store import build as build_module
from keerpunt.store import file_digests, open_build, write_build

RUN = {"counts": {"read": 1}}


def rejects(*reasons: str) -> pa.Table:
    rows = [{"source_sha256": "aa", "source_locator": f"line:{n}", "reason": r} for n, r in enumerate(reasons)]
    return pa.Table.from_pylist(rows, schema=TABLES["rejects"].arrow())


def write(out: Path, *reasons: str) -> str:
    with Engine(1) as engine:
        return write_build(out, engine, {"rejects": rejects(*reasons)}, custody=["{}"], run=RUN, timings={})


def test_rows_in_any_order_give_the_same_bytes(tmp_path: Path) -> None:
    table = rejects("bad_time", "truncated", "missing_key")
    digests = []
    for name, body in (("a", table), ("b", table.take(pa.array([2, 0, 1])))):
        with Engine(2 if name == "a" else 1) as engine:
            digests.append(write_build(tmp_path / name, engine, {"rejects": body}, custody=["{}"], run=RUN, timings={}))
    assert digests[0] == digests[1]
    assert file_digests(tmp_path / "a") == file_digests(tmp_path / "b")


def test_a_build_states_its_digest_and_keeps_its_files_private(tmp_path: Path) -> None:
    digest = write(tmp_path / "out", "bad_time")
    build = open_build(tmp_path / "out")
    assert build.digest == digest
    assert build.run["counts"] == {"read": 1}
    for path in (tmp_path / "out").rglob("*"):
        wanted = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) == wanted, path


def test_a_null_where_unknown_has_a_value_is_refused(tmp_path: Path) -> None:
    bad = pa.table({"source_sha256": ["aa"], "source_locator": ["x"], "reason": pa.array([None], pa.string())})
    with Engine(1) as engine, pytest.raises(KeerpuntError, match=r"rejects\.reason"):
        write_build(tmp_path / "out", engine, {"rejects": bad}, custody=[], run=RUN, timings={})
    with pytest.raises(InputRefused):
        open_build(tmp_path / "out")


@pytest.mark.parametrize("moves_before_the_kill", range(6))
def test_a_killed_run_leaves_one_whole_build_and_a_rerun_completes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moves_before_the_kill: int
) -> None:
    out = tmp_path / "out"
    first = write(out, "bad_time")
    real, moves = Path.rename, iter(range(100))

    def rename(self: Path, target: Path) -> Path:
        if next(moves) == moves_before_the_kill:
            raise KeyboardInterrupt
        return real(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(KeyboardInterrupt):
        write(out, "truncated")
    monkeypatch.undo()
    build = open_build(out)
    assert not (out / ".commit").exists(), "whoever opens the folder finishes the hand-over"
    assert build.run["files"] == file_digests(out), "what is left is one build, not a mixture"
    assert (build.digest == first) is (moves_before_the_kill == 0)
    again = write(out, "truncated")
    assert open_build(out).digest == again
    assert {p.name for p in out.iterdir()} == {"results", "custody.jsonl", "run.json", "timings.json"}


def test_leads_as_csv_is_safe_for_spreadsheets_and_keeps_lists_apart() -> None:
    table = pa.table({"text": ["=1+1", "ok"], "n": [-5, None], "many": pa.array([["a", "b"], None])})
    assert build_module.csv_text(table) == "text,n,many\n'=1+1,-5,a|b\nok,,\n"


def test_parquet_carries_the_declared_types(tmp_path: Path) -> None:
    write(tmp_path / "out", "bad_time")
    assert pq.read_schema(tmp_path / "out/results/rejects.parquet").equals(TABLES["rejects"].arrow())
    assert json.loads((tmp_path / "out/timings.json").read_text()) == {}


@pytest.mark.parametrize("foreign", ["results/thesis.docx", "notes.txt", "evidence/inner/deep.txt"])
def test_what_keerpunt_did_not_make_is_never_removed(tmp_path: Path, foreign: str) -> None:
    empty, built = tmp_path / "empty", tmp_path / "built"
    write(built, "bad_time")
    for out in (empty, built):
        (out / foreign).parent.mkdir(parents=True, exist_ok=True)
        (out / foreign).write_text("precious")
        with pytest.raises(UsageRefused):
            write(out, "truncated")
        assert (out / foreign).read_text() == "precious"


def test_a_link_in_the_folder_is_not_followed(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write(out, "bad_time")
    (tmp_path / "elsewhere").mkdir()
    (out / ".next").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UsageRefused, match=r"\.next"):
        write(out, "truncated")
    assert not any((tmp_path / "elsewhere").iterdir())

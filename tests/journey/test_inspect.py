"""From undeclared files to a run: inspect drafts, a human fills in what only a human knows, run counts the same."""

from __future__ import annotations

import json
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.support.cli import keerpunt

pytestmark = pytest.mark.slow

SELF_DESCRIBING = ("stripe/", "camt/", "accesslog/", "canonical/")


def counts(summary: dict[str, Any]) -> dict[str, tuple[Any, ...]]:
    return {
        receipt["path"]: (
            receipt["reader"],
            receipt["read"],
            receipt["mapped"],
            receipt["excluded"],
            receipt["rejected"],
        )
        for receipt in summary["files"]
    }


def fills(declared: dict[str, Any]) -> list[str]:
    """Say what the declaration said about who handed over what, as a person would: by key, and by file."""
    head = {**declared["operation"], **declared["platform"]}
    said = [f"{key}={head[key]}" for key in ("code", "unit_country", "legal_basis", "purpose", "name", "time_zone")]
    for source in declared["source"]:
        said += [f"{source['path']}:{key}={source[key]}" for key in ("origin", "received_from", "received_on")]
    return [argument for text in said for argument in ("--fill", text)]


@pytest.fixture(scope="module")
def bare(operation: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the small operation as they were received: without declaration and without maps."""
    root = tmp_path_factory.mktemp("bare") / "sources"
    shutil.copytree(operation / "sources", root)
    (root / "operation.toml").unlink()
    (root / "platform/platform.toml").unlink()
    return root


def test_the_blank_draft_is_refused_and_the_filled_one_runs_with_the_same_counts(
    operation: Path, bare: Path, tmp_path: Path
) -> None:
    blank = keerpunt("inspect", bare, "--out", tmp_path / "blank")
    assert blank.code == 0, blank.err
    shutil.copytree(bare, tmp_path / "undecided")
    shutil.copytree(tmp_path / "blank", tmp_path / "undecided", dirs_exist_ok=True)
    refused = keerpunt("run", tmp_path / "undecided", "--out", tmp_path / "never")
    assert refused.code == 3
    for key in ("legal_basis", "purpose", "origin", "received_from", "received_on"):
        assert key in refused.err
    assert not (tmp_path / "never").exists()

    declared = tomllib.loads((operation / "sources/operation.toml").read_text(encoding="utf-8"))
    written = keerpunt("inspect", bare, "--write", *fills(declared))
    assert written.code == 0, written.err
    done = keerpunt("run", bare, "--out", tmp_path / "out", "--json")
    assert done.code == 0, done.err
    before = counts(json.loads(keerpunt("run", operation / "sources", "--out", operation / "out", "--json").out))
    after = counts(json.loads(done.out))
    assert set(after) == set(before)
    same = [path for path in before if before[path][0].startswith(SELF_DESCRIBING)]
    assert len(same) == len(before) - 1
    assert {path: after[path] for path in same} == {path: before[path] for path in same}
    (database,) = set(before) - set(same)
    assert after[database] == before[database], "the drafted map of the database loses no row"


def test_inspecting_a_declared_operation_finds_nothing_amiss(operation: Path) -> None:
    told = json.loads(keerpunt("inspect", operation / "sources", "--json").out)
    assert told["problems"] == ""
    assert told["unlisted"] == []
    assert told["drafts"] == {}
    assert {each["status"] for each in told["files"]} == {"recognised", "canonical", "table"}

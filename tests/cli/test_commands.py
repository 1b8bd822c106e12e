from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.cli import keerpunt
from tests.support.folder import sources_folder

pytestmark = pytest.mark.slow


def test_publishing_needs_the_key_the_build_was_made_under(tmp_path: Path) -> None:
    root, out, home = sources_folder(tmp_path / "sources"), tmp_path / "out", {"KEERPUNT_HOME": str(tmp_path / "home")}
    assert keerpunt("run", root, "--out", out).code == 0
    without = keerpunt("publish", out, env=home)
    assert without.code == 2
    assert "make-key" in without.err
    key = tmp_path / "token.key"
    keerpunt("make-key", "--out", key)
    keyed = home | {"KEERPUNT_TOKEN_KEY_FILE": str(key)}
    assert keerpunt("publish", out, env=keyed).code == 2, "the build was made under a derived key"
    assert keerpunt("run", root, "--out", out, env=keyed).code == 0
    first = keerpunt("publish", out, "--json", env=keyed)
    assert first.code == 0, first.err
    assert isinstance(json.loads(first.out), dict)
    assert keerpunt("publish", out, env=keyed).code == 0


def test_json_is_all_that_stands_on_stdout(tmp_path: Path) -> None:
    root = sources_folder(tmp_path / "sources")
    answer = keerpunt("run", root, "--out", tmp_path / "out", "--json", "--progress", "json")
    assert json.loads(answer.out)["unchanged"] is False
    assert all(json.loads(line)["unit"] for line in answer.err.splitlines())
    assert keerpunt("make-key", "--out", root / "operation.toml").code == 2, "a key never replaces a file"


def test_spark_is_refused_before_anything_is_read_where_it_cannot_start(tmp_path: Path) -> None:
    root, nowhere = sources_folder(tmp_path / "sources"), {"PATH": str(tmp_path), "JAVA_HOME": ""}
    answer = keerpunt("run", root, "--out", tmp_path / "out", "--engine", "spark", env=nowhere)
    assert answer.code == 2
    assert answer.err.startswith("keerpunt: --engine spark: Spark"), "the extra or Java is missing"
    assert not (tmp_path / "out").exists()


def test_an_engine_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    root = sources_folder(tmp_path / "sources")
    answer = keerpunt("run", root, "--out", tmp_path / "out", "--engine", "abacus")
    assert answer.code == 2
    assert "duckdb and spark" in answer.err
    assert keerpunt("run", root, "--out", tmp_path / "out", "--engine", "duckdb").code == 0

"""Bad input: a clear line that names file and place, exit 3, and nothing written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.cli import keerpunt
from tests.support.folder import ACCOUNTS, HEAD, declared, sources_folder

pytestmark = pytest.mark.slow

COMMANDS = (
    "run", "inspect", "explain", "requests", "verify", "simulate", "score", "publish", "demo", "serve", "make-key",
)  # fmt: skip


def spoil_missing(root: Path) -> None:
    (root / "accounts.csv").unlink()


def spoil_extra(root: Path) -> None:
    (root / "unlisted.csv").write_text("x")


def spoil_empty_toml(root: Path) -> None:
    (root / "operation.toml").write_text("")


def spoil_broken_toml(root: Path) -> None:
    (root / "operation.toml").write_text(HEAD + "[[source]\n")


def spoil_no_basis(root: Path) -> None:
    text = (root / "operation.toml").read_text()
    (root / "operation.toml").write_text(text.replace('legal_basis = "order 1"\n', ""))


def spoil_unknown_format(root: Path) -> None:
    text = (root / "operation.toml").read_text()
    (root / "operation.toml").write_text(text.replace('"canonical"', '"carrier_pigeon"'))


def spoil_column(root: Path) -> None:
    (root / "accounts.csv").write_text(ACCOUNTS.replace("username", "colour"))


def spoil_link(root: Path) -> None:
    (root / "accounts.csv").unlink()
    (root / "accounts.csv").symlink_to("/etc/hostname")


def spoil_path(root: Path) -> None:
    text = (root / "operation.toml").read_text()
    (root / "operation.toml").write_text(text.replace('"accounts.csv"', '"../accounts.csv"'))


def spoil_zone(root: Path) -> None:
    text = (root / "operation.toml").read_text()
    (root / "operation.toml").write_text(text.replace("Europe/Copenhagen", "Europe/Atlantis"))


def spoil_no_record(root: Path) -> None:
    (root / "accounts.csv").write_text("\n")


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        (spoil_missing, "accounts.csv"),
        (spoil_extra, "unlisted.csv"),
        (spoil_empty_toml, "operation.toml"),
        (spoil_broken_toml, "operation.toml"),
        (spoil_no_basis, "legal_basis"),
        (spoil_unknown_format, "accounts.csv"),
        (spoil_column, "accounts.csv"),
        (spoil_link, "accounts.csv"),
        (spoil_path, "accounts.csv"),
        (spoil_zone, "time_zone"),
        (spoil_no_record, "accounts.csv"),
    ],
)
def test_a_spoilt_folder_is_refused_by_name_and_nothing_is_written(
    tmp_path: Path, spoil: Callable[[Path], None], named: str
) -> None:
    root = sources_folder(tmp_path / "sources")
    spoil(root)
    answer = keerpunt("run", root, "--out", tmp_path / "out")
    assert answer.code == 3, answer.err
    assert named in answer.err
    assert "Traceback" not in answer.err
    assert not (tmp_path / "out").exists()


def test_a_refused_run_leaves_the_earlier_results_as_they_were(tmp_path: Path) -> None:
    root = sources_folder(tmp_path / "sources")
    assert keerpunt("run", root, "--out", tmp_path / "out").code == 0
    before = {p: p.read_bytes() for p in (tmp_path / "out").rglob("*") if p.is_file()}
    spoil_extra(root)
    assert keerpunt("run", root, "--out", tmp_path / "out").code == 3
    assert {p: p.read_bytes() for p in (tmp_path / "out").rglob("*") if p.is_file()} == before


def test_a_sources_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    answer = keerpunt("run", tmp_path / "none", "--out", tmp_path / "out")
    assert answer.code == 3
    assert "none" in answer.err


def test_the_output_folder_may_not_lie_in_the_sources(tmp_path: Path) -> None:
    root = sources_folder(tmp_path / "sources")
    answer = keerpunt("run", root, "--out", root / "out")
    assert answer.code == 2
    assert not (root / "out").exists()


def test_a_judgement_needs_a_key_and_the_message_names_the_command(tmp_path: Path) -> None:
    files = {"j.csv": "judgement_id,kind,left_keys,right_keys,value\nj1,same_person,a,b,same\n"}
    block = declared("j.csv", "canonical", origin="register:unit", more='table = "judgement"')
    root = sources_folder(tmp_path / "sources", files, block)
    answer = keerpunt("run", root, "--out", tmp_path / "out")
    assert answer.code == 2
    assert "make-key" in answer.err
    key = tmp_path / "token.key"
    assert keerpunt("make-key", "--out", key).code == 0
    assert key.stat().st_mode & 0o777 == 0o600
    assert keerpunt("run", root, "--out", tmp_path / "out", env={"KEERPUNT_TOKEN_KEY_FILE": str(key)}).code == 0


@pytest.mark.parametrize("arguments", [["run"], ["nothing"], ["run", "x", "--out", "y", "--as-of", "tomorrow"]])
def test_usage_errors_leave_with_two(tmp_path: Path, arguments: list[str]) -> None:
    assert keerpunt(*arguments, cwd=tmp_path).code == 2


def test_help_shows_an_example_for_each_command() -> None:
    for command in COMMANDS:
        answer = keerpunt(command, "--help")
        assert answer.code == 0
        assert f"keerpunt {command}" in answer.out.replace("\n", " "), command


def test_an_empty_file_is_told_on_the_screen(tmp_path: Path) -> None:
    blocks = declared("accounts.csv", "canonical", more='table = "account"') + declared(
        "more.csv", "canonical", more='table = "account"'
    )
    root = sources_folder(tmp_path / "sources", {"accounts.csv": ACCOUNTS, "more.csv": ""}, blocks)
    answer = keerpunt("run", root, "--out", tmp_path / "out")
    assert answer.code == 0, answer.err
    assert "empty_file" in answer.out


def test_a_refused_run_leaves_nothing_behind(tmp_path: Path) -> None:
    root = sources_folder(tmp_path / "sources")
    (root / "stranger.csv").write_text("a,b\n1,2\n")
    done = keerpunt("run", root, "--out", tmp_path / "new" / "out")
    assert done.code == 3
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["sources"]


def test_a_file_refused_while_it_is_read_leaves_the_earlier_build_as_it_was(tmp_path: Path) -> None:
    root = sources_folder(tmp_path / "sources")
    assert keerpunt("run", root, "--out", tmp_path / "out").code == 0
    before = {p.relative_to(tmp_path): p.read_bytes() for p in (tmp_path / "out").rglob("*") if p.is_file()}
    (root / "accounts.csv").write_text('platform_account_id,"')
    assert keerpunt("run", root, "--out", tmp_path / "out").code == 3
    after = {p.relative_to(tmp_path): p.read_bytes() for p in (tmp_path / "out").rglob("*") if p.is_file()}
    assert after == before

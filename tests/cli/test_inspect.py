from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.cli import keerpunt
from tests.support.folder import ACCOUNTS, sources_folder

pytestmark = pytest.mark.slow

USERS = "id,username,registered\n1,anna,2024-01-31 10:00:00\n2,bert,2024-02-01 11:00:00\n"
LOG = '192.0.2.1 - - [10/Oct/2023:13:55:36 +0000] "POST /login HTTP/1.1" 200 5 "-" "agent"\n'


def undeclared(root: Path, **files: str) -> Path:
    sources_folder(root, {"users.csv": USERS, "a.log": LOG, **files}, "")
    (root / "operation.toml").unlink()
    return root


def test_a_file_is_told_and_its_map_is_drafted_on_the_screen(tmp_path: Path) -> None:
    (tmp_path / "users.csv").write_text(USERS)
    answer = keerpunt("inspect", tmp_path / "users.csv")
    assert answer.code == 0, answer.err
    for words in ("What it is", "fact", "assessment", 'platform_account_id = "id"', "must be declared", "SHA-256"):
        assert words in answer.out
    assert "anna" not in answer.out
    assert [path.name for path in tmp_path.iterdir()] == ["users.csv"], "nothing is written unless it is asked for"


def test_json_has_stable_keys_and_stands_alone_on_stdout(tmp_path: Path) -> None:
    (tmp_path / "users.csv").write_text(USERS)
    answer = keerpunt("inspect", tmp_path / "users.csv", "--json", "--progress", "json")
    told = json.loads(answer.out)
    assert list(told) == sorted(
        ["also_fitting", "draft", "fits", "format", "formats", "kind", "path", "readings", "refused", "same_as",
         "sha256", "size", "statements", "status", "table", "tables"]
    )  # fmt: skip
    assert {line["step"] for line in map(json.loads, answer.err.splitlines())} == {"hash", "inspect"}
    for each in [*told["statements"], *(s for t in told["tables"] for c in t["columns"] for s in c["statements"])]:
        assert each["kind"] in ("fact", "assessment")


def test_a_map_is_written_beside_the_file_and_never_over_one(tmp_path: Path) -> None:
    path = tmp_path / "users.csv"
    path.write_text(USERS)
    assert keerpunt("inspect", path, "--write").code == 0
    made = tmp_path / "users.csv.map.toml"
    made.write_text("# mine\n")
    again = keerpunt("inspect", path, "--write")
    assert again.code == 2
    assert "not replaced" in again.err
    assert made.read_text() == "# mine\n"
    assert keerpunt("inspect", path, "--out", tmp_path / "drafts").code == 0
    assert (tmp_path / "drafts/users.csv.map.toml").exists()


def test_drafts_of_a_folder_are_written_all_or_none(tmp_path: Path) -> None:
    root = undeclared(tmp_path / "s")
    (root / "maps").mkdir()
    (root / "maps/users.toml").write_text("# mine\n")
    refused = keerpunt("inspect", root, "--write")
    assert refused.code == 2
    assert "maps/users.toml" in refused.err
    assert not (root / "operation.toml").exists()
    (root / "maps/users.toml").unlink()
    assert keerpunt("inspect", root, "--write").code == 0
    assert (root / "operation.toml").exists()
    assert (root / "maps/users.toml").exists()


def test_a_draft_does_not_follow_a_link_out_of_the_folder(tmp_path: Path) -> None:
    root = undeclared(tmp_path / "s")
    (tmp_path / "elsewhere").mkdir()
    (root / "maps").symlink_to(tmp_path / "elsewhere")
    assert keerpunt("inspect", root, "--write").code == 2
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_declaration_is_never_changed_and_blocks_to_add_go_elsewhere(tmp_path: Path) -> None:
    root = sources_folder(tmp_path / "s", {"accounts.csv": ACCOUNTS, "new.log": LOG})
    before = (root / "operation.toml").read_bytes()
    assert keerpunt("inspect", root, "--write").code == 2
    assert keerpunt("inspect", root, "--out", tmp_path / "d").code == 0
    assert (root / "operation.toml").read_bytes() == before
    assert "new.log" in (tmp_path / "d/sources-to-add.toml").read_text()


def test_drafts_may_not_be_written_into_the_sources_by_out(tmp_path: Path) -> None:
    root = undeclared(tmp_path / "s")
    assert keerpunt("inspect", root, "--out", root / "drafts").code == 2
    assert keerpunt("inspect", root, "--out", tmp_path / "d", "--write").code == 2
    assert not (root / "drafts").exists()
    assert keerpunt("inspect", root, "--out", tmp_path / "d").code == 0
    assert (tmp_path / "d/operation.toml").exists()


def test_a_refused_file_exits_three_after_its_report_and_a_folder_of_them_zero(tmp_path: Path) -> None:
    root = undeclared(tmp_path / "s", **{"b.xml": "<!DOCTYPE x><Document/>", "c.pdf": "%PDF-1.4"})
    one = keerpunt("inspect", root / "c.pdf")
    assert one.code == 3
    assert "a PDF document" in one.out
    assert "no reader reads it" in one.err
    assert json.loads(keerpunt("inspect", root / "c.pdf", "--json").out)["refused"]["code"] == "unknown_format"
    folder = keerpunt("inspect", root)
    assert folder.code == 0, folder.err
    assert "c.pdf" in folder.out
    assert "refuse" in folder.out


def test_what_is_not_there_is_refused(tmp_path: Path) -> None:
    answer = keerpunt("inspect", tmp_path / "none")
    assert answer.code == 3
    assert "none" in answer.err
    assert "Traceback" not in answer.err


def test_usage_errors_leave_with_two(tmp_path: Path) -> None:
    root = undeclared(tmp_path / "s")
    for arguments in (["--limit", "0"], ["--fill", "colour=red"], ["--fill", "received_on=soon"]):
        assert keerpunt("inspect", root, *arguments).code == 2, arguments
    assert keerpunt("inspect").code == 2


def test_a_declared_folder_is_told_what_run_would_say(tmp_path: Path) -> None:
    root = sources_folder(tmp_path / "s", {"accounts.csv": ACCOUNTS, "new.csv": USERS})
    answer = keerpunt("inspect", root)
    assert answer.code == 0
    assert "accounts.csv" in answer.out
    assert "is there but not listed" in answer.out
    assert keerpunt("run", root, "--out", tmp_path / "out").code == 3


def test_help_shows_an_example() -> None:
    answer = keerpunt("inspect", "--help")
    assert answer.code == 0
    assert "keerpunt inspect" in answer.out.replace("\n", " ")


def test_a_card_number_in_the_name_of_a_file_is_shown_nowhere(tmp_path: Path) -> None:
    root = undeclared(tmp_path / "s", **{"users 4111111111111111.csv": USERS.replace("username", "login")})
    answer = keerpunt("inspect", root)
    assert "4111111111111111" not in answer.out + answer.err
    assert "users card.toml" in answer.out


def test_several_paths_are_a_usage_error_that_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "users.csv").write_text(USERS)
    answer = keerpunt("inspect", tmp_path / "users.csv", tmp_path / "users.csv")
    assert answer.code == 2
    assert "one file or one folder at a time" in answer.err
    assert keerpunt("inspect", tmp_path / "users.csv", "--jso").code == 2


def test_a_dump_of_many_tables_is_told_in_full_only_where_a_table_could_be_of_use(tmp_path: Path) -> None:
    rows = "INSERT INTO `misc{n}` VALUES (1,'Zebedee'),(2,'Canary');\n"
    others = "".join(f"CREATE TABLE `misc{n}` (`a` int, `blob_x` text);\n" + rows.format(n=n) for n in range(39))
    users = "CREATE TABLE `users` (`user_id` int, `username` text, `registered` datetime);\n"
    users += "INSERT INTO `users` VALUES (1,'anna','2024-01-05 10:00:00'),(2,'bert','2024-01-06 10:00:00');\n"
    (tmp_path / "d.sql").write_text(f"-- MySQL dump 10.13\n{others}{users}-- Dump completed\n")
    answer = keerpunt("inspect", tmp_path / "d.sql")
    assert answer.code == 0, answer.err
    assert "Table users (could feed account)" in answer.out
    assert "39 tables for which no canonical table is proposed" in answer.out
    assert "blob_x" not in answer.out
    assert len(answer.out.splitlines()) < 120
    told = json.loads(keerpunt("inspect", tmp_path / "d.sql", "--json").out)
    assert sum(len(table["columns"]) for table in told["tables"]) == 39 * 2 + 3


def test_a_dump_that_was_cut_off_is_told_and_exits_three(tmp_path: Path) -> None:
    users = "CREATE TABLE `users` (`user_id` int, `username` text);\nINSERT INTO `users` VALUES (1,'anna');\n"
    (tmp_path / "d.sql").write_text(f"-- MySQL dump 10.13\n{users}INSERT INTO `users` VALUES (2,'be")
    answer = keerpunt("inspect", tmp_path / "d.sql")
    assert answer.code == 3
    assert "Table users" in answer.out
    assert "ends before it is complete" in answer.err

from __future__ import annotations

import tomllib

import pytest

from keerpunt.errors import InputRefused, UsageRefused
from keerpunt.intake import read_operation
from keerpunt.intake.inspect import read_fills, refused_files
from tests.support.folder import ACCOUNTS, declared, sources_folder
from tests.support.inspecting import of_folder

LOG = '192.0.2.1 - - [10/Oct/2023:13:55:36 +0000] "POST /login HTTP/1.1" 200 5 "-" "agent"\n'
USERS = "id,username,registered\n1,anna,2024-01-31 10:00:00\n2,bert,2024-02-01 11:00:00\n"


def folder(root, **more):
    files = {
        "logs/a.log": LOG, "logs/b.log": LOG, "export/users.csv": USERS, "export/users2.csv": USERS + "3,cees,\n",
        "replies/r.csv": "provider,customer_ref,response,full_name\nbank one,c1,match,x\n", "notes.pdf": b"%PDF-1.7",
        "empty.csv": "", ".DS_Store": "x", **more,
    }  # fmt: skip
    sources_folder(root, files, "")
    (root / "operation.toml").unlink()
    return root


def blocks(text: str) -> dict[str, dict]:
    return {block["path"]: block for block in tomllib.loads(text)["source"]}


def test_every_file_is_told_with_its_digest_and_clutter_is_counted(tmp_path):
    report = of_folder(folder(tmp_path))
    assert report.clutter == 1
    assert {each.path: each.status for each in report.files} == {
        "empty.csv": "empty",
        "export/users.csv": "table",
        "export/users2.csv": "table",
        "logs/a.log": "recognised",
        "logs/b.log": "duplicate",
        "notes.pdf": "unknown",
        "replies/r.csv": "canonical",
    }
    assert all(len(each.sha256) == 64 for each in report.files)
    assert [name for name, _ in refused_files(report)] == ["notes.pdf"]
    assert not report.declared


def test_equal_files_are_named(tmp_path):
    twin = next(each for each in of_folder(folder(tmp_path)).files if each.status == "duplicate")
    assert twin.same_as == "logs/a.log"


def test_the_draft_fills_in_what_is_proven_and_leaves_the_rest_blank(tmp_path):
    drafts = of_folder(folder(tmp_path)).drafts
    found = blocks(drafts["operation.toml"])
    assert found["logs/a.log"] == {
        "path": "logs/a.log",
        "format": "accesslog",
        "origin": "",
        "received_from": "",
        "received_on": "",
    }
    assert (found["replies/r.csv"]["format"], found["replies/r.csv"]["table"]) == ("canonical", "subscriber")
    assert found["export/users.csv"]["map"] in drafts
    assert "notes.pdf" not in found
    assert "# notes.pdf: a PDF document" in drafts["operation.toml"]


def test_files_that_need_equal_maps_share_one(tmp_path):
    drafts = of_folder(folder(tmp_path)).drafts
    found = blocks(drafts["operation.toml"])
    assert found["export/users.csv"]["map"] == found["export/users2.csv"]["map"]
    assert len(drafts) == 2


def test_run_refuses_the_draft_with_the_name_of_every_blank_and_takes_no_placeholder(tmp_path):
    root = folder(tmp_path)
    (root / "notes.pdf").unlink()
    for name, text in of_folder(root).drafts.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputRefused) as refused:
        read_operation(root)
    said = str(refused.value)
    for key in ("code", "unit_country", "legal_basis", "purpose", "[platform] name", "time_zone"):
        assert key in said
    for path in ("logs/a.log", "logs/b.log", "empty.csv", "replies/r.csv", "export/users.csv"):
        for key in ("origin", "received_from", "received_on"):
            assert f"({path}): {key}" in said


def test_what_is_said_once_fills_the_blanks_and_then_run_reads_it(tmp_path):
    root = folder(tmp_path)
    (root / "notes.pdf").unlink()
    said = read_fills(
        ["code=T-1", "unit_country=NL", "legal_basis=order 1", "purpose=test", "name=platform-1",
         "time_zone=Europe/Amsterdam", "origin=platform:platform-1", "received_from=unit 1", "received_on=2024-12-03",
         "replies/*:origin=bank:one", "replies/*:legal_basis=order 2", "replies/*:received_on=2025-01-02"]
    )  # fmt: skip
    for name, text in of_folder(root, fills=said).drafts.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    sources = {source.path: source for source in read_operation(root).sources}
    reply = sources["replies/r.csv"]
    assert (reply.origin, reply.legal_basis, reply.received_on.isoformat()) == ("bank:one", "order 2", "2025-01-02")
    assert sources["logs/a.log"].origin == "platform:platform-1"
    assert not of_folder(root).problems


@pytest.mark.parametrize(
    "text", ["origin", "colour=red", "=x", "received_on=tomorrow", "received_on=20241203", "x/*:code=T", "origin= "]
)
def test_what_cannot_be_filled_in_is_a_usage_error(text):
    with pytest.raises(UsageRefused, match="--fill 1"):
        read_fills([text])


def test_with_a_declaration_the_listed_and_unlisted_are_told_and_problems_as_run_would_say(tmp_path):
    blocks_text = declared("accounts.csv", "canonical", more='table = "account"') + declared("gone.csv", "stripe")
    root = sources_folder(tmp_path, {"accounts.csv": ACCOUNTS, "new.log": LOG}, blocks_text)
    report = of_folder(root)
    assert (report.listed, report.unlisted) == (("accounts.csv",), ("new.log",))
    with pytest.raises(InputRefused) as refused:
        read_operation(root)
    assert report.problems == str(refused.value)
    assert "gone.csv" in report.problems
    assert "new.log" in report.problems
    assert list(report.drafts) == ["sources-to-add.toml"]
    assert "[operation]" not in report.drafts["sources-to-add.toml"]
    assert list(blocks(report.drafts["sources-to-add.toml"])) == ["new.log"]


def test_the_zones_that_are_declared_are_held_against_the_times(tmp_path):
    body = "id,username,registered\n1,anna,2024-03-31 02:30:00\n"
    root = sources_folder(tmp_path, {"u.csv": body}, "")
    report = of_folder(root)
    said = [s.text for s in report.files[0].tables[0].columns[2].statements if s.code == "zone_against"]
    assert any("Europe/Copenhagen, although it is declared" in text for text in said)


def test_a_broken_declaration_is_a_problem_and_no_end(tmp_path):
    root = sources_folder(tmp_path)
    (root / "operation.toml").write_text("[operation\n")
    report = of_folder(root)
    assert "no valid TOML" in report.problems
    assert report.unlisted == ("accounts.csv",)


def test_maps_that_are_listed_are_no_sources(tmp_path):
    block = declared("u.csv", "table", more='map = "m.toml"')
    report = of_folder(sources_folder(tmp_path, {"u.csv": USERS, "m.toml": "x"}, block))
    assert [each.path for each in report.files] == ["u.csv"]


def test_links_and_twins_are_told_before_anything_else(tmp_path):
    root = folder(tmp_path)
    (root / "link").symlink_to("/etc/hostname")
    assert "link: is a link" in of_folder(root).problems


def test_a_companion_belongs_to_its_database(tmp_path):
    report = of_folder(folder(tmp_path, **{"d.sqlite": b"SQLite format 3\0", "d.sqlite-wal": b"x"}))
    found = {each.path: each for each in report.files}
    assert (found["d.sqlite-wal"].status, found["d.sqlite-wal"].same_as) == ("companion", "d.sqlite")
    assert found["d.sqlite"].status == "refused"


def test_a_name_that_cannot_be_declared_is_told_and_not_shown(tmp_path):
    report = of_folder(folder(tmp_path, **{"4111111111111111.log": LOG + LOG}))
    text = repr((report.as_dict(), dict(report.drafts)))
    assert "4111111111111111" not in text
    assert "rename the file" in report.drafts["operation.toml"]


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(InputRefused, match="no folder"):
        of_folder(tmp_path / "none")


def test_an_empty_folder_needs_no_draft(tmp_path):
    assert of_folder(tmp_path).drafts == {}

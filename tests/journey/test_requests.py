"""Asking as a person does it: write the questions, fill in what came back, run again: the lead moves as was said."""

from __future__ import annotations

import csv
import json
import re
import shutil
import stat
import tomllib
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from tests.support.cli import keerpunt

pytestmark = pytest.mark.slow
Row = dict[str, Any]


def results(out: Path, name: str) -> list[Row]:
    folder = "results" if (out / f"results/{name}.parquet").exists() else "evidence"
    rows: list[Row] = pq.read_table(out / f"{folder}/{name}.parquet").to_pylist()
    return rows


def lead_of(out: Path, lead_id: str) -> Row:
    (lead,) = [row for row in results(out, "leads") if row["lead_id"] == lead_id]
    return lead


@pytest.fixture(scope="module")
def asked(operation: Path) -> Path:
    folder = operation / "asked"
    answer = keerpunt("requests", operation / "out", "--out", folder, "--reason", "after the first run", "--json")
    assert answer.code == 0, answer.err
    return folder


def mail_request(out: Path) -> Row:
    """Return the request that opens the gate if a mail provider names the person, of the first such lead."""
    found = [row for row in results(out, "requests") if row["ask"] == "email_holder" and not row["best_missing"]]
    return min(found, key=lambda row: row["lead_id"])


def person_of(out: Path, lead: Row) -> Row:
    """Return what a bank said of the lead's person."""
    keys = {row["record_key"] for row in results(out, "links") if row["entity_id"] == lead["identity_id"]}
    found = [row for row in results(out, "subscriber") if row["record_key"] in keys and row["birthdate"]]
    return min(found, key=lambda row: row["record_key"])


def answered(operation: Path, asked: Path, target: Path, request: Row, holder: Row) -> Path:
    """Copy the sources, put the filled-in template and what was sent beside them, run, and return the new build."""
    sources = target / "sources"
    shutil.copytree(operation / "sources", sources)
    (sources / "asked").mkdir()
    shutil.copy(asked / "request-sent.csv", sources / "asked/request-sent.csv")
    (template,) = [path for path in asked.rglob("reply-subscriber.csv") if request["request_id"] in path.read_text()]
    with template.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    columns = list(rows[0])
    (row,) = [each for each in rows if each["request_id"] == request["request_id"]]
    assert row["linked_value"] == request["about_value"]
    row |= {name: str(holder[name]) for name in ("full_name", "birthdate", "line1", "postcode", "city", "country")}
    row |= {"response": "match", "customer_ref": "M-1", "verification": "none"}
    row |= {"valid_from": "2019-01-01T00:00:00Z", "valid_to": "2025-06-01T00:00:00Z"}
    with (sources / "asked/reply-subscriber.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns)
        writer.writeheader()
        writer.writerow(row)
    block = (
        '\n[[source]]\npath = "asked/{}.csv"\nformat = "canonical"\ntable = "{}"\norigin = "{}"\n'
        'received_from = "reply"\nreceived_on = {}\n'
    )
    day = json.loads((operation / "out/run.json").read_text())["inputs"]["as_of"]
    with (sources / "operation.toml").open("a", encoding="utf-8") as toml:
        toml.write(block.format("request-sent", "request_sent", "register:own-unit", day))
        toml.write(block.format("reply-subscriber", "subscriber", request["of_whom"], day))
    done = keerpunt("run", sources, "--out", target / "out", "--as-of", day)
    assert done.code == 0, done.err
    return target / "out"


def test_the_best_answer_moves_the_lead_to_review_and_is_not_asked_again(
    operation: Path, asked: Path, tmp_path: Path
) -> None:
    request = mail_request(operation / "out")
    lead = lead_of(operation / "out", request["lead_id"])
    assert lead["gate"] == "unresolved"
    out = answered(operation, asked, tmp_path, request, person_of(operation / "out", lead))
    assert lead_of(out, request["lead_id"])["gate"] == "review_ready"
    assert request["request_id"] not in {row["request_id"] for row in results(out, "requests")}
    sent = results(out, "request_sent")
    assert len(sent) == len(results_sent(asked))
    again = keerpunt("requests", out, "--out", tmp_path / "again", "--reason", "second round", "--json")
    assert again.code == 0, again.err
    repeated = {row["request_id"] for row in results_sent(tmp_path / "again")} & {row["request_id"] for row in sent}
    assert repeated == set()
    assert json.loads(again.out)["sent_before"] > 0


def results_sent(folder: Path) -> list[Row]:
    with (folder / "request-sent.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_worst_answer_makes_the_lead_fall(operation: Path, asked: Path, tmp_path: Path) -> None:
    request = mail_request(operation / "out")
    somebody = {
        "full_name": "Quirine van Voorbeeld", "birthdate": "1971-02-03", "line1": "Nergenslaan 9",
        "postcode": "9999 ZZ", "city": "Voorbeelddorp", "country": "NL",
    }  # fmt: skip
    out = answered(operation, asked, tmp_path, request, somebody)
    lead = lead_of(out, request["lead_id"])
    assert lead["gate"] == "unresolved"
    assert set(request["worst_missing"]) <= set(lead["missing"])
    assert {"rival_identity", "contradiction_i17"} <= set(lead["missing"])


def test_everything_is_private_and_the_log_came_first(operation: Path, asked: Path) -> None:
    for path in asked.rglob("*"):
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), path.name
    entries = [json.loads(line) for line in (operation / "out/audit.jsonl").read_text().splitlines()]
    mine = [each for each in entries if each["justification"] == "after the first run"]
    assert [each["verb"] for each in mine] == ["consultation", "disclosure"]
    assert {row["request_id"] for row in results_sent(asked)} <= set(mine[1]["object_ids"])
    assert not list(asked.parent.glob(".asked*"))


def test_each_reply_has_a_block_that_a_declaration_takes(asked: Path) -> None:
    text = (asked / "sources.toml").read_text().replace("\n# ", "\n").replace("YYYY-MM-DD", "2025-03-01")
    blocks = tomllib.loads(text)["source"]
    listed = {block["path"].removeprefix("asked/") for block in blocks}
    assert listed == {path.relative_to(asked).as_posix() for path in asked.rglob("reply-*.csv")} | {"request-sent.csv"}
    for block in blocks:
        assert re.fullmatch(r"[a-z]+:[\w.+-]{1,80}", block["origin"])


def test_the_same_build_gives_the_same_folder(operation: Path, asked: Path, tmp_path: Path) -> None:
    answer = keerpunt("requests", operation / "out", "--out", tmp_path / "twice", "--reason", "again")
    assert answer.code == 0, answer.err
    for path in sorted(asked.rglob("*.*")):
        assert path.read_bytes() == (tmp_path / "twice" / path.relative_to(asked)).read_bytes(), path.name


def test_refusals_have_their_codes_and_write_nothing(operation: Path, tmp_path: Path) -> None:
    out = operation / "out"
    before = (out / "audit.jsonl").read_bytes()
    taken = tmp_path / "taken"
    taken.mkdir()
    (taken / "note.txt").write_text("mine")
    cases = (
        (("requests", out, "--out", tmp_path / "new"), 2, "--reason"),
        (("requests", out, "--out", tmp_path / "new", "--reason", " "), 2, "--reason"),
        (("requests", out, "--reason", "x"), 2, "--out"),
        (("requests", out, "--out", taken, "--reason", "x"), 2, "not empty"),
        (("requests", out, "--out", taken / "note.txt", "--reason", "x"), 2, "no folder"),
        (("requests", out, "--out", out / "asked", "--reason", "x"), 2, "build"),
        (("requests", tmp_path / "nothing", "--out", tmp_path / "new", "--reason", "x"), 3, "no finished build"),
    )
    for arguments, code, said in cases:
        answer = keerpunt(*arguments)
        assert answer.code == code, arguments
        assert said in answer.err
        assert "Traceback" not in answer.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["taken"]
    assert [path.name for path in taken.iterdir()] == ["note.txt"]
    assert (out / "audit.jsonl").read_bytes() == before, "nothing was read"


def test_a_legal_basis_that_names_an_offence_ends_with_exit_4_and_no_file(operation: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(operation / "out", out)
    run = json.loads((out / "run.json").read_text())
    (out / "run.json").write_text(json.dumps(run | {"legal_basis": "investigation of a criminal offence"}))
    answer = keerpunt("requests", out, "--out", tmp_path / "asked", "--reason", "x")
    assert answer.code == 4
    assert "legal_basis" in answer.err
    assert not (tmp_path / "asked").exists()


def test_an_explanation_says_whom_to_ask_in_both_languages_on_one_page(operation: Path, tmp_path: Path) -> None:
    out, request = operation / "out", mail_request(operation / "out")
    lead = request["lead_id"]
    english = keerpunt("explain", out, lead, "--reason", "x")
    assert "If the e-mail provider names this person, this lead moves to review." in " ".join(english.out.split())
    dutch = keerpunt("explain", out, lead, "--reason", "x", "--language", "nl")
    assert "gaat dit spoor naar beoordeling" in " ".join(dutch.out.split())
    told = json.loads(keerpunt("explain", out, lead, "--reason", "x", "--format", "json").out)
    (mail,) = [each for each in told["next_asks"] if each["request_id"] == request["request_id"]]
    assert (mail["moves_to_review"], mail["falls"], mail["kind"]) == (True, True, "assessment")
    for language in ("en", "nl"):
        for number in (1, 2):
            page = tmp_path / f"{language}{number}.pdf"
            arguments = ("--format", "pdf", "--out", page, "--language", language)
            assert keerpunt("explain", out, lead, "--reason", "x", *arguments).code == 0
        body = (tmp_path / f"{language}1.pdf").read_bytes()
        assert body == (tmp_path / f"{language}2.pdf").read_bytes()
        assert body.startswith(b"%PDF-1.7")
        assert b"/Type/Pages/Count 1/" in body
    assert keerpunt("explain", out, lead, "--reason", "x", "--format", "pdf").code == 2
    taken = keerpunt("explain", out, lead, "--reason", "x", "--format", "pdf", "--out", tmp_path / "en1.pdf")
    assert taken.code == 2
    text = tmp_path / "lead.txt"
    assert keerpunt("explain", out, lead, "--reason", "x", "--out", text).code == 0
    assert text.read_text() == english.out
    assert stat.S_IMODE(text.stat().st_mode) == 0o600

"""Rotated parts of one log: silence between them is said, and what two of them hold counts once."""

from __future__ import annotations

import gzip

import pytest

from keerpunt.intake.log_parts import log_name
from tests.support.folder import declared, sources_folder
from tests.support.sources import found, short, take_in

CSV = "folder_id,bytes,item_count\n77,500,1\n78,900,30\n"


def line(day: int, clock: str, request: str = "POST /login", status: int = 200, size: int = 5, *, ip: int = 1) -> str:
    time = f"[{day:02d}/May/2024:{clock} +0000]"
    return f'192.0.2.{ip} - - {time} "{request} HTTP/1.1" {status} {size} "-" "agent"\n'


def intake(root, files, origin=None, more=None):
    blocks = declared("folders.csv", "canonical", more='table = "folder"')
    for path in files:
        blocks += declared(path, "accesslog", (origin or {}).get(path, "platform:platform-1"))
    return take_in(sources_folder(root, {"folders.csv": CSV, **files}, blocks))


def counts(taken):
    return {r["path"]: (r["read"], r["mapped"], r["excluded"]) for r in taken.receipts if r["path"] != "folders.csv"}


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("a/access.log", "a/access.log"),
        ("a/access.log.1", "a/access.log"),
        ("a/access.log.12.gz", "a/access.log"),
        ("a/access.log.gz", "a/access.log"),
        ("a/access.log-20240501", "a/access.log"),
        ("a/access.log-20240501.gz", "a/access.log"),
        ("a/access-2024-05-01.log", "a/access.log"),
        ("a/access_20240501.log.gz", "a/access.log"),
        ("b/access.log", "b/access.log"),
        ("a/access.2.log", "a/access.log"),
        ("a/web-1/error.log.3", "a/web-1/error.log"),
        ("a/shop-eu.log", "a/shop-eu.log"),
        ("a/.1", "a/.1"),
    ],
)
def test_rotation_is_taken_off_the_name(path, name):
    assert log_name(path) == name


def test_silence_between_parts_is_found_whatever_their_order(tmp_path):
    parts = {
        "access.log": line(9, "10:00:00") + line(9, "11:00:00", ip=2),
        "access.log.1": line(5, "10:00:00", ip=3) + line(6, "09:00:00", ip=4),
        "access.log.2.gz": gzip.compress((line(4, "10:00:00", ip=5) + line(5, "01:00:00", ip=6)).encode()),
    }
    for number, names in enumerate((sorted(parts), sorted(parts, reverse=True))):
        taken = intake(tmp_path / str(number), {name: parts[name] for name in names})
        assert found(taken) == {("log_gap", "between_parts"): 1}
        [row] = [row for row in taken.findings.to_pylist() if row["code"] == "log_gap"]
        [late] = [r for r in taken.receipts if r["path"] == "access.log"]
        assert row["source_sha256"] == late["sha256"]
        assert (late["log_first"], late["log_last"]) == ("2024-05-09T10:00:00Z", "2024-05-09T11:00:00Z")


def test_parts_that_follow_each_other_are_not_silent_and_logs_of_others_do_not_fill(tmp_path):
    following = {"access.log": line(6, "09:00:00"), "access.log.1": line(5, "10:00:00", ip=2)}
    assert found(intake(tmp_path / "1", following)) == {}
    other = {"access.log": line(9, "09:00:00"), "access.log.1": line(5, "10:00:00"), "other.log": line(7, "10:00:00")}
    assert found(intake(tmp_path / "2", other)) == {("log_gap", "between_parts"): 1}
    apart = {"access.log": line(9, "09:00:00"), "access.log.1": line(5, "10:00:00")}
    assert found(intake(tmp_path / "3", apart, {"access.log.1": "psp:other"})) == {}


def test_a_request_that_two_parts_hold_counts_once(tmp_path):
    common = line(5, "10:00:00") + line(5, "11:00:00", "GET /f/77/a", 206, 50)
    taken = intake(
        tmp_path / "s",
        {"access.log": common + line(6, "08:00:00"), "image2/access.log": line(4, "12:00:00") + common},
    )
    assert sorted(text[:2] for (text,) in short(taken, "session", "occurred_text")) == ["04", "05", "06"]
    assert len(short(taken, "download", "occurred_text")) == 1
    assert sorted(counts(taken).values(), key=str) == [
        (3, 1, {"duplicate_row": 2}),
        (3, 3, {}),
    ]


def test_equal_requests_of_one_part_are_several(tmp_path):
    twice = line(5, "10:00:00") * 2
    assert len(short(intake(tmp_path / "1", {"access.log": twice}), "session", "event")) == 2
    taken = intake(tmp_path / "2", {"access.log": twice, "access.log.1": line(5, "10:00:00") + line(5, "09:00:00")})
    assert len(short(taken, "session", "event")) == 3
    assert counts(taken)["access.log.1"] == (2, 1, {"duplicate_row": 1})


def test_requests_of_other_origins_or_other_agents_are_others(tmp_path):
    here, there = line(5, "10:00:00"), line(5, "10:00:00") + line(5, "11:00:00")
    taken = intake(tmp_path / "1", {"access.log": here, "copy/access.log": there}, {"access.log": "psp:other"})
    assert len(short(taken, "session", "event")) == 3
    other = here.replace("agent", "another")
    taken = intake(tmp_path / "2", {"access.log": here, "copy/access.log": other + line(5, "11:00:00")})
    assert len(short(taken, "session", "event")) == 3


def test_the_size_of_the_object_a_part_knows_does_not_tell_requests_apart(tmp_path):
    part = line(5, "10:00:00", "GET /f/78/a", 206, 50)
    whole = line(5, "11:00:00", "GET /f/78/a", 200, 80)
    taken = intake(tmp_path / "s", {"access.log": part, "copy/access.log": part + whole})
    assert len(short(taken, "download", "status")) == 2


def test_what_a_folder_states_is_the_size_of_the_object_where_it_is_the_object(tmp_path):
    requests = ("GET /f/77/a.zip", "GET /f/78/a.zip", "GET /f/78?all=1", "GET /f/78/b.zip")
    lines = [line(5, f"10:00:0{n}", request, 206, 10) for n, request in enumerate(requests)]
    lines.append(line(5, "10:00:09", "GET /f/78/a.zip", 200, 60))
    taken = intake(tmp_path / "s", {"access.log": "".join(lines)})
    rows = short(taken, "download", "occurred_text", "object_bytes")
    assert sorted((text[-9:-6], size) for text, size in rows) == [
        (":00", 500), (":01", 60), (":02", 900), (":03", None), (":09", 60),
    ]  # fmt: skip


def test_a_table_of_log_ins_that_was_seized_twice_counts_each_once(tmp_path):
    head = "platform_account_id,event,occurred,ip\n"
    first, second = (f"u1,login_ok,2024-01-0{day}T10:00:00Z,192.0.2.1\n" for day in (1, 2))
    files = {"a.csv": head + first * 2, "b.csv": head + first + second}
    blocks = "".join(declared(path, "canonical", more='table = "session"') for path in files)
    intake = take_in(sources_folder(tmp_path / "s", files, blocks))
    assert intake.tables["session"].num_rows == 3
    assert {r["path"]: r["excluded"] for r in intake.receipts} == {"a.csv": {}, "b.csv": {"duplicate_row": 1}}

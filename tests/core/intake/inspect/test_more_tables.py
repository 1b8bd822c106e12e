"""Workbooks, dumps and JSON lists: their tables, columns and counts as a person would count them."""

from __future__ import annotations

import datetime as dt
import gzip
import json

import pytest

from keerpunt.intake.inspect import dump_tables
from tests.support.inspecting import codes, of_body
from tests.support.sheets import hidden, ods, ods_row, xlsx

END = "-- Dump completed on 2024-01-01\n"
USERS = "CREATE TABLE `users` (`id` int, `username` text, `email` text, `registered` datetime);\n"


def dump(*statements: str, end: str = END) -> str:
    return "-- MySQL dump 10.13\nSET NAMES utf8mb4;\n" + "\n".join(statements) + "\n" + end


def users(*numbers: int) -> str:
    rows = ",".join(f"({n},'user{n}','u{n}@example.org','2024-01-{n % 28 + 1:02d} 10:00:00')" for n in numbers)
    return f"INSERT INTO `users` VALUES {rows};"


def tables(report) -> dict[str, tuple[int, int | None]]:
    return {each.table.shown: (each.rows, each.table.count) for each in report.tables}


def kinds(report, number: int = 0) -> dict[str, str]:
    return {column.shown: column.kind for column in report.tables[number].columns}


@pytest.mark.parametrize("pack", [False, True])
def test_a_dump_is_told_table_by_table_and_its_rows_are_counted(tmp_path, pack):
    body = dump(USERS, users(1, 2, 3), "CREATE TABLE `empty` (`id` int);", users(4, 5)).encode()
    report = of_body(tmp_path, "d.sql.gz" if pack else "d.txt", gzip.compress(body, mtime=0) if pack else body)
    assert (report.kind, report.refused) == ("dump", None)
    assert tables(report) == {"empty": (0, 0), "users": (5, 5)}
    assert kinds(report, 1) == {"id": "identifier", "username": "identifier", "email": "email", "registered": "time"}
    assert report.tables[1].to == "account"
    assert report.readings[0].tally.mapped == 5
    assert ("compression" in codes(report)) is pack


def test_the_first_rows_are_looked_at_and_all_are_counted(tmp_path):
    body = dump(USERS, *(users(*range(n, n + 10)) for n in range(0, 100, 10)))
    report = of_body(tmp_path, "d.sql", body, first=15)
    (profile,) = report.tables
    assert (profile.rows, profile.table.count, profile.whole) == (15, 100, False)
    assert {s.code: s.text for s in profile.statements}["row_count"] == "100 rows in all"
    assert all(column.rows == 15 for column in profile.columns)


def test_rows_of_two_tables_in_turns_stay_apart(tmp_path):
    other = USERS.replace("users", "members")
    turns = [text for n in range(20) for text in (users(n), users(n, n + 100).replace("users", "members"))]
    report = of_body(tmp_path, "d.sql", dump(USERS, other, *turns))
    assert tables(report) == {"members": (40, 40), "users": (20, 20)}
    assert [profile.columns[0].distinct for profile in report.tables] == [40, 20]


def test_a_table_too_scattered_is_counted_to_its_end(tmp_path, monkeypatch):
    monkeypatch.setattr(dump_tables, "_MAX_RUNS", 3)
    turns = [text for n in range(9) for text in (users(n), users(n).replace("users", "members"))]
    report = of_body(tmp_path, "d.sql", dump(USERS, USERS.replace("users", "members"), *turns))
    assert tables(report) == {"members": (9, 9), "users": (3, 9)}, "without users, members are in one piece"


def test_a_full_spool_keeps_counting(tmp_path, monkeypatch):
    monkeypatch.setattr(dump_tables, "MAX_SPOOLED", 100)
    report = of_body(tmp_path, "d.sql", dump(USERS, users(*range(50)), users(*range(50))))
    assert report.tables[0].table.count == 100
    assert report.tables[0].rows < 10


def test_a_dump_that_ends_too_early_is_told_up_to_there_and_refused(tmp_path):
    report = of_body(tmp_path, "d.sql", dump(USERS, users(1, 2), end="INSERT INTO `users` VALUES (3,'us"))
    assert tables(report) == {"users": (2, 2)}
    assert report.refused.code == "truncated"
    assert of_body(tmp_path, "e.sql", dump(USERS, users(1), end="")).refused.code == "truncated"


def test_a_table_whose_columns_no_statement_tells_is_counted_only(tmp_path):
    report = of_body(tmp_path, "d.sql", dump(USERS, users(1), "INSERT INTO `x` VALUES (1),(2);"))
    assert tables(report) == {"users": (1, 1)}
    assert codes(report)["not_read"].startswith("2 rows of 1 further table")
    alone = of_body(tmp_path, "e.sql", "INSERT INTO `x` VALUES (1),(2);\n")
    assert alone.refused.code == "no_record"


def test_a_dump_of_more_tables_than_are_looked_at_is_counted(tmp_path, monkeypatch):
    monkeypatch.setattr(dump_tables, "MAX_TABLES", 3)
    made = [USERS.replace("users", f"t{n}") + users(1, 2).replace("users", f"t{n}") for n in range(9)]
    report = of_body(tmp_path, "d.sql", dump(*made))
    assert tables(report) == {"t0": (2, 2), "t1": (2, 2), "t2": (2, 2)}
    assert codes(report)["not_read"].startswith("12 rows of 6 further tables")


def test_tables_of_one_name_in_two_databases_are_named_with_them(tmp_path):
    report = of_body(tmp_path, "d.sql", dump("USE `one`;", USERS, users(1), "USE `two`;", USERS, users(1, 2)))
    assert tables(report) == {"one.users": (1, 1), "two.users": (2, 2)}


def test_the_zone_that_a_dump_states_counts_for_timestamps_alone(tmp_path):
    row = "('2024-01-05 10:00:00','2024-01-05 10:00:00')"
    made = f"CREATE TABLE `l` (`a` timestamp, `b` datetime);\nINSERT INTO `l` VALUES {row};"
    report = of_body(tmp_path, "d.sql", dump("SET TIME_ZONE='+00:00';", made))
    stamp, local = report.tables[0].columns
    assert (stamp.time.zone, codes(stamp)["zone"]) == ("record", "its zone is UTC")
    assert local.time.zone == "declare"
    unstated = of_body(tmp_path, "e.sql", dump(made)).tables[0]
    assert [column.time.zone for column in unstated.columns] == ["declare", "declare"]
    assert "in the zone of the server" in {s.code: s.text for s in unstated.statements}["timestamp"]


def test_rows_that_cannot_be_read_and_text_encoded_twice_are_counted(tmp_path):
    twice = "Jos\u00e9".encode().decode("latin-1")
    report = of_body(tmp_path, "d.sql", dump(USERS, f"INSERT INTO `users` VALUES (1,'{twice}',NULL,NULL),(2);"))
    (profile,) = report.tables
    assert profile.rejected == {"unknown_record": 1}
    assert "double_utf8" in {s.code for s in profile.statements}


def test_a_dump_of_another_database_is_refused_by_name(tmp_path):
    report = of_body(tmp_path, "d.sql", "-- PostgreSQL database dump\nCOPY users (id) FROM stdin;\n1\n\\.\n")
    assert report.refused.code == "unknown_format"
    assert "another database" in report.refused.message


ROWS = [["Lijst van klanten"], [None], ["user_id", "email", "registered", "saldo", "uur"]]
NUMBERED = [
    *ROWS,
    [1, "a@example.org", (45300.5, "yyyy-mm-dd hh:mm"), 12.5, (0.5, "hh:mm")],
    [2, "b@example.org", (45301.5, "yyyy-mm-dd hh:mm"), 0.25, (0.25, "hh:mm")],
]


def test_a_sheet_below_other_rows_with_days_and_numbers_as_they_are_seen(tmp_path):
    report = of_body(tmp_path, "a.xlsx", xlsx(("Sheet1", NUMBERED)))
    assert (report.kind, report.refused) == ("sheet", None)
    (profile,) = report.tables
    found = kinds(report)
    del found["uur"]
    assert found == {"user_id": "identifier", "email": "email", "registered": "time", "saldo": "amount"}
    assert "2 values are no text" in codes(profile.columns[4])["not_text"]
    assert {s.code: s.text for s in profile.statements}["header_line"] == "the header stands below 1 row of other text"
    assert (profile.rows, profile.table.count) == (2, 2)


def test_an_opendocument_sheet_and_days_of_its_own(tmp_path):
    body = ods([ods_row("user_id", "email", "registered"), ods_row(1, "a@example.org", dt.date(2024, 1, 5))])
    report = of_body(tmp_path, "a.ods", body)
    assert kinds(report) == {"user_id": "whole", "email": "email", "registered": "time"}
    assert report.readings[0].tally.mapped == 1


def test_sheets_are_named_as_programs_name_them_and_no_other_name_is_shown(tmp_path):
    head = ["user_id", "email"]
    report = of_body(tmp_path, "a.xlsx", xlsx(("Blad1", [head, [1, "a"]]), ("Zebedee", [head, [1, "a"]]), ("x", [])))
    assert [each.table.shown for each in report.tables] == ["Blad1", "sheet 2"]
    assert "Zebedee" not in json.dumps(report.as_dict())
    assert codes(report)["blank_sheets"].startswith("1 sheet ")


def test_a_hidden_sheet_is_said(tmp_path):
    report = of_body(tmp_path, "a.xlsx", hidden(xlsx(("Sheet1", [["user_id", "email"], [1, "a"]]))))
    assert "hidden_sheet" in {s.code for s in report.tables[0].statements}


@pytest.mark.parametrize(
    ("name", "body", "code"),
    [
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "unknown_format"),
        ("a.xlsx", b"PK\x03\x04....", "truncated"),
        ("b.xlsx", xlsx(("Sheet1", [["id"]]))[:-200], "truncated"),
    ],
)
def test_what_is_no_workbook_that_run_reads_is_refused(tmp_path, name, body, code):
    assert of_body(tmp_path, name, body).refused.code == code


def test_a_json_list_of_objects_is_a_table_of_its_keys(tmp_path):
    found = [{"user_id": n, "email": f"u{n}@example.org", "seen": {"ip": "192.0.2.1"}} for n in range(1, 4)]
    report = of_body(tmp_path, "a.json", json.dumps([*found, "no object"], indent=1))
    assert (report.kind, report.refused) == ("json", None)
    assert kinds(report) == {"user_id": "identifier", "email": "email", "seen.ip": "ip"}
    assert (report.tables[0].rows, report.tables[0].rejected) == (3, {"unknown_record": 1})


def test_a_json_list_that_ends_too_early_is_refused(tmp_path):
    assert of_body(tmp_path, "a.json", '[{"user_id": 1}, {"user').refused.code == "truncated"

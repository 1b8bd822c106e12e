from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pytest

from keerpunt.errors import InputRefused
from keerpunt.intake.reader import Reader
from keerpunt.model.tables import CANONICAL
from tests.support.inspecting import codes, inspected, of_body

GOLDEN = Path(__file__).parents[3] / "golden"
LINE = '192.0.2.1 - - [10/Oct/2023:13:55:36 +0000] "POST /login HTTP/1.1" 200 5 "-" "agent"\n'


@pytest.mark.parametrize(
    ("path", "name", "sign"),
    [
        ("stripe/charges.jsonl", "stripe", "object_key"),
        ("camt/batch-v8.xml", "camt", "namespace"),
        ("accesslog/combined.log", "accesslog", "log_lines"),
    ],
)
def test_a_known_format_is_recognised_with_its_evidence_and_read_dry(path, name, sign):
    report = inspected(GOLDEN / path)
    assert (report.status, report.format) == ("recognised", name)
    assert sign in codes(report)
    (reading,) = report.readings
    tally = reading.tally
    assert tally.read == tally.mapped + tally.excluded.total() + tally.rejected.total() > 0
    assert reading.cannot_tell


def test_totals_expected_and_found_are_told():
    (reading,) = inspected(GOLDEN / "camt/batch-v8.xml").as_dict()["readings"]
    assert reading["totals"]
    assert all(total["holds"] is (total["expected"] == total["found"]) for total in reading["totals"])


def test_a_total_that_does_not_hold_is_what_run_would_refuse(tmp_path):
    body = (GOLDEN / "camt/batch-v8.xml").read_text(encoding="utf-8")
    start = body.index("<NbOfNtries>") + len("<NbOfNtries>")
    spoilt = body[:start] + "99" + body[body.index("<", start) :]
    report = of_body(tmp_path, "b.xml", spoilt)
    assert report.refused is not None
    assert report.refused.code == "total_mismatch"
    assert any(not total["holds"] for total in report.readings[0].as_dict()["totals"])


def test_a_log_inside_gzip_is_told(tmp_path):
    report = of_body(tmp_path, "a.log.gz", gzip.compress(LINE.encode()))
    assert report.format == "accesslog"
    assert "gzip" in codes(report)["first_bytes"]
    assert "alone" in {s.code for s in report.readings[0].statements}


def test_several_readers_are_said_and_none_is_chosen(tmp_path):
    def twin(name: str) -> Reader:
        return Reader(name, "1", ("session",), lambda _head, _name: True, lambda _stream, _context: iter(()))

    path = tmp_path / "a.log"
    path.write_text(LINE)
    from keerpunt.intake.inspect import Scope, inspect_file
    from keerpunt.model.progress import Silent
    from tests.support.inspecting import TODAY

    report = inspect_file(path, Scope(TODAY), Silent(), readers={"one": twin("one"), "two": twin("two")})
    assert (report.status, report.formats, report.format) == ("several", ("one", "two"), "")
    assert "a human must name" in codes(report)["format"]
    assert len(report.readings) == 2


@pytest.mark.parametrize(
    ("name", "body", "sign"),
    [
        ("a.pdf", b"%PDF-1.7 ...", "a PDF document"),
        ("a.zip", b"PK\x03\x04....", "a ZIP archive"),
        ("a.json", b'["a", 1]', "JSON list"),
        ("a.xml", b"<other/>", "XML"),
        ("a.txt", b"once upon a time\nthere was\n", "no table"),
        ("a.csv.gz", gzip.compress(b"id,name\n1,2\n", mtime=0), "unpack"),
    ],
)
def test_what_nothing_reads_is_named_and_refused(tmp_path, name, body, sign):
    report = of_body(tmp_path, name, body)
    assert report.status == "unknown"
    assert report.refused is not None
    assert sign in report.refused.message


def test_text_that_is_none_is_refused_with_its_place(tmp_path):
    report = of_body(tmp_path, "a.csv", b"id,na\0me\n1,2\n")
    assert (report.status, report.refused.code) == ("refused", "bad_encoding")


def test_an_empty_file_is_no_refusal(tmp_path):
    report = of_body(tmp_path, "a.csv", b"")
    assert (report.status, report.refused) == ("empty", None)


def test_a_canonical_header_names_its_table_and_is_read_dry(tmp_path):
    body = "provider,customer_ref,response,full_name\nbank one,c1,match,Anna Voorbeeld\nbank one,c2,maybe,x\n"
    report = of_body(tmp_path, "r.csv", body)
    assert (report.status, report.format, report.table) == ("canonical", "canonical", "subscriber")
    assert dict(report.readings[0].tally.rejected) == {"unknown_record": 1}
    assert report.draft is None


def test_a_header_that_fits_several_canonical_tables_is_left_to_a_human(tmp_path):
    report = of_body(tmp_path, "r.csv", "psp,psp_ref\nstripe,ch_1\n")
    assert report.status == "canonical"
    assert report.table == ""
    assert set(report.fits) == {"payment_check", "dispute"}


def test_every_canonical_table_is_known_by_its_own_header(tmp_path):
    from keerpunt.intake.tabular.row_maker import currency_name
    from keerpunt.model.schema import Kind

    for name, table in CANONICAL.items():
        if not any(field.essential for field in table.fields):
            continue
        columns = [field.name for field in table.fields]
        columns += [currency_name(field) for field in table.fields if field.kind is Kind.MONEY]
        report = of_body(tmp_path, f"{name}.csv", ",".join(columns) + "\n")
        assert (report.status, report.table) == ("canonical", name)


def test_times_without_zone_are_read_on_trial_and_both_counts_are_told(tmp_path):
    body = "platform_account_id,event,occurred\nu1,login_ok,2024-01-02T10:00:00\nu1,logout,2024-01-02T10:00:00Z\n"
    (reading,) = of_body(tmp_path, "s.csv", body).readings
    assert (reading.zone, reading.without_zone, reading.tally.mapped) == ("UTC", 1, 2)
    assert any(s.code == "zone" and "must be declared" in s.text for s in reading.statements)


def test_a_first_line_that_is_a_record_is_not_shown_and_no_map_is_drafted(tmp_path):
    body = "Jan de Vries;jan@example.org;12-03-1980\nPiet Jansen;piet@example.org;01-01-1970\n"
    report = of_body(tmp_path, "a.csv", body)
    assert "header" in codes(report)
    assert [c.shown for c in report.tables[0].columns] == ["column 1", "column 2", "column 3"]
    assert not report.draft.parses
    assert "Jan" not in json.dumps(report.as_dict())


def test_a_human_may_say_that_the_first_line_is_a_header(tmp_path):
    body = "klucz;nazwisko\n1;x\n2;y\n"
    assert of_body(tmp_path, "a.csv", body).tables[0].columns[0].shown == "column 1"
    assert of_body(tmp_path, "a.csv", body, header=True).tables[0].columns[0].shown == "klucz"


def test_encodings_and_delimiters_are_told_with_their_evidence(tmp_path):
    said = codes(of_body(tmp_path, "a.csv", "id;naam;straße\n1;Ä;x\n".encode("cp1252")))
    assert said["encoding"] == "the encoding is cp1252"
    assert said["delimiter"] == "the delimiter is a semicolon"
    assert "utf-16" in codes(of_body(tmp_path, "b.csv", "id\tname\n1\tx\n".encode("utf-16")))["encoding"]


def test_ragged_rows_are_counted(tmp_path):
    (profile,) = of_body(tmp_path, "a.csv", "id,name\n1,x\n2\n3,y\n").tables
    assert (profile.rows, profile.rejected) == (2, {"unknown_record": 1})


def test_what_is_no_file_is_refused(tmp_path):
    with pytest.raises(InputRefused):
        inspected(tmp_path / "none")
    (tmp_path / "link").symlink_to("/etc/hostname")
    with pytest.raises(InputRefused, match="link"):
        inspected(tmp_path / "link")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputRefused, match="pipe"):
        inspected(tmp_path / "pipe")


def test_the_same_file_gives_the_same_report(tmp_path):
    body = (GOLDEN / "inspect/users.csv").read_bytes()
    assert of_body(tmp_path, "a.csv", body).as_dict() == of_body(tmp_path, "a.csv", body).as_dict()


def test_a_table_of_very_many_columns_is_looked_at_in_part(tmp_path):
    names = ",".join(f"field_{n}" for n in range(900))
    report = of_body(tmp_path, "a.csv", f"id,{names}\n1{',x' * 900}\n")
    assert len(report.tables[0].columns) == 300
    assert "more_columns" in codes(report)


def test_keys_of_json_that_are_persons_are_not_shown(tmp_path):
    rows = [{"id": n, "members": {f"Zebedee Canary {n}": 1, f"zebedee{n}": 2}} for n in range(50)]
    report = of_body(tmp_path, "a.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
    assert "ebedee" not in json.dumps(report.as_dict())
    assert report.tables[0].columns[0].shown == "id"

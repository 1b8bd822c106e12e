from __future__ import annotations

import datetime as dt

from tests.support.folder import declared, sources_folder
from tests.support.sources import canonical, found, take_in, toy_reader

PAYMENTS = (
    "psp,psp_ref,initiated,amount,currency\n"
    "stripe,ch_1,2024-03-01T23:30:00Z,1.00,EUR\nstripe,ch_2,2024-01-05T10:00:00Z,1.00,EUR\n"
)


def covered(intake):
    return {
        (row["table_name"], row["basis"]): (row["covers_from"], row["covers_to"]) for row in intake.coverage.to_pylist()
    }


def payments(root, more="", body=PAYMENTS):
    return sources_folder(root, {"p.csv": body}, declared("p.csv", "canonical", more=f'table = "payment"\n{more}'))


SPAN = (dt.date(2024, 1, 5), dt.date(2024, 3, 1))


def test_rows_cover_from_the_first_to_the_last_and_nothing_else(tmp_path):
    assert covered(take_in(payments(tmp_path / "s"))) == {("payment", "rows"): SPAN}


def test_a_declaration_covers_its_period_also_without_rows(tmp_path):
    more = 'covers = ["payment", "dispute"]\ncovers_from = 2023-01-01\ncovers_to = 2024-12-31'
    period = (dt.date(2023, 1, 1), dt.date(2024, 12, 31))
    assert covered(take_in(payments(tmp_path / "s", more))) == {
        ("payment", "rows"): SPAN,
        ("payment", "declared"): period,
        ("dispute", "declared"): period,
    }


def test_a_declaration_without_days_covers_what_the_file_yielded(tmp_path):
    intake = take_in(payments(tmp_path / "s", 'covers = ["payment", "dispute"]'))
    assert covered(intake)["dispute", "declared"] == SPAN
    one_end = take_in(payments(tmp_path / "t", 'covers = ["payment"]\ncovers_to = 2024-06-30'))
    assert covered(one_end)["payment", "declared"] == (SPAN[0], dt.date(2024, 6, 30))


def test_a_declaration_without_any_known_day_covers_nothing_and_says_so(tmp_path):
    body = "provider,customer_ref,response\np,c1,match\n"
    block = declared("s.csv", "canonical", origin="bank:p", more='table = "subscriber"\ncovers = ["fraud_report"]')
    intake = take_in(sources_folder(tmp_path / "s", {"s.csv": body}, block))
    assert covered(intake) == {}
    assert found(intake) == {("coverage_without_period", "fraud_report"): 1}


def test_that_a_reader_could_have_yielded_a_table_is_no_coverage(tmp_path):
    readers = toy_reader([("payment", {"psp": "x", "psp_ref": "1"})], tables=("payment", "dispute"))
    root = sources_folder(tmp_path / "s", {"a.txt": "x"}, declared("a.txt", "toy"))
    assert covered(take_in(root, readers=readers)) == {("payment", "rows"): (dt.date(2024, 1, 1), dt.date(2024, 1, 1))}


def test_objects_that_are_complete_by_nature_cover_the_period_of_their_payments(tmp_path):
    readers = toy_reader(
        [("payment", {"psp": "x", "psp_ref": "1"}), ("payment_check", {"psp": "x", "psp_ref": "1"})],
        object_complete=("payment_check", "dispute"),
    )
    root = sources_folder(tmp_path / "s", {"a.txt": "x"}, declared("a.txt", "toy"))
    day = (dt.date(2024, 1, 1), dt.date(2024, 1, 1))
    assert covered(take_in(root, readers=readers)) == {
        ("payment", "rows"): day,
        ("payment_check", "rows"): day,
        ("payment_check", "object"): day,
        ("dispute", "object"): day,
    }


def test_the_receipt_says_the_same(tmp_path):
    intake = take_in(canonical(tmp_path / "s", payment=PAYMENTS))
    assert intake.receipts[0]["coverage"] == [
        {"table": "payment", "from": "2024-01-05", "to": "2024-03-01", "basis": "rows"}
    ]
    assert (intake.receipts[0]["first"], intake.receipts[0]["last"]) == ("2024-01-05T10:00:00Z", "2024-03-01T23:30:00Z")
    assert intake.receipts[0]["zones"] == ["UTC (in_record)"]


def test_linked_addresses_without_interval_are_counted(tmp_path):
    body = (
        "provider,customer_ref,response,linked_kind,linked_value,valid_from\n"
        "p,c1,match,ip,192.0.2.1,\np,c2,match,ip,192.0.2.1,2024-01-01T00:00:00Z\np,c3,match,email,a@mail.example.org,\n"
    )
    leases = "provider,customer_ref,ip,response\ni,c1,192.0.2.1,\ni,c2,192.0.2.2,no_match\n"
    intake = take_in(canonical(tmp_path / "s", subscriber=body, ip_assignment=leases))
    assert found(intake) == {
        ("no_interval", "subscriber.valid_from"): 1,
        ("no_interval", "ip_assignment.valid_from"): 1,
    }

from __future__ import annotations

import datetime as dt

import pytest

from keerpunt.errors import SourceRefused
from keerpunt.intake.settings import IntakeSettings
from keerpunt.model.schema import Kind
from keerpunt.model.tables import CANONICAL, table
from tests.support.folder import declared, sources_folder
from tests.support.sources import canonical, found, rejected, short, take_in

PAY = "psp,psp_ref,initiated,amount,currency"


def one(intake, name):
    (row,) = intake.tables[name].to_pylist()
    return row


def test_a_row_is_read_by_the_kinds_of_its_fields(tmp_path):
    body = (
        "provider,customer_ref,response,full_name,birthdate,country,emails,phones,verification,valid_from,valid_to,"
        "linked_kind,linked_amount,linked_at\n"
        'bank-a,c1,match,"Nobody, A.",1980-02-29,NL,a@mail.example.org|b@mail.example.org,|,in_person,'
        "2024-01-01,2024-06-01T10:00:00+02:00,wallet,12.50 EUR,2024-03-03T03:03:03Z\n"
    )
    row = one(take_in(canonical(tmp_path / "s", subscriber=body)), "subscriber")
    assert row["full_name"] == "Nobody, A."
    assert row["birthdate"] == dt.date(1980, 2, 29)
    assert row["emails"] == ["a@mail.example.org", "b@mail.example.org"]
    assert row["phones"] == []
    assert (row["valid_from_precision"], row["valid_from_zone_basis"]) == ("day", "source_setting")
    assert row["valid_from_utc"] == dt.datetime(2023, 12, 31, 23, tzinfo=dt.UTC)
    assert (row["valid_to_utc"], row["valid_to_zone"]) == (dt.datetime(2024, 6, 1, 8, tzinfo=dt.UTC), "+02:00")
    assert (row["linked_amount_minor"], row["linked_currency"], row["linked_exponent"]) == (1250, "EUR", 2)
    assert row["linked_at_text"] == "2024-03-03T03:03:03Z"


def test_absent_and_blank_are_unknown_never_zero_false_or_empty(tmp_path):
    body = "provider,customer_ref,response,birthdate,country,emails,verification,valid_from\np,c1,match,,, ,,\n"
    row = one(take_in(canonical(tmp_path / "s", subscriber=body)), "subscriber")
    for name, field in ((f.name, f) for f in table("subscriber").fields):
        if name in ("provider", "customer_ref", "response"):
            continue
        if field.kind is Kind.INSTANT:
            assert (row[f"{name}_utc"], row[f"{name}_precision"]) == (None, "unknown")
        elif field.kind is Kind.MONEY:
            assert row[f"{name}_minor"] is None
        else:
            assert row[name] == field.missing


def test_every_canonical_table_can_be_read_from_all_of_its_columns(tmp_path):
    """A full header with one row of essentials and blanks elsewhere gives that row, for every table."""
    essentials = {
        "initiated": "2024-01-01T00:00:00Z", "occurred": "2024-01-01T00:00:00Z", "amount": "1.00", "currency": "EUR",
        "code": "stolen", "response": "match", "kind": "same_person",
    }  # fmt: skip
    for name, definition in CANONICAL.items():
        header, cells = [], []
        for field in definition.fields:
            header.append(field.name)
            cells.append(essentials.get(field.name, "sha1" if field.values else "7") if field.essential else "")
            if field.kind is Kind.MONEY and not field.name.startswith("linked"):
                header.append("currency")
                cells.append("EUR" if field.essential else "")
        body = ",".join(header) + "\n" + ",".join(cells) + "\n"
        needed = "n_read,n_kept,n_rejected" if name == "list_release" else ""
        if needed:
            body = "release_id,n_read,n_kept,n_rejected\nr,1,1,0\n"
        intake = take_in(canonical(tmp_path / name, **{name: body}))
        assert intake.tables[name].num_rows == 1, (name, rejected(intake))


def test_an_unknown_column_is_refused_by_its_number_and_not_by_its_text(tmp_path):
    with pytest.raises(SourceRefused) as raised:
        take_in(canonical(tmp_path / "s", account="platform_account_id,Zebedee Canary\nu1,x\n"))
    assert str(raised.value) == "account.csv line:1: column 2 of the header is no column of table account"


def test_stored_column_names_are_not_the_contracts(tmp_path):
    for column in ("registered_utc", "record_keys", "amount_minor", "exponent"):
        with pytest.raises(SourceRefused, match="is no column of table"):
            take_in(canonical(tmp_path / column, account=f"platform_account_id,{column}\nu1,x\n"))


def test_a_repeated_column_is_refused(tmp_path):
    with pytest.raises(SourceRefused, match="column 3 of the header repeats another one"):
        take_in(canonical(tmp_path / "s", account="platform_account_id,email,email\nu1,x,y\n"))


def test_common_columns_are_passed_over_and_counted(tmp_path):
    body = "platform_account_id,origin,record_key,legal_basis\nu1,bank:other,account:zzz,none\n"
    intake = take_in(canonical(tmp_path / "s", account=body))
    assert short(intake, "account", "record_key", "origin", "legal_basis") == [
        ("account:u1", "platform:platform-1", "order 1")
    ]
    assert {column for code, column in found(intake) if code == "common_column_ignored"} == {
        "origin", "record_key", "legal_basis",
    }  # fmt: skip


def test_essential_values_reject_the_row_and_others_become_unknown(tmp_path):
    body = (
        f"{PAY},ip,billing_country,status\n"
        "stripe,a,yesterday,1.00,EUR,,,\nstripe,b,2024-01-01T00:00:00Z,1.005,EUR,,,\n"
        "stripe,c,2024-01-01T00:00:00Z,x,EUR,,,\nstripe,d,2024-01-01T00:00:00Z,1.00,QQQ,,,\n"
        "stripe,,2024-01-01T00:00:00Z,1.00,EUR,,,\n,e,2024-01-01T00:00:00Z,1.00,EUR,,,\n"
        "stripe,f,2024-01-01T00:00:00Z,1.00,EUR,,Holland,splendid\nstripe,g,,1.00,EUR,,,\n"
    )
    intake = take_in(canonical(tmp_path / "s", payment=body))
    assert rejected(intake) == [
        ("line:2", "bad_time"), ("line:3", "amount_not_exact"), ("line:4", "bad_amount"), ("line:5", "bad_currency"),
        ("line:6", "missing_key"), ("line:7", "missing_key"), ("line:9", "bad_time"),
    ]  # fmt: skip
    assert short(intake, "payment", "psp_ref", "billing_country", "status") == [("f", "XX", "unknown")]
    assert found(intake) == {("unreadable_value", "billing_country"): 1, ("unreadable_value", "status"): 1}
    receipt = intake.receipts[0]
    assert receipt["read"] == 8 == receipt["mapped"] + sum(receipt["rejected"].values())


@pytest.mark.parametrize(
    ("header", "cells", "expected"),
    [
        ("order_id", "o1", ("in", "payment")),
        ("platform_account_id", "u1", ("in", "payment")),
        ("payer_name", "A. Nobody", ("unknown", "unknown")),
        ("order_id,parent_psp_ref", "o1,ch_0", ("unknown", "unknown")),
        ("order_id,direction", "o1,out", ("out", "unknown")),
        ("order_id,row_kind", "o1,refund", ("unknown", "refund")),
        ("order_id,direction,row_kind", "o1,,", ("in", "payment")),
    ],
)
def test_a_payment_that_leaves_its_direction_open(tmp_path, header, cells, expected):
    body = f"{PAY},{header}\nstripe,ch_1,2024-01-01T00:00:00Z,1.00,EUR,{cells}\n"
    assert short(take_in(canonical(tmp_path / "s", payment=body)), "payment", "direction", "row_kind") == [expected]


@pytest.mark.parametrize("amount", ["0", "0.00", "-1.00", "\u22121.00"])
def test_an_amount_that_is_not_above_zero_is_no_incoming_payment(tmp_path, amount):
    body = f"{PAY},order_id\nstripe,ch_1,2024-01-01T00:00:00Z,{amount},EUR,o1\n"
    intake = take_in(canonical(tmp_path / "s", payment=body))
    assert short(intake, "payment", "direction", "row_kind") == [("unknown", "unknown")]
    assert one(intake, "payment")["amount_minor"] >= 0


def test_a_fingerprint_is_of_the_scope_of_its_source_unless_it_says_otherwise(tmp_path):
    body = f"{PAY},fingerprint,fingerprint_scope\n"
    for n, cells in enumerate(("fp,", "fp,psp:other", ",")):
        body += f"stripe,{n},2024-01-01T00:00:00Z,1.00,EUR,{cells}\n"
    assert short(take_in(canonical(tmp_path / "s", payment=body)), "payment", "fingerprint_scope") == [
        ("platform:platform-1",), ("psp:other",), (None,),
    ]  # fmt: skip


def test_an_address_assignment_without_answer_is_a_match(tmp_path):
    body = "provider,customer_ref,ip,valid_from,response\np,c,192.0.2.1,2024-01-01,\np,c,192.0.2.1,2024-01-01,refused\n"
    assert short(take_in(canonical(tmp_path / "s", ip_assignment=body)), "ip_assignment", "response") == [
        ("match",), ("refused",),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["0012345E6789", "00000000", "1e5", "5E12", "1234567890123456789012", "01234"])
def test_identifiers_stay_as_they_were_written(tmp_path, text):
    intake = take_in(canonical(tmp_path / "s", purchase_order=f"order_id\n{text}\n"))
    assert short(intake, "purchase_order", "order_id") == [(text,)]


@pytest.mark.parametrize("text", ["1.23457E+15", "4,11111E+15", "5E+12", "1.2e+20"])
def test_a_number_that_a_spreadsheet_rounded_is_no_identifier(tmp_path, text):
    intake = take_in(canonical(tmp_path / "s", purchase_order=f"order_id;product\n{text};x\no2;y\n"))
    assert rejected(intake) == [("line:2", "bad_identifier")]


def test_a_header_alone_states_zero_and_a_file_of_blanks_does_not(tmp_path):
    intake = take_in(canonical(tmp_path / "s", account="platform_account_id,username\n"))
    assert intake.receipts[0]["read"] == 0
    for n, body in enumerate(("\n", " \n\n", ",,\n")):
        with pytest.raises(SourceRefused, match=r"account\.csv"):
            take_in(canonical(tmp_path / str(n), account=body))


def test_a_header_that_comes_again_is_excluded_and_blank_lines_are_no_records(tmp_path):
    body = "platform_account_id,username\nu1,a\n\nplatform_account_id,username\nu2,b\n"
    receipt = take_in(canonical(tmp_path / "s", account=body)).receipts[0]
    assert (receipt["mapped"], receipt["excluded"], receipt["read"]) == (2, {"header": 1}, 3)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_encoding_delimiter_and_line_ends_change_nothing(tmp_path, encoding, mark, end):
    body = end.join((f"platform_account_id{mark}self_name{mark}locale", f'u1{mark}"Zoë{mark} X"{mark}nl', "")).encode(
        encoding
    )
    intake = take_in(canonical(tmp_path / "s", account=body))
    assert short(intake, "account", "self_name", "locale", "source_locator") == [(f"Zoë{mark} X", "nl", "line:2")]
    assert intake.receipts[0]["encoding_evidence"]


def test_quoted_lines_keep_true_locators(tmp_path):
    body = 'platform_account_id,self_name\nu1,"two\nlines"\nu2,"with ""quotes"""\n'
    assert short(take_in(canonical(tmp_path / "s", account=body)), "account", "self_name", "source_locator") == [
        ("two\nlines", "line:2"), ('with "quotes"', "line:4"),
    ]  # fmt: skip


def test_each_kind_of_bad_line_is_rejected_once_per_line(tmp_path):
    long = "x" * (1 << 20)
    body = (
        b"platform_account_id,username\n"
        b"u1,fine\nu2\nu3,a,b\nu4,a\0b\nu5,caf\xe9\n" + f"u6,{long}x\n".encode() + b'u7,"open"x\n'
        b"u8,\xc3\xa9 fine\nu9,fine\n"
    )
    intake = take_in(canonical(tmp_path / "s", account=body))
    assert sorted(rejected(intake)) == [
        ("line:3", "unknown_record"), ("line:4", "unknown_record"), ("line:5", "bad_encoding"),
        ("line:6", "bad_encoding"), ("line:7", "too_long"), ("line:8", "unknown_record"),
    ]  # fmt: skip
    assert [key for (key,) in short(intake, "account", "platform_account_id")] == ["u1", "u8", "u9"]
    assert intake.receipts[0]["read"] == 9


def test_a_quote_that_never_ends_loses_no_line_without_a_word(tmp_path):
    body = 'platform_account_id,username\nu1,a\nu2,"open\nu3,c\nu4,d\n'
    intake = take_in(canonical(tmp_path / "s", account=body))
    assert rejected(intake) == [("line:3", "truncated"), ("line:4", "truncated"), ("line:5", "truncated")]
    assert intake.receipts[0]["read"] == 4


def test_a_last_line_without_end_is_told(tmp_path):
    cut = take_in(canonical(tmp_path / "a", account="platform_account_id,username\nu1,a\nu2"))
    assert rejected(cut) == [("line:3", "truncated")]
    whole = take_in(canonical(tmp_path / "b", account="platform_account_id,username\nu1,a\nu2,b"))
    assert found(whole) == {("no_final_newline", ""): 1}
    assert whole.receipts[0]["mapped"] == 2


def test_an_over_long_line_is_rejected_and_the_rest_is_read(tmp_path):
    body = b"platform_account_id,username\nu1," + b"x" * (17 << 20) + b"\nu2,b\n"
    intake = take_in(canonical(tmp_path / "s", account=body))
    assert rejected(intake) == [("line:2", "too_long")]
    assert short(intake, "account", "username") == [("b",)]


def test_local_times_use_the_source_then_the_platform_and_say_how_they_know(tmp_path):
    body = "platform_account_id,registered\nu1,2024-07-01T10:00:00\nu2,2024-07-01T10:00:00Z\n"
    for n, (more, expected) in enumerate((("", "Europe/Copenhagen"), ('time_zone = "Asia/Tokyo"', "Asia/Tokyo"))):
        block = declared("a.csv", "canonical", more=f'table = "account"\n{more}')
        intake = take_in(sources_folder(tmp_path / str(n), {"a.csv": body}, block))
        assert short(intake, "account", "registered_zone", "registered_zone_basis") == [
            (expected, "source_setting"), ("UTC", "in_record"),
        ]  # fmt: skip
    root = sources_folder(tmp_path / "x", {"a.csv": body}, declared("a.csv", "canonical", more='table = "account"'))
    text = (root / "operation.toml").read_text()
    (root / "operation.toml").write_text(text.replace('"documented"', '"assumed"').replace("time_zone_ref", "#"))
    assert short(take_in(root), "account", "registered_zone_basis")[0] == ("assumed",)
    no_zone = text.replace('time_zone = "Europe/Copenhagen"', "").replace("time_zone_", "#")
    (root / "operation.toml").write_text(no_zone)
    intake = take_in(root)
    assert short(intake, "account", "registered_utc")[0] == (None,)
    assert found(intake) == {("unreadable_value", "registered"): 1}


def test_hours_that_a_zone_skips_are_a_sign_of_the_wrong_zone(tmp_path):
    body = "platform_account_id,registered\nu1,2024-03-31T02:30:00\nu2,2024-10-27T02:30:00\n"
    intake = take_in(canonical(tmp_path / "s", account=body))
    assert short(intake, "account", "registered_precision") == [("ambiguous_hour",)] * 2
    assert found(intake) == {("nonexistent_time", "registered"): 1}


def test_days_in_digits_are_never_read_as_iso(tmp_path):
    body = f"{PAY}\nstripe,a,03/04/2024,1.00,EUR\n"
    assert rejected(take_in(canonical(tmp_path / "s", payment=body))) == [("line:2", "bad_time")]


def test_batches_do_not_show(tmp_path):
    body = "platform_account_id\n" + "".join(f"u{n}\n" for n in range(25))
    root = canonical(tmp_path / "s", account=body)
    assert take_in(root, settings=IntakeSettings(batch_rows=7)).tables == take_in(root).tables

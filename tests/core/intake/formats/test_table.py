from __future__ import annotations

import pytest

from keerpunt.errors import InputRefused, SourceRefused
from tests.support.sources import found, mapped, rejected, short, take_in

ACCOUNT = """[[table]]
to = "account"
[table.columns]
platform_account_id = "id"
"""
PAYMENT = """[[table]]
to = "payment"
[table.columns]
psp = { const = "example" }
psp_ref = "ref"
initiated = { column = "when", format = "iso" }
amount = "sum"
currency = { const = "EUR" }
"""


def test_a_map_names_columns_constants_words_and_notations(tmp_path):
    map_text = """
[[table]]
to = "purchase_order"
[table.columns]
order_id = "nr"
platform_account_id = "user"
psp = { const = "example" }
placed = { column = "day", format = "%d.%m.%Y %H:%M", zone = "America/New_York" }
amount = { column = "price", decimal = ",", thousands = "." }
currency = "cur"
product = { column = "kind", values = { "1" = "month", "2" = "year", "-" = "" } }
"""
    body = "user;nr;day;price;cur;kind;more\nu1;o1;01.07.2024 10:00;1.234,50;eur;1;x\nu2;o2;;;;-;\nu3;o3;;;;9;\n"
    intake = take_in(mapped(tmp_path / "s", "orders.csv", body, map_text))
    assert short(intake, "purchase_order", "order_id", "psp", "amount_minor", "currency", "product") == [
        ("o1", "example", 123450, "EUR", "month"),
        ("o2", "example", None, None, None),
        ("o3", "example", None, None, "9"),
    ]  # fmt: skip
    assert short(intake, "purchase_order", "placed_text", "placed_zone", "placed_zone_basis")[0] == (
        "01.07.2024 10:00", "America/New_York", "source_setting",
    )  # fmt: skip
    assert intake.tables["purchase_order"]["placed_utc"][0].as_py().isoformat() == "2024-07-01T14:00:00+00:00"
    receipt = intake.receipts[0]
    assert (receipt["delimiter"], receipt["reader"]) == ("semicolon", "table/2")


@pytest.mark.parametrize(
    ("option", "text", "expected"),
    [
        ('format = "unix"', "1719820800", "2024-07-01T08:00:00+00:00"),
        ('format = "unix_ms"', "1719820800000", "2024-07-01T08:00:00+00:00"),
        ('format = "iso"', "2024-07-01T10:00:00", "2024-07-01T08:00:00+00:00"),
        ('format = "%s"', "", None),
    ],
)
def test_times_are_read_as_the_map_says(tmp_path, option, text, expected):
    map_text = ACCOUNT + f'registered = {{ column = "at", {option} }}\n'
    root = mapped(tmp_path / "s", "a.csv", f"id,at\nu1,{text}\n", map_text)
    if expected is None:
        with pytest.raises(InputRefused, match=r"map\.toml: table\[0\]\.columns\.registered\.format is no usable"):
            take_in(root)
    else:
        assert take_in(root).tables["account"]["registered_utc"][0].as_py().isoformat() == expected


def test_one_line_feeds_several_tables_and_one_table_is_fed_by_several_blocks(tmp_path):
    block = '[[table]]\nto = "account"\ncolumns = {{ platform_account_id = "{}" }}\n'
    map_text = (
        block.format("buyer")
        + block.format("seller")
        + ('[[table]]\nto = "purchase_order"\ncolumns = { order_id = "nr", platform_account_id = "buyer" }\n')
    )
    body = "nr,buyer,seller\no1,u1,u2\n,u3,u4\n"
    intake = take_in(mapped(tmp_path / "s", "a.csv", body, map_text))
    assert [key for (key,) in short(intake, "account", "platform_account_id")] == ["u1", "u2", "u3", "u4"]
    assert short(intake, "purchase_order", "order_id") == [("o1",)]
    assert found(intake) == {("incomplete_row", "purchase_order.order_id"): 1}
    assert intake.receipts[0]["mapped"] == 2


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("x = 1\n", "x is no known key"),
        ("[[table]]\n", "table[0].to is missing"),
        ('[[table]]\nto = "account"\n', "table[0].columns is missing"),
        ('[[table]]\nto = "account"\ncolumns = {}\n', "table[0].columns is empty"),
        ('[[table]]\nto = "cats"\ncolumns = { a = "b" }\n', "table[0].to names no canonical table"),
        ('[[table]]\nto = "leads"\ncolumns = { a = "b" }\n', "table[0].to names no canonical table"),
        (ACCOUNT.replace("platform_account_id", "username"), "table[0].columns fills no `platform_account_id`"),
        (ACCOUNT + 'colour = "c"\n', "table[0].columns.colour names no field"),
        (ACCOUNT + 'registered_utc = "c"\n', "table[0].columns.registered_utc names no field"),
        (ACCOUNT + 'source_sha256 = "c"\n', "table[0].columns.source_sha256 names no field"),
        (ACCOUNT + "email = 1\n", "table[0].columns.email"),
        (ACCOUNT + "email = {}\n", "table[0].columns.email needs either `column` or `const`"),
        (ACCOUNT + 'email = { column = "a", const = "b" }\n', "table[0].columns.email needs either"),
        (ACCOUNT + 'email = { column = "a", colour = "b" }\n', "table[0].columns.email.colour is no known key"),
        (ACCOUNT + 'email = { column = "a", format = "iso" }\n', "table[0].columns.email has `format` or `zone`"),
        (ACCOUNT + 'email = { column = "a", decimal = "," }\n', "table[0].columns.email has `decimal`"),
        (ACCOUNT + 'registered = { column = "a", zone = "Mars" }\n', "table[0].columns.registered.zone is no known"),
        (ACCOUNT + 'registered = { column = "a", format = "%H" }\n', "table[0].columns.registered.format is no usable"),
        (ACCOUNT + 'status = { const = "great" }\n', "table[0].columns.status the constant cannot be read"),
        (PAYMENT.replace('"sum"', '{ column = "sum", decimal = ";" }'), "table[0].columns.amount `decimal`"),
        (PAYMENT.replace('"sum"', '{ column = "sum", decimal = ",", thousands = "," }'), "columns.amount `decimal`"),
        (PAYMENT.replace('"sum"', '{ const = "1" }'), "table[0].columns.amount is an amount and needs a column"),
        (PAYMENT.replace('"EUR"', '"EURO"'), "table[0].columns.currency is no currency code"),
        ("[[table]\n", "is no valid TOML (at line 1"),
        (ACCOUNT + f"email = {'9' * 5000}\n", "is no valid TOML"),
        (ACCOUNT + f"email = {'[' * 5000}\n", "is no valid TOML"),
        ("", "table is missing"),
    ],
)
def test_an_error_of_the_map_names_the_map_and_the_key(tmp_path, text, key):
    with pytest.raises(InputRefused) as raised:
        take_in(mapped(tmp_path / "s", "a.csv", "id,a,ref,when,sum\n1,2,3,4,5\n", text))
    said = str(raised.value)
    assert said.startswith("map.toml")
    assert key in said.replace(": ", " ", 2), said
    assert raised.value.exit_code == 3


def test_a_column_that_the_file_has_not_or_has_twice_names_the_key(tmp_path):
    with pytest.raises(InputRefused, match=r"^map\.toml: table\[0\]\.columns\.email: names a column that the file has"):
        take_in(mapped(tmp_path / "a", "a.csv", "id,mail\n1,x\n", ACCOUNT + 'email = "e-mail"\n'))
    with pytest.raises(InputRefused, match="more than once"):
        take_in(mapped(tmp_path / "b", "a.csv", "id,mail,mail\n1,x,y\n", ACCOUNT + 'email = "mail"\n'))
    with pytest.raises(InputRefused, match="`from` and `query` go with files that hold several tables"):
        take_in(mapped(tmp_path / "c", "a.csv", "id\n1\n", ACCOUNT.replace("[table.", 'from = "x"\n[table.')))


def test_columns_named_as_secrets_are_dropped_and_counted(tmp_path):
    map_text = ACCOUNT + 'username = "user_pass"\nlocale = "reset_token"\n'
    map_text += 'last_seen = { column = "reset_at", format = "iso" }\n'
    body = "id,user_pass,reset_token,reset_at\nu1,hunter2,abc,2024-01-01T00:00:00Z\nu2,,def,\n"
    intake = take_in(mapped(tmp_path / "s", "a.csv", body, map_text))
    assert short(intake, "account", "username", "locale") == [(None, None)] * 2
    assert short(intake, "account", "last_seen_text")[0] == ("2024-01-01T00:00:00Z",)
    assert intake.receipts[0]["guards"] == {"secrets": 3}
    assert {code for code, _ in found(intake)} == {"secret_dropped"}


DATES = ACCOUNT + 'registered = "day"\nself_birthdate = "born"\n'


@pytest.mark.parametrize(
    ("days", "more", "order", "first"),
    [
        (["13/04/2024", "03/04/2024"], "", "dmy", "2024-04-12T22:00:00+00:00"),
        (["04/13/2024", "03/04/2024"], "", "mdy", "2024-04-12T22:00:00+00:00"),
        (["2024/04/13", "24/4/2024"], "", None, "contradict each other"),
        (["13/04/2024", "04/13/2024"], "", None, "contradict each other"),
        (["2024/04/13"], "", "ymd", "2024-04-12T22:00:00+00:00"),
        (["12/04/2024", "01/02/2024"], "", "dmy", "2024-04-11T22:00:00+00:00"),
        (["04/12/2024", "01/02/2024"], "", "mdy", "2024-04-11T22:00:00+00:00"),
        (["03/04/2024"], "", None, "can be read in two ways"),
        (["03/04/2024"], 'date_order = "mdy"', "mdy", "2024-03-03T23:00:00+00:00"),
        (["3-4-24 10:05"], 'date_order = "dmy"', "dmy", "2024-04-03T08:05:00+00:00"),
    ],
)
def test_the_order_of_days_in_digits_is_proven_declared_or_asked_for(tmp_path, days, more, order, first):
    body = "id,day,born\n" + "".join(f"u{n},{day},\n" for n, day in enumerate(days))
    root = mapped(tmp_path / "s", "a.csv", body, DATES, more)
    if order is None:
        with pytest.raises(SourceRefused, match=first) as raised:
            take_in(root)
        assert "date_order" in str(raised.value)
        assert raised.value.place == "a.csv"
        return
    intake = take_in(root)
    assert intake.receipts[0]["date_order"] == order
    assert intake.receipts[0]["date_order_evidence"]
    assert intake.tables["account"]["registered_utc"][0].as_py().isoformat() == first


def test_iso_days_need_no_order(tmp_path):
    intake = take_in(mapped(tmp_path / "s", "a.csv", "id,day,born\nu1,2024-04-03,1980-01-02\n", DATES))
    assert "date_order" not in intake.receipts[0]
    assert short(intake, "account", "registered_precision") == [("day",)]


JSONL_MAP = ACCOUNT + (
    'username = "profile.name"\nemail = "a.b"\nlocale = "flags"\nphone = "n"\n'
    'registered = { column = "t", format = "unix" }\nstatus = { column = "on", values = { "true" = "active" } }\n'
)


def test_json_lines_keep_numbers_and_find_nested_values(tmp_path):
    body = (
        '{"id": 12345678901234567890, "profile": {"name": "ann"}, "a.b": "x@mail.example.org", "t": 1714557600,'
        ' "on": true, "flags": ["a", "b"], "n": 316}\n\n{"id": "u2", "profile": null, "t": null}\n'
        '{"id": 1.5e3}\n["id"]\n{"id": 1\n{"id": null}\n'
    )
    intake = take_in(mapped(tmp_path / "s", "a.jsonl", body, JSONL_MAP))
    assert short(intake, "account", "platform_account_id", "username", "email", "status", "locale", "phone") == [
        ("12345678901234567890", "ann", "x@mail.example.org", "active", "a|b", "316"),
        ("u2", None, None, "unknown", None, None),
    ]
    assert rejected(intake) == [
        ("line:4", "bad_identifier"), ("line:5", "unknown_record"), ("line:6", "unknown_record"),
        ("line:7", "missing_key"),
    ]  # fmt: skip


def test_a_cut_json_line_is_truncated_and_deep_ones_are_rejected(tmp_path):
    deep = '{"id": ' + "[" * 70 + "]" * 70 + "}"
    body = f'{{"id": "u1"}}\n{deep}\n{{"id": "u2\0"}}\n{{"id": "u3", "a'
    intake = take_in(mapped(tmp_path / "s", "a.jsonl", body, ACCOUNT))
    assert rejected(intake) == [("line:2", "too_deep"), ("line:3", "bad_encoding"), ("line:4", "truncated")]
    invalid = b'{"id": "u1"}\n{"id": "\xff"}\n'
    assert rejected(take_in(mapped(tmp_path / "t", "a.jsonl", invalid, ACCOUNT))) == [("line:2", "bad_encoding")]


def test_lone_surrogates_are_escaped_and_counted(tmp_path):
    intake = take_in(mapped(tmp_path / "s", "a.jsonl", '{"id": "u\\ud800"}\n', ACCOUNT))
    assert short(intake, "account", "platform_account_id") == [("u\\ud800",)]
    assert found(intake) == {("bad_encoding", "platform_account_id"): 1}


def test_amounts_of_json_have_a_point_and_those_of_text_the_marks_of_the_map(tmp_path):
    map_text = PAYMENT.replace('"sum"', '{ column = "sum", decimal = "," }')
    sums = ("12.50", '"12,50"', '"12.50"')
    body = "".join(f'{{"ref": {n}, "when": "2024-01-01T00:00:00Z", "sum": {s}}}\n' for n, s in enumerate(sums))
    intake = take_in(mapped(tmp_path / "s", "a.jsonl", body, map_text))
    assert short(intake, "payment", "amount_minor") == [(1250,), (1250,)]
    assert rejected(intake) == [("line:3", "bad_amount")]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"PK\x03\x04xxxx", "spreadsheet that ends"), (b"\xd0\xcf\x11\xe0xxx", r"\(\.xls\) are not read"),
        (b"\x1f\x8bxxx", "compressed"),
    ],
)  # fmt: skip
def test_kinds_of_files_that_are_not_read_yet_are_named(tmp_path, body, why):
    with pytest.raises(SourceRefused, match=why) as raised:
        take_in(mapped(tmp_path / "s", "a.bin", body, ACCOUNT))
    assert raised.value.place == "a.bin"

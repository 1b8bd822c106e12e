"""What a map may say beyond naming columns: direction, amounts, orders, keys, zones, which rows count."""

from __future__ import annotations

import pytest

from keerpunt.errors import InputRefused
from keerpunt.intake.tabular.map_file import read_map
from tests.support.folder import declared, sources_folder
from tests.support.sources import found, mapped, rejected, short, take_in

BASE = """[[table]]
to = "payment"
[table.columns]
psp = { const = "example" }
psp_ref = "ref"
initiated = { column = "when", format = "iso", zone = "UTC" }
currency = { const = "EUR" }
payer_name = "name"
"""
SIGN = BASE + 'amount = "sum"\ndirection = { column = "sum", format = "sign" }\n'
TWO = BASE + 'amount = { in = "credit", out = "debit", decimal = "," }\n'


def take(tmp_path, map_text, head, *lines):
    body = "\n".join([head, *lines]) + "\n"
    return take_in(mapped(tmp_path / "s", "a.csv", body, map_text))


@pytest.mark.parametrize(
    ("amount", "direction", "payer"),
    [("5.00", "in", "A"), ("-5.00", "out", None), ("\u22125.00", "out", None), ("5.00-", "out", None),
     ("0.00", "unknown", None), ("-0.00", "unknown", None), ("+5", "in", "A")],
)  # fmt: skip
def test_the_sign_of_an_amount_tells_the_direction_and_only_incoming_money_has_a_payer(
    tmp_path, amount, direction, payer
):
    intake = take(tmp_path, SIGN, "ref;when;sum;name", f"r1;2024-01-01;{amount};A")
    assert short(intake, "payment", "direction", "payer_name") == [(direction, payer)]
    assert (("payer_left_out", "payer") in found(intake)) is (direction == "unknown")


@pytest.mark.parametrize(
    ("credit", "debit", "expected"),
    [("12,50", "", (1250, "in")), ("", "12,50", (1250, "out")), ("", "-12,50", (1250, "out")),
     ("0,00", "3,00", (300, "out")), ("3,00", "0,00", (300, "in")), ("-3,00", "", (300, "unknown")),
     ("0,00", "", (0, "unknown")), ("1,00", "2,00", "bad_amount"), ("", "", "bad_amount"), ("x", "1,00", "bad_amount")],
)  # fmt: skip
def test_one_of_two_columns_holds_the_amount_and_tells_the_direction(tmp_path, credit, debit, expected):
    intake = take(tmp_path, TWO, "ref;when;credit;debit;name", f"r1;2024-01-01;{credit};{debit};A")
    if isinstance(expected, str):
        assert rejected(intake) == [("line:2", expected)]
    else:
        assert short(intake, "payment", "amount_minor", "direction") == [expected]


def test_a_stated_direction_stands_before_the_column(tmp_path):
    intake = take(
        tmp_path, TWO + 'direction = { const = "in" }\n', "ref;when;credit;debit;name", "r;2024-01-01;;1,00;A"
    )
    assert short(intake, "payment", "direction", "payer_name") == [("in", "A")]


def test_the_first_of_several_columns_that_is_there_and_not_blank_counts(tmp_path):
    map_text = SIGN.replace('"name"', '{ columns = ["ultimate", "nobody", "name"] }')
    intake = take(tmp_path, map_text, "ref;when;sum;name;ultimate", "r1;2024-01-01;1;A;B", "r2;2024-01-01;1;C; ")
    assert short(intake, "payment", "payer_name") == [("B",), ("C",)]
    with pytest.raises(InputRefused, match="names a column that the file has not"):
        take(tmp_path / "t", map_text, "ref;when;sum", "r1;2024-01-01;1")


def test_optional_columns_and_tables_may_be_absent(tmp_path):
    map_text = SIGN.replace('"name"', '{ column = "name", optional = true }')
    map_text += '[[table]]\nto = "payment_check"\noptional = true\n[table.columns]\npsp = { const = "example" }\n'
    map_text += 'psp_ref = "ref"\ncheck_kind = { const = "cvc" }\nvalue = "cvc"\n'
    intake = take(tmp_path, map_text, "ref;when;sum", "r1;2024-01-01;1")
    assert (intake.tables["payment"].num_rows, intake.tables["payment_check"].num_rows) == (1, 0)
    intake = take(tmp_path / "t", map_text, "ref;when;sum;cvc", "r1;2024-01-01;1;pass")
    assert short(intake, "payment_check", "value") == [("pass",)]


def test_words_stand_for_others_and_for_none(tmp_path):
    rule = 'row_kind = { column = "kind", values = { R = "refund" }, otherwise = "payment", blank = "fee" }\n'
    lines = [f"r{n};2024-01-01;1;A;{kind}" for n, kind in enumerate(("R", "zzz", ""))]
    intake = take(tmp_path, SIGN + rule, "ref;when;sum;name;kind", *lines)
    assert short(intake, "payment", "row_kind") == [("refund",), ("payment",), ("fee",)]


def test_rows_are_chosen_and_left_out_with_their_reason(tmp_path):
    map_text = SIGN.replace(
        "[table.columns]",
        'only = { kind = ["a", "b"] }\n'
        'without = { not_booked = { state = ["open"] }, test_mode = { state = [""] } }\n[table.columns]',
    )
    lines = [f"r{n};2024-01-01;1;A;{kind};{state}" for n, (kind, state) in enumerate((
        ("a", "done"), ("c", "done"), ("b", "open"), ("b", " "), ("c", "open"),
    ))]  # fmt: skip
    intake = take(tmp_path, map_text, "ref;when;sum;name;kind;state", *lines)
    assert short(intake, "payment", "psp_ref") == [("r0",)]
    assert intake.receipts[0]["excluded"] == {"not_booked": 2, "not_in_map": 1, "test_mode": 1}


def test_rows_without_reference_get_a_key_of_all_their_cells(tmp_path):
    map_text = SIGN.replace('psp_ref = "ref"', 'psp_ref = { column = "ref", digest = true }')
    lines = ["r1;2024-01-01;1;A", ";2024-01-01;1;A", ";2024-01-01;1;A", ";2024-01-01;1;B"]
    intake = take(tmp_path, map_text, "ref;when;sum;name", *lines)
    keys = sorted(key for (key,) in short(intake, "payment", "psp_ref"))
    assert keys[0] == "r1"
    assert sum(key.endswith("#2") for key in keys) == 1
    assert len({key.removesuffix("#2") for key in keys}) == 3
    again = take(tmp_path / "t", map_text, "ref;when;sum;name", *reversed(lines))
    assert sorted(key for (key,) in short(again, "payment", "psp_ref")) == keys


def searched(tmp_path, *texts):
    map_text = SIGN + 'order_id = { columns = ["ref", "text"], search = "order" }\n'
    files = {
        "a.csv": "ref;when;sum;name;text\n" + "".join(f"r{n};2024-01-01;1;A;{t}\n" for n, t in enumerate(texts)),
        "map.toml": map_text,
        "z.csv": "order_id\nORD-1\nORD-2\n",
    }
    blocks = declared("a.csv", "table", more='map = "map.toml"')
    blocks += declared("z.csv", "canonical", more='table = "purchase_order"')
    return take_in(sources_folder(tmp_path / "s", files, blocks))


def test_an_order_is_searched_in_reference_texts_whatever_file_is_read_first(tmp_path):
    intake = searched(tmp_path, "for ORD-1 thanks", "ORD-1/ORD-2", "ORD-12", "x:ORD-2+y")
    assert short(intake, "payment", "order_id") == [("ORD-1",), (None,), (None,), ("ORD-2",)]
    assert found(intake) == {("ambiguous_order", "order_id"): 1}


@pytest.mark.parametrize(
    ("zone", "expected"),
    [("CET", "2024-07-01T09:00:00+00:00"), ("CEST", "2024-07-01T08:00:00+00:00"), ("pdt", "2024-07-01T17:00:00+00:00"),
     ("UTC", "2024-07-01T10:00:00+00:00"), ("Europe/Amsterdam", "2024-07-01T08:00:00+00:00"), ("CST", None), ("", None),
     ("../../etc/passwd", None)],
)  # fmt: skip
def test_the_zone_of_each_row_stands_beside_its_time(tmp_path, zone, expected):
    map_text = SIGN.replace('format = "iso", zone = "UTC"', 'format = "iso", zone_column = "zone"')
    intake = take(tmp_path, map_text, "ref;when;sum;name;zone", f"r1;2024-07-01 10:00:00;1;A;{zone}")
    if expected is None:
        assert rejected(intake) == [("line:2", "bad_time")]
    else:
        ((utc, basis),) = short(intake, "payment", "initiated_utc", "initiated_zone_basis")
        assert (utc.isoformat(), basis) == (expected, "in_record")


@pytest.mark.parametrize(
    ("account", "psp"),
    [
        ("NL91 ABNA 0417 1643 00", "bank:ABNA"),
        ("DE00370501980000000001", "bank:37050198"),
        ("RABONL2U", "bank:RABONL2U"),
    ],
)
def test_a_bank_is_named_by_its_code_or_by_the_account_it_holds(tmp_path, account, psp):
    map_text = SIGN.replace('{ const = "example" }', '{ column = "own", format = "bank" }')
    head = "ref;when;sum;name;own"
    assert short(take(tmp_path, map_text, head, f"r1;2024-01-01;1;A;{account}"), "payment", "psp") == [(psp,)]
    intake = take(tmp_path / "t", map_text, head, "r1;2024-01-01;1;A;piggy")
    assert rejected(intake) == [("line:2", "bad_identifier")]


@pytest.mark.parametrize("text", ["01-02-2024", "1.2.24", "01/02/2024"])
def test_days_in_digits_follow_the_order_that_the_map_states(tmp_path, text):
    map_text = SIGN.replace('"iso"', '"dmy"')
    intake = take(tmp_path, map_text, "ref;when;sum;name", f"r1;{text};1;A")
    assert short(intake, "payment", "initiated_utc")[0][0].isoformat() == "2024-02-01T00:00:00+00:00"


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ('order_id = { column = "a", format = "sign" }', "`format` that goes with direction only"),
        ('order_id = { column = "a", format = "bank" }', "`format` that goes with psp only"),
        ('order_id = { in = "a", out = "b" }', "`in` and `out`, which go with amount only"),
        ('order_id = { in = "a" }', "needs both `in` and `out`"),
        ('order_id = { column = "a", columns = ["b"] }', "needs either `column` or `const`"),
        ("order_id = { digest = true }", "`digest`, which goes with psp_ref only"),
        ('payer_email = { column = "a", search = "order" }', "`search`, which goes with the columns of order_id only"),
        ('order_id = { column = "a", search = "folder" }', "has a value that maps do not know"),
        ('order_id = { column = "a", zone_column = "b" }', "which go with times only"),
        ('[csv]\ndelimiter = "x"', "has a value that maps do not know"),
        ('[csv]\nencoding = "rot13"', "has a value that maps do not know"),
        (
            '[[table]]\nto = "account"\nwithout = { boring = { a = ["b"] } }\ncolumns = { platform_account_id = "i" }',
            "takes these reasons",
        ),
    ],
)
def test_a_rule_in_the_wrong_place_names_its_key(rule, why):
    text = f"{rule}\n{SIGN}" if rule.startswith("[csv]") else f"{SIGN}{rule}\n"
    with pytest.raises(InputRefused, match=why) as raised:
        read_map(text.encode(), "map.toml")
    assert raised.value.place == "map.toml"

"""Spreadsheets: text stays text, what a spreadsheet rounded or restyled is never guessed back, every row counted."""

from __future__ import annotations

import datetime as dt

import pytest

from keerpunt.errors import InputRefused, SourceRefused
from tests.support.sheets import hidden, ods, ods_row, replaced, with_sheet, xlsx
from tests.support.sources import everything, found, mapped, rejected, short, take_in

pytestmark = pytest.mark.slow

PAYMENT = """[[table]]
to = "payment"
[table.columns]
psp = { const = "example" }
psp_ref = "ref"
initiated = { column = "when", zone = "Europe/Amsterdam" }
amount = { column = "sum", decimal = "," }
currency = { const = "EUR" }
direction = { const = "in" }
payer_name = "name"
billing_postcode = "pc"
"""
HEAD = ["ref", "when", "sum", "name", "pc"]
DAY = "dd/mm/yyyy"
STAMP = "yyyy-mm-dd hh:mm:ss"


def sheet(tmp_path, rows, map_text=PAYMENT, **options):
    return take_in(mapped(tmp_path / "s", "a.xlsx", xlsx(("one", rows), **options), map_text))


def test_texts_numbers_and_days_are_read_as_they_stand(tmp_path):
    rows = [
        HEAD,
        ["0012345E6789", (45292, DAY), 12.5, "A. Nobody", "01234"],
        ["0000411111111111", (45382.104166666664, STAMP), "1,25", "B. Nobody", 3511],
        [12345, 45382.5, 16.1, 7, "01234"],
        ["x", "2024-01-02T10:00:00+01:00", 0.07, None, None],
    ]
    intake = sheet(tmp_path, rows)
    columns = ("psp_ref", "amount_minor", "payer_name", "billing_postcode", "initiated_precision", "source_locator")
    assert sorted(short(intake, "payment", *columns)) == [
        ("0000411111111111", 125, "B. Nobody", "3511", "ambiguous_hour", "one!3"),
        ("0012345E6789", 1250, "A. Nobody", "01234", "day", "one!2"),
        ("12345", 1610, "7", "01234", "second", "one!4"),
        ("x", 7, None, None, "second", "one!5"),
    ]
    assert {utc.isoformat() for (utc,) in short(intake, "payment", "initiated_utc")} == {
        "2023-12-31T23:00:00+00:00", "2024-03-31T01:30:00+00:00", "2024-03-31T10:00:00+00:00",
        "2024-01-02T09:00:00+00:00",
    }  # fmt: skip
    assert found(intake) == {("nonexistent_time", "initiated"): 1}
    receipt = intake.receipts[0]
    assert (receipt["read"], receipt["serial_days"], receipt["reader"]) == (4, "from 1900", "table/2")


@pytest.mark.parametrize("number", [1234567890123456.0, 1e15, 1.5, 1.2345678901234568e16, 1e-7])
def test_a_number_that_may_have_lost_digits_is_no_identifier(tmp_path, number):
    intake = sheet(tmp_path, [HEAD, [number, (45292, DAY), 1, None, None], [999_999_999_999_999, 45292, 1, None, None]])
    assert rejected(intake) == [("one!2", "bad_identifier")]
    assert short(intake, "payment", "psp_ref") == [("999999999999999",)]


def test_an_identifier_that_became_a_day_a_truth_value_or_an_error_is_lost(tmp_path):
    rows = [
        HEAD,
        [(45292, DAY), 45292, 1, None, None],
        ["#REF!", 45292, 1, None, None],
        ["x", 45292, 1, "#N/A", (3, DAY)],
    ]
    intake = sheet(tmp_path, rows)
    assert rejected(intake) == [("one!2", "bad_identifier"), ("one!3", "bad_identifier")]
    assert found(intake) == {("unreadable_value", "payer_name"): 1, ("unreadable_value", "billing_postcode"): 1}


@pytest.mark.parametrize(
    ("cell", "code"),
    [("#DIV/0!", "bad_amount"), ((45292, DAY), "bad_amount"), (0.30000000000000004, "amount_not_exact"),
     (1e16, "bad_amount"), (True, "bad_amount"), (1.005, "amount_not_exact")],
)  # fmt: skip
def test_amounts_that_are_none_reject_their_row(tmp_path, cell, code):
    body = xlsx(("one", [HEAD, ["x", 45292, cell if cell != 0.30000000000000004 else 77, None, None]]))
    if cell == 0.30000000000000004:  # xlsxwriter writes 16 digits, Excel 17
        body = replaced(
            body, {"xl/worksheets/sheet1.xml": lambda text: text.replace(b"<v>77</v>", b"<v>0.30000000000000004</v>")}
        )
    assert rejected(take_in(mapped(tmp_path / "s", "a.xlsx", body, PAYMENT))) == [("one!2", code)]


def test_a_number_that_excel_wrote_with_seventeen_digits_is_the_one_that_was_typed(tmp_path):
    body = with_sheet(
        "<row><c t='inlineStr'><is><t>ref</t></is></c><c t='inlineStr'><is><t>when</t></is></c>"
        "<c t='inlineStr'><is><t>sum</t></is></c></row>"
        "<row><c t='str'><v>x</v></c><c><v>45292</v></c><c><v>16.100000000000001</v></c></row>"
    )
    map_text = PAYMENT.replace('payer_name = "name"\nbilling_postcode = "pc"\n', "")
    assert short(take_in(mapped(tmp_path / "s", "a.xlsx", body, map_text)), "payment", "amount_minor") == [(1610,)]


@pytest.mark.parametrize("cell", [0, -5, 60, 3_000_000, (59, DAY), (0.5, "hh:mm"), (1.5, "[h]:mm"), "#NUM!", True])
def test_days_that_no_calendar_has_reject_their_row(tmp_path, cell):
    assert rejected(sheet(tmp_path, [HEAD, ["x", cell, 1, None, None]])) == [("one!2", "bad_time")]


def test_serial_days_of_a_workbook_from_1904(tmp_path):
    intake = sheet(tmp_path, [HEAD, ["x", 43830, 1, None, None], ["y", (43830, DAY), 1, None, None]], date_1904=True)
    assert {utc.isoformat() for (utc,) in short(intake, "payment", "initiated_utc")} == {"2023-12-31T23:00:00+00:00"}
    assert intake.receipts[0]["serial_days"] == "from 1904"


def test_a_number_follows_the_format_that_the_map_states(tmp_path):
    for name, option, number in (("a", '"%Y%m%d"', 20240101), ("b", '"unix"', 1704063600)):
        map_text = PAYMENT.replace('zone = "E', f'format = {option}, zone = "E')
        body = xlsx(("one", [HEAD, ["x", number, 1, None, None]]))
        intake = take_in(mapped(tmp_path / name, "a.xlsx", body, map_text))
        assert short(intake, "payment", "initiated_utc")[0][0].isoformat() == "2023-12-31T23:00:00+00:00"


def test_a_header_below_other_rows_is_found_and_rows_keep_their_numbers(tmp_path):
    rows = [["Account", "NL00BANK0123456789"], [], ["Balance", 12.5], [None, *HEAD], [None, "x", 45292, 1, "N", None],
            [], [None, *HEAD], [None, "y", 45292, 1, None, None], [None, None, None, 2, None, None]]  # fmt: skip
    intake = sheet(tmp_path, rows)
    assert short(intake, "payment", "psp_ref", "source_locator") == [("x", "one!5"), ("y", "one!8")]
    assert rejected(intake) == [("one!9", "missing_key")]
    receipt = intake.receipts[0]
    assert receipt["excluded"] == {"header": 3}
    assert receipt["read"] == 6


def test_from_names_the_sheet_and_other_sheets_are_counted(tmp_path):
    body = xlsx(("one", [HEAD, ["x", 45292, 1, None, None]]), ("two", [["a"], ["b"], ["c"]]), ("three", []))
    map_text = PAYMENT.replace("[table.", 'from = "one"\n[table.')
    intake = take_in(mapped(tmp_path / "s", "a.xlsx", body, map_text))
    assert (intake.receipts[0]["mapped"], intake.receipts[0]["excluded"]) == (1, {"not_in_map": 3})
    for text, why in ((PAYMENT, "needs `from`"), (map_text.replace('"one"', '"four"'), "names a sheet that")):
        with pytest.raises(InputRefused, match=why):
            take_in(mapped(tmp_path / why[:5], "a.xlsx", body, text))


def test_one_row_feeds_several_tables_from_several_sheets(tmp_path):
    body = xlsx(("one", [HEAD, ["x", 45292, 1, "N", None]]), ("two", [["id", "id2"], ["u1", "u2"], ["u3", None]]))
    map_text = PAYMENT.replace("[table.", 'from = "one"\n[table.')
    for column in ("id", "id2"):
        map_text += f'[[table]]\nfrom = "two"\nto = "account"\ncolumns = {{ platform_account_id = "{column}" }}\n'
    intake = take_in(mapped(tmp_path / "s", "a.xlsx", body, map_text))
    assert short(intake, "account", "platform_account_id", "source_locator") == [
        ("u1", "two!2"), ("u2", "two!2"), ("u3", "two!3"),
    ]  # fmt: skip


def test_a_hidden_sheet_is_read_and_it_is_said(tmp_path):
    body = hidden(xlsx(("one", [HEAD, ["x", 45292, 1, None, None]])))
    assert take_in(mapped(tmp_path / "s", "a.xlsx", body, PAYMENT)).receipts[0]["hidden_sheet"] == "read"


def test_a_sheet_without_rows_states_zero(tmp_path):
    assert sheet(tmp_path, [HEAD]).receipts[0]["read"] == 0
    body = xlsx(("one", []))
    assert take_in(mapped(tmp_path / "t", "a.xlsx", body, PAYMENT)).receipts[0]["read"] == 0


def test_an_opendocument_workbook_is_read_like_the_other(tmp_path):
    body = ods(
        [
            ods_row(None, repeated=2),
            ods_row(None, *HEAD),
            ods_row(None, "0012345E6789", dt.date(2024, 1, 1), 12.5, "A  B", "01234"),
            ods_row(None, None, repeated=3),
            ods_row(None, 1234567890123456, 45292, 1, None, None),
            ods_row(None, "y", dt.datetime(2024, 3, 31, 2, 30), 2, "#REF!", None),  # noqa: DTZ001
            ods_row("<table:table-cell table:number-columns-repeated='16384'/>", repeated=1_048_000),
        ]
    )
    intake = take_in(mapped(tmp_path / "s", "a.ods", body, PAYMENT))
    assert short(intake, "payment", "psp_ref", "payer_name", "source_locator", "initiated_precision") == [
        ("0012345E6789", "A  B", "one!4", "day"), ("y", None, "one!9", "ambiguous_hour"),
    ]  # fmt: skip
    assert rejected(intake) == [("one!8", "bad_identifier")]
    assert found(intake) == {("unreadable_value", "payer_name"): 1, ("nonexistent_time", "initiated"): 1}


def test_days_in_digits_need_a_proven_order_here_too(tmp_path):
    rows = [HEAD, ["x", "13/04/2024", 1, None, None], ["y", (45292, DAY), 1, None, None]]
    intake = sheet(tmp_path, rows)
    assert intake.receipts[0]["date_order"] == "dmy"
    with pytest.raises(SourceRefused, match="two ways"):
        take_in(mapped(tmp_path / "t", "a.xlsx", xlsx(("one", [HEAD, ["x", "03/04/2024", 1, None, None]])), PAYMENT))


def test_card_numbers_are_replaced_in_cells_and_sheet_names(tmp_path):
    card = "4111111111111111"
    body = xlsx((f"s {card}", [HEAD, [card, 45292, 1, f"A {card}", None], [f"r{card}", "x", 1, None, None]]))
    intake = take_in(
        mapped(tmp_path / "s", "a.xlsx", body, PAYMENT.replace('psp_ref = "ref"', 'psp_ref = "ref"\norder_id = "ref"'))
    )
    said = everything(intake).replace(f"'psp_ref': '{card}'", "").replace(f"example:{card}", "")
    assert card not in said
    assert intake.receipts[0]["guards"]["card_numbers"] >= 2


def test_errors_of_cells_without_a_name_are_told_from_blanks(tmp_path):
    inner = "<row>" + "".join(f"<c t='inlineStr'><is><t>{name}</t></is></c>" for name in HEAD) + "</row>"
    inner += "<row><c t='str'><v>x</v></c><c><v>45292</v></c><c><v>1</v></c><c t='e'><v>#REF!</v></c><c/></row>"
    intake = take_in(mapped(tmp_path / "s", "a.xlsx", with_sheet(inner), PAYMENT))
    assert found(intake) == {("unreadable_value", "payer_name"): 1}

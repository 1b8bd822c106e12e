"""The maps that ship are proposed for the files that they are for, first and with counts, and for no others."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from keerpunt.intake.maps import shipped_maps
from tests.support.inspecting import codes, everything, inspected, of_body
from tests.support.sheets import xlsx

GOLDEN = Path(__file__).parents[3] / "golden" / "table"
FILES = {path.stem: path for path in GOLDEN.iterdir() if path.suffix in (".csv", ".txt", ".sql")}
MAPS = {shipped.name: shipped for shipped in shipped_maps()}
ING = ["Datum", "Naam / Omschrijving", "Tegenrekening", "Code", "Af Bij", "Bedrag (EUR)", "Mededelingen"]
BOOKED = [20240105, "A. Voorbeeld", "NL00BANK0123456789", "OV", "Bij", "12,50", "ORD-1"]


def told(root: Path, name: str, body: bytes | str):
    return of_body(root, name, body, shipped=shipped_maps())


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_golden_export_is_recognised_by_its_own_map_and_its_counts_are_told(name):
    report = inspected(FILES[name], shipped=shipped_maps())
    assert (report.status, report.format, report.refused) == ("table", "table", None)
    assert report.draft.shipped == name
    assert f"the map {name} ships" in codes(report)["shipped_map"]
    (reading,) = report.readings
    assert reading.refused is None
    tally = reading.tally
    assert tally.mapped > 0
    assert tally.read == tally.mapped + tally.excluded.total() + tally.rejected.total()


def test_every_map_that_ships_is_proposed_for_some_file(tmp_path):
    head = ["accountNumber", "mutationcode", "transactiondate", "valuedate", "startsaldo", "endsaldo", "amount",
            "description"]  # fmt: skip
    row = ["123456789", "EUR", 20240105, 20240105, 100, 112.5, 12.5, "SEPA ORD-1001"]
    report = told(tmp_path, "abn.xlsx", xlsx(("Sheet0", [head, row])))
    assert (report.draft.shipped, report.readings[0].tally.mapped) == ("abn-amro-sheet", 1)
    assert set(MAPS) == {*FILES, "abn-amro-sheet"}


def test_of_several_maps_that_fit_the_more_specific_comes_first_and_the_others_are_told():
    report = inspected(FILES["woocommerce_both"], shipped=shipped_maps())
    assert report.also_fitting == ("woocommerce_hpos", "woocommerce_legacy")
    assert "woocommerce_hpos, woocommerce_legacy" in codes(report)["also_fitting"]


def test_lines_above_a_header_are_told_and_not_shown():
    report = inspected(FILES["dkb"], shipped=shipped_maps())
    assert codes(report)["header_line"] == "the header stands in line 5, below 4 lines of other text"
    assert "DE0012" not in everything(report)
    assert report.tables[0].columns[0].shown == "Buchungsdatum"


def test_a_header_that_no_map_knows_is_found_below_other_lines_too(tmp_path):
    body = "Export;Zebedee\n;;\nid;naam;email;datum\n1;Jan;jan@example.org;2024-01-05\n"
    report = told(tmp_path, "a.csv", body)
    assert [column.shown for column in report.tables[0].columns] == ["id", "naam", "email", "datum"]
    assert "line 3" in codes(report)["header_line"]


def test_a_line_with_a_value_among_its_cells_is_no_header(tmp_path):
    body = "Export;Zebedee\nid;naam;email;jan@example.org\n1;Jan;jan@example.org;2024-01-05\n"
    assert "header_line" not in codes(told(tmp_path, "a.csv", body))


@pytest.mark.parametrize("prefix", ["", "site7_", "8jf_", "2024_", "A-b$"])
@pytest.mark.parametrize("pack", [False, True])
def test_a_dump_under_any_prefix_packed_or_not(tmp_path, prefix, pack):
    shipped = MAPS["woocommerce_hpos"]
    body = FILES["woocommerce_hpos"].read_bytes().replace(shipped.prefix.encode(), prefix.encode())
    report = told(tmp_path, "d.sql.gz" if pack else "d.sql", gzip.compress(body, mtime=0) if pack else body)
    assert report.draft.shipped == "woocommerce_hpos"
    assert report.draft.text == shipped.with_prefix(prefix)
    assert report.readings[0].tally.mapped == 12


def test_a_prefix_that_could_be_a_value_is_none(tmp_path):
    body = FILES["phpbb"].read_text(encoding="utf-8").replace("phpbb_", "4111111111111111_")
    report = told(tmp_path, "d.sql", body)
    assert report.draft.shipped == ""
    assert "4111" not in everything(report).replace(report.sha256, "").replace(report.sha256[:16], "")


def test_a_shipped_map_names_the_sheet_where_a_workbook_has_several(tmp_path):
    book = xlsx(("Sheet1", [["id", "naam"], [1, "x"]]), ("Sheet2", [["Afschrift"], [None], ING, BOOKED]))
    report = told(tmp_path, "a.xlsx", book)
    assert report.draft.shipped == "ing-nl"
    assert 'from = "Sheet2"' in report.draft.text
    assert report.readings[0].tally.mapped == 1
    assert [(each.table.shown, each.to) for each in report.tables] == [("Sheet1", ""), ("Sheet2", "payment")]


def test_a_sheet_alone_needs_no_name(tmp_path):
    report = told(tmp_path, "a.xlsx", xlsx(("Zebedee", [["Afschrift"], ING, BOOKED]), ("leeg", [])))
    assert report.draft.text == MAPS["ing-nl"].text
    assert report.readings[0].tally.mapped == 1


@pytest.mark.parametrize(
    "line",
    [
        "123456789\tEUR\t20240105\t100,00\t112,50\t20240105\t12,50",
        "123456789\tXYZW\t20240105\t100,00\t112,50\t20240105\t12,50\ttext",
        "123456789\tEUR\t2024-01-05\t100,00\t112,50\t20240105\t12,50\ttext",
        "123456789\tEUR\t20240105\t100,00\t112,50\t20240105\tnone\ttext",
        "123456789;EUR;20240105;100,00;112,50;20240105;12,50;text",
    ],
    ids=["too few cells", "no currency", "no such day", "no amount", "no tabs"],
)
def test_a_file_without_header_of_another_shape_gets_no_map(tmp_path, line):
    report = told(tmp_path, "a.txt", f"{line}\n" * 5)
    assert report.draft is None or report.draft.shipped == ""


def test_a_header_by_the_names_of_a_headerless_map_is_no_such_file(tmp_path):
    names = "account,currency,booked,balance before,balance after,value date,amount,description"
    report = told(tmp_path, "a.csv", f"{names}\n1,EUR,20240105,1,2,20240105,1,x\n")
    assert report.draft.shipped == ""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from keerpunt.errors import InputRefused
from keerpunt.intake.inspect.draft_map import BLANK
from keerpunt.intake.tabular.map_file import read_map
from tests.support.inspecting import inspected, of_body
from tests.support.sources import mapped, short, take_in

GOLDEN = Path(__file__).parents[3] / "golden" / "inspect"
CASES = sorted(path for path in GOLDEN.iterdir() if ".expected." not in path.name)


def uncommented(text: str, *starts: str) -> str:
    """Take the `#` away from the first line that begins with each of these, as a human would."""
    lines = text.splitlines()
    for start in starts:
        place = next(n for n, line in enumerate(lines) if line.startswith(f"# {start}"))
        lines[place] = lines[place].removeprefix("# ")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_the_draft_of_a_golden_file(path):
    assert inspected(path).draft.text == path.with_name(f"{path.name}.expected.toml").read_text(encoding="utf-8")


def test_a_draft_that_decides_the_essentials_is_a_map_and_was_tried(tmp_path):
    report = inspected(GOLDEN / "users.csv")
    assert report.draft.parses
    (rule,) = read_map(report.draft.text.encode(), "draft")
    assert rule.to == "account"
    (reading,) = report.readings
    assert (reading.tally.read, reading.tally.mapped, reading.zone) == (3, 3, "UTC")
    body = (GOLDEN / "users.csv").read_bytes()
    intake = take_in(mapped(tmp_path / "s", "users.csv", body, report.draft.text))
    assert short(intake, "account", "username", "status")[0] == ("anna", "active")
    assert intake.tables["account"]["self_birthdate"].to_pylist()[0].isoformat() == "1980-01-31"


def test_a_draft_with_an_open_essential_is_refused_until_a_human_decides():
    draft = inspected(GOLDEN / "betalingen.csv").draft
    assert not draft.parses
    assert "psp" in draft.problem
    with pytest.raises(InputRefused):
        read_map(draft.text.encode(), "draft")
    decided = uncommented(draft.text, "amount = {", "currency", "psp =")
    with pytest.raises(InputRefused, match="TOML"):
        read_map(decided.encode(), "draft")
    filled = decided.replace(f"const = {BLANK}", 'const = "EUR"', 1).replace(f"const = {BLANK}", 'const = "shop"')
    assert read_map(filled.encode(), "draft")[0].to == "payment"


def test_one_mark_before_three_digits_is_a_choice_of_two_rules():
    text = inspected(GOLDEN / "betalingen.csv").draft.text
    assert '# amount = { column = "amount", thousands = "," }' in text
    assert '# amount = { column = "amount", decimal = ",", thousands = "." }' in text
    assert not any(line.startswith("amount") for line in text.splitlines())


def test_the_currency_may_stand_in_the_name_of_the_column(tmp_path):
    body = "bestelnummer;datum;bedrag (EUR);product\nB-1;31-01-2024;12,50;x\nB-2;01-02-2024;13,50;y\n"
    draft = of_body(tmp_path, "b.csv", body).draft
    assert 'currency = { const = "EUR" }' in draft.text.splitlines()
    assert 'amount = { column = "bedrag (EUR)", decimal = "," }' in draft.text.splitlines()


BANK = """\
"Datum";"Naam / Omschrijving";"Rekening";"Tegenrekening";"Af Bij";"Bedrag (EUR)";"Kenmerk"
"20260115";"Example Shop";"NL91ABNA0417164300";"NL20INGB0001234567";"Af";"25,50";"A-1"
"20260201";"Voorbeeld BV";"NL91ABNA0417164300";"NL02ABNA0123456789";"Bij";"2.500,00";"A-2"
"""


def test_an_account_statement_tells_its_own_account_from_the_other_and_out_from_in(tmp_path):
    text = of_body(tmp_path, "b.csv", BANK).draft.text.splitlines()
    assert 'iban = "Tegenrekening"' in text
    assert not any('= "Rekening"' in line for line in text)
    assert 'direction = { column = "Af Bij", values = { Af = "out", Bij = "in" } }' in text
    assert 'initiated = { column = "Datum", format = "%Y%m%d" }' in text


def test_an_account_number_that_could_be_either_sides_is_left_to_a_human(tmp_path):
    body = "transaction_id,iban,amount,currency,date,payment_method\nT1,NL91ABNA0417164300,12.50,EUR,2024-01-31,ideal\n"
    text = of_body(tmp_path, "p.csv", body).draft.text.splitlines()
    assert '# iban = "iban"' in text
    assert '# psp = "payment_method"' in text


def test_a_column_of_zones_is_told_since_a_map_cannot_use_it(tmp_path):
    body = "id,username,registered,TimeZone\n1,anna,2024-01-31 10:00:00,Europe/Zurich\n"
    assert "`TimeZone` names the zone of the times (1 distinct)" in of_body(tmp_path, "u.csv", body).draft.text


def test_codes_are_left_to_a_human_and_not_shown(tmp_path):
    body = "id,username,state,registered\n" + "".join(f"{n},user{n},{n % 3 + 71},2024-01-02\n" for n in range(9))
    draft = of_body(tmp_path, "u.csv", body).draft
    assert "the 3 distinct values of `state` stand for" in draft.text
    assert "71" not in draft.text
    assert draft.parses


def test_two_tables_that_fit_alike_are_left_to_a_human(tmp_path):
    report = of_body(tmp_path, "t.csv", "id,user_id,created,ip\n1,2,2024-01-02T00:00:00Z,192.0.2.1\n")
    assert not report.draft.parses
    assert "no canonical table" in report.draft.problem


def test_a_choice_of_table_is_taken_by_one_hash_less(tmp_path):
    body = "amount,currency,date,email\n12.50,EUR,2024-01-31T00:00:00Z,a@example.org\n"
    draft = of_body(tmp_path, "t.csv", body).draft
    assert "# decide: whether the file feeds" in draft.text
    rest = draft.text[draft.text.index("# [[table]]") :]
    assert all(line.startswith("#") for line in rest.splitlines() if line)


def database(path: Path, script: str) -> Path:
    connection = sqlite3.connect(path)
    connection.executescript(script)
    connection.close()
    return path


def test_a_database_gets_a_block_per_table_and_names_what_is_not_read(tmp_path):
    path = database(
        tmp_path / "shop.sqlite",
        "CREATE TABLE shop7_users (id INTEGER PRIMARY KEY, login TEXT, created TEXT, pass TEXT);"
        "INSERT INTO shop7_users VALUES (1, 'anna', '2024-01-02 10:00:00', 'x');"
        "CREATE TABLE noise (a BLOB); INSERT INTO noise VALUES (x'00');"
        "CREATE VIEW everyone AS SELECT * FROM shop7_users; CREATE VIRTUAL TABLE words USING fts5(body);",
    )
    report = inspected(path)
    text = report.draft.text
    assert 'from = "shop7_users"' in text
    assert 'to = "account"' in text
    assert "# everyone: a view, which is not read" in text
    assert "# words: a virtual table, which is not read" in text
    assert "# noise: no canonical table fits its columns" in text
    assert "left out as secrets: pass" in text
    assert report.draft.parses
    tables = {each["table"]: each for each in report.as_dict()["tables"]}
    assert tables["shop7_users"]["rows_stated"] == 1
    assert tables["everyone"]["kind"] == "view"


def test_a_table_of_few_rows_says_only_what_they_show(tmp_path):
    report = of_body(tmp_path, "u.csv", "id,username,registered\n")
    assert report.tables[0].rows == 0
    assert {column.kind for column in report.tables[0].columns} == {"empty"}
    assert not report.draft.parses


def test_limit_bounds_what_is_read_and_says_so(tmp_path):
    body = "id,username,registered\n" + "".join(f"{n},user{n},2024-01-02T00:00:00Z\n" for n in range(100))
    report = of_body(tmp_path, "u.csv", body, limit=10)
    (profile,) = report.tables
    assert (profile.rows, profile.whole) == (10, False)
    (reading,) = report.readings
    assert (reading.tally.read, reading.whole) == (10, False)
    assert any(s.code == "limit" for s in reading.statements)


def test_the_first_rows_describe_a_column_and_all_rows_prove_its_order(tmp_path):
    rows = [f"{n},user{n % 7},03/04/2024 10:00" for n in range(60)]
    body = "id,username,registered\n" + "\n".join([*rows, "61,late,13/04/2024 10:00"]) + "\n"
    report = of_body(tmp_path, "u.csv", body, first=50)
    (profile,) = report.tables
    assert (profile.rows, profile.profiled) == (61, 50)
    assert 'format = "%d/%m/%Y %H:%M"' in report.draft.text
    assert any(s.code == "profiled" for s in profile.statements)

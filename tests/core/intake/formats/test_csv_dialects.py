"""CSV from anywhere: encodings, delimiters, quotes, lines above the header and ragged ends, each with its evidence."""

from __future__ import annotations

import random

import pytest

from keerpunt.errors import InputRefused, SourceRefused
from tests.support.sources import found, mapped, rejected, short, take_in

MAP = """[[table]]
to = "account"
[table.columns]
platform_account_id = "id"
username = "name"
locale = "note"
"""


def read(tmp_path, body, more="", map_text=MAP):
    return take_in(mapped(tmp_path / "s", "a.csv", body, more + map_text))


def rows(intake):
    return short(intake, "account", "platform_account_id", "username", "locale")


def told(intake, *names):
    return tuple(intake.receipts[0].get(name) for name in names)


PLAIN = 'id,name,note\n"0012345E6789","Zoë, A.",01234\nu2,"two ""quoted"" words",\nu3,"two\nlines",x\n'
EXPECTED = [("0012345E6789", "Zoë, A.", "01234"), ("u2", 'two "quoted" words', None), ("u3", "two\nlines", "x")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encoding_delimiter_and_line_ends_change_nothing(tmp_path, encoding, mark, end):
    text = PLAIN.replace("Zoë, A.", "@").replace(",", mark).replace("@", "Zoë, A.").replace("\n", end)
    intake = read(tmp_path, text.encode(encoding))
    assert [(key, (name or "").replace(end, "\n"), note) for key, name, note in rows(intake)] == [
        (key, name, note) for key, name, note in EXPECTED
    ]
    assert told(intake, "quoting", "quoting_evidence") == ("double quotes", "no line breaks its rules")
    assert rejected(intake) == []


@pytest.mark.parametrize("name", ["cp1250", "iso-8859-2", "cp850", "utf-16-le", "utf-16-be", "utf-8"])
def test_other_encodings_are_declared(tmp_path, name):
    body = "id;name;note\nu1;Łódź é;x\n" if name in ("cp1250", "iso-8859-2") else "id;name;note\nu1;café é;x\n"
    intake = read(tmp_path, body.encode(name), f'[csv]\nencoding = "{name}"\n')
    assert rows(intake)[0][1] == body.split(";")[3]
    assert told(intake, "encoding", "encoding_evidence") == (name, "declared in the map")


def test_bytes_that_are_none_of_a_declared_encoding_reject_their_row(tmp_path):
    intake = read(tmp_path, b"id;name;note\nu1;a;\nu2;\xe9;\n", '[csv]\nencoding = "utf-8"\n')
    assert rejected(intake) == [("line:3", "bad_encoding")]


def test_backslash_escapes_are_found_by_what_other_notations_would_reject(tmp_path):
    body = 'id,name,note\n"u1","say \\"hello\\", all","x"\n"u2","plain","y"\n'
    intake = read(tmp_path, body)
    assert rows(intake) == [("u1", 'say "hello", all', "x"), ("u2", "plain", "y")]
    assert told(intake, "quoting") == ("double quotes, escaped by a backslash",)
    assert told(intake, "quoting_evidence") == ("no line breaks its rules, 1 those of double quotes",)


def test_single_quotes_and_no_quotes_are_found_too(tmp_path):
    single = "'id';'name';'note'\n'u1';'a;b';'it''s'\n"
    assert rows(read(tmp_path / "a", single)) == [("u1", "a;b", "it's")]
    in_rows_only = "id;name;note\nu1;'a;b';x\nu2;plain \"word\";y\n"
    assert rows(read(tmp_path / "b", in_rows_only)) == [("u1", "a;b", "x"), ("u2", 'plain "word"', "y")]
    none = 'id\tname\tnote\nu1\t"Foo" BV\tx\nu2\tBar "B"\ty\n'
    intake = read(tmp_path / "c", none)
    assert rows(intake) == [("u1", '"Foo" BV', "x"), ("u2", 'Bar "B"', "y")]
    assert told(intake, "quoting") == ("no quotes",)


def test_a_notation_that_other_lines_break_is_not_taken_for_one_bad_line(tmp_path):
    intake = read(tmp_path, 'id,name,note\nu1,"a, b",x\nu2,"open"x,y\nu3,c,z\n')
    assert [row[0] for row in rows(intake)] == ["u1", "u3"]
    assert rejected(intake) == [("line:3", "unknown_record")]


def test_what_a_file_cannot_prove_the_map_states(tmp_path):
    body = "skip me, id,name,note\nid,name,note\nu1,'a,b',x\n"
    intake = read(tmp_path, body, '[csv]\ndelimiter = ","\nquote = "\'"\nskip_lines = 1\n')
    assert rows(intake) == [("u1", "a,b", "x")]
    assert told(intake, "quoting_evidence") == ("declared in the map",)


def test_a_file_without_a_header_gets_its_names_from_the_map(tmp_path):
    intake = read(tmp_path, "u1\ta\tx\nu2\tb\t\n", '[csv]\nheader = ["id", "name", "note"]\n')
    assert rows(intake) == [("u1", "a", "x"), ("u2", "b", None)]
    assert short(intake, "account", "source_locator") == [("line:1",), ("line:2",)]
    assert told(intake, "header", "header_evidence") == ("none in the file", "declared in the map")
    with pytest.raises(SourceRefused, match="another number of columns"):
        read(tmp_path / "b", "u1\ta\n", '[csv]\nheader = ["id", "name", "note"]\n')


def test_lines_above_the_header_are_counted_and_the_header_is_told(tmp_path):
    above = '"Konto";"DE00"\nZeitraum:;"ein "" Zeichen\n\nAlter Kontostand;1.000,00\n'
    intake = read(tmp_path, above + "id;name;note\nu1;a;x\n\nid;name;note\nu2;b;y\n")
    assert short(intake, "account", "platform_account_id", "source_locator") == [("u1", "line:6"), ("u2", "line:9")]
    receipt = intake.receipts[0]
    assert (receipt["read"], receipt["mapped"], receipt["excluded"]) == (6, 2, {"header": 4})
    assert told(intake, "header", "header_evidence") == ("line 5", "the first line that has every mapped column")


def test_a_header_too_far_down_is_not_looked_for(tmp_path):
    with pytest.raises(InputRefused, match="names a column that the file has not"):
        read(tmp_path, "x\n" * 100 + "id;name;note\nu1;a;x\n")


def test_header_names_are_read_without_blanks_marks_and_line_ends(tmp_path):
    body = '\ufeff" id ";"\u00a0name";"no\nte"\nu1;a;x\n'.encode()
    intake = read(tmp_path, body, "", MAP.replace('"note"', '"no te"'))
    assert rows(intake) == [("u1", "a", "x")]


def test_a_line_that_states_the_delimiter_is_obeyed(tmp_path):
    intake = read(tmp_path, "sep=|\nid|name|note\nu1|a;b,c|x\n")
    assert rows(intake) == [("u1", "a;b,c", "x")]
    assert told(intake, "delimiter") == ("bar",)


def test_delimiters_at_line_ends_are_no_difference_and_rows_of_blanks_are_counted(tmp_path):
    body = "id;name;note;\nu1;a;x\nu2;b;y;\nu3;c;z;;;\n;;;\n\nu4;d;w;v\nSum;12\n"
    intake = read(tmp_path, body)
    assert [row[0] for row in rows(intake)] == ["u1", "u2", "u3", "u4"]
    assert rejected(intake) == [("line:5", "missing_key"), ("line:8", "unknown_record")]
    intake = read(tmp_path / "b", "id;name;note\nu1;a;x;\nu2;b;y;z\nu3;b\n")
    assert [row[0] for row in rows(intake)] == ["u1"]
    assert rejected(intake) == [("line:3", "unknown_record"), ("line:4", "unknown_record")]


def test_a_cut_line_is_no_proof_of_another_notation(tmp_path):
    intake = read(tmp_path, 'id,name,note\nu1,"a, b",x\nu2,b,"cut o')
    assert told(intake, "quoting") == ("double quotes",)
    assert rejected(intake) == [("line:3", "truncated")]


def test_numbers_that_a_spreadsheet_rounded_are_no_identifiers(tmp_path):
    intake = read(tmp_path, "id;name;note\n1,23457E+15;a;x\n0012345E6789;b;y\n0000411111111112;c;01234\n")
    assert rejected(intake) == [("line:2", "bad_identifier")]
    assert rows(intake) == [("0000411111111112", "c", "01234"), ("0012345E6789", "b", "y")]


def test_card_numbers_become_tokens_in_ids_and_in_free_text(tmp_path):
    intake = read(tmp_path, "id;name;note\n4111111111111111;pay 4111-1111-1111-1111;x\n")
    ((key, name, _),) = rows(intake)
    assert key.startswith("pan:")
    assert name == f"pay {key}"


PAYMENT = """[[table]]
to = "payment"
[table.columns]
psp = { const = "example" }
psp_ref = "ref"
initiated = { column = "when", format = "%d-%m-%Y %H:%M", zone = "Europe/Amsterdam" }
amount = { column = "sum", decimal = ",", thousands = "." }
currency = "cur"
"""


@pytest.mark.parametrize(
    ("when", "text", "currency", "expected"),
    [
        ("27-10-2024 02:30", "012,50", "EUR", (1250, "EUR", "ambiguous_hour")),
        ("31-03-2024 02:30", "0.012,50", "EUR", (1250, "EUR", "ambiguous_hour")),
        ("31-03-2024 02:30", "001.012,50", "EUR", (101250, "EUR", "ambiguous_hour")),
        ("01-03-2024 02:30", "1.234", "KWD", (1234000, "KWD", "minute")),
        ("01-03-2024 02:30", "1,234", "BHD", (1234, "BHD", "minute")),
        ("01-03-2024 02:30", "500,00", "JPY", (500, "JPY", "minute")),
        ("01-03-2024 02:30", "500,50", "ISK", "amount_not_exact"),
        ("01-03-2024 02:30", "12,50-", "EUR", (1250, "EUR", "minute")),
        ("01-03-2024 02:30", "-12,50 €", "EUR", (1250, "EUR", "minute")),
        ("01-03-2024 02:30", "12,50 €", "GBP", "bad_currency"),
        ("01-03-2024 02:30", "12,50 $", "USD", "bad_amount"),
        ("01-03-2024 02:30", "12,50", "EURO", "bad_currency"),
        ("30-02-2024 02:30", "12,50", "EUR", "bad_time"),
    ],
)
def test_amounts_currencies_and_hours_that_occur_twice_or_never(tmp_path, when, text, currency, expected):
    body = f"ref;when;sum;cur\nr1;{when};{text};{currency}\n"
    intake = take_in(mapped(tmp_path / "s", "a.csv", body, PAYMENT))
    if isinstance(expected, str):
        assert rejected(intake) == [("line:2", expected)]
        return
    assert short(intake, "payment", "amount_minor", "currency", "initiated_precision") == [expected]
    assert (("nonexistent_time", "initiated") in found(intake)) is when.startswith("31-03")


def test_odd_lines_take_no_more_time_than_their_length(tmp_path):
    chance = random.Random(4)
    pieces = ['"', "'", "\\", ";", ",", "\r", "x", '"";', "\t|", "=", "sep=;"]
    body = "id;name;note\n" + "\n".join("".join(chance.choices(pieces, k=2_000)) for _ in range(300)) + "\nu1;a;x\n"
    intake = read(tmp_path, body)
    assert intake.receipts[0]["read"] >= 300

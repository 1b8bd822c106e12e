"""PayPal activity: what the file itself proves about its days, amounts and zones, and what it must not be taken for."""

from __future__ import annotations

import datetime as dt
import io
import time
import tracemalloc

import pytest

from keerpunt.errors import SourceRefused, UnreadableValue
from keerpunt.intake.formats.paypal import READER
from keerpunt.intake.formats.paypal.amounts import decimal_mark
from keerpunt.intake.formats.paypal.headers import LANGUAGES, columns_of
from keerpunt.intake.formats.paypal.kinds import RowKind, kind_of_code, kind_of_word
from keerpunt.intake.formats.paypal.times import ipn_instant, row_instant
from keerpunt.intake.formats.paypal.words import offset_of, status_of
from keerpunt.intake.records import Known
from keerpunt.values.instant import ZoneRule
from tests.support.reading import context, read

HEADER = (
    "Date,Time,TimeZone,Name,Type,Status,Currency,Gross,Fee,Net,From Email Address,Transaction ID,Reference Txn ID,"
)
HEADER += "Invoice Number,Custom Number,Balance\n"


def line(
    date: str, *, zone: str = "CET", gross: str = "1.00", kind: str = "General Payment", ref: str = "T1", **more
) -> str:
    cells = {"parent": "", "invoice": "", "custom": "", "balance": "", "time": "10:00:00", "currency": "EUR"} | more
    return (
        f'{date},{cells["time"]},{zone},Alex Example,{kind},Completed,{cells["currency"]},"{gross}",0.00,"{gross}",'
        f"alex@example.org,{ref},{cells['parent']},{cells['invoice']},{cells['custom']},{cells['balance']}\n"
    )


def file(*lines: str) -> bytes:
    return (HEADER + "".join(lines)).encode()


def told(body: bytes, name: str, **declared) -> str:
    around = context("file", **declared)
    read(READER, body, around)
    return around.told[name]


def refusal(body: bytes, **declared) -> SourceRefused:
    with pytest.raises(SourceRefused) as caught:
        read(READER, body, context("file", **declared))
    return caught.value


@pytest.mark.parametrize(
    ("lines", "order"),
    [
        ([line("25/03/2024")], "dmy"),
        ([line("03/25/2024")], "mdy"),
        ([line("01/06/2024", zone="CEST")], "dmy"),
        ([line("01/06/2024", zone="PST")], "mdy"),
        ([line("01/02/2024", zone="GMT"), line("02/02/2024", zone="GMT"), line("01/03/2024", zone="GMT")], "dmy"),
    ],
)
def test_the_order_of_days_is_proven_by_the_file(lines, order):
    assert told(file(*lines), "date_order") == order


def test_a_zone_word_that_fits_both_days_proves_nothing():
    """11 March and 3 November are both winter."""
    assert refusal(file(line("03/11/2024", zone="CET"))).code == "ambiguous_dates"


def test_days_that_can_be_read_in_two_ways_are_asked_for_and_the_declaration_counts():
    body = file(line("03/04/2024", zone="GMT+02:00"))
    assert "date_order" in str(refusal(body))
    reading = read(READER, body, context("file", date_order="mdy"))
    assert reading.only()["initiated"][0].startswith("2024-03-04")


def test_days_that_contradict_each_other_refuse_the_file():
    assert refusal(file(line("25/03/2024"), line("03/25/2024"))).code == "ambiguous_dates"


def test_the_language_of_an_activity_download_decides_last_and_that_of_a_statement_never():
    activity = "Fecha,Hora,Zona horaria,Tipo,Estado,Divisa,Bruto,Id. de transacción\n"
    row = '3/4/2024,10:00:00,Europe/Madrid,Pago estándar,Completado,EUR,"1,00",T1\n'
    assert told((activity + row).encode(), "date_order") == "dmy"
    statement = "Fecha,Hora,Zona horaria,Descripción,Divisa,Bruto,Id. de transacción\n"
    assert refusal((statement + row.replace(",Completado", "")).encode()).code == "ambiguous_dates"


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("1.234", ""), ("1,234", ""), ("1234", ""), ("", ""), ("...", ""), ("1.2.3", ""), ("1.234.56", ""),
        ("1.234,56", ","), ("-1,234.56", "."), ("1.234.567", ","), ("1 234,50", ","), ("1'234.50", "."),
        ("0.123", "."), ("12.5", "."), ("1234.567", "."), (".50", "."), ("1,234,567.8", "."), ("\u221212,00", ","),
    ],
)  # fmt: skip
def test_what_an_amount_proves_about_the_decimal_mark(text, mark):
    assert decimal_mark(text) == mark


def test_a_lone_group_of_three_is_read_by_what_the_file_proves_or_by_its_language():
    german = "Datum;Uhrzeit;Zeitzone;Typ;Status;Währung;Brutto;Transaktionscode\n"
    row = "{date};10:00:00;CET;Allgemeine Zahlung;Abgeschlossen;EUR;{gross};{ref}\n"
    alone = (german + row.format(date="25.03.2024", gross="1.234", ref="T1")).encode()
    assert read(READER, alone).only()["amount"] == [123_400, "EUR"]
    assert told(alone, "decimal_mark_evidence") == "no amount proves it; the header is in de"
    swiss = (
        german
        + row.format(date="25.03.2024", gross="1,234", ref="T1")
        + row.format(date="25.03.2024", gross="5.00", ref="T2")
    )
    assert [r["amount"] for r in read(READER, swiss.encode()).rows] == [[123_400, "EUR"], [500, "EUR"]]


def test_amounts_that_contradict_each_other_are_rejected_and_so_is_what_could_be_either():
    body = file(
        line("25/03/2024", gross="2.50", ref="T1"), line("25/03/2024", gross="3.50", ref="T2"),
        line("25/03/2024", gross="4,50", ref="T3"), line("25/03/2024", gross="1,234", ref="T4"),
    )  # fmt: skip
    reading = read(READER, body)
    assert [row["psp_ref"] for row in reading.rows] == ["T1", "T2"]
    assert reading.rejected == [["line:4", "bad_amount"], ["line:5", "bad_amount"]]


@pytest.mark.parametrize(
    ("word", "offset"),
    [("PST", "-08:00"), ("PDT", "-07:00"), ("CET", "+01:00"), ("cest", "+02:00"), ("GMT", "+00:00"), ("BST", "+01:00"),
     ("GMT+02:00", "+02:00"), ("UTC-3", "-03:00"), ("+0530", "+05:30"), ("IST", None), ("XYZ", None), ("GMT+99", None)],
)  # fmt: skip
def test_zone_words_are_those_of_the_table(word, offset):
    assert offset_of(word) == offset


@pytest.mark.parametrize("zone", ["IST", "Mars/Olympus", "../../etc/passwd", "localtime", "GMT+2:99"])
def test_an_unknown_zone_makes_the_time_unreadable(zone):
    reading = read(READER, file(line("25/03/2024", zone=zone)))
    assert reading.rejected == [["line:2", "bad_time"]]


def test_an_ambiguous_zone_word_is_read_where_it_is_the_word_of_the_declared_zone():
    body = file(line("25/06/2024", zone="IST"))
    assert read(READER, body, context("file", zone="Europe/Dublin")).only()["initiated"][0] == "2024-06-25T09:00:00Z"
    assert read(READER, body, context("file", zone="Asia/Kolkata")).only()["initiated"][0] == "2024-06-25T04:30:00Z"
    winter = file(line("25/12/2023", zone="IST"))
    assert read(READER, winter, context("file", zone="Europe/Dublin")).rejected == [["line:2", "bad_time"]]


def test_a_row_without_zone_follows_the_source_and_without_any_it_is_rejected():
    body = file(line("25/03/2024", zone=""))
    assert read(READER, body).only()["initiated"] == ["2024-03-25T09:00:00Z", "second", "assumed"]
    assert read(READER, body, context("file", zone=None)).rejected == [["line:2", "bad_time"]]


@pytest.mark.parametrize(
    ("day", "clock", "word", "utc", "precision"),
    [
        ("1/2/2024", "1:02 PM", "PST", "2024-02-01T21:02", "minute"),
        ("1/2/2024", "12:00:00 a.m.", "GMT", "2024-02-01T00:00", "second"),
        ("2024-02-01", "", "Europe/Berlin", "2024-01-31T23:00", "day"),
    ],
)
def test_times_of_day_in_their_spellings(day, clock, word, utc, precision):
    found = row_instant(day, clock, word, "dmy", None)
    assert (found.utc.strftime("%Y-%m-%dT%H:%M"), found.precision) == (utc, precision)


@pytest.mark.parametrize("clock", ["25:00:00", "13:00 PM", "noon", "10:60"])
def test_times_of_day_that_are_none(clock):
    with pytest.raises(UnreadableValue):
        row_instant("1/2/2024", clock, "GMT", "dmy", ZoneRule("UTC", "assumed"))


def test_ipn_times_are_pacific_whether_they_say_so_or_not():
    assert ipn_instant("20:12:59 Jan 13, 2009 PST").utc == dt.datetime(2009, 1, 14, 4, 12, 59, tzinfo=dt.UTC)
    assert ipn_instant("20:12:59 Jul 13, 2009").utc == dt.datetime(2009, 7, 14, 3, 12, 59, tzinfo=dt.UTC)


def test_every_language_table_is_found_by_its_own_header():
    for language, names in LANGUAGES.items():
        found = columns_of([spellings[0] for spellings in names.values()])
        assert found is not None
        assert found.language == language


def test_words_are_known_in_their_language_and_in_english_and_nowhere_else():
    assert kind_of_word("Allgemeine  Zahlung ", "de") is RowKind.PAYMENT
    assert kind_of_word("General Payment", "nl") is RowKind.PAYMENT
    assert kind_of_word("Allgemeine Zahlung", "nl") is None
    assert status_of("Voltooid", "nl") == status_of("completed", "nl") == "captured"
    assert status_of("Voltooid", "de") is None


@pytest.mark.parametrize(
    ("code", "kind"),
    [("T0006", RowKind.CHECKOUT), ("T0200", RowKind.CONVERSION), ("T1105", RowKind.HOLD), ("T1106", RowKind.REVERSAL),
     ("T1107", RowKind.REFUND), ("T1108", RowKind.FEE), ("T1110", RowKind.HOLD), ("T1201", RowKind.CHARGEBACK),
     ("T2103", RowKind.HOLD), ("T7700", None), ("T11", None), ("", None)],
)  # fmt: skip
def test_event_codes(code, kind):
    assert kind_of_code(code) is kind


@pytest.mark.parametrize(
    ("invoice", "custom", "orders", "order"),
    [
        ("A-1", "", (), "A-1"), ("", "B-2", (), "B-2"), ("A-1", "B-2", (), "A-1"), ("A-1", "B-2", ("B-2",), "B-2"),
        ("A-1", "B-2", ("A-1", "B-2"), None), ("shop / A-1", "", ("A-1",), "A-1"), ("A-1", "", ("C-3",), "A-1"),
    ],
)  # fmt: skip
def test_the_order_is_one_that_is_known_else_the_first_reference(invoice, custom, orders, order):
    around = context("file", known=Known(orders=frozenset(orders)))
    reading = read(READER, file(line("25/03/2024", invoice=invoice, custom=custom)), around)
    assert reading.only().get("order_id") == order
    assert bool(reading.findings.get("ambiguous_order order_id")) is (order is None)


def test_the_order_inside_the_json_that_a_shop_writes_into_custom():
    custom = '"{""order_id"":198790,""order_number"":""2018-7"",""order_key"":""wc""}"'
    body = file(line("25/03/2024", custom=custom))
    assert read(READER, body).only()["order_id"] == "2018-7"
    known = context("file", known=Known(orders=frozenset(("198790",))))
    assert read(READER, body, known).only()["order_id"] == "198790"
    assert "order_id" not in read(READER, file(line("25/03/2024", custom='"{""key"":1}"'))).only()


def test_a_refund_received_and_a_payment_sent_have_no_payer():
    body = file(line("25/03/2024", kind="Payment Refund", parent="T0"), line("25/03/2024", gross="-5.00", ref="T2"))
    for row in read(READER, body).rows:
        assert not any(name.startswith(("payer_", "billing_")) for name in row)


def test_agreements_and_orders_are_no_parents():
    body = file(
        *(line("25/03/2024", kind="Payment Refund", ref=f"T{n}", parent=p) for n, p in enumerate(("B-1", "O-2", "X3")))
    )
    assert [row.get("parent_psp_ref") for row in read(READER, body).rows] == [None, None, "X3"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"a,b\n1,2\n",
        b"Date,Description,Amount\n",
        b"Datum;Betrag;Text\n1;2;3\n",
        HEADER.encode().replace(b"Currency", b"x"),
    ],
)
def test_a_header_of_no_known_language_is_refused_without_quoting_it(body):
    assert READER.sniff(body, "x") is False
    assert refusal(body).code == "unknown_record"


def test_a_header_alone_states_zero():
    reading = read(READER, HEADER.encode())
    assert reading.read == 0
    assert reading.totals == [["line:1", "records", "0", "0", False]]


def test_columns_without_a_name_at_the_end_need_no_cells():
    body = file(line("25/03/2024")).replace(b"Balance\n", b"Balance,,,\n", 1)
    assert read(READER, body).mapped == 1


@pytest.mark.parametrize(
    "cell",
    [
        "9" * 400,
        "1" + ",111" * 50_000,
        "." * 200_000,
        "-" * 100_000,
        "\u0660",
        "1e999",
        "\udcff".encode("utf-8", "replace").decode(),
    ],
)
def test_hostile_amounts_are_rejected_in_no_time(cell):
    begun = time.process_time()
    reading = read(READER, file(line("25/03/2024"), line("25/03/2024", gross=cell, ref="T2")))
    assert [code for _, code in reading.rejected] == ["bad_amount"]
    assert time.process_time() - begun < 2


@pytest.mark.parametrize("cell", ["9" * 400, "1/" * 50_000, "99/99/99999", "0/0/0", "2024-02-30", "\u0661/1/2024"])
def test_hostile_days_are_rejected(cell):
    reading = read(READER, file(line("25/03/2024"), line(cell, ref="T2")), context("file", date_order="dmy"))
    assert reading.rejected == [["line:3", "bad_time"]]


@pytest.mark.slow
def test_memory_does_not_grow_with_the_file():
    def peak(count: int) -> int:
        body = file(*(line("25/03/2024", ref=f"T{n}", invoice=f"I{n}") for n in range(count)))
        stream, around = io.BytesIO(body), context("file")
        tracemalloc.start()
        assert sum(1 for _ in READER.read(stream, around)) == count
        _, top = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return top

    small, large = peak(1_000), peak(8_000)
    assert large < small + 2_000_000

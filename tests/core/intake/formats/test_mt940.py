"""Rules of the mt940 reader, one by one."""

from __future__ import annotations

import pytest

from keerpunt.errors import SourceRefused
from keerpunt.intake.formats.mt940 import READER
from keerpunt.intake.formats.mt940.account import header_bic, parse_account
from keerpunt.intake.records import Known
from tests.support.reading import Reading, context, read

IBAN = "NL02ABNA0123456789"
KNOWN = Known(orders=frozenset(("ORD-1", "ORD-2")))


def statement(
    entries: str, *, head: str = "", account: str = "12345678/1", opening: str = "C240101EUR0,", closing: str = "-"
) -> bytes:
    return f"{head}:20:R\n:25:{account}\n:28C:1/1\n:60F:{opening}\n{entries}{closing}\n".encode()


def entry(text: str = "", line: str = "2401020102C1,00NTRFNONREF//B1", **more: str) -> Reading:
    """Read a statement of one entry."""
    details = f":86:{text}\n" if text else ""
    return read(READER, statement(f":61:{line}\n{details}", **more), context(known=KNOWN))


@pytest.mark.parametrize(
    ("line", "direction", "kind", "minor"),
    [
        ("2401020102C1,00NTRFNONREF", "in", "payment", 100),
        ("2401020102D1,NTRFNONREF", "out", "payment", 100),
        ("2401020102RC1,0NTRFNONREF", "out", "reversal", 100),
        ("2401020102RD,50NTRFNONREF", "in", "reversal", 50),
        ("2401020102CR001,62NTRFNONREF", "in", "payment", 162),
        ("2401020102RCR204,88NRTINONREF", "out", "reversal", 20488),
        ("2401020102RDD1NTRFNONREF", "in", "reversal", 100),
        ("240102    DD212,39NMSCNONREF//", "out", "payment", 21239),
        ("240102d1,01N946NONREF", "out", "payment", 101),
        ("240102C000000012848.00NMSCNONREF          UNC", "in", "payment", 1284800),
        ("240102C00000001560395.NMSCNONREF", "in", "payment", 156039500),
        ("2401020102D12,35 NRTIKREF+//2016021783252833", "out", "reversal", 1235),
        ("2401020102D3575,00S   X", "out", "payment", 357500),
        ("2401020102D20,00NONREF", "out", "payment", 2000),
        ("2401020102DN43000,00//19239810200", "out", "payment", 4300000),
        ("2401020102CR\n30,00N062NONREF", "in", "payment", 3000),
        ("2401020102D1,00NCHGNONREF", "out", "fee", 100),
        ("2401020102C1,00NCHGNONREF", "in", "payment", 100),
        ("2401020102C1,00NRTINONREF", "in", "reversal", 100),
    ],
)
def test_marks_and_amounts_of_a_statement_line(line, direction, kind, minor):
    row = entry(line=line).only()
    assert (row["direction"], row["row_kind"], row["amount"]) == (direction, kind, [minor, "EUR"])
    assert row["status"] == ("reversed" if kind == "reversal" else "captured")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("2401020102C1.234,00NTRFNONREF", "bad_amount"),
        ("2401020102C1.234NTRFNONREF", "bad_amount"),
        ("2401020102C,NTRFNONREF", "bad_amount"),
        (f"2401020102C{'9' * 19},00NTRFNONREF", "bad_amount"),
        ("2401020102C1,005NTRFNONREF", "amount_not_exact"),
        ("2413450102C1,00NTRFNONREF", "bad_time"),
        ("240102ZZZ", "unknown_record"),
        ("", "unknown_record"),
    ],
)
def test_a_line_without_day_or_amount_is_rejected_and_balances_no_longer_bind(line, reason):
    reading = read(READER, statement(f":61:{line}\n:62F:C240102EUR9,00\n"))
    assert reading.rejected == [["stmt:1/61:1", reason]]
    if reason not in ("bad_time", "amount_not_exact"):
        assert reading.totals == [["stmt:1", "62F", "9", "0", False]]


@pytest.mark.parametrize(
    ("value", "booked", "day"),
    [
        ("240102", "1231", "2023-12-31"),
        ("231231", "0102", "2024-01-02"),
        ("240102", "", "2024-01-02"),
        ("230228", "0229", "2024-02-29"),
        ("240230", "0301", "2024-03-01"),
        ("240102", "1350", "2024-01-02"),
    ],
)
def test_an_entry_date_lies_in_the_year_nearest_to_the_value_date(value, booked, day):
    reading = read(READER, statement(f":61:{value}{booked}C1,00NTRFNONREF\n"), context(zone="UTC"))
    assert reading.only()["initiated"] == [f"{day}T00:00:00Z", "day", "assumed"]


@pytest.mark.parametrize(
    ("reference", "text", "key"),
    [
        ("NONREF//B1", "/EREF/E-1/REMI/x", "B1"),
        ("NONREF", "/EREF/E-1/REMI/x", "E-1"),
        ("NONREF//NONREF", "/EREF/NOTPROVIDED/REMI/x", "1.R.1/1.240101_0/1/0"),
        ("Overf//melding", "", "1.R.1/1.240101_0/1/0"),
        ("NONREF//000001", "", "1.R.1/1.240101_0/1/0"),
        ("KREF+//97261/039", "166?00GUTSCHRIFT?1097261?20SVWZ+x?32E", "1.R.1/1.240101_0/1/0"),
        ("KREF+//97262/039", "166?00GUTSCHRIFT?1097261?20SVWZ+x?32E", "97262/039"),
        ("EREF\n//B2", "/EREF/E-1/REMI/x", "B2"),
        ("NONREF", "/EREF/4111111111111111/REMI/x", "1.R.1/1.240101_0/1/0"),
    ],
)
def test_the_key_is_the_bank_reference_else_the_payers_else_the_place(reference, text, key):
    row = entry(text, f"2401020102C1,00NTRF{reference}").only()
    assert (row["psp"], row["psp_ref"]) == ("bank:12345678", key)


def test_equal_names_of_statements_give_different_keys():
    body = statement(":61:240102C1,00NTRFNONREF\n") * 2
    assert [row["psp_ref"] for row in read(READER, body).rows] == ["1.R.1/1.240101_0/1/0", "1.R.1/1.240101_0#2/1/0"]


def test_a_card_account_names_its_statement_by_a_token():
    body = b":20:R\n:25:4111111111111111\n:28C:1\n:60F:C240101EUR0,\n:61:240102C1,00NTRFNONREF\n:62F:C240102EUR1,\n-\n"
    assert "4111111111111111" not in repr(read(READER, body).rows)


def test_a_statement_without_a_name_is_named_by_its_file():
    body = b":60F:C240101EUR0,\n:61:240102C1,00NTRFNONREF\n-\n"
    assert read(READER, body).only()["psp_ref"] == "abababababab:stmt:1/1/0"


ENVELOPE = "{1:F01ABNANL2AXXXX0000000000}{2:%s}{4:"


@pytest.mark.parametrize(
    ("lines", "bic"),
    [
        ([ENVELOPE % "I940INGBNL2AXXXXN"], "ABNANL2A"),
        ([ENVELOPE % "O9401200260715INGBNL2AX10222221234562607151201N"], "INGBNL2A102"),
        (["{1:F01INGBNL2ABXXX0000000000}", "{2:I940INGBNL2AXXXN}", "{4:"], "INGBNL2A"),
        (["0000 01INGBNL2AXXXX00001", "0000 01INGBNL2AXXXX00001", "940 00"], "INGBNL2A"),
        (["ABNANL2A", "940", "ABNANL2A"], "ABNANL2A"),
        (["CREDITOR", "and other words"], ""),
        (["{1:Fxxxxxxxxxxxxxxxxxxxxxxxx}{2:Ixxxxxxxxxxxxxxxxx{3:{108:xxxxx}}{4:"], ""),
    ],
)
def test_a_header_names_the_sending_bank(lines, bic):
    assert header_bic(lines) == bic


@pytest.mark.parametrize(
    ("lines", "tag", "header", "named"),
    [
        (["NL20INGB0001234567EUR"], "25", "", ("INGB", "NL20INGB0001234567", "EUR")),
        (["NL50RABO0123456789 EUR"], "25", "", ("RABO", "NL50RABO0123456789", "EUR")),
        (["NL20INGB0001234567"], "25", "INGBNL2A", ("INGBNL2A", "NL20INGB0001234567", "")),
        (["NL20INGB0001234567"], "25", "DEUTDEFF", ("INGB", "NL20INGB0001234567", "")),
        (["70011110/4005287001EUR"], "25", "", ("70011110", "4005287001", "EUR")),
        (["BPHKPLPK/320000546101 "], "25", "", ("BPHKPLPK", "320000546101", "")),
        (["UBRTHUHB/123456789150ABCDEF002/HUF"], "25", "", ("UBRTHUHB", "123456789150ABCDEF002", "HUF")),
        (["DE02120300000000202051", "BYLADEM1001"], "25P", "", ("BYLADEM1001", "DE02120300000000202051", "")),
        (["TRIODOSBANK/0390123456"], "25", "", ("TRIONL2U", "0390123456", "")),
        (["1291.99.348EUR"], "25", "", ("unknown", "1291.99.348", "EUR")),
        (["0067-00763/93984487"], "25", "", ("unknown", "93984487", "")),
        ([""], "25", "", ("unknown", "", "")),
    ],
)
def test_an_account_line_names_bank_number_and_currency(lines, tag, header, named):
    account = parse_account(lines, tag)
    assert (account.bank(header), account.number, account.currency) == named


def test_a_header_may_stand_on_the_line_that_ends_the_message_before():
    envelope = "{1:F01ASNBNL21XXXX0000000000}{2:O940ASNBNL21XXXXN}{3:}{4:\n"
    entries = ":61:240102C1,00NTRFNONREF\n:62F:C240102EUR1,00\n"
    body = statement(entries, account="1", head=envelope, closing="-}$")[:-1] + statement(
        entries, account="1", head=envelope, closing="-}$"
    )
    assert [row["psp"] for row in read(READER, body).rows] == ["bank:ASNBNL21"] * 2


def test_a_header_counts_for_its_message_alone():
    envelope = "{1:F01ASNBNL21XXXX0000000000}{2:O940ASNBNL21XXXXN}{3:}{4:\n"
    body = statement(
        ":61:240102C1,00NTRFNONREF\n:62F:C240102EUR1,00\n", head=envelope, account="1", closing="-}{5:}"
    ) + statement(":61:240102C1,00NTRFNONREF\n:62F:C240102EUR1,00\n", account="1")
    assert [row["psp"] for row in read(READER, body).rows] == ["bank:ASNBNL21", "bank:unknown"]


@pytest.mark.parametrize(
    ("text", "line", "row"),
    [
        ("/IBAN/NL02ABNA0123456789/NAME/P.C. Voorbeeld/REMI/", "C", ("P.C. Voorbeeld", None, IBAN)),
        ("/ORDP//NAME/J Voorbeeld/BENM//NAME/Wij BV/REMI/x", "C", ("J Voorbeeld", None, None)),
        ("/BENM//NAME/Wij BV/REMI/x", "C", (None, None, None)),
        ("/ORDP//NAME/J Voorbeeld/REMI/x", "D", (None, None, None)),
        ("/NAME/J Voorbeeld/REMI/zie /NAME/Ander/REMI/", "C", ("J Voorbeeld", None, None)),
        ("/NAME/J Voorbeeld/REMI/x/ULTD/K Voorbeeld/ULTC//NAME/Wij", "C", ("K Voorbeeld", "J Voorbeeld", None)),
        (f"/CNTP/{IBAN}//J Voorbeeld///REMI/USTD//x/", "C", ("J Voorbeeld", None, IBAN)),
        (f"/CNTP/{IBAN}/ABNANL2A/A/B/DELFT//REMI/x", "C", ("A/B", None, IBAN)),
        ("/CNTP/12345678/ABNANL2A/J Voorbeeld///REMI/USTD//x/", "C", ("J Voorbeeld", None, "12345678")),
        ("166?31DE02120300000000202051?32Erika?33 Beispiel", "C", ("Erika Beispiel", None, "DE02120300000000202051")),
        (f"944^00PRZELEW^20x^32JAN^33PRZYKLAD^38{IBAN}", "C", ("JAN PRZYKLAD", None, IBAN)),
        ("166?20ABWA+Karl?32Erika", "C", ("Karl", "Erika", None)),
        ("?20SVWZ+x?31?38DE02120300000000202051?32E", "C", ("E", None, "DE02120300000000202051")),
        ("166?311?32Wir", "C", (None, None, None)),
        ("BETALING VAN J VOORBEELD IBAN: NL02ABNA0123456789", "C", (None, None, None)),
        ("911 TRANSAKCJA; OD: JAN PRZYKLAD", "C", (None, None, None)),
        ("/PT/FT/PY/SOMETHING", "C", (None, None, None)),
    ],
)
def test_who_pays_is_what_the_grammar_says_and_nobody_else(text, line, row):
    found = entry(text, f"2401020102{line}1,00NTRFNONREF").only()
    assert (found.get("payer_name"), found.get("payer_account_name"), found.get("iban")) == row


@pytest.mark.parametrize(
    ("text", "kind", "scheme", "initiation"),
    [
        ("166?32E", "TRF", "credit_transfer", "customer"),
        ("171?32E", "MSC", "direct_debit", "merchant"),
        ("106?32E", "MSC", "card", None),
        ("999?32E", "TRF", None, None),
        ("/TRTP/iDEAL/NAME/E/REMI/x", "654", "credit_transfer", "customer"),
        ("/TRTP/SEPA Incasso/NAME/E/REMI/x", "654", "direct_debit", "merchant"),
        ("/EREF/1//CSID/NL00ZZZ1//REMI/x", "TRF", "direct_debit", "merchant"),
        ("zonder", "DDT", "direct_debit", "merchant"),
        ("zonder", "CHK", "other", None),
        ("zonder", "TRF", None, None),
    ],
)
def test_rails_follow_code_product_and_type(text, kind, scheme, initiation):
    row = entry(text, f"2401020102C1,00N{kind}NONREF").only()
    assert (row.get("scheme"), row.get("initiation")) == (scheme, initiation)


@pytest.mark.parametrize(
    ("text", "line", "order"),
    [
        ("/NAME/E/REMI/bestelling ORD-1", "NONREF", "ORD-1"),
        ("/NAME/E/REMI/bestelling OR\nD-1", "NONREF", "ORD-1"),
        ("/NAME/E/REMI//CDTRREFTP//CD/SCOR/ISSR/CUR/CDTRREF/ORD-2", "NONREF", "ORD-2"),
        ("166?20EREF+ORD-1?32E", "NONREF", "ORD-1"),
        ("166?20Bestellung:?21ORD-1?32E", "NONREF", "ORD-1"),
        ("vrije tekst;ORD-1", "NONREF", "ORD-1"),
        ("", "ORD-1", "ORD-1"),
        ("166?20EREF+ORD-1?21SVWZ+ORD-2?32E", "NONREF", None),
        ("ORD-12", "NONREF", None),
    ],
)
def test_an_order_is_a_whole_token_of_a_reference_or_text(text, line, order):
    reading = entry(text, f"2401020102C1,00NTRF{line}")
    assert reading.only().get("order_id") == order
    assert ("ambiguous_order order_id" in reading.findings) is ("ORD-1?21SVWZ+ORD-2" in text)


def test_free_text_is_said_and_so_is_the_grammar_of_statements():
    around = context()
    entries = ":61:240102C1,00NTRFNONREF\n:86:vrij\n:61:240102C1,00NTRFNONREF\n:86:166?32E\n"
    reading = read(READER, statement(entries) + statement(":61:240102C1,00NTRFNONREF\n:86:vrij\n"), around)
    assert reading.findings == {"free_text payer_name": 2, "no_closing_balance 62F": 2}
    assert around.told["details"] == "statements by grammar: free text in 2, German sub-fields in 1"
    assert around.told["details_evidence"] == "free text first in stmt:1, German sub-fields first in stmt:1"


@pytest.mark.parametrize(
    ("first", "second", "total"),
    [
        ("7/1", "7/2", ["stmt:2", "60M", "1", "2", True]),
        ("7", "7", ["stmt:2", "60M", "1", "2", True]),
        ("7/1", "7/3", ["stmt:2", "60M", "1", "2", False]),
        ("7/1", "8/1", ["stmt:2", "60M", "1", "2", False]),
    ],
)
def test_a_page_goes_on_where_the_one_before_it_ended(first, second, total):
    page = ":20:R\n:25:1\n:28C:{}\n:60{}:C240101EUR{}\n:62M:C240101EUR{}\n-\n"
    body = page.format(first, "F", "1,00", "1,00") + page.format(second, "M", "2,00", "2,00")
    assert read(READER, body.encode()).totals[1] == total
    other = body.replace(":25:1\n", ":25:2\n", 1).encode()
    assert [name for _, name, *_ in read(READER, other).totals] == ["62M", "62M"]


def test_balances_of_two_currencies_never_agree():
    reading = read(READER, statement(":62F:C240101USD0,00\n"))
    assert reading.totals == [["stmt:1", "62F", "0 USD", "0 EUR", True]]


@pytest.mark.parametrize(
    ("more", "currency"),
    [(":34F:PLN0,\n", "PLN"), (":34F:PLND5,\n:34F:PLNC0,\n", "PLN"), ("", "EUR")],
)
def test_a_report_takes_its_currency_from_the_floor_else_from_the_account(more, currency):
    body = f":20:R\n:25:12345678/1{'' if more else 'EUR'}\n:28C:1\n{more}:13D:2401191815+0100\n"
    body += ":61:240119C5,00NTRFNONREF\n-\n"
    assert read(READER, body.encode()).only()["amount"] == [500, currency]


@pytest.mark.parametrize(("floor", "binding"), [("EUR0,", True), ("EURD0,", True), ("EUR5,", False), ("EURC5,", False)])
def test_counts_bind_unless_a_floor_hides_entries(floor, binding):
    body = f":20:R\n:25:1\n:28C:1\n:34F:{floor}\n:61:240119C5,00NTRFNONREF\n:90C:2EUR9,00\n-\n"
    reading = read(READER, body.encode())
    assert reading.totals == [["stmt:1", "90C/number", "2", "1", binding], ["stmt:1", "90C/sum", "9", "5", binding]]
    assert ("floor_limit amount" in reading.findings) is ("5" in floor)


@pytest.mark.parametrize(
    "body",
    [
        statement(":62F:C240101EUR0,00\n"),
        b":20:R\n:25:1\n:28C:1\n:34F:EUR0,\n:13D:2401191815+0100\n:90D:0EUR0,\n:90C:0EUR0,\n-\n",
    ],
)
def test_a_statement_in_which_nothing_happened_states_zero(body):
    reading = read(READER, body)
    assert reading.read == 0
    assert any(total.states_zero for total in reading.records)


@pytest.mark.parametrize(
    "text", ["166?20SVWZ+2024-01-05T16\n:26:37 Debitk?32E", "166?20SVWZ+x 20\n:20:44?32E", "166?32E\n-\n"]
)
def test_what_looks_like_a_tag_or_an_end_inside_a_text_is_neither(text):
    reading = read(READER, statement(f":61:240102C1,00NTRFNONREF\n:86:{text}\n:62F:C240102EUR1,00\n"))
    assert reading.only()["payer_name"] == "E"
    assert [total[2:] for total in reading.totals] == [["1", "1", True]]


def test_texts_of_the_message_belong_to_no_entry():
    entries = ":86:NAME OF THE HOLDER\n:61:240102C1,00NTRFNONREF\n:62F:C240102EUR1,00\n:86:/NAME/Nobody/REMI/x\n"
    reading = read(READER, statement(entries))
    assert "payer_name" not in reading.only()
    assert reading.findings == {}


@pytest.mark.parametrize(
    ("end", "rejected", "rows"),
    [
        (":61:240103C2,00NTRFNON", [["stmt:1/61:2", "truncated"]], 1),
        (":61:240103C2,00NTRFNONREF\n", [], 2),
        (":61:240103C2,00NTRFNONREF\n:86:/NAME/Jan Vo\n", [["stmt:1/61:2", "truncated"]], 1),
        (":61:240103C2,00NTRFNONREF\n:62F:C2401", [["stmt:1/62F", "truncated"]], 2),
        (":61:240103C2,00NTRFNONREF\n:62F:C240103EUR3,00", [], 2),
        (":61:240103C2,00NTRFNONREF\n-", [], 2),
    ],
)
def test_only_what_a_cut_may_have_hit_is_rejected(end, rejected, rows):
    body = statement(":61:240102C1,00NTRFNONREF\n:86:/NAME/J Voorbeeld/REMI/x\n", closing=end)[:-1]
    reading = read(READER, body)
    assert (reading.rejected, len(reading.rows)) == (rejected, rows)
    assert ("no_closing_balance 62F" in reading.findings) is ("EUR3,00" not in end)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_names_survive_every_encoding(encoding):
    body = statement(":61:240102C1,00NTRFNONREF\n:86:166?32J\u00fcrgen M\u00f6ller\n:62F:C240102EUR1,00\n").decode()
    assert READER.sniff(body.encode(encoding), "x")
    assert read(READER, body.encode(encoding)).only()["payer_name"] == "J\u00fcrgen M\u00f6ller"


def test_bytes_that_are_no_text_make_a_text_unknown_and_a_line_rejected():
    good = ":61:240102C1,00NTRFNONREF\n:86:166?32J\u00f6rg\n".encode()
    bad = b":61:240102C1,00NTRFNONREF\n:86:166?32J\xffrg\n:61:240102C\xff1,00NTRFNONREF\n"
    reading = read(READER, statement("").replace(b"-\n", good + bad + b":62F:C240102EUR9,00\n-\n"))
    assert [row.get("payer_name") for row in reading.rows] == ["J\u00f6rg", None]
    assert reading.rejected == [["stmt:1/61:3", "bad_encoding"]]
    assert reading.findings == {"unreadable_value payer_name": 1}
    with pytest.raises(SourceRefused, match="neither UTF-8 nor cp1252"):
        read(READER, statement("").replace(b"-\n", b":61:\x81\n"))


@pytest.mark.parametrize(
    ("body", "yes"),
    [
        (statement(""), True),
        (b"{1:F01ASNBNL21XXXX0000000000}{2:O940ASNBNL21XXXXN}{3:}{4:\r\n" + statement(""), True),
        (b":61:240102C1,00NTRFNONREF", True),
        (b":34F:EURD0,00\r\n:13D:2401191815+0100\r\n", True),
        (b":20:REQUEST\n:12:940\n:25:1\n:34F:EURD0,00\n", False),
        (b":20:R\n:23B:CRED\n:32A:240102EUR1,00\n:50K:/1\n:59:/2\n", False),
        (b'<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"/>', False),
        (b"see :60F:C240101EUR0,00 in the manual", False),
        (b"time,level\n10:61:240102,x\n", False),
    ],
)
def test_what_is_recognised(body, yes):
    assert READER.sniff(body, "x") is yes

"""Hostile files are refused or rejected, in bounded time and memory, and never quoted."""

from __future__ import annotations

import gzip
import io
import json
import time
import tracemalloc
import zlib

import pytest

from keerpunt.errors import SourceRefused
from keerpunt.intake.formats.accesslog import READER as ACCESSLOG
from keerpunt.intake.formats.camt import READER as CAMT
from keerpunt.intake.formats.stripe import READER as STRIPE
from keerpunt.intake.lines import MAX_LINE
from keerpunt.intake.records import Known
from keerpunt.intake.settings import IntakeSettings
from tests.support.reading import context, read

CANARY = "Canary-Name"
LINE = b'192.0.2.1 - - [01/May/2024:10:00:00 +0000] "POST /login HTTP/1.1" 200 1 "-" "a"\n'
CHARGE = {"object": "charge", "id": "ch_1", "created": 1, "amount": 1, "currency": "eur"}


def camt(inner: str, before: str = "", space: str = "") -> bytes:
    return (
        f"{before}<Document {space}><BkToCstmrStmt><Stmt><Id>1</Id>{inner}</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def entry(more: str = "") -> str:
    return (
        '<Ntry><Amt Ccy="EUR">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>'
        f"<BookgDt><Dt>2024-05-01</Dt></BookgDt>{more}</Ntry>"
    )


def refused(reader, body: bytes, name: str = "file", settings: IntakeSettings | None = None) -> str:
    around = context(name)
    around.settings = settings or around.settings
    with pytest.raises(SourceRefused) as caught:
        read(reader, body, around)
    assert CANARY not in str(caught.value)
    return caught.value.code


XML = {
    "doctype": (camt(entry(), f"<!DOCTYPE {CANARY}>"), "hostile"),
    "entity": (camt("&x;", f'<!DOCTYPE d [<!ENTITY x "{CANARY}">]>'), "hostile"),
    "external entity": (camt("&x;", '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>'), "hostile"),
    "billion laughs": (
        camt("&c;", '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>'),
        "hostile",
    ),
    "doctype after a long comment": (camt(entry(), f"<!--{' ' * 70_000}--><!DOCTYPE {CANARY}>"), "hostile"),
    "doctype in UTF-16": (camt(entry(), "<!DOCTYPE d>").decode().encode("utf-16"), "hostile"),
    "xinclude": (
        camt('<x:include href="file:///etc/hostname" parse="text"/>', "", 'xmlns:x="http://www.w3.org/2001/XInclude"'),
        "hostile",
    ),
    "deep entry": (camt(entry("<a>" * 70 + "</a>" * 70)), "too_deep"),
    "deep elsewhere": (b"<Document>" + b"<a>" * 70 + b"</a>" * 70 + camt(entry()) + b"</Document>", "too_deep"),
    "very deep": (camt("<a>" * 5_000 + "</a>" * 5_000), "too_long"),
    "long text": (camt(f"<Nm>{'x' * 10_500_000}</Nm>"), "too_long"),
    "no camt": (b"<Document><CstmrCdtTrfInitn/></Document>", "unknown_record"),
    "no xml": (f"{CANARY}".encode(), "unknown_record"),
    "not well-formed": (camt(f"<{CANARY}></Nm>"), "unknown_record"),
    "NUL": (camt("<Nm>a\0b</Nm>"), "bad_encoding"),
    "invalid bytes": (camt("<Nm>a</Nm>").replace(b">a<", b">\xff\xfe<"), "bad_encoding"),
    "unknown encoding": (camt(entry(), '<?xml version="1.0" encoding="x-nobody"?>'), "bad_encoding"),
    "cut": (camt(entry())[:-40], "truncated"),
    "cut in a tag": (camt(entry())[:-100], "truncated"),
}


@pytest.mark.parametrize("case", XML.values(), ids=XML)
def test_hostile_xml_is_refused(case):
    body, code = case
    assert refused(CAMT, body) == code


def test_every_cut_of_a_statement_is_refused():
    body = camt(entry() + entry())
    for end in range(1, len(body)):
        assert refused(CAMT, body[:end]) in ("truncated", "unknown_record")


def test_entries_inside_entries_are_no_entries():
    reading = read(CAMT, camt(entry(entry())))
    assert [row["at"] for row in reading.rows] == ["Stmt[1]/Ntry[1]"]


def test_a_long_statement_is_read_without_holding_it():
    class Counted(io.BytesIO):
        largest = 0

        def read(self, size: int | None = -1) -> bytes:
            Counted.largest = max(Counted.largest, size if size is not None and size >= 0 else 1 << 40)
            return super().read(size)

    body = camt(entry() * 3_000)
    records = CAMT.read(Counted(body), context())
    next(records)
    assert Counted.largest <= 1 << 20
    assert sum(1 for _ in records) == 2_999


JSON = {
    "cut document": ('[{"object": "charge", "id": "Canary-Name"', "file.json", "truncated"),
    "cut in a string": ('{"object": "list", "data": ["Canary-Na', "file.json", "truncated"),
    "deep document": ("[" * 65 + "]" * 65, "file.json", "too_deep"),
    "very deep document": ("[" * 100_000, "file.json", "too_deep"),
    "no JSON": ('{"object": Canary-Name}', "file.json", "unknown_record"),
    "NaN": ('{"amount": NaN}', "file.json", "unknown_record"),
    "NUL in the first line": ('{"id": "\0"}', "file.jsonl", "bad_encoding"),
}


@pytest.mark.parametrize("case", JSON.values(), ids=JSON)
def test_hostile_json_is_refused(case):
    body, name, code = case
    assert refused(STRIPE, body.encode(), name) == code


def test_a_bad_line_is_rejected_and_the_next_one_read():
    good = json.dumps(CHARGE)
    lines = [good, "[" * 70 + "]" * 70, '{"id": "\0"}', "{" + '"a":1,' * 3_000_000 + '"b":2}', good]
    reading = read(STRIPE, "\n".join(lines).encode() + b"\n" + b'{"id": "\xff"}\n', context("file.jsonl"))
    codes = ["too_deep", "bad_encoding", "too_long", "bad_encoding"]
    assert reading.rejected == [[f"line:{n}", code] for n, code in zip((2, 3, 4, 6), codes, strict=True)]
    assert [row["at"] for row in reading.rows] == ["line:1", "line:5"]


def test_numbers_that_are_no_numbers_are_rejected():
    huge = json.dumps(CHARGE).replace('"amount": 1', '"amount": ' + "9" * 5_000)
    negative = json.dumps({**CHARGE, "amount": -5})
    words = json.dumps({**CHARGE, "amount": True}), json.dumps({**CHARGE, "created": {"a": 1}})
    reading = read(STRIPE, "\n".join([huge, negative, *words]).encode() + b"\n", context("file.jsonl"))
    assert [code for _, code in reading.rejected] == ["bad_amount", "bad_amount", "bad_amount", "bad_time"]


@pytest.mark.parametrize("field", ["billing_details", "payment_method_details", "metadata", "outcome", "refunds", "id"])
@pytest.mark.parametrize("odd", [[], "text", 5, True, {"data": 5}, {"type": ["card"], "card": 3}])
def test_fields_of_another_type_never_break_the_reader(field, odd):
    reading = read(STRIPE, json.dumps([{**CHARGE, field: odd}]).encode(), context("file.json"))
    assert reading.read == 1


LOGS = {
    "bomb": (gzip.compress(b"0" * 50_000_000), "hostile"),
    "archive in an archive": (gzip.compress(gzip.compress(LINE)), "hostile"),
    "cut archive": (gzip.compress(LINE * 500)[:-12], "truncated"),
    "no archive": (b"\x1f\x8b" + b"garbage" * 20, "unknown_record"),
    "garbage after an archive": (gzip.compress(LINE) + b"garbage" * 20, "unknown_record"),
    "binary": (b"\x80\x81\x82\n" + LINE, "bad_encoding"),
}


@pytest.mark.parametrize("case", LOGS.values(), ids=LOGS)
def test_hostile_logs_are_refused(case):
    body, code = case
    assert refused(ACCESSLOG, body) == code


def test_an_archive_larger_than_allowed_is_refused():
    noise = bytes(n * 7 % 251 for n in range(100_000)).hex().encode()
    assert refused(ACCESSLOG, gzip.compress(noise), settings=IntakeSettings(max_unpacked=1_000)) == "hostile"


def test_trusted_proxies_must_be_addresses():
    with pytest.raises(SourceRefused) as caught:
        read(ACCESSLOG, LINE, context(trusted_proxies=(CANARY,)))
    assert CANARY not in str(caught.value)


def test_a_compressed_log_is_read_as_the_plain_one():
    known = Known(folders={"2024-05": "1"})
    download = LINE.replace(b"POST /login", b"GET /2024-05/a.zip")
    plain = LINE * 2_000 + download
    packed = gzip.compress(plain[:5_000]) + gzip.compress(plain[5_000:]) + b"\0" * 64
    assert ACCESSLOG.sniff(packed[:65_536], "access.log.gz")
    found = read(ACCESSLOG, packed, context(known=known))
    assert found.rows == read(ACCESSLOG, plain, context(known=known)).rows
    assert found.rows[-1]["object_bytes"] == 1


def test_a_line_over_the_limit_is_rejected_and_the_next_one_read():
    reading = read(ACCESSLOG, LINE + b"x" * (MAX_LINE + 10) + b"\n" + LINE)
    assert reading.rejected == [["line:2", "too_long"]]
    assert [row["at"] for row in reading.rows] == ["line:1", "line:3"]


def test_lines_that_are_no_text_are_rejected():
    reading = read(ACCESSLOG, LINE + LINE.replace(b'"a"', b'"\xff"') + LINE.replace(b'"a"', b'"\0"') + LINE)
    assert reading.rejected == [["line:2", "bad_encoding"], ["line:3", "bad_encoding"]]
    assert len(reading.rows) == 2


@pytest.mark.parametrize(
    "unit",
    [b"a ", b" [", b'"', b'\\"', b"\\", b'[17/May/2015:10:05:03 +0000] "', b" - [17/May/2015:10:05:03 +0000]", b"a:1 ",
     b"a, ", b'"a" ', b'"a, b" ', b"[1", b"/%2f", b"1.1.1.1,", b"[::1]:1, "],
)  # fmt: skip
def test_the_time_a_line_takes_grows_with_its_length_only(unit):
    """A mebibyte of what a pattern could stumble over; quadratic work would take minutes."""
    line = (unit * (2**20 // len(unit)))[: 2**20]
    body = LINE + line + b"\n" + LINE[:-3] + line + b"\n"
    begin = time.perf_counter()
    assert read(ACCESSLOG, body).read == 3
    assert time.perf_counter() - begin < 5


def test_headers_as_long_as_lines_are_not_remembered():
    """Each would stay in a cache of many entries: what a log can hold must not stay in memory."""
    long = (LINE[:-1] + b' "' + b"1" * 200_000 + b"%d, 198.51.100.7" % n + b'"\n' for n in range(300))
    body = b"".join(long)
    tracemalloc.start()
    found = read(ACCESSLOG, body)
    del found.records[:]
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert {row["ip"] for row in found.rows} == {"198.51.100.7"}
    assert held < 5_000_000


def test_sniffing_never_raises():
    heads = [b"", b"\0" * 100, b"\xff\xfe", b"\x1f\x8b", b"{", b"<", zlib.compress(LINE), "{é".encode("utf-16")]
    for reader in (ACCESSLOG, CAMT, STRIPE):
        assert not any(reader.sniff(head, "x") for head in heads)

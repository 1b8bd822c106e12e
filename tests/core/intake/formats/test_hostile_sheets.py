"""Hostile and damaged workbooks are refused in bounded time and memory, before or inside the bounded reader."""

from __future__ import annotations

import io
import random
import resource
import struct
import time
import zipfile

import pytest

from keerpunt.errors import InputRefused, SourceRefused
from keerpunt.intake.tabular import sheet_child
from keerpunt.intake.tabular.sheet_package import inspected
from tests.support.sheets import ods, ods_row, replaced, with_sheet, xlsx
from tests.support.sources import mapped, short, take_in

pytestmark = pytest.mark.slow

CANARY = "Zebedee Canary"
ACCOUNT = '[[table]]\nto = "account"\ncolumns = { platform_account_id = "id", self_name = "name" }\n'
PLAIN = xlsx(("one", [["id", "name"], ["u1", CANARY], ["u2", "B"]]))
SHEET = "xl/worksheets/sheet1.xml"


def cell(place: str, value: str = "1") -> str:
    return f'<row r="{place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}"><c r="{place}"><v>{value}</v></c></row>'


def doctype(inner: str) -> bytes:
    return with_sheet(cell("A1"), begin=f'<?xml version="1.0"?><!DOCTYPE d [{inner}]>')


def bomb() -> bytes:
    return replaced(PLAIN, {SHEET: b"<a>" + b" " * 50_000_000 + b"</a>"})


def flagged() -> bytes:
    """Return an archive whose first part says that it is encrypted, in both places."""
    body = bytearray(PLAIN)
    body[6] |= 1
    place = body.index(b"PK\x01\x02")
    body[place + 8] |= 1
    return bytes(body)


def endless_directory() -> bytes:
    end = PLAIN.rindex(b"PK\x05\x06")
    return PLAIN[:end] + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 60_000, 60_000, 2**30, 0, 0)


def many_parts() -> bytes:
    return replaced(PLAIN, {f"xl/x{n}.txt": b"" for n in range(10_001)})


def twice() -> bytes:
    out = io.BytesIO(PLAIN)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("XL/Workbook.xml", "<a/>")
    return out.getvalue()


HOSTILE = {
    "bomb": (bomb(), "hostile"),
    "document type": (doctype(""), "hostile"),
    "entity": (doctype(f'<!ENTITY x "{CANARY}">'), "hostile"),
    "laughs": (doctype('<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">'), "hostile"),
    "external": (doctype('<!ENTITY x SYSTEM "file:///etc/hostname">'), "hostile"),
    "other encoding": (with_sheet(cell("A1"), begin='<?xml version="1.0" encoding="iso-8859-1"?>'), "hostile"),
    "UTF-16": (replaced(PLAIN, {SHEET: "<a/>".encode("utf-16")}), "hostile"),
    "no XML": (replaced(PLAIN, {SHEET: CANARY.encode()}), "unknown_record"),
    "unclosed": (replaced(PLAIN, {SHEET: f"<a><b>{CANARY}".encode()}), "unknown_record"),
    "endless tag": (with_sheet(f'<row a="{random.Random(1).randbytes(6_000_000).hex()}"/>'), "too_long"),
    "archive inside": (replaced(PLAIN, {"xl/embeddings/book.xlsx": PLAIN}), "hostile"),
    "encrypted part": (flagged(), "hostile"),
    "way out": (replaced(PLAIN, {"../../etc/cron.d/x": b"x"}), "hostile"),
    "absolute": (replaced(PLAIN, {"/etc/cron.d/x": b"x"}), "hostile"),
    "two of one name": (twice(), "hostile"),
    "many parts": (many_parts(), "hostile"),
    "endless directory": (endless_directory(), "hostile"),
    "cut": (PLAIN[:-30], "truncated"),
    "no spreadsheet": (replaced(PLAIN, {}).replace(b"xl/workbook.xml", b"xl/workbook.xmm"), "unknown_format"),
    "binary workbook": (replaced(PLAIN, {}).replace(b"xl/workbook.xml", b"xl/workbook.bin"), "unknown_format"),
    "old workbook": (b"\xd0\xcf\x11\xe0" + b"\0" * 600 + CANARY.encode(), "unknown_format"),
    "encrypted workbook": (
        b"\xd0\xcf\x11\xe0" + b"\0" * 300_000 + "EncryptedPackage".encode("utf-16-le"), "hostile",
    ),
    "far corner": (with_sheet(cell("A1") + cell("XFD1048576")), "hostile"),
    "beyond the columns": (with_sheet(cell("A1") + cell("ZZZZ2")), "hostile"),
    "beyond the rows": (with_sheet(cell("A1") + cell("A4000000000")), "hostile"),
    "string that is none": (with_sheet('<row><c t="s"><v>99999999</v></c></row>'), "unknown_record"),
    "repeated for ever": (ods([ods_row("id", "name"), ods_row("u1", "A", repeated=2_000_000_000)]), "hostile"),
    "repeated columns": (
        ods([ods_row('<table:table-cell table:number-columns-repeated="4000000000" office:value-type="float" '
                     'office:value="1"/>')]), "hostile",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE.values(), ids=HOSTILE)
def test_hostile_workbooks_are_refused_and_never_quoted(tmp_path, case):
    body, code = case
    begin = time.perf_counter()
    with pytest.raises(SourceRefused) as refused:
        take_in(mapped(tmp_path / "s", "a.xlsx", body, ACCOUNT))
    assert refused.value.code == code
    assert CANARY not in str(refused.value)
    assert time.perf_counter() - begin < 20
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 2**20 * 2  # KiB: this process never grows by a sheet


def test_a_sheet_that_claims_to_be_large_is_read_for_what_it_holds(tmp_path):
    rows = [f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in ("id", "name", "u1", "A")]
    body = with_sheet(
        f"<row>{rows[0]}{rows[1]}</row><row>{rows[2]}{rows[3]}</row>", head='<dimension ref="A1:XFD1048576"/>'
    )
    assert short(take_in(mapped(tmp_path / "s", "a.xlsx", body, ACCOUNT)), "account", "self_name") == [("A",)]


def test_a_file_larger_than_allowed_is_refused():
    with pytest.raises(SourceRefused) as refused:
        inspected(io.BytesIO(PLAIN), 1_000)
    assert refused.value.code == "hostile"


def test_an_encrypted_opendocument_workbook_is_refused(tmp_path):
    secret = b'<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>'
    body = replaced(
        ods([ods_row("id", "name")]),
        {"META-INF/manifest.xml": lambda text: text.replace(b"</manifest:manifest>", secret + b"</manifest:manifest>")},
    )
    with pytest.raises(SourceRefused, match="encrypted"):
        take_in(mapped(tmp_path / "s", "a.ods", body, ACCOUNT))


def test_a_reader_that_takes_too_long_or_fails_is_stopped(tmp_path, monkeypatch):
    root = mapped(tmp_path / "s", "a.xlsx", PLAIN, ACCOUNT)
    program = tmp_path / "child.py"
    monkeypatch.setattr(sheet_child, "__file__", str(program))
    monkeypatch.setattr("keerpunt.intake.tabular.sheet_rows.MAX_SECONDS", 1)
    for text, code in (("while True: pass", "hostile"), ("import os; os.abort()", "hostile"), ("1 / 0", "unreadable")):
        program.write_text(text)
        with pytest.raises(SourceRefused) as refused:
            take_in(root)
        assert refused.value.code == code


def test_a_long_cell_rejects_its_row_and_the_next_one_is_read(tmp_path):
    long = "x" * (2**20 + 1)
    rows = ("id", "name", "u1", long, "u2", "B")
    cells = [f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in rows]
    inner = "".join(f"<row>{cells[n]}{cells[n + 1]}</row>" for n in (0, 2, 4))
    padding = {"xl/media/noise.bin": random.Random(2).randbytes(50_000)}
    intake = take_in(mapped(tmp_path / "s", "a.xlsx", replaced(with_sheet(inner), padding), ACCOUNT))
    assert short(intake, "account", "platform_account_id") == [("u2",)]
    assert intake.rejects["reason"].to_pylist() == ["too_long"]


@pytest.mark.parametrize("shard", range(6))
def test_spoilt_workbooks_give_rows_or_a_refusal(tmp_path, shard):
    chance = random.Random(shard)
    seeds = (PLAIN, ods([ods_row("id", "name"), ods_row("u1", CANARY), ods_row("u2", 5)]))
    for round_ in range(12):
        body = bytearray(chance.choice(seeds))
        if chance.random() < 0.5:
            for _ in range(chance.randrange(1, 6)):
                body[chance.randrange(len(body))] ^= 1 << chance.randrange(8)
        else:
            body = bytearray(_spoilt_inside(bytes(body), chance))
        said = ""
        try:
            take_in(mapped(tmp_path / f"s{round_}", "a.xlsx", bytes(body), ACCOUNT))
        except (SourceRefused, InputRefused) as refused:
            said = str(refused)
        assert CANARY not in said


def _spoilt_inside(body: bytes, chance: random.Random) -> bytes:
    """Spoil the XML inside, so that the archive stays whole and the native reader is met."""
    name = chance.choice([n for n in zipfile.ZipFile(io.BytesIO(body)).namelist() if n.endswith(("ml", ".rels"))])

    def spoil(part: bytes) -> bytes:
        text = part.decode()
        kind = chance.randrange(3)
        at = chance.randrange(len(text))
        if kind == 0:
            digit = chance.choice("0123456789")
            return "".join(chance.choice("019") * 3 if c == digit else c for c in text).encode()
        if kind == 1:
            return (text[:at] + chance.choice(("A", "9" * 12, "-", '" x="', "&amp;")) + text[at:]).encode()
        return (text[:at] + text[at + chance.randrange(1, 30) :]).encode()

    return replaced(body, {name: spoil})

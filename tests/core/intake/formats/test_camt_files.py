"""Files as a whole: encodings, containers, cuts that the policy allows, and sizes that must not be held."""

from __future__ import annotations

import io
import tracemalloc

import pytest

from keerpunt.errors import SourceRefused
from keerpunt.intake.formats.camt import READER, prolog
from keerpunt.intake.formats.camt.entry import Entry
from keerpunt.intake.settings import IntakeSettings
from tests.core.intake.formats.test_golden_files import GOLDEN
from tests.support.reading import Reading, context, read

BATCH = (GOLDEN / "camt" / "batch-v8.xml").read_text(encoding="utf-8")
PLAIN = read(READER, BATCH.encode())
DIGEST = "ab" * 32
HEAD = (
    '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmrDbtCdtNtfctn><Ntfctn><Id>1</Id>'
    '<Ntry><Amt Ccy="EUR">{}.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>'
    "<BookgDt><Dt>2024-05-01</Dt></BookgDt><NtryDtls>"
)
TAIL = "</NtryDtls></Ntry></Ntfctn></BkToCstmrDbtCdtNtfctn></Document>"


def declared(encoding: str) -> str:
    return BATCH.replace("UTF-8", encoding)


ENCODINGS = {
    "UTF-8 with a mark": (b"\xef\xbb\xbf" + BATCH.encode(), "utf-8", "byte order mark"),
    "UTF-16 with a mark": (declared("UTF-16").encode("utf-16"), "utf-16-le", "byte order mark"),
    "UTF-16, nothing declared": (
        BATCH.replace(' encoding="UTF-8"', "").encode("utf-16-be"), "utf-16-be", "its first character takes two bytes",
    ),
    "Latin-1": (declared("ISO-8859-1").encode("latin-1"), "iso8859-1", "XML declaration"),
    "cp1252": (declared("windows-1252").encode("cp1252"), "cp1252", "XML declaration"),
    "nothing declared": (BATCH.partition("?>")[2].encode(), "utf-8", "no XML declaration names another"),
    "blanks before the declaration": (b"\r\n  " + BATCH.encode(), "utf-8", "XML declaration"),
}  # fmt: skip


@pytest.mark.parametrize("case", ENCODINGS.values(), ids=ENCODINGS)
def test_the_encoding_is_told_and_changes_no_row(case):
    body, name, evidence = case
    around = context()
    assert read(READER, body, around).rows == PLAIN.rows
    assert (around.told["encoding"], around.told["encoding_evidence"]) == (name, evidence)


@pytest.mark.parametrize(
    ("space", "message", "evidence", "unknown"),
    [
        ("urn:iso:std:iso:20022:tech:xsd:camt.053.001.02", "camt.053, version 2", "namespace", False),
        ("ISO:camt.053.001.02:APC:STUZZA:payments:003", "camt.053, version 2", "namespace", False),
        ("http://www.six-interbank-clearing.com/de/camt.053.001.04.xsd", "camt.053, version 4", "namespace", False),
        ("urn:iso:std:iso:20022:tech:xsd:camt.053.001.13", "camt.053, version 13", "namespace", False),
        ("urn:iso:std:iso:20022:tech:xsd:camt.053.001.99", "camt.053, version 99", "namespace", True),
        ("urn:bank", "camt.053", "by its elements; no namespace states a version", False),
    ],
)
def test_the_version_is_told_and_the_elements_are_read_whatever_it_is(space, message, evidence, unknown):
    around = context()
    reading = read(READER, BATCH.replace("urn:iso:std:iso:20022:tech:xsd:camt.053.001.08", space).encode(), around)
    assert reading.rows == PLAIN.rows
    assert (around.told["message"], around.told["message_evidence"]) == (message, evidence)
    assert ("unknown_version " in reading.findings) is unknown


def test_a_namespace_that_is_none_is_refused():
    with pytest.raises(SourceRefused) as caught:
        read(READER, BATCH.replace("iso:20022:tech", "iso:20-}22:tech").encode())
    assert caught.value.code == "unknown_record"


@pytest.mark.parametrize("mark", [b"PK\x03\x04", b"\x1f\x8b\x08\x00", b"7z\xbc\xaf\x27\x1c", b"%PDF-1.7"])
def test_a_container_is_refused_by_its_name(mark):
    with pytest.raises(SourceRefused, match="take the statements out of it") as caught:
        read(READER, mark + BATCH.encode())
    assert caught.value.code == "unknown_record"


def cut(body: bytes, end: int) -> Reading:
    around = context()
    around.settings = IntakeSettings(allow_truncated=frozenset((DIGEST,)))
    return read(READER, body[:end], around)


@pytest.mark.parametrize("name", ["batch-v8.xml", "batches-v10.xml", "reversals-v2.xml", "version-1.xml"])
def test_a_cut_file_that_the_policy_names_gives_the_rows_up_to_the_cut(name):
    body = (GOLDEN / "camt" / name).read_bytes()
    whole = read(READER, body)
    outcomes = {row["at"]: row for row in whole.rows}
    seen = 0
    for end in range(body.index(b"Ntry>") + 10, len(body) - 12, 37):
        reading = cut(body, end)
        assert reading.findings["truncated "] == 1
        for row in reading.rows:
            assert row == outcomes[row["at"]]
        assert len(reading.rows) >= seen  # what was complete stays read
        seen = len(reading.rows)
        lost = [place for place, code in reading.rejected if code == "truncated"]
        assert len(lost) <= 1
        assert not {row["at"] for row in reading.rows} & set(lost)
        open_ones = [total for total in reading.totals if total[4] and total[2] != total[3]]
        assert not open_ones  # the totals of a statement without its end bind nobody


def test_a_cut_file_that_the_policy_does_not_name_is_refused():
    with pytest.raises(SourceRefused) as caught:
        read(READER, BATCH.encode()[:-60])
    assert caught.value.code == "truncated"


def transaction(number: int) -> str:
    return f'<TxDtls><Refs><TxId>T{number}</TxId></Refs><Amt Ccy="EUR">1.00</Amt></TxDtls>'


@pytest.mark.slow
def test_a_batch_of_any_size_holds_no_nodes_of_its_transactions():
    count = 20_000
    body = (HEAD.format(count) + "".join(map(transaction, range(count))) + TAIL).encode()
    stream = io.BytesIO(body)
    tracemalloc.start()
    rows = sum(1 for _ in READER.read(stream, context()))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert rows == count
    assert peak < 40_000_000  # texts of the transactions and the references met; no tree


@pytest.mark.parametrize("junk", ["<Junk/>", "<Bal><Amt>1</Amt></Bal>", "<Ntry2><a/></Ntry2>"])
def test_what_never_ends_is_refused_before_it_fills_memory(junk, monkeypatch):
    monkeypatch.setattr(prolog, "_HELD", 200_000)
    body = f"<Document><BkToCstmrStmt><Stmt><Id>1</Id>{junk * 100_000}</Stmt></BkToCstmrStmt></Document>".encode()
    with pytest.raises(SourceRefused) as caught:
        read(READER, body)
    assert caught.value.code == "too_long"


def test_transactions_elsewhere_are_none():
    stray = f"<SplmtryData>{transaction(1)}</SplmtryData>"
    body = (HEAD.format(3) + stray + transaction(2) + stray + transaction(3) + stray + TAIL).encode()
    assert [row["psp_ref"] for row in read(READER, body).rows] == ["T2", "T3"]
    alone = (HEAD.format(1) + stray + stray + transaction(2) + TAIL).encode()
    assert [row["psp_ref"] for row in read(READER, alone).rows] == ["T2"]


def test_a_contradicting_batch_is_added_up_once(monkeypatch):
    """Each transaction asks whether the signs add up; a second reading for each would be quadratic."""
    count = 0
    original = Entry.read

    def counted(self: Entry):
        nonlocal count
        count += 1
        return original(self)

    monkeypatch.setattr(Entry, "read", counted)
    against = transaction(1).replace("<Refs>", "<CdtDbtInd>DBIT</CdtDbtInd><Refs>")
    rows = read(READER, (HEAD.format(9) + against * 50 + TAIL).encode()).rows
    assert len(rows) == 50
    assert count == 2

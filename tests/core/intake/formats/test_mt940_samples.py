"""Real statements of many banks: every line as its slow twin and two other libraries say, totals as stated."""

from __future__ import annotations

import datetime as dt
import logging
from decimal import Decimal
from pathlib import Path

import bankfile
import mt940
import pytest

from keerpunt.errors import SourceRefused
from keerpunt.intake import IntakeSettings, read_operation, read_sources, take_custody
from keerpunt.intake.formats.mt940 import READER
from keerpunt.intake.formats.mt940.line import SIGN, booked, decimal_of, parse_line
from keerpunt.intake.registry import load_readers
from keerpunt.model.progress import Silent
from tests.support import mt940_twin as twin
from tests.support.folder import declared, sources_folder
from tests.support.reading import KEY, read

SAMPLES = Path(__file__).parents[4].parent / "shared" / "data" / "samples" / "mt940"
pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="../shared/data/samples/mt940 is not here")

FILES = sorted(path for path in SAMPLES.glob("mt940_tests_*") if "LICENSE" not in path.name)
SNIPPETS = ("empty_86", "empty_line", "identification", "reference", "empty_non_swift")
"""Files of single fields that hold no balance and no statement line, by which nobody could know the format."""
WITHOUT_CURRENCY = ("cmxl_statement_line",)
MT940_WITHOUT_ASN = ("ASNB",)
REVERSED_CREDIT = "sepa_mt9401"
WRONG_COUNT = ("self-provided_mt942",)
"""It states debits of 2,30 and lists 0,42."""
STATES_ZERO = ("long_statement_number",)


def signed(row: dict) -> Decimal:
    amount = Decimal(row["amount"][0]).scaleb(-2)  # every currency of the samples has two decimals
    return amount if row["direction"] == "in" else -amount


def named(path: Path, *words: str) -> bool:
    return any(word in path.name for word in words)


@pytest.fixture(params=FILES, ids=lambda p: p.stem)
def path(request):
    return request.param


def test_every_statement_line_is_read_as_its_twin_reads_it(path):
    for message in twin.messages(path.read_bytes()):
        for expected in message.entries:
            assert expected.amount is not None
            assert expected.day is not None
    lines = [(tag, listed) for tag, listed in twin.fields(path.read_bytes()) if tag == "61"]
    expected = [entry for message in twin.messages(path.read_bytes()) for entry in message.entries]
    for (_, listed), entry in zip(lines, expected, strict=True):
        line = parse_line(listed)
        assert SIGN[line.mark] * decimal_of(line.number) == entry.amount
        assert booked(line.value, line.entry, None).utc.date() == entry.day
        assert (line.bank_reference, line.mark[0] == "R") == (entry.bank_reference, entry.reversal)


def test_every_line_becomes_a_row_unless_no_currency_is_stated(path):
    body = path.read_bytes()
    expected = {e.at: e for message in twin.messages(body) for e in message.entries}
    reading = read(READER, body)
    assert reading.read == len(expected)
    if named(path, *WITHOUT_CURRENCY):
        assert reading.rejected == [["stmt:1/61:1", "bad_currency"]]
        return
    assert {row["at"]: signed(row) for row in reading.rows} == {at: entry.amount for at, entry in expected.items()}
    assert {row["at"]: dt.date.fromisoformat(row["initiated"][0][:10]) for row in reading.rows} == {
        at: entry.day - dt.timedelta(days=1) for at, entry in expected.items()
    }  # midnight in Amsterdam is the day before in UTC


def test_balances_are_compared_as_stated(path):
    found = [total for total in read(READER, path.read_bytes()).totals if total[1].startswith("62")]
    assert [(at, Decimal(stated), Decimal(seen)) for at, _, stated, seen, _ in found] == twin.totals(path.read_bytes())


def test_amounts_are_those_that_bankfile_reads(path):
    body = path.read_bytes()
    try:
        expected = [transaction.amount for transaction in bankfile.parse_bytes(body).transactions]
    except bankfile.UnknownFormatError:
        expected = []
    if not named(path, *WITHOUT_CURRENCY):
        assert [signed(row) for row in read(READER, body).rows] == expected


def test_amounts_and_dates_are_those_that_mt_940_reads(path):
    """All but two of them: the library cannot read ASN's file, and a reversed credit keeps its sign there."""
    logging.disable(logging.CRITICAL)
    try:
        found = mt940.parse(path.read_bytes().decode("utf-8"))
    except RuntimeError:
        assert named(path, *MT940_WITHOUT_ASN)
        return
    finally:
        logging.disable(logging.NOTSET)
    if named(path, *WITHOUT_CURRENCY):
        return
    rows = read(READER, path.read_bytes()).rows
    other = [transaction.data["amount"].amount for transaction in found]
    same = [signed(row) == amount for row, amount in zip(rows, other, strict=True)]
    assert same.count(False) == (2 if named(path, REVERSED_CREDIT) else 0)


def test_it_is_recognised_and_by_this_reader_alone(path):
    head = path.read_bytes()[:65_536]
    found = [name for name, reader in load_readers().items() if reader.sniff(head, path.name)]
    assert found == ([] if named(path, *SNIPPETS) else ["mt940"])


def test_a_run_reads_each_file_or_refuses_it_for_what_the_file_itself_states(path, tmp_path):
    """Through custody, guards, collector and totals."""
    body = path.read_bytes()
    root = sources_folder(tmp_path / "s", {path.name: body}, declared(path.name, "mt940", "bank:bank-1"))
    wrong = [place for place, stated, found in twin.totals(body) if stated != found]
    wrong += ["stmt:1"] if named(path, *WRONG_COUNT) else []
    lines = sum(len(message.entries) for message in twin.messages(body))
    custody = take_custody(read_operation(root), root)
    if wrong or not (lines or named(path, *STATES_ZERO)):
        with pytest.raises(SourceRefused) as refused:
            read_sources(custody, KEY, IntakeSettings(), Silent())
        assert refused.value.code == ("total_mismatch" if wrong else "no_record")
        return
    (receipt,) = read_sources(custody, KEY, IntakeSettings(), Silent()).receipts
    assert (receipt["read"], receipt["mapped"] + sum(receipt["rejected"].values())) == (lines, lines)

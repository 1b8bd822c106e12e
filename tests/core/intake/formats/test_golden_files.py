"""Every golden file gives the rows, rejects, exclusions, totals and findings that were written down by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from keerpunt.intake.formats.accesslog import READER as ACCESSLOG
from keerpunt.intake.formats.btcpay import READER as BTCPAY
from keerpunt.intake.formats.camt import READER as CAMT
from keerpunt.intake.formats.mt940 import READER as MT940
from keerpunt.intake.formats.paypal import READER as PAYPAL
from keerpunt.intake.formats.stripe import READER as STRIPE
from keerpunt.intake.records import FolderSize, Known
from keerpunt.model.tables import table
from keerpunt.model.words import EXCLUDE_REASONS, REJECT_REASONS
from tests.support.reading import context, read

GOLDEN = Path(__file__).parents[3] / "golden"
READERS = {reader.name: reader for reader in (ACCESSLOG, BTCPAY, CAMT, MT940, PAYPAL, STRIPE)}
CASES = sorted(
    path for name in READERS for path in (GOLDEN / name).iterdir() if not path.name.endswith(".expected.json")
)


def expected_of(path: Path) -> dict:
    return json.loads(path.with_name(f"{path.stem}.expected.json").read_text(encoding="utf-8"))


@pytest.fixture(params=CASES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def case(request):
    return request.param


@pytest.fixture
def reading(case):
    expected = expected_of(case)
    known = Known(
        accounts=frozenset(expected.get("accounts", ())),
        account_by_username=expected.get("usernames", {}),
        orders=frozenset(expected.get("orders", ())),
        folders=expected.get("folders", {}),
        folder_sizes={name: FolderSize(*size) for name, size in expected.get("folder_sizes", {}).items()},
    )
    around = context(
        case.name,
        zone=expected.get("zone"),
        known=known,
        trusted_proxies=tuple(expected.get("trusted_proxies", ())),
    )
    return read(READERS[case.parent.name], case.read_bytes(), around)


def test_gives_the_rows_written_down(case, reading):
    assert reading.rows == expected_of(case)["rows"]


def test_rejects_and_excludes_what_is_written_down(case, reading):
    expected = expected_of(case)
    assert reading.rejected == expected["rejected"]
    assert reading.excluded == expected["excluded"]


def test_finds_the_totals_and_findings_written_down(case, reading):
    expected = expected_of(case)
    assert reading.totals == expected["totals"]
    assert reading.findings == expected["findings"]


def test_every_value_and_code_is_of_its_vocabulary(reading):
    for row in reading.rows:
        fields = {field.name: field for field in table(row["table"]).fields}
        assert set(row) - {"table", "at"} <= set(fields)
        for name, value in row.items():
            if name in fields and fields[name].values:
                assert value in fields[name].values
    assert {code for _, code in reading.rejected} <= set(REJECT_REASONS)
    assert {code for _, code in reading.excluded} <= set(EXCLUDE_REASONS)


def test_only_the_right_reader_recognises_it(case):
    head = case.read_bytes()
    assert [name for name, reader in READERS.items() if reader.sniff(head, case.name)] == [case.parent.name]

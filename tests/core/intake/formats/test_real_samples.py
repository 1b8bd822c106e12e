"""Real files that nobody here wrote: read whole, each record accounted for, sums as independent counts say."""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from keerpunt.intake import IntakeSettings, read_operation, read_sources, take_custody
from keerpunt.intake.formats.accesslog import READER as ACCESSLOG
from keerpunt.intake.formats.camt import READER as CAMT
from keerpunt.intake.formats.stripe import READER as STRIPE
from keerpunt.intake.records import Known
from keerpunt.model.progress import Silent
from tests.support import camt_twin
from tests.support.folder import declared, sources_folder
from tests.support.reading import KEY, context, read

SAMPLES = Path(__file__).parents[4].parent / "shared" / "data" / "samples"
pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="../shared/data/samples is not here")

CAMT_FILES = sorted((SAMPLES / "camt").glob("*.xml"))
STRIPE_FILES = sorted((SAMPLES / "stripe").glob("*.json"))
LOG_FILES = sorted((SAMPLES / "accesslog").glob("*.log"))


def decimal(money: list) -> tuple[Decimal, str]:
    minor, currency = money
    return Decimal(minor).scaleb(-2), currency  # every currency of the samples has two decimals


@pytest.mark.parametrize("path", CAMT_FILES, ids=lambda p: p.stem)
def test_every_camt_record_is_accounted_for(path):
    body = path.read_bytes()
    assert CAMT.sniff(body, path.name)
    reading = read(CAMT, body)
    assert reading.read == camt_twin.record_count(body) > 0


@pytest.mark.parametrize("path", CAMT_FILES, ids=lambda p: p.stem)
def test_camt_amounts_are_those_of_the_file(path):
    body = path.read_bytes()
    found = {row["at"]: decimal(row["amount"]) for row in read(CAMT, body).rows}
    assert found == camt_twin.booked_amounts(body)


@pytest.mark.parametrize("path", CAMT_FILES, ids=lambda p: p.stem)
def test_camt_control_totals_are_those_of_the_file(path):
    body = path.read_bytes()
    found = {
        (locator.partition("/")[0], name): (Decimal(expected), Decimal(seen))
        for locator, name, expected, seen, binding in read(CAMT, body).totals
        if binding
    }
    assert found == camt_twin.control_totals(body)


@pytest.mark.parametrize("path", CAMT_FILES, ids=lambda p: p.stem)
def test_camt_balances_are_compared_as_stated(path):
    body = path.read_bytes()
    stated = {
        (place, f"{Decimal(camt_twin.text(balance, 'Amt')).normalize():f}")
        for statement, place, _ in camt_twin.entries(body)
        for balance in statement
        if camt_twin.local(balance) == "Bal" and camt_twin.text(balance, "Tp", "CdOrPrtry", "Cd") == "CLBD"
    }
    checked = {(locator.partition("/")[0], expected) for locator, name, expected, _, _ in read(CAMT, body).totals}
    assert checked <= stated


def test_no_outgoing_camt_row_names_a_payer():
    rows = [row for path in CAMT_FILES for row in read(CAMT, path.read_bytes()).rows]
    outgoing = [row for row in rows if row["direction"] == "out"]
    assert outgoing
    assert not any(name.startswith("payer_") for row in outgoing for name in row)


@pytest.mark.parametrize("path", STRIPE_FILES, ids=lambda p: p.stem)
def test_every_stripe_object_is_accounted_for(path):
    body = path.read_bytes()
    assert STRIPE.sniff(body[:65_536], path.name)
    objects = list(json.loads(body)["resources"].values())
    test_mode = [found for found in objects if found.get("livemode") is False]
    tests = {found["id"] for found in test_mode if "id" in found}
    test_mode += [found for found in objects if found["object"] == "refund" and found["charge"] in tests]
    live = Counter(found["object"] for found in objects if found not in test_mode)
    reading = read(STRIPE, body, context(path.name))
    excluded = Counter(code for _, code in reading.excluded)
    assert reading.read == len(objects)
    assert excluded == {"test_mode": len(test_mode), "not_in_map": live["customer"]}
    assert reading.rows == []
    unknown = {f"unknown_object {kind}": n for kind, n in live.items() if kind not in ("customer", "refund")}
    assert reading.findings == unknown
    assert len(reading.rejected) == sum(unknown.values())


@pytest.mark.parametrize("path", LOG_FILES, ids=lambda p: p.stem)
def test_every_log_line_is_accounted_for(path):
    body = path.read_bytes()
    assert ACCESSLOG.sniff(body[:65_536], path.name)
    reading = read(ACCESSLOG, body, context(path.name))
    assert reading.read == len(body.splitlines()) == 2000
    assert not reading.rejected


@pytest.mark.parametrize("path", LOG_FILES, ids=lambda p: p.stem)
def test_log_downloads_are_those_that_a_slow_count_finds(path):
    body = path.read_bytes()
    wanted = []
    for line in body.decode().splitlines():
        method, target, _ = line.split('"')[1].split(" ")
        status, size = line.split('"')[2].split()
        path_alone = target.split("?")[0]
        if method == "GET" and status in ("200", "206") and {"images", "presentations"} & set(path_alone.split("/")):
            wanted.append((line.split(" ")[0], path_alone, status, int(size)))
    known = Known(folders={"images": "1", "presentations": "2"})
    rows = read(ACCESSLOG, body, context(path.name, known=known)).rows
    assert len(rows) > 100
    assert [row["ip"] for row in rows] == [host for host, *_ in wanted]
    assert [row["bytes_sent"] for row in rows] == [size for *_, size in wanted]
    complete = [(path_alone, size) for _, path_alone, status, size in wanted if status == "200"]
    largest = dict(sorted(complete, key=lambda found: found[1]))
    assert [row.get("object_bytes") for row in rows] == [largest.get(path_alone) for _, path_alone, *_ in wanted]


def test_a_run_over_all_samples_loses_nothing(tmp_path):
    """The same files through custody, guards, collector and totals, every file of its own bank."""
    files = {path.name: path.read_bytes() for path in (*CAMT_FILES, *STRIPE_FILES, *LOG_FILES)}
    blocks = [declared(path.name, "camt", f"bank:bank-{n}") for n, path in enumerate(CAMT_FILES)]
    blocks += [declared(path.name, "stripe", "psp:stripe") for path in STRIPE_FILES]
    blocks += [declared(path.name, "accesslog") for path in LOG_FILES]
    root = sources_folder(tmp_path / "sources", files, "".join(blocks))
    intake = read_sources(take_custody(read_operation(root), root), KEY, IntakeSettings(), Silent())
    counts = {receipt["path"]: receipt for receipt in intake.receipts}
    for path in CAMT_FILES:
        assert counts[path.name]["read"] == camt_twin.record_count(path.read_bytes())
    assert counts[LOG_FILES[0].name]["read"] == 2000
    assert counts[STRIPE_FILES[0].name]["read"] == len(json.loads(STRIPE_FILES[0].read_bytes())["resources"])
    for receipt in intake.receipts:
        kept = receipt["mapped"] + sum(receipt["excluded"].values()) + sum(receipt["rejected"].values())
        assert receipt["read"] == kept

"""The files are what they claim to be: statements whose totals hold, logs in order, objects of the processor."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import json
import re
from collections import Counter
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from statistics import mean, pstdev

import pytest
from lxml import etree

from keerpunt.model.tables import table
from keerpunt.simulate.ledger import Price
from keerpunt.simulate.write_platform import decimal_text
from keerpunt.simulate.write_stripe import stripe_minor

_LINE = re.compile(
    r'\S+ - \S+ \[(\d\d/\w{3}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4})\] "[A-Z]+ \S+ HTTP/1.1" \d{3} \d+ "-" "[^"]+"( \d+)?'
)


def statements(sources: Path) -> list[etree._Element]:
    found = []
    for path in sorted((sources / "bank").glob("*.xml")):
        root = etree.parse(path).getroot()
        found += root.findall(".//{*}Stmt")
    return found


def total(nodes: list[etree._Element]) -> Decimal:
    return sum((Decimal(node.findtext("{*}Amt") or "0") for node in nodes), Decimal(0))


def test_every_total_of_every_statement_holds(cumberland: Path) -> None:
    found = statements(cumberland)
    assert len(found) == 14
    for statement in found:
        entries = statement.findall("{*}Ntry")
        for name, side in (("TtlNtries", ""), ("TtlCdtNtries", "CRDT"), ("TtlDbtNtries", "DBIT")):
            of_side = [entry for entry in entries if not side or entry.findtext("{*}CdtDbtInd") == side]
            summary = statement.find(f"{{*}}TxsSummry/{{*}}{name}")
            assert summary is not None
            assert summary.findtext("{*}NbOfNtries") == str(len(of_side))
            assert Decimal(summary.findtext("{*}Sum") or "x") == total(of_side)


def test_balances_follow_from_the_entries_and_from_one_statement_to_the_next(cumberland: Path) -> None:
    last = None
    for statement in statements(cumberland):
        balances = {}
        for balance in statement.findall("{*}Bal"):
            sign = 1 if balance.findtext("{*}CdtDbtInd") == "CRDT" else -1
            balances[balance.findtext("{*}Tp/{*}CdOrPrtry/{*}Cd")] = sign * Decimal(balance.findtext("{*}Amt") or "x")
        entries = statement.findall("{*}Ntry")
        credit = total([entry for entry in entries if entry.findtext("{*}CdtDbtInd") == "CRDT"])
        assert balances["CLBD"] == balances["OPBD"] + credit - (total(entries) - credit)
        assert last in (None, balances["OPBD"])
        last = balances["CLBD"]


def test_batches_add_up_and_every_transaction_has_its_own_reference(cumberland: Path) -> None:
    entries = [entry for statement in statements(cumberland) for entry in statement.findall("{*}Ntry")]
    refs = Counter(
        detail.findtext("{*}Refs/{*}AcctSvcrRef") for entry in entries for detail in entry.iterfind(".//{*}TxDtls")
    )
    assert max(refs.values()) == 1
    assert any(len(entry.findall(".//{*}TxDtls")) > 1 for entry in entries)
    assert all(Decimal(e.findtext("{*}Amt") or "x") == total(e.findall(".//{*}TxDtls")) for e in entries)


def test_the_account_also_pays_bills_and_receives_payouts(cumberland: Path) -> None:
    names = {
        (entry.findtext("{*}CdtDbtInd"), name.text)
        for statement in statements(cumberland)
        for entry in statement.findall("{*}Ntry")
        for name in entry.iterfind(".//{*}Nm")
    }
    assert ("DBIT", "Example Hosting ApS") in names
    assert ("CRDT", "Example Card Processing Ltd") in names


def test_logs_are_rotated_monthly_in_order_and_ports_appear_from_february(cumberland: Path) -> None:
    parts = sorted((cumberland / "platform" / "logs").iterdir())
    assert [part.name for part in parts][:2] == ["access-2023-10.log.gz", "access-2023-11.log"]
    assert len(parts) == 14
    last = dt.datetime(2023, 10, 1, tzinfo=dt.UTC) - dt.timedelta(days=40)
    for part in parts:
        body = gzip.decompress(part.read_bytes()) if part.suffix == ".gz" else part.read_bytes()
        lines = body.decode().splitlines(keepends=True)
        if part == parts[-1]:
            assert not lines.pop().endswith("\n"), "the server was unplugged while it wrote"
        for line in map(str.rstrip, lines):
            match = _LINE.fullmatch(line)
            assert match, part.name
            when = dt.datetime.strptime(match[1], "%d/%b/%Y:%H:%M:%S %z")
            assert when >= last
            assert f"{when:%Y-%m}" in part.name
            assert bool(match[2]) == (part.name >= "access-2024-02")
            last = when


def test_the_export_holds_each_kind_of_object_in_order_of_time(cumberland: Path) -> None:
    lines = (cumberland / "psp" / "stripe.jsonl").read_text("utf-8").splitlines()
    objects = [json.loads(line) for line in lines]
    assert [o["created"] for o in objects] == sorted(o["created"] for o in objects)
    kinds = Counter(o["object"] for o in objects)
    assert set(kinds) == {"charge", "refund", "dispute", "radar.early_fraud_warning", "review"}
    charges = [o for o in objects if o["object"] == "charge"]
    assert Counter(o["livemode"] for o in charges)[False] == 2
    flows = {(o["payment_method_details"]["card"]["three_d_secure"] or {}).get("authentication_flow") for o in charges}
    assert flows == {None, "challenge", "frictionless"}
    disputed = {o["id"] for o in charges if o["disputed"]}
    assert disputed == {o["charge"] for o in objects if o["object"] == "dispute"}
    cards = [o["payment_method_details"]["card"] for o in charges]
    residence = {
        (o["billing_details"]["address"]["country"], c["country"]) for o, c in zip(charges, cards, strict=True)
    }
    assert any(home and issuer == "LT" for home, issuer in residence)
    assert any(o["currency"] == "isk" and o["amount"] == 430_000 for o in charges)


@pytest.mark.parametrize("scale", ["small", "cumberland"])
def test_replies_are_canonical_csv_with_known_columns(scale: str, request: pytest.FixtureRequest) -> None:
    responses = set()
    for path in sorted((request.getfixturevalue(scale) / "replies").rglob("*.csv")):
        name = next(n for n in ("subscriber", "ip_assignment", "register_extract", "fraud_report")
                    if path.stem.endswith(n.replace("_", "-")))  # fmt: skip
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            assert set(reader.fieldnames or ()) <= {field.name for field in table(name).fields}
            rows = list(reader)
        assert rows
        responses |= {row["response"] for row in rows if "response" in row}
    assert responses == {"match", "no_match", "refused", "expired"}


def test_registers_tell_apart_no_hit_not_asked_and_not_permitted(cumberland: Path) -> None:
    results: Counter[tuple[str, str]] = Counter()
    for path in sorted((cumberland / "replies" / "register").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            results.update((row["register"], row["result"]) for row in csv.DictReader(file))
    assert {"household", "criminal", "position_of_trust", "civil"} == {register for register, _ in results}
    assert {"hit", "not_asked", "not_permitted"} <= {result for register, result in results if register == "household"}
    assert {"hit", "no_hit", "not_asked"} <= {result for register, result in results if register == "criminal"}


def test_amounts_are_written_with_the_digits_of_their_currency() -> None:
    assert decimal_text(Price(2905, "EUR")) == "29.05"
    assert decimal_text(Price(4300, "ISK")) == "4300"
    assert stripe_minor(Price(4300, "ISK")) == 430_000
    assert stripe_minor(Price(2905, "EUR")) == 2905


def test_the_burst_is_a_machine_alone_in_its_hour(cumberland: Path) -> None:
    lines = (cumberland / "psp" / "stripe.jsonl").read_text("utf-8").splitlines()
    begin = int(dt.datetime(2024, 5, 14, 2, 0, tzinfo=dt.UTC).timestamp())
    charges = [o for o in map(json.loads, lines) if o["object"] == "charge" and begin <= o["created"] < begin + 3600]
    assert len(charges) == 22
    gaps = [b["created"] - a["created"] for a, b in pairwise(charges)]
    assert pstdev(gaps) / mean(gaps) < 0.3
    assert len({o["payment_method_details"]["card"]["fingerprint"] for o in charges}) == 22

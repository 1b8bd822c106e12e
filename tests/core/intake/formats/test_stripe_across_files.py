"""What the files of one origin say about one another reaches the rows of all of them, in whatever order they come."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from keerpunt.errors import SourceRefused
from keerpunt.intake import IntakeSettings, read_operation, read_sources, take_custody
from keerpunt.intake.keys import SHORT
from keerpunt.intake.shelf import Shelf
from keerpunt.model.progress import Silent
from tests.support.folder import declared, sources_folder
from tests.support.sources import KEY, everything, found, rejected, short, take_in

CARD = {"type": "card", "card": {"brand": "visa", "fingerprint": "Fp", "last4": "4242"}}
CHARGES = [
    {"object": "charge", "id": f"ch_{n}", "created": 1_700_000_000 + n, "amount": 900, "currency": "eur", "paid": True,
     "captured": True, "status": "succeeded", "customer": "cus_1", "payment_method_details": CARD}
    for n in range(3)
]  # fmt: skip
CUSTOMERS = [{"object": "customer", "id": "cus_1", "name": "Sam Example", "email": "sam@example.org"}]
REVIEWS = [{"object": "review", "id": "prv_1", "charge": "ch_1", "ip_address": "192.0.2.7"}]
WARNINGS = [
    {"object": "radar.early_fraud_warning", "id": f"w_{n}", "charge": f"ch_{n}", "created": 5, "fraud_type": "misc"}
    for n in (1, 9)
]
FILES = {"c.jsonl": CHARGES, "k.jsonl": CUSTOMERS, "r.jsonl": REVIEWS, "w.jsonl": WARNINGS}


def lines(objects: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(one) + "\n" for one in objects)


def folder(root: Path, files: dict[str, list[dict[str, Any]]], origins: dict[str, str] | None = None) -> Path:
    origins = origins or {}
    blocks = "".join(declared(name, "stripe", origins.get(name, "psp:stripe")) for name in files)
    return sources_folder(root, {name: lines(objects) for name, objects in files.items()}, blocks)


def digest(intake: Any, path: str) -> str:
    return next(receipt["sha256"] for receipt in intake.receipts if receipt["path"] == path)[:SHORT]


def test_customers_reviews_and_warnings_of_other_files_reach_the_charge(tmp_path):
    intake = take_in(folder(tmp_path / "s", FILES))
    assert short(intake, "payment", "psp_ref", "payer_email", "ip") == [
        ("ch_0", "sam@example.org", None), ("ch_1", "sam@example.org", "192.0.2.7"), ("ch_2", "sam@example.org", None),
    ]  # fmt: skip
    customers, reviews, charges = (digest(intake, name) for name in ("k.jsonl", "r.jsonl", "c.jsonl"))
    assert short(intake, "payment", "source_locator")[1] == (f"line:2|{customers}:line:1|{reviews}:line:1",)
    (report,) = short(intake, "fraud_report", "fingerprint", "fingerprint_scope", "last4", "source_locator")
    assert report == ("Fp", "psp:stripe", "4242", f"line:1|{charges}:line:2")
    assert rejected(intake) == [("line:2", "orphan_reference")]


def test_the_order_of_files_changes_nothing(tmp_path):
    outcomes = []
    for number, names in enumerate(permutations(FILES)):
        renamed = {f"{place}{name}": FILES[name] for place, name in enumerate(names)}
        intake = take_in(folder(tmp_path / str(number), renamed))
        rows = [
            intake.tables[name].drop_columns(["source_locator"]).to_pylist() for name in ("payment", "fraud_report")
        ]
        outcomes.append([{key: row[key] for key in row if key != "record_key"} for table in rows for row in table])
    assert all(outcome == outcomes[0] for outcome in outcomes)


def test_no_origin_learns_from_another_one(tmp_path):
    origins = {"k.jsonl": "platform:platform-1", "r.jsonl": "psp:other", "w.jsonl": "psp:other"}
    intake = take_in(folder(tmp_path / "s", FILES, origins))
    assert short(intake, "payment", "payer_email", "ip") == [(None, None)] * 3
    assert rejected(intake) == [("line:1", "orphan_reference"), ("line:2", "orphan_reference")]


def test_a_warning_finds_its_charge_in_a_file_of_another_format(tmp_path):
    canonical = "psp,psp_ref,initiated,amount,currency,fingerprint,fingerprint_scope,instrument_kind\n"
    canonical += "stripe,ch_1,2024-01-01T00:00:00Z,9.00,EUR,FpCsv,psp:stripe,card\n"
    blocks = declared("w.jsonl", "stripe", "psp:stripe")
    blocks += declared("p.csv", "canonical", "psp:stripe", 'table = "payment"')
    intake = take_in(sources_folder(tmp_path / "s", {"w.jsonl": lines(WARNINGS), "p.csv": canonical}, blocks))
    assert short(intake, "fraud_report", "fingerprint", "instrument_kind") == [("FpCsv", "card")]


def test_of_two_deliveries_the_later_customer_counts(tmp_path):
    new = [{**CUSTOMERS[0], "email": "new@example.org"}]
    files = {"a.jsonl": new, "b.jsonl": CHARGES[:1], "c.jsonl": CUSTOMERS}
    blocks = "".join(declared(name, "stripe", "psp:stripe") for name in files)
    blocks = blocks.replace("2024-12-03", "2024-12-09", 1)
    bodies = {name: lines(objects) for name, objects in files.items()}
    intake = take_in(sources_folder(tmp_path / "s", bodies, blocks))
    assert short(intake, "payment", "payer_email") == [("new@example.org",)]
    blocks = "".join(declared(name, "stripe", "psp:stripe") for name in files)
    assert short(take_in(sources_folder(tmp_path / "t", bodies, blocks)), "payment", "payer_email") == [
        ("new@example.org",)
    ], "of equal days the one listed first counts"


def test_an_attempt_told_by_an_error_gives_way_to_its_charge(tmp_path):
    intent = {
        "object": "payment_intent", "id": "pi_1", "created": 1_600_000_000, "amount": 900, "currency": "eur",
        "last_payment_error": {"charge": "ch_1"},
    }  # fmt: skip
    apart = take_in(folder(tmp_path / "s", {"c.jsonl": CHARGES, "i.jsonl": [intent]}))
    together = take_in(folder(tmp_path / "t", {"c.jsonl": [intent, *CHARGES]}))
    alone = take_in(folder(tmp_path / "u", {"i.jsonl": [intent]}))
    for intake in (apart, together):
        assert short(intake, "payment", "psp_ref", "status") == [(f"ch_{n}", "captured") for n in range(3)]
        assert rejected(intake) == []
    assert short(alone, "payment", "psp_ref", "status") == [("ch_1", "failed")]


def test_an_equal_reading_is_taken_over_and_a_changed_sibling_is_not(tmp_path):
    def run(root: Path, new: str, old: str | None) -> Any:
        for place in (tmp_path / new, tmp_path / f"{new}-work"):
            place.mkdir()
        shelf = Shelf(tmp_path / new, tmp_path / f"{new}-work", tmp_path / old if old else None)
        custody = take_custody(read_operation(root), root)
        return read_sources(custody, KEY, IntakeSettings(), Silent(), shelf=shelf)

    root = folder(tmp_path / "s", FILES)
    first = run(root, "one", None)
    again = run(root, "two", "one")
    assert again.taken_over == len(FILES)
    assert all(again.tables[name].equals(first.tables[name]) for name in first.tables)
    (root / "k.jsonl").write_text(lines([{**CUSTOMERS[0], "email": "other@example.org"}]))
    changed = run(root, "three", "two")
    assert changed.taken_over == 0
    assert short(changed, "payment", "payer_email") == [("other@example.org",)] * 3


def test_what_one_file_lends_to_another_goes_through_the_guards_too(tmp_path, monkeypatch):
    monkeypatch.setattr("keerpunt.intake.disk_index.HELD", 1)
    number = "4111111111111111"
    customers = [{**CUSTOMERS[0], "name": f"Sam {number}", "address": {"line1": "$2y$10$abcdefghijklmnopqrstuu"}}]
    links = [
        {"object": "checkout.session", "id": "cs", "payment_intent": f"pi_{n}", "metadata": {"order_id": number}}
        for n in range(3)
    ]
    charges = [{**charge, "payment_intent": charge["id"].replace("ch", "pi")} for charge in CHARGES]
    intake = take_in(folder(tmp_path / "s", {"a.jsonl": links, "c.jsonl": charges, "k.jsonl": customers}))
    said = everything(intake)
    assert number not in said
    assert "$2y$" not in said
    (order,) = {order for (order,) in short(intake, "payment", "order_id")}
    assert order.startswith("pan:")
    assert short(intake, "payment", "payer_name")[0][0].startswith("Sam pan:")


@pytest.mark.parametrize("name", ["b.json", "z.json"])
def test_a_sibling_that_cannot_be_read_is_named(tmp_path, name):
    files = {"c.jsonl": lines(CHARGES), name: '{"object": "list", "data": [{"object": "customer", "id": "cus_1"'}
    blocks = "".join(declared(each, "stripe", "psp:stripe") for each in files)
    with pytest.raises(SourceRefused, match="ends before it is complete") as caught:
        take_in(sources_folder(tmp_path / "s", files, blocks))
    assert caught.value.place.startswith(name)


def test_rotated_logs_of_events_give_the_newest_state_whichever_part_has_it(tmp_path):
    def event(number: int, **state: Any) -> dict[str, Any]:
        charge = {**CHARGES[0], "livemode": True, **state}
        return {"object": "event", "id": f"evt_{number}", "created": number, "data": {"object": charge}}

    old, new = [event(1)], [event(2, refunded=True)]
    for number, parts in enumerate(((old, new), (new, old))):
        intake = take_in(folder(tmp_path / str(number), dict(zip(("a.jsonl", "b.jsonl"), parts, strict=True))))
        assert short(intake, "payment", "status") == [("refunded",)]
        assert rejected(intake) == [("line:1", "superseded")]
        assert found(intake) == {}

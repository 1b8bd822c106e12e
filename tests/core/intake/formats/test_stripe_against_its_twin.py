"""The reader says what a slow, plain reading of the same bytes says, as lines and as a list, in pieces of any size."""

from __future__ import annotations

import json
import random
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.stripe_file import objects as benchmark_objects
from keerpunt.intake import disk_index, json_window
from keerpunt.intake.formats.stripe import READER
from keerpunt.intake.formats.stripe.words import FRAUD_CODE
from tests.support import stripe_twin
from tests.support.reading import Reading, context, read

pytestmark = pytest.mark.slow

CODES = st.sampled_from(("eur", "jpy", "kwd"))
IDENTS = st.sampled_from(("1", "2", "3"))
SUMS = st.integers(1, 10**6)
people = st.fixed_dictionaries({"name": st.none(), "email": st.none() | st.just("a@example.org"), "phone": st.none()})
charges = st.builds(
    lambda ident, money, code, status, paid, person, customer, mode: {
        "object": "charge", "id": f"ch_{ident}", "created": 1_700_000_000, "amount": money, "currency": code,
        "status": status, "paid": status == "succeeded", "captured": paid[0], "disputed": paid[1], "refunded": paid[2],
        "billing_details": person, "customer": customer, "livemode": mode,
        "payment_method_details": {"type": "card", "card": {"fingerprint": f"F{ident}", "last4": "4242"}},
    },
    IDENTS, SUMS, CODES, st.sampled_from(("succeeded", "failed", "pending")), st.tuples(*[st.booleans()] * 3), people,
    st.sampled_from((None, "cus_1", "cus_2")), st.sampled_from((True, True, True, False)),
)  # fmt: skip
refunds = st.builds(
    lambda ident, money, code, status, charge: {
        "object": "refund", "id": f"re_{ident}", "created": 1_700_000_000, "amount": money, "currency": code,
        "status": status, "charge": f"ch_x{charge}",
    },
    IDENTS, SUMS, CODES, st.sampled_from(("succeeded", "pending", "failed")), IDENTS,
)  # fmt: skip
others = st.sampled_from(
    (
        {"object": "customer", "id": "cus_1", "email": "c1@example.org"},
        {"object": "review", "id": "prv_1", "charge": "ch_1", "ip_address": "192.0.2.1"},
        {"object": "radar.early_fraud_warning", "id": "w_1", "charge": "ch_2", "created": 5, "fraud_type": "misc"},
    )
)
plain = st.lists(st.one_of(charges, refunds, others), max_size=8, unique_by=lambda found: found["id"])
events = st.lists(
    st.tuples(st.integers(1, 10**6), st.one_of(charges.filter(lambda c: c["livemode"]), refunds)),
    max_size=6,
    unique_by=lambda pair: pair[0],
)


def written(objects: list[Any], *, as_lines: bool) -> bytes:
    if as_lines:
        return "".join(json.dumps(found) + "\n" for found in objects).encode()
    return json.dumps({"object": "list", "data": objects}, indent=1).encode()


def found_payments(reading: Reading) -> dict[str, tuple[Any, ...]]:
    rows = {}
    for row in (row for row in reading.rows if row["table"] == "payment"):
        minor, code = row["amount"]
        total = Decimal(minor).scaleb(-{"JPY": 0, "KWD": 3}.get(code, 2))
        names = ("status", "parent_psp_ref", "payer_email", "ip", "fingerprint", "last4")
        assert row["psp_ref"] not in rows
        rows[row["psp_ref"]] = (row["row_kind"], total, *(row.get(name) for name in names))
    return rows


def check(objects: list[Any], *, as_lines: bool) -> None:
    body = written(objects, as_lines=as_lines)
    reading = read(READER, body, context("a.jsonl" if as_lines else "a.json"))
    assert reading.read == len(objects)
    assert found_payments(reading) == stripe_twin.payments(body)
    reports = [(row["fingerprint"], row["code"]) for row in reading.rows if row["table"] == "fraud_report"]
    assert reports == [(card, FRAUD_CODE[kind]) for card, kind in stripe_twin.reported(body)]


@pytest.mark.parametrize("as_lines", [True, False])
@settings(max_examples=150, deadline=None)
@given(plain, events, st.randoms(use_true_random=False))
def test_the_reader_agrees_with_its_twin(as_lines, objects, states, chance):
    everything: list[Any] = [*objects]
    for moment, found in states:
        everything.append({"object": "event", "id": f"evt_{moment}", "created": moment, "data": {"object": found}})
    chance.shuffle(everything)
    check(everything, as_lines=as_lines)


@pytest.mark.parametrize("as_lines", [True, False])
@pytest.mark.parametrize(("held", "chunk"), [(5, 1_000), (50_000, 1 << 20)])
def test_a_larger_file_agrees_too_whatever_is_held(as_lines, held, chunk, monkeypatch):
    monkeypatch.setattr(disk_index, "HELD", held)
    monkeypatch.setattr(json_window, "CHUNK", chunk)
    objects = list(benchmark_objects(1_500))
    random.Random(3).shuffle(objects)
    check(objects, as_lines=as_lines)

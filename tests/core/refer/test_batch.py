"""Batches: neutral words only, templates that intake reads, a provider's values in its own folder and nowhere else."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import random
from typing import Any

import pytest

from keerpunt.assess.asks import OWN
from keerpunt.assess.wording import words as assess_words
from keerpunt.errors import PolicyRefused
from keerpunt.model.schema import Kind
from keerpunt.model.tables import CANONICAL, table
from keerpunt.refer import Batch, Operation, batches, letter, own_work, request_sent
from keerpunt.refer.neutral import offence_words
from keerpunt.refer.questions import Template
from keerpunt.refer.sheets import csv_bytes, is_formula, reply
from keerpunt.refer.wording import LANGUAGES, addressee, groups, words
from tests.support.sources import canonical, found, rejected, short, take_in

AS_OF = dt.date(2025, 3, 1)
AT = dt.datetime(2024, 3, 1, 20, 15, 30, tzinfo=dt.UTC)
OPERATION = Operation("TEST-1", "order 1 of the court", AS_OF)
EVENTS = [
    {"instant_utc": "2024-03-01T20:15:30Z", "tolerance_seconds": 1, "psp": "stripe", "reference": "ch_1"},
    {"instant_utc": "2024-03-02T20:15:30Z", "tolerance_seconds": 60, "psp": "stripe", "reference": "ch_2"},
]
LINE = [{"instant_utc": "2024-03-01T20:15:30Z", "tolerance_seconds": 1, "port": 40000}]
REGISTER_CODE = {"reply-register-extract.csv": {"criminal"}}
"""The canonical code of a register, in the template that goes to that register itself."""
CUSTOMER = {
    "country": "NL", "provider": "b1", "customer_ref": "c1", "full_name": "Robin Example", "birthdate": "1980-05-17",
    "address": "Dorpsstraat 1, 1234 AB, Testdorp",
}  # fmt: skip
CARD = {"country": "NL", "scope": "psp:stripe", "bin": "424242", "last4": "4242", "expiry": "2026-12", "events": EVENTS}
ASKED: dict[str, tuple[str, str, str, dict[str, Any]]] = {
    "psp_checks": ("psp:stripe", "card", "fp_1", CARD),
    "psp_disputes": ("psp:stripe", "card", "fp_1", CARD),
    "issuer_fraud": ("bank:b1", "card", "fp_1", CARD),
    "bank_holder": ("bank:b1", "card", "fp_1", CARD),
    "isp_assignment": ("isp:as64496", "ip", "192.0.2.7", {"country": "XX", "events": LINE}),
    "email_holder": ("email:mail.example.org", "email", "a@mail.example.org", {"country": "XX"}),
    "phone_holder": ("telecom:carrier-of-+31201234567", "phone", "+31201234567", {"country": "NL"}),
    "exchange_holder": ("exchange:holder-of-bc1q", "wallet", "bc1q", {"country": "XX", "events": EVENTS}),
    "register_civil": ("register:nl", "customer", "b1:c1", CUSTOMER),
    "register_household": ("register:nl", "customer", "b1:c1", CUSTOMER),
    "register_criminal": ("register:nl", "customer", "b1:c1", CUSTOMER),
    "register_position_of_trust": ("register:nl", "customer", "b1:c1", CUSTOMER),
}


def request(ask: str, number: int = 1, **changes: Any) -> dict[str, Any]:
    of_whom, kind, value, details = ASKED[ask]
    dated = None if kind == "customer" else AT
    return {
        "request_id": f"ask:{sorted(ASKED).index(ask):06x}{number:06x}", "lead_id": f"lead:{number}", "ask": ask,
        "of_whom": of_whom, "about_kind": kind, "about_value": value, "about_from": dated, "about_to": dated,
        "would_change": ["one_origin_only"], "log_expires": "2025-02-01" if dated else None, "rank": 1,
        "best_missing": [], "worst_missing": [], "details": json.dumps(details), **changes,
    }  # fmt: skip


def made(*requests: dict[str, Any], operation: Operation = OPERATION) -> dict[str, Batch]:
    return {batch.of_whom: batch for batch in batches(requests, operation)}


def rows(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode())))


def test_every_ask_of_the_catalogue_goes_to_a_provider_or_to_the_unit() -> None:
    assert {*ASKED, *OWN, "human_judgement"} == set(assess_words("ASKS"))
    for language in LANGUAGES:
        assert set(words("QUESTIONS", language)) == set(ASKED)
        assert set(words("OWN_WORK", language)) == OWN


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_names_an_offence(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, group in groups(language).items():
        for code, text in group.items():
            assert offence_words(text) == [], (name, code)
    pages: list[dict[str, Any]] = []
    monkeypatch.setattr(letter, "pdf", lambda _name, data, _as_of: pages.append(data) or b"")
    for batch in made(*(request(ask) for ask in ASKED)).values():
        for name, body in batch.files.items():
            assert offence_words(name) == []
            assert set(offence_words(body.decode())) <= REGISTER_CODE.get(name, set()), name
        assert offence_words(batch.folder) == []
    assert len(pages) == 2 * len({of_whom for of_whom, *_ in ASKED.values()})
    for page in pages:
        assert offence_words(json.dumps(page, ensure_ascii=False)) == []


def test_both_languages_say_the_same_things() -> None:
    english, dutch = groups("en"), groups("nl")
    assert {name: set(group) for name, group in english.items()} == {name: set(group) for name, group in dutch.items()}


@pytest.mark.parametrize("text", ["a criminal investigation", "Strafbaar feit", "the suspect's order", "slachtoffers"])
def test_a_legal_basis_that_names_an_offence_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(PolicyRefused) as refused:
        made(request("bank_holder"), operation=Operation("TEST-1", text, AS_OF))
    assert refused.value.exit_code == 4
    assert text not in str(refused.value)


def test_the_same_requests_in_any_order_give_the_same_bytes_and_the_day_is_the_run_s() -> None:
    every = [request(ask, number) for ask in ASKED for number in (1, 2)]
    first = made(*every)
    random.Random(4).shuffle(every)
    again = made(*every)
    assert {name: dict(batch.files) for name, batch in first.items()} == {
        name: dict(batch.files) for name, batch in again.items()
    }
    body = first["psp:stripe"].files["letter-en.pdf"]
    assert body.startswith(b"%PDF-1.7")
    assert b"2025-03-01" in body, "the metadata carry the day of the run"


def test_a_provider_gets_its_own_values_and_no_other() -> None:
    found_batches = made(*(request(ask) for ask in ASKED))
    for of_whom, batch in found_batches.items():
        text = b"".join(body for name, body in batch.files.items() if not name.endswith(".pdf")).decode()
        for other, _, value, _ in ASKED.values():
            if other != of_whom and value not in {own for whom, _, own, _ in ASKED.values() if whom == of_whom}:
                assert value not in text, (of_whom, value)
    assert len({batch.folder for batch in found_batches.values()}) == len(found_batches)


@pytest.mark.parametrize("ask", ASKED)
def test_a_reply_template_has_the_header_of_its_table_and_the_id_filled_in(ask: str) -> None:
    (batch,) = made(request(ask)).values()
    replies = {name: body for name, body in batch.files.items() if name.startswith("reply-")}
    assert replies
    for name, body in replies.items():
        of = name.removeprefix("reply-").removesuffix(".csv").replace("-", "_")
        filled = rows(body)
        known = {field.name for field in table(of).fields}
        known |= {field.name.replace("amount", "currency") for field in table(of).fields if field.kind is Kind.MONEY}
        assert of in CANONICAL
        assert set(filled[0]) <= known
        assert {row["request_id"] for row in filled} == {request(ask)["request_id"]}


def test_the_questions_carry_instants_tolerance_ports_references_and_the_legal_basis() -> None:
    both = made(request("psp_checks"), request("isp_assignment"))
    stripe, line = both["psp:stripe"], both["isp:as64496"]
    (asked,) = rows(stripe.files["requests-en.csv"])
    assert asked["instants_utc"] == "2024-03-01T20:15:30Z|2024-03-02T20:15:30Z"
    assert asked["tolerance_seconds"] == "1|60"
    assert asked["references"] == "ch_1|ch_2"
    assert asked["card"] == "424242…4242, 2026-12"
    assert asked["legal_basis"] == OPERATION.legal_basis
    assert asked["answer_in"] == "reply-payment-check.csv"
    (asked,) = rows(made(request("register_civil"))["register:nl"].files["requests-en.csv"])
    assert asked["person"] == "Robin Example, 1980-05-17, Dorpsstraat 1, 1234 AB, Testdorp"
    (asked,) = rows(line.files["requests-nl.csv"])
    assert (asked["ports"], asked["about_value"]) == ("40000", "192.0.2.7")
    assert "internetadres" in asked["what"]


def test_one_question_that_serves_two_leads_is_asked_once() -> None:
    twice = [request("bank_holder"), request("bank_holder", lead_id="lead:2", rank=4)]
    assert len(made(*twice)["bank:b1"].requests) == 1


def test_the_text_to_keep_records_says_when_they_may_be_gone() -> None:
    text = made(request("email_holder"))["email:mail.example.org"].files["preserve-en.txt"].decode()
    assert "may be gone since 2025-02-01" in text
    later = made(request("email_holder", log_expires="2025-09-01"))["email:mail.example.org"]
    assert "from 2025-09-01 on" in later.files["preserve-en.txt"].decode()


def test_what_was_sent_and_an_untouched_template_are_read_as_they_are(tmp_path: Any) -> None:
    body = request_sent([request("bank_holder"), request("register_civil")], AS_OF)
    template = made(request("bank_holder"))["bank:b1"].files["reply-subscriber.csv"]
    intake = take_in(canonical(tmp_path / "sources", request_sent=body, subscriber=template))
    sent = short(intake, "request_sent", "request_id", "ask", "of_whom", "about_value", "about_from_utc", "state")
    assert sorted(sent) == sorted(
        (row["request_id"], row["ask"], row["of_whom"], row["about_value"], row["about_from"], "sent")
        for row in (request("bank_holder"), request("register_civil"))
    )
    assert short(intake, "subscriber") == []
    assert rejected(intake) == [("line:2", "missing_key")], "a question that nobody answered is no answer"
    assert found(intake) == {}


def test_the_units_own_work_names_its_leads() -> None:
    one = request("bank_holder", about_kind="source", about_value="logs of the server") | {"ask": "read_source"}
    (row,) = rows(own_work([one, {**one, "lead_id": "lead:9"}]))
    assert row["leads"] == "lead:1|lead:9"
    assert row["about_value"] == "logs of the server"


@pytest.mark.parametrize(
    ("of_whom", "part"),
    [
        ("bank:issuer-of-424242", "424242"),
        ("bank:issuer-of-card-fp_1", "token fp_1"),
        ("isp:network-of-192.0.2.7", "192.0.2.7"),
        ("isp:network-of-2001-db8-0-15ac--1f", "2001:db8:0:15ac::1f"),
        ("isp:as64496", "AS64496"),
        ("register:nl", "nl (register)"),
        ("other:x", "x"),
    ],
)
def test_whoever_is_asked_has_a_name(of_whom: str, part: str) -> None:
    assert part in addressee(of_whom, "en")


@pytest.mark.parametrize(("value", "runs"), [
    ("=HYPERLINK(0)@example.org", True), ("@SUM(1)", True), ("+cmd|x", True), ("-2+3", True), ("\t=1", True),
    ("+31612345678", False), ("-12", False), ("a=b@example.org", False), ("NL02ABNA0123456789", False),
])  # fmt: skip
def test_what_an_operators_user_typed_runs_in_no_spreadsheet(value: str, runs: bool) -> None:
    assert is_formula(value) is runs
    table_of = csv_bytes(("about_value",), [{"about_value": value}]).decode()
    assert list(csv.reader(io.StringIO(table_of)))[1] == [f"'{value}" if runs else value]
    filled = reply(
        [Template("subscriber", ("request_id", "linked_value"), ({"request_id": "r", "linked_value": value},))]
    )
    assert list(csv.reader(io.StringIO(filled.decode())))[1] == ["r", "" if runs else value]

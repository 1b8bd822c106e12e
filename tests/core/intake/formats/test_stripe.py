"""Rules of Stripe objects: what completes what, which file shape it is, and what is never mixed."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from keerpunt.intake.formats.stripe import READER
from keerpunt.intake.formats.stripe.words import DISPUTE_OUTCOME, DISPUTE_REASON, FRAUD_CODE, INSTRUMENT, THREEDS
from keerpunt.model.card_codes import eci_result, eci_says_merchant
from keerpunt.model.tables import table
from tests.support.reading import Reading, context, read

CARD = {"type": "card", "card": {"brand": "visa", "fingerprint": "Fp", "last4": "4242"}}
CUSTOMER = {
    "object": "customer",
    "id": "cus_1",
    "name": "Sam Example",
    "email": "sam@example.org",
    "address": {"line1": "Street 1", "postal_code": "1000", "country": "BE"},
}


def charge(ident: str = "ch_1", **more: Any) -> dict[str, Any]:
    base = {"object": "charge", "id": ident, "created": 1_700_000_000, "amount": 900, "currency": "eur"}
    return {**base, "status": "succeeded", "paid": True, "captured": True, "payment_method_details": CARD, **more}


def card(**more: Any) -> dict[str, Any]:
    return {"type": "card", "card": {**CARD["card"], **more}}


def lines(*objects: Any, name: str = "stripe.jsonl") -> Reading:
    return read(READER, "".join(json.dumps(found) + "\n" for found in objects).encode(), context(name))


def only(found: dict[str, Any], *others: Any) -> dict[str, Any]:
    return next(row for row in lines(found, *others).rows if row["table"] == "payment")


def checks(found: dict[str, Any]) -> dict[str, str]:
    return {r["check_kind"]: r.get("value", "unknown") for r in lines(found).rows if r["table"] == "payment_check"}


@pytest.mark.parametrize("customer_first", [True, False])
def test_a_customer_completes_a_charge_wherever_it_stands(customer_first):
    found = [CUSTOMER, charge(customer="cus_1")]
    row = next(row for row in lines(*(found if customer_first else reversed(found))).rows if row["table"] == "payment")
    assert (row["payer_name"], row["payer_email"], row["billing_postcode"]) == (
        "Sam Example",
        "sam@example.org",
        "1000",
    )
    assert row["at"] == ("line:2|line:1" if customer_first else "line:1|line:2")


def test_the_details_of_two_persons_are_never_mixed():
    row = only(charge(customer="cus_1", billing_details={"name": "Noor Voorbeeld"}), CUSTOMER)
    assert row["payer_name"] == "Noor Voorbeeld"
    assert "payer_email" not in row


@pytest.mark.parametrize(
    ("details", "street"),
    [
        ({"name": "Ann Example"}, None),
        ({"email": "ann@example.org"}, None),
        ({"name": "SAM  example"}, "Street 1"),
        ({"email": "sam@example.org"}, "Street 1"),
        ({"phone": "+3225550100"}, "Street 1"),
    ],
)
def test_the_address_of_a_customer_of_another_name_is_not_lent_to_the_payer(details, street):
    row = only(charge(customer="cus_1", billing_details=details), CUSTOMER)
    assert (row.get("billing_line1"), row.get("payer_name")) == (street, details.get("name"))


def test_an_expanded_customer_comes_before_one_of_the_file():
    row = only(charge(customer={"id": "cus_1", "object": "customer", "name": "Kim Example"}), CUSTOMER)
    assert (row["payer_name"], row["at"]) == ("Kim Example", "line:1")


def test_a_customer_in_test_mode_completes_nothing():
    assert "payer_name" not in only(charge(customer="cus_1"), {**CUSTOMER, "livemode": False})


def test_a_review_gives_its_address_to_the_charge():
    review = {"object": "review", "id": "prv_1", "charge": "ch_1", "ip_address": "192.0.2.7"}
    assert only(charge(), review)["ip"] == "192.0.2.7"
    assert only(charge(review=review))["ip"] == "192.0.2.7"
    assert "ip" not in only(charge(), {**review, "ip_address": "nowhere"})


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ({}, "captured"),
        ({"captured": False}, "authorised"),
        ({"captured": None}, "unknown"),
        ({"status": "failed", "disputed": True}, "failed"),
        ({"status": "pending"}, "pending"),
        ({"refunded": True}, "refunded"),
        ({"disputed": True, "refunded": True}, "charged_back"),
        ({"status": None, "paid": False}, "failed"),
        ({"status": None, "paid": None}, "unknown"),
    ],
)
def test_the_state_of_a_charge(state, status):
    assert only(charge(**state)).get("status", "unknown") == status


@pytest.mark.parametrize(
    ("more", "initiation"),
    [
        ({}, None),
        ({"payment_intent": {"id": "pi", "object": "payment_intent", "off_session": True}}, "merchant"),
        ({"payment_intent": {"id": "pi", "object": "payment_intent", "off_session": "recurring"}}, "merchant"),
        ({"payment_intent": {"id": "pi", "object": "payment_intent", "off_session": False}}, None),
        ({"invoice": {"id": "in", "billing_reason": "subscription_cycle"}}, "merchant"),
        ({"invoice": {"id": "in", "billing_reason": "subscription_create"}}, None),
        ({"payment_method_details": card(three_d_secure={"authentication_flow": "challenge"})}, "customer"),
        ({"payment_method_details": card(three_d_secure={"authentication_flow": "frictionless"})}, None),
        ({"payment_method_details": {"type": "ideal", "ideal": {}}}, "customer"),
        ({"payment_method_details": {"type": "sepa_debit", "sepa_debit": {}}}, None),
    ],
)
def test_who_set_a_payment_off(more, initiation):
    assert only(charge(**more)).get("initiation") == initiation


def test_what_was_not_checked_is_no_failure():
    stated = {"cvc_check": None, "address_line1_check": "unavailable", "address_postal_code_check": "unchecked"}
    found = checks(charge(payment_method_details=card(checks=stated)))
    assert found == {"cvc": "unknown", "avs_street": "not_supported", "avs_postcode": "not_sent"}
    assert checks(charge()) == {}
    assert checks(charge(payment_method_details=card(three_d_secure=None))) == {}


@pytest.mark.parametrize(("result", "value"), THREEDS.items())
def test_every_result_of_three_d_secure(result, value):
    assert checks(charge(payment_method_details=card(three_d_secure={"result": result})))["threeds"] == value


@pytest.mark.parametrize(
    ("secure", "found"),
    [
        ({"result": "exempted"}, {"threeds": "exempted", "sca_flow": "exempted"}),
        ({"result": None, "electronic_commerce_indicator": "05"}, {"threeds": "pass"}),
        ({"result": None, "electronic_commerce_indicator": "07"}, {"threeds": "unknown"}),
        ({"authenticated": True, "succeeded": True, "version": "1.0.2"}, {"threeds": "pass"}),
        ({"authenticated": False, "succeeded": True}, {"threeds": "attempted"}),
        ({"authenticated": False, "succeeded": False}, {"threeds": "fail"}),
        ({"result": "a new word"}, {"threeds": "unknown"}),
    ],
)
def test_three_d_secure_of_all_versions(secure, found):
    assert checks(charge(payment_method_details=card(three_d_secure=secure))) == found


def test_the_same_indicator_means_other_things_for_other_brands():
    assert (eci_result("visa", "5"), eci_result("mastercard", "02"), eci_result("", "05")) == (
        "pass",
        "pass",
        "unknown",
    )
    assert (eci_result("mastercard", "06"), eci_result("amex", "06")) == ("exempted", "attempted")
    assert eci_says_merchant("mastercard", "07")
    assert not eci_says_merchant("visa", "07")


def test_a_warning_takes_the_card_of_its_charge_wherever_it_stands():
    warning = {"object": "radar.early_fraud_warning", "id": "w", "charge": "ch_1", "created": 1, "fraud_type": "misc"}
    for objects in ([charge(), warning], [warning, charge()], [{**warning, "charge": charge()}]):
        row = next(row for row in lines(*objects).rows if row["table"] == "fraud_report")
        assert (row["fingerprint"], row["fingerprint_scope"], row["code"]) == ("Fp", "psp:golden", "other")


def test_a_dispute_needs_its_charge():
    dispute = {"object": "dispute", "id": "dp_1", "created": 1, "reason": "fraudulent", "status": "lost"}
    assert lines(dispute).rejected == [["line:1", "missing_key"]]
    row = lines({**dispute, "charge": {"id": "ch_1", "object": "charge"}}).only()
    assert (row["psp_ref"], row["reason"], row["outcome"]) == ("ch_1", "fraud", "lost")


def test_words_of_the_provider_become_words_of_the_tables():
    def allowed(name: str, column: str) -> set[str]:
        return set(table(name).field(column).values)

    kinds, schemes = zip(*INSTRUMENT.values(), strict=True)
    assert set(kinds) <= allowed("payment", "instrument_kind")
    assert set(schemes) <= allowed("payment", "scheme")
    assert set(DISPUTE_REASON.values()) <= allowed("dispute", "reason")
    assert set(DISPUTE_OUTCOME.values()) <= allowed("dispute", "outcome")
    assert set(FRAUD_CODE.values()) <= allowed("fraud_report", "code")


def test_a_new_word_is_unknown_and_a_finding():
    found = lines({"object": "dispute", "id": "d", "charge": "ch_1", "reason": "a new one", "status": "a new one"})
    assert set(found.only()) == {"table", "at", "psp", "psp_ref"}
    assert found.findings == {"unknown_field outcome": 1, "unknown_field reason": 1}


@pytest.mark.parametrize(
    ("name", "body", "places"),
    [
        ("a.json", [charge()], ["/0"]),
        ("a.json", charge(), ["/"]),
        ("a.json", {"data": [charge()]}, ["/data/0"]),
        ("a.json", {"object": "list", "data": [charge(), charge("ch_2")]}, ["/data/0", "/data/1"]),
        (
            "a.json",
            {"resources": {"charge": charge(), "Sam Example": charge("ch_2")}},
            ["/resources/charge", "/resources/1"],
        ),
        ("a.json", {"object": "event", "data": {"object": charge()}}, ["/"]),
        ("a.jsonl", charge(), ["line:1"]),
        ("a.jsonl", [charge()], ["line:1/0"]),
    ],
)
@pytest.mark.parametrize("indent", [None, 1])
def test_every_shape_is_unwrapped(name, body, places, indent):
    if indent and name.endswith("l"):
        name = "a.json"
        places = [place.removeprefix("line:1") or "/" for place in places]
    found = read(READER, json.dumps(body, indent=indent).encode(), context(name))
    assert [row["at"] for row in found.rows] == places


def test_lines_are_recognised_whatever_the_file_is_called():
    body = "\n".join(json.dumps(charge(f"ch_{n}")) for n in range(3)).encode()
    assert [row["at"] for row in read(READER, body, context("export.json")).rows] == ["line:1", "line:2", "line:3"]
    assert [row["at"] for row in read(READER, b"not json\n" + body, context("x")).rows] == [
        "line:2",
        "line:3",
        "line:4",
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_encodings_with_and_without_a_mark(encoding, name):
    body = json.dumps(charge(billing_details={"name": "Jörg Beispiel"}), ensure_ascii=False) + "\n"
    assert read(READER, body.encode(encoding), context(name)).rows[0]["payer_name"] == "Jörg Beispiel"
    assert READER.sniff(body.encode(encoding), name)


@pytest.mark.parametrize("body", [b"[]", b'{"object": "list", "data": []}', b"[\n]"])
def test_an_empty_list_states_zero(body):
    assert [record.states_zero for record in read(READER, body, context("a.json")).records] == [True]


def test_half_a_character_is_never_stored():
    for name in ("\ud800", "a\0b"):
        assert lines(charge(billing_details={"name": name})).rejected == [["line:1", "bad_encoding"]]
    assert only(charge(billing_details={"name": "🙂"}))["payer_name"] == "🙂"


def test_the_order_of_lines_changes_no_row():
    objects = [CUSTOMER, *(charge(f"ch_{n}", customer="cus_1") for n in range(5))]
    objects += [{"object": "radar.early_fraud_warning", "charge": "ch_3", "fraud_type": "misc", "created": 5}]
    shuffled = random.Random(3).sample(objects, len(objects))

    def rows(found: Reading) -> list[str]:
        return sorted(json.dumps({**row, "at": ""}, sort_keys=True) for row in found.rows)

    assert rows(lines(*objects)) == rows(lines(*shuffled))


def test_every_prefix_gives_a_prefix_of_the_rows_then_truncated():
    body = "".join(json.dumps(charge(f"ch_{n}")) + "\n" for n in range(3)).encode()
    whole = read(READER, body, context("a.jsonl")).rows
    for cut in range(len(body)):
        found = read(READER, body[:cut], context("a.jsonl"))
        assert found.rows == whole[: len(found.rows)]
        assert found.rejected in ([], [[f"line:{len(found.rows) + 1}", "truncated"]])


def test_an_object_without_a_kind_that_can_be_named_is_counted_without_its_name():
    found = lines({"object": "Sam Example", "id": "x"}, {"object": "payout"}, {})
    assert found.findings == {"unknown_object ": 2, "unknown_object payout": 1}
    assert [code for _, code in found.rejected] == ["unknown_record"] * 3

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from keerpunt.assess.agreement import name_only
from keerpunt.assess.catalogue import ERROR_BY_CODE
from tests.support.cases import FIRST, HOLDER, IBAN, Case, buyer, g_c, g_d, month, t1

pytestmark = pytest.mark.slow


def found(case: Case, code: str) -> str:
    """Return the value of one error row, whose weight is always nothing."""
    ((value, low, high),) = case.rows(code).values()
    assert (low, high) == (0, 0)
    return value


def test_a_sound_lead_has_no_error_and_says_which_checks_ran() -> None:
    case = t1()
    values = {code: found(case, code) for code in ("E01", "E03", "E05", "E13")}
    assert values == {"E01": "neutral", "E03": "neutral", "E05": "not_available", "E13": "neutral"}


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("E03_zone", {"occurred_zone_basis": "assumed"}),
        ("E04_dst", {"occurred_precision": "ambiguous_hour"}),
        ("E10_ip_basis", {"ip_basis": "untrusted_header"}),
        ("E10_ip_basis", {"ip_basis": "cdn_edge"}),
        ("E11_day_precision", {"occurred_precision": "day"}),
        ("E11_day_precision", {"occurred_precision": "minute"}),
    ],
)
def test_a_use_of_an_address_that_cannot_be_relied_on_supports_nothing(code: str, change: dict[str, Any]) -> None:
    case = g_d()
    for session in case.tables["session"]:
        session.update(change)
    assert found(case, code) == "contradicts"
    assert case.rows("I20")["stolen_data"] == ("neutral", 0, 0)
    assert code.lower() in case.lead()["missing"]


def test_an_unknown_kind_of_sharing_counts_as_shared_until_a_port_is_known() -> None:
    case = g_d()
    for lease in case.tables["ip_assignment"]:
        lease["cgnat"] = "unknown"
    assert found(case, "E06") == "contradicts"
    for lease in case.tables["ip_assignment"]:
        lease |= {"port_from": 39000, "port_to": 41000}
    assert found(case, "E06") == "neutral"
    assert case.lead()["gate"] == "review_ready"


def test_a_port_outside_the_lease_is_somebody_elses() -> None:
    case = g_d()
    for lease in case.tables["ip_assignment"]:
        lease |= {"cgnat": "yes", "port_from": 1024, "port_to": 2048}
    assert case.rows("I20")["stolen_data"] == ("not_available", 0, 0)


def test_a_lease_without_an_interval_supports_nothing() -> None:
    case = g_d()
    for lease in case.tables["ip_assignment"]:
        lease |= {"valid_from_utc": None, "valid_to_utc": None}
    assert found(case, "E07") == "contradicts"
    assert case.rows("I20")["stolen_data"] == ("neutral", 0, 0)


def test_an_hour_that_would_lead_to_another_customer_is_not_relied_on_unless_the_record_states_its_zone() -> None:
    case = g_d()
    for lease in list(case.tables["ip_assignment"]):
        lease["valid_to_utc"] = lease["valid_from_utc"] + dt.timedelta(hours=6, minutes=30)
        case.lease(lease["valid_from_utc"] + dt.timedelta(hours=13), customer="l9", who="identity:o1")
    assert case.lead()["gate"] == "review_ready"
    for session in case.tables["session"]:
        session["occurred_zone_basis"] = "source_setting"
    assert found(case, "E03") == "contradicts"
    assert "e03_zone" in case.lead()["missing"]


def test_a_source_whose_orders_and_payments_lie_an_hour_apart_has_a_wrong_zone() -> None:
    case = buyer(10)
    case.challenged(*(f"ch_{number}" for number in range(10)))
    case.verified(emails=["robin.example@example.org"])
    for number in range(10):
        case.add(
            "purchase_order", record_key=f"order:o{number}", origin="platform:p1", order_id=f"o{number}", psp="stripe",
            platform_account_id="7", psp_ref=f"ch_{number}", placed_utc=month(number) - dt.timedelta(minutes=61),
            placed_zone_basis="source_setting", placed_precision="second",
        )  # fmt: skip
    for row in case.tables["payment"]:
        row["initiated_zone_basis"] = "source_setting"
    assert found(case, "E03") == "contradicts"
    for row in case.tables["purchase_order"]:
        row["placed_utc"] += dt.timedelta(minutes=60)
    assert found(case, "E03") == "neutral"


def test_an_account_number_that_fails_its_own_check_supports_nothing() -> None:
    case = g_c()
    wrong = IBAN.replace("0417", "0471")
    case.tables["payment"][0]["iban"] = case.tables["subscriber"][0]["linked_value"] = wrong
    assert found(case, "E08") == "contradicts"
    assert case.rows("I03")["stolen_data"] == ("neutral", 0, 0)


def test_a_card_token_without_its_scope_supports_nothing() -> None:
    case = t1()
    case.tables["subscriber"][0]["linked_scope"] = None
    assert found(case, "E12") == "contradicts"
    assert case.rows("I01")["stolen_data"] == case.rows("I24")["data_error"] == ("neutral", 0, 0)
    assert "e12_card_key_not_unique" in case.lead()["missing"]


def test_the_last_digits_of_a_card_are_no_match_at_all() -> None:
    case = t1()
    for row in case.tables["payment"]:
        row["last4"] = "4242"
    case.tables["subscriber"][0] |= {"linked_value": "4242"}
    assert case.judged()["leads"].num_rows == 0


def edge(fields: list[dict[str, Any]], identifiers: list[Any] | None = None) -> str:
    return json.dumps({"fields": fields, "identifiers": identifiers or []})


@pytest.mark.parametrize(
    ("explanation", "alone"),
    [
        (edge([{"field": "name", "weight": 9.0}]), True),
        (edge([{"field": "name", "weight": 9.0}, {"field": "city", "weight": 3.0}]), True),
        (edge([{"field": "name", "weight": 9.0}, {"field": "birthdate", "weight": -3.0}]), True),
        (edge([{"field": "name", "weight": 9.0}, {"field": "birthdate", "weight": 8.0}]), False),
        (edge([{"field": "name", "weight": 9.0}], [{"kind": "email"}]), False),
        ("not json", True),
        ("[]", True),
    ],
)
def test_an_edge_that_rests_on_a_name_alone_is_told(explanation: str, *, alone: bool) -> None:
    import pyarrow as pa

    row = {"identity_id": HOLDER, "left_key": "a", "right_key": "b", "explanation": explanation}
    assert name_only(pa.Table.from_pylist([row])).num_rows == int(alone)


def test_an_identity_joined_by_name_alone_blocks() -> None:
    case = t1()
    case.edges = [{
        "left_key": case.tables["subscriber"][0]["record_key"], "right_key": "subscriber:b1:c2", "kind": "linked",
        "match_weight": 9.0, "explanation": edge([{"field": "name", "weight": 9.0}]), "refused_by": "",
    }]  # fmt: skip
    assert case.lead()["missing"] == ["e13_name_only"]
    assert ERROR_BY_CODE["E13_name_only"].hard


@pytest.mark.parametrize(
    ("refused_by", "both_inside", "blocks"),
    [
        ("ambiguous", False, True), ("human_unsure", False, True), ("issuer_conflict", False, True),
        ("given_name", False, False), ("given_name", True, True),
    ],
)  # fmt: skip
def test_a_refused_edge_inside_the_identity_or_of_doubt_at_its_border_blocks(
    refused_by: str, *, both_inside: bool, blocks: bool
) -> None:
    case = t1()
    case.answer("c2", who=HOLDER if both_inside else "identity:o1")
    case.edges = [{
        "left_key": "subscriber:b1:c1", "right_key": "subscriber:b1:c2", "kind": "linked", "match_weight": 1.0,
        "explanation": "{}", "refused_by": refused_by,
    }]  # fmt: skip
    assert ("identity_conflict" in case.lead()["missing"]) is blocks


@pytest.mark.parametrize(("conflict", "blocks"), [(["joint_holders"], False), (["oversize"], True)])
def test_a_conflict_of_the_identity_blocks_unless_it_is_a_joint_account(conflict: list[str], *, blocks: bool) -> None:
    case = t1()
    case.conflicts[HOLDER] = conflict
    assert ("identity_conflict" in case.lead()["missing"]) is blocks


def test_a_payment_with_an_assumed_zone_supports_nothing_but_still_counts_against() -> None:
    case = t1()
    for row in case.tables["payment"]:
        row["initiated_zone_basis"] = "assumed"
    assert case.rows("I01")["stolen_data"] == ("neutral", 0, 0)
    assert "e03_zone" in case.lead()["missing"]
    for row in case.tables["payment_check"]:
        row["value"] = "fail" if row["check_kind"] == "threeds" else row["value"]
    assert case.rows("I01")["stolen_data"] == ("contradicts", -500, -100)


def test_a_renewal_a_year_after_its_order_is_no_slip_of_the_year() -> None:
    case = t1()
    case.add(
        "purchase_order", record_key="order:o1", origin="platform:p1", order_id="o1", platform_account_id="7",
        placed_utc=FIRST.replace(year=2023), placed_zone_basis="in_record", placed_precision="second",
    )  # fmt: skip
    case.tables["payment"][0]["order_id"] = "o1"
    assert found(case, "E02") == "neutral"
    case.tables["purchase_order"][0] |= {"psp": "stripe", "psp_ref": "ch_0"}
    assert found(case, "E02") == "contradicts"


def test_a_holder_named_by_a_copy_on_the_seized_server_is_named_by_nobody() -> None:
    case = t1()
    case.tables["subscriber"][0]["origin"] = "platform:p1"
    assert case.rows("I01")["stolen_data"] == ("neutral", 0, 0)
    pushed = g_c()
    pushed.tables["subscriber"][0]["origin"] = "platform:p1"
    assert pushed.rows("I03")["stolen_data"] == ("not_available", 0, 0)


@pytest.mark.parametrize(("postcode", "sound"), [("9999 ZZ", False), ("1234ab", True), (None, True)])
def test_a_line_of_which_only_the_postcode_is_stated_must_lie_at_a_home(postcode: str | None, *, sound: bool) -> None:
    case = g_d()
    for lease in case.tables["ip_assignment"]:
        lease["installation_postcode"] = postcode
    assert ("e05_billing_not_installation" in case.lead()["missing"]) is not sound

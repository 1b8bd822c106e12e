"""Requests: only what can settle something, ranked, and the lead moves as was said once the answer is there."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from keerpunt.assess import HeldSource, lead_id
from keerpunt.assess.subjects import as_name
from tests.support.cases import (
    ACTOR,
    CARD,
    FIRST,
    HOLDER,
    ISP,
    LINE,
    MAIL,
    MAILBOX,
    OPERATION,
    OTHER,
    PSP,
    Case,
    buyer,
    g_a,
    g_b,
    instant,
    month,
    t1,
)

pytestmark = pytest.mark.slow

LEAD = lead_id(OPERATION, ACTOR, HOLDER)


def asked(case: Case, of: str = LEAD) -> dict[str, dict[str, Any]]:
    """Return the requests of a lead by ask; of several of one ask the first by rank."""
    found: dict[str, dict[str, Any]] = {}
    for row in case.judged()["requests"].to_pylist():
        if row["lead_id"] == of:
            found.setdefault(row["ask"], row)
    return found


def without_mail() -> Case:
    """G-A but for the answer of the mail provider."""
    case = buyer(1).challenged("ch_0")
    case.verified()
    return case


def without_bank() -> Case:
    """G-A but for the answer of the bank; the lead comes from the mailbox."""
    case = buyer(1).challenged("ch_0")
    case.contact_at(MAIL)
    return case


def without_household() -> Case:
    """G-B but for the register."""
    case = buyer(1).challenged("ch_0").on_line()
    case.verified()
    return case


def without_lease() -> Case:
    """G-B but for the answer of the access provider."""
    case = buyer(1).challenged("ch_0")
    for day in (2, 3):
        case.login(FIRST + dt.timedelta(days=day), ip=LINE, src_port=40000)
    case.verified()
    case.household()
    return case


def leases(case: Case) -> None:
    for day in (2, 3):
        case.lease(FIRST + dt.timedelta(days=day))


OPENING: dict[str, tuple[Callable[[], Case], Callable[[Case], object]]] = {
    "email_holder": (without_mail, lambda case: case.contact_at(MAIL)),
    "bank_holder": (without_bank, lambda case: case.verified("document_liveness")),
    "register_household": (without_household, lambda case: case.household()),
    "isp_assignment": (without_lease, leases),
}


@pytest.mark.parametrize("ask", OPENING)
def test_the_best_answer_opens_the_gate_as_was_said(ask: str) -> None:
    make, answer = OPENING[ask]
    case = make()
    row = asked(case)[ask]
    assert case.lead()["gate"] == "unresolved"
    assert row["best_missing"] == []
    assert set(row["would_change"]) <= set(case.lead()["missing"])
    answer(case)
    assert case.lead()["gate"] == "review_ready"
    assert asked(case) == {}, "nothing is asked for a lead that misses nothing"


def test_the_worst_answer_closes_the_lead_as_was_said() -> None:
    case = without_mail()
    row = asked(case)["email_holder"]
    case.contact_at(MAIL, who=OTHER)
    lead = case.lead()
    assert lead["missing"] == row["worst_missing"]
    assert {"rival_identity", "contradiction_i17"} <= set(lead["missing"])


def test_the_checks_of_the_provider_are_asked_for_with_what_they_can_decide() -> None:
    case = buyer(1)
    case.coverage = [each for each in case.coverage if each[1] != "payment_check"]
    case.verified()
    case.contact_at(MAIL)
    row = asked(case)["psp_checks"]
    assert row["of_whom"] == PSP
    assert (row["about_kind"], row["about_value"]) == ("card", CARD)
    assert "unread_payment_check" in row["would_change"]
    assert row["best_missing"] == []
    case.challenged("ch_0")
    case.read("payment_check", PSP)
    assert case.lead()["gate"] == "review_ready"


def test_a_source_at_hand_is_asked_for_before_any_provider() -> None:
    case = g_a()
    case.settings["held_tables"] = ("fraud_report",)
    case.settings["held_sources"] = (HeldSource("card verification logs", ("fraud_report",), "platform:p1"),)
    row = asked(case)["read_source"]
    assert (row["of_whom"], row["about_value"]) == ("platform:p1", "card verification logs")
    assert row["would_change"] == ["unread_fraud_report"]
    assert row["best_missing"] == []
    assert "contradiction_i07" in row["worst_missing"]
    assert row["rank"] == 1


def test_a_refused_or_expired_ask_is_not_repeated_and_a_sent_one_is() -> None:
    case = without_mail()
    row = asked(case)["email_holder"]
    about = {name: row[name] for name in ("request_id", "ask", "of_whom", "about_kind", "about_value")}
    period = {**instant("about_from", row["about_from"]), **instant("about_to", row["about_to"])}
    for state, repeated in (("sent", True), ("refused", False), ("expired", False), ("answered", False)):
        again = without_mail()
        again.add("request_sent", origin="register:unit", state=state, **about, **period)
        assert ("email_holder" in asked(again)) is repeated, state


def test_a_refused_period_within_which_the_ask_lies_is_not_asked_under_another_id() -> None:
    case = without_mail()
    row = asked(case)["email_holder"]
    wide = {
        **instant("about_from", row["about_from"] - dt.timedelta(days=9)),
        **instant("about_to", row["about_to"] + dt.timedelta(days=9)),
    }
    about = {name: row[name] for name in ("ask", "of_whom", "about_kind", "about_value")}
    case.add("request_sent", origin="register:unit", request_id="ask:000000000000", state="refused", **about, **wide)
    assert "email_holder" not in asked(case)


@pytest.mark.parametrize("response", ["refused", "expired", "no_match"])
def test_an_answer_that_names_nobody_ends_the_question(response: str) -> None:
    case = without_mail()
    case.add(
        "subscriber", origin=MAIL, provider="m1", provider_kind="email", response=response, linked_kind="email",
        linked_value=MAILBOX,
    )  # fmt: skip
    assert "email_holder" not in asked(case)


def test_the_id_is_of_what_is_asked_and_one_ask_serves_several_leads() -> None:
    case = without_mail()
    case.payment("ch_9", month(0), payer=OTHER, payer_name="Kim Other", fingerprint="fp_9")
    first, second = asked(case)["email_holder"], asked(case, lead_id(OPERATION, ACTOR, OTHER))["email_holder"]
    assert first["request_id"] == second["request_id"]
    parts = [OPERATION, "email_holder", first["of_whom"], "email", MAILBOX]
    parts += [first[name].isoformat().replace("+00:00", "Z") for name in ("about_from", "about_to")]
    digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()
    assert first["request_id"] == f"ask:{digest[:12]}"


def test_log_expires_counts_from_the_earliest_instant_asked() -> None:
    row = asked(without_lease())["isp_assignment"]
    assert row["log_expires"] == (row["about_from"].date() + dt.timedelta(days=180)).isoformat()
    events = json.loads(row["details"])["events"]
    assert [event["port"] for event in events] == [40000, 40000]
    assert {event["tolerance_seconds"] for event in events} == {1}
    assert events[0]["instant_utc"] == "2024-01-12T20:00:00Z"


def test_one_day_of_use_is_not_asked_about_and_a_lease_is_not_asked_twice() -> None:
    case = buyer(1).challenged("ch_0")
    case.login(FIRST + dt.timedelta(days=2), ip=LINE, src_port=40000)
    case.verified()
    case.household()
    assert "isp_assignment" not in asked(case)
    assert "isp_assignment" not in asked(g_b())


@pytest.mark.parametrize("make", [without_mail, without_bank, without_household, without_lease])
def test_ranks_are_whole_and_what_decides_comes_first(make: Callable[[], Case]) -> None:
    rows = [row for row in make().judged()["requests"].to_pylist() if row["lead_id"] == LEAD]
    assert [row["rank"] for row in rows] == list(range(1, len(rows) + 1))
    missing = set(make().lead()["missing"])
    decides = [
        not row["best_missing"]
        and any(
            code.startswith("contradiction_") or code == "rival_identity" for code in {*row["worst_missing"]} - missing
        )
        for row in rows
    ]
    assert decides == sorted(decides, reverse=True)
    assert all(row["would_change"] for row in rows)


def test_a_ready_lead_asks_only_for_unknown_criteria() -> None:
    case = t1()
    case.household(minors_in_household="no")
    case.settings["unit_country"] = "NL"
    assert case.lead()["suggestion"] == "enquire_first"
    found = asked(case)
    assert set(found) == {"register_criminal", "register_position_of_trust"}
    assert found["register_criminal"]["would_change"] == ["similar_prior_unknown"]
    assert found["register_criminal"]["about_value"] == "b1:c1"
    assert found["register_criminal"]["of_whom"] == "register:nl"
    details = json.loads(found["register_criminal"]["details"])
    assert (details["full_name"], details["birthdate"]) == ("Robin Example", "1980-05-17")
    assert details["address"] == "Dorpsstraat 1, 1234 AB, Testdorp"


@pytest.mark.parametrize("make", [without_mail, without_bank, without_lease])
def test_row_order_changes_no_request(make: Callable[[], Case]) -> None:
    case = make()
    first = case.judged()["requests"]
    for rows in case.tables.values():
        rows.reverse()
    case.coverage.reverse()
    assert case.judged()["requests"].equals(first)


@pytest.mark.parametrize("text", ["pay pal", "tok/+=12", "x" * 99, "ünï.example.org", "2001:db8::1"])
def test_whoever_is_asked_can_be_declared_as_the_origin_of_the_reply(text: str) -> None:
    assert re.fullmatch(r"[\w.+-]{1,69}", as_name(text))
    assert as_name(text) != as_name(f"{text}?")
    assert as_name("mail.example.org") == "mail.example.org"


def test_an_address_of_a_server_is_nobodys_line() -> None:
    case = without_lease()
    for row in case.tables["session"]:
        if row.get("ip") == LINE:
            row["ip"] = "3.5.140.2"
    assert "isp_assignment" not in asked(case)


def test_bank_and_access_provider_are_named_by_what_is_known_of_them() -> None:
    case = without_bank()
    row = asked(case)["bank_holder"]
    assert row["of_whom"] == f"bank:issuer-of-card-{CARD}"
    case.tables["payment"][0]["bin"] = "424242"
    assert asked(case)["bank_holder"]["of_whom"] == "bank:issuer-of-424242"
    case = without_lease()
    assert asked(case)["isp_assignment"]["of_whom"] == f"isp:network-of-{LINE}"
    case.add("ip_assignment", origin=ISP, provider="i1", ip=LINE, response="match", **instant("valid_from", month(9)))
    assert asked(case)["isp_assignment"]["of_whom"] == ISP

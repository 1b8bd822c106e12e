"""Ways in which a lead once passed the gate and must not: each begins with a set that passes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from keerpunt.assess import lead_id
from tests.support.cases import (
    ACTOR,
    BANK,
    CARD,
    FIRST,
    HOLDER,
    LINE,
    MAIL,
    OPERATION,
    OTHER,
    PLATFORM,
    PSP,
    Case,
    g_a,
    g_b,
    g_d,
    instant,
    month,
    t1,
)  # fmt: skip

pytestmark = pytest.mark.slow

JUDGED = dt.datetime(2025, 6, 10, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def judgement(case: Case, kind: str, value: str, *, decided: dt.datetime = JUDGED, **values: object) -> None:
    case.add(
        "judgement", origin="register:unit", judgement_id=f"j{case.counter}", kind=kind, value=value, author="u1",
        reason="seen", lead_id=lead_id(OPERATION, ACTOR, HOLDER), received_on=dt.date(2025, 6, 11),
        **instant("decided", decided), **values,
    )  # fmt: skip


def stolen(case: Case, *, received: dt.date = dt.date(2025, 6, 1)) -> str:
    row = case.add(
        "fraud_report", origin="issuer:i9", issuer="i9", instrument_kind="card", fingerprint=CARD, code="stolen",
        received_on=received, **instant("reported", month(1)),
    )  # fmt: skip
    return str(row["record_key"])


def test_a_fraud_report_without_a_scope_is_held_against_the_card() -> None:
    case = t1()
    stolen(case)
    assert "contradiction_i07" in case.lead()["missing"]


def test_a_closure_answers_what_was_there_and_nothing_later() -> None:
    case = t1()
    key = stolen(case)
    judgement(case, "contradiction_closed", "yes", code="I07", left_keys=[key])
    assert case.lead()["gate"] == "review_ready"
    later = case.copy()
    stolen(later, received=dt.date(2025, 7, 1))
    assert "contradiction_i07" in later.lead()["missing"]
    other = case.copy()
    stolen(other)
    assert "contradiction_i07" in other.lead()["missing"], "a report that the judgement does not name"
    judgement(case, "contradiction_closed", "no", code="contradiction_i07", decided=JUDGED + DAY)
    assert "contradiction_i07" in case.lead()["missing"], "the latest judgement counts"


def test_who_delivers_the_accounts_closes_no_contradiction() -> None:
    case = t1()
    stolen(case)
    judgement(case, "contradiction_closed", "yes", code="I07")
    assert case.lead()["gate"] == "review_ready"
    case.tables["judgement"][0]["origin"] = PLATFORM
    assert "contradiction_i07" in case.lead()["missing"]


def test_the_platforms_copy_puts_nobodys_card_under_a_providers_check() -> None:
    case = t1()
    for row in case.tables["payment"]:
        row["origin"] = PLATFORM
        row["record_key"] = row["record_key"].replace(PSP, PLATFORM)
        row["fingerprint_scope"] = PSP
    case.read("payment_check", PLATFORM).read("dispute", PLATFORM)
    assert {"stolen_data_open", "fabricated_open"} <= set(case.lead()["missing"])


def test_records_of_one_payment_that_name_two_cards_settle_nothing() -> None:
    case = t1()
    for number in range(6):
        case.payment(f"ch_{number}", month(number), origin=PLATFORM, fingerprint="fp_other", fingerprint_scope=PSP)
    assert "no_settled_payment" in case.lead()["missing"]


def test_a_second_holder_of_the_card_keeps_the_household_open() -> None:
    case = g_b()
    assert case.lead()["gate"] == "review_ready"
    case.verified(customer="c2", who=OTHER, full_name="Kim Sample", line1="Dorpsstraat 99")
    found = {row["identity_id"]: row for row in case.judged()["leads"].to_pylist()}
    assert "household_open" in found[HOLDER]["missing"]


def test_a_register_that_knows_of_others_is_no_proof_of_living_alone() -> None:
    case = g_b()
    for row in case.tables["register_extract"]:
        row["household_refs"] = ["spouse"]
    assert "household_open" in case.lead()["missing"]


def test_the_operators_own_register_clears_no_household() -> None:
    case = g_b()
    for row in case.tables["register_extract"]:
        if row["register"] == "household":
            row["origin"] = PLATFORM
    assert "household_open" in case.lead()["missing"]


def test_a_payment_lost_in_a_dispute_is_not_settled() -> None:
    case = t1()
    for number in range(6):
        case.add(
            "dispute", origin=PSP, psp="stripe", psp_ref=f"ch_{number}", reason="other", outcome="lost",
            **instant("filed", month(number) + 200 * DAY),
        )  # fmt: skip
    assert "no_settled_payment" in case.lead()["missing"]


def of_leases(**values: object) -> Callable[[], Case]:
    def make() -> Case:
        case = g_d()
        for row in case.tables["ip_assignment"]:
            row.update(values)
        return case

    return make


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (of_leases(valid_from_zone_basis="assumed"), "e03_zone"),
        (of_leases(valid_to_precision="ambiguous_hour"), "e04_dst"),
        (of_leases(valid_from_precision="day"), "e11_day_precision"),
        (of_leases(cgnat="yes", port_from=60000), "stolen_data_open"),
        (of_leases(cgnat="yes", port_from=30000), "e06_cgnat_no_port"),
    ],
)
def test_a_lease_is_only_as_good_as_its_times_and_ports(make: Callable[[], Case], code: str) -> None:
    assert g_d().lead()["gate"] == "review_ready"
    assert code in make().lead()["missing"]


def test_behind_a_shared_address_without_a_port_nobody_was_found() -> None:
    case = g_d()
    at = FIRST + 9 * DAY
    case.login(at, ip="192.0.2.99")
    case.lease(at, customer="l9", who=OTHER, ip="192.0.2.99", cgnat="yes", installation_line1="Elders 5",
               installation_postcode="9999 ZZ", installation_country="NL")  # fmt: skip
    assert case.lead()["gate"] == "review_ready"


def test_an_end_that_is_not_stated_is_not_always() -> None:
    case = g_a()
    assert case.lead()["gate"] == "review_ready"
    for row in case.tables["subscriber"]:
        if row["origin"] == MAIL:
            row["valid_to_utc"] = None
    assert "e07_outside_validity" in case.lead()["missing"]


def test_a_line_that_a_bank_saw_is_worth_nothing_where_many_share_it() -> None:
    def case(cgnat: str) -> Case:
        made = t1()
        for day in (2, 3):
            made.login(FIRST + day * DAY, ip=LINE, src_port=40000)
        made.verified(
            linked_kind="ip", linked_value=LINE, linked_scope=None, customer="c1",
            **instant("valid_from", FIRST), **instant("valid_to", FIRST + 30 * DAY),
        )  # fmt: skip
        made.lease(FIRST + 40 * DAY, customer="l5", who=OTHER, cgnat=cgnat)
        return made

    assert {value for value, *_ in case("no").rows("I11").values()} == {"supports"}
    assert {value for value, *_ in case("yes").rows("I11").values()} == {"neutral"}


def test_one_card_on_three_accounts_of_unknown_people_contradicts() -> None:
    case = t1()
    for number in ("8", "9"):
        case.account(number, email=None)
        case.actors[f"actor:a{number}"] = [number]
        case.payment(f"ch_9{number}", month(1), platform_account_id=number)
    assert case.rows("I15")["stolen_data"][1:] == (-1000, -300)


@pytest.mark.parametrize(
    "end",
    [
        {"valid_to_utc": dt.datetime(2024, 2, 10, tzinfo=dt.UTC), "valid_to_precision": "day"},
        {"valid_to_utc": None},
    ],
)
def test_an_absence_lasts_to_the_end_of_its_last_day(end: dict[str, object]) -> None:
    case = t1()
    start = instant("valid_from", dt.datetime(2024, 2, 1, tzinfo=dt.UTC), precision="day")
    judgement(case, "proven_absence", "yes", **{**start, **end})
    assert "contradiction_i21" in case.lead()["missing"]


def test_a_no_from_the_operator_answers_no_criterion() -> None:
    case = t1()
    for register in ("criminal", "household", "position_of_trust"):
        case.add(
            "register_extract", origin="register:nl", provider="b1", customer_ref="c1", register=register,
            result="no_hit", similar_prior="no", minors_in_household="no", answered=dt.date(2025, 5, 30),
        )  # fmt: skip
    assert case.lead()["suggestion"] == "warning_talk"
    for row in case.tables["register_extract"]:
        row["origin"] = PLATFORM
    assert case.lead()["suggestion"] == "enquire_first"


def test_the_bank_stays_the_bank() -> None:
    assert t1().lead()["gate"] == "review_ready"
    case = t1()
    for row in case.tables["subscriber"]:
        row["origin"] = PLATFORM
    assert case.lead()["gate"] == "unresolved"
    assert BANK != PLATFORM


def test_a_register_that_answers_about_somebody_else_leaves_the_person_open() -> None:
    case = t1()
    case.civil()
    assert case.lead()["gate"] == "review_ready"
    case.civil(birthdate=dt.date(1974, 2, 1))
    assert "identity_conflict" in case.lead()["missing"]


def test_the_operator_cannot_vouch_that_nobody_complained() -> None:
    case = t1()
    case.coverage = [entry for entry in case.coverage if entry[1] != "dispute"]
    for number in range(6):
        case.payment(f"ch_{number}", month(number), origin=PLATFORM)
    case.read("dispute", PLATFORM)
    assert "unread_dispute" in case.lead()["missing"]

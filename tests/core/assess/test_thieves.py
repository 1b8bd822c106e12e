"""People whose card somebody else used well, and records of two people that went for one: the gate stays shut."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.support.cases import BANK, HOLDER, MAIL, OTHER, Case, buyer, g_a, g_d, instant, t1

pytestmark = pytest.mark.slow


def phished() -> Case:
    """The thief was told the code too: the challenge is passed, the bank and the registers know the victim well."""
    case = buyer(1).challenged("ch_0")
    case.verified()
    case.household()
    case.civil()
    return case


def test_a_passed_challenge_and_a_known_card_tie_nobody_to_the_account() -> None:
    lead = phished().lead()
    assert set(lead["missing"]) == {"no_independent_party"}
    assert set(lead["states"].values()) == {"against", "supports"}


def test_with_the_accounts_mailbox_named_by_its_provider_the_same_lead_may_be_reviewed() -> None:
    case = phished()
    case.contact_at(MAIL)
    assert case.lead()["gate"] == "review_ready"


def test_a_household_register_that_repeats_the_name_it_was_asked_about_confirms_no_name() -> None:
    case = phished()
    case.tables["register_extract"] = case.tables["register_extract"][:1]
    case.tables["register_extract"][0]["full_name"] = "Robin Example"
    assert case.rows("I28")["data_error"] == ("not_available", 0, 0)
    assert "data_error_open" in case.lead()["missing"]


def second_name(name: str, **home: object) -> Case:
    case = t1()
    case.answer("t9", origin="telecom:t1", full_name=name, birthdate=dt.date(1980, 5, 17), **home)
    return case


def test_two_answers_under_one_identity_with_other_names_and_homes_are_a_conflict() -> None:
    elsewhere = {"line1": "Kade 9", "postcode": "9999 ZZ", "country": "NL"}
    assert "identity_conflict" in second_name("Robin Voorbeeld", **elsewhere).lead()["missing"]
    at_home = {"line1": "Dorpsstraat 1", "postcode": "1234AB", "country": "NL"}
    assert "identity_conflict" not in second_name("Robin Voorbeeld", **at_home).lead()["missing"]
    assert "identity_conflict" not in second_name("R. Example", **elsewhere).lead()["missing"]


def test_a_mailbox_that_was_somebody_elses_in_another_year_is_told_and_holds_nobody_back() -> None:
    case = t1()
    case.contact_at(MAIL, who=OTHER, **instant("valid_to", dt.datetime(2019, 1, 1, tzinfo=dt.UTC)))
    assert case.lead()["gate"] == "review_ready"
    assert case.rows("E07")["data_error"][0] == "contradicts"


def foreign_rows() -> Case:
    """T1 as another generator may write it: split over banks, with empty tables, odd words and a copy in a parcel."""
    case = t1()
    case.answer("q1", origin="bank:b2", full_name="ROBIN  EXAMPLE", birthdate=dt.date(1980, 5, 17), country="XX",
                linked_kind="unknown")  # fmt: skip
    case.answer("q2", origin=f"parcel:p1/{BANK}", full_name="Robin Example", verification="document")
    case.add("payment_check", origin="psp:other", psp="stripe", psp_ref="ch_99", check_kind="threeds", value="pass")
    case.payment("ch_free", dt.datetime(2024, 3, 1, tzinfo=dt.UTC), amount_minor=0, currency=None, exponent=None)
    case.payment("ch_null", dt.datetime(2024, 3, 2, tzinfo=dt.UTC), fingerprint=None, fingerprint_scope=None)
    case.add("fraud_report", origin="issuer:x", instrument_kind="card", last4="1234", code="stolen")
    case.add("session", origin="platform:p1", platform_account_id=None, event="login_ok", occurred_utc=None)
    case.add("access_grant", origin="platform:p1", platform_account_id="7", scope=None, granted_utc=None)
    case.add("ip_assignment", origin="isp:i9", provider="i9", ip=None, response="refused")
    case.add("register_extract", origin="register:xx", provider="none", customer_ref="c1", register="civil")
    return case


def test_odd_but_legal_rows_of_other_sources_change_no_verdict() -> None:
    lead = foreign_rows().lead()
    assert (lead["gate"], lead["missing"]) == ("review_ready", [])


def test_a_copy_in_a_parcel_speaks_for_nobody_by_itself() -> None:
    case = g_a()
    for row in case.tables["subscriber"]:
        row["origin"] = f"parcel:p1/{row['origin']}"
    lead = case.lead()
    assert lead["gate"] == "unresolved"
    assert {"no_verified_record", "one_origin_only"} <= set(lead["missing"])


def test_the_account_of_a_victim_whose_mailbox_the_thief_opened_has_a_rival() -> None:
    case = phished()
    case.contact_at(MAIL, who=OTHER)
    missing = set(case.lead()["missing"])
    assert {"rival_identity", "contradiction_i17"} <= missing
    assert case.lead(HOLDER)["states"]["household"] == "supports"


def by_paypal(login: str, linked: str) -> Case:
    """Golden set G-D with PayPal instead of a card, as the table of golden lows allows."""
    case = g_d()
    for row in case.tables["payment"]:
        row |= {
            "psp": "paypal", "origin": "psp:paypal", "instrument_kind": "paypal", "scheme": "wallet",
            "payer_id": "PAYER7", "payer_email": login, "fingerprint": None, "fingerprint_scope": None,
        }  # fmt: skip
    case.tables["subscriber"][1] |= {"linked_kind": "paypal", "linked_value": linked, "linked_scope": None}
    case.coverage = [("psp:paypal" if origin == "psp:stripe" else origin, *rest) for origin, *rest in case.coverage]
    return case


@pytest.mark.parametrize("linked", ["PAYER7", "Robin.Pays@Example.ORG"])
def test_a_paypal_account_is_named_by_its_number_or_its_login(linked: str) -> None:
    lead = by_paypal("robin.pays@example.org", linked).lead()
    assert (lead["gate"], lead["missing"], lead["support_low"]) == ("review_ready", [], 350)

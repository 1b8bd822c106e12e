"""The cases of ASSESSMENT.md section 12: how an innocent person gets into the records, and why the gate stays shut."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.support.cases import (
    FIRST,
    HOLDER,
    MAIL,
    MAILBOX,
    OTHER,
    PLATFORM,
    PSP,
    Case,
    buyer,
    g_a,
    g_d,
    instant,
    t1,
)  # fmt: skip

pytestmark = pytest.mark.slow


def missing(case: Case, who: str = HOLDER) -> set[str]:
    lead = case.lead(who)
    assert lead["gate"] == "unresolved"
    return set(lead["missing"])


def test_s1_stolen_cards_signed_up_in_bulk_are_seen_as_fabricated() -> None:
    case = t1()
    # Twenty-five cards appear within an hour, one every two minutes; the holder's is one of them.
    start = FIRST - dt.timedelta(minutes=10)
    for number in range(25):
        case.account(f"b{number}")
        case.actors[f"actor:b{number}"] = [f"b{number}"]
        case.payment(
            f"ch_b{number}", start + dt.timedelta(minutes=2 * number), fingerprint=f"fp_b{number}",
            platform_account_id=f"b{number}",
        )  # fmt: skip
    lead = case.lead()
    assert lead["states"]["fabricated"] == "supports"
    assert "contradiction_i16" in lead["missing"]
    assert lead["n_covered_payments"] == 5


def test_s1_one_device_for_many_payers_speaks_against_all_of_them() -> None:
    case = buyer(1).challenged("ch_0")
    case.tables["payment"][0] |= {"device_id": "dev-1", "payer_name": "Robin Example"}
    case.verified(emails=[MAILBOX])
    for number, name in enumerate(("Sam Sample", "Kim Model", "Alex Muster")):
        case.payment(
            f"ch_d{number}", FIRST + dt.timedelta(days=number), device_id="dev-1", payer_name=name,
            platform_account_id=f"d{number}", fingerprint=f"fp_d{number}",
        )  # fmt: skip
    lead = case.lead()
    assert {"contradiction_i14", "no_settled_payment"} <= set(lead["missing"])
    assert lead["states"]["stolen_data"] == lead["states"]["fabricated"] == "supports"


def test_s1_truncation_and_one_family_are_not_many_payers() -> None:
    case = t1()
    for row, name in zip(case.tables["payment"], ("R Examp", "R Example", "E Exampleton"), strict=False):
        row |= {"device_id": "dev-1", "payer_name": name}
    assert "contradiction_i14" not in case.lead()["missing"]


def test_s2_a_stolen_card_names_its_holder_and_nobody_ties_the_holder_to_the_act() -> None:
    case = buyer(1)
    case.tables["payment"][0] |= {"payer_name": "Robin Example"}
    case.links["payment:psp:stripe/stripe:ch_0", HOLDER] = "identity"
    case.checked("ch_0", "cvc", "pass")
    assert {"stolen_data_open", "no_independent_party", "no_verified_record", "one_origin_only"} <= missing(case)


def test_s3_the_card_of_a_household_leaves_the_household_open() -> None:
    case = buyer().challenged(*(f"ch_{number}" for number in range(6)))
    case.verified()
    lead = case.lead()
    assert lead["states"]["stolen_data"] == lead["states"]["fabricated"] == "against"
    assert {"household_open", "household_not_examined"} <= set(lead["missing"])
    case.household(size=3)
    lead = case.lead()
    assert lead["states"]["household"] == "unknown"
    assert "household_open" in lead["missing"]
    assert "household_not_examined" not in lead["missing"]


def test_s3_an_account_with_the_mailbox_of_somebody_else_of_the_house_has_a_rival() -> None:
    case = buyer().challenged(*(f"ch_{number}" for number in range(6)))
    case.verified()
    case.contact_at(MAIL, who=OTHER)
    assert {"rival_identity", "contradiction_i17", "household_open"} <= missing(case)


def test_two_holders_of_one_account_are_not_told_apart_by_what_their_bank_keeps_on_file() -> None:
    case = t1()
    key = case.tables["subscriber"][0]["record_key"]
    del case.links[key, HOLDER]
    case.links[f"{key}#1", HOLDER] = case.links[f"{key}#2", OTHER] = "identity"
    assert case.rows("I17", HOLDER)["household"][0] == case.rows("I17", OTHER)["household"][0] == "neutral"
    assert "household_open" in missing(case, HOLDER)
    assert "household_open" in missing(case, OTHER)


def test_s4_an_account_opened_in_somebodys_name_stays_open() -> None:
    case = buyer(1).challenged("ch_0")
    case.tables["payment_check"] = []
    case.verified("document", verified_on=dt.date(2023, 12, 1))
    assert {"identity_theft_open", "one_origin_only"} <= missing(case)


def test_s5_paid_and_never_used_is_seen_as_fabricated() -> None:
    case = t1().read("download", PLATFORM)
    case.tables["session"] = []
    lead = case.lead()
    assert lead["states"]["fabricated"] == "supports"
    assert "contradiction_i19" in lead["missing"]


def test_s5_silence_of_a_log_that_was_not_read_says_nothing() -> None:
    case = t1()
    case.tables["session"] = []
    assert "contradiction_i19" not in case.lead()["missing"]
    late = t1().read("download", PLATFORM, FIRST.date(), FIRST.date() + dt.timedelta(days=13))
    late.tables["session"] = []
    assert "contradiction_i19" not in late.lead()["missing"]


def test_s6_a_shared_address_without_a_port_is_worth_nothing() -> None:
    case = g_d()
    for lease in case.tables["ip_assignment"]:
        lease["cgnat"] = "yes"
    lead = case.lead()
    assert lead["gate"] == "unresolved"
    assert {"e06_cgnat_no_port", "stolen_data_open"} <= set(lead["missing"])
    assert case.rows("I20")["stolen_data"] == ("neutral", 0, 0)


def test_s6_a_shared_address_is_reviewed_on_other_grounds_alone() -> None:
    case = t1().on_line()
    for lease in case.tables["ip_assignment"]:
        lease["cgnat"] = "yes"
    assert case.lead()["gate"] == "review_ready"


def test_s6_one_use_of_an_address_is_one_point() -> None:
    case = buyer(1).on_line(days=1)
    case.verified("document_liveness")
    case.household()
    assert {"e09_single_ip_point", "stolen_data_open"} <= missing(case)


def test_s6_two_days_on_one_lease_rest_on_one_answer() -> None:
    case = g_d()
    first, second = case.tables["ip_assignment"]
    first["valid_to_utc"] = second["valid_to_utc"]
    case.tables["ip_assignment"] = [first]
    assert "e09_single_ip_point" in missing(case)


def test_s7_two_birth_dates_with_day_and_month_swapped_block() -> None:
    case = t1()
    case.answer("m1", origin=MAIL, full_name="Robin Example", birthdate=dt.date(1980, 3, 5))
    case.answer("p1", origin="telecom:t1", full_name="Robin Example", birthdate=dt.date(1980, 5, 3))
    assert "e01_day_month" in missing(case)


def test_s7_the_same_day_of_another_year_blocks() -> None:
    case = t1()
    case.answer("m1", origin=MAIL, full_name="Robin Example", birthdate=dt.date(1979, 5, 17))
    assert "e02_year" in missing(case)


def test_s7_an_account_older_than_its_user_could_be_blocks() -> None:
    case = t1()
    case.tables["account"][0]["registered_utc"] = dt.datetime(1990, 5, 16, tzinfo=dt.UTC)
    assert "e02_year" in missing(case)


def test_s7_an_assumed_zone_takes_the_line_away() -> None:
    case = g_d()
    for session in case.tables["session"]:
        session["occurred_zone_basis"] = "assumed"
    assert {"e03_zone", "stolen_data_open"} <= missing(case)


def test_s7_a_double_hour_takes_the_line_away() -> None:
    case = g_d()
    for session in case.tables["session"]:
        session["occurred_precision"] = "ambiguous_hour"
    assert {"e04_dst", "stolen_data_open"} <= missing(case)


def test_s8_a_line_installed_elsewhere_than_any_address_of_the_person_supports_nothing() -> None:
    case = g_d()
    for lease in case.tables["ip_assignment"]:
        lease |= {
            "installation_line1": "Kade 9", "installation_postcode": "9999 ZZ", "installation_country": "NL",
        }  # fmt: skip
    assert {"e05_billing_not_installation", "stolen_data_open"} <= missing(case)


def test_s9_a_namesake_at_the_address_blocks_until_a_key_separates_them() -> None:
    case = buyer(1)
    case.tables["payment"][0] |= {"payer_name": "Robin Example"}
    case.links["payment:psp:stripe/stripe:ch_0", HOLDER] = "identity"
    home = {"full_name": "Robin Example", "line1": "Dorpsstraat 1", "postcode": "1234 AB", "country": "NL"}
    case.answer("c8", **home, address_from=dt.date(2020, 1, 1))
    case.answer("c9", who=OTHER, **home, address_to=dt.date(2010, 1, 1))
    case.conflicts[HOLDER] = ["ambiguous"]
    assert {"e14_namesake", "identity_conflict"} <= missing(case)

    keyed = t1()
    keyed.answer("c9", who=OTHER, **home, address_to=dt.date(2010, 1, 1))
    assert keyed.lead()["gate"] == "review_ready"


def test_s10_a_recycled_mailbox_supports_nobody() -> None:
    case = g_a()
    mail = case.tables["subscriber"][-1]
    mail |= instant("valid_to", dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    lead = case.lead()
    assert {"e07_outside_validity", "household_open"} <= set(lead["missing"])
    assert case.rows("I17")["household"] == ("neutral", 0, 0)


def test_s10_a_mailbox_of_which_no_interval_is_stated_supports_nobody_and_may_be_somebody_elses() -> None:
    case = g_a()
    case.tables["subscriber"][-1]["valid_from_utc"] = None
    assert "e07_outside_validity" in missing(case)
    rival = t1()
    rival.contact_at(MAIL, who=OTHER, valid_from_utc=None)
    assert {"rival_identity", "contradiction_i17"} <= missing(rival)


def test_s10_somebody_who_had_the_mailbox_years_before_is_no_rival() -> None:
    case = t1()
    case.contact_at(MAIL, who=OTHER, **instant("valid_to", dt.datetime(2019, 1, 1, tzinfo=dt.UTC)))
    assert case.lead()["gate"] == "review_ready"


def test_s11_a_chargeback_leaves_no_settled_payment() -> None:
    case = buyer(1).challenged("ch_0")
    case.verified(emails=[MAILBOX])
    case.tables["payment"][0]["status"] = "charged_back"
    case.add(
        "dispute", origin=PSP, psp="stripe", psp_ref="ch_0", reason="fraud", outcome="lost",
        **instant("filed", FIRST + dt.timedelta(days=20)),
    )  # fmt: skip
    assert {"contradiction_i06", "no_settled_payment"} <= missing(case)


def test_s11_a_refund_row_undoes_the_payment_it_belongs_to() -> None:
    case = buyer(1).challenged("ch_0")
    case.verified(emails=[MAILBOX])
    case.payment("re_0", FIRST, row_kind="refund", direction="out", parent_psp_ref="ch_0", status="refunded")
    assert "no_settled_payment" in missing(case)


def test_s12_where_lawful_content_was_sold_too_access_to_the_rest_must_be_shown() -> None:
    case = t1()
    case.settings = {"content_scope": "mixed", "lawful_scopes": ("all",)}
    assert "scope_mixed" in missing(case)
    case.add("folder", record_key="folder:f1", origin=PLATFORM, folder_id="f1", content_scope="illegal")
    case.add(
        "download", origin=PLATFORM, platform_account_id="7", folder_id="f1", status=200, bytes_sent=10,
        object_bytes=10, **instant("occurred", FIRST + dt.timedelta(days=1)),
    )  # fmt: skip
    assert case.lead()["gate"] == "review_ready"


def test_s12_a_payment_without_any_grant_proves_no_scope() -> None:
    case = t1()
    case.settings = {"content_scope": "mixed"}
    assert case.lead()["gate"] == "review_ready"
    case.tables["access_grant"] = []
    assert "scope_mixed" in missing(case)


def test_s13_a_voucher_leads_to_nobody() -> None:
    case = Case()
    case.account(email=MAILBOX)
    case.payment("v1", FIRST, instrument_kind="voucher", fingerprint=None, scheme="voucher")
    assert case.judged()["leads"].num_rows == 0


def test_s13_an_exchange_opens_a_crypto_payment() -> None:
    case = buyer(1)
    case.tables["payment"][0] |= {
        "instrument_kind": "crypto_address", "scheme": "crypto", "wallet_address": "bc1qexample0wallet",
        "fingerprint": None,
    }  # fmt: skip
    case.verified("document_liveness", linked_kind="wallet", linked_value="bc1qexample0wallet", linked_scope=None)
    case.tables["subscriber"][0] |= {"provider_kind": "exchange", "origin": "exchange:x1"}
    assert case.rows("I30")["stolen_data"] == ("supports", 1500, 2500)
    assert "no_verified_record" not in case.lead()["missing"]


def test_s14_an_account_whose_mailbox_is_somebody_elses_may_have_been_taken_over() -> None:
    case = t1()
    case.contact_at(MAIL, who=OTHER)
    lead = case.lead()
    assert "contradiction_i17" in lead["missing"]
    assert lead["states"]["household"] == "supports"


def test_s14_without_any_sign_of_the_holder_the_account_may_be_taken_over() -> None:
    case = g_d()
    case.tables["ip_assignment"] = []
    lead = case.lead()
    assert "taken_over_open" in lead["missing"]


def test_s15_an_account_of_the_staff_is_no_lead_to_follow() -> None:
    for status in ("staff", "test", "affiliate", "law_enforcement"):
        case = t1()
        case.tables["account"][0]["status"] = status
        lead = case.lead()
        assert "special_account" in lead["missing"]
        assert (lead["suggestion"], "special_account" in lead["suggestion_reasons"]) == ("none", True)


def test_s15_an_account_of_a_list_is_special_too() -> None:
    case = t1()
    case.settings = {"special_accounts": ("7",)}
    assert missing(case) == {"special_account"}
    listed = t1()
    listed.policy = replace(listed.policy, special_accounts=frozenset({"7"}))
    assert missing(listed) == {"special_account"}


def test_s16_a_minor_with_a_parents_card_leaves_the_parent_open() -> None:
    case = buyer().challenged(*(f"ch_{number}" for number in range(6)))
    case.verified()
    case.household(size=3, household_refs=["child:2009"], minors_in_household="yes")
    case.tables["account"][0]["self_birthdate"] = dt.date(2009, 5, 1)
    assert {"household_open", "minor_indicated"} <= missing(case)


def test_s16_a_verified_minor_goes_the_route_for_minors_whatever_the_gate_says() -> None:
    case = t1()
    case.tables["subscriber"][0]["birthdate"] = dt.date(2008, 5, 17)
    lead = case.lead()
    assert "minor_indicated" in lead["missing"]
    assert lead["suggestion"] == "minor_route"

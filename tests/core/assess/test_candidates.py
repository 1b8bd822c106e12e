from __future__ import annotations

import datetime as dt
import hashlib

import pytest

from keerpunt.assess import lead_id
from keerpunt.assess.candidates import is_trusted
from tests.support.cases import ACTOR, FIRST, HOLDER, LINE, MAIL, OPERATION, OTHER, Case, buyer, instant, t1

pytestmark = pytest.mark.slow


def candidates(case: Case) -> set[str]:
    return set(case.judged()["leads"]["identity_id"].to_pylist())


def test_a_lead_is_named_by_operation_actor_and_identity() -> None:
    digest = hashlib.sha256(b"OP\0actor:1\0identity:2").hexdigest()
    assert lead_id("OP", "actor:1", "identity:2") == f"lead:{digest[:16]}"


def test_who_is_named_as_payer_is_a_candidate() -> None:
    case = buyer(1)
    case.links["payment:psp:stripe/stripe:ch_0", HOLDER] = "identity"
    assert candidates(case) == {HOLDER}


def test_a_joint_name_makes_both_people_candidates() -> None:
    case = buyer(1)
    case.links["payment:psp:stripe/stripe:ch_0#1", HOLDER] = "identity"
    case.links["payment:psp:stripe/stripe:ch_0#2", OTHER] = "identity"
    assert candidates(case) == {HOLDER, OTHER}


def test_a_key_that_merely_ends_like_a_part_is_another_record() -> None:
    case = buyer(1)
    case.payment("ch_0#1", FIRST, payer=OTHER, platform_account_id="8")
    case.links["payment:psp:stripe/stripe:ch_0", HOLDER] = "identity"
    assert candidates(case) == {HOLDER}


def test_who_holds_the_instrument_or_a_contact_is_a_candidate() -> None:
    case = t1()
    case.contact_at(MAIL, who=OTHER)
    assert candidates(case) == {HOLDER, OTHER}


@pytest.mark.parametrize("response", ["no_match", "multiple", "refused", "expired"])
def test_an_answer_that_names_nobody_makes_nobody_a_candidate(response: str) -> None:
    case = t1()
    case.tables["subscriber"][0]["response"] = response
    assert candidates(case) == set()


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, {OTHER}),
        ({"cgnat": "yes"}, set()),
        ({"cgnat": "yes", "port_from": 39000, "port_to": 41000}, {OTHER}),
        ({"cgnat": "yes", "port_from": 1, "port_to": 2}, set()),
        (instant("valid_to", FIRST + dt.timedelta(hours=1)), set()),
    ],
)
def test_a_line_leads_to_somebody_only_to_the_second_and_with_a_port_where_it_is_shared(
    change: dict[str, object], found: set[str]
) -> None:
    case = buyer(1)
    at = FIRST + dt.timedelta(days=2)
    case.login(at, ip=LINE, src_port=40000)
    case.lease(at, who=OTHER, **change)
    assert candidates(case) == found


def test_a_coarse_time_leads_to_nobody() -> None:
    case = buyer(1)
    at = FIRST + dt.timedelta(days=2)
    case.login(at, ip=LINE, src_port=40000, occurred_precision="minute")
    case.lease(at, who=OTHER)
    assert candidates(case) == set()


def test_a_payment_with_two_accounts_makes_no_lead() -> None:
    case = t1()
    for row in case.tables["payment"]:
        case.add(
            "purchase_order", record_key=f"order:{row['psp_ref']}", origin="platform:p1", order_id=row["psp_ref"],
            psp="stripe", psp_ref=row["psp_ref"], platform_account_id="99",
        )  # fmt: skip
    assert case.lead()["n_covered_payments"] == 0 if candidates(case) else True
    assert HOLDER not in candidates(case)


def test_an_outgoing_row_makes_nobody_a_candidate() -> None:
    case = buyer(1)
    case.payment("out_1", FIRST, payer=OTHER, direction="out")
    case.payment("unknown_1", FIRST, payer=OTHER, row_kind="unknown")
    assert candidates(case) == set()


def test_each_pair_of_actor_and_identity_is_one_lead() -> None:
    case = t1()
    case.account("8")
    case.actors["actor:a2"] = ["8"]
    case.payment("ch_x", FIRST, platform_account_id="8")
    leads = case.judged()["leads"]
    assert sorted(leads["actor_id"].to_pylist()) == [ACTOR, "actor:a2"]
    assert leads["lead_id"].to_pylist() == sorted(leads["lead_id"].to_pylist())
    assert lead_id(OPERATION, ACTOR, HOLDER) in leads["lead_id"].to_pylist()


@pytest.mark.parametrize(
    ("origin", "trusted"),
    [
        ("psp:stripe", True), ("bank:b", True), ("register:nl", True), ("platform:p", False), ("affiliate:a", False),
        ("hotline:h", False), ("parcel:9/psp:stripe", False), ("psp", False), ("psp:", False), ("made_up:x", False),
        ("", False),
    ],
)  # fmt: skip
def test_only_a_known_class_that_the_operator_cannot_edit_is_independent(origin: str, *, trusted: bool) -> None:
    assert is_trusted(origin, frozenset()) is trusted
    assert not is_trusted(origin, frozenset({origin}))
    assert not is_trusted(origin, frozenset({origin.split(":", maxsplit=1)[0]}))

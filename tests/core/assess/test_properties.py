"""Properties P1 to P15 of ASSESSMENT.md section 13 on whole small operations."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable

import pytest

from keerpunt.model.schema import UNKNOWN
from keerpunt.model.tables import table
from tests.support.cases import (
    BANK,
    CARD,
    FIRST,
    GOLDEN,
    IBAN,
    ISP,
    LINE,
    MAIL,
    OTHER,
    PLATFORM,
    PSP,
    REGISTER,
    Case,
    g_a,
    g_b,
    g_c,
    g_d,
    instant,
    month,
    t1,
)  # fmt: skip

pytestmark = pytest.mark.slow
DAY = dt.timedelta(days=1)


def add_dispute(case: Case) -> None:
    case.add("dispute", origin=PSP, psp="stripe", psp_ref="ch_0", reason="fraud", **instant("filed", FIRST + DAY))


def add_fraud_report(case: Case) -> None:
    case.add(
        "fraud_report", origin=BANK, instrument_kind="card", fingerprint=CARD, fingerprint_scope=PSP, code="stolen",
        **instant("reported", FIRST + DAY),
    )  # fmt: skip
    case.add(
        "fraud_report", origin=BANK, instrument_kind="iban", iban=IBAN, code="account_takeover",
        **instant("reported", FIRST + DAY),
    )  # fmt: skip


def add_rival_mailbox(case: Case) -> None:
    case.contact_at(MAIL, who=OTHER, customer="m9")


def add_other_line(case: Case) -> None:
    case.login(FIRST + 5 * DAY, ip="192.0.2.99", src_port=40000)
    case.lease(FIRST + 5 * DAY, who=OTHER, customer="l9", ip="192.0.2.99")


def add_failed_check(case: Case) -> None:
    case.challenged("ch_0", value="fail")


def add_death(case: Case) -> None:
    case.civil(died_on=FIRST.date() - DAY)


def add_probes(case: Case) -> None:
    for number in range(2):
        case.payment(f"t{number}", FIRST - DAY / 4, fingerprint=f"fp_t{number}", status="failed")


AGAINST = [
    add_dispute, add_fraud_report, add_rival_mailbox, add_other_line, add_failed_check, add_death, add_probes,
]  # fmt: skip


@pytest.mark.parametrize("add", AGAINST)
@pytest.mark.parametrize("name", ["T1", "G-C"])
def test_p1_a_contradiction_raises_neither_support_nor_gate(name: str, add: Callable[[Case], None]) -> None:
    case = GOLDEN[name]()
    before = case.lead()
    add(case)
    after = case.lead()
    assert after["support_low"] <= before["support_low"]
    assert set(before["missing"]) <= set(after["missing"])
    assert after["n_covered_payments"] <= before["n_covered_payments"]


@pytest.mark.parametrize("name", GOLDEN)
def test_p2_the_order_of_rows_changes_nothing(name: str) -> None:
    case, shuffled = GOLDEN[name](), GOLDEN[name]()
    rng = random.Random(7)
    for rows in shuffled.tables.values():
        rng.shuffle(rows)
    rng.shuffle(shuffled.coverage)
    before, after = case.judged(), shuffled.judged()
    assert before["leads"].equals(after["leads"])
    assert before["indicators"].equals(after["indicators"])


@pytest.mark.parametrize("name", GOLDEN)
def test_p3_a_second_delivery_of_one_origin_changes_nothing_but_records(name: str) -> None:
    case, twice = GOLDEN[name](), GOLDEN[name]()
    for table_name in ("payment_check", "dispute", "session", "access_grant", "ip_assignment", "register_extract"):
        for number, row in enumerate(list(twice.tables.get(table_name, []))):
            twice.tables[table_name].append({**row, "record_key": f"{table_name}:again:{number}"})
    for row in list(twice.tables.get("subscriber", [])):
        twice.tables["subscriber"].append({**row, "source_sha256": "1" * 64})
    assert twice.judged()["leads"].equals(case.judged()["leads"])


def everything_by(case: Case, origin: str) -> Case:
    for rows in case.tables.values():
        for row in rows:
            row["origin"] = origin
    case.coverage = [(origin, name, first, last) for _, name, first, last in case.coverage]
    return case


@pytest.mark.parametrize("name", GOLDEN)
def test_p6_records_that_the_platform_could_have_written_never_open_the_gate(name: str) -> None:
    lead = everything_by(GOLDEN[name](), PLATFORM).lead()
    assert lead["gate"] == "unresolved"
    assert {"one_origin_only", "no_independent_party", "no_verified_record", "age_unknown"} <= set(lead["missing"])
    assert lead["n_independent_origins"] == 0


@pytest.mark.parametrize("name", GOLDEN)
@pytest.mark.parametrize("kept", [PSP, BANK, MAIL, ISP, REGISTER, "bank:acq"])
def test_p7_one_independent_origin_alone_never_opens_the_gate(name: str, kept: str) -> None:
    case = GOLDEN[name]()
    for rows in case.tables.values():
        rows[:] = [row for row in rows if row["origin"] in (kept, PLATFORM)]
    case.links = {
        pair: kind for pair, kind in case.links.items()
        if pair[0] in {row["record_key"] for rows in case.tables.values() for row in rows}
    }  # fmt: skip
    assert "review_ready" not in case.judged()["leads"]["gate"].to_pylist()


@pytest.mark.parametrize("name", GOLDEN)
def test_p4_taking_a_source_away_never_opens_the_gate(name: str) -> None:
    # Closed by a missing coverage, not by a contradiction: no source can be what stands in the way.
    base = GOLDEN[name]()
    base.coverage = [row for row in base.coverage if row[1] != "session"]
    assert base.lead()["gate"] == "unresolved"
    for origin in {row["origin"] for rows in base.tables.values() for row in rows} - {PLATFORM}:
        case = base.copy()
        for rows in case.tables.values():
            rows[:] = [row for row in rows if row["origin"] != origin]
        assert "review_ready" not in case.judged()["leads"]["gate"].to_pylist()


UNKNOWABLE = [
    ("payment_check", "value"), ("payment", "status"), ("payment", "instrument_kind"), ("subscriber", "verification"),
    ("subscriber", "response"), ("payment", "fingerprint"), ("subscriber", "birthdate"), ("subscriber", "country"),
    ("session", "event"), ("access_grant", "granted_utc"), ("subscriber", "linked_value"), ("payment", "direction"),
]  # fmt: skip

USE_ALONE = ("session", "access_grant")
"""T1 stands without I19: use of the access adds to it, and is not what it rests on."""


@pytest.mark.parametrize(("table_name", "column"), UNKNOWABLE)
def test_p5_what_becomes_unknown_never_speaks_for_anybody(table_name: str, column: str) -> None:
    case = t1()
    before = case.lead()
    field = next(f for f in table(table_name).fields if column in {c.name for c in f.columns()})
    for row in case.tables[table_name]:
        row[column] = field.missing
    for lead in case.judged()["leads"].to_pylist():
        assert lead["support_low"] <= before["support_low"]
        assert lead["n_independent_origins"] <= before["n_independent_origins"]
        assert (lead["gate"] == "unresolved") is (table_name not in USE_ALONE)


def test_p5_the_unknown_word_of_an_enum_is_not_no() -> None:
    case = g_b()
    for row in case.tables["ip_assignment"]:
        row["cgnat"] = UNKNOWN
    assert "e06_cgnat_no_port" in case.lead()["missing"]


@pytest.mark.parametrize("build", [t1, g_a, g_b, g_c, g_d])
def test_p12_an_unrelated_person_changes_no_lead(build: Callable[[], Case]) -> None:
    case = build()
    before = case.lead()
    case.account("99", email="nobody@example.net")
    case.actors["actor:z"] = ["99"]
    case.payment("ch_z", month(2) + DAY, platform_account_id="99", fingerprint="fp_z")
    case.answer(
        "z1", who="identity:z", full_name="Alex Muster", birthdate=dt.date(1970, 2, 3), line1="Laan 8",
        postcode="4321 ZZ", country="BE", linked_kind="card", linked_value="fp_z", linked_scope=PSP,
    )  # fmt: skip
    case.login(FIRST + 3 * DAY, account="99", ip="198.51.100.4", src_port=5)
    case.lease(FIRST + 3 * DAY, customer="z2", who="identity:z", ip="198.51.100.4")
    assert case.lead() == before


def test_p14_an_origins_records_split_over_two_files_weigh_the_same() -> None:
    case, split = g_d(), g_d()
    for rows in split.tables.values():
        for number, row in enumerate(rows):
            row["source_sha256"] = f"{number % 2}" * 64
    assert split.judged()["leads"].equals(case.judged()["leads"])


def test_p11_a_void_record_equals_its_absence_on_the_supporting_side() -> None:
    void, absent = g_b(), g_b()
    for row in void.tables["session"]:
        if row.get("ip") == LINE:
            row["ip_basis"] = "untrusted_header"
    absent.tables["ip_assignment"] = []
    one, other = void.lead(), absent.lead()
    assert (one["support_low"], one["n_independent_origins"]) == (other["support_low"], other["n_independent_origins"])
    assert set(other["missing"]) <= set(one["missing"])

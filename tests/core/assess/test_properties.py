"""Properties P1 to P15 of ASSESSMENT.md section 13 on whole small operations."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from keerpunt.model.schema import UNKNOWN
from keerpunt.model.tables import table
from tests.support.apart import judged_apart
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
    buyer,
    g_b,
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


@pytest.mark.parametrize("name", GOLDEN)
def test_p1_a_contradiction_raises_neither_support_nor_gate(name: str) -> None:
    cases = [GOLDEN[name]() for _ in range(len(AGAINST) + 1)]
    for add, case in zip(AGAINST, cases[1:], strict=True):
        add(case)
    before, *contradicted = (each.lead for each in judged_apart(cases))
    for after in contradicted:
        assert after["support_low"] <= before["support_low"]
        assert set(before["missing"]) <= set(after["missing"])
        assert after["n_covered_payments"] <= before["n_covered_payments"]
    assert sum(after["gate"] == "unresolved" for after in contradicted) >= 4


@pytest.mark.parametrize("name", ["T1", "G-D"])
def test_p2_the_order_of_rows_changes_nothing(name: str) -> None:
    case, shuffled = GOLDEN[name](), GOLDEN[name]()
    rng = random.Random(7)
    for rows in shuffled.tables.values():
        rng.shuffle(rows)
    rng.shuffle(shuffled.coverage)
    before, after = case.judged(), shuffled.judged()
    assert before["leads"].equals(after["leads"])
    assert before["indicators"].equals(after["indicators"])


def twice(case: Case) -> Case:
    """Deliver again, in another file, what the origins delivered."""
    for table_name in ("payment_check", "dispute", "session", "access_grant", "ip_assignment", "register_extract"):
        for number, row in enumerate(list(case.tables.get(table_name, []))):
            case.tables[table_name].append({**row, "record_key": f"{table_name}:again:{number}"})
    for row in list(case.tables.get("subscriber", [])):
        case.tables["subscriber"].append({**row, "source_sha256": "1" * 64})
    return case


def single_point() -> Case:
    """Return a case that a second copy of one lease would open, if copies counted."""
    case = buyer(1).on_line(days=1)
    case.login(FIRST + 2 * DAY + DAY / 8, ip=LINE, src_port=40000)
    case.verified("document_liveness")
    case.household()
    return case


def test_p3_a_second_delivery_of_one_origin_changes_nothing_but_records() -> None:
    builds = [*GOLDEN.values(), single_point]
    once = judged_apart([build() for build in builds])
    again = judged_apart([twice(build()) for build in builds])
    assert [each.lead for each in once] == [each.lead for each in again]
    assert "e09_single_ip_point" in once[-1].lead["missing"]


def everything_by(case: Case, origin: str) -> Case:
    for rows in case.tables.values():
        for row in rows:
            row["origin"] = origin
    case.coverage = [(origin, name, first, last) for _, name, first, last in case.coverage]
    return case


def test_p6_records_that_the_platform_could_have_written_never_open_the_gate() -> None:
    for outcome in judged_apart([everything_by(build(), PLATFORM) for build in GOLDEN.values()]):
        lead = outcome.lead
        assert lead["gate"] == "unresolved"
        assert {"one_origin_only", "no_independent_party", "no_verified_record", "age_unknown"} <= set(lead["missing"])
        assert lead["n_independent_origins"] == 0


def without(case: Case, *, kept: set[str]) -> Case:
    """Keep the records of these origins and no others."""
    for rows in case.tables.values():
        rows[:] = [row for row in rows if row["origin"] in kept]
    left = {row["record_key"] for rows in case.tables.values() for row in rows}
    case.links = {pair: kind for pair, kind in case.links.items() if pair[0] in left}
    return case


def test_p7_one_independent_origin_alone_never_opens_the_gate() -> None:
    independent = (PSP, BANK, MAIL, ISP, REGISTER, "bank:acq")
    cases = [without(build(), kept={kept, PLATFORM}) for build in GOLDEN.values() for kept in independent]
    gates = [lead["gate"] for outcome in judged_apart(cases) for lead in outcome.leads.values()]
    assert gates
    assert "review_ready" not in gates


def test_p4_taking_a_source_away_never_opens_the_gate() -> None:
    # Closed by a missing coverage, not by a contradiction: no source can be what stands in the way.
    cases = []
    for build in GOLDEN.values():
        base = build()
        base.coverage = [row for row in base.coverage if row[1] != "session"]
        origins = {row["origin"] for rows in base.tables.values() for row in rows}
        cases += [base, *(without(base.copy(), kept=origins - {gone}) for gone in sorted(origins - {PLATFORM}))]
    gates = [lead["gate"] for outcome in judged_apart(cases) for lead in outcome.leads.values()]
    assert len(gates) > len(GOLDEN)
    assert "review_ready" not in gates


UNKNOWABLE = [
    ("payment_check", "value"), ("payment", "status"), ("payment", "instrument_kind"), ("subscriber", "verification"),
    ("subscriber", "response"), ("payment", "fingerprint"), ("subscriber", "birthdate"), ("subscriber", "country"),
    ("session", "event"), ("access_grant", "granted_utc"), ("subscriber", "linked_value"), ("payment", "direction"),
]  # fmt: skip

USE_ALONE = ("session", "access_grant")
"""T1 stands without I19: use of the access adds to it, and is not what it rests on."""


def test_p5_what_becomes_unknown_never_speaks_for_anybody() -> None:
    cases = [t1() for _ in range(len(UNKNOWABLE) + 1)]
    for (table_name, column), case in zip(UNKNOWABLE, cases[1:], strict=True):
        field = next(f for f in table(table_name).fields if column in {c.name for c in f.columns()})
        for row in case.tables[table_name]:
            row[column] = field.missing
    before, *outcomes = judged_apart(cases)
    for (table_name, _), outcome in zip(UNKNOWABLE, outcomes, strict=True):
        for lead in outcome.leads.values():
            assert lead["support_low"] <= before.lead["support_low"]
            assert lead["n_independent_origins"] <= before.lead["n_independent_origins"]
            assert (lead["gate"] == "unresolved") is (table_name not in USE_ALONE)


def test_p5_the_unknown_word_of_an_enum_is_not_no() -> None:
    case = g_b()
    for row in case.tables["ip_assignment"]:
        row["cgnat"] = UNKNOWN
    assert "e06_cgnat_no_port" in case.lead()["missing"]


def stranger(case: Case) -> Case:
    """Add a person who shares no value with anybody."""
    case.account("99", email="nobody@example.net")
    case.actors["actor:z"] = ["99"]
    case.payment("ch_z", month(2) + DAY, platform_account_id="99", fingerprint="fp_z")
    case.answer(
        "z1", who="identity:z", full_name="Alex Muster", birthdate=dt.date(1970, 2, 3), line1="Laan 8",
        postcode="4321 ZZ", country="BE", linked_kind="card", linked_value="fp_z", linked_scope=PSP,
    )  # fmt: skip
    case.login(FIRST + 3 * DAY, account="99", ip="198.51.100.4", src_port=5)
    case.lease(FIRST + 3 * DAY, customer="z2", who="identity:z", ip="198.51.100.4")
    return case


def test_p12_an_unrelated_person_changes_no_lead() -> None:
    alone = judged_apart([build() for build in GOLDEN.values()])
    beside = judged_apart([stranger(build()) for build in GOLDEN.values()])
    assert [each.lead for each in beside] == [each.lead for each in alone]


def test_p12_a_hundred_cases_weigh_together_as_each_does_alone() -> None:
    told = ("gate", "missing", "support_low", "support_high", "states", "country", "n_covered_payments", "suggestion")
    alone = {name: build().lead() for name, build in GOLDEN.items()}
    names = [name for name in GOLDEN for _ in range(20)]
    for name, outcome in zip(names, judged_apart([GOLDEN[name]() for name in names]), strict=True):
        assert {each: outcome.lead[each] for each in told} == {each: alone[name][each] for each in told}


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

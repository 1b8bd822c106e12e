from __future__ import annotations

import pytest

from keerpunt.assess import lead_id
from keerpunt.assess.arithmetic import sums
from keerpunt.assess.explain import weights_of
from keerpunt.model.words import RIVALS
from tests.support.cases import BANK, GOLDEN, HOLDER, OPERATION, PLATFORM, POLICY, PSP, Case, month, t1

# ASSESSMENT.md section 7, thousandths of log10: H2 to H7.
LOWS = {
    "T1": (350, 1400, 1300, 550, 450, 1000),
    "G-A": (350, 1300, 1300, 550, 450, 1000),
    "G-B": (350, 2000, 2300, 700, 650, 1000),
    "G-C": (350, 1500, 1800, 350, 400, 1700),
    "G-D": (350, 1000, 1300, 350, 700, 1300),
}
NAMED = {
    "T1": {"I01", "I09", "I17", "I19", "I24"},
    "G-A": {"I01", "I17", "I19", "I24"},
    "G-B": {"I01", "I19", "I20", "I24", "I27"},
    "G-C": {"I03", "I19", "I24", "I27"},
    "G-D": {"I19", "I20", "I24", "I27", "I28"},
}


@pytest.mark.parametrize("name", GOLDEN)
def test_a_golden_set_opens_the_gate_with_the_lows_of_the_table(name: str) -> None:
    judged = GOLDEN[name]().judged()
    wanted = lead_id(OPERATION, "actor:a1", HOLDER)
    (lead,) = judged["leads"].to_pylist()
    rows = [row for row in judged["indicators"].to_pylist() if row["lead_id"] == wanted]
    speaking = {row["code"][:3] for row in rows if row["value"] in ("supports", "contradicts")}
    by_rival = sums(weights_of(rows, POLICY), POLICY.caps)

    # I08 (nobody disputed) has a low of 0 in T1: it may be observed and adds nothing.
    assert speaking - {"I08"} == NAMED[name]
    assert tuple(by_rival[rival][0] for rival in RIVALS) == LOWS[name]
    assert (lead["gate"], lead["missing"], lead["grade"]) == ("review_ready", [], "weak")
    assert lead["support_low"] == 350
    assert lead["hypotheses"].count('"against"') == len(RIVALS)


def known_to_the_platform_too() -> Case:
    """T1 whose payments name the payer and stand in the platform's database as well."""
    case = t1()
    for number in range(6):
        case.payment(f"ch_{number}", month(number), origin=PLATFORM)
    for row in case.tables["payment"]:
        row["payer_name"] = "Robin Example"
        case.links[row["record_key"], HOLDER] = "identity"
    return case


@pytest.mark.parametrize(
    ("withdrawn", "codes"),
    [
        ("", set()),
        (PSP, {"one_origin_only", "unread_payment_check", "unread_dispute", "stolen_data_open", "fabricated_open"}),
        (BANK, {"one_origin_only", "no_verified_record", "no_independent_party", "stolen_data_open", "age_unknown"}),
    ],
)
def test_t2_a_golden_set_less_one_origin_is_unresolved(withdrawn: str, codes: set[str]) -> None:
    case = known_to_the_platform_too()
    for rows in case.tables.values():
        rows[:] = [row for row in rows if row["origin"] != withdrawn]
    case.coverage = [row for row in case.coverage if row[0] != withdrawn]
    left = {row["record_key"] for rows in case.tables.values() for row in rows}
    case.links = {pair: kind for pair, kind in case.links.items() if pair[0] in left}
    missing = set(case.lead()["missing"])
    assert codes <= missing
    assert bool(missing) == bool(withdrawn)


@pytest.mark.parametrize("table", ["payment_check", "subscriber", "session"])
def test_a_golden_set_less_one_source_is_unresolved(table: str) -> None:
    case = t1()
    case.tables[table] = []
    if table == "session":
        case.coverage = [row for row in case.coverage if row[1] != "session"]
    judged = case.judged()["leads"].to_pylist()
    # Without the bank's answer nobody is a candidate at all.
    assert [row["gate"] for row in judged] == ([] if table == "subscriber" else ["unresolved"])


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        ("payment_check", {"unread_payment_check", "stolen_data_open"}),
        ("dispute", {"unread_dispute"}),
        ("session", {"unread_session"}),
    ],
)
def test_a_table_that_nobody_read_closes_the_gate(table: str, codes: set[str]) -> None:
    case = t1()
    case.coverage = [row for row in case.coverage if row[1] != table]
    if table == "payment_check":
        case.tables["payment_check"] = []
    lead = case.lead()
    assert lead["gate"] == "unresolved"
    assert codes <= set(lead["missing"])

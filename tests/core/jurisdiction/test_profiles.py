from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from keerpunt.errors import PolicyRefused
from keerpunt.jurisdiction import LawProfile, demo_profiles, load_profiles
from keerpunt.jurisdiction.profiles import ACTS, COLUMNS
from tests.support.cases import FIRST, Case, month, t1

pytestmark = pytest.mark.slow

HEAD = ",".join(COLUMNS)
AS_OF = dt.date(2025, 6, 2)


def own(tmp_path: Path, *rows: str, head: str = HEAD) -> Path:
    path = tmp_path / "law.csv"
    path.write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
    return path


def test_no_shipped_profile_claims_to_be_reviewed() -> None:
    profiles = load_profiles()
    assert {row.reviewed for row in profiles} == {"no"}
    assert {row.reviewed_by for row in profiles} == {""}
    countries = {row.country for row in profiles}
    assert " ".join(sorted(countries)) == "AT AU BA BE CH CZ DE DK ES FI FR GB HU IS NL NO NZ PL SE"
    assert {(row.country, row.act) for row in profiles} == {(c, act) for c in countries for act in ACTS}


def test_what_was_not_looked_up_is_unknown() -> None:
    status = {(row.country, row.act): row.status for row in load_profiles()}
    assert {status[c, act] for c in ("HU", "IS", "BA") for act in ACTS} == {"unknown"}
    assert [status["PL", act] for act in ACTS] == ["unknown", "unknown", "yes"]
    assert all(status["NL", act] == "yes" for act in ACTS)


def test_an_operations_own_row_replaces_the_shipped_one_and_no_other(tmp_path: Path) -> None:
    path = own(
        tmp_path,
        "NL,acquire,yes,,,yes,checked,yes,A. Lawyer,2025-05-01",
        "HU,access,no,,2010-12-31,unknown,checked,yes,A. Lawyer,2025-05-01",
    )
    profiles, shipped = load_profiles(path), load_profiles()
    assert len(profiles) == len(shipped)
    changed = {(row.country, row.act): row for row in profiles if row not in shipped}
    assert set(changed) == {("NL", "acquire"), ("HU", "access")}
    assert changed["NL", "acquire"].reviewed == "yes"


@pytest.mark.parametrize(
    ("row", "line"),
    [
        ("nl,acquire,yes,,,yes,s,no,,", 2),
        ("NL,buy,yes,,,yes,s,no,,", 2),
        ("NL,acquire,perhaps,,,yes,s,no,,", 2),
        ("NL,acquire,yes,1-7-2024,,yes,s,no,,", 2),
        ("NL,acquire,yes,2024-07-01,2024-06-30,yes,s,no,,", 2),
        ("NL,acquire,yes,,,yes,s,yes,,", 2),
        ("NL,acquire,yes,,,yes,s,no", 2),
        ("NL,acquire,yes,,,yes,s,no,,,extra", 2),
    ],
)
def test_a_row_that_is_wrong_is_refused_with_its_line(tmp_path: Path, row: str, line: int) -> None:
    with pytest.raises(PolicyRefused) as refused:
        load_profiles(own(tmp_path, row))
    assert refused.value.place == f"law.csv:{line}"


def test_two_rows_for_one_thing_and_wrong_columns_are_refused(tmp_path: Path) -> None:
    row = "NL,acquire,yes,,,yes,s,no,,"
    with pytest.raises(PolicyRefused):
        load_profiles(own(tmp_path, row, row))
    with pytest.raises(PolicyRefused):
        load_profiles(own(tmp_path, row, head="country,act,status"))
    with pytest.raises(PolicyRefused):
        load_profiles(tmp_path / "absent.csv")


@pytest.mark.parametrize("code", ["CUMBERLAND", "demo-1", "XDEMO-1", ""])
def test_the_demo_overlay_loads_for_no_real_operation(code: str) -> None:
    with pytest.raises(PolicyRefused) as refused:
        demo_profiles(load_profiles(), code, AS_OF)
    assert refused.value.exit_code == 4


def test_the_demo_overlay_says_what_it_is() -> None:
    profiles = demo_profiles(load_profiles(), "DEMO-1", AS_OF)
    assert {row.reviewed_by for row in profiles} == {"demo, not a review"}
    assert {row.reviewed_on for row in profiles} == {AS_OF}
    assert {row.status for row in profiles if row.country == "HU"} == {"unknown"}


def law(case: Case, *rows: LawProfile) -> Case:
    case.profiles = rows
    return case


BASE = next(row for row in load_profiles() if (row.country, row.act) == ("NL", "acquire"))
REVIEWED = replace(BASE, reviewed="yes", reviewed_by="A. Lawyer")


def test_one_act_in_an_interval_of_its_own_kind_is_an_offence() -> None:
    late = replace(REVIEWED, valid_from=month(5).date())
    lead = law(t1(), late).lead()
    assert (lead["law_status"], lead["gate"]) == ("offence", "review_ready")
    access = replace(late, act="access")
    assert law(t1(), access).lead()["law_status"] == "unknown"


def test_acts_that_were_no_offence_leave_the_lead() -> None:
    before = replace(REVIEWED, status="no", valid_to=month(2).date())
    after = replace(REVIEWED, valid_from=month(2).date() + dt.timedelta(days=1))
    lead = law(t1(), before, after).lead()
    assert (lead["law_status"], lead["n_covered_payments"], lead["n_months"]) == ("offence", 3, 3)
    assert lead["amounts"] == '{"EUR":8985}'


def test_acts_of_which_none_was_an_offence_close_the_gate() -> None:
    none = [replace(REVIEWED, act=act, status="no") for act in ACTS]
    lead = law(t1(), *none).lead()
    assert lead["law_status"] == "no_offence"
    assert {"law_no_offence", "no_settled_payment"} <= set(lead["missing"])
    assert (lead["suggestion"], lead["suggestion_reasons"][0]) == ("none", "law_no_offence")
    assert lead["first_act_utc"] is None


def test_a_law_that_is_not_known_is_not_guessed() -> None:
    lead = law(t1()).lead()
    assert lead["law_status"] == "unknown"
    assert lead["missing"] == ["law_unknown"]
    assert "law_unknown" in lead["suggestion_reasons"]


def test_rows_that_contradict_each_other_are_unknown() -> None:
    torn = [REVIEWED, replace(REVIEWED, status="no", valid_from=FIRST.date())]
    assert law(t1(), *torn).lead()["law_status"] == "unknown"


def test_a_law_that_nobody_reviewed_is_said_and_closes_nothing() -> None:
    lead = t1().lead()
    assert lead["gate"] == "review_ready"
    assert "law_unreviewed" in lead["suggestion_reasons"]
    reviewed = law(t1(), REVIEWED, replace(REVIEWED, act="access")).lead()
    assert "law_unreviewed" not in reviewed["suggestion_reasons"]

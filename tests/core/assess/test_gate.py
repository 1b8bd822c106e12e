from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keerpunt.assess.arithmetic import Weight
from keerpunt.assess.catalogue import BY_CODE, ERRORS
from keerpunt.assess.gate import Facts, Verdict, Withheld, is_adult, judge_lead
from keerpunt.model.words import RIVALS
from tests.support.cases import POLICY

BORN, DAY = dt.date(1980, 5, 17), dt.date(2024, 1, 10)
OPEN_FACTS = Facts(
    examined=frozenset(RIVALS), n_covered=1, scope_proven=True, special=False, verified_record=True,
    identity_conflict=False, rival_identity=False, birthdates=(BORN,), verified_birthdates=(BORN,), first_day=DAY,
    country="NL", law_status="offence",
)  # fmt: skip


def weight(code: str, rival: str, low: int, high: int, origin: str, **other: Any) -> Weight:
    code = next(known for known in BY_CODE if known.startswith(code))
    return Weight(code, rival, low, high, origin, (origin,), not origin.startswith("platform"), low < 0, **other)


STRONG = [
    *(weight("I01", rival, 1000, 2000, "psp:a") for rival in ("stolen_data", "fabricated")),
    weight("I01", "taken_over", 350, 1000, "psp:a"),
    weight("I17", "household", 350, 1000, "email:m"),
    weight("I24", "identity_theft", 350, 800, "bank:b"),
    weight("I24", "data_error", 700, 1500, "bank:b"),
    weight("I17", "data_error", 300, 1000, "email:m"),
]


def verdict(facts: Facts = OPEN_FACTS, rows: list[Weight] | None = None, held: tuple[Withheld, ...] = ()) -> Verdict:
    return judge_lead(STRONG if rows is None else rows, held, facts, POLICY)


def test_a_lead_that_meets_every_condition_may_be_reviewed() -> None:
    found = verdict()
    assert (found.gate, found.missing) == ("review_ready", ())
    assert found.states["holder"] == "supports"


def test_a_lead_of_which_nothing_is_known_fails_every_condition() -> None:
    found = verdict(Facts(), [])
    assert found.gate == "unresolved"
    assert {
        "one_origin_only", "no_independent_party", "no_verified_record", "identity_conflict", "rival_identity",
        "age_unknown", "country_unknown", "law_unknown", "no_settled_payment", "scope_mixed", "special_account",
        *(f"{rival}_open" for rival in RIVALS), *(f"{rival}_not_examined" for rival in RIVALS),
    } == set(found.missing)  # fmt: skip
    assert set(found.states.values()) == {"not_examined", "unknown"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"unread": ("dispute",)}, "unread_dispute"),
        ({"n_covered": 0}, "no_settled_payment"),
        ({"scope_proven": False}, "scope_mixed"),
        ({"special": True}, "special_account"),
        ({"verified_record": False}, "no_verified_record"),
        ({"identity_conflict": True}, "identity_conflict"),
        ({"rival_identity": True}, "rival_identity"),
        ({"verified_birthdates": ()}, "age_unknown"),
        ({"first_day": None}, "age_unknown"),
        ({"birthdates": (BORN, dt.date(2007, 1, 1))}, "minor_indicated"),
        ({"verified_birthdates": (dt.date(2006, 1, 11),)}, "minor_indicated"),
        ({"dead": True}, "deceased"),
        ({"country": "XX"}, "country_unknown"),
        ({"country_conflict": ("same_class",)}, "country_conflict"),
        ({"law_status": "unknown"}, "law_unknown"),
        ({"law_status": "no_offence"}, "law_no_offence"),
        *(({"errors": (entry.code,)}, entry.code.lower()) for entry in ERRORS if entry.hard),
    ],
)
def test_each_condition_alone_closes_the_gate_under_its_code(change: dict[str, Any], code: str) -> None:
    found = verdict(replace(OPEN_FACTS, **change))
    assert (found.gate, found.missing) == ("unresolved", (code,))


@pytest.mark.parametrize("conflict", [("lower:issuer=LT",), ("moved:BE",)])
def test_a_lower_class_or_a_move_blocks_nothing(conflict: tuple[str, ...]) -> None:
    assert verdict(replace(OPEN_FACTS, country_conflict=conflict)).gate == "review_ready"


@pytest.mark.parametrize("entry", [entry for entry in ERRORS if not entry.hard])
def test_an_error_that_only_voids_records_does_not_block_by_itself(entry: Any) -> None:
    assert verdict(replace(OPEN_FACTS, errors=(entry.code,))).gate == "review_ready"


@pytest.mark.parametrize("rival", RIVALS)
def test_a_rival_that_is_not_exceeded_is_open_or_not_examined(rival: str) -> None:
    rows = [row for row in STRONG if row.rival != rival]
    assert f"{rival}_open" in verdict(rows=rows).missing
    assert verdict(rows=rows).states[rival] == "unknown"
    unread = verdict(replace(OPEN_FACTS, examined=frozenset(RIVALS) - {rival}), rows)
    assert {f"{rival}_open", f"{rival}_not_examined"} <= set(unread.missing)
    assert unread.states[rival] == "not_examined"


def test_a_rival_that_is_exceeded_is_against_even_if_its_list_is_not_met() -> None:
    assert verdict(replace(OPEN_FACTS, examined=frozenset())).states["household"] == "against"


def test_the_platform_never_counts_as_an_origin_nor_as_the_floor() -> None:
    rows = [replace(row, origin="platform:p", origins=("platform:p",), independent=False) for row in STRONG]
    assert {"one_origin_only", "no_independent_party"} <= set(verdict(rows=rows).missing)


def test_one_origin_is_not_enough_however_many_rows_it_has() -> None:
    rows = [replace(row, origin="bank:b", origins=("bank:b", "platform:p")) for row in STRONG]
    assert "one_origin_only" in verdict(rows=rows).missing


def test_facts_about_the_person_are_no_second_origin() -> None:
    rows = [
        *(replace(row, origin="bank:b", origins=("bank:b",)) for row in STRONG),
        weight("I27", "household", 350, 1500, "register:r"),
        weight("I28", "data_error", 300, 1000, "register:r"),
    ]
    found = verdict(rows=rows)
    assert found.n_independent_origins == 1
    assert "one_origin_only" in found.missing


def test_a_distrusted_origin_does_not_count() -> None:
    distrusting = replace(POLICY, distrusted_origins=frozenset({"psp:a", "email:m"}))
    assert "one_origin_only" in judge_lead(STRONG, (), OPEN_FACTS, distrusting).missing


def test_support_that_ties_nobody_to_the_act_is_no_floor() -> None:
    rows = [weight("I09", rival, 2000, 3000, origin) for rival in RIVALS for origin in ("psp:a", "bank:b")]
    assert verdict(rows=rows).missing == ("no_independent_party",)


@pytest.mark.parametrize(
    ("code", "rival", "low", "high", "missing"),
    [
        ("I07", "stolen_data", -3000, -1000, "contradiction_i07"),
        ("I14", "fabricated", -3000, -1000, "contradiction_i14"),
        ("I16", "fabricated", -3000, -1000, "contradiction_i16"),
        ("I17", "household", -2000, -700, "contradiction_i17"),
        ("I19", "fabricated", -1500, -500, "contradiction_i19"),
        ("I06", "stolen_data", -1000, -300, "contradiction_i06"),
        ("I23", "data_error", -3000, -1000, "contradiction_i23"),
        ("I31", "stolen_data", -3000, -1000, "contradiction_i31"),
    ],
)
def test_an_open_contradiction_blocks_whatever_speaks_for_the_lead(
    code: str, rival: str, low: int, high: int, missing: str
) -> None:
    overwhelming = [weight("I01", rival, 2000, 3000, f"psp:{name}") for name in "abcdefgh"]
    against = weight(code, rival, low, high, "bank:b")
    found = verdict(rows=[*STRONG, *overwhelming, against])
    assert missing in found.missing
    assert found.states[rival] == "supports"
    assert found.states["holder"] == "against"
    answered = verdict(rows=[*STRONG, *overwhelming, replace(against, closed=True)])
    assert answered.gate == "review_ready"


def test_a_mild_contradiction_weighs_and_does_not_block_by_itself() -> None:
    rows = [*STRONG, weight("I09", "stolen_data", 500, 500, "isp:i"), weight("I12", "stolen_data", -400, 0, "psp:a")]
    assert verdict(rows=rows).gate == "review_ready"


def test_the_error_whose_removal_of_evidence_made_a_condition_fail_is_named() -> None:
    rows = [row for row in STRONG if row.rival != "household"]
    lost = weight("I17", "household", 350, 1000, "email:m")
    idle = weight("I20", "stolen_data", 1000, 2500, "isp:i")
    held = (Withheld(lost, ("E07_outside_validity",)), Withheld(idle, ("E10_ip_basis",)))
    assert verdict(rows=rows, held=held).missing == ("e07_outside_validity", "household_open")


def test_what_an_error_took_away_is_not_named_where_a_contradiction_won_the_row() -> None:
    rows = [row for row in STRONG if row.rival != "household"] + [weight("I17", "household", -2000, -700, "email:m")]
    held = (Withheld(weight("I17", "household", 350, 1000, "email:m"), ("E07_outside_validity",)),)
    assert "e07_outside_validity" not in verdict(rows=rows, held=held).missing


def test_a_single_point_of_an_internet_address_is_said_to_be_the_only_floor() -> None:
    rows = [weight("I09", rival, 2000, 3000, origin) for rival in RIVALS for origin in ("psp:a", "bank:b")]
    held = (Withheld(weight("I20", "stolen_data", 1000, 2500, "isp:i"), ("E09_single_ip_point",)),)
    assert verdict(rows=rows, held=held).missing == (
        "e09_single_ip_point", "ip_single_point", "no_independent_party",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("born", "day", "adult"),
    [
        (dt.date(2006, 1, 10), dt.date(2024, 1, 10), True),
        (dt.date(2006, 1, 11), dt.date(2024, 1, 10), False),
        (dt.date(2004, 2, 29), dt.date(2022, 2, 28), False),
        (dt.date(2004, 2, 29), dt.date(2022, 3, 1), True),
    ],
)
def test_a_person_is_of_age_on_the_birthday_and_not_the_day_before(born: dt.date, day: dt.date, *, adult: bool) -> None:
    assert is_adult(born, day, 18) is adult


@given(
    st.sets(st.sampled_from(range(len(STRONG)))),
    st.sampled_from(["I07", "I31", "I19", "I06", "I17", "I14"]),
    st.sampled_from(RIVALS),
    st.integers(1, 3000),
)
def test_p1_a_contradiction_never_opens_the_gate_nor_adds_support(
    kept: set[int], code: str, rival: str, size: int
) -> None:
    rows = [STRONG[index] for index in sorted(kept)]
    before = verdict(rows=rows)
    after = verdict(rows=[*rows, weight(code, rival, -size, -size, "bank:b")])
    assert set(before.missing) <= set(after.missing)
    assert all(after.by_rival[each] <= before.by_rival[each] for each in RIVALS)

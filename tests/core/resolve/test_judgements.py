from __future__ import annotations

import pytest

from tests.support.persons import Row, card, customer, day, holds_card, judged, resolved, transfer

pytestmark = pytest.mark.slow


def keys(*rows: Row) -> list[str]:
    return [row["record_key"] for row in rows]


def test_a_negative_keeps_apart_what_every_key_would_join() -> None:
    paid, told = card("c1", "Jan de Vries", "f1"), customer("k1", "Jan de Vries", **holds_card("f1"))
    said = judged("1", keys(paid), keys(told), "not_same")
    found = resolved(payment=[paid], subscriber=[told], judgement=[said])
    assert not found.same(paid, told)
    edges = found.between(paid, told)
    assert edges["linked"]["refused_by"] == edges["human"]["refused_by"] == "human_negative"


def test_a_negative_is_not_crossed_through_third_records_nor_inside_a_fold() -> None:
    one, two, three = (card(f"c{n}", "Jan de Vries", "f1") for n in (1, 2, 3))
    found = resolved(payment=[one, two, three], judgement=[judged("1", keys(one), keys(two), "not_same")])
    assert not found.same(one, two)
    assert found.codes(three) == ["ambiguous"]


def test_a_positive_overrides_the_guards_and_says_which() -> None:
    one, two = card("c1", "Jan de Vries", "f1"), card("c2", "Johanna de Vries", "f1")
    found = resolved(payment=[one, two], judgement=[judged("1", keys(one), keys(two), "same")])
    assert found.same(one, two)
    assert found.between(one, two)["human"]["why"]["overrides"] == ["given_name"]
    assert {row["basis"] for row in found.rows("links")} == {"stated_in_record", "human"}


def test_a_positive_never_joins_two_parts_of_one_record() -> None:
    paid = transfer("t1", "J. en M. de Vries")
    parts = [f"{paid['record_key']}#{n}" for n in (1, 2)]
    found = resolved(payment=[paid], judgement=[judged("1", parts[:1], parts[1:], "same")])
    assert not found.same(*parts)
    assert found.between(*parts)["human"]["refused_by"] == "joint_part"


def test_positives_that_would_cross_a_negative_lose_and_all_stay_visible() -> None:
    a, b, c, d = (card(f"c{n}", f"Name{n} Surname{n}", f"f{n}") for n in range(4))
    said = [
        judged("1", keys(a), keys(b), "same"),
        judged("2", keys(b), keys(c), "same"),
        judged("3", keys(a), keys(c), "not_same"),
        judged("4", keys(c), keys(d), "same"),
    ]
    found = resolved(payment=[a, b, c, d], judgement=said)
    assert not found.same(a, c)
    assert not found.same(a, b)
    assert not found.same(b, c)
    assert found.same(c, d)
    assert found.codes(a) == found.codes(b) == ["judgement_conflict"]
    assert len(found.edges("human")) == 4


def test_positive_and_negative_give_negative() -> None:
    a, b = card("c1", "Jan de Vries", "f1"), card("c2", "Jan de Vries", "f2")
    c = card("c3", "Jan de Vries", "f2", payer_email="x@example.org")
    said = [judged("1", keys(a), keys(b), "same"), judged("2", keys(a), keys(c), "not_same")]
    found = resolved(payment=[a, b, c], judgement=said)
    assert found.same(a, b)
    assert not found.same(b, c)


def test_unsure_refuses_the_pair_itself_and_nothing_more() -> None:
    a, b, c = card("c1", "Jan de Vries", "f1"), card("c2", "J. de Vries", "f1"), card("c3", "Jan W. de Vries", "f1")
    said = judged("1", keys(a), keys(b), "cannot_tell")
    found = resolved(payment=[a, b, c], judgement=[said])
    assert found.between(a, b)["linked"]["refused_by"] == "human_unsure"
    assert found.same(a, b, c)
    alone = resolved(payment=[a, b], judgement=[said])
    assert not alone.same(a, b)


def test_the_latest_judgement_on_a_pair_counts_and_a_withdrawn_one_is_none() -> None:
    a, b = card("c1", "Jan de Vries", "f1"), card("c2", "J. de Vries", "f1")
    first = judged("1", keys(a), keys(b), "not_same", decided_utc=day("2025-01-01"))
    later = judged("2", keys(b), keys(a), "same", decided_utc=day("2025-02-01"))
    assert resolved(payment=[a, b], judgement=[first, later]).same(a, b)
    assert not resolved(payment=[a, b], judgement=[first | {"decided_utc": day("2025-03-01")}, later]).same(a, b)
    assert resolved(payment=[a, b], judgement=[first | {"withdrawn_by": "9"}]).same(a, b)


def test_of_two_judgements_of_one_instant_the_cautious_one_counts() -> None:
    a, b = card("c1", "Jan de Vries", "f1"), card("c2", "Jan de Vries", "f2")
    said = [
        judged(n, keys(a), keys(b), value, decided_utc=day("2025-01-01"))
        for n, value in (("1", "not_same"), ("2", "same"))
    ]
    assert not resolved(payment=[a, b], judgement=said).same(a, b)


def test_a_judgement_on_vanished_records_is_kept_and_counted() -> None:
    a = card("c1", "Jan de Vries", "f1")
    found = resolved(payment=[a], judgement=[judged("1", keys(a), ["payment:gone"], "same")])
    assert found.findings() == {("orphan_judgement", ""): 1}


def test_a_judgement_on_a_joint_record_speaks_of_both_parts_only_when_it_denies() -> None:
    paid, told = (
        transfer("t1", "J. en M. de Vries"),
        customer("k1", "Jan de Vries", linked_kind="iban", linked_value="NL91ABNA0417164300"),
    )
    part = f"{paid['record_key']}#1"
    denied = resolved(payment=[paid], subscriber=[told], judgement=[judged("1", keys(paid), keys(told), "not_same")])
    assert not denied.same(part, told)
    other = customer("k2", "Piet Bakker")
    said = resolved(payment=[paid], subscriber=[other], judgement=[judged("1", keys(paid), keys(other), "same")])
    assert not said.same(part, other)
    exact = resolved(payment=[paid], subscriber=[other], judgement=[judged("1", [part], keys(other), "same")])
    assert exact.same(part, other)


def test_other_kinds_of_judgement_bind_no_persons() -> None:
    a, b = card("c1", "Jan de Vries", "f1"), card("c2", "J. de Vries", "f1")
    assert resolved(payment=[a, b], judgement=[judged("1", keys(a), keys(b), "not_same", kind="same_actor")]).same(a, b)

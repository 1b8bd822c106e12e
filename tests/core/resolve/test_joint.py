from __future__ import annotations

import pytest

from tests.support.persons import IBAN_1, card, customer, holds_iban, resolved, transfer

pytestmark = pytest.mark.slow

JOINT = "J. en M. de Vries"


def test_a_joint_account_gives_two_parts_that_never_merge() -> None:
    paid = transfer("t1", JOINT)
    key = paid["record_key"]
    found = resolved(payment=[paid])
    assert found.groups() == {frozenset((f"{key}#1",)), frozenset((f"{key}#2",))}
    assert found.identity(f"{key}#1")["names"] == ["J. de Vries"]
    assert found.identity(f"{key}#2")["names"] == ["M. de Vries"]
    assert set(found.between(f"{key}#1", f"{key}#2")) == {"joint_holder"}
    assert found.codes(f"{key}#1") == found.codes(f"{key}#2") == ["joint_holders"]


def test_monthly_payments_of_a_joint_account_fold_part_by_part() -> None:
    paid = [transfer(f"t{n}", JOINT) for n in range(3)]
    found = resolved(payment=paid)
    assert found.groups() == {frozenset(f"{row['record_key']}#{part}" for row in paid) for part in (1, 2)}


def test_each_part_finds_its_own_customer() -> None:
    paid, jan, maria = (
        transfer("t1", JOINT),
        customer("k1", "Jan de Vries", **holds_iban()),
        customer("k2", "Maria de Vries", **holds_iban()),
    )
    found = resolved(payment=[paid], subscriber=[jan, maria])
    key = paid["record_key"]
    assert found.same(f"{key}#1", jan)
    assert found.same(f"{key}#2", maria)
    assert found.codes(jan) == found.codes(maria) == ["joint_holders"]


def test_the_one_customer_who_answers_for_the_account_is_singled_out() -> None:
    paid, jan = transfer("t1", JOINT), customer("k1", "Jan de Vries", **holds_iban())
    found = resolved(payment=[paid], subscriber=[jan])
    assert found.same(f"{paid['record_key']}#1", jan)
    assert found.codes(jan) == []
    assert found.codes(f"{paid['record_key']}#2") == ["joint_holders"]


def test_an_address_that_ties_to_one_part_singles_it_out() -> None:
    paid = transfer("t1", JOINT, payer_email="maria@example.org")
    own = card("c1", "Maria de Vries", "f1", payer_email="maria@example.org")
    found = resolved(payment=[paid, own])
    assert found.same(f"{paid['record_key']}#2", own)
    assert found.codes(own) == []
    assert found.codes(f"{paid['record_key']}#1") == ["joint_holders"]


def test_a_customer_who_fits_both_parts_joins_neither() -> None:
    paid, jan = transfer("t1", "J. en J. de Vries"), customer("k1", "Jan de Vries", **holds_iban())
    found = resolved(payment=[paid], subscriber=[jan])
    assert not found.same(f"{paid['record_key']}#1", jan)
    assert not found.same(f"{paid['record_key']}#2", jan)
    assert found.codes(jan) == ["ambiguous"]


def test_a_joint_customer_keeps_birth_date_and_number_with_neither_part() -> None:
    import datetime as dt

    told = customer("k1", JOINT, birthdate=dt.date(1960, 1, 2), national_id="national_id:1", **holds_iban())
    found = resolved(subscriber=[told], payment=[transfer("t1", "Maria de Vries")])
    key = told["record_key"]
    assert found.identity(f"{key}#1")["birthdates"] == []
    assert found.same(f"{key}#2", "payment:bank:b/bank:ABNANL2A:t1")


def test_bare_words_part_holders_on_accounts_only() -> None:
    paid = card("c1", JOINT, "f1")
    found = resolved(payment=[paid])
    assert len(found.groups()) == 1
    assert found.codes(paid) == ["joint_holders"]
    strong = card("c2", "J. de Vries e/o M. de Vries", "f2")
    assert len(resolved(payment=[strong]).groups()) == 2


def test_a_payer_id_of_a_joint_record_is_no_conflict_of_its_issuer() -> None:
    paid = [transfer("t1", JOINT, payer_id="p1"), transfer("t2", "J. de Vries", payer_id="p1", iban=IBAN_1)]
    found = resolved(payment=paid)
    assert found.same(f"{paid[0]['record_key']}#1", paid[1])
    assert "issuer_conflict" not in found.codes(paid[1])

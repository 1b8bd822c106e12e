"""What a household shares, seen from its members: a name and a telephone, mailbox or device are not one person."""

from __future__ import annotations

import pytest

from keerpunt.resolve.edges import Ground
from keerpunt.resolve.identifying import is_household
from keerpunt.resolve.validity import INSIDE, NO_INTERVAL
from tests.core.resolve.test_wronged_payers import HOME
from tests.support.persons import Row, account, card, customer, day, resolved

FAMILY = [{"payer_phone": "+31201234567"}, {"device_id": "d1"}, {"payer_email": "fam@example.org"}]


@pytest.mark.parametrize("home", [{}, HOME])
@pytest.mark.parametrize("shared", FAMILY)
def test_spouses_with_one_initial_are_not_joined_by_what_the_house_shares(shared: Row, home: Row) -> None:
    his = card("a", "Jan de Vries", "f1", **shared, **home)
    her = card("b", "J. de Vries", "f2", **shared, **home)
    found = resolved(payment=[his, her])
    assert not found.same(his, her)
    assert "possible_same" in found.between(his, her)


def test_initials_are_not_joined_by_all_that_a_house_shares_together() -> None:
    shared = {**FAMILY[0], **FAMILY[1], **FAMILY[2], **HOME}
    rows = [card("a", "Jan de Vries", "f1", **shared), card("b", "J. de Vries", "f2", **shared)]
    assert not resolved(payment=rows).same(*rows)


def test_two_payers_known_by_initials_are_not_one_by_a_mailbox() -> None:
    rows = [card(ref, "J. de Vries", f"f{ref}", payer_email="fam@example.org") for ref in "ab"]
    assert not resolved(payment=rows).same(*rows)


def test_initials_join_where_a_provider_says_whose_the_mailbox_was_and_by_the_instrument() -> None:
    paid = card("a", "J. de Vries", "f1", payer_email="jan@example.org", initiated_utc=day("2024-01-01"))
    span = {"valid_from_utc": day("2023-01-01"), "valid_to_utc": day("2025-01-01")}
    told = customer("k", "Jan de Vries", linked_kind="email", linked_value="jan@example.org", **span)
    assert resolved(payment=[paid], subscriber=[told]).same(paid, told)
    full = card("b", "Jan de Vries", "f1")
    assert resolved(payment=[paid, full]).same(paid, full)


@pytest.mark.parametrize("home", [{}, HOME])
@pytest.mark.parametrize("shared", FAMILY[:2])
def test_one_computer_or_telephone_beside_two_mailboxes_is_a_household(shared: Row, home: Row) -> None:
    one = card("a", "Jan de Vries", "f1", payer_email="x@example.org", **shared, **home)
    two = card("b", "Jan de Vries", "f2", payer_email="y@example.org", **shared, **home)
    found = resolved(payment=[one, two])
    assert not found.same(one, two)
    assert "possible_same" in found.between(one, two)


@pytest.mark.parametrize(
    ("grounds", "left", "right", "doubtful"),
    [
        ([("phone", NO_INTERVAL)], {"x"}, {"y"}, True),
        ([("phone", NO_INTERVAL), ("device_id", NO_INTERVAL)], {"x"}, {"y"}, True),
        ([("phone", INSIDE)], {"x"}, {"y"}, False),
        ([("phone", NO_INTERVAL), ("email", NO_INTERVAL)], {"x"}, {"y"}, False),
        ([("phone", NO_INTERVAL)], {"x", "y"}, {"y"}, False),
        ([("phone", NO_INTERVAL)], {"x"}, set(), False),
    ],
)
def test_what_a_household_has_one_of_is_household_beside_two_mailboxes(
    grounds: list[tuple[str, str]], left: set[str], right: set[str], doubtful: bool
) -> None:
    shared = [Ground(kind, "B", 1, state, 6.0) for kind, state in grounds]
    assert is_household(shared, frozenset(left), frozenset(right)) == doubtful


@pytest.mark.parametrize("shared", [{"phone": "+31201234567"}, {"email": "fam@example.org"}])
def test_one_contact_of_two_user_names_without_a_name_makes_no_actor(shared: Row) -> None:
    rows = [account("1", username="piet", **shared), account("2", username="anna", **shared)]
    found = resolved(account=rows)
    assert not found.same(*rows)
    assert "possible_same" in found.between(*rows)


def test_a_mailbox_and_a_card_make_two_user_names_one_actor() -> None:
    rows = [account(n, username=f"name{n}", email="jan@example.org") for n in ("1", "2")]
    paid = [card(f"c{n}", "Jan de Vries", "f1", platform_account_id=n) for n in ("1", "2")]
    assert resolved(account=rows, payment=paid).same(*rows)


@pytest.mark.parametrize(
    "said",
    [
        {"phone": "+31201234567", "email": "jan@example.org"},
        {"email": "jan@example.org", "self_name": "Jan de Vries"},
    ],
)
def test_a_second_contact_or_a_name_makes_two_user_names_one_actor(said: Row) -> None:
    rows = [account("1", username="piet", **said), account("2", username="anna", **said)]
    assert resolved(account=rows).same(*rows)

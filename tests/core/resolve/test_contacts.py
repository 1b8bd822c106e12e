from __future__ import annotations

from typing import Any

import pytest

from tests.support.persons import Row, card, customer, day, resolved

pytestmark = pytest.mark.slow

MAIL = {"payer_email": "jan@example.org"}


def told_mail(ref: str, name: str | None, begin: str | None, end: str | None, **values: Any) -> Row:
    return customer(
        ref,
        name,
        linked_kind="email",
        linked_value="jan@example.org",
        valid_from_utc=begin and day(begin),
        valid_to_utc=end and day(end),
        **values,
    )


def paid(ref: str, name: str, when: str, **values: Any) -> Row:
    return card(ref, name, f"f-{ref}", **({"initiated_utc": day(when)} | MAIL | values))


def test_a_contact_without_interval_joins_agreeing_names_at_a_lower_weight() -> None:
    one, two, other = (
        paid("c1", "Jan de Vries", "2024-01-01"),
        paid("c2", "de Vries, Jan", "2024-02-01"),
        paid("c3", "Maria Bakker", "2024-02-01"),
    )
    found = resolved(payment=[one, two])
    assert found.same(one, two)
    edge = found.between(one, two)["linked"]
    assert edge["match_weight"] == 6.0
    assert edge["why"]["identifiers"][0]["validity"] == "no_interval"
    assert not resolved(payment=[one, other]).same(one, other)


def test_a_contact_inside_its_holders_interval_has_full_weight() -> None:
    one, told = paid("c1", "Jan de Vries", "2024-01-01"), told_mail("k1", "Jan de Vries", "2023-01-01", "2025-01-01")
    found = resolved(payment=[one], subscriber=[told])
    assert found.between(one, told)["linked"]["match_weight"] == 12.0


def test_a_use_outside_the_holders_interval_is_recycled_and_joins_nobody() -> None:
    early, told = paid("c1", "Jan de Vries", "2020-01-01"), told_mail("k1", "Jan de Vries", "2023-01-01", "2025-01-01")
    inside = paid("c2", "Jan de Vries", "2024-01-01")
    found = resolved(payment=[early, inside], subscriber=[told])
    assert found.same(inside, told)
    assert not found.same(early, told)
    assert found.edges("linked")[0]["match_weight"] == 12.0
    assert len(found.edges("linked")) == 1
    assert len(found.edges("shared_contact")) == 1


def test_one_day_of_tolerance_is_given_and_no_more() -> None:
    told = told_mail("k1", "Jan de Vries", "2023-01-02", "2025-01-01")
    assert resolved(payment=[near := paid("c1", "Jan de Vries", "2023-01-01")], subscriber=[told]).same(near, told)
    assert not resolved(payment=[far := paid("c1", "Jan de Vries", "2022-12-31")], subscriber=[told]).same(far, told)


def test_an_end_that_is_not_stated_is_never_always() -> None:
    told = told_mail("k1", "Jan de Vries", "2023-01-01", None)
    later, earlier = paid("c1", "Jan de Vries", "2024-01-01"), paid("c2", "Jan de Vries", "2021-01-01")
    found = resolved(payment=[later], subscriber=[told])
    assert found.between(later, told)["linked"]["match_weight"] == 6.0
    assert not resolved(payment=[earlier], subscriber=[told]).same(earlier, told)


def test_a_recycled_address_keeps_its_two_holders_apart_and_each_with_his_own() -> None:
    first, second = (
        told_mail("k1", "Jan de Vries", "2018-01-01", "2020-01-01"),
        told_mail("k2", "J. de Vries", "2022-01-01", "2024-01-01"),
    )
    old, new = paid("c1", "J. de Vries", "2019-01-01"), paid("c2", "J. de Vries", "2023-01-01")
    found = resolved(payment=[old, new], subscriber=[first, second])
    assert found.same(old, first)
    assert found.same(new, second)
    assert not found.same(old, new)


def test_two_contacts_inside_their_interval_join_a_customer_without_name() -> None:
    span = {"valid_from_utc": day("2023-01-01"), "valid_to_utc": day("2025-01-01")}
    rows = [
        customer("k1", None, linked_kind="email", linked_value="jan@example.org", **span),
        customer("k1", None, linked_kind="phone", linked_value="+31612345678", **span),
    ]
    both = paid("c1", "Jan de Vries", "2024-01-01", payer_phone="06 12345678", billing_country="NL")
    found = resolved(payment=[both], subscriber=rows)
    assert found.same(both, rows[0])
    assert found.between(both, rows[0])["linked"]["match_weight"] == 24.0
    assert not resolved(payment=[both], subscriber=rows[:1]).same(both, rows[0])


def test_a_phone_that_two_providers_give_to_two_customers_at_one_time_joins_nobody() -> None:
    span = {
        "linked_kind": "phone",
        "linked_value": "+31612345678",
        "valid_from_utc": day("2023-01-01"),
        "valid_to_utc": day("2025-01-01"),
    }
    one = customer("k1", "Jan de Vries", **span)
    two = customer("k2", "Jan de Vries", **span, provider="telecom", record_key="subscriber:telecom:k2")
    found = resolved(subscriber=[one, two])
    assert not found.same(one, two)
    assert found.findings()[("overlapping_intervals", "phone")] == 1


def lease(customer_ref: str, **values: Any) -> Row:
    return {
        "record_key": f"lease:{customer_ref}",
        "origin": "isp:i",
        "provider": "bank",
        "customer_ref": customer_ref,
        "ip": "192.0.2.7",
        "valid_from_utc": day("2024-01-01"),
        "valid_to_utc": day("2024-01-31"),
        "valid_from_precision": "second",
        "valid_to_precision": "second",
        "valid_from_zone_basis": "in_record",
        "valid_to_zone_basis": "in_record",
        "cgnat": "no",
        "response": "match",
    } | values


EXACT = {"ip": "192.0.2.7", "initiated_precision": "second", "initiated_zone_basis": "in_record", "payer_email": None}


def test_a_line_joins_the_payment_made_on_it_to_its_customer() -> None:
    one, told = paid("c1", "Jan de Vries", "2024-01-10", **EXACT), customer("k1", "J. de Vries")
    found = resolved(payment=[one], subscriber=[told], ip_assignment=[lease("k1")])
    assert found.between(one, told)["linked"]["match_weight"] == 12.0


@pytest.mark.parametrize(
    ("payment_change", "lease_change"),
    [
        ({"initiated_precision": "day"}, {}),
        ({"initiated_zone_basis": "assumed"}, {}),
        ({}, {"cgnat": "yes"}),
        ({}, {"cgnat": "unknown"}),
        ({}, {"valid_to_utc": None}),
        ({}, {"valid_from_precision": "day"}),
        ({}, {"response": "no_match"}),
        ({"initiated_utc": day("2024-02-10")}, {}),
    ],
)
def test_a_line_decides_nothing_when_instant_or_lease_is_not_exact(payment_change: Row, lease_change: Row) -> None:
    one, told = paid("c1", "Jan de Vries", "2024-01-10", **(EXACT | payment_change)), customer("k1", "Jan de Vries")
    found = resolved(payment=[one], subscriber=[told], ip_assignment=[lease("k1", **lease_change)])
    assert not found.same(one, told)


def test_a_household_on_one_line_stays_apart() -> None:
    one, two = paid("c1", "Jan de Vries", "2024-01-10", **EXACT), paid("c2", "Maria de Vries", "2024-01-11", **EXACT)
    found = resolved(payment=[one, two], subscriber=[customer("k1", "Jan de Vries")], ip_assignment=[lease("k1")])
    assert not found.same(one, two)
    assert "shared_contact" in found.between(one, two)


def test_a_device_id_joins_within_its_origin_unless_it_is_a_constant() -> None:
    one, two = (
        paid("c1", "Jan de Vries", "2024-01-01", payer_email=None, device_id="d1"),
        paid("c2", "de Vries, Jan", "2024-01-02", payer_email=None, device_id="d1"),
    )
    assert resolved(payment=[one, two]).same(one, two)
    crowd = [paid(f"x{n}", f"Name{n} Surname{n}", "2024-01-03", payer_email=None, device_id="d1") for n in range(120)]
    assert not resolved(payment=[one, two, *crowd]).same(one, two)
    agents = [row | {"user_agent": "d1"} for row in (one, two)]
    assert not resolved(payment=agents).same(*agents)


@pytest.mark.parametrize("address", ["info@example.org", "jan@mailinator.com", "not an address"])
def test_a_contact_of_nobody_joins_nobody(address: str) -> None:
    one, two = (
        paid("c1", "Jan de Vries", "2024-01-01", payer_email=address),
        paid("c2", "J. de Vries", "2024-01-02", payer_email=address),
    )
    assert not resolved(payment=[one, two]).same(one, two)

from __future__ import annotations

from typing import Any

import pytest

from keerpunt.assess import orphans
from keerpunt.engine import Engine
from tests.support.rows import operation

PAYMENT = {"record_key": "payment:psp:stripe/stripe:ch_1", "origin": "psp:stripe", "psp": "stripe", "psp_ref": "ch_1",
           "fingerprint": "fp_1", "fingerprint_scope": "psp:stripe"}  # fmt: skip
CUSTOMER = {"record_key": "subscriber:b1:c1", "origin": "bank:b1", "provider": "b1", "customer_ref": "c1"}


def found(**tables: list[dict[str, Any]]) -> dict[str, int]:
    with Engine(threads=1) as engine:
        engine.register_all(operation(**{"payment": [PAYMENT], "subscriber": [CUSTOMER], **tables}))
        return {row["column"]: row["count"] for row in orphans(engine).to_pylist()}


@pytest.mark.parametrize(
    ("name", "meets", "misses"),
    [
        ("dispute", {"psp": "stripe", "psp_ref": "ch_1"}, {"psp": "stripe", "psp_ref": "ch_9"}),
        ("payment_check", {"psp": "stripe", "psp_ref": "ch_1"}, {"psp": "other", "psp_ref": "ch_1"}),
        ("fraud_report", {"fingerprint": "fp_1"}, {"fingerprint": "fp_1", "fingerprint_scope": "psp:other"}),
        ("register_extract", {"provider": "b1", "customer_ref": "c1"}, {"provider": "B1", "customer_ref": "c1"}),
    ],
)
def test_a_reply_that_meets_no_record_is_told(name: str, meets: dict[str, Any], misses: dict[str, Any]) -> None:
    key = {"record_key": f"{name}:1", "origin": "issuer:i1"}
    assert found(**{name: [key | meets]}) == {}
    assert found(**{name: [key | misses]}) == {name: 1}


def test_a_refund_of_an_unknown_payment_is_told() -> None:
    refund = PAYMENT | {"record_key": "payment:psp:stripe/stripe:re_1", "psp_ref": "re_1", "row_kind": "refund"}
    assert found(payment=[PAYMENT, refund | {"parent_psp_ref": "ch_1"}]) == {}
    assert found(payment=[PAYMENT, refund | {"parent_psp_ref": "ch_7"}]) == {"payment": 1}

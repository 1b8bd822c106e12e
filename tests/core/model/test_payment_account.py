from __future__ import annotations

from typing import Any

import pytest

from keerpunt.engine import Engine
from tests.support.rows import rows


def payment(ref: str, origin: str = "psp:stripe", **values: str | None) -> dict[str, Any]:
    return {"record_key": f"payment:{origin}/stripe:{ref}", "origin": origin, "psp": "stripe", "psp_ref": ref, **values}


def order(number: str, account: str | None, ref: str | None = None, origin: str = "platform:p") -> dict[str, Any]:
    return {
        "record_key": f"order:{number}", "origin": origin, "order_id": number, "platform_account_id": account,
        "psp": "stripe" if ref else None, "psp_ref": ref,
    }  # fmt: skip


def answer(payments: list[dict[str, Any]], orders: list[dict[str, Any]]) -> list[tuple[str | None, bool]]:
    with Engine(threads=1) as engine:
        engine.register("payment", rows("payment", *payments))
        engine.register("purchase_order", rows("purchase_order", *orders))
        found = engine.run("keerpunt.model", "payment_account").to_pylist()
    assert [row["payment_key"] for row in found] == sorted(row["record_key"] for row in payments)
    return [(row["platform_account_id"], row["conflict"]) for row in found]


@pytest.mark.parametrize(
    ("row", "orders", "expected"),
    [
        (payment("c1"), [], (None, False)),
        (payment("c1", platform_account_id="7"), [], ("7", False)),
        (payment("c1", order_id="o1"), [order("o1", "7")], ("7", False)),
        (payment("c1"), [order("o1", "7", ref="c1")], ("7", False)),
        (payment("c1", order_id="o9"), [order("o1", "7", ref="c1")], ("7", False)),
        (payment("c1", order_id="o1"), [order("o1", None)], (None, False)),
        (payment("c1", platform_account_id="7", order_id="o1"), [order("o1", "7", ref="c1")], ("7", False)),
        (payment("c1", platform_account_id="7", order_id="o1"), [order("o1", "8")], (None, True)),
        (payment("c1", order_id="o1"), [order("o1", "7"), order("o2", "8", ref="c1")], (None, True)),
        (payment("c1", order_id="o1"), [order("o1", "7"), order("o1", "8", origin="psp:stripe")], (None, True)),
    ],
)
def test_the_account_of_a_payment_is_the_one_answer_of_all_routes(
    row: dict[str, Any], orders: list[dict[str, Any]], expected: tuple[str | None, bool]
) -> None:
    assert answer([row], orders) == [expected]


def test_records_of_one_payment_in_two_origins_share_the_account_and_the_conflict() -> None:
    agreed = [payment("c1"), payment("c1", "platform:p", platform_account_id="7")]
    assert answer(agreed, []) == [("7", False), ("7", False)]
    torn = [payment("c1", platform_account_id="8"), payment("c1", "platform:p", platform_account_id="7")]
    assert answer(torn, []) == [(None, True), (None, True)]


def test_no_payments_give_no_rows() -> None:
    assert answer([], [order("o1", "7", ref="c1")]) == []

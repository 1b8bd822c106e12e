"""JSON lists of objects by a map: the rows of the same objects as lines, under their places in the list."""

from __future__ import annotations

import hashlib
import json
from typing import Any, ClassVar

import pytest

from keerpunt.errors import SourceRefused
from keerpunt.intake.formats.table import READER
from keerpunt.intake.settings import IntakeSettings
from tests.support.reader_contract import ReaderContract
from tests.support.sources import found, mapped, rejected, short, take_in

MAP = """[[table]]
to = "purchase_order"
[table.columns]
order_id = "id"
platform_account_id = "buyer.id"
placed = { column = "day", format = "iso" }
amount = "price"
currency = { const = "EUR" }
"""
ORDERS = [
    {"id": 1, "buyer": {"id": "u1"}, "day": "2024-01-02", "price": 12.5},
    {"id": "2", "buyer": {"id": 10000000000000000001}, "price": "3"},
    {"id": "3", "buyer.id": "u3", "day": None, "tags": ["a"]},
]
COLUMNS = ("order_id", "platform_account_id", "amount_minor", "placed_text")


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_list_gives_the_rows_of_its_objects_as_lines(tmp_path, indent, encoding):
    body = json.dumps(ORDERS, indent=indent).encode(encoding)
    intake = take_in(mapped(tmp_path / "s", "a.json", body, MAP))
    lines = "".join(json.dumps(order) + "\n" for order in ORDERS)
    same = take_in(mapped(tmp_path / "t", "a.jsonl", lines, MAP))
    assert short(intake, "purchase_order", *COLUMNS) == short(same, "purchase_order", *COLUMNS) != []
    assert short(intake, "purchase_order", "source_locator") == [("/0",), ("/1",), ("/2",)]


def test_what_is_no_object_is_rejected_and_an_empty_list_states_zero(tmp_path):
    intake = take_in(mapped(tmp_path / "s", "a.json", '[{"id": 1}, 2, null, [], {"id": null}]', MAP))
    assert rejected(intake) == [
        ("/1", "unknown_record"), ("/2", "unknown_record"), ("/3", "unknown_record"), ("/4", "missing_key"),
    ]  # fmt: skip
    assert take_in(mapped(tmp_path / "t", "a.json", " [ ] ", MAP)).receipts[0]["read"] == 0


def test_a_list_that_was_cut_off_is_refused_unless_the_policy_names_it(tmp_path):
    body = json.dumps(ORDERS)
    cut = body[: body.index('"day": null')]
    root = mapped(tmp_path / "s", "a.json", cut, MAP)
    with pytest.raises(SourceRefused, match="ends before it is complete"):
        take_in(root)
    settings = IntakeSettings(allow_truncated=frozenset((hashlib.sha256(cut.encode()).hexdigest(),)))
    intake = take_in(root, settings=settings)
    assert short(intake, "purchase_order", "order_id") == [("1",), ("2",)]
    assert rejected(intake) == [("/2", "truncated")]
    assert found(intake) == {("truncated", ""): 1}
    other = IntakeSettings(allow_truncated=frozenset(("0" * 64,)))
    with pytest.raises(SourceRefused, match="ends before it is complete"):
        take_in(root, settings=other)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"[{]", "unknown_record"), (b'[{"id": NaN}]', "unknown_record"), (b'[{"id": 1}] x', "unknown_record"),
        (b"[" * 70 + b"]" * 70, "too_deep"), (b'[{"id": "\xff"}]', "bad_encoding"),
    ],
)  # fmt: skip
def test_hostile_lists_are_refused(tmp_path, body, code):
    with pytest.raises(SourceRefused) as caught:
        take_in(mapped(tmp_path / "s", "a.json", body, MAP))
    assert caught.value.code == code


class TestTableJsonList(ReaderContract):
    reader = READER
    sniffed = False
    declared: ClassVar[dict[str, Any]] = {"map": "map.toml"}
    beside: ClassVar[dict[str, bytes]] = {"map.toml": MAP.encode()}
    samples: ClassVar[dict[str, bytes]] = {
        "one line": json.dumps(ORDERS).encode(),
        "many lines": json.dumps(ORDERS, indent=1).encode(),
    }

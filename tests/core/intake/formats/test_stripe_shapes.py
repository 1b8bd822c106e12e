"""Pages, states and attempts: what Stripe files hold beside single objects, and which files are none of its."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from keerpunt.errors import SourceRefused
from keerpunt.intake.formats.stripe import READER
from keerpunt.intake.settings import IntakeSettings
from tests.support.reading import Reading, context, read
from tests.support.sources import found as findings_of
from tests.support.sources import mapped, take_in

MONEY = {"created": 1_700_000_000, "amount": 900, "currency": "eur"}


def charge(ident: str = "ch_1", **more: Any) -> dict[str, Any]:
    return {"object": "charge", "id": ident, **MONEY, "status": "succeeded", "paid": True, "captured": True, **more}


def event(moment: int, found: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"object": "event", "id": f"evt_{moment}", "created": moment, "data": {"object": found}, **more}


def page(objects: list[Any], **more: Any) -> dict[str, Any]:
    return {"object": "list", "url": "/v1/charges", "data": objects, **more}


def lines(*objects: Any) -> Reading:
    return read(READER, "".join(json.dumps(one) + "\n" for one in objects).encode(), context("a.jsonl"))


def document(found: Any, name: str = "a.json", settings: IntakeSettings | None = None) -> Reading:
    around = context(name)
    around.settings = settings or around.settings
    return read(READER, json.dumps(found, indent=1).encode(), around)


def statuses(found: Reading) -> list[tuple[str, str]]:
    return [(row["psp_ref"], row.get("status", "unknown")) for row in found.rows if row["table"] == "payment"]


@pytest.mark.parametrize("flag", [{"has_more": True}, {"next_page_url": "/v2/more"}])
def test_the_last_page_says_that_more_follow(flag):
    total = [["/", "has_more", "false", "true", False]]
    assert document(page([charge()], **flag)).totals == total
    assert lines(page([charge()], **flag), page([charge("ch_2")], has_more=False)).totals == []
    assert lines(page([charge()], **flag), page([charge("ch_2")], **flag)).totals == [
        ["line:2", "has_more", "false", "true", False]
    ]
    assert lines(page([charge()], **flag), page([], url="/v1/refunds")).totals == [
        ["line:1", "has_more", "false", "true", False],
        ["line:2", "records", "0", "0", False],
    ]


def test_the_stated_number_of_records_is_compared():
    assert document(page([charge()], total_count=2)).totals == [["/", "total_count", "2", "1", False]]
    pages = [page([charge()], has_more=True, total_count=2), page([charge("ch_2")], has_more=False, total_count=2)]
    assert lines(*pages).totals == [["line:2", "total_count", "2", "2", False]]
    assert document(pages).totals == [["/1", "total_count", "2", "2", False]]


def test_a_page_of_the_second_version_is_unwrapped():
    assert statuses(document({"data": [charge()], "next_page_url": None, "previous_page_url": None})) == [
        ("ch_1", "captured")
    ]


@pytest.mark.parametrize("order", [[0, 1, 2], [2, 1, 0], [1, 0, 2]])
def test_the_newest_state_wins_wherever_it_stands(order):
    states = [event(5, charge(status="pending")), event(6, charge()), event(7, charge(refunded=True))]
    reading = lines(*(states[n] for n in order))
    assert statuses(reading) == [("ch_1", "refunded")]
    assert [code for _, code in reading.rejected] == ["superseded", "superseded"]


def test_of_states_of_one_second_the_order_of_the_file_decides():
    first, second = event(5, charge(status="pending")), event(5, charge())
    log = [event(1, charge("ch_0")), first, second]
    answer = [event(9, charge("ch_0")), second, first]
    assert statuses(lines(*log)) == [("ch_0", "captured"), ("ch_1", "captured")]
    assert statuses(document(page(answer))) == [("ch_0", "captured"), ("ch_1", "captured")]


def test_an_object_as_exported_is_newer_than_any_event_about_it():
    for order in (1, -1):
        reading = lines(*[event(9, charge(status="pending")), charge(refunded=True)][::order])
        assert statuses(reading) == [("ch_1", "refunded")]
        assert [code for _, code in reading.rejected] == ["superseded"]


def test_previous_attributes_change_nothing():
    found = event(5, charge())
    found["data"]["previous_attributes"] = {"amount": 1, "status": "pending"}
    assert lines(found).rows == lines(event(5, charge())).rows


def test_what_stands_inside_an_older_state_gives_way_too():
    refund = {"object": "refund", "id": "re_1", **MONEY, "charge": "ch_1"}
    older = event(5, charge(refunds=page([{**refund, "status": "pending"}])))
    newer = event(6, {**refund, "status": "succeeded"})
    assert statuses(lines(older, newer)) == [("ch_1", "captured"), ("re_1", "refunded")]
    intent = {"object": "payment_intent", "id": "pi_1", **MONEY, "charges": page([charge(status="pending")])}
    reading = lines(event(5, intent), event(6, charge()))
    assert statuses(reading) == [("ch_1", "captured")]
    assert reading.rejected == [["line:1", "superseded"]]


def test_an_event_without_object_or_time_is_accounted_for():
    reading = lines({"object": "event", "id": "evt_1"}, event(5, charge()) | {"created": None})
    assert (reading.mapped, reading.rejected) == (1, [["line:1", "unknown_record"]])
    thin = {"object": "v2.core.event", "id": "evt_1", "related_object": {"id": "x"}}
    assert lines(thin).findings == {"unknown_object v2.core.event": 1}


def intent(error: str | None = None, ident: str = "pi_1", **more: Any) -> dict[str, Any]:
    problem = {
        "charge": error,
        "payment_method": {"object": "payment_method", "type": "card", "card": {"last4": error}},
    }
    return {"object": "payment_intent", "id": ident, **MONEY, "last_payment_error": problem if error else None, **more}


def test_each_attempt_that_failed_is_one_payment_at_the_time_it_was_told():
    tries = [event(5, intent("ch_1")), event(6, intent("ch_1")), event(7, intent("ch_2")), event(8, intent())]
    for order in (1, -1):
        reading = lines(*tries[::order])
        rows = sorted((row["psp_ref"], row["status"], row["last4"], row["initiated"][0]) for row in reading.rows)
        assert rows == [
            ("ch_1", "failed", "ch_1", "1970-01-01T00:00:05Z"), ("ch_2", "failed", "ch_2", "1970-01-01T00:00:07Z"),
        ]  # fmt: skip
        assert reading.read == len(tries)
    with_charge = lines(*tries, event(5, charge("ch_1", status="failed")))
    assert sorted(statuses(with_charge)) == [("ch_1", "failed"), ("ch_2", "failed")]
    assert len([row for row in with_charge.rows if row["psp_ref"] == "ch_1"]) == 1


def test_an_attempt_that_is_listed_is_not_told_again():
    expanded = intent("ch_1", latest_charge=charge("ch_1", status="failed"))
    assert statuses(lines(expanded)) == [("ch_1", "failed")]
    twice = intent(charges=page([charge(), charge("ch_2")]), latest_charge=charge("ch_2"))
    assert statuses(lines(twice)) == [("ch_1", "captured"), ("ch_2", "captured")]


def test_refunds_that_are_not_listed_are_a_finding():
    assert lines(charge(amount_refunded=100)).findings == {"refunds_elsewhere amount_refunded": 1}
    refunds = [
        {"object": "refund", "id": "re_1", **MONEY, "amount": 60},
        {"object": "refund", "id": "re_2", **MONEY, "amount": 40},
    ]
    assert lines(charge(amount_refunded=100, refunds=page(refunds))).findings == {}
    assert lines(charge(amount_refunded=100, refunds=refunds)).mapped == 1, "lists of the oldest versions are plain"
    failed = [refunds[0], {**refunds[1], "status": "failed"}]
    assert lines(charge(amount_refunded=100, refunds=page(failed))).findings == {"refunds_elsewhere amount_refunded": 1}
    assert lines(charge(refunds=page([], has_more=True))).findings == {"refunds_elsewhere amount_refunded": 1}


def test_a_refund_of_the_oldest_versions_is_known_by_its_balance_transaction():
    refund = {"object": "refund", **MONEY, "balance_transaction": "txn_1"}
    assert [row["psp_ref"] for row in lines(charge(refunds=[refund])).rows] == ["ch_1", "txn_1"]


def test_a_refund_of_a_charge_in_test_mode_is_test_mode():
    refund = {"object": "refund", "id": "re_1", **MONEY, "charge": "ch_1"}
    assert lines(refund, charge(livemode=False)).excluded == [["line:1", "test_mode"], ["line:2", "test_mode"]]
    assert lines({**refund, "charge": charge(livemode=False)}).excluded == [["line:1", "test_mode"]]
    assert lines(refund, charge(livemode=True)).excluded == []
    assert lines(refund).mapped == 1, "nobody says that it is a test"


@pytest.mark.parametrize(
    "body",
    [
        b"id,Created (UTC),Amount,Currency\nch_1,2024-01-01 10:00,9.00,eur\n",
        b"\xef\xbb\xbfid;Created (UTC);Amount;Currency\r\nch_1;2024-01-01 10:00;9,00;eur\r\n",
        "id\tAmount\tCurrency\nch_1\t9\teur\n".encode("utf-16"),
    ],
)
def test_a_table_is_refused_naming_the_format_that_reads_it(body):
    with pytest.raises(SourceRefused, match="`table`") as caught:
        read(READER, body, context("stripe.csv"))
    assert caught.value.code == "unknown_format"
    assert not READER.sniff(body, "stripe.csv")


def test_a_document_that_was_cut_off_gives_what_stands_before_where_the_policy_names_it(tmp_path):
    body = json.dumps(page([charge(f"ch_{n}") for n in range(3)]))
    cut = body[: body.rindex('"amount"')]
    root = mapped(tmp_path / "s", "a.json", cut, "")
    declaration = (root / "operation.toml").read_text().replace('format = "table"', 'format = "stripe"')
    (root / "operation.toml").write_text(declaration.replace('map = "map.toml"', ""))
    (root / "map.toml").unlink()
    with pytest.raises(SourceRefused, match="ends before it is complete"):
        take_in(root)
    settings = IntakeSettings(allow_truncated=frozenset((hashlib.sha256(cut.encode()).hexdigest(),)))
    intake = take_in(root, settings=settings)
    assert intake.tables["payment"]["psp_ref"].to_pylist() == ["ch_0", "ch_1"]
    assert intake.rejects.to_pylist()[0]["source_locator"] == "/data/2"
    assert findings_of(intake) == {("truncated", ""): 1}


def test_a_single_object_that_was_cut_off_is_one_cut_record():
    around = context("a.json")
    around.settings = IntakeSettings(allow_truncated=frozenset((around.source.sha256,)))
    reading = read(READER, b'{\n"object": "charge", "id": "ch_1"', around)
    assert (reading.rows, reading.rejected) == ([], [["/", "truncated"]])


@pytest.mark.parametrize("more", [{}, {"object": "charge", "id": "ch_0"}])
def test_a_list_that_says_at_its_end_that_it_is_none_is_refused(more):
    text = '{"object": "list", "data": [' + json.dumps(charge()) + '], "object": "charge"}'
    with pytest.raises(SourceRefused):
        read(READER, text.encode(), context("a.json"))


def test_an_object_that_holds_data_and_is_no_page_is_one_record():
    reading = document({**charge(), "data": [charge("ch_2"), charge("ch_3")]})
    assert statuses(reading) == [("ch_1", "captured")]
    assert document({"resources": {"a": charge()}, "object": "charge", "id": "x"}).rejected == [["/", "bad_time"]]


@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_one_line_of_any_length_is_a_document_whatever_it_is_called(name):
    body = json.dumps(page([charge(f"ch_{n}", description="x" * (1 << 20)) for n in range(17)])).encode()
    assert len(read(READER, body, context(name)).rows) == 17


def test_an_object_that_is_too_long_is_rejected_and_the_next_one_read():
    body = json.dumps(page([charge("ch_1"), charge("ch_2", description="x" * (17 << 20)), charge("ch_3")]))
    reading = read(READER, body.encode(), context("a.json"))
    assert statuses(reading) == [("ch_1", "captured"), ("ch_3", "captured")]
    assert reading.rejected == [["/data/1", "too_long"]]

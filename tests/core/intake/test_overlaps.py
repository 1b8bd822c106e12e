"""Again and corrected: overlapping deliveries, statements, and origins that never fill each other."""

from __future__ import annotations

import datetime as dt
import itertools
import random

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keerpunt.intake.merge import merge_deliveries
from keerpunt.intake.origins import origin_conflicts
from keerpunt.model.tables import table
from tests.support.folder import SOURCE, declared, sources_folder
from tests.support.rows import rows as make_rows
from tests.support.sources import found, rejected, short, take_in

pytestmark = pytest.mark.slow

HEAD = "platform_account_id,username,email,phone,status\n"


def delivery(
    path: str, received: str, name: str = "account", origin: str = "platform:platform-1", more: str = ""
) -> str:
    block = SOURCE.format(path=path, format="canonical", origin=origin, more=f'table = "{name}"\n{more}')
    return block.replace("2024-12-03", received)


def folder(root, *deliveries, name="account", head=HEAD, origin="platform:platform-1"):
    """Write one canonical file per (received_on, rows) in the order given."""
    files = {f"{n}.csv": head + "".join(f"{row}\n" for row in body) for n, (_, body) in enumerate(deliveries)}
    blocks = [delivery(f"{n}.csv", received, name, origin) for n, (received, _) in enumerate(deliveries)]
    return sources_folder(root, files, "".join(blocks))


def receipts(intake):
    return {receipt["path"]: receipt for receipt in intake.receipts}


def test_a_corrected_delivery_wins_fills_and_keeps_every_place(tmp_path):
    root = folder(
        tmp_path / "s", ("2024-01-01", ["u1,old,,123,active"]), ("2024-02-01", ["u1,new,a@mail.example.org,,"])
    )
    intake = take_in(root)
    assert short(intake, "account", "username", "email", "phone", "status") == [
        ("new", "a@mail.example.org", "123", "active")
    ]
    old = receipts(intake)["0.csv"]
    assert short(intake, "account", "source_locator") == [(f"line:2|{old['sha256'][:12]}:line:2",)]
    assert rejected(intake) == [("line:2", "superseded")]
    assert intake.rejects.to_pylist()[0]["source_sha256"] == old["sha256"]
    assert (old["read"], old["mapped"], old["rejected"]) == (1, 0, {"superseded": 1})


def test_deliveries_that_agree_merge_without_a_reject(tmp_path):
    root = folder(
        tmp_path / "s", ("2024-01-01", ["u1,ann,,123,"]), ("2024-02-01", ["u1,ann,a@mail.example.org,,active"])
    )
    intake = take_in(root)
    assert short(intake, "account", "email", "phone", "status") == [("a@mail.example.org", "123", "active")]
    assert rejected(intake) == []
    assert found(intake) == {("merged_rows", "account"): 1}
    assert receipts(intake)["0.csv"]["mapped"] == 1


def test_on_one_day_the_order_of_the_declaration_decides_and_it_is_a_conflict(tmp_path):
    intake = take_in(folder(tmp_path / "s", ("2024-01-01", ["u1,first,,,"]), ("2024-01-01", ["u1,second,,,"])))
    assert short(intake, "account", "username") == [("first",)]
    assert rejected(intake) == [("line:2", "conflict")]


def test_rows_of_one_file_settle_the_same_way_in_any_order(tmp_path):
    body = ["u1,b,,,", "u1,a,,1,", "u1,c,c@mail.example.org,,"]
    results = set()
    for number, order in enumerate(itertools.permutations(body)):
        intake = take_in(folder(tmp_path / str(number), ("2024-01-01", list(order))))
        results.add(tuple(short(intake, "account", "username", "email", "phone")))
        assert len(rejected(intake)) == 2
    assert results == {(("a", "c@mail.example.org", "1"),)}


def test_the_strictest_handling_of_merged_deliveries_holds(tmp_path):
    blocks = delivery("a.csv", "2024-02-01") + delivery("b.csv", "2024-01-01", more='handling = "H2"')
    root = sources_folder(tmp_path / "s", {"a.csv": HEAD + "u1,x,,,\n", "b.csv": HEAD + "u1,x,,5,\n"}, blocks)
    assert short(take_in(root), "account", "handling", "phone") == [("H2", "5")]


def test_origins_stay_apart_and_their_differences_are_counted(tmp_path):
    head, one, two = "psp,psp_ref,initiated,amount,currency,payer_name,direction\n", "stripe,ch_1", "stripe,ch_2"
    files = {
        "psp.csv": f"{head}{one},2024-01-01T10:00:00Z,10.00,EUR,A. Nobody,in\n{two},2024-01-01,1.00,EUR,,in\n",
        "own.csv": f"{head}{one},2024-01-01T10:00:00Z,12.00,EUR,,in\n{two},2024-01-01,1.00,EUR,B. Nobody,in\n",
    }
    blocks = delivery("psp.csv", "2024-01-01", "payment", "psp:stripe") + delivery("own.csv", "2024-01-02", "payment")
    intake = take_in(sources_folder(tmp_path / "s", files, blocks))
    assert short(intake, "payment", "record_key", "amount_minor", "payer_name") == [
        ("payment:platform:platform-1/stripe:ch_1", 1200, None),
        ("payment:platform:platform-1/stripe:ch_2", 100, "B. Nobody"),
        ("payment:psp:stripe/stripe:ch_1", 1000, "A. Nobody"),
        ("payment:psp:stripe/stripe:ch_2", 100, None),
    ]
    assert found(intake) == {("origin_conflict", "payment.amount"): 1}
    assert rejected(intake) == []


def test_a_day_and_an_instant_are_no_conflict_of_origins():
    day = {
        "record_key": "account:u1",
        "platform_account_id": "u1",
        "registered_utc": dt.datetime(2024, 1, 1, tzinfo=dt.UTC),
    }
    hour = day | {"registered_utc": dt.datetime(2024, 1, 1, 9, tzinfo=dt.UTC), "registered_precision": "second"}
    both = make_rows("account", day | {"origin": "psp:a", "registered_precision": "day"}, hour | {"origin": "bank:b"})
    assert origin_conflicts(table("account"), both) == []
    same = make_rows(
        "account", hour | {"origin": "psp:a"}, day | {"origin": "bank:b", "registered_precision": "second"}
    )
    assert [f.column for f in origin_conflicts(table("account"), same)] == ["account.registered"]


SUBSCRIBER = "provider,customer_ref,response,full_name,linked_kind,linked_value\n"


def test_statements_about_one_customer_are_all_kept_and_share_the_key(tmp_path):
    body = ["bank-a,c1,match,A. Nobody,iban,NL91ABNA0417164300", "bank-a,c1,match,A. Nobody,email,a@mail.example.org"]
    root = folder(tmp_path / "s", ("2024-01-01", body), name="subscriber", head=SUBSCRIBER, origin="bank:a")
    intake = take_in(root)
    assert short(intake, "subscriber", "record_key") == [("subscriber:bank-a:c1",)] * 2
    assert rejected(intake) == []


def test_equal_statements_are_one_and_the_repeat_is_excluded(tmp_path):
    row = "bank-a,c1,match,A. Nobody,,"
    deliveries = (("2024-02-01", [row]), ("2024-01-01", [row, row, "bank-a,c2,match,,,"]))
    intake = take_in(folder(tmp_path / "s", *deliveries, name="subscriber", head=SUBSCRIBER, origin="bank:a"))
    assert intake.tables["subscriber"].num_rows == 2
    first, second = receipts(intake)["0.csv"], receipts(intake)["1.csv"]
    assert (first["mapped"], first["excluded"]) == (0, {"duplicate_row": 1})
    assert (second["mapped"], second["excluded"], second["read"]) == (2, {"duplicate_row": 1}, 3)
    assert rejected(intake) == []
    assert short(intake, "subscriber", "source_sha256")[0] == (second["sha256"],)


def test_equal_statements_of_different_origins_are_both_kept(tmp_path):
    files = {"a.csv": f"{SUBSCRIBER}p,c1,match,,,\n", "b.csv": f"{SUBSCRIBER}p,c1,match,,,\n\n"}
    blocks = delivery("a.csv", "2024-01-01", "subscriber", "bank:a") + delivery(
        "b.csv", "2024-01-01", "subscriber", "isp:b"
    )
    assert take_in(sources_folder(tmp_path / "s", files, blocks)).tables["subscriber"].num_rows == 2


def test_an_unknown_value_and_a_text_that_looks_like_its_mark_are_not_equal(tmp_path):
    head = "provider,customer_ref,response,full_name,birthplace\n"
    body = ["p,c1,match,,x", "p,c1,match,x,", "p,c1,match,=,=", "p,c1,match,\x1e,"]
    root = folder(tmp_path / "s", ("2024-01-01", body), name="subscriber", head=head, origin="bank:a")
    assert take_in(root).tables["subscriber"].num_rows == 4


def test_two_unknown_customers_at_one_line_of_two_files_never_become_one(tmp_path):
    files = {"a.csv": f"{SUBSCRIBER}p,,match,A. Nobody,,\n", "b.csv": f"{SUBSCRIBER}p,,match,B. Nobody,,\n"}
    blocks = delivery("a.csv", "2024-01-01", "subscriber", "bank:a") + delivery(
        "b.csv", "2024-01-01", "subscriber", "bank:a"
    )
    intake = take_in(sources_folder(tmp_path / "s", files, blocks))
    digests = {r["path"]: r["sha256"][:12] for r in intake.receipts}
    assert sorted(short(intake, "subscriber", "record_key")) == sorted(
        (f"subscriber:p:@{digest}:line:2",) for digest in digests.values()
    )


def test_one_unknown_customer_is_keyed_by_the_place(tmp_path):
    root = folder(tmp_path / "s", ("2024-01-01", ["p,,match,,,"]), name="subscriber", head=SUBSCRIBER, origin="bank:a")
    assert short(take_in(root), "subscriber", "record_key") == [("subscriber:p:@line:2",)]


def test_a_record_with_a_row_left_still_counts_as_mapped(tmp_path):
    """A line that fed two tables loses one row to a newer delivery; the other row still stands."""
    map_text = """
[[table]]
to = "account"
columns = { platform_account_id = "id", username = "name" }
[[table]]
to = "purchase_order"
columns = { order_id = "order", platform_account_id = "id" }
"""
    blocks = "".join(
        SOURCE.format(path=p, format="table", origin="platform:p", more='map = "m.toml"').replace("2024-12-03", day)
        for p, day in (("old.csv", "2024-01-01"), ("new.csv", "2024-02-01"))
    )
    files = {"old.csv": "id,name,order\nu1,ann,o1\n", "new.csv": "id,name,order\nu1,bob,o2\n", "m.toml": map_text}
    intake = take_in(sources_folder(tmp_path / "s", files, blocks))
    assert rejected(intake) == [("line:2", "superseded")]
    assert receipts(intake)["old.csv"]["mapped"] == 1
    assert [key for (key,) in short(intake, "purchase_order", "order_id")] == ["o1", "o2"]


def slow_merge(group):
    """Merge rows of one key straight from the rule, field by field."""
    ranked = sorted(group, key=lambda r: (-r["received_on"].toordinal(), r["position"], r["content"]))
    best, reasons = {}, []
    for row in ranked:
        loses = False
        for name in ("username", "email", "phone"):
            if row[name] is not None and best.get(name) not in (None, row[name]):
                loses = True
            elif row[name] is not None:
                best[name] = row[name]
        if loses:
            reasons.append("superseded" if row["received_on"] < ranked[0]["received_on"] else "conflict")
    return best, sorted(reasons)


CELL = st.sampled_from([None, "a", "b"])


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 3), st.integers(0, 1), CELL, CELL, CELL), min_size=1, max_size=5), st.randoms()
)
def test_merging_agrees_with_the_rule_and_with_any_order_of_rows(entries, rng: random.Random):
    digests = ["0" * 64, "1" * 64]
    made = make_rows(
        "account",
        *(
            {
                "record_key": "account:u1", "platform_account_id": "u1", "origin": "platform:p",
                "received_on": dt.date(2024, 1, day), "source_sha256": digests[file], "source_locator": f"line:{n}",
                "username": name, "email": mail, "phone": phone,
            }
            for n, (day, file, name, mail, phone) in enumerate(entries)
        ),
    )  # fmt: skip
    positions = {digests[0]: 0, digests[1]: 1}
    merged = merge_deliveries(table("account"), made, positions)
    group = made.to_pylist()
    for row in group:
        row["position"] = positions[row["source_sha256"]]
        row["content"] = tuple(
            "" if row[c] is None else f"={row[c]}" for c in row if not c.startswith("source_") and c != "position"
        )
    best, reasons = slow_merge(group)
    assert merged.rows.num_rows == 1
    assert {name: merged.rows[name][0].as_py() for name in ("username", "email", "phone")} == {
        name: best.get(name) for name in ("username", "email", "phone")
    }
    assert sorted(lost.reason for lost in merged.lost) == reasons
    order = list(range(made.num_rows))
    rng.shuffle(order)
    again = merge_deliveries(table("account"), made.take(pa.array(order)), positions)
    assert again.rows.equals(merged.rows)


@pytest.mark.parametrize("name", ["account", "purchase_order", "payment", "folder"])
def test_every_merged_table_can_be_compared_between_origins(name):
    assert table(name).keyed_merge
    assert not [field for field in table(name).fields if field.kind == "texts"]


PAYMENTS = "psp,psp_ref,direction,row_kind,initiated,amount,currency,payer_name,billing_line1,last4,iban,order_id\n"


def payments(*rest):
    return [f"btcpay,1,in,payment,2024-01-01T00:00:00Z,5.00,EUR,{row}" for row in rest]


def test_a_row_that_names_another_payer_or_card_lends_its_winner_nothing_of_them(tmp_path):
    old, new = payments("Bob,Bobstreet 1,1111,NL91ABNA0417164300,o1", "Ann,,2222,,")
    made = folder(tmp_path / "s", ("2024-01-01", [old]), ("2024-02-01", [new]), name="payment", head=PAYMENTS)
    assert short(take_in(made), "payment", "payer_name", "billing_line1", "last4", "iban", "order_id") == [
        ("Ann", None, "2222", None, "o1")
    ]


def test_a_row_of_the_same_payer_completes_him(tmp_path):
    old, new = payments("Ann,Annstreet 1,,,", "Ann,,2222,,")
    made = folder(tmp_path / "s", ("2024-01-01", [old]), ("2024-02-01", [new]), name="payment", head=PAYMENTS)
    assert short(take_in(made), "payment", "payer_name", "billing_line1", "last4") == [("Ann", "Annstreet 1", "2222")]


@pytest.mark.parametrize(("kind", "payer"), [("payment", "Ann"), ("reversal", None), ("refund", None), ("fee", None)])
def test_whoever_money_comes_back_from_is_no_payer(tmp_path, kind, payer):
    row = payments("Ann,,,,")[0].replace("in,payment", f"in,{kind}")
    made = folder(tmp_path / "s", ("2024-01-01", [row]), name="payment", head=PAYMENTS)
    assert short(take_in(made), "payment", "payer_name") == [(payer,)]


@pytest.mark.parametrize(
    ("table", "header", "row"),
    [
        ("access_grant", "platform_account_id,granted,scope", "u1,2024-01-01T10:00:00Z,all"),
        ("fraud_report", "code,fingerprint,reported", "stolen,fp1,2024-01-01T10:00:00Z"),
    ],
)
def test_an_equal_grant_or_report_of_one_origin_is_said_once(tmp_path, table, header, row):
    files = dict.fromkeys(("a.csv", "b.csv"), f"{header}\n{row}\n")
    files["b.csv"] += row.replace("1T", "2T") + "\n"
    blocks = "".join(declared(name, "canonical", more=f'table = "{table}"') for name in files)
    intake = take_in(sources_folder(tmp_path / "s", files, blocks))
    assert intake.tables[table].num_rows == 2
    assert [receipt["excluded"] for receipt in intake.receipts] == [{}, {"duplicate_row": 1}]

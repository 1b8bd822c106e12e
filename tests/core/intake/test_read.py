"""The accounting of a whole intake, on toy readers whose every record is known."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from keerpunt.errors import InputRefused, SourceRefused, UsageRefused
from keerpunt.intake import IntakeSettings, settings_from
from keerpunt.intake.lines import MAX_CELL
from keerpunt.intake.reader import Reader
from keerpunt.intake.records import Excluded, Mapped, Rejected, Row, Total
from keerpunt.model.tables import CANONICAL, table
from keerpunt.store import canonical_json
from keerpunt.values.instant import from_iso
from keerpunt.values.money import Money
from keerpunt.values.token import derive_key
from tests.support.folder import ACCOUNTS, declared, sources_folder
from tests.support.sources import KEY, canonical, everything, found, rejected, short, take_in

CANARY = "Zebedee Canary"
PAID = {"initiated": from_iso("2024-01-01T10:00:00Z", None), "amount": Money(100, "EUR", 2)}


def toy(records, **more) -> dict[str, Reader]:
    """Return a reader of format `toy` that yields what `records(text, context)` yields."""

    def read(stream, context):
        yield from records(stream.read().decode(), context)

    return {"toy": Reader("toy", "1", ("account",), lambda _head, _name: True, read, **more)}


def account(n: int, **values) -> Mapped:
    return Mapped(f"line:{n}", (Row("account", {"platform_account_id": f"u{n}", **values}),))


def toy_folder(root: Path, more: str = "", **files: str) -> Path:
    blocks = "".join(declared(f"{name}.txt", "toy", more=more) for name in files)
    return sources_folder(root, {f"{name}.txt": body for name, body in files.items()}, blocks)


def test_every_record_is_counted_once(tmp_path):
    def records(_text, _context):
        yield account(1)
        yield Rejected("line:2", "bad_time")
        yield Excluded("line:3", "test_mode")
        yield Excluded("table x", "not_in_map", count=40)
        yield Rejected("line:5", "bad_time")
        yield Mapped("line:6", (Row("account", {}),))

    intake = take_in(toy_folder(tmp_path / "s", a="x"), readers=toy(records))
    receipt = intake.receipts[0]
    assert (receipt["read"], receipt["mapped"]) == (45, 1)
    assert receipt["excluded"] == {"not_in_map": 40, "test_mode": 1}
    assert receipt["rejected"] == {"bad_time": 2, "missing_key": 1}
    assert rejected(intake) == [("line:2", "bad_time"), ("line:5", "bad_time"), ("line:6", "missing_key")]
    assert receipt["rows"] == {"account": 1}
    json.dumps(intake.receipts)


def test_every_canonical_table_is_there_in_its_schema_also_when_empty(tmp_path):
    intake = take_in(toy_folder(tmp_path / "s", a="x"), readers=toy(lambda _t, _c: [account(1)]))
    assert set(intake.tables) == set(CANONICAL)
    for name, rows in intake.tables.items():
        assert rows.schema.equals(table(name).arrow())
    for name in ("rejects", "findings"):
        assert getattr(intake, name).schema.equals(table(name).arrow())


def test_common_columns_come_from_the_declaration(tmp_path):
    root = toy_folder(tmp_path / "s", 'handling = "H1"', a="x")
    row = take_in(root, readers=toy(lambda _t, _c: [account(1)])).tables["account"].to_pylist()[0]
    assert row["record_key"] == "account:u1"
    assert row["source_locator"] == "line:1"
    assert (row["origin"], row["handling"], row["reader"]) == ("platform:platform-1", "H1", "toy/1")
    assert (row["received_from"], str(row["received_on"])) == ("unit 1", "2024-12-03")
    assert (row["legal_basis"], row["purpose"]) == ("order 1", "test")
    assert row["status"] == "unknown"
    assert row["self_country"] == "XX"
    assert row["registered_precision"] == "unknown"
    assert row["email"] is None


def test_a_record_whose_one_row_is_incomplete_keeps_its_other_rows(tmp_path):
    def records(_text, _context):
        yield Mapped("line:1", (Row("account", {"platform_account_id": "u1"}), Row("purchase_order", {"product": "x"})))

    intake = take_in(toy_folder(tmp_path / "s", a="x"), readers=toy(records))
    assert (intake.receipts[0]["mapped"], intake.receipts[0]["rejected"]) == (1, {})
    assert found(intake) == {("incomplete_row", "purchase_order.order_id"): 1}
    assert intake.tables["purchase_order"].num_rows == 0


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (Row("account", {"platform_account_id": ""}), "missing_key"),
        (Row("session", {"event": "login_ok"}), "bad_time"),
        (Row("fraud_report", {"code": "rude"}), "unknown_record"),
        (Row("fraud_report", {}), "missing_key"),
        (Row("subscriber", {"provider": "p"}), "missing_key"),
    ],
)
def test_a_row_without_what_is_essential_is_rejected_by_reason(tmp_path, row, code):
    intake = take_in(
        toy_folder(tmp_path / "s", a="x"), readers=toy(lambda _t, _c: [account(1), Mapped("line:9", (row,))])
    )
    assert rejected(intake) == [("line:9", code)]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("account", {"platform_account_id": "x" * (MAX_CELL + 1)}),
        ("payment", PAID | {"psp": "stripe", "psp_ref": "x" * (MAX_CELL + 1)}),
        ("payment", PAID | {"psp": "bank:" + "x" * MAX_CELL, "psp_ref": "r"}),
    ],
)
def test_an_essential_value_too_long_to_keep_rejects_its_record_only(tmp_path, name, values):
    records = [Mapped("line:1", (Row(name, values),)), account(2)]
    intake = take_in(toy_folder(tmp_path / "s", a="x"), readers=toy(lambda _t, _c: records))
    assert rejected(intake) == [("line:1", "too_long")]
    assert intake.receipts[0]["rows"] == {"account": 1}


def test_an_essential_value_as_long_as_allowed_is_kept(tmp_path):
    records = [Mapped("line:1", (Row("account", {"platform_account_id": "x" * MAX_CELL}),))]
    intake = take_in(toy_folder(tmp_path / "s", a="x"), readers=toy(lambda _t, _c: records))
    assert intake.receipts[0]["rows"] == {"account": 1}


def test_words_outside_the_vocabulary_become_unknown_and_are_counted(tmp_path):
    records = [account(1, status="splendid", self_country="Holland"), account(2, status="banned", self_country="NL")]
    intake = take_in(toy_folder(tmp_path / "s", a="x"), readers=toy(lambda _t, _c: records))
    assert short(intake, "account", "status", "self_country") == [("unknown", "XX"), ("banned", "NL")]
    assert found(intake) == {("unreadable_value", "status"): 1, ("unreadable_value", "self_country"): 1}


@pytest.mark.parametrize(
    "values",
    [
        {"platform_account_id": 1}, {"platform_account_id": "a", "registered": "2024-01-01"},
        {"platform_account_id": "a", "colour": "red"}, {"platform_account_id": "a", "self_birthdate": "1980-01-01"},
        {"platform_account_id": "a", "username": ["x"]},
    ],
)  # fmt: skip
def test_a_reader_that_gives_wrong_types_is_refused_without_the_value(tmp_path, values):
    row = Mapped("line:1", (Row("account", values),))
    with pytest.raises(SourceRefused) as raised:
        take_in(toy_folder(tmp_path / "s", a="x"), readers=toy(lambda _t, _c: [row]))
    assert raised.value.code == "wrong_type"
    assert "a.txt" in str(raised.value)
    assert "1980" not in str(raised.value)


def test_what_a_reader_raises_is_refused_without_its_text(tmp_path):
    def records(_text, _context) -> Iterator[Mapped]:
        yield account(1)
        raise ValueError(CANARY)

    with pytest.raises(SourceRefused) as raised:
        take_in(toy_folder(tmp_path / "s", a="x"), readers=toy(records))
    assert str(raised.value) == "a.txt: the reader toy/1 failed (ValueError) after 1 records"
    assert raised.value.__cause__ is None
    assert raised.value.__suppress_context__


def test_a_refusal_names_file_and_place(tmp_path):
    def records(_text, _context):
        yield account(1)
        raise SourceRefused("truncated", "ends in the middle", place="Stmt[1]")

    with pytest.raises(SourceRefused, match=r"^a\.txt Stmt\[1\]: ends in the middle$"):
        take_in(toy_folder(tmp_path / "s", a="x"), readers=toy(records))


def test_endless_nesting_in_a_reader_is_refused(tmp_path):
    def records(_text, _context):
        yield from records(_text, _context)

    with pytest.raises(SourceRefused, match="nested too deeply"):
        take_in(toy_folder(tmp_path / "s", a="x"), readers=toy(records))


TOTALS = [account(1), Total("Stmt[1]", "entries", "2", "1")]


def test_a_binding_total_that_does_not_hold_refuses_the_file(tmp_path):
    with pytest.raises(SourceRefused, match=r"^a\.txt Stmt\[1\]: entries: the file states 2, found was 1$"):
        take_in(toy_folder(tmp_path / "s", a="x"), readers=toy(lambda _t, _c: TOTALS))


@pytest.mark.parametrize("totals", ["refuse", "finding"])
def test_a_card_number_in_place_of_a_total_is_shown_nowhere(tmp_path, totals):
    card = "4111111111111111"
    records = [account(1), Total("Stmt[1]", "entries", card, "1"), Total("Stmt[1]", "sum", card, card)]
    folder, readers = toy_folder(tmp_path / "s", a="x"), toy(lambda _t, _c: records)
    if totals == "refuse":
        with pytest.raises(SourceRefused, match=r"the file states pan:[0-9a-f]{16}:1111, found was 1$"):
            take_in(folder, readers=readers)
    else:
        intake = take_in(folder, readers=readers, settings=IntakeSettings(totals=totals))
        assert card not in everything(intake)
        assert found(intake) == {("total_mismatch", "entries"): 1}


def test_by_policy_a_wrong_total_is_a_finding(tmp_path):
    settings = IntakeSettings(totals="finding")
    intake = take_in(toy_folder(tmp_path / "s", a="x"), readers=toy(lambda _t, _c: TOTALS), settings=settings)
    assert found(intake) == {("total_mismatch", "entries"): 1}
    assert intake.receipts[0]["totals"] == [
        {"locator": "Stmt[1]", "name": "entries", "expected": "2", "found": "1", "binding": True}
    ]


def test_a_total_that_binds_nobody_is_a_finding_always(tmp_path):
    records = [account(1), Total("Stmt[1]", "balance", "2", "1", binding=False), Total("x", "n", "1", "1")]
    intake = take_in(toy_folder(tmp_path / "s", a="x"), readers=toy(lambda _t, _c: records))
    assert found(intake) == {("total_mismatch", "balance"): 1}


def test_a_file_without_any_record_is_refused_unless_it_states_zero(tmp_path):
    with pytest.raises(SourceRefused, match=r"a\.txt: holds no record"):
        take_in(toy_folder(tmp_path / "s", a="x"), readers=toy(lambda _t, _c: []))
    zero = [Total("line:1", "records", "0", "0", states_zero=True)]
    assert take_in(toy_folder(tmp_path / "t", a="x"), readers=toy(lambda _t, _c: zero)).receipts[0]["read"] == 0


def test_an_empty_file_is_a_finding(tmp_path):
    intake = take_in(toy_folder(tmp_path / "s", a="", b="x"), readers=toy(lambda _t, _c: [account(1)]))
    assert found(intake) == {("empty_file", ""): 1}
    assert intake.findings.column("detail").to_pylist() == ["the file has no byte"]
    assert [receipt["status"] for receipt in intake.receipts] == ["empty", "read"]


def test_policy_bounds_the_share_of_rejects(tmp_path):
    records = [account(1), Rejected("line:2", "bad_time")]
    root = toy_folder(tmp_path / "s", a="x")
    assert take_in(root, readers=toy(lambda _t, _c: records), settings=IntakeSettings(max_reject_share=0.5))
    with pytest.raises(SourceRefused, match="1 of 2 records were rejected"):
        take_in(root, readers=toy(lambda _t, _c: records), settings=IntakeSettings(max_reject_share=0.4))


def test_policy_may_refuse_any_finding(tmp_path):
    settings = IntakeSettings(refuse_findings=frozenset({"unknown_field"}))

    def records(_text, context):
        context.note("unknown_field", "x")
        yield account(1)

    with pytest.raises(InputRefused, match=r"a\.txt: the policy refuses the finding unknown_field"):
        take_in(toy_folder(tmp_path / "s", a="x"), readers=toy(records), settings=settings)


def test_the_same_file_twice_is_read_once_and_named(tmp_path):
    intake = take_in(toy_folder(tmp_path / "s", b="same", a="same"), readers=toy(lambda _t, _c: [account(1)]))
    second, first = intake.receipts
    assert (first["path"], first["status"], first["mapped"]) == ("b.txt", "read", 1)
    assert (second["status"], second["same_as"], second["excluded"]) == ("duplicate", "b.txt", {"duplicate_file": 1})
    assert second["read"] == second["mapped"] + 1
    assert intake.tables["account"].num_rows == 1


def test_the_second_wave_knows_what_the_first_said(tmp_path):
    def first(text, _context):
        for n, line in enumerate(text.splitlines(), start=1):
            yield account(n, username=line)
        yield Mapped("line:9", (Row("folder", {"folder_id": "Summer trip"}), Row("purchase_order", {"order_id": "o1"})))

    seen = {}

    def second(_text, context):
        seen["known"] = context.known
        yield account(7)

    readers = toy(first) | {
        "log": Reader("log", "1", (), lambda _h, _n: False, toy(second)["toy"].read, needs_known=True)
    }
    blocks = declared("a-log.txt", "log") + declared("z.txt", "toy")
    intake = take_in(
        sources_folder(tmp_path / "s", {"z.txt": "ann\nbob\nann\n", "a-log.txt": "x"}, blocks), readers=readers
    )
    known = seen["known"]
    assert known.accounts == {"u1", "u2", "u3"}
    assert known.account_by_username == {"bob": "u2"}
    assert known.orders == {"o1"}
    assert known.folders["Summer trip"] == intake.tables["folder"]["folder_id"][0].as_py()
    assert found(intake) == {("ambiguous_username", "account.username"): 1}


def test_several_rows_from_one_place_have_keys_of_their_own(tmp_path):
    check = {"psp": "stripe", "psp_ref": "ch_1"}
    rows = tuple(Row("payment_check", {**check, "check_kind": kind}) for kind in ("cvc", "avs_street", "threeds"))
    intake = take_in(toy_folder(tmp_path / "s", a="x"), readers=toy(lambda _t, _c: [Mapped("line:1", rows)]))
    stem = f"payment_check:{intake.receipts[0]['sha256'][:12]}:line:1"
    assert [key for (key,) in short(intake, "payment_check", "record_key")] == [stem, f"{stem}+2", f"{stem}+3"]
    assert len(set(short(intake, "payment_check", "source_locator"))) == 1


class Counting:
    """Progress that keeps what it was told."""

    def __init__(self) -> None:
        self.steps: dict[str, list] = {}

    @contextmanager
    def step(self, name, total, unit):
        self.steps[name] = [total, unit, 0]

        def tick(done, /):
            self.steps[name][2] += done

        yield tick


def test_progress_tells_true_counts(tmp_path):
    progress = Counting()
    body = ",".join("abc")
    root = toy_folder(tmp_path / "s", a=body, b=body + "x")
    take_in(root, progress=progress, readers=toy(lambda _t, _c: (account(n) for n in range(2500))))
    assert progress.steps["intake"] == [None, "records", 5000]


def test_batches_of_any_size_give_the_same_tables(tmp_path):
    root = canonical(tmp_path / "s", account=ACCOUNTS + "".join(f"x{n},name {n},,\n" for n in range(50)))
    small, large = (take_in(root, settings=IntakeSettings(batch_rows=n)) for n in (1, 1000))
    assert small.tables["account"].equals(large.tables["account"])


def test_the_order_of_declaration_and_of_rows_changes_nothing(tmp_path):
    lines = ACCOUNTS.splitlines()
    orders = "order_id,platform_account_id,placed\no1,u1,2024-01-05T00:00:00Z\no2,u2,2024-01-06T00:00:00Z\n"
    first = take_in(canonical(tmp_path / "a", account=ACCOUNTS, purchase_order=orders))
    second = take_in(canonical(tmp_path / "b", purchase_order=orders, account=ACCOUNTS))
    assert first.tables == second.tables
    assert first.custody == second.custody
    assert first.receipts == second.receipts
    assert first.coverage.equals(second.coverage)
    random.Random(1).shuffle(body := lines[1:])
    third = take_in(
        canonical(tmp_path / "c", account="\n".join([lines[0], *reversed(body)]) + "\n", purchase_order=orders)
    )
    ours = ["source_sha256", "source_locator"]
    assert third.tables["account"].drop_columns(ours).equals(first.tables["account"].drop_columns(ours))


def test_judgements_under_a_derived_key_are_refused(tmp_path):
    body = "judgement_id,kind,left_keys,right_keys,value\nj1,same_person,a,b,same\n"
    root = canonical(tmp_path / "s", judgement=body)
    assert take_in(root, key=KEY).tables["judgement"].num_rows == 1
    with pytest.raises(UsageRefused, match="make-key"):
        take_in(root, key=derive_key(["0" * 64]))


def test_custody_lines_are_in_the_form_that_builds_write(tmp_path):
    for line in take_in(canonical(tmp_path / "s", account=ACCOUNTS)).custody:
        assert canonical_json(json.loads(line)) == line


def test_settings_come_from_the_policy_file(tmp_path):
    path = tmp_path / "policy.toml"
    path.write_text(
        '[intake]\ntotals = "finding"\nmax_reject_share = 0.1\nlog_gap = 48\nrefuse_findings = ["log_gap"]\n'
    )
    found_settings = settings_from(path)
    assert (found_settings.totals, found_settings.max_reject_share) == ("finding", 0.1)
    assert (found_settings.log_gap.total_seconds(), found_settings.refuse_findings) == (172800, frozenset({"log_gap"}))
    assert settings_from(None) == IntakeSettings()


@pytest.mark.parametrize(
    "text", ['[intake]\ntotals = "ignore"', "[intake]\nmax_reject_share = 2.0", "[intake]\nx = 1", "["]
)
def test_a_wrong_policy_is_refused_by_exit_four(tmp_path, text):
    path = tmp_path / "policy.toml"
    path.write_text(text)
    with pytest.raises(Exception, match=r"policy\.toml") as raised:
        settings_from(path)
    assert raised.value.exit_code == 4

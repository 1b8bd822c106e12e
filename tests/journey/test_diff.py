"""Two runs side by side: a corrected delivery shows what it corrected, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.cli import Answer, keerpunt
from tests.support.folder import declared, sources_folder

pytestmark = pytest.mark.slow

PAYMENTS = (
    "psp,psp_ref,initiated,amount,currency,platform_account_id,payer_name,payer_email\n"
    "x,1,2024-01-01T10:00:00Z,12.50,EUR,u1,Ann Example,ann@mail.example.org\n"
    "x,2,2024-01-02T10:00:00Z,12.50,EUR,u2,Ben Example,\n"
)
SUBSCRIBERS = (
    "provider,customer_ref,response,full_name,birthdate,emails,linked_kind,linked_value\n"
    "mail,c1,match,Ann Example,1980-01-01,ann@mail.example.org,email,ann@mail.example.org\n"
    "mail,c2,match,Ben Example,1981-01-01,ben@mail.example.org,email,ben@mail.example.org\n"
)
ACCOUNTS = "platform_account_id,email\nu1,ann@mail.example.org\nu2,ben@mail.example.org\n"


def run(root: Path, name: str, *, key: str = "", payments: str = PAYMENTS, subscribers: str = SUBSCRIBERS) -> Path:
    files = {"payment.csv": payments, "subscriber.csv": subscribers, "account.csv": ACCOUNTS}
    blocks = declared("payment.csv", "canonical", "psp:x", 'table = "payment"')
    blocks += declared("subscriber.csv", "canonical", "email:mail", 'table = "subscriber"')
    blocks += declared("account.csv", "canonical", more='table = "account"')
    sources = sources_folder(root / name / "sources", files, blocks)
    env = {"KEERPUNT_TOKEN_KEY_FILE": str(root / (key or "key"))}
    if not (root / (key or "key")).exists():
        assert keerpunt("make-key", "--out", root / (key or "key")).code == 0
    done = keerpunt("run", sources, "--out", root / name / "out", env=env)
    assert done.code == 0, done.err
    return root / name / "out"


def diff(before: Path, after: Path, *more: str) -> Answer:
    return keerpunt("diff", before, after, "--reason", "corrected delivery", *more)


def as_json(before: Path, after: Path) -> dict:
    return json.loads(diff(before, after, "--json").out)


def test_equal_runs_do_not_differ(tmp_path: Path) -> None:
    first, second = run(tmp_path, "a"), run(tmp_path, "b")
    assert diff(first, second).out == "No record, identity or lead differs.\n"


def test_a_corrected_delivery_shows_what_it_corrected_and_nothing_else(tmp_path: Path) -> None:
    corrected = PAYMENTS.replace("x,2,2024-01-02T10:00:00Z,12.50", "x,2,2024-01-02T10:00:00Z,21.50")
    more = "x,3,2024-01-03T10:00:00Z,1.00,EUR,u1,,\n"
    first, second = run(tmp_path, "a"), run(tmp_path, "b", payments=corrected + more)
    found = as_json(first, second)
    assert found["counts"]["payment"] == {"changed": 1, "new": 1}
    (changed,) = [change for change in found["records"] if change["kind"] == "changed"]
    assert changed["fields"] == {"amount_minor": [1250, 2150]}
    shown = diff(first, second).out
    assert "fact: amount_minor: 1250 -> 2150" in shown
    assert "payment:psp:x/x:3" in shown


def test_what_is_gone_is_named(tmp_path: Path) -> None:
    first = run(tmp_path, "a")
    second = run(tmp_path, "b", subscribers="".join(SUBSCRIBERS.splitlines(keepends=True)[:2]))
    found = as_json(first, second)
    assert found["counts"]["subscriber"] == {"gone": 1}
    assert found["counts"]["leads"]["gone"] >= 1


def test_tokens_of_two_keys_are_not_called_a_difference(tmp_path: Path) -> None:
    cards = PAYMENTS.replace("Ben Example", "4111111111111111")
    first, second = run(tmp_path, "a", payments=cards), run(tmp_path, "b", payments=cards, key="other")
    found = as_json(first, second)
    assert found["unlike_keys"] is True
    assert "payment" not in found["counts"]
    assert "different token keys" in diff(first, second).out


def test_both_logs_name_the_builds_before_the_records(tmp_path: Path) -> None:
    first, second = run(tmp_path, "a"), run(tmp_path, "b", payments=PAYMENTS.replace("12.50", "12.60"))
    diff(first, second)
    for out in (first, second):
        entries = [json.loads(line) for line in (out / "audit.jsonl").read_text().splitlines()]
        *_, builds, records = entries
        assert all(name.startswith("build:") for name in builds["object_ids"])
        assert "payment:psp:x/x:1" in records["object_ids"]
        assert records["justification"] == "corrected delivery"
        assert keerpunt("verify", out).code == 0


def test_a_folder_without_a_build_is_refused(tmp_path: Path) -> None:
    assert diff(run(tmp_path, "a"), tmp_path).code == 3

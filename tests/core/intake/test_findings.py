from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

from keerpunt.intake.findings import DETAIL, Finding, findings_table, rejects_table
from keerpunt.model.words import EXCLUDE_REASONS, REJECT_REASONS

SOURCE = "\n".join(path.read_text(encoding="utf-8") for path in Path(str(files("keerpunt.intake"))).rglob("*.py"))


def test_every_finding_that_a_shipped_reader_notes_is_said_in_plain_words():
    noted = set(re.findall(r"\.note\(\s*\"([a-z_]+)\"", SOURCE))
    assert noted >= {"log_gap", "unknown_field", "no_final_newline"}
    assert noted <= set(DETAIL)


def test_every_reason_that_a_shipped_reader_gives_is_of_the_vocabulary():
    rejected = set(re.findall(r"Rejected\([^()]*?\"([a-z_]+)\"\)", SOURCE))
    excluded = set(re.findall(r"Excluded\([^()]*?\"([a-z_]+)\"\)", SOURCE))
    assert rejected
    assert excluded
    assert rejected <= set(REJECT_REASONS)
    assert excluded <= set(EXCLUDE_REASONS)


def test_equal_findings_add_up_and_none_stays_with_zero():
    table = findings_table(
        [
            Finding("b", "log_gap", "", 2),
            Finding("a", "other_code", "x", 1),
            Finding("b", "log_gap", "", 3),
            Finding("a", "z", "", 0),
        ]
    )
    assert [(r["source_sha256"], r["code"], r["count"]) for r in table.to_pylist()] == [
        ("a", "other_code", 1),
        ("b", "log_gap", 5),
    ]
    assert table["detail"].to_pylist() == ["other code", DETAIL["log_gap"]]


def test_rejects_are_sorted_and_may_be_none():
    assert rejects_table([]).num_rows == 0
    found = rejects_table([("b", "line:1", "bad_time"), ("a", "line:2", "truncated")])
    assert found["source_sha256"].to_pylist() == ["a", "b"]

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from keerpunt.errors import VerificationFailed
from keerpunt.store import AuditFile, verify_audit

NOW = dt.datetime(2025, 3, 1, 12, tzinfo=dt.UTC)


def log_of(tmp_path: Path, entries: int) -> Path:
    log = AuditFile(tmp_path, lambda: NOW)
    for number in range(entries):
        log.write("consultation", actor="a1", object_ids=[f"lead:{number}"], justification="a review")
    return tmp_path / "audit.jsonl"


def test_entries_are_chained_and_counted(tmp_path: Path) -> None:
    log_of(tmp_path, 3)
    assert verify_audit(tmp_path) == 3


@pytest.mark.parametrize("damage", ["change", "remove", "swap"])
def test_a_damaged_log_is_found(tmp_path: Path, damage: str) -> None:
    path = log_of(tmp_path, 3)
    lines = path.read_text().splitlines()
    if damage == "change":
        lines[1] = lines[1].replace("lead:1", "lead:9")
    elif damage == "remove":
        del lines[1]
    else:
        lines[0], lines[1] = lines[1], lines[0]
    path.write_text("\n".join(lines) + "\n")
    with pytest.raises(VerificationFailed, match=r"audit\.jsonl:[12]"):
        verify_audit(tmp_path)


def test_no_log_is_no_reading(tmp_path: Path) -> None:
    assert verify_audit(tmp_path) == 0

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from keerpunt.errors import UsageRefused, VerificationFailed
from keerpunt.store import AuditFile, names_entry, verify_audit

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


def test_a_text_with_line_separators_is_refused_and_breaks_no_log(tmp_path: Path) -> None:
    log = AuditFile(tmp_path, lambda: NOW)
    for reason in ("a\u2028b", "a\nb", "\udcff"):
        with pytest.raises(UsageRefused, match="reason"):
            log.write("consultation", actor="a1", object_ids=["lead:1"], justification=reason)
    log.write("consultation", actor="a1", object_ids=["lead:\u20281"], justification="a review")
    log.write("consultation", actor="a1", object_ids=["lead:2"], justification="a review")
    assert verify_audit(tmp_path) == 2


def test_a_disk_that_fills_up_leaves_whole_entries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = log_of(tmp_path, 2)
    before = path.read_bytes()

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="space"):
        log_of(tmp_path, 1)
    monkeypatch.undo()
    assert path.read_bytes() == before
    log_of(tmp_path, 1)
    assert verify_audit(tmp_path) == 3


def test_a_torn_log_is_named_and_not_added_to(tmp_path: Path) -> None:
    path = log_of(tmp_path, 2)
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(VerificationFailed, match=r"audit\.jsonl"):
        log_of(tmp_path, 1)


def test_an_entry_is_found_by_what_it_names(tmp_path: Path) -> None:
    log_of(tmp_path, 2)
    assert names_entry(tmp_path, "consultation", ["lead:1"])
    assert not names_entry(tmp_path, "combination", ["lead:1"])
    assert not names_entry(tmp_path, "consultation", ["lead:1", "lead:0"])

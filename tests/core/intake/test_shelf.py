"""What files gave waits on disk, and an equal reading is taken over by the next run."""

from __future__ import annotations

import hashlib
import stat
from pathlib import Path

import pytest

from keerpunt.errors import InputRefused
from keerpunt.intake import IntakeSettings, Shelf, read_operation, read_sources, shelf, take_custody
from keerpunt.model.progress import Silent
from keerpunt.values.token import TokenKey
from tests.support.folder import ACCOUNTS, declared, sources_folder
from tests.support.sources import KEY, canonical, everything, take_in

LOG = '192.0.2.1 - u1 [10/Oct/2023:13:55:36 +0000] "POST /login HTTP/1.1" 200 5 "-" "x"\n'


def place(root: Path, name: str, old: str = "", salt: str = "") -> Shelf:
    for folder in (f"{name}/new", f"{name}/work"):
        (root / folder).mkdir(parents=True)
    return Shelf(root / name / "new", root / name / "work", root / old / "new" if old else None, salt)


def again(root: Path, on: Shelf, key: TokenKey = KEY, settings: IntakeSettings | None = None):
    custody = take_custody(read_operation(root), root)
    return read_sources(custody, key, settings or IntakeSettings(), Silent(), shelf=on)


def log_and_accounts(root: Path, accounts: str = ACCOUNTS) -> Path:
    files = {"accounts.csv": accounts, "a.log": LOG + "what is this\n"}
    blocks = declared("accounts.csv", "canonical", more='table = "account"') + declared("a.log", "accesslog")
    return sources_folder(root, files, blocks)


def test_an_equal_reading_is_taken_over_and_gives_the_same(tmp_path):
    root = log_and_accounts(tmp_path / "s")
    first = again(root, place(tmp_path, "one"))
    second = again(root, place(tmp_path, "two", old="one"))
    assert (first.taken_over, second.taken_over) == (0, 2)
    assert everything(first) == everything(second) == everything(take_in(root))


def test_a_third_run_finds_what_the_second_only_took_over(tmp_path):
    root = log_and_accounts(tmp_path / "s")
    again(root, place(tmp_path, "one"))
    again(root, place(tmp_path, "two", old="one"))
    assert again(root, place(tmp_path, "three", old="two")).taken_over == 2


def test_a_changed_file_is_read_again_and_so_is_what_depends_on_it(tmp_path):
    root = log_and_accounts(tmp_path / "s")
    again(root, place(tmp_path, "one"))
    log_and_accounts(root, ACCOUNTS.replace("u1", "u9"))
    second = again(root, place(tmp_path, "two", old="one"))
    assert second.taken_over == 0  # the log names accounts, so it is read anew too
    assert everything(second) == everything(take_in(root))
    assert second.tables["session"]["platform_account_id"].to_pylist() == [None]


@pytest.mark.parametrize("what", ["key", "settings", "salt", "declaration"])
def test_whatever_rows_depend_on_makes_another_entry(tmp_path, what):
    root = log_and_accounts(tmp_path / "s")
    again(root, place(tmp_path, "one"))
    if what == "declaration":
        text = (root / "operation.toml").read_text()
        (root / "operation.toml").write_text(text.replace('received_from = "unit 1"', 'received_from = "unit 2"'))
    on = place(tmp_path, "two", old="one", salt="other" if what == "salt" else "")
    key = TokenKey(bytes(32)) if what == "key" else KEY
    settings = IntakeSettings(max_reject_share=0.9) if what == "settings" else None
    assert again(root, on, key, settings).taken_over == 0


def test_the_order_of_sets_in_the_settings_makes_no_other_entry():
    codes = [f"{n:064x}" for n in range(20)]
    assert repr(IntakeSettings(allow_truncated=frozenset(codes))) == repr(
        IntakeSettings(allow_truncated=frozenset(reversed(codes)))
    )


@pytest.mark.parametrize("harm", ["rows", "counts", "gone", "more", "no text"])
def test_an_entry_that_is_not_what_was_written_is_read_again(tmp_path, harm):
    root = sources_folder(tmp_path / "s")
    again(root, place(tmp_path, "one"))
    (entry,) = (tmp_path / "one/new").iterdir()
    rows, counts = entry / "account.arrow", entry / shelf.ENTRY
    if harm == "rows":
        rows.write_bytes(rows.read_bytes().replace(b"alpha", b"gamma"))
    elif harm == "counts":
        counts.write_text(counts.read_text().replace('"mapped":2', '"mapped":3'))
    elif harm == "gone":
        rows.unlink()
    elif harm == "more":
        (entry / "payment.arrow").write_bytes(rows.read_bytes())
    else:
        counts.write_bytes(b"\xff\n{}")
    second = again(root, place(tmp_path, "two", old="one"))
    assert second.taken_over == 0
    assert everything(second) == everything(take_in(root))


def test_the_name_of_a_folder_is_written_nowhere(tmp_path):
    root = canonical(tmp_path / "s", folder="folder_id,period\nSummer trip,2024-01\n")
    again(root, place(tmp_path, "one"))
    assert b"Summer" not in b"".join(p.read_bytes() for p in (tmp_path / "one").rglob("*") if p.is_file())
    assert again(root, place(tmp_path, "two", old="one")).taken_over == 0


def test_what_waits_is_private(tmp_path):
    again(log_and_accounts(tmp_path / "s"), place(tmp_path, "one"))
    paths = list((tmp_path / "one/new").rglob("*"))
    assert paths
    for path in paths:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)


def test_large_tables_are_the_same_from_the_disk(tmp_path, monkeypatch):
    root = log_and_accounts(tmp_path / "s")
    small = everything(take_in(root))
    monkeypatch.setattr(shelf, "LARGE", 0)
    assert everything(take_in(root)) == small


def test_rejects_of_many_batches_are_all_listed(tmp_path):
    body = "platform_account_id\n" + "".join(f"u{n}\n,\n" for n in range(50))
    root = canonical(tmp_path / "s", account=body)
    intake = take_in(root, settings=IntakeSettings(batch_rows=7))
    assert intake.rejects.num_rows == sum(intake.receipts[0]["rejected"].values()) == 50
    assert everything(intake) == everything(take_in(root))


def test_a_refused_file_leaves_no_entry_that_is_taken_over(tmp_path):
    root = sources_folder(tmp_path / "s", {"a.csv": "platform_account_id\n"}, declared("a.csv", "canonical"))
    with pytest.raises(InputRefused):
        again(root, place(tmp_path, "one"))
    assert not list((tmp_path / "one/new").rglob(shelf.ENTRY))


def test_an_entry_that_was_rewritten_without_the_key_is_read_again(tmp_path):
    root = sources_folder(tmp_path / "s")
    again(root, place(tmp_path, "one"))
    (entry,) = (tmp_path / "one/new").iterdir()
    text = (entry / shelf.ENTRY).read_text().partition("\n")[2].replace('"mapped":2', '"mapped":3')
    (entry / shelf.ENTRY).write_text(f"{hashlib.sha256(text.encode()).hexdigest()}\n{text}")
    assert again(root, place(tmp_path, "two", old="one")).taken_over == 0

"""Where a run keeps what it has read so far: private, gone afterwards, and of no harm if the run was killed."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from keerpunt.errors import UsageRefused
from keerpunt.store import reading_place, refuse_foreign
from keerpunt.store.paths import READING, RUN


def test_a_folder_that_was_not_there_is_not_there_afterwards(tmp_path: Path) -> None:
    out = tmp_path / "a" / "b"
    with reading_place(out) as place:
        (place / "x").write_text("x")
        assert stat.S_IMODE(place.stat().st_mode) == 0o700
    assert list(tmp_path.iterdir()) == []


def test_what_was_written_beside_it_stays(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with reading_place(out):
        (out / RUN).write_text("{}")
    assert [entry.name for entry in out.iterdir()] == [RUN]


def test_what_a_killed_run_left_is_removed_and_what_a_living_one_uses_is_not(tmp_path: Path) -> None:
    left = tmp_path / "out" / f"{READING}old"
    left.mkdir(parents=True)
    refuse_foreign(tmp_path / "out")
    with reading_place(tmp_path / "out") as first:
        assert not left.exists()
        with reading_place(tmp_path / "out") as second:
            assert first.exists()
            assert first != second


@pytest.mark.parametrize("name", ["notes.txt", "0" * 64 + "/notes.txt", "0" * 63, "0" * 64 + "/a.arrow/b"])
def test_a_cache_that_holds_something_foreign_is_never_removed(tmp_path: Path, name: str) -> None:
    (tmp_path / RUN).write_text("{}")
    path = tmp_path / "cache" / name
    path.parent.mkdir(parents=True)
    path.write_text("mine")
    with pytest.raises(UsageRefused):
        refuse_foreign(tmp_path)

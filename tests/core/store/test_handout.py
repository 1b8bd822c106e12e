"""A folder that leaves the unit appears whole or not at all, for its owner alone."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from keerpunt.errors import UsageRefused
from keerpunt.store import hand_out, handout

FILES = {"a/letter.pdf": b"%PDF", "a/questions.csv": b"x\n", "README.txt": b"read me\n"}


def test_files_and_folders_are_private(tmp_path: Path) -> None:
    hand_out(tmp_path / "new/asked", FILES)
    found = {path.relative_to(tmp_path / "new/asked").as_posix() for path in (tmp_path / "new/asked").rglob("*.*")}
    assert found == set(FILES)
    for path in (tmp_path / "new/asked", *(tmp_path / "new/asked").rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)


def test_an_empty_folder_is_filled_and_a_taken_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    hand_out(tmp_path / "empty", FILES)
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "elsewhere")
    for taken in (tmp_path / "empty", tmp_path / "empty/README.txt", link):
        with pytest.raises(UsageRefused):
            hand_out(taken, FILES)
    assert not (tmp_path / "elsewhere").exists()


def test_a_disk_that_fills_up_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[Path] = []

    def write(path: Path, body: bytes) -> None:
        if written:
            raise OSError(28, "No space left on device")
        written.append(path)
        path.write_bytes(body)

    monkeypatch.setattr(handout, "write_private", write)
    with pytest.raises(OSError, match="No space"):
        hand_out(tmp_path / "asked", FILES)
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_command_left_is_replaced(tmp_path: Path) -> None:
    (tmp_path / ".asked.part").mkdir()
    (tmp_path / ".asked.part/half.pdf").write_bytes(b"%P")
    hand_out(tmp_path / "asked", FILES)
    assert not (tmp_path / "asked/half.pdf").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["asked"]

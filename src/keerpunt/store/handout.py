"""Files that leave the unit: a folder of them appears as a whole or not at all, for its owner alone."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from keerpunt.errors import UsageRefused
from keerpunt.store.paths import private_folder, write_private

PART = ".part"


def refuse_taken(folder: Path) -> None:
    """Let a folder pass that is not there yet or is empty.

    Raises:
        UsageRefused: something is there that would be mixed up or overwritten.
    """
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise UsageRefused("is no folder", place=str(folder))
    if folder.is_dir() and any(folder.iterdir()):
        raise UsageRefused("the folder is not empty; name a new one", place=str(folder))


def hand_out(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files (path within the folder to content) with modes 0700 and 0600; the folder takes its place at the end.

    Raises:
        UsageRefused: the folder is taken.
        OSError: the disk refuses; the folder is then as it was.
    """
    refuse_taken(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    part = folder.with_name(f".{folder.name}{PART}")
    if part.exists():
        shutil.rmtree(part)
    try:
        private_folder(part)
        for name, body in files.items():
            private_folder((part / name).parent)
            write_private(part / name, body)
        part.replace(folder)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise

"""The folder a build is written to: nothing in it but what keerpunt made, and one writer at a time."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from keerpunt.errors import UsageRefused
from keerpunt.model.tables import TABLES
from keerpunt.store.paths import (
    AUDIT,
    CACHE,
    COMMIT,
    EVIDENCE,
    NEXT,
    OLD,
    READING,
    RESULTS,
    RUN,
    STANDING,
    SWAPPED,
    private_folder,
)

OURS = frozenset((*SWAPPED, AUDIT, NEXT, COMMIT, OLD))
_CACHED = re.compile(rf"(?:[0-9a-f]{{64}}|{STANDING})(/(?:entry\.json|[a-z_]+\.arrow))?")
FILES = frozenset((*(f"{name}.parquet" for name in TABLES), "leads.csv"))


@contextmanager
def locked(out: Path) -> Iterator[None]:
    """Hold the folder for one writer; a second one waits. The lock ends with the process."""
    handle = os.open(out, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


@contextmanager
def reading_place(out: Path) -> Iterator[Path]:
    """Give a private folder inside `out` for what is read until it becomes a build; it is gone afterwards.

    A folder left by a run that was killed is removed. If nothing was written in the end, `out` is as it was before:
    not there, if it was not there.
    """
    made = [folder for folder in (out, *out.parents) if not folder.exists()]
    private_folder(out)
    for left in sorted(out.glob(f"{READING}*")):
        with _held(left) as mine:
            if mine:
                shutil.rmtree(left, ignore_errors=True)
    place = Path(tempfile.mkdtemp(prefix=READING, dir=out))
    try:
        with _held(place):
            yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)
        for folder in made:
            if not any(folder.iterdir()):
                folder.rmdir()


@contextmanager
def _held(folder: Path) -> Iterator[bool]:
    """Hold a folder while it is in use; False if another process holds it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        yield False
    else:
        yield True
    finally:
        os.close(handle)


def refuse_foreign(out: Path) -> None:
    """Make sure that a build written here removes nothing that keerpunt did not make.

    Raises:
        UsageRefused: the folder holds a link or something foreign; the message names it.
    """
    if not out.exists():
        return
    entries = {entry.name: entry for entry in out.iterdir()}
    begun = any(name in (RUN, NEXT, COMMIT) or name.startswith(READING) for name in entries)
    for name, entry in sorted(entries.items()):
        ours = name in OURS or name.startswith(READING)
        if not ours or entry.is_symlink() or not begun:
            raise UsageRefused("holds something that is no build of keerpunt; name an empty folder", place=str(entry))
    for folder in (EVIDENCE, RESULTS):
        for entry in sorted((out / folder).glob("*")):
            if entry.name not in FILES or entry.is_symlink() or not entry.is_file():
                raise UsageRefused("holds something that keerpunt did not write; move it away", place=str(entry))
    for entry in sorted((out / CACHE).glob("**/*")):
        known = _CACHED.fullmatch(entry.relative_to(out / CACHE).as_posix())
        if not known or entry.is_symlink() or entry.is_dir() is (known[1] is not None):
            raise UsageRefused("holds something that keerpunt did not write; move it away", place=str(entry))

"""The folder a build is written to: nothing in it but what keerpunt made, and one writer at a time."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from keerpunt.errors import UsageRefused
from keerpunt.model.tables import TABLES
from keerpunt.store.paths import AUDIT, COMMIT, EVIDENCE, NEXT, OLD, RESULTS, RUN, SWAPPED

OURS = frozenset((*SWAPPED, AUDIT, NEXT, COMMIT, OLD))
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


def refuse_foreign(out: Path) -> None:
    """Make sure that a build written here removes nothing that keerpunt did not make.

    Raises:
        UsageRefused: the folder holds a link or something foreign; the message names it.
    """
    if not out.exists():
        return
    entries = {entry.name: entry for entry in out.iterdir()}
    begun = any(name in entries for name in (RUN, NEXT, COMMIT))
    for name, entry in sorted(entries.items()):
        if name not in OURS or entry.is_symlink() or not begun:
            raise UsageRefused("holds something that is no build of keerpunt; name an empty folder", place=str(entry))
    for folder in (EVIDENCE, RESULTS):
        for entry in sorted((out / folder).glob("*")):
            if entry.name not in FILES or entry.is_symlink() or not entry.is_file():
                raise UsageRefused("holds something that keerpunt did not write; move it away", place=str(entry))

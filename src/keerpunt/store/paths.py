"""Names and modes of what a build folder holds (CONTRACT.md section 4)."""

from __future__ import annotations

import os
from pathlib import Path

from keerpunt.errors import KeerpuntError

EVIDENCE = "evidence"
RESULTS = "results"
CUSTODY = "custody.jsonl"
RUN = "run.json"
TIMINGS = "timings.json"
AUDIT = "audit.jsonl"

CACHE = "cache"
"""What each file gave, so that the next run need not read it again; outside the build digest."""

STANDING = "standing"
"""In the cache: what the resolution of the build came of, so that the next run may change it by a few rows."""

BUILD = (EVIDENCE, RESULTS, CUSTODY, RUN, TIMINGS)
"""What makes a build: whoever copies one copies these, and no more of the evidence than that."""

SWAPPED = (*BUILD, CACHE)
"""What a run replaces as a whole; the audit log is only ever added to."""

NEXT = ".next"
COMMIT = ".commit"
OLD = ".old"
READING = ".reading-"
"""Begins the name of the folder in which a run keeps what it has read so far."""

FOLDER_MODE = 0o700
FILE_MODE = 0o600


def private_folder(path: Path) -> Path:
    """Create a folder that only its owner may enter (mode 0700) and return it.

    Raises:
        KeerpuntError: the folder cannot be made; the message names it.
    """
    try:
        path.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        path.chmod(FOLDER_MODE)
    except OSError as error:
        raise KeerpuntError(f"the folder cannot be made ({error.strerror})", place=str(path)) from None
    return path


def write_private(path: Path, body: bytes) -> None:
    """Write a file with mode 0600 and force it to the disk."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, FILE_MODE)
    with os.fdopen(handle, "wb") as out:
        out.write(body)
        out.flush()
        os.fsync(out.fileno())

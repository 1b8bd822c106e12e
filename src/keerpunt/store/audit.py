"""The log of readings beside a build: each entry holds the hash of the one before (LAW.md L10 to L12).

Whoever can read the files themselves is outside this log; hence the modes 0700 and 0600.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
from collections.abc import Callable, Sequence
from datetime import datetime
from io import FileIO
from pathlib import Path
from typing import Protocol

from keerpunt.errors import UsageRefused, VerificationFailed
from keerpunt.store.digest import canonical_json
from keerpunt.store.paths import AUDIT, FILE_MODE, private_folder

FIRST = "0" * 64


class AuditSink(Protocol):
    """Where a reading is written before it happens; if it cannot be written, nothing is read."""

    def write(self, verb: str, *, actor: str, object_ids: Sequence[str], justification: str) -> None:
        """Record one act; `verb` is one of the six of LED article 25, ids name leads or records."""
        ...


class AuditFile:
    """Appends chained JSON lines to `DIR/audit.jsonl`; `now` gives the instant, since time is an argument."""

    def __init__(self, build: Path, now: Callable[[], datetime]) -> None:
        self._path = build / AUDIT
        self._now = now

    def write(self, verb: str, *, actor: str, object_ids: Sequence[str], justification: str) -> None:
        """Append one entry under a lock and force it to the disk before returning.

        Raises:
            OSError: the entry cannot be written; the caller must then not read.
        """
        if not justification.isprintable():
            raise UsageRefused("holds characters that cannot be printed", place="reason")
        private_folder(self._path.parent)
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND, FILE_MODE)
        with os.fdopen(handle, "rb+", buffering=0) as log:
            fcntl.flock(log, fcntl.LOCK_EX)
            held = log.read()
            last = _last_line(held)
            entry = {
                "seq": last[0] + 1,
                "instant_utc": self._now().isoformat(),
                "actor": actor,
                "verb": verb,
                "object_ids": list(object_ids),
                "count": len(object_ids),
                "justification": justification,
                "prev_hash": last[1],
            }
            line = canonical_json(entry)
            entry["hash"] = _chain(last[1], line)
            _append(log, len(held), (canonical_json(entry) + "\n").encode())


def verify_audit(build: Path) -> int:
    """Re-walk the chain and return the number of entries.

    Raises:
        VerificationFailed: an entry was changed, removed or swapped; its place is named.
    """
    path = build / AUDIT
    if not path.exists():
        return 0
    previous, count = FIRST, 0
    for number, line in enumerate(_lines(path.read_bytes()), start=1):
        place = f"{AUDIT}:{number}"
        try:
            entry = json.loads(line)
            stated = entry.pop("hash")
        except (ValueError, KeyError, AttributeError, TypeError):  # a text that is no UTF-8 is a ValueError too
            raise VerificationFailed("the entry cannot be read", place=place) from None
        if (
            entry.get("prev_hash") != previous
            or entry.get("seq") != number
            or _chain(previous, canonical_json(entry)) != stated
        ):
            raise VerificationFailed("the chain of readings is broken here", place=place)
        previous, count = stated, number
    return count


def names_entry(build: Path, verb: str, object_ids: Sequence[str]) -> bool:
    """Tell whether the log holds an entry of a verb that names all of the objects; the chain is not checked here."""
    path = build / AUDIT
    if not path.exists():
        return False
    for line in _lines(path.read_bytes()):
        try:
            entry = json.loads(line)
            if entry["verb"] == verb and set(object_ids) <= set(entry["object_ids"]):
                return True
        except (ValueError, KeyError, TypeError):
            continue
    return False


def _lines(body: bytes) -> list[bytes]:
    """Return the lines of a log; only a line feed ends one, whatever else a text may hold."""
    return body.removesuffix(b"\n").split(b"\n") if body else []


def _append(log: FileIO, length: int, line: bytes) -> None:
    """Write a whole line or none: what a full disk cut off is taken back."""
    try:
        written = log.write(line)
        if written != len(line):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(log.fileno())
    except OSError:
        log.truncate(length)
        raise


def _last_line(body: bytes) -> tuple[int, str]:
    if not body:
        return 0, FIRST
    try:
        entry = json.loads(_lines(body)[-1])
        return int(entry["seq"]), str(entry["hash"])
    except (ValueError, KeyError, TypeError):
        raise VerificationFailed(
            "its last entry is damaged, so nothing may be added and nothing is read", place=AUDIT
        ) from None


def _chain(previous: str, line: str) -> str:
    return hashlib.sha256(f"{previous}{line}".encode()).hexdigest()

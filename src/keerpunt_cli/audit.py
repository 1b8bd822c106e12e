"""Who reads on the command line, and the log it is written to before anything is read."""

from __future__ import annotations

import getpass
import os
from pathlib import Path

from keerpunt.clock import now_utc
from keerpunt.errors import KeerpuntError
from keerpunt.store import AuditFile

NOT_STATED = "not stated"


def actor() -> str:
    """Return the name of the user account of this machine, else its number."""
    try:
        return f"cli:{getpass.getuser()}"
    except (KeyError, OSError):
        return f"cli:{os.getuid()}"


def audit_file(build: Path) -> AuditFile:
    """Return the log of a build; raises KeerpuntError if it could not be written, so that nothing is read."""
    if not os.access(build, os.W_OK):
        raise KeerpuntError("the log of readings cannot be written here, so nothing is read", place=str(build))
    return AuditFile(build, now_utc)

"""Runs `keerpunt` as a person would, in a process of its own or in this one."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command left behind."""

    code: int
    out: str
    err: str


def keerpunt(*arguments: str | Path, env: dict[str, str] | None = None, cwd: Path | None = None) -> Answer:
    """Run a command in a new process, without colour and without a key of this machine."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("KEERPUNT_", "DJANGO_"))}
    command = [sys.executable, "-m", "keerpunt_cli", *map(str, arguments)]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=cwd, env=inherited | {"NO_COLOR": "1"} | (env or {})
    )
    return Answer(done.returncode, done.stdout, done.stderr)

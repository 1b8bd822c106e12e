"""Runs intake over one file as `keerpunt run` does: hashed, read, mapped, guarded, kept; one thread, one core."""

from __future__ import annotations

import math
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from keerpunt.intake import IntakeSettings, Shelf, read_operation, take_custody
from keerpunt.intake.one_file import Desk, read_file
from keerpunt.intake.plan import plan_reading
from keerpunt.intake.records import Known
from keerpunt.intake.registry import load_readers
from keerpunt.model.progress import ignore
from keerpunt.values.token import TokenKey

DECLARATION = """[operation]
code = "BENCH-1"
unit_country = "NL"
legal_basis = "none, a measurement"
purpose = "measurement"
[platform]
name = "platform-1"
time_zone = "Europe/Amsterdam"
[[source]]
path = "{name}"
format = "{format}"
origin = "{origin}"
received_from = "benchmark"
received_on = 2025-06-01
{more}
"""


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading one file took: processor seconds, peak memory in MB, and the account of its records."""

    cpu_seconds: float
    peak_mb: float
    read: int
    mapped: int
    excluded: int
    rejected: int


def one_core() -> None:
    """Keep this process on one core, so that no figure rests on a second one."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def _peak_mb() -> float:
    """Return the most memory this process ever held; a child inherits its parent's figure in getrusage, not in this."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(found[1]) / 1024 if found else math.nan


@contextmanager
def sources(file: Path, file_format: str, origin: str, more: str, beside: dict[str, str]) -> Iterator[Path]:
    """Give a sources folder that holds the file (linked, not copied) and its declaration."""
    root = Path(tempfile.mkdtemp(prefix="keerpunt-bench-", dir=file.parent))
    try:
        os.link(file, root / file.name)
        for name, text in beside.items():
            (root / name).write_text(text)
        declaration = DECLARATION.format(name=file.name, format=file_format, origin=origin, more=more)
        (root / "operation.toml").write_text(declaration)
        yield root
    finally:
        shutil.rmtree(root, ignore_errors=True)


def read_once(root: Path, known: Known) -> Reading:
    """Take custody of a folder with one source and read it; rows go to the disk as in a run."""
    before = time.process_time()
    custody = take_custody(read_operation(root), root)
    new, work = root.with_suffix(".new"), root.with_suffix(".work")
    for folder in (new, work):
        folder.mkdir(mode=0o700)
    try:
        desk = Desk(custody, TokenKey(bytes(range(32))), IntakeSettings(), ignore, Shelf(new, work))
        planned = next(each for each in plan_reading(custody, load_readers()) if each.reader is not None)
        tally = read_file(planned, known, desk).tally
    finally:
        shutil.rmtree(new, ignore_errors=True)
        shutil.rmtree(work, ignore_errors=True)
    seconds = time.process_time() - before
    peak = _peak_mb()
    return Reading(seconds, peak, tally.read, tally.mapped, tally.excluded.total(), tally.rejected.total())

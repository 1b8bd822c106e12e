"""One file on its own, wherever it lies; what lies beside it is not looked at, save the companions of a database."""

from __future__ import annotations

import stat
from collections.abc import Mapping, Sequence
from pathlib import Path

from keerpunt.errors import InputRefused, SourceRefused
from keerpunt.intake.custody import Custody, hold
from keerpunt.intake.declare import COMPANIONS
from keerpunt.intake.inspect.one import Kit, inspect_one
from keerpunt.intake.inspect.profile import Scope
from keerpunt.intake.inspect.report import FileReport
from keerpunt.intake.inspect.shipped import ShippedMap
from keerpunt.intake.listing import shown
from keerpunt.intake.reader import Reader
from keerpunt.intake.registry import load_readers
from keerpunt.model.operation import Operation, Platform
from keerpunt.model.progress import Progress


def inspect_file(
    path: Path,
    scope: Scope,
    progress: Progress,
    *,
    shipped: Sequence[ShippedMap] = (),
    readers: Mapping[str, Reader] | None = None,
) -> FileReport:
    """Inspect one file; what `run` would refuse it for is in the report.

    Raises:
        InputRefused: it is not there, is no regular file, or cannot be read.
    """
    size = _size(path)
    beside = [ending for ending in COMPANIONS if Path(f"{path}{ending}").is_file()]
    with progress.step("hash", size, "bytes") as tick:
        held = {path.name + ending: hold(path.parent, path.name + ending, "source", tick) for ending in ("", *beside)}
    custody = Custody(Operation("inspected", "XX", "", "", Platform("inspected"), ()), path.parent, held, 0)
    with progress.step("inspect", None, "records") as tick:
        kit = Kit(load_readers() if readers is None else readers, scope, shipped, tick)
        return inspect_one(custody, path.name, kit)


def _size(path: Path) -> int:
    """Return the bytes of a regular file; a link is refused as `run` refuses it."""
    try:
        found = path.stat(follow_symlinks=False)
    except OSError as error:
        raise InputRefused(f"cannot be read ({error.strerror})", place=shown(str(path))) from None
    if not stat.S_ISREG(found.st_mode):
        raise SourceRefused("unreadable", "is a link, device, pipe or socket, no file", place=shown(str(path)))
    return found.st_size

"""Rows of a spreadsheet, read by calamine in a bounded process of its own and kept in an unnamed file."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from keerpunt.errors import SourceRefused
from keerpunt.intake.lines import MAX_CELL
from keerpunt.intake.records import Rejected
from keerpunt.intake.tabular import sheet_child
from keerpunt.intake.tabular.sheet_values import Cell, read_cell

MAX_SECONDS = 600
"""Wall time for one workbook; the process itself may use three minutes of a processor."""

_TRAILER = 16


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: `kind` is WorkSheet or another, `shown` is false for hidden ones, `rows` counts rows not blank."""

    name: str
    kind: str
    shown: bool
    begin: int
    rows: int


class Sheets:
    """The sheets of a workbook that were asked for, in an unnamed file that holds them as lines."""

    def __init__(self, spool: BinaryIO, sheets: Sequence[Sheet]) -> None:
        self._spool = spool
        self.sheets = tuple(sheets)

    def rows(self, sheet: Sheet) -> Iterator[tuple[str, list[Cell]] | Rejected]:
        """Yield every row that is not blank, as (`name!row`, cells); a cell longer than 1 MiB rejects its row."""
        self._spool.seek(sheet.begin)
        for _ in range(sheet.rows):
            number, *cells = json.loads(self._spool.readline())
            place = f"{sheet.name}!{number}"
            if any(cell is not None and len(cell) > MAX_CELL for cell in cells):
                yield Rejected(place, "too_long")
            else:
                yield place, [read_cell(cell) for cell in cells]


@contextmanager
def opened(copy: BinaryIO, wanted: Sequence[str]) -> Iterator[Sheets]:
    """Read an inspected workbook; `wanted` names the sheets whose rows are needed, none named means all of them.

    Raises:
        SourceRefused: `hostile` where the reader does not come to an end within its limits, or the file is encrypted;
            `unknown_record` where it cannot be read.
    """
    with tempfile.TemporaryFile(prefix="keerpunt-") as spool:
        _run(copy, wanted, spool)
        spool.seek(-_TRAILER, 2)
        spool.seek(int(spool.read(_TRAILER)))
        told: list[list[Any]] = json.loads(spool.readline())
        yield Sheets(spool, [Sheet(n, kind, shown == "Visible", at, rows) for n, kind, shown, at, rows in told])


def _run(copy: BinaryIO, wanted: Sequence[str], spool: Any) -> None:
    """Run calamine in its own process; nothing it says on failure is shown, since that may quote the file."""
    found = importlib.util.find_spec("python_calamine")
    if found is None or found.origin is None:
        raise SourceRefused("unreadable", "spreadsheets need the package python-calamine")
    folder = str(Path(found.origin).parent.parent)
    command = [sys.executable, "-I", "-S", sheet_child.__file__, folder, json.dumps(list(wanted))]
    try:
        done = subprocess.run(  # noqa: S603 (our own program and arguments; the file is its standard input)
            command, stdin=copy, stdout=spool, stderr=subprocess.DEVNULL, timeout=MAX_SECONDS, check=False, env={}
        )
        code = done.returncode
    except subprocess.TimeoutExpired:
        code = sheet_child.TOO_LARGE
    if code == sheet_child.ENCRYPTED:
        raise SourceRefused("hostile", "is encrypted: save it without a password")
    if code == sheet_child.DAMAGED:
        raise SourceRefused("unknown_record", "is a damaged spreadsheet, or one that is written in an unusual way")
    if code == 1:
        raise SourceRefused("unreadable", "cannot be read: the reader of spreadsheets failed")
    if code:
        raise SourceRefused("hostile", "takes more memory or time than a spreadsheet may; its cells lie too far apart")

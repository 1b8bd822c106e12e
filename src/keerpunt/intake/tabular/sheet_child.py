"""The native spreadsheet reader in a process of its own, within limits of memory, time and output.

A sheet with one cell in its far corner makes calamine ask for 400 GiB and abort, so it never runs in keerpunt's own
process. Run as `python -I -S sheet_child.py FOLDER NAMES`, with the inspected workbook as standard input and an
unnamed file as standard output; FOLDER is where python_calamine lies, NAMES a JSON list of the sheets to write out.

Output: a line of JSON for each row that is not blank, `[row number, cell, ...]`; then one that describes the sheets
(name, kind, whether it is shown, where its rows begin and how many there are); then the place of that line, in 16
digits. A cell is null or a text whose first letter tells its kind: `s` text, `n` number, `d` instant, `D` day, `t` time
or duration, `b` truth value.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from typing import Any

MAX_MEMORY = 4 * 2**30
MAX_OUTPUT = 4 * 2**30
MAX_CPU_SECONDS = 180
MAX_ROWS, MAX_COLUMNS, MAX_SHEETS = 1_048_576, 16_384, 1_000
ENCRYPTED, DAMAGED, TOO_LARGE = 4, 5, 6
EXACT = 10**15
"""Whole numbers below this are written without a point; larger ones may have lost digits."""


def main() -> int:
    """Write the sheets to standard output; returns the exit code."""
    _limit()
    sys.path.insert(0, sys.argv[1])
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError  # noqa: PLC0415 (after the limits)

    try:
        return _write(CalamineWorkbook.from_filelike(sys.stdin.buffer), json.loads(sys.argv[2]))
    except PasswordError:
        return ENCRYPTED
    except CalamineError:
        return DAMAGED
    except (MemoryError, OverflowError):
        return TOO_LARGE


def _limit() -> None:
    import resource  # noqa: PLC0415 (there is none on every system that only imports this module)

    for what, most in (
        (resource.RLIMIT_AS, MAX_MEMORY),
        (resource.RLIMIT_FSIZE, MAX_OUTPUT),
        (resource.RLIMIT_CPU, MAX_CPU_SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _write(book: Any, wanted: list[str]) -> int:
    if len(book.sheets_metadata) > MAX_SHEETS:
        return TOO_LARGE
    out, told, place = sys.stdout.buffer, [], 0
    for index, about in enumerate(book.sheets_metadata):
        kind, shown = (str(word).rpartition(".")[2] for word in (about.typ, about.visible))
        sheet = book.get_sheet_by_index(index) if kind == "WorkSheet" else None
        begin, rows = place, 0
        if sheet is not None and sheet.end is not None:
            if sheet.end[0] >= MAX_ROWS or sheet.end[1] >= MAX_COLUMNS:
                return TOO_LARGE
            for number, row in enumerate(sheet.iter_rows(), start=1):
                cells = [_cell(value) for value in row]
                if any(cells):
                    rows += 1
                    if about.name in wanted or not wanted:
                        place += out.write(json.dumps([number, *cells]).encode() + b"\n")
        told.append([about.name, kind, shown, begin, rows])
    out.write(json.dumps(told).encode() + b"\n")
    out.write(f"{place:016d}".encode())
    out.flush()
    return 0


def _cell(value: Any) -> str | None:
    if isinstance(value, str):
        return f"s{value}" if value else None
    if isinstance(value, bool):
        return "btrue" if value else "bfalse"
    if isinstance(value, (int, float)):
        whole = isinstance(value, int) or (value.is_integer() and abs(value) < EXACT)
        return f"n{int(value) if whole else value!r}"
    if isinstance(value, dt.datetime):
        return f"d{value.isoformat()}"
    if isinstance(value, dt.date):
        return f"D{value.isoformat()}"
    return "t"


if __name__ == "__main__":
    sys.exit(main())

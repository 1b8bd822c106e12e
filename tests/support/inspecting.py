"""Inspects files and folders in this process, with a fixed day and without shipped maps unless some are given."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from keerpunt.intake.inspect import FileReport, FolderReport, Scope, inspect_file, inspect_folder
from keerpunt.intake.inspect.column import Column, Profile
from keerpunt.intake.inspect.shipped import ShippedMap
from keerpunt.intake.json_text import NumberText
from keerpunt.model.progress import Silent

TODAY = dt.date(2025, 3, 1)


def inspected(path: Path, *, shipped: Sequence[ShippedMap] = (), **more: Any) -> FileReport:
    """Inspect one file."""
    return inspect_file(path, Scope(TODAY, **more), Silent(), shipped=shipped)


def of_body(root: Path, name: str, body: str | bytes, **more: Any) -> FileReport:
    """Write a file and inspect it."""
    path = root / name
    path.write_bytes(body.encode() if isinstance(body, str) else body)
    return inspected(path, **more)


def of_folder(root: Path, **more: Any) -> FolderReport:
    """Inspect a folder."""
    return inspect_folder(root, Scope(TODAY), Silent(), **more)


def column(*values: str | int | None, name: str = "field") -> Column:
    """Profile one column of these values; whole numbers stand for numbers that a file stores as such."""
    profile = Profile(name, name, 1, TODAY)
    for value in values:
        profile.add(NumberText(value) if isinstance(value, int) else value)
    return profile.column()


def codes(found: Column | FileReport) -> dict[str, str]:
    """Return the texts of the statements by their code."""
    return {said.code: said.text for said in found.statements}


def everything(report: FileReport | FolderReport) -> str:
    """Return all that is told of an inspection as one text."""
    return json.dumps(report.as_dict(), ensure_ascii=False)

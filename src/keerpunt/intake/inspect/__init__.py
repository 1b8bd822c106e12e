"""What a file is, how sure that is and why, before anything was declared about it (CONTRACT.md section 3)."""

from __future__ import annotations

from keerpunt.intake.inspect.file import inspect_file
from keerpunt.intake.inspect.fill import Fills, read_fills
from keerpunt.intake.inspect.folder import FolderReport, inspect_folder, refused_files
from keerpunt.intake.inspect.profile import PROFILED_ROWS, Scope
from keerpunt.intake.inspect.report import FileReport
from keerpunt.intake.inspect.statement import Statement

__all__ = [
    "PROFILED_ROWS",
    "FileReport",
    "Fills",
    "FolderReport",
    "Scope",
    "Statement",
    "inspect_file",
    "inspect_folder",
    "read_fills",
    "refused_files",
]

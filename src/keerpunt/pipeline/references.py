"""Reference files that an operation brings along (`[[reference]]`): read here, or they close the gate as unread."""

from __future__ import annotations

import csv
from pathlib import Path

from keerpunt.errors import InputRefused
from keerpunt.model.operation import Operation

SPECIAL_ACCOUNTS = "special_accounts"
CORPORATE_BINS = "corporate_bins"
LAW_PROFILES = "law_profiles"
READ = frozenset((SPECIAL_ACCOUNTS, CORPORATE_BINS, LAW_PROFILES))
ACCOUNT_COLUMN = "platform_account_id"
BIN_COLUMN = "bin"


def unread_kinds(operation: Operation) -> set[str]:
    """Return the kinds of reference at hand that no room reads yet; what is at hand and unread closes the gate."""
    return {reference.kind for reference in operation.references} - READ


def special_accounts(operation: Operation, root: Path) -> tuple[str, ...]:
    """Return the accounts that the operation lists as special, from CSV files with a column `platform_account_id`.

    Raises:
        InputRefused: a file is no such CSV; the message names it.
    """
    return _listed(operation, root, SPECIAL_ACCOUNTS, ACCOUNT_COLUMN)


def corporate_bins(operation: Operation, root: Path) -> tuple[str, ...]:
    """Return the BINs of corporate and prepaid cards that the operation lists, from CSV files with a column `bin`.

    Raises:
        InputRefused: a file is no such CSV; the message names it.
    """
    return _listed(operation, root, CORPORATE_BINS, BIN_COLUMN)


def law_profiles(operation: Operation, root: Path) -> Path | None:
    """Return the operation's own law profiles, None where it brings none.

    Raises:
        InputRefused: it brings more than one file of them.
    """
    paths = [reference.path for reference in operation.references if reference.kind == LAW_PROFILES]
    if len(paths) > 1:
        raise InputRefused("is a second file of law profiles; one replaces the shipped rows", place=paths[1])
    return root / paths[0] if paths else None


def _listed(operation: Operation, root: Path, kind: str, column: str) -> tuple[str, ...]:
    found: set[str] = set()
    for reference in operation.references:
        if reference.kind == kind:
            found |= _values(root / reference.path, reference.path, column)
    return tuple(sorted(found))


def _values(path: Path, name: str, column: str) -> set[str]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = csv.DictReader(stream)
            if column not in (rows.fieldnames or ()):
                raise InputRefused(f"has no column {column}", place=name)
            return {row[column].strip() for row in rows if (row[column] or "").strip()}
    except (OSError, UnicodeDecodeError, csv.Error):
        raise InputRefused("cannot be read as CSV in UTF-8", place=name) from None

"""Reference files that an operation brings along (`[[reference]]`): read here, or they close the gate as unread."""

from __future__ import annotations

import csv
import ipaddress
from pathlib import Path

from keerpunt.assess import ADDRESS_LISTS, AddressRange
from keerpunt.errors import InputRefused
from keerpunt.model.operation import Operation

SPECIAL_ACCOUNTS = "special_accounts"
CORPORATE_BINS = "corporate_bins"
LAW_PROFILES = "law_profiles"
SHARED_OWNERS = "shared_owners"
READ = frozenset((SPECIAL_ACCOUNTS, CORPORATE_BINS, LAW_PROFILES, SHARED_OWNERS)) | ADDRESS_LISTS
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


def address_ranges(operation: Operation, root: Path) -> tuple[AddressRange, ...]:
    """Return the ranges of the lists of hosts, Tor exits and shared addresses that the operation brings along.

    A list is text: per line a range or an address as the first cell, optionally after a header; `#` begins a comment.

    Raises:
        InputRefused: a line is no address; the message names file and line.
    """
    found: list[AddressRange] = []
    for reference in operation.references:
        if reference.kind in ADDRESS_LISTS:
            for number, cells in _lines(root / reference.path, reference.path):
                if _is_network(cells[0]):
                    found.append(AddressRange(reference.kind, cells[0]))
                elif number > 1:
                    raise InputRefused("is no internet address or range", place=f"{reference.path}:{number}")
    return tuple(found)


def shared_owners(operation: Operation, root: Path) -> dict[str, str]:
    """Return channel -> owner, from CSV files with the columns `channel` and `owner`.

    Raises:
        InputRefused: a file is no such CSV, or names two owners of one channel.
    """
    found: dict[str, str] = {}
    for reference in operation.references:
        if reference.kind == SHARED_OWNERS:
            lines = _lines(root / reference.path, reference.path)
            header = lines[0][1] if lines else []
            if not {"channel", "owner"} <= set(header):
                raise InputRefused("has no columns channel and owner", place=reference.path)
            channel, owner = header.index("channel"), header.index("owner")
            for number, cells in lines[1:]:
                if len(cells) <= max(channel, owner) or not cells[channel] or not cells[owner]:
                    raise InputRefused("names no channel or no owner", place=f"{reference.path}:{number}")
                if found.setdefault(cells[channel], cells[owner]) != cells[owner]:
                    raise InputRefused("names a second owner of a channel", place=f"{reference.path}:{number}")
    return found


def _lines(path: Path, name: str) -> list[tuple[int, list[str]]]:
    """Return the lines of a CSV with their numbers, without blanks, comments and empty lines."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = [(number, [cell.strip() for cell in cells]) for number, cells in enumerate(csv.reader(stream), 1)]
    except (OSError, UnicodeDecodeError, csv.Error):
        raise InputRefused("cannot be read as CSV in UTF-8", place=name) from None
    return [(number, cells) for number, cells in rows if cells and cells[0] and not cells[0].startswith("#")]


def _is_network(text: str) -> bool:
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        return False
    return True

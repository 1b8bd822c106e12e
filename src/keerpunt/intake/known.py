"""What the files of the first wave said about the platform, for formats that can only name it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pyarrow as pa

from keerpunt.intake.records import FolderSize, Known

AMBIGUOUS = "ambiguous_username"


def known_platform(rows: Callable[[str], pa.Table], folders: Mapping[str, str]) -> tuple[Known, int]:
    """Return accounts, log-in names, orders and folders as stored, and how many log-in names are ambiguous.

    `rows` gives a canonical table by its name. A log-in name of several accounts names none of them, and neither does
    one that is the id of another account: who chose it would act in that one's name. `folders` maps folder ids as found
    to ids as stored.
    """
    found = rows("account")
    accounts = _texts(found, "platform_account_id")
    names: dict[str, str] = {}
    ambiguous: set[str] = set()
    for account, name in zip(accounts, _texts(found, "username"), strict=True):
        if account is not None and name is not None and names.setdefault(name, account) != account:
            ambiguous.add(name)
    ids = frozenset(filter(None, accounts))
    ambiguous |= {name for name, account in names.items() if name != account and name in ids}
    known = Known(
        accounts=ids - ambiguous,
        account_by_username={name: account for name, account in names.items() if name not in ambiguous},
        orders=frozenset(filter(None, _texts(rows("purchase_order"), "order_id"))),
        folders=dict(folders),
        folder_sizes=_folder_sizes(rows("folder")),
    )
    return known, len(ambiguous)


def _folder_sizes(rows: pa.Table) -> dict[str, FolderSize]:
    """Return the size of every folder of which all that state one state the same."""
    names, totals, items = (rows.column(name).to_pylist() for name in ("folder_id", "bytes", "item_count"))
    stated: dict[str, set[FolderSize]] = {}
    for name, total, count in zip(names, totals, items, strict=True):
        if name is not None and total is not None:
            stated.setdefault(name, set()).add(FolderSize(total, count))
    return {name: sizes.pop() for name, sizes in stated.items() if len(sizes) == 1}


def _texts(rows: pa.Table, column: str) -> list[str | None]:
    return list(rows.column(column).to_pylist())

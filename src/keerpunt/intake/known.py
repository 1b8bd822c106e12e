"""What the files of the first wave said about the platform, for formats that can only name it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pyarrow as pa

from keerpunt.intake.records import Known

AMBIGUOUS = "ambiguous_username"


def known_platform(rows: Callable[[str], pa.Table], folders: Mapping[str, str]) -> tuple[Known, int]:
    """Return accounts, log-in names, orders and folders as stored, and how many log-in names are ambiguous.

    `rows` gives a canonical table by its name. A log-in name of several accounts names none of them. `folders` maps
    folder ids as found to ids as stored.
    """
    found = rows("account")
    accounts = _texts(found, "platform_account_id")
    names: dict[str, str] = {}
    ambiguous: set[str] = set()
    for account, name in zip(accounts, _texts(found, "username"), strict=True):
        if account is not None and name is not None and names.setdefault(name, account) != account:
            ambiguous.add(name)
    known = Known(
        accounts=frozenset(filter(None, accounts)),
        account_by_username={name: account for name, account in names.items() if name not in ambiguous},
        orders=frozenset(filter(None, _texts(rows("purchase_order"), "order_id"))),
        folders=dict(folders),
    )
    return known, len(ambiguous)


def _texts(rows: pa.Table, column: str) -> list[str | None]:
    return list(rows.column(column).to_pylist())

"""Keys of rows: the pattern of `model.tables` filled in, or the row's place where a table has no key of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from keerpunt.model.operation import Source
from keerpunt.model.schema import Table

SHORT = 12
"""How many hex digits of a file's SHA-256 stand in a key."""

_PLACE = re.compile(r"<(\w+)>")


def key_fields(table: Table) -> tuple[str, ...]:
    """Return the fields that the key of a table is made of, without `origin`."""
    return tuple(name for name in _PLACE.findall(table.key) if name != "origin")


def record_keys(
    table: Table,
    source: Source,
    columns: Mapping[str, Sequence[str | None]],
    locators: Sequence[str],
    ordinals: Sequence[int],
) -> list[str]:
    """Return the key of every row.

    `columns` holds the key fields as stored. `ordinals` is the rank of a row among those its record gave to the same
    table: from the second on it is appended as `+2`, so that rows from one place stay apart. A subscriber without
    customer_ref is keyed by its place (CONTRACT.md section 2).
    """
    names = key_fields(table)
    if not names:
        stem = f"{table.name}:{source.sha256[:SHORT]}:"
        return [
            f"{stem}{place}" if n == 1 else f"{stem}{place}+{n}" for place, n in zip(locators, ordinals, strict=True)
        ]
    pattern = table.key.replace("<origin>", source.origin.replace("%", "%%"))
    form = _PLACE.sub("%s", pattern)
    cells = [columns[name] for name in names]
    if table.name == "subscriber":
        cells[-1] = [
            ref if ref is not None else _by_place(place, n)
            for ref, place, n in zip(cells[-1], locators, ordinals, strict=True)
        ]
    return [form % row for row in zip(*cells, strict=True)]


def _by_place(place: str, ordinal: int) -> str:
    return f"@{place}" if ordinal == 1 else f"@{place}+{ordinal}"

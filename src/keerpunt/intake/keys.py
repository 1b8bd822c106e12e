"""Keys of rows: the pattern of `model.tables` filled in, or the row's place where a table has no key of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from keerpunt.model.operation import Source
from keerpunt.model.schema import Table

SHORT = 12
"""How many hex digits of a file's SHA-256 stand in a key."""

_PLACE = re.compile(r"<(\w+)>")
_BANK = "bank:"
_MARKS = ("@", "%")


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

    Different values never give one key: `%` and `:` are percent-encoded in every part but the last one, save the
    prefix `bank:` of a psp, and a customer_ref that begins with `@` or `%` has that first character encoded.
    """
    names = key_fields(table)
    if not names:
        stem = f"{table.name}:{source.sha256[:SHORT]}:"
        return [
            f"{stem}{place}" if n == 1 else f"{stem}{place}+{n}" for place, n in zip(locators, ordinals, strict=True)
        ]
    pattern = table.key.replace("<origin>", source.origin.replace("%", "%%"))
    form = _PLACE.sub("%s", pattern)
    cells: list[Sequence[Any]] = [_parts(name, columns[name]) for name in names[:-1]]
    cells.append(columns[names[-1]])
    if table.name == "subscriber":
        cells[-1] = [
            _reference(ref) if ref is not None else _by_place(place, n)
            for ref, place, n in zip(cells[-1], locators, ordinals, strict=True)
        ]
    return [form % row for row in zip(*cells, strict=True)]


def _parts(name: str, cells: Sequence[str | None]) -> list[str | None]:
    """Return a column as parts of keys; it mostly holds few different values."""
    encode = _psp if name == "psp" else _part
    known = {cell: encode(cell) for cell in set(cells)}
    return [known[cell] for cell in cells]


def _part(text: str | None) -> str | None:
    """Return a part that a colon follows, so that its end is where it seems to be."""
    return text if text is None else text.replace("%", "%25").replace(":", "%3A")


def _psp(text: str | None) -> str | None:
    """Return a psp as a part; `bank:` stays readable, and a psp that is only `bank` must not look like it."""
    if text is None or not text.startswith(_BANK):
        return "%62ank" if text == "bank" else _part(text)
    return f"{_BANK}{_part(text.removeprefix(_BANK))}"


def _reference(text: str) -> str:
    """Return a customer_ref that is never taken for a place; `%` is encoded too, since it begins an encoded one."""
    return f"%{ord(text[0]):X}{text[1:]}" if text[:1] in _MARKS else text


def _by_place(place: str, ordinal: int) -> str:
    return f"@{place}" if ordinal == 1 else f"@{place}+{ordinal}"

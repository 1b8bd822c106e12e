"""Values that need more of a record than one cell: an order in reference texts, a key of all cells, a zone beside."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from keerpunt.errors import UnreadableValue
from keerpunt.intake.bank_references import find_order
from keerpunt.intake.context import Context
from keerpunt.intake.tabular.convert import Convert, instant_converter
from keerpunt.intake.tabular.rule import ColumnRule
from keerpunt.values.instant import ZoneRule, zone

Cell = str | None
FromRow = Callable[[Sequence[Cell]], Any]

OFFSETS: dict[str, int] = {
    "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2, "EET": 2, "EEST": 3,
    "EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "JST": 9, "AEST": 10, "AEDT": 11,
}  # fmt: skip
"""Hours ahead of UTC by the abbreviation that a record states; those of several zones (CST, IST) are left out."""


class RowDigest:
    """Keys of rows without reference: 16 hex digits of SHA-256 over all cells, `#2` for the second of equal rows."""

    def __init__(self) -> None:
        self._seen: dict[int, int] = {}
        self._last: Sequence[Cell] | None = None
        self._key = ""

    def key(self, cells: Sequence[Cell]) -> str:
        """Return the key of a record; asked again about the same record it gives the same."""
        if cells is not self._last:
            digest = hashlib.sha256(
                "\x1f".join("\x00" if cell is None else cell for cell in cells).encode("utf-8", "surrogatepass")
            )
            number = int.from_bytes(digest.digest()[:8], "big")
            times = self._seen[number] = self._seen.get(number, 0) + 1
            self._key = f"row:{digest.hexdigest()[:16]}" + (f"#{times}" if times > 1 else "")
            self._last = cells
        return self._key


def from_row(
    rule: ColumnRule, places: Mapping[str, int], read: Convert, context: Context, digest: RowDigest
) -> FromRow | None:
    """Return what reads a rule that needs the whole record, None for one that needs a cell.

    `places` are those of the file's columns; `read` reads a cell as the rule says.
    """
    there = [places[name] for name in rule.names if name in places]
    if rule.search:
        return lambda cells: find_order([cell.strip() for place in there if (cell := cells[place])], context)
    if rule.digest:
        return lambda cells: _stated(cells, there, read) or digest.key(cells)
    if rule.zone_column:
        return _zoned(rule, there, places[rule.zone_column])
    return None


def _stated(cells: Sequence[Cell], there: Sequence[int], read: Convert) -> Any:
    cell = next((cell for place in there if (cell := cells[place]) and not cell.isspace()), None)
    return None if cell is None else read(cell)


def _zoned(rule: ColumnRule, there: Sequence[int], beside: int) -> FromRow:
    readers: dict[str, Convert] = {}

    def read(cells: Sequence[Cell]) -> Any:
        name = (cells[beside] or "").strip()
        if name not in readers:
            if len(readers) > len(OFFSETS) * 10:
                raise UnreadableValue("bad_time")
            readers[name] = instant_converter(rule, ZoneRule(_zone_name(name), "in_record"))
        return _stated(cells, there, readers[name])

    return read


def _zone_name(name: str) -> str:
    """Return the zone that a record names by an abbreviation or by its name; raises UnreadableValue('bad_time')."""
    hours = OFFSETS.get(name.upper())
    if hours is None:
        zone(name or "-")
        return name
    return f"Etc/GMT{-hours:+d}" if hours else "UTC"

"""Maps that ship: TOML files for platforms whose tables are publicly documented, to be copied beside a source.

A shipped map is data. What it needs of a file (tables and columns) is read out of the map itself, never written down a
second time. In its queries every table has an alias and every column names it (`o.id`), so that both can be read off.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from keerpunt.intake.tabular.map_file import read_map
from keerpunt.intake.tabular.rule import TableRule, needed

_TABLE = re.compile(r'\b(?:FROM|JOIN)\s+"([^"]+)"\s+AS\s+(\w+)')
_COLUMN = re.compile(r"\b(\w+)\.(\w+)\b")
_TEXT = re.compile(r"'[^']*'")
_PREFIX = re.compile(r"[\w$-]{0,64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class ShippedMap:
    """One map: its name, its title (the first comment line), its text, and what it reads.

    `needs` is source table to the columns that it must have, as groups of which one name is enough; the table is `""`
    for files that are one table. Columns that a file may lack are not among them.
    `prefix` is what the names of all its tables begin with (`wp_`), empty where they share nothing.
    """

    name: str
    title: str
    text: str
    needs: Mapping[str, frozenset[tuple[str, ...]]]
    prefix: str

    def with_prefix(self, prefix: str) -> str:
        """Return the text of the map for a site whose tables begin with another prefix.

        Words that begin with the prefix are rewritten wherever they stand, since such platforms also write it into
        keys of their own (`wp_capabilities`).

        Raises:
            ValueError: the prefix is none: letters, digits, `_`, `$` and `-`, at most 64.
        """
        if not _PREFIX.fullmatch(prefix):
            raise ValueError("no prefix of table names")
        if not self.prefix:
            return self.text
        return re.sub(rf"(?<![\w$-]){re.escape(self.prefix)}(?=\w)", lambda _: prefix, self.text)


@cache
def shipped_maps() -> tuple[ShippedMap, ...]:
    """Return every map that ships, sorted by name.

    Raises:
        InputRefused: a shipped map is no map; the message names it and the key.
    """
    found = (entry for entry in files(__name__).iterdir() if entry.name.endswith(".toml"))
    return tuple(_shipped(entry.name, entry.read_bytes()) for entry in sorted(found, key=lambda entry: entry.name))


def _shipped(name: str, body: bytes) -> ShippedMap:
    text = body.decode()
    needs: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for rule in read_map(body, name):
        for table, columns in _needed(rule).items():
            needs[table] |= columns
    title = text.partition("\n")[0].removeprefix("#").strip()
    fixed = {table: frozenset(columns) for table, columns in sorted(needs.items())}
    return ShippedMap(name.removesuffix(".toml"), title, text, fixed, _common_prefix(list(fixed)))


def _needed(rule: TableRule) -> dict[str, set[tuple[str, ...]]]:
    """Return the tables that a rule reads, each with the columns."""
    if not rule.query:
        return {rule.source: {names for names, _ in needed((rule,))}}
    query = _TEXT.sub("''", rule.query)
    aliases = {alias: table for table, alias in _TABLE.findall(query)}
    needs: dict[str, set[tuple[str, ...]]] = {table: set() for table in aliases.values()}
    for alias, column in _COLUMN.findall(query):
        if alias in aliases:
            needs[aliases[alias]].add((column,))
    return needs


def _common_prefix(tables: list[str]) -> str:
    """Return the beginning that all names share, up to its last `_`."""
    first, last = min(tables), max(tables)
    shared = next((n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(min(first, last)))
    return first[: first.rfind("_", 0, shared) + 1]

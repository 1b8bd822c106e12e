"""Maps that ship for known systems: proposed first where every table and column that they need is there.

Systems put a prefix of the operator's choice before their tables (`wp_orders`, `shop7_orders`). The prefix is found by
the tables themselves and written into the map.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from keerpunt.intake.inspect.draft_map import MapDraft, checked
from keerpunt.intake.tabular.csv_rows import Dialect
from keerpunt.intake.tabular.header import Wanted
from keerpunt.intake.tabular.map_file import read_dialect, read_map

LEGACY = "legacy"
"""A word in the name of a map for how a system stored things before; the newer way comes first."""

_PREFIX = re.compile(r"[\w$-]{0,32}", re.ASCII)
_MANY_DIGITS = re.compile(r"[0-9]{5,}")
"""No prefix of tables has them, but a number that is a value has."""


class ShippedMap(Protocol):
    """A map that ships.

    `needs`: the tables that it reads with the columns they must have, as groups of which one name is enough; table `""`
    for files that are one table. `prefix`: what the names of all its tables begin with, empty where they share nothing.
    """

    @property
    def name(self) -> str:
        """Return its name, such as `woocommerce-hpos`."""

    @property
    def title(self) -> str:
        """Return what it reads, in words."""

    @property
    def text(self) -> str:
        """Return the map as TOML."""

    @property
    def needs(self) -> Mapping[str, Collection[tuple[str, ...]]]:
        """Return the tables that it reads, each with groups of columns of which one must be there."""

    @property
    def prefix(self) -> str:
        """Return the prefix of its tables."""

    def with_prefix(self, prefix: str) -> str:
        """Return its text for tables with another prefix."""


@dataclass(frozen=True, slots=True)
class Fitting:
    """A shipped map that fits a file, its text with the prefix of the file's own tables."""

    name: str
    title: str
    text: str

    def draft(self) -> MapDraft:
        """Return it as a draft, tried by the reader of maps."""
        made = checked(self.text, (), self.name)
        if not made.parses:
            return made
        tables = dict.fromkeys(rule.to for rule in read_map(self.text.encode(), self.name))
        return MapDraft(made.text, tuple(tables), made.decisions, parses=True, shipped=self.name)

    def feeds(self, table: str) -> str:
        """Return the canonical table that it feeds from a table of the file, empty where it does not read that."""
        for rule in read_map(self.text.encode(), self.name):
            if rule.source == table or f'"{table}"' in rule.query:
                return rule.to
        return ""


def fitting_maps(
    tables: Mapping[str, Collection[str]], shipped: Iterable[ShippedMap], *, sheets: bool = False
) -> list[Fitting]:
    """Return the shipped maps that fit a file, the best first: newer ways of storing, then those that need more.

    `tables` are the tables of the file with their columns, `""` for a file that is itself the table. `sheets`: the
    tables are sheets, of which each may be what a map for one table reads; the map then names the sheet.
    """
    found = []
    for each in shipped:
        fitted = _fit(each, tables) or (_fit_sheet(each, tables) if sheets else None)
        if fitted is not None:
            needs = sum(len(columns) for columns in each.needs.values())
            found.append(((LEGACY in each.name, -needs, each.name), fitted))
    return [fitted for _, fitted in sorted(found, key=lambda pair: pair[0])]


def wanted_headers(shipped: Iterable[ShippedMap]) -> list[Wanted]:
    """Return the headers that maps for files of one table look for."""
    groups = [each.needs[""] for each in shipped if "" in each.needs and not _dialect(each).header]
    return [Wanted(tuple(map(frozenset, sorted(found)))) for found in groups if found]


def without_header(shipped: Sequence[ShippedMap]) -> Iterator[tuple[Fitting, Dialect]]:
    """Yield the maps for files that have no header, with the columns that they name in its stead."""
    for each in shipped:
        dialect = _dialect(each)
        if dialect.header:
            yield Fitting(each.name, each.title, each.text), dialect


def _dialect(each: ShippedMap) -> Dialect:
    return read_dialect(each.text.encode(), each.name)


def _fit_sheet(each: ShippedMap, tables: Mapping[str, Collection[str]]) -> Fitting | None:
    """Return a map for one table under the first sheet that it fits."""
    for name, columns in tables.items():
        if name and (fitted := _fit(each, {"": columns})):
            block = f"[[table]]\nfrom = {json.dumps(name, ensure_ascii=False)}\n"
            return Fitting(each.name, each.title, fitted.text.replace("[[table]]\n", block))
    return None


def _fit(each: ShippedMap, tables: Mapping[str, Collection[str]]) -> Fitting | None:
    if "" in each.needs and _dialect(each).header:
        return None
    for prefix in _prefixes(each, tables):
        renamed = {prefix + name.removeprefix(each.prefix): columns for name, columns in each.needs.items()}
        if renamed and all(_has(tables.get(name, ()), groups) for name, groups in renamed.items()):
            return Fitting(each.name, each.title, each.text if prefix == each.prefix else each.with_prefix(prefix))
    return None


def _has(columns: Collection[str], groups: Collection[tuple[str, ...]]) -> bool:
    there = set(columns)
    return bool(there) and all(not there.isdisjoint(group) for group in groups)


def _prefixes(each: ShippedMap, tables: Mapping[str, Collection[str]]) -> list[str]:
    """Return the prefixes that the file's tables could have, the map's own first."""
    first = min(each.needs, default="").removeprefix(each.prefix)
    ends = [name.removesuffix(first) for name in sorted(tables) if first and each.prefix and name.endswith(first)]
    others = [prefix for prefix in ends if prefix != each.prefix and _is_prefix(prefix)]
    return [each.prefix, *others]


def _is_prefix(text: str) -> bool:
    """Tell whether a text may be the prefix of tables, and so be shown; `with_prefix` takes no others."""
    return _PREFIX.fullmatch(text) is not None and _MANY_DIGITS.search(text) is None

"""Maps that ship for known systems: proposed first where every table and column that they need is there.

Systems put a prefix of the operator's choice before their tables (`wp_orders`, `shop7_orders`). The prefix is found by
the tables themselves and written into the map.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from keerpunt.intake.inspect.draft_map import MapDraft, checked
from keerpunt.intake.inspect.names import is_identifier
from keerpunt.intake.tabular.map_file import read_map

LEGACY = "legacy"
"""A word in the name of a map for how a system stored things before; the newer way comes first."""


class ShippedMap(Protocol):
    """A map that ships. `needed`: the tables and columns without which it cannot be used, table `""` for the file."""

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
    def needed(self) -> Mapping[str, Collection[str]]:
        """Return the needed tables, each with its needed columns."""


@dataclass(frozen=True, slots=True)
class Fitting:
    """A shipped map that fits a file, its table prefix rewritten; `prefix` is the file's own, if it differs."""

    name: str
    title: str
    text: str
    prefix: str

    def draft(self) -> MapDraft:
        """Return it as a draft, tried by the reader of maps."""
        made = checked(self.text, (), self.name)
        if not made.parses:
            return made
        tables = dict.fromkeys(rule.to for rule in read_map(self.text.encode(), self.name))
        return MapDraft(made.text, tuple(tables), made.decisions, parses=True, shipped=self.name)


def fitting_maps(tables: Mapping[str, Collection[str]], shipped: Iterable[ShippedMap]) -> list[Fitting]:
    """Return the shipped maps that fit a file, the best first: newer ways of storing, then those that need more.

    `tables` are the tables of the file with their columns, `""` for a file that is itself the table.
    """
    found = []
    for each in shipped:
        fitted = _fit(each, tables)
        if fitted is not None:
            needs = sum(len(columns) for columns in each.needed.values())
            found.append(((LEGACY in each.name, -needs, each.name), fitted))
    return [fitted for _, fitted in sorted(found, key=lambda pair: pair[0])]


def _fit(each: ShippedMap, tables: Mapping[str, Collection[str]]) -> Fitting | None:
    own = _prefix(each.needed)
    for prefix in _prefixes(each.needed, own, tables):
        renamed = {prefix + name.removeprefix(own): columns for name, columns in each.needed.items()}
        if all(name in tables and set(columns) <= set(tables[name]) for name, columns in renamed.items()):
            text = each.text if prefix == own else _rewritten(each.text, own, prefix)
            return Fitting(each.name, each.title, text, "" if prefix == own else prefix)
    return None


def _prefix(needed: Mapping[str, Collection[str]]) -> str:
    """Return the prefix that the needed tables share, up to its first `_`."""
    prefixes = {name[: name.find("_") + 1] for name in needed if name}
    return prefixes.pop() if len(prefixes) == 1 else ""


def _prefixes(needed: Mapping[str, Collection[str]], own: str, tables: Mapping[str, Collection[str]]) -> list[str]:
    """Return the prefixes that the file's tables could have, its own first."""
    first = next(iter(sorted(needed)), "").removeprefix(own)
    others = {name.removesuffix(first) for name in tables if first and own and name.endswith(first)}
    return [own, *sorted(prefix for prefix in others if prefix != own and (not prefix or is_identifier(prefix)))]


def _rewritten(text: str, own: str, prefix: str) -> str:
    """Return a map with another prefix, in `from` as in queries; only whole words that begin with it change."""
    return re.sub(rf"(?<!\w){re.escape(own)}(?=\w)", lambda _: prefix, text)

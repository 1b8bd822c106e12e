"""Finding the header of a table: the first line that has every column the map names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from keerpunt.errors import InputRefused
from keerpunt.intake.tabular.rule import TableRule, columns_used, needed

HEADER_WITHIN = 60
"""Lines or rows among which a header is looked for: what banks print above it is shorter."""

_INVISIBLE = str.maketrans(
    {"\ufeff": "", "\u200b": "", "\u00ad": "", "\u00a0": " ", "\u202f": " ", "\n": " ", "\r": " "}
)


def column_name(cell: str) -> str:
    """Return the name of a column: no blanks around it, no-break blanks and line ends as blanks, no invisible marks."""
    return cell.translate(_INVISIBLE).strip()


@dataclass(frozen=True, slots=True)
class Wanted:
    """The columns a header is to have: one of each group (`groups`), or, where `only`, no others than those."""

    groups: tuple[frozenset[str], ...]
    only: bool = False

    def fits(self, names: Sequence[str]) -> bool:
        """Tell whether names are a header as wanted."""
        found = set(names)
        if self.only:
            return found <= self.groups[0]
        return all(group & found for group in self.groups)

    def matches(self, names: Sequence[str]) -> int:
        """Return how much of what is wanted the names have, to find the header to complain about."""
        found = set(names)
        return len(self.groups[0] & found) if self.only else sum(1 for group in self.groups if group & found)


def wanted_by(rules: Sequence[TableRule]) -> Wanted:
    """Return what the rules of a map want of a header."""
    return Wanted(tuple(frozenset(names) for names, _ in needed(rules)))


def check_columns(rules: Sequence[TableRule], present: Sequence[str]) -> None:
    """Refuse a map that names a column which the file has not, or has twice.

    Raises:
        InputRefused: naming the rule, never the column.
    """
    for names, key in needed(rules):
        if not any(name in present for name in names):
            raise InputRefused("names a column that the file has not", place=key)
    for name, key in columns_used(rules).items():
        if present.count(name) > 1:
            raise InputRefused("names a column that the file has more than once", place=key)

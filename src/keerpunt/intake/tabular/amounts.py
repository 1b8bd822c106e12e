"""Amounts of a table: from one column or from the one of two that holds it, with the currency beside or in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from keerpunt.errors import InputRefused, UnreadableValue
from keerpunt.intake.tabular.convert import money_converter, split_money
from keerpunt.intake.tabular.rule import ColumnRule
from keerpunt.model.schema import Field
from keerpunt.values.money import Money

Cell = str | None

_MINUS = ("-", "\u2212")
IN, OUT = "in", "out"


@dataclass(frozen=True, slots=True)
class Found:
    """An amount, whether it had a minus sign, and the direction that its column tells, empty where it tells none."""

    money: Money | None
    negative: bool = False
    direction: str = ""


@dataclass(frozen=True, slots=True)
class Amount:
    """How a money field is read: the places of its amount (with the direction of each) and of its currency."""

    field: Field
    places: tuple[tuple[int, str], ...]
    currency: int | None
    constant: str | None
    convert: Callable[[str, str | None], Money]

    def read(self, cells: Sequence[Cell]) -> Found:
        """Read the amount of a record; raises UnreadableValue for one that cannot be read, and for two."""
        if len(self.places) == 1 or not self.places[0][1]:
            for place, _ in self.places:
                if cell := _stated(cells[place]):
                    return Found(self._money(cell, cells), is_negative(cell))
            return Found(None)
        found = [
            Found(self._money(cell, cells), is_negative(cell), direction)
            for place, direction in self.places
            if (cell := _stated(cells[place]))
        ]
        moved = [one for one in found if one.money is not None and one.money.minor]
        if len(moved) > 1:
            raise UnreadableValue("bad_amount")
        if not moved:
            return Found(found[0].money) if found else Found(None)
        undone = moved[0].direction == IN and moved[0].negative
        return Found(moved[0].money, undone, "" if undone else moved[0].direction)

    def _money(self, cell: str, cells: Sequence[Cell]) -> Money:
        if self.currency is None and self.constant is None:
            text, currency = split_money(cell)
        else:
            text, currency = cell, self.constant or cells[self.currency or 0] or ""
        return self.convert(text, currency)


def amount_of(field: Field, column: ColumnRule, currency: ColumnRule | None, places: Mapping[str, int]) -> Amount:
    """Return how a money field is read; `places` are those of the file's columns."""
    if column.incoming:
        where = [(places[column.incoming], IN), (places[column.outgoing], OUT)]
    elif column.column is not None:
        where = [(places[name], "") for name in column.names if name in places]
    else:
        raise InputRefused("an amount needs a column", place=column.key)
    names = currency.names if currency is not None else ()
    place = next((places[name] for name in names if name in places), None)
    return Amount(field, tuple(where), place, currency.const if currency is not None else None, money_converter(column))


def is_negative(cell: str) -> bool:
    """Tell whether an amount has a minus sign, before or after it."""
    found = cell.strip()
    return found.startswith(_MINUS) or found.endswith(_MINUS)


def currency_name(field: Field) -> str:
    """Return the name under which a map or header states the currency of a money field."""
    return field.columns()[1].name


def _stated(cell: Cell) -> str:
    return cell if cell and not cell.isspace() else ""

"""Cells of one record to one canonical row, rule by rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from keerpunt.errors import InputRefused, UnreadableValue
from keerpunt.intake.context import Context, RowRejected
from keerpunt.intake.guards import SECRETS, is_secret_name
from keerpunt.intake.records import Mapped, Record, Rejected, Row
from keerpunt.intake.tabular.convert import Convert, converter, money_converter, split_money
from keerpunt.intake.tabular.defaults import complete
from keerpunt.intake.tabular.rule import ColumnRule, TableRule
from keerpunt.model.schema import Field, Kind, Table
from keerpunt.model.tables import table
from keerpunt.values.instant import ZoneRule

Cell = str | None
_MINUS = ("-", "\u2212")


@dataclass(frozen=True, slots=True)
class _Amount:
    """How a money field is read: the place of its amount, of its currency, or the currency as a constant."""

    field: Field
    amount: int
    currency: int | None
    constant: str | None
    read: Callable[[str, str | None], Any]


class RowMaker:
    """Makes rows of one canonical table; `columns` are the names of the cells it will be given, in their order.

    `zones` are the rules of single columns, where they follow another one than the source.
    """

    def __init__(
        self,
        rule: TableRule,
        columns: Sequence[str],
        context: Context,
        order: str = "",
        zones: Mapping[str, ZoneRule] | None = None,
    ) -> None:
        self.table: Table = table(rule.to)
        self._context = context
        self._zones = zones or {}
        self._constants: dict[str, Any] = {}
        self._plain: list[tuple[Field, int, Convert]] = []
        self._amounts: list[_Amount] = []
        self._secret: list[int] = []
        places = {name: place for place, name in reversed(list(enumerate(columns)))}
        by_field = {column.field: column for column in rule.columns}
        for field in self.table.fields:
            column = by_field.get(field.name)
            if column is None:
                continue
            if field.kind is Kind.MONEY:
                self._amounts.append(_amount(field, column, by_field.get(currency_name(field)), places))
            else:
                self._add(field, column, places, order)

    def make(self, cells: Sequence[Cell]) -> Row:
        """Return the row; raises RowRejected where an essential value is missing or cannot be read."""
        values = dict(self._constants)
        for field, place, read in self._plain:
            cell = cells[place]
            if not cell or cell.isspace():
                continue
            try:
                values[field.name] = read(cell)
            except UnreadableValue as error:
                self._unreadable(field, error.code)
        negative = False
        for amount in self._amounts:
            negative |= self._read_amount(amount, cells, values)
        if self._secret:
            self._context.guarded[SECRETS] += sum(1 for place in self._secret if cells[place])
        complete(self.table.name, values, self._context.source, negative=negative)
        return Row(self.table.name, values)

    def _add(self, field: Field, column: ColumnRule, places: dict[str, int], order: str) -> None:
        read = converter(field, column, self._zones.get(column.column or "", self._context.zone), order)
        if column.column is None:
            self._constants[field.name] = _constant(column, read)
        elif self._is_secret(field, column.column):
            self._secret.append(places[column.column])
            self._context.note("secret_dropped", f"{self.table.name}.{field.name}")
        else:
            self._plain.append((field, places[column.column], read))

    @staticmethod
    def _is_secret(field: Field, column: str) -> bool:
        texts = field.kind in (Kind.TEXT, Kind.TEXTS, Kind.JSON)
        return texts and not field.guard_exempt and column != field.name and is_secret_name(column)

    def _read_amount(self, amount: _Amount, cells: Sequence[Cell], values: dict[str, Any]) -> bool:
        """Read an amount and return whether it had a minus sign."""
        cell = cells[amount.amount]
        if not cell or cell.isspace():
            return False
        try:
            if amount.currency is None and amount.constant is None:
                text, currency = split_money(cell)
            else:
                text, currency = cell, amount.constant or cells[amount.currency or 0] or ""
            values[amount.field.name] = amount.read(text, currency)
        except UnreadableValue as error:
            self._unreadable(amount.field, error.code)
        return cell.lstrip().startswith(_MINUS)

    def _unreadable(self, field: Field, code: str) -> None:
        if field.essential:
            raise RowRejected(code)
        self._context.note("unreadable_value", field.name)


def record(place: str, makers: Sequence[RowMaker], cells: Sequence[Cell], context: Context) -> Record:
    """Return what one record became: a row of every table it feeds, or rejected if it feeds none."""
    if len(makers) == 1:
        try:
            return Mapped(place, (makers[0].make(cells),))
        except RowRejected as error:
            return Rejected(place, error.code)
    rows: list[Row] = []
    failed: list[tuple[str, str]] = []
    for maker in makers:
        try:
            rows.append(maker.make(cells))
        except RowRejected as error:
            failed.append((maker.table.name, error.code))
    if not rows:
        return Rejected(place, failed[0][1])
    for name, _ in failed:
        context.note("incomplete_row", name)
    return Mapped(place, tuple(rows))


def currency_name(field: Field) -> str:
    """Return the name under which a map or header states the currency of a money field."""
    return field.columns()[1].name


def _amount(field: Field, column: ColumnRule, currency: ColumnRule | None, places: dict[str, int]) -> _Amount:
    if column.column is None:
        raise InputRefused("an amount needs a column", place=column.key)
    where = places[currency.column] if currency is not None and currency.column is not None else None
    constant = currency.const if currency is not None else None
    return _Amount(field, places[column.column], where, constant, money_converter(column))


def _constant(column: ColumnRule, read: Convert) -> Any:
    try:
        return read(column.const or "")
    except UnreadableValue:
        raise InputRefused("the constant cannot be read as a value of this field", place=column.key) from None

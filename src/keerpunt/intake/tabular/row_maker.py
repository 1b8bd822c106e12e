"""Cells of one record to one canonical row, rule by rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from keerpunt.errors import InputRefused, UnreadableValue
from keerpunt.intake.context import Context, RowRejected
from keerpunt.intake.guards import SECRETS, is_secret_name
from keerpunt.intake.records import Excluded, Mapped, Record, Rejected, Row
from keerpunt.intake.tabular.amounts import Amount, Cell, amount_of, currency_name
from keerpunt.intake.tabular.convert import Convert, converter, identifier, plain_text
from keerpunt.intake.tabular.defaults import complete
from keerpunt.intake.tabular.from_row import FromRow, RowDigest, from_row
from keerpunt.intake.tabular.rule import Choice, ColumnRule, TableRule
from keerpunt.model.schema import Field, Kind, Table
from keerpunt.model.tables import table
from keerpunt.values.instant import ZoneRule

__all__ = ["RowMaker", "currency_name", "record"]

Adapt = Callable[[Field, ColumnRule, Convert], Convert]
"""Fits what reads text to the cells of a kind of file that knows more than text."""


class RowMaker:
    """Makes rows of one canonical table; `columns` are the names of the cells it will be given, in their order.

    `digest` is shared by all makers of a file, so that they agree on the key of a row. `adapt` is for files whose cells
    are no mere text. `zones` are the rules of single columns, where they follow another one than the source.
    """

    def __init__(
        self,
        rule: TableRule,
        columns: Sequence[str],
        context: Context,
        order: str = "",
        *,
        digest: RowDigest | None = None,
        adapt: Adapt | None = None,
        zones: Mapping[str, ZoneRule] | None = None,
    ) -> None:
        self.table: Table = table(rule.to)
        self._context = context
        self._adapt = adapt
        self._zones = zones or {}
        self._constants: dict[str, Any] = {}
        self._blanks: dict[str, Any] = {}
        self._texts: list[tuple[str, int]] = []
        self._identifiers: list[tuple[Field, int]] = []
        self._plain: list[tuple[Field, int, Convert]] = []
        self._several: list[tuple[Field, tuple[int, ...], Convert]] = []
        self._whole: list[tuple[Field, FromRow]] = []
        self._amounts: list[Amount] = []
        self._secret: list[int] = []
        places = {name: place for place, name in reversed(list(enumerate(columns)))}
        self._only = _places(rule.only, places)
        self._without = _places(rule.without, places)
        self.chooses = bool(rule.only or rule.without)
        by_field = {column.field: column for column in rule.columns}
        for field in self.table.fields:
            column = by_field.get(field.name)
            if column is None or (column.optional and _lacking(column, places)):
                continue
            if field.kind is Kind.MONEY:
                self._amounts.append(amount_of(field, column, by_field.get(currency_name(field)), places))
            else:
                self._add(field, column, places, order, digest or RowDigest())

    def left_out(self, cells: Sequence[Cell]) -> str:
        """Return why a record is not for this table, empty where it is."""
        for place, choice in self._without:
            if (cells[place] or "").strip() in choice.values:
                return choice.reason
        for place, choice in self._only:
            if (cells[place] or "").strip() not in choice.values:
                return "not_in_map"
        return ""

    def make(self, cells: Sequence[Cell]) -> Row:
        """Return the row; raises RowRejected where an essential value is missing or cannot be read."""
        values = dict(self._constants)
        for name, place in self._texts:
            cell = cells[place]
            if cell and (cell := cell.strip()):
                values[name] = cell
        for field, place in self._identifiers:
            cell = cells[place]
            if not cell or not (found := cell.strip()):
                continue
            if type(cell) is str and "E" not in found and "e" not in found:
                values[field.name] = found
            else:
                self._read(field, identifier, cell, values)
        for field, place, read in self._plain:
            cell = cells[place]
            if not cell or cell.isspace():
                continue
            try:
                values[field.name] = read(cell)
            except UnreadableValue as error:
                self._unreadable(field, error.code)
        if self._blanks:
            values |= self._blanks
        for field, places, read in self._several:
            stated = next((cell for place in places if (cell := cells[place]) and not cell.isspace()), None)
            if stated is not None:
                self._read(field, read, stated, values)
        for field, read_row in self._whole:
            self._read(field, read_row, cells, values)
        negative = False
        for amount in self._amounts:
            negative |= self._read_amount(amount, cells, values)
        if self._secret:
            self._context.guarded[SECRETS] += sum(1 for place in self._secret if cells[place])
        if complete(self.table.name, values, self._context.source, negative=negative):
            self._context.note("payer_left_out", "payer")
        return Row(self.table.name, values)

    def _add(self, field: Field, column: ColumnRule, places: Mapping[str, int], order: str, digest: RowDigest) -> None:
        read = converter(field, column, self._zones.get(column.column or "", self._context.zone), order)
        if self._adapt is not None:
            read = self._adapt(field, column, read)
        there = tuple(places[name] for name in column.names if name in places)
        if column.const is not None:
            self._constants[field.name] = _constant(column, column.const, read)
        elif any(self._is_secret(field, name) for name in column.names):
            self._secret += there
            self._context.note("secret_dropped", f"{self.table.name}.{field.name}")
        elif column.blank:
            plain = converter(field, replace(column, values={}, otherwise=""), self._context.zone)
            self._blanks[field.name] = _constant(column, column.blank, plain)
            self._several.append((field, there, read))
        elif whole := from_row(column, places, read, self._context, digest):
            self._whole.append((field, whole))
        elif len(there) == 1 and read is plain_text:
            self._texts.append((field.name, there[0]))
        elif len(there) == 1 and read is identifier:
            self._identifiers.append((field, there[0]))
        elif len(there) == 1:
            self._plain.append((field, there[0], read))
        else:
            self._several.append((field, there, read))

    @staticmethod
    def _is_secret(field: Field, column: str) -> bool:
        texts = field.kind in (Kind.TEXT, Kind.TEXTS, Kind.JSON)
        return texts and not field.guard_exempt and column != field.name and is_secret_name(column)

    def _read(self, field: Field, read: Callable[[Any], Any], of: Any, values: dict[str, Any]) -> None:
        try:
            values[field.name] = read(of)
        except UnreadableValue as error:
            self._unreadable(field, error.code)

    def _read_amount(self, amount: Amount, cells: Sequence[Cell], values: dict[str, Any]) -> bool:
        """Read an amount and return whether it had a minus sign; its column may tell the direction."""
        try:
            found = amount.read(cells)
        except UnreadableValue as error:
            self._unreadable(amount.field, error.code)
            return False
        if found.money is not None:
            values[amount.field.name] = found.money
        if found.direction:
            values.setdefault("direction", found.direction)
        return found.negative

    def _unreadable(self, field: Field, code: str) -> None:
        if field.essential:
            raise RowRejected(code)
        self._context.note("unreadable_value", field.name)


def record(place: str, makers: Sequence[RowMaker], cells: Sequence[Cell], context: Context) -> Record:
    """Return what one record became: a row of every table it feeds, excluded, or rejected if it feeds none."""
    if len(makers) == 1 and not makers[0].chooses:
        try:
            return Mapped(place, (makers[0].make(cells),))
        except RowRejected as error:
            return Rejected(place, error.code)
    rows: list[Row] = []
    failed: list[tuple[str, str]] = []
    reasons: list[str] = []
    for maker in makers:
        if maker.chooses and (reason := maker.left_out(cells)):
            reasons.append(reason)
            continue
        try:
            rows.append(maker.make(cells))
        except RowRejected as error:
            failed.append((maker.table.name, error.code))
    if not rows:
        return Rejected(place, failed[0][1]) if failed else Excluded(place, _stated(reasons))
    for name, _ in failed:
        context.note("incomplete_row", name)
    return Mapped(place, tuple(rows))


def _stated(reasons: Sequence[str]) -> str:
    """Return why a record is left out: what a map says rather than that it says nothing."""
    return next((reason for reason in reasons if reason != "not_in_map"), "not_in_map")


def _lacking(column: ColumnRule, places: Mapping[str, int]) -> bool:
    """Tell whether the file lacks what an optional rule needs."""
    beside = (column.incoming, column.outgoing, column.zone_column)
    there = not column.names or any(name in places for name in column.names)
    return not there or any(name and name not in places for name in beside)


def _places(choices: Sequence[Choice], places: Mapping[str, int]) -> list[tuple[int, Choice]]:
    return [(places[choice.column], choice) for choice in choices]


def _constant(column: ColumnRule, text: str, read: Convert) -> Any:
    try:
        return read(text)
    except UnreadableValue:
        raise InputRefused("the constant cannot be read as a value of this field", place=column.key) from None

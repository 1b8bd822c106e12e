"""Raw rows of any kind of table to records, by the rules of a map."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

from keerpunt.intake.context import Context
from keerpunt.intake.records import Excluded, Record, Rejected, Total
from keerpunt.intake.tabular.date_order import decide_order
from keerpunt.intake.tabular.from_row import RowDigest
from keerpunt.intake.tabular.row_maker import Adapt, RowMaker, record
from keerpunt.intake.tabular.rule import TableRule
from keerpunt.intake.tabular.sqlite_rows import NOT_TEXT
from keerpunt.model.schema import Field, Kind
from keerpunt.model.tables import table
from keerpunt.values.instant import ZoneRule

Cells = Sequence[Any]
Clean = Callable[[str, Cells], tuple[str, Cells] | Rejected]
Rows = Callable[[], Iterator[tuple[str, Cells] | Rejected | Excluded]]
"""Gives the rows of a table from its begin, as (locator, cells); it may be called more than once."""


def made(
    rules: tuple[TableRule, ...],
    columns: Sequence[str],
    rows: Rows,
    context: Context,
    *,
    clean: Clean | None = None,
    adapt: Adapt | None = None,
    zones: Mapping[str, ZoneRule] | None = None,
) -> Iterator[Record]:
    """Yield what each row became; a table without any states zero.

    `columns` are the names of the cells. `clean` looks at each row before the rules do. `adapt` and `zones` are
    those of `RowMaker`.
    """
    order = order_of_days(rules, columns, rows, context)
    digest = RowDigest()
    makers = tuple(RowMaker(rule, columns, context, order, digest=digest, adapt=adapt, zones=zones) for rule in rules)
    seen = False
    for row in rows():
        seen = True
        found = row if clean is None or isinstance(row, (Rejected, Excluded)) else clean(*row)
        if isinstance(found, (Rejected, Excluded)):
            yield found
        else:
            yield record(found[0], makers, found[1], context)
    if not seen:
        yield Total(rules[0].source or "line:1", "records", "0", "0", binding=False, states_zero=True)


def texts_only(rules: tuple[TableRule, ...], columns: Sequence[str], context: Context) -> Clean:
    """Return what makes unknown of values that are no text: blobs, and text whose bytes are no UTF-8."""

    def clean(place: str, cells: Cells) -> tuple[str, Cells] | Rejected:
        lost = {column for column, cell in zip(columns, cells, strict=True) if cell is NOT_TEXT}
        if not lost:
            return place, cells
        for rule in rules:
            for field in fields_of(rule, lost):
                if field.essential:
                    return Rejected(place, "bad_encoding")
                context.note("unreadable_value", field.name)
        return place, [None if cell is NOT_TEXT else cell for cell in cells]

    return clean


def fields_of(rule: TableRule, columns: Collection[str]) -> list[Field]:
    """Return the fields that some columns fill; a currency belongs to its amount."""
    filled = {
        column.field
        for column in rule.columns
        if not {*column.names, column.incoming, column.outgoing, column.zone_column}.isdisjoint(columns)
    }
    return [
        field for field in table(rule.to).fields if filled & {field.name, *(column.name for column in field.columns())}
    ]


def order_of_days(rules: tuple[TableRule, ...], columns: Sequence[str], rows: Rows, context: Context) -> str:
    """Return the order of days in digits for columns whose rule states no format, empty where there are none."""
    open_columns = {
        name
        for rule in rules
        for column in rule.columns
        if not column.format and is_time(rule.to, column.field)
        for name in column.names
    }
    if not open_columns:
        return ""
    places = [place for place, name in enumerate(columns) if name in open_columns]
    texts = (
        row[1][place]
        for row in rows()
        if not isinstance(row, (Rejected, Excluded))
        for place in places
        if isinstance(row[1][place], str)
    )
    order = decide_order(texts, context.source.received_on, context.source.date_order)
    if order is None:
        return ""
    context.tell("date_order", order.name, order.evidence)
    return order.name


def is_time(name: str, field: str) -> bool:
    """Tell whether a field of a table holds an instant or a day."""
    return any(f.name == field and f.kind in (Kind.INSTANT, Kind.DATE) for f in table(name).fields)

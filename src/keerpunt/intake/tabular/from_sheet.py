"""A spreadsheet (XLSX, ODS) by the rules of a map."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import BinaryIO

from keerpunt.errors import InputRefused
from keerpunt.intake.context import Context
from keerpunt.intake.records import Excluded, Record, Rejected, Total
from keerpunt.intake.tabular.header import HEADER_WITHIN, check_columns, column_name, wanted_by
from keerpunt.intake.tabular.made import made
from keerpunt.intake.tabular.rule import TableRule, applicable
from keerpunt.intake.tabular.sheet_package import inspected
from keerpunt.intake.tabular.sheet_rows import Sheet, Sheets, opened
from keerpunt.intake.tabular.sheet_values import Cell, SheetCells, SheetError, SheetNumber, SheetTime


def sheet_records(stream: BinaryIO, rules: tuple[TableRule, ...], context: Context) -> Iterator[Record]:
    """Yield the records of the sheets that the rules name, then how many rows of others no rule reads.

    `from` may be absent in a workbook of one sheet with rows. Hidden sheets are read like others, and it is said.

    Raises:
        InputRefused: the map names a sheet or column that the file has not.
        SourceRefused: the file is hostile, encrypted, damaged or of another kind.
    """
    for rule in rules:
        if rule.query:
            raise InputRefused("`query` goes with databases only", place=rule.key)
    package = inspected(stream, context.settings.max_unpacked)
    with package.copy as copy, opened(copy, sorted({rule.source for rule in rules if rule.source})) as book:
        chosen = [(_sheet_of(rule, book.sheets), rule) for rule in rules]
        context.tell("encoding", "utf-8", "spreadsheets are UTF-8 XML")
        context.tell("serial_days", "from 1904" if package.date_1904 else "from 1900", "stated by the workbook")
        adapt = SheetCells(context, date_1904=package.date_1904)
        for sheet in book.sheets:
            mine = tuple(rule for of, rule in chosen if of is sheet)
            if mine:
                yield from _sheet(book, sheet, mine, adapt, context)
            elif sheet.rows:
                yield replace(Excluded(sheet.name, "not_in_map"), count=sheet.rows)


def _sheet(
    book: Sheets, sheet: Sheet, rules: tuple[TableRule, ...], adapt: SheetCells, context: Context
) -> Iterator[Record]:
    if not sheet.shown:
        context.tell("hidden_sheet", "read", "the map names a sheet that is hidden in the workbook")
    if not sheet.rows:
        yield Total(sheet.name, "records", "0", "0", binding=False, states_zero=True)
        return
    table = _Table(book, sheet, rules)
    rules = applicable(rules, table.header)
    check_columns(rules, table.header)
    for place in table.above:
        yield Excluded(place, "header")
    yield from made(rules, table.header, table, context, adapt=adapt)


class _Table:
    """One sheet below its header: the first row that has every mapped column, else the first row that is not blank."""

    def __init__(self, book: Sheets, sheet: Sheet, rules: Sequence[TableRule]) -> None:
        self._book, self._sheet = book, sheet
        wanted = wanted_by(rules)
        seen: list[tuple[str, list[str]]] = []
        for _, row in zip(range(HEADER_WITHIN), book.rows(sheet), strict=False):
            place, names = (
                (row.locator, []) if isinstance(row, Rejected) else (row[0], [_name(cell) for cell in row[1]])
            )
            seen.append((place, names))
            if any(names) and wanted.fits(names):
                break
        else:
            closest = max(range(len(seen)), key=lambda n: (wanted.matches(seen[n][1]), -n))
            del seen[closest + 1 :]
        *above, (_, self.header) = seen
        self.above = [place for place, _ in above]

    def __call__(self) -> Iterator[tuple[str, list[Cell]] | Rejected | Excluded]:
        """Yield the rows below the header; the header again is none."""
        rows = self._book.rows(self._sheet)
        for _ in range(len(self.above) + 1):
            next(rows)
        for row in rows:
            if not isinstance(row, Rejected) and [_name(cell) for cell in row[1]] == self.header:
                yield Excluded(row[0], "header")
            else:
                yield row


def _name(cell: Cell) -> str:
    return "" if cell is None or isinstance(cell, (SheetError, SheetNumber, SheetTime)) else column_name(cell)


def _sheet_of(rule: TableRule, sheets: Sequence[Sheet]) -> Sheet:
    if rule.source:
        found = [sheet for sheet in sheets if sheet.name == rule.source]
        if not found:
            raise InputRefused("`from` names a sheet that the file has not", place=rule.key)
    else:
        found = [sheet for sheet in sheets if sheet.rows] or list(sheets[:1])
        if len(found) != 1:
            raise InputRefused("needs `from` (a sheet), since the file has several", place=rule.key)
    if found[0].kind != "WorkSheet":
        raise InputRefused("`from` names a sheet without cells", place=rule.key)
    return found[0]

"""The sheets of a workbook (XLSX, ODS) as tables, each below the row that is its header."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from keerpunt.intake.inspect.csv_tables import later_header, no_header, wanted_header
from keerpunt.intake.inspect.names import is_header, is_known, looks_like, shown_names
from keerpunt.intake.inspect.statement import Statement, assessment, counted, fact
from keerpunt.intake.inspect.tables import MAX_COLUMNS, Cell, Opened, Row, TableData, Tables
from keerpunt.intake.records import Excluded, Rejected
from keerpunt.intake.tabular.header import HEADER_WITHIN, column_name
from keerpunt.intake.tabular.sheet_package import MAGIC, OLE_MAGIC, inspected
from keerpunt.intake.tabular.sheet_rows import Sheet, Sheets, opened
from keerpunt.intake.tabular.sheet_values import SheetError, SheetNumber, SheetTime
from keerpunt.intake.tabular.sqlite_rows import NOT_TEXT

_ENDINGS = (".xlsx", ".xlsm", ".xltx", ".xlsb", ".ods", ".ots")
_PARTS = re.compile(rb"xl/|\[Content_Types\]\.xml|vnd\.oasis\.opendocument\.spreadsheet")
_USUAL = re.compile(
    r"(?:sheet|table|page|report|data|export|blad|tabblad|tabelle|blatt|feuil(?:le)?|hoja|foglio|arkusz|ark|planilha)"
    r"[ _-]?[0-9]{0,3}",
    re.IGNORECASE,
)
"""Names that programs give to sheets; any other may be a person's."""


@contextmanager
def sheet_tables(file: Opened) -> Iterator[Tables | None]:
    """Yield the sheets of a workbook; a workbook with one sheet that has rows is itself the table."""
    if not _is_workbook(file):
        yield None
        return
    package = inspected(file.stream, file.context.settings.max_unpacked)
    with package.copy as copy, opened(copy, ()) as book:
        said = [
            fact("encoding", "the encoding of its text is utf-8", "spreadsheets are UTF-8 XML"),
            fact("serial_days", f"its days count from {1904 if package.date_1904 else 1900}", "stated by the workbook"),
            fact("sheets", counted(len(book.sheets), "sheet"), "the workbook's own list"),
        ]
        with_rows = [sheet for sheet in book.sheets if sheet.rows]
        alone = with_rows[0] if len(with_rows) == 1 else None
        blank = len(book.sheets) - len(with_rows)
        if blank:
            said.append(fact("blank_sheets", f"{counted(blank, 'sheet')} without rows, passed over"))
        tables = tuple(
            _of_sheet(file, book, sheet, number, named=sheet is not alone)
            for number, sheet in enumerate(book.sheets, start=1)
            if sheet.rows or sheet.kind != "WorkSheet"
        )
        yield Tables("sheet", tuple(said), tables)


def _is_workbook(file: Opened) -> bool:
    if file.head.startswith(OLE_MAGIC):
        return True
    named = file.path.name.lower().endswith(_ENDINGS)
    return file.head.startswith(MAGIC) and (named or _PARTS.search(file.head) is not None)


def _of_sheet(file: Opened, book: Sheets, sheet: Sheet, number: int, *, named: bool) -> TableData:
    name, shown = (sheet.name, shown_sheet(sheet.name, number)) if named else ("", "")
    if sheet.kind != "WorkSheet":
        return TableData(name, shown or f"sheet {number}", (), (), lambda: iter(()), kind="sheet without cells")
    head = _head(file, book, sheet)
    names = tuple(head.names[:MAX_COLUMNS])
    said: list[Statement] = []
    if not sheet.shown:
        said.append(fact("hidden_sheet", "the sheet is hidden in the workbook; it is read like others"))
    if head.above and head.why:
        text = f"the header stands below {counted(head.above, 'row')} of other text"
        said.append(assessment("header_line", text, head.why))
    if len(head.names) > MAX_COLUMNS:
        said.append(fact("more_columns", f"only the first {MAX_COLUMNS:,} columns are looked at"))
    if not head.trusted:
        said.append(no_header())

    def rows() -> Iterator[Row]:
        return _rows(book, sheet, head)

    return TableData(
        name, shown, names, tuple(shown_names(names, trusted=head.trusted)), rows,
        trusted=head.trusted, count=sheet.rows - head.above - 1, statements=tuple(said),
    )  # fmt: skip


def shown_sheet(name: str, number: int) -> str:
    """Return the name of a sheet as it may be shown: what programs call sheets, or words that tables go by."""
    usual = _USUAL.fullmatch(name) is not None or (is_known(name) and not looks_like(name))
    return name if usual else f"sheet {number}"


@dataclass(frozen=True, slots=True)
class _Head:
    """The header of a sheet: how many rows above it, its names, whether they are names, and why below the first."""

    above: int
    names: list[str]
    trusted: bool
    why: str = ""


def _head(file: Opened, book: Sheets, sheet: Sheet) -> _Head:
    """Return the header: what a shipped map wants, else the first row, else the first below it of known words."""
    seen: list[list[str]] = []
    for _, row in zip(range(HEADER_WITHIN), book.rows(sheet), strict=False):
        seen.append([] if isinstance(row, Rejected) else [_name(cell) for cell in row[1]])
    for above, names in enumerate(seen):
        if why := wanted_header(file.wanted, names):
            return _Head(above, names, trusted=True, why=why)
    if file.header or is_header(seen[0]):
        return _Head(0, seen[0], trusted=True)
    for above, names in enumerate(seen[1:], start=1):
        if why := later_header(_without_end(names)):
            return _Head(above, names, trusted=True, why=why)
    return _Head(0, seen[0], trusted=False)


def _without_end(names: Sequence[str]) -> list[str]:
    """Return the names up to the last that is not blank: the rows of a sheet are all as wide as its widest."""
    last = max((place for place, name in enumerate(names, start=1) if name), default=0)
    return list(names[:last])


def _name(cell: str | None) -> str:
    return "" if cell is None or isinstance(cell, (SheetError, SheetNumber, SheetTime)) else column_name(cell)


def _rows(book: Sheets, sheet: Sheet, head: _Head) -> Iterator[Row]:
    width = min(len(head.names), MAX_COLUMNS)
    for place, row in enumerate(book.rows(sheet)):
        if place <= head.above:
            continue
        if isinstance(row, Rejected):
            yield row
        elif [_name(cell) for cell in row[1]] == head.names:
            yield Excluded(row[0], "header")
        else:
            cells = [_cell(cell) for cell in row[1][:width]]
            yield cells + [None] * (width - len(cells))


def _cell(cell: str | None) -> Cell:
    """Return a cell as it counts: a formula that failed and a time without a day are no text."""
    if isinstance(cell, SheetError) or (isinstance(cell, SheetTime) and cell == "-"):
        return NOT_TEXT
    return cell

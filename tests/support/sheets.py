"""Small workbooks for tests: XLSX by xlsxwriter or by hand, ODS by hand."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ODS_NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (("office", "office"), ("table", "table"), ("text", "text"))
)
_CALC = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
_MIME = "application/vnd.oasis.opendocument.spreadsheet"
_STAMP = (2024, 1, 1, 0, 0, 0)


def xlsx(*sheets: tuple[str, Sequence[Sequence[Any]]], **options: Any) -> bytes:
    """Return a workbook; a cell is None, a value, or a pair of a value and a number format."""
    body = io.BytesIO()
    with xlsxwriter.Workbook(body, {"in_memory": True, **options}) as book:
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for place, cell in enumerate(row):
                    _write(book, sheet, number, place, cell)
    return body.getvalue()


def _write(book: Any, sheet: Any, row: int, column: int, cell: Any) -> None:
    if isinstance(cell, tuple):
        sheet.write_number(row, column, cell[0], book.add_format({"num_format": cell[1]}))
    elif isinstance(cell, str) and cell.startswith("#"):
        sheet.write_formula(row, column, "=1/0", None, cell)
    elif isinstance(cell, str):
        sheet.write_string(row, column, cell)
    elif cell is not None:
        sheet.write(row, column, cell)


def hidden(body: bytes) -> bytes:
    """Return a workbook whose sheets are hidden."""
    return replaced(body, {"xl/workbook.xml": lambda text: text.replace(b"<sheet ", b'<sheet state="hidden" ')})


def replaced(body: bytes, parts: Mapping[str, Any]) -> bytes:
    """Return an archive with parts replaced by bytes or by what a function makes of them; new ones are added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in (*old.namelist(), *(name for name in parts if name not in old.namelist())):
            made = parts.get(name, old.read(name) if name in old.namelist() else b"")
            about = zipfile.ZipInfo(name, _STAMP)
            about.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            new.writestr(about, made(old.read(name)) if callable(made) else made)
    return out.getvalue()


def with_sheet(inner: str, head: str = "", begin: str = '<?xml version="1.0" encoding="UTF-8"?>') -> bytes:
    """Return a workbook whose one sheet has this XML inside its sheetData."""
    part = f'{begin}<worksheet xmlns="{_MAIN}">{head}<sheetData>{inner}</sheetData></worksheet>'
    return replaced(xlsx(("one", [["a"]])), {"xl/worksheets/sheet1.xml": part.encode()})


def ods(rows: Iterable[str], name: str = "one", **more: str) -> bytes:
    """Return an OpenDocument workbook of rows of XML (see `ods_row`); `more` are further sheets by name."""
    sheets = {name: "".join(rows), **more}
    content = f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_ODS_NAMES} {_CALC}><office:body>'
    content += "<office:spreadsheet>"
    content += "".join(f'<table:table table:name="{title}">{inner}</table:table>' for title, inner in sheets.items())
    content += "</office:spreadsheet></office:body></office:document-content>"
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_MIME}"/></manifest:manifest>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr(zipfile.ZipInfo("mimetype", _STAMP), _MIME)
        new.writestr(zipfile.ZipInfo("content.xml", _STAMP), content)
        new.writestr(zipfile.ZipInfo("META-INF/manifest.xml", _STAMP), manifest)
    return out.getvalue()


def ods_row(*cells: Any, repeated: int = 1) -> str:
    """Return a row of XML; a cell is None, text, a number, a day as `date`, or XML that begins with `<`."""
    return (
        f'<table:table-row table:number-rows-repeated="{repeated}">{"".join(map(_ods_cell, cells))}</table:table-row>'
    )


def _ods_cell(cell: Any) -> str:
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, str) and cell.startswith("<"):
        return cell
    if isinstance(cell, str) and cell.startswith("#"):
        kind = 'office:value-type="string" calcext:value-type="error"'
        return f"<table:table-cell {kind}><text:p>{cell}</text:p></table:table-cell>"
    if isinstance(cell, str):
        return f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
    if isinstance(cell, (int, float)):
        return f'<table:table-cell office:value-type="float" office:value="{cell}"/>'
    return f'<table:table-cell office:value-type="date" office:date-value="{cell.isoformat()}"/>'

"""Takes a small sources folder through intake, as a run does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from keerpunt.intake import Intake, IntakeSettings, read_operation, read_sources, take_custody
from keerpunt.intake.context import Context
from keerpunt.intake.reader import Reader
from keerpunt.intake.records import Mapped, Record, Row
from keerpunt.model.progress import Progress, Silent
from keerpunt.values.instant import from_iso
from keerpunt.values.money import Money
from keerpunt.values.token import TokenKey
from tests.support.folder import declared, sources_folder

KEY = TokenKey(bytes(range(32)))


def take_in(
    root: Path,
    *,
    key: TokenKey = KEY,
    settings: IntakeSettings | None = None,
    progress: Progress | None = None,
    readers: dict[str, Reader] | None = None,
) -> Intake:
    """Read the sources folder `root`."""
    custody = take_custody(read_operation(root), root)
    return read_sources(custody, key, settings or IntakeSettings(), progress or Silent(), readers=readers)


def canonical(root: Path, **tables: str | bytes) -> Path:
    """Write a sources folder with one canonical CSV per keyword, of origin `platform:platform-1`."""
    files = {f"{name}.csv": body for name, body in tables.items()}
    blocks = "".join(declared(f"{name}.csv", "canonical", more=f'table = "{name}"') for name in tables)
    return sources_folder(root, files, blocks)


def mapped(root: Path, name: str, body: str | bytes, map_text: str, more: str = "") -> Path:
    """Write a sources folder with one file that is read by a map."""
    block = declared(name, "table", more=f'map = "map.toml"\n{more}')
    return sources_folder(root, {name: body, "map.toml": map_text}, block)


def short(intake: Intake, table: str, *columns: str) -> list[tuple[Any, ...]]:
    """Return the rows of a table as tuples of the named columns."""
    return [tuple(row[name] for name in columns) for row in intake.tables[table].to_pylist()]


def found(intake: Intake) -> dict[tuple[str, str], int]:
    """Return the findings as (code, column) to count."""
    counts: dict[tuple[str, str], int] = {}
    for row in intake.findings.to_pylist():
        counts[row["code"], row["column"]] = counts.get((row["code"], row["column"]), 0) + row["count"]
    return counts


def rejected(intake: Intake) -> list[tuple[str, str]]:
    """Return (locator, reason) of every reject."""
    return [(row["source_locator"], row["reason"]) for row in intake.rejects.to_pylist()]


def everything(intake: Intake) -> str:
    """Return all that intake would hand on as one text, to search for what must not be in it."""
    parts: list[object] = [intake.custody, intake.receipts, intake.coverage.to_pylist()]
    parts += [table.to_pylist() for table in (*intake.tables.values(), intake.rejects, intake.findings)]
    return repr(parts)


def toy_reader(rows: list[tuple[str, dict[str, Any]]], **more: Any) -> dict[str, Reader]:
    """Return a reader `toy` that gives these rows, one record each; payments are of 2024-01-01 and one euro."""
    paid = {"initiated": from_iso("2024-01-01T10:00:00Z", None), "amount": Money(100, "EUR", 2)}

    def read(_stream: BinaryIO, _context: Context) -> Iterator[Record]:
        for number, (name, values) in enumerate(rows, start=1):
            full = paid | values if name == "payment" else values
            yield Mapped(f"line:{number}", (Row(name, full),))

    declared_tables = more.pop("tables", tuple(name for name, _ in rows))
    return {"toy": Reader("toy", "1", declared_tables, lambda _head, _name: True, read, **more)}

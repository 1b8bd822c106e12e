"""One file: recognised, read dry, profiled, and a map drafted where it is a table."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from keerpunt.errors import KeerpuntError, SourceRefused
from keerpunt.intake.custody import Custody
from keerpunt.intake.declare import COMPANIONS
from keerpunt.intake.inspect.draft_map import MapDraft, draft_map
from keerpunt.intake.inspect.dry import Asked, DryRead, Refused, dry_read
from keerpunt.intake.inspect.match import canonical_tables
from keerpunt.intake.inspect.profile import Scope, TableProfile, profile_table
from keerpunt.intake.inspect.report import FileReport
from keerpunt.intake.inspect.shipped import Fitting, ShippedMap, fitting_maps
from keerpunt.intake.inspect.signs import foreign_kind, signs
from keerpunt.intake.inspect.statement import Statement, assessment, fact
from keerpunt.intake.inspect.tables import OPENERS, Opened, Tables, csv_tables
from keerpunt.intake.listing import shown
from keerpunt.intake.reader import HEAD_BYTES, Reader
from keerpunt.intake.records import Rejected
from keerpunt.intake.tabular.row_maker import currency_name
from keerpunt.model.operation import Source
from keerpunt.model.progress import Tick
from keerpunt.model.schema import COMMON, Kind
from keerpunt.model.tables import CANONICAL

DRAFT_PATH = "draft of a map"
_NO_TABLES = (
    (b"[", "a JSON list is not read as a table: write one object a line"),
    (b"{", "a JSON document is not read as a table: write one object a line"),
    (b"<", "no reader knows this kind of XML"),
)
_LOOKED_AT = 200
"""Lines that are looked at to tell a table without header from a text with commas."""
_SWIFT = re.compile(rb"(?:\{1:|:[0-9]{2}[A-Z]?:)")
_SQL = (b"CREATE TABLE", b"INSERT INTO", b"-- MySQL dump", b"-- MariaDB dump", b"-- PostgreSQL database dump")


@dataclass(frozen=True, slots=True)
class Kit:
    """What the inspection of every file shares: readers, scope, shipped maps, and whom to tell how far it is."""

    readers: Mapping[str, Reader]
    scope: Scope
    shipped: Sequence[ShippedMap]
    tick: Tick


def neutral_source(path: str, today: dt.date) -> Source:
    """Return a source about which nothing is declared: no zone, no order, no ground to keep it."""
    return Source(path, "platform:inspected", "", today, "", "")


def inspect_one(custody: Custody, path: str, kit: Kit) -> FileReport:
    """Inspect one file that was taken into custody; whatever it holds, a report comes back."""
    held = custody.files[path]
    source = replace(neutral_source(path, kit.scope.today), sha256=held.sha256, size=held.stamp.size)
    blank = FileReport(path, shown(path), held.sha256, held.stamp.size, "unknown", ())
    if not held.stamp.size:
        return replace(blank, status="empty", statements=(fact("empty", "the file has no byte"),))
    begun = blank
    try:
        with custody.opened(path) as stream:
            head = stream.read(HEAD_BYTES)
        found = tuple(name for name, reader in kit.readers.items() if reader.sniff(head, path))
        begun = replace(blank, statements=(*signs(head), *_recognised(found)), formats=found)
        if found:
            return _by_readers(begun, custody, source, kit)
        return _as_table(begun, head, custody, source, kit)
    except SourceRefused as error:
        return replace(begun, status="refused", refused=Refused(error.code, error.message, ""))
    except KeerpuntError as error:
        return replace(begun, status="refused", refused=Refused("input_refused", error.message, ""))
    except Exception as error:  # noqa: BLE001 (a hostile file must not show its content in a traceback)
        said_of = f"it cannot be looked at ({type(error).__name__})"
        return replace(begun, status="refused", refused=Refused("unreadable", said_of, ""))


def _recognised(found: Sequence[str]) -> list[Statement]:
    basis = f"its test of the first {HEAD_BYTES:,} bytes"
    if len(found) == 1:
        return [assessment("format", f"the format is {found[0]}, which alone recognises the file", basis)]
    if found:
        text = f"several readers recognise the file ({', '.join(found)}): a human must name its `format`"
        return [assessment("format", text, basis)]
    return [fact("format", "no reader recognises the file by its first bytes", basis)]


def _by_readers(begun: FileReport, custody: Custody, source: Source, kit: Kit) -> FileReport:
    readings = tuple(
        dry_read(Asked(custody, source, kit.readers[name], kit.scope.limit), kit.tick) for name in begun.formats
    )
    if len(readings) > 1:
        return replace(begun, status="several", readings=readings)
    (reading,) = readings
    return replace(begun, status="recognised", format=begun.formats[0], readings=readings, refused=reading.refused)


def _as_table(begun: FileReport, head: bytes, custody: Custody, source: Source, kit: Kit) -> FileReport:
    """Profile the tables of a file that no reader recognises."""
    with custody.opened(begun.path) as stream, _opened(stream, head, custody, source, kit) as tables:
        if tables is not None and not _is_mere_text(tables):
            return _profiled(begun, tables, custody, source, kit)
    why = _no_tables(head, begun.path) or "text, and no table that can be told from it"
    said = (*begun.statements, fact("not_read", why))
    return replace(begun, statements=said, refused=Refused("unknown_format", why, ""))


def _no_tables(head: bytes, path: str) -> str:
    """Return why a file is not tried as a table, empty where it is."""
    kind = foreign_kind(head)
    if kind:
        return f"{kind}: no reader reads it"
    if head.startswith(b"\x1f\x8b"):
        return "compressed tables are not read: unpack the file"
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if path.lower().endswith(".sql") or any(start.startswith(word) for word in _SQL):
        return "SQL dumps are not read yet: export the tables as CSV"
    if _SWIFT.match(start):
        return "lines with SWIFT tags, which no reader recognises"
    for first, why in _NO_TABLES:
        if start.startswith(first) and not (first == b"{" and _object_ends(start)):
            return why
    return ""


def _object_ends(start: bytes) -> bool:
    """Tell whether the first line could be an object of its own."""
    return start.split(b"\n", 1)[0].rstrip().endswith(b"}")


def _is_mere_text(tables: Tables) -> bool:
    """Tell whether a delimited text is none: no known header, and one column or lines that split unevenly."""
    if tables.kind != "csv" or tables.tables[0].trusted:
        return False
    (table,) = tables.tables
    looked = list(itertools.islice(table.rows(), _LOOKED_AT))
    uneven = sum(isinstance(row, Rejected) for row in looked)
    return len(table.columns) < 2 or uneven * 5 > len(looked) or not looked


@contextmanager
def _opened(stream: BinaryIO, head: bytes, custody: Custody, source: Source, kit: Kit) -> Iterator[Tables | None]:
    """Open a file by the first opener that knows its kind; what is known to be none is not tried as text."""
    beside = [ending for ending in COMPANIONS if source.path + ending in custody.files]
    path: Path = custody.root / source.path
    asked = Opened(stream, head, path, beside, kit.scope.header, kit.scope.in_full)
    openers = OPENERS if _no_tables(head, source.path) else (*OPENERS, csv_tables)
    for opener in openers:
        with opener(asked) as tables:
            if tables is not None:
                yield tables
                return
    yield None


def _profiled(begun: FileReport, tables: Tables, custody: Custody, source: Source, kit: Kit) -> FileReport:
    profiles = tuple(profile_table(each, kit.scope, kit.tick) for each in tables.tables)
    made = replace(
        begun, status="table", kind=tables.kind, statements=(*begun.statements, *tables.statements), tables=profiles
    )
    if tables.kind == "csv" and (fits := _canonical(profiles[0])):
        return _as_canonical(made, fits, custody, source, kit)
    draft, others = _drafted(made, kit.shipped)
    readings: tuple[DryRead, ...] = ()
    if draft.parses:
        asked = Asked(
            custody, replace(source, map=DRAFT_PATH), kit.readers["table"], kit.scope.limit, draft.text.encode()
        )
        readings = (dry_read(asked, kit.tick),)
    return replace(made, format="table", draft=draft, also_fitting=others, readings=readings)


def _canonical(profile: TableProfile) -> list[str]:
    currencies = {
        name: {currency_name(field) for field in table.fields if field.kind is Kind.MONEY}
        for name, table in CANONICAL.items()
    }
    return canonical_tables(profile.table.columns, (field.name for field in COMMON), currencies)


def _as_canonical(made: FileReport, fits: list[str], custody: Custody, source: Source, kit: Kit) -> FileReport:
    names = len(made.tables[0].columns)
    basis = f"each of its {names} column names is one of that table, the essential ones among them"
    if len(fits) > 1:
        text = f"the header fits several canonical tables ({', '.join(fits)}): a human must name `table`"
        said = assessment("format", text, "every column name is one of each")
        return replace(
            made, status="canonical", format="canonical", fits=tuple(fits), statements=(*made.statements, said)
        )
    said = assessment("format", f"a canonical file of table {fits[0]}", basis)
    declared = replace(source, table=fits[0])
    reading = dry_read(Asked(custody, declared, kit.readers["canonical"], kit.scope.limit), kit.tick)
    return replace(
        made, status="canonical", format="canonical", table=fits[0], fits=tuple(fits), refused=reading.refused,
        statements=(*made.statements, said), readings=(reading,),
    )  # fmt: skip


def _drafted(made: FileReport, shipped: Iterable[ShippedMap]) -> tuple[MapDraft, tuple[str, ...]]:
    """Return the draft of a map, a shipped one first, and what other shipped maps fit."""
    found: list[Fitting] = fitting_maps({each.table.name: each.table.columns for each in made.tables}, shipped)
    if found:
        return found[0].draft(), tuple(other.name for other in found[1:])
    return draft_map(made.shown, made.sha256, made.tables), ()

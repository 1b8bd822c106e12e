"""One file: recognised, read dry, profiled, and a map drafted where it is a table."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from keerpunt.errors import KeerpuntError, SourceRefused
from keerpunt.intake.context import Context
from keerpunt.intake.custody import Custody
from keerpunt.intake.declare import COMPANIONS
from keerpunt.intake.inspect.csv_tables import csv_tables, headerless_tables
from keerpunt.intake.inspect.draft_map import draft_map
from keerpunt.intake.inspect.dry import Asked, Refused, dry_read
from keerpunt.intake.inspect.match import canonical_tables, propose
from keerpunt.intake.inspect.openers import OPENERS
from keerpunt.intake.inspect.profile import Scope, TableProfile, profile_table
from keerpunt.intake.inspect.report import FileReport
from keerpunt.intake.inspect.shipped import Fitting, ShippedMap, fitting_maps, wanted_headers, without_header
from keerpunt.intake.inspect.signs import foreign_kind, signs
from keerpunt.intake.inspect.statement import Statement, assessment, fact
from keerpunt.intake.inspect.tables import Opened, Tables
from keerpunt.intake.listing import shown
from keerpunt.intake.reader import HEAD_BYTES, Reader
from keerpunt.intake.records import Rejected
from keerpunt.intake.tabular.row_maker import currency_name
from keerpunt.model.operation import Source
from keerpunt.model.progress import Tick
from keerpunt.model.schema import COMMON, Kind
from keerpunt.model.tables import CANONICAL
from keerpunt.values.token import derive_key

DRAFT_PATH = "draft of a map"
_NO_TABLES = (
    (b"[", "a JSON list whose first items are no objects: no reader reads it"),
    (b"{", "a JSON document is not read as a table: write one object a line"),
    (b"<", "no reader knows this kind of XML"),
)
_LOOKED_AT = 200
"""Lines that are looked at to tell a table without header from a text with commas."""
_SWIFT = re.compile(rb"(?:\{1:|:[0-9]{2}[A-Z]?:)")


@dataclass(frozen=True, slots=True)
class Kit:
    """What the inspection of every file shares: readers, scope, shipped maps, and whom to tell how far it is."""

    readers: Mapping[str, Reader]
    scope: Scope
    shipped: Sequence[ShippedMap]
    tick: Tick


@dataclass(frozen=True, slots=True)
class _Job:
    """One file in custody, as a source about which nothing is declared, and what its inspection shares with others."""

    custody: Custody
    source: Source
    kit: Kit

    def asked(self, reader: str, *, table: str = "") -> Asked:
        """Return the file as it is to be read by a reader."""
        return Asked(self.custody, replace(self.source, table=table), self.kit.readers[reader], self.kit.scope.limit)

    def by_map(self, text: str, limit: int | None) -> Asked:
        """Return the file as it is to be read by a map that lies nowhere yet."""
        source = replace(self.source, map=DRAFT_PATH)
        return Asked(self.custody, source, self.kit.readers["table"], limit, text.encode())


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
        job = _Job(custody, source, kit)
        return _by_readers(begun, job) if found else _as_table(begun, head, job)
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


def _by_readers(begun: FileReport, job: _Job) -> FileReport:
    readings = tuple(dry_read(job.asked(name), job.kit.tick) for name in begun.formats)
    if len(readings) > 1:
        return replace(begun, status="several", readings=readings)
    (reading,) = readings
    return replace(begun, status="recognised", format=begun.formats[0], readings=readings, refused=reading.refused)


def _as_table(begun: FileReport, head: bytes, job: _Job) -> FileReport:
    """Profile the tables of a file that no reader recognises."""
    with job.custody.opened(begun.path) as stream:
        file = _file(stream, head, job)
        with _opened(file) as tables:
            if tables is not None and (made := _by_shape(begun, file, tables, job)):
                return made
            if tables is not None and not _is_mere_text(tables):
                return _profiled(begun, tables, job)
    why = _no_tables(head) or "text, and no table that can be told from it"
    said = (*begun.statements, fact("not_read", why))
    return replace(begun, statements=said, refused=Refused("unknown_format", why, ""))


def _no_tables(head: bytes) -> str:
    """Return why a file is not tried as a table, empty where it is."""
    kind = foreign_kind(head)
    if kind:
        return f"{kind}: no reader reads it"
    if head.startswith(b"\x1f\x8b"):
        return "compressed tables are not read: unpack the file"
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
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


def _file(stream: BinaryIO, head: bytes, job: _Job) -> Opened:
    """Return what the openers may use."""
    custody, source, kit = job.custody, job.source, job.kit
    beside = [ending for ending in COMPANIONS if source.path + ending in custody.files]
    path: Path = custody.root / source.path
    context = Context(source, path, None, derive_key([source.sha256]), root=custody.root, digests=custody.digests)
    scope, wanted = kit.scope, wanted_headers(kit.shipped)
    return Opened(stream, head, path, beside, scope.header, scope.in_full, context, wanted, kit.tick)


@contextmanager
def _opened(file: Opened) -> Iterator[Tables | None]:
    """Open a file by the first opener that knows its kind; what is known to be none is not tried as text."""
    openers = OPENERS if _no_tables(file.head) else (*OPENERS, csv_tables)
    for opener in openers:
        with opener(file) as tables:
            if tables is not None:
                yield tables
                return
    yield None


def _by_shape(begun: FileReport, file: Opened, tables: Tables, job: _Job) -> FileReport | None:
    """Return the report of a file without header whose lines a shipped map reads, None where none does.

    Such a map names every column and how it is written. It is proposed where at least two of three of the first lines
    have as many cells, with a day, an amount and a currency where it says, and no value of these is unreadable.
    """
    if tables.kind != "csv" or tables.tables[0].trusted:
        return None
    for fitting, dialect in without_header(job.kit.shipped):
        try:
            named = headerless_tables(file, dialect, fitting.name)
        except SourceRefused:
            continue
        trial = dry_read(job.by_map(fitting.text, _LOOKED_AT), _no_tick)
        unread = any(code == "unreadable_value" for code, _ in trial.findings)
        if trial.refused or unread or not trial.tally.mapped or 3 * trial.tally.mapped < 2 * trial.tally.read:
            continue
        text = f"no header, and lines of the shape that the shipped map {fitting.name} reads"
        lines = f"{trial.tally.mapped:,} of the first {trial.tally.read:,} lines"
        basis = f"{lines} have its number of cells, its day, amount and currency"
        said = assessment("headerless", text, basis)
        return _profiled(begun, replace(named, statements=(*named.statements, said)), job, [fitting])
    return None


def _no_tick(_done: int, /) -> None:
    """Tell nobody: a trial is no progress."""


def _profiled(begun: FileReport, tables: Tables, job: _Job, by_shape: Sequence[Fitting] = ()) -> FileReport:
    kit = job.kit
    profiles = tuple(profile_table(each, kit.scope, kit.tick) for each in tables.tables)
    made = replace(
        begun, status="table", kind=tables.kind, statements=(*begun.statements, *tables.statements), tables=profiles,
        refused=tables.refused,
    )  # fmt: skip
    if tables.kind == "csv" and (fits := _canonical(profiles[0])):
        return _as_canonical(made, fits, job)
    fitting = by_shape or _fitting(made, kit.shipped)
    draft = fitting[0].draft() if fitting else draft_map(made.shown, made.sha256, made.tables)
    made = replace(made, format="table", draft=draft, also_fitting=tuple(other.name for other in fitting[1:]))
    if fitting:
        made = replace(made, statements=(*made.statements, *_proposed(fitting)))
    made = replace(made, tables=tuple(replace(each, to=_feeds(each, fitting)) for each in profiles))
    if not draft.parses:
        return made
    reading = dry_read(job.by_map(draft.text, kit.scope.limit), kit.tick)
    return replace(made, readings=(reading,), refused=made.refused or reading.refused)


def _proposed(fitting: Sequence[Fitting]) -> list[Statement]:
    """Return which map that ships is proposed, and that others fit as well."""
    first, *others = fitting
    text = f"the map {first.name} ships for such files and is proposed"
    said = [assessment("shipped_map", text, "the file has every table and column that it needs")]
    if others:
        names = ", ".join(other.name for other in others)
        basis = "they need fewer columns, or are for an older way of storing"
        said.append(assessment("also_fitting", f"further maps that ship fit as well: {names}", basis))
    return said


def _feeds(profile: TableProfile, fitting: Sequence[Fitting]) -> str:
    """Return the canonical table that a table feeds by the shipped map, else the one that its columns fit best."""
    if fitting:
        return fitting[0].feeds(profile.table.name)
    found = propose(profile.table.name, profile.columns) if profile.table.trusted else []
    return found[0].to if found else ""


def _canonical(profile: TableProfile) -> list[str]:
    currencies = {
        name: {currency_name(field) for field in table.fields if field.kind is Kind.MONEY}
        for name, table in CANONICAL.items()
    }
    return canonical_tables(profile.table.columns, (field.name for field in COMMON), currencies)


def _as_canonical(made: FileReport, fits: list[str], job: _Job) -> FileReport:
    names = len(made.tables[0].columns)
    basis = f"each of its {names} column names is one of that table, the essential ones among them"
    if len(fits) > 1:
        text = f"the header fits several canonical tables ({', '.join(fits)}): a human must name `table`"
        said = assessment("format", text, "every column name is one of each")
        return replace(
            made, status="canonical", format="canonical", fits=tuple(fits), statements=(*made.statements, said)
        )
    said = assessment("format", f"a canonical file of table {fits[0]}", basis)
    reading = dry_read(job.asked("canonical", table=fits[0]), job.kit.tick)
    return replace(
        made, status="canonical", format="canonical", table=fits[0], fits=tuple(fits), refused=reading.refused,
        statements=(*made.statements, said), readings=(reading,),
    )  # fmt: skip


def _fitting(made: FileReport, shipped: Sequence[ShippedMap]) -> list[Fitting]:
    """Return the shipped maps that fit the tables of a file; a table whose name may not be shown is none of theirs."""
    named = [each.table for each in made.tables if each.table.kind == "table" and each.table.name == each.table.shown]
    sheets = made.kind == "sheet"
    return fitting_maps({table.name: table.columns for table in named if table.trusted}, shipped, sheets=sheets)

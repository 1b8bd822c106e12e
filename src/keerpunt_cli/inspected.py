"""An inspection as a person reads it in the terminal: every statement a fact or an assessment, and what it rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text

from keerpunt.intake.inspect import FileReport, FolderReport, Statement
from keerpunt.intake.inspect.dry import DryRead
from keerpunt.intake.inspect.profile import TableProfile
from keerpunt.intake.listing import shown
from keerpunt_cli.console import out

FILES_SHOWN = 40
TABLES_IN_FULL = 6
"""Tables of one file up to which each is shown in full; of more, only those that could feed a canonical table are."""
TABLES_IN_SHORT = 200
PLACES = "at"
_STATUS = {
    "recognised": "one reader recognises it",
    "several": "several readers recognise it",
    "table": "needs a map",
    "canonical": "canonical columns",
    "unknown": "nothing reads it",
    "empty": "empty",
    "companion": "belongs to a database",
    "duplicate": "equal to another file",
    "refused": "refused",
}


def show_file(report: FileReport, *, written: Path | None) -> None:
    """Print what one file is; the draft of its map stands at the end, unless it was written."""
    _line(report.shown, "bold")
    _line(f"  {report.size:,} bytes · SHA-256 {report.sha256}")
    _heading("What it is")
    _statements(report.statements)
    _tables(report.tables)
    for reading in report.readings:
        _reading(reading, draft=report.status == "table")
    if report.draft is not None:
        _draft(report, written)
    _line("")


def show_folder(report: FolderReport, *, written: Path | None) -> None:
    """Print a row per file, what is not as `run` wants it, and where the drafts are."""
    _heading("What lies in the folder")
    _statements(report.statements)
    _heading("Files")
    body = Table(header_style="bold", box=None, padding=(0, 1))
    for name, right in (("file", False), ("bytes", True), ("format", False), ("read", True), ("mapped", True)):
        body.add_column(name, justify="right" if right else "left", overflow="fold")
    body.add_column("to know", overflow="fold")
    for row in _rows(report.files):
        body.add_row(*(Text(cell) for cell in row))
    out.print(body)
    if len(report.files) > FILES_SHOWN:
        _line(f"  {len(report.files)} files, summed by folder and format; every file with --json", "dim")
    _refusals(report)
    if report.problems:
        _heading("What `run` would say" if report.declared else "What must be put right first")
        _line(f"  {report.problems}")
    _drafts(report.drafts, written)


def _rows(files: Sequence[FileReport]) -> list[tuple[str, ...]]:
    """Return one row a file, or one row a folder and format where there are many."""
    if len(files) <= FILES_SHOWN:
        return [_row(each.shown, [each]) for each in files]
    groups: dict[tuple[str, str, str], list[FileReport]] = {}
    for each in files:
        under = each.shown.rpartition("/")[0] or "."
        groups.setdefault((under, each.status, _format(each)), []).append(each)
    return [_row(f"{under}/ ({len(found)})" if len(found) > 1 else found[0].shown, found)
            for (under, _, _), found in groups.items()]  # fmt: skip


def _row(name: str, files: Sequence[FileReport]) -> tuple[str, ...]:
    readings = [reading for each in files for reading in each.readings[:1]]
    read = sum(reading.tally.read for reading in readings)
    mapped = sum(reading.tally.mapped for reading in readings)
    counts = (f"{read:,}", f"{mapped:,}") if readings else ("", "")
    size = sum(each.size for each in files)
    return (name, f"{size:,}", _format(files[0]) or "?", *counts, "; ".join(_to_know(files)))


def _format(report: FileReport) -> str:
    if report.status == "several":
        return " or ".join(report.formats)
    return f"canonical {report.table}".strip() if report.status == "canonical" else report.format


def _to_know(files: Sequence[FileReport]) -> list[str]:
    first = files[0]
    said = [] if first.status in ("recognised", "canonical", "table") else [_STATUS[first.status]]
    if first.same_as and len(files) == 1:
        said[-1] += f": {first.same_as}"
    rejected = sum(r.tally.rejected.total() for each in files for r in each.readings[:1])
    said += [f"{rejected:,} rejected"] if rejected else []
    said += ["zone to be declared"] if any(r.zone for each in files for r in each.readings) else []
    drafts = [each.draft for each in files if each.draft is not None]
    choices = sum(draft.decisions for draft in drafts)
    said += [f"{choices} choices open in its map"] if choices else []
    said += ["its map waits for a decision"] if any(not draft.parses for draft in drafts) else []
    refused = [each for each in files if each.refused is not None]
    return [*said, f"`run` would refuse {len(refused)}"] if refused else said


def _refusals(report: FolderReport) -> None:
    refused = [(each.shown, each.refused) for each in report.files if each.refused is not None]
    if not refused:
        return
    _heading("Files that `run` would refuse for what is in them")
    for name, why in refused[:FILES_SHOWN]:
        _line(f"  fact        {name} {why.place}".rstrip() + f": {why.message} [{why.code}]")
    if len(refused) > FILES_SHOWN:
        _line(f"  {FILES_SHOWN} of {len(refused)} shown; all with --json", "dim")


def _drafts(drafts: Mapping[str, str], written: Path | None) -> None:
    if not drafts:
        return
    if written is None:
        _heading("Drafts")
        _line(f"  {', '.join(map(shown, drafts))}")
        _line("  Written by --write (into the folder) or --out FOLDER; shown whole by --json.")
        return
    _heading(f"Drafts written to {written}")
    for name in drafts:
        _line(f"  {shown(name)}")
    _line('  Fill in the blanks (`""`), look at the choices (`# decide:`), then: keerpunt run SOURCES --out DIR')


def _tables(profiles: Sequence[TableProfile]) -> None:
    """Print every table, or, where there are many, those that could feed a canonical one, and the others in short."""
    full = [each for each in profiles if each.to or len(profiles) <= TABLES_IN_FULL]
    for profile in full:
        _table(profile)
    if len(full) == len(profiles):
        return
    _heading(f"{len(profiles) - len(full):,} tables for which no canonical table is proposed (columns with --json)")
    body = Table(header_style="bold", box=None, padding=(0, 1))
    for name, right in (("table", False), ("columns", True), ("rows", True), ("to know", False)):
        body.add_column(name, justify="right" if right else "left", overflow="fold")
    others = [each for each in profiles if not each.to]
    for profile in others[:TABLES_IN_SHORT]:
        body.add_row(*(Text(cell) for cell in _in_short(profile)))
    out.print(body)
    if len(others) > TABLES_IN_SHORT:
        _line(f"  {TABLES_IN_SHORT} of {len(others):,} shown; all with --json", "dim")


def _in_short(profile: TableProfile) -> tuple[str, ...]:
    rejected = sum(profile.rejected.values())
    rows = profile.rows if profile.table.count is None else profile.table.count
    said = [] if profile.table.kind == "table" else [f"a {profile.table.kind}, not read"]
    said += [f"{rejected:,} rejected"] if rejected else []
    return profile.table.shown, f"{len(profile.columns):,}", f"{rows:,}", "; ".join(said)


def _table(profile: TableProfile) -> None:
    feeds = f" (could feed {profile.to})" if profile.to else ""
    _heading(f"Table {profile.table.shown}{feeds}" if profile.table.shown else f"Its table{feeds}")
    _statements(profile.statements)
    if not profile.columns:
        return
    body = Table(header_style="bold", box=None, padding=(0, 1))
    for name, right in (
        ("column", False),
        ("kind", False),
        ("filled", True),
        ("distinct", True),
        ("written as", False),
    ):
        body.add_column(name, justify="right" if right else "left", overflow="fold")
    for column in profile.columns:
        distinct = f"{column.distinct:,}" if column.exact else f"~{column.distinct:,}"
        row = (column.shown, column.label, f"{column.filled:,}", distinct, ", ".join(column.shapes))
        body.add_row(*(Text(cell) for cell in row))
    out.print(body)
    for column in profile.columns:
        _statements((s for s in column.statements if s.code != "filled"), about=column.shown)


def _reading(reading: DryRead, *, draft: bool) -> None:
    with_what = f"{reading.reader}, by the drafted map below" if draft else reading.reader
    _heading(f"Dry read with {with_what} ({'whole file' if reading.whole else 'not the whole file'})")
    if reading.refused is not None:
        where = f" at {reading.refused.place}" if reading.refused.place else ""
        _said("fact", f"`run` would refuse it{where}: {reading.refused.message} [{reading.refused.code}]")
    tally = reading.tally
    excluded, rejected = _codes(tally.excluded), _codes(tally.rejected)
    _said("fact", f"read {tally.read:,} = mapped {tally.mapped:,} + excluded {excluded} + rejected {rejected}")
    for code, places in sorted(reading.places.items()):
        _said("fact", f"rejected as {code}, first {PLACES}: {', '.join(places)}")
    if tally.rows:
        _said("fact", f"rows: {', '.join(f'{name} {n:,}' for name, n in sorted(tally.rows.items()))}")
    found = reading.as_dict()
    if found["first"]:
        _said("fact", f"from {found['first']} to {found['last']}")
    if found["zones"]:
        _said("fact", f"zones used: {', '.join(found['zones'])}")
    for name, value in sorted(reading.told.items()):
        if not name.endswith("_evidence"):
            basis = reading.told.get(f"{name}_evidence", "")
            _said("fact", f"{name.replace('_', ' ')}: {value}", basis)
    _totals(found["totals"])
    for each in found["findings"]:
        _said("fact", f"finding {each['code']} {each['column']}".rstrip() + f": {each['count']:,} times")
    for name, count in sorted(reading.guards.items()):
        _said("fact", f"guarded: {count:,} {name.replace('_', ' ')}")
    _statements(reading.statements)
    for text in reading.cannot_tell:
        _said("fact", f"this format cannot tell: {text}")


def _totals(totals: Sequence[Mapping[str, Any]]) -> None:
    wrong = [total for total in totals if not total["holds"]]
    if totals:
        held = len(totals) - len(wrong)
        _said("fact", f"totals that the file states: {held:,} of {len(totals):,} hold")
    for total in wrong:
        where = f" at {total['locator']}" if total["locator"] else ""
        _said("fact", f"{total['name']}{where}: the file states {total['expected']}, found was {total['found']}")


def _draft(report: FileReport, written: Path | None) -> None:
    draft = report.draft
    if draft is None:
        return
    _heading(f"Draft of a map ({draft.decisions} {'choice' if draft.decisions == 1 else 'choices'} open)")
    if draft.shipped:
        _said("fact", f"it is the map {draft.shipped} that ships", "see `What it is`")
    if not draft.parses:
        _said("fact", f"it cannot be used yet: {draft.problem}")
    if written is not None:
        _line(f"  written to {written}")
        return
    out.print(draft.text, markup=False, soft_wrap=True)


def _statements(said: Iterable[Statement], about: str = "") -> None:
    for each in said:
        _said(each.kind, f"{about}: {each.text}" if about else each.text, each.basis)


def _said(kind: str, text: str, basis: str = "") -> None:
    """Print one statement with its kind; long ones are indented under themselves."""
    body = Table.grid(padding=(0, 2))
    body.add_column(width=12, no_wrap=True)
    body.add_column(overflow="fold")
    line = Text(text)
    if basis:
        line.append(f"  ({basis})", style="dim")
    body.add_row(Text(f"  {kind}", style="dim" if kind == "fact" else "yellow"), line)
    out.print(body)


def _codes(counts: Counter[str]) -> str:
    return ", ".join(f"{n:,} {code}" for code, n in sorted(counts.items())) or "0"


def _heading(title: str) -> None:
    _line(f"\n{title}", "bold")


def _line(text: str, style: str = "") -> None:
    out.print(text, markup=False, style=style)

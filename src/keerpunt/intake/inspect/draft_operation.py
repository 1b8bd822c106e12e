"""A draft of `operation.toml`: what the files prove is filled in, what only a human knows is a blank that is refused.

A blank is an empty text (`received_from = ""`), which `run` refuses by the name of its key; nothing stands in for it.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Mapping, Sequence

from keerpunt.intake.inspect.draft_map import DECIDE
from keerpunt.intake.inspect.fill import SOURCE_KEYS, Fills
from keerpunt.intake.inspect.report import FileReport
from keerpunt.intake.inspect.statement import counted
from keerpunt.model.words import ORIGIN_CLASSES

_HEAD = """\
# Draft of operation.toml by `keerpunt inspect`. What the files prove is filled in.
# Every `""` is a blank that only a human can fill; `keerpunt run` refuses the file until none is left, naming each.
# Days are written without quotes: received_on = 2024-12-03
"""
_NOTES = {
    "code": "a short code without personal data",
    "unit_country": 'country of the unit that works here, such as "NL"',
    "legal_basis": "the ground on which the sources are held; a source may name its own",
    "purpose": "what they may be used for",
    "name": 'a name for the platform, such as "platform-1"',
}
_SOURCES = """\
# ---- sources ---------------------------------------------------------------------------------------------
# origin = class:name; a provider's export that was found on the seized server is of the platform. Classes:
{classes}
# May be added to each: covers, covers_from, covers_to (what the delivery answers for), handling, legal_basis, purpose.
"""


def draft_operation(reports: Sequence[FileReport], maps: Mapping[str, str], fills: Fills, *, whole: bool) -> str:
    """Return the text; `maps` is path of a source to path of its map. Without `whole` only the `[[source]]` blocks."""
    classes = textwrap.fill(", ".join(sorted(ORIGIN_CLASSES)), 100, initial_indent="#   ", subsequent_indent="#   ")
    parts = ["\n".join(_head(reports, fills))] if whole else []
    parts.append(_SOURCES.format(classes=classes))
    parts += ["\n".join(_source(report, maps.get(report.path, ""), fills)) + "\n" for report in reports]
    return "\n".join(parts)


def needs_zone(report: FileReport) -> bool:
    """Tell whether times of a file were read with a zone on trial, or are local times by the profile."""
    if any(reading.zone for reading in report.readings):
        return True
    times = [column.time for table in report.tables for column in table.columns if column.time is not None]
    return report.status == "table" and not report.readings and any(time.zone == "declare" for time in times)


def _head(reports: Sequence[FileReport], fills: Fills) -> Iterator[str]:
    yield _HEAD
    yield "[operation]"
    for key in ("code", "unit_country", "legal_basis", "purpose"):
        yield f"{key} = {fills.head(key)}   # {_NOTES[key]}"
    yield "# public_on = 2025-02-26   # the day suspects could know: first police contact or press"
    yield "\n[platform]"
    yield f"name = {fills.head('name')}   # {_NOTES['name']}"
    yield from _zone(reports, fills)
    yield '# content_scope = "illegal_only"   # the default; "mixed" where lawful content was sold too\n'


def _zone(reports: Sequence[FileReport], fills: Fills) -> Iterator[str]:
    needing = [report for report in reports if needs_zone(report)]
    said = fills.head("time_zone")
    if not needing and said == '""':
        yield '# time_zone = "Europe/Amsterdam"   # zone of its local times; no file was found to need one'
        return
    why = f"{counted(len(needing), 'file states', 'files state')} times without"
    yield f'time_zone = {said}   # zone of its local times, such as "Europe/Amsterdam"; {why}'
    yield '# time_zone_basis = "documented"   # with time_zone_reference = where it is written; else it is assumed'


def _source(report: FileReport, map_path: str, fills: Fills) -> Iterator[str]:
    if why := _cannot_stand(report):
        yield f"# {report.shown}: {why}"
        return
    yield "[[source]]"
    yield f"path = {_toml(report.path)}"
    yield from _format(report, map_path)
    for key in SOURCE_KEYS:
        yield f"{key} = {fills.source(report.path, key)}"
    yield from fills.also(report.path)
    if needs_zone(report):
        yield '# time_zone = "Europe/Amsterdam"   # if its local times are of another zone than the platform\'s'


def _cannot_stand(report: FileReport) -> str:
    """Return why a file gets no block, empty if it does."""
    if report.path != report.shown:
        return "its name cannot stand in operation.toml; rename the file"
    if report.status in ("unknown", "refused") and not report.formats:
        why = report.refused.message if report.refused else "no reader reads it"
        return f"{why}. Take it out of the folder, or list it with the `format` it is of"
    return ""


def _format(report: FileReport, map_path: str) -> Iterator[str]:
    if report.status == "empty":
        yield "# the file has no byte"
    elif report.status == "companion":
        yield f"# belongs to the database {report.same_as}"
    elif report.status == "duplicate":
        yield f"# equal to {report.same_as}, byte for byte: it is counted and not read again"
    elif report.status == "several":
        yield f"{DECIDE} which format it is of"
        yield from (f"# format = {_toml(name)}" for name in report.formats)
    elif report.status == "canonical" and not report.table:
        yield 'format = "canonical"'
        yield f"{DECIDE} which table it holds; without it `run` refuses the file"
        yield from (f"# table = {_toml(name)}" for name in report.fits)
    else:
        yield f"format = {_toml(report.format)}"
        yield from [f"table = {_toml(report.table)}"] if report.table else []
        yield from [f"map = {_toml(map_path)}", *_map_notes(report)] if report.format == "table" else []
    if report.refused is not None:
        yield f"# `run` refuses this file as it is: {report.refused.message}"


def _map_notes(report: FileReport) -> list[str]:
    draft = report.draft
    if draft is None:
        return []
    if not draft.parses:
        return [f"# the map cannot be used yet, a human must decide: {draft.problem}"]
    return [f"# the map leaves {counted(draft.decisions, 'choice')} open (`{DECIDE}`)"] if draft.decisions else []


def _toml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)

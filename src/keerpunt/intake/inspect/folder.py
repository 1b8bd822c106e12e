"""A whole sources folder: every file of it, what is listed and what is not, and drafts of all that `run` needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from keerpunt.errors import InputRefused, UnreadableValue
from keerpunt.intake.custody import Custody, take_custody
from keerpunt.intake.declare import MAX_BYTES, is_companion, read_operation
from keerpunt.intake.inspect.draft_operation import draft_operation
from keerpunt.intake.inspect.dry import Refused
from keerpunt.intake.inspect.fill import Fills
from keerpunt.intake.inspect.one import Kit, inspect_one, neutral_source
from keerpunt.intake.inspect.profile import Scope
from keerpunt.intake.inspect.report import FileReport
from keerpunt.intake.inspect.shipped import ShippedMap
from keerpunt.intake.inspect.statement import Statement, counted, fact
from keerpunt.intake.listing import DECLARATION, Listing, list_files, safe_path, shown, without_cards
from keerpunt.intake.reader import Reader
from keerpunt.intake.registry import load_readers
from keerpunt.intake.toml_text import parse_toml
from keerpunt.model.operation import Operation, Platform, Source
from keerpunt.model.progress import Progress, ignore
from keerpunt.values.instant import zone

MAPS = "maps"
TO_ADD = "sources-to-add.toml"
"""Name of the draft where operation.toml is there already: blocks for the files that it does not list."""


@dataclass(frozen=True, slots=True)
class FolderReport:
    """A sources folder. `listed` and `unlisted` are paths; `problems` is what `run` would say, empty if nothing.

    `drafts` is path (relative to the folder the drafts go to) to text. `declared`: there is an operation.toml.
    """

    files: tuple[FileReport, ...]
    clutter: int
    declared: bool
    listed: tuple[str, ...]
    unlisted: tuple[str, ...]
    problems: str
    statements: tuple[Statement, ...]
    drafts: Mapping[str, str]

    def as_dict(self) -> dict[str, Any]:
        """Return the report for JSON."""
        return {
            "files": [report.as_dict() for report in self.files],
            "clutter": self.clutter,
            "declared": self.declared,
            "listed": [shown(path) for path in self.listed],
            "unlisted": [shown(path) for path in self.unlisted],
            "problems": self.problems,
            "statements": [s.as_dict() for s in self.statements],
            "drafts": dict(self.drafts),
        }


@dataclass(frozen=True, slots=True)
class _Said:
    """What an operation.toml lists, read without checking it: sources, other files (maps, references), zones."""

    there: bool
    sources: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    zones: tuple[str, ...] = ()


def inspect_folder(
    root: Path,
    scope: Scope,
    progress: Progress,
    *,
    fills: Fills | None = None,
    shipped: Sequence[ShippedMap] = (),
    readers: Mapping[str, Reader] | None = None,
) -> FolderReport:
    """Inspect every file of a folder; a refused file is reported and the others are inspected.

    Raises:
        InputRefused: the folder is not there or cannot be read.
    """
    if not root.is_dir():
        raise InputRefused("is no folder", place=shown(str(root)))
    present = list_files(root)
    said = _said(root / DECLARATION)
    paths = [path for path in present.files if path not in said.others]
    custody = take_custody(_neutral(paths, scope), root, progress)
    scope = replace(scope, zones=said.zones)
    kit = Kit(load_readers() if readers is None else readers, scope, shipped, ignore)
    with progress.step("inspect", len(paths), "files") as tick:
        reports = []
        for report in _each(custody, paths, kit):
            reports.append(report)
            tick(1)
    return _report(root, present, said, reports, fills or Fills())


def _each(custody: Custody, paths: Sequence[str], kit: Kit) -> Iterator[FileReport]:
    first: dict[str, str] = {}
    every = frozenset(paths)
    for path in paths:
        held = custody.files[path]
        blank = FileReport(path, shown(path), held.sha256, held.stamp.size, "unknown", ())
        if is_companion(path, every):
            of = shown(path.rsplit("-", 1)[0])
            text = f"belongs to the database {of}, and is read with it"
            yield replace(blank, status="companion", same_as=of, statements=(fact("companion", text),))
        elif held.stamp.size and held.sha256 in first:
            same = shown(first[held.sha256])
            text = f"equal to {same}, byte for byte"
            said = fact("duplicate", text, "the same SHA-256")
            yield replace(blank, status="duplicate", same_as=same, statements=(said,))
        else:
            first[held.sha256] = path
            yield inspect_one(custody, path, kit)


def _report(root: Path, present: Listing, said: _Said, reports: list[FileReport], fills: Fills) -> FolderReport:
    listed = tuple(report.path for report in reports if report.path in said.sources)
    unlisted = tuple(report.path for report in reports if report.path not in said.sources)
    problems = _problems(root) if said.there else "\n".join(present.problems)
    new = [report for report in reports if report.path in unlisted]
    clutter = f"{counted(present.clutter, 'file')} of clutter ignored"
    statements = [fact("files", f"{counted(len(reports), 'file')}, {clutter}")]
    if said.there:
        text = f"operation.toml lists {len(listed)} of them, {len(unlisted)} are not listed"
        statements.append(fact("listed", text))
    else:
        statements.append(fact("listed", "there is no operation.toml yet"))
    drafts = _drafts(new, fills, whole=not said.there) if new else {}
    return FolderReport(
        tuple(reports), present.clutter, said.there, listed, unlisted, problems, tuple(statements), drafts
    )


def _drafts(reports: Sequence[FileReport], fills: Fills, *, whole: bool) -> dict[str, str]:
    """Return every draft by its path: operation.toml (or blocks to add), and one map for files that need equal ones."""
    maps: dict[str, str] = {}
    texts: dict[str, str] = {}
    by_rules: dict[str, str] = {}
    for report in reports:
        if report.draft is None:
            continue
        path = by_rules.get(report.draft.rules) or _free(report.path, texts)
        by_rules.setdefault(report.draft.rules, path)
        texts.setdefault(path, report.draft.text)
        maps[report.path] = path
    usable = [report for report in reports if not safe_path(report.path)]
    text = draft_operation(usable, maps, fills, whole=whole)
    return {DECLARATION if whole else TO_ADD: text, **dict(sorted(texts.items()))}


def _free(path: str, taken: Mapping[str, str]) -> str:
    stem = without_cards(str(PurePosixPath(path).with_suffix("")).replace("/", "-"), "card")
    name, number = f"{MAPS}/{stem}.toml", 2
    while name in taken:
        name, number = f"{MAPS}/{stem}-{number}.toml", number + 1
    return name


def _problems(root: Path) -> str:
    """Return what `run` would say about the declaration, all at once, empty where it has nothing to say."""
    try:
        read_operation(root)
    except InputRefused as refused:
        return str(refused)
    return ""


def _said(path: Path) -> _Said:
    """Read what a declaration lists as far as it can be read; its faults are told by `read_operation`."""
    if path.is_symlink() or not path.is_file() or path.stat().st_size > MAX_BYTES:
        return _Said(path.is_file() or path.is_symlink())
    try:
        raw = parse_toml(path.read_bytes())
    except (ValueError, RecursionError, OSError):
        return _Said(there=True)
    sources = _blocks(raw, "source")
    maps = frozenset(_texts(sources, "map")) | frozenset(_texts(_blocks(raw, "reference"), "path"))
    platform = raw.get("platform")
    zones = [*_texts([platform] if isinstance(platform, dict) else [], "time_zone"), *_texts(sources, "time_zone")]
    known = tuple(dict.fromkeys(name for name in zones if _is_zone(name)))
    return _Said(there=True, sources=frozenset(_texts(sources, "path")), others=maps, zones=known)


def _blocks(raw: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = raw.get(name)
    return [block for block in found if isinstance(block, dict)] if isinstance(found, list) else []


def _texts(blocks: Sequence[Mapping[str, Any]], key: str) -> list[str]:
    return [block[key] for block in blocks if isinstance(block.get(key), str)]


def _is_zone(name: str) -> bool:
    try:
        zone(name)
    except UnreadableValue:
        return False
    return True


def _neutral(paths: Sequence[str], scope: Scope) -> Operation:
    sources: tuple[Source, ...] = tuple(neutral_source(path, scope.today) for path in paths)
    return Operation("inspected", "XX", "", "", Platform("inspected"), sources)


def refused_files(report: FolderReport) -> list[tuple[str, Refused]]:
    """Return the files that `run` would refuse for what is in them, with the reason."""
    return [(each.shown, each.refused) for each in report.files if each.refused is not None]

"""One file from its first to its last byte: every record counted, every total checked, nothing quoted in an error."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO

from keerpunt.errors import InputRefused, KeerpuntError, SourceRefused
from keerpunt.intake.across import Asides
from keerpunt.intake.collect import Collector
from keerpunt.intake.context import Context
from keerpunt.intake.coverage import WITHOUT_PERIOD, file_coverage
from keerpunt.intake.custody import Custody
from keerpunt.intake.disk_index import Aside
from keerpunt.intake.guards import Guards
from keerpunt.intake.listing import shown
from keerpunt.intake.plan import Planned
from keerpunt.intake.reader import Reader
from keerpunt.intake.records import Excluded, Known, Mapped, Record, Total
from keerpunt.intake.said import (
    counts_from_json,
    counts_to_json,
    coverage_from_json,
    coverage_to_json,
    tally_from_json,
    tally_to_json,
)
from keerpunt.intake.settings import IntakeSettings
from keerpunt.intake.shelf import Shelf, Stored
from keerpunt.intake.tally import Tally
from keerpunt.model.operation import Coverage, Operation, Source
from keerpunt.model.progress import Tick
from keerpunt.model.words import is_independent
from keerpunt.values.instant import ZoneRule
from keerpunt.values.token import TokenKey

ANSWERS = frozenset(("ip_assignment", "subscriber"))
"""Tables of replies whose times say whose a value was: there an hour decides who it was."""
TICK_EVERY = 1_000


@dataclass(slots=True)
class FileResult:
    """What one file gave: rows on the shelf, counts, findings as (code, column) to count, coverage, guards' counts.

    `folders` maps names of folders as found to what is stored of them; they are never written. `wanted` are payments
    (psp, psp_ref) that the file names and does not hold.
    """

    planned: Planned
    tally: Tally = field(default_factory=Tally)
    stored: Stored | None = None
    findings: Counter[tuple[str, str]] = field(default_factory=Counter)
    told: dict[str, str] = field(default_factory=dict)
    guarded: Counter[str] = field(default_factory=Counter)
    folders: dict[str, str] = field(default_factory=dict)
    coverage: list[Coverage] = field(default_factory=list)
    wanted: frozenset[tuple[str, str]] = frozenset()
    taken_over: bool = False

    @property
    def source(self) -> Source:
        """Return the declared source."""
        return self.planned.source


@dataclass(frozen=True, slots=True)
class Desk:
    """What the reading of every file shares: custody, key, settings, whom to tell how far it is, where rows wait."""

    custody: Custody
    key: TokenKey
    settings: IntakeSettings
    tick: Tick
    shelf: Shelf
    asides: Asides | None = None


def read_file(planned: Planned, known: Known, desk: Desk) -> FileResult:
    """Read one file by its reader, or take over what an equal reading gave in the run before.

    `known` is what earlier files said about the platform.

    Raises:
        SourceRefused: the reader refuses the file, a control total does not hold, no record was found, or too many
            were rejected; the message names the file and the place.
    """
    reader = planned.reader
    if reader is None:
        return _not_read(planned)
    name = _entry_name(planned, reader, known, desk)
    recalled = desk.shelf.recall(name, desk.key.secret)
    if recalled is not None:
        result = _recalled(planned, *recalled)
        desk.tick(result.tally.read)
        return result
    return _read(planned, reader, known, desk, name)


def look_through(desk: Desk, planned: Planned, aside: Aside) -> None:
    """Let a reader look for what other files of its format and origin need, before any of them is read.

    Raises:
        SourceRefused: the file cannot be read; the message names the file and the place.
    """
    reader = planned.reader
    if reader is None or reader.prepare is None:
        return
    context = _context(planned.source, Known(), desk, aside)
    with desk.custody.opened(planned.source.path) as stream, _refusing(reader, context):
        reader.prepare(stream, context)


def _context(source: Source, known: Known, desk: Desk, aside: Aside | None) -> Context:
    custody = desk.custody
    return Context(
        source,
        custody.root / source.path,
        zone_rule(custody.operation, source),
        desk.key,
        known,
        settings=desk.settings,
        root=custody.root,
        digests=custody.digests,
        aside=aside,
    )


def _read(planned: Planned, reader: Reader, known: Known, desk: Desk, name: str) -> FileResult:
    source, custody = planned.source, desk.custody
    context = _context(source, known, desk, desk.asides.of(planned) if desk.asides else None)
    guards = Guards(desk.key)
    writer = desk.shelf.writer(name)
    try:
        collector = Collector(context, reader.label, guards, writer.add)
        with custody.opened(source.path) as stream:
            _drain(reader, stream, collector, context, desk.tick)
        coverage, unknown = file_coverage(source, collector.tally, reader.object_complete, reader.label)
        for table in unknown:
            context.note(WITHOUT_PERIOD, table)
        _check(collector.tally, context)
    finally:
        stored = writer.stored()
    result = FileResult(
        planned,
        collector.tally,
        stored,
        Counter({(code, guards.text(column)): n for (code, column), n in context.findings.items()}),
        context.told,
        guards.counts + context.guarded,
        guards.folders,
        coverage,
        frozenset(context.wanted),
    )
    if all(found == kept for found, kept in guards.folders.items()):
        writer.describe(_said(result), desk.key.secret)
    return result


def _entry_name(planned: Planned, reader: Reader, known: Known, desk: Desk) -> str:
    """Return the name of the shelf entry: everything that decides what the reader gives, but no place in the list."""
    source, custody = planned.source, desk.custody
    digests = custody.digests
    near = {path: digests[path] for path in digests if path == source.map or path.startswith(f"{source.path}-")}
    seen = known.content() if reader.needs_known or known.payments else ()
    siblings = desk.asides.siblings(planned) if desk.asides else ()
    zone = zone_rule(custody.operation, source)
    what = (replace(source, position=0), reader.label, near, zone, desk.key.key_id, desk.settings, seen, siblings)
    return desk.shelf.name(desk.key.secret, *what)


def _said(result: FileResult) -> dict[str, Any]:
    return {
        "tally": tally_to_json(result.tally),
        "findings": counts_to_json(result.findings),
        "told": result.told,
        "guarded": dict(result.guarded),
        "folders": sorted(result.folders),
        "coverage": coverage_to_json(result.coverage),
        "wanted": sorted(map(list, result.wanted)),
    }


def _recalled(planned: Planned, stored: Stored, said: Mapping[str, Any]) -> FileResult:
    return FileResult(
        planned,
        tally_from_json(said["tally"]),
        stored,
        counts_from_json(said["findings"]),
        dict(said["told"]),
        Counter(said["guarded"]),
        {name: name for name in said["folders"]},
        coverage_from_json(said["coverage"]),
        frozenset((psp, reference) for psp, reference in said.get("wanted", ())),
        taken_over=True,
    )


def zone_rule(operation: Operation, source: Source) -> ZoneRule | None:
    """Return the rule for local times: the source's zone, else the platform's, assumed unless documented.

    What the platform's clock was is documented for the platform; who answers a question elsewhere keeps another.
    """
    if source.time_zone:
        return ZoneRule(source.time_zone, "source_setting")
    platform = operation.platform
    if platform.time_zone:
        elsewhere = source.table in ANSWERS and is_independent(source.origin)
        documented = platform.time_zone_basis == "documented" and not elsewhere
        return ZoneRule(platform.time_zone, "source_setting" if documented else "assumed")
    return None


def _not_read(planned: Planned) -> FileResult:
    result = FileResult(planned)
    if planned.role == "duplicate":
        result.tally.excluded["duplicate_file"] = 1
    if planned.role == "empty":
        result.findings[("empty_file", "")] = 1
    return result


def _drain(reader: Reader, stream: BinaryIO, collector: Collector, context: Context, tick: Tick) -> None:
    """Take every record; what else a reader raises is refused by the name of its class, since its text may quote."""
    done = told = 0
    with _refusing(reader, context, lambda: done):
        for record in reader.read(stream, context):
            collector.add(record)
            done += 1 if isinstance(record, Mapped) else _records(record)
            if done - told >= TICK_EVERY:
                tick(done - told)
                told = done
        collector.finish()
    tick(done - told)


@contextmanager
def _refusing(reader: Reader, context: Context, done: Callable[[], int] = lambda: 0) -> Iterator[None]:
    """Turn whatever a reader raises into a refusal that names the file and quotes nothing of it."""
    path = context.source.path
    try:
        yield
    except SourceRefused as error:
        raise _placed(error, context) from None
    except KeerpuntError:
        raise
    except RecursionError:
        raise SourceRefused("too_deep", "is nested too deeply", place=shown(path)) from None
    except Exception as error:  # noqa: BLE001 (a hostile file must not show its content in a traceback)
        message = f"the reader {reader.label} failed ({type(error).__name__}) after {done()} records"
        raise SourceRefused("unreadable", message, place=shown(path)) from None


def _records(record: Record) -> int:
    """Return how many records of the file something yielded stands for: a total none, a summed exclusion several."""
    if isinstance(record, Total):
        return 0
    return record.count if isinstance(record, Excluded) else 1


def _placed(error: SourceRefused, context: Context) -> SourceRefused:
    """Name the file in front of the place inside it, unless the place is a listed file itself."""
    place = error.place
    if place.partition(" ")[0] not in context.digests:
        place = f"{shown(context.source.path)} {place}".rstrip()
    return SourceRefused(error.code, error.message, place=place)


def _check(tally: Tally, context: Context) -> None:
    path, settings = shown(context.source.path), context.settings
    for total in tally.totals:
        if total.expected == total.found:
            continue
        if total.binding and settings.totals == "refuse":
            message = f"{total.name}: the file states {total.expected}, found was {total.found}"
            raise SourceRefused("total_mismatch", message, place=f"{path} {total.locator}")
        context.note("total_mismatch", total.name)
    if not tally.read and not tally.states_zero:
        raise SourceRefused("no_record", "holds no record that its reader knows, and does not state zero", place=path)
    share = tally.rejected.total() / tally.read if tally.read else 0.0
    if share > settings.max_reject_share:
        message = f"{tally.rejected.total()} of {tally.read} records were rejected, more than the policy accepts"
        raise SourceRefused("too_many_rejects", message, place=path)
    refused = sorted(code for code, _ in context.findings if code in settings.refuse_findings)
    if refused:
        raise InputRefused(f"the policy refuses the finding {refused[0]}", place=path)

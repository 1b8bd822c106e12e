"""All sources to evidence: hash, plan, read in two waves, settle, account for everything."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import pyarrow as pa

from keerpunt.errors import InputRefused, UsageRefused
from keerpunt.intake.across import Asides, known_payments
from keerpunt.intake.collect import REJECTS
from keerpunt.intake.coverage import coverage_table
from keerpunt.intake.custody import Custody, chain
from keerpunt.intake.findings import Finding, findings_table, rejects_table
from keerpunt.intake.known import AMBIGUOUS, known_platform
from keerpunt.intake.log_parts import silences
from keerpunt.intake.one_file import Desk, FileResult, look_through, read_file
from keerpunt.intake.plan import Planned, plan_reading
from keerpunt.intake.reader import Reader
from keerpunt.intake.receipts import custody_entries, receipt
from keerpunt.intake.records import Known
from keerpunt.intake.registry import load_readers
from keerpunt.intake.settings import IntakeSettings
from keerpunt.intake.settle import Settled, recount, settle
from keerpunt.intake.shelf import Shelf, private_shelf
from keerpunt.model.progress import Progress
from keerpunt.model.tables import TABLES
from keerpunt.values.token import TokenKey


@dataclass(frozen=True, slots=True)
class Intake:
    """The evidence of an operation.

    `tables` holds every canonical table in its physical schema, also the empty ones, sorted by record_key, origin,
    source_sha256, source_locator. `rejects` and `findings` are result tables. `custody` are the finished, chained
    lines of custody.jsonl. `receipts` are per file, sorted by path. `coverage` has the columns origin, table_name,
    covers_from, covers_to (days, NULL = open), basis. `taken_over` counts files that an equal reading had already read.
    """

    tables: dict[str, pa.Table]
    rejects: pa.Table
    findings: pa.Table
    custody: list[str]
    receipts: list[dict[str, Any]]
    coverage: pa.Table
    taken_over: int = 0


def read_sources(
    custody: Custody,
    key: TokenKey,
    settings: IntakeSettings,
    progress: Progress,
    *,
    shelf: Shelf | None = None,
    readers: Mapping[str, Reader] | None = None,
) -> Intake:
    """Read every source of an operation that was taken into custody.

    Rows wait on `shelf`, by default one that is gone afterwards. `readers` stands in for the registered formats in
    tests.

    Raises:
        InputRefused: a file is refused; the message names file and place.
        UsageRefused: there are judgements, and the key is a derived one.
    """
    if shelf is None:
        with private_shelf() as own:
            return read_sources(custody, key, settings, progress, shelf=own, readers=readers)
    plan = plan_reading(custody, load_readers() if readers is None else readers)
    with progress.step("intake", None, "records") as tick:
        results, findings = _read_all(plan, Desk(custody, key, settings, tick, shelf))
    positions = {source.sha256: source.position for source in reversed(custody.operation.sources)}
    settled = settle(partial(_rows, results), positions, shelf.keep)
    if key.derived and settled.tables["judgement"].num_rows:
        raise UsageRefused(
            "judgements need the key they were made under; name it in KEERPUNT_TOKEN_KEY_FILE (see keerpunt make-key)"
        )
    recount(settled.lost, settled.tables, {r.source.sha256: r.tally for r in results if r.planned.role == "read"})
    findings += settled.findings + silences(results, settings.log_gap)
    _refuse_findings(findings, settings)
    for result in results:
        findings += [Finding(result.source.sha256, *what, n) for what, n in result.findings.items()]
    return Intake(
        tables=settled.tables,
        rejects=_rejects(results, settled),
        findings=findings_table(findings),
        custody=chain(custody_entries(custody, {result.source.path: result for result in results})),
        receipts=[receipt(result) for result in results],
        coverage=coverage_table(entry for result in results for entry in result.coverage),
        taken_over=sum(result.taken_over for result in results),
    )


def _read_all(plan: list[Planned], desk: Desk) -> tuple[list[FileResult], list[Finding]]:
    """Read the first wave, then with what it said about the platform the second; results sorted by path."""
    first = [p for p in plan if p.reader is None or not p.reader.needs_known]
    second = [p for p in plan if p.reader is not None and p.reader.needs_known]
    with closing(Asides(first, partial(look_through, desk))) as asides:
        desk = replace(desk, asides=asides)
        results = _answered([read_file(planned, Known(), desk) for planned in first], desk)
    findings: list[Finding] = []
    if second:
        folders = {name: stored for result in results for name, stored in result.folders.items()}
        known, ambiguous = known_platform(partial(_rows, results), folders)
        findings.append(Finding("", AMBIGUOUS, "account.username", ambiguous))
        results += [read_file(planned, known, desk) for planned in second]
    return sorted(results, key=lambda r: r.source.path), findings


def _answered(results: list[FileResult], desk: Desk) -> list[FileResult]:
    """Read those files again that name payments which other files of their origin hold."""
    if not any(result.wanted for result in results):
        return results
    payments = _rows(results, "payment")
    known = [known_payments(payments, result.planned, result.wanted) for result in results]
    return [
        read_file(result.planned, Known(payments=found), desk) if found else result
        for result, found in zip(results, known, strict=True)
    ]


def _rows(results: list[FileResult], name: str) -> pa.Table:
    """Return what all files gave for a table, in the order of the files."""
    parts = [result.stored.rows(name) for result in results if result.stored and name in result.stored.tables]
    return pa.concat_tables(parts) if parts else TABLES[name].arrow().empty_table()


def _rejects(results: list[FileResult], settled: Settled) -> pa.Table:
    rows = pa.concat_tables([_rows(results, REJECTS), rejects_table(settled.rejects())])
    return rows.sort_by([(name, "ascending") for name in rows.column_names]).combine_chunks()


def _refuse_findings(findings: list[Finding], settings: IntakeSettings) -> None:
    refused = sorted(f.code for f in findings if f.count and f.code in settings.refuse_findings)
    if refused:
        raise InputRefused(f"the policy refuses the finding {refused[0]}")

"""One run: declaration, custody, intake, the chain of rooms, and a build that takes over in one moment."""

from __future__ import annotations

import datetime as dt
import hashlib
import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from keerpunt.assess import Policy, load_policy
from keerpunt.engine import Engine, SparkEngine
from keerpunt.errors import InputRefused, UsageRefused
from keerpunt.intake import (
    Custody,
    Intake,
    Shelf,
    read_operation,
    read_sources,
    settings_from,
    stored_scope,
    take_custody,
)
from keerpunt.model.operation import Operation
from keerpunt.model.progress import Progress, Tick
from keerpunt.pipeline.chain import STEPS, Given, Step, chain
from keerpunt.pipeline.figures import counts, finding_counts, missing_codes
from keerpunt.pipeline.version import versions
from keerpunt.store import (
    AuditFile,
    Build,
    build_digest,
    canonical_json,
    file_digests,
    file_sha256,
    names_entry,
    open_build,
    reading_place,
    refuse_foreign,
    write_build,
)
from keerpunt.store.paths import CACHE, private_folder
from keerpunt.values.token import TokenKey, derive_key

COMBINATION = "combination"
EDGES = "results/edges.parquet"


@dataclass(frozen=True, slots=True)
class Options:
    """What a run may be told. `as_of` None: the day of the last delivery (ADR 0003). `threads` None: all cores.

    `spark`: the resolution runs on Spark; the other rooms, whose tables are small by then, stay on DuckDB.
    """

    policy: Path | None = None
    as_of: dt.date | None = None
    threads: int | None = None
    spark: bool = False


@dataclass(slots=True)
class Stopwatch:
    """Seconds per step, for timings.json, which is outside the build digest."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time one step by a monotonic clock."""
        begin = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - begin, 3)


def run_operation(
    sources: Path, out: Path, options: Options, *, key: TokenKey | None, progress: Progress
) -> dict[str, Any]:
    """Run an operation from its sources to leads; nothing is written to `out` before everything was read.

    Returns the summary: operation, build_digest, unchanged, taken_over (files that the run before had read in the same
    way), files (receipts), results (counts) and missing (code to number of leads).

    Raises:
        InputRefused: a source or its declaration is refused (exit 3).
        UsageRefused: the output lies in the sources, or judgements are read without a key (exit 2).
        PolicyRefused: the policy is refused (exit 4).
    """
    _refuse_overlap(sources, out)
    operation = read_operation(sources)
    policy = load_policy(options.policy)
    custody = take_custody(operation, sources, progress)
    key = key or _derived_key(custody)
    as_of = options.as_of or max(source.received_on for source in operation.sources)
    inputs = _inputs(custody, _policy_digests(policy, options.policy), key, as_of)
    if summary := _unchanged(out, inputs):
        return summary
    with reading_place(out) as place:
        return _build(out, custody, _By(key, policy, as_of, inputs, options), progress, place)


@dataclass(frozen=True, slots=True)
class _By:
    """What a run goes by beside its sources."""

    key: TokenKey
    policy: Policy
    as_of: dt.date
    inputs: Mapping[str, Any]
    options: Options


def _build(out: Path, custody: Custody, by: _By, progress: Progress, place: Path) -> dict[str, Any]:
    """Read, run the chain and hand over; what is read waits in `place`."""
    shelf = _shelf(out, place)
    watch = Stopwatch()
    with watch.step("intake"):
        intake = read_sources(custody, by.key, settings_from(by.options.policy), progress, shelf=shelf)
    spill = private_folder(place / "spill")
    with Engine(by.options.threads, spill=spill) as engine, _resolver(engine, by.options) as resolver:
        given = Given(_as_stored(custody.operation, by.key), by.policy, by.as_of, intake.coverage, custody.root)
        with progress.step("weigh", len(STEPS), "steps") as tick:
            results = chain(engine, intake.tables, given, _timed(watch, tick), resolver=resolver)
        results["rejects"] = intake.rejects
        results["findings"] = pa.concat_tables([intake.findings, results["findings"]])
        run = _run_record(custody, intake, results, by.inputs, by.key)
        tables = {**intake.tables, **results}
        with watch.step("write"), progress.step("write", len(tables), "tables") as tick:
            digest = write_build(
                out,
                engine,
                tables,
                custody=intake.custody,
                run=run,
                timings=watch.seconds,
                cache=place / CACHE,
                tick=tick,
            )
    return _summary(run, digest, unchanged=False, taken_over=intake.taken_over)


def _resolver(engine: Engine, options: Options) -> AbstractContextManager[Engine]:
    """Return the engine that the resolution runs on."""
    return SparkEngine(options.threads) if options.spark else nullcontext(engine)


def _shelf(out: Path, place: Path) -> Shelf:
    """Return the shelf of this run; entries of the build in `out` may be taken over, if the rules are the same."""
    new, work = private_folder(place / CACHE), private_folder(place / "work")
    return Shelf(new, work, out / CACHE, salt=canonical_json(versions()))


def log_combination(out: Path, audit: AuditFile, actor: str) -> None:
    """Write the one entry of a run: persons were combined; the digest of `edges` names the detail (LAW.md L10).

    A run that was killed before its entry is logged by the next one, which finds nothing changed and no entry.
    """
    build = open_build(out)
    objects = combined(build)
    if not names_entry(out, COMBINATION, objects):
        audit.write(COMBINATION, actor=actor, object_ids=objects, justification=build.run["purpose"])


def combined(build: Build) -> list[str]:
    """Return what the log entry of a run names: the digest of its edges and the digest of its run.json."""
    return [f"edges:{build.run['files'][EDGES]}", f"run:{build.run['run_digest']}"]


def _refuse_overlap(sources: Path, out: Path) -> None:
    if not sources.is_dir():
        raise InputRefused("there is no such sources folder", place=str(sources))
    if out.resolve().is_relative_to(sources.resolve()):
        raise UsageRefused("the output folder may not lie in the sources, it would become one", place=str(out))
    if sources.resolve().is_relative_to(out.resolve()):
        raise UsageRefused("the sources may not lie in the output folder, a build would replace them", place=str(out))
    if out.exists() and not out.is_dir():
        raise UsageRefused("the output is a file, not a folder", place=str(out))
    refuse_foreign(out)


def _as_stored(operation: Operation, key: TokenKey) -> Operation:
    """Return the declaration with the folders of its lawful scopes named as the evidence names them."""
    scopes = tuple(stored_scope(scope, key) for scope in operation.platform.lawful_scopes)
    return replace(operation, platform=replace(operation.platform, lawful_scopes=scopes))


def _derived_key(custody: Custody) -> TokenKey:
    for source in custody.operation.sources:
        if source.table == "judgement":
            text = "judgements need a token key that stays: make one with `keerpunt make-key --out FILE` and name it in"
            raise UsageRefused(f"{text} KEERPUNT_TOKEN_KEY_FILE", place=source.path)
    return derive_key(custody.digests.values())


def _inputs(custody: Custody, policy: Mapping[str, str], key: TokenKey, as_of: dt.date) -> dict[str, Any]:
    """Return everything the build depends on, the order of the declared files included: it settles ties."""
    return {
        "operation": _declaration_digest(custody.operation),
        "files": custody.digests,
        **policy,
        "token_key_id": key.key_id,
        "as_of": as_of.isoformat(),
        "versions": versions(),
    }


def _policy_digests(policy: Policy, own: Path | None) -> dict[str, str]:
    """Return the digest of the assessment's rules in force and of the operation's own policy file, all sections."""
    return {"policy": policy.digest, "policy_file": file_sha256(own) if own else ""}


def _declaration_digest(operation: Operation) -> str:
    body = {name: repr(getattr(operation, name)) for name in operation.__dataclass_fields__ if name != "sources"}
    body["sources"] = repr(sorted(operation.sources, key=lambda source: source.path))
    return hashlib.sha256(canonical_json(body).encode()).hexdigest()


def _unchanged(out: Path, inputs: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the summary of the build in `out` if it was made from exactly these inputs and is intact (ADR 0005)."""
    try:
        build = open_build(out)
    except InputRefused:
        return None
    if build.run.get("inputs") != inputs or build_digest(file_digests(out)) != build.digest:
        return None
    return _summary(build.run, build.digest, unchanged=True)


def _timed(watch: Stopwatch, tick: Tick) -> Step:
    @contextmanager
    def step(name: str) -> Iterator[None]:
        with watch.step(name):
            yield
        tick(1)

    return step


def _run_record(
    custody: Custody, intake: Intake, results: Mapping[str, pa.Table], inputs: Mapping[str, Any], key: TokenKey
) -> dict[str, Any]:
    operation = custody.operation
    return {
        "operation": operation.code,
        "unit_country": operation.unit_country,
        "purpose": operation.purpose,
        "legal_basis": operation.legal_basis,
        "inputs": inputs,
        "token_key_derived": key.derived,
        "receipts": intake.receipts,
        "clutter_ignored": custody.clutter,
        "coverage": [{k: _text(v) for k, v in row.items()} for row in intake.coverage.to_pylist()],
        "expected": [{"what": e.what, "origin": e.origin, "state": e.state} for e in operation.expected],
        "rows": {name: table.num_rows for name, table in sorted({**intake.tables, **results}.items())},
        "results": counts(results),
        "missing": missing_codes(results["leads"]),
        "findings": finding_counts(results["findings"].sort_by([("code", "ascending"), ("detail", "ascending")])),
    }


def _text(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.date) else value


def _summary(run: Mapping[str, Any], digest: str, *, unchanged: bool, taken_over: int = 0) -> dict[str, Any]:
    return {
        "operation": run["operation"],
        "build_digest": digest,
        "unchanged": unchanged,
        "taken_over": taken_over,
        "files": run["receipts"],
        "results": run["results"],
        "missing": dict(run["missing"]),
        "findings": [{"code": code, "count": count, "detail": detail} for code, count, detail in run["findings"]],
    }

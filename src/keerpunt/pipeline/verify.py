"""Is a build still what its run wrote? Files, run.json, custody, figures and the log of readings, in that order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from keerpunt.errors import InputRefused, VerificationFailed
from keerpunt.intake import verify_custody
from keerpunt.model.tables import TABLES
from keerpunt.pipeline.figures import counts, missing_codes
from keerpunt.pipeline.run import COMBINATION, combined
from keerpunt.store import Build, build_digest, file_digests, names_entry, open_build, sealed, verify_audit
from keerpunt.store.paths import AUDIT, CUSTODY, EVIDENCE, RESULTS, RUN

FIGURES = ("identities", "actors", "leads", "rejects")


def verify_build(path: Path, sources: Path | None = None) -> dict[str, Any]:
    """Check a build folder, and the source files too where `sources` is given; returns what was checked, counted.

    Raises:
        VerificationFailed: the first thing that does not hold, by file and place (exit 5).
    """
    if not path.is_dir():
        raise InputRefused("there is no such folder", place=str(path))
    try:
        build = open_build(path)
    except InputRefused as error:
        raise VerificationFailed(error.message, place=f"{path}/{RUN}") from None
    if sealed(build.run) != build.run:
        raise VerificationFailed("is not what the run wrote", place=RUN)
    try:
        return _verify(build, sources)
    except (KeyError, TypeError, AttributeError, ValueError):
        raise VerificationFailed("lacks something that every run writes", place=RUN) from None


def _verify(build: Build, sources: Path | None) -> dict[str, Any]:
    path = build.path
    files = _check_files(path, build.run["files"], build.digest)
    lines = (path / CUSTODY).read_text(encoding="utf-8").removesuffix("\n").split("\n")
    custody = verify_custody(lines, sources)
    rows = _check_rows(path, build.run["rows"])
    records = _check_totals(build.run["receipts"])
    _check_figures(build)
    entries = verify_audit(path)
    if not names_entry(path, COMBINATION, combined(build)):
        raise VerificationFailed(
            "names no entry for this build; it was cut, or the run was killed: run again", place=AUDIT
        )
    return {
        "files": files,
        **custody,
        "records": records,
        "rows": rows,
        "log_entries": entries,
        "build_digest": build.digest,
    }


def _check_files(path: Path, stated: Mapping[str, str], digest: str) -> int:
    found = file_digests(path)
    for name in sorted({*stated, *found}):
        if not (path / name).exists():
            raise VerificationFailed("the file is gone", place=name)
        if name not in stated:
            raise VerificationFailed("the run wrote no such file", place=name)
        if found[name] != stated[name]:
            raise VerificationFailed("the file is not what the run wrote", place=name)
    if build_digest(found) != digest:
        raise VerificationFailed("the build digest does not follow from the files", place=RUN)
    return len(found)


def _check_rows(path: Path, stated: Mapping[str, int]) -> int:
    if missing := sorted({*_written(path)} ^ {*stated}):
        raise VerificationFailed("the number of rows is stated for other tables than were written", place=missing[0])
    total = 0
    for name, rows in sorted(stated.items()):
        file = path / (EVIDENCE if TABLES[name].canonical else RESULTS) / f"{name}.parquet"
        found = _metadata(file).num_rows
        if found != rows:
            raise VerificationFailed(
                f"holds {found} rows, run.json says {rows}", place=f"{file.parent.name}/{file.name}"
            )
        total += rows
    return total


def _written(path: Path) -> list[str]:
    return [file.stem for folder in (EVIDENCE, RESULTS) for file in (path / folder).glob("*.parquet")]


def _metadata(file: Path) -> pq.FileMetaData:
    try:
        return pq.read_metadata(file)
    except (OSError, pa.ArrowException):
        raise VerificationFailed("the table cannot be read", place=f"{file.parent.name}/{file.name}") from None


def _check_totals(receipts: Sequence[Mapping[str, Any]]) -> int:
    total = 0
    for receipt in receipts:
        parts = receipt["mapped"] + sum(receipt["excluded"].values()) + sum(receipt["rejected"].values())
        if parts != receipt["read"]:
            raise VerificationFailed(f"{receipt['read']} records read, {parts} accounted for", place=receipt["path"])
        total += parts
    return total


def _check_figures(build: Build) -> None:
    tables = {name: pq.read_table(build.path / RESULTS / f"{name}.parquet") for name in FIGURES}
    if counts(tables) != build.run["results"]:
        raise VerificationFailed("the counts of results do not follow from the tables", place=RUN)
    if [list(pair) for pair in missing_codes(tables["leads"])] != build.run["missing"]:
        raise VerificationFailed("the missing codes do not follow from the leads", place=RUN)
    rejected = sum(sum(receipt["rejected"].values()) for receipt in build.run["receipts"])
    if rejected != tables["rejects"].num_rows:
        raise VerificationFailed(f"{rejected} rejects stated, {tables['rejects'].num_rows} listed", place=RUN)

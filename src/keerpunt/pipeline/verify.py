"""Is a build still what its run wrote? Custody, digests, totals and the log of readings, in that order."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from keerpunt.errors import VerificationFailed
from keerpunt.intake import verify_custody
from keerpunt.model.tables import TABLES
from keerpunt.store import build_digest, file_digests, open_build, verify_audit
from keerpunt.store.paths import CUSTODY, EVIDENCE, RESULTS


def verify_build(path: Path, sources: Path | None = None) -> dict[str, Any]:
    """Check a build folder, and the source files too where `sources` is given; returns what was checked, counted.

    Raises:
        VerificationFailed: the first thing that does not hold, by file and place (exit 5).
        InputRefused: the folder holds no finished build.
    """
    build = open_build(path)
    files = _check_files(path, build.run.get("files", {}), build.digest)
    lines = (path / CUSTODY).read_text(encoding="utf-8").splitlines()
    custody = verify_custody(lines, sources)
    rows = _check_rows(path, build.run["rows"])
    records = _check_totals(build.run["receipts"])
    return {
        "files": files,
        **custody,
        "records": records,
        "rows": rows,
        "log_entries": verify_audit(path),
        "build_digest": build.digest,
    }


def _check_files(path: Path, stated: Mapping[str, str], digest: str) -> int:
    found = file_digests(path)
    for name in sorted({*stated, *found}):
        if name not in found:
            raise VerificationFailed("the file is gone", place=name)
        if name not in stated:
            raise VerificationFailed("the run wrote no such file", place=name)
        if found[name] != stated[name]:
            raise VerificationFailed("the file is not what the run wrote", place=name)
    if build_digest(found) != digest:
        raise VerificationFailed("the build digest does not follow from the files", place="run.json")
    return len(found)


def _check_rows(path: Path, stated: Mapping[str, int]) -> int:
    total = 0
    for name, rows in sorted(stated.items()):
        file = path / (EVIDENCE if TABLES[name].canonical else RESULTS) / f"{name}.parquet"
        try:
            found = pq.read_metadata(file).num_rows
        except (OSError, pa.ArrowException):
            raise VerificationFailed("the table cannot be read", place=f"{file.parent.name}/{file.name}") from None
        if found != rows:
            raise VerificationFailed(
                f"holds {found} rows, run.json says {rows}", place=f"{file.parent.name}/{file.name}"
            )
        total += rows
    return total


def _check_totals(receipts: list[Mapping[str, Any]]) -> int:
    total = 0
    for receipt in receipts:
        parts = receipt["mapped"] + sum(receipt["excluded"].values()) + sum(receipt["rejected"].values())
        if parts != receipt["read"]:
            raise VerificationFailed(f"{receipt['read']} records read, {parts} accounted for", place=receipt["path"])
        total += parts
    return total

"""Tables to a build folder: sorted Parquet, private modes, and one moment at which the new build takes over.

A build is written beside the old one in `.next`. Renaming it to `.commit` is the moment it counts; what follows only
moves its parts into place and is finished by whoever opens the folder next. A run that is killed before that moment
leaves the earlier results as they were.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from keerpunt.errors import KeerpuntError
from keerpunt.model.progress import Tick, ignore
from keerpunt.model.tables import TABLES
from keerpunt.store.digest import build_digest, canonical_json, file_digests, sealed
from keerpunt.store.ground import locked, refuse_foreign
from keerpunt.store.paths import (
    CACHE,
    COMMIT,
    CUSTODY,
    EVIDENCE,
    FILE_MODE,
    NEXT,
    OLD,
    RESULTS,
    RUN,
    SWAPPED,
    TIMINGS,
    private_folder,
    write_private,
)

if TYPE_CHECKING:
    from keerpunt.engine import Engine

ROWS_PER_GROUP = 100_000
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write_build(
    out: Path,
    engine: Engine,
    tables: Mapping[str, pa.Table],
    *,
    custody: Iterable[str],
    run: Mapping[str, Any],
    timings: Mapping[str, float],
    cache: Path | None = None,
    tick: Tick = ignore,
) -> str:
    """Write every table of `model.tables` that `tables` holds, and make the result the content of `out`.

    `custody` are finished lines, `run` the body of run.json (the digests of files and build are added here). `cache`
    is a folder inside `out` that becomes the cache of what each file gave.
    Returns the build digest.

    Raises:
        KeerpuntError: a table is not known, or a column that may not be unknown holds NULL.
        UsageRefused: the folder holds something that keerpunt did not make and would have to remove.
    """
    refuse_foreign(out)
    private_folder(out)
    with locked(out):
        _recover(out)
        work = private_folder(out / NEXT)
        for name in sorted(tables):
            _write_table(work, engine, name, tables[name])
            tick(1)
        write_private(work / CUSTODY, "".join(f"{line}\n" for line in custody).encode())
        digests = file_digests(work)
        digest = build_digest(digests)
        body = sealed({**run, "build_digest": digest, "files": digests})
        write_private(work / RUN, (canonical_json(body) + "\n").encode())
        write_private(work / TIMINGS, (canonical_json(timings) + "\n").encode())
        if cache is not None:
            cache.rename(work / CACHE)
        _commit(out)
    return digest


def recover(out: Path) -> None:
    """Finish a hand-over that was interrupted after it counted, and drop one that was interrupted before."""
    refuse_foreign(out)
    with locked(out):
        _recover(out)


def _recover(out: Path) -> None:
    if (out / COMMIT).exists():
        _move_in(out)
    for name in (NEXT, OLD):
        shutil.rmtree(out / name, ignore_errors=True)


def _commit(out: Path) -> None:
    """Let the new build take over: one rename decides, the rest is repeatable."""
    _sync_folder(out / NEXT)
    (out / NEXT).rename(out / COMMIT)
    _sync_folder(out)
    _move_in(out)
    shutil.rmtree(out / OLD, ignore_errors=True)


def _move_in(out: Path) -> None:
    old = private_folder(out / OLD)
    for name in SWAPPED:
        new = out / COMMIT / name
        if not new.exists():
            continue
        if (out / name).exists():
            _discard(old / name)
            (out / name).rename(old / name)
        new.rename(out / name)
    _discard(out / COMMIT)
    _sync_folder(out)


def _discard(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _sync_folder(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write_table(work: Path, engine: Engine, name: str, table: pa.Table) -> None:
    if name not in TABLES:
        raise KeerpuntError("no such table in model.tables", place=name)
    definition = TABLES[name]
    body = in_order(engine, name, table)
    folder = private_folder(work / (EVIDENCE if definition.canonical else RESULTS))
    path = folder / f"{name}.parquet"
    pq.write_table(body, path, compression="zstd", row_group_size=ROWS_PER_GROUP, write_statistics=True)
    path.chmod(FILE_MODE)
    if name == "leads":
        write_private(folder / "leads.csv", csv_text(body).encode())


def in_order(engine: Engine, name: str, table: pa.Table) -> pa.Table:
    """Return the table with the exact columns and types of its schema, rows sorted by all columns from the left.

    Raises:
        KeerpuntError: a column that may not be unknown holds NULL.
    """
    schema = TABLES[name].arrow()
    engine.register("unsorted", table.select(schema.names))
    body = engine.query("SELECT * FROM unsorted ORDER BY ALL NULLS LAST", place=name)
    for field in schema:
        if not field.nullable and body.column(field.name).null_count:
            raise KeerpuntError("holds NULL where unknown has a value of its own", place=f"{name}.{field.name}")
    return body.cast(schema).combine_chunks()


def csv_text(table: pa.Table) -> str:
    """Return a table as CSV: lists joined by `|`, instants in ISO 8601, text cells safe for spreadsheets."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.column_names)
    for row in zip(*(column.to_pylist() for column in table.columns), strict=True):
        writer.writerow([_cell(value) for value in row])
    return out.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, list):
        value = "|".join(value)
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA_STARTS) else text

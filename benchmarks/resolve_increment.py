"""One new record against many: seconds until the changed rows are known, and until the tables are written anew.

    python benchmarks/resolve_increment.py --size 1000000 --changes 5 --threads 2 --check no --out FILE

The rows are made by `resolve_scale_rows` (nobody is anybody). A standing resolution is built once, then single rows
come one by one. `--check yes` resolves everything anew at the end and compares every table row for row; keep to 100,000
rows for that, since it takes as long as a full run.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.resolve_scale_rows import records
from keerpunt.engine import Engine
from keerpunt.resolve import ResolveSettings, Standing, Update, resolve

SETTINGS = ResolveSettings("BENCH-INCREMENT")


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """Return what the work gives, and its seconds."""
    begin = time.perf_counter()
    found = work()
    return found, round(time.perf_counter() - begin, 3)


def written(tables: dict[str, pa.Table], folder: Path) -> None:
    """Write the tables as a build does."""
    for name, table in tables.items():
        pq.write_table(table, folder / f"{name}.parquet", compression="zstd", row_group_size=100_000)


def change(standing: Standing, row: pa.Table) -> dict[str, Any]:
    """Add one row; returns seconds and what changed."""
    cpu = time.process_time()
    update: Update
    update, seconds = timed(lambda: standing.update({"subscriber": row}))
    rows = {name: [one.removed.num_rows, one.added.num_rows] for name, one in update.changed.items()}
    spent = round(time.process_time() - cpu, 3)
    return {
        "seconds": seconds,
        "cpu_seconds": spent,
        "full": update.full,
        "rows_looked_at": update.n_records,
        "changed": rows,
    }


def measure(size: int, changes: int, threads: int, *, check: bool) -> dict[str, Any]:
    """Build, change and rewrite."""
    made = records(size + changes)
    rows = made["subscriber"]
    tables = {name: rows.slice(0, size) if name == "subscriber" else table for name, table in made.items()}
    with tempfile.TemporaryDirectory() as spill, Engine(threads, spill=Path(spill)) as engine:
        standing, building = timed(lambda: Standing.build(engine, tables, SETTINGS))
        print(f"built {size:,} records in {building:.1f} s", flush=True)
        found = []
        for number in range(changes):
            found.append(change(standing, rows.slice(size + number, 1)))
            print(found[-1], flush=True)
        told, gathering = timed(standing.tables)
        _, writing = timed(lambda: written(told, Path(spill)))
        peak = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        equal = None
        if check:
            whole = resolve(engine, standing.evidence(), SETTINGS)
            equal = all(whole[name].to_pylist() == told[name].to_pylist() for name in whole)
    return {
        "size": size,
        "build_seconds": building,
        "changes": found,
        "tables_seconds": gathering,
        "write_seconds": writing,
        "peak_mb": peak,
        "equal_to_full_run": equal,
    }


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--changes", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--check", choices=("yes", "no"), default="yes")
    parser.add_argument("--out", type=Path)
    chosen = parser.parse_args()
    found = measure(chosen.size, chosen.changes, chosen.threads, check=chosen.check == "yes")
    print(json.dumps(found, indent=1))
    if chosen.out:
        chosen.out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

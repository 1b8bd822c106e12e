"""Resolves made customer records at size, with keerpunt and with plain Splink on the same rows.

    python -m benchmarks.resolve_scale [--sizes 100000,1000000] [--large] [--threads 2] [--seed 1] [--out FILE]

Each side runs in a process of its own. Keerpunt goes end to end: canonical rows to identities, links and edges with
guards, relations and explanations. Splink trains, predicts and clusters with the comparisons of its documentation.
Printed are seconds (reading the rows left out), peak memory, persons wrongly merged, our share of contested components,
and between the smallest and the largest size the growth exponents of time and memory. `--large` adds 10,000,000.
"""

from __future__ import annotations

import argparse
import json
import logging
import math
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks.resolve_scale_rows import persons, records

SIDES = ("keerpunt", "splink")
ROOT = Path(__file__).parent.parent
LARGE = 10_000_000
THRESHOLD = 0.95


@dataclass(frozen=True, slots=True)
class Run:
    """One side at one size: seconds, peak memory in MB, identities, persons wrongly merged, contested share."""

    side: str
    size: int
    seconds: float
    peak_mb: float
    identities: int
    persons_wrongly_merged: int
    contested: float | None = None


def keerpunt(rows: Path, threads: int) -> tuple[pa.Table, float, float]:
    """Resolve; returns record and entity, seconds, and the share of components that were contested."""
    from keerpunt.engine import Engine  # noqa: PLC0415 - each side loads its own only
    from keerpunt.model.tables import CANONICAL, table  # noqa: PLC0415
    from keerpunt.resolve import ResolveSettings, run  # noqa: PLC0415

    tables = {name: table(name).arrow().empty_table() for name in CANONICAL}
    tables["subscriber"] = pq.read_table(rows).cast(table("subscriber").arrow())
    shares = []
    whole = run.resolve_everybody

    def watched(*arguments: Any, **named: Any) -> Any:
        found = whole(*arguments, **named)
        shares.append(found.n_contested / max(found.n_components, 1))
        return found

    run.resolve_everybody = watched
    with tempfile.TemporaryDirectory() as spill, Engine(threads, spill=Path(spill)) as engine:
        begin = time.perf_counter()
        found = run.resolve(engine, tables, ResolveSettings("BENCH-SCALE"))
        seconds = time.perf_counter() - begin
    links = found["links"]
    number = pc.cast(pc.utf8_slice_codeunits(links["record_key"], len("subscriber:bank-")), pa.int64())
    return pa.table({"record": number, "entity": links["entity_id"]}), seconds, shares[0]


def splink(rows: Path, threads: int) -> tuple[pa.Table, float, None]:
    """Link with Splink; returns record and cluster, and seconds, training included."""
    import duckdb  # noqa: PLC0415
    from splink import Linker, SettingsCreator, block_on  # noqa: PLC0415
    from splink import comparison_library as cl  # noqa: PLC0415
    from splink.backends.duckdb import DuckDBAPI  # noqa: PLC0415

    logging.getLogger("splink").setLevel(logging.ERROR)
    source = _plain(
        pq.read_table(rows, columns=["customer_ref", "full_name", "birthdate", "postcode", "emails", "phones"])
    )
    connection = duckdb.connect()
    connection.execute(f"SET threads = {int(threads)}")
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="record",
        comparisons=[
            cl.ForenameSurnameComparison("given", "surname"),
            cl.DateOfBirthComparison("birthdate", input_is_string=True),
            cl.ExactMatch("postcode"),
            cl.ExactMatch("email"),
            cl.ExactMatch("phone"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("given", "surname"), block_on("surname", "birthdate"), block_on("given", "birthdate"),
            block_on("email"), block_on("phone"),
        ],
    )  # fmt: skip
    begin = time.perf_counter()
    api = DuckDBAPI(connection)
    linker = Linker(api.register(source), settings, log_level=None)
    certain = [block_on("given", "surname", "birthdate"), block_on("email", "phone")]
    linker.training.estimate_probability_two_random_records_match(certain, recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for columns in (["given", "surname"], ["birthdate"]):
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(*columns))
    predictions = linker.inference.predict(threshold_match_weight=-5)
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(predictions, THRESHOLD)
    found = clusters.as_duckdbpyrelation().select("record, cluster_id AS entity").to_arrow_table()
    return found, time.perf_counter() - begin, None


def _plain(table: pa.Table) -> pa.Table:
    """Return one column per value, as a table for Splink has them."""
    words = pc.split_pattern(table["full_name"], " ", max_splits=1)
    return pa.table({
        "record": pc.cast(table["customer_ref"], pa.int64()),
        "given": pc.list_element(words, 0),
        "surname": pc.list_element(words, 1),
        "birthdate": pc.cast(table["birthdate"], pa.string()),
        "postcode": table["postcode"],
        "email": pc.list_element(table["emails"], 0),
        "phone": pc.list_element(table["phones"], 0),
    })  # fmt: skip


def wrongly_merged(found: pa.Table, truth: np.ndarray) -> int:
    """Count the true persons who share an entity with somebody else."""
    entity = found["entity"].combine_chunks().dictionary_encode()
    entity = entity.combine_chunks() if isinstance(entity, pa.ChunkedArray) else entity
    both = np.stack([np.asarray(entity.indices), truth[np.asarray(found["record"])]], axis=1)
    distinct = np.unique(both, axis=0)
    crowded = np.bincount(distinct[:, 0]) > 1
    return len(np.unique(distinct[crowded[distinct[:, 0]], 1]))


def one(side: str, rows: Path, size: int, seed: int, threads: int) -> Run:
    """Run one side in this process."""
    found, seconds, contested = (keerpunt if side == "keerpunt" else splink)(rows, threads)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    wrong = wrongly_merged(found, persons(size, seed))
    identities = len(pc.unique(found["entity"]))
    return Run(side, size, round(seconds, 2), round(peak), identities, wrong, contested)


def apart(side: str, rows: Path, size: int, seed: int, threads: int) -> Run | None:
    """Run one side in a process of its own; None, and said why, where it fails."""
    command = [
        sys.executable,
        "-m",
        "benchmarks.resolve_scale",
        "--one",
        side,
        str(rows),
        str(size),
        str(seed),
        str(threads),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"{side} at {size:,}: failed ({(done.stderr.strip().splitlines() or ['no word'])[-1][:200]})", flush=True)
        return None
    return Run(**json.loads(done.stdout.splitlines()[-1]))


def exponent(small: Run, large: Run, figure: str) -> float:
    """Return by which power of the size a figure grows."""
    return round(math.log(getattr(large, figure) / getattr(small, figure)) / math.log(large.size / small.size), 2)


def line(run: Run) -> str:
    """Return one run as a line."""
    share = "" if run.contested is None else f"  {run.contested:.1%} of components contested"
    merged = f"{run.persons_wrongly_merged:,} persons wrongly merged"
    return f"{run.side:<9}{run.size:>11,} records {run.seconds:>9.1f} s {run.peak_mb:>8,.0f} MB  {merged}{share}"


def main() -> None:
    """Print every run, the growth and the bounds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="100000,1000000")
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--sides", default=",".join(SIDES))
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--one", nargs=5, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.one:
        side, rows, size, seed, threads = chosen.one
        print(json.dumps(asdict(one(side, Path(rows), int(size), int(seed), int(threads)))))
        return
    sizes = [int(size) for size in chosen.sizes.split(",")] + [LARGE] * chosen.large
    runs: list[Run] = []
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            rows = Path(folder) / f"{size}.parquet"
            pq.write_table(records(size, chosen.seed)["subscriber"], rows)
            for side in chosen.sides.split(","):
                if found := apart(side, rows, size, chosen.seed, chosen.threads):
                    runs.append(found)
                    print(line(found), flush=True)
    for side in chosen.sides.split(","):
        own = sorted((run for run in runs if run.side == side), key=lambda run: run.size)
        if len(own) > 1:
            grown = {figure: exponent(own[0], own[-1], figure) for figure in ("seconds", "peak_mb")}
            print(f"{side}: grows by the power {grown['seconds']} in time and {grown['peak_mb']} in memory")
    if chosen.out:
        chosen.out.write_text(json.dumps([asdict(run) for run in runs], indent=1) + "\n")


if __name__ == "__main__":
    main()

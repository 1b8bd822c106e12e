"""Runs one side of `benchmarks/resolve.py` on one set and seed in a process of its own; prints one line of JSON.

    python -m benchmarks.resolve_run keerpunt|splink SET SEED FOLDER THREADS

The line holds the groups, the seconds of resolution alone (data already in memory) and the peak memory of the process.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from benchmarks.resolve_people import Missing, Person, subscriber_rows
from benchmarks.resolve_rows import filled
from benchmarks.resolve_sets import CASES, SETS
from keerpunt.engine import Engine
from keerpunt.resolve import ResolveSettings, resolve
from keerpunt.resolve.calibration import calibration_error
from keerpunt.resolve.edges import best_level
from keerpunt.resolve.identifying import identifies
from keerpunt.resolve.linkage import likenesses
from keerpunt.resolve.models import SUBSCRIBERS, calibration
from keerpunt.resolve.people import prepare_everybody


def canonical(people: Sequence[Person]) -> dict[str, pa.Table]:
    """Return every canonical table, `subscriber` filled with the people."""
    return filled({"subscriber": list(subscriber_rows(people))})


def keerpunt(people: Sequence[Person], threads: int, case: str) -> tuple[dict[str, str], float]:
    """Resolve with keerpunt; returns the identity of each record and the seconds it took."""
    tables = canonical(people)
    begin = time.perf_counter()
    with Engine(threads) as engine:
        found = resolve(engine, tables, ResolveSettings(f"BENCH-{case}"))
    seconds = time.perf_counter() - begin
    links = found["links"].select(["record_key", "entity_id"]).to_pylist()
    return {row["record_key"].rsplit(":", 1)[1]: row["entity_id"] for row in links}, seconds


def scored_pairs(people: Sequence[Person], threads: int = 2) -> list[tuple[float, bool]]:
    """Return weight and truth of every pair from -8 bits on whose fields the rule takes for enough to identify."""
    truth = {f"subscriber:{one.source}:{one.record}": one.truth for one in people}
    return pairs_by_model(canonical(people), truth, threads).get(SUBSCRIBERS, [])


def pairs_by_model(
    tables: Mapping[str, pa.Table], truth: Mapping[str, str], threads: int = 2
) -> dict[str, list[tuple[float, bool]]]:
    """Return, per model of persons, weight and truth of the pairs from -8 bits on whose fields are enough to identify.

    `truth`: the person that each record names; parts of a joint name stand with their number.
    """
    settings = ResolveSettings("BENCH", likely_floor=-8.0)
    with Engine(threads) as engine:
        engine.register_all(tables)
        ready = prepare_everybody(engine, settings)
        found = likenesses(engine, ready.parties, ready.guards, ready.values, settings)
    pairs: dict[str, list[tuple[float, bool]]] = {}
    for keys, one in found.items():
        left, right = (ready.parties[key] for key in keys)
        enough = identifies(one.model, best_level(left, right), one.supports, one.apart)
        if enough and one.weight >= settings.likely_floor:
            same = truth.get(left.key, truth.get(left.record)) == truth.get(right.key, truth.get(right.record))
            pairs.setdefault(one.model, []).append((one.weight, same))
    return pairs


def error_of(people: Sequence[Person]) -> float | None:
    """Return the expected calibration error of the shipped calibration on these people, None without one."""
    shipped = calibration(SUBSCRIBERS)
    return None if shipped is None else round(calibration_error(shipped, scored_pairs(people)), 5)


def _case(side: str, name: str, seed: int, threads: int) -> dict[str, Any]:
    from benchmarks import resolve_instruments  # noqa: PLC0415 - it reads this module

    if side not in resolve_instruments.SIDES:
        return {"missing": f"{side} has no model of its own for {name}"}
    try:
        return resolve_instruments.side(side, name, seed, threads)
    except ImportError as error:
        return {"missing": str(error)}


def main(arguments: list[str]) -> int:
    """Run one side and print its result."""
    side, name, seed, folder, threads = arguments
    if name in CASES:
        print(json.dumps(_case(side, name, int(seed), int(threads))))
        return 0
    try:
        people = SETS[name](int(seed), Path(folder))
        if side == "keerpunt":
            groups, seconds = keerpunt(people, int(threads), name)
        else:
            from benchmarks.resolve_peers import splink  # noqa: PLC0415 - the peer may be absent

            groups, seconds = splink(people, int(threads), name, near=side == "splink_near")
    except (Missing, ImportError) as error:
        print(json.dumps({"missing": str(error)}))
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    error = error_of(people) if side == "keerpunt" else None
    truth = {person.record: person.truth for person in people}
    print(json.dumps({"groups": groups, "seconds": seconds, "peak_mb": peak, "truth": truth, "ece": error}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Measures whom payments are given to: the set `instruments`, on generated operations whose truth is known.

    python benchmarks/resolve_instruments.py [--sets instruments,operations,accounts] [--seeds 5] [--out FILE]

`instruments` are payers and customers with all that a name, a home or a contact gets wrong
(`benchmarks/instrument_people.py`); `operations` are those of `keerpunt simulate --scale cumberland`, read from their
files; `accounts` are those of `benchmarks/instrument_accounts.py`, with actors for persons. Beside keerpunt runs Splink
as its tutorial has it, components at its default of 0.95, on the same rows; a record of two joint holders, of which it
knows nothing, is left out of its score. Printed per seed: persons wrongly merged and per thousand, recall, and why a
person of ours stands in several identities. The seeds are 1 to N; models were trained on seeds from 101. The set
`operations` needs all that `keerpunt run` needs.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.instrument_accounts import accounts
from benchmarks.instrument_people import Operation, payers
from benchmarks.resolve_rows import filled
from benchmarks.resolve_run import pairs_by_model
from benchmarks.resolve_score import score
from keerpunt.engine import Engine
from keerpunt.resolve import ResolveSettings, resolve
from keerpunt.resolve.account_attributes import score_accounts
from keerpunt.resolve.actors import all_accounts
from keerpunt.resolve.calibration import calibration_error
from keerpunt.resolve.edges import best_level
from keerpunt.resolve.identifying import identifies
from keerpunt.resolve.models import ACCOUNTS, SUBSCRIBERS, calibration

SIDES = ("keerpunt", "splink")
TARGET = 1.0
"""Most persons wrongly merged per thousand."""
NO_COMMON_VALUE = "no_common_value"
Truth = Mapping[str, str]
Case = tuple[dict[str, pa.Table], Truth]


def _made(make: Callable[[int], Operation]) -> Callable[[int], Case]:
    def case(seed: int) -> Case:
        found = make(seed)
        return filled(found.tables), found.truth

    return case


def operation(seed: int) -> Case:
    """Write a generated operation, read it back from its files, and return its tables and truth."""
    import csv  # noqa: PLC0415 - of this set only

    root = Path(__file__).parent.parent
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        command = [sys.executable, "-m", "keerpunt_cli"]
        made = ["simulate", "--scale", "cumberland", "--seed", str(seed), "--out", str(work / "sources")]
        for step in (made, ["run", str(work / "sources"), "--out", str(work / "out")]):
            subprocess.run([*command, *step, "--progress", "none"], cwd=root, check=True, stdout=subprocess.DEVNULL)
        tables = filled({})
        for path in sorted((work / "out" / "evidence").glob("*.parquet")):
            if path.stem in tables:
                tables[path.stem] = pq.read_table(path).cast(tables[path.stem].schema)
        with (work / "sources.truth" / "truth_records.csv").open(encoding="utf-8", newline="") as file:
            truth = {row["record_key"]: row["person_id"] for row in csv.DictReader(file)}
    return tables, truth


SETS: dict[str, Callable[[int], Case]] = {
    "instruments": _made(payers),
    "operations": operation,
    "accounts": _made(accounts),
}


def keerpunt(tables: Mapping[str, pa.Table], threads: int) -> tuple[dict[str, pa.Table], float]:
    """Resolve; returns the result tables and the seconds it took."""
    begin = time.perf_counter()
    with Engine(threads) as engine:
        found = resolve(engine, tables, ResolveSettings("BENCH"))
    return found, time.perf_counter() - begin


def abstentions(found: Mapping[str, pa.Table], truth: Truth) -> Counter[str]:
    """Return why each further identity of one person stands apart from the others: a guard, a relation or a code.

    `no_common_value`: the records state nothing that any rule looks at, so there is nothing to abstain from.
    """
    links = found["links"].to_pylist()
    entity = {row["record_key"]: row["entity_id"] for row in links}
    own: dict[str, Counter[str]] = {}
    for key, person in truth.items():
        if key in entity:
            own.setdefault(person, Counter())[entity[key]] += 1
    said: dict[frozenset[str], set[str]] = {}
    for row in found["edges"].to_pylist():
        ends = frozenset(entity[row[side]] for side in ("left_key", "right_key") if row[side] in entity)
        if len(ends) > 1:
            said.setdefault(ends, set()).add(row["refused_by"] or row["kind"])
    codes = {row["identity_id"]: row["conflict"] for row in found["identities"].to_pylist()}
    counts: Counter[str] = Counter()
    for identities in own.values():
        for one, _ in identities.most_common()[1:]:
            told = {code for other in identities for code in said.get(frozenset({one, other}), ())}
            counts[min(told, key=_telling) if told else next(iter(codes.get(one, ())), NO_COMMON_VALUE)] += 1
    return counts


def _telling(code: str) -> tuple[int, str]:
    """What says most comes first: a guard, then a likely person, then what is merely shared."""
    vague = ("possible_same", "shared_instrument", "shared_contact", "shared_identifier", "shared_address", "name_twin")
    return (vague.index(code) + 1 if code in vague else 0, code)


def errors(case: str, tables: Mapping[str, pa.Table], truth: Truth, threads: int) -> dict[str, float]:
    """Return the expected calibration error of each shipped calibration on these rows, by model."""
    if case == "accounts":
        pairs = {ACCOUNTS: account_pairs(tables, truth, threads)}
    else:
        pairs = {name: found for name, found in pairs_by_model(tables, truth, threads).items() if name != SUBSCRIBERS}
    return {
        name: round(calibration_error(shipped, found), 5)
        for name, found in sorted(pairs.items())
        if (shipped := calibration(name)) is not None
    }


def account_pairs(tables: Mapping[str, pa.Table], truth: Truth, threads: int) -> list[tuple[float, bool]]:
    """Return weight and truth of the pairs of accounts from -8 bits on whose fields are enough to identify."""
    settings = ResolveSettings("BENCH", likely_floor=-8.0)
    with Engine(threads) as engine:
        engine.register_all(tables)
        parties, table = all_accounts(engine, settings)
        scored = score_accounts(engine, table, settings)
    return [
        (one.weight, truth[left] == truth[right])
        for (left, right), one in ({} if scored is None else scored.likeness()).items()
        if one.weight >= settings.likely_floor
        and identifies(one.model, best_level(parties[left], parties[right]), one.supports, one.apart)
    ]


def side(name: str, case: str, seed: int, threads: int) -> dict[str, Any]:
    """Run one side on one set and seed; returns groups, truth, seconds, peak memory and the reasons of abstentions."""
    tables, truth = SETS[case](seed)
    reasons: Counter[str] = Counter()
    error: dict[str, float] = {}
    if name == "keerpunt":
        found, seconds = keerpunt(tables, threads)
        groups = {row["record_key"]: row["entity_id"] for row in found["links"].to_pylist()}
        reasons, error = abstentions(found, truth), errors(case, tables, truth, threads)
    else:
        from benchmarks.instrument_peer import splink  # noqa: PLC0415 - the peer may be absent

        truth = {key: person for key, person in truth.items() if "#" not in key}
        groups, seconds = splink(tables, frozenset(truth), threads, actors=case == "accounts")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"groups": groups, "truth": dict(truth), "seconds": seconds, "peak_mb": peak, "reasons": dict(reasons),
            "ece": max(error.values(), default=None), "ece_by_model": error}  # fmt: skip


def measure(name: str, case: str, seed: int, threads: int) -> dict[str, Any]:
    """Run one side in a process of its own and score it; `missing` says why it could not run."""
    command = [
        sys.executable,
        __file__,
        "--side",
        name,
        "--sets",
        case,
        "--seeds",
        str(seed),
        "--threads",
        str(threads),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return {"side": name, "set": case, "seed": seed, "missing": done.stderr.strip().splitlines()[-1][:200]}
    found = json.loads(done.stdout.splitlines()[-1])
    scored = score(found["groups"], found["truth"])
    kept = {key: found[key] for key in ("seconds", "peak_mb", "reasons", "ece_by_model")}
    per_thousand = round(1000 * scored.persons_wrongly_merged / max(scored.persons, 1), 3)
    return {"side": name, "set": case, "seed": seed, "per_thousand": per_thousand, **asdict(scored), **kept}


def line(one: Mapping[str, Any]) -> str:
    """Return one run as a line."""
    head = f"{one['set']:<11} seed {one['seed']} {one['side']:<8}"
    if "missing" in one:
        return f"{head} left out: {one['missing']}"
    reasons = ", ".join(f"{code} {n}" for code, n in sorted(one["reasons"].items(), key=lambda item: -item[1]))
    errors = ", ".join(f"ECE {name} {error:.4f}" for name, error in one["ece_by_model"].items())
    return (
        f"{head} wrongly merged {one['persons_wrongly_merged']:>4} of {one['persons']} persons "
        f"({one['per_thousand']:.2f} per 1,000)  P {one['precision']:.4f} R {one['recall']:.4f} "
        f"split {one['persons_split']:>4} largest {one['largest_cluster']:>3}  {one['seconds']:.1f} s  "
        f"{reasons}  {errors}"
    )


def main() -> int:
    """Measure, print, write JSON; exit 1 if our side is over the target on any set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", default=",".join(SETS))
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--side", help="run this side on seed SEEDS alone and print one line of JSON")
    parser.add_argument("--out", type=Path, help="write the figures as JSON")
    options = parser.parse_args()
    if options.side:
        print(json.dumps(side(options.side, options.sets, options.seeds, options.threads)))
        return 0
    report: list[dict[str, Any]] = []
    held = True
    for case in options.sets.split(","):
        for name in SIDES:
            runs = [measure(name, case, seed, options.threads) for seed in range(1, options.seeds + 1)]
            print("\n".join(map(line, runs)), flush=True)
            merged, persons = (sum(one.get(key, 0) for one in runs) for key in ("persons_wrongly_merged", "persons"))
            rate = 1000 * merged / max(persons, 1)
            print(f"{case:<11} all    {name:<8} {merged} of {persons} persons, {rate:.2f} per 1,000", flush=True)
            held &= name != "keerpunt" or (persons > 0 and rate < TARGET)
            report.append({"set": case, "side": name, "per_thousand": round(rate, 3), "runs": runs})
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(json.dumps(report, indent=2) + "\n")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())

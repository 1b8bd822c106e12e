"""Resolves people whose truth is known, with keerpunt and with Splink, on the same rows.

    python benchmarks/resolve.py [--sets households,fake_1000,febrl3,febrl4,instruments] [--seeds 5] [--threads 2]
                                 [--people FOLDER] [--out FILE]

Each side runs on each set and seed in a process of its own. Printed per seed, and as spread over the seeds: precision,
recall and F1 over pairs, persons wrongly merged (true persons who share an identity with somebody else), persons split,
largest cluster, seconds of resolution and peak memory. Splink runs with the model of its own documentation and its
default threshold (`benchmarks/resolve_peers.py`). A set whose data is not there is named and left out. The seeds are
1 to N; models were trained on seeds from 101.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.resolve_score import Score, score
from benchmarks.resolve_sets import CASES, SEEDED, SETS

SIDES = ("keerpunt", "splink", "splink_near")
FIGURES = ("precision", "recall", "f1", "persons_wrongly_merged", "persons_split", "largest_cluster")


@dataclass(frozen=True, slots=True)
class Run:
    """One side on one set and seed; `score` is None where it could not run, `missing` says why."""

    side: str
    name: str
    seed: int
    score: Score | None
    seconds: float = 0.0
    peak_mb: float = 0.0
    missing: str = ""
    ece: float | None = None


def run(side: str, name: str, seed: int, folder: Path, threads: int) -> Run:
    """Run one side in a process of its own and score it."""
    command = [sys.executable, "-m", "benchmarks.resolve_run", side, name, str(seed), str(folder), str(threads)]
    root = Path(__file__).parent.parent
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if done.returncode:
        return Run(side, name, seed, None, missing=(done.stderr.strip().splitlines() or ["failed"])[-1][:200])
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    if "missing" in found:
        return Run(side, name, seed, None, missing=found["missing"])
    return Run(
        side, name, seed, score(found["groups"], found["truth"]), found["seconds"], found["peak_mb"], ece=found["ece"]
    )


def line(one: Run) -> str:
    """Return one run as a line."""
    head = f"{one.name:<11} seed {one.seed} {one.side:<9}"
    if one.score is None:
        return f"{head} left out: {one.missing}"
    s = one.score
    return (
        f"{head} P {s.precision:.4f} R {s.recall:.4f} F1 {s.f1:.4f}  wrongly merged {s.persons_wrongly_merged:>5} "
        f"split {s.persons_split:>5} of {s.persons}  largest {s.largest_cluster:>3}  {one.seconds:6.1f} s "
        f"{one.peak_mb:5.0f} MB" + ("" if one.ece is None else f"  ECE {one.ece:.4f}")
    )


def spread(runs: list[Run]) -> dict[str, dict[str, float]]:
    """Return least, median and most of every figure over the seeds."""
    scores = [asdict(one.score) for one in runs if one.score is not None]
    return {
        figure: {"least": min(values), "median": median(values), "most": max(values)}
        for figure in FIGURES
        if (values := [found[figure] for found in scores])
    }


def main() -> int:
    """Measure, print, write JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", default=",".join((*SETS, *CASES)), help="which sets, by comma")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--people", type=Path, default=Path("people"), help="folder of fake_1000.csv")
    parser.add_argument("--out", type=Path, help="write the figures as JSON")
    options = parser.parse_args()
    folder = options.people.absolute()
    report: list[dict[str, Any]] = []
    for name in options.sets.split(","):
        seeds = range(1, options.seeds + 1) if name in SEEDED else (1,)
        for side in SIDES:
            runs = []
            for seed in seeds:
                runs.append(run(side, name, seed, folder, options.threads))
                print(line(runs[-1]), flush=True)
            over = spread(runs)
            report.append({"set": name, "side": side, "runs": [asdict(one) for one in runs], "spread": over})
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(json.dumps(report, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

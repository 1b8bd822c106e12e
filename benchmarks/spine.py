"""Times the spine: files to leads, and on request the test suite and the way from a clone to the demo's summary.

    python -m benchmarks.spine [--runs 3] [--suite] [--clone] [--out FILE]

Each command runs in a process of its own; printed are wall time and peak memory beside the bound they must keep.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure: seconds (median of `runs`, with spread), peak memory of the largest process, and its bounds."""

    name: str
    runs: int
    seconds: float
    fastest: float
    slowest: float
    peak_mb: float
    bound_seconds: float
    bound_mb: float | None

    @property
    def holds(self) -> bool:
        """Tell whether the slowest run and the peak keep their bounds."""
        return self.slowest <= self.bound_seconds and (self.bound_mb is None or self.peak_mb <= self.bound_mb)


def timed(command: list[str], cwd: Path) -> tuple[float, float]:
    """Run a command; return its wall time in seconds and the peak memory of its largest process in MB."""
    begin = time.perf_counter()
    pid = os.fork()
    if pid == 0:
        result = subprocess.run(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
        if result.returncode:
            sys.stderr.write(result.stderr.decode(errors="backslashreplace"))
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        (cwd / ".peak").write_text(str(peak))
        os._exit(result.returncode)
    status = os.waitpid(pid, 0)[1]
    seconds = time.perf_counter() - begin
    if status:
        raise SystemExit(f"failed: {' '.join(command)}")
    peak_kb = int((cwd / ".peak").read_text())
    return seconds, peak_kb / 1024


def files_to_leads(work: Path, runs: int) -> Measure:
    """Time `keerpunt run` on the demo's operation, each run into a new folder."""
    simulate = [str(BIN / "keerpunt"), "simulate", "--scale", "cumberland", "--seed", "1", "--out", "sources"]
    subprocess.run([*simulate, "--progress", "none"], cwd=work, check=True, stdout=subprocess.DEVNULL)
    run = [str(BIN / "keerpunt"), "run", "sources", "--progress", "none", "--out"]
    return measure("files to leads, cumberland", [[*run, f"out{n}"] for n in range(runs)], work, 30, 1024)


def suite(work: Path) -> Measure:
    """Time `make test` of this checkout."""
    return measure("make test", [["make", "-C", str(ROOT), "test"]], work, 300, None)


def clone(work: Path) -> Measure:
    """Time the way from `git clone` to the summary of `make demo`, packages at hand."""
    script = f"git clone -q {ROOT} fresh && make -C fresh demo DEMO_FLAGS=--no-serve"
    return measure("clone to summary of make demo", [["sh", "-c", script]], work, 300, None)


def measure(name: str, commands: list[list[str]], work: Path, bound_seconds: float, bound_mb: float | None) -> Measure:
    """Run the commands one after the other and sum up."""
    figures = [timed(command, work) for command in commands]
    seconds = [figure[0] for figure in figures]
    return Measure(
        name, len(figures), round(statistics.median(seconds), 2), round(min(seconds), 2), round(max(seconds), 2),
        round(max(figure[1] for figure in figures), 1), bound_seconds, bound_mb,
    )  # fmt: skip


def main() -> int:
    """Measure, print, write JSON; exit 1 if a bound does not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--suite", action="store_true", help="also time make test")
    parser.add_argument("--clone", action="store_true", help="also time clone to the demo's summary")
    parser.add_argument("--out", type=Path, help="write the figures as JSON")
    options = parser.parse_args()
    work = Path(tempfile.mkdtemp(prefix="keerpunt-bench-"))
    try:
        measures = [files_to_leads(work, options.runs)]
        measures += [suite(work)] if options.suite else []
        measures += [clone(work)] if options.clone else []
    finally:
        shutil.rmtree(work, ignore_errors=True)
    for m in measures:
        memory = f"{m.peak_mb:.0f} MB" + (f" (bound {m.bound_mb:.0f})" if m.bound_mb else "")
        word = "holds" if m.holds else "DOES NOT HOLD"
        print(f"{m.name}: {m.seconds} s [{m.fastest} to {m.slowest}, n={m.runs}] (bound {m.bound_seconds:.0f} s); "
              f"{memory}: {word}")  # fmt: skip
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(json.dumps([asdict(m) for m in measures], indent=2) + "\n")
    return 0 if all(m.holds for m in measures) else 1


if __name__ == "__main__":
    sys.exit(main())

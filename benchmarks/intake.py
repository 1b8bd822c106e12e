"""Measures intake: each reader against its target, its bound and its peers, on one core, in one run.

    python benchmarks/intake.py                          every reader
    python benchmarks/intake.py --format camt            one of them
    python benchmarks/intake.py --format camt --gb 1     memory at 10 MB, 100 MB and 1 GB instead

Ours is the whole of intake for a file: hash, sniff, read, map, guard, keep on disk. Peers only parse. Figures are
processor seconds of one core; the peak is of a process of its own. Peers come with `requirements-bench.lock`.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))  # so that the file runs as a script too

from benchmarks.intake_cases import CASES, Case  # noqa: E402 (after the path)
from benchmarks.intake_run import one_core, read_once, sources  # noqa: E402

MEGABYTE = 1_000_000
SIZES_MB = (10, 100, 1000)


@dataclass(slots=True)
class Result:
    """What one case gave. Rates are units a second; `others` are bounds and peers: name to (rate, what it gave)."""

    name: str
    unit: str
    megabytes: float
    records: int
    rate: float
    target: float
    peak_mb: float
    target_mb: float | None
    seconds: float
    target_seconds: float | None
    account: dict[str, int] = field(default_factory=dict)
    others: dict[str, tuple[float, str]] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """Tell whether rate, time and memory reach their targets and no record is missing."""
        fast = self.rate >= self.target and (self.target_seconds is None or self.seconds <= self.target_seconds)
        return fast and (self.target_mb is None or self.peak_mb <= self.target_mb)


def units(case: Case, file: Path, records: int) -> float:
    """Return how many units a file holds: megabytes or records."""
    return file.stat().st_size / MEGABYTE if case.unit == "MB" else records


def measure(case: Case, work: Path, runs: int) -> Result:
    """Write the file, read it with ours in a process of its own and here, then with every bound and peer here."""
    file = work / case.file_name
    case.write(file, case.records)
    amount = units(case, file, case.records)
    alone = child(case, file)
    readings = [ours(case, file) for _ in range(runs)]
    best = min(readings, key=lambda reading: reading["cpu_seconds"])
    result = Result(
        case.name, case.unit, round(file.stat().st_size / MEGABYTE, 1), case.records,
        round(amount / best["cpu_seconds"], 1), case.target, round(alone["peak_mb"], 1), case.target_mb,
        round(best["cpu_seconds"], 2), case.target_seconds,
        {name: best[name] for name in ("read", "mapped", "excluded", "rejected")},
    )  # fmt: skip
    for kind, functions in (("bound", case.bounds), ("peer", case.peers)):
        for name, count in functions:
            result.others[f"{kind} {name}"] = timed(count, file, amount)
    return result


def ours(case: Case, file: Path) -> dict[str, Any]:
    """Read a file once in this process."""
    with sources(file, case.format, case.origin, case.more, case.beside) as root:
        return asdict(read_once(root, case.known))


def child(case: Case, file: Path) -> dict[str, Any]:
    """Read a file once in a process of its own, so that its peak is that of the reading."""
    command = [sys.executable, str(Path(__file__).resolve()), "--child", case.name, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{case.name}: {done.stderr}")
    return dict(json.loads(done.stdout))


def timed(count: Callable[[Path], int], file: Path, amount: float) -> tuple[float, str]:
    """Return the rate of a bound or peer and what it gave; a peer that fails says with what."""
    begin = time.process_time()
    try:
        given = f"{count(file):,}"
    except ImportError:
        return 0.0, "not installed"
    except Exception as error:  # noqa: BLE001 (a peer may fail in any way; that is a result)
        given = f"raised {type(error).__name__}"
    return round(amount / max(time.process_time() - begin, 1e-9), 1), given


def show(result: Result) -> None:
    """Print a result with its bounds and peers below it."""
    word = "holds" if result.holds else "DOES NOT HOLD"
    print(f"{result.name}: {result.rate:,.0f} {result.unit}/s (target {result.target:,.0f}): {word}")
    print(f"  {result.megabytes:,.0f} MB in {result.seconds:.2f} s" + _of(result.target_seconds, "s"), end="")
    print(f"; peak {result.peak_mb:,.0f} MB" + _of(result.target_mb, "MB"))
    account = result.account
    print(f"  {account['read']:,} read = {account['mapped']:,} mapped + {account['excluded']:,} excluded", end="")
    print(f" + {account['rejected']:,} rejected; the file holds {result.records:,}")
    for name, (rate, given) in result.others.items():
        print(f"  {name:<32}{rate:>14,.0f} {result.unit}/s   {given}")


def _of(target: float | None, unit: str) -> str:
    return "" if target is None else f" (target {target:,.0f} {unit})"


def memory(case: Case, work: Path, gigabytes: float) -> list[dict[str, float]]:
    """Print time and peak memory at growing sizes; both per unit should stay the same."""
    case.write(work / case.file_name, case.records)
    each = (work / case.file_name).stat().st_size / case.records
    rows = []
    for megabytes in (*(s for s in SIZES_MB if s < gigabytes * 1000), gigabytes * 1000):
        records = int(megabytes * MEGABYTE / each)
        file = work / f"{megabytes:.0f}-{case.file_name}"
        case.write(file, records)
        found = child(case, file)
        size = file.stat().st_size / MEGABYTE
        file.unlink()
        rows.append({"mb": round(size), "seconds": round(found["cpu_seconds"], 2), "peak_mb": round(found["peak_mb"])})
        rate = size / found["cpu_seconds"]
        print(f"{case.name} {size:8,.0f} MB  {found['cpu_seconds']:8.1f} s  {rate:6.1f} MB/s  "
              f"peak {found['peak_mb']:6.0f} MB  {found['read']:,} records")  # fmt: skip
    return rows


def main() -> int:
    """Measure, print, write JSON; exit 1 if a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--format", help=f"one of {', '.join(case.name for case in CASES)}")
    parser.add_argument("--gb", type=float, help="show memory up to this size instead")
    parser.add_argument("--runs", type=int, default=3, help="the fastest counts, since the machine may be shared")
    parser.add_argument("--out", type=Path, help="write the figures as JSON")
    parser.add_argument("--child", nargs=2, metavar=("CASE", "FILE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    one_core()
    if options.child:
        case = next(each for each in CASES if each.name == options.child[0])
        print(json.dumps(ours(case, Path(options.child[1]))))
        return 0
    chosen = [case for case in CASES if options.format in (None, case.name, case.format)]
    if not chosen:
        parser.error(f"no such reader: {options.format}")
    with tempfile.TemporaryDirectory(prefix="keerpunt-bench-") as folder:
        if options.gb:
            found: Any = {case.name: memory(case, Path(folder), options.gb) for case in chosen}
            held = True
        else:
            results = []
            for case in chosen:
                results.append(measure(case, Path(folder), options.runs))
                show(results[-1])
            found, held = [asdict(result) for result in results], all(result.holds for result in results)
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(json.dumps(found, indent=2) + "\n")
    print(f"peak of this process, peers included: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())

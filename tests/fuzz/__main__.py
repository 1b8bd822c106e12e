"""`python -m tests.fuzz`: many mutations, on several processes; what broke a reader is kept and named."""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from tests.fuzz.check import Broke, check
from tests.fuzz.targets import targets

SHARD = 2_000
FOUND = Path("build/fuzz")


def shard(name: str, seed: int, rounds: int) -> tuple[int, str]:
    """Run one shard; return how many files gave records, and where the file lies that broke the reader."""
    target = next(each for each in targets() if each.name == name)
    with tempfile.TemporaryDirectory(prefix="keerpunt-fuzz-") as folder:
        try:
            return check(target, Path(folder), seed, rounds), ""
        except Broke as broke:
            FOUND.mkdir(parents=True, exist_ok=True)
            path = FOUND / f"{name}-{hashlib.sha256(broke.body).hexdigest()[:12]}"
            path.write_bytes(broke.body)
            return 0, f"{broke} ({path})"


def main() -> int:
    """Spread the mutations of every format over its targets; exit 1 if a reader broke."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--format", help="one format; default: all")
    parser.add_argument("--mutations", type=int, default=10_000, help="per format")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    chosen = [each for each in targets() if options.format in (None, each.contract.reader.name)]
    if not chosen:
        parser.error(f"no such format: {options.format}")
    formats = {each.contract.reader.name: 0 for each in chosen}
    for each in chosen:
        formats[each.contract.reader.name] += 1
    begin, broken, given = time.monotonic(), 0, 0
    with ProcessPoolExecutor(options.jobs) as pool:
        work = {}
        for each in chosen:
            rounds = -(-options.mutations // formats[each.contract.reader.name])
            for number, first in enumerate(range(0, rounds, SHARD)):
                seed = options.seed * 1_000_003 + number
                work[pool.submit(shard, each.name, seed, min(SHARD, rounds - first))] = (each.name, seed)
        for done in as_completed(work):
            read, why = done.result()
            name, seed = work[done]
            given += read
            if why:
                broken += 1
                sys.stdout.write(f"BROKE {name} seed {seed}: {why}\n")
    seconds = time.monotonic() - begin
    sys.stdout.write(
        f"{options.mutations:,} mutations each of {', '.join(formats)}: {broken} broken, {seconds:.0f} s\n"
    )
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())

"""Calibrates the shipped models on people whose truth is known, of seeds that trained nothing.

    python -m tools.calibrate_models [--seeds 103,104] [--out src/keerpunt/resolve/models]

Every pair from -8 bits on counts, with the truth of the generated records. The
reliability table, its number and date are stored; `benchmarks/resolve.py` prints the error on other seeds.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from benchmarks.heavy_people import heavy
from benchmarks.resolve_people import households
from benchmarks.resolve_run import scored_pairs
from keerpunt.resolve.calibration import fit
from keerpunt.resolve.models import CALIBRATION, SUBSCRIBERS
from tools.train_models import DATE, write_digests


def main() -> int:
    """Score, fit, write JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", default="103,104")
    parser.add_argument("--out", type=Path, default=Path("src/keerpunt/resolve/models"))
    options = parser.parse_args()
    pairs = [
        pair
        for seed in options.seeds.split(",")
        for make in (households, heavy)
        for pair in scored_pairs(make(int(seed)))
    ]
    found = {"name": CALIBRATION, "seeds": options.seeds, SUBSCRIBERS: asdict(fit(pairs, "generated", DATE))}
    (options.out / f"{CALIBRATION}.json").write_text(json.dumps(found, indent=1) + "\n")
    write_digests(options.out)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

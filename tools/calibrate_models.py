"""Calibrates the shipped models on people whose truth is known, of seeds that trained nothing.

    python -m tools.calibrate_models [--models subscriber_subscriber] [--seeds 103,104]
        [--out src/keerpunt/resolve/models]

Every pair from -8 bits on that the rule of its model would let join counts, with the truth of the generated records.
The reliability table, its number and date are stored; `benchmarks/resolve.py` prints the error on other seeds.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.heavy_people import heavy
from benchmarks.instrument_accounts import accounts
from benchmarks.instrument_people import payers
from benchmarks.resolve_instruments import account_pairs
from benchmarks.resolve_people import households
from benchmarks.resolve_rows import filled
from benchmarks.resolve_run import pairs_by_model, scored_pairs
from keerpunt.resolve.calibration import fit
from keerpunt.resolve.models import ACCOUNTS, CALIBRATION, PAYER_SUBSCRIBER, PAYERS, SUBSCRIBERS
from tools.train_models import DATE, write_digests


def _of_subscribers(seed: int) -> list[tuple[float, bool]]:
    return [pair for make in (households, heavy) for pair in scored_pairs(make(seed))]


def _of_payers(model: str) -> Callable[[int], list[tuple[float, bool]]]:
    def pairs(seed: int) -> list[tuple[float, bool]]:
        operation = payers(seed)
        return pairs_by_model(filled(operation.tables), operation.truth)[model]

    return pairs


def _of_accounts(seed: int) -> list[tuple[float, bool]]:
    operation = accounts(seed)
    return account_pairs(filled(operation.tables), operation.truth, 2)


GROUNDS: dict[str, Callable[[int], list[tuple[float, bool]]]] = {
    SUBSCRIBERS: _of_subscribers,
    PAYERS: _of_payers(PAYERS),
    PAYER_SUBSCRIBER: _of_payers(PAYER_SUBSCRIBER),
    ACCOUNTS: _of_accounts,
}
"""Model -> weight and truth of the pairs of a seed."""
FEW, MANY = "103,104", "103,104,105,106,107,108,109,110"
SEEDS = {SUBSCRIBERS: FEW, PAYERS: MANY, PAYER_SUBSCRIBER: MANY, ACCOUNTS: MANY}
"""Operations are small, so that their models need more of them."""


def main() -> int:
    """Score, fit, write JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", default=",".join(GROUNDS), help="which, by comma; the others stay as they are")
    parser.add_argument("--seeds", help="by comma; those of SEEDS without")
    parser.add_argument("--out", type=Path, default=Path("src/keerpunt/resolve/models"))
    options = parser.parse_args()
    path = options.out / f"{CALIBRATION}.json"
    found: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}
    for name in options.models.split(","):
        seeds = options.seeds or SEEDS[name]
        pairs = [pair for seed in seeds.split(",") for pair in GROUNDS[name](int(seed))]
        found |= {"name": CALIBRATION, name: {"seeds": seeds} | asdict(fit(pairs, "generated", DATE))}
    path.write_text(json.dumps(found, indent=1) + "\n")
    write_digests(options.out)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

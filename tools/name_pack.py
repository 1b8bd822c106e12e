"""Writes the pooled pack of name rates from the frequent names of the United States census of 1990 (public domain).

    python -m tools.name_pack FOLDER [--out src/keerpunt/resolve/models/name_rates.json]

FOLDER holds the census's own files `dist.all.last`, `dist.male.first`, `dist.female.first` (the package `names` ships
them). Names rarer than `LEAST` are left out; they count at the rate of a rare name. The pack serves every country until
that country has a pack of its own, which the explanations say.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

DATE = "2026-11-25"
LEAST = 1e-4
FLOOR = 2e-6
"""No full name counts as rarer than this: about one of half a million."""


def rates(path: Path) -> dict[str, float]:
    """Read name and percentage of each line."""
    lines = (line.split() for line in path.read_text(encoding="ascii").splitlines())
    return {words[0].lower(): float(words[1]) / 100 for words in lines if words}


def frequent(found: dict[str, float]) -> dict[str, float]:
    """Return the names at or over `LEAST`, sorted."""
    return {name: round(rate, 6) for name, rate in sorted(found.items()) if rate >= LEAST}


def main() -> int:
    """Read the three files and write the pack."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, default=Path("src/keerpunt/resolve/models/name_rates.json"))
    options = parser.parse_args()
    men, women = (rates(options.folder / f"dist.{sex}.first") for sex in ("male", "female"))
    given = {name: (men.get(name, 0.0) + women.get(name, 0.0)) / 2 for name in {*men, *women}}
    pack = {
        "name": "name_rates",
        "version": f"pooled-{DATE}",
        "date": DATE,
        "basis": "pooled: frequent names of the United States census of 1990; others at the rate of a rare name; "
        "used for every country until it has a pack of its own",
        "floor": FLOOR,
        "given_other": LEAST,
        "surname_other": LEAST / 2,
        "given": frequent(given),
        "surname": frequent(rates(options.folder / "dist.all.last")),
    }
    options.out.write_text(json.dumps(pack, indent=0) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

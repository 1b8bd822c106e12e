"""Measures whether resolution treats names of every origin alike: wrong merges and recall per origin and kind of life.

    python benchmarks/resolve_parity.py [--seeds 5] [--threads 2] [--out FILE]

Each origin has operations of its own; their people have the same lives (`benchmarks/origin_people.py`). Per group:
persons, persons wrongly merged, pairs of records of two persons of the group that were joined (false matches, out of
all such pairs), recall over pairs of records of one person, each over all seeds. Bounds (RESOLUTION.md section 11,
LAW.md section 9): an origin's share of persons wrongly merged lies at most 0.2 points above the pooled share and its
recall at most 2 points under the pooled recall. A group is named as outside only where the whole of its 95 % interval
(Wilson) lies outside, or its own figure does by twice the bound. The exit code is 1 if an origin is outside; the kinds
of life are shown and not judged, since lives differ in what records can tell.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from itertools import product
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.names_origins import ORIGINS
from benchmarks.origin_people import OPERATIONS, people
from benchmarks.resolve_run import keerpunt
from keerpunt.values.likelihood import wilson

MOST_WRONG, MOST_BEHIND = 0.002, 0.02
ORIGIN = "origin "


@dataclass(slots=True)
class Group:
    """What was counted of a group; pairs are pairs of records."""

    persons: int = 0
    wrongly_merged: int = 0
    pairs: int = 0
    found: int = 0
    apart: int = 0
    joined: int = 0

    @property
    def wrong(self) -> float:
        """Share of persons who share an identity with somebody else."""
        return self.wrongly_merged / self.persons if self.persons else 0.0

    @property
    def recall(self) -> float:
        """Share of the pairs of records of one person that stand in one identity."""
        return self.found / self.pairs if self.pairs else 1.0

    def add(self, truth_of: Mapping[str, str], group_of: Mapping[str, str], members: frozenset[str]) -> None:
        """Count the persons in `members`."""
        cells: Counter[tuple[str, str]] = Counter()
        crowd: dict[str, set[str]] = {}
        for record, truth in truth_of.items():
            crowd.setdefault(group_of[record], set()).add(truth)
            if truth in members:
                cells[truth, group_of[record]] += 1
        sizes, mixed = Counter[str](), Counter[str]()
        for (truth, group), count in cells.items():
            sizes[truth] += count
            mixed[group] += count
            self.found += _pairs(count)
        within = sum(map(_pairs, sizes.values()))
        self.persons += len(sizes)
        self.wrongly_merged += len({truth for truth, group in cells if len(crowd[group]) > 1})
        self.pairs += within
        self.apart += _pairs(sum(sizes.values())) - within
        self.joined += sum(map(_pairs, mixed.values())) - sum(map(_pairs, cells.values()))


def _pairs(count: int) -> int:
    return count * (count - 1) // 2


def measure(seeds: Iterable[int], threads: int) -> dict[str, Group]:
    """Return what was counted per group over all seeds; `pooled` is everybody."""
    found: dict[str, Group] = {}
    for seed in seeds:
        for origin, number in product(ORIGINS, range(OPERATIONS)):
            records, groups = people(origin, OPERATIONS * seed + number)
            identity, _ = keerpunt(records, threads, f"{origin.code}-{number}")
            truth = {one.record: one.truth for one in records}
            for name in ("pooled", *sorted({name for of in groups.values() for name in of})):
                members = frozenset(person for person, of in groups.items() if name == "pooled" or name in of)
                found.setdefault(name, Group()).add(truth, identity, members)
        print(f"seed {seed}: {found['pooled'].persons:,} persons so far", flush=True)
    return found


def outside(one: Group, pooled: Group) -> list[str]:
    """Return in what a group lies outside the bounds."""
    named = []
    least = wilson(one.wrongly_merged, one.persons)[0]
    if least > pooled.wrong + MOST_WRONG or one.wrong > pooled.wrong + 2 * MOST_WRONG:
        named.append("wrong merges")
    most = 1 - wilson(one.pairs - one.found, one.pairs)[0]
    if most < pooled.recall - MOST_BEHIND or one.recall < pooled.recall - 2 * MOST_BEHIND:
        named.append("recall")
    return named


def main() -> int:
    """Measure, print, write JSON; exit 1 if an origin lies outside the bounds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--out", type=Path, help="write the figures as JSON")
    options = parser.parse_args()
    found = measure(range(1, options.seeds + 1), options.threads)
    pooled = found["pooled"]
    order = sorted(found, key=lambda name: (not name.startswith(ORIGIN), found[name].recall - 10 * found[name].wrong))
    behind = {name: outside(found[name], pooled) for name in order}
    for name in order:
        one = found[name]
        print(
            f"{name:<20} persons {one.persons:>6,}  wrongly merged {one.wrongly_merged:>4} ({one.wrong:.2%})  "
            f"false matches {one.joined:>4} of {one.apart:>13,}  recall {one.recall:.4f} of {one.pairs:>6,}"
            + (f"  OUTSIDE: {', '.join(behind[name])}" if behind[name] and name.startswith(ORIGIN) else "")
        )
    print(f"worst origin: {order[0].removeprefix(ORIGIN)}")
    if options.out:
        figures = {name: asdict(found[name]) | {"outside": behind[name]} for name in order}
        options.out.write_text(json.dumps({"seeds": options.seeds, "groups": figures}, indent=1) + "\n")
    return 1 if any(behind[name] for name in order if name.startswith(ORIGIN)) else 0


if __name__ == "__main__":
    sys.exit(main())

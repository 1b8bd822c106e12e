"""Plays generated operations through keerpunt and counts who got to the gate.

    python -m benchmarks.assess [--mix fraud] [--seeds 10] [--first 1] [--out docs/benchmarks/assess.json]

On synthetic operations of our own design; not an error rate for real people. Every figure is printed with what bounds
it, beside two naive rules on the same operations, and written as JSON with a chart (`benchmarks/assess_chart.py`).
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.assess_chart import svg
from benchmarks.assess_facts import Seen, Told, facts_of
from benchmarks.assess_figures import figures
from keerpunt.model.progress import Silent
from keerpunt.pipeline.run import Options, run_operation
from keerpunt.simulate import MIXES, SCENARIOS, simulate

TITLE = "On synthetic operations of our own design; not an error rate for real people"
ALL_SCENARIOS = "scenarios"

Facts = tuple[list[Told], list[Seen], list[float]]


def play(mix: str, seed: int, threads: int) -> tuple[list[Told], list[Seen], float]:
    """Generate and run one operation in a folder that is gone afterwards; return its facts and the run's seconds."""
    with tempfile.TemporaryDirectory(prefix="keerpunt-assess-") as place:
        sources, build = Path(place) / "sources", Path(place) / "build"
        chosen: dict[str, Any] = {"scenarios": SCENARIOS} if mix == ALL_SCENARIOS else {"mix": mix}
        simulate("small", seed, sources, Silent(), **chosen)
        begin = time.perf_counter()
        run_operation(sources, build, Options(threads=threads), key=None, progress=Silent())
        seconds = time.perf_counter() - begin
        told, seen = facts_of(build, sources.with_name("sources.truth"), seed)
    return told, seen, seconds


def main() -> None:
    """Play the mixes that were asked for, print what holds, write the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mix", action="append", choices=(*MIXES, ALL_SCENARIOS))
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    mixes = asked.mix or [*MIXES, ALL_SCENARIOS]
    facts: dict[str, Facts] = {mix: ([], [], []) for mix in mixes}
    for seed in range(asked.first, asked.first + asked.seeds):
        for mix in mixes:
            told, seen, took = play(mix, seed, asked.threads)
            for held, new in zip(facts[mix], (told, seen, [took]), strict=True):
                held.extend(new)
            sys.stderr.write(f"{mix} {seed}: {len(seen)} leads in {took:.1f} s\n")
        # Written after each seed: a long count that is cut off has still counted what it counted.
        result = result_of(facts, asked.first, seed)
        if asked.out:
            write(result, asked.out)
    for mix, found in (*result["mixes"].items(), ("together", result["together"])):
        _show(mix, found)


def result_of(facts: dict[str, Facts], first: int, last: int) -> dict[str, Any]:
    """Return the figures of each mix and of all together."""
    return {
        "title": TITLE,
        "seeds": [first, last],
        "mixes": {
            mix: figures(told, seen) | {"seconds": [round(min(took), 1), round(max(took), 1)]}
            for mix, (told, seen, took) in facts.items()
        },
        "together": figures(
            [each for told, _, _ in facts.values() for each in told],
            [each for _, seen, _ in facts.values() for each in seen],
        ),
    }


def write(result: dict[str, Any], out: Path) -> None:
    """Write the figures as JSON, and the chart beside them."""
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(result, indent=1, sort_keys=True) + "\n", "utf-8")
    out.with_suffix(".svg").write_text(svg(result), "utf-8")


def _show(name: str, found: dict[str, Any]) -> None:
    gate, errors = found["gate"], found["errors"]
    lines = [
        f"{name} ({TITLE})" if name == "together" else name,
        (
            f"  innocents at the gate      {gate['innocents_ready']} of {gate['innocents']}"
            f" (95 % upper {gate['innocents_ready_upper_95']:.4%})"
        ),
        f"  sufficient at the gate     {gate['sufficient_ready']} of {gate['sufficient']}",
        f"  others as expected         {gate['others_as_expected']} of {gate['others']}",
        (
            f"  errors blocked, told, seen {errors['blocked']}, {errors['told_only']}, {errors['passed']}"
            f" of {errors['injected']} {errors['passed_by_kind']}"
        ),
        f"  country                    {found['country']}",
        (
            f"  warning talks              {found['warning_talks']},"
            f" without two answers {found['warning_talks_without_two_answers']}"
        ),
    ]
    for rule, of in found["baselines"].items():
        recall = "" if of["recall"] is None else f", recall {of['recall']:.1%}"
        lines.append(f"  {rule:<26} {of['innocent']} innocent of {of['put_forward']} put forward{recall}")
    fit = found["fitted"]
    if fit["every rival examined"]:
        lines.append(f"  Cllr low  after a fit on other seeds    {fit['every rival examined']['cllr']:.3f}")
    for which, cost in found["cllr"].items():
        lines += [
            f"  Cllr {end:<4} {which:<22} {cost[end]['cllr']:.3f}, least possible {cost[end]['cllr_min']:.3f}"
            for end in ("low", "high")
            if cost[end]
        ]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()

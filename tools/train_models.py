"""Trains the shipped models from people whose truth is known, and writes them as Splink settings.

    python -m tools.train_models [--seeds 101,102] [--out src/keerpunt/resolve/models]

m is counted over all pairs of one person, u over random pairs of different persons; a level that chance hardly meets
gets the floor of `LEAST`, so that no rarity in the training set is taken for one in the world. Two at one address share
a surname far more often than chance has it. So what a given name or an address says is counted among pairs of
different persons who share a surname, else "lives here" would be learnt as "is the same person". The seeds of training
are never seeds of a report. Contacts do not occur in the generated people: their parameters are policy.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from benchmarks.heavy_people import heavy
from benchmarks.resolve_people import Person, households
from benchmarks.resolve_run import canonical
from keerpunt.engine import Engine
from keerpunt.resolve import ResolveSettings
from keerpunt.resolve.attributes import attributes
from keerpunt.resolve.models import DIGESTS, SUBSCRIBERS
from keerpunt.resolve.people import prepare_everybody
from tools.model_levels import BLOCKING, COMPARISONS, LevelRule

DATE = "2026-11-25"
OFFSETS = 30
"""Random pairs per record."""
PRIOR = 2.0**-14
AMONG_RELATIVES = {
    "name": ("N6", "N6 near", "N6 near, same middle name", "N3 by middle name"),
    "address": ("same house, name alike", "same house, surname alike", "nearly, surname alike", "other"),
    "postcode": ("equal, surname alike",),
    "city": ("equal",),
    "birthplace": ("equal",),
    "national_id": ("equal",),
}
"""Levels whose u is counted among different persons of one surname."""
LEAST = {
    "N1 same middle name": 1e-6, "N1": 1e-5, "N1 other middle name": 1e-5, "one word fits": 4e-3,
    "one word alike": 1e-2, "N2 same middle name": 5e-7, "N2": 5e-6, "N3": 4e-5, "N3 by middle name": 4e-4,
    "N4 same middle name": 1e-6, "N4": 2e-5, "N4 turned": 1e-5, "N5 surname left out": 2e-4,
    "N5 same middle name": 3e-4, "N5": 2e-3, "N6 near, same middle name": 4e-6, "N6 near": 4e-5, "N6": 2e-3,
    "N7 given name alike": 6e-3,
    "equal": 4e-5, "alike": 1e-3, "same house, name alike": 0.03, "same house, surname alike": 0.03,
    "same house": 1e-3, "nearly": 2e-3, "nearly, surname alike": 0.015, "equal, surname alike": 0.02,
    "first of January of one year": 0.0125, "first of January, one year": 0.0125, "another year": 3e-4,
    "two strokes": 4e-3, "one stroke or day and month swapped": 5e-4, "within thirteen months": 0.02,
}  # fmt: skip
"""Least u: no rarity of the training sets counts as a rarity of the world."""
LEAST_OF = {
    ("city", "equal"): 0.1,
    ("birthplace", "equal"): 0.03,
    ("birthplace", "alike"): 0.01,
    ("city", "alike"): 0.02,
    ("postcode", "equal"): 2e-3,
    ("email", "equal"): 2e-5,
    ("phone", "equal"): 2e-5,
    ("national_id", "equal"): 5e-6,
}
"""The same for levels of one comparison."""


POLICY = {
    "name": {"one word fits": (0.7, 0.006), "one word alike": (0.15, 0.02), "one word differs": (0.15, 0.97)},
    "birth_date": {"first of January of one year": (0.9, 0.0125), "first of January, one year": (0.3, 0.0125),
                   "unlike first of January": (0.1, 0.2)},
}  # fmt: skip
"""(m, u) of levels that depend on what is stated at all, not on whose it is: names of one word, placeholder dates."""
SHARED = {"address": ("same house", "nearly"), "postcode": ("equal",)}
"""Levels split by whether the surname is alike; how often one person is found there is not."""
KNOWN = 0.1
"""A ground counts for a comparison where at least this share of its pairs of one person states both values."""


def level_sql(rules: tuple[LevelRule, ...]) -> str:
    """Return one CASE over the levels of a comparison; the result is the code."""
    whens = " ".join(f"WHEN {rule.condition} THEN '{rule.code}'" for rule in rules if rule.condition)
    return f"CASE {whens} ELSE '{rules[-1].code}' END"


def count(people: list[Person]) -> dict[str, dict[str, Counter[str]]]:
    """Return kind of pair -> comparison -> level -> pairs, for one set of people."""
    with Engine() as engine:
        engine.register_all(canonical(people))
        ready = prepare_everybody(engine, ResolveSettings("TRAIN"))
        table = attributes(engine, ready.parties, ready.guards, ready.values, "subscriber")
        truth = {f"subscriber:{one.source}:{one.record}": one.truth for one in people}
        table = table.append_column("truth", pa.array([truth[key] for key in table["part_key"].to_pylist()]))
        engine.register("person", table.append_column("i", pa.array(range(table.num_rows))))
        engine.register("step", pa.table({"k": [7919 * (n + 1) % table.num_rows for n in range(OFFSETS)]}))
        sides = ", ".join(f"{side}.{name} AS {name}_{side}" for side in "lr" for name in table.schema.names)
        pools = {
            "same": "l JOIN person r ON l.truth = r.truth AND l.part_key < r.part_key",
            "different": f"l CROSS JOIN step JOIN person r ON r.i = (l.i + step.k) % {table.num_rows} "
            "AND l.truth <> r.truth",
            "relatives": "l JOIN person r ON l.surname = r.surname AND l.truth <> r.truth AND l.part_key < r.part_key "
            "AND (l.i * 31 + r.i) % 5 = 0",
        }
        return {kind: _levels(engine, f"SELECT {sides} FROM person {pool}") for kind, pool in pools.items()}


def _levels(engine: Engine, pool: str) -> dict[str, Counter[str]]:
    cases = ", ".join(f"{level_sql(rules)} AS {name}" for name, rules in COMPARISONS.items())
    names = ", ".join(COMPARISONS)
    found = {name: Counter[str]() for name in COMPARISONS}
    for row in engine.query(
        f"SELECT {names}, count(*) AS n FROM (SELECT {cases} FROM ({pool})) GROUP BY ALL"
    ).to_pylist():
        for name in COMPARISONS:
            found[name][row[name]] += row["n"]
    return found


def parameters(counted: list[dict[str, dict[str, Counter[str]]]]) -> dict[str, dict[str, tuple[float, float]]]:
    """Return m and u of every level, the mean over the grounds; unknown values are left out of both."""
    found: dict[str, dict[str, tuple[float, float]]] = {}
    for name, rules in COMPARISONS.items():
        codes = [rule.code for rule in rules[1:]]
        same, different, relatives = (_mean(counted, kind, name, codes) for kind in ("same", "different", "relatives"))
        found[name] = {}
        for code in codes:
            chance = (relatives if code in AMONG_RELATIVES.get(name, ()) else different)[code]
            least = LEAST_OF.get((name, code), LEAST.get(code, 0.0))
            found[name][code] = (same[code], max(chance, least))
        found[name] |= POLICY.get(name, {})
        _same_place(found[name], SHARED.get(name, ()))
    return found


def _same_place(rates: dict[str, tuple[float, float]], stems: tuple[str, ...]) -> None:
    for stem in stems:
        codes = [code for code in rates if code.startswith(stem)]
        whole = sum(rates[code][0] for code in codes)
        rates |= {code: (whole, rates[code][1]) for code in codes}


def _mean(
    counted: list[dict[str, dict[str, Counter[str]]]], kind: str, name: str, codes: list[str]
) -> dict[str, float]:
    """Mean rate of each level over the grounds that have the values at all."""
    stating = [one for one in counted if sum(one["same"][name][code] for code in codes)
               > KNOWN * sum(one["same"][name].values())]  # fmt: skip
    if kind == "relatives":
        stating = stating[:1]  # made families are the only bearers of their surname, and so no measure of chance
    rates = [rates_of(one[kind][name], codes) for one in stating]
    return {code: sum(one[code] for one in rates) / len(rates) for code in codes}


def rates_of(counter: Counter[str], codes: list[str]) -> dict[str, float]:
    """Return the share of each level, with half a pair more for each."""
    total = sum(counter[code] for code in codes) + 0.5 * len(codes)
    return {code: (counter[code] + 0.5) / total for code in codes}


def settings(
    values: Mapping[str, Mapping[str, tuple[float, float]]],
    comparisons: Mapping[str, tuple[LevelRule, ...]] = COMPARISONS,
    blocking: Sequence[str] = BLOCKING,
    link_type: str = "dedupe_only",
) -> dict[str, Any]:
    """Return the model as Splink settings."""
    return {
        "link_type": link_type,
        "sql_dialect": "duckdb",
        "unique_id_column_name": "part_key",
        "probability_two_random_records_match": PRIOR,
        "retain_matching_columns": True,
        "retain_intermediate_calculation_columns": True,
        "blocking_rules_to_generate_predictions": list(blocking),
        "comparisons": [
            {
                "output_column_name": name,
                "comparison_levels": [
                    {"label_for_charts": rules[0].code, "sql_condition": rules[0].condition, "is_null_level": True},
                    *(_level(rule, *values[name][rule.code]) for rule in rules[1:]),
                ],
            }
            for name, rules in comparisons.items()
        ],
    }


def _level(rule: LevelRule, m: float, u: float) -> dict[str, Any]:
    level: dict[str, Any] = {
        "label_for_charts": rule.code,
        "sql_condition": rule.condition or "ELSE",
        "m_probability": float(f"{m:.6g}"),
        "u_probability": float(f"{u:.6g}"),
    }
    return level | ({"tf_adjustment_column": "name_key", "tf_adjustment_weight": 1.0} if rule.by_rate else {})


def main() -> int:
    """Count, turn into rates, write JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", default="101,102")
    parser.add_argument("--out", type=Path, default=Path("src/keerpunt/resolve/models"))
    options = parser.parse_args()
    seeds = [int(seed) for seed in options.seeds.split(",")]
    grounds = [_total(make, seeds) for make in (households, heavy)]
    pairs = " and ".join(f"{sum(one['same']['name'].values())}" for one in grounds)
    model = {
        "name": SUBSCRIBERS,
        "version": f"{DATE}/2",
        "date": DATE,
        "basis": f"generated: pseudopeople's sample population and made persons with heavy errors, seeds "
        f"{options.seeds}, {pairs} pairs of one person, each half of the weight",
        "settings": settings(parameters(grounds)),
    }
    (options.out / f"{SUBSCRIBERS}.json").write_text(json.dumps(model, indent=1) + "\n")
    write_digests(options.out)
    return 0


def _total(make: Callable[[int], list[Person]], seeds: list[int]) -> dict[str, dict[str, Counter[str]]]:
    total: dict[str, dict[str, Counter[str]]] = {}
    for seed in seeds:
        for kind, names in count(make(seed)).items():
            for name, levels in names.items():
                total.setdefault(kind, {}).setdefault(name, Counter()).update(levels)
    return total


def write_digests(folder: Path) -> None:
    """Record the SHA-256 of every shipped file of the folder."""
    found = {path.stem: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("*.json"))}
    found.pop(DIGESTS, None)
    (folder / f"{DIGESTS}.json").write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    raise SystemExit(main())

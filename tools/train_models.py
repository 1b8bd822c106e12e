"""Trains the shipped models from people whose truth is known, and writes them as Splink settings.

    python -m tools.train_models [--seeds 101,102] [--out src/keerpunt/resolve/models]

m is counted over all pairs of one person, u over random pairs of different persons; a level that chance hardly meets
gets the floor of `LEAST`, so that no rarity in the training set is taken for one in the world. A second u is that of
two relatives, else "lives here" would be learnt as "is the same person": names and birth dates of different persons in
one house are counted, and what relatives share beside is policy, since generated families do not lend each other their
number, e-mail or telephone as real ones do. The seeds of training are never seeds of a report.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
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
from tools.model_levels import BLOCKING, COMPARISONS, SAME_GENERATION, SAME_GIVEN, LevelRule

DATE = "2026-11-25"
OFFSETS = 30
"""Random pairs per record."""
PRIOR = 2.0**-14
RELATIVES_PRIOR = -2.0
"""Log2 odds of one person against two relatives: records of a family meet each other more often than themselves."""
AMONG_RELATIVES: dict[str, dict[str, float]] = {
    "middle_name": {"equal": 0.15, "other": 0.85},
    "birthplace": {"equal": 0.5, "alike": 0.02, "other": 0.48},
    "address": {"same house": 0.6, "nearly": 0.05, "other": 0.35},
    "postcode": {"equal": 0.7, "alike": 0.05, "other": 0.25},
    "city": {"equal": 0.8, "alike": 0.03, "other": 0.17},
    "email": {"equal": 0.05, "alike": 0.02, "other": 0.93},
    "phone": {"equal": 0.3, "other": 0.7},
    "national_id": {"equal": 0.01, "other": 0.99},
}
"""How often two relatives whose records meet agree at each level."""
NAMESAKES = 4.0
"""Bits by which a relative of one's own given name within 13 years is rarer than name and birth date are each: nobody
gives two children one name, so what is left are cousins, a brother's widow, an aunt of one's age."""
LEAST_AMONG_RELATIVES = {
    "N1": 5e-3, "N2": 5e-3, "N3": 0.03, "N4 surname misspelt": 3e-3, "N4": 0.01, "N4 turned": 3e-3,
    "N3 by middle name": 0.03, "N5 surname left out": 0.01, "N5": 5e-3, "N6 near": 0.03,
    "equal": 0.01, "one stroke or day and month swapped": 2e-3, "two strokes": 0.01, "another year": 2e-3,
    "first of January of one year": 0.05, "first of January, one year": 0.05, "unlike first of January": 0.5,
    "within a generation": 0.3, "one stroke, a generation apart": 2e-3, "another year, a generation apart": 2e-3,
    "two strokes, a generation apart": 0.01,
}  # fmt: skip
"""Least rate among relatives in one house: a son may bear his father's name, and twins one birth date."""
LEAST = {
    "N1": 1e-5, "N2": 5e-6, "N3": 4e-5, "N3 by middle name": 4e-4, "N4 surname misspelt": 1e-5, "N4": 2e-5,
    "N4 turned": 1e-5, "N5 surname left out": 2e-4, "N5": 2e-3, "N6 near": 4e-5, "N6": 2e-3,
    "N7 given name alike": 6e-3,
    "equal": 4e-5, "alike": 1e-3, "same house": 1e-3, "nearly": 2e-3,
    "first of January of one year": 0.0125, "first of January, one year": 0.0125, "another year": 3e-4,
    "two strokes": 4e-3, "one stroke or day and month swapped": 5e-4, "within thirteen months": 0.02,
    "within a generation": 0.2, "one stroke, a generation apart": 5e-4, "another year, a generation apart": 3e-4,
    "two strokes, a generation apart": 4e-3,
}  # fmt: skip
"""Least u: no rarity of the training sets counts as a rarity of the world."""
LEAST_OF = {
    ("middle_name", "equal"): 0.05,
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
    "name": {"both one word": (0.7, 0.004), "one word, the given name": (0.3, 0.004),
             "one word, the surname": (0.4, 0.004), "one word alike": (0.15, 0.02), "one word differs": (0.15, 0.97)},
    "birth_date": {"first of January of one year": (0.9, 0.0125), "first of January, one year": (0.3, 0.0125),
                   "unlike first of January": (0.1, 0.2)},
    "middle_name": {"equal": (0.96, 0.06), "other": (0.04, 0.94)},
    "email": {"equal": (0.6, 2e-5), "alike": (0.1, 1e-3), "other": (0.3, 0.998)},
    "phone": {"equal": (0.6, 2e-5), "other": (0.4, 0.999)},
    "national_id": {"equal": (0.95, 5e-6), "other": (0.05, 0.999)},
}  # fmt: skip
"""(m, u) of levels that depend on what is stated at all, not on whose it is: names of one word, placeholder dates, and
which of their addresses and telephones people give, since made persons have one of each and real ones several. Of a
number only a token is compared, so one digit wrong makes another number."""
ONE_WORD_AMONG_RELATIVES = {
    "both one word": 0.3, "one word, the given name": 0.01, "one word, the surname": 0.5, "one word alike": 0.1,
    "one word differs": 0.4,
}  # fmt: skip
"""A record of one word may state the surname, which relatives share, or the given name, which they do not."""
KNOWN = 0.1
"""A ground counts for a comparison where at least this share of its pairs of one person states both values."""


Counts = dict[str, dict[str, Counter[str]]]
"""Kind of pair -> comparison -> level -> pairs."""
Levels = Mapping[str, tuple[LevelRule, ...]]


def level_sql(rules: tuple[LevelRule, ...]) -> str:
    """Return one CASE over the levels of a comparison; the result is the code."""
    whens = " ".join(f"WHEN {rule.condition} THEN '{rule.code}'" for rule in rules if rule.condition)
    return f"CASE {whens} ELSE '{rules[-1].code}' END"


def count(people: list[Person]) -> Counts:
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
            "relatives": "l JOIN person r ON l.house = r.house AND l.street = r.street AND l.truth <> r.truth "
            "AND l.part_key < r.part_key",
        }
        return {kind: count_levels(engine, f"SELECT {sides} FROM person {pool}") for kind, pool in pools.items()}


def count_levels(engine: Engine, pool: str, comparisons: Levels = COMPARISONS) -> dict[str, Counter[str]]:
    """Return comparison -> level -> pairs of a pool; `pool`: SQL of pairs, columns with `_l` and `_r`."""
    cases = ", ".join(f"{level_sql(rules)} AS {name}" for name, rules in comparisons.items())
    names = ", ".join(comparisons)
    found = {name: Counter[str]() for name in comparisons}
    sql = f"SELECT {names}, count(*) AS n FROM (SELECT {cases} FROM ({pool})) GROUP BY ALL"
    for row in engine.query(sql).to_pylist():
        for name in comparisons:
            found[name][row[name]] += row["n"]
    return found


def total(counts: Iterable[Counts]) -> Counts:
    """Add what was counted of several seeds."""
    found: Counts = {}
    for one in counts:
        for kind, names in one.items():
            for name, levels in names.items():
                found.setdefault(kind, {}).setdefault(name, Counter()).update(levels)
    return found


def parameters(counted: list[Counts]) -> dict[str, dict[str, tuple[float, float]]]:
    """Return m and u of every level, the mean over the grounds; unknown values are left out of both."""
    found: dict[str, dict[str, tuple[float, float]]] = {}
    for name, rules in COMPARISONS.items():
        codes = [rule.code for rule in rules[1:]]
        same, different = (_mean(counted, kind, name, codes) for kind in ("same", "different"))
        found[name] = {
            code: (same[code], max(different[code], LEAST_OF.get((name, code), LEAST.get(code, 0.0)))) for code in codes
        } | POLICY.get(name, {})
    return found


def relatives(counted: list[Counts], values: dict[str, dict[str, tuple[float, float]]]) -> dict[str, dict[str, float]]:
    """Return what every level says for one person against two relatives, in bits."""
    found: dict[str, dict[str, float]] = {}
    for name, rules in COMPARISONS.items():
        codes = [rule.code for rule in rules[1:]]
        rates = AMONG_RELATIVES.get(name)
        if rates is None:
            seen = _mean(counted, "relatives", name, codes)
            rates = {code: max(seen[code], LEAST_AMONG_RELATIVES.get(code, 0.0)) for code in codes}
            rates |= ONE_WORD_AMONG_RELATIVES if name == "name" else {}
        found[name] = {code: round(math.log2(values[name][code][0] / rates[code]), 4) for code in codes}
    return found


def _mean(counted: list[Counts], kind: str, name: str, codes: list[str]) -> dict[str, float]:
    """Mean rate of each level over the grounds that have the values at all."""
    stating = [one for one in counted if sum(one["same"][name][code] for code in codes)
               > KNOWN * sum(one["same"][name].values())]  # fmt: skip
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
    grounds = [total(count(make(seed)) for seed in seeds) for make in (households, heavy)]
    pairs = " and ".join(f"{sum(one['same']['name'].values())}" for one in grounds)
    values = parameters(grounds)
    basis = (
        "generated: pseudopeople's sample population and made persons with heavy errors, seeds "
        f"{options.seeds}, {pairs} pairs of one person, each half of the weight"
    )
    kin = {
        "prior": RELATIVES_PRIOR,
        "weights": relatives(grounds, values),
        "namesakes": {"weight": NAMESAKES, "name": SAME_GIVEN, "birth_date": SAME_GENERATION},
    }
    write(options.out, SUBSCRIBERS, 4, basis, {"settings": settings(values), "relatives": kin})
    return 0


def write(folder: Path, name: str, version: int, basis: str, parts: Mapping[str, Any]) -> None:
    """Write a model and the digests of the folder; `parts`: its settings, and what relatives share."""
    model = {"name": name, "version": f"{DATE}/{version}", "date": DATE, "basis": basis, **parts}
    (folder / f"{name}.json").write_text(json.dumps(model, indent=1) + "\n")
    write_digests(folder)


def write_digests(folder: Path) -> None:
    """Record the SHA-256 of every shipped file of the folder."""
    found = {path.stem: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("*.json"))}
    found.pop(DIGESTS, None)
    (folder / f"{DIGESTS}.json").write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    raise SystemExit(main())

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
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow as pa

from benchmarks.resolve_people import Person, households
from benchmarks.resolve_run import canonical
from keerpunt.engine import Engine
from keerpunt.resolve import ResolveSettings
from keerpunt.resolve.attributes import attributes
from keerpunt.resolve.identities import prepare
from tools.model_levels import BLOCKING, COMPARISONS, LevelRule

DATE = "2026-11-25"
OFFSETS = 30
"""Random pairs per record."""
PRIOR = 2.0**-14
AMONG_RELATIVES = {
    "name": ("N6", "N6 near"),
    "birth_date": (),
    "address": ("same house, name alike", "same house, surname alike", "nearly, surname alike", "other"),
}
"""Levels whose u is counted among different persons of one surname."""
LEAST = {
    "N1 same middle name": 8.3e-7, "N1": 1e-5, "N1 other middle name": 1e-5, "one word fits": 6e-3, "N2": 5e-6,
    "N3": 4e-5, "N4": 1e-5, "N4 turned": 1e-5, "N5 surname left out": 1.6e-4, "N5 middle name for surname": 1.4e-4,
    "N5 same middle name": 1.6e-4, "N5": 2e-3, "N6 near, same middle name": 1.3e-6,
    "first of January of one year": 0.0125, "equal": 4e-5,
    "same house, name alike": 0.06, "same house": 1.5e-3, "nearly": 3e-3, "nearly, surname alike": 0.015,
}  # fmt: skip
POLICY = {
    "email": {"equal": (0.75, 2e-5), "alike": (0.15, 2e-4), "other": (0.1, 0.99978)},
    "phone": {"equal": (0.8, 1e-5), "other": (0.2, 0.99999)},
    "name": {"N1": (0.85, 1e-5), "one word fits": (0.64, 6e-3), "one word differs": (0.36, 0.994),
             "N4 turned": (0.002, 1e-5), "N5": (0.0046, 0.0021)},
    "birth_date": {"within thirteen months": (0.017, 0.026), "first of January of one year": (0.9, 0.0125),
                   "unlike first of January": (0.1, 0.2)},
}  # fmt: skip
"""(m, u) that no generated set can count: contacts, placeholder dates, and names without a second one, of one word,
turned or changed."""


def level_sql(rules: tuple[LevelRule, ...]) -> str:
    """Return one CASE over the levels of a comparison; the result is the code."""
    whens = " ".join(f"WHEN {rule.condition} THEN '{rule.code}'" for rule in rules if rule.condition)
    return f"CASE {whens} ELSE '{rules[-1].code}' END"


def count(people: list[Person]) -> dict[str, dict[str, Counter[str]]]:
    """Return kind of pair -> comparison -> level -> pairs, for one set of people."""
    with Engine() as engine:
        engine.register_all(canonical(people))
        ready = prepare(engine, {}, ResolveSettings("TRAIN"))
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


def parameters(counted: dict[str, dict[str, Counter[str]]]) -> dict[str, dict[str, tuple[float, float]]]:
    """Return m and u of every level; unknown values are left out of both."""
    found: dict[str, dict[str, tuple[float, float]]] = {}
    for name, rules in COMPARISONS.items():
        codes = [rule.code for rule in rules[1:]]
        same, different, relatives = (_rates(counted[kind][name], codes) for kind in ("same", "different", "relatives"))
        found[name] = {
            code: (same[code], max((relatives if code in AMONG_RELATIVES.get(name, ()) else different)[code],
                                   LEAST.get(code, 0.0)))
            for code in codes
        } | POLICY.get(name, {})  # fmt: skip
    address = found["address"]
    whole = sum(rate for code, (rate, _) in address.items() if code.startswith("same house"))
    near = sum(rate for code, (rate, _) in address.items() if code.startswith("nearly"))
    for code, (_, chance) in address.items():
        # Surname and address are split into levels; how often one person is found at one house is not.
        if code != "other":
            address[code] = (whole if code.startswith("same house") else near, chance)
    return found


def _rates(counter: Counter[str], codes: list[str]) -> dict[str, float]:
    total = sum(counter[code] for code in codes) + 0.5 * len(codes)
    return {code: (counter[code] + 0.5) / total for code in codes}


def settings(values: dict[str, dict[str, tuple[float, float]]]) -> dict[str, Any]:
    """Return the model as Splink settings."""
    return {
        "link_type": "dedupe_only",
        "sql_dialect": "duckdb",
        "unique_id_column_name": "part_key",
        "probability_two_random_records_match": PRIOR,
        "retain_matching_columns": True,
        "retain_intermediate_calculation_columns": True,
        "blocking_rules_to_generate_predictions": list(BLOCKING),
        "comparisons": [
            {
                "output_column_name": name,
                "comparison_levels": [
                    {"label_for_charts": rules[0].code, "sql_condition": rules[0].condition, "is_null_level": True},
                    *(_level(rule, *values[name][rule.code]) for rule in rules[1:]),
                ],
            }
            for name, rules in COMPARISONS.items()
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
    total: dict[str, dict[str, Counter[str]]] = {}
    for seed in seeds:
        for kind, names in count(households(seed)).items():
            for name, levels in names.items():
                total.setdefault(kind, {}).setdefault(name, Counter()).update(levels)
    model = {
        "name": "subscriber_subscriber",
        "version": f"{DATE}/1",
        "date": DATE,
        "basis": f"generated: pseudopeople's sample population, seeds {options.seeds}, "
        f"{sum(total['same']['name'].values())} pairs of one person; contacts, placeholder dates, one-word, turned and "
        "changed names by policy",
        "settings": settings(parameters(total)),
    }
    (options.out / "subscriber_subscriber.json").write_text(json.dumps(model, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

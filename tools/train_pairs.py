"""Trains the models of payers and of accounts from generated operations, and writes them as Splink settings.

    python -m tools.train_pairs [--seeds 101,102] [--out src/keerpunt/resolve/models]

m is counted over all pairs of one person, u over random pairs of different ones. What relatives share is the policy of
`train_models`; accounts have none, since what they say of themselves proves no family. A model without birth date keeps
the shipped parameters of names. Generated people are tidier than the world, so no field that differs may speak against
one person as loudly as it would among them (`LEAST_M`). The seeds of training are never seeds of a report.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from benchmarks.instrument_accounts import accounts
from benchmarks.instrument_people import payers
from benchmarks.resolve_rows import filled
from keerpunt.engine import Engine
from keerpunt.resolve import ResolveSettings
from keerpunt.resolve.actors import all_accounts
from keerpunt.resolve.attributes import attributes
from keerpunt.resolve.models import ACCOUNTS, PAYER_SUBSCRIBER, PAYERS, SUBSCRIBERS, load
from keerpunt.resolve.people import prepare_everybody
from tools import pair_levels
from tools.model_levels import MIDDLE, NAME
from tools.train_models import (
    AMONG_RELATIVES,
    LEAST,
    LEAST_OF,
    RELATIVES_PRIOR,
    Counts,
    Levels,
    count_levels,
    rates_of,
    settings,
    total,
    write,
)

LEAST_M = {
    ("address", "other"): 0.3,
    ("postcode", "other"): 0.3,
    ("city", "other"): 0.2,
    ("email", "other"): 0.5,
    ("phone", "other"): 0.4,
    ("card", "other"): 0.7,
    ("name", "other"): 0.3,
    ("birth_date", "other"): 0.3,
    ("username", "other"): 0.6,
    ("device", "other"): 0.6,
}
"""Least share of one person's pairs that differ: people move, and have several mailboxes, telephones and cards. The
last four are of what accounts say and use; names and birth dates of persons are not trained here."""
LEAST_U = LEAST_OF | {
    ("card", "equal"): 1e-5,
    ("name", "equal"): 0.01,
    ("name", "surname equal"): 0.02,
    ("birth_date", "equal"): 2e-3,
    ("username", "equal"): 1e-4,
    ("username", "stem equal"): 5e-3,
    ("device", "equal"): 1e-3,
}
"""Cards are made and stolen in series of one BIN and expiry, so four figures may meet; a household shares a device, and
an account may say of itself what it has read of another."""
AMONG_CARDS = {"card": {"equal": 0.02, "other": 0.98}}
"""How often two relatives pay with one card, each under a name of their own."""
SHIPPED = (NAME, MIDDLE)
"""Comparisons whose parameters are those of subscribers: few generated people bear few names."""
STEPS = 30
"""Random pairs per record."""
ROLES = {
    PAYERS: ("payer", "payer"),
    PAYER_SUBSCRIBER: ("payer", "subscriber"),
    ACCOUNTS: ("account", "account"),
}
COMPARISONS: dict[str, Levels] = {
    PAYERS: pair_levels.PAYERS,
    PAYER_SUBSCRIBER: pair_levels.HOLDERS,
    ACCOUNTS: pair_levels.ACCOUNTS,
}
BLOCKING = {
    PAYERS: pair_levels.PAYER_BLOCKING,
    PAYER_SUBSCRIBER: pair_levels.HOLDER_BLOCKING,
    ACCOUNTS: pair_levels.ACCOUNT_BLOCKING,
}


def count(seed: int, model: str) -> Counts:
    """Return kind of pair -> comparison -> level -> pairs, for one operation."""
    operation = accounts(seed) if model == ACCOUNTS else payers(seed)
    settings = ResolveSettings("TRAIN")
    with Engine() as engine:
        engine.register_all(filled(operation.tables))
        if model == ACCOUNTS:
            _, table = all_accounts(engine, settings)
        else:
            ready = prepare_everybody(engine, settings)
            table = attributes(engine, ready.parties, ready.guards, ready.values)
        truth = [operation.truth[key] for key in table["part_key"].to_pylist()]
        table = table.append_column("truth", pa.array(truth)).append_column("i", pa.array(range(table.num_rows)))
        return count_pairs(engine, table, COMPARISONS[model], ROLES[model])


def count_pairs(engine: Engine, table: pa.Table, comparisons: Levels, roles: tuple[str, str]) -> Counts:
    """Count the levels of pairs of one person and of random pairs of two.

    `table`: attributes with `truth` and the row number `i`.
    """
    size = table.num_rows
    engine.register("person", table)
    engine.register("step", pa.table({"k": [7919 * (n + 1) % size for n in range(STEPS)]}))
    sides = ", ".join(f"{side}.{name} AS {name}_{side}" for side in "lr" for name in table.schema.names)
    order = "l.part_key < r.part_key" if roles[0] == roles[1] else "TRUE"
    who = f"l.role = '{roles[0]}' AND r.role = '{roles[1]}'"
    pools = {
        "same": f"l JOIN person r ON l.truth = r.truth AND {who} AND {order}",
        "different": f"l CROSS JOIN step JOIN person r ON r.i = (l.i + step.k) % {size} AND l.truth <> r.truth AND "
        + who,
    }
    return {
        kind: count_levels(engine, f"SELECT {sides} FROM person {pool}", comparisons) for kind, pool in pools.items()
    }


def parameters(counted: Counts, comparisons: Levels) -> dict[str, dict[str, tuple[float, float]]]:
    """Return m and u of every level; those of names are the shipped ones."""
    found: dict[str, dict[str, tuple[float, float]]] = {}
    for name, rules in comparisons.items():
        if rules in SHIPPED:
            found[name] = shipped(name)
            continue
        codes = [rule.code for rule in rules[1:]]
        same, different = (rates_of(counted[kind][name], codes) for kind in ("same", "different"))
        m = loosened(name, same)
        found[name] = {
            code: (m[code], max(different[code], LEAST_U.get((name, code), LEAST.get(code, 0.0)))) for code in codes
        }
    return found


def relatives(
    values: Mapping[str, Mapping[str, tuple[float, float]]], comparisons: Levels
) -> dict[str, dict[str, float]]:
    """Return what every level says for one person against two relatives, in bits; of names as shipped."""
    known = load(SUBSCRIBERS)
    found: dict[str, dict[str, float]] = {}
    for name, rules in comparisons.items():
        if rules in SHIPPED:
            found[name] = {
                known.levels[name][place]: bits for place, bits in known.relatives[name].items() if place >= 0
            }
            continue
        rates = (AMONG_RELATIVES | AMONG_CARDS)[name]
        *codes, last = [rule.code for rule in rules[1:]]
        shares = {code: rates[code] for code in codes}
        shares[last] = 1 - sum(shares.values())
        found[name] = {code: round(math.log2(values[name][code][0] / share), 4) for code, share in shares.items()}
    return found


def loosened(name: str, rates: Mapping[str, float]) -> dict[str, float]:
    """Raise the share of what differs to its least, and lower the rest in proportion."""
    low = {code: least for (field, code), least in LEAST_M.items() if field == name and rates.get(code, 1.0) < least}
    if not low:
        return dict(rates)
    left = (1 - sum(low.values())) / (1 - sum(rates[code] for code in low))
    return {code: low.get(code, rate * left) for code, rate in rates.items()}


def shipped(name: str) -> dict[str, tuple[float, float]]:
    """Return m and u of the levels of a comparison as the model of subscribers has them."""
    comparison = next(one for one in load(SUBSCRIBERS).settings["comparisons"] if one["output_column_name"] == name)
    return {
        level["label_for_charts"]: (level["m_probability"], level["u_probability"])
        for level in comparison["comparison_levels"]
        if not level.get("is_null_level")
    }


def main() -> int:
    """Count, turn into rates, write JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", default="101,102")
    parser.add_argument("--out", type=Path, default=Path("src/keerpunt/resolve/models"))
    options = parser.parse_args()
    seeds = [int(seed) for seed in options.seeds.split(",")]
    for name, comparisons in COMPARISONS.items():
        counted = total([count(seed, name) for seed in seeds])
        pairs = sum(counted["same"]["name"].values())
        basis = f"generated operations, seeds {options.seeds}, {pairs} pairs of one person"
        basis += f"; names as {SUBSCRIBERS}" if comparisons["name"] is NAME else ""
        values = parameters(counted, comparisons)
        kind = "dedupe_only" if ROLES[name][0] == ROLES[name][1] else "link_only"
        parts: dict[str, Any] = {"settings": settings(values, comparisons, BLOCKING[name], kind)}
        if comparisons["name"] is NAME:
            parts["relatives"] = {"prior": RELATIVES_PRIOR, "weights": relatives(values, comparisons)}
        write(options.out, name, 2, basis, parts)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

"""What is kept of a resolution as plain tables, and back: parties that are gone left out, the others numbered anew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from keerpunt.resolve.columns import begins, equal, floats, ints, rows_at, texts
from keerpunt.resolve.crowding import Crowding, caps_of
from keerpunt.resolve.known_pairs import Known, Pairs, PairStore
from keerpunt.resolve.linking_keys import TOUCHING, hashes_of
from keerpunt.resolve.lookup import Hashes, Lookup
from keerpunt.resolve.models import SUBSCRIBERS, load
from keerpunt.resolve.numbers import Bools, Ints
from keerpunt.resolve.population import Population
from keerpunt.resolve.row_store import RowStore
from keerpunt.resolve.settings import ResolveSettings

Parts = dict[str, pa.Table]
PARTY, SCORED = "party", "scored"
_LOOKUPS = ("at", "blocks", "same", "named")


def numbered_anew(alive: Bools) -> Ints:
    """Return the number that each place gets among those that are there, -1 for the others."""
    return np.where(alive, np.cumsum(alive) - 1, -1)


def _keys(lookup: Lookup, number: Ints) -> pa.Table:
    keys, owners = lookup.pairs()
    kept = number[owners] >= 0
    order = np.lexsort((owners[kept], keys[kept]))
    return pa.table({"hash": pa.array(keys[kept][order]), "owner": pa.array(number[owners[kept]][order])})


def population_parts(population: Population) -> Parts:
    """Return parties and their keys."""
    number = numbered_anew(population.alive)
    held = population.lookups()
    found = {f"{PARTY}_{name}": _keys(lookup, number) for name, lookup in held.items()}
    return found | {f"{PARTY}_label": pa.table({"label": pa.array(population.labels[population.alive])})}


def population_of(parts: Mapping[str, pa.Table]) -> Population:
    """Return the parties again."""
    keys = {name: _pair(parts[f"{PARTY}_{name}"]) for name in ("record", "names", "homes", *TOUCHING)}
    return Population(
        label=ints(parts[f"{PARTY}_label"]["label"]),
        record=keys["record"],
        touch={kind: keys[kind] for kind in TOUCHING},
        names=keys["names"],
        homes=keys["homes"],
    )


def _pair(table: pa.Table) -> tuple[Hashes, Ints]:
    return hashes_of(table), ints(table["owner"])


def known_parts(known: Known, parties: Bools) -> Parts:
    """Return what was scored; `parties`: those that are there."""
    rows = np.flatnonzero(known.attributes.alive)
    number = numbered_anew(known.attributes.alive)
    pairs = known.pairs.all(known.attributes)
    table = known.attributes.take(rows)
    left, right = number[pairs.left], number[pairs.right]
    columns: dict[str, Any] = {"left": left, "right": right}
    for place in range(pairs.level.shape[1]):
        columns |= {f"level_{place}": pairs.level[:, place], f"weight_{place}": pairs.weight[:, place]}
    rates = [(name, *rate) for name, rate in sorted(known.rates.items())]
    found = {
        "attributes": table.append_column("party", pa.array(numbered_anew(parties)[known.party[rows]])),
        "pairs": pa.table({name: pa.array(column) for name, column in columns.items()}),
        "rates": pa.table({
            "name": pa.array([row[0] for row in rates], pa.string()),
            "rate": pa.array([row[1] for row in rates], pa.float64()),
            "pack": pa.array([row[2] for row in rates], pa.string()),
        }),
        **_crowding_parts(known.crowding),
    }  # fmt: skip
    found |= {name: _keys(getattr(known, name), number) for name in _LOOKUPS}
    return {f"{SCORED}_{name}": table for name, table in found.items()}


def _crowding_parts(crowding: Crowding) -> Parts:
    sizes = [(*block, count) for block, count in sorted(crowding.sizes.items())]
    left = sorted(crowding.left_out.items())
    return {
        "block_sizes": pa.table({
            name: pa.array([row[place] for row in sizes], pa.int64())
            for place, name in enumerate(("rule", "n", "blocks"))
        }),
        "left_out": pa.table({
            "rule": pa.array([rule for rule, hashes in left for _ in hashes], pa.int64()),
            "hash": pa.array(crowding.values),
        }),
        "twins": pa.table({"hash": pa.array(crowding.twins)}),
    }  # fmt: skip


def _crowding_of(parts: Mapping[str, pa.Table], size: int, settings: ResolveSettings) -> Crowding:
    sizes = {(rule, n): blocks for rule, n, blocks in zip(*parts["block_sizes"].to_pydict().values(), strict=True)}
    rule, hashes = ints(parts["left_out"]["rule"]), hashes_of(parts["left_out"])
    left_out = {number: hashes[rule == number] for number in np.unique(rule).tolist()}
    return Crowding(sizes, caps_of(sizes, size, settings), left_out, hashes_of(parts["twins"]))


def known_of(parts: Mapping[str, pa.Table], prior: float, settings: ResolveSettings) -> Known:
    """Return what was scored again."""
    model = load(SUBSCRIBERS)
    found = {name.removeprefix(f"{SCORED}_"): table for name, table in parts.items() if name.startswith(SCORED)}
    attributes, pairs, rates = found["attributes"], found["pairs"], found["rates"]
    party = ints(attributes["party"])
    wide = range(len(model.levels))
    none = np.zeros((pairs.num_rows, 0))
    level = np.column_stack([none, *(ints(pairs[f"level_{place}"]) for place in wide)]).astype(np.int64)
    weight = np.column_stack([none, *(floats(pairs[f"weight_{place}"]) for place in wide)])
    packs = zip(floats(rates["rate"]).tolist(), texts(rates["pack"]), strict=True)
    return Known(
        attributes=RowStore(attributes.drop_columns(["party"])),
        party=party,
        at=Lookup(*_pair(found["at"])),
        of_party=Lookup(party.astype(np.uint64), np.arange(len(party))),
        blocks=Lookup(*_pair(found["blocks"])),
        same=Lookup(*_pair(found["same"])),
        named=Lookup(*_pair(found["named"])),
        pairs=PairStore(Pairs(ints(pairs["left"]), ints(pairs["right"]), level, weight)),
        rates=dict(zip(texts(rates["name"]), packs, strict=True)),
        prior=prior,
        model=model,
        crowding=_crowding_of(found, attributes.num_rows, settings),
    )


def without_actors(tables: Mapping[str, pa.Table]) -> Parts:
    """Return the rows of the persons' side of result tables; those of accounts and orders are found anew."""
    links, edges = tables["links"], tables["edges"]
    person = np.flatnonzero(equal(links["entity_kind"], "identity"))
    others = np.flatnonzero(~(begins(edges["left_key"], "account:") | begins(edges["left_key"], "order:")))
    return {"identities": tables["identities"], "links": rows_at(links, person), "edges": rows_at(edges, others)}

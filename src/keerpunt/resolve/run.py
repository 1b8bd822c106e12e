"""The room's one step: canonical tables in, identities, actors, links, edges and findings out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from keerpunt.model.tables import table
from keerpunt.resolve.actors import resolve_actors
from keerpunt.resolve.columns import is_sorted
from keerpunt.resolve.findings import findings
from keerpunt.resolve.people import EDGE_ORDER, EXPLAINED_AT_ONCE, resolve_everybody
from keerpunt.resolve.settings import ResolveSettings

if TYPE_CHECKING:
    from keerpunt.engine import Engine

INPUTS = (
    "account", "purchase_order", "payment", "access_grant", "session", "download", "subscriber", "ip_assignment",
    "register_extract", "judgement",
)  # fmt: skip
SORT = {
    "identities": ("identity_id",),
    "actors": ("actor_id",),
    "links": ("entity_kind", "record_key"),
    "edges": EDGE_ORDER,
    "findings": ("code", "column"),
}


def resolve(engine: Engine, tables: Mapping[str, pa.Table], settings: ResolveSettings) -> dict[str, pa.Table]:
    """Return `identities`, `actors`, `links`, `edges` and `findings` in the schemas of `model.tables`, sorted.

    `tables`: the canonical tables by name; they are registered with the engine under their names. Persons and actors
    are resolved apart, from disjoint columns: no edge that joins has an account on one side and a payer or subscriber
    on the other. The order of rows changes nothing.
    """
    engine.register_all({name: tables[name] for name in INPUTS})
    engine.register("payment_account", engine.run("keerpunt.model", "payment_account"))
    judgements = tables["judgement"].to_pylist()
    people = resolve_everybody(engine, judgements, settings)
    actors = resolve_actors(engine, judgements, settings)
    found = {
        "identities": people.identities,
        "actors": _table("actors", actors.actors),
        "links": pa.concat_tables([people.links, _table("links", actors.links)]),
        "edges": pa.concat_tables([people.edges, _table("edges", actors.edges)]),
        "findings": _table(
            "findings", findings(engine, people.contested, actors, Counter(people.left_out) + actors.left_out)
        ),
    }
    del people, actors
    # Each unsorted table is let go as soon as its sorted copy stands.
    return {name: _ordered(name, found.pop(name)) for name in list(found)}


def _table(name: str, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=table(name).arrow())


def _ordered(name: str, rows: pa.Table) -> pa.Table:
    """Sort rows, unless they are many and sorted already: then a copy would double what a run holds at most."""
    if rows.num_rows > EXPLAINED_AT_ONCE and name == "edges" and is_sorted(rows, SORT[name]):
        return rows
    return rows.sort_by([(column, "ascending") for column in SORT[name]]).combine_chunks()

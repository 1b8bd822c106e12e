"""The room's one step: canonical tables in, identities, actors, links, edges and findings out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from keerpunt.model.tables import table
from keerpunt.resolve.actors import resolve_actors
from keerpunt.resolve.findings import findings
from keerpunt.resolve.identities import resolve_people
from keerpunt.resolve.settings import ResolveSettings
from keerpunt.resolve.tables import people_tables

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
    "edges": ("left_key", "right_key", "kind"),
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
    people = resolve_people(engine, judgements, settings)
    actors = resolve_actors(engine, judgements, settings)
    identities, links, edges = people_tables(people, settings)
    rows: dict[str, Iterable[Mapping[str, Any]]] = {
        "identities": identities,
        "actors": actors.actors,
        "links": [*links, *actors.links],
        "edges": [*edges, *actors.edges],
        "findings": findings(engine, people, actors),
    }
    return {name: _table(name, found) for name, found in rows.items()}


def _table(name: str, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    ordered = sorted(rows, key=lambda row: tuple(row[column] for column in SORT[name]))
    return pa.Table.from_pylist(ordered, schema=table(name).arrow())

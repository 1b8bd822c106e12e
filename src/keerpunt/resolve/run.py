"""The room's one step: canonical tables in, identities, actors, links, edges and findings out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from keerpunt.model.tables import table
from keerpunt.resolve.actors import Actors, resolve_actors
from keerpunt.resolve.findings import Counts, actor_counts, finding_rows, people_counts
from keerpunt.resolve.linkage import Scorer, score_table
from keerpunt.resolve.people import Everybody, resolve_everybody
from keerpunt.resolve.settings import ResolveSettings
from keerpunt.resolve.statistics import Statistics

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
    return resolve_sides(engine, tables, settings).tables


@dataclass(frozen=True, slots=True)
class Resolution:
    """The result tables, and both sides they came of."""

    tables: dict[str, pa.Table]
    people: Everybody
    actors: Actors
    counts: Counts


def resolve_sides(
    engine: Engine,
    tables: Mapping[str, pa.Table],
    settings: ResolveSettings,
    *,
    statistics: Statistics | None = None,
    scorer: Scorer = score_table,
) -> Resolution:
    """Do what `resolve` does and return also what its tables came of."""
    engine.register_all({name: tables[name] for name in INPUTS})
    engine.register("payment_account", engine.run("keerpunt.model", "payment_account"))
    judgements = tables["judgement"].to_pylist()
    people = resolve_everybody(engine, judgements, settings, statistics=statistics, scorer=scorer)
    actors = resolve_actors(engine, judgements, settings)
    counts = people_counts(engine, people.contested)
    rows = finding_rows(counts + actor_counts(actors), people.contested.orphans | actors.orphans)
    found = {
        "identities": people.identities,
        "actors": rows_of("actors", actors.actors),
        "links": pa.concat_tables([people.links, rows_of("links", actors.links)]),
        "edges": pa.concat_tables([people.edges, rows_of("edges", actors.edges)]),
        "findings": rows_of("findings", rows),
    }
    return Resolution({name: in_order(name, rows) for name, rows in found.items()}, people, actors, counts)


def rows_of(name: str, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Return rows of a result table in its schema."""
    return pa.Table.from_pylist(list(rows), schema=table(name).arrow())


def in_order(name: str, rows: pa.Table) -> pa.Table:
    """Return the rows of a result table in their order."""
    return rows.sort_by([(column, "ascending") for column in SORT[name]]).combine_chunks()

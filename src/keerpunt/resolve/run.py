"""The room's one step: canonical tables in, identities, actors, links, edges and findings out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from keerpunt.model.tables import table
from keerpunt.resolve.actors import Actors, resolve_actors
from keerpunt.resolve.findings import Counts, actor_counts, finding_rows, people_counts
from keerpunt.resolve.people import resolve_everybody
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
    "edges": ("left_key", "right_key", "kind"),
    "findings": ("code", "column"),
}
PERSONS = ("identities", "links", "edges")
"""Tables with rows of the persons' side."""


def resolve(engine: Engine, tables: Mapping[str, pa.Table], settings: ResolveSettings) -> dict[str, pa.Table]:
    """Return `identities`, `actors`, `links`, `edges` and `findings` in the schemas of `model.tables`, sorted.

    `tables`: the canonical tables by name; they are registered with the engine under their names. Persons and actors
    are resolved apart, from disjoint columns: no edge that joins has an account on one side and a payer or subscriber
    on the other. The order of rows changes nothing.
    """
    register_inputs(engine, tables)
    judgements = tables["judgement"].to_pylist()
    people = resolve_everybody(engine, judgements, settings)
    persons = {name: getattr(people, name) for name in PERSONS}
    counts, orphans = people_counts(engine, people), people.contested.orphans
    # What the persons' tables came of is let go before the platform's side is looked at.
    del people
    actors = resolve_actors(engine, judgements, settings)
    return all_tables(persons, actors, counts, orphans)


def register_inputs(engine: Engine, tables: Mapping[str, pa.Table]) -> None:
    """Let the engine read the canonical tables, and the account of each payment."""
    engine.register_all({name: tables[name] for name in INPUTS})
    engine.register("payment_account", engine.run("keerpunt.model", "payment_account"))


def all_tables(
    persons: dict[str, pa.Table], actors: Actors, counts: Counts, orphans: Collection[str]
) -> dict[str, pa.Table]:
    """Return the result tables of both sides, sorted; `counts` and `orphans` are those of the persons' side."""
    found = {
        "identities": persons.pop("identities"),
        "actors": rows_of("actors", actors.actors),
        "links": pa.concat_tables([persons.pop("links"), rows_of("links", actors.links)]),
        "edges": pa.concat_tables([persons.pop("edges"), rows_of("edges", actors.edges)]),
        "findings": all_findings(actors, counts, orphans),
    }
    # Each unsorted table is let go as soon as its sorted copy stands.
    return {name: _in_order(name, found.pop(name)) for name in list(found)}


def all_findings(actors: Actors, counts: Counts, orphans: Collection[str]) -> pa.Table:
    """Return the findings of both sides."""
    return rows_of("findings", finding_rows(counts + actor_counts(actors), {*orphans, *actors.orphans}))


def rows_of(name: str, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Return rows of a result table in its schema."""
    return pa.Table.from_pylist(list(rows), schema=table(name).arrow())


def _in_order(name: str, rows: pa.Table) -> pa.Table:
    return rows.sort_by([(column, "ascending") for column in SORT[name]]).combine_chunks()

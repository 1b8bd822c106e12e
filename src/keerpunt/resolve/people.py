"""The persons' side as a whole: who needs no second look, who is looked at record by record, and what lies between."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from keerpunt.model.tables import table
from keerpunt.resolve.columns import Column, among, equal, flat, joined, take
from keerpunt.resolve.edges import POSSIBLE_SAME
from keerpunt.resolve.folk import Folk, read_folk
from keerpunt.resolve.forms import ROOM
from keerpunt.resolve.guards import Guards
from keerpunt.resolve.identities import People, resolve_people
from keerpunt.resolve.judgements import latest_verdicts
from keerpunt.resolve.neighbours import HOUSEHOLD, neighbours, twins
from keerpunt.resolve.parties import Party
from keerpunt.resolve.parts import Parts
from keerpunt.resolve.quiet import Quiet, find_quiet
from keerpunt.resolve.quiet_rows import QuietTables, quiet_tables
from keerpunt.resolve.records import set_up
from keerpunt.resolve.relations import Grouping
from keerpunt.resolve.settings import ResolveSettings
from keerpunt.resolve.tables import people_tables

if TYPE_CHECKING:
    from keerpunt.engine import Engine


@dataclass(slots=True)
class Everybody:
    """Identities, links and edges of persons, unsorted; the contested ones; and how many components were contested."""

    identities: pa.Table
    links: pa.Table
    edges: pa.Table
    contested: People
    n_parties: int
    n_components: int
    n_contested: int


def resolve_everybody(
    engine: Engine, judgements: Sequence[Mapping[str, object]], settings: ResolveSettings
) -> Everybody:
    """Resolve payers and subscribers; the canonical tables are registered with the engine."""
    set_up(engine, latest_verdicts(judgements, "same_person"), settings)
    engine.keep("apart_party", ROOM, "apart_party")
    folk = read_folk(engine)
    quiet = find_quiet(engine, folk, (), settings)
    second = np.flatnonzero(~quiet.quiet)
    engine.register("chosen", pa.table({"party_key": take(folk.keys, second)}))
    between = _Between(engine, folk, quiet, settings)
    people = resolve_people(engine, judgements, between.look, settings)
    calm = quiet_tables(engine, folk, quiet, between.ambiguous, settings)
    return _together(people, calm, between, quiet, settings)


class _Between:
    """Relates quiet and contested identities, once the contested ones are clustered."""

    def __init__(self, engine: Engine, folk: Folk, quiet: Quiet, settings: ResolveSettings) -> None:
        self._engine, self._folk, self._quiet, self._settings = engine, folk, quiet, settings
        self.ambiguous: frozenset[str] = frozenset()
        self.living = self.bearing = table("edges").arrow().empty_table()

    def look(self, parties: Mapping[str, Party], grouping: Grouping, guards: Guards) -> frozenset[str]:
        """Relate everybody by address and name; returns the parties that are ambiguous at their address."""
        parts = Parts.build(self._folk, self._quiet, parties, grouping)
        self.bearing = twins(parts, self._settings)
        found = neighbours(self._engine, parts, guards, self._settings)
        self.living, self.ambiguous = found.edges, frozenset(found.ambiguous)
        return self.ambiguous


def _together(
    people: People, calm: QuietTables, between: _Between, quiet: Quiet, settings: ResolveSettings
) -> Everybody:
    """Put both sides together; where two rules give a pair one relation, the first of them explains it."""
    identities, links, edges = (
        pa.Table.from_pylist(rows, schema=table(name).arrow())
        for name, rows in zip(("identities", "links", "edges"), people_tables(people, settings), strict=True)
    )
    living = _without(between.living, edges, POSSIBLE_SAME)
    edges = _without(edges, living, HOUSEHOLD)
    return Everybody(
        identities=pa.concat_tables([calm.identities, identities]),
        links=pa.concat_tables([calm.links, links]),
        edges=pa.concat_tables([calm.edges, edges, living, between.bearing]),
        contested=people,
        n_parties=len(quiet.label),
        n_components=quiet.n_components,
        n_contested=quiet.n_contested,
    )


def _without(rows: pa.Table, others: pa.Table, kind: str) -> pa.Table:
    """Return the rows without those of a kind whose pair has that kind among the others already."""
    known = _pairs(others.filter(pa.array(equal(others["kind"], kind))))
    if not len(known):
        return rows
    twice = equal(rows["kind"], kind) & among(_pairs(rows), known)
    return rows.filter(pa.array(~twice))


def _pairs(rows: pa.Table) -> Column:
    return joined(flat(rows["left_key"]), "\0", flat(rows["right_key"]))

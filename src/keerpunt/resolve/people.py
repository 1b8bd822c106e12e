"""The persons' side as a whole: who needs no second look, who is looked at record by record, and what lies between."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from keerpunt.model.tables import table
from keerpunt.resolve.attributes import attributes
from keerpunt.resolve.columns import Column, among, equal, flat, ints, joined, place_in, sort_indices, take
from keerpunt.resolve.edges import POSSIBLE_SAME
from keerpunt.resolve.folk import Folk, read_folk
from keerpunt.resolve.guards import Guards
from keerpunt.resolve.identities import People, Ready, find_guards, prepare, resolve_people
from keerpunt.resolve.judgements import Pair, Verdicts, latest_verdicts
from keerpunt.resolve.likeness import Likeness
from keerpunt.resolve.linkage import score_table
from keerpunt.resolve.neighbours import HOUSEHOLD, likely_same, neighbours, twins
from keerpunt.resolve.numbers import Bools, Ints
from keerpunt.resolve.parties import Party
from keerpunt.resolve.parts import Parts
from keerpunt.resolve.quiet import Quiet, find_quiet, join_scored
from keerpunt.resolve.quiet_attributes import all_attributes, quiet_attributes
from keerpunt.resolve.quiet_edges import Explanations
from keerpunt.resolve.quiet_relations import possible_edges, shared_edges
from keerpunt.resolve.quiet_rows import QuietTables, quiet_tables
from keerpunt.resolve.records import set_up
from keerpunt.resolve.relations import Grouping
from keerpunt.resolve.scored import Scored
from keerpunt.resolve.settings import ResolveSettings
from keerpunt.resolve.tables import people_tables

if TYPE_CHECKING:
    from keerpunt.engine import Engine


EDGE_ORDER = ("left_key", "right_key", "kind")
EXPLAINED_AT_ONCE = 1 << 16
"""Edges that are explained at a time."""


@dataclass(slots=True)
class Everybody:
    """Identities and links of persons, unsorted, and their edges, in order; how many components were contested."""

    identities: pa.Table
    links: pa.Table
    edges: pa.Table
    contested: People
    n_parties: int
    n_components: int
    n_contested: int
    left_out: Mapping[str, int]
    """values that left a blocking rule of the model, by its columns"""


@contextmanager
def _uncollected() -> Iterator[None]:
    """Let no cycles be looked for meanwhile: the many objects here form none, and each look would visit them all."""
    collected = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collected:
            gc.enable()


@_uncollected()
def resolve_everybody(
    engine: Engine, judgements: Sequence[Mapping[str, object]], settings: ResolveSettings
) -> Everybody:
    """Resolve payers and subscribers; the canonical tables are registered with the engine."""
    verdicts = latest_verdicts(judgements, "same_person")
    set_up(engine, verdicts, settings)
    folk = read_folk(engine)
    quiet = find_quiet(engine, folk, find_guards(engine, settings), settings)
    first = ~quiet.quiet
    ready = _ready(engine, folk, first, verdicts, settings)
    scored, party = _score(engine, folk, quiet, ready, settings)
    join_scored(folk, quiet, scored, party, settings)
    second = ~quiet.quiet
    ready = ready.with_more(_ready(engine, folk, second & ~first, verdicts, settings))
    likely: Mapping[Pair, Likeness] = {}
    if scored is not None:
        likely = scored.likeness(np.flatnonzero(second[party[scored.left]] & second[party[scored.right]]))
    between = _Between(engine, folk, quiet, scored=scored, guards=ready.guards, settings=settings)
    people = resolve_people(engine, verdicts, ready, likely=likely, around=between.look, settings=settings)
    calm = quiet_tables(engine, folk, quiet, ambiguous=between.ambiguous, settings=settings)
    possible = _without(possible_edges(folk, quiet), between.likely, POSSIBLE_SAME)
    calm.edges = pa.concat_tables([calm.edges, possible, shared_edges(folk, quiet, settings)])
    found = _together(people, calm, between, quiet, settings)
    found.edges = _in_order(calm.joining, Explanations.build(folk, quiet, scored), found.edges)
    return found


def prepare_everybody(engine: Engine, settings: ResolveSettings) -> Ready:
    """Make every party an object, for whoever trains or measures a model; nobody is judged."""
    set_up(engine, Verdicts(), settings)
    folk = read_folk(engine)
    engine.register("chosen", pa.table({"party_key": folk.keys}))
    return prepare(engine, Verdicts(), settings)


def _ready(engine: Engine, folk: Folk, chosen: Bools, verdicts: Verdicts, settings: ResolveSettings) -> Ready:
    engine.register("chosen", pa.table({"party_key": take(folk.keys, np.flatnonzero(chosen))}))
    return prepare(engine, verdicts, settings)


def _score(
    engine: Engine, folk: Folk, quiet: Quiet, ready: Ready, settings: ResolveSettings
) -> tuple[Scored | None, Ints]:
    """Score pairs of payers and subscribers by their models; returns them and the party of each row compared."""
    contested = attributes(engine, ready.parties, ready.guards, ready.values)
    calm = quiet_attributes(engine, folk, quiet.quiet, ready.guards)
    table = all_attributes(calm, contested)
    records = [ready.parties[key].record if key in ready.parties else key for key in table["part_key"].to_pylist()]
    return score_table(engine, table, settings), place_in(pa.array(records, pa.string()), folk.keys)


class _Between:
    """Relates quiet and contested identities, once the contested ones are clustered."""

    def __init__(
        self,
        engine: Engine,
        folk: Folk,
        quiet: Quiet,
        *,
        scored: Scored | None,
        guards: Guards,
        settings: ResolveSettings,
    ) -> None:
        self._engine, self._folk, self._quiet, self._settings = engine, folk, quiet, settings
        self._scored, self._guards = scored, guards
        self.ambiguous: frozenset[str] = frozenset()
        self.living = self.bearing = self.likely = table("edges").arrow().empty_table()

    @property
    def left_out(self) -> Mapping[str, int]:
        """Values that left a blocking rule of the model."""
        return {} if self._scored is None else self._scored.left_out

    def look(self, parties: Mapping[str, Party], grouping: Grouping) -> frozenset[str]:
        """Relate everybody by model, address and name; returns the parties that are ambiguous at their address."""
        parts = Parts.build(self._folk, self._quiet, parties, grouping)
        if self._scored is not None:
            self.likely = likely_same(parts, self._scored, self._settings)
        self.bearing = twins(parts, self._settings)
        found = neighbours(self._engine, parts, self._guards, self._settings)
        self.living, self.ambiguous = found.edges, frozenset(found.ambiguous)
        return self.ambiguous


def _together(
    people: People, calm: QuietTables, between: _Between, quiet: Quiet, settings: ResolveSettings
) -> Everybody:
    """Put both sides together; where two rules give a pair one relation, the first of them explains it."""
    identities, links, contested = (
        pa.Table.from_pylist(rows, schema=table(name).arrow())
        for name, rows in zip(("identities", "links", "edges"), people_tables(people, settings), strict=True)
    )
    edges = pa.concat_tables([contested, between.likely])
    living = _without(between.living, pa.concat_tables([edges, calm.edges]), POSSIBLE_SAME)
    edges = _without(edges, living, HOUSEHOLD)
    return Everybody(
        identities=pa.concat_tables([calm.identities, identities]),
        links=pa.concat_tables([calm.links, links]),
        edges=pa.concat_tables([calm.edges, edges, living, between.bearing]),
        contested=people,
        n_parties=len(quiet.label),
        n_components=quiet.n_components,
        n_contested=quiet.n_contested,
        left_out=between.left_out,
    )


def _in_order(joining: pa.Table, explanations: Explanations, others: pa.Table) -> pa.Table:
    """Return all edges in the order of the result; what joins quiet parties is explained as it gets there."""
    rows = pa.concat_tables([joining, others])
    order = ints(sort_indices(rows, [(column, "ascending") for column in EDGE_ORDER]))
    found = []
    for begin in range(0, len(order), EXPLAINED_AT_ONCE):
        part = order[begin : begin + EXPLAINED_AT_ONCE]
        some = rows.take(pa.array(part, pa.int64())).combine_chunks()
        blank = np.flatnonzero(part < joining.num_rows)
        woven = explanations.of(part[blank])
        place = np.arange(len(part))
        place[blank] = len(part) + np.arange(len(blank))
        texts = take(pa.concat_arrays([flat(some["explanation"]), woven]), place)
        found.append(
            some.set_column(some.schema.get_field_index("explanation"), rows.schema.field("explanation"), texts)
        )
    return pa.concat_tables(found) if found else rows


def _without(rows: pa.Table, others: pa.Table, kind: str) -> pa.Table:
    """Return the rows without those of a kind whose pair has that kind among the others already."""
    known = _pairs(others.filter(pa.array(equal(others["kind"], kind))))
    if not len(known):
        return rows
    twice = equal(rows["kind"], kind) & among(_pairs(rows), known)
    return rows.filter(pa.array(~twice))


def _pairs(rows: pa.Table) -> Column:
    return joined(flat(rows["left_key"]), "\0", flat(rows["right_key"]))

"""Identities: payments and subscribers to natural persons (RESOLUTION.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pyarrow as pa

from keerpunt.resolve.cluster import Clash, Clustering, cluster
from keerpunt.resolve.conflicts import (
    JOINT_HOLDERS,
    NAME_ALONE,
    conflict_codes,
    issuer_conflicts,
    joint_conflicts,
    name_conflicts,
)
from keerpunt.resolve.edges import POSSIBLE_SAME, Edge, pair_grounds, score
from keerpunt.resolve.forms import ROOM, column
from keerpunt.resolve.guards import Guards
from keerpunt.resolve.households import household_relations
from keerpunt.resolve.human_edges import human_edges
from keerpunt.resolve.identifiers import SharedValue, holdings, number_likeness, number_profiles, shared_values
from keerpunt.resolve.joining import join_edges
from keerpunt.resolve.judgements import (
    Constraints,
    Pair,
    Verdicts,
    constrain,
    judged_records,
)  # fmt: skip
from keerpunt.resolve.likeness import Likeness
from keerpunt.resolve.parties import Party, build_parties, gather
from keerpunt.resolve.records import bare
from keerpunt.resolve.register import RegisterJoin, join_registers
from keerpunt.resolve.relations import Grouping, joint_relations, shared_relations
from keerpunt.resolve.settings import EMAIL, PHONE, ResolveSettings

if TYPE_CHECKING:
    from keerpunt.engine import Engine


@dataclass(slots=True)
class People:
    """The persons' side of a resolution: parties, the identities they form and everything said about both."""

    parties: dict[str, Party]
    grouping: Grouping
    codes: list[list[str]]
    links: list[Edge]
    """edges that join or were refused a join"""
    relations: list[Edge]
    constraints: Constraints
    clustering: Clustering
    values: list[SharedValue]
    registers: RegisterJoin
    crowded: int = 0
    """values with so many kinds of holders that only stars were looked at"""
    orphans: frozenset[str] = field(default_factory=frozenset)


Around = Callable[[Mapping[str, Party], Grouping], frozenset[str]]
"""Looks at everybody around the chosen parties, given these as clustered; returns who is ambiguous by it."""


@dataclass(slots=True)
class Ready:
    """What is known of the chosen parties before any two are compared."""

    parties: dict[str, Party]
    registers: RegisterJoin
    guards: Guards
    values: list[SharedValue]

    def with_more(self, others: Ready) -> Ready:
        """Return these with parties who share no value with them."""
        registers = RegisterJoin(
            sorted([*self.registers.parties, *others.registers.parties], key=lambda party: party.key),
            self.registers.mismatches | others.registers.mismatches,
            self.registers.household | others.registers.household,
        )
        parties = dict(sorted((self.parties | others.parties).items()))
        values = sorted([*self.values, *others.values], key=lambda shared: shared.key)
        return Ready(parties, registers, self.guards, values)


def prepare(engine: Engine, verdicts: Verdicts, settings: ResolveSettings) -> Ready:
    """Build parties, guards and shared values of the chosen.

    `records.set_up` has run, and `chosen` (party_key) is registered: with every holder of a value that a chosen one
    holds, else the fan-out is wrong.
    """
    parties, registers = _parties(engine, verdicts, settings)
    guards = find_guards(engine, settings)
    engine.keep("identifier_use", ROOM, "identifier_use")
    values = shared_values(engine.run(ROOM, "shared_use").to_pylist(), parties, guards, settings)
    return Ready(_with_mailboxes(engine, _with_contacts(parties, values)), registers, guards, values)


def resolve_people(
    engine: Engine,
    verdicts: Verdicts,
    ready: Ready,
    *,
    likely: Mapping[Pair, Likeness],
    around: Around,
    settings: ResolveSettings,
) -> People:
    """Resolve the chosen payers and subscribers, record by record. `likely`: what a model says of pairs of them."""
    parties, registers, guards, values = ready.parties, ready.registers, ready.guards, ready.values
    constraints = _constraints(verdicts, parties)
    profiles = number_profiles(parties.values())
    likeness = number_likeness(values, profiles, parties)
    engine.register("holding", holdings(values, likeness))
    pairs = engine.run(ROOM, "candidate_pair", {"block_cap": settings.block_cap}).to_pylist()
    grounds = pair_grounds(pairs, {shared.key: shared for shared in values}, settings)
    edges = join_edges(
        score(grounds, parties, settings),
        grounds,
        likely=likely,
        parties=parties,
        settings=settings,
    )
    links = [edge for edge in edges if edge.kind != POSSIBLE_SAME]
    clustering = cluster(Clash(parties, profiles, guards, constraints), links, settings)
    grouping = Grouping.build(clustering.clusters)
    torn = around(parties, grouping)
    relations = [
        *(edge for edge in edges if edge.kind == POSSIBLE_SAME and grouping.of[edge.left] != grouping.of[edge.right]),
        *household_relations(registers.household, parties, grouping),
        *shared_relations(values, parties, grouping, settings),
        *joint_relations(parties),
    ]
    joined = [*links, *human_edges(constraints, parties, clustering.overrides)]
    flags = _flags(parties, grouping, values=values, constraints=constraints, clustering=clustering, torn=torn)
    flags[NAME_ALONE] = name_conflicts(joined, grouping)
    return People(
        parties=parties,
        grouping=grouping,
        codes=conflict_codes(parties, grouping, flags, settings),
        links=joined,
        relations=relations,
        constraints=constraints,
        clustering=clustering,
        values=values,
        registers=registers,
        crowded=_crowded(values, likeness, settings),
        orphans=constraints.orphans,
    )


def _parties(engine: Engine, verdicts: Verdicts, settings: ResolveSettings) -> tuple[dict[str, Party], RegisterJoin]:
    members = engine.run(ROOM, "chosen_member")
    facts = gather(engine.run(ROOM, "chosen_fact").to_pylist())
    built = build_parties(members, facts, frozenset(settings.one_per_source), bare(judged_records(verdicts)))
    registers = join_registers(built, engine.run(ROOM, "register_fact").to_pylist())
    parties = {party.key: party for party in registers.parties}
    part = {"party_key": [p.record for p in parties.values()], "part_key": list(parties)}
    engine.register("part", pa.table({name: pa.array(keys, pa.string()) for name, keys in part.items()}))
    return parties, registers


def find_guards(engine: Engine, settings: ResolveSettings) -> Guards:
    """Return the guards of the operation, with the birth dates that its sources give for not known."""
    bounds = {"share": settings.birthdate_share, "least": settings.birthdate_least}
    found = column(engine.run(ROOM, "birthdate_constant", bounds), "birthdate")
    return Guards(frozenset(found))


def _with_contacts(parties: Mapping[str, Party], values: Iterable[SharedValue]) -> dict[str, Party]:
    """Tell each party its contacts that may join somebody and that no provider bounds in time."""
    held: dict[str, set[str]] = {}
    for shared in values:
        if shared.kind in (EMAIL, PHONE) and shared.joins and not any(use.intervals for use in shared.uses.values()):
            for key in shared.uses:
                held.setdefault(key, set()).add(shared.value)
    return dict(parties) | {key: replace(parties[key], contacts=frozenset(found)) for key, found in held.items()}


def _with_mailboxes(engine: Engine, parties: dict[str, Party]) -> dict[str, Party]:
    held: dict[str, set[str]] = {}
    for row in engine.run(ROOM, "party_contact").to_pylist():
        if row["kind"] == EMAIL:
            held.setdefault(row["part_key"], set()).add(row["value"])
    return parties | {key: replace(parties[key], mailboxes=frozenset(found)) for key, found in held.items()}


def _constraints(verdicts: Verdicts, parties: Mapping[str, Party]) -> Constraints:
    """Carry judgements to parties: a record key stands for its party, the bare key of a joint record for both parts."""
    parts_of: dict[str, tuple[str, ...]] = {}
    never: dict[str, list[str]] = {}
    for key, party in sorted(parties.items()):
        for member in party.members:
            parts_of[member.record_key] = (*parts_of.get(member.record_key, ()), key)
            if party.is_part:
                parts_of[f"{member.record_key}{party.suffix}"] = (key,)
        if party.is_part:
            never.setdefault(party.record, []).append(key)
    return constrain(verdicts, parts_of, [(keys[0], keys[1]) for keys in never.values()])


def _flags(
    parties: Mapping[str, Party],
    grouping: Grouping,
    *,
    values: Sequence[SharedValue],
    constraints: Constraints,
    clustering: Clustering,
    torn: frozenset[str],
) -> dict[str, frozenset[str]]:
    return {
        JOINT_HOLDERS: joint_conflicts(parties, grouping, values),
        "ambiguous": clustering.ambiguous | (torn & parties.keys()),
        "issuer_conflict": issuer_conflicts(values),
        "judgement_conflict": constraints.conflicts,
    }


def _crowded(values: Sequence[SharedValue], likeness: Mapping[str, int], settings: ResolveSettings) -> int:
    kinds = ({likeness[key] for key in shared.uses} for shared in values if shared.joins)
    return sum(len(found) > settings.block_cap for found in kinds)

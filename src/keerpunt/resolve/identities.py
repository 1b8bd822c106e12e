"""Identities: payments and subscribers to natural persons (RESOLUTION.md)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyarrow as pa

from keerpunt.resolve.addresses import AddressRelations, address_relations, household_relations
from keerpunt.resolve.cluster import Clash, Clustering, cluster
from keerpunt.resolve.conflicts import JOINT_HOLDERS, conflict_codes, issuer_conflicts, joint_conflicts
from keerpunt.resolve.edges import POSSIBLE_SAME, Edge, score
from keerpunt.resolve.forms import ROOM, column, name_forms, value_forms
from keerpunt.resolve.guards import Guards
from keerpunt.resolve.human_edges import human_edges
from keerpunt.resolve.identifiers import SharedValue, holdings, number_likeness, number_profiles, shared_values
from keerpunt.resolve.judgements import (
    Constraints,
    Pair,
    Verdict,
    constrain,
    held_apart,
    judged_records,
    latest_verdicts,
)  # fmt: skip
from keerpunt.resolve.parties import Party, build_parties, gather
from keerpunt.resolve.register import RegisterJoin, join_registers
from keerpunt.resolve.relations import Grouping, joint_relations, shared_relations, twin_relations
from keerpunt.resolve.settings import ResolveSettings

if TYPE_CHECKING:
    from keerpunt.engine import Engine

NO_KEYS = pa.table({"record_key": pa.array([], pa.string())})


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


def resolve_people(engine: Engine, judgements: Sequence[Mapping[str, object]], settings: ResolveSettings) -> People:
    """Resolve payers and subscribers; the canonical tables are registered with the engine."""
    verdicts = latest_verdicts(judgements, "same_person")
    parties, registers = _parties(engine, verdicts, settings)
    guards = _guards(engine, settings)
    values = _shared(engine, parties, guards, settings)
    constraints = _constraints(verdicts, parties)
    profiles = number_profiles(parties.values())
    likeness = number_likeness(values, profiles)
    engine.register("holding", holdings(values, likeness))
    pairs = engine.run(ROOM, "candidate_pair", {"block_cap": settings.block_cap}).to_pylist()
    edges = score(pairs, {shared.key: shared for shared in values}, parties, settings)
    links = [edge for edge in edges if edge.kind != POSSIBLE_SAME]
    clustering = cluster(Clash(parties, profiles, guards, constraints), links, settings)
    grouping = Grouping.build(clustering.clusters)
    living = address_relations(engine.run(ROOM, "address_use").to_pylist(), parties, grouping, guards, settings)
    relations = [
        *(edge for edge in edges if edge.kind == POSSIBLE_SAME and grouping.of[edge.left] != grouping.of[edge.right]),
        *living.edges,
        *household_relations(registers.household, parties, grouping),
        *shared_relations(values, parties, grouping, settings),
        *joint_relations(parties),
        *twin_relations(parties, grouping, settings),
    ]
    flags = _flags(parties, grouping, values=values, constraints=constraints, clustering=clustering, living=living)
    return People(
        parties=parties,
        grouping=grouping,
        codes=conflict_codes(parties, grouping, flags, settings),
        links=[*links, *human_edges(constraints, parties, clustering.overrides)],
        relations=relations,
        constraints=constraints,
        clustering=clustering,
        values=values,
        registers=registers,
        crowded=_crowded(values, likeness, settings),
        orphans=constraints.orphans,
    )


def _parties(
    engine: Engine, verdicts: Mapping[Pair, Verdict], settings: ResolveSettings
) -> tuple[dict[str, Party], RegisterJoin]:
    engine.register("corporate_bin", pa.table({"bin": pa.array(sorted(settings.corporate_bins), pa.string())}))
    engine.register("value_form", value_forms(engine))
    engine.register("name_form", name_forms(engine))
    engine.register("payer_record", engine.run(ROOM, "payer_record"))
    engine.register("held_apart", NO_KEYS)
    members = engine.run(ROOM, "member")
    party_of = dict(zip(column(members, "record_key"), column(members, "party_key"), strict=True))
    apart = held_apart(verdicts, party_of)
    if apart:
        engine.register("held_apart", pa.table({"record_key": pa.array(sorted(apart), pa.string())}))
        members = engine.run(ROOM, "member")
    engine.register("member", members)
    facts = gather(engine.run(ROOM, "party_fact").to_pylist())
    built = build_parties(members, facts, frozenset(settings.one_per_source), _bare(judged_records(verdicts)))
    registers = join_registers(built, engine.run(ROOM, "register_fact").to_pylist())
    parties = {party.key: party for party in registers.parties}
    part = {"party_key": [p.record for p in parties.values()], "part_key": list(parties)}
    engine.register("part", pa.table({name: pa.array(keys, pa.string()) for name, keys in part.items()}))
    return parties, registers


def _bare(keys: frozenset[str]) -> frozenset[str]:
    """Record keys without `#n`, which names a part."""
    return keys | {key[:-2] for key in keys if key.endswith(("#1", "#2"))}


def _guards(engine: Engine, settings: ResolveSettings) -> Guards:
    bounds = {"share": settings.birthdate_share, "least": settings.birthdate_least}
    found = column(engine.run(ROOM, "birthdate_constant", bounds), "birthdate")
    return Guards(frozenset(found))


def _shared(
    engine: Engine, parties: Mapping[str, Party], guards: Guards, settings: ResolveSettings
) -> list[SharedValue]:
    bounds = {"share": settings.device_share, "least": settings.device_least}
    engine.register("device_constant", engine.run(ROOM, "device_constant", bounds))
    engine.register("lease", engine.run(ROOM, "lease"))
    engine.register("identifier_use", engine.run(ROOM, "identifier_use"))
    return shared_values(engine.run(ROOM, "shared_use").to_pylist(), parties, guards, settings)


def _constraints(verdicts: Mapping[Pair, Verdict], parties: Mapping[str, Party]) -> Constraints:
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
    living: AddressRelations,
) -> dict[str, frozenset[str]]:
    return {
        JOINT_HOLDERS: joint_conflicts(parties, grouping, values),
        "ambiguous": clustering.ambiguous | living.ambiguous,
        "issuer_conflict": issuer_conflicts(values),
        "judgement_conflict": constraints.conflicts,
    }


def _crowded(values: Sequence[SharedValue], likeness: Mapping[str, int], settings: ResolveSettings) -> int:
    kinds = ({likeness[key] for key in shared.uses} for shared in values if shared.joins)
    return sum(len(found) > settings.block_cap for found in kinds)

"""The result tables of the persons' side: identities, links, edges (CONTRACT.md section 4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from keerpunt.model.words import VERIFIED
from keerpunt.resolve import explain
from keerpunt.resolve.edges import HUMAN, KEY_EQUAL, Edge
from keerpunt.resolve.holds import STATED, Hold, holds, mark_bridges, strongest_tree
from keerpunt.resolve.identities import People
from keerpunt.resolve.parties import Party
from keerpunt.resolve.settings import FOLD_WEIGHTS, RULE_VERSION, ResolveSettings, stable_id

Row = dict[str, Any]
VERIFIED_WORDS = ("no", "unknown", "yes")
"""What `has_verified_record` may say, the better known the later."""


def people_tables(people: People, settings: ResolveSettings) -> tuple[list[Row], list[Row], list[Row]]:
    """Return the rows of identities, links and edges."""
    inner: list[list[Edge]] = [[] for _ in people.grouping.clusters]
    for edge in people.links:
        number = people.grouping.of[edge.left]
        if not edge.refused_by and number == people.grouping.of[edge.right]:
            inner[number].append(edge)
    identities: list[Row] = []
    links: list[Row] = []
    for number, keys in enumerate(people.grouping.clusters):
        parties = [people.parties[key] for key in keys]
        senior = min(parties, key=lambda party: (party.received_on, party.key))
        identity = stable_id("identity", settings.operation_code, senior.key)
        hanging = holds(senior.key, strongest_tree(keys, inner[number]))
        mark_bridges(keys, inner[number])
        identities.append(_identity(identity, parties, people.codes[number]))
        links.extend(row for party in parties for row in _links(identity, party, hanging[party.key], senior))
    return identities, links, _edges(people)


def _identity(identity: str, parties: list[Party], codes: list[str]) -> Row:
    verification = {word for party in parties for word in party.verification}
    verified = VERIFIED_WORDS[2 if verification & set(VERIFIED) else 1 if "unknown" in verification else 0]
    return {
        "identity_id": identity,
        "names": sorted({raw for party in parties for raw in party.raw_names}),
        "birthdates": sorted({date for party in parties for date, _ in party.births}),
        "countries": sorted({country for party in parties for country in party.countries}),
        "has_verified_record": verified,
        "n_records": sum(len(party.members) for party in parties),
        "conflict": codes,
    }


def _links(identity: str, party: Party, hold: Hold, senior: Party) -> Iterable[Row]:
    """One row per record: how it hangs on the senior record, by its fold first and then by the party's edges."""
    own = f"{party.record}{party.suffix}"
    for member in party.members:
        key = f"{member.record_key}{party.suffix}"
        weight = FOLD_WEIGHTS.get(member.basis)
        if key != own:
            found = hold.then(KEY_EQUAL, weight) if party is not senior else Hold(KEY_EQUAL, weight)
        elif party is senior:
            folded = [hold.weight, weight if len(party.members) > 1 else None]
            found = Hold(STATED, max((w for w in folded if w is not None), default=None))
        else:
            found = hold
        yield {
            "record_key": key,
            "entity_kind": "identity",
            "entity_id": identity,
            "basis": found.basis,
            "match_weight": found.weight,
            "rule_version": RULE_VERSION,
        }


def _edges(people: People) -> list[Row]:
    rows = [row for party in people.parties.values() for row in _fold_edges(party)]
    rows += [_link_edge(edge, people.parties) for edge in people.links]
    seen: set[tuple[str, str, str]] = set()
    for edge in people.relations:
        left, right = sorted((edge.left, edge.right))
        if (left, right, edge.kind) not in seen:
            seen.add((left, right, edge.kind))
            rows.append(_row(left, right, edge.kind, None, explain.of_relation(edge)))
    return rows


def _fold_edges(party: Party) -> Iterable[Row]:
    own = f"{party.record}{party.suffix}"
    name = party.raw_names[0] if party.raw_names else ""
    for member in party.members:
        key = f"{member.record_key}{party.suffix}"
        if key != own:
            weight = FOLD_WEIGHTS[member.basis]
            left, right = sorted((own, key))
            yield _row(left, right, KEY_EQUAL, weight, explain.of_fold(member.basis, weight, name))


def _link_edge(edge: Edge, parties: Mapping[str, Party]) -> Row:
    reason = explain.of_relation(edge) if edge.kind == HUMAN else explain.of_link(edge, parties)
    return _row(edge.left, edge.right, edge.kind, edge.weight, reason, refused=edge.refused_by)


def _row(
    left: str, right: str, kind: str, weight: float | None, reason: Mapping[str, Any], *, refused: str = ""
) -> Row:
    return {
        "left_key": left,
        "right_key": right,
        "kind": kind,
        "match_weight": weight,
        "explanation": explain.as_json(reason),
        "refused_by": refused,
    }

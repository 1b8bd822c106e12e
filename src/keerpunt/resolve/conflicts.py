"""Conflict codes of identities: why a record stays alone or is not to be relied on (CONTRACT.md section 4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from keerpunt.resolve.edges import Edge
from keerpunt.resolve.guards import ORGANISATION
from keerpunt.resolve.identifiers import SharedValue
from keerpunt.resolve.judgements import components
from keerpunt.resolve.parties import Party
from keerpunt.resolve.relations import Grouping
from keerpunt.resolve.settings import EMAIL, PAYER_ID, ResolveSettings
from keerpunt.values.names import Kind

JOINT_HOLDERS = "joint_holders"
NAME_ALONE = "name_alone"
OVERSIZE = "oversize"


def issuer_conflicts(values: Iterable[SharedValue]) -> frozenset[str]:
    """Return the holders of a class A key that stands for persons who cannot be one."""
    return frozenset(key for shared in values if shared.over_cap and shared.rule.name == "A" for key in shared.uses)


def joint_conflicts(parties: Mapping[str, Party], grouping: Grouping, values: Iterable[SharedValue]) -> frozenset[str]:
    """Return the parts of joint records that nothing singles out as the one who paid.

    A part is singled out when exactly one customer answers for the instrument and is that part, or when the payer's
    e-mail address or id ties to it alone (RESOLUTION.md section 2).
    """
    parts = {party.record for party in parties.values() if party.is_part}
    singled: set[str] = set()
    for shared in values:
        for record in sorted({parties[key].record for key in shared.uses} & parts):
            chosen = _chosen(record, shared, parties, grouping)
            if chosen:
                singled.add(chosen)
    return frozenset(key for key, party in parties.items() if party.is_part and key not in singled)


def _chosen(record: str, shared: SharedValue, parties: Mapping[str, Party], grouping: Grouping) -> str:
    """Return the one part of a record to whose identity a value leads, empty if none or both."""
    others = [key for key in shared.uses if not parties[key].is_part]
    if shared.rule.name == "A*":
        others = [key for key in others if parties[key].role == "subscriber"]
        if len(others) != 1:
            return ""
    elif shared.kind not in (EMAIL, PAYER_ID):
        return ""
    reached = {grouping.of[key] for key in others}
    fitting = [part for part in (f"{record}#1", f"{record}#2") if grouping.of[part] in reached]
    return fitting[0] if len(fitting) == 1 else ""


def name_conflicts(links: Iterable[Edge], grouping: Grouping) -> frozenset[str]:
    """Return the members of identities that fall apart without the edges of a full name alone.

    Such a name tells well who is meant and proves nothing, so no lead on it is ready for review.
    """
    inner: dict[int, list[Edge]] = {}
    for edge in links:
        if not edge.refused_by and grouping.of[edge.left] == grouping.of[edge.right]:
            inner.setdefault(grouping.of[edge.left], []).append(edge)
    found: set[str] = set()
    for number, edges in inner.items():
        sure = [(edge.left, edge.right) for edge in edges if not _by_name_alone(edge)]
        if len(sure) < len(edges) and components(sure) != [set(grouping.clusters[number])]:
            found |= set(grouping.clusters[number])
    return frozenset(found)


def _by_name_alone(edge: Edge) -> bool:
    return edge.likeness is not None and not edge.grounds and edge.likeness.by_name_alone


def single_codes(kind: Kind) -> tuple[str, ...]:
    """Return the conflict codes of an identity for what one of its names names."""
    codes = {Kind.ORGANISATION: (ORGANISATION,), Kind.GROUP: (JOINT_HOLDERS,)}
    return codes.get(kind, ())


def conflict_codes(
    parties: Mapping[str, Party], grouping: Grouping, flags: Mapping[str, frozenset[str]], settings: ResolveSettings
) -> list[list[str]]:
    """Return the sorted conflict codes of each cluster; `flags`: code -> parties that carry it."""
    codes: list[set[str]] = [set() for _ in grouping.clusters]
    for code, flagged in flags.items():
        for key in flagged:
            codes[grouping.of[key]].add(code)
    for number, keys in enumerate(grouping.clusters):
        if len(keys) > settings.oversize:
            codes[number].add(OVERSIZE)
        for key in keys:
            codes[number].update(single_codes(parties[key].kind))
        if any(parties[key].broken for key in keys):
            codes[number].add("issuer_conflict")
    return [sorted(found) for found in codes]

"""Human judgements as hard constraints (RESOLUTION.md section 6, algebra after nomenklatura).

positive + positive = positive, positive + negative = negative; with unsure or none nothing follows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any, TypeVar

POSITIVE, NEGATIVE, UNSURE, NONE = "positive", "negative", "unsure", "none"
_VERDICTS = {"same": POSITIVE, "not_same": NEGATIVE, "cannot_tell": UNSURE}
_CAUTION = {NONE: 0, POSITIVE: 1, UNSURE: 2, NEGATIVE: 3}

Pair = tuple[str, str]
Key = TypeVar("Key", str, int)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What counts for a pair: positive, negative, unsure or none, and the judgements that say so."""

    value: str
    judgement_ids: tuple[str, ...]


@dataclass(slots=True)
class Constraints:
    """Verdicts between parties, and how the positive ones meet the negative ones.

    `honoured` positives join before any other edge. `dropped` positives lie on a path that would cross a negative
    (`conflicts`: the parties on such paths); the negative wins and both stay visible. `orphans` are judgements on
    records that are gone.
    """

    verdicts: dict[Pair, Verdict]
    honoured: frozenset[Pair]
    dropped: frozenset[Pair]
    conflicts: frozenset[str]
    orphans: frozenset[str]

    def of(self, left: str, right: str) -> str:
        """Return the verdict on a pair of parties, `none` where nobody judged it."""
        verdict = self.verdicts.get(pair(left, right))
        return NONE if verdict is None else verdict.value

    @property
    def judged(self) -> frozenset[str]:
        """Every party that some judgement names."""
        return frozenset(key for judged in self.verdicts for key in judged)


def pair(left: str, right: str) -> Pair:
    """Return the two keys in order."""
    return (left, right) if left < right else (right, left)


def latest_verdicts(rows: Iterable[Mapping[str, Any]], kind: str) -> dict[Pair, Verdict]:
    """Return what counts per pair of record keys: the latest judgement, `none` if that one was withdrawn.

    Of two judgements of one instant the more cautious counts: negative, then unsure, then positive.
    """
    best: dict[Pair, tuple[tuple[str, int, str], Verdict]] = {}
    for row in rows:
        value = _VERDICTS.get(row["value"])
        if row["kind"] != kind or value is None:
            continue
        decided = "" if row["decided_utc"] is None else row["decided_utc"].isoformat()
        value = NONE if row["withdrawn_by"] is not None else value
        verdict = Verdict(value, (row["judgement_id"],))
        rank = (decided, _CAUTION[value], row["judgement_id"])
        for left, right in product(row["left_keys"] or (), row["right_keys"] or ()):
            key = pair(left, right)
            if left != right and (key not in best or best[key][0] < rank):
                best[key] = (rank, verdict)
    return {key: verdict for key, (_, verdict) in sorted(best.items())}


def judged_records(verdicts: Mapping[Pair, Verdict]) -> frozenset[str]:
    """Return every record key that a verdict other than `none` names."""
    return frozenset(key for keys, verdict in verdicts.items() if verdict.value != NONE for key in keys)


def held_apart(verdicts: Mapping[Pair, Verdict], party_of: Mapping[str, str]) -> frozenset[str]:
    """Return the records whose party holds both sides of a negative or unsure verdict: they may not fold at all."""
    torn = {
        party_of[left]
        for (left, right), verdict in verdicts.items()
        if verdict.value in (NEGATIVE, UNSURE) and left in party_of and party_of.get(right) == party_of[left]
    }
    return frozenset(record for record, party in party_of.items() if party in torn)


def constrain(
    verdicts: Mapping[Pair, Verdict], parts_of: Mapping[str, tuple[str, ...]], never: Iterable[Pair] = ()
) -> Constraints:
    """Carry verdicts from records to parties.

    `parts_of`: record key (also with `#n`) -> parties it stands in; the bare key of a joint record stands for both
    parts in a negative, and for neither in a positive. `never`: pairs that nothing may join (parts of one record).
    """
    found: dict[Pair, Verdict] = {}
    orphans: set[str] = set()
    for (left, right), verdict in verdicts.items():
        if verdict.value == NONE:
            continue
        if left not in parts_of or right not in parts_of:
            orphans.update(verdict.judgement_ids)
            continue
        exact = len(parts_of[left]) == 1 == len(parts_of[right])
        for a, b in product(parts_of[left], parts_of[right]):
            if a != b and (exact or verdict.value != POSITIVE):
                found[pair(a, b)] = _more_cautious(found.get(pair(a, b)), verdict)
    positives = {keys for keys, verdict in found.items() if verdict.value == POSITIVE}
    negatives = {keys for keys, verdict in found.items() if verdict.value == NEGATIVE} | set(never)
    dropped = crossing(positives, negatives)
    conflicts = frozenset(key for keys in dropped for key in keys)
    return Constraints(found, frozenset(positives - dropped), frozenset(dropped), conflicts, frozenset(orphans))


def _more_cautious(known: Verdict | None, added: Verdict) -> Verdict:
    if known is None:
        return added
    value = max(known.value, added.value, key=_CAUTION.__getitem__)
    return Verdict(value, tuple(sorted({*known.judgement_ids, *added.judgement_ids})))


def crossing(positives: set[Pair], negatives: set[Pair]) -> set[Pair]:
    """Return the positive pairs on paths between the two ends of a negative one.

    Within a component of positives that holds a negative, what hangs off such paths is cut leaf by leaf; the rest is
    returned, since nothing says which step of the path is wrong.
    """
    found: set[Pair] = set()
    for component in components(positives):
        ends = {key for left, right in negatives if left in component and right in component for key in (left, right)}
        if not ends:
            continue
        kept = {keys for keys in positives if keys[0] in component}
        while True:
            degree: dict[str, int] = {}
            for key in (key for keys in kept for key in keys):
                degree[key] = degree.get(key, 0) + 1
            leaves = {key for key, count in degree.items() if count == 1 and key not in ends}
            if not leaves:
                break
            kept = {keys for keys in kept if leaves.isdisjoint(keys)}
        found |= kept
    return found


def components(pairs: Iterable[tuple[Key, Key]]) -> list[set[Key]]:
    """Return the connected components of the keys in pairs, sorted by their smallest key."""
    parent: dict[Key, Key] = {}

    def root(key: Key) -> Key:
        parent.setdefault(key, key)
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    for left, right in pairs:
        a, b = sorted((root(left), root(right)))
        parent[b] = a
    grouped: dict[Key, set[Key]] = {}
    for key in parent:
        grouped.setdefault(root(key), set()).add(key)
    return [grouped[key] for key in sorted(grouped)]

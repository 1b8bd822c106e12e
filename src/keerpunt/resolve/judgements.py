"""Human judgements as hard constraints (RESOLUTION.md section 6, algebra after nomenklatura).

positive + positive = positive, positive + negative = negative; with unsure or none nothing follows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
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


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What counts between records, by groups: the same judgements name all records of a group on the same sides.

    `groups`: sorted record keys. `between`: numbers of two groups -> what counts for every pair of their records;
    of one group with itself, for every two of its records. So a judgement on two large identities is one verdict.
    """

    groups: tuple[tuple[str, ...], ...] = ()
    between: Mapping[tuple[int, int], Verdict] = field(default_factory=dict)


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
    judged: frozenset[str] = field(init=False)
    """Every party that some judgement names."""

    def __post_init__(self) -> None:
        """Name the judged parties once, since every comparison of two parties asks."""
        self.judged = frozenset(key for judged in self.verdicts for key in judged)

    def of(self, left: str, right: str) -> str:
        """Return the verdict on a pair of parties, `none` where nobody judged it."""
        verdict = self.verdicts.get(pair(left, right))
        return NONE if verdict is None else verdict.value


def pair(left: str, right: str) -> Pair:
    """Return the two keys in order."""
    return (left, right) if left < right else (right, left)


def latest_verdicts(rows: Iterable[Mapping[str, Any]], kind: str) -> Verdicts:
    """Return what counts per pair of record keys: the latest judgement, `none` if that one was withdrawn.

    Of two judgements of one instant the more cautious counts: negative, then unsure, then positive.
    """
    said = [row for row in rows if row["kind"] == kind and row["value"] in _VERDICTS]
    sides: dict[str, set[tuple[int, str]]] = {}
    for number, row in enumerate(said):
        for side in ("left_keys", "right_keys"):
            for key in row[side] or ():
                sides.setdefault(key, set()).add((number, side))
    members: dict[frozenset[tuple[int, str]], list[str]] = {}
    for key in sorted(sides):
        members.setdefault(frozenset(sides[key]), []).append(key)
    groups = tuple(map(tuple, members.values()))
    group_of = {key: number for number, keys in enumerate(groups) for key in keys}
    best: dict[tuple[int, int], tuple[tuple[str, int, str], Verdict]] = {}
    for row in said:
        decided = "" if row["decided_utc"] is None else row["decided_utc"].isoformat()
        value = NONE if row["withdrawn_by"] is not None else _VERDICTS[row["value"]]
        verdict = Verdict(value, (row["judgement_id"],))
        rank = (decided, _CAUTION[value], row["judgement_id"])
        left, right = ({group_of[key] for key in row[side] or ()} for side in ("left_keys", "right_keys"))
        for one, other in product(left, right):
            key = (min(one, other), max(one, other))
            if (one != other or len(groups[one]) > 1) and (key not in best or best[key][0] < rank):
                best[key] = (rank, verdict)
    return Verdicts(groups, {key: verdict for key, (_, verdict) in sorted(best.items())})


def judged_records(verdicts: Verdicts) -> frozenset[str]:
    """Return every record key that a verdict other than `none` names."""
    named = {group for groups, verdict in verdicts.between.items() if verdict.value != NONE for group in groups}
    return frozenset(key for group in named for key in verdicts.groups[group])


def held_apart(verdicts: Verdicts, party_of: Mapping[str, str]) -> frozenset[str]:
    """Return the records whose party holds both sides of a negative or unsure verdict: they may not fold at all."""
    torn: set[str] = set()
    for (left, right), verdict in verdicts.between.items():
        if verdict.value not in (NEGATIVE, UNSURE):
            continue
        one, other = (Counter(party_of[key] for key in verdicts.groups[n] if key in party_of) for n in (left, right))
        torn |= one.keys() & other.keys() if left != right else {party for party, n in one.items() if n > 1}
    return frozenset(record for record, party in party_of.items() if party in torn)


def constrain(verdicts: Verdicts, parts_of: Mapping[str, tuple[str, ...]], never: Iterable[Pair] = ()) -> Constraints:
    """Carry verdicts from records to parties.

    `parts_of`: record key (also with `#n`) -> parties it stands in; the bare key of a joint record stands for both
    parts in a negative, and for neither in a positive. `never`: pairs that nothing may join (parts of one record).
    """
    standing = [Counter(parts_of.get(key, ()) for key in keys) for keys in verdicts.groups]
    found: dict[Pair, Verdict] = {}
    orphans: set[str] = set()
    for (left, right), verdict in verdicts.between.items():
        if verdict.value == NONE:
            continue
        if standing[left][()] or standing[right][()]:
            orphans.update(verdict.judgement_ids)
        for one, other in product(standing[left], standing[right]):
            if left == right and one == other and standing[left][one] == 1:
                continue
            exact = len(one) == 1 == len(other)
            for a, b in product(one, other):
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
    place = {key: number for number, component in enumerate(components(positives)) for key in component}
    ends: dict[int, set[str]] = {}
    for left, right in negatives:
        if left in place and place[left] == place.get(right):
            ends.setdefault(place[left], set()).update((left, right))
    around: dict[str, set[str]] = {}
    for left, right in positives:
        if place[left] in ends:
            around.setdefault(left, set()).add(right)
            around.setdefault(right, set()).add(left)
    leaves = [key for key in around if len(around[key]) == 1 and key not in ends[place[key]]]
    while leaves:
        leaf = leaves.pop()
        for other in around.pop(leaf):
            around[other].discard(leaf)
            if len(around[other]) == 1 and other not in ends[place[other]]:
                leaves.append(other)
    return {pair(key, other) for key, others in around.items() for other in others}


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

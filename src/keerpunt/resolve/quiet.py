"""Quiet components: parties that share values and against whom no guard speaks, joined as a whole, set by set.

A component is quiet when its summary conflicts with no guard (RESOLUTION.md sections 6.2 and 8): every party states one
name, one birth date and one number at most, all names agree in pairs, at most one birth date and one number stand in
the component, no provider bounds a value by an interval, and nobody judged. All its edges then join, so the component
is one identity. Everything else is contested and looked at record by record by the same rules as ever.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import compress
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from keerpunt.resolve.columns import coded, ints
from keerpunt.resolve.edges import LINKED, Edge, Ground, ground, strongest_first, weigh_at
from keerpunt.resolve.folk import PERSON, Folk
from keerpunt.resolve.forms import ROOM
from keerpunt.resolve.identifiers import SharedValue, look_of
from keerpunt.resolve.numbers import (
    Bools,
    Ints,
    components,
    fold_codes,
    least,
    one_value,
    pairs_within,
    set_codes,
)  # fmt: skip
from keerpunt.resolve.settings import CLASSES, ResolveSettings
from keerpunt.values.names import Level

if TYPE_CHECKING:
    from keerpunt.engine import Engine

MOST_PARTIES = 50
"""A component of more is contested: a crowd on one value needs the caps, the stars and the code `oversize`."""
MOST_NAMES = 6
"""Writings of a name in a quiet component; more are contested, so that pairs of names stay few."""
AGREED = Level.N1
"""Stands for any level that agrees: what an identifier may join does not depend on which."""


@dataclass(slots=True)
class Holdings:
    """Who holds which shared value, by number: rows of `holding_no.sql`; `kinds` are the words for `kind`."""

    value: Ints
    party: Ints
    kind: Ints
    bounded: Bools
    kinds: list[str]


@dataclass(slots=True)
class Quiet:
    """Which parties need no second look, and the edges between them.

    `label`: smallest party of the component by shared values and ties. `quiet`: per party. `left`, `right`, `mask`:
    edges; bit n of the mask says that the pair shares a value of `kinds[n]`. `n_components`: of two parties or more.
    """

    label: Ints
    quiet: Bools
    left: Ints
    right: Ints
    mask: Ints
    kinds: list[str]
    edges: dict[int, Edge] = field(default_factory=dict)
    n_components: int = 0
    n_contested: int = 0


def find_quiet(engine: Engine, folk: Folk, ties: Sequence[tuple[Ints, Ints]], settings: ResolveSettings) -> Quiet:
    """Find the quiet components; `ties` are pairs of parties that others want looked at together, by number."""
    held = _holdings(engine, folk)
    first = least(held.value, held.party, int(held.value.max(initial=-1)) + 1)
    left = np.concatenate([first[held.value], *(one for one, _ in ties)])
    right = np.concatenate([held.party, *(other for _, other in ties)])
    label = components(folk.size, left, right)
    tied = np.zeros(folk.size, dtype=np.bool_)
    for one, _ in ties:
        tied[label[one]] = True
    n_parties = np.bincount(label, minlength=folk.size)
    calm = _all(label, folk.plain, folk.size) & ~tied
    several = calm & (n_parties > 1) & _summaries(folk, label, held, n_parties, settings)
    several &= _names_agree(folk, label, several)
    found = _edges(engine, folk, held, several[label], settings)
    found.edges = {
        int(mask): edge for mask in np.unique(found.mask) if (edge := _edge(int(mask), held.kinds, settings))
    }
    unjoined = ~np.isin(found.mask, [mask for mask, edge in found.edges.items() if edge.kind == LINKED])
    several[label[found.left[unjoined]]] = False
    found.label, found.quiet = label, ((calm & (n_parties == 1)) | several)[label]
    kept = found.quiet[found.left]
    found.left, found.right, found.mask = found.left[kept], found.right[kept], found.mask[kept]
    found.n_components = int(np.count_nonzero(n_parties > 1))
    found.n_contested = found.n_components - int(np.count_nonzero(several))
    return found


def _holdings(engine: Engine, folk: Folk) -> Holdings:
    numbers = pa.array(np.arange(folk.size, dtype=np.int64))
    engine.register("part", pa.table({"party_key": folk.keys, "part_key": numbers}))
    engine.keep("identifier_use", ROOM, "identifier_use")
    found = engine.run(ROOM, "holding_no")
    kind, kinds = coded(found["kind"])
    value, party, bounded = (ints(found[name]) for name in ("value_no", "party_no", "bounded"))
    return Holdings(value, party, kind, bounded > 0, kinds.to_pylist())


def _all(label: Ints, holds: Bools, size: int) -> Bools:
    return np.asarray(np.bincount(label, weights=~holds, minlength=size) == 0, dtype=np.bool_)


def _summaries(folk: Folk, label: Ints, held: Holdings, n_parties: Ints, settings: ResolveSettings) -> Bools:
    """Tell per component whether its summary leaves no guard but those on names anything to say."""
    issued = np.array([CLASSES[kind].name == "A" for kind in held.kinds], dtype=np.bool_)
    loud = held.bounded | (issued[held.kind] if len(issued) else np.zeros(0, np.bool_))
    calm = np.ones(folk.size, dtype=np.bool_)
    calm[label[held.party[loud]]] = False
    calm &= (n_parties <= min(MOST_PARTIES, settings.oversize)) & _all(label, folk.kind() == PERSON, folk.size)
    return calm & one_value(label, folk.birth, folk.size) & one_value(label, folk.national, folk.size)


def _names_agree(folk: Folk, label: Ints, several: Bools) -> Bools:
    """Tell per component whether all its names agree in pairs, a name that several parties bear with itself too."""
    inside = several[label]
    rows, count = np.unique(np.stack([label[inside], folk.name[inside]], axis=1), axis=0, return_counts=True)
    agreed = np.bincount(rows[:, 0], minlength=folk.size) <= MOST_NAMES
    few = rows[agreed[rows[:, 0]]]
    borne = rows[count > 1]
    at, one, other = pairs_within(few[:, 0], few[:, 1])
    at, one, other = (np.concatenate(both) for both in ((at, borne[:, 0]), (one, borne[:, 1]), (other, borne[:, 1])))
    pairs, place = np.unique(np.stack([one, other], axis=1), axis=0, return_inverse=True)
    fits = np.fromiter((folk.book.agree(int(a), int(b)) for a, b in pairs), np.bool_, len(pairs))
    agreed[at[~fits[place]]] = False
    return agreed


def _edges(engine: Engine, folk: Folk, held: Holdings, inside: Bools, settings: ResolveSettings) -> Quiet:
    """Pair the holders of each value, who are alike hanging on their first one, as `candidate_pair.sql` says."""
    rows = inside[held.party]
    party, value, kind = held.party[rows], held.value[rows], held.kind[rows]
    looks: dict[object, int] = {}
    look = np.zeros(len(folk.book.rows) + 1, dtype=np.int64)
    for number in np.unique(folk.name[inside]):
        look[number] = looks.setdefault(look_of(folk.book.parsed(int(number))), len(looks))
    among = np.flatnonzero(inside)
    sets = set_codes(party, value, folk.size)
    likeness = np.zeros(folk.size, dtype=np.int64)
    columns = (look[folk.name[among]], folk.birth_look[among], folk.national_look[among], sets[among])
    likeness[among] = fold_codes(*columns)
    scope = np.zeros(len(party), np.int64)
    holding = {"kind": kind, "scope": scope, "value": value, "part_key": party, "likeness": likeness[party]}
    engine.register("holding", pa.table({name: pa.array(column) for name, column in holding.items()}))
    found = engine.run(ROOM, "candidate_pair", {"block_cap": settings.block_cap})
    left, right = ints(found["left_key"]), ints(found["right_key"])
    pair = left * folk.size + right
    order = np.argsort(pair, kind="stable")
    pair, bits = pair[order], np.left_shift(1, ints(found["kind"]))[order]
    starts = np.flatnonzero(np.r_[True, pair[1:] != pair[:-1]]) if len(pair) else np.zeros(0, np.int64)
    mask = np.bitwise_or.reduceat(bits, starts) if len(starts) else starts
    return Quiet(held.party, inside, pair[starts] // folk.size, pair[starts] % folk.size, mask, held.kinds)


def _edge(mask: int, kinds: Sequence[str], settings: ResolveSettings) -> Edge | None:
    """Return the edge of a pair that shares values of the kinds of a mask on one person each, by the rule of edges."""
    shared = compress(kinds, (mask >> bit & 1 for bit in range(len(kinds))))
    grounds: list[Ground] = []
    for kind in shared:
        found = ground(SharedValue(kind, "-", "", {}), "", "", settings)
        if found is not None:
            grounds.append(found)
    return weigh_at(AGREED, "", "", tuple(sorted(grounds, key=strongest_first)), settings, part=False)


def seniors(folk: Folk, label: Ints) -> Ints:
    """Return the senior party of each party's component: received first, then smallest key."""
    received = ints(folk.table["received_on"])
    first = least(label, received, folk.size)
    among = received == first[label]
    return least(label[among], np.flatnonzero(among), folk.size)[label]


def widths(quiet: Quiet, weight: Sequence[float], senior: Ints) -> list[float | None]:
    """Return per party the weakest weight on its widest way to the senior one, for the senior its strongest edge.

    `weight`: of each edge. On the tree of strongest edges that way is the only one, so both say the same.
    """
    size = len(senior)
    levels = sorted(set(weight), reverse=True)
    rank = np.fromiter((levels.index(one) for one in weight), np.int64, len(weight))
    found = np.full(size, -1, dtype=np.int64)
    for place in range(len(levels)):
        strong = rank <= place
        label = components(size, quiet.left[strong], quiet.right[strong])
        reached = (found < 0) & (label == label[senior]) & (senior != np.arange(size))
        found[reached] = place
    ends, both = np.concatenate([quiet.left, quiet.right]), np.concatenate([rank, rank])
    strongest = least(ends, both, size)
    is_senior = senior == np.arange(size)
    found = np.where(is_senior, np.where(strongest < len(levels), strongest, -1), found)
    return [None if place < 0 else levels[place] for place in found.tolist()]


def bridges(quiet: Quiet, size: int) -> tuple[Bools, Ints]:
    """Return which edges alone join two parts where counts tell, and the numbers of edges where they do not.

    A component with one edge less than parties is a tree, all bridges; one with every pair has none.
    """
    at = quiet.label[quiet.left]
    edges = np.bincount(at, minlength=size)[at]
    parties = np.bincount(quiet.label, minlength=size)[at]
    tree = edges == parties - 1
    open_ = ~tree & (edges < parties * (parties - 1) // 2)
    return tree, np.flatnonzero(open_)

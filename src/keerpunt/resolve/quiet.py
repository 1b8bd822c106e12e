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

from keerpunt.resolve.columns import coded, equal, ints
from keerpunt.resolve.edges import LINKED, Edge, Ground, ground, strongest_first, weigh_at
from keerpunt.resolve.fan_out import look_of
from keerpunt.resolve.folk import PERSON, Folk
from keerpunt.resolve.forms import ROOM
from keerpunt.resolve.identifiers import SharedValue
from keerpunt.resolve.identifying import HOUSEHOLD_KINDS, is_doubtful
from keerpunt.resolve.likeness import NAME, RELATIVES
from keerpunt.resolve.linkage import Scored
from keerpunt.resolve.numbers import (
    Bools,
    Floats,
    Ints,
    components,
    distinct_rows,
    fold_codes,
    least,
    one_value,
    pairs_within,
    rounded,
    set_codes,
    widest,
)  # fmt: skip
from keerpunt.resolve.settings import CLASSES, EMAIL, ResolveSettings
from keerpunt.values.names import Level

if TYPE_CHECKING:
    from keerpunt.engine import Engine

MOST_PARTIES = 50
"""A component of more is contested: a crowd on one value needs the caps, the stars and the code `oversize`."""
MOST_NAMES = 6
"""Writings of a name in a quiet component; more are contested, so that pairs of names stay few."""
AGREED = Level.N1
"""Stands for any level that agrees: which one, an identifier asks of payers only, whose initials are contested."""


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
    edges; bit n of the mask says that the pair shares a value of `kinds[n]`, and `edges` what such a pair gets for it.
    `row`: what a model scored of the pair, -1 for nothing. `n_components`: of two parties or more.
    """

    label: Ints
    quiet: Bools
    left: Ints
    right: Ints
    mask: Ints
    kinds: list[str]
    edges: dict[int, Edge] = field(default_factory=dict)
    weight: Floats = field(default_factory=lambda: np.zeros(0, np.float64))
    row: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    n_components: int = 0
    n_contested: int = 0


def find_quiet(engine: Engine, folk: Folk, settings: ResolveSettings) -> Quiet:
    """Find the components by shared values that are quiet."""
    held = _holdings(engine, folk)
    first = least(held.value, held.party, int(held.value.max(initial=-1)) + 1)
    label = components(folk.size, first[held.value], held.party)
    n_parties = np.bincount(label, minlength=folk.size)
    calm = _all(label, folk.plain, folk.size)
    several = calm & (n_parties > 1) & _summaries(folk, label, held, n_parties, settings)
    several &= _names_agree(folk, label, several)
    mailed = _mailed(engine, folk, held)
    found = _edges(engine, folk, (held, mailed), several[label], settings)
    edges = {int(mask): _edge(int(mask), held.kinds, settings) for mask in np.unique(found.mask)}
    found.edges = {mask: edge for mask, edge in edges.items() if edge is not None and edge.kind == LINKED}
    several[label[found.left[~np.isin(found.mask, list(found.edges))]]] = False
    several[label[found.left[_doubtful(folk, found, mailed)]]] = False
    found.label, found.quiet = label, ((calm & (n_parties == 1)) | several)[label]
    _keep(found, found.quiet[found.left])
    found.row = np.full(len(found.left), -1, dtype=np.int64)
    found.weight = np.array([found.edges[mask].weight for mask in found.mask.tolist()], dtype=np.float64)
    return found


def _keep(quiet: Quiet, rows: Bools) -> None:
    for name in ("left", "right", "mask", "weight", "row"):
        column = getattr(quiet, name)
        setattr(quiet, name, column[rows] if len(column) else column)


def join_scored(folk: Folk, quiet: Quiet, scored: Scored | None, party: Ints, settings: ResolveSettings) -> None:
    """Let what a model scored join quiet components, or make them contested; changes `quiet`.

    `party`: number of the party of each row that the model compared. A pair at or over the floor ties the components of
    its parties into one, which stays quiet only if the guards have nothing to say against it as a whole.
    """
    if scored is not None and len(scored.left):
        known = _weigh(quiet, scored, party)
        linked = _linked(folk, scored, party, settings)
        one, other = party[scored.left[linked]], party[scored.right[linked]]
        numbers = np.arange(folk.size)
        label = components(folk.size, np.concatenate([numbers, one]), np.concatenate([quiet.label, other]))
        grown = _grown(quiet.label, label)
        calm = _all(label, quiet.quiet, folk.size)
        calm &= ~grown | _summed_up(folk, label, grown, settings)
        calm[label[quiet.left[quiet.weight < settings.merge_floor]]] = False
        calm[label[party[scored.left[linked & scored.by_name_alone]]]] = False
        quiet.label, quiet.quiet = label, quiet.quiet & calm[label]
        _keep(quiet, quiet.quiet[quiet.left])
        _add(quiet, scored, party, linked & ~known)
    n_parties = np.bincount(quiet.label, minlength=folk.size)
    quiet.n_components = int(np.count_nonzero(n_parties > 1))
    loud = np.bincount(quiet.label[~quiet.quiet], minlength=folk.size)
    quiet.n_contested = int(np.count_nonzero((loud > 0) & (n_parties > 1)))


def _grown(before: Ints, after: Ints) -> Bools:
    """Tell per component whether it holds several earlier ones."""
    heads = np.flatnonzero(before == np.arange(len(before)))
    return np.asarray(np.bincount(after[heads], minlength=len(after)) > 1, dtype=np.bool_)


def _summed_up(folk: Folk, label: Ints, grown: Bools, settings: ResolveSettings) -> Bools:
    """Tell per component that a model made whether no guard speaks against it."""
    size = folk.size
    n_parties = np.bincount(label, minlength=size)
    calm = grown & (n_parties <= min(MOST_PARTIES, settings.oversize))
    calm &= _all(label, folk.kind() == PERSON, size)
    calm &= one_value(label, folk.birth, size) & one_value(label, folk.national, size)
    inside = calm[label]
    first, _ = distinct_rows(label[inside], folk.name[inside])
    where, name = label[inside][first], folk.name[inside][first]
    calm &= np.bincount(where, minlength=size) <= MOST_NAMES
    few = calm[where]
    at, one, other = pairs_within(where[few], name[few])
    first, place = distinct_rows(one, other)
    clash = np.fromiter(map(folk.book.clash, one[first].tolist(), other[first].tolist()), np.bool_, len(first))
    calm[at[clash[place]]] = False
    return calm


def _linked(folk: Folk, scored: Scored, party: Ints, settings: ResolveSettings) -> Bools:
    """Tell which pairs reach the floor by fields that identify; of a party that is not plain any field might."""
    rows = np.flatnonzero(scored.linked(settings))
    one, other = party[scored.left[rows]], party[scored.right[rows]]
    plain = folk.plain[one] & folk.plain[other]
    linked = np.zeros(len(scored.left), dtype=np.bool_)
    linked[rows[~plain]] = True
    rows = rows[plain]
    linked[rows[scored.identifies(rows, folk.levels(one[plain], other[plain]))]] = True
    return linked


def _weigh(quiet: Quiet, scored: Scored, party: Ints) -> Bools:
    """Add the model's bits to the edges that are there; tells which scored pairs those are."""
    size = len(quiet.label)
    known = quiet.left * size + quiet.right
    pair = party[scored.left] * size + party[scored.right]
    both = np.zeros(len(pair), dtype=np.bool_)
    if not len(known):
        return both
    place = np.minimum(np.searchsorted(known, pair), len(known) - 1)
    both |= known[place] == pair
    quiet.row[place[both]] = np.flatnonzero(both)
    for mask in np.unique(quiet.mask):
        at = np.flatnonzero((quiet.mask == mask) & (quiet.row >= 0))
        grounds = quiet.edges[int(mask)].grounds
        beside = rounded(scored.beside({NAME, RELATIVES, *(one.kind for one in grounds)}))
        quiet.weight[at] = rounded(quiet.weight[at] + beside[quiet.row[at]])
    return both


def _add(quiet: Quiet, scored: Scored, party: Ints, linked: Bools) -> None:
    """Add the model's own edges between quiet parties."""
    inside = quiet.quiet[party[scored.left]] & (quiet.label[party[scored.left]] == quiet.label[party[scored.right]])
    new = np.flatnonzero(inside & linked)
    columns = {
        "left": party[scored.left[new]],
        "right": party[scored.right[new]],
        "mask": np.zeros(len(new), np.int64),
        "weight": scored.total[new],
        "row": new,
    }
    for name, column in columns.items():
        setattr(quiet, name, np.concatenate([getattr(quiet, name), column]))


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
    """Tell per component whether all its names agree in pairs, a name that several parties bear with itself too.

    Where a payer is among them by full given names: what his initials are worth depends on what is shared.
    """
    inside = several[label]
    first, place = distinct_rows(label[inside], folk.name[inside])
    where, name = label[inside][first], folk.name[inside][first]
    agreed = np.bincount(where, minlength=folk.size) <= MOST_NAMES
    few, borne = agreed[where], np.bincount(place, minlength=len(first)) > 1
    at, one, other = pairs_within(where[few], name[few])
    doubled = (where[borne], name[borne], name[borne])
    at, one, other = (np.concatenate(both) for both in zip((at, one, other), doubled, strict=True))
    first, place = distinct_rows(one, other)
    pairs = list(zip(one[first].tolist(), other[first].tolist(), strict=True))
    fits = np.array([folk.book.agree(*pair) for pair in pairs], dtype=np.bool_)
    full = np.array([folk.book.full(*pair) for pair in pairs], dtype=np.bool_)
    paid = np.bincount(label, weights=folk.payers(), minlength=folk.size) > 0
    if pairs:
        agreed[at[~(fits[place] & (full[place] | ~paid[at]))]] = False
    return agreed


@dataclass(slots=True)
class _Mailed:
    """The mailboxes of parties that share what a household has one of: `boxes` per party, and a `code` per set."""

    boxes: dict[int, frozenset[int]]
    code: Ints


def _mailed(engine: Engine, folk: Folk, held: Holdings) -> _Mailed:
    homely = np.zeros(folk.size, dtype=np.bool_)
    kinds = [number for number, kind in enumerate(held.kinds) if kind in HOUSEHOLD_KINDS]
    homely[held.party[np.isin(held.kind, kinds)]] = True
    if not homely.any():
        return _Mailed({}, np.zeros(folk.size, dtype=np.int64))
    found = engine.run(ROOM, "party_contact")
    rows = equal(found["kind"], EMAIL)
    party, value = ints(found["part_key"])[rows], coded(found["value"])[0][rows]
    party, value = party[homely[party]], value[homely[party]]
    boxes: dict[int, set[int]] = {}
    for one, box in zip(party.tolist(), value.tolist(), strict=True):
        boxes.setdefault(one, set()).add(box)
    return _Mailed({one: frozenset(held) for one, held in boxes.items()}, set_codes(party, value, folk.size))


def _doubtful(folk: Folk, quiet: Quiet, mailed: _Mailed) -> Bools:
    """Tell which edges may stand for a household: such a pair is looked at by itself."""
    found = np.zeros(len(quiet.left), dtype=np.bool_)
    payer = folk.payers()
    nothing: frozenset[int] = frozenset()
    for mask, edge in quiet.edges.items():
        if not is_doubtful(edge.grounds, frozenset({0}), frozenset({1})):
            continue
        for row in np.flatnonzero((quiet.mask == mask) & (payer[quiet.left] | payer[quiet.right])).tolist():
            boxes = (mailed.boxes.get(int(side[row]), nothing) for side in (quiet.left, quiet.right))
            found[row] = is_doubtful(edge.grounds, *boxes)
    return found


def _edges(
    engine: Engine, folk: Folk, shared: tuple[Holdings, _Mailed], inside: Bools, settings: ResolveSettings
) -> Quiet:
    """Pair the holders of each value, who are alike hanging on their first one, as `candidate_pair.sql` says."""
    held, mailed = shared
    rows = inside[held.party]
    party, value, kind = held.party[rows], held.value[rows], held.kind[rows]
    looks: dict[object, int] = {}
    look = np.zeros(len(folk.book.rows) + 1, dtype=np.int64)
    for number in np.unique(folk.name[inside]):
        look[number] = looks.setdefault(look_of(folk.book.parsed(int(number))), len(looks))
    among = np.flatnonzero(inside)
    sets = set_codes(party, value, folk.size)
    likeness = np.zeros(folk.size, dtype=np.int64)
    columns = (look[folk.name[among]], folk.birth_look[among], folk.national_look[among], sets[among],
               folk.payers()[among].astype(np.int64), mailed.code[among])  # fmt: skip
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


def widths(quiet: Quiet, senior: Ints) -> Floats:
    """Return per party the weakest weight on its widest way to the senior one, for the senior its strongest edge.

    On the tree of strongest edges that way is the only one, so both say the same. A party alone has NaN.
    """
    size = len(senior)
    head = senior == np.arange(size)
    width = widest(quiet.left, quiet.right, quiet.weight, head)
    strongest = np.full(size, -np.inf)
    for side in (quiet.left, quiet.right):
        np.maximum.at(strongest, side, quiet.weight)
    found = np.where(head, strongest, width)
    return np.where(np.isfinite(found), found, np.nan)


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

"""Quiet parties: those against whom no guard speaks, joined set by set.

Parties that share values, directly or through others, are a closure. It is quiet when every party states one name, one
birth date and one number at most, no provider bounds a value by an interval, nobody judged, and in no component of its
edges any guard has anything to say against the component as a whole (RESOLUTION.md sections 6.2 and 8): all its edges
then join, so each component is one identity, and what its values tell of the others are relations. Every other closure
is contested and looked at record by record by the same rules as ever.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from keerpunt.resolve.columns import ints
from keerpunt.resolve.edges import LEVELS, LINKED, POSSIBLE_SAME, Edge
from keerpunt.resolve.folk import PERSON, Folk
from keerpunt.resolve.guards import Guards
from keerpunt.resolve.likeness import NAME, RELATIVES
from keerpunt.resolve.numbers import (
    Bools,
    Floats,
    Ints,
    components,
    distinct_rows,
    least,
    one_value,
    pairs_within,
    rounded,
    widest,
)  # fmt: skip
from keerpunt.resolve.quiet_values import Holdings, Shared, edge_of, fan_outs, looks, read_holdings, share
from keerpunt.resolve.scored import Scored
from keerpunt.resolve.settings import ResolveSettings
from keerpunt.values.names import Level

if TYPE_CHECKING:
    from keerpunt.engine import Engine

MOST_PARTIES = 50
"""A closure of more is contested: a crowd on one value needs the caps, the stars and the code `oversize`."""
_INITIALS = LEVELS.index(Level.N3)
MOST_NAMES = 6
"""Writings of a name in a quiet identity; more are contested, so that pairs of names stay few."""


@dataclass(slots=True)
class Possible:
    """Pairs of quiet parties who share values that may not join them, by `edges`: number of the pair's text."""

    left: Ints
    right: Ints
    kind: Ints
    edges: list[Edge]


@dataclass(slots=True)
class Quiet:
    """Which parties need no second look, and the edges between them.

    `closure`: smallest party of those tied by shared values or a model. `label`: smallest party of the identity, for
    the quiet ones. `quiet`: per party. `left`, `right`, `mask`: edges that join; `fans` has per mask the fan-out of
    each of `kinds` that such a pair shares, 0 for none, and `edges` what the pair gets for it; mask 0 shares nothing.
    `row`: what a model scored of the pair, -1 for nothing. `held`: values that stand in several identities.
    `n_components`: closures of two parties or more.
    """

    closure: Ints
    label: Ints
    quiet: Bools
    left: Ints
    right: Ints
    mask: Ints
    fans: Ints
    kinds: list[str]
    held: Holdings
    possible: Possible
    edges: dict[int, Edge] = field(default_factory=dict)
    weight: Floats = field(default_factory=lambda: np.zeros(0, np.float64))
    row: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    n_components: int = 0
    n_contested: int = 0

    def shares(self, kind: str) -> Bools:
        """Tell of each edge whether its pair shares a value of a kind."""
        if kind not in self.kinds:
            return np.zeros(len(self.mask), dtype=np.bool_)
        return np.asarray(self.fans[self.mask, self.kinds.index(kind)] > 0, dtype=np.bool_)


def find_quiet(engine: Engine, folk: Folk, guards: Guards, settings: ResolveSettings) -> Quiet:
    """Find the closures by shared values that are quiet."""
    held = read_holdings(engine, folk, settings)
    first = least(held.value, held.party, held.n_values)
    closure = components(folk.size, first[held.value], held.party)
    n_parties = np.bincount(closure, minlength=folk.size)
    calm = _all(closure, folk.plain, folk.size)
    several = calm & (n_parties > 1) & _plain(folk, closure, held, n_parties, settings)
    strict = _strict(folk, closure, held)
    agreed = _one_person(folk, closure, several & strict, agree=True)
    several &= ~strict | agreed
    held = held.kept(several[closure[held.party]])
    look = looks(folk, several[closure])
    held.fan_out = np.ones(held.n_values, dtype=np.int64)
    free = held.kept(~strict[closure[held.party]])
    held.fan_out = fan_outs(folk, free, look, guards, settings)
    # What is over its cap is told to nobody, not even to the models: its holders are looked at one by one.
    several[closure[held.party[held.over_cap()]]] = False
    held = held.kept(several[closure[held.party]])
    shared = share(engine, folk, held, look, settings)
    level = folk.levels(shared.left, shared.right)
    # What the initials of a payer are worth, and what a household has one of, is looked at pair by pair.
    bare = (level == _INITIALS) & (folk.payers()[shared.left] | folk.payers()[shared.right])
    quiet = _joined(folk, (closure, held), shared, level, settings)
    several[closure[shared.left[bare | shared.household]]] = False
    torn = (np.bincount(quiet.label, minlength=folk.size) > 1) & several[closure]
    several[closure[torn & ~_one_person(folk, quiet.label, torn, agree=False)]] = False
    quiet.quiet = ((calm & (n_parties == 1)) | several)[closure]
    keep_edges(quiet, quiet.quiet[quiet.left])
    return quiet


def _plain(folk: Folk, closure: Ints, held: Holdings, n_parties: Ints, settings: ResolveSettings) -> Bools:
    """Tell per closure whether it is of persons only, few, and no issuer or provider has a word in it."""
    calm = np.ones(folk.size, dtype=np.bool_)
    calm[closure[held.party[held.bounded | held.of_class("A")]]] = False
    return calm & (n_parties <= min(MOST_PARTIES, settings.oversize)) & _all(closure, folk.kind() == PERSON, folk.size)


def _strict(folk: Folk, closure: Ints, held: Holdings) -> Bools:
    """Tell per closure whether it is quiet as one person only: numbers that are lent, uses years apart."""
    found = np.zeros(folk.size, dtype=np.bool_)
    found[closure[held.party[held.long[held.value] | held.of_class("A+")]]] = True
    return found


def _joined(
    folk: Folk, by_values: tuple[Ints, Holdings], shared: Shared, level: Ints, settings: ResolveSettings
) -> Quiet:
    """Tell which pairs that share something are edges, which may be one person, and whom the edges join."""
    closure, held = by_values
    first, place = distinct_rows(shared.mask, level)
    found = [
        edge_of(held.kinds, shared.fans[mask], LEVELS[at], settings)
        for mask, at in zip(shared.mask[first].tolist(), level[first].tolist(), strict=True)
    ]
    kind = np.array([["", LINKED, POSSIBLE_SAME].index("" if one is None else one.kind) for one in found], np.int64)
    kind = kind[place] if len(first) else place
    link, likely = np.flatnonzero(kind == 1), np.flatnonzero(kind == 2)
    edges = {
        mask: edge
        for mask, edge in zip(shared.mask[first].tolist(), found, strict=True)
        if edge is not None and edge.kind == LINKED
    }
    some = [Edge("", "", POSSIBLE_SAME, None) if one is None else one for one in found]
    mask = shared.mask[link]
    return Quiet(
        closure=closure,
        label=components(folk.size, shared.left[link], shared.right[link]),
        quiet=np.zeros(folk.size, dtype=np.bool_),
        left=shared.left[link],
        right=shared.right[link],
        mask=mask,
        fans=shared.fans,
        kinds=held.kinds,
        held=held,
        possible=Possible(shared.left[likely], shared.right[likely], place[likely], some),
        edges=edges,
        weight=np.array([edges[one].weight for one in mask.tolist()], dtype=np.float64),
        row=np.full(len(link), -1, dtype=np.int64),
    )


def keep_edges(quiet: Quiet, rows: Bools | Ints) -> None:
    """Leave only some of the edges."""
    for name in ("left", "right", "mask", "weight", "row"):
        column = getattr(quiet, name)
        setattr(quiet, name, column[rows] if len(column) else column)


def _one_person(folk: Folk, label: Ints, among: Bools, *, agree: bool) -> Bools:
    """Tell of some labels whether no guard speaks against their parties as one person; `agree`: names have to agree.

    At most one birth date and one number, and no two names that a guard keeps apart. A name that has to agree has to
    agree with itself too where several parties bear it.
    """
    size = folk.size
    calm = among & _all(label, folk.kind() == PERSON, size)
    calm &= one_value(label, folk.birth, size) & one_value(label, folk.national, size)
    inside = calm[label]
    first, place = distinct_rows(label[inside], folk.name[inside])
    where, name = label[inside][first], folk.name[inside][first]
    calm &= np.bincount(where, minlength=size) <= MOST_NAMES
    few, borne = calm[where], np.bincount(place, minlength=len(first)) > 1
    at, one, other = pairs_within(where[few], name[few])
    if agree:
        doubled = (where[borne], name[borne], name[borne])
        at, one, other = (np.concatenate(both) for both in zip((at, one, other), doubled, strict=True))
    first, place = distinct_rows(one, other)
    fits = folk.book.agree if agree else folk.book.meet
    told = np.fromiter(map(fits, one[first].tolist(), other[first].tolist()), np.bool_, len(first))
    calm[at[~told[place]]] = False
    return calm


def join_scored(folk: Folk, quiet: Quiet, scored: Scored | None, party: Ints, settings: ResolveSettings) -> None:
    """Let what a model scored join quiet parties, or make their closures contested; changes `quiet`.

    `party`: number of the party of each row that the model compared. A pair at or over the floor ties the closures of
    its parties into one, which stays quiet only if the guards have nothing to say against the identities in it.
    """
    if scored is not None and len(scored.left):
        known = _weigh(quiet, scored, party)
        linked = _linked(folk, scored, party, settings)
        ties = party[scored.left[linked]], party[scored.right[linked]]
        closure, label = (_tied(before, *ties) for before in (quiet.closure, quiet.label))
        calm = _all(closure, quiet.quiet, folk.size)
        grown = _grown(quiet.label, label) & calm[closure]
        few = np.bincount(label, minlength=folk.size) <= min(MOST_PARTIES, settings.oversize)
        calm[closure[grown & ~(few & _one_person(folk, label, grown & few, agree=False))]] = False
        calm[closure[quiet.left[quiet.weight < settings.merge_floor]]] = False
        calm[closure[party[scored.left[linked & scored.by_name_alone]]]] = False
        quiet.closure, quiet.label, quiet.quiet = closure, label, quiet.quiet & calm[closure]
        keep_edges(quiet, quiet.quiet[quiet.left])
        _add(quiet, scored, party, linked & ~known)
    n_parties = np.bincount(quiet.closure, minlength=folk.size)
    quiet.n_components = int(np.count_nonzero(n_parties > 1))
    loud = np.bincount(quiet.closure[~quiet.quiet], minlength=folk.size)
    quiet.n_contested = int(np.count_nonzero((loud > 0) & (n_parties > 1)))


def _tied(label: Ints, left: Ints, right: Ints) -> Ints:
    """Return the labels once some pairs are tied as well."""
    numbers = np.arange(len(label))
    return components(len(label), np.concatenate([numbers, left]), np.concatenate([label, right]))


def _grown(before: Ints, after: Ints) -> Bools:
    """Tell per component whether it holds several earlier ones."""
    heads = np.flatnonzero(before == np.arange(len(before)))
    return np.asarray(np.bincount(after[heads], minlength=len(after)) > 1, dtype=np.bool_)


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
    beside: dict[frozenset[str], Floats] = {}
    for mask in np.unique(quiet.mask):
        at = np.flatnonzero((quiet.mask == mask) & (quiet.row >= 0))
        grounds = quiet.edges[int(mask)].grounds
        stated = frozenset({NAME, RELATIVES, *(one.kind for one in grounds)})
        if stated not in beside:
            beside[stated] = rounded(scored.beside(stated))
        weight = rounded(quiet.weight[at] + beside[stated][quiet.row[at]])
        quiet.weight[at] = np.where(scored.doubtful(quiet.row[at], grounds), -np.inf, weight)
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


def _all(label: Ints, holds: Bools, size: int) -> Bools:
    return np.asarray(np.bincount(label, weights=~holds, minlength=size) == 0, dtype=np.bool_)


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

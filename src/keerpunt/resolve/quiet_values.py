"""What plain parties share, value by value: who holds it, on how many persons it looks to be, what pairs it makes.

The rules are those of `identifiers` and `edges`; here they are asked once for all that are alike to them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from keerpunt.resolve.columns import coded, equal, ints
from keerpunt.resolve.edges import Edge, Ground, ground, strongest_first, weigh_at
from keerpunt.resolve.fan_out import incompatible, look_of
from keerpunt.resolve.folk import Folk
from keerpunt.resolve.forms import ROOM
from keerpunt.resolve.guards import Guards
from keerpunt.resolve.identifiers import SharedValue
from keerpunt.resolve.identifying import HOUSEHOLD_KINDS
from keerpunt.resolve.numbers import Bools, Ints, distinct_rows, fold_codes, least, most, set_codes
from keerpunt.resolve.parties import Party
from keerpunt.resolve.settings import CLASSES, EMAIL, ResolveSettings
from keerpunt.values.names import Kind, Level

if TYPE_CHECKING:
    from keerpunt.engine import Engine

_NEVER = np.iinfo(np.int64).min
_DAY = 86_400_000_000
"""Microseconds of a day."""


@dataclass(slots=True)
class Holdings:
    """Who holds which shared value, by number: rows of `holding_no.sql`; `kinds` are the words for `kind`.

    `long`: values whose dated uses do not fit into one window of the fan-out. `fan_out`: per value, where asked.
    """

    value: Ints
    party: Ints
    kind: Ints
    bounded: Bools
    kinds: list[str]
    long: Bools
    fan_out: Ints = field(default_factory=lambda: np.zeros(0, np.int64))

    @property
    def n_values(self) -> int:
        """How many values are shared."""
        return len(self.long)

    def kept(self, rows: Bools) -> Holdings:
        """Return some of the rows, the values numbered as before."""
        value, party, kind = (one[rows] for one in (self.value, self.party, self.kind))
        return Holdings(value, party, kind, self.bounded[rows], self.kinds, self.long, self.fan_out)

    def of_class(self, name: str) -> Bools:
        """Tell of each row whether its kind is of a class."""
        told = np.array([CLASSES[kind].name == name for kind in self.kinds], dtype=np.bool_)
        return told[self.kind] if len(told) else np.zeros(0, np.bool_)

    def over_cap(self) -> Bools:
        """Tell of each row whether its value stands for more persons than its class may."""
        caps = np.array([CLASSES[kind].cap for kind in self.kinds], dtype=np.int64)
        return self.fan_out[self.value] > caps[self.kind] if len(caps) else np.zeros(0, np.bool_)


def read_holdings(engine: Engine, folk: Folk, settings: ResolveSettings) -> Holdings:
    """Read who holds the values that more than one party holds; the engine has what `records.set_up` keeps."""
    numbers = pa.array(np.arange(folk.size, dtype=np.int64))
    engine.register("part", pa.table({"party_key": folk.keys, "part_key": numbers}))
    engine.keep("identifier_use", ROOM, "identifier_use")
    found = engine.run(ROOM, "holding_no")
    kind, kinds = coded(found["kind"])
    value, party, bounded = (ints(found[name]) for name in ("value_no", "party_no", "bounded"))
    size = int(value.max(initial=-1)) + 1
    instant = pa.timestamp("us", "UTC")
    first, last = (ints(found[name].cast(instant), _NEVER) for name in ("first_utc", "last_utc"))
    dated = first != _NEVER
    begin, end = least(value[dated], first[dated], size), most(value[dated], last[dated], size)
    some = end > _NEVER
    long = np.zeros(size, dtype=np.bool_)
    long[some] = end[some] - begin[some] > settings.fan_out_days * _DAY
    return Holdings(value, party, kind, bounded > 0, kinds.to_pylist(), long)


def looks(folk: Folk, inside: Bools) -> Ints:
    """Number the names of some parties by what guards see of them: number of the name -> number of its look."""
    numbers: dict[object, int] = {}
    found = np.zeros(len(folk.book.rows) + 1, dtype=np.int64)
    for name in np.unique(folk.name[inside]).tolist():
        if name >= 0:
            found[name] = numbers.setdefault(look_of(folk.book.parsed(name)), len(numbers))
    return found


def fan_outs(folk: Folk, held: Holdings, look: Ints, guards: Guards, settings: ResolveSettings) -> Ints:
    """Count per value the most mutually incompatible persons on it, as `identifiers.fan_out` does inside one window.

    `held`: every holder of its values, all of them plain persons, no value `long`.
    """
    shape = fold_codes(look[folk.name], folk.birth_look)
    order = np.lexsort((_specific_first(folk, held.party)[held.party], held.value))
    value, party = held.value[order], held.party[order]
    rows = fold_codes(value, shape[party])
    first = np.sort(np.unique(rows, return_index=True)[1])
    value, party = value[first], party[first]
    found = np.ones(held.n_values, dtype=np.int64)
    left, right = _within(value)
    apart = _incompatible(folk, shape, party[left], party[right], guards)
    left, right = left[apart], right[apart]
    clash: dict[int, set[int]] = {}
    for one, other in zip(left.tolist(), right.tolist(), strict=True):
        clash.setdefault(other, set()).add(one)
    torn = np.unique(value[left])
    found[torn] = 2
    kinds = np.bincount(value, minlength=held.n_values)
    for number in torn[kinds[torn] > 2].tolist():
        found[number] = _greedy(value, number, clash, settings.fan_out_stop)
    return found


def _greedy(value: Ints, number: int, clash: dict[int, set[int]], stop: int) -> int:
    """Collect holders of a value, in their order, of which no two are compatible."""
    begin, end = np.searchsorted(value, [number, number + 1]).tolist()
    chosen: list[int] = []
    for row in range(begin, end):
        if clash.get(row, set()).issuperset(chosen):
            chosen.append(row)
            if len(chosen) >= stop:
                break
    return max(len(chosen), 1)


def _specific_first(folk: Folk, among: Ints) -> Ints:
    """Rank parties as `identifiers` looks at them: full names first, then a stated birth date, then by name and key."""
    names = np.unique(folk.name[among])
    full = np.zeros(len(folk.book.rows) + 1, dtype=np.int64)
    full[names] = [len(folk.book.parsed(name).full_given) for name in names.tolist()]
    raws = [folk.book.rows[name][0] for name in names.tolist()]
    ranks = {raw: place for place, raw in enumerate(sorted(set(raws)))}
    rank = np.zeros(len(folk.book.rows) + 1, dtype=np.int64)
    rank[names] = [ranks[raw] for raw in raws]
    parties = np.unique(among)
    name = folk.name[parties]
    order = np.lexsort((parties, rank[name], folk.birth[parties] < 0, -full[name]))
    found = np.zeros(folk.size, dtype=np.int64)
    found[parties[order]] = np.arange(len(parties))
    return found


def _within(value: Ints) -> tuple[Ints, Ints]:
    """Return every two rows of one value, `value` being sorted; the earlier row left."""
    found: list[tuple[Ints, Ints]] = []
    step, rows = 1, np.arange(len(value))
    while len(rows):
        rows = rows[rows + step < len(value)]
        rows = rows[value[rows + step] == value[rows]]
        found.append((rows, rows + step))
        step += 1
    none = np.zeros(0, np.int64)
    left, right = (np.concatenate([none, *column]) for column in zip(*found, strict=True)) if found else (none, none)
    order = np.lexsort((right, left))
    return left[order], right[order]


def _incompatible(folk: Folk, shape: Ints, left: Ints, right: Ints, guards: Guards) -> Bools:
    """Ask the rule once for every two kinds of holders."""
    first, place = distinct_rows(shape[left], shape[right])
    seen: dict[int, Party] = {}
    told = np.zeros(len(first), dtype=np.bool_)
    for number, (a, b) in enumerate(zip(left[first].tolist(), right[first].tolist(), strict=True)):
        one, other = (seen.get(party) or seen.setdefault(party, _person(folk, party)) for party in (a, b))
        told[number] = incompatible(one, other, guards)
    return told[place] if len(first) else np.zeros(len(left), np.bool_)


def _person(folk: Folk, number: int) -> Party:
    """Make a plain person an object of name and birth date, which is what makes two of them incompatible."""
    name = folk.book.parsed(int(folk.name[number]))
    birth = int(folk.birth_look[number])
    nobody: Any = frozenset()
    births = nobody if folk.birth[number] < 0 else frozenset({(folk.dates[birth >> 1], bool(birth & 1))})
    return Party(
        key=str(number), record=str(number), role="", received_on=dt.date.min, kind=Kind.PERSON, names=(name,),
        raw_names=(name.raw,), births=births, nationals=nobody, sources=nobody, countries=(), verification=nobody,
        members=(),
    )  # fmt: skip


@dataclass(slots=True)
class Shared:
    """Pairs of parties and what they share: `mask` is a row of `fans`, which holds the fan-out per kind, 0 for none.

    The first row of `fans` stands for nothing. Sorted by `left`, `right`. `household`: pairs with a payer that share
    nothing but what a household has one of and state mailboxes of which none is common.
    """

    left: Ints
    right: Ints
    mask: Ints
    fans: Ints
    household: Bools


def share(engine: Engine, folk: Folk, held: Holdings, look: Ints, settings: ResolveSettings) -> Shared:
    """Pair the holders of each value, who are alike hanging on their first one, as `candidate_pair.sql` says.

    No value is over its cap.
    """
    mailed = _mailed(engine, folk, held)
    among = np.unique(held.party)
    sets = set_codes(held.party, held.value, folk.size)
    likeness = np.zeros(folk.size, dtype=np.int64)
    columns = (look[folk.name[among]], folk.birth_look[among], folk.national_look[among], sets[among],
               folk.payers()[among].astype(np.int64), mailed.code[among])  # fmt: skip
    likeness[among] = fold_codes(*columns)
    scope = np.zeros(len(held.party), np.int64)
    holding = {
        "kind": held.kind,
        "scope": scope,
        "value": held.value,
        "part_key": held.party,
        "likeness": likeness[held.party],
    }
    engine.register("holding", pa.table({name: pa.array(column) for name, column in holding.items()}))
    found = engine.run(ROOM, "candidate_pair", {"block_cap": settings.block_cap})
    left, right, kind, value = (ints(found[name]) for name in ("left_key", "right_key", "kind", "value"))
    pairs, place = np.unique(left * folk.size + right, return_inverse=True)
    most_fan = np.iinfo(np.int64).max
    fans = np.full((len(pairs), len(held.kinds)), most_fan, dtype=np.int64)
    np.minimum.at(fans, (place.reshape(-1), kind), held.fan_out[value])
    fans[fans == most_fan] = 0
    first, mask = distinct_rows(*fans.T) if len(pairs) else (np.zeros(0, np.int64), np.zeros(0, np.int64))
    fans = np.concatenate([np.zeros((1, len(held.kinds)), dtype=np.int64), fans[first]])
    ends = pairs // folk.size, pairs % folk.size
    personal = [number for number, kind in enumerate(held.kinds) if kind not in HOUSEHOLD_KINDS]
    shared_only = np.asarray(~(fans[:, personal] > 0).any(axis=1), dtype=np.bool_)
    homely = shared_only[mask + 1] & (folk.payers()[ends[0]] | folk.payers()[ends[1]])
    return Shared(*ends, mask + 1, fans, mailed.apart(*ends, homely))


@dataclass(slots=True)
class _Mailed:
    """The mailboxes of parties that share what a household has one of: `boxes` per party, and a `code` per set."""

    boxes: dict[int, frozenset[int]]
    code: Ints

    def apart(self, left: Ints, right: Ints, among: Bools) -> Bools:
        """Tell of some pairs whether both state mailboxes and none is common."""
        found = np.zeros(len(left), dtype=np.bool_)
        nothing: frozenset[int] = frozenset()
        for row in np.flatnonzero(among).tolist():
            one, other = (self.boxes.get(int(side[row]), nothing) for side in (left, right))
            found[row] = bool(one and other) and one.isdisjoint(other)
        return found


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


def edge_of(kinds: list[str], fans: Ints, level: Level, settings: ResolveSettings) -> Edge | None:
    """Return the edge of a pair that shares values of some kinds and fan-outs, by the rule of edges."""
    grounds: list[Ground] = []
    for kind, fan in zip(kinds, fans.tolist(), strict=True):
        found = ground(SharedValue(kind, "-", "", {}, fan), "", "", settings) if fan else None
        if found is not None:
            grounds.append(found)
    return weigh_at(level, "", "", tuple(sorted(grounds, key=strongest_first)), settings, part=False)

"""One change of a resolution that stands: a part of the operation resolved as it was and as it is.

Both are resolved by the rules of a full run, with what is counted over the whole operation passed in. What differs
between both is what changes in the tables; what reaches out of the part is the same in both, so that it falls out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from keerpunt.resolve.change import Kept, Reach, Region, directly, reached, region
from keerpunt.resolve.columns import place_in, rows_at
from keerpunt.resolve.crowding import Crowding
from keerpunt.resolve.evidence import RECORD, Numbers, joined_numbers, without
from keerpunt.resolve.findings import Counts, people_counts
from keerpunt.resolve.folk import read_folk
from keerpunt.resolve.forms import ROOM
from keerpunt.resolve.judgements import latest_verdicts
from keerpunt.resolve.known_pairs import Known, Pairs, PartScorer
from keerpunt.resolve.linkage import prior_of
from keerpunt.resolve.linking_keys import guessed_names, home_keys, party_keys
from keerpunt.resolve.lookup import Hashes
from keerpunt.resolve.numbers import Ints
from keerpunt.resolve.outputs import FOUND_BY, Changed, difference
from keerpunt.resolve.people import Everybody, resolve_everybody
from keerpunt.resolve.population import Seen, party_of_rows, record_hashes
from keerpunt.resolve.records import set_up
from keerpunt.resolve.settings import ResolveSettings
from keerpunt.resolve.statistics import COUNTED, Statistics, change_counts, judge

if TYPE_CHECKING:
    from keerpunt.engine import Engine

ROUNDS = 12
"""So often a change may turn out to reach further than was known, before a full run is due."""


class FullRun(Exception):
    """Why a change asks for a full run."""


@dataclass(slots=True)
class Increment:
    """What a change does: rows of the tables, and what is known of parties from now on.

    `gone`: parties of the last build; `chosen`: those of `seen` that take their place. `less` and `more`: counts of
    findings to take off and to add, as are the two sets of `orphans`. `forms`: new values in comparable form.
    """

    changed: dict[str, Changed]
    gone: Ints
    seen: Seen
    chosen: Ints
    scorer: PartScorer
    pairs: Pairs
    less: Counts
    more: Counts
    orphans: tuple[frozenset[str], frozenset[str]]
    statistics: Statistics
    crowding: Crowding
    forms: pa.Table
    n_records: int

    def replace_pairs(self, engine: Engine, known: Known, numbers: Ints) -> None:
        """Let what was scored take the place of what is known; `numbers`: those of the chosen parties from now on."""
        table, party = _rows_of(self.scorer, self.seen, self.chosen)
        place = np.searchsorted(self.chosen, party)
        known.replace(
            engine,
            self.gone,
            table,
            party=numbers[place],
            pairs=self.pairs,
            rates=self.scorer.rates,
            crowding=self.crowding,
        )


@dataclass(slots=True)
class _Settled:
    """The part as it is: its rows, those that came and those that go among them, and what came of resolving it."""

    area: Region
    rows: Numbers
    scorer: PartScorer
    people: Everybody
    counts: Counts
    seen: Seen
    chosen: Ints


class _Run:
    """The tools of one increment."""

    def __init__(self, engine: Engine, settings: ResolveSettings, kept: Kept, come: Numbers, gone: Numbers) -> None:
        self.engine, self.settings, self.kept = engine, settings, kept
        self.evidence, self.population, self.known = kept.evidence, kept.population, kept.known
        self.statistics, self.come, self.gone = kept.statistics, come, gone
        self.changed = joined_numbers(come, gone)
        self.own: Hashes = np.zeros(0, dtype=np.uint64)
        self.extra: Numbers = self.changed

    def count(self) -> None:
        """Count over the operation as it is now; a bound that is crossed asks for a full run."""
        asked = [name for name, tables in COUNTED.items() if any(len(self.changed.get(one, ())) for one in tables)]
        keys = self.evidence.keys(RECORD, self.changed, "subscriber")
        rows = {**self.changed, "subscriber": self.evidence.find("subscriber", RECORD, keys)}
        sides = []
        for left_out in (self.come, self.gone):
            tables = self.evidence.take(without(rows, left_out))
            self.engine.register_all({one: tables[one] for name in asked for one in COUNTED[name]})
            sides.append({name: self.engine.run(ROOM, name) for name in asked})
        if all(sides[0][name].equals(sides[1][name]) for name in asked):
            return
        counts = change_counts(self.engine, self.statistics.counts, *sides)
        found = judge(counts, self.engine, self.settings)
        crossed = found.same_values(self.statistics)
        if crossed:
            raise FullRun(f"a bound of the operation is crossed: {crossed}")
        self.statistics = found

    def begin(self) -> tuple[Reach, pa.Table]:
        """Return what the changed rows reach as far as they themselves say, and their values in comparable form."""
        touched, said = directly(self.kept, self.changed)
        self.own = self.evidence.keys(RECORD, self.changed)
        rows = joined_numbers(self.evidence.around(self.own), said, self.changed)
        tables = self.evidence.take(rows)
        self.engine.register_all(tables)
        set_up(
            self.engine, latest_verdicts(tables["judgement"].to_pylist(), "same_person"), self.settings, self.statistics
        )
        folk = read_folk(self.engine)
        touch = party_keys(self.engine, folk)
        reach = Reach(
            touched=np.union1d(touched, self.population.touched_by(touch)),
            names=np.unique(guessed_names(self.engine, folk)[0]),
            homes=np.unique(home_keys(self.engine, folk)[0]),
        )
        forms = self.engine.query("SELECT * FROM value_form")
        witnesses = self.evidence.witnesses(self.changed)
        self.extra = joined_numbers(self.changed, said, witnesses)
        reach.met = self.population.holding(self.evidence.keys(RECORD, witnesses))
        return reach, forms

    def rows(self, area: Region) -> Numbers:
        """Return every row of a region, as it was and as it is."""
        records = np.union1d(self.own, self.population.records_of(area.whole))
        found = joined_numbers(self.evidence.around(records), self.extra)
        if sum(map(len, found.values())) > self.settings.increment_most:
            raise FullRun(f"the change touches more than {self.settings.increment_most} rows")
        return found

    def resolve(self, rows: Numbers, scorer: PartScorer) -> tuple[Everybody, Counts]:
        """Resolve some rows by what is known of the whole."""
        tables = self.evidence.take(rows)
        self.engine.register_all(tables)
        judgements = tables["judgement"].to_pylist()
        people = resolve_everybody(self.engine, judgements, self.settings, statistics=self.statistics, scorer=scorer)
        return people, people_counts(self.engine, people)

    def settle(self, reach: Reach) -> _Settled:
        """Resolve the part as it is, until it holds whatever it reaches."""
        for _ in range(ROUNDS):
            area = region(reach, self.kept)
            rows = self.rows(area)
            scorer = PartScorer(self.known, self.known.rows_of(area.whole), changes=True)
            people, counts = self.resolve(without(rows, self.gone), scorer)
            seen = Seen.of(self.engine, people)
            chosen = self._chosen(area, seen)
            reach = Reach(area.core, area.whole, area.names, area.homes)
            if not reach.grow(reached(self.engine, seen, chosen, scorer, self.kept)):
                return _Settled(area, rows, scorer, people, counts, seen, chosen)
        raise FullRun("the change reaches further each time it is looked at")

    def _chosen(self, area: Region, seen: Seen) -> Ints:
        """Return the parties of a run in whose components a touched or changed record stands."""
        wanted = np.union1d(self.own, self.population.records_of(area.core))
        held = np.isin(record_hashes(self.engine, seen.record), wanted)
        labels = np.unique(seen.label[seen.owner[held]])
        return np.flatnonzero(np.isin(seen.label, labels))


def increment(engine: Engine, settings: ResolveSettings, kept: Kept, come: Numbers, gone: Numbers) -> Increment:
    """Return what rows that came and rows that go change; nothing is changed yet.

    Raises:
        FullRun: everything has to be resolved anew.
        Disagreement: what is known is not what looking again gives.
    """
    run, known = _Run(engine, settings, kept, come, gone), kept.known
    run.count()
    reach, forms = run.begin()
    now = run.settle(reach)
    added, _ = _rows_of(now.scorer, now.seen, now.chosen)
    size = known.attributes.size - len(known.rows_of(now.area.core)) + added.num_rows
    if prior_of(size, settings) != known.prior:
        raise FullRun("a bound of the operation is crossed: the prior of the model")
    crowding = known.crowded(engine, now.area.core, added, settings)
    if crowding is None:
        raise FullRun("a bound of the operation is crossed: values or records too many to pair by")
    before, less = run.resolve(without(now.rows, come), PartScorer(known, now.scorer.region, changes=False))
    return Increment(
        changed={name: difference(getattr(before, name), getattr(now.people, name)) for name in FOUND_BY},
        gone=now.area.core,
        seen=now.seen,
        chosen=now.chosen,
        scorer=now.scorer,
        pairs=_pairs_of(now, known),
        less=less,
        more=now.counts,
        orphans=(before.contested.orphans, now.people.contested.orphans),
        statistics=run.statistics,
        crowding=crowding,
        forms=forms,
        n_records=sum(map(len, now.rows.values())),
    )


def _rows_of(scorer: PartScorer, seen: Seen, chosen: Ints) -> tuple[pa.Table, Ints]:
    """Return the attributes of the chosen parties, and the party of each row."""
    party = party_of_rows(scorer.table, seen.keys)
    own = np.flatnonzero(np.isin(party, chosen))
    return rows_at(scorer.table, own), party[own]


def _pairs_of(now: _Settled, known: Known) -> Pairs:
    """Return the pairs of the chosen parties; rows of theirs as -1 - place among them, others as they are known."""
    table, others = now.scorer.table, np.sort(now.scorer.region)
    pairs = Pairs.of(now.people.scored, known.model)
    own = np.isin(party_of_rows(table, now.seen.keys), now.chosen)
    at = place_in(table["part_key"], known.attributes.take(others)["part_key"])
    number = np.where(own, 0 - np.cumsum(own), others[at] if len(others) else 0)
    pairs = pairs.at(np.flatnonzero(own[pairs.left] | own[pairs.right]))
    return pairs.numbered(number[pairs.left], number[pairs.right])

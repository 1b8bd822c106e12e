"""One change of a resolution that stands: a part of the operation resolved as it was and as it is.

Both are resolved by the rules of a full run, with what is counted over the whole operation passed in. What differs
between both is what changes in the tables; what reaches out of the part is the same in both, so that it falls out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from keerpunt.resolve.change import Reach, Region, directly, reached, region
from keerpunt.resolve.columns import place_in
from keerpunt.resolve.evidence import RECORD, Evidence, Numbers, joined_numbers, without
from keerpunt.resolve.findings import Counts, people_counts
from keerpunt.resolve.folk import read_folk
from keerpunt.resolve.judgements import latest_verdicts
from keerpunt.resolve.known_pairs import Known, Pairs, PartScorer
from keerpunt.resolve.linkage import prior_of
from keerpunt.resolve.linking_keys import guessed_names, home_keys, party_keys
from keerpunt.resolve.lookup import Hashes
from keerpunt.resolve.numbers import Ints
from keerpunt.resolve.outputs import FOUND_BY, Changed, difference
from keerpunt.resolve.people import Everybody, resolve_everybody
from keerpunt.resolve.population import Population, Seen, record_hashes
from keerpunt.resolve.records import set_up
from keerpunt.resolve.settings import ResolveSettings
from keerpunt.resolve.statistics import COUNTED, COUNTS, Statistics, change_counts, judge

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
    forms: pa.Table
    n_records: int

    def replace_pairs(self, engine: Engine, known: Known, numbers: Ints) -> None:
        """Let what was scored take the place of what is known; `numbers`: those of the chosen parties from now on."""
        table, party = _rows_of(self.scorer, self.seen, self.chosen)
        known.replace(engine, self.gone, table, numbers[np.searchsorted(self.chosen, party)], self.pairs, self.scorer.rates)


class _Run:
    """The tools of one increment."""

    def __init__(
        self,
        engine: Engine,
        settings: ResolveSettings,
        evidence: Evidence,
        population: Population,
        known: Known,
        statistics: Statistics,
        come: Numbers,
        gone: Numbers,
    ) -> None:
        self.engine, self.settings, self.evidence, self.population = engine, settings, evidence, population
        self.known, self.statistics, self.come, self.gone = known, statistics, come, gone
        self.changed = joined_numbers(come, gone)
        self.own: Hashes = np.zeros(0, dtype=np.uint64)
        self.extra: Numbers = self.changed

    def count(self) -> None:
        """Count over the operation as it is now; a bound that is crossed asks for a full run."""
        if not any(len(self.changed.get(name, ())) for name in COUNTED):
            return
        keys = self.evidence.keys(RECORD, self.changed, "subscriber")
        rows = {**self.changed, "subscriber": self.evidence.find("subscriber", RECORD, keys)}
        sides = []
        for left_out in (self.come, self.gone):
            tables = self.evidence.take(without(rows, left_out))
            self.engine.register_all({name: tables[name] for name in COUNTED})
            sides.append({name: self.engine.run("keerpunt.resolve", name) for name in COUNTS})
        if all(sides[0][name].equals(sides[1][name]) for name in COUNTS):
            return
        counts = change_counts(self.statistics.counts, *sides, self.engine)
        found = judge(counts, self.engine, self.settings)
        crossed = found.same_values(self.statistics)
        if crossed:
            raise FullRun(f"a bound of the operation is crossed: {crossed}")
        self.statistics = found

    def begin(self) -> tuple[Reach, pa.Table]:
        """Return what the changed rows reach as far as they themselves say, and their values in comparable form."""
        touched, said = directly(self.evidence, self.population, self.changed)
        self.own = self.evidence.keys(RECORD, self.changed)
        rows = joined_numbers(self.evidence.around(self.own), said, self.changed)
        tables = self.evidence.take(rows)
        self.engine.register_all(tables)
        set_up(self.engine, latest_verdicts(tables["judgement"].to_pylist(), "same_person"), self.settings, self.statistics)
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
        people = resolve_everybody(
            self.engine, judgements, self.settings, statistics=self.statistics, scorer=scorer
        )
        return people, people_counts(self.engine, people.contested)

    def settle(self, reach: Reach) -> tuple[Region, Numbers, PartScorer, Everybody, Counts, Seen, Ints]:
        """Resolve the part as it is, until it holds whatever it reaches."""
        for _ in range(ROUNDS):
            area = region(reach, self.population, self.known, self.evidence)
            rows = self.rows(area)
            scorer = PartScorer(self.known, self.known.rows_of(area.whole), changes=True)
            people, counts = self.resolve(without(rows, self.gone), scorer)
            seen = Seen.of(self.engine, people)
            chosen = self._chosen(area, seen)
            reach = Reach(area.core, area.whole, area.names, area.homes)
            if not reach.grow(reached(self.engine, seen, chosen, scorer, self.population, self.known)):
                return area, rows, scorer, people, counts, seen, chosen
        raise FullRun("the change reaches further each time it is looked at")

    def _chosen(self, area: Region, seen: Seen) -> Ints:
        """Return the parties of a run in whose components a touched or changed record stands."""
        wanted = np.union1d(self.own, self.population.records_of(area.core))
        held = np.isin(record_hashes(self.engine, seen.record), wanted)
        labels = np.unique(seen.label[seen.owner[held]])
        return np.flatnonzero(np.isin(seen.label, labels))


def increment(
    engine: Engine,
    settings: ResolveSettings,
    *,
    evidence: Evidence,
    population: Population,
    known: Known,
    statistics: Statistics,
    come: Numbers,
    gone: Numbers,
) -> Increment:
    """Return what rows that came and rows that go change; nothing is changed yet.

    Raises:
        FullRun: everything has to be resolved anew.
        Disagreement: what is known is not what looking again gives.
    """
    run = _Run(engine, settings, evidence, population, known, statistics, come, gone)
    run.count()
    reach, forms = run.begin()
    area, rows, scorer, people, counts, seen, chosen = run.settle(reach)
    added, _ = _rows_of(scorer, seen, chosen)
    size = known.attributes.size - len(known.rows_of(area.core)) + added.num_rows
    if prior_of(size, settings) != known.prior:
        raise FullRun("a bound of the operation is crossed: the prior of the model")
    before, less = run.resolve(without(rows, come), PartScorer(known, known.rows_of(area.whole), changes=False))
    return Increment(
        changed={name: difference(getattr(before, name), getattr(people, name)) for name in FOUND_BY},
        gone=area.core,
        seen=seen,
        chosen=chosen,
        scorer=scorer,
        pairs=_pairs_of(people, seen, chosen, scorer, known),
        less=less,
        more=counts,
        orphans=(before.contested.orphans, people.contested.orphans),
        statistics=run.statistics,
        forms=forms,
        n_records=sum(map(len, rows.values())),
    )


def _party(seen: Seen, table: pa.Table) -> Ints:
    """Return the party of each row of attributes, by its number in a run."""
    records = [key.removesuffix("#1").removesuffix("#2") for key in table["part_key"].to_pylist()]
    return place_in(pa.array(records, pa.string()), seen.keys)


def _rows_of(scorer: PartScorer, seen: Seen, chosen: Ints) -> tuple[pa.Table, Ints]:
    """Return the attributes of the chosen parties, and the party of each row."""
    party = _party(seen, scorer.table)
    own = np.flatnonzero(np.isin(party, chosen))
    return scorer.table.take(pa.array(own)), party[own]


def _pairs_of(people: Everybody, seen: Seen, chosen: Ints, scorer: PartScorer, known: Known) -> Pairs:
    """Return the pairs of the chosen parties; rows of theirs as -1 - place among them, others as they are known."""
    pairs = Pairs.of(people.scored, known.model)
    party = _party(seen, scorer.table)
    own = np.isin(party, chosen)
    number = np.where(own, -np.cumsum(own), 0)
    others = np.sort(scorer.region)
    at = place_in(scorer.table["part_key"], known.attributes.take(others)["part_key"])
    number = np.where(own, number, others[at] if len(others) else 0)
    kept = np.flatnonzero(own[pairs.left] | own[pairs.right])
    pairs = pairs.at(kept)
    return pairs.numbered(number[pairs.left], number[pairs.right])

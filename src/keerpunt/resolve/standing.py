"""A resolution that stands: few rows that change give the tables of a full run without one (RESOLUTION.md, 6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from keerpunt.resolve.actors import Actors, resolve_actors
from keerpunt.resolve.change import Kept
from keerpunt.resolve.evidence import Evidence, Numbers
from keerpunt.resolve.findings import people_counts
from keerpunt.resolve.increment import FullRun, Increment, increment
from keerpunt.resolve.known_pairs import Disagreement, Known
from keerpunt.resolve.linkage import Scored, score_table
from keerpunt.resolve.outputs import FOUND_BY, Changed, Outputs, difference
from keerpunt.resolve.people import resolve_everybody
from keerpunt.resolve.population import Population, Seen, party_of_rows
from keerpunt.resolve.run import INPUTS, all_findings, all_tables, register_inputs, rows_of
from keerpunt.resolve.settings import ResolveSettings
from keerpunt.resolve.standing_parts import (
    Parts,
    known_of,
    known_parts,
    population_of,
    population_parts,
    without_actors,
)
from keerpunt.resolve.statistics import COUNTS, judge, observe

if TYPE_CHECKING:
    from keerpunt.engine import Engine

ACTOR_TABLES = ("account", "purchase_order", "payment", "access_grant", "session", "download", "judgement")
"""Tables whose rows say something of accounts."""

Tables = Mapping[str, pa.Table]


@dataclass(frozen=True, slots=True)
class Update:
    """What a change did. `full`: why everything was resolved anew, empty for an increment.

    `changed`: rows by table, for an increment; `n_records`: rows of evidence that it looked at again.
    """

    full: str
    changed: dict[str, Changed]
    n_records: int = 0


class _Listening:
    """Scores as a full run does, and keeps what was scored."""

    table: pa.Table
    scored: Scored | None

    def __call__(self, engine: Engine, table: pa.Table, settings: ResolveSettings) -> Scored | None:
        self.table, self.scored = table, score_table(engine, table, settings)
        return self.scored


class Standing:
    """The tables of a resolution, and all it takes to change them by a few rows.

    `engine` is used by nobody else as long as it stands.
    """

    def __init__(self, engine: Engine, settings: ResolveSettings) -> None:
        self._engine, self._settings = engine, settings

    @classmethod
    def build(cls, engine: Engine, tables: Tables, settings: ResolveSettings) -> Standing:
        """Resolve everybody; `tables`: the canonical tables by name."""
        standing = cls(engine, settings)
        standing._build({name: tables[name] for name in INPUTS})
        return standing

    @classmethod
    def restore(
        cls, engine: Engine, settings: ResolveSettings, kept: Parts, said: Mapping[str, Any], *, tables: Tables
    ) -> Standing:
        """Let a resolution stand again from what `keep` gave and from the canonical and result tables of its build."""
        standing = cls(engine, settings)
        engine.register("value_form", kept["forms"])
        statistics = judge({name: kept[name] for name in COUNTS}, engine, settings)
        evidence = Evidence(engine, {name: tables[name] for name in INPUTS})
        standing._kept = Kept(evidence, population_of(kept), known_of(kept, said["prior"], settings), statistics)
        standing._outputs = Outputs(engine, without_actors(tables))
        standing._counts = Counter({(code, column): n for code, column, n in said["counts"]})
        standing._orphans = frozenset(said["orphans"])
        standing._forms = kept["forms"]
        standing._actors = standing._actors_anew()
        return standing

    def keep(self) -> tuple[Parts, dict[str, Any]]:
        """Return what it takes to stand again beside the tables of the build, and what is said of it, as plain JSON."""
        kept = self._kept
        parts = population_parts(kept.population) | known_parts(kept.known, kept.population.alive)
        counts = sorted([code, column, n] for (code, column), n in self._counts.items() if n)
        said = {"prior": kept.known.prior, "counts": counts, "orphans": sorted(self._orphans)}
        return parts | kept.statistics.counts | {"forms": self._forms}, said

    def _build(self, tables: dict[str, pa.Table]) -> None:
        engine, settings = self._engine, self._settings
        register_inputs(engine, tables)
        statistics = observe(engine, settings)
        heard, judgements = _Listening(), tables["judgement"].to_pylist()
        people = resolve_everybody(engine, judgements, settings, statistics=statistics, scorer=heard)
        self._counts, self._orphans = people_counts(engine, people), people.contested.orphans
        self._outputs = Outputs(engine, {name: getattr(people, name) for name in FOUND_BY})
        self._forms = engine.query("SELECT * FROM value_form")
        seen = Seen.of(engine, people)
        known = Known.build(engine, heard.table, party_of_rows(heard.table, seen.keys), heard.scored, settings)
        population = Population.build(engine, seen)
        self._kept = Kept(Evidence(engine, tables), population, known, statistics)
        self._actors = self._actors_anew()

    def tables(self) -> dict[str, pa.Table]:
        """Return the result tables, sorted."""
        return all_tables(self._outputs.current(), self._actors, self._counts, self._orphans)

    def evidence(self) -> dict[str, pa.Table]:
        """Return the canonical tables as they are now."""
        return self._kept.evidence.current()

    def _findings(self) -> pa.Table:
        return all_findings(self._actors, self._counts, self._orphans)

    def update(self, added: Tables, removed: Tables | None = None) -> Update:
        """Add rows to the canonical tables and remove others; a row that changed is removed and added.

        Raises:
            KeyError: a row to remove is not there.
        """
        return self._change(added, self._kept.evidence.numbers(self._engine, removed or {}))

    def meet(self, tables: Tables) -> Update:
        """Change what stands to what a full run over these canonical tables gives; their rows may stand in any order.

        What no rule of resolution reads, such as the digest of a source, makes no row another.
        """
        gone, come = self._kept.evidence.compare(self._engine, {name: tables[name] for name in INPUTS})
        count = sum(map(len, gone.values())) + sum(rows.num_rows for rows in come.values())
        if count > self._settings.increment_most:
            self._build({name: tables[name] for name in INPUTS})
            return Update(f"more than {self._settings.increment_most} rows are new or another", {})
        return self._change(come, gone)

    def _change(self, added: Tables, gone: Numbers) -> Update:
        come = self._kept.evidence.add(self._engine, {name: rows for name, rows in added.items() if rows.num_rows})
        if not come and not gone:
            return Update("", {})
        try:
            found = increment(self._engine, self._settings, self._kept, come, gone)
            self._outputs.exchange(self._engine, found.changed)
        except FullRun as reason:
            return self._anew(gone, str(reason))
        except Disagreement as what:
            return self._anew(gone, f"what was kept of {what} is not what looking again gives")
        except BaseException:
            # Nothing was exchanged yet, so that what stands is what stood before.
            self._kept.evidence.drop(come)
            raise
        self._kept.evidence.drop(gone)
        return Update("", self._take_over(found, come, gone), found.n_records)

    def _anew(self, gone: Numbers, reason: str) -> Update:
        self._kept.evidence.drop(gone)
        self._build(self._kept.evidence.current())
        return Update(reason, {})

    def _take_over(self, found: Increment, come: Numbers, gone: Numbers) -> dict[str, Changed]:
        """Let what an increment found stand from now on."""
        findings, actors = self._findings(), self._actors
        numbers = self._kept.population.replace(self._engine, found.gone, found.seen, found.chosen)
        found.replace_pairs(self._engine, self._kept.known, numbers)
        self._kept.statistics = found.statistics
        self._counts = self._counts.copy()
        self._counts.subtract(found.less)
        self._counts.update(found.more)
        self._orphans = self._orphans - found.orphans[0] | found.orphans[1]
        self._forms = pa.concat_tables([self._forms, found.forms])
        changed = dict(found.changed)
        if any(len(rows) for side in (come, gone) for name, rows in side.items() if name in ACTOR_TABLES):
            self._actors = self._actors_anew()
            before, after = _actor_tables(actors), _actor_tables(self._actors)
            for name, rows in before.items():
                one, other = changed.get(name), difference(rows, after[name])
                changed[name] = other if one is None else one.with_more(other)
        changed["findings"] = difference(findings, self._findings())
        return changed

    def _actors_anew(self) -> Actors:
        """Resolve the platform's side; it takes few seconds, as nothing there is scored."""
        engine, tables = self._engine, self._kept.evidence.current()
        register_inputs(engine, tables)
        engine.register("device_constant", self._kept.statistics.devices)
        engine.register("value_form", self._forms)
        return resolve_actors(engine, tables["judgement"].to_pylist(), self._settings)


def _actor_tables(actors: Actors) -> dict[str, pa.Table]:
    return {name: rows_of(name, getattr(actors, name)) for name in ("actors", "links", "edges")}

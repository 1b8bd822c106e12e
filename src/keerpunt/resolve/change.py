"""What of an operation has to be looked at again when a few of its rows change: whom they touch, and what lies around.

Whom a changed row touches is recomputed: the parties of its records, all who hold one of their identifiers, and
everybody in the components of these (RESOLUTION.md section 6). What those are related to is context: whom a model
finds likely to be one with them, their name twins, the neighbours of all their addresses, the households registers
name. Every party of the context comes with its whole component, so that it is grouped as in a full run.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from keerpunt.resolve.evidence import CUSTOMER, EXTRACT, IP, JUDGEMENT, RECORD, Evidence, Numbers, joined_numbers
from keerpunt.resolve.known_pairs import Known, PartScorer
from keerpunt.resolve.lookup import Hashes
from keerpunt.resolve.numbers import Ints
from keerpunt.resolve.population import Population, Seen, record_hashes, record_of
from keerpunt.resolve.statistics import Statistics

if TYPE_CHECKING:
    from keerpunt.engine import Engine

_NO_KEYS = np.zeros(0, dtype=np.uint64)
_NOBODY = np.zeros(0, dtype=np.int64)


@dataclass(slots=True)
class Region:
    """Parties of the last build: `core` is recomputed, `whole` with what lies around. `names`, `homes`: looked at."""

    core: Ints
    whole: Ints
    names: Hashes
    homes: Hashes


@dataclass(slots=True)
class Reach:
    """How far a change is known to reach, growing as more is known: parties touched, parties met, names and homes."""

    touched: Ints = field(default_factory=_NOBODY.copy)
    met: Ints = field(default_factory=_NOBODY.copy)
    names: Hashes = field(default_factory=_NO_KEYS.copy)
    homes: Hashes = field(default_factory=_NO_KEYS.copy)

    def grow(self, other: Reach) -> bool:
        """Take over what another reaches; tells whether that is more."""
        grown = False
        for name in self.__slots__:
            both = np.union1d(getattr(self, name), getattr(other, name))
            grown |= len(both) > len(getattr(self, name))
            setattr(self, name, both)
        return grown


@dataclass(slots=True)
class Kept:
    """All that is kept of a build beside its tables."""

    evidence: Evidence
    population: Population
    known: Known
    statistics: Statistics


def directly(kept: Kept, changed: Numbers) -> tuple[Ints, Numbers]:
    """Return the parties whose records changed rows are or speak of, and the rows that say so."""
    evidence = kept.evidence
    records = evidence.keys(RECORD, changed)
    said = joined_numbers(
        {"judgement": evidence.find("judgement", JUDGEMENT, evidence.keys(JUDGEMENT, changed))},
        {"judgement": evidence.find("judgement", RECORD, records)},
        {"register_extract": evidence.find("register_extract", EXTRACT, evidence.keys(EXTRACT, changed))},
    )
    customers = evidence.keys(CUSTOMER, joined_numbers(changed, said))
    asked = {
        "subscriber": evidence.find("subscriber", CUSTOMER, customers),
        "payment": evidence.find("payment", IP, evidence.keys(IP, changed, "ip_assignment")),
    }
    named = [records, evidence.keys(RECORD, said), evidence.keys(RECORD, asked)]
    return kept.population.holding(np.concatenate(named)), joined_numbers(said, asked)


def region(reach: Reach, kept: Kept) -> Region:
    """Return whom to look at again, given what a change reaches."""
    population = kept.population
    core = population.closed(population.living(reach.touched))
    names = np.union1d(reach.names, population.names.keys_of(core))
    homes = np.union1d(reach.homes, population.homes.keys_of(core))
    twins = population.bearing(names)
    # Who bears a second name or has a second home with one of these is related to him by whichever comes first.
    twins = np.union1d(twins, population.bearing(population.names.keys_of(twins)))
    near = population.closed(population.at_home(homes))
    near = np.union1d(near, population.at_home(population.homes.keys_of(near)))
    related = [kept.known.partners(core), _housed(core, kept), twins, near, reach.met]
    whole = population.closed(np.unique(np.concatenate([core, *map(population.living, related)])))
    return Region(core, whole, names, homes)


def _housed(core: Ints, kept: Kept) -> Ints:
    """Return the customers whom a register names as of one household with any of these."""
    evidence, population = kept.evidence, kept.population
    rows = {"register_extract": evidence.around(population.records_of(core))["register_extract"]}
    customers = {"subscriber": evidence.find("subscriber", CUSTOMER, evidence.keys(CUSTOMER, rows))}
    return population.holding(np.concatenate([evidence.keys(RECORD, rows), evidence.keys(RECORD, customers)]))


def reached(engine: Engine, seen: Seen, chosen: Ints, scorer: PartScorer, kept: Kept) -> Reach:
    """Return what a run shows its chosen parties to reach."""
    population = kept.population
    own = pa.array(np.isin(seen.owner, chosen))
    another = pa.array(sorted(map(record_of, scorer.changed)), pa.string())
    touched = [
        population.holding(record_hashes(engine, pa.concat_arrays([seen.record.filter(own), another]))),
        population.touched_by(seen.touch, chosen),
        np.unique(kept.known.party[scorer.moved]),
    ]
    return Reach(
        touched=population.living(np.unique(np.concatenate(touched))),
        met=population.living(scorer.outside),
        names=np.unique(seen.names[0][np.isin(seen.names[1], chosen)]),
        homes=np.unique(seen.homes[0][np.isin(seen.homes[1], chosen)]),
    )

"""The blocking rules of a model as keys, so that the few rows which a new one is compared with are found at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from keerpunt.errors import PolicyRefused
from keerpunt.resolve.blocking import RULES, keys
from keerpunt.resolve.columns import ints
from keerpunt.resolve.linking_keys import hashes_of
from keerpunt.resolve.lookup import Hashes
from keerpunt.resolve.models import Model
from keerpunt.resolve.numbers import Bools, Ints

if TYPE_CHECKING:
    from keerpunt.engine import Engine


@dataclass(frozen=True, slots=True)
class BlockKeys:
    """What rows show to the rules of a model: the hash of a rule and a value, who shows it, and the number of the rule.

    Two rows that a rule pairs have a key in common. Only what a rule demands to be equal counts, so that rows with a
    common key are all pairs of the rule and some more.
    """

    hash: Hashes
    row: Ints
    rule: Ints

    def of_rows(self, chosen: Bools) -> BlockKeys:
        """Return the keys of some rows."""
        kept = chosen[self.row]
        return BlockKeys(self.hash[kept], self.row[kept], self.rule[kept])


def block_keys(engine: Engine, rows: pa.Table, model: Model) -> BlockKeys:
    """Return the keys of rows of attributes.

    Raises:
        PolicyRefused: a rule demands nothing to be equal, so that it finds nobody by a key.
    """
    numbers = pa.array(np.arange(rows.num_rows, dtype=np.int64))
    engine.register("blocking", rows.append_column("row_no", numbers))
    parts = []
    for number, rule in enumerate(model.settings[RULES]):
        sides = keys(rule)
        if not sides:
            raise PolicyRefused("a blocking rule of the model states no equality", place=f"{model.name}: {number}")
        for terms in sides:
            known = " AND ".join(f"{term} IS NOT NULL" for term in terms)
            value = f"hash('{number}', {', '.join(terms)})"
            parts.append(f"SELECT row_no, {value} AS hash, {number} AS rule FROM blocking WHERE {known}")
    found = engine.query(" UNION ALL ".join(parts))
    return BlockKeys(hashes_of(found), ints(found["row_no"]), ints(found["rule"]))


def content(engine: Engine, rows: pa.Table) -> Hashes:
    """Return one hash per row of attributes for all that it states beside its key."""
    engine.register("stated", rows)
    columns = ", ".join(name for name in rows.column_names if name != "part_key")
    return hashes_of(engine.query(f"SELECT hash({columns}) AS hash FROM stated"))

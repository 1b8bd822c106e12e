"""The blocking rules of a model as keys, so that the few rows which a new one is compared with are found at once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from keerpunt.errors import PolicyRefused
from keerpunt.resolve.columns import flat, ints
from keerpunt.resolve.linking_keys import Keys
from keerpunt.resolve.models import Model

if TYPE_CHECKING:
    from keerpunt.engine import Engine

_EQUAL = re.compile(r"^(?P<left>[^=<>!]*\bl\.[^=<>!]*) = (?P<right>[^=<>!]*\br\.[^=<>!]*)$")


@dataclass(frozen=True, slots=True)
class Side:
    """What one side of a rule has to show: `tag` names rule and side, `sought` the side that has to show the same."""

    tag: str
    sought: str
    terms: tuple[str, ...]


def sides(model: Model) -> list[Side]:
    """Return both sides of every blocking rule; a rule that looks alike from both sides has one.

    Only the equalities of a rule count, so that what is found holds all pairs of the rule and some more.

    Raises:
        PolicyRefused: a rule states no equality, so that it finds nobody by a key.
    """
    found: list[Side] = []
    for number, rule in enumerate(model.settings["blocking_rules_to_generate_predictions"]):
        terms = [match for part in rule.split(" AND ") if (match := _EQUAL.match(part.strip())) is not None]
        if not terms:
            raise PolicyRefused("a blocking rule of the model states no equality", place=f"{model.name}: {number}")
        left = tuple(match["left"].replace("l.", "") for match in terms)
        right = tuple(match["right"].replace("r.", "") for match in terms)
        if left == right:
            found.append(Side(f"{number}", f"{number}", left))
        else:
            found += [Side(f"{number} l", f"{number} r", left), Side(f"{number} r", f"{number} l", right)]
    return found


def blocking_keys(engine: Engine, rows: pa.Table, model: Model, *, sought: bool) -> Keys:
    """Return hashes of what the rows show to the rules, or of what those have to show whom they meet (`sought`)."""
    numbers = pa.array(np.arange(rows.num_rows, dtype=np.int64))
    engine.register("blocking", rows.append_column("row_no", numbers))
    parts = []
    for side in sides(model):
        known = " AND ".join(f"{term} IS NOT NULL" for term in side.terms)
        tag = side.sought if sought else side.tag
        terms = ", ".join(side.terms)
        parts.append(f"SELECT row_no, hash('{tag}', {terms}) AS hash FROM blocking WHERE {known}")
    found = engine.query(" UNION ALL ".join(parts))
    return np.asarray(flat(found["hash"]).to_numpy(zero_copy_only=False), dtype=np.uint64), ints(found["row_no"])

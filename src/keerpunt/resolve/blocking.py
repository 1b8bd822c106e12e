"""Which roles a model pairs, and the columns by which it looks for pairs (RESOLUTION.md sections 5 and 8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from keerpunt.resolve.columns import Column, chosen, coded, flat, joined
from keerpunt.resolve.models import PAYER_SUBSCRIBER, PAYERS, SUBSCRIBERS
from keerpunt.resolve.numbers import Ints

_COMPUTE: Any = pc
PERSON_BLOCKS: Mapping[str, tuple[str, ...]] = {
    "name_block": ("name_key",),
    "place_block": ("surname", "postcode"),
    "email_block": ("emails",),
    "phone_block": ("phones",),
    "card_block": ("cards",),
}
"""Column of a blocking rule -> the columns whose values together make it; of a list the first value."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """A model and the roles of its records: one role for pairs within it, two for pairs between them.

    `blocks`: columns made for its blocking rules, of which a value in more rows than the cap is left out; a model
    without has rules on the attributes themselves.
    """

    model: str
    roles: tuple[str, ...]
    blocks: Mapping[str, tuple[str, ...]]

    @property
    def least(self) -> int:
        """How many records each role needs to make a pair."""
        return 2 if len(self.roles) == 1 else 1


PAIRINGS = (
    Pairing(SUBSCRIBERS, ("subscriber",), {}),
    Pairing(PAYER_SUBSCRIBER, ("payer", "subscriber"), PERSON_BLOCKS),
    Pairing(PAYERS, ("payer",), PERSON_BLOCKS),
)
"""The models of persons. No two have a pair of roles in common, so every pair is of one model."""


def blocks(table: pa.Table, sides: Sequence[Ints], pairing: Pairing, cap: int) -> tuple[pa.Table, int]:
    """Return the attributes with row numbers for keys and the blocking columns, and how many values were left out.

    A value in more than `cap` rows of the roles would make pairs without end: ten thousand orders in one made-up name.
    """
    numbers = pa.array(np.arange(table.num_rows, dtype=np.int64))
    found = table.set_column(table.schema.get_field_index("part_key"), "part_key", numbers)
    among = np.concatenate(sides)
    left_out = 0
    for name, parts in pairing.blocks.items():
        column, crowded = _capped(_together([flat(table[part]) for part in parts]), among, cap)
        found = found.append_column(name, column)
        left_out += crowded
    return found, left_out


def _together(parts: Sequence[Column]) -> Column:
    """Return the values of some columns as one text, NULL where one of them is; of a list its first value."""
    texts = [_COMPUTE.list_element(part, 0) if pa.types.is_list(part.type) else part for part in parts]
    woven = [texts[0]]
    for text in texts[1:]:
        woven += ["|", text]
    return joined(*woven) if len(woven) > 1 else flat(texts[0])


def _capped(column: Column, among: Ints, cap: int) -> tuple[Column, int]:
    code, distinct = coded(column)
    count = np.bincount(code[among][code[among] >= 0], minlength=len(distinct))
    kept = np.append(count <= cap, False)[code]
    return chosen(pa.array(kept), column, pa.scalar(None, pa.string())), int(np.count_nonzero(count > cap))

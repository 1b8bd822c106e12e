"""What is counted over the whole operation before anybody is looked at: values so common that they say nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from keerpunt.resolve.forms import ROOM
from keerpunt.resolve.settings import ResolveSettings

if TYPE_CHECKING:
    from keerpunt.engine import Engine

COUNTS = ("birthdate_count", "device_count")
COUNTED = {"birthdate_count": ("subscriber",), "device_count": ("session", "payment")}
"""The tables that each of them counts."""


@dataclass(frozen=True, slots=True)
class Statistics:
    """`counts`: rows of the queries of `COUNTS` by name; `births` and `devices`: the values that stand for nothing."""

    counts: dict[str, pa.Table]
    births: pa.Table
    devices: pa.Table

    def same_values(self, other: Statistics) -> str:
        """Return which values stand for nothing in one and not in the other, empty if none."""
        if not self.births.equals(other.births):
            return "placeholder birth dates"
        return "" if self.devices.equals(other.devices) else "constant devices"


def observe(engine: Engine, settings: ResolveSettings) -> Statistics:
    """Count over the canonical tables that are registered with the engine."""
    return judge({name: engine.run(ROOM, name) for name in COUNTS}, engine, settings)


def judge(counts: dict[str, pa.Table], engine: Engine, settings: ResolveSettings) -> Statistics:
    """Tell from counts which values stand for nothing."""
    engine.register_all(counts)
    births = {"share": settings.birthdate_share, "least": settings.birthdate_least}
    devices = {"share": settings.device_share, "least": settings.device_least}
    return Statistics(
        counts,
        engine.run(ROOM, "birthdate_constant", births).combine_chunks(),
        engine.run(ROOM, "device_constant", devices).combine_chunks(),
    )


def change_counts(
    engine: Engine, counts: dict[str, pa.Table], less: dict[str, pa.Table], more: dict[str, pa.Table]
) -> dict[str, pa.Table]:
    """Return counts after some customers and events were exchanged for others; `less` and `more` count these alone.

    What `less` and `more` do not hold stays as it is.
    """
    return counts | {name: _changed(engine, counts[name], less[name], more[name]) for name in less}


def _changed(engine: Engine, known: pa.Table, less: pa.Table, more: pa.Table) -> pa.Table:
    engine.register_all({"counts_known": known, "counts_less": less, "counts_more": more})
    values = [name for name in known.column_names if not name.startswith("n")]
    numbers = [name for name in known.column_names if name.startswith("n")]
    sides = " UNION ALL ".join(
        f"SELECT {', '.join([*values, *(f'{sign}{one} AS {one}' for one in numbers)])} FROM counts_{word}"
        for word, sign in (("known", ""), ("less", "-"), ("more", ""))
    )
    sums = ", ".join(f"CAST(sum({one}) AS BIGINT) AS {one}" for one in numbers)
    return engine.query(f"SELECT {', '.join(values)}, {sums} FROM ({sides}) GROUP BY ALL HAVING sum(n) > 0")

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
COUNTED = ("subscriber", "payment", "session")
"""Tables that are counted."""


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
    """Return counts after some customers and events were exchanged for others; `less` and `more` count these alone."""
    engine.register_all({f"{name}_{word}": one[name] for word, one in _words(counts, less, more) for name in COUNTS})
    births = " UNION ALL ".join(
        f"SELECT origin, birthdate, {sign}n AS n FROM birthdate_count_{word}" for word, sign in _SIGNS.items()
    )
    devices = " UNION ALL ".join(
        f"SELECT origin, device_id, {sign}n AS n, {sign}n_agent AS n_agent FROM device_count_{word}"
        for word, sign in _SIGNS.items()
    )
    return {
        "birthdate_count": engine.query(
            f"SELECT origin, birthdate, CAST(sum(n) AS BIGINT) AS n FROM ({births}) GROUP BY ALL HAVING sum(n) > 0"
        ),
        "device_count": engine.query(
            "SELECT origin, device_id, CAST(sum(n) AS BIGINT) AS n, CAST(sum(n_agent) AS BIGINT) AS n_agent"
            f" FROM ({devices}) GROUP BY ALL HAVING sum(n) > 0"
        ),
    }


_SIGNS = {"known": "", "less": "-", "more": ""}


def _words(*counts: dict[str, pa.Table]) -> list[tuple[str, dict[str, pa.Table]]]:
    return list(zip(_SIGNS, counts, strict=True))

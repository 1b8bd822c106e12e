"""An increment gives the tables of a full run, row for row, whatever is added, changed or removed."""

from __future__ import annotations

import pyarrow as pa
import pytest

from keerpunt.engine import Engine
from keerpunt.resolve import ResolveSettings, Standing, resolve
from tests.support.changing import World

SETTINGS = ResolveSettings("TEST-1", fan_out_days=400)


def same(standing: Standing, tables: dict[str, pa.Table], settings: ResolveSettings) -> None:
    """Compare all tables with those of a full run."""
    with Engine(threads=1) as engine:
        expected = resolve(engine, tables, settings)
    found = standing.tables()
    for name, table in expected.items():
        assert found[name].to_pylist() == table.to_pylist(), name


@pytest.mark.parametrize("seed", range(30))
def test_increments_give_the_tables_of_a_full_run(seed: int) -> None:
    world = World(seed, size=10 + 6 * (seed % 12))
    reasons = []
    with Engine(threads=1) as engine:
        standing = Standing.build(engine, world.tables(), SETTINGS)
        for _ in range(6):
            added, removed = world.step()
            reasons.append(standing.update(added, removed).full)
            same(standing, world.tables(), SETTINGS)
    assert not [reason for reason in reasons if "what was kept" in reason]

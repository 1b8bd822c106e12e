"""A model whose statements were written for other rows scores as one that was not run before."""

from __future__ import annotations

from keerpunt.engine import Engine
from keerpunt.resolve import ResolveSettings, resolve
from tests.core.resolve.test_set_based import crowd
from tests.support.rows import operation

SETTINGS = ResolveSettings("TEST-1")


def test_a_model_that_ran_before_scores_other_rows_alike() -> None:
    first, second = (operation(**crowd(seed, 60)) for seed in (3, 4))
    with Engine(threads=1) as engine, Engine(threads=1) as fresh:
        resolve(engine, first, SETTINGS)
        again, once = resolve(engine, second, SETTINGS), resolve(fresh, second, SETTINGS)
    assert once["edges"].num_rows > 0
    assert {name: table.to_pylist() for name, table in again.items()} == {
        name: table.to_pylist() for name, table in once.items()
    }

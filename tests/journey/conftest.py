from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.cli import keerpunt


@pytest.fixture(scope="module")
def operation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small synthetic operation and its build: `sources`, `sources.truth`, `out`."""
    root = tmp_path_factory.mktemp("operation")
    made = keerpunt("simulate", "--scale", "small", "--seed", "7", "--out", root / "sources")
    assert made.code == 0, made.err
    done = keerpunt("run", root / "sources", "--out", root / "out")
    assert done.code == 0, done.err
    return root

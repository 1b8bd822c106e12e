"""One generated operation of each scale for all tests of this folder; no test may write into it."""

from __future__ import annotations

from pathlib import Path

import pytest

from keerpunt.model.progress import Silent
from keerpunt.simulate import simulate


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("small") / "sources"
    simulate("small", 1, out, Silent())
    return out


@pytest.fixture(scope="session")
def cumberland(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("cumberland") / "sources"
    simulate("cumberland", 1, out, Silent())
    return out

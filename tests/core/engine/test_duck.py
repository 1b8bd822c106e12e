from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from keerpunt.engine import Engine
from keerpunt.errors import KeerpuntError


def test_parameters_fill_named_places() -> None:
    with Engine(1) as engine:
        engine.register("t", pa.table({"a": [1, 2, 3]}))
        result = engine.query("SELECT a FROM t WHERE a > $low ORDER BY a", {"low": 1, "unused": 5})
    assert result.column("a").to_pylist() == [2, 3]


def test_an_error_names_the_place_and_quotes_no_data() -> None:
    with Engine(1) as engine:
        engine.register("t", pa.table({"a": ["canary-name"]}))
        with pytest.raises(KeerpuntError) as caught:
            engine.query("SELECT CAST(a AS INTEGER) FROM t", place="room/file.sql")
    assert "room/file.sql" in str(caught.value)
    assert "canary-name" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_the_engine_reads_no_file_and_no_network() -> None:
    with Engine(1) as engine, pytest.raises(KeerpuntError):
        engine.query("SELECT * FROM read_csv('/etc/passwd')")


def test_what_memory_cannot_hold_goes_to_the_folder_given_and_nowhere_else(tmp_path: Path) -> None:
    held = "SELECT range AS a, CAST(range AS VARCHAR) || repeat('x', 80) AS b FROM range(800000)"
    with Engine(1, spill=tmp_path, memory_mb=40) as engine:
        engine.query(f"CREATE TEMP TABLE big AS {held}")
        assert list(tmp_path.iterdir())
        assert engine.query("SELECT count(*) AS n FROM big").column("n").to_pylist() == [800000]
    with Engine(1, memory_mb=40) as engine, pytest.raises(KeerpuntError, match="OutOfMemory"):
        engine.query(f"CREATE TEMP TABLE big AS {held}")

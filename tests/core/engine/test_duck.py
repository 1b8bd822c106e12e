from __future__ import annotations

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

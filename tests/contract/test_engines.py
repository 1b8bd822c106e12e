"""What a room's SQL may use, so that both engines understand it, and that both give the same rows."""

from __future__ import annotations

import importlib.util
import shutil
from importlib.resources import files
from pathlib import Path

import pyarrow as pa
import pytest
import sqlglot
from sqlglot import exp

from keerpunt.engine import Engine, SparkEngine
from keerpunt.engine.spark import spark_settings, to_spark
from keerpunt.errors import UsageRefused
from keerpunt.resolve import ResolveSettings, resolve
from keerpunt.resolve.models import SUBSCRIBERS, load
from tests.core.resolve.test_set_based import crowd
from tests.support.persons import Row, account, order
from tests.support.rows import operation

RESOLVE = sorted(str(one) for one in Path(str(files("keerpunt.resolve"))).glob("sql/*.sql"))
PORTABLE_FILES = [*RESOLVE, str(files("keerpunt.model").joinpath("sql", "payment_account.sql"))]
PORTABLE = frozenset((
    "and", "or", "case", "if", "cast", "coalesce", "count", "first_value", "left", "length", "lower", "max", "min",
    "replace", "right", "row_number", "split_part", "substring", "sum", "translate", "trim", "unnest",
))  # fmt: skip
FORBIDDEN = (exp.Lambda, exp.Glob, exp.RegexpLike, exp.SimilarTo, exp.Pivot, exp.TryCast, exp.Div, exp.IntDiv)


def unportable(sql: str) -> list[str]:
    """Name what a statement uses that the two engines may not do alike."""
    parsed = sqlglot.parse_one(sql, read="duckdb")
    found = [
        (call.name if isinstance(call, exp.Anonymous) else call.sql_name()).lower()
        for call in parsed.find_all(exp.Func)
    ]
    found = [name for name in found if name not in PORTABLE]
    found += [type(node).__name__ for node in parsed.find_all(*FORBIDDEN)]
    found += ["asof join" for join in parsed.find_all(exp.Join) if (join.args.get("method") or "").upper() == "ASOF"]
    return found


@pytest.mark.parametrize("path", PORTABLE_FILES, ids=lambda path: Path(path).name)
def test_sql_keeps_to_what_both_engines_have(path: str) -> None:
    assert unportable(Path(path).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT hash(a) FROM t",
        "SELECT list_transform(a, x -> x + 1) FROM t",
        "SELECT * FROM t ASOF JOIN u ON t.a >= u.a",
        "SELECT regexp_matches(a, 'b') FROM t",
        "SELECT TRY_CAST(a AS INTEGER) FROM t",
        "SELECT a / b FROM t",
    ],
)
def test_the_test_of_portability_can_fail(sql: str) -> None:
    assert unportable(sql)


def test_models_are_rewritten_for_spark() -> None:
    settings = spark_settings(load(SUBSCRIBERS).settings)
    conditions = [level["sql_condition"] for one in settings["comparisons"] for level in one["comparison_levels"]]
    text = " ".join(
        [*conditions, *(rule["blocking_rule"] for rule in settings["blocking_rules_to_generate_predictions"])]
    )
    assert "list_" not in text.lower()
    assert "jaro_winkler_similarity" not in text.lower()
    assert to_spark("l.emails[1] = r.emails[1]") == "l.emails[0] = r.emails[0]"


def test_a_missing_extra_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyspark.errors", None)
    with pytest.raises(UsageRefused, match=r"keerpunt\[spark\]") as refused:
        SparkEngine(1)
    assert refused.value.exit_code == 2


def small() -> dict[str, list[Row]]:
    """Persons, accounts and orders in which something of everything happens."""
    rows = crowd(3, 60)
    rows["account"] = [account(str(n), email=f"p{n % 3}@example.org", self_name="Jan Bakker") for n in range(6)]
    refs = [row["psp_ref"] for row in rows["payment"] if row["psp"] == "stripe"][:4]
    rows["purchase_order"] = [order(f"o{n}", str(n), psp="stripe", psp_ref=ref) for n, ref in enumerate(refs)]
    return rows


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("pyspark") is None, reason="the extra keerpunt[spark] is not installed")
@pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs a Java runtime, and none is installed")
@pytest.mark.enable_socket
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::ResourceWarning")
def test_both_engines_give_the_same_rows() -> None:
    tables = operation(**small())
    with Engine(threads=1) as engine:
        expected = resolve(engine, tables, ResolveSettings("TEST-1"))
    with SparkEngine(threads=2) as engine:
        found = resolve(engine, tables, ResolveSettings("TEST-1"))
    assert expected["links"].num_rows > 50
    for name, rows in expected.items():
        assert isinstance(rows, pa.Table)
        assert found[name].to_pylist() == rows.to_pylist(), name

"""Each shipped map reads a hand-made dump of its platform through the whole of intake, under any prefix."""

from __future__ import annotations

import datetime as dt
import json
import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from keerpunt.intake import Intake
from keerpunt.intake.maps import shipped_maps
from tests.support.sources import everything, found, mapped, rejected, take_in

GOLDEN = Path(__file__).parents[3] / "golden" / "table"
NAMES = ("phpbb", "woocommerce_both", "woocommerce_hpos", "woocommerce_legacy")
MAPS = {shipped.name: shipped for shipped in shipped_maps()}
COMMON = (
    "source_sha256", "origin", "received_from", "received_on", "legal_basis", "purpose", "handling", "reader",
)  # fmt: skip
NOTHING = (None, "unknown", "XX")


def rows_of(intake: Intake) -> dict[str, list[dict[str, Any]]]:
    """Return every row by table, without what is unknown or common; instants by their UTC text and precision."""
    tables = {}
    for name, table in intake.tables.items():
        rows = []
        for row in table.to_pylist():
            kept = {k: v for k, v in row.items() if v not in NOTHING and k not in COMMON}
            for stem in [k.removesuffix("_utc") for k in kept if k.endswith("_utc")]:
                kept[stem] = f"{kept.pop(f'{stem}_utc').isoformat()} {kept.pop(f'{stem}_precision')}"
                kept = {k: v for k, v in kept.items() if not k.startswith((f"{stem}_text", f"{stem}_zone"))}
            rows.append({k: shown(v) for k, v in kept.items() if k != "record_key" or "query:" not in v})
        if rows:
            tables[name] = rows
    return tables


def shown(value: Any) -> Any:
    """Return a value as it stands in the expected file; places move with the length of a prefix."""
    if isinstance(value, dt.date):
        return value.isoformat()
    return re.sub(r"([0-9a-f]{12}:)?byte:[0-9]+/", "byte:N/", value) if isinstance(value, str) else value


def taken(tmp_path: Path, name: str, prefix: str) -> Intake:
    shipped = MAPS[name]
    dump = (GOLDEN / f"{name}.sql").read_text(encoding="utf-8").replace(shipped.prefix, prefix)
    return take_in(mapped(tmp_path / "s", "dump.sql", dump, shipped.with_prefix(prefix)))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("prefix", ["", "site7_", "A-b$", "2024_"], ids=["default", "site7_", "A-b$", "2024_"])
def test_gives_the_rows_written_down(tmp_path, name, prefix):
    expected = json.loads((GOLDEN / f"{name}.expected.json").read_text(encoding="utf-8"))
    intake = taken(tmp_path, name, prefix or MAPS[name].prefix)
    assert rows_of(intake) == expected["rows"]
    assert [list(reject) for reject in rejected(intake) if reject[0].startswith("query:")] == expected["rejected"]
    assert intake.receipts[0]["excluded"] == expected["excluded"]
    assert found(intake) == {}


@pytest.mark.parametrize("name", NAMES)
def test_no_secret_of_the_dump_comes_through(tmp_path, name):
    told = everything(taken(tmp_path, name, MAPS[name].prefix))
    for secret in ("$P$", "$2y$", "$argon2", "eXample", "aaaaaaaaaaaa", "wc_order_", "O'Mark"):
        assert secret not in told


def test_every_map_for_a_platform_has_a_dump():
    assert set(NAMES) == {shipped.name for shipped in MAPS.values() if "" not in shipped.needs}


def test_a_sqlite_file_of_the_same_tables_gives_the_same(tmp_path):
    """The maps go with SQLite files too (exports of such sites exist as SQLite)."""
    shipped = MAPS["phpbb"]
    connection = sqlite3.connect(tmp_path / "forum.sqlite")
    for table, columns in shipped.needs.items():
        connection.execute(f'CREATE TABLE "{table}" ({", ".join(sorted(name for (name,) in columns))})')
    connection.execute("INSERT INTO phpbb_users (user_id, user_type, username, user_regdate) VALUES (48, 0, 'zoe', 9)")
    connection.execute("INSERT INTO phpbb_sessions VALUES ('curl', '192.0.2.9', 1700003500, 48)")
    connection.commit()
    connection.close()
    body = (tmp_path / "forum.sqlite").read_bytes()
    rows = rows_of(take_in(mapped(tmp_path / "s", "forum.sqlite", body, shipped.text)))
    assert [row["ip"] for row in rows["session"]] == ["192.0.2.9"]
    assert [row["username"] for row in rows["account"]] == ["zoe"]

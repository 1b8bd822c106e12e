"""Files with flipped bits, cuts, splices and other encodings are told about or refused, and never crash inspection."""

from __future__ import annotations

import gzip
import json
import random
import sqlite3
from pathlib import Path

import pytest

from keerpunt.intake.inspect import Scope, inspect_file
from keerpunt.intake.maps import shipped_maps
from keerpunt.intake.registry import load_readers
from keerpunt.model.progress import Silent
from keerpunt_cli import inspected as shell
from keerpunt_cli.console import out
from tests.fuzz.mutate import mutated
from tests.support.inspecting import TODAY
from tests.support.sheets import ods, ods_row, xlsx

pytestmark = pytest.mark.slow

GOLDEN = Path(__file__).parents[3] / "golden"
NAMES = ("Voorbeeld", "Beispiel", "example.org", "example.net", "ABNA0123456789")
ROUNDS = 40
SHARDS = 8
SCOPE = Scope(TODAY)
READERS = load_readers()
SHIPPED = shipped_maps()


def seeds() -> list[tuple[str, bytes]]:
    found = [p for p in GOLDEN.rglob("*") if p.is_file() and ".expected." not in p.name]
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE users (id INTEGER PRIMARY KEY, login TEXT, created TEXT, mail TEXT)")
    rows = [(n, f"user{n}", f"2024-01-{n % 28 + 1:02d} 10:00:00", f"u{n}@example.org") for n in range(40)]
    connection.executemany("INSERT INTO users VALUES (?, ?, ?, ?)", rows)
    connection.commit()
    made = [("base.sqlite", connection.serialize()), *more_seeds()]
    return [*sorted((p.name, p.read_bytes()) for p in found), *made * 3]


def more_seeds() -> list[tuple[str, bytes]]:
    """Workbooks, a JSON list and a packed dump; each name of a person is one of NAMES."""
    head = ["user_id", "email", "full_name", "created"]
    rows = [[n, f"u{n}@example.org", f"A. Voorbeeld {n}", f"2024-01-{n % 28 + 1:02d}"] for n in range(1, 30)]
    listed = json.dumps([dict(zip(head, row, strict=True)) for row in rows])
    dump = (GOLDEN / "table/woocommerce_both.sql").read_bytes()
    sheet = [ods_row(*head), *(ods_row(*row) for row in rows)]
    return [
        ("base.xlsx", xlsx(("Voorbeeld", [head, *rows]), ("Sheet2", [["a"], ["b"], head, *rows]))),
        ("base.ods", ods(sheet)),
        ("base.json", listed.encode()),
        ("base.sql.gz", gzip.compress(dump, mtime=0)),
    ]


@pytest.mark.parametrize("shard", range(SHARDS))
def test_a_spoilt_file_is_told_about_or_refused(tmp_path, shard):
    chance = random.Random(shard)
    files = seeds()
    for _ in range(ROUNDS):
        name, body = chance.choice(files)
        path = tmp_path / name
        path.write_bytes(mutated(body, chance.choice(files)[1], chance))
        report = inspect_file(path, SCOPE, Silent(), readers=READERS, shipped=SHIPPED)
        with out.capture() as captured:
            shell.show_file(report, written=None)
        said = json.dumps(report.as_dict()) + captured.get()
        assert not any(word in said for word in NAMES)
        # These two words stand for an exception that nobody foresaw.
        why = report.refused.message if report.refused else ""
        assert "looked at" not in why, why
        assert " failed (" not in why, why
        for reading in report.readings:
            tally = reading.tally
            assert tally.read == tally.mapped + tally.excluded.total() + tally.rejected.total()

from __future__ import annotations

import sqlite3
import struct
from itertools import pairwise
from pathlib import Path

import pytest

from keerpunt.errors import InputRefused, SourceRefused
from tests.support.folder import declared, sources_folder
from tests.support.sources import found, mapped, rejected, short, take_in

ACCOUNT = """[[table]]
to = "account"
[table.columns]
platform_account_id = "id"
"""


def database(path: Path, script: str) -> bytes:
    connection = sqlite3.connect(path)
    connection.executescript(f"BEGIN;{script};COMMIT;")
    connection.close()
    return path.read_bytes()


SCRIPT = """
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, big INTEGER, price REAL, data BLOB, born TEXT);
INSERT INTO users VALUES (7, 'ann', 9007199254740993, 12.5, x'00ff', '1980-01-02');
INSERT INTO users VALUES (9, 'bob', 4, 0.1, NULL, NULL);
CREATE TABLE "odd | it's" (k TEXT PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO "odd | it's" VALUES ('b', 1), ('a', 2);
CREATE TABLE other (x);
INSERT INTO other VALUES (1), (2), (3);
CREATE VIEW seen AS SELECT id, name FROM users;
CREATE VIRTUAL TABLE words USING fts5(body);
"""
FROM_USERS = ACCOUNT.replace("[table.", 'from = "users"\n[table.')


def test_a_database_is_read_by_table_with_exact_numbers_and_places(tmp_path):
    body = database(tmp_path / "x.sqlite", SCRIPT)
    map_text = FROM_USERS + 'username = "name"\nphone = "big"\nlocale = "price"\nself_birthdate = "born"\n'
    intake = take_in(mapped(tmp_path / "s", "x.sqlite", body, map_text))
    assert short(intake, "account", "platform_account_id", "username", "phone", "locale", "source_locator") == [
        ("7", "ann", "9007199254740993", "12.5", "users/7"), ("9", "bob", "4", "0.1", "users/9"),
    ]  # fmt: skip
    receipt = intake.receipts[0]
    assert (receipt["mapped"], receipt["read"]) == (2, 2 + sum(receipt["excluded"].values()))
    assert receipt["excluded"]["not_in_map"] >= 5


def test_a_table_without_rowid_is_read_too_and_its_name_cannot_split_places(tmp_path):
    body = database(tmp_path / "x.sqlite", SCRIPT)
    map_text = ACCOUNT.replace("[table.", 'from = "odd | it\'s"\n[table.').replace('"id"', '"k"')
    intake = take_in(mapped(tmp_path / "s", "x.sqlite", body, map_text))
    assert short(intake, "account", "platform_account_id", "source_locator") == [
        ("a", "odd %7C it's/#1"), ("b", "odd %7C it's/#2"),
    ]  # fmt: skip


def test_values_that_are_no_text_are_unknown_or_reject_the_row(tmp_path):
    script = "CREATE TABLE users (id, name); INSERT INTO users VALUES (x'00', 'a'), ('u2', x'ff');"
    script += "INSERT INTO users VALUES ('u3', CAST(x'ff' AS TEXT));"
    body = database(tmp_path / "x.sqlite", script)
    intake = take_in(mapped(tmp_path / "s", "x.sqlite", body, FROM_USERS + 'username = "name"\n'))
    assert rejected(intake) == [("users/1", "bad_encoding")]
    assert short(intake, "account", "username") == [(None,), (None,)]
    assert found(intake) == {("unreadable_value", "username"): 2}


@pytest.mark.parametrize(
    ("source", "why"), [("seen", "names a view"), ("words", "names a virtual table"), ("none", "that the file has not")]
)
def test_views_virtual_tables_and_absent_ones_are_refused_by_key(tmp_path, source, why):
    body = database(tmp_path / "x.sqlite", SCRIPT)
    with pytest.raises(InputRefused, match=why) as raised:
        take_in(mapped(tmp_path / "s", "x.sqlite", body, FROM_USERS.replace('"users"', f'"{source}"')))
    assert raised.value.place == "map.toml: table[0]"


def test_a_map_over_a_database_needs_a_table(tmp_path):
    body = database(tmp_path / "x.sqlite", SCRIPT)
    with pytest.raises(InputRefused, match="needs `from`"):
        take_in(mapped(tmp_path / "s", "x.sqlite", body, ACCOUNT))


def query_map(query: str) -> str:
    return ACCOUNT.replace("[table.", f"query = '''{query}'''\n[table.")


def test_a_query_joins_what_the_map_needs(tmp_path):
    body = database(tmp_path / "x.sqlite", SCRIPT)
    query = "SELECT u.name || '-' || o.x AS id FROM users u JOIN other o ON o.x < 3 ORDER BY 1"
    intake = take_in(mapped(tmp_path / "s", "x.sqlite", body, query_map(query)))
    assert short(intake, "account", "platform_account_id", "source_locator") == [
        ("ann-1", "query:1/1"), ("ann-2", "query:1/2"), ("bob-1", "query:1/3"), ("bob-2", "query:1/4"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM users", "CREATE TABLE t (id)", "SELECT id FROM users; DELETE FROM users", "PRAGMA user_version",
        "ATTACH '/etc/passwd' AS id", "SELECT id FROM seen", "SELECT rowid AS id FROM words",
        "SELECT name AS id FROM sqlite_schema", "SELECT name AS id FROM pragma_table_info('users')",
        "SELECT random() AS id FROM users", "SELECT load_extension('x') AS id FROM users", "SELECT name FROM users",
        "SELECT value AS id FROM json_each('[1]')", "SELECT 'Zebedee Canary' AS", "nonsense",
        "WITH RECURSIVE r(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM r) SELECT id FROM r",
        "SELECT readfile('/etc/passwd') AS id FROM users", "SELECT current_date AS id FROM users",
    ],
)  # fmt: skip
def test_a_query_that_does_more_than_read_ordinary_tables_is_refused_by_key(tmp_path, query):
    body = database(tmp_path / "x.sqlite", SCRIPT)
    root = mapped(tmp_path / "s", "x.sqlite", body, query_map(query))
    with pytest.raises(InputRefused) as raised:
        take_in(root)
    assert raised.value.place == "map.toml: table[0]"
    assert "Canary" not in str(raised.value)
    assert (root / "x.sqlite").read_bytes() == body


def test_an_endless_query_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr("keerpunt.intake.tabular.sqlite_rows.MIN_LOOKS", 20)
    script = "CREATE TABLE n (x); " + "INSERT INTO n VALUES " + ",".join("(1)" for _ in range(400)) + ";"
    body = database(tmp_path / "x.sqlite", script)
    query = "SELECT count(*) AS id FROM n a, n b, n c, n d, n e"
    with pytest.raises(InputRefused, match="takes too long"):
        take_in(mapped(tmp_path / "s", "x.sqlite", body, query_map(query)))


def test_a_query_may_be_heavy_only_within_its_budget_and_a_table_has_none(tmp_path, monkeypatch):
    monkeypatch.setattr("keerpunt.intake.tabular.sqlite_rows.MIN_LOOKS", 0)
    body = database(tmp_path / "x.sqlite", SCRIPT)
    assert take_in(mapped(tmp_path / "s", "x.sqlite", body, FROM_USERS)).receipts[0]["mapped"] == 2


def written_ahead(folder: Path) -> dict[str, bytes]:
    """Return a database whose newest row stands in the write-ahead log alone."""
    connection = sqlite3.connect(folder / "w.sqlite")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    connection.execute("CREATE TABLE users (id TEXT)")
    connection.execute("INSERT INTO users VALUES ('u1')")
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.execute("INSERT INTO users VALUES ('u2')")
    connection.commit()
    files = {name: (folder / name).read_bytes() for name in ("w.sqlite", "w.sqlite-wal", "w.sqlite-shm")}
    connection.close()
    return files


def test_rows_that_stand_in_the_write_ahead_log_alone_are_read_from_a_private_copy(tmp_path):
    files = written_ahead(tmp_path)
    block = declared("w.sqlite", "table", more='map = "map.toml"')
    companions = "".join(declared(name, "").replace('format = ""\n', "") for name in ("w.sqlite-wal", "w.sqlite-shm"))
    root = sources_folder(tmp_path / "s", files | {"map.toml": FROM_USERS}, block + companions)
    intake = take_in(root)
    assert short(intake, "account", "platform_account_id") == [("u1",), ("u2",)]
    assert [receipt["status"] for receipt in intake.receipts] == ["read", "companion", "companion"]
    assert {path.name: path.read_bytes() for path in root.glob("w.*")} == files


def test_a_write_ahead_log_that_is_not_listed_is_refused(tmp_path):
    files = written_ahead(tmp_path)
    block = declared("w.sqlite", "table", more='map = "map.toml"')
    with pytest.raises(InputRefused, match=r"w\.sqlite-wal: is there but not listed"):
        take_in(sources_folder(tmp_path / "s", files | {"map.toml": FROM_USERS}, block))


def test_a_rollback_journal_refuses_the_database(tmp_path):
    body = database(tmp_path / "x.sqlite", SCRIPT)
    journal = b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + bytes(504)
    files = {"x.sqlite": body, "x.sqlite-journal": journal, "map.toml": FROM_USERS}
    blocks = declared("x.sqlite", "table", more='map = "map.toml"')
    blocks += declared("x.sqlite-journal", "").replace('format = ""\n', "")
    with pytest.raises(SourceRefused, match="rollback journal") as raised:
        take_in(sources_folder(tmp_path / "s", files, blocks))
    assert raised.value.place == "x.sqlite"


@pytest.mark.parametrize("cut", [17, 100, 1024, 4096, 8000])
def test_a_damaged_database_is_refused_and_nothing_is_quoted(tmp_path, cut):
    script = SCRIPT + "".join(f"INSERT INTO users (name) VALUES ('Zebedee Canary {n}');" for n in range(500))
    body = database(tmp_path / "x.sqlite", script)
    spoilt = body[:cut] + b"\x7f" * 200 + body[cut + 200 :] if cut > 1000 else body[:cut]
    root = mapped(tmp_path / "s", "x.sqlite", spoilt, FROM_USERS + 'username = "name"\n')
    assert outcome(root) in ("read", "refused")


def outcome(root: Path) -> str:
    try:
        take_in(root)
    except InputRefused as refused:
        return "quoted" if "Canary" in str(refused) else "refused"
    return "read"


def test_an_empty_table_states_zero(tmp_path):
    body = database(tmp_path / "x.sqlite", "CREATE TABLE users (id)")
    assert take_in(mapped(tmp_path / "s", "x.sqlite", body, FROM_USERS)).receipts[0]["read"] == 0


def test_a_column_called_rowid_does_not_hide_the_place(tmp_path):
    body = database(tmp_path / "x.sqlite", "CREATE TABLE users (id, rowid TEXT); INSERT INTO users VALUES ('u1', 'z')")
    intake = take_in(mapped(tmp_path / "s", "x.sqlite", body, FROM_USERS))
    assert short(intake, "account", "source_locator") == [("users/1",)]


def bomb(path: Path, leaf_rows: bool = True) -> bytes:
    """Return a database of some 100 KB whose table has seven levels of 60 branches that all lead to one page."""
    script = "CREATE TABLE users (id, name);"
    script += "".join(f"INSERT INTO users VALUES ('u{n}', 'xxxxxxxxxxxxxxxxxxxx');" for n in range(3000))
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA page_size = 512")
    connection.executescript(f"BEGIN;{script}COMMIT;")
    (root,) = connection.execute("SELECT rootpage FROM sqlite_schema").fetchone()
    connection.close()
    body = bytearray(path.read_bytes())
    leaf = next(n for n in range(2, len(body) // 512) if body[(n - 1) * 512] == 13)
    if not leaf_rows:
        body[(leaf - 1) * 512 + 3 : (leaf - 1) * 512 + 5] = b"\0\0"
    chain = [root, *[n for n in range(2, 20) if n not in (leaf, root)][:6], leaf]
    for number, child in pairwise(chain):
        page = bytearray(512)
        page[0] = 5
        for branch in range(60):
            start = 512 - 6 * (branch + 1)
            page[start : start + 6] = struct.pack(">IBB", child, 0x81, branch)
            page[12 + 2 * branch : 14 + 2 * branch] = struct.pack(">H", start)
        page[3:7] = struct.pack(">HH", 60, 512 - 360)
        page[8:12] = struct.pack(">I", child)
        body[(number - 1) * 512 : number * 512] = page
    return bytes(body)


@pytest.mark.parametrize("leaf_rows", [True, False])
@pytest.mark.parametrize("map_text", [FROM_USERS, query_map("SELECT count(*) AS id FROM users")])
def test_pages_that_all_lead_to_one_page_are_refused_at_once(tmp_path, map_text, leaf_rows):
    with pytest.raises(SourceRefused, match="lead to one page twice") as raised:
        take_in(mapped(tmp_path / "s", "x.sqlite", bomb(tmp_path / "x.sqlite", leaf_rows), map_text))
    assert raised.value.exit_code == 3


def test_a_table_whose_row_numbers_do_not_rise_is_refused(tmp_path):
    body = bytearray(
        database(tmp_path / "x.sqlite", "CREATE TABLE users (id); INSERT INTO users VALUES ('u1'), ('u2')")
    )
    body[body.rindex(b"u2") - 3] = 1
    with pytest.raises(SourceRefused, match="repeats its rows"):
        take_in(mapped(tmp_path / "s", "x.sqlite", bytes(body), FROM_USERS))


def test_a_large_sound_database_is_read_whole_and_what_is_left_out_is_counted(tmp_path):
    rows = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 5000) SELECT x FROM n"
    script = f"CREATE TABLE users (id UNIQUE); INSERT INTO users {rows}; CREATE TABLE o (id); INSERT INTO o {rows};"
    body = database(tmp_path / "x.sqlite", script)
    receipt = take_in(mapped(tmp_path / "s", "x.sqlite", body, FROM_USERS)).receipts[0]
    assert (receipt["mapped"], receipt["excluded"]["not_in_map"]) == (5000, 5000)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        ("datetime('now')", "datetime"), ("strftime('%s', 'now')", "strftime"), ("current_date", "current_date"),
        ("current_time", "current_time"), ("current_timestamp", "current_timestamp"), ("julianday()", "julianday"),
        ("unixepoch()", "unixepoch"), ("date('2024-01-01')", "date"), ("time()", "time"), ("changes()", "changes"),
        ("total_changes()", "total_changes"), ("last_insert_rowid()", "last_insert_rowid"), ("random()", "random"),
        ("randomblob(2)", "randomblob"), ("sqlite_source_id()", "sqlite_source_id"),
    ],
)  # fmt: skip
def test_a_query_uses_no_function_whose_answer_changes(tmp_path, call, name):
    body = database(tmp_path / "x.sqlite", SCRIPT)
    with pytest.raises(InputRefused, match=f"`{name}`") as raised:
        take_in(mapped(tmp_path / "s", "x.sqlite", body, query_map(f"SELECT {call} AS id FROM users")))
    assert (raised.value.place, raised.value.exit_code) == ("map.toml: table[0]", 3)


@pytest.mark.parametrize(
    ("call", "value"),
    [
        ("upper(name)", "ANN"), ("coalesce(NULL, trim(name))", "ann"), ("iif(id = 7, 'x', 'y')", "x"),
        ("printf('%03d', id)", "007"), ("CAST(id AS TEXT)", "7"), ("json_extract('{\"a\": 5}', '$.a')", "5"),
        ("row_number() OVER (ORDER BY id)", "1"), ("max(id, 8)", "8"), ("name LIKE 'a%'", "1"), ("count(*)", "1"),
    ],
)  # fmt: skip
def test_a_query_may_use_steady_functions(tmp_path, call, value):
    body = database(tmp_path / "x.sqlite", SCRIPT)
    intake = take_in(
        mapped(tmp_path / "s", "x.sqlite", body, query_map(f"SELECT {call} AS id FROM users WHERE id = 7"))
    )
    assert short(intake, "account", "platform_account_id") == [(value,)]


@pytest.mark.parametrize("log", [b"x", b"x" * 100, bytes(64), b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83" + bytes(60)])
def test_a_write_ahead_log_that_is_none_is_refused(tmp_path, log):
    body = database(tmp_path / "x.sqlite", SCRIPT)
    blocks = declared("x.sqlite", "table", more='map = "map.toml"')
    blocks += declared("x.sqlite-wal", "").replace('format = ""\n', "")
    root = sources_folder(tmp_path / "s", {"x.sqlite": body, "x.sqlite-wal": log, "map.toml": FROM_USERS}, blocks)
    with pytest.raises(SourceRefused, match="write-ahead log") as raised:
        take_in(root)
    assert (raised.value.code, raised.value.place) == ("damaged_wal", "x.sqlite")


def test_an_empty_write_ahead_log_is_sound(tmp_path):
    body = database(tmp_path / "x.sqlite", SCRIPT)
    blocks = declared("x.sqlite", "table", more='map = "map.toml"')
    blocks += declared("x.sqlite-wal", "").replace('format = ""\n', "")
    root = sources_folder(tmp_path / "s", {"x.sqlite": body, "x.sqlite-wal": b"", "map.toml": FROM_USERS}, blocks)
    assert take_in(root).receipts[0]["mapped"] == 2


def test_a_log_with_one_changed_byte_in_its_header_is_refused(tmp_path):
    files = written_ahead(tmp_path)
    log = bytearray(files["w.sqlite-wal"])
    log[17] ^= 1
    block = declared("w.sqlite", "table", more='map = "map.toml"')
    companions = "".join(declared(name, "").replace('format = ""\n', "") for name in ("w.sqlite-wal", "w.sqlite-shm"))
    changed = files | {"w.sqlite-wal": bytes(log), "map.toml": FROM_USERS}
    with pytest.raises(SourceRefused, match="write-ahead log"):
        take_in(sources_folder(tmp_path / "s", changed, block + companions))

from __future__ import annotations

import gzip

import pytest

from keerpunt.errors import InputRefused, SourceRefused
from tests.support.sources import found, mapped, rejected, short, take_in

ACCOUNT = """[[table]]
from = "u"
to = "account"
[table.columns]
platform_account_id = "id"
"""
NAMED = ACCOUNT + 'username = "name"\n'
TIMES = ACCOUNT + 'registered = "d"\nlast_seen = "t"\n'
CREATE = "CREATE TABLE `u` (`id` varchar(40), `name` varchar(200), d datetime, t timestamp, n bigint unsigned);\n"


def dumped(tmp_path, body, map_text=NAMED, more="", name="a.sql"):
    return take_in(mapped(tmp_path / "s", name, body, map_text, more))


def names(tmp_path, literals, before="", create=CREATE):
    """Return the user names that literals stand for."""
    rows = ",".join(f"('{n:02}',{literal})" for n, literal in enumerate(literals))
    body = f"{before}{create}INSERT INTO u (id, name) VALUES {rows};\n"
    return [name for (name,) in short(dumped(tmp_path, body), "account", "username")]


def test_strings_mean_what_mysql_means(tmp_path):
    literals = [
        r"'a),(b;c'", r"'it\'s'", "'it''s'", r"'a\\b'", r"'50\%'", r"'a\_b'", r"'q\x'", r"'tab\tend'", r"'a\nb'",
        '"dq""x"',         "N'nat'", "_utf8mb4'é'", "0x4142", "x'4142'", "42", "NULL", "''", "TRUE",
    ]  # fmt: skip
    assert names(tmp_path, literals) == [
        "a),(b;c", "it's", "it's", "a\\b", "50\\%", "a\\_b", "qx", "tab\tend", "a\nb", 'dq"x',
        "nat", "é", "AB", "AB", "42",         None, None, "1",
    ]  # fmt: skip


def test_null_and_the_empty_text_stay_apart_for_queries(tmp_path):
    map_text = """[[table]]
to = "account"
query = "SELECT u.id AS id, CASE WHEN u.name IS NULL THEN 'null' ELSE 'text:' || u.name END AS name FROM u ORDER BY id"
[table.columns]
platform_account_id = "id"
username = "name"
"""
    body = f"{CREATE}INSERT INTO u (id,name) VALUES ('1',NULL),('2',''),('3','x');\n"
    intake = dumped(tmp_path, body, map_text)
    assert short(intake, "account", "username") == [("null",), ("text:",), ("text:x",)]


def test_nothing_is_computed_and_what_is_no_text_is_unknown(tmp_path):
    literals = ["NOW()", "CONCAT('a','b')", "(SELECT 1)", r"'a\0b'", "_binary '\\0\\1'", "'a' 'b'", "@x"]
    rows = ",".join(f"('{n:02}',{literal})" for n, literal in enumerate(literals))
    intake = dumped(tmp_path, f"{CREATE}INSERT INTO u (id, name) VALUES {rows};\n")
    assert short(intake, "account", "username") == [(None,)] * len(literals)
    assert found(intake) == {("unreadable_value", "username"): len(literals)}


@pytest.mark.parametrize(
    ("mode", "literal", "name"),
    [
        ("NO_BACKSLASH_ESCAPES", r"'a\'", "a\\"),
        ("NO_BACKSLASH_ESCAPES", r"'a\'',b'", "a\\',b"),
        ("ANSI", r"'a\'b'", "a'b"),
        ("ANSI_QUOTES,NO_AUTO_VALUE_ON_ZERO", "'x'", "x"),
    ],
)
def test_the_sql_mode_of_the_dump_says_how_strings_are_written(tmp_path, mode, literal, name):
    before = f"/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='{mode}' */;\n"
    create = CREATE.replace("`", '"') if "ANSI" in mode else CREATE
    assert names(tmp_path, [literal], before, create) == [name]


def test_a_mode_that_is_restored_is_the_old_one_again(tmp_path):
    before = (
        "SET @saved = @@sql_mode; SET sql_mode = 'NO_BACKSLASH_ESCAPES'; SET sql_mode = @saved;\n"
        "/*!50003 SET @s2=@@sql_mode*/; /*!50003 SET sql_mode='ANSI'*/; /*!50003 SET sql_mode=IFNULL(@s2,'')*/;\n"
    )
    assert names(tmp_path, [r"'a\'b'", '"x"'], before) == ["a'b", "x"]


@pytest.mark.parametrize(
    ("stated", "raw", "text"),
    [
        ("SET NAMES latin1;", b"Zo\xeb \x80", "Zoë €"),
        ("SET NAMES latin1;", b"\xc3\x81", "Ã\x81"),
        ("SET NAMES cp1251;", b"\xc0", "А"),
        ("/*!40101 SET NAMES utf8 */;/*!50503 SET NAMES utf8mb4 */;", "\U0001f426".encode(), "\U0001f426"),
        ("SET NAMES 'utf8mb4' COLLATE 'utf8mb4_unicode_ci';", b"\xff", None),
        ("", "Zoë".encode(), "Zoë"),
        ("", b"Zo\xeb", "Zoë"),
    ],
)
def test_text_is_read_in_the_character_set_of_the_dump(tmp_path, stated, raw, text):
    body = f"{stated}\n{CREATE}INSERT INTO u (id, name) VALUES ('1', '".encode() + raw + b"');\n"
    assert short(dumped(tmp_path, body), "account", "username") == [(text,)]


def test_a_character_set_that_may_hold_a_backslash_is_refused(tmp_path):
    with pytest.raises(SourceRefused, match="hold a backslash"):
        dumped(tmp_path, f"SET NAMES gbk;\n{CREATE}INSERT INTO u (id) VALUES ('1');\n")


@pytest.mark.parametrize("repair", [False, True])
def test_text_encoded_twice_is_told_and_repaired_only_where_the_map_says_so(tmp_path, repair):
    option = ', repair = "double_utf8"' if repair else ""
    map_text = ACCOUNT + f'username = {{ column = "name"{option} }}\n'
    twice = "Müller’s".encode().decode("cp1252")
    body = f"SET NAMES utf8;\n{CREATE}INSERT INTO u (id,name) VALUES ('1','{twice}'),('2','Zoë'),('3','plain');\n"
    intake = dumped(tmp_path, body, map_text)
    assert [n for (n,) in short(intake, "account", "username")] == ["Müller’s" if repair else twice, "Zoë", "plain"]
    code = "repaired_double_utf8" if repair else "double_utf8"
    assert found(intake) == {(code, "account.username"): 1}


def test_repair_goes_with_text_only(tmp_path):
    with pytest.raises(InputRefused, match="`repair`, which goes with columns of text only"):
        dumped(tmp_path, CREATE, ACCOUNT + 'registered = { column = "d", repair = "double_utf8" }\n')
    with pytest.raises(InputRefused, match="repair has a value that maps do not know"):
        dumped(tmp_path / "b", CREATE, ACCOUNT + 'username = { column = "name", repair = "magic" }\n')


ROW = "INSERT INTO u VALUES ('1','n','2024-07-01 10:00:00','2024-07-01 10:00:00',1);\n"


@pytest.mark.parametrize(
    ("stated", "more", "seen", "rule"),
    [
        ("SET TIME_ZONE='+00:00';", "", "10:00", ("UTC", "in_record")),
        ('SET time_zone = "+02:00";', "", "08:00", ("+02:00", "in_record")),
        ("SET SESSION time_zone = 'America/New_York';", "", "14:00", ("America/New_York", "in_record")),
        ("", 'server_time_zone = "Asia/Tokyo"', "01:00", ("Asia/Tokyo", "source_setting")),
        ("SET time_zone = 'SYSTEM';", 'server_time_zone = "Asia/Tokyo"', "01:00", ("Asia/Tokyo", "source_setting")),
        ("", "", "08:00", ("Europe/Copenhagen", "source_setting")),
        (
            "SET @o=@@time_zone; SET time_zone='+5:00'; SET time_zone=@o;", "", "08:00",
            ("Europe/Copenhagen", "source_setting"),
        ),
    ],
)  # fmt: skip
def test_timestamps_follow_the_dump_and_datetimes_the_source(tmp_path, stated, more, seen, rule):
    intake = dumped(tmp_path, f"{stated}\n{CREATE}{ROW}", TIMES, more)
    row = intake.tables["account"].to_pylist()[0]
    assert row["registered_utc"].strftime("%H:%M") == "08:00"
    assert row["last_seen_utc"].strftime("%H:%M") == seen
    assert (row["last_seen_zone"], row["last_seen_zone_basis"]) == rule
    assert row["last_seen_text"] == "2024-07-01 10:00:00"


def test_a_zone_of_the_map_does_not_move_a_timestamp_whose_zone_the_dump_states(tmp_path):
    map_text = ACCOUNT + 'last_seen = { column = "t", format = "iso", zone = "America/New_York" }\n'
    intake = dumped(tmp_path, f"SET time_zone='+00:00';\n{CREATE}{ROW}", map_text)
    assert intake.tables["account"]["last_seen_utc"][0].as_py().hour == 10
    assert found(intake) == {("timestamp_zone", "account.last_seen"): 1}


def test_timestamps_of_a_query_follow_the_dump_unless_it_also_reads_other_times(tmp_path):
    query = '[[table]]\nto = "account"\nquery = "SELECT u.id AS id, u.t AS seen{} FROM u"\n[table.columns]\n'
    columns = 'platform_account_id = "id"\nlast_seen = "seen"\n'
    body = f"SET time_zone='+00:00';\n{CREATE}{ROW}"
    intake = dumped(tmp_path, body, query.format("") + columns)
    assert intake.tables["account"]["last_seen_utc"][0].as_py().hour == 10
    both = query.format(", u.d AS made") + columns + 'registered = "made"\n'
    with pytest.raises(InputRefused, match="TIMESTAMP and other times"):
        dumped(tmp_path / "b", body, both.replace("u.d AS made", "u.d AS made, u.t AS d"))


def test_days_of_zeros_are_unknown(tmp_path):
    body = f"{CREATE}INSERT INTO u VALUES ('1','','0000-00-00 00:00:00','0000-00-00',0),('2','','2024-00-00',NULL,0);\n"
    intake = dumped(tmp_path, body, TIMES)
    assert short(intake, "account", "registered_utc", "last_seen_utc") == [(None, None)] * 2
    assert found(intake) == {("unreadable_value", "registered"): 1}


def test_days_in_digits_of_text_columns_are_put_in_order_by_reading_ahead(tmp_path):
    body = f"{CREATE}INSERT INTO u (id, name) VALUES ('1','03/04/2024'),('2','13/04/2024');\nSELECT 1;\n"
    map_text = ACCOUNT + 'registered = "name"\n'
    for number, (name, packed) in enumerate((("a.sql", body.encode()), ("a.sql.gz", gzip.compress(body.encode())))):
        intake = dumped(tmp_path / str(number), packed, map_text, name=name)
        assert [str(d[0])[:10] for d in short(intake, "account", "registered_utc")] == ["2024-04-02", "2024-04-12"]
        assert intake.receipts[0]["date_order"] == "dmy"


def test_numbers_bits_bytes_and_identifiers(tmp_path):
    create = "CREATE TABLE u (id binary(16), name bit(8), d blob, n decimal(30,18), big bigint unsigned);\n"
    rows = (
        "(0x00112233445566778899aabbccddeeff,b'101',_binary 'text',0.1,18446744073709551615),('abcdefghijklmnop','\\0',"
    )
    rows += "'\\0x',NULL,-1)"
    map_text = ACCOUNT + 'username = "name"\nemail = "d"\nphone = "n"\nlocale = "big"\n'
    intake = dumped(tmp_path, f"{create}INSERT INTO u VALUES {rows};\n", map_text)
    assert short(intake, "account", "platform_account_id", "username", "email", "locale") == [
        ("00112233445566778899aabbccddeeff", "5", "text", "18446744073709551615"),
        ("6162636465666768696a6b6c6d6e6f70", "0", None, "-1"),
    ]
    assert found(intake)[("unreadable_value", "email")] == 1


def test_columns_are_those_the_insert_names_in_any_order_and_case(tmp_path):
    create = (
        "CREATE TABLE `u` (`ID` int, `gone` int INVISIBLE, `a``b` text, KEY k (`ID`), CONSTRAINT c CHECK (1 > 0));\n"
    )
    body = f"{create}INSERT INTO u VALUES (1,'x');\nREPLACE INTO `u` (`a``b`, id) VALUES ('y', 2);\n"
    body += "INSERT IGNORE u (id) VALUE (3);\nINSERT LOW_PRIORITY INTO `u` (`id`,`new`) VALUES (4,'z');\n"
    intake = dumped(tmp_path, body, ACCOUNT + "username = 'a`b'\n")
    assert short(intake, "account", "platform_account_id", "username") == [
        ("1", "x"), ("2", "y"), ("3", None), ("4", None),
    ]  # fmt: skip


def test_a_map_that_names_what_the_dump_has_not_is_refused_by_key(tmp_path):
    body = f"{CREATE}{ROW}"
    with pytest.raises(InputRefused, match=r"map\.toml: table\[0\]: `from` names a table that the dump has not"):
        dumped(tmp_path / "a", body, NAMED.replace('"u"', '"v"'))
    with pytest.raises(InputRefused, match=r"columns\.email: names a column that the table has not"):
        dumped(tmp_path / "b", body, ACCOUNT + 'email = "mail"\n')
    with pytest.raises(InputRefused, match="needs `from`"):
        dumped(tmp_path / "c", body, NAMED.replace('from = "u"\n', ""))
    with pytest.raises(SourceRefused, match="no CREATE TABLE that tells them"):
        dumped(tmp_path / "d", ROW)
    with pytest.raises(InputRefused, match="names a column that the table has not"):
        dumped(tmp_path / "e", CREATE, ACCOUNT + 'email = "mail"\n')


def test_tables_of_several_databases_are_told_apart(tmp_path):
    body = f"USE `one`;\n{CREATE}INSERT INTO u (id) VALUES ('1');\nUSE two\n{CREATE}INSERT INTO u (id) VALUES ('2');\n"
    with pytest.raises(InputRefused, match="several databases"):
        dumped(tmp_path / "a", body)
    intake = dumped(tmp_path / "b", body, NAMED.replace('"u"', '"two.u"'))
    assert short(intake, "account", "platform_account_id") == [("2",)]
    assert intake.receipts[0]["excluded"] == {"not_in_map": 1}


def test_rows_of_other_tables_are_counted_and_other_statements_by_kind(tmp_path):
    body = (
        f"{CREATE}CREATE TABLE v (x int, y text);\nLOCK TABLES u WRITE;\n"
        "INSERT INTO v VALUES (1,'),('),(2,(3)),\n(4,NULL);\n"
        f"{ROW}INSERT INTO v VALUES (5,'(');\nUPDATE u SET id = 9;\n"
        "DELETE FROM `u`;\nLOAD DATA INFILE 'x' INTO TABLE u;\n"
        "INSERT INTO u SELECT * FROM v;\nFROBNICATE 'now';\nSOURCE /etc/hostname\nUNLOCK TABLES;\n"
    )
    intake = dumped(tmp_path, body)
    receipt = intake.receipts[0]
    assert (receipt["mapped"], receipt["excluded"], receipt["rejected"]) == (
        1,
        {"not_in_map": 4},
        {"unknown_record": 1},
    )
    assert receipt["statements_passed"] == (
        "create 2, delete 1, insert 1, load 1, lock 1, other 1, source 1, unlock 1, update 1"
    )
    changes = {column for code, column in found(intake) if code == "changes_not_followed"}
    assert changes == {"update", "delete", "load", "insert"}


def test_triggers_and_procedures_are_passed_over(tmp_path):
    body = (
        f"{CREATE}DELIMITER ;;\n/*!50003 CREATE*/ /*!50017 DEFINER=`x`@`y`*/ "
        "/*!50003 TRIGGER tr AFTER INSERT ON u FOR EACH ROW\n"
        "BEGIN -- don't\n INSERT INTO u (id) VALUES ('no'); SET @a = ';;'; END */;;\nDELIMITER ;\n"
        "CREATE PROCEDURE p() SELECT 1;\nDELIMITER $$\n"
        "CREATE PROCEDURE q() BEGIN INSERT INTO u (id) VALUES ('no'); END$$\n"
        f"DELIMITER ;\n{ROW}"
    )
    assert short(dumped(tmp_path, body), "account", "platform_account_id") == [("1",)]


def test_comments_are_no_statements_and_conditional_ones_are(tmp_path):
    body = (
        "/*M!999999\\- enable the sandbox mode */ \n/*!999999 INSERT INTO u VALUES ('no') */;\n------ it's a line\n"
        f"-- INSERT INTO u VALUES ('no');\n# it's\n/* ; ' */\n{CREATE}"
        "/*!40000 INSERT INTO u (id) VALUES ('1') */;\n"
        "/*!50705 INSERT INTO u (id) VALUES /*!50705 ('2'), */ ('3') */;\n"
        "INSERT INTO u (id) VALUES -- it's;\n('4'), /* ( */ ('5') # last\n;\n"
    )
    assert short(dumped(tmp_path, body), "account", "platform_account_id") == [(str(n),) for n in range(1, 6)]


def test_a_dump_of_powershell_is_utf_16(tmp_path):
    body = (
        f"-- MySQL dump 10.13\n{CREATE}INSERT INTO u (id,name) VALUES ('1','Zoë');\n-- Dump completed on 2024-05-02\n"
    )
    for encoding in ("utf-16", "utf-8-sig"):
        intake = dumped(tmp_path / encoding, body.encode(encoding))
        assert short(intake, "account", "username") == [("Zoë",)]


def test_places_lead_to_the_statement_and_the_row(tmp_path):
    body = f"{CREATE}INSERT INTO u (id) VALUES ('1'),('2');\n"
    intake = dumped(tmp_path, body)
    assert short(intake, "account", "source_locator") == [
        (f"byte:{len(CREATE)}/row:1",), (f"byte:{len(CREATE)}/row:2",),
    ]  # fmt: skip


def test_rows_that_do_not_fit_their_table_are_rejected(tmp_path):
    body = f"{CREATE}INSERT INTO u VALUES ('1','n'),('2','n',NULL,NULL,1),\n('3',,,,);\nINSERT INTO u VALUES ,;\n{ROW}"
    intake = dumped(tmp_path, body)
    assert [reason for _, reason in rejected(intake)] == ["unknown_record"] * 3
    assert intake.receipts[0]["mapped"] == 2


def test_a_table_without_rows_states_zero(tmp_path):
    assert dumped(tmp_path, CREATE).receipts[0]["read"] == 0


@pytest.mark.parametrize(
    "body",
    [
        "--\n-- PostgreSQL database dump\n--\nSET client_encoding = 'UTF8';\n",
        "PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nCREATE TABLE u (id);\n",
        "SET ANSI_NULLS ON\nGO\nINSERT INTO u VALUES (1)\nGO\n",
    ],
)
def test_dumps_of_other_databases_are_refused(tmp_path, body):
    with pytest.raises(SourceRefused, match="another database"):
        dumped(tmp_path, body)


def test_a_query_reads_only_steady_functions_and_tables_of_the_dump(tmp_path):
    map_text = '[[table]]\nto = "account"\nquery = "{}"\n[table.columns]\nplatform_account_id = "id"\n'
    for number, query in enumerate((
        "SELECT random() AS id FROM u", "SELECT id FROM nowhere", "DELETE FROM u", "SELECT id FROM sqlite_master",
        "SELECT 1 AS id FROM u; SELECT 2", "ATTACH 'x' AS y", "SELECT load_extension('x') AS id",
        "SELECT u.id AS x FROM u",
    )):  # fmt: skip
        with pytest.raises(InputRefused, match="query"):
            dumped(tmp_path / str(number), CREATE + ROW, map_text.format(query))

"""Dumps that were made to break a reader end in rows, rejects or a refusal, in bounded time and memory."""

from __future__ import annotations

import gzip
import hashlib
import io
import random
import time
import tracemalloc

import pytest

from keerpunt.errors import InputRefused, SourceRefused
from keerpunt.intake import IntakeSettings
from keerpunt.intake.formats import table
from keerpunt.intake.records import Mapped, Rejected
from keerpunt.intake.tabular.mysql_window import MAX_ROW
from tests.contract.test_mysql_contract import ADMINER, MYSQLDUMP, USERS
from tests.support.reading import context
from tests.support.sources import mapped, rejected, short, take_in

pytestmark = pytest.mark.slow

MAP = b"""[[table]]
from = "u"
to = "account"
[table.columns]
platform_account_id = "id"
username = "name"
"""
CREATE = b"CREATE TABLE u (id varchar(40), name longtext);\n"
LIMIT = 60 * 2**20


class Endless(io.RawIOBase):
    """A stream of a head, one piece again and again, and an end; nothing of it is held."""

    def __init__(self, head: bytes, piece: bytes, times: int, end: bytes) -> None:
        self._parts = (head, piece, end)
        self._times = times
        self.seek(0)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        assert (offset, whence) == (0, 0)
        self._sent, self._ready = 0, self._parts[0]
        return 0

    def readinto(self, into) -> int:
        while not self._ready and self._sent <= self._times:
            self._ready = self._parts[1] if self._sent < self._times else self._parts[2]
            self._sent += 1
        done = min(len(into), len(self._ready))
        into[:done] = self._ready[:done]
        self._ready = self._ready[done:]
        return done


def reading(tmp_path, stream):
    (tmp_path / "map.toml").write_bytes(MAP)
    around = context("a.sql", map="map.toml")
    around.root = tmp_path
    return table.READER.read(stream, around)


def records(tmp_path, body):
    return list(reading(tmp_path, io.BytesIO(body)))


def taken(tmp_path, body, **settings):
    root = mapped(tmp_path / "s", "a.sql", body, MAP.decode())
    return take_in(root, settings=IntakeSettings(**settings))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("head", "piece", "times", "end"),
    [
        (CREATE + b"INSERT INTO u VALUES ('0','')", b",('1','" + b"x" * 2**20 + b"')", 60, b";\n"),
        (b"SET NAMES utf8;" + CREATE + b"INSERT INTO v VALUES (0)", b",(1,'),(')" * 4096, 200, b";\n"),
        (CREATE + b"INSERT INTO u VALUES ('1','", b"\\'" * 2**19, 60, b"');\n"),
        (CREATE + b"INSERT INTO v VALUES ('1','", b"x''" * 2**18, 60, b"');\n"),
        (CREATE + b"-- ", b"x" * 2**20, 60, b"\n"),
        (CREATE + b"/* ", b"* /" * 2**18, 60, b"*/"),
        (CREATE + b"SET @x = '", b"y" * 2**20, 60, b"';\n"),
        (CREATE + b"CREATE TABLE w (", b"`c` int, " * 2**17, 60, b"d int);\n"),
        (CREATE, b" \n;" * 2**18, 60, b"\n"),
        (CREATE + b"INSERT INTO u VALUES ('1',NULL),\n", b"\n" * 2**20, 60, b"('2',NULL);\n"),
    ],
    ids=("wide rows", "rows", "value", "value passed", "line", "comment", "set", "columns", "blanks", "blanks in rows"),
)  # fmt: skip
def test_memory_does_not_grow_with_the_file(tmp_path, head, piece, times, end):
    """60 MB and more, of which never more than a few rows are held (a row of up to 16 MiB is)."""
    tracemalloc.start()
    try:
        stream = io.BufferedReader(Endless(head, piece, times, end), 2**20)
        reasons = {record.reason for record in reading(tmp_path, stream) if isinstance(record, Rejected)}
        assert reasons <= {"too_long"}
        assert tracemalloc.get_traced_memory()[1] < LIMIT + 3 * MAX_ROW
    finally:
        tracemalloc.stop()


def test_a_row_of_more_than_16_mib_is_rejected_and_the_next_one_is_read(tmp_path):
    long = b"x" * (MAX_ROW + 1)
    body = CREATE + b"INSERT INTO u VALUES ('1','" + long + b"'),('2','b');\nINSERT INTO u VALUES ('3','c');\n"
    found = records(tmp_path, body)
    assert [r.reason for r in found if isinstance(r, Rejected)] == ["too_long"]
    assert [r.rows[0].values["platform_account_id"] for r in found if isinstance(r, Mapped)] == ["2", "3"]


def test_a_value_of_more_than_1_mib_is_unknown(tmp_path):
    body = CREATE + b"INSERT INTO u VALUES ('1','" + b"x" * (2**20 + 1) + b"'),('" + b"9" * (2**20 + 1) + b"','b');\n"
    intake = taken(tmp_path, body)
    assert short(intake, "account", "platform_account_id", "username") == [("1", None)]
    assert [reason for _, reason in rejected(intake)] == ["too_long"]


@pytest.mark.parametrize(
    "body",
    [
        b"INSERT INTO u VALUES ('1','" + b"\\" * 10**6,
        b"INSERT INTO u VALUES " + b"(" * 10**6,
        b"INSERT INTO u VALUES ('1'," + b"(" * 10**6 + b")" * 10**6 + b",1);\n",
        b"INSERT INTO v VALUES " + b"((" * 10**5 + b"'" * 10**5 + b";\n",
        b"INSERT INTO u " + b"(id," * 10**5 + b"VALUES (1);\n",
        b"INSERT " + b"/**/" * 10**5 + b"INTO u " + b"/*" * 10**5,
        b"/*!" * 10**5 + b"INSERT INTO u VALUES ('1','x')" + b"*/" * 10**5 + b";\n",
        b"/*" * 10**6,
        b"/*!40101 SET NAMES " * 10**5 + b";\n",
        b"SET " + b"a" * 10**6 + b";\n",
        b"SET " + b"a=" * 10**5 + b";\n",
        b"SET NAMES" + b" " * 10**6 + b";\n",
        b"CREATE TABLE w (" + b"(" * 10**6 + b";\n",
        b"CREATE TABLE w " + b"`" * 10**5 + b";\n",
        b"CREATE TABLE w (" + b"c int," * 10**5 + b"d int);\nINSERT INTO w VALUES (" + b"1," * 10**5 + b"1);\n",
        b"DELIMITER " + b"x" * 10**6 + b"\n;;;;\n",
        b"DELIMITER\n" * 10**5,
        b"--" * 10**6,
        b"- -" * 10**6 + b";\n",
        b"\0" * 10**6,
        b"U" * 10**6,
        b"USE " + b"`" * 10**6,
        b"INSERT INTO u VALUES (" + b"1" * 10**6 + b",'');\n",
        b"INSERT INTO u VALUES (0x" + b"f" * 10**6 + b",'');\n",
        b"INSERT INTO u VALUES (b'" + b"1" * 10**6 + b"','');\n",
        b"INSERT INTO u VALUES ('1'," + b"-" * 10**6 + b"1);\n",
        b"INSERT INTO u VALUES ('1'," + b"''''" * 10**6 + b");\n",
        b"INSERT INTO u VALUES ('1','a'),\n" + b"('1'," * 10**5,
        b"INSERT INTO u VALUES " + b"('1'),\n" * 10**5 + b"('2','b');\n",
        b"REPLACE u SELECT * FROM u;\n" * 10**4,
        b"DROP TABLE" + b" " * 10**6 + b"IF;\n",
    ],
    ids=range(31),
)
def test_a_hostile_statement_ends_in_time(tmp_path, body):
    begin = time.process_time()
    said = ""
    try:
        assert all(record.locator for record in records(tmp_path, CREATE + body))
    except InputRefused as refused:
        said = str(refused)
    assert "xxxx" not in said
    assert time.process_time() - begin < 5


def test_too_many_tables_or_ways_of_writing_them_are_refused(tmp_path):
    ways = b"".join(b"INSERT INTO u (id,c%d) VALUES ('1','x');\n" % n for n in range(1_100))
    with pytest.raises(SourceRefused, match="too many ways"):
        records(tmp_path, CREATE + ways)


BODY = (
    b"-- MySQL dump 10.13  Distrib\n"
    + CREATE
    + b"INSERT INTO u VALUES ('1','a'),('2','b');\nINSERT INTO u VALUES ('3','c');\n"
)
END = b"-- Dump completed on 2024-05-02\n"


@pytest.mark.parametrize(
    ("body", "whole"),
    [
        (BODY + END, 3), (BODY, 3), (BODY[:-2], 2), (BODY[:-5], 2), (BODY[:-40], 1), (BODY[:-47], 0),
        (b"START TRANSACTION;\n" + BODY[29:], 3), (gzip.compress(BODY + END, 9)[:-4], 3),
    ],
)  # fmt: skip
def test_a_cut_dump_is_refused_unless_the_policy_names_it(tmp_path, body, whole):
    if body.endswith(END):
        assert taken(tmp_path, body).receipts[0]["mapped"] == whole
        return
    with pytest.raises(SourceRefused, match="ends before it is complete") as raised:
        taken(tmp_path / "a", body)
    assert (raised.value.code, raised.value.exit_code) == ("truncated", 3)
    intake = taken(tmp_path / "b", body, allow_truncated=frozenset((hashlib.sha256(body).hexdigest(),)))
    assert intake.receipts[0]["mapped"] == whole
    assert intake.receipts[0]["rejected"] == {"truncated": 1}


def test_a_bomb_is_refused(tmp_path):
    bomb = gzip.compress(CREATE + b"-- " + b"x" * 10**7 + b"\n" * 10**7)
    with pytest.raises(SourceRefused, match="unpacks to more"):
        taken(tmp_path, bomb)
    with pytest.raises(SourceRefused, match="the size allowed"):
        taken(tmp_path / "b", gzip.compress(CREATE + random.Random(1).randbytes(10**6)), max_unpacked=10**5)


@pytest.mark.parametrize("shard", range(8))
def test_a_spoilt_dump_gives_rows_rejects_or_a_refusal(tmp_path, shard):
    chance = random.Random(shard)
    (tmp_path / "map.toml").write_bytes(USERS)
    files = (MYSQLDUMP, ADMINER, BODY + END)
    for _ in range(60):
        body = bytearray(chance.choice(files))
        for _ in range(chance.randrange(1, 8)):
            at = chance.randrange(len(body))
            kind = chance.randrange(5)
            if kind == 0:
                body[at] ^= 1 << chance.randrange(8)
            elif kind == 1:
                del body[at : at + chance.randrange(60)]
            elif kind == 2:
                body[at:at] = chance.choice(
                    (b"'", b'"', b"`", b"/*", b"*/", b"--", b"\\", b"(", b")", b";", b"\0", b"#")
                )
            elif kind == 3:
                body[at:at] = body[max(0, at - 80) : at] * chance.randrange(1, 9)
            else:
                body[at : at + 3] = chance.randbytes(3)
        around = context("a.sql", map="map.toml")
        around.root = tmp_path
        said = ""
        try:
            assert all(record.locator for record in table.READER.read(io.BytesIO(bytes(body)), around))
        except InputRefused as refused:
            said = str(refused)
        assert "fine" not in said

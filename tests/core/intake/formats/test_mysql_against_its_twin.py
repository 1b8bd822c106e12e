from __future__ import annotations

import io
import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keerpunt.intake.tabular.mysql_dump import Dump
from keerpunt.intake.tabular.mysql_sqlite import Asked, loading
from keerpunt.intake.tabular.mysql_text import charset
from keerpunt.intake.tabular.mysql_window import Window
from keerpunt.intake.tabular.sqlite_rows import query_rows
from tests.support.mysql_twin import Twin

pytestmark = pytest.mark.slow

CREATE = "CREATE TABLE `t` (`a` text, `b` varchar(9), `c` int);\n"
PIECES = (
    "\\0", "\\b", "\\n", "\\r", "\\t", "\\Z", "\\\\", "\\'", '\\"', "''", "\\%", "\\_", "\\x", "),(", ";", "-- ", "/*",
    "*/",     "#", "`", '"', "NULL", "é", "\U0001f426", " ", "\n", "/*!40101 ", "DELIMITER ;;",
)  # fmt: skip
INSIDE = st.lists(
    st.sampled_from(PIECES) | st.text(st.characters(exclude_characters="'\\\r", codec="utf-8"), max_size=4)
)
STRING = INSIDE.map(lambda pieces: "'" + "".join(pieces) + "'")
PLAIN = st.text(st.characters(exclude_characters="\0", codec="utf-8"))
VALUE = st.one_of(STRING, st.just("NULL"), st.just("''"), st.integers().map(str))
BLANK = st.sampled_from(("", " ", "\n", "\t \n", "/* ),( ' */", "-- it's;\n", "# '\n", "/*!50705 ", "*/"))


class Trickle(io.BytesIO):
    """Gives a few bytes at a time, so that every pattern meets the end of a piece."""

    def __init__(self, body: bytes, piece: int) -> None:
        super().__init__(body)
        self.piece = piece

    def read(self, size: int | None = -1) -> bytes:
        return super().read(min(self.piece, size) if size and size > 0 else self.piece)


def read(text: str, piece: int = 2**20):
    dump = Dump(Window(Trickle(text.encode(), piece)), lambda _key, columns: [c.name for c in columns], charset("utf8"))
    return [cells for _, _, cells in dump.rows()]


def plain(cells):
    return [cell if cell is None or isinstance(cell, str) else "lost" for cell in cells]


@st.composite
def inserts(draw):
    out = ["-- it's a dump; ),(\n", CREATE]
    for _ in range(draw(st.integers(1, 3))):
        rows = draw(st.lists(st.tuples(VALUE, VALUE, st.sampled_from(("1", "NULL", "-2"))), min_size=1, max_size=4))
        blanks = draw(st.lists(BLANK, min_size=4, max_size=4))
        texts = [f"({blanks[0]}{a}{blanks[1]},{b}{blanks[2]},{blanks[3]}{c})" for a, b, c in rows]
        out.append(f"INSERT INTO `t` VALUES {f',{blanks[0]}'.join(texts)};\n")
        out.append(draw(st.sampled_from(("", "/*!40000 ALTER TABLE `t` ENABLE KEYS */;\n", "SET @x = 'a;b';\n"))))
    return "".join(out)


@settings(deadline=None, max_examples=150)
@given(text=inserts(), piece=st.sampled_from((1, 3, 64, 2**20)))
def test_reads_what_its_twin_reads(text, piece):
    expected = [["lost" if v and "\0" in v else v for v in values] for _, values in Twin(text).rows]
    assert [plain(cells) for cells in read(text, piece)] == expected


@settings(deadline=None, max_examples=100)
@given(values=st.lists(PLAIN, min_size=1, max_size=5))
def test_without_backslash_escapes_a_backslash_is_one(values):
    rows = ",".join(f"({_doubled(value)},NULL,1)" for value in values)
    text = f"SET SQL_MODE='NO_BACKSLASH_ESCAPES';\n{CREATE}INSERT INTO t VALUES {rows};\n"
    assert [cells[0] for cells in read(text)] == values
    assert [row[0] for _, row in Twin(text, backslash=False).rows] == values


@settings(deadline=None, max_examples=100)
@given(
    rows=st.lists(st.tuples(PLAIN | st.none(), PLAIN | st.none(), st.integers(-(2**63), 2**63 - 1) | st.none())),
    style=st.sampled_from(("mysqldump", "doubled", "double quotes")),
)
def test_what_a_database_holds_comes_through_a_dump_and_back(rows, style):
    """SQLite writes the values, they go out as a dump, through the tables for queries, and are asked for again."""
    source = sqlite3.connect(":memory:")
    source.execute("CREATE TABLE t (a TEXT, b TEXT, c INTEGER)")
    source.executemany("INSERT INTO t VALUES (?, ?, ?)", rows)
    written = {"mysqldump": _escaped, "doubled": _both, "double quotes": _in_double_quotes}[style]
    lines = [
        f"INSERT INTO t VALUES ({','.join('NULL' if v is None else written(v) for v in row)});\n"
        for row in source.execute("SELECT a, b, c FROM t ORDER BY rowid")
    ]
    text = CREATE + "".join(lines)
    with loading() as database:
        dump = Dump(Window(io.BytesIO(text.encode())), lambda _, columns: [c.name for c in columns], charset("utf8"))
        for batch, _, cells in dump.rows():
            database.adder(batch.key, batch.columns)(cells)
        database.finish(dump.tables, Asked(["SELECT * FROM t"]))
        query = "SELECT a AS a, b AS b, c AS c FROM t ORDER BY rowid"
        back = [tuple(cells) for _, cells in query_rows(database.connection, query, 1, ["a", "b", "c"], "key")]
    assert back == [(a, b, None if c is None else str(c)) for a, b, c in rows]


def _doubled(value: object) -> str:
    return str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"


def _escaped(value: object) -> str:
    if isinstance(value, int):
        return str(value)
    pairs = (("\\", "\\\\"), ("'", "\\'"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r"), ("\x1a", "\\Z"))
    text = str(value)
    for plain_text, escaped in pairs:
        text = text.replace(plain_text, escaped)
    return f"'{text}'"


def _both(value: object) -> str:
    return _doubled(value.replace("\\", "\\\\") if isinstance(value, str) else value)


def _in_double_quotes(value: object) -> str:
    if isinstance(value, int):
        return str(value)
    return '"' + str(value).replace("\\", "\\\\").replace('"', '""') + '"'

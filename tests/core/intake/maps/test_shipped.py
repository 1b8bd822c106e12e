from __future__ import annotations

import sqlite3
import tomllib

import pytest

from keerpunt.intake.guards import is_secret_name
from keerpunt.intake.maps import shipped_maps
from keerpunt.intake.tabular.map_file import read_map

MAPS = shipped_maps()
PLATFORMS = [shipped for shipped in MAPS if "" not in shipped.needs]


@pytest.fixture(params=MAPS, ids=lambda shipped: shipped.name)
def shipped(request):
    return request.param


def test_every_map_says_first_what_it_reads(shipped):
    head = shipped.text.partition("\n[")[0]
    assert shipped.title
    assert all(line.startswith("#") or not line for line in head.splitlines())
    assert "It cannot tell" in head


def test_no_map_reads_a_column_named_as_a_secret(shipped):
    names = {column for groups in shipped.needs.values() for group in groups for column in group}
    assert names
    assert not [name for name in names if is_secret_name(name)]


@pytest.mark.parametrize("shipped", PLATFORMS, ids=lambda shipped: shipped.name)
def test_the_needs_are_exactly_what_the_queries_use(shipped):
    """A database of these tables and columns, and no more, answers every query; without any one of them one fails."""
    queries = [block["query"] for block in tomllib.loads(shipped.text)["table"] if "query" in block]
    read = "\n".join(queries)

    def fails(leave_out=None):
        connection = sqlite3.connect(":memory:")
        for table, columns in shipped.needs.items():
            kept = [group[0] for group in columns if (table, group[0]) != leave_out] or ["x"]
            connection.execute(f'CREATE TABLE "{table}" ({", ".join(sorted(kept))})')
        try:
            for query in queries:
                connection.execute(query)
        except sqlite3.OperationalError:
            return True
        return False

    assert not fails()
    for table, columns in shipped.needs.items():
        for (column,) in columns if f'"{table}"' in read else ():
            by_from = any(block.get("from") == table for block in tomllib.loads(shipped.text)["table"])
            assert by_from or fails((table, column)), (table, column)


@pytest.mark.parametrize("shipped", PLATFORMS, ids=lambda shipped: shipped.name)
def test_another_prefix_is_written_everywhere(shipped):
    assert shipped.prefix
    other = shipped.with_prefix("shop7_")
    tables = {rule.source for rule in read_map(other.encode(), "map") if rule.source}
    assert all(table.startswith("shop7_") for table in tables)
    assert f'"{shipped.prefix}' not in other
    assert shipped.with_prefix(shipped.prefix) == shipped.text
    assert f'"{shipped.prefix}' not in shipped.with_prefix("")
    for wrong in ('a"b', "a b", "x" * 65, "é_"):
        with pytest.raises(ValueError, match="no prefix"):
            shipped.with_prefix(wrong)

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass

from keerpunt.intake.inspect.shipped import fitting_maps
from tests.support.inspecting import inspected

MAP = """\
# A shop with its users.
[[table]]
query = '''SELECT u.ID, u.login FROM "{p}users" AS u'''
to = "account"
[table.columns]
platform_account_id = "ID"
username = "login"
"""


@dataclass(frozen=True)
class Ships:
    name: str
    needs: dict[str, frozenset[tuple[str, ...]]]
    prefix: str = "wp_"
    title: str = "a shop"
    text: str = MAP.format(p="wp_")

    def with_prefix(self, prefix: str) -> str:
        return re.sub(rf"(?<!\w){self.prefix}(?=\w)", prefix, self.text)


NEW = Ships(
    "shop-hpos",
    {
        "wp_users": frozenset(
            (
                ("ID",),
                ("login",),
            )
        ),
        "wp_orders": frozenset((("id",),)),
    },
)
OLD = Ships(
    "shop-legacy",
    {
        "wp_users": frozenset(
            (
                ("ID",),
                ("login",),
            )
        ),
        "wp_posts": frozenset(
            (
                ("ID",),
                ("a",),
                ("b",),
                ("c",),
            )
        ),
    },
)
BOTH = {
    "shop7_users": ["ID", "login", "more"], "shop7_orders": ["id"], "shop7_posts": ["ID", "a", "b", "c"],
    "other": ["x"],
}  # fmt: skip


def test_the_newer_way_of_storing_comes_first_with_the_prefix_of_the_file():
    found = fitting_maps(BOTH, (OLD, NEW))
    assert [fitting.name for fitting in found] == ["shop-hpos", "shop-legacy"]
    assert '"shop7_users"' in found[0].text
    assert "wp_" not in found[0].text


def test_a_map_whose_tables_or_columns_are_not_all_there_does_not_fit():
    assert fitting_maps({name: BOTH[name] for name in BOTH if "posts" not in name}, (OLD,)) == []
    assert fitting_maps(BOTH | {"shop7_users": ["ID"]}, (NEW,)) == []
    mixed = {"a_users": ["ID", "login"], "b_orders": ["id"]}
    assert fitting_maps(mixed, (NEW,)) == [], "tables of two prefixes are not one shop"


def test_a_prefix_may_be_the_same_or_none():
    own = {name.replace("shop7_", "wp_"): columns for name, columns in BOTH.items()}
    assert fitting_maps(own, (NEW,))[0].text == NEW.text
    bare = {name.replace("shop7_", ""): columns for name, columns in BOTH.items()}
    assert '"users"' in fitting_maps(bare, (NEW,))[0].text


def test_a_map_for_a_file_that_is_one_table():
    one = Ships(
        "bank-csv",
        {
            "": frozenset(
                (
                    ("Datum",),
                    ("Bedrag",),
                )
            )
        },
        prefix="",
    )
    assert [f.name for f in fitting_maps({"": ["Datum", "Bedrag", "Naam"]}, (one,))] == ["bank-csv"]
    assert fitting_maps({"": ["Datum"]}, (one,)) == []


def test_a_shipped_map_is_proposed_first_and_tried_on_the_file(tmp_path):
    path = tmp_path / "shop.sqlite"
    connection = sqlite3.connect(path)
    connection.executescript(
        "CREATE TABLE shop7_users (ID INTEGER PRIMARY KEY, login TEXT); INSERT INTO shop7_users VALUES (1, 'anna');"
        "CREATE TABLE shop7_orders (id INTEGER);"
        "CREATE TABLE shop7_posts (ID INTEGER, a, b, c);"
    )
    connection.close()
    report = inspected(path, shipped=(OLD, NEW))
    assert (report.draft.shipped, report.draft.to, report.also_fitting) == ("shop-hpos", ("account",), ("shop-legacy",))
    assert report.readings[0].tally.mapped == 1

"""What grows with the records and what must not: pairs are counted, never seconds."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pytest

from keerpunt.engine import Engine, duck_splink
from keerpunt.engine.looks import letter_bits, value_bits
from keerpunt.resolve import ResolveSettings, people, resolve
from keerpunt.resolve.blocking import blocks, keys, name_of
from keerpunt.resolve.scored import Scored
from tests.core.resolve.test_set_based import crowd
from tests.support.persons import Row, customer
from tests.support.rows import operation

pytestmark = pytest.mark.slow

SETTINGS = ResolveSettings("TEST-1")
BORN = dt.date(1980, 3, 4)
HOUSE = {"line1": "Laan 1", "postcode": "1011 AA"}


def scored_of(rows: dict[str, list[Row]]) -> Scored | None:
    """Return what the model says of all pairs."""
    found: list[Scored | None] = []
    with Engine(threads=1) as engine, pytest.MonkeyPatch.context() as patch:
        whole = people.score_table
        patch.setattr(people, "score_table", lambda *given: found.append(whole(*given)) or found[-1])
        resolve(engine, operation(**rows), SETTINGS)
    return found[0]


def all_pairs(*_: Any) -> str:
    return "TRUE"


@pytest.mark.parametrize("seed", range(4))
def test_no_pair_that_reaches_the_floor_is_lost(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = crowd(300 + seed, 150)
    quick = scored_of(rows)
    monkeypatch.setattr(duck_splink, "may_reach", all_pairs)
    whole = scored_of(rows)
    assert quick is not None
    assert whole is not None
    assert len(quick.left) > 0
    for name in ("left", "right"):
        assert getattr(quick, name).tolist() == getattr(whole, name).tolist()
    assert all((quick.weight[name] == whole.weight[name]).all() for name in whole.weight)


def test_far_pairs_are_never_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of strangers who share a birth date and an initial hardly any pair asks for a distance."""
    pick = random.Random(1)
    names = ["".join(pick.choices("abcdefghiklmnoprstuvw", k=8)).title() for _ in range(80)]
    rows = [
        customer(f"k{n}", f"J{a.lower()} {b}", birthdate=BORN, phones=[f"06{12000000 + 1111 * n}"])
        for n, (a, b) in enumerate(zip(names[:40], names[40:], strict=True))
    ]
    asked: list[int] = []
    pairs = duck_splink._pairs

    def counted(*given: Any, **named: Any) -> list[pa.Table]:
        found = pairs(*given, **named)
        asked.append(sum(chunk.num_rows for chunk in found))
        return found

    monkeypatch.setattr(duck_splink, "_pairs", counted)
    scored_of({"subscriber": rows})
    assert asked
    assert asked[0] < 40 * 39 // 2 // 10


@pytest.mark.parametrize("name", ["levenshtein", "damerau_levenshtein"])
def test_letters_counted_never_exceed_the_strokes(name: str) -> None:
    pick = random.Random(2)
    texts = ["".join(pick.choices("aabcé1-@", k=pick.randrange(9))) for _ in range(60)]
    bits, share = letter_bits(pa.array(texts))
    found = duckdb.connect().execute(
        f"SELECT a.i, b.i, {name}(a.t, b.t) FROM (SELECT unnest($t) AS t, unnest(range(60)) AS i) AS a,"
        " (SELECT unnest($t) AS t, unnest(range(60)) AS i) AS b",
        {"t": texts},
    )
    for left, right, strokes in found.fetchall():
        only = [int(bits[a] & ~bits[b]).bit_count() for a, b in ((left, right), (right, left))]
        assert max(only) <= strokes
    assert share.tolist() == pytest.approx([1 / max(len(text.encode()), 1) for text in texts])


def test_lists_that_share_a_value_share_a_bit() -> None:
    lists = value_bits(pa.array([["anna", "bob"], ["bob"], [], None], pa.list_(pa.string())))
    text = value_bits(pa.array(["bob", None]))
    assert lists[0] & lists[1]
    assert lists[1] == text[0]
    assert (lists[2], lists[3], text[1]) == (0, 0, 0)


def attributes_of(surnames: list[str]) -> pa.Table:
    return pa.table({
        "part_key": pa.array(np.arange(len(surnames))),
        "surname": surnames,
        "given": [f"g{n}" for n in range(len(surnames))],
    })  # fmt: skip


def test_a_value_on_more_records_than_the_cap_leaves_its_rule_and_is_named() -> None:
    table = attributes_of(["bakker"] * 501 + ["vries"] * 500 + ["jansen"] * 2)
    rules = ["l.surname = r.surname", "l.surname = r.given", "l.given = r.given"]
    with Engine(threads=1) as engine:
        found = blocks(engine, table, rules, ResolveSettings("TEST-1", block_pairs=1000))
    assert found.left_out == {"surname": 1, "given+surname": 1}
    assert found.rules[0] == "(l.surname = r.surname) AND l.open_0 AND r.open_0"
    assert found.rules[2] == rules[2]
    assert found.table["open_0"].to_pylist() == [False] * 501 + [True] * 502


def test_the_largest_blocks_leave_where_a_rule_makes_too_many_pairs() -> None:
    surnames = [f"s{n}" for n in range(6) for _ in range(300 + n)]
    with Engine(threads=1) as engine:
        found = blocks(engine, attributes_of(surnames), ["l.surname = r.surname"], SETTINGS)
    assert found.left_out == {"surname": 4}
    assert sum(found.table["open_0"].to_pylist()) == 300 + 301


def test_a_rule_is_told_by_the_values_that_it_demands_to_be_equal() -> None:
    assert keys("l.birthdate = r.birthdate AND list_has_any(l.letters, r.letters)") == [("birthdate",)]
    assert keys("l.emails[1] = r.emails[1]") == [("emails[1]",)]
    assert keys("l.surname = r.given AND l.birth_year = r.birth_year") == [
        ("given", "birth_year"),
        ("surname", "birth_year"),
    ]
    assert name_of(keys("l.surname = r.surname AND l.postcode = r.postcode")) == "surname+postcode"


def identical(number: int) -> Row:
    return customer(f"k{number:05}", "Jan Bakker", birthdate=BORN, **HOUSE)


def twins(number: int) -> Row:
    return customer(f"k{number:05}", ("Jan Bakker", "Jaap Bakker")[number % 2], birthdate=BORN, **HOUSE)


def one_email(number: int) -> Row:
    letters = "".join(chr(97 + number // 26**place % 26) for place in range(3))
    return customer(f"k{number:05}", f"Jan Sur{letters}", emails=["a@example.org"])


def one_name(number: int) -> Row:
    return customer(f"k{number:05}", "Jan Bakker")


@pytest.mark.parametrize("size", [300, 1000])
@pytest.mark.parametrize(("row", "n_identities"), [(identical, 1), (twins, 2), (one_email, None), (one_name, None)])
def test_a_crowd_makes_no_more_edges_than_records(
    row: Callable[[int], Row], n_identities: int | None, size: int
) -> None:
    with Engine(threads=1) as engine:
        found = resolve(engine, operation(subscriber=[row(number) for number in range(size)]), SETTINGS)
    assert found["edges"].num_rows <= size
    assert found["identities"].num_rows == (n_identities or size)
    assert found["links"].num_rows == size


def test_what_left_a_rule_is_a_finding() -> None:
    rows = [customer(f"k{n:05}", "Jan Bakker", emails=[f"{n:b}@example.org"]) for n in range(600)]
    with Engine(threads=1) as engine:
        found = resolve(engine, operation(subscriber=rows), SETTINGS)["findings"].to_pylist()
    left = {row["column"]: row["count"] for row in found if row["code"] == "block_left_out"}
    assert left == {"name_key": 1, "words": 1}

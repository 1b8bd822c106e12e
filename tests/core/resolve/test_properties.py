"""What holds for any operation: order, names of keys and file layout change nothing; no guard is ever crossed."""

from __future__ import annotations

import json
import random
from itertools import combinations
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keerpunt.engine import Engine
from keerpunt.resolve import ResolveSettings, resolve
from keerpunt.values import names
from tests.support.persons import CARD_SCOPE, IBAN_1, Resolved, Row, account, card, customer, judged, order, transfer
from tests.support.rows import operation

pytestmark = pytest.mark.slow

NAMES = [
    "Jan de Vries", "J. de Vries", "JAN DE VRIES", "Johanna de Vries", "Maria de Vries", "M. de Vries",
    "Jan Willem de Vries", "J.W. de Vries", "Jan Bakker", "Jansen BV", "J. en M. de Vries",
    "J. de Vries e/o M. de Vries", "UNKNOWN", "Ян де Фрис",
]  # fmt: skip
MAILS = [None, None, "a@example.org", "b@example.org", "info@example.org"]
BIRTHS = [None, "1960-03-14", "1960-03-15", "1990-07-02", "1990-01-01"]


def random_operation(seed: int) -> dict[str, list[Row]]:
    """A small crowded operation in which everything is shared by somebody."""
    import datetime as dt

    pick = random.Random(seed)
    payments = [
        card(
            f"c{n}",
            pick.choice(NAMES),
            pick.choice(["f1", "f2", "f3", None]),
            payer_email=pick.choice(MAILS),
            payer_id=pick.choice([None, None, "p1", "p2"]),
            platform_account_id=pick.choice(["1", "2", None]),
        )
        for n in range(pick.randint(0, 10))
    ]
    payments += [
        transfer(f"t{n}", pick.choice(NAMES), IBAN_1, payer_email=pick.choice(MAILS)) for n in range(pick.randint(0, 6))
    ]
    customers = []
    for n in range(pick.randint(0, 6)):
        born = pick.choice(BIRTHS)
        held = pick.choice(
            [
                {"linked_kind": "card", "linked_value": pick.choice(["f1", "f2"]), "linked_scope": CARD_SCOPE},
                {"linked_kind": "iban", "linked_value": IBAN_1},
                {"emails": ["a@example.org"]},
            ]
        )
        customers.append(
            customer(
                f"k{n}",
                pick.choice(NAMES),
                birthdate=born and dt.date.fromisoformat(born),
                verification=pick.choice(["document", "none"]),
                **held,
            )
        )
    keys = [row["record_key"] for row in (*payments, *customers)]
    said = [
        judged(
            f"{n}",
            [pick.choice(keys)],
            [pick.choice(keys)],
            pick.choice(["same", "not_same", "not_same", "cannot_tell"]),
        )
        for n in range(pick.randint(0, 3) if keys else 0)
    ]
    accounts = [
        account(str(n), email=pick.choice(MAILS), self_name=pick.choice([None, *NAMES]))
        for n in range(pick.randint(0, 4))
    ]
    orders = [
        order(f"o{n}", pick.choice(["1", "2", None]), psp="stripe", psp_ref=f"c{n}") for n in range(pick.randint(0, 3))
    ]
    return {
        "payment": payments,
        "subscriber": customers,
        "judgement": said,
        "account": accounts,
        "purchase_order": orders,
    }


@pytest.fixture(scope="module")
def engine() -> Any:
    with Engine(threads=1) as shared:
        yield shared


def run(engine: Engine, tables: dict[str, list[Row]]) -> dict[str, pa.Table]:
    return resolve(engine, operation(**tables), ResolveSettings("TEST-1"))


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_rows_changes_nothing(engine: Engine, seed: int) -> None:
    tables = random_operation(seed)
    before = run(engine, tables)
    shuffled = {name: random.Random(seed).sample(rows, len(rows)) for name, rows in tables.items()}
    after = run(engine, shuffled)
    for name, result in before.items():
        assert result.equals(after[name]), name


@pytest.mark.parametrize("seed", range(20, 30))
def test_every_record_has_its_one_entity_and_no_guard_is_crossed(engine: Engine, seed: int) -> None:
    tables = random_operation(seed)
    found = Resolved(run(engine, tables))
    linked = [row["record_key"] for row in found.rows("links")]
    assert len(linked) == len(set(linked))
    expected: set[str] = {row["record_key"] for row in (*tables["account"], *tables["purchase_order"])}
    parsed: dict[str, list[names.ParsedName]] = {}
    for row in (*tables["payment"], *tables["subscriber"]):
        weak = row.get("instrument_kind") == "iban" or row.get("linked_kind") == "iban"
        name = names.parse(row.get("payer_name") or row.get("full_name"), weak_joint=weak)
        parts = list(name.persons) or [name]
        if name.kind is names.Kind.NONE and "payer_name" in row:
            continue
        for number, part in enumerate(parts, start=1):
            key = f"{row['record_key']}#{number}" if name.persons else row["record_key"]
            parsed.setdefault(key, []).append(part)
            expected.add(key)
    assert set(linked) == expected
    judged_same = {row["left_key"] for row in found.edges("human")} | {row["right_key"] for row in found.edges("human")}
    for group in found.groups():
        for left, right in combinations(sorted(group), 2):
            assert left.split("#")[0] != right.split("#")[0]
            if not judged_same & group:
                assert not any(names.compare(a, b).value == "N6" for a in parsed[left] for b in parsed[right]), (
                    left,
                    right,
                )
    for verdict in found.edges("human"):
        if verdict["why"]["value"] == "negative":
            assert not found.same(verdict["left_key"], verdict["right_key"])


@pytest.mark.parametrize("seed", range(40, 46))
def test_every_weight_can_be_recomputed_from_its_explanation(engine: Engine, seed: int) -> None:
    found = Resolved(run(engine, random_operation(seed)))
    for row in found.edges():
        assert row["left_key"] < row["right_key"]
        if row["match_weight"] is None:
            assert row["kind"] not in ("key_equal", "linked")
            continue
        why = row["why"]
        assert row["match_weight"] == round(
            why["prior"] + sum(one["weight"] for one in (*why["fields"], *why["identifiers"])), 4
        )
        assert (why["refused_by"] or {"guard": ""})["guard"] == row["refused_by"]
        assert row["explanation"] == json.dumps(why, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@pytest.mark.parametrize("seed", range(50, 56))
def test_what_records_are_called_changes_nothing_but_their_names(engine: Engine, seed: int) -> None:
    """No tie is broken by alphabet: renaming every reference renames the groups and does nothing else."""
    tables = random_operation(seed)
    numbers = list(range(100, 200))
    random.Random(seed).shuffle(numbers)
    renamed: dict[str, str] = {}
    for row in (*tables["payment"], *tables["subscriber"]):
        renamed[row["record_key"]] = f"{row['record_key'].rsplit(':', 1)[0]}:x{numbers.pop()}"
    other = {name: [dict(row) for row in rows] for name, rows in tables.items()}
    for row in (*other["payment"], *other["subscriber"]):
        row["record_key"] = renamed[row["record_key"]]
    for row in other["judgement"]:
        row["left_keys"], row["right_keys"] = (
            [renamed[key] for key in row[side]] for side in ("left_keys", "right_keys")
        )

    def new(key: str) -> str:
        base, mark, part = key.partition("#")
        return f"{renamed[base]}{mark}{part}"

    before, after = Resolved(run(engine, tables)), Resolved(run(engine, other))
    assert {frozenset(new(key) for key in group) for group in before.groups()} == after.groups()
    conflicts = {new(key): before.codes(key) for group in before.groups() for key in group}
    assert conflicts == {key: after.codes(key) for group in after.groups() for key in group}


@pytest.mark.parametrize("seed", range(60, 63))
def test_a_stranger_changes_nothing(engine: Engine, seed: int) -> None:
    tables = random_operation(seed)
    before = Resolved(run(engine, tables)).groups()
    stranger = card("zz", "Wilhelmina Zonderling", "f-own")
    tables["payment"] = [*tables["payment"], stranger]
    assert Resolved(run(engine, tables)).groups() == before | {frozenset((stranger["record_key"],))}


HOLDING = st.tuples(st.sampled_from(["a", "b"]), st.sampled_from("pqrstu"), st.integers(0, 3))


def twin(rows: list[tuple[str, str, int]], block_cap: int) -> set[tuple[str, str, str]]:
    """Slow twin of candidate_pair.sql: stars inside a group of alike holders, all pairs between their first ones."""
    found: set[tuple[str, str, str]] = set()
    for value in {row[0] for row in rows}:
        groups: dict[int, list[str]] = {}
        for other, key, likeness in rows:
            if other == value:
                groups.setdefault(likeness, []).append(key)
        firsts = sorted(min(keys) for keys in groups.values())
        found |= {(value, min(keys), key) for keys in groups.values() for key in keys if key != min(keys)}
        if len(firsts) <= block_cap:
            found |= {(value, left, right) for left, right in combinations(firsts, 2)}
    return found


@settings(max_examples=30, deadline=None)
@given(st.lists(HOLDING, unique_by=lambda row: row[:2], max_size=12), st.integers(1, 5))
def test_candidate_pairs_equal_their_slow_twin(rows: list[tuple[str, str, int]], block_cap: int) -> None:
    columns = {"kind": ["email"] * len(rows), "scope": ["-"] * len(rows)} | {
        name: [row[place] for row in rows] for place, name in enumerate(("value", "part_key", "likeness"))
    }
    types = {"likeness": pa.int64()}
    table = pa.table({name: pa.array(column, types.get(name, pa.string())) for name, column in columns.items()})
    with Engine(threads=1) as engine:
        engine.register("holding", table)
        found = engine.run("keerpunt.resolve", "candidate_pair", {"block_cap": block_cap}).to_pylist()
    pairs = [(row["value"], row["left_key"], row["right_key"]) for row in found]
    assert len(pairs) == len(set(pairs))
    assert set(pairs) == twin(rows, block_cap)

"""An increment gives the tables of a full run, row for row, whatever is added, changed or removed."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pyarrow as pa
import pytest

from keerpunt.engine import Engine
from keerpunt.resolve import ResolveSettings, Standing, blocking, increment, resolve
from keerpunt.resolve.evidence import UNREAD
from tests.support.changing import World
from tests.support.persons import Row, account, card, customer, judged
from tests.support.rows import operation, rows

WIDE = ResolveSettings("TEST-1", fan_out_days=400)
TIGHT = replace(
    WIDE, relation_pairs=2, relation_cap=3, birthdate_least=3, device_least=3, block_cap=3, prior_least=2, oversize=6,
    one_per_source=("bank:c",),
)  # fmt: skip
"""Bounds that a few rows cross."""


def agree(standing: Standing, tables: dict[str, pa.Table], settings: ResolveSettings) -> None:
    """Compare all tables with those of a full run."""
    with Engine(threads=1) as engine:
        expected = resolve(engine, tables, settings)
    found = standing.tables()
    for name, table in expected.items():
        assert found[name].to_pylist() == table.to_pylist(), name


@pytest.mark.parametrize("settings", [WIDE, TIGHT], ids=["wide", "tight"])
@pytest.mark.parametrize("seed", [*range(3), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(3, 13))])
def test_increments_give_the_tables_of_a_full_run(seed: int, settings: ResolveSettings) -> None:
    world = World(seed, size=10 + 11 * seed)
    reasons: Counter[str] = Counter()
    with Engine(threads=1) as engine:
        standing = Standing.build(engine, world.tables(), settings)
        for _ in range(3):
            before = standing.tables()
            update = standing.update(*world.step())
            reasons[update.full] += 1
            after = standing.tables()
            agree(standing, world.tables(), settings)
            for name, rows_of in update.changed.items():
                assert before[name].num_rows + rows_of.added.num_rows - rows_of.removed.num_rows == after[name].num_rows
    assert not any("what was kept" in reason for reason in reasons)
    assert settings is TIGHT or reasons.keys() == {""}


def test_what_no_rule_reads_changes_nothing_and_the_rest_is_found_by_comparing() -> None:
    world = World(3, size=20)
    with Engine(threads=1) as engine:
        standing = Standing.build(engine, world.tables(), WIDE)
        told = {name: table.to_pylist() for name, table in standing.tables().items()}
        moved = {
            name: table.set_column(
                table.schema.get_field_index("source_sha256"), "source_sha256", pa.array(["f" * 64] * table.num_rows)
            )
            for name, table in world.tables().items()
        }
        assert standing.meet(moved).changed == {}
        assert {name: table.to_pylist() for name, table in standing.tables().items()} == told
        world.step()
        assert standing.meet(world.tables()).full == ""
        agree(standing, world.tables(), WIDE)


def test_no_query_reads_what_makes_no_row_another() -> None:
    for room in ("resolve", "model"):
        for path in Path(str(files(f"keerpunt.{room}"))).glob("sql/*.sql"):
            words = set(re.findall(r"\w+", re.sub("--.*", "", path.read_text(encoding="utf-8"))))
            assert words.isdisjoint(UNREAD), path.name


def one_more(given: dict[str, list[Row]], name: str, row: Row, settings: ResolveSettings) -> str:
    """Add one row; returns why everybody was resolved anew."""
    with Engine(threads=1) as engine:
        standing = Standing.build(engine, operation(**given), settings)
        full = standing.update({name: rows(name, row)}).full
        agree(standing, operation(**given | {name: [*given.get(name, []), row]}), settings)
    return full


def people(count: int) -> list[Row]:
    return [customer(f"k{n}", f"Jan Bakker{chr(97 + n)}", emails=[f"p{n}@example.org"]) for n in range(count)]


def test_a_placeholder_date_that_crosses_its_bound_asks_for_a_full_run() -> None:
    given = [row | {"birthdate": dt.date(1970 + n % 2, 5, 5)} for n, row in enumerate(people(9))]
    row = customer("new", "Piet Jansen", birthdate=dt.date(1971, 5, 5))
    assert one_more({"subscriber": given}, "subscriber", row, WIDE).endswith("placeholder birth dates")


def test_a_constant_device_that_crosses_its_bound_asks_for_a_full_run() -> None:
    settings = replace(WIDE, device_least=3, device_share=0.5)
    paid = [card(f"c{n}", f"Jan Bakker{chr(97 + n)}", device_id="same" if n < 2 else f"d{n}") for n in range(4)]
    row = card("new", "Piet Jansen", device_id="same")
    assert one_more({"payment": paid}, "payment", row, settings).endswith("constant devices")


def test_the_prior_of_the_model_asks_for_a_full_run() -> None:
    settings = replace(WIDE, prior_least=2)
    row = customer("new", "Piet Jansen")
    assert one_more({"subscriber": people(5)}, "subscriber", row, settings).endswith("the prior of the model")


def test_a_value_on_many_asks_for_a_full_run() -> None:
    settings = replace(WIDE, increment_most=8)
    given = [row | {"phones": ["+31612345611"]} for row in people(10)]
    row = customer("new", "Piet Jansen", phones=["+31612345611"])
    assert one_more({"subscriber": given}, "subscriber", row, settings) == "the change touches more than 8 rows"
    assert one_more({"subscriber": given}, "subscriber", customer("far", "Kees Smit"), settings) == ""


def namesakes(count: int) -> list[Row]:
    return [customer(f"k{n}", "Jan Bakker", emails=[f"p{n:b}@example.org"]) for n in range(count)]


def test_what_left_a_blocking_rule_stays_left_out_and_what_comes_to_leave_asks_for_a_full_run() -> None:
    settings = replace(WIDE, block_cap=4)
    reason = "a bound of the operation is crossed: values or records too many to pair by"
    row = customer("new", "Jan Bakker", emails=["new@example.org"])
    assert one_more({"subscriber": namesakes(4)}, "subscriber", row, settings) == reason
    assert one_more({"subscriber": namesakes(5)}, "subscriber", row, settings) == ""
    with Engine(threads=1) as engine:
        standing = Standing.build(engine, operation(subscriber=namesakes(5)), settings)
        assert standing.update({}, {"subscriber": rows("subscriber", namesakes(5)[4])}).full == reason
        agree(standing, operation(subscriber=namesakes(4)), settings)


def test_the_pairs_that_a_rule_may_make_ask_for_a_full_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocking, "FEW", 20)
    settings = replace(WIDE, block_pairs=1, block_pairs_large=1)
    row = customer("new", "Jan Bakker", emails=["new@example.org"])
    assert one_more({"subscriber": namesakes(5)}, "subscriber", row, settings) == ""
    assert one_more({"subscriber": namesakes(6)}, "subscriber", row, settings).endswith("too many to pair by")
    assert one_more({"subscriber": namesakes(7)}, "subscriber", row, settings) == ""


def test_a_crowd_that_states_the_same_asks_for_a_full_run_only_where_it_is_touched() -> None:
    settings = replace(WIDE, oversize=3)
    given = [customer(f"k{n}", "Jan Bakker") for n in range(4)]
    for count in (3, 4):
        full = one_more({"subscriber": given[:count]}, "subscriber", customer("new", "Jan Bakker"), settings)
        assert full.endswith("too many to pair by")
    assert one_more({"subscriber": given}, "subscriber", customer("far", "Piet Jansen"), settings) == ""


def test_what_is_kept_knows_what_left_a_blocking_rule() -> None:
    settings = replace(WIDE, block_cap=4)
    tables = operation(subscriber=namesakes(5))
    with Engine(threads=1) as engine:
        first = Standing.build(engine, tables, settings)
        kept, said = first.keep()
        results = first.tables()
    with Engine(threads=1) as engine:
        standing = Standing.restore(engine, settings, kept, said, tables=tables | results)
        assert standing.update({"subscriber": rows("subscriber", customer("far", "Jan Bakkers"))}).full == ""
        row = customer("new", "Jan Bakker", emails=["new@example.org"])
        assert standing.update({"subscriber": rows("subscriber", row)}).full == ""
        agree(standing, operation(subscriber=[*namesakes(5), customer("far", "Jan Bakkers"), row]), settings)


def test_a_value_that_comes_to_stand_on_too_many_joins_nobody_any_more() -> None:
    names = ["Jan Bakker", "Jan Bakker", "Piet Jansen", "Kees Smit"]
    given = [customer(f"k{n}", name, emails=["all@example.org"]) for n, name in enumerate(names)]
    assert (
        one_more({"subscriber": given}, "subscriber", customer("n", "Maria Mol", emails=["all@example.org"]), WIDE)
        == ""
    )


def test_a_judgement_and_an_account_are_increments() -> None:
    given = people(4)
    said = judged("1", [given[0]["record_key"]], [given[1]["record_key"]], "same")
    assert one_more({"subscriber": given}, "judgement", said, WIDE) == ""
    held = [account("a1", email="p1@example.org")]
    assert (
        one_more({"account": held, "subscriber": given}, "account", account("a2", email="p1@example.org"), WIDE) == ""
    )


def test_a_row_that_is_not_there_cannot_be_removed() -> None:
    with Engine(threads=1) as engine:
        standing = Standing.build(engine, operation(subscriber=people(2)), WIDE)
        with pytest.raises(KeyError):
            standing.update({}, {"subscriber": rows("subscriber", customer("other", "Jan Bakker"))})


def interrupted(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_an_increment_that_is_interrupted_leaves_what_stood(monkeypatch: pytest.MonkeyPatch) -> None:
    given = people(3)
    with Engine(threads=1) as engine:
        standing = Standing.build(engine, operation(subscriber=given), WIDE)
        with monkeypatch.context() as patch:
            patch.setattr(increment, "resolve_everybody", interrupted)
            with pytest.raises(KeyboardInterrupt):
                standing.update({"subscriber": rows("subscriber", customer("new", "Piet Jansen"))})
        agree(standing, operation(subscriber=given), WIDE)
        assert standing.update({"subscriber": rows("subscriber", customer("new", "Piet Jansen"))}).full == ""
        agree(standing, operation(subscriber=[*given, customer("new", "Piet Jansen")]), WIDE)

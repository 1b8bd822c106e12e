"""Identities and leads that are renamed, merged or split between two builds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from keerpunt.engine import Engine
from keerpunt.model.tables import TABLES
from keerpunt.store import Build, Difference, compare, first_of_each, open_build, write_build
from keerpunt.store.difference import Change

pytestmark = pytest.mark.slow


class Log:
    def __init__(self) -> None:
        self.entries: list[list[str]] = []

    def write(self, verb: str, *, actor: str, object_ids: list[str], justification: str) -> None:
        assert (verb, actor, justification) == ("consultation", "me", "why")
        self.entries.append(list(object_ids))


def rows(name: str, given: list[dict[str, Any]]) -> pa.Table:
    """Return rows of a table, what is not given filled with what may stand there."""
    schema = TABLES[name].arrow()
    blank = {f.name: [] if pa.types.is_list(f.type) else 0 if pa.types.is_primitive(f.type) else "x" for f in schema}
    timeless = {f.name: None for f in schema if pa.types.is_timestamp(f.type)}
    return pa.Table.from_pylist([{**blank, **timeless, **row} for row in given], schema=schema)


def build(out: Path, persons: dict[str, str], leads: tuple[dict[str, Any], ...] = ()) -> Build:
    """Write a build whose links say which record belongs to which identity."""
    links = [{"record_key": key, "entity_kind": "identity", "entity_id": name} for key, name in persons.items()]
    tables = {name: definition.arrow().empty_table() for name, definition in TABLES.items()}
    tables |= {"links": rows("links", links), "leads": rows("leads", list(leads))}
    run = {"inputs": {"token_key_id": "k"}}
    with Engine(1) as engine:
        write_build(out, engine, tables, custody=["{}"], run=run, timings={})
    return open_build(out)


def between(before: Build, after: Build) -> Difference:
    return compare(before, after, [], actor="me", reason="why")


def test_an_identity_with_the_same_records_is_renamed(tmp_path: Path) -> None:
    before = build(tmp_path / "a", {"r1": "i1", "r2": "i1", "r9": "i9"})
    after = build(tmp_path / "b", {"r1": "i2", "r2": "i2", "r3": "i2", "r9": "i9"})
    found = between(before, after)
    assert (found.renamed, found.merged, found.split) == ((("i1", "i2"),), (), ())


def test_two_identities_that_became_one_are_merged(tmp_path: Path) -> None:
    found = between(build(tmp_path / "a", {"r1": "i1", "r2": "i2"}), build(tmp_path / "b", {"r1": "i1", "r2": "i1"}))
    assert (found.renamed, found.merged, found.split) == ((), ((("i1", "i2"), "i1"),), ())


def test_one_identity_that_became_two_is_split(tmp_path: Path) -> None:
    found = between(build(tmp_path / "a", {"r1": "i1", "r2": "i1"}), build(tmp_path / "b", {"r1": "i1", "r2": "i2"}))
    assert (found.renamed, found.merged, found.split) == ((), (), (("i1", ("i1", "i2")),))


def test_a_lead_of_a_renamed_identity_is_the_same_lead(tmp_path: Path) -> None:
    lead = {"lead_id": "l1", "actor_id": "a1", "identity_id": "i1", "gate": "unresolved", "missing": ["G1"]}
    moved = {**lead, "lead_id": "l2", "identity_id": "i2", "gate": "review_ready", "missing": []}
    found = between(build(tmp_path / "a", {"r1": "i1"}, (lead,)), build(tmp_path / "b", {"r1": "i2"}, (moved,)))
    fields = {"gate": ("unresolved", "review_ready"), "missing": (["G1"], [])}
    assert found.leads == (Change("leads", "l2", "changed", fields),)


def test_leads_that_came_and_went_are_named(tmp_path: Path) -> None:
    one, two = ({"lead_id": f"l{n}", "actor_id": f"a{n}", "identity_id": "i"} for n in (1, 2))
    found = between(build(tmp_path / "a", {}, (one,)), build(tmp_path / "b", {}, (two,)))
    assert [(change.kind, change.key) for change in found.leads] == [("gone", "l1"), ("new", "l2")]
    assert found.counts() == {"leads": {"gone": 1, "new": 1}}


def test_the_log_names_what_is_shown_and_no_more(tmp_path: Path) -> None:
    leads = tuple({"lead_id": f"l{n}", "actor_id": f"a{n}", "identity_id": "i"} for n in range(5))
    before, after = build(tmp_path / "a", {}), build(tmp_path / "b", {}, leads)
    log = Log()
    compare(before, after, [log], actor="me", reason="why", shown=2)
    assert log.entries == [[f"build:{before.digest}", f"build:{after.digest}"], ["l0", "l1"]]


def test_nothing_is_read_where_the_log_cannot_be_written(tmp_path: Path) -> None:
    class Full:
        def write(self, verb: str, **_more: Any) -> None:
            raise OSError(verb)

    before = build(tmp_path / "a", {})
    (tmp_path / "a/results/links.parquet").unlink()
    with pytest.raises(OSError, match="consultation"):
        compare(before, before, [Full()], actor="me", reason="why")


def test_at_most_so_many_of_each_kind_are_shown() -> None:
    changes = [Change("t", f"{n}", kind) for kind in ("new", "gone") for n in range(3)]
    assert [change.key for change in first_of_each(changes, 2)] == ["0", "1", "0", "1"]
    assert first_of_each(changes, None) == changes

"""Values and judgements on very many records: the work that they make is counted, since seconds depend on the day."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from keerpunt.resolve import fan_out as counting
from keerpunt.resolve.crowd import crowded_edges
from keerpunt.resolve.edges import LINKED, Edge
from keerpunt.resolve.fan_out import fan_out
from keerpunt.resolve.guards import Guards
from keerpunt.resolve.judgements import Verdict, Verdicts, constrain, crossing, judged_records, latest_verdicts
from keerpunt.resolve.parties import Party
from keerpunt.resolve.settings import ResolveSettings
from keerpunt.resolve.validity import Interval, Use, overlapping
from keerpunt.values import names
from keerpunt.values.names import Kind
from tests.core.resolve.test_models import of
from tests.support.persons import Row, card, day, judged, resolved

SETTINGS = ResolveSettings("TEST-1")
GIVEN = ("Jan", "Piet", "Klaas", "Maria", "Anna", "Sara")
NONE: frozenset[Any] = frozenset()


def named(key: str, name: str) -> Party:
    return Party(
        key=key, record=key, role="payer", received_on=dt.date(2025, 1, 1), kind=Kind.PERSON,
        names=(names.parse(name),), raw_names=(name,), births=NONE, nationals=NONE, sources=NONE, countries=(),
        verification=NONE, members=(),
    )  # fmt: skip


def surname(number: int) -> str:
    return "".join("bcdfghklmn"[int(figure)] + "a" for figure in f"{number:05d}").capitalize()


def counted(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str) -> Counter[str]:
    """Count the calls of a function."""
    calls: Counter[str] = Counter()
    asked: Callable[..., Any] = getattr(owner, name)

    def ask(*args: Any) -> Any:
        calls[name] += 1
        return asked(*args)

    monkeypatch.setattr(owner, name, ask)
    return calls


def spread(parties: dict[str, Party], days: int) -> int:
    start = day("2010-01-01")
    uses = {key: Use(at, at) for n, key in enumerate(parties) for at in [start + n * dt.timedelta(days=days)]}
    return fan_out("email", uses, parties, Guards(), SETTINGS)


@pytest.mark.parametrize("size", [300, 3000])
def test_a_mailbox_of_many_payers_over_years_is_counted_no_further_than_any_cap(
    monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    calls = counted(monkeypatch, counting, "incompatible")
    assert spread({f"p{n:05d}": named(f"p{n:05d}", f"Jan {surname(n)}") for n in range(size)}, 1) == 64
    assert calls["incompatible"] == 0


@pytest.mark.parametrize("size", [1000, 2000])
def test_a_mailbox_of_few_payers_over_many_years_compares_each_two_once(
    monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    calls = counted(monkeypatch, counting, "incompatible")
    assert spread({f"p{n:05d}": named(f"p{n:05d}", f"{GIVEN[n % 5]} de Vries") for n in range(size)}, 30) == 5
    assert calls["incompatible"] == 10


def test_holders_years_apart_count_apart() -> None:
    parties = {f"p{n}": named(f"p{n}", f"{one} de Vries") for n, one in enumerate(GIVEN)}
    assert spread(parties, 1) == 6
    assert spread(parties, 300) == 3
    assert spread(parties, 800) == 1
    undated = {key: Use() for key in parties}
    assert fan_out("email", undated, parties, Guards(), SETTINGS) == 6


@pytest.mark.parametrize("size", [600, 1200])
def test_birth_dates_without_end_on_one_mailbox_are_not_all_compared(
    monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    calls: Counter[str] = Counter()
    hits = Guards.hits

    def ask(self: Guards, left: Party, right: Party) -> Any:
        calls["hits"] += 1
        return hits(self, left, right)

    monkeypatch.setattr(Guards, "hits", ask)
    born = [dt.date(1950, 1, 2) + dt.timedelta(days=n) for n in range(size)]
    rows = [
        of(f"p{n}", f"c{n}", "Jan de Vries", birthdate=one, emails=["a1@example.org"]) for n, one in enumerate(born)
    ]
    found = resolved(subscriber=rows)
    assert not found.same(rows[0], rows[-1])
    assert calls["hits"] < SETTINGS.contested_kinds * size


def standing(said: Row) -> Row:
    return {"withdrawn_by": None} | said


def edge(left: int, right: int, weight: float) -> Edge:
    return Edge(f"k{left:03d}", f"k{right:03d}", LINKED, weight)


def test_a_crowd_falls_apart_at_its_weakest_edges_and_order_plays_no_part() -> None:
    edges = [edge(n, n + 1, 9.0 if n % 5 else 5.0) for n in range(19)]
    unit_of = {f"k{n:03d}": n for n in range(20)}
    left_out = crowded_edges(list(range(20)), unit_of, edges, 5)
    assert left_out == {(one.left, one.right) for one in edges if one.weight == 5.0}
    assert crowded_edges(list(range(20)), unit_of, edges[::-1], 5) == left_out
    assert not crowded_edges([n % 5 for n in range(20)], unit_of, edges, 5)


def test_a_judgement_on_two_large_identities_is_one_verdict() -> None:
    paid = [card(f"{who}{n}", name, who) for who, name in (("c", "Jan Vries"), ("d", "Piet Bos")) for n in range(400)]
    keys = [row["record_key"] for row in paid]
    said = [judged("1", keys[:400], keys[400:], "not_same")]
    verdicts = latest_verdicts([standing(one) for one in said], "same_person")
    assert list(verdicts.between) == [(0, 1)]
    assert judged_records(verdicts) == frozenset(keys)
    found = resolved(payment=paid, judgement=said)
    assert len(found.groups()) == 2


def test_verdicts_of_groups_are_those_of_their_records() -> None:
    at = {"decided_utc": day("2025-01-01")}
    said = [
        judged("1", ["a", "b", "c"], ["d", "e"], "not_same", **at),
        judged("2", ["b"], ["d"], "same", decided_utc=day("2025-01-02")),
        judged("3", ["a", "b"], ["a", "b"], "same", **at),
        judged("4", ["c"], ["gone"], "same", **at),
    ]
    parts_of = {key: (key.upper(),) for key in "abcde"}
    found = constrain(latest_verdicts(map(standing, said), "same_person"), parts_of)
    assert {keys: verdict.value for keys, verdict in found.verdicts.items()} == {
        ("A", "B"): "positive", ("A", "D"): "negative", ("A", "E"): "negative", ("B", "D"): "positive",
        ("B", "E"): "negative", ("C", "D"): "negative", ("C", "E"): "negative",
    }  # fmt: skip
    assert found.orphans == {"4"}
    assert found.judged == set("ABCDE")


def test_a_group_in_one_party_is_not_judged_against_itself() -> None:
    one = Verdicts((("a",), ("b", "c")), {(0, 1): Verdict("negative", ("1",)), (1, 1): Verdict("negative", ("2",))})
    assert constrain(one, {"a": ("A",), "b": ("A",), "c": ("A",)}).verdicts == {}
    joint = constrain(one, {"a": ("A",), "b": ("P#1", "P#2"), "c": ("B",)})
    assert ("P#1", "P#2") not in joint.verdicts
    assert ("B", "P#1") in joint.verdicts


def test_what_hangs_off_a_crossing_path_is_kept_however_long() -> None:
    path = {(f"k{n:05d}", f"k{n + 1:05d}") for n in range(20_000)}
    assert crossing(path, {("k00002", "k00004")}) == {("k00002", "k00003"), ("k00003", "k00004")}
    assert crossing(path, {("k00002", "gone")}) == set()


def test_intervals_of_two_customers_meet_whatever_their_number() -> None:
    def held(number: int, provider: str, begin: int) -> Interval:
        start = day("2000-01-01") + dt.timedelta(days=begin)
        return Interval(f"p{number}", provider, start, start + dt.timedelta(days=1))

    apart = [held(n, "one", 0) for n in range(5000)] + [held(n, "two", 3 * n + 3) for n in range(5000)]
    assert not overlapping(apart)
    assert overlapping([*apart, held(7, "one", 4)])
    assert not overlapping([held(7, "one", 4), held(7, "two", 4)])

"""What is joined set by set is what looking at every record by itself joins: rows equal, to the last letter."""

from __future__ import annotations

import datetime as dt
import json
import random
from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from keerpunt.engine import Engine
from keerpunt.resolve import ResolveSettings, people, resolve
from keerpunt.resolve.columns import is_sorted
from keerpunt.resolve.forms import ROOM
from keerpunt.resolve.numbers import components, fold_codes, set_codes
from keerpunt.resolve.parties import Party
from keerpunt.resolve.quiet import Quiet
from keerpunt.resolve.relations import Grouping
from tests.support import neighbour_twin
from tests.support.persons import Row, card, customer, judged, transfer
from tests.support.rows import operation

pytestmark = pytest.mark.slow

GIVEN = ["Jan", "Jan", "Johanna", "Maria", "J.", "M.", "Jan Willem", "Jan W.", "Maria Petra", "JAN", "Ян"]
SURNAMES = ["de Vries", "de Vries", "Bakker", "Jansen", "Jansens", "Müller", "Mueller"]
WHOLE = ["UNKNOWN", "", "Bakker BV", "Familie de Vries", "J. en M. de Vries", 'Jan "Bob" \\ Bakker']


def crowd(seed: int, size: int) -> dict[str, list[Row]]:
    """Persons with several records each, of whom some share a value, an address or a name."""
    pick = random.Random(seed)
    rows: list[Row] = []
    payments: list[Row] = []
    for number in range(size):
        person = pick.randrange(max(1, size // 2))
        own = random.Random(f"{seed}/{person}")
        name = f"{own.choice(GIVEN)} {own.choice(SURNAMES)}" if own.random() < 0.85 else own.choice(WHOLE)
        born = dt.date(own.randrange(1950, 1953), own.randrange(1, 13), own.randrange(1, 28))
        if pick.random() < 0.2:
            name = name.replace("Jan ", "J. ").upper()
        mail = f"p{own.randrange(size)}@example.org"
        if pick.random() < 0.5:
            payments.append(_payment(pick, number, name, mail) | _shown(pick, own))
            continue
        rows.append(
            customer(
                f"k{number}",
                name,
                received_on=dt.date(2025, 1, 1 + pick.randrange(3)),
                birthdate=None if pick.random() < 0.4 else born,
                verification=pick.choice(["document", "none", "unknown"]),
                emails=[mail] if pick.random() < 0.8 else None,
                phones=[f"06123456{own.randrange(10, 30)}"] if pick.random() < 0.4 else None,
                country=pick.choice(["NL", "NL", "XX", "DE", "US", "US"]),
                national_id=own.choice([None, None, f"n{person}"]),
                line1=f"Laan {own.randrange(1, 4)}" if pick.random() < 0.7 else None,
                postcode="1011 AA",
                address_from=pick.choice([None, None, None, dt.date(2020, 1, 1)]),
                address_to=pick.choice([None, None, None, dt.date(2019, 1, 1)]),
                **({"linked_kind": "iban", "linked_value": "NL91ABNA0417164300"} if pick.random() < 0.05 else {}),
            )
        )
    keys = [row["record_key"] for row in (*rows, *payments)]
    said = [
        judged(str(n), [pick.choice(keys)], [pick.choice(keys)], pick.choice(["same", "not_same"]))
        for n in range(pick.randrange(3))
    ]
    return {"subscriber": rows, "payment": payments, "judgement": said}


def _payment(pick: random.Random, number: int, name: str, mail: str) -> Row:
    values: Row = {"payer_email": mail if pick.random() < 0.8 else None, "received_on": dt.date(2025, 1, 2)}
    if pick.random() < 0.3:
        return transfer(f"t{number}", name, "NL02ABNA0123456789" if pick.random() < 0.2 else None, **values)
    values |= {"billing_country": "NL", "billing_line1": "Laan 2", "billing_postcode": "1011AA"}
    return card(f"c{number}", name, pick.choice([None, f"f{number % 5}"]), **values)


def _shown(pick: random.Random, own: random.Random) -> Row:
    """What else a payment states: telephone, device, an address of the payer's own, the figures of a plastic card."""
    found: Row = {"payer_phone": f"06123456{own.randrange(10, 30)}" if pick.random() < 0.4 else None}
    if pick.random() < 0.5:
        found |= {"billing_country": "NL", "billing_line1": f"Laan {own.randrange(1, 4)}", "billing_postcode": "1011AA"}
    if pick.random() < 0.3:
        found["device_id"] = f"d{own.randrange(12)}"
    if pick.random() < 0.5:
        found |= {"bin": f"41111{own.randrange(2)}", "last4": f"{own.randrange(20):04d}", "expiry": "2027-05"}
    return found


def all_contested(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every party be looked at by itself."""
    found = people.find_quiet

    def nobody(*args: Any) -> Quiet:
        quiet = found(*args)
        none = np.zeros(0, np.int64)
        quiet.quiet = np.zeros_like(quiet.quiet)
        quiet.left = quiet.right = quiet.mask = quiet.row = none
        quiet.weight = np.zeros(0)
        return quiet

    monkeypatch.setattr(people, "find_quiet", nobody)


def run(tables: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    with Engine(threads=1) as engine:
        return resolve(engine, tables, ResolveSettings("TEST-1"))


@pytest.mark.parametrize("seed", range(25))
def test_set_by_set_is_record_by_record(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    tables = operation(**crowd(seed, 12 + 8 * seed))
    quick = run(tables)
    all_contested(monkeypatch)
    slow = run(tables)
    for name in slow:
        assert quick[name].to_pylist() == slow[name].to_pylist(), name


def test_most_components_are_quiet_and_the_share_is_told() -> None:
    rows = [customer(f"k{n}", f"Jan Bakker{chr(97 + n // 3)}", emails=[f"p{n // 3}@example.org"]) for n in range(60)]
    with Engine(threads=1) as engine:
        engine.register_all(operation(subscriber=rows))
        found = people.resolve_everybody(engine, [], ResolveSettings("TEST-1"))
    assert (found.n_components, found.n_contested, found.n_parties) == (20, 0, 60)
    assert found.identities.num_rows == 20


def test_relatives_who_share_a_value_need_no_second_look() -> None:
    couple = [("Jan", "1950-03-02"), ("Johanna", "1952-05-06")]
    rows = [
        customer(f"k{n}", f"{name} Bakker", birthdate=dt.date.fromisoformat(born), emails=["bakker@example.org"])
        for n, (name, born) in enumerate(couple * 2)
    ]
    with Engine(threads=1) as engine:
        engine.register_all(operation(subscriber=rows))
        found = people.resolve_everybody(engine, [], ResolveSettings("TEST-1"))
    assert (found.n_components, found.n_contested) == (1, 0)
    assert found.identities.num_rows == 2
    edges = found.edges.to_pylist()
    assert {edge["kind"] for edge in edges} == {"linked", "shared_contact"}
    why = [json.loads(edge["explanation"]) for edge in edges if edge["kind"] == "linked"]
    assert {one["identifiers"][0]["fan_out"] for one in why} == {2}


def test_an_initial_that_fits_two_relatives_is_looked_at_by_itself() -> None:
    rows = [
        customer(f"k{n}", f"{name} Bakker", emails=["bakker@example.org"])
        for n, name in enumerate(("Jan", "Johanna", "J."))
    ]
    with Engine(threads=1) as engine:
        engine.register_all(operation(subscriber=rows))
        found = people.resolve_everybody(engine, [], ResolveSettings("TEST-1"))
    assert (found.n_components, found.n_contested) == (1, 1)
    assert found.identities.num_rows == 3


@pytest.mark.parametrize("size", [0, 1, 50])
def test_what_is_sorted_is_told(size: int) -> None:
    pick = random.Random(size)
    rows = sorted((pick.choice("abc"), pick.choice("xyz")) for _ in range(size))
    table = pa.table(
        {"a": pa.array([a for a, _ in rows], pa.string()), "b": pa.array([b for _, b in rows], pa.string())}
    )
    assert is_sorted(table, ("a", "b"))
    turned = table.take(pa.array(range(size - 1, -1, -1), pa.int64()))
    assert is_sorted(turned, ("a", "b")) == (size < 2)


@pytest.mark.parametrize("seed", range(15))
def test_relations_agree_with_their_slow_twin(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    tables = operation(**crowd(100 + seed, 40 + 10 * seed))
    all_contested(monkeypatch)
    known: list[Any] = []
    look = people._Between.look

    def watch(self: Any, parties: Mapping[str, Party], grouping: Grouping) -> frozenset[str]:
        found = look(self, parties, grouping)
        numbers = {"party_key": [p.record for p in parties.values()], "part_key": list(parties)}
        self._engine.register("part", pa.table(numbers))
        lived = self._engine.run(ROOM, "address_use").to_pylist()
        known.append((lived, parties, grouping, self._guards, found))
        return found

    monkeypatch.setattr(people._Between, "look", watch)
    told = run(tables)["edges"].to_pylist()
    settings = ResolveSettings("TEST-1")
    lived, parties, grouping, guards, ambiguous = known[0]
    expected, torn = neighbour_twin.by_address(lived, parties, grouping, guards, settings)
    expected |= neighbour_twin.by_name(parties, grouping, settings)
    assert ambiguous == torn
    found = {}
    for row in told:
        why = json.loads(row["explanation"])
        if row["kind"] in ("household", "shared_address", "name_twin") or why.get("address"):
            notes = {name: why[name] for name in ("holders", "shown", "address", "name_level") if name in why}
            found[row["left_key"], row["right_key"], row["kind"]] = notes
    assert found == {name: notes for name, notes in expected.items() if name in found}
    assert {name for name in expected if name[2] != "possible_same"} <= found.keys()


@pytest.mark.parametrize("seed", range(20))
def test_numbers_agree_with_sets(seed: int) -> None:
    pick = random.Random(seed)
    size = pick.randrange(1, 40)
    pairs = [(pick.randrange(size), pick.randrange(size)) for _ in range(pick.randrange(30))]
    left, right = (np.array([pair[side] for pair in pairs], dtype=np.int64) for side in (0, 1))
    label = components(size, left, right)
    group = {n: {n} for n in range(size)}
    for a, b in pairs:
        both = group[a] | group[b]
        for member in both:
            group[member] = both
    assert label.tolist() == [min(group[n]) for n in range(size)]
    code = set_codes(left, right, size)
    held = [frozenset(b for a, b in pairs if a == n) for n in range(size)]
    rows = sorted(set(pairs))
    code = set_codes(*(np.array([row[s] for row in rows], dtype=np.int64) for s in (0, 1)), size)
    assert all((code[a] == code[b]) == (held[a] == held[b]) for a in range(size) for b in range(size))
    folded = fold_codes(left, right) if pairs else left
    assert all((folded[i] == folded[j]) == (pairs[i] == pairs[j]) for i in range(len(pairs)) for j in range(i))

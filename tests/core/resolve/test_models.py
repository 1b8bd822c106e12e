from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

import pyarrow as pa
import pytest

from keerpunt.engine import Engine
from keerpunt.errors import PolicyRefused
from keerpunt.resolve import ResolveSettings, models, resolve
from keerpunt.resolve.blocking import PAIRINGS
from keerpunt.resolve.models import (
    ACCOUNTS,
    PAYER_SUBSCRIBER,
    PAYERS,
    RATES,
    SUBSCRIBERS,
    digests,
    load,
    name_rates,
)
from tests.support.persons import Row, customer, resolved
from tests.support.rows import operation

pytestmark = pytest.mark.slow

BORN = dt.date(1971, 6, 24)
HOUSE = {"line1": "Kerkstraat 12", "postcode": "1017 GC", "city": "Amsterdam", "country": "NL"}


def of(provider: str, ref: str, name: str, **values: Any) -> Row:
    return customer(ref, name, **values) | {
        "record_key": f"subscriber:{provider}:{ref}",
        "origin": f"provider:{provider}",
        "provider": provider,
        "verification": "unknown",
    }


def test_one_name_and_birth_date_at_two_providers_is_one_person_without_a_shared_key() -> None:
    one, two = of("bank", "k1", "Jan de Vries", birthdate=BORN), of("isp", "k2", "Jan de Vries", birthdate=BORN)
    found = resolved(subscriber=[one, two])
    assert found.same(one, two)
    edge = found.between(one, two)["linked"]
    why = json.loads(edge["explanation"])
    assert why["model"] == SUBSCRIBERS
    assert why["model_version"] == load(SUBSCRIBERS).version
    fields = {field["field"]: field for field in why["fields"]}
    assert fields["birth_date"]["left"] == fields["birth_date"]["right"] == "1971-06-24"
    assert fields["name"]["tf"]["pack"] == name_rates("NL").version
    total = why["prior"] + sum(field["weight"] for field in why["fields"])
    assert round(total, 4) == edge["match_weight"]


def test_a_name_alone_never_identifies() -> None:
    one, two = of("bank", "k1", "Quirijn Oudendijk"), of("isp", "k2", "Quirijn Oudendijk")
    found = resolved(subscriber=[one, two])
    assert not found.same(one, two)
    assert "name_twin" in found.between(one, two)


@pytest.mark.parametrize(("his", "hers"), [("Jan", "Maria"), ("Jan", "Johanna"), ("Louis", "Louise")])
def test_twins_and_relatives_of_one_house_stay_apart(his: str, hers: str) -> None:
    one = of("bank", "k1", f"{his} de Vries", birthdate=BORN, **HOUSE)
    two = of("isp", "k2", f"{hers} de Vries", birthdate=BORN, **HOUSE)
    assert not resolved(subscriber=[one, two]).same(one, two)


def test_father_and_son_of_one_name_in_one_house_stay_apart_by_birth_date() -> None:
    father = of("bank", "k1", "Jan de Vries", birthdate=dt.date(1950, 2, 3), **HOUSE)
    son = of("isp", "k2", "Jan de Vries", birthdate=dt.date(1982, 9, 14), **HOUSE)
    assert not resolved(subscriber=[father, son]).same(father, son)


def test_a_borrowed_number_joins_neither_the_lender_nor_the_borrower_to_the_other() -> None:
    own = of("bank", "k1", "Maria de Vries", national_id="t1", birthdate=BORN)
    lent = of("work", "k2", "Jan de Vries", national_id="t1")
    found = resolved(subscriber=[own, lent])
    assert not found.same(own, lent)
    assert "shared_identifier" in found.between(own, lent)


def test_a_misspelt_surname_on_one_number_is_one_person() -> None:
    own = of("bank", "k1", "Magdalena Mcnally", national_id="t1", birthdate=BORN)
    same = of("work", "k2", "Magdalena Mcnalley", national_id="t1")
    found = resolved(subscriber=[own, same])
    assert found.same(own, same)
    edge = found.between(own, same)["linked"]
    why = json.loads(edge["explanation"])
    total = why["prior"] + sum(part["weight"] for part in (*why["fields"], *why["identifiers"]))
    assert round(total, 4) == edge["match_weight"]


def test_equal_inputs_give_equal_bytes_in_any_order_and_a_second_time_on_one_engine() -> None:
    rows = [
        of(provider, f"k{n}", name, birthdate=BORN.replace(year=1950 + n), **HOUSE)
        for n, name in enumerate(("Jan de Vries", "Maria Smit", "Piet Bakker", "Anna Visser"))
        for provider in ("bank", "isp")
    ]
    with Engine(2) as engine:
        tables = [
            resolve(engine, operation(subscriber=order), ResolveSettings("TEST")) for order in (rows, rows[::-1], rows)
        ]
    assert all(found[name].equals(tables[0][name]) for found in tables for name in tables[0])
    assert _digest(tables[0]["edges"]) == _digest(tables[1]["edges"])


def _digest(table: pa.Table) -> str:
    return hashlib.sha256(repr(table.to_pylist()).encode()).hexdigest()


def test_shipped_models_name_their_version_basis_and_digest() -> None:
    assert {SUBSCRIBERS, PAYERS, PAYER_SUBSCRIBER, ACCOUNTS, RATES} <= set(digests())
    assert all(len(digest) == 64 for digest in digests().values())


def test_every_pair_of_roles_has_one_model_of_its_link_type() -> None:
    roles = [frozenset(pairing.roles) for pairing in PAIRINGS]
    assert len(set(roles)) == len(roles) == 3
    for pairing in PAIRINGS:
        linked = "link_only" if len(pairing.roles) > 1 else "dedupe_only"
        assert load(pairing.model).settings["link_type"] == linked


@pytest.mark.parametrize("name", [PAYERS, PAYER_SUBSCRIBER])
def test_a_model_without_birth_date_keeps_the_shipped_parameters_of_names(name: str) -> None:
    found, shipped = (load(one).settings["comparisons"][:2] for one in (name, SUBSCRIBERS))
    assert [one["output_column_name"] for one in found] == ["name", "middle_name"]
    assert found == shipped
    assert "birth_date" not in load(name).levels


@pytest.mark.parametrize("name", [PAYERS, PAYER_SUBSCRIBER, ACCOUNTS])
def test_what_differs_never_speaks_louder_than_people_move_and_change(name: str) -> None:
    for comparison in load(name).settings["comparisons"]:
        if comparison["output_column_name"] in {"name", "middle_name"}:
            continue
        last = comparison["comparison_levels"][-1]
        assert last["m_probability"] / last["u_probability"] > 0.2, comparison["output_column_name"]


def test_a_country_without_a_pack_of_its_own_uses_the_pooled_one_and_says_so() -> None:
    assert name_rates("US").version.startswith("US-")
    assert name_rates("NL").version.startswith("pooled-")


def test_a_model_that_is_not_the_measured_one_is_refused_with_exit_4(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "digests", lambda: {SUBSCRIBERS: "0" * 64})
    models.read.cache_clear()
    with pytest.raises(PolicyRefused) as refused:
        models.read(SUBSCRIBERS)
    models.read.cache_clear()
    assert refused.value.exit_code == 4
    assert "subscriber_subscriber" in str(refused.value)

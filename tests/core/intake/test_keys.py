"""Keys of rows: ordinary values stand as they are, and different values never give one key."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from keerpunt.intake.keys import key_fields, record_keys
from keerpunt.model.operation import Source
from keerpunt.model.tables import table
from tests.core.intake.test_read import toy_folder
from tests.support.sources import short, take_in, toy_reader


def keys(name: str, *rows: tuple[str | None, ...], origin: str = "psp:stripe") -> list[str]:
    source = Source("a", origin, "unit", dt.date(2024, 1, 1), "order", "test", sha256="ab" * 32)
    columns = dict(zip(key_fields(table(name)), zip(*rows, strict=True), strict=True))
    return record_keys(table(name), source, columns, [f"line:{n}" for n in range(1, len(rows) + 1)], [1] * len(rows))


def test_ordinary_values_stand_in_keys_as_they_are():
    assert keys("payment", ("stripe", "ch_1"), ("bank:KPTXLT21XXX", "a:b%c")) == [
        "payment:psp:stripe/stripe:ch_1",
        "payment:psp:stripe/bank:KPTXLT21XXX:a:b%c",
    ]
    assert keys("payment", ("bank:K", "r"), origin="parcel:p-1/bank:x") == ["payment:parcel:p-1/bank:x/bank:K:r"]
    assert keys("subscriber", ("isp x", "c:1@y"), ("isp x", None)) == [
        "subscriber:isp x:c:1@y",
        "subscriber:isp x:@line:2",
    ]
    assert keys("account", ("u:1",)) == ["account:u:1"]
    assert keys("hotline_report", ("h", "1:2")) == ["hotline:h:1:2"]


def test_colons_and_places_in_values_make_no_collision():
    assert len(set(keys("subscriber", ("a:b", "c"), ("a", "b:c"), ("a%3Ab", "c"), ("a%3ab", "c")))) == 4
    assert keys("subscriber", ("p", "@line:3"), ("p", "%40line:3"), ("p", None)) == [
        "subscriber:p:%40line:3",
        "subscriber:p:%2540line:3",
        "subscriber:p:@line:3",
    ]
    payments = [("bank:x", "y:z"), ("bank:x:y", "z"), ("bank", "x:y:z"), ("%62ank", "x:y:z"), ("bank:", "x:y:z")]
    assert len(set(keys("payment", *payments))) == len(payments)


WORD = st.text("ab:%@+", max_size=5)


@settings(max_examples=150, deadline=None)
@given(st.sets(st.tuples(st.one_of(WORD, WORD.map(lambda word: f"bank:{word}")), WORD.filter(bool)), min_size=2))
def test_different_values_have_different_keys(pairs):
    rows = sorted(pairs)
    for name in ("payment", "subscriber"):
        assert len(set(keys(name, *rows))) == len(rows)


def test_two_customers_whose_parts_run_together_stay_two(tmp_path):
    match = {"provider_kind": "isp", "response": "match"}
    pairs = [("a:b", "c"), ("a", "b:c")]
    rows = [("subscriber", match | {"provider": provider, "customer_ref": ref}) for provider, ref in pairs]
    intake = take_in(toy_folder(tmp_path / "s", a="x"), readers=toy_reader(rows))
    assert sorted(short(intake, "subscriber", "record_key", "provider")) == [
        ("subscriber:a%3Ab:c", "a:b"),
        ("subscriber:a:b:c", "a"),
    ]

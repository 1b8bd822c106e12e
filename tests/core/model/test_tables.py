from __future__ import annotations

import re

import pytest

from keerpunt.model.schema import COMMON, Kind
from keerpunt.model.tables import CANONICAL, RESULT, TABLES

FORBIDDEN_IN_DUCKDB = {"at", "check", "order"}
SENSITIVE = re.compile(r"orientation|religio|health|ethnic|politic", re.IGNORECASE)


@pytest.mark.parametrize("name", TABLES)
def test_columns_are_named_once_and_each_has_a_meaning(name: str) -> None:
    columns = TABLES[name].columns()
    assert len({c.name for c in columns}) == len(columns)
    assert all(c.meaning for c in columns)
    assert not {c.name for c in columns} & FORBIDDEN_IN_DUCKDB
    assert name not in FORBIDDEN_IN_DUCKDB


def test_enums_and_countries_are_never_null_since_unknown_has_a_word() -> None:
    for definition in TABLES.values():
        for field in definition.fields:
            if field.kind in (Kind.ENUM, Kind.YESNO, Kind.COUNTRY):
                assert not field.columns()[0].nullable, f"{definition.name}.{field.name}"


def test_canonical_tables_begin_with_their_way_back_to_the_source() -> None:
    names = [column.name for field in COMMON for column in field.columns()]
    for definition in CANONICAL.values():
        assert [c.name for c in definition.columns()][: len(names)] == names
    assert names[:4] == ["record_key", "source_sha256", "source_locator", "origin"]


def test_l03_no_column_holds_a_special_category_of_data() -> None:
    for definition in TABLES.values():
        for column in definition.columns():
            assert not SENSITIVE.search(column.name), f"{definition.name}.{column.name}"


def test_the_contracts_tables_are_all_there() -> None:
    assert set(CANONICAL) >= {
        "account", "purchase_order", "payment", "payment_check", "dispute", "fraud_report", "access_grant", "folder",
        "session", "download", "subscriber", "ip_assignment", "register_extract", "request_sent", "judgement",
        "hotline_report", "material_file", "hash_entry", "list_release",
    }  # fmt: skip
    assert set(RESULT) >= {
        "identities", "actors", "links", "edges", "leads", "indicators", "requests", "rejects", "findings",
    }  # fmt: skip


def test_an_instant_and_an_amount_are_stored_with_their_provenance() -> None:
    names = [c.name for c in TABLES["payment"].columns()]
    at = names.index("initiated_utc")
    assert names[at : at + 5] == [
        "initiated_utc", "initiated_text", "initiated_zone", "initiated_zone_basis", "initiated_precision",
    ]  # fmt: skip
    at = names.index("amount_minor")
    assert names[at : at + 3] == ["amount_minor", "currency", "exponent"]

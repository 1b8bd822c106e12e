"""Every map that ships reads its golden export, through the whole intake, to what was written down by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import keerpunt.intake
from keerpunt.intake.maps import shipped_maps
from keerpunt.intake.tabular.map_file import asks_known, read_map
from keerpunt.model.schema import Kind
from keerpunt.model.tables import CANONICAL
from tests.support.folder import declared, sources_folder
from tests.support.sheets import xlsx
from tests.support.sources import found, rejected, take_in

MAPS = Path(keerpunt.intake.__file__).parent / "maps"
GOLDEN = Path(__file__).parents[3] / "golden" / "table"
NAMES = [shipped.name for shipped in shipped_maps() if "" in shipped.needs]
"""Exports of one table; maps of whole platforms are tried in `tests/core/intake/maps`."""
FILES = {path.stem: path for path in GOLDEN.iterdir() if path.suffix in (".csv", ".txt")}
ORDERS = "order_id\nORD-1001\nORD-1002\n"
_UNKNOWN = (None, "unknown", "XX")


def taken(root: Path, name: str, body: bytes, ending: str):
    """Take in an export by its map, beside orders that its references may name; times are of Amsterdam."""
    files = {f"export{ending}": body, "map.toml": (MAPS / f"{name}.toml").read_bytes(), "orders.csv": ORDERS}
    blocks = declared(f"export{ending}", "table", origin="bank:example", more='map = "map.toml"\ntime_zone = "UTC"')
    blocks += declared("orders.csv", "canonical", more='table = "purchase_order"')
    return take_in(sources_folder(root, files, blocks))


def short(intake) -> list[dict]:
    """Return the rows of the export in a short form without what is unknown."""
    rows = []
    for name, table in intake.tables.items():
        for row in table.to_pylist():
            if not row["reader"].startswith("table/"):
                continue
            kept = {"table": name, "at": row["source_locator"]}
            for field in CANONICAL[name].fields:
                if field.kind is Kind.INSTANT:
                    if (utc := row[f"{field.name}_utc"]) is not None:
                        precision, basis = row[f"{field.name}_precision"], row[f"{field.name}_zone_basis"]
                        kept[field.name] = [utc.strftime("%Y-%m-%dT%H:%M:%SZ"), precision, basis]
                elif field.kind is Kind.MONEY:
                    if row["amount_minor"] is not None:
                        kept[field.name] = [row["amount_minor"], row["currency"]]
                elif row[field.name] not in _UNKNOWN:
                    kept[field.name] = row[field.name]
            rows.append(kept)
    return sorted(rows, key=lambda row: (row["at"], row["table"], row.get("check_kind", "")))


def seen(intake) -> dict:
    receipt = next(r for r in intake.receipts if r["path"].startswith("export"))
    return {
        "rows": short(intake),
        "rejected": [list(reject) for reject in rejected(intake)],
        "excluded": receipt["excluded"],
        "findings": {f"{code} {column}": n for (code, column), n in sorted(found(intake).items())},
    }


@pytest.mark.parametrize("name", NAMES)
def test_every_map_ships_with_a_golden_export_and_says_what_it_reads(name):
    text = (MAPS / f"{name}.toml").read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert "It cannot tell:" in text
    assert "seen" in text.splitlines()[0] + text.splitlines()[1]
    assert read_map(text.encode(), name)
    assert name in FILES or name == "abn-amro-sheet"


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_golden_export_gives_what_was_written_down(tmp_path, name):
    path = FILES[name]
    expected = json.loads(path.with_suffix(".expected.json").read_text(encoding="utf-8"))
    assert seen(taken(tmp_path / "s", name, path.read_bytes(), path.suffix)) == expected


@pytest.mark.parametrize("name", sorted(FILES))
def test_payers_are_named_for_incoming_money_only(tmp_path, name):
    path = FILES[name]
    intake = taken(tmp_path / "s", name, path.read_bytes(), path.suffix)
    for row in intake.tables["payment"].to_pylist():
        assert row["amount_minor"] >= 0
        assert row["direction"] == "in" or row["payer_name"] is None


def test_an_overlapping_delivery_of_a_bank_counts_no_payment_twice(tmp_path):
    path = FILES["rabobank"]
    lines = path.read_bytes().split(b"\r\n")
    files = {
        "a.csv": b"\r\n".join(lines[:3]) + b"\r\n",
        "b.csv": b"\r\n".join([lines[0], *lines[2:]]),
        "map.toml": (MAPS / "rabobank.toml").read_bytes(),
    }
    blocks = "".join(
        declared(name, "table", origin="bank:rabo", more='map = "map.toml"') for name in ("a.csv", "b.csv")
    )
    intake = take_in(sources_folder(tmp_path / "s", files, blocks))
    assert intake.tables["payment"].num_rows == 3
    assert rejected(intake) == []


def test_the_sheet_of_abn_amro_is_read_from_a_workbook(tmp_path):
    head = [
        "accountNumber",
        "mutationcode",
        "transactiondate",
        "valuedate",
        "startsaldo",
        "endsaldo",
        "amount",
        "description",
    ]
    rows = [
        head,
        [
            "123456789",
            "EUR",
            20240105,
            20240105,
            100,
            112.5,
            12.5,
            "SEPA Overboeking IBAN: NL00BANK0123456789 ORD-1001",
        ],
        ["123456789", "EUR", 20240106, 20240106, 112.5, 107.5, -5, "BEA Winkel Voorbeeld"],
    ]
    intake = taken(tmp_path / "s", "abn-amro-sheet", xlsx(("Sheet0", rows)), ".xlsx")
    assert [(r["direction"], r["amount"], r.get("order_id"), r["initiated"][0]) for r in short(intake)] == [
        ("in", [1250, "EUR"], "ORD-1001", "2024-01-04T23:00:00Z"), ("out", [500, "EUR"], None, "2024-01-05T23:00:00Z"),
    ]  # fmt: skip


def test_maps_that_search_for_orders_are_read_after_the_orders():
    searching = {name for name in NAMES if asks_known((MAPS / f"{name}.toml").read_bytes())}
    assert searching == {name for name in NAMES if not name.startswith("adyen")}

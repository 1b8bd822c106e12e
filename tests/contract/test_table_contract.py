"""The reader of tables keeps the contract of readers for every kind of file it reads and for the maps that ship."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import pytest

import keerpunt.intake
from keerpunt.intake.formats import table
from tests.support.reader_contract import ReaderContract
from tests.support.sheets import ods, ods_row, xlsx

pytestmark = pytest.mark.slow

MAPS = Path(keerpunt.intake.__file__).parent / "maps"
GOLDEN = Path(__file__).parents[1] / "golden" / "table"
SHEET_MAP = b"""
[[table]]
to = "account"
[table.columns]
platform_account_id = "id"
username = "name"
registered = "created"
"""
HEAD = ["id", "name", "created"]


class TestTableXlsx(ReaderContract):
    reader = table.READER
    sniffed = False
    declared: ClassVar[dict[str, Any]] = {"map": "map.toml"}
    beside: ClassVar[dict[str, bytes]] = {"map.toml": SHEET_MAP}
    samples: ClassVar[dict[str, bytes]] = {
        "plain": xlsx(("one", [HEAD, ["u1", "ann", (45292, "yyyy-mm-dd")], [7, 5.5, 45292.5], [1e16, None, None]])),
    }


class TestTableOds(ReaderContract):
    reader = table.READER
    sniffed = False
    declared: ClassVar[dict[str, Any]] = {"map": "map.toml"}
    beside: ClassVar[dict[str, bytes]] = {"map.toml": SHEET_MAP}
    samples: ClassVar[dict[str, bytes]] = {
        "plain": ods(
            [ods_row(*HEAD), ods_row("u1", "ann", 45292), ods_row(7, "#REF!", None), ods_row(None, "x", None)]
        ),
    }


class TestBankWithLinesAbove(ReaderContract):
    reader = table.READER
    sniffed = False
    declared: ClassVar[dict[str, Any]] = {"map": "map.toml"}
    beside: ClassVar[dict[str, bytes]] = {"map.toml": (MAPS / "dkb.toml").read_bytes()}
    samples: ClassVar[dict[str, bytes]] = {"dkb": (GOLDEN / "dkb.csv").read_bytes()}


class TestBankWithoutHeader(ReaderContract):
    reader = table.READER
    sniffed = False
    declared: ClassVar[dict[str, Any]] = {"map": "map.toml"}
    beside: ClassVar[dict[str, bytes]] = {"map.toml": (MAPS / "abn-amro-tab.toml").read_bytes()}
    samples: ClassVar[dict[str, bytes]] = {"abn": (GOLDEN / "abn-amro-tab.txt").read_bytes()}


class TestProvider(ReaderContract):
    reader = table.READER
    sniffed = False
    declared: ClassVar[dict[str, Any]] = {"map": "map.toml"}
    beside: ClassVar[dict[str, bytes]] = {"map.toml": (MAPS / "adyen-received-payments.toml").read_bytes()}
    samples: ClassVar[dict[str, bytes]] = {"adyen": (GOLDEN / "adyen-received-payments.csv").read_bytes()}

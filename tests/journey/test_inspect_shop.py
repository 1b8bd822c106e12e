"""From the dump of a shop to a run: inspect proposes the shipped map under the shop's prefix, and run reads by it."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from keerpunt.intake.maps import shipped_maps
from tests.support.cli import keerpunt

GOLDEN = Path(__file__).parents[1] / "golden" / "table"
FILLS = (
    "code=OP-1", "unit_country=NL", "legal_basis=example", "purpose=example", "name=platform-1", "time_zone=UTC",
    "received_on=2024-12-03", "received_from=example", "platform/*:origin=platform:platform-1", "bank/*:origin=bank:x",
)  # fmt: skip
pytestmark = pytest.mark.slow


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """The dump of a shop under a prefix of its own, and the export of its bank."""
    root = tmp_path / "sources"
    (root / "platform").mkdir(parents=True)
    (root / "bank").mkdir()
    dump = (GOLDEN / "woocommerce_hpos.sql").read_text(encoding="utf-8")
    (root / "platform/shop.sql").write_text(dump.replace("wp_", "site7_"), encoding="utf-8")
    (root / "bank/2024.csv").write_bytes((GOLDEN / "ing-nl.csv").read_bytes())
    return root


def test_the_dump_of_a_shop_and_the_export_of_its_bank_run_by_the_maps_that_ship(shop: Path, tmp_path: Path) -> None:
    fills = [argument for text in FILLS for argument in ("--fill", text)]
    told = keerpunt("inspect", shop, "--write", *fills, "--json")
    assert told.code == 0, told.err
    maps = {shipped.name: shipped for shipped in shipped_maps()}
    written = (shop / "maps/platform-shop.toml").read_text(encoding="utf-8")
    assert written == maps["woocommerce_hpos"].with_prefix("site7_")
    assert (shop / "maps/bank-2024.toml").read_text(encoding="utf-8") == maps["ing-nl"].text
    declared = tomllib.loads((shop / "operation.toml").read_text(encoding="utf-8"))
    assert {source["path"]: (source["format"], source["map"]) for source in declared["source"]} == {
        "platform/shop.sql": ("table", "maps/platform-shop.toml"), "bank/2024.csv": ("table", "maps/bank-2024.toml"),
    }  # fmt: skip

    done = keerpunt("run", shop, "--out", tmp_path / "out", "--json")
    assert done.code == 0, done.err
    receipts = {receipt["path"]: receipt for receipt in json.loads(done.out)["files"]}
    for report in json.loads(told.out)["files"]:
        (reading,) = report["readings"]
        receipt = receipts[report["path"]]
        for count in ("read", "mapped", "excluded", "rejected"):
            assert receipt[count] == reading[count], (report["path"], count)
    assert receipts["platform/shop.sql"]["mapped"] == 12
    assert keerpunt("verify", tmp_path / "out").code == 0

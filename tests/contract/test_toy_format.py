"""docs/add-a-format.md is true: a package of its own adds a format by one module and one entry point."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import pytest

from keerpunt.errors import KeerpuntError
from keerpunt.intake.registry import load_readers
from tests.support.folder import declared, sources_folder
from tests.support.reader_contract import ReaderContract
from tests.support.sources import short, take_in
from tests.support.toy_format import READER

VOUCHERS = b"VOUCHERS 1\nv-1;1714557600;10.00;EUR\nv-2;1714557700;25.00;EUR\nv-3;soon;1.00;EUR\nEND 3\n"
DOCUMENT = Path(__file__).parents[2] / "docs/add-a-format.md"


class TestVouchers(ReaderContract):
    reader = READER
    line_format = True
    samples: ClassVar[dict[str, bytes]] = {"three": VOUCHERS}


def installed(folder: Path, points: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a package known as pip would: by its metadata on the path."""
    info = folder / "vouchers-1.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: vouchers\nVersion: 1\n")
    (info / "entry_points.txt").write_text(f"[keerpunt.formats]\n{points}\n")
    (folder / "outside_vouchers.py").write_text("from tests.support.toy_format import READER\n\nNOT_A_READER = 1\n")
    monkeypatch.syspath_prepend(folder)


def test_an_installed_format_is_recognised_and_read_without_any_other_change(tmp_path, monkeypatch):
    installed(tmp_path / "site", "vouchers = outside_vouchers:READER", monkeypatch)
    assert load_readers()["vouchers"] is READER
    block = declared("v.txt", "", origin="psp:vouchers").replace('format = ""\n', "")
    intake = take_in(sources_folder(tmp_path / "s", {"v.txt": VOUCHERS}, block))
    assert short(intake, "payment", "record_key", "amount_minor", "reader") == [
        ("payment:psp:vouchers/vouchers:v-1", 1000, "vouchers/1"),
        ("payment:psp:vouchers/vouchers:v-2", 2500, "vouchers/1"),
    ]
    assert intake.receipts[0]["rejected"] == {"bad_time": 1}


@pytest.mark.parametrize(
    ("points", "why"),
    [
        ("vouchers = nowhere_at_all:READER", "cannot be loaded"),
        ("vouchers = outside_vouchers:MISSING", "cannot be loaded"),
        ("vouchers = outside_vouchers:NOT_A_READER", "is no keerpunt.intake.reader.Reader"),
        ("a = outside_vouchers:READER\nb = outside_vouchers:READER", "is registered twice"),
    ],
)
def test_a_broken_entry_point_is_named(tmp_path, monkeypatch, points, why):
    installed(tmp_path / "site", points, monkeypatch)
    with pytest.raises(KeerpuntError, match=why) as raised:
        load_readers()
    assert raised.value.place.startswith("format ")


def test_the_document_names_what_there_is():
    text = DOCUMENT.read_text(encoding="utf-8")
    module = Path(__file__).parents[1] / "support/toy_format.py"
    source = module.read_text(encoding="utf-8")
    for line in (
        "READER = Reader(",
        "def sniff(head: bytes, name: str) -> bool:",
        "def read(stream: BinaryIO, context: Context)",
    ):
        assert line in text
        assert line in source
    assert '[project.entry-points."keerpunt.formats"]' in text

"""MT940 and MT942 keep the contract of line formats: what comes before a cut stands, what it hit is rejected."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from keerpunt.intake.formats.mt940 import READER
from tests.support.reader_contract import ReaderContract

GOLDEN = Path(__file__).parents[1] / "golden" / "mt940"


class TestMt940(ReaderContract):
    reader = READER
    line_format = True
    file_name = "statement.sta"
    samples: ClassVar[dict[str, bytes]] = {
        path.name: path.read_bytes() for path in sorted(GOLDEN.iterdir()) if ".expected." not in path.name
    }

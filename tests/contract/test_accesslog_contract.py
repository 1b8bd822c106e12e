"""Compressed logs keep the contract too; plain ones are in test_readers."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import ClassVar

from keerpunt.intake.formats.accesslog import READER
from tests.support.reader_contract import ReaderContract

GOLDEN = Path(__file__).parents[1] / "golden" / "accesslog"


class TestCompressedLog(ReaderContract):
    reader = READER
    file_name = "access.log.gz"
    samples: ClassVar[dict[str, bytes]] = {
        path.name: gzip.compress(path.read_bytes(), mtime=0) for path in sorted(GOLDEN.glob("*.log"))
    }

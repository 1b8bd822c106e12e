"""What intake is measured on is read whole: speed without the records would be no feat."""

from __future__ import annotations

import pytest

from benchmarks.intake_cases import CASES
from benchmarks.intake_run import read_once, sources

RECORDS = 300


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_record_of_the_measured_file_is_read(case, tmp_path):
    file = tmp_path / case.file_name
    case.write(file, RECORDS)
    with sources(file, case.format, case.origin, case.more, case.beside) as root:
        found = read_once(root, case.known)
    assert found.read == found.mapped + found.excluded
    assert found.rejected == 0
    assert found.read >= RECORDS

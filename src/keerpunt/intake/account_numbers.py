"""Account numbers whose check digits do not hold: a finding, never a reason to lose the row (INTAKE.md section 7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from keerpunt.intake.arrow import compute as pc
from keerpunt.values.iban import checksum_holds, has_form

FAILED = "failed_checksum"

_COLUMNS = {"payment": "iban", "fraud_report": "iban", "subscriber": "linked_value"}
_KIND = {"subscriber": "linked_kind"}


def note_failed_checksums(table: str, stored: Mapping[str, Sequence[Any]], notes: Counter[tuple[str, str]]) -> None:
    """Count the rows whose account number has the form of an IBAN and fails mod 97, as (`failed_checksum`, column).

    `stored` maps a field to its Arrow arrays. A linked value counts where its kind is `iban`.
    """
    column = _COLUMNS.get(table)
    if column is None:
        return
    cells = stored[column][0]
    if table in _KIND:
        cells = cells.filter(pc.equal(stored[_KIND[table]][0], "iban"))
    counted = pc.value_counts(cells)
    for text, count in zip(counted.field("values").to_pylist(), counted.field("counts").to_pylist(), strict=True):
        if _fails(text):
            notes[FAILED, f"{table}.{column}"] += count


def _fails(text: str | None) -> bool:
    if text is None:
        return False
    number = "".join(text.split()).upper()
    return has_form(number) and not checksum_holds(number)

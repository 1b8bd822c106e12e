"""Answers of banks, providers and registers: one canonical CSV per origin and table."""

from __future__ import annotations

import csv
from pathlib import Path

from keerpunt.model.tables import table
from keerpunt.simulate.ledger import Ledger

FOLDER = "replies"


def write_replies(ledger: Ledger, out: Path) -> list[tuple[str, str, str]]:
    """Write every answer; return (path relative to the sources folder, origin, table), sorted."""
    written = []
    for origin, name in sorted(ledger.replies):
        kind, _, provider = origin.partition(":")
        path = f"{FOLDER}/{kind}/{provider}-{name.replace('_', '-')}.csv"
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        rows = ledger.replies[(origin, name)]
        used = {column for row in rows for column in row}
        columns = [field.name for field in table(name).fields if field.name in used]
        # Money is two columns in CSV, the amount and its currency.
        columns += sorted(used - set(columns))
        with (out / path).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(sorted(rows, key=lambda row: tuple(row.get(column, "") for column in columns)))
        written.append((path, origin, name))
    return written

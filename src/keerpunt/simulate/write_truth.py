"""The truth beside the sources, never in them: CSV for `keerpunt score` (CONTRACT.md section 5)."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from keerpunt.simulate.ledger import Ledger

RECORDS = ("record_key", "person_id")
ACTORS = ("platform_account_id", "person_id")
LEADS = ("platform_account_id", "person_id", "innocent", "scenario", "sufficient", "expected_missing", "country")


def write_truth(ledger: Ledger, folder: Path) -> None:
    """Write truth_records, truth_actors and truth_leads."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "truth_records.csv", RECORDS, ledger.truth_records.items())
    _write(folder / "truth_actors.csv", ACTORS, ledger.truth_actors.items())
    leads = (
        (
            lead.account_id,
            lead.person_id,
            _yes_no(lead.innocent),
            lead.scenario,
            _yes_no(lead.sufficient),
            "|".join(lead.expected_missing),
            lead.country,
        )
        for lead in ledger.truth_leads
    )
    _write(folder / "truth_leads.csv", LEADS, leads)


def _yes_no(value: bool) -> str:
    return "yes" if value else "no"


def _write(path: Path, header: Sequence[str], rows: Iterable[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(sorted(rows))

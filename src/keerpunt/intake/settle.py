"""All files together: overlaps settled, statements kept once, origins compared, every table in its final order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import pyarrow as pa

from keerpunt.intake.arrow import compute as pc
from keerpunt.intake.findings import Finding
from keerpunt.intake.log_parts import LOGGED, without_copies
from keerpunt.intake.merge import Lost, merge_deliveries
from keerpunt.intake.origins import origin_conflicts
from keerpunt.intake.shared_references import SHARED, references_apart
from keerpunt.intake.statements import DUPLICATE, STATEMENTS, apart, without_repeats
from keerpunt.intake.tally import Tally
from keerpunt.model.tables import CANONICAL

ORDER = ("record_key", "origin", "source_sha256", "source_locator")


@dataclass(slots=True)
class Settled:
    """Every canonical table, also the empty ones; `lost` rows gave way or repeated another, `findings` name files."""

    tables: dict[str, pa.Table]
    lost: list[Lost] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def rejects(self) -> list[tuple[str, str, str]]:
        """Return (source_sha256, locator, reason) of the rows that gave way; repeats are counted, not listed."""
        return [(row.source_sha256, row.locator, row.reason) for row in self.lost if row.reason != DUPLICATE]


def settle(
    found: Callable[[str], pa.Table], positions: Mapping[str, int], keep: Callable[[str, pa.Table], pa.Table]
) -> Settled:
    """Settle table after table: `found` gives what all files gave, `keep` takes what is settled and gives it back.

    `positions` ranks files, by SHA-256, as operation.toml lists them.
    """
    settled = Settled({})
    for name, table in CANONICAL.items():
        rows = found(name)
        if rows.num_rows and name == "payment":
            rows, shared = references_apart(rows, positions)
            settled.findings += [Finding(sha256, SHARED, "psp_ref", n) for sha256, n in shared.items()]
        if rows.num_rows and table.keyed_merge:
            merged = merge_deliveries(table, rows, positions)
            rows = merged.rows
            settled.lost += merged.lost
            settled.findings += [Finding(sha256, "merged_rows", name, n) for sha256, n in merged.merged.items()]
            settled.findings += origin_conflicts(table, rows)
        elif rows.num_rows and name in STATEMENTS:
            rows, repeats = without_repeats(table, rows, positions)
            settled.lost += repeats
            rows = apart(rows) if name == "subscriber" else rows
        elif rows.num_rows and name in LOGGED:
            rows, copies = without_copies(table, rows, positions)
            settled.lost += copies
        settled.findings += _without_interval(name, rows)
        settled.tables[name] = keep(name, in_order(rows))
    return settled


def in_order(rows: pa.Table) -> pa.Table:
    """Return a table sorted by key, origin, file and place, so that equal inputs give equal tables."""
    return rows.sort_by([(name, "ascending") for name in ORDER]).combine_chunks() if rows.num_rows else rows


def recount(lost: Iterable[Lost], tables: Mapping[str, pa.Table], tallies: Mapping[str, Tally]) -> None:
    """Count records anew of which no row is left: as rejected, or as excluded when they only repeat another one."""
    gone = {(row.source_sha256, row.locator): row.reason for row in sorted(lost, key=lambda r: r.reason == DUPLICATE)}
    if not gone:
        return
    for place in _standing(tables, {sha256 for sha256, _ in gone}) & set(gone):
        del gone[place]
    for (sha256, _), reason in gone.items():
        tallies[sha256].lost(reason, excluded=reason == DUPLICATE)


def _standing(tables: Mapping[str, pa.Table], files: set[str]) -> set[tuple[str, str]]:
    """Return (source_sha256, locator) of the rows that stand, of certain files only."""
    places: set[tuple[str, str]] = set()
    for rows in tables.values():
        if rows.num_rows:
            mine = rows.filter(pc.is_in(rows.column("source_sha256"), value_set=pa.array(sorted(files))))
            digests, locators = mine.column("source_sha256").to_pylist(), mine.column("source_locator").to_pylist()
            places.update(
                (str(sha), str(place).partition("|")[0]) for sha, place in zip(digests, locators, strict=True)
            )
    return places


def _without_interval(name: str, rows: pa.Table) -> list[Finding]:
    """Count linked addresses of which nobody said from when until when (finding `no_interval`)."""
    if name not in ("subscriber", "ip_assignment") or not rows.num_rows:
        return []
    blank = pc.and_(pc.is_null(rows.column("valid_from_utc")), pc.is_null(rows.column("valid_to_utc")))
    word = "linked_kind" if name == "subscriber" else "response"
    asked = pc.equal(rows.column(word), "ip" if name == "subscriber" else "match")
    counts = pc.value_counts(rows.filter(pc.and_(blank, asked)).column("source_sha256")).to_pylist()
    return [Finding(str(c["values"]), "no_interval", f"{name}.valid_from", int(c["counts"])) for c in counts]

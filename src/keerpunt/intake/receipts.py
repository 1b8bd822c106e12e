"""Receipts: what became of each file, for run.json, the screen and whoever handed it over (INTAKE.md section 11)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from typing import Any

from keerpunt.intake.custody import Custody
from keerpunt.intake.one_file import FileResult
from keerpunt.model.operation import Coverage, Source


def receipt(result: FileResult) -> dict[str, Any]:
    """Return the receipt of one file: plain JSON values, no source value but its own totals and days.

    Keys: path, sha256, size, origin, reader, status (read, duplicate, empty, companion), same_as, encoding,
    encoding_evidence (and what else the reader told), read, mapped, excluded, rejected (code to count), rows (table to
    count), totals, coverage, first, last (ISO 8601, UTC), zones, findings (code to count), guards (name to count),
    cannot_tell.
    """
    source, tally, reader = result.source, result.tally, result.planned.reader
    span = tally.span()
    codes: Counter[str] = Counter()
    for (code, _), count in result.findings.items():
        codes[code] += count
    return {
        "path": source.path,
        "sha256": source.sha256,
        "size": source.size,
        "origin": source.origin,
        "reader": reader.label if reader else "",
        "status": result.planned.role,
        "same_as": result.planned.same_as,
        "encoding": "",
        "encoding_evidence": "",
        **dict(sorted(result.told.items())),
        "read": tally.read,
        "mapped": tally.mapped,
        "excluded": _plain(tally.excluded),
        "rejected": _plain(tally.rejected),
        "rows": _plain(tally.rows),
        "totals": [
            {
                "locator": total.locator,
                "name": total.name,
                "expected": total.expected,
                "found": total.found,
                "binding": total.binding,
            }
            for total in tally.totals
        ],
        "coverage": [_covered(entry) for entry in result.coverage],
        "first": _iso(span.first),
        "last": _iso(span.last),
        "zones": [f"{zone} ({basis})" for zone, basis in sorted(tally.zones)],
        "findings": _plain(codes),
        "guards": _plain(result.guarded),
        "cannot_tell": list(reader.cannot_tell) if reader else [],
    }


def custody_entry(source: Source, sha256: str, size: int, result: FileResult) -> dict[str, Any]:
    """Return the body of the custody line of a source (INTAKE.md section 2)."""
    reader = result.planned.reader
    return {
        "path": source.path,
        "kind": "source",
        "sha256": sha256,
        "size": size,
        "origin": source.origin,
        "received_from": source.received_from,
        "received_on": source.received_on.isoformat(),
        "legal_basis": source.legal_basis,
        "purpose": source.purpose,
        "handling": source.handling,
        "covers": list(source.covers),
        "covers_from": _iso(source.covers_from),
        "covers_to": _iso(source.covers_to),
        "reader": reader.label if reader else "",
        "status": result.planned.role,
        "encoding": result.told.get("encoding", ""),
        "encoding_evidence": result.told.get("encoding_evidence", ""),
    }


def custody_entries(custody: Custody, results: Mapping[str, FileResult]) -> list[dict[str, Any]]:
    """Return one entry per listed file, maps and reference files included; `results` is by path."""
    entries = []
    for path, held in custody.files.items():
        if path in results:
            entries.append(custody_entry(results[path].source, held.sha256, held.stamp.size, results[path]))
        else:
            entries.append({"path": path, "kind": held.kind, "sha256": held.sha256, "size": held.stamp.size})
    return entries


def _plain(counts: Mapping[str, int]) -> dict[str, int]:
    return {name: n for name, n in sorted(counts.items()) if n}


def _covered(entry: Coverage) -> dict[str, str]:
    return {
        "table": entry.table,
        "from": _iso(entry.covers_from),
        "to": _iso(entry.covers_to),
        "basis": entry.basis,
    }


def _iso(value: dt.date | dt.datetime | None) -> str:
    if value is None:
        return ""
    return value.strftime("%Y-%m-%dT%H:%M:%SZ") if isinstance(value, dt.datetime) else value.isoformat()

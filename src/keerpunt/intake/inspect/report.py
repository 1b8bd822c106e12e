"""What inspection returns: per file what it is, how sure that is and why, what a reader makes of it, and a draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from keerpunt.intake.inspect.column import Column
from keerpunt.intake.inspect.draft_map import MapDraft
from keerpunt.intake.inspect.dry import DryRead, Refused
from keerpunt.intake.inspect.profile import TableProfile
from keerpunt.intake.inspect.statement import Statement


@dataclass(frozen=True, slots=True)
class FileReport:
    """One file.

    `status`: recognised (one reader), several, table (a map is needed), canonical, unknown, empty, companion (of a
    database), duplicate (of `same_as`), refused (it cannot even be looked at). `format` and `table` are what
    operation.toml would name, empty where a human must say. `formats` are the readers that recognise the file,
    `fits` the canonical tables that its header fits.
    """

    path: str
    shown: str
    sha256: str
    size: int
    status: str
    statements: tuple[Statement, ...]
    format: str = ""
    table: str = ""
    kind: str = ""
    formats: tuple[str, ...] = ()
    fits: tuple[str, ...] = ()
    readings: tuple[DryRead, ...] = ()
    tables: tuple[TableProfile, ...] = ()
    draft: MapDraft | None = None
    also_fitting: tuple[str, ...] = ()
    same_as: str = ""
    refused: Refused | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the report for JSON; the keys are part of the contract."""
        return {
            "path": self.shown,
            "sha256": self.sha256,
            "size": self.size,
            "status": self.status,
            "format": self.format,
            "table": self.table,
            "kind": self.kind,
            "formats": list(self.formats),
            "fits": list(self.fits),
            "same_as": self.same_as,
            "statements": [s.as_dict() for s in self.statements],
            "readings": [reading.as_dict() for reading in self.readings],
            "tables": [table_dict(each) for each in self.tables],
            "draft": draft_dict(self.draft) if self.draft else None,
            "also_fitting": list(self.also_fitting),
            "refused": self.refused.as_dict() if self.refused else None,
        }


def table_dict(profile: TableProfile) -> dict[str, Any]:
    """Return a table's profile for JSON."""
    return {
        "table": profile.table.shown,
        "to": profile.to,
        "kind": profile.table.kind,
        "rows": profile.rows,
        "rows_stated": profile.table.count,
        "profiled": profile.profiled,
        "whole": profile.whole,
        "rejected": profile.rejected,
        "statements": [s.as_dict() for s in profile.statements],
        "columns": [_column(column) for column in profile.columns],
    }


def draft_dict(draft: MapDraft) -> dict[str, Any]:
    """Return a drafted map for JSON."""
    return {
        "text": draft.text,
        "to": list(draft.to),
        "decisions": draft.decisions,
        "parses": draft.parses,
        "problem": draft.problem,
        "shipped": draft.shipped,
    }


def _column(column: Column) -> dict[str, Any]:
    time, amount = column.time, column.amount
    return {
        "column": column.shown,
        "position": column.position,
        "filled": column.filled,
        "rows": column.rows,
        "distinct": column.distinct,
        "distinct_exact": column.exact,
        "kind": column.kind,
        "label": column.label,
        "shapes": list(column.shapes),
        "card_numbers": column.cards,
        "time": {
            "format": time.format,
            "decided": time.decided,
            "alternatives": list(time.alternatives),
            "zone": time.zone,
        }
        if time
        else None,
        "decimal": {"mark": amount.decimal, "thousands": amount.thousands, "decided": amount.decided}
        if amount and column.kind == "amount"
        else None,
        "statements": [s.as_dict() for s in column.statements],
    }

"""Findings: something about a source that its user should know, in plain words and without any source value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa

from keerpunt.model.tables import table

DETAIL: dict[str, str] = {
    "unreadable_value": "values of this column could not be read by its rule; they count as unknown",
    "incomplete_row": "a record gave no row for this table because this essential value was missing or unreadable",
    "failed_checksum": "account numbers whose check digits do not hold; the rows stand, the numbers join nothing",
    "nonexistent_time": "local times that the zone skips: a sign that the declared zone is wrong",
    "total_mismatch": "a total that the file states differs from what was found in it",
    "origin_conflict": "different origins state different values for the same thing; neither was changed",
    "link_conflict": "references of one record lead to different things; none was chosen",
    "ambiguous_order": "a payment's reference fields name more than one known order; none was chosen",
    "register_mismatch": "a register answered about another name or birth date than the one asked about",
    "no_interval": "a linked value without begin and end: it is not known when it was theirs",
    "free_text": "entries of a bank statement whose text follows no known grammar; no counterparty was taken from it",
    "no_closing_balance": "a statement that states no closing balance: no total proves that its entries are all there",
    "floor_limit": "an interim report that leaves out entries below an amount; rows are missing by its own rule",
    "log_gap": "the log is silent for longer than the set gap; rows may be missing",
    "ambiguous_port": "numbers at the end of the lines that cannot all be source ports; none is taken for one any more",
    "unknown_field": "fields that this reader does not know were left out",
    "unknown_object": "objects of a kind that this reader does not know were left out",
    "too_long": "values longer than 1 MiB; they count as unknown",
    "bad_encoding": "values with characters that are no text; those were escaped",
    "empty_file": "the file has no byte",
    "no_final_newline": "the last line has no line end; if the file was cut off, its last value may be incomplete",
    "coverage_without_period": "declared as covered, but no day is known from when or until when: it covers nothing",
    "common_column_ignored": "the file states what operation.toml declares for it; the declaration counts",
    "truncated": "the file ends in the middle, which the policy allows; what stands before the cut was read",
    "batch_without_details": "entries that stand for several payments which the file does not list; each is one row",
    "unknown_version": "the message is of a version that this reader was not made for; read by the rules it knows",
    "ambiguous_username": "one log-in name belongs to several accounts; it names none of them",
    "secret_dropped": "a column named or shaped as a secret was mapped; its values were dropped",
    "device_last4": "last four digits of a device in place of those of the card; they count as unknown",
    "partial_capture": "charges of which less was taken than their amount; the row states the whole amount",
    "refunds_elsewhere": "charges state more refunds than they list: others stand in records of their own or nowhere",
    "payer_left_out": "payer details of payments whose direction is not known were left out: map `direction`",
    "derived_amount": "the file states what was paid in crypto units and a rate; the amount is what follows from both",
    "double_utf8": "texts are UTF-8 that was encoded twice; they stand as found (`repair` in the map mends them)",
    "repaired_double_utf8": "texts were UTF-8 that was encoded twice; they were mended as the map says",
    "timestamp_zone": "the map names a zone for a TIMESTAMP column; the zone that the dump states was used",
    "changes_not_followed": "statements that change rows elsewhere in the dump were not carried out",
    "shared_reference": "bank transactions with the reference of another one of another file; they were kept apart",
    "merged_rows": "rows of one key from overlapping deliveries of one origin were merged",
}
"""What each code means; a reader may note further codes, which then speak for themselves."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding of one file (`source_sha256`), or of the whole operation (empty)."""

    source_sha256: str
    code: str
    column: str
    count: int


def findings_table(findings: Iterable[Finding]) -> pa.Table:
    """Return findings with their meaning, equal ones added up, sorted."""
    sums: dict[tuple[str, str, str], int] = {}
    for finding in findings:
        place = (finding.source_sha256, finding.code, finding.column)
        sums[place] = sums.get(place, 0) + finding.count
    rows = [
        {
            "source_sha256": sha256,
            "code": code,
            "column": column,
            "count": count,
            "detail": DETAIL.get(code, code.replace("_", " ")),
        }
        for (sha256, code, column), count in sorted(sums.items())
        if count
    ]
    return pa.Table.from_pylist(rows, schema=table("findings").arrow())


def rejects_table(rejects: Iterable[tuple[str, str, str]]) -> pa.Table:
    """Return (source_sha256, locator, reason) of rejected records as the table `rejects`, sorted."""
    names = ("source_sha256", "source_locator", "reason")
    columns = list(zip(*sorted(rejects), strict=True)) or [(), (), ()]
    arrays = [pa.array(column, pa.string()) for column in columns]
    return pa.table(dict(zip(names, arrays, strict=True)), schema=table("rejects").arrow())

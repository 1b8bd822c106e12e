"""Overlapping deliveries: rows of one key and one origin become one row (INTAKE.md section 2).

Empty columns are filled from the other deliveries, every place is kept. Where values differ, the newest delivery wins,
then the order in operation.toml, then the smaller content, so that the order of rows changes nothing. Rows of different
origins never touch each other.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from keerpunt.intake.arrow import compute as pc
from keerpunt.intake.keys import SHORT
from keerpunt.model.schema import UNKNOWN, UNKNOWN_COUNTRY, Kind, Table

Row = dict[str, Any]

_TOGETHER: dict[str, tuple[tuple[str, ...], ...]] = {
    "payment": (
        (
            "payer_name", "payer_account_name", "payer_email", "payer_phone", "payer_id", "billing_line1",
            "billing_postcode", "billing_city", "billing_country",
        ),
        (
            "instrument_kind", "fingerprint", "fingerprint_scope", "bin", "last4", "expiry", "brand", "funding",
            "issuer_country", "iban", "bic", "wallet_address", "chain",
        ),
        ("ip", "user_agent", "device_id"),
    ),
}  # fmt: skip
"""Fields that describe one person, one instrument or one device: where two rows disagree on one of them, the others of
the row that loses may be somebody else's, and fill nothing."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A row that gave way to another one; `reason` is superseded, conflict or duplicate_row."""

    source_sha256: str
    locator: str
    reason: str


@dataclass(frozen=True, slots=True)
class Merged:
    """A table in which every (record_key, origin) is one row, and what that took."""

    rows: pa.Table
    lost: tuple[Lost, ...]
    merged: Mapping[str, int]
    """SHA-256 of a file to how many of its rows went into a row of another place without disagreement"""


def merge_deliveries(table: Table, rows: pa.Table, positions: Mapping[str, int]) -> Merged:
    """Merge rows of one (record_key, origin); `positions` ranks files, by SHA-256, as operation.toml lists them."""
    contested = contested_rows(rows, ["record_key", "origin"])
    if contested is None:
        return Merged(rows, (), {})
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows.filter(contested).to_pylist():
        groups[row["record_key"], row["origin"]].append(row)
    lost: list[Lost] = []
    merged: dict[str, int] = defaultdict(int)
    kept = [_one(table, group, positions, lost, merged) for _, group in sorted(groups.items())]
    rest = rows.filter(pc.invert(contested))
    return Merged(pa.concat_tables([rest, pa.Table.from_pylist(kept, schema=rows.schema)]), tuple(lost), dict(merged))


def contested_rows(rows: pa.Table, names: list[str]) -> Any:
    """Return a mask of the rows whose combination of text columns occurs more than once, None if none does."""
    counted = rows.select(names).group_by(names).aggregate([([], "count_all")])
    several = counted.filter(pc.greater(counted.column("count_all"), 1))
    if not several.num_rows:
        return None
    return pc.is_in(joined(rows, names), value_set=joined(several, names).combine_chunks())


def joined(rows: pa.Table, names: list[str]) -> Any:
    """Return one text per row made of several text columns."""
    return pc.binary_join_element_wise(*(rows.column(name) for name in names), "\x1f")


def content(row: Row) -> tuple[str, ...]:
    """Return what a row says, without where it stands, in a form that sorts."""
    return tuple("" if row[name] is None else f"={row[name]}" for name in row if not name.startswith("source_"))


def _one(table: Table, group: list[Row], positions: Mapping[str, int], lost: list[Lost], merged: dict[str, int]) -> Row:
    ranked = sorted(
        group, key=lambda row: (_newest_first(row), positions[row["source_sha256"]], content(row), _at(row))
    )
    best = dict(ranked[0])
    for row in ranked[1:]:
        if _absorb(table, best, row):
            merged[row["source_sha256"]] += 1
        else:
            older = row["received_on"] < ranked[0]["received_on"]
            lost.append(Lost(row["source_sha256"], row["source_locator"], "superseded" if older else "conflict"))
        best["handling"] = max(best["handling"] or "", row["handling"] or "") or None
    places = [ranked[0]["source_locator"], *sorted(_place(row, best) for row in ranked[1:])]
    best["source_locator"] = "|".join(dict.fromkeys(places))
    return best


def _ranked(group: list[Row], positions: Mapping[str, int]) -> list[Row]:
    """Return rows of one key, the one that wins first; content settles only what date and declaration leave open."""
    known = [(_newest_first(row), positions[row["source_sha256"]]) for row in group]
    if len(set(known)) == len(group):
        return [row for _, row in sorted(zip(known, group, strict=True), key=lambda pair: pair[0])]
    full = [(*rank, content(row), _at(row)) for rank, row in zip(known, group, strict=True)]
    return [row for _, row in sorted(zip(full, group, strict=True), key=lambda pair: pair[0])]


def _absorb(table: Table, best: Row, row: Row) -> bool:
    """Fill what is unknown in `best` from `row`; return whether everything that both know agrees."""
    fills: dict[str, list[str]] = {}
    differ: set[str] = set()
    for field in table.fields:
        names = [column.name for column in field.columns()]
        if _unknown(row[names[0]]):
            continue
        if _unknown(best[names[0]]):
            fills[field.name] = names
        elif best[names[0]] != row[names[0]] or (field.kind is Kind.MONEY and best[names[1]] != row[names[1]]):
            differ.add(field.name)
    apart = {name for group in _TOGETHER.get(table.name, ()) if not differ.isdisjoint(group) for name in group}
    for field_name, names in fills.items():
        if field_name not in apart:
            best.update({name: row[name] for name in names})
    return not differ


def _unknown(value: Any) -> bool:
    return value is None or value in (UNKNOWN, UNKNOWN_COUNTRY)


def _newest_first(row: Row) -> int:
    received: dt.date = row["received_on"]
    return -received.toordinal()


def _at(row: Row) -> tuple[str, str]:
    return row["source_sha256"], row["source_locator"]


def _place(row: Row, best: Row) -> str:
    """Return a place as it stands beside another one: with its file where that is another."""
    same = row["source_sha256"] == best["source_sha256"]
    locator: str = row["source_locator"]
    return locator if same else f"{row['source_sha256'][:SHORT]}:{locator}"

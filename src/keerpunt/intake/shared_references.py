"""Bank transactions of several files that go by one reference and are not one payment.

A payer chooses the EndToEndId, and two payers may choose the same; some banks begin their own references anew. Rows of
one key and origin are deliveries of one payment only where they agree on it (INTAKE.md section 2); merged otherwise,
one payment would be lost and its payer's name could be lent to another.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from keerpunt.intake.arrow import compute as pc
from keerpunt.intake.keys import SHORT
from keerpunt.intake.merge import Row, contested_rows, joined

SHARED = "shared_reference"

_BANK = "bank:"
_STATED = "canonical/"
_SAME = ("amount_minor", "currency", "direction", "row_kind")
_DAY = 10

Group = tuple[str, str, str]
"""Origin, psp and psp_ref as found."""


def references_apart(rows: pa.Table, positions: Mapping[str, int]) -> tuple[pa.Table, Counter[str]]:
    """Give bank transactions that share a key, and differ in what they move or between whom, keys of their own.

    The one received first keeps the reference; another has its file and place behind it. What undoes a payment of a
    shared reference names the one of its own file, and else none. Rows of canonical files are keyed as they are: who
    writes one states the key. Returns the rows and how many of each file (SHA-256) got a new key. `positions` ranks
    files as operation.toml lists them.
    """
    bank = pc.and_(pc.starts_with(rows.column("psp"), _BANK), pc.invert(pc.starts_with(rows.column("reader"), _STATED)))
    contested = contested_rows(rows.filter(bank), ["record_key", "origin"])
    if contested is None:
        return rows, Counter()
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    mine = rows.filter(bank).filter(contested)
    for row in mine.to_pylist():
        groups[row["record_key"], row["origin"]].append(row)
    moved: Counter[str] = Counter()
    own: dict[Group, dict[str, set[str]]] = {}
    named: list[Row] = []
    for _, group in sorted(groups.items()):
        payments = _payments(group, positions)
        if len(payments) > 1:
            own[_group(group[0])] = _renamed(payments, moved)
        named += group
    if not own:
        return rows, moved
    rest = pa.concat_tables([rows.filter(pc.invert(bank)), rows.filter(bank).filter(pc.invert(contested))])
    apart = pa.concat_tables([rest, pa.Table.from_pylist(named, schema=rows.schema)])
    return _parents(apart, own), moved


def _payments(group: list[Row], positions: Mapping[str, int]) -> list[list[Row]]:
    """Return the rows of one key by the payment they speak of, each in the order of receipt.

    A row that names nobody belongs to the one payment it agrees with; with several it stays on its own.
    """
    found: list[list[Row]] = []
    nameless: list[list[Row]] = []
    for row in sorted(group, key=lambda row: (not _party(row), *_rank(row, positions))):
        fits = [payment for payment in found if all(_agree(row, other) for other in payment)]
        if _party(row) or not found:
            candidates, home = fits, found
        else:
            candidates = fits if len(fits) == 1 else [one for one in nameless if _agree(row, one[0])]
            home = nameless
        if candidates:
            candidates[0].append(row)
        else:
            home.append([row])
    return sorted(found + nameless, key=lambda payment: min(_rank(row, positions) for row in payment))


def _party(row: Row) -> tuple[str, ...]:
    return tuple(row[name] for name in ("iban", "payer_name", "payer_account_name") if row[name])


def _agree(one: Row, other: Row) -> bool:
    """Tell whether two rows may speak of one payment: same movement, same day, no other account or name.

    Banks cut names, so that one may be the begin of the other; an account counts for more than a name.
    """
    if any(one[name] != other[name] for name in _SAME) or not _same_day(one, other):
        return False
    if one["iban"] and other["iban"]:
        return bool(one["iban"] == other["iban"])
    names = [" ".join((row["payer_name"] or "").split()).casefold() for row in (one, other)]
    return names[0].startswith(names[1]) or names[1].startswith(names[0])


def _same_day(one: Row, other: Row) -> bool:
    if one["initiated_utc"] == other["initiated_utc"]:
        return True
    days = [(row["initiated_text"] or "")[:_DAY] for row in (one, other)]
    return days[0] == days[1] and "-" in days[0]


def _rank(row: Row, positions: Mapping[str, int]) -> tuple[Any, ...]:
    sha256 = row["source_sha256"]
    return row["received_on"], positions[sha256], sha256, len(row["source_locator"]), row["source_locator"]


def _renamed(payments: list[list[Row]], moved: Counter[str]) -> dict[str, set[str]]:
    """Put file and place behind all keys but the first; return file to the keys its rows have now."""
    own: dict[str, set[str]] = defaultdict(set)
    for number, payment in enumerate(payments):
        first = payment[0]
        place = f"@{first['source_sha256'][:SHORT]}:{first['source_locator']}" if number else ""
        for row in payment:
            row["record_key"] += place
            row["psp_ref"] += place
            own[row["source_sha256"]].add(row["psp_ref"])
            moved[row["source_sha256"]] += bool(place)
    return own


def _group(row: Row) -> Group:
    return row["origin"], row["psp"], row["psp_ref"]


def _parents(rows: pa.Table, own: Mapping[Group, Mapping[str, set[str]]]) -> pa.Table:
    """Let what undoes a payment of a shared reference name the one of its own file, none where that is not one."""
    names = ["origin", "psp", "parent_psp_ref"]
    shared = pa.array(["\x1f".join(group) for group in sorted(own)], pa.string())
    children = pc.fill_null(pc.is_in(joined(rows, names), value_set=shared), fill_value=False)
    changed = rows.filter(children).to_pylist()
    for row in changed:
        here = own[row["origin"], row["psp"], row["parent_psp_ref"]].get(row["source_sha256"], set())
        row["parent_psp_ref"] = next(iter(here)) if len(here) == 1 else None
    return pa.concat_tables([rows.filter(pc.invert(children)), pa.Table.from_pylist(changed, schema=rows.schema)])

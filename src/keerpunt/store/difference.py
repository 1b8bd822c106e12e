"""What differs between two builds: records that are new, gone or changed, identities and leads that moved.

Records are compared by what they say, not by the file that said it: a corrected delivery shows only what it corrected.
Several statements under one key are compared one by one. Tokens made under different keys cannot be compared; where
both values are tokens of one kind, the field counts as equal and the difference says so.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute
import pyarrow.parquet as pq

from keerpunt.errors import KeerpuntError
from keerpunt.model.content import content_texts
from keerpunt.model.schema import Table
from keerpunt.model.tables import CANONICAL
from keerpunt.store.audit import AuditSink
from keerpunt.store.paths import EVIDENCE, RESULTS
from keerpunt.store.reader import Build

pc: Any = pyarrow.compute
NEW, GONE, CHANGED = "new", "gone", "changed"

_TOKEN = re.compile(r"([a-z_]+):[0-9a-f]{16}(?::[0-9]{4})?")
_LEAD_FIELDS = ("gate", "missing", "country", "law_status", "grade", "suggestion")

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """A record, identity or lead that differs; `fields` maps a column to its value before and after."""

    table: str
    key: str
    kind: str
    fields: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Difference:
    """Records by table, identities that were renamed, merged or split (ids before and after), and leads.

    `unlike_keys`: the builds were made under different token keys.
    """

    records: tuple[Change, ...]
    renamed: tuple[tuple[str, str], ...]
    merged: tuple[tuple[tuple[str, ...], str], ...]
    split: tuple[tuple[str, tuple[str, ...]], ...]
    leads: tuple[Change, ...]
    unlike_keys: bool

    def counts(self) -> dict[str, dict[str, int]]:
        """Return table to kind to count, for tables in which anything differs."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for change in (*self.records, *self.leads):
            found[change.table][change.kind] += 1
        return {name: dict(sorted(found[name].items())) for name in sorted(found)}


def compare(
    before: Build, after: Build, sinks: Sequence[AuditSink], *, actor: str, reason: str, shown: int | None = None
) -> Difference:
    """Compare two builds; the logs of both name the builds before anything is read, and then what is shown.

    `shown` is how many changes of each kind and table will be shown, None for all.

    Raises:
        KeerpuntError: a table cannot be read.
    """
    builds = [f"build:{build.digest}" for build in (before, after)]
    _log(sinks, builds, actor, reason)
    unlike = before.run["inputs"]["token_key_id"] != after.run["inputs"]["token_key_id"]
    records = [
        change
        for name in sorted(CANONICAL)
        for change in _records(CANONICAL[name], *_pair(before, after, name, EVIDENCE), unlike_keys=unlike)
    ]
    renamed, merged, split = _identities(*_pair(before, after, "links", RESULTS))
    leads = _leads(*_pair(before, after, "leads", RESULTS), dict(renamed))
    found = Difference(tuple(records), renamed, merged, split, tuple(leads), unlike)
    _log(sinks, sorted(_ids(found, shown)), actor, reason)
    return found


def first_of_each(changes: Iterable[Change], most: int | None) -> list[Change]:
    """Return the changes that are shown: the first `most` of every kind and table."""
    seen: Counter[tuple[str, str]] = Counter()
    kept = []
    for change in changes:
        seen[change.table, change.kind] += 1
        if most is None or seen[change.table, change.kind] <= most:
            kept.append(change)
    return kept


def _ids(found: Difference, shown: int | None) -> set[str]:
    ids = {change.key for change in first_of_each((*found.records, *found.leads), shown)}
    ids |= {name for pair in found.renamed[:shown] for name in pair}
    ids |= {name for names, into in found.merged[:shown] for name in (*names, into)}
    return ids | {name for whole, parts in found.split[:shown] for name in (whole, *parts)}


def _log(sinks: Sequence[AuditSink], objects: Sequence[str], actor: str, reason: str) -> None:
    for sink in sinks:
        sink.write("consultation", actor=actor, object_ids=objects, justification=reason)


def _pair(before: Build, after: Build, name: str, folder: str) -> tuple[pa.Table, pa.Table]:
    return _table(before, name, folder), _table(after, name, folder)


def _table(build: Build, name: str, folder: str) -> pa.Table:
    try:
        return pq.read_table(build.path / folder / f"{name}.parquet")
    except (OSError, pa.ArrowException):
        raise KeerpuntError("the table cannot be read", place=f"{folder}/{name}.parquet") from None


def _records(table: Table, before: pa.Table, after: pa.Table, *, unlike_keys: bool) -> list[Change]:
    """Return what is new, gone or changed in one evidence table, by key."""
    left, right = _left_over(table, before, after), _left_over(table, after, before)
    changes = []
    for key in sorted({*left, *right}):
        olds, news = left.get(key, []), right.get(key, [])
        if len(olds) == len(news) == 1:
            fields = _differing(table, olds[0], news[0], unlike_keys=unlike_keys)
            changes += [Change(table.name, key[0], CHANGED, fields)] if fields else []
            continue
        changes += [Change(table.name, key[0], GONE) for _ in olds] + [Change(table.name, key[0], NEW) for _ in news]
    return changes


def _left_over(table: Table, mine: pa.Table, other: pa.Table) -> dict[tuple[str, str], list[Row]]:
    """Return by (record_key, origin) the rows of one side that the other has not word for word."""
    if not mine.num_rows:
        return {}
    said = _identity(table, mine)
    alone = pc.invert(pc.is_in(said, value_set=_identity(table, other)))
    rows: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in mine.filter(alone).to_pylist():
        rows[row["record_key"], row["origin"]].append(row)
    return rows


def _identity(table: Table, rows: pa.Table) -> Any:
    names = [rows.column("record_key"), rows.column("origin"), content_texts(table, rows)]
    texts = pc.binary_join_element_wise(*names, "\x1c")
    return texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts


def _differing(table: Table, old: Row, new: Row, *, unlike_keys: bool) -> dict[str, tuple[Any, Any]]:
    names = [column.name for each in table.fields for column in each.columns()]
    pairs = {name: (old[name], new[name]) for name in names if old[name] != new[name]}
    return {name: pair for name, pair in pairs.items() if not (unlike_keys and _both_tokens(*pair))}


def _both_tokens(old: Any, new: Any) -> bool:
    """Tell whether two values are tokens of one kind, which say nothing under different keys."""
    kinds = [_TOKEN.fullmatch(value) if isinstance(value, str) else None for value in (old, new)]
    return kinds[0] is not None and kinds[1] is not None and kinds[0][1] == kinds[1][1]


def _identities(
    before: pa.Table, after: pa.Table
) -> tuple[
    tuple[tuple[str, str], ...], tuple[tuple[tuple[str, ...], str], ...], tuple[tuple[str, tuple[str, ...]], ...]
]:
    """Return renamed, merged and split identities, by the records that both builds know."""
    old, new = _members(before), _members(after)
    into: dict[str, set[str]] = defaultdict(set)
    out_of: dict[str, set[str]] = defaultdict(set)
    for key in old.keys() & new.keys():
        into[new[key]].add(old[key])
        out_of[old[key]].add(new[key])
    renamed = [
        (next(iter(olds)), name)
        for name, olds in into.items()
        if olds != {name} and len(olds) == 1 and len(out_of[next(iter(olds))]) == 1
    ]
    merged = [(tuple(sorted(olds)), name) for name, olds in into.items() if len(olds) > 1]
    split = [(name, tuple(sorted(news))) for name, news in out_of.items() if len(news) > 1]
    return tuple(sorted(renamed)), tuple(sorted(merged)), tuple(sorted(split))


def _members(links: pa.Table) -> dict[str, str]:
    persons = links.filter(pc.equal(links.column("entity_kind"), "identity"))
    return {str(row["record_key"]): str(row["entity_id"]) for row in persons.to_pylist()}


def _leads(before: pa.Table, after: pa.Table, renamed: Mapping[str, str]) -> list[Change]:
    """Return leads that are new, gone or changed; a lead of a renamed identity is the same lead under its new name."""
    old = {_claim(row, renamed): row for row in before.to_pylist()}
    new = {_claim(row, {}): row for row in after.to_pylist()}
    changes = [Change("leads", new[claim]["lead_id"], NEW) for claim in new.keys() - old.keys()]
    changes += [Change("leads", old[claim]["lead_id"], GONE) for claim in old.keys() - new.keys()]
    for claim in old.keys() & new.keys():
        fields = {n: (old[claim][n], new[claim][n]) for n in _LEAD_FIELDS if old[claim][n] != new[claim][n]}
        if fields:
            changes.append(Change("leads", new[claim]["lead_id"], CHANGED, fields))
    return sorted(changes, key=lambda change: (change.kind, change.key))


def _claim(row: Row, renamed: Mapping[str, str]) -> tuple[str, str]:
    return row["actor_id"], renamed.get(row["identity_id"], row["identity_id"])

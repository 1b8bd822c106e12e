"""Rotated parts of one log: ordered by time, silence between them noticed, and what two of them hold counted once.

A log is rotated into parts (`access.log`, `access.log.1`, `access.log.2.gz`, `access.log-20240501`), and often seized
twice: as it ran, and as it was rotated later. Each request stands once in the log of a server, so equal rows of two
files are one request; equal rows of one file are several (two ranges of one object in one second). So it is with the
tables of a platform that were seized twice.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, NamedTuple

import pyarrow as pa

from keerpunt.intake.arrow import compute as pc
from keerpunt.intake.findings import Finding
from keerpunt.intake.merge import Lost, joined
from keerpunt.intake.one_file import FileResult
from keerpunt.intake.statements import DUPLICATE
from keerpunt.model.content import content_texts
from keerpunt.model.schema import Table

LOGGED = ("session", "download")
"""Tables whose rows a log gives one by one, or a table that is kept like one."""

BETWEEN = "between_parts"
_ROTATED = re.compile(r"[.\-_](?:\d{1,4}|\d{8,14}|\d{4}-\d\d-\d\d)(?=$|\.log$)", re.ASCII)
_PACKED = (".gz",)


class _Part(NamedTuple):
    first: dt.datetime
    last: dt.datetime
    sha256: str


def silences(results: Iterable[FileResult], gap: dt.timedelta) -> list[Finding]:
    """Return a finding `log_gap` for every part that begins more than `gap` after all earlier parts of its log ended.

    Parts are files of one origin and folder whose names differ by what rotation adds. A part says when it begins and
    ends by `log_first` and `log_last` of its receipt.
    """
    logs: dict[tuple[str, str], list[_Part]] = defaultdict(list)
    for result in results:
        told = result.told
        if "log_first" in told and "log_last" in told:
            part = _Part(_instant(told["log_first"]), _instant(told["log_last"]), result.source.sha256)
            logs[result.source.origin, log_name(result.source.path)].append(part)
    return [
        Finding(sha256, "log_gap", BETWEEN, n)
        for parts in logs.values()
        for sha256, n in Counter(_late(sorted(parts), gap)).items()
    ]


def log_name(path: str) -> str:
    """Return the path of a log without what rotation and packing add to its name."""
    place = PurePosixPath(path)
    name = place.name
    for end in _PACKED:
        name = name.removesuffix(end)
    return str(place.with_name(_ROTATED.sub("", name) or name))


def without_copies(table: Table, rows: pa.Table, positions: Mapping[str, int]) -> tuple[pa.Table, tuple[Lost, ...]]:
    """Keep a request that several files of one origin hold as often as the file that holds it most often.

    What a file knows beside the line itself, the size of the whole object, does not tell requests apart. Of files that
    hold it equally often the one received first keeps it, then the order in operation.toml.
    """
    numbered = rows.append_column("number", pa.array(range(rows.num_rows), pa.int64()))
    candidates = numbered.filter(_in_common(numbered)) if numbered.num_rows else numbered
    if not candidates.num_rows:
        return rows, ()
    lost = list(_copies(table, candidates, positions))
    gone = pa.array(sorted(number for number, _ in lost), pa.int64())
    kept = numbered.filter(pc.invert(pc.is_in(numbered.column("number"), value_set=gone))).drop_columns(["number"])
    return kept, tuple(row for _, row in sorted(lost))


def _late(parts: list[_Part], gap: dt.timedelta) -> Iterator[str]:
    reach = parts[0].last
    for part in parts[1:]:
        if part.first - reach > gap:
            yield part.sha256
        reach = max(reach, part.last)


def _in_common(rows: pa.Table) -> Any:
    """Return a mask of the rows that lie in a time which two files of their origin cover."""
    files = rows.group_by(["origin", "source_sha256"])
    spans = files.aggregate([("occurred_utc", "min"), ("occurred_utc", "max")]).to_pylist()
    shared: dict[str, tuple[Any, Any]] = {}
    for one in spans:
        for two in spans:
            first = max(one["occurred_utc_min"], two["occurred_utc_min"])
            last = min(one["occurred_utc_max"], two["occurred_utc_max"])
            if one["origin"] == two["origin"] and one["source_sha256"] != two["source_sha256"] and first <= last:
                begin, end = shared.get(one["source_sha256"], (first, last))
                shared[one["source_sha256"]] = (min(begin, first), max(end, last))
    mask: Any = pa.array([False] * rows.num_rows)
    for sha256, (first, last) in shared.items():
        inside = pc.and_(
            pc.greater_equal(rows.column("occurred_utc"), first), pc.less_equal(rows.column("occurred_utc"), last)
        )
        mask = pc.or_(mask, pc.and_(inside, pc.equal(rows.column("source_sha256"), sha256)))
    return mask


def _copies(table: Table, rows: pa.Table, positions: Mapping[str, int]) -> Iterator[tuple[int, Lost]]:
    """Yield number and place of every row that another file holds as well."""
    known = tuple(field for field in table.fields if field.name != "object_bytes")
    said = content_texts(Table(table.name, table.room, table.meaning, known), rows)
    names = ["number", "origin", "source_sha256", "received_on", "source_locator"]
    files: dict[tuple[str, str], dict[str, list[dict[str, Any]]]] = {}
    for row in _held_twice(rows.select(names).append_column("said", said)).to_pylist():
        files.setdefault((row["origin"], row["said"]), {}).setdefault(row["source_sha256"], []).append(row)
    for by_file in files.values():
        keeper = min(by_file, key=lambda sha: (-len(by_file[sha]), by_file[sha][0]["received_on"], positions[sha], sha))
        for sha256, held in by_file.items():
            if sha256 != keeper:
                yield from ((row["number"], Lost(sha256, row["source_locator"], DUPLICATE)) for row in held)


def _held_twice(rows: pa.Table) -> pa.Table:
    """Return the rows of which more than one file of their origin says the same."""
    same = ["origin", "said"]
    counted = rows.group_by(same).aggregate([("source_sha256", "count_distinct")])
    several = counted.filter(pc.greater(counted.column("source_sha256_count_distinct"), 1))
    return rows.filter(pc.is_in(joined(rows, same), value_set=joined(several, same).combine_chunks()))


def _instant(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)

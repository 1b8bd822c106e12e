"""The one door to evidence. Whoever reads a person is written into an audit sink first (HOUSE.md section 1)."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from keerpunt.errors import InputRefused, KeerpuntError
from keerpunt.model.tables import CANONICAL, RESULT
from keerpunt.store.audit import AuditSink
from keerpunt.store.build import recover
from keerpunt.store.paths import COMMIT, EVIDENCE, RESULTS, RUN

REQUESTS, REQUEST_SENT = f"{RESULTS}/requests.parquet", f"{EVIDENCE}/request_sent.parquet"
KEY_PREFIXES = {definition.key.split(":", 1)[0]: name for name, definition in CANONICAL.items() if definition.key}


@dataclass(frozen=True, slots=True)
class Build:
    """A finished build: where it lies, its digest and the content of run.json. Holds no person."""

    path: Path
    digest: str
    run: dict[str, Any]


def open_build(path: Path) -> Build:
    """Open a build folder without reading a person; a hand-over that was interrupted is finished first.

    Raises:
        InputRefused: the folder holds no finished build.
    """
    if (path / COMMIT).exists():
        _finish(path)
    try:
        run = json.loads((path / RUN).read_text(encoding="utf-8"))
        return Build(path, str(run["build_digest"]), run)
    except (OSError, ValueError, KeyError, TypeError):
        raise InputRefused("no finished build in this folder", place=str(path)) from None


def _finish(path: Path) -> None:
    if not os.access(path, os.W_OK):
        raise InputRefused("a run was interrupted here; whoever may write to the folder can open it", place=str(path))
    recover(path)


class Reader:
    """Reads persons of one build for one actor with one reason, each reading logged before it happens.

    `countries` None means all; otherwise leads of other countries do not exist for this reader. Rows are dicts by
    the columns of `model.tables`; instants are aware datetimes.
    """

    def __init__(
        self, build: Build, sink: AuditSink, *, actor: str, reason: str, countries: frozenset[str] | None = None
    ) -> None:
        self.build = build
        self._sink = sink
        self._actor = actor
        self._reason = reason
        self._countries = countries

    def leads(self) -> list[dict[str, Any]]:
        """Return every lead in scope; the log names each."""
        table = self._read("leads")
        if self._countries is not None:
            table = table.filter(pc.field("country").isin(sorted(self._countries)))
        rows: list[dict[str, Any]] = table.to_pylist()
        self._log([row["lead_id"] for row in rows])
        return rows

    def lead(self, lead_id: str) -> dict[str, Any] | None:
        """Return one lead, None where it is absent or out of scope (the two look the same)."""
        self._log([lead_id])
        rows = self._read("leads", "lead_id", [lead_id]).to_pylist()
        if not rows or (self._countries is not None and rows[0]["country"] not in self._countries):
            return None
        return dict(rows[0])

    def indicators(self, lead_id: str) -> list[dict[str, Any]]:
        """Return the indicator rows of a lead."""
        return self._rows("indicators", "lead_id", [lead_id], [lead_id])

    def indicators_of(self, lead_ids: Sequence[str]) -> list[dict[str, Any]]:
        """Return the indicator rows of many leads; the log names each lead."""
        return self._rows("indicators", "lead_id", lead_ids, lead_ids)

    def requests(self, lead_id: str) -> list[dict[str, Any]]:
        """Return the requests that could settle what the lead misses, by rank."""
        return sorted(self._rows("requests", "lead_id", [lead_id], [lead_id]), key=lambda row: int(row["rank"]))

    def all_requests(self) -> tuple[list[dict[str, Any]], frozenset[str]]:
        """Return every request in scope, and the ids of those that were sent already.

        The log names the tables by their digests before they are read, since which leads they serve is known only then.
        """
        files = self.build.run["files"]
        self._log([f"{RESULTS}/requests:{files[REQUESTS]}", f"{EVIDENCE}/request_sent:{files[REQUEST_SENT]}"])
        rows: list[dict[str, Any]] = self._read("requests").to_pylist()
        if self._countries is not None:
            leads = self._read("leads").filter(pc.field("country").isin(sorted(self._countries)))
            within = set(leads["lead_id"].to_pylist())
            rows = [row for row in rows if row["lead_id"] in within]
        sent = self._read("request_sent")["request_id"].to_pylist()
        return rows, frozenset(str(request_id) for request_id in sent)

    def identity(self, identity_id: str) -> dict[str, Any] | None:
        """Return one identity."""
        rows = self._rows("identities", "identity_id", [identity_id], [identity_id])
        return rows[0] if rows else None

    def actor(self, actor_id: str) -> dict[str, Any] | None:
        """Return one actor."""
        rows = self._rows("actors", "actor_id", [actor_id], [actor_id])
        return rows[0] if rows else None

    def links_of(self, entity_ids: Sequence[str]) -> list[dict[str, Any]]:
        """Return which records belong to the entities, and why."""
        return self._rows("links", "entity_id", entity_ids, entity_ids)

    def edges_of(self, record_keys: Sequence[str]) -> list[dict[str, Any]]:
        """Return the edges that touch any of the records, refused ones among them."""
        self._log(record_keys)
        wanted = pa.array(sorted(set(record_keys)), pa.string())
        table = self._read("edges")
        rows: list[dict[str, Any]] = table.filter(
            pc.or_(pc.is_in(table["left_key"], wanted), pc.is_in(table["right_key"], wanted))
        ).to_pylist()
        return rows

    def findings(self) -> list[dict[str, Any]]:
        """Return the findings about sources; they hold no person."""
        rows: list[dict[str, Any]] = self._read("findings").to_pylist()
        return rows

    def records(self, record_keys: Iterable[str]) -> list[dict[str, Any]]:
        """Return the source rows of record keys, each with `table` beside its columns; parts `#n` mean their record."""
        keys = sorted({key.split("#", 1)[0] for key in record_keys})
        self._log(keys)
        by_table: dict[str, list[str]] = {}
        for key in keys:
            by_table.setdefault(table_of(key), []).append(key)
        return [
            {"table": name, **row}
            for name, wanted in sorted(by_table.items())
            for row in self._read(name, "record_key", wanted).to_pylist()
        ]

    def _rows(self, name: str, column: str, values: Sequence[str], objects: Sequence[str]) -> list[dict[str, Any]]:
        self._log(objects)
        rows: list[dict[str, Any]] = self._read(name, column, values).to_pylist()
        return rows

    def _log(self, object_ids: Sequence[str]) -> None:
        self._sink.write("consultation", actor=self._actor, object_ids=object_ids, justification=self._reason)

    def _read(self, name: str, column: str = "", values: Sequence[str] = ()) -> pa.Table:
        path = self.build.path / (RESULTS if name in RESULT else EVIDENCE) / f"{name}.parquet"
        wanted = pc.field(column).isin(sorted(set(values))) if column and values else None
        try:
            if column and not values:
                return pq.read_schema(path).empty_table()
            return pq.read_table(path, filters=wanted)
        except (OSError, pa.ArrowException):
            raise KeerpuntError("the table cannot be read", place=f"{path.parent.name}/{path.name}") from None


def table_of(record_key: str) -> str:
    """Return the canonical table a record key belongs to.

    Raises:
        InputRefused: no table has such keys.
    """
    prefix = record_key.split(":", 1)[0]
    name = KEY_PREFIXES.get(prefix, prefix)
    if name not in CANONICAL:
        raise InputRefused("no table has record keys of this form", place="record_key")
    return name

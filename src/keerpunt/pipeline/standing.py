"""The resolution of a run: an increment of the one before where that can be, and why not where it cannot.

What an increment needs waits in `cache/standing` of the build it belongs to, outside the build digest (ADR 0019). It is
sealed with the token key, names the digest of its build and the rules it was made by; anything that is not as it was
written, or was made by other rules, is not taken up and everybody is resolved anew.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from keerpunt import resolve
from keerpunt.engine import Engine
from keerpunt.errors import InputRefused
from keerpunt.model.tables import CANONICAL
from keerpunt.pipeline.version import versions
from keerpunt.store import build_digest, canonical_json, file_digests, file_sha256, open_build
from keerpunt.store.paths import CACHE, EVIDENCE, FILE_MODE, RESULTS, STANDING, private_folder, write_private
from keerpunt.values.token import TokenKey

SEAL = "entry.json"
RESULT_TABLES = ("identities", "links", "edges")


@dataclass(slots=True)
class Keeper:
    """Resolves an operation, by the resolution that stands in `out` if it may.

    `engine` is its own. `least`: payments and answers from which a resolution is kept; a smaller operation is resolved
    in seconds. `again`: why nothing may be kept. `full`: why everybody was resolved anew, empty for an increment.
    """

    out: Path
    key: TokenKey
    engine: Engine
    least: int
    again: str = ""
    full: str = field(default="", init=False)
    _standing: resolve.Standing | None = field(default=None, init=False)
    _settings: resolve.ResolveSettings | None = field(default=None, init=False)

    def run(self, tables: Mapping[str, pa.Table], settings: resolve.ResolveSettings) -> dict[str, pa.Table]:
        """Return the result tables of the resolution."""
        self._settings = settings
        if self.again:
            self.full = self.again
            return resolve.resolve(self.engine, tables, settings)
        if sum(tables[name].num_rows for name in ("subscriber", "payment")) < self.least:
            self.full = f"fewer than {self.least} payments and answers: nothing is kept of a run"
            return resolve.resolve(self.engine, tables, settings)
        if self.key.derived:
            self.full = "the token key is derived from the sources: it serves a run without history"
            return resolve.resolve(self.engine, tables, settings)
        self._standing, self.full = self._taken_up(settings)
        if self._standing is None:
            self._standing = resolve.Standing.build(self.engine, tables, settings)
        else:
            self.full = self._standing.meet(tables).full
        return self._standing.tables()

    def said(self) -> dict[str, str]:
        """Return `kind` (full or increment) and `why` it was a full run."""
        return {"kind": "full" if self.full else "increment", "why": self.full}

    def _taken_up(self, settings: resolve.ResolveSettings) -> tuple[resolve.Standing | None, str]:
        folder = self.out / CACHE / STANDING
        if not (folder / SEAL).exists():
            return None, "no resolution was kept"
        said = self._said(folder)
        if said is None:
            return None, "the resolution that was kept is not what was written"
        if said["rules"] != _rules(settings):
            return None, "keerpunt, a model, a pack, a calibrator or the policy is another"
        kept = {name: _mapped(folder / f"{name}.arrow") for name in said["files"]}
        tables = {name: pq.read_table(self.out / EVIDENCE / f"{name}.parquet") for name in CANONICAL}
        tables |= {name: pq.read_table(self.out / RESULTS / f"{name}.parquet") for name in RESULT_TABLES}
        return resolve.Standing.restore(self.engine, settings, kept, said, tables=tables), ""

    def _said(self, folder: Path) -> dict[str, Any] | None:
        """Return what was said of a kept resolution if it is intact and belongs to the build that is there."""
        try:
            seal, _, text = (folder / SEAL).read_text(encoding="utf-8").partition("\n")
            if not hmac.compare_digest(self._seal(text).encode(), seal.encode()):
                return None
            said: dict[str, Any] = json.loads(text)
            if any(file_sha256(folder / f"{name}.arrow") != sha256 for name, sha256 in said["files"].items()):
                return None
            if open_build(self.out).digest != said["build"] or build_digest(file_digests(self.out)) != said["build"]:
                return None
        except (OSError, ValueError, KeyError, TypeError, InputRefused):
            return None
        return said

    def _seal(self, text: str) -> str:
        return hmac.digest(self.key.secret, b"standing\0" + text.encode(), "sha256").hex()

    def keep(self, digest: str) -> None:
        """Keep the resolution with the build of a digest, which is in `out` now."""
        if self._standing is None or self._settings is None:
            return
        folder = private_folder(self.out / CACHE / STANDING)
        parts, said = self._standing.keep()
        for name, table in sorted(parts.items()):
            _write(folder / f"{name}.arrow", table)
        files = {name: file_sha256(folder / f"{name}.arrow") for name in sorted(parts)}
        body = canonical_json({**said, "files": files, "build": digest, "rules": _rules(self._settings)})
        write_private(folder / SEAL, f"{self._seal(body)}\n{body}".encode())


def _rules(settings: resolve.ResolveSettings) -> str:
    """Return one digest of all that a resolution depends on beside its rows."""
    return hashlib.sha256(f"{canonical_json(versions())}\0{settings!r}".encode()).hexdigest()


def _write(path: Path, table: pa.Table) -> None:
    path.touch(mode=FILE_MODE)
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)


def _mapped(path: Path) -> pa.Table:
    with pa.memory_map(str(path)) as source:
        return pa.ipc.open_file(source).read_all()

"""What files gave waits on disk until all are read, so that memory does not grow with their size.

An entry of the shelf is a private folder with one Arrow file per table and a description of the counts. Its name is a
keyed digest of everything the reading depends on (INTAKE.md section 2): the file, its reader, its declaration, the
token key, the settings, keerpunt's own version and, where the reader asked for it, what other files said about the
platform. An entry of an earlier run with the same name is taken over instead of reading the file again; one that is
damaged, or that knows the name of a folder (which may not be kept), is not.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from keerpunt.model.tables import TABLES

ENTRY = "entry.json"
_SUFFIX = ".arrow"
_CHUNK = 1 << 20
_BATCH = 100_000
LARGE = 64 << 20
"""From so many bytes on a settled table is kept on the disk."""


@dataclass(frozen=True, slots=True)
class Stored:
    """An entry on disk; `tables` names what it holds, each as `<name>.arrow` in `folder`."""

    folder: Path
    tables: tuple[str, ...]

    def rows(self, name: str) -> pa.Table:
        """Return the rows of a table, mapped into memory and not read, in its physical schema; none where it has none.

        The mapping outlives the file's removal: pages are read from the disk as they are used.
        """
        if name not in self.tables:
            return TABLES[name].arrow().empty_table()
        with pa.memory_map(str(self.folder / f"{name}{_SUFFIX}")) as source:
            return pa.ipc.open_file(source).read_all()


class Shelf:
    """Entries of this run in `new`, those of the run before in `old`, what is settled in `work`.

    `salt` stands for whatever else rows depend on: the version of keerpunt.
    """

    def __init__(self, new: Path, work: Path, old: Path | None = None, salt: str = "") -> None:
        self._new = new
        self._work = work
        self._old = old
        self._salt = salt

    def name(self, secret: bytes, *parts: object) -> str:
        """Return the name of an entry: 64 hex of a keyed digest, since some parts may be names of folders."""
        body = "\0".join([self._salt, *map(repr, parts)])
        return hmac.digest(secret, body.encode("utf-8", "backslashreplace"), "sha256").hex()

    def writer(self, name: str) -> Writer:
        """Begin an entry."""
        return Writer(self._new / name)

    def recall(self, name: str, secret: bytes) -> tuple[Stored, dict[str, Any]] | None:
        """Take over an entry of the run before; None where there is none or it is not what was written."""
        if self._old is None:
            return None
        found = _intact(self._old / name, secret)
        if found is None:
            return None
        folder = self._new / name
        folder.mkdir(mode=0o700, exist_ok=True)
        for entry in sorted((self._old / name).iterdir()):
            if not (folder / entry.name).exists():
                os.link(entry, folder / entry.name)
        return Stored(folder, tuple(sorted(found["tables"]))), dict(found["said"])

    def keep(self, name: str, rows: pa.Table) -> pa.Table:
        """Return the same rows, mapped from the disk where they are many: nobody reads all tables at once."""
        if rows.nbytes < LARGE:
            return rows
        writer = Writer(self._work / name)
        for batch in rows.to_batches(max_chunksize=_BATCH):
            writer.add(name, batch)
        return writer.stored().rows(name)


@contextmanager
def private_shelf() -> Iterator[Shelf]:
    """Give a shelf that is gone afterwards; rows that were taken from it stay readable."""
    with tempfile.TemporaryDirectory(prefix="keerpunt-") as place:
        new, work = Path(place) / "new", Path(place) / "work"
        new.mkdir(mode=0o700)
        work.mkdir(mode=0o700)
        yield Shelf(new, work)


class Writer:
    """Writes the rows of one file, table by table, as they come."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: dict[str, tuple[pa.NativeFile, pa.RecordBatchFileWriter]] = {}
        folder.mkdir(mode=0o700, exist_ok=True)

    def add(self, name: str, batch: pa.RecordBatch) -> None:
        """Add rows to a table."""
        if name not in self._open:
            path = self._folder / f"{name}{_SUFFIX}"
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
            sink = pa.OSFile(str(path), "wb")
            self._open[name] = (sink, pa.ipc.new_file(sink, batch.schema))
        self._open[name][1].write_batch(batch)

    def stored(self) -> Stored:
        """Close the tables and return them; the writer takes no more rows."""
        self.close()
        return Stored(self._folder, tuple(sorted(self._open)))

    def close(self) -> None:
        """Close the files that are open, also after a refusal."""
        for sink, writer in self._open.values():
            writer.close()
            sink.close()

    def describe(self, said: Mapping[str, Any], secret: bytes) -> None:
        """Keep the counts of the file (plain JSON), sealed, so that a later run can take the entry over."""
        tables = {name: _sha256(self._folder / f"{name}{_SUFFIX}") for name in sorted(self._open)}
        body = _sealed({"said": said, "tables": tables}, secret)
        handle = os.open(self._folder / ENTRY, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(body)


def _sealed(body: Mapping[str, Any], secret: bytes) -> str:
    """Return JSON with a seal in front: who may write to the folder, but has no key, can change no row unseen."""
    text = json.dumps(body, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return f"{_seal(text, secret)}\n{text}"


def _seal(text: str, secret: bytes) -> str:
    return hmac.digest(secret, b"entry\0" + text.encode(), "sha256").hex()


def _intact(folder: Path, secret: bytes) -> dict[str, Any] | None:
    """Return the description of an entry if its seal holds and every table still has its digest."""
    try:
        seal, _, text = (folder / ENTRY).read_text(encoding="utf-8").partition("\n")
        if not hmac.compare_digest(_seal(text, secret).encode(), seal.encode()):
            return None
        body: dict[str, Any] = json.loads(text)
        here = {entry.name for entry in folder.iterdir()}
        if here != {ENTRY, *(f"{name}{_SUFFIX}" for name in body["tables"])}:
            return None
        if any(_sha256(folder / f"{name}{_SUFFIX}") != sha256 for name, sha256 in body["tables"].items()):
            return None
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return body


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while piece := stream.read(_CHUNK):
            digest.update(piece)
    return digest.hexdigest()

"""Custody: what was received, byte for byte, and a chain of lines that shows when anything was altered.

Every file is hashed before any is read, since the key of keyed tokens may be derived from all digests (ADR 0002). Size,
modification time and inode are compared before and after each reading: a file that changes in between refuses the run.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

from keerpunt.errors import InputRefused, SourceRefused, VerificationFailed
from keerpunt.intake.listing import list_files, shown
from keerpunt.model.operation import Operation
from keerpunt.model.progress import Progress, Silent, Tick

CHUNK = 1 << 20
FIRST = "0" * 64
"""What the first line names as the hash of the line before it."""


_BUFFER = 256 * 1024
"""Bytes read at once: lines are long, and those that cross the end of a buffer are put together in slow steps."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """How a file looked when it was hashed: size in bytes, modification time in nanoseconds, device and inode."""

    size: int
    modified_ns: int
    device: int
    inode: int


@dataclass(frozen=True, slots=True)
class Held:
    """A file as received; `kind` is source, map or reference."""

    path: str
    kind: str
    sha256: str
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class Custody:
    """Every listed file with its digest; `operation` is the declaration with `sha256` and `size` filled in.

    `clutter` counts files of operating systems that were ignored.
    """

    operation: Operation
    root: Path
    files: Mapping[str, Held]
    clutter: int

    @property
    def digests(self) -> dict[str, str]:
        """Return path to SHA-256 of every listed file, sources, maps and reference files alike, sorted by path."""
        return {path: self.files[path].sha256 for path in sorted(self.files)}

    @contextmanager
    def opened(self, path: str) -> Iterator[BinaryIO]:
        """Open a file read-only, and make sure before and after that it is the one that was hashed.

        Raises:
            SourceRefused: `changed`, or `unreadable`.
        """
        held = self.files[path]
        with _open(self.root / path, path) as stream:
            _compare(held, _stamp(os.fstat(stream.fileno())))
            yield stream
            _compare(held, _stamp(os.fstat(stream.fileno())))
        self.unchanged(path)

    def unchanged(self, path: str) -> None:
        """Make sure that the file at a path is still the one that was hashed; raises SourceRefused `changed`."""
        try:
            now = _stamp((self.root / path).stat(follow_symlinks=False))
        except OSError:
            raise _changed(path) from None
        _compare(self.files[path], now)


def take_custody(operation: Operation, root: Path, progress: Progress | None = None) -> Custody:
    """Hash every file that the operation lists, once each.

    Raises:
        SourceRefused: a file cannot be read or changed while it was hashed.
        InputRefused: the folder cannot be read.
    """
    kinds = _kinds(operation)
    sizes = {path: _size(root / path, path) for path in sorted(kinds)}
    with (progress or Silent()).step("hash", sum(sizes.values()), "bytes") as tick:
        files = {path: hold(root, path, kinds[path], tick) for path in sizes}
    sources = tuple(
        replace(source, sha256=files[source.path].sha256, size=files[source.path].stamp.size)
        for source in operation.sources
    )
    return Custody(replace(operation, sources=sources), root, files, list_files(root).clutter)


def chain(entries: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return lines in order of the path, numbered, each with the SHA-256 of the line before it as `previous`."""
    done: list[str] = []
    previous = FIRST
    for number, entry in enumerate(sorted(entries, key=lambda e: str(e["path"])), start=1):
        line = line_text({**entry, "number": number, "previous": previous})
        done.append(line)
        previous = hashlib.sha256(line.encode()).hexdigest()
    return done


def line_text(entry: Mapping[str, Any]) -> str:
    """Return one line of `custody.jsonl`: JSON with sorted keys and no blanks, the bytes that are hashed."""
    return json.dumps(entry, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def verify_custody(lines: Sequence[str], sources: Path | None = None) -> dict[str, int]:
    """Walk the chain again and, where the sources are at hand, hash them again.

    Returns how many lines and how many files were checked.

    Raises:
        VerificationFailed: the first line or file that does not hold, by number or name.
    """
    previous = FIRST
    entries = []
    for number, text in enumerate(lines, start=1):
        entry = _entry(text, number)
        if entry.get("previous") != previous or entry.get("number") != number:
            raise VerificationFailed("does not follow from the line before it", place=f"custody.jsonl line {number}")
        previous = hashlib.sha256(text.encode()).hexdigest()
        entries.append(entry)
    if sources is not None:
        for entry in entries:
            _verify_file(sources, entry)
    return {"custody_lines": len(entries), "source_files": len(entries) if sources is not None else 0}


def _entry(text: str, number: int) -> dict[str, Any]:
    try:
        entry = json.loads(text)
    except ValueError:
        entry = None
    if not isinstance(entry, dict) or line_text(entry) != text:
        raise VerificationFailed("is no line that keerpunt wrote", place=f"custody.jsonl line {number}")
    return entry


def _verify_file(sources: Path, entry: Mapping[str, Any]) -> None:
    path = str(entry.get("path"))
    try:
        with (sources / path).open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise VerificationFailed(f"the source cannot be read ({error.strerror})", place=shown(path)) from None
    if sha256 != entry.get("sha256"):
        raise VerificationFailed("the source is not the file that was read", place=shown(path))


def _kinds(operation: Operation) -> dict[str, str]:
    kinds = {reference.path: "reference" for reference in operation.references}
    kinds |= {source.map: "map" for source in operation.sources if source.map}
    return kinds | {source.path: "source" for source in operation.sources}


def _size(full: Path, path: str) -> int:
    try:
        return full.stat(follow_symlinks=False).st_size
    except OSError as error:
        raise SourceRefused("unreadable", f"cannot be read ({error.strerror})", place=shown(path)) from None


def hold(root: Path, path: str, kind: str, tick: Tick) -> Held:
    """Hash one file below a folder; `kind` is source, map or reference.

    Raises:
        SourceRefused: the file cannot be read or changed while it was hashed.
    """
    digest = hashlib.sha256()
    with _open(root / path, path) as stream:
        stamp = _stamp(os.fstat(stream.fileno()))
        while piece := stream.read(CHUNK):
            digest.update(piece)
            tick(len(piece))
        held = Held(path, kind, digest.hexdigest(), stamp)
        _compare(held, _stamp(os.fstat(stream.fileno())))
    return held


@contextmanager
def _open(full: Path, path: str) -> Iterator[BinaryIO]:
    try:
        handle = os.open(full, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError as error:
        raise SourceRefused("unreadable", f"cannot be read ({error.strerror})", place=shown(path)) from None
    with os.fdopen(handle, "rb", _BUFFER) as stream:
        yield stream


def _stamp(found: os.stat_result) -> Stamp:
    return Stamp(found.st_size, found.st_mtime_ns, found.st_dev, found.st_ino)


def _compare(held: Held, now: Stamp) -> None:
    if held.stamp != now:
        raise _changed(held.path)


def _changed(path: str) -> InputRefused:
    return SourceRefused("changed", "changed while it was being read", place=shown(path))

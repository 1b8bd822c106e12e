"""What will be done with each listed file before any is read: by which reader, or why it is left alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from keerpunt.intake.context import MAX_BESIDE
from keerpunt.intake.custody import Custody
from keerpunt.intake.declare import is_companion
from keerpunt.intake.reader import Reader
from keerpunt.intake.registry import choose_reader
from keerpunt.model.operation import Source

Role = Literal["read", "duplicate", "empty", "companion"]


@dataclass(frozen=True, slots=True)
class Planned:
    """A listed file and its role: read by `reader`, a duplicate of `same_as`, empty, or a companion of a database."""

    source: Source
    role: Role
    reader: Reader | None = None
    same_as: str = ""


def plan_reading(custody: Custody, readers: Mapping[str, Reader]) -> list[Planned]:
    """Return the plan for every source, sorted by path; of equal files the one listed first is read.

    Raises:
        InputRefused: a declared format is not known.
        SourceRefused: a file without declared format is recognised by no reader or by several.
    """
    paths = frozenset(source.path for source in custody.operation.sources)
    first: dict[str, str] = {}
    planned = []
    for source in sorted(custody.operation.sources, key=lambda s: s.position):
        if is_companion(source.path, paths):
            planned.append(Planned(source, "companion"))
        elif not source.size:
            planned.append(Planned(source, "empty"))
        elif source.sha256 in first:
            planned.append(Planned(source, "duplicate", same_as=first[source.sha256]))
        else:
            first[source.sha256] = source.path
            with custody.opened(source.path) as stream:
                planned.append(
                    Planned(source, "read", _in_its_wave(choose_reader(source, stream, readers), source, custody))
                )
    return sorted(planned, key=lambda p: p.source.path)


def _in_its_wave(reader: Reader, source: Source, custody: Custody) -> Reader:
    """Return a reader that says whether its map asks for what other files describe."""
    if reader.asks_known is None or not source.map:
        return reader
    with custody.opened(source.map) as stream:
        return replace(reader, needs_known=reader.asks_known(stream.read(MAX_BESIDE)))

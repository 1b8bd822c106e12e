"""Lines of a file in bounded memory: a line that is too long is told, never held (INTAKE.md section 6)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

MAX_LINE = 16 << 20
"""Bytes of the longest line that is read."""

MAX_CELL = 1 << 20
"""Characters of the longest value that is kept."""

MAX_DEPTH = 64
"""How deeply JSON or XML may be nested."""


def bounded_lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """Yield every line with its line end, the last one as it stands; None in place of a line over 16 MiB.

    The n-th item is physical line n, so that locators `line:N` stay true.
    """
    while line := stream.readline(MAX_LINE + 1):
        if len(line) <= MAX_LINE:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(MAX_LINE)
        yield None

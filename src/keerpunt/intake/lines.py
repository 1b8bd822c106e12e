"""Lines of a file of any size: numbered, bounded, and told apart from a last line that was cut off."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

MAX_LINE = 16 * 2**20
"""Longest line in bytes (INTAKE.md section 6)."""

MAX_CELL = 2**20
"""Characters of the longest value that is kept."""

MAX_DEPTH = 64
"""How deeply JSON or XML may be nested."""

_CHUNK = 2**20


def numbered_lines(stream: BinaryIO, limit: int = MAX_LINE) -> Iterator[tuple[int, bytes | None, bool]]:
    """Yield (number from 1, bytes without the line end, whether a line end followed) for each physical line.

    A line of more than `limit` bytes is never held: its bytes are None and reading goes on after it. Only the last
    line of a file can lack its end, which is how a cut-off file shows.
    """
    number = 0
    while body := stream.readline(limit + 2):
        number += 1
        ended = body.endswith(b"\n")
        text = body.rstrip(b"\r\n") if ended else body
        if len(text) > limit:
            yield number, None, ended or _skip_line(stream)
        else:
            yield number, text, ended


def bounded_lines(stream: BinaryIO, limit: int = MAX_LINE) -> Iterator[bytes | None]:
    """Yield every line with its line end, as a CSV reader needs it; None in place of a line over `limit` bytes.

    The n-th item is physical line n, so that locators `line:N` stay true.
    """
    while line := stream.readline(limit + 2):
        if len(line) <= limit:
            yield line
            continue
        if not line.endswith(b"\n"):
            _skip_line(stream)
        yield None


def _skip_line(stream: BinaryIO) -> bool:
    while rest := stream.readline(_CHUNK):
        if rest.endswith(b"\n"):
            return True
    return False

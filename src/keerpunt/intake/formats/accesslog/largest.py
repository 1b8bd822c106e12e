"""The largest complete answer by path: the size of an object that no folder states."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from keerpunt.intake.formats.accesslog.line import WHOLE_GET, parse, path_of

MAX_BYTES = 2**63 - 1

Physical = tuple[int, bytes | None, bool]
"""What `lines.numbered_lines` yields."""


def largest_answers(lines: Iterable[Physical], wanted: Callable[[str], object]) -> dict[str, int]:
    """Return path to bytes of the largest complete answer (GET, 200), for the paths that are `wanted` only."""
    largest: dict[str, int] = {}
    for _, body, _ in lines:
        if body is None or b'"GET ' not in body or b'" 200 ' not in body:
            continue
        path, size = _answer(body)
        if largest.get(path, -1) < size <= MAX_BYTES and (path in largest or wanted(path)):
            largest[path] = size
    return largest


def _answer(body: bytes) -> tuple[str, int]:
    """Return path and size of a complete answer, size -1 for any other line."""
    quick = WHOLE_GET.match(body) if body.isascii() else None
    if quick:
        return path_of(quick[1].decode("ascii")), int(quick[2])
    try:
        line = parse(body.decode("utf-8"))
    except UnicodeDecodeError:
        return "", -1
    if line is None or line.method != "GET" or line.status != "200" or line.size == "-":
        return "", -1
    return path_of(line.target), int(line.size)

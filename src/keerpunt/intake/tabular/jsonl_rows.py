"""JSON lines: one object a line, numbers as they were written, values picked by dotted names."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

from keerpunt.errors import UnreadableValue
from keerpunt.intake.encoding import Encoding, decoded
from keerpunt.intake.json_text import parse_json
from keerpunt.intake.lines import numbered_lines
from keerpunt.intake.records import Rejected

_UTF8 = Encoding("utf-8", "JSON is UTF-8 (RFC 8259)")


def jsonl_rows(stream: BinaryIO, columns: Sequence[str]) -> Iterator[tuple[str, list[str | None]] | Rejected]:
    """Yield the values of `columns` of every object, from the begin of the file.

    A name with dots leads into nested objects, unless the object has a key of that very name. Lists of texts are
    joined by `|`, other lists and objects stay JSON. A line that is no object is rejected; the last one as
    `truncated` if it has no line end.
    """
    stream.seek(0)
    paths = [(column, column.split(".")) for column in columns]
    for number, line, ended in numbered_lines(stream):
        place = f"line:{number}"
        if line is None:
            yield Rejected(place, "too_long")
            continue
        if not line.strip():
            continue
        try:
            found = parse_json(decoded(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line, _UTF8))
        except UnreadableValue as error:
            cut = not ended and error.code == "unknown_record"
            yield Rejected(place, "truncated" if cut else error.code)
            continue
        if isinstance(found, dict):
            yield place, picked(found, paths)
        else:
            yield Rejected(place, "unknown_record")


def picked(found: dict[str, Any], paths: Sequence[tuple[str, list[str]]]) -> list[str | None]:
    """Return the cells of an object; each of `paths` is a name and the same name split at its dots."""
    return [_cell(_pick(found, whole, path)) for whole, path in paths]


def _pick(found: dict[str, Any], whole: str, path: list[str]) -> Any:
    if whole in found or len(path) == 1:
        return found.get(whole)
    value: Any = found
    for key in path:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


def _cell(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "|".join(value) or "|"
    return json.dumps(value, ensure_ascii=False)

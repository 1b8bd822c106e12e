"""JSON lines and JSON lists of objects as one table, whose columns are the keys of the first objects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from keerpunt.errors import UnreadableValue
from keerpunt.intake.encoding import Encoding, decoded
from keerpunt.intake.inspect.names import is_identifier, is_known
from keerpunt.intake.inspect.statement import Statement, counted, fact
from keerpunt.intake.inspect.tables import MAX_COLUMNS, Opened, Row, Rows, TableData, Tables
from keerpunt.intake.json_stream import JsonStream, json_encoding
from keerpunt.intake.json_text import parse_json
from keerpunt.intake.lines import numbered_lines
from keerpunt.intake.records import Rejected
from keerpunt.intake.tabular.json_list_rows import begins_as_list, json_list_rows
from keerpunt.intake.tabular.jsonl_rows import jsonl_rows

MAX_KEYS = 5_000
_USUAL_SHARE = 0.2
_UTF8 = Encoding("utf-8", "")


@contextmanager
def json_tables(file: Opened) -> Iterator[Tables | None]:
    """Yield JSON lines as one table; nested keys are joined with dots."""
    if not file.head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") or not _is_lines(file):
        yield None
        return
    file.stream.seek(0)
    keys = _Keys(_objects(file))

    def rows() -> Iterator[Row]:
        for row in jsonl_rows(file.stream, keys.columns):
            yield row if isinstance(row, Rejected) else row[1]

    said = [fact("container", "JSON lines, one object a line", "the first line is an object of its own")]
    said.append(fact("encoding", "the encoding is utf-8", "JSON is UTF-8 (RFC 8259)"))
    yield Tables("jsonl", (*said, *keys.statements()), (keys.table(rows),))


@contextmanager
def json_list_tables(file: Opened) -> Iterator[Tables | None]:
    """Yield a JSON list as one table, None where its first items are no objects."""
    if not begins_as_list(file.head):
        yield None
        return
    encoding = json_encoding(file.stream)
    keys = _Keys(_items(file, encoding))
    if not keys.columns:
        yield None
        return

    def rows() -> Iterator[Row]:
        for row in json_list_rows(file.stream, encoding, keys.columns, file.context):
            yield row if isinstance(row, Rejected) else row[1]

    said = [fact("container", "a JSON list of objects", "its first character, and its first items")]
    said.append(fact("encoding", f"the encoding is {encoding.name}", encoding.evidence))
    yield Tables("json", (*said, *keys.statements()), (keys.table(rows),))


def _is_lines(file: Opened) -> bool:
    file.stream.seek(0)
    for number, line, _ in numbered_lines(file.stream):
        if line is not None and line.strip():
            return isinstance(_object(line, number), dict)
    return False


def _objects(file: Opened) -> Iterator[object]:
    for number, line, _ in numbered_lines(file.stream):
        if number > file.first_rows:
            break
        yield _object(line, number) if line is not None else None


def _items(file: Opened, encoding: Encoding) -> Iterator[object]:
    for element in JsonStream(file.stream, encoding):
        if element.position >= file.first_rows:
            break
        yield element.found


def _object(line: bytes, number: int) -> object:
    try:
        return parse_json(decoded(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line, _UTF8))
    except UnreadableValue:
        return None


class _Keys:
    """The keys of the first objects with how many objects have them, at most MAX_COLUMNS, the usual ones."""

    def __init__(self, objects: Iterable[object]) -> None:
        counts: dict[str, int] = {}
        for found in objects:
            for key in _flat(found) if isinstance(found, dict) else ():
                if key in counts or len(counts) < MAX_KEYS:
                    counts[key] = counts.get(key, 0) + 1
        usual = frozenset(sorted(counts, key=lambda key: -counts[key])[:MAX_COLUMNS])
        self._found = {key: count for key, count in counts.items() if key in usual}
        self._more = len(counts) - len(usual)
        self.columns = tuple(self._found)

    def statements(self) -> list[Statement]:
        """Return what is left out, if anything is."""
        return [fact("more_keys", f"{counted(self._more, 'further key')} not looked at")] if self._more else []

    def table(self, rows: Rows) -> TableData:
        """Return the file as a table of these columns."""
        total = max(self._found.values(), default=0)
        shown = tuple(
            name if _is_key(name, count, total) else f"column {n}"
            for n, (name, count) in enumerate(self._found.items(), 1)
        )
        return TableData("", "", self.columns, shown, rows)


def _flat(found: Mapping[str, object], under: str = "", depth: int = 3) -> Iterator[str]:
    for key, value in found.items():
        name = f"{under}{key}"
        if isinstance(value, dict) and value and depth:
            yield from _flat(value, f"{name}.", depth - 1)
        else:
            yield name


def _is_key(name: str, count: int, total: int) -> bool:
    """Tell whether a key may be shown: written as programs write names, and usual in the file or of known words."""
    parts = name.split(".")
    return all(map(is_identifier, parts)) and (count >= _USUAL_SHARE * total or all(map(is_known, parts)))

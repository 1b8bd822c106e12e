"""CREATE TABLE of a dump: the names of the columns in their order, and what kind of value each holds."""

from __future__ import annotations

import re
from dataclasses import dataclass

from keerpunt.intake.tabular.mysql_grammar import PASSED, unquoted

MAX_COLUMNS = 4096
"""Columns that MySQL allows a table to have."""

KIND = {
    **dict.fromkeys(
        (
            "tinyint", "smallint", "mediumint", "int", "integer", "bigint", "decimal", "dec", "numeric", "fixed",
            "float", "double", "real", "bool", "boolean", "year", "serial",
        ),
        "number",
    ),
    **dict.fromkeys(("date", "datetime", "timestamp"), "time"),
    **dict.fromkeys(
        (
            "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob", "geometry", "point", "linestring",
            "polygon", "multipoint", "multilinestring", "multipolygon", "geometrycollection", "vector",
        ),
        "binary",
    ),
    "bit": "bit",
}  # fmt: skip
"""Types of MySQL and MariaDB by what their values are; all others hold text."""

_UUID = re.compile(rb"binary\s*\(\s*16\s*\)", re.IGNORECASE)
_NO_COLUMN = frozenset(
    (b"primary", b"key", b"index", b"unique", b"constraint", b"foreign", b"fulltext", b"spatial", b"check", b"period")
)
_TOKEN = re.compile(
    rb"(?P<gap>(?:" + PASSED + rb")++)"
    rb"|`(?:[^`]|``)*+`|'(?:[^'\\]|\\[\s\S]|'')*+'|\"(?:[^\"\\]|\\[\s\S]|\"\")*+\"|[\w$\x80-\xff]++|[\s\S]"
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, the kind of its values (`KIND`, `uuid`, `text`, or empty where it is not known).

    `timestamp`: of type TIMESTAMP, whose values follow the zone of the dump. `type` is the word of its type.
    """

    name: str
    kind: str = ""
    timestamp: bool = False
    type: str = ""
    unsigned: bool = False


@dataclass(frozen=True, slots=True)
class Created:
    """A created table: database (empty if the statement names none), name, and columns that an INSERT gives by place.

    `like` is the table whose columns it takes over.
    """

    database: str
    name: str
    columns: tuple[Column, ...]
    like: str = ""


_HEAD = re.compile(rb"create(?: or replace)?(?: temporary)? table(?: if not exists)? ", re.IGNORECASE)


def created(statement: bytes) -> Created | None:
    """Return the table that a statement creates, None if it creates none."""
    tokens = [match[0] for match in _TOKEN.finditer(statement) if match.lastgroup != "gap"]
    head = b" ".join(tokens[:8]) + b" "
    match = _HEAD.match(head)
    if match is None:
        return None
    at = match[0].count(b" ")
    names = [unquoted(tokens[at])] if at < len(tokens) else []
    at += 1
    while tokens[at : at + 1] == [b"."] and at + 1 < len(tokens):
        names.append(unquoted(tokens[at + 1]))
        at += 2
    if not names:
        return None
    rest = tokens[at:]
    like = _like(rest)
    database = names[0] if len(names) > 1 else ""
    return Created(database, names[-1], () if like else tuple(_columns(rest)), like)


def _like(tokens: list[bytes]) -> str:
    words = tokens[1:] if tokens[:1] == [b"("] else tokens
    return unquoted(words[1]) if len(words) > 1 and words[0].lower() == b"like" else ""


def _columns(tokens: list[bytes]) -> list[Column]:
    """Read the items between the outer brackets; a table of too many columns has none that are known."""
    found: list[Column] = []
    if tokens[:1] != [b"("]:
        return found
    depth, item = 1, list[bytes]()
    for token in tokens[1:]:
        depth += {b"(": 1, b")": -1}.get(token, 0)
        if depth == 0 or (depth == 1 and token == b","):
            column = _column(item)
            if column is not None:
                found.append(column)
            item = []
        else:
            item.append(token)
        if depth == 0:
            break
    return found if len(found) <= MAX_COLUMNS else []


def _column(item: list[bytes]) -> Column | None:
    """Read one item; None for a key, and for a column that an INSERT without names does not give (INVISIBLE)."""
    if len(item) < 2 or item[0].lower() in _NO_COLUMN:
        return None
    words = [token.lower() for token in item[1:]]
    if b"invisible" in words:
        return None
    kind = KIND.get(words[0].decode("ascii", "replace"), "text")
    if kind == "binary" and _UUID.fullmatch(b"".join(words[:4])):
        kind = "uuid"
    word = words[0].decode("ascii", "replace")
    return Column(unquoted(item[0]), kind, words[0] == b"timestamp", word, b"unsigned" in words)

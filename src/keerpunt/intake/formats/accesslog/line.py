"""One line of an access log: what the server wrote, apart from what the client sent.

    host ident user [time] "request" status bytes "referer" "user agent" ["X-Forwarded-For"] [source port]

A virtual host, with or without its port, or a list of addresses may stand before it (`sender`). Everything after the
bytes may be missing (common format) or cut off. Every pattern is linear: alternatives begin with different characters,
and repetitions give nothing back. A quote inside a field is escaped by the server; so nothing that the client sent can
look like what the server wrote.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from keerpunt.intake.formats.accesslog.sender import sender_of

_QUOTED = r'[^"\\]*+(?:\\.[^"\\]*+)*+'
_TIME = r"\d\d/[A-Z][a-z][a-z]/\d{4}:[0-2]\d:[0-5]\d:[0-6]\d [+-]\d{4}"

HEAD = re.compile(
    r'((?:[^"\\\[]++|\\.|"[^"\\\[]*+"(?= )|\[(?!\d\d/))*+)'
    rf'\[({_TIME})\] "({_QUOTED})" (\d{{3}}|-) (\d{{1,20}}|-)(?= |$)(.*)',
    re.ASCII,
)
"""Groups: all before the time (`sender.sender_of`), time, request, status, bytes, the rest."""

USUAL = re.compile(
    rf'([^\s,]++) \S++ ([^"\\\[ ]++) \[({_TIME})\] "([A-Z]++) ([^ "\\]++)(?: [^"\\]*+)?" (\d{{3}}) (\d{{1,20}}|-)'
    r' "[^"\\]*+" "([^"\\]*+)"(?: "([^"\\]*+)")?(?: (\d++|-))?$',
    re.ASCII,
)
"""A whole line in the combined format without anything unusual, read in one go. Groups: the parts of `Line`, then a
quoted field and a number after the user agent, None where there is none."""

WHOLE_GET = re.compile(
    rf'\S++ \S++ [^"\\]*?\[{_TIME}\] "GET ([^ "\\]++)(?: [^"\\]*+)?" 200 (\d{{1,20}})(?: |$)'.encode(), re.ASCII
)
"""A complete answer to a GET in a plain line, as bytes: a quicker HEAD for a look ahead. Groups: target, bytes."""

_PARTS = 8
_FIELD = re.compile(rf' (?:"({_QUOTED})("|\\?$)|([^\s"]++))', re.ASCII)


class Line(NamedTuple):
    """The parts of a line. `extras` are the fields after the user agent; `fields` counts all after the bytes.

    `whole`: nothing is left over and every quote is closed. `listed` is a header that stands before the peer.
    """

    host: str
    user: str
    time: str
    method: str
    target: str
    status: str
    size: str
    agent: str
    extras: tuple[str, ...]
    fields: int
    whole: bool
    listed: str


def parse(text: str) -> Line | None:
    """Read a line, None for what is no request; a user agent that is cut off is kept as far as it goes."""
    if usual := USUAL.match(text):
        parts = usual.groups()
        extras = tuple([part for part in parts[_PARTS:] if part is not None])
        return Line._make((*parts[:_PARTS], extras, 2 + len(extras), True, ""))
    return parse_in_parts(text)


def parse_in_parts(text: str) -> Line | None:
    """Read a line part by part; `parse` gives the same, quicker for the usual ones."""
    head = HEAD.match(text)
    sender = sender_of(head[1]) if head else None
    if head is None or sender is None:
        return None
    _, time, request, status, size, rest = head.groups()
    fields, whole = _fields(rest)
    method, _, target = request.partition(" ")
    return Line(
        sender.host,
        sender.user,
        time,
        method,
        target.partition(" ")[0],
        status,
        size,
        fields[1] if len(fields) > 1 else "",
        tuple(fields[2:]),
        len(fields),
        whole,
        sender.listed,
    )


def _fields(rest: str) -> tuple[list[str], bool]:
    """Split what follows the bytes, and tell whether that leaves nothing over and every quote is closed."""
    fields: list[str] = []
    place = 0
    whole = True
    while field := _FIELD.match(rest, place):
        place = field.end()
        quoted, closed, bare = field.groups()
        fields.append(quoted if quoted is not None else bare)
        whole = whole and (bare is not None or closed == '"')
    return fields, whole and place == len(rest)


def path_of(target: str) -> str:
    """Return the path of a target, without query, fragment, parameters and host."""
    if "://" in target[:9]:
        _, _, target = target.partition("://")
        _, slash, target = target.partition("/")
        target = slash + target
    for mark in "?#;":
        if mark in target:
            target = target.partition(mark)[0]
    return target

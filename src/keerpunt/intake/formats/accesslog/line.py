"""One line of an access log: what the server wrote, apart from what the client sent.

    host ident user [time] "request" status bytes "referer" "user agent" ["X-Forwarded-For"] [source port]

A virtual host with port may stand before it. Everything after the bytes may be missing (common format) or cut off.
Every pattern is linear: alternatives begin with different characters and repetitions give nothing back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

HEAD = re.compile(
    r"(?:[^\s:\[]++:\d{1,5} (?=\S+ \S+ .*\[))?(\S++) (\S++) (.+?) "
    r"\[(\d\d/[A-Z][a-z][a-z]/\d{4}):([0-2]\d):([0-5]\d):([0-5]\d) ([+-]\d{4})\] "
    r'"((?:[^"\\]|\\.)*+)" (\d{3}|-) (\d{1,20}|-)(?= |$)(.*)'
)
"""Groups: host, ident, user, day, hour, minute, second, offset, request, status, bytes, the rest."""

_FIELD = re.compile(r' (?:"((?:[^"\\]|\\.)*+)("|\\?$)|([^\s"]++))')


@dataclass(frozen=True, slots=True)
class Tail:
    """What follows the bytes: `count` fields. `whole`: nothing is left over and every quote is closed."""

    user_agent: str | None
    extras: tuple[str, ...]
    count: int
    whole: bool


def tail_of(rest: str) -> Tail:
    """Split the fields after the bytes; a user agent that is cut off is kept as far as it goes."""
    fields: list[str] = []
    place = 0
    whole = True
    while field := _FIELD.match(rest, place):
        place = field.end()
        quoted, closed, bare = field.groups()
        fields.append(quoted if quoted is not None else bare)
        whole = whole and (bare is not None or closed == '"')
    agent = fields[1] if len(fields) > 1 else ""
    return Tail(None if agent in ("", "-") else agent, tuple(fields[2:]), len(fields), whole and place == len(rest))


def target_of(request: str) -> tuple[str, str]:
    """Return method and path of a request, the path without query, fragment and host; `''` for what is none."""
    method, _, rest = request.partition(" ")
    target = rest.partition(" ")[0]
    if "://" in target[:9]:
        _, _, target = target.partition("://")
        _, slash, target = target.partition("/")
        target = slash + target
    for mark in ("?", "#", ";"):
        target = target.partition(mark)[0]
    return method, target

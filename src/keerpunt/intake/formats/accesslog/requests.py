"""What a request was: a download of a known folder, an event of a session, or neither."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

_EVENTS = ("login", "logout", "register", "signup", "reset")
_DONE = {"login": "login_ok", "signup": "register"}
_REFUSED = ("401", "403")
_LONG = 1_024


class Target(NamedTuple):
    """The folder a path lies in, and the event its last segment begins with."""

    folder: str | None
    event: str | None


Sort = Callable[[str], Target]


def sorter(folders: Mapping[str, str]) -> Sort:
    """Return a function from a path (without query) to what it is.

    `folders` maps a path segment, as it stands in a log, to the folder's id as stored; the stored id counts too. Of
    several known segments the deepest names the folder.
    """
    known = {**{stored: stored for stored in folders.values()}, **folders}

    def sort(path: str) -> Target:
        segments = [unquote(part) for part in path.split("/")] if "%" in path else path.split("/")
        folder = next((known[part] for part in reversed(segments) if part in known), None)
        last = next((part for part in reversed(segments) if part), "").lower()
        return Target(folder, next((event for event in _EVENTS if last.startswith(event)), None))

    cached = lru_cache(maxsize=65_536)(sort)
    return lambda path: cached(path) if len(path) <= _LONG else sort(path)


def event_of(name: str, status: str) -> str | None:
    """Return the session event of a POST by its status: 2xx and 3xx succeeded, 401 and 403 refused a log-in.

    Any other answer says nothing about an event: None.
    """
    if status[0] in "23":
        return _DONE.get(name, name)
    return "login_fail" if name == "login" and status in _REFUSED else None

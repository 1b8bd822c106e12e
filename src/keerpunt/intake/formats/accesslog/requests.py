"""What a request was: a download of a known folder, an event of a session, or neither."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from keerpunt.intake.records import Known

_EVENTS = ("login", "logout", "register", "signup", "reset")
_DONE = {"login": "login_ok", "signup": "register"}
_REFUSED = ("401", "403")


@dataclass(slots=True)
class Folders:
    """The known folders: path segments, as they stand in a log, to ids as stored; a stored id counts too."""

    known: Known
    _by_segment: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        folders = self.known.folders
        self._by_segment = {**{stored: stored for stored in folders.values()}, **folders}

    def __bool__(self) -> bool:
        return bool(self._by_segment)

    def of(self, path: str) -> str | None:
        """Return the folder a path (without query) lies in; of several known segments the deepest names it."""
        segments = _segments(path)
        if self._by_segment.keys().isdisjoint(segments):
            return None
        return next(self._by_segment[part] for part in reversed(segments) if part in self._by_segment)

    def size_of(self, folder: str, path: str) -> int | None:
        """Return the size of the object at a path where the folder states it, else None.

        What a folder states is the size of all its files: that of the object only where the path ends with the folder
        itself, or where it holds one file.
        """
        size = self.known.folder_sizes.get(folder)
        if size is None:
            return None
        last = next((part for part in reversed(_segments(path)) if part), "")
        return size.total if size.items == 1 or self._by_segment.get(last) == folder else None


def event_in(path: str) -> str | None:
    """Return the event that the last segment of a path begins with."""
    last = next((part for part in reversed(_segments(path)) if part), "").lower()
    return next((event for event in _EVENTS if last.startswith(event)), None)


def event_of(name: str, status: str) -> str | None:
    """Return the session event of a POST by its status: 2xx and 3xx succeeded, 401 and 403 refused a log-in.

    Any other answer says nothing about an event: None.
    """
    if status[0] in "23":
        return _DONE.get(name, name)
    return "login_fail" if name == "login" and status in _REFUSED else None


def _segments(path: str) -> list[str]:
    parts = path.split("/")
    return [unquote(part) for part in parts] if "%" in path else parts
